//! How things are called in the report: names, titles and dates by their ids.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Basis;
use super::blocks::NOT_GIVEN;
use crate::facts::{ActionId, Event, Exemption, ExemptionId, Logged};
use crate::questionnaire::{QuestionId, RequirementId, ScenarioId};
use crate::text::capitalised;

impl Basis<'_> {
    /// The report's title.
    pub fn title(&self) -> String {
        self.title_in_two_lines().replace('\n', " ")
    }

    /// The title for the front sheet: "self-assessment" is not torn apart at its hyphen.
    pub fn title_in_two_lines(&self) -> String {
        format!(
            "{}\nself-assessment",
            capitalised(&self.questionnaire.subject)
        )
    }

    /// The organisation's name, or words that say that there is none.
    pub fn organisation(&self) -> &str {
        match self.state.text(&self.questionnaire.organisation.name) {
            "" => "an organisation that is not named yet",
            name => name,
        }
    }

    /// Who filled in the assessment.
    pub fn assessor(&self) -> &str {
        match self.state.text(&self.questionnaire.organisation.assessor) {
            "" => NOT_GIVEN,
            name => name,
        }
    }

    /// The fingerprint of the record, in full.
    pub fn fingerprint(&self) -> String {
        let newest = self.entries.last();
        newest.map_or_else(String::new, |l| l.fingerprint.to_string())
    }

    /// A requirement by id and title.
    pub fn requirement(&self, id: &RequirementId) -> String {
        match self.questionnaire.requirement(id) {
            Some(requirement) => format!("{id} {}", requirement.title),
            None => id.to_string(),
        }
    }

    /// A requirement by id and force: "R1 (must)".
    pub fn force(&self, id: &RequirementId) -> String {
        match self.questionnaire.requirement(id) {
            Some(requirement) => format!("{id} ({})", requirement.force.words()),
            None => id.to_string(),
        }
    }

    /// A scenario by its title.
    pub fn scenario(&self, id: &ScenarioId) -> String {
        if let Some(scenario) = self.questionnaire.scenario(id) {
            return scenario.title.clone();
        }
        match self.state.scenario_title(self.questionnaire, id) {
            title if title == id.as_str() => title,
            title => format!("{title} (of an earlier version)"),
        }
    }

    /// Scenarios by their titles, in the order in which they are asked.
    pub fn scenarios(&self, ids: &BTreeSet<ScenarioId>) -> Vec<String> {
        let asked: Vec<&ScenarioId> = self.questionnaire.scenarios().map(|s| &s.id).collect();
        let mut ids: Vec<&ScenarioId> = ids.iter().collect();
        ids.sort_by_key(|id| asked.iter().position(|a| a == id).unwrap_or(usize::MAX));
        ids.into_iter().map(|id| self.scenario(id)).collect()
    }

    /// A question of the organisation or a scenario by its text.
    pub fn question(&self, id: &QuestionId) -> String {
        self.state.question_text(self.questionnaire, id)
    }

    /// An exemption by its name, without its id.
    pub fn exemption(&self, exemption: &Exemption) -> String {
        match self.state.known_kind(self.questionnaire, &exemption.kind) {
            Some(kind) => exemption.name(kind),
            None => exemption.kind.to_string(),
        }
    }

    /// The exemptions recorded for a scenario.
    pub fn exemptions_of(
        &self,
        scenario: &ScenarioId,
    ) -> impl Iterator<Item = (ExemptionId, &Exemption)> {
        let all = self.state.exemptions.iter();
        all.filter(move |(_, e)| e.scenarios.contains(scenario))
            .map(|(id, e)| (*id, e))
    }

    /// The actions that are about a scenario.
    pub fn actions_of(&self, scenario: &ScenarioId) -> impl Iterator<Item = (ActionId, &str)> {
        let all = self.state.actions.iter();
        all.filter(move |(_, action)| action.is_about(scenario))
            .map(|(id, action)| (*id, action.what.as_str()))
    }

    /// What an entry did, in a few words; an undoing says what it undid.
    pub fn change(&self, seq: u64) -> String {
        let event = |seq: u64| {
            let found = self.entries.iter().find(|l| l.entry.seq == seq);
            found.map(|l| &l.entry.event)
        };
        let words = |seq| {
            let asked = self.state.asked_at(seq, self.questionnaire);
            let words = event(seq).map(|e| e.words(asked));
            words.unwrap_or_else(|| format!("entry {seq}"))
        };
        match event(seq) {
            Some(Event::Undone { seq: target }) => format!("undoing {}", words(*target)),
            Some(Event::Redone { seq: target }) => format!("bringing back {}", words(*target)),
            _ => words(seq),
        }
    }
}

/// The day on which an entry was written.
pub(super) fn day(logged: &Logged) -> Date {
    TimeZone::UTC.to_datetime(logged.entry.at).date()
}
