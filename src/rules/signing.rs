//! Sign-offs in words, what was left to do at them, and whether one person stands on both sides.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::results::Results;
use crate::facts::{Assessment, Fault, Gap, SignOff, Signed};
use crate::questionnaire::{Questionnaire, Role};
use crate::text::{is_same_person, person_keys, says_something};

impl SignOff {
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
pub(crate) struct Sides {
    /// Who has ever signed as the one who made the assessment.
    assessed: BTreeSet<(usize, String)>,
    /// Who has signed otherwise, and the number of the entry up to which that stands.
    approved: BTreeMap<(usize, String), u64>,
}

impl Sides {
    /// One more has signed, by the questionnaire that was in force then.
    pub(crate) fn add(&mut self, signed: &Signed, then: &Questionnaire) {
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
    pub(crate) fn faults(
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
