//! The fields of every form, and the changes that answering one makes.
//!
//! What the questionnaire asks and what the program itself asks (notes, scope
//! of an exemption, actions, the sign-off) are questions of one kind, so that
//! both faces and all forms handle them alike.

use super::beside::{Beside, of_built_in, of_question, of_text};
use super::model::Subject;
use super::open::Open;
use super::related::misfit;
use super::{actions, entries, exemption, signing, texts};
use crate::facts::{Answer, Change, ExemptionId, Note, Refusal, limits};
use crate::questionnaire::{Choice, Input, Question, QuestionId, ScenarioId};

/// Names a field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKey {
    /// A question of the questionnaire.
    Asked(QuestionId),
    /// The note of a scenario.
    Note,
    /// Whether the board must know that note.
    ForBoard,
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
    /// How an exemption was closed.
    Closed,
    /// What an action says.
    What,
    /// Who sees to an action.
    Owner,
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
    /// The findings that an action works towards.
    Towards,
    /// The findings that an action closes.
    Closes,
    /// The other actions that are needed as well.
    With,
    /// Who signs.
    SignName,
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
    /// What a new version of the questionnaire means for the answer, or for that of last time, and
    /// what does not fit to it.
    pub remark: Option<String>,
    /// The conditions of an exemption that it evidences, in words.
    pub evidences: Option<String>,
    /// The answer that stands once somebody says that it still holds.
    pub confirms: Option<Answer>,
}

impl FieldKey {
    /// Names the field among the drafts of its subject.
    pub fn key(&self) -> String {
        if let Self::Asked(id) = self {
            id.to_string()
        } else {
            format!("{self:?}").to_lowercase()
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
            evidences: None,
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
            Input::Line { .. }
                | Input::Paragraphs { .. }
                | Input::Number { .. }
                | Input::Date { .. }
        )
    }

    /// Whether any words answer it.
    pub const fn is_words(&self) -> bool {
        matches!(
            self.question.input,
            Input::Line { .. } | Input::Paragraphs { .. }
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
        Subject::Exemption(id, 0) => exemption::scope_fields(open, *id),
        Subject::Exemption(id, step) => exemption::step_fields(open, *id, *step),
        Subject::Action(id) => {
            let found = open.state.actions.get(id);
            found.map_or_else(Vec::new, |found| actions::fields(open, *id, found))
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
            let mut beside = of_question(open, question);
            let says = [beside.remark, misfit(open, &question.id)];
            let says: Vec<String> = says.into_iter().flatten().collect();
            beside.remark = (!says.is_empty()).then(|| says.join(" "));
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
        Input::Line { max: limits::LINE },
        text(open.state.evidence.get(id)),
    );
    let was = last.and_then(|last| last.evidence.get(id));
    fields.extend(evidence.map(|field| of_text(open, field, was)));
    let note = built_in(
        FieldKey::Note,
        texts::NOTE,
        Input::Paragraphs { max: limits::NOTE },
        text(open.state.notes.get(id).map(|note| &note.text)),
    );
    let was = last.and_then(|last| last.notes.get(id));
    fields.extend(note.map(|field| of_text(open, field, was.map(|note| &note.text))));
    fields.extend(for_board(open, id));
    fields
}

/// Whether the board must know the note of a scenario; nothing is asked as long as there is none.
fn for_board(open: &Open, id: &ScenarioId) -> Option<Field> {
    let note = open.state.notes.get(id)?;
    let tick = choice("for-board", texts::BOARD_MUST_KNOW.to_owned())?;
    let ticked = Answer::Choices([tick.id.clone()].into());
    let field = built_in(
        FieldKey::ForBoard,
        texts::FOR_BOARD,
        Input::AnyOf(vec![tick]),
        note.for_board.then(|| ticked.clone()),
    )?;
    let last = open.state.carried.as_ref();
    let last = last.and_then(|last| last.notes.get(id));
    let last = last.filter(|last| last.for_board).map(|_| &ticked);
    Some(of_built_in(open, field, last))
}

pub(super) fn choice(id: &str, label: String) -> Option<Choice> {
    Some(Choice {
        id: id.try_into().ok()?,
        label,
        hint: None,
        was: vec![],
    })
}

fn file(open: &Open) -> Option<Field> {
    let path = Some(open.naming.clone()).filter(|path| !path.is_empty());
    let input = Input::Line { max: limits::PATH };
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
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        ..Question::own("built-in".try_into().ok()?, text.to_owned(), input)
    };
    Some(Field::new(key, question, answer))
}

/// What an answer to a field leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entered {
    /// A change of the record; none where there is nothing that it could change.
    Said(Option<Change>),
    /// The sign-off that is being filled in.
    Signing(signing::Signing),
    /// The end of an exemption that is being filled in.
    Ending(Option<(ExemptionId, FieldKey, String)>),
    /// The path of a file that is to be named as evidence.
    Naming(String),
}

/// The change that an answer to a field makes; no answer takes it back.
///
/// # Errors
/// Says why the answer does not fit.
pub(super) fn change(
    open: &Open,
    subject: &Subject,
    field: &Field,
    answer: Option<Answer>,
) -> Result<Entered, Refusal> {
    let asked = &field.question;
    let answer = answer.map(|answer| answer.checked(asked)).transpose()?;
    let words = || match &answer {
        Some(Answer::Text(words)) => words.clone(),
        _ => String::new(),
    };
    let change = match (subject, &field.key) {
        (Subject::Exemption(id, _), FieldKey::Asked(question)) => {
            Change::Field(*id, question.clone(), answer)
        }
        (Subject::Organisation | Subject::Scenario(_), FieldKey::Asked(question)) => {
            Change::Answer(question.clone(), answer)
        }
        (Subject::Scenario(scenario), FieldKey::Note) => {
            let before = open.state.notes.get(scenario);
            let note = Note {
                text: words(),
                for_board: before.is_some_and(|note| note.for_board),
            };
            Change::note(scenario.clone(), note)
        }
        (Subject::Scenario(scenario), FieldKey::ForBoard) => {
            let Some(note) = open.state.notes.get(scenario) else {
                return Ok(Entered::Said(None));
            };
            let for_board = matches!(&answer, Some(Answer::Choices(ticked)) if !ticked.is_empty());
            let text = note.text.clone();
            Change::note(scenario.clone(), Note { text, for_board })
        }
        (Subject::Scenario(scenario), FieldKey::Evidence) => {
            Change::evidence(scenario.clone(), words())
        }
        (Subject::Exemption(id, _), key @ (FieldKey::Withdrawn | FieldKey::Closed)) => {
            let words = Some(words()).filter(|words| !words.is_empty());
            return Ok(Entered::Ending(
                words.map(|words| (*id, key.clone(), words)),
            ));
        }
        (Subject::Exemption(id, _), key) => {
            return Ok(Entered::Said(exemption::change(open, *id, key, answer)));
        }
        (Subject::Action(id), key) => {
            let Some(action) = open.state.actions.get(id) else {
                return Ok(Entered::Said(None));
            };
            Change::Action(*id, Some(actions::changed(action, key, answer)))
        }
        (Subject::System(id), key) => {
            let change = entries::change_of_system(open, *id, key, answer);
            return Ok(Entered::Said(change));
        }
        (Subject::Listed(id), key) => {
            let change = entries::change_of_evidence(open, *id, key, answer);
            return Ok(Entered::Said(change));
        }
        (Subject::File(_), _) => return Ok(Entered::Naming(words())),
        (Subject::SignOff, key) => {
            let mut signing = open.signing.clone();
            if *key == FieldKey::SignName {
                signing.name = words();
            } else if *key == FieldKey::SamePerson {
                signing.same_person = words();
            } else if *key == FieldKey::Confirm {
                signing.confirmation = words();
            } else {
                signing.role = answer.and_then(|answer| {
                    if let Answer::Choice(role) = answer {
                        Some(role)
                    } else {
                        None
                    }
                });
            }
            return Ok(Entered::Signing(signing));
        }
        _ => return Err(Refusal::WrongForm),
    };
    Ok(Entered::Said(Some(change)))
}
