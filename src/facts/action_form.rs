//! An action as a form: what is asked of one, what it answers, and the action that answers make. The
//! wizard and tables go by it; a field is added here.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::action::{Action, Due, Priority, Progress};
use super::answer::Answer;
use super::finding::FindingId;
use super::limits;
use crate::questionnaire::{Choice, ChoiceId, Input};

/// A field of an action. That it comes from a scenario, and finds something out, is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionField {
    What,
    Owner,
    Role,
    Due,
    NoDate,
    Priority,
    Progress,
    Ends,
    Towards,
    Closes,
    With,
}

impl ActionField {
    /// All of them. What others are needed for comes before these.
    pub const ALL: [Self; 11] = [
        Self::What,
        Self::Owner,
        Self::Role,
        Self::Due,
        Self::NoDate,
        Self::Priority,
        Self::Progress,
        Self::Ends,
        Self::Towards,
        Self::Closes,
        Self::With,
    ];

    /// Its id, as in the columns of a table.
    pub const fn id(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Owner => "owner",
            Self::Role => "role",
            Self::Due => "due",
            Self::NoDate => "no-date",
            Self::Priority => "priority",
            Self::Progress => "state",
            Self::Ends => "ends",
            Self::Towards => "towards",
            Self::Closes => "closes",
            Self::With => "with",
        }
    }

    /// How it is asked. The record has the choices of some: exemptions, findings, other actions.
    pub(crate) fn input(self, of_record: Vec<Choice>) -> Input {
        let own = |id: &str, words: &str| {
            Some(Choice {
                id: id.try_into().ok()?,
                label: words.to_owned(),
                hint: None,
                was: vec![],
            })
        };
        match self {
            Self::What => Input::Paragraphs { max: limits::WHAT },
            Self::Owner | Self::Role => Input::Line { max: limits::NAME },
            Self::NoDate => Input::Line { max: limits::LINE },
            Self::Due => Input::Date { past: false },
            Self::Priority => {
                let all = Priority::ALL.into_iter();
                Input::OneOf(all.filter_map(|p| own(p.id(), p.words())).collect())
            }
            Self::Progress => {
                let all = Progress::ALL.into_iter();
                Input::OneOf(all.filter_map(|p| own(p.id(), p.words())).collect())
            }
            Self::Ends => Input::OneOf(of_record),
            Self::Towards | Self::Closes | Self::With => Input::AnyOf(of_record),
        }
    }
}

impl Action {
    /// What it says in a field; nothing where that is not given.
    pub fn answer(&self, field: ActionField) -> Option<Answer> {
        let text = |words: &str| (!words.is_empty()).then(|| Answer::Text(words.to_owned()));
        let one = |id: &str| id.try_into().ok().map(Answer::Choice);
        let many = |ids: BTreeSet<ChoiceId>| (!ids.is_empty()).then_some(Answer::Choices(ids));
        let findings =
            |all: &BTreeSet<FindingId>| many(all.iter().map(FindingId::choice).collect());
        match (field, &self.due) {
            (ActionField::What, _) => text(&self.what),
            (ActionField::Owner, _) => text(&self.owner),
            (ActionField::Role, _) => text(&self.role),
            (ActionField::Due, Due::On(day)) => Some(Answer::Date(*day)),
            (ActionField::NoDate, Due::NoDate(reason)) => text(reason),
            (ActionField::Due, Due::NoDate(_) | Due::NotGiven)
            | (ActionField::NoDate, Due::On(_) | Due::NotGiven) => None,
            (ActionField::Priority, _) => self.priority.and_then(|p| one(p.id())),
            (ActionField::Progress, _) => one(self.progress.id()),
            (ActionField::Ends, _) => self.ends.and_then(|id| one(&id.to_string())),
            (ActionField::Towards, _) => findings(&self.towards),
            (ActionField::Closes, _) => findings(&self.closes),
            (ActionField::With, _) => {
                let others = self.with.iter();
                many(
                    others
                        .filter_map(|id| id.to_string().try_into().ok())
                        .collect(),
                )
            }
        }
    }

    /// It with another answer in a field; no answer takes back what was there.
    pub fn answered(mut self, field: ActionField, answer: Option<&Answer>) -> Self {
        let words = || match answer {
            Some(Answer::Text(words)) => words.clone(),
            _ => String::new(),
        };
        match field {
            ActionField::What => self.what = words(),
            ActionField::Owner => self.owner = words(),
            ActionField::Role => self.role = words(),
            ActionField::Due => self.due = due(self.due, answer),
            ActionField::NoDate => self.due = no_date(self.due, answer),
            ActionField::Priority => {
                let mut all = Priority::ALL.into_iter();
                self.priority = all.find(|p| chosen(answer) == Some(p.id()));
            }
            ActionField::Progress => {
                let mut all = Progress::ALL.into_iter();
                let progress = all.find(|p| chosen(answer) == Some(p.id()));
                self.progress = progress.unwrap_or(Progress::NotStarted);
            }
            ActionField::Ends => self.ends = chosen(answer).and_then(|id| id.parse().ok()),
            ActionField::Towards => self.towards = all_chosen(answer),
            ActionField::Closes => {
                self.closes = all_chosen(answer);
                // What closes nothing needs no others for that.
                if self.closes.is_empty() {
                    self.with.clear();
                }
            }
            ActionField::With => self.with = all_chosen(answer),
        }
        self
    }
}

/// A day, or none where there was one. A reason for none stays until it is taken back itself.
fn due(before: Due, answer: Option<&Answer>) -> Due {
    match (answer, before) {
        (Some(Answer::Date(day)), _) => Due::On(*day),
        (_, Due::On(_)) => Due::NotGiven,
        (_, before) => before,
    }
}

/// Why there is no day, in the same way.
fn no_date(before: Due, answer: Option<&Answer>) -> Due {
    match (answer, before) {
        (Some(Answer::Text(reason)), _) => Due::NoDate(reason.clone()),
        (_, Due::NoDate(_)) => Due::NotGiven,
        (_, before) => before,
    }
}

fn chosen(answer: Option<&Answer>) -> Option<&str> {
    if let Some(Answer::Choice(id)) = answer {
        Some(id.as_str())
    } else {
        None
    }
}

/// What the ids name that were chosen.
fn all_chosen<T: FromStr + Ord>(answer: Option<&Answer>) -> BTreeSet<T> {
    let ids = match answer {
        Some(Answer::Choices(ids)) => Some(ids),
        _ => None,
    };
    let ids = ids.into_iter().flatten();
    ids.filter_map(|id| id.as_str().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ActionId, ExemptionId};

    #[test]
    fn an_action_is_what_its_answers_make() {
        let finding: FindingId = "email:R1".parse().unwrap();
        let said = Action {
            what: "Agree the words".to_owned(),
            owner: "Rowan Hale".to_owned(),
            role: "Head of IT".to_owned(),
            due: Due::NoDate("The supplier names none".to_owned()),
            priority: Some(Priority::High),
            progress: Progress::Started,
            ends: Some(ExemptionId(2)),
            towards: [finding.clone()].into(),
            closes: [finding].into(),
            with: [ActionId(4)].into(),
            ..Action::blank("email".try_into().unwrap())
        };
        let dated = Action {
            due: Due::On(jiff::civil::date(2027, 6, 30)),
            ..said.clone()
        };
        for action in [said, dated] {
            let blank = Action::blank(action.scenario.clone());
            let fields = ActionField::ALL.into_iter();
            let again = fields.fold(blank.clone(), |made, field| {
                made.answered(field, action.answer(field).as_ref())
            });
            assert_eq!(again, action);
            let fields = ActionField::ALL.into_iter();
            assert_eq!(
                fields.fold(action, |made, field| made.answered(field, None)),
                blank
            );
        }
    }
}
