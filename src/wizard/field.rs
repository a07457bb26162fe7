//! The fields of every form, and the events that answering one makes.
//!
//! What the questionnaire asks and what the program itself asks (notes, scope
//! of an exemption, actions, the sign-off) are questions of one kind, so that
//! both faces and all forms handle them alike.

use std::collections::BTreeSet;

use super::model::Subject;
use super::open::Open;
use super::remark::{Beside, of_field, of_question, of_text};
use super::{entries, signing, texts};
use crate::assessment::{Action, Answer, Due, Event, ExemptionId, Priority, Progress, Refusal};
use crate::questionnaire::{
    Choice, ChoiceId, Input, Question, QuestionId, RequirementId, ScenarioId,
};

/// Names a field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKey {
    /// A question of the questionnaire.
    Asked(QuestionId),
    /// The note of a scenario.
    Note,
    /// The path of a file that is to be named as evidence.
    Path,
    /// The evidence reference of a scenario.
    Evidence,
    /// The requirements that an exemption serves.
    Requirements,
    /// The scenarios that an exemption covers.
    Scenarios,
    /// The systems that an exemption covers.
    Systems,
    /// The exemptions that a piece of evidence supports.
    Exemptions,
    /// Why an exemption was withdrawn.
    Withdrawn,
    /// What an action says.
    What,
    /// Who sees to an action.
    Owner,
    /// In which role.
    OwnerRole,
    /// How pressing an action is.
    Priority,
    /// Until when.
    DueOn,
    /// Why there is no date.
    NoDate,
    /// How far an action is.
    Progress,
    /// The exemption that an action is to end.
    Ends,
    /// Who signs.
    SignName,
    /// In which role.
    SignRole,
    /// Why the same person assesses and approves.
    SamePerson,
    /// The word that confirms a sign-off.
    Confirm,
}

/// A field with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub key: FieldKey,
    /// What it asks.
    pub question: Question,
    /// What was answered.
    pub answer: Option<Answer>,
    /// What was answered last time, where an earlier assessment was carried forward, as a sentence.
    pub last: Option<String>,
    /// What a new version of the questionnaire means for the answer, or for that of last time, as a
    /// sentence.
    pub remark: Option<String>,
    /// The answer that stands once somebody says that it still holds.
    pub confirms: Option<Answer>,
}

impl FieldKey {
    /// Names the field among the drafts of its subject.
    pub fn key(&self) -> String {
        match self {
            Self::Asked(id) => id.to_string(),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    /// Whether the field stands apart from the questions of the questionnaire.
    pub const fn is_extra(&self) -> bool {
        !matches!(self, Self::Asked(_))
    }
}

impl Field {
    /// A field with nothing to say beside it.
    pub const fn new(key: FieldKey, question: Question, answer: Option<Answer>) -> Self {
        Self {
            key,
            question,
            answer,
            last: None,
            remark: None,
            confirms: None,
        }
    }

    /// The field with what is said beside it.
    pub(super) fn with(self, beside: Beside) -> Self {
        Self {
            last: beside.last,
            remark: beside.remark,
            confirms: beside.confirms,
            ..self
        }
    }

    /// Whether it is answered by typing.
    pub const fn is_text(&self) -> bool {
        matches!(
            self.question.input,
            Input::Line { .. } | Input::Paragraphs { .. } | Input::Number { .. } | Input::Date {}
        )
    }

    /// The text with which typing begins.
    pub fn text(&self) -> String {
        match &self.answer {
            Some(answer) if answer.is_value() => answer.bare(&self.question),
            _ => String::new(),
        }
    }
}

/// The fields of a form that are shown now.
pub fn fields(open: &Open, subject: &Subject) -> Vec<Field> {
    match subject {
        Subject::Organisation => asked(open, &open.questionnaire.organisation.questions),
        Subject::Scenario(id) => scenario(open, id),
        Subject::Exemption(id, 0) => scope(open, *id),
        Subject::Exemption(id, step) => exemption(open, *id, *step),
        Subject::Action(id) => {
            let found = open.state.actions.get(id);
            found.map_or_else(Vec::new, |found| action(open, found))
        }
        Subject::System(id) => entries::of_system(open, *id),
        Subject::Listed(id) => entries::of_evidence(open, *id),
        Subject::File(_) => file(open).into_iter().collect(),
        Subject::SignOff => signing::fields(open),
    }
}

fn asked(open: &Open, questions: &[Question]) -> Vec<Field> {
    let shown = |q: &&Question| open.results.shown.contains(&q.id);
    questions
        .iter()
        .filter(shown)
        .map(|question| {
            let answer = open.state.answers.get(&question.id).cloned();
            let key = FieldKey::Asked(question.id.clone());
            let beside = of_question(open, question);
            Field::new(key, question.clone(), answer).with(beside)
        })
        .collect()
}

fn scenario(open: &Open, id: &ScenarioId) -> Vec<Field> {
    let Some(scenario) = open.questionnaire.scenario(id) else {
        return vec![];
    };
    let mut fields = asked(open, &scenario.questions);
    let text = |words: Option<&String>| words.cloned().map(Answer::Text);
    let last = open.state.carried.as_ref();
    let evidence = built_in(
        FieldKey::Evidence,
        texts::EVIDENCE,
        Input::Line { max: 500 },
        text(open.state.evidence.get(id)),
    );
    let was = last.and_then(|last| last.evidence.get(id));
    fields.extend(evidence.map(|field| of_text(open, field, was)));
    let note = built_in(
        FieldKey::Note,
        texts::NOTE,
        Input::Paragraphs { max: 4000 },
        text(open.state.notes.get(id)),
    );
    let was = last.and_then(|last| last.notes.get(id));
    fields.extend(note.map(|field| of_text(open, field, was)));
    fields
}

fn scope(open: &Open, id: ExemptionId) -> Vec<Field> {
    let Some(exemption) = open.state.exemptions.get(&id) else {
        return vec![];
    };
    let withdrawn = exemption.withdrawn.clone().map(Answer::Text);
    let withdrawn = built_in(
        FieldKey::Withdrawn,
        texts::WITHDRAW,
        Input::Line { max: 500 },
        withdrawn,
    );
    // One of a kind that is gone can only be withdrawn.
    let Some(kind) = open.kind_of(id) else {
        return withdrawn.into_iter().collect();
    };
    let requirements = kind
        .requirements
        .iter()
        .filter_map(|id| open.questionnaire.requirement(id))
        .filter_map(|r| {
            let label = format!("{} ({}): {}", r.id, r.force.words(), r.title);
            choice(r.id.as_str(), label)
        })
        .collect();
    // One that it covers is offered also while it is not asked, or the others could not be changed.
    let scenarios = open
        .questionnaire
        .scenarios()
        .filter(|s| {
            let serves = |r: &RequirementId| kind.requirements.contains(r);
            let is_asked = open.results.scenario(&s.id).is_some_and(|r| r.asked);
            exemption.scenarios.contains(&s.id)
                || (is_asked && s.assess.iter().any(|a| serves(&a.requirement)))
        })
        .filter_map(|s| choice(s.id.as_str(), s.title.clone()))
        .collect();
    let ids = |ids: Vec<&str>| -> Option<Answer> {
        let chosen: BTreeSet<ChoiceId> =
            ids.into_iter().filter_map(|i| i.try_into().ok()).collect();
        (!chosen.is_empty()).then_some(Answer::Choices(chosen))
    };
    let serves = ids(exemption.requirements.iter().map(|r| r.as_str()).collect());
    let covers = ids(exemption.scenarios.iter().map(|s| s.as_str()).collect());
    let systems: Vec<Choice> = open
        .state
        .systems
        .iter()
        .filter_map(|(id, system)| {
            let form = &open.questionnaire.systems.as_ref()?.form;
            choice(
                &id.to_string(),
                format!("{id}  {}", form.name_of(&system.fields)),
            )
        })
        .collect();
    let listed = (!systems.is_empty()).then(|| {
        let listed: Vec<String> = exemption.systems.iter().map(ToString::to_string).collect();
        let listed = ids(listed.iter().map(String::as_str).collect());
        built_in(
            FieldKey::Systems,
            texts::SYSTEMS,
            Input::AnyOf(systems),
            listed,
        )
    });
    [
        built_in(
            FieldKey::Scenarios,
            texts::COVERS,
            Input::AnyOf(scenarios),
            covers,
        ),
        built_in(
            FieldKey::Requirements,
            texts::SERVES,
            Input::AnyOf(requirements),
            serves,
        ),
        listed.flatten(),
        withdrawn,
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn choice(id: &str, label: String) -> Option<Choice> {
    Some(Choice {
        id: id.try_into().ok()?,
        label,
        hint: None,
    })
}

fn exemption(open: &Open, id: ExemptionId, step: usize) -> Vec<Field> {
    let (Some(exemption), Some(kind)) = (open.state.exemptions.get(&id), open.kind_of(id)) else {
        return vec![];
    };
    let Some(step) = step.checked_sub(1).and_then(|index| kind.steps.get(index)) else {
        return vec![];
    };
    let sheet = crate::assessment::Sheet::of_exemption(kind, &exemption.fields, open.today);
    step.questions
        .iter()
        .filter(|q| sheet.is_shown(&q.id))
        .map(|question| {
            let answer = exemption.fields.get(&question.id).cloned();
            let key = FieldKey::Asked(question.id.clone());
            let beside = of_field(open, id, question);
            Field::new(key, question.clone(), answer).with(beside)
        })
        .collect()
}

fn action(open: &Open, action: &Action) -> Vec<Field> {
    let text = |words: &str| (!words.is_empty()).then(|| Answer::Text(words.to_owned()));
    let (due_on, no_date) = match &action.due {
        Due::On(date) => (Some(Answer::Date(*date)), None),
        Due::NoDate(reason) => (None, text(reason)),
        Due::NotGiven => (None, None),
    };
    let one = |id: &str| id.try_into().ok().map(Answer::Choice);
    let priorities = Priority::ALL.into_iter();
    let priorities = priorities.filter_map(|p| choice(p.id(), p.words().to_owned()));
    let states = Progress::ALL.into_iter();
    let states = states.filter_map(|p| choice(p.id(), p.words().to_owned()));
    let exemptions = open.state.exemptions.iter().filter(|(id, exemption)| {
        exemption.scenarios.contains(&action.scenario) || action.ends == Some(**id)
    });
    let exemptions = exemptions.filter_map(|(id, exemption)| {
        let name = open.kind_or_former(*id).map(|kind| exemption.name(kind));
        choice(
            &id.to_string(),
            format!("{id}  {}", name.unwrap_or_default()),
        )
    });
    let exemptions: Vec<Choice> = exemptions.collect();
    let ends = (!exemptions.is_empty()).then(|| {
        let ends = action.ends.and_then(|id| one(&id.to_string()));
        built_in(FieldKey::Ends, texts::ENDS, Input::OneOf(exemptions), ends)
    });
    let line = || Input::Line { max: 200 };
    [
        built_in(
            FieldKey::What,
            texts::WHAT,
            Input::Paragraphs { max: 1000 },
            text(&action.what),
        ),
        built_in(FieldKey::Owner, texts::OWNER, line(), text(&action.owner)),
        built_in(
            FieldKey::OwnerRole,
            texts::OWNER_ROLE,
            line(),
            text(&action.role),
        ),
        built_in(
            FieldKey::Priority,
            texts::PRIORITY,
            Input::OneOf(priorities.collect()),
            action.priority.and_then(|p| one(p.id())),
        ),
        built_in(FieldKey::DueOn, texts::DUE_ON, Input::Date {}, due_on),
        built_in(
            FieldKey::NoDate,
            texts::NO_DATE,
            Input::Line { max: 500 },
            no_date,
        ),
        built_in(
            FieldKey::Progress,
            texts::PROGRESS,
            Input::OneOf(states.collect()),
            one(action.progress.id()),
        ),
        ends.flatten(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn file(open: &Open) -> Option<Field> {
    let path = Some(open.naming.clone()).filter(|path| !path.is_empty());
    let input = Input::Line { max: 1000 };
    built_in(FieldKey::Path, texts::FILE, input, path.map(Answer::Text))
}

/// A field that the program itself asks for. All are optional while working.
pub(super) fn built_in(
    key: FieldKey,
    (text, hint): (&str, &str),
    input: Input,
    answer: Option<Answer>,
) -> Option<Field> {
    let question = Question {
        id: "built-in".try_into().ok()?,
        text: text.to_owned(),
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        holds: None,
        input,
        show_when: None,
        optional: true,
        not_applicable: false,
        missing: None,
        dont_know: None,
    };
    Some(Field::new(key, question, answer))
}

/// What an answer to a field leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Events for the record; none when nothing changes.
    Events(Vec<Event>),
    /// The sign-off that is being filled in.
    Signing(signing::Signing),
    /// The path of a file that is to be named as evidence.
    Naming(String),
}

/// The change that an answer to a field makes; no answer takes it back.
///
/// # Errors
/// Says why the answer does not fit.
pub fn change(
    open: &Open,
    subject: &Subject,
    field: &Field,
    answer: Option<Answer>,
) -> Result<Change, Refusal> {
    let answer = answer.map(|a| a.checked(&field.question)).transpose()?;
    // The same answer once more says that it still holds after a change of the question.
    let confirms = answer.is_some() && field.confirms.is_some();
    if answer == field.answer && !confirms {
        return Ok(Change::Events(vec![]));
    }
    let words = || match &answer {
        Some(Answer::Text(words)) => words.clone(),
        _ => String::new(),
    };
    let event = match (subject, &field.key) {
        (Subject::Exemption(id, _), FieldKey::Asked(question)) => match answer {
            Some(answer) => Event::ExemptionFilled {
                exemption: *id,
                question: question.clone(),
                answer,
            },
            None => Event::ExemptionCleared {
                exemption: *id,
                question: question.clone(),
            },
        },
        (Subject::Organisation | Subject::Scenario(_), FieldKey::Asked(question)) => match answer {
            Some(answer) => Event::Answered {
                question: question.clone(),
                answer,
            },
            None => Event::Cleared {
                question: question.clone(),
            },
        },
        (Subject::Scenario(scenario), FieldKey::Note) => Event::Noted {
            scenario: scenario.clone(),
            text: words(),
        },
        (Subject::Scenario(scenario), FieldKey::Evidence) => Event::Evidenced {
            scenario: scenario.clone(),
            text: words(),
        },
        (Subject::Exemption(id, _), key) => match exemption_event(open, *id, key, answer) {
            Some(event) => event,
            None => return Ok(Change::Events(vec![])),
        },
        (Subject::Action(id), key) => {
            let Some(action) = open.state.actions.get(id) else {
                return Ok(Change::Events(vec![]));
            };
            Event::ActionWritten {
                action: *id,
                content: changed_action(action, key, answer),
            }
        }
        (Subject::System(id), key) => match entries::system_event(open, *id, key, answer) {
            Some(event) => event,
            None => return Ok(Change::Events(vec![])),
        },
        (Subject::Listed(id), key) => match entries::evidence_event(open, *id, key, answer) {
            Some(event) => event,
            None => return Ok(Change::Events(vec![])),
        },
        (Subject::File(_), _) => return Ok(Change::Naming(words())),
        (Subject::SignOff, key) => {
            let mut signing = open.signing.clone();
            match key {
                FieldKey::SignName => signing.name = words(),
                FieldKey::SamePerson => signing.same_person = words(),
                FieldKey::Confirm => signing.confirmation = words(),
                _ => {
                    signing.role = match answer {
                        Some(Answer::Choice(role)) => Some(role),
                        _ => None,
                    };
                }
            }
            return Ok(Change::Signing(signing));
        }
        _ => return Err(Refusal::WrongForm),
    };
    Ok(Change::Events(vec![event]))
}

fn exemption_event(
    open: &Open,
    id: ExemptionId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Event> {
    let exemption = open.state.exemptions.get(&id)?;
    if *key == FieldKey::Withdrawn {
        let Some(Answer::Text(reason)) = answer else {
            return None;
        };
        return Some(Event::ExemptionWithdrawn {
            exemption: id,
            reason,
        });
    }
    let chosen = match answer {
        Some(Answer::Choices(ids)) => ids,
        _ => BTreeSet::new(),
    };
    let chosen = chosen.iter().map(ChoiceId::as_str);
    let mut requirements = exemption.requirements.clone();
    let mut scenarios = exemption.scenarios.clone();
    let mut systems = exemption.systems.clone();
    match key {
        FieldKey::Requirements => {
            requirements = chosen.filter_map(|id| id.try_into().ok()).collect();
        }
        FieldKey::Systems => systems = chosen.filter_map(|id| id.parse().ok()).collect(),
        _ => scenarios = chosen.filter_map(|id| id.try_into().ok()).collect(),
    }
    Some(Event::ExemptionScoped {
        exemption: id,
        kind: exemption.kind.clone(),
        requirements,
        scenarios,
        systems,
    })
}

fn changed_action(action: &Action, key: &FieldKey, answer: Option<Answer>) -> Action {
    let mut action = action.clone();
    let is = |id: &str, answer: &Option<Answer>| matches!(answer, Some(Answer::Choice(chosen)) if chosen.as_str() == id);
    match (key, answer) {
        (FieldKey::What, Some(Answer::Text(words))) => action.what = words,
        (FieldKey::What, _) => action.what.clear(),
        (FieldKey::Owner, Some(Answer::Text(words))) => action.owner = words,
        (FieldKey::Owner, _) => action.owner.clear(),
        (FieldKey::DueOn, Some(Answer::Date(date))) => action.due = Due::On(date),
        (FieldKey::NoDate, Some(Answer::Text(reason))) => action.due = Due::NoDate(reason),
        (FieldKey::DueOn | FieldKey::NoDate, _) => action.due = Due::NotGiven,
        (FieldKey::OwnerRole, Some(Answer::Text(words))) => action.role = words,
        (FieldKey::OwnerRole, _) => action.role.clear(),
        (FieldKey::Priority, answer) => {
            let mut chosen = Priority::ALL.into_iter();
            action.priority = chosen.find(|p| is(p.id(), &answer));
        }
        (FieldKey::Progress, answer) => {
            let mut chosen = Progress::ALL.into_iter();
            let chosen = chosen.find(|p| is(p.id(), &answer));
            action.progress = chosen.unwrap_or(Progress::NotStarted);
        }
        (FieldKey::Ends, Some(Answer::Choice(id))) => action.ends = id.as_str().parse().ok(),
        (FieldKey::Ends, _) => action.ends = None,
        _ => {}
    }
    action
}
