//! How facts read: where something is said, and what.

use std::collections::{BTreeMap, BTreeSet};

use super::action::{Action, Due, Progress};
use super::answer::Answer;
use super::at::At;
use super::exemption::Coverage;
use super::finding::FindingId;
use super::life::Life;
use super::register::{Evidence, system_names};
use super::state::Assessment;
use super::value::Value;
use crate::facts::migration::Register;
use crate::questionnaire::{ExemptionKindId, Question, QuestionId, Questionnaire, ScenarioId};
use crate::text::{counted, date_words, listed};

impl At {
    /// What it is, in a few words: with the place where it is asked, where that is known.
    pub fn words(&self, state: &Assessment, asked: &Questionnaire) -> String {
        let title = |id: &ScenarioId| state.scenario_title(asked, id);
        match self {
            Self::Version => "The version of the questionnaire".to_owned(),
            Self::Question(id) if state.known_question(asked, id).is_none() => {
                format!("The answer to {id}")
            }
            Self::Question(id) => state.in_place(asked, id),
            Self::Note(id) => format!("{}: the note", title(id)),
            Self::Evidence(id) => format!("{}: the evidence", title(id)),
            Self::File(id, path) => format!("{}: the file {path}", title(id)),
            Self::CarriedForward => "What is carried forward, to be confirmed".to_owned(),
            Self::Redaction => "What the copy was made from".to_owned(),
            Self::Coverage(id) => format!("Exemption {id}: what it covers"),
            Self::Field(id, field) => match self.asked(state, asked) {
                Some(question) => format!("Exemption {id}: {}", question.text),
                None => format!("Exemption {id}: {field}"),
            },
            Self::Life(id) => format!("Exemption {id}: its life"),
            Self::System(id) => format!("System {id}"),
            Self::Listed(id) => format!("Evidence {id}"),
            Self::Withdrawal(id) => format!("Exemption {id}: the withdrawal"),
            Self::Action(id) => format!("Action {id}"),
            Self::SignOff(seq) => format!("The sign-off with entry {seq}"),
            Self::Merge(_) => "The work of somebody else, taken over".to_owned(),
        }
    }

    /// The question that it answers, as the version in force asks it, or else as the newest that does.
    pub(crate) fn asked<'a>(
        &self,
        state: &'a Assessment,
        asked: &'a Questionnaire,
    ) -> Option<&'a Question> {
        if let Self::Field(exemption, field) = self {
            let kind = &state.exemptions.get(exemption)?.kind;
            state.known_field(asked, kind, field)
        } else if let Self::Question(id) = self {
            state.known_question(asked, id)
        } else {
            None
        }
    }
}

impl Value {
    /// How it reads, said at a place by one state; what it names is called as another state has it.
    pub(crate) fn words(
        &self,
        at: &At,
        said: &Assessment,
        state: &Assessment,
        asked: &Questionnaire,
    ) -> String {
        match self {
            Self::Version(words) | Self::Words(words) => words.clone(),
            Self::Note(note) => note.words(),
            Self::Answer(answer) => answer.words_where_known(at.asked(said, asked)),
            Self::Coverage(scope) => {
                let Coverage {
                    kind,
                    requirements,
                    scenarios,
                    systems,
                } = scope;
                let requirements: Vec<String> =
                    requirements.iter().map(ToString::to_string).collect();
                let scenarios = scenarios.iter();
                let scenarios: Vec<String> = scenarios
                    .map(|id| state.scenario_title(asked, id))
                    .collect();
                let or_none = |ids: Vec<String>| match ids.as_slice() {
                    [] => "none".to_owned(),
                    ids => listed(ids),
                };
                let systems = if systems.is_empty() {
                    String::new()
                } else {
                    format!(
                        "; systems: {}",
                        listed(&system_names(asked, state, systems))
                    )
                };
                format!(
                    "{kind}; requirements: {}; scenarios: {}{systems}",
                    or_none(requirements),
                    or_none(scenarios)
                )
            }
            Self::File(file) => {
                let size = counted(usize::try_from(file.bytes).unwrap_or(usize::MAX), "byte");
                format!("{size}, SHA-256 {}", file.sha256)
            }
            Self::Life(life) => {
                let exemption = at.exemption().and_then(|id| said.exemptions.get(&id));
                let kind = exemption.map(|exemption| &exemption.kind);
                life_words(life, kind, state, asked)
            }
            Self::System(system) => entry_words(Register::Systems, &system.fields, state, asked),
            Self::Listed(evidence) => evidence_words(evidence, state, asked),
            Self::Origin(of) => of.in_full(),
            Self::Action(action) => action_words(action, state, asked),
            Self::SignOff(by) => {
                format!("{}, {}, on {}", by.name, by.role, date_words(by.date))
            }
        }
    }
}

fn action_words(action: &Action, state: &Assessment, asked: &Questionnaire) -> String {
    let owner = match action.owner_words() {
        none if none.is_empty() => "no owner".to_owned(),
        owner => owner,
    };
    let due = match &action.due {
        Due::On(day) => format!("until {}", date_words(*day)),
        Due::NoDate(reason) => format!("no date: {reason}"),
        Due::NotGiven => "no date given".to_owned(),
    };
    let priority = action.priority.map_or_else(String::new, |priority| {
        format!("; priority {}", priority.words().to_lowercase())
    });
    let progress = if action.progress == Progress::NotStarted {
        "open".to_owned()
    } else {
        action.progress.words().to_lowercase()
    };
    let ends = action
        .ends
        .map_or_else(String::new, |id| format!("; to end exemption {id}"));
    let said = said_words(action, state, asked);
    format!(
        "{}; {owner}; {due}{priority}; {progress}{ends}{said}",
        action.what
    )
}

/// What somebody has said that an action works towards and closes.
fn said_words(action: &Action, state: &Assessment, asked: &Questionnaire) -> String {
    let named = |does: &str, findings: &BTreeSet<FindingId>| {
        let words: Vec<String> = findings.iter().map(|id| id.words(state, asked)).collect();
        if words.is_empty() {
            String::new()
        } else {
            format!("; {does} {}", listed(&words))
        }
    };
    let towards = named("works towards", &action.towards);
    let closes = named("closes", &action.closes);
    let with: Vec<String> = action.with.iter().map(ToString::to_string).collect();
    let with = if with.is_empty() {
        String::new()
    } else {
        format!(", together with {}", listed(&with))
    };
    format!("{towards}{closes}{with}")
}

fn life_words(
    life: &Life,
    kind: Option<&ExemptionKindId>,
    state: &Assessment,
    asked: &Questionnaire,
) -> String {
    let mut words: Vec<String> = vec![];
    if let Some(submitted) = &life.submitted {
        words.push(format!("submitted on {}", date_words(submitted.on)));
    }
    for (number, approval) in (1..).zip(&life.approvals) {
        let how = if number == 1 { "approved" } else { "renewed" };
        words.push(match kind {
            Some(kind) => format!("{how} ({})", state.decision_words(asked, kind, approval)),
            None => how.to_owned(),
        });
    }
    if life.renewing {
        words.push("a renewal is being prepared".to_owned());
    }
    if let Some(closed) = &life.closed {
        words.push(format!(
            "closed on {}: {}",
            date_words(closed.on),
            closed.how
        ));
    }
    words.join("; ")
}

/// The fields of an entry of a register, in the order of its form; those that it does not have last.
fn entry_words(
    register: Register,
    fields: &BTreeMap<QuestionId, Answer>,
    state: &Assessment,
    asked: &Questionnaire,
) -> String {
    let form = register.form(asked);
    let questions = form.map_or(&[][..], |form| &form.questions);
    let words = |question: &Question, answer: &Answer| {
        format!("{} {}", question.text, answer.words(question))
    };
    let known = questions.iter();
    let known = known.filter_map(|question| Some(words(question, fields.get(&question.id)?)));
    let is_asked = |id: &QuestionId| questions.iter().any(|question| question.id == *id);
    let others = fields.iter().filter(|(id, _)| !is_asked(id));
    let others = others.map(
        |(id, answer)| match state.known_entry_field(asked, register, id) {
            Some(question) => words(question, answer),
            None => format!("{id}: {}", answer.raw()),
        },
    );
    let words: Vec<String> = known.chain(others).collect();
    if words.is_empty() {
        "nothing yet".to_owned()
    } else {
        words.join("; ")
    }
}

fn evidence_words(evidence: &Evidence, state: &Assessment, asked: &Questionnaire) -> String {
    let fields = entry_words(Register::Evidence, &evidence.fields, state, asked);
    let mut words = vec![fields];
    let scenarios = evidence.scenarios.iter();
    let scenarios: Vec<String> = scenarios
        .map(|id| state.scenario_title(asked, id))
        .collect();
    if !scenarios.is_empty() {
        words.push(format!("scenarios: {}", listed(&scenarios)));
    }
    let exemptions: Vec<String> = evidence
        .exemptions
        .iter()
        .map(ToString::to_string)
        .collect();
    if !exemptions.is_empty() {
        words.push(format!("exemptions: {}", listed(&exemptions)));
    }
    words.extend(
        evidence
            .file
            .as_ref()
            .map(|file| format!("file {}, SHA-256 {}", file.path, file.sha256)),
    );
    words.join("; ")
}
