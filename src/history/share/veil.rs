//! What others do not see of a text, and what stands in its place.

use std::collections::{BTreeMap, BTreeSet};

use super::Original;
use super::names::Names;
use crate::facts::{Answer, Hidden, REDACTED, limits};

/// What is put over texts that others do not see.
pub(super) struct Veil {
    hidden: BTreeSet<Hidden>,
    /// Names that may stand in other texts as well.
    names: Names,
}

impl Veil {
    pub(super) fn over(original: Original<'_>, hidden: &BTreeSet<Hidden>) -> Self {
        let mut names = Names::default();
        for kind in hidden.iter().filter(|kind| **kind != Hidden::Notes) {
            for name in original.named(*kind) {
                names.add(&name, *kind == Hidden::Names);
            }
        }
        Self {
            hidden: hidden.clone(),
            names,
        }
    }

    /// A text of this kind as others see it, of at most so many letters. An empty one says that nothing
    /// was given. What would have no room without its names is left out whole.
    pub(super) fn put(&self, kind: Hidden, text: &str, most: u16) -> String {
        if self.hidden.contains(&kind) && !text.is_empty() {
            return REDACTED.to_owned();
        }
        let left = match kind {
            // Many bear the name of a person.
            Hidden::Organisation => self.names.leave_out_whole(text),
            Hidden::Notes | Hidden::Names | Hidden::Systems => self.over_names(text),
        };
        if left.chars().count() > most.into() {
            REDACTED.to_owned()
        } else {
            left
        }
    }

    /// A text without the names that are left out.
    pub(super) fn over_names(&self, text: &str) -> String {
        self.names.leave_out(text)
    }

    pub(super) fn answer(
        &self,
        (kind, most): (Hidden, u16),
        answer: &Answer,
        people: &mut People,
    ) -> Answer {
        match answer {
            Answer::Text(name) if kind == Hidden::Names && self.hidden.contains(&kind) => {
                Answer::Text(people.stand_in(name))
            }
            Answer::Text(words) => Answer::Text(self.put(kind, words, most)),
            Answer::NotApplicable { reason } => Answer::NotApplicable {
                reason: self.put(Hidden::Notes, reason, limits::LINE),
            },
            other @ Answer::Choice(_)
            | other @ Answer::Choices(_)
            | other @ Answer::Number(_)
            | other @ Answer::Date(_)
            | other @ Answer::DontKnow => other.clone(),
        }
    }
}

/// The people of one form. Whether author and approver are one person decides whether an exemption
/// counts, so two people stay two.
#[derive(Default)]
pub(super) struct People(BTreeMap<String, usize>);

impl People {
    pub(super) fn stand_in(&mut self, name: &str) -> String {
        let next = self.0.len() + 1;
        match *self.0.entry(name.trim().to_lowercase()).or_insert(next) {
            1 => REDACTED.to_owned(),
            number => numbered(number),
        }
    }
}

/// An answer that was another one, although both read alike once parts are left out.
pub(super) fn apart(answer: Answer) -> Answer {
    if let Answer::NotApplicable { .. } = answer {
        Answer::NotApplicable {
            reason: numbered(2),
        }
    } else {
        Answer::Text(numbered(2))
    }
}

/// What stands in the place of one of several.
pub(super) fn numbered(number: usize) -> String {
    format!("{} {number})", REDACTED.trim_end_matches(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_without_its_names_is_left_out_whole() {
        let mut names = Names::default();
        names.add("Ada", true);
        let hidden = [Hidden::Names].into();
        let veil = Veil { hidden, names };
        let put = |most| veil.put(Hidden::Notes, "Ask Ada", most);
        assert_eq!(put(14), "Ask (redacted)");
        assert_eq!(put(13), REDACTED);
    }
}
