//! Sign-offs that no longer stand, held against the record as it was when each was written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Audit;
use super::replay::Replay;
use crate::facts::{Assessment, Event, Fault, FoldError, Gap};
use crate::questionnaire::Questionnaire;
use crate::rules::{Results, Sides};

impl Audit<'_> {
    /// What was wrong with each sign-off, in their order. All entries go by once; what was left is
    /// worked out once for each day that somebody names before the next change.
    ///
    /// # Errors
    /// As for [`Audit::since`].
    pub fn faults(&self) -> Result<Vec<Vec<Fault>>, FoldError> {
        self.faults_by(|asked, state, day| Results::of(asked, state, day).gaps)
    }

    pub(super) fn faults_by(
        &self,
        mut judge: impl FnMut(&Questionnaire, &Assessment, Date) -> Vec<Gap>,
    ) -> Result<Vec<Vec<Fault>>, FoldError> {
        let mut sign_offs = self.state.sign_offs.iter().peekable();
        let mut replay = Replay::of(self.entries);
        let mut sides = Sides::default();
        let mut left: BTreeMap<Date, Vec<Gap>> = BTreeMap::new();
        let mut found = vec![];
        while let Some(logged) = replay.next()? {
            let entry = &logged.entry;
            if !matches!(entry.event, Event::SignedOff(_)) {
                left.clear();
            }
            let Some(signed) = sign_offs.next_if(|s| s.seq == entry.seq) else {
                continue;
            };
            let asked = self.asked_at(entry.seq);
            found.push(if signed.superseded_by.is_some() {
                let (state, day) = (replay.state(), signed.sign_off.date);
                let left = left.entry(day).or_insert_with(|| judge(asked, state, day));
                sides.faults(signed, state, asked, left)
            } else {
                // Found where the record was read: it says still what was signed.
                signed.faults.clone()
            });
            sides.add(signed, asked);
        }
        Ok(found)
    }
}
