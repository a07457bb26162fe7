//! What an answer to a field changes.

use super::assessed::{Assessed, Signing};
use super::field::Field;
use super::places::{FieldKey, Subject};
use super::{entries, exemption};
use crate::facts::{Answer, Change, ExemptionId, Note, Refusal};

/// What an answer to a field leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entered {
    /// A change of the record; none where there is nothing that it could change.
    Said(Option<Change>),
    /// The sign-off that is being filled in.
    Signing(Signing),
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
    open: &Assessed,
    subject: &Subject,
    field: &Field,
    answer: Option<Answer>,
) -> Result<Entered, Refusal> {
    let asked = &field.question;
    let answer = answer
        .map(|answer| answer.checked(asked)?.given_on(open.today, asked))
        .transpose()?;
    let words = match &answer {
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
                text: words,
                for_board: before.is_some_and(|note| note.for_board),
            };
            Change::note(scenario.clone(), note)
        }
        (Subject::Scenario(scenario), FieldKey::ForBoard) => {
            let Some(note) = open.state.notes.get(scenario) else {
                return Ok(Entered::Said(None));
            };
            let is_ticked = matches!(answer, Some(Answer::Choices(ticked)) if !ticked.is_empty());
            let note = Note {
                text: note.text.clone(),
                for_board: is_ticked,
            };
            Change::note(scenario.clone(), note)
        }
        (Subject::Scenario(scenario), FieldKey::Evidence) => {
            Change::evidence(scenario.clone(), words)
        }
        (Subject::Exemption(id, _), key @ (FieldKey::Withdrawn | FieldKey::Closed)) => {
            let words = Some(words).filter(|words| !words.is_empty());
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
            let Some(field) = key.of_action() else {
                return Err(Refusal::WrongForm);
            };
            let action = action.clone().answered(field, answer.as_ref());
            Change::Action(*id, Some(action))
        }
        (Subject::System(id), key) => {
            let change = entries::change_of_system(open, *id, key, answer);
            return Ok(Entered::Said(change));
        }
        (Subject::Listed(id), key) => {
            let change = entries::change_of_evidence(open, *id, key, answer);
            return Ok(Entered::Said(change));
        }
        (Subject::File(_), _) => return Ok(Entered::Naming(words)),
        (Subject::SignOff, key) => {
            let signing = signing(open.signing.clone(), key, answer, words);
            return Ok(Entered::Signing(signing));
        }
        _ => return Err(Refusal::WrongForm),
    };
    Ok(Entered::Said(Some(change)))
}

/// The sign-off that is being filled in, after an answer.
fn signing(before: Signing, key: &FieldKey, answer: Option<Answer>, words: String) -> Signing {
    let mut signing = before;
    if *key == FieldKey::SignName {
        signing.name = words;
    } else if *key == FieldKey::SamePerson {
        signing.same_person = words;
    } else if *key == FieldKey::Confirm {
        signing.confirmation = words;
    } else {
        signing.role = answer.and_then(|answer| {
            if let Answer::Choice(role) = answer {
                Some(role)
            } else {
                None
            }
        });
    }
    signing
}
