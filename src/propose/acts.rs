//! What is done with a record as a whole: it begins, is signed, undone, joined. Each is accepted here.

use super::accepted::{Accepted, reason};
use super::objection::Rule;
use crate::facts::{Assessment, Carried, Event, Logged, Merge, SignOff};
use crate::questionnaire::Questionnaire;
use crate::rules::AsAt;

impl Accepted {
    /// A record begins, and asks this.
    ///
    /// # Errors
    /// When the questionnaire cannot be written.
    pub fn created(asked: &Questionnaire) -> serde_json::Result<Self> {
        let created = Event::Created {
            tool: crate::TOOL.to_owned(),
            questionnaire: Box::new(serde_json::to_value(asked)?),
        };
        Ok(Self::of(created, None))
    }

    /// A later version of the questionnaire comes into force.
    ///
    /// # Errors
    /// When the questionnaire cannot be written.
    pub fn migrated(asked: &Questionnaire) -> serde_json::Result<Self> {
        let migrated = Event::Migrated {
            tool: crate::TOOL.to_owned(),
            questionnaire: Box::new(serde_json::to_value(asked)?),
        };
        Ok(Self::of(migrated, None))
    }

    /// What an earlier assessment says comes over.
    pub fn carried(carried: Carried) -> Self {
        Self::of(Event::CarriedForward(Box::new(carried)), None)
    }

    /// A person signs.
    pub const fn signed(sign_off: SignOff) -> Self {
        Self::of(Event::SignedOff(sign_off), None)
    }

    /// The work of somebody else joins the record.
    ///
    /// # Errors
    /// When a reason is needed.
    pub fn merged(state: &Assessment, merge: Merge, why: Option<&str>) -> Result<Self, Rule> {
        let why = reason(state, why)?;
        Ok(Self::of(Event::Merged(Box::new(merge)), why))
    }

    /// The last change is taken back; none where nothing can be.
    ///
    /// # Errors
    /// When a reason is needed.
    pub fn undone(on: AsAt<'_>, why: Option<&str>) -> Result<Option<Self>, Rule> {
        let undone = |seq| Event::Undone { seq };
        Self::turned(on, Assessment::undoable(on.entries), undone, why)
    }

    /// What was taken back last comes again; none where nothing can.
    ///
    /// # Errors
    /// When a reason is needed.
    pub fn redone(on: AsAt<'_>, why: Option<&str>) -> Result<Option<Self>, Rule> {
        let redone = |seq| Event::Redone { seq };
        Self::turned(on, Assessment::redoable(on.entries), redone, why)
    }

    fn turned(
        on: AsAt<'_>,
        what: Option<&Logged>,
        event: impl FnOnce(u64) -> Event,
        why: Option<&str>,
    ) -> Result<Option<Self>, Rule> {
        let Some(logged) = what else { return Ok(None) };
        let why = reason(on.state, why)?;
        Ok(Some(Self::of(event(logged.entry.seq), why)))
    }
}
