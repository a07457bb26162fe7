//! The assessment that is open as it stands on screen, and what follows from it: all that a page is
//! made from.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::places::{FieldKey, Subject};
use crate::facts::{ActionId, Assessment, At as Told, EvidenceFile, ExemptionId};
use crate::questionnaire::{ChoiceId, ExemptionKindId, Questionnaire, RequirementId, ScenarioId};
use crate::rules::{
    Finding, Results, Review, Since, Suggestion, Turn, suggestions, suggestions_in, to_confirm,
};
use crate::text::sentences;

/// A sign-off before it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    /// Who signs.
    pub name: String,
    pub role: Option<ChoiceId>,
    /// Why the same person assesses and approves, where it is the same.
    pub same_person: String,
    /// The word that confirms it.
    pub confirmation: String,
}

type WouldChange = BTreeMap<(ScenarioId, RequirementId), OnceCell<String>>;

/// The assessment as it stands on screen: what is asked, what is said, and what follows.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// What it asks.
    pub questionnaire: Questionnaire,
    /// The state, with what is pending.
    pub state: Assessment,
    /// The day on which the results hold.
    pub today: Date,
    /// What follows from it on that day.
    pub results: Results,
    /// The sign-off that is being filled in. It is no event before it is signed.
    pub signing: Signing,
    /// The days of the year to come on which outcomes change by date alone, once somebody has asked.
    turns: OnceCell<Vec<Turn>>,
    /// What has to be looked at before a sign-off, in the same way.
    review: OnceCell<Review>,
    /// What would change each finding, in the same way: to search for it takes longer than all that is
    /// drawn.
    would_change: WouldChange,
    /// Who has signed the record as it stands, and what has changed by date since, in the same way.
    signers: OnceCell<Vec<String>>,
    /// What is shown as begun and says nothing yet. It stands in the state, and is no event.
    pub unborn: Option<Subject>,
    /// Why an exemption is to be withdrawn, or how it is to be closed: the words, and which of both
    /// they are. It is no event before somebody says that it is to happen.
    pub(super) ending: Option<(ExemptionId, FieldKey, String)>,
    /// The path of a file that is to be named as evidence. It is no event before the file was seen.
    pub naming: String,
    /// The files named as evidence that were not as they were when somebody last looked, each with
    /// how it was found.
    pub unlike: Vec<(EvidenceFile, String)>,
}

impl Assessed {
    pub(super) fn of(questionnaire: Questionnaire, state: Assessment, today: Date) -> Self {
        let results = Results::of(&questionnaire, &state, today);
        Self {
            questionnaire,
            state,
            today,
            would_change: not_searched(&results),
            review: OnceCell::new(),
            results,
            signing: Signing::default(),
            turns: OnceCell::new(),
            signers: OnceCell::new(),
            unborn: None,
            ending: None,
            naming: String::new(),
            unlike: vec![],
        }
    }

    /// Works the results out anew, after a change of state or of day.
    pub(super) fn judge(&mut self, today: Date) {
        self.today = today;
        self.turns.take();
        self.review.take();
        self.signers.take();
        let results = Results::of(&self.questionnaire, &self.state, today);
        // What was dropped or named anew since somebody looked is none of these files any more.
        let named = self.state.named_files();
        let changed = named.filter(|(_, file)| self.found(file).is_some());
        self.results = results.with_changed(changed.map(|(of, _)| of));
        self.would_change = not_searched(&self.results);
    }

    /// How a file that is named as evidence was found, where it was not as it was.
    pub fn found(&self, file: &EvidenceFile) -> Option<&str> {
        let found = self.unlike.iter().find(|(unlike, _)| unlike == file);
        found.map(|(_, how)| how.as_str())
    }

    /// The organisation's name; empty before it was given.
    pub fn organisation(&self) -> &str {
        self.state.text(&self.questionnaire.organisation.name)
    }

    /// The person at the keyboard; empty before they were named.
    pub fn assessor(&self) -> &str {
        self.state.text(&self.questionnaire.organisation.assessor)
    }

    /// The scenarios that are asked.
    pub fn asked(&self) -> Vec<ScenarioId> {
        self.results.asked().map(|s| s.id.clone()).collect()
    }

    /// The number of a scenario among those asked, from 1.
    pub fn number(&self, scenario: &ScenarioId) -> Option<usize> {
        let position = self.results.asked().position(|s| s.id == *scenario);
        position.map(|index| index + 1)
    }

    /// What could be done next and nobody has taken up.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggestions(&self.questionnaire, &self.state, &self.results)
    }

    /// What to begin an action of a scenario with.
    pub fn suggestion(&self, scenario: &ScenarioId) -> Suggestion {
        let asked = self.questionnaire.scenario(scenario);
        asked
            .and_then(|s| {
                let all = suggestions_in(&self.questionnaire, s, &self.state, &self.results);
                all.into_iter().next()
            })
            .unwrap_or_else(|| Suggestion::blank(scenario.clone()))
    }

    /// What would change a finding, as a sentence or two; empty where nothing would.
    pub fn what_would_change(&self, scenario: &ScenarioId, finding: &Finding) -> &str {
        let of = (scenario.clone(), finding.requirement.clone());
        let search = || {
            finding
                .what_would_change(&self.questionnaire, &self.state, self.today, scenario)
                .unwrap_or_default()
        };
        self.would_change
            .get(&of)
            .map_or("", |known| known.get_or_init(search))
    }

    /// How often that was searched for since the results were worked out.
    #[cfg(test)]
    pub fn searched(&self) -> usize {
        let known = self.would_change.values();
        known.filter(|known| known.get().is_some()).count()
    }

    /// What an action closes and works towards, in sentences; empty where nothing is open there.
    pub fn what_it_does(&self, action: ActionId) -> String {
        self.state
            .prospect_words(action, &self.questionnaire, &self.results)
    }

    /// The kind of an exemption.
    pub fn kind_of(&self, id: ExemptionId) -> Option<&crate::questionnaire::ExemptionKind> {
        let exemption = self.state.exemptions.get(&id)?;
        self.questionnaire.exemption_kind(&exemption.kind)
    }

    /// The kind of an exemption, also one that the version in force does not have any more.
    pub fn kind_or_former(&self, id: ExemptionId) -> Option<&crate::questionnaire::ExemptionKind> {
        let exemption = self.state.exemptions.get(&id)?;
        self.state.known_kind(&self.questionnaire, &exemption.kind)
    }

    /// The name of an exemption, as lists show it.
    pub fn name_of(&self, id: ExemptionId) -> String {
        let Some(exemption) = self.state.exemptions.get(&id) else {
            return String::new();
        };
        let kind = self.kind_or_former(id);
        kind.map_or_else(|| exemption.kind.to_string(), |kind| exemption.name(kind))
    }

    /// The days of the year to come on which outcomes change by date alone.
    pub(super) fn turns(&self) -> &[Turn] {
        let (asked, state) = (&self.questionnaire, &self.state);
        let turns = || Turn::of_a_year(asked, state, &self.results, self.today);
        self.turns.get_or_init(turns)
    }

    /// Each sign-off that stands, with what has changed by date since.
    pub(super) fn signers(&self) -> &[String] {
        let (asked, state) = (&self.questionnaire, &self.state);
        let signers = || {
            let each = Since::each(asked, state, &self.results, self.today).into_iter();
            let each = each.map(|(signed, since)| {
                let by = format!("{}.", signed.by_words());
                let faults = signed.fault_words().unwrap_or_default();
                sentences(&[&by, &faults, &since.news(asked).unwrap_or_default()])
            });
            each.collect()
        };
        self.signers.get_or_init(signers)
    }

    /// What has to be looked at before a sign-off.
    pub fn review(&self) -> &Review {
        let (asked, state) = (&self.questionnaire, &self.state);
        let review = || Review::of(asked, state, &self.results, self.today);
        self.review.get_or_init(review)
    }

    /// What was carried forward from an earlier assessment and can be confirmed now.
    pub fn to_confirm(&self) -> Vec<Told> {
        let (asked, state) = (&self.questionnaire, &self.state);
        to_confirm(asked, state, &self.results, self.today)
    }

    /// The kinds of exemption that can cover what this scenario lacks; all without one.
    pub fn kinds_for(&self, scenario: Option<&ScenarioId>) -> Vec<ExemptionKindId> {
        let findings = scenario.map(|id| {
            let result = self.results.scenario(id);
            result.map_or(&[][..], |r| &r.findings)
        });
        let kinds = self.questionnaire.exemptions.iter();
        kinds
            .filter(|kind| findings.is_none_or(|all| all.iter().any(|f| f.can_be_covered_by(kind))))
            .map(|kind| kind.id.clone())
            .collect()
    }
}

/// The findings of these results; nobody has asked yet what would change them.
fn not_searched(results: &Results) -> WouldChange {
    let scenarios = results.scenarios.iter();
    scenarios
        .flat_map(|scenario| {
            let findings = scenario.findings.iter();
            findings.map(|finding| (scenario.id.clone(), finding.requirement.clone()))
        })
        .map(|of| (of, OnceCell::new()))
        .collect()
}
