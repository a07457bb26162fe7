//! What the entries on disk tell of themselves: each change, and what has changed since a sign-off that
//! no longer stands.

use crate::facts::{At, FoldError, Signed};
use crate::history::{Altered, Audit, Traced};
use crate::text::{date_words, listed};

/// What the entries on disk tell of themselves.
#[derive(Debug, Clone)]
pub struct History {
    /// What has changed since sign-offs that no longer stand, under a heading each.
    pub(super) since: Vec<(String, Vec<Altered>)>,
    /// Every change, in the order of the entries.
    pub(super) trail: Vec<Traced>,
}

impl History {
    /// Works it out: too long for every frame.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing.
    pub(super) fn of(audit: &Audit<'_>) -> Result<Self, FoldError> {
        let mut since = vec![];
        for signers in to_renew(&audit.state.sign_offs) {
            let Some(last) = signers.iter().map(|s| s.seq).max() else {
                continue;
            };
            let mut altered = audit.since(last)?;
            // Who signed later is no change of what was signed.
            altered.retain(|a| !matches!(a.subject, At::SignOff(_)));
            if !altered.is_empty() {
                since.push((heading(&signers), altered));
            }
        }
        let trail = audit.steps()?;
        Ok(Self { since, trail })
    }
}

/// The newest sign-off of each person in each role, where it no longer stands: those together that
/// the same entry has superseded.
pub(super) fn to_renew(sign_offs: &[Signed]) -> Vec<Vec<&Signed>> {
    let mut groups: Vec<Vec<&Signed>> = vec![];
    for (index, signed) in sign_offs.iter().enumerate() {
        let by = &signed.sign_off;
        let mut later = sign_offs.iter().skip(index + 1);
        let renewed = later.any(|s| s.sign_off.name == by.name && s.sign_off.role == by.role);
        if renewed || signed.superseded_by.is_none() {
            continue;
        }
        let together = |group: &&mut Vec<&Signed>| {
            let first = group.first().map(|s| s.superseded_by);
            first == Some(signed.superseded_by)
        };
        match groups.iter_mut().find(together) {
            Some(group) => group.push(signed),
            None => groups.push(vec![signed]),
        }
    }
    groups
}

fn heading(signers: &[&Signed]) -> String {
    let each = signers.iter().map(|signed| {
        let by = &signed.sign_off;
        format!("{}, {}, on {}", by.name, by.role, date_words(by.date))
    });
    let each: Vec<String> = each.collect();
    format!("Changed since the sign-off by {}", listed(&each))
}
