//! From one version of a questionnaire to the next: what differs, and what becomes of all that was
//! given. Answers go over by the id of their question; nothing is dropped.

mod former;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Refusal};
use super::event::ExemptionId;
use super::exemption::Exemption;
use super::results::Results;
use super::state::Assessment;
use crate::questionnaire::{
    ExemptionKind, ExemptionKindId, Question, QuestionId, Questionnaire, RequirementId, Scenario,
    ScenarioId,
};
use crate::text::{capitalised, listed};
pub use former::{Former, Given, Why};

/// A version that was in force earlier in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Number of the entry that brought the next one.
    pub until: u64,
    /// What was asked until then.
    pub questionnaire: Arc<Questionnaire>,
}

/// Something about a question that differs between two versions.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// What is asked.
    Text,
    /// The hint below it.
    Hint,
    /// What can be chosen, "don't know" and "not applicable" included.
    Choices,
    /// What can be written.
    Limits,
    /// When it is asked.
    Condition,
    /// What its scenario is about, or the guidance there.
    Guidance,
}

/// Everything that differs about a question.
pub type Changes = BTreeSet<Change>;

impl Change {
    /// What has changed, in a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Hint => "hint",
            Self::Choices => "choices",
            Self::Limits => "limits",
            Self::Condition => "condition",
            Self::Guidance => "guidance",
        }
    }
}

/// The changes in a few words: "Text and guidance changed since you answered".
pub fn changed_words(changes: &Changes) -> String {
    let words: Vec<&str> = changes.iter().map(|change| change.word()).collect();
    capitalised(&format!("{} changed since you answered", listed(&words)))
}

/// What differs between two versions of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Questions that only the new one asks, in its order.
    pub new: Vec<QuestionId>,
    /// Questions that both ask and that differ, in the order of the new one.
    pub changed: Vec<(QuestionId, Changes)>,
    /// Questions that only the old one asks, in its order.
    pub gone: Vec<QuestionId>,
    /// Scenarios that only the old one has.
    pub gone_scenarios: Vec<ScenarioId>,
    /// Kinds of exemption that only the new one has.
    pub new_kinds: Vec<ExemptionKindId>,
    /// Kinds of exemption that both have and that differ.
    pub changed_kinds: Vec<ExemptionKindId>,
    /// Kinds of exemption that only the old one has.
    pub gone_kinds: Vec<ExemptionKindId>,
}

impl Difference {
    /// What differs.
    pub fn between(old: &Questionnaire, new: &Questionnaire) -> Self {
        let mut found = Self::default();
        for question in new.questions() {
            match old.question(&question.id) {
                None => found.new.push(question.id.clone()),
                Some(_) => {
                    let changes = changes(old, new, &question.id);
                    if !changes.is_empty() {
                        found.changed.push((question.id.clone(), changes));
                    }
                }
            }
        }
        let is_gone = |question: &&Question| new.question(&question.id).is_none();
        let gone = old.questions().filter(is_gone);
        found.gone = gone.map(|question| question.id.clone()).collect();
        let scenarios = old.scenarios().filter(|s| new.scenario(&s.id).is_none());
        found.gone_scenarios = scenarios.map(|scenario| scenario.id.clone()).collect();
        for kind in &new.exemptions {
            match old.exemption_kind(&kind.id) {
                None => found.new_kinds.push(kind.id.clone()),
                Some(before) if before != kind => found.changed_kinds.push(kind.id.clone()),
                Some(_) => {}
            }
        }
        let kinds = old.exemptions.iter().map(|kind| &kind.id);
        let kinds = kinds.filter(|id| new.exemption_kind(id).is_none());
        found.gone_kinds = kinds.cloned().collect();
        found
    }
}

/// What differs about a question that both ask; nothing where one of them does not.
fn changes(old: &Questionnaire, new: &Questionnaire, id: &QuestionId) -> Changes {
    let (Some(before), Some(now)) = (old.question(id), new.question(id)) else {
        return Changes::new();
    };
    let chooses = !before.input.choices().is_empty() || !now.input.choices().is_empty();
    let offers = |q: &Question| (q.not_applicable, q.dont_know.is_some());
    let guidance = |asked: &Questionnaire| asked.scenario_of(id).map(told);
    [
        (Change::Text, before.text != now.text),
        (Change::Hint, before.hint != now.hint),
        (
            Change::Choices,
            (chooses && before.input != now.input) || offers(before) != offers(now),
        ),
        (Change::Limits, !chooses && before.input != now.input),
        (Change::Condition, before.show_when != now.show_when),
        (Change::Guidance, guidance(old) != guidance(new)),
    ]
    .into_iter()
    .filter_map(|(change, differs)| differs.then_some(change))
    .collect()
}

/// What a scenario tells the person who answers. What that rests on changes no answer.
fn told(scenario: &Scenario) -> Vec<String> {
    let guidance = scenario.guidance.iter();
    let guidance = guidance.map(|g| format!("{}: {}", g.topic.words(), g.text));
    std::iter::once(scenario.about.clone())
        .chain(guidance)
        .collect()
}

/// Whether a question takes an answer exactly as it was given.
pub(super) fn takes(question: Option<&Question>, answer: &Answer) -> Result<(), Why> {
    let question = question.ok_or(Why::Gone)?;
    match answer.clone().checked(question) {
        Ok(same) if same == *answer => Ok(()),
        // It would be taken in other words, for example with its line breaks gone.
        Ok(_) => Err(Why::Refused(Refusal::WrongForm)),
        Err(refusal) => Err(Why::Refused(refusal)),
    }
}

/// The shown questions whose answers are to be looked at again, with what has changed.
pub fn to_look_at<'a>(
    questionnaire: &'a Questionnaire,
    state: &'a Assessment,
    results: &'a Results,
) -> impl Iterator<Item = (&'a Question, &'a Changes)> {
    questionnaire
        .questions()
        .filter(|question| results.shown.contains(&question.id))
        .filter_map(|question| Some((question, state.changed.get(&question.id)?)))
}

impl Assessment {
    /// Brings a new version of the questionnaire into force, with the entry of this number.
    pub fn migrate(&mut self, seq: u64, old: Arc<Questionnaire>, new: &Questionnaire) {
        self.earlier.push(Earlier {
            until: seq,
            questionnaire: Arc::clone(&old),
        });
        for (id, answer) in std::mem::take(&mut self.answers) {
            match takes(new.question(&id), &answer) {
                Ok(()) => {
                    let changes = changes(&old, new, &id);
                    if !changes.is_empty() {
                        self.changed.entry(id.clone()).or_default().extend(changes);
                    }
                    self.answers.insert(id, answer);
                }
                // What the version before did not ask either has lost nothing now.
                Err(Why::Gone) if old.question(&id).is_none() => {
                    self.answers.insert(id, answer);
                }
                Err(why) => {
                    self.changed.remove(&id);
                    self.former.push(former_answer(&old, id, answer, why));
                }
            }
        }
        let notes = without(&mut self.notes, &old, new);
        let evidence = without(&mut self.evidence, &old, new);
        for (scenario, note) in notes {
            let words = note.words();
            let given = Given::Note(scenario.clone(), note);
            self.put_aside(&old, &scenario, "Note", words, given);
        }
        for (scenario, words) in evidence {
            let given = Given::Evidence(scenario.clone(), words.clone());
            self.put_aside(&old, &scenario, "Evidence", words, given);
        }
        for (id, mut exemption) in std::mem::take(&mut self.exemptions) {
            // One of a kind that is gone stays whole; that it does not count, its standing says.
            if let Some(kind) = new.exemption_kind(&exemption.kind) {
                self.fit(&old, new, kind, id, &mut exemption);
            }
            self.exemptions.insert(id, exemption);
        }
    }

    fn put_aside(
        &mut self,
        old: &Questionnaire,
        scenario: &ScenarioId,
        asked: &str,
        words: String,
        given: Given,
    ) {
        self.former.push(Former {
            given,
            version: old.version.clone(),
            place: self.scenario_title(old, scenario),
            asked: asked.to_owned(),
            words,
            why: Why::Gone,
        });
    }

    /// Takes out of an exemption what its kind no longer knows.
    fn fit(
        &mut self,
        old: &Questionnaire,
        new: &Questionnaire,
        kind: &ExemptionKind,
        id: ExemptionId,
        exemption: &mut Exemption,
    ) {
        let before = self.former_kind(&kind.id).cloned();
        let before = before.as_ref();
        let aside = |given, asked: String, words: String, why| Former {
            given,
            version: old.version.clone(),
            place: match before {
                Some(kind) => format!("Exemption {id}, {}", exemption.name(kind)),
                None => format!("Exemption {id}"),
            },
            asked,
            words,
            why,
        };
        let mut former = vec![];
        for (question, answer) in &exemption.fields {
            let asked = before.and_then(|kind| kind.question(question));
            match takes(kind.question(question), answer) {
                Err(Why::Gone) if asked.is_none() => {}
                Err(why) => {
                    let (asked, words) = read(asked, question, answer);
                    let given = Given::Field(id, question.clone(), answer.clone());
                    former.push(aside(given, asked, words, why));
                }
                Ok(()) => {}
            }
        }
        let serves = |kind: &ExemptionKind, r: &RequirementId| kind.requirements.contains(r);
        let served = |r: &&RequirementId| before.is_some_and(|kind| serves(kind, r));
        let requirements = exemption.requirements.iter();
        for requirement in requirements.filter(|r| !serves(kind, r) && served(r)) {
            let title = old.requirement(requirement).map_or("", |r| &r.title);
            let words = format!("{requirement} {title}").trim().to_owned();
            let given = Given::Serves(id, requirement.clone());
            let asked = "A requirement that it served".to_owned();
            former.push(aside(given, asked, words, Why::Gone));
        }
        let scenarios = exemption.scenarios.iter();
        let gone = |s: &&ScenarioId| new.scenario(s).is_none() && old.scenario(s).is_some();
        for scenario in scenarios.filter(gone) {
            let words = self.scenario_title(old, scenario);
            let given = Given::Covers(id, scenario.clone());
            let asked = "A scenario that it covered".to_owned();
            former.push(aside(given, asked, words, Why::Gone));
        }
        for aside in &former {
            match &aside.given {
                Given::Field(_, question, _) => {
                    exemption.fields.remove(question);
                }
                Given::Serves(_, requirement) => {
                    exemption.requirements.remove(requirement);
                }
                Given::Covers(_, scenario) => {
                    exemption.scenarios.remove(scenario);
                }
                Given::Answer(..) | Given::Note(..) | Given::Evidence(..) => {}
            }
        }
        self.former.extend(former);
    }

    /// What was in force when the entry with this number was written.
    pub fn asked_at<'a>(&'a self, seq: u64, now: &'a Questionnaire) -> &'a Questionnaire {
        let earlier = self.earlier.iter().find(|earlier| seq < earlier.until);
        earlier.map_or(now, |earlier| &earlier.questionnaire)
    }

    /// The title of a scenario, also of one that only an earlier version has; its id without one.
    pub fn scenario_title(&self, now: &Questionnaire, id: &ScenarioId) -> String {
        let earlier = self.earlier.iter().rev().map(|e| &*e.questionnaire);
        let mut all = std::iter::once(now).chain(earlier);
        let found = all.find_map(|asked| asked.scenario(id));
        found.map_or_else(|| id.to_string(), |scenario| scenario.title.clone())
    }

    /// A kind of exemption as the version in force has it, or else the newest that does.
    pub fn known_kind<'a>(
        &'a self,
        now: &'a Questionnaire,
        id: &ExemptionKindId,
    ) -> Option<&'a ExemptionKind> {
        now.exemption_kind(id).or_else(|| self.former_kind(id))
    }

    /// A kind of exemption as an earlier version has it, the newest of them first.
    pub fn former_kind(&self, id: &ExemptionKindId) -> Option<&ExemptionKind> {
        let mut earlier = self.earlier.iter().rev();
        earlier.find_map(|earlier| earlier.questionnaire.exemption_kind(id))
    }
}

/// Takes out what belongs to scenarios that are gone.
fn without<T>(
    texts: &mut BTreeMap<ScenarioId, T>,
    old: &Questionnaire,
    new: &Questionnaire,
) -> BTreeMap<ScenarioId, T> {
    let (kept, gone) = std::mem::take(texts)
        .into_iter()
        .partition(|(id, _)| new.scenario(id).is_some() || old.scenario(id).is_none());
    *texts = kept;
    gone
}

fn former_answer(old: &Questionnaire, id: QuestionId, answer: Answer, why: Why) -> Former {
    let place = match old.scenario_of(&id) {
        Some(scenario) => &scenario.title,
        None => &old.organisation.title,
    };
    let (asked, words) = read(old.question(&id), &id, &answer);
    Former {
        version: old.version.clone(),
        place: place.clone(),
        asked,
        words,
        given: Given::Answer(id, answer),
        why,
    }
}

/// A question and its answer as they read; the bare ones where the question is not known.
fn read(question: Option<&Question>, id: &QuestionId, answer: &Answer) -> (String, String) {
    match question {
        Some(question) => (question.text.clone(), answer.words(question)),
        None => (id.to_string(), answer.raw()),
    }
}
