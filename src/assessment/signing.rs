//! Sign-offs in words, what was left to do at them, and whether one person stands on both sides.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::event::SignOff;
use super::results::{Gap, Results};
use super::state::{Assessment, Signed};
use crate::questionnaire::{Questionnaire, Role};
use crate::text::{counted, date_words, is_same_person, listed, person_keys, says_something};

/// Why a sign-off does not hold, though it stands in the record. The program makes none with a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It names nobody.
    NoName,
    /// Its role is none of the questionnaire.
    Role,
    /// It declares something else than the questionnaire has people declare.
    Declaration,
    /// This was left to do, and it does not list it.
    Left(Vec<Gap>),
    /// One person has assessed and approves, and it does not say why.
    SamePerson,
}

impl Fault {
    /// What is wrong, as the end of a sentence that begins with who signed.
    pub fn words(&self) -> String {
        match self {
            Self::NoName => "nobody is named".to_owned(),
            Self::Role => "the questionnaire has no such role".to_owned(),
            Self::Declaration => {
                "what it declares is not what the questionnaire has people declare".to_owned()
            }
            Self::Left(gaps) => listed(&missing(gaps)),
            Self::SamePerson => {
                "the same person assessed and approved, and no reason is given".to_owned()
            }
        }
    }
}

/// What was left and not said, kind by kind.
fn missing(gaps: &[Gap]) -> Vec<String> {
    let kind = |gap: &Gap| match gap {
        Gap::Unanswered(_) => ["1 answer was missing", "answers were missing"],
        Gap::Exemption(_) => ["1 exemption did not count", "exemptions did not count"],
        Gap::NotKnown(_) => [
            "nobody knew whether 1 must was met",
            "musts were not known to be met or not",
        ],
        Gap::EvidenceExpired(_) => [
            "1 piece of evidence held no longer",
            "pieces of evidence held no longer",
        ],
        Gap::EvidenceChanged(_) | Gap::FileChanged(_) => [
            "1 file was not found as it was",
            "files were not found as they were",
        ],
    };
    let mut counts: Vec<([&str; 2], usize)> = vec![];
    for gap in gaps {
        let kind = kind(gap);
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let told = counts.into_iter().map(|([one, more], count)| match count {
        1 => one.to_owned(),
        _ => format!("{count} {more}"),
    });
    told.collect()
}

impl SignOff {
    /// Who signed, in which role and when, as the beginning of a sentence.
    pub fn words(&self) -> String {
        self.words_as("Signed off")
    }

    /// The same of one with which this is wrong.
    pub fn words_with(&self, faults: &[Fault]) -> String {
        match faults {
            [] => self.words(),
            _ => self.words_as("Signed as complete"),
        }
    }

    /// What is wrong with it, as a sentence; nothing where nothing is.
    pub fn fault_words(&self, faults: &[Fault]) -> Option<String> {
        let given = if self.is_draft() {
            "a draft"
        } else {
            "complete"
        };
        let faults: Vec<String> = faults.iter().map(Fault::words).collect();
        let faults = faults.join("; ");
        (!faults.is_empty()).then(|| format!("It was signed as {given}, but {faults}."))
    }

    fn words_as(&self, complete: &str) -> String {
        let (name, role, on) = (&self.name, &self.role, date_words(self.date));
        let signed = match self.gaps.len() {
            0 => complete.to_owned(),
            left => format!("Signed as a draft, with {} left,", counted(left, "thing")),
        };
        format!("{signed} by {name}, {role}, on {on}")
    }

    /// What is wrong with it, given what was left to do and whether one person is on both sides.
    pub fn faults(&self, asked: &Questionnaire, left: &[Gap], is_both: bool) -> Vec<Fault> {
        let listed: BTreeSet<&Gap> = self.gaps.iter().collect();
        let left = left.iter().filter(|gap| !listed.contains(gap));
        let left: Vec<Gap> = left.cloned().collect();
        let reason = self.same_person.as_deref().unwrap_or_default();
        let faults = [
            (!left.is_empty()).then_some(Fault::Left(left)),
            (is_both && !says_something(reason)).then_some(Fault::SamePerson),
            self.role_in(asked).is_none().then_some(Fault::Role),
            (self.declaration != asked.sign_off.declaration).then_some(Fault::Declaration),
            (!says_something(&self.name)).then_some(Fault::NoName),
        ];
        faults.into_iter().flatten().collect()
    }

    /// The role in which it was given, of those that the questionnaire has.
    fn role_in<'a>(&self, asked: &'a Questionnaire) -> Option<&'a Role> {
        let mut roles = asked.sign_off.roles.iter();
        roles.find(|role| role.label == self.role)
    }

    /// That the person who approves is the one who assessed, with the reason, where it is so.
    pub fn same_person_words(&self) -> Option<String> {
        let reason = self.same_person.as_deref()?.trim_end_matches('.');
        Some(format!(
            "The same person assessed and approved. The reason given: {reason}."
        ))
    }
}

impl Signed {
    /// Whether it was of a draft, or can be taken for no more than one.
    pub const fn is_draft(&self) -> bool {
        self.sign_off.is_draft() || !self.faults.is_empty()
    }

    /// Who signed, in which role and when, as the beginning of a sentence.
    pub fn by_words(&self) -> String {
        self.sign_off.words_with(&self.faults)
    }

    /// What is wrong with it, as a sentence; nothing where nothing is.
    pub fn fault_words(&self) -> Option<String> {
        self.sign_off.fault_words(&self.faults)
    }
}

impl Gap {
    /// What is left to do, in words. The questionnaire is the one that was in force then.
    pub fn words(&self, questionnaire: &Questionnaire) -> String {
        match self {
            Self::Unanswered(id) => format!("Not answered: {}", questionnaire.in_place(id)),
            Self::Exemption(id) => format!("Exemption {id} does not count"),
            Self::NotKnown(id) => {
                let title = questionnaire
                    .requirement(id)
                    .map_or("", |r| r.title.as_str());
                let named = format!("{id} {title}");
                format!(
                    "Nobody knows yet whether this must is met: {}",
                    named.trim_end()
                )
            }
            Self::EvidenceExpired(id) => format!("Evidence {id} holds no longer"),
            Self::EvidenceChanged(id) => {
                format!("The file of evidence {id} is not found as it was")
            }
            Self::FileChanged(id) => {
                let title = questionnaire.scenario(id).map_or(id.as_str(), |s| &s.title);
                format!("A file that is evidence for “{title}” is not found as it was")
            }
        }
    }
}

impl Assessment {
    /// Whether a record was ever signed otherwise than as a draft. From then on, a change of its
    /// content needs a reason.
    pub fn has_been_signed(&self) -> bool {
        self.sign_offs.iter().any(|s| !s.sign_off.is_draft())
    }

    /// Whether a sign-off of the assessment as complete stands, though it may not count: a change takes
    /// it away, and says why.
    pub fn is_vouched_for(&self) -> bool {
        self.current_sign_offs().any(|s| !s.sign_off.is_draft())
    }

    /// Whether somebody who signs in this role would both have assessed and approve.
    pub fn is_same_person(&self, asked: &Questionnaire, name: &str, role: &Role) -> bool {
        let mut sides = Sides::default();
        for signed in &self.sign_offs {
            sides.add(signed, self.asked_at(signed.seq, asked));
        }
        sides.has_both(self, asked, name, (role, u64::MAX))
    }

    /// Holds each sign-off that stands against what it signs, which the record says still: anybody may
    /// have written it there. What is left is worked out once for each day that they name.
    pub fn hold_sign_offs(&mut self, asked: &Questionnaire) {
        let mut left: BTreeMap<Date, Vec<Gap>> = BTreeMap::new();
        let mut sides = Sides::default();
        let mut held = vec![];
        for signed in &self.sign_offs {
            let then = self.asked_at(signed.seq, asked);
            if signed.superseded_by.is_none() {
                let day = signed.sign_off.date;
                let left = left
                    .entry(day)
                    .or_insert_with(|| Results::of(asked, self, day).gaps);
                held.push((signed.seq, sides.faults(signed, self, then, left)));
            }
            sides.add(signed, then);
        }
        let mut held: BTreeMap<u64, Vec<Fault>> = held.into_iter().collect();
        for signed in &mut self.sign_offs {
            signed.faults = held.remove(&signed.seq).unwrap_or_default();
        }
    }
}

/// Who has signed so far, and on which side: each by all keys of their name.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// Who has ever signed as the one who made the assessment.
    assessed: BTreeSet<(usize, String)>,
    /// Who has signed otherwise, and the number of the entry up to which that stands.
    approved: BTreeMap<(usize, String), u64>,
}

impl Sides {
    /// One more has signed, by the questionnaire that was in force then.
    pub(super) fn add(&mut self, signed: &Signed, then: &Questionnaire) {
        let keys = person_keys(&signed.sign_off.name);
        if signed.sign_off.role_in(then).is_some_and(|r| r.assesses) {
            self.assessed.extend(keys);
        } else {
            let stands = signed.superseded_by.unwrap_or(u64::MAX);
            self.approved.extend(keys.map(|key| (key, stands)));
        }
    }

    /// Whether somebody who signs in this role with the entry of this number would be on both sides.
    fn has_both(
        &self,
        state: &Assessment,
        asked: &Questionnaire,
        name: &str,
        (role, seq): (&Role, u64),
    ) -> bool {
        let mut keys = person_keys(name);
        if role.assesses {
            return keys.any(|key| self.approved.get(&key).is_some_and(|end| *end >= seq));
        }
        // Who assessed once stays an author of the record, whatever has changed since.
        let assessor = state.text(&asked.organisation.assessor);
        is_same_person(assessor, name) || keys.any(|key| self.assessed.contains(&key))
    }

    /// What is wrong with a sign-off of this state, with this left to do.
    pub(super) fn faults(
        &self,
        signed: &Signed,
        state: &Assessment,
        asked: &Questionnaire,
        left: &[Gap],
    ) -> Vec<Fault> {
        let by = &signed.sign_off;
        let both = |role| self.has_both(state, asked, &by.name, (role, signed.seq));
        // Early questionnaires do not say whose role it is to assess, and in their time nobody was asked why.
        let has_sides = asked.sign_off.roles.iter().any(|role| role.assesses);
        let is_both = has_sides && by.role_in(asked).is_some_and(both);
        by.faults(asked, left, is_both)
    }
}
