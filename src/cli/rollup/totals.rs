//! What all records together say: by questionnaire and requirement.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::row::{Row, Says, SignOffState, Summary};
use crate::facts::{AskedBy, Identity, REDACTED};
use crate::questionnaire::{QuestionnaireId, RequirementId, compare_versions};
use crate::rules::Outcome;
use crate::text::{counted, listed};

/// The totals of a folder. They grow with what is asked, not with how many are asked; of each
/// record, no more than the name of its organisation stays.
#[derive(Default)]
pub(super) struct Totals {
    /// How many records could be read.
    pub sound: usize,
    /// How many could not.
    pub problems: usize,
    /// By what they ask.
    pub asked: BTreeMap<QuestionnaireId, Asked>,
    /// How many records name each organisation.
    organisations: BTreeMap<String, usize>,
}

/// The totals of the records that ask one questionnaire.
#[derive(Default)]
pub(super) struct Asked {
    versions: Vec<Version>,
    pub records: usize,
    pub complete: usize,
    pub sign_offs: BTreeMap<SignOffState, usize>,
    pub exemptions_counting: usize,
    pub exemptions_not_counting: usize,
    pub actions_overdue: usize,
    counts: BTreeMap<RequirementId, BTreeMap<Outcome, usize>>,
}

/// A version of a questionnaire that some records ask. Two that call themselves the same and differ
/// are two.
pub(super) struct Version {
    version: String,
    by: AskedBy,
    /// Each requirement with its title, in the order of the questionnaire.
    requirements: Vec<(RequirementId, String)>,
    /// How many records ask it.
    pub records: usize,
}

impl Version {
    /// What it calls itself, and that it is another one where the program knows.
    pub(super) fn words(&self) -> String {
        let version = &self.version;
        match self.by.is {
            Identity::BuiltIn | Identity::Other => version.clone(),
            Identity::Imitation => {
                format!("{version} (not the one that comes with this program)")
            }
        }
    }
}

impl Totals {
    /// Adds a record.
    pub(super) fn add(&mut self, row: &Row) {
        let summary = match &row.says {
            Says::Sound(summary) => summary,
            Says::Nothing { .. } => {
                self.problems += 1;
                return;
            }
        };
        self.sound += 1;
        let name = &summary.organisation;
        if !name.is_empty() && name != REDACTED {
            *self.organisations.entry(name.clone()).or_default() += 1;
        }
        match self.asked.get_mut(&summary.questionnaire) {
            Some(asked) => asked.add(summary),
            None => {
                let asked = self.asked.entry(summary.questionnaire.clone());
                asked.or_default().add(summary);
            }
        }
    }

    /// The requirements of all questionnaires, each once.
    pub(super) fn columns(&self) -> Vec<RequirementId> {
        let mut columns = vec![];
        for asked in self.asked.values() {
            for (id, _) in asked.requirements() {
                if !columns.contains(id) {
                    columns.push(id.clone());
                }
            }
        }
        columns
    }

    /// The organisations that several records name, with how many do.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (&str, usize)> {
        let all = self.organisations.iter();
        all.filter(|(_, count)| **count > 1)
            .map(|(name, count)| (name.as_str(), *count))
    }

    /// That several records name one organisation, if any do.
    pub(super) fn repeated_words(&self) -> Option<String> {
        let repeated: Vec<String> = self
            .repeated()
            .map(|(name, count)| format!("{name} ({count})"))
            .collect();
        (!repeated.is_empty()).then(|| {
            let names = listed(&repeated);
            format!("Named by more than one record, and each counts: {names}.")
        })
    }

    /// The totals by questionnaire, for machines.
    pub(super) fn json(&self) -> Value {
        let all = self.asked.iter();
        all.map(|(id, asked)| asked.json(id)).collect()
    }

    /// The organisations that several records name, for machines.
    pub(super) fn repeated_json(&self) -> Value {
        self.repeated()
            .map(|(name, records)| json!({"organisation": name, "records": records}))
            .collect()
    }
}

impl Asked {
    fn add(&mut self, summary: &Summary) {
        self.add_version(summary);
        self.records += 1;
        self.complete += usize::from(summary.complete);
        *self.sign_offs.entry(summary.sign_off).or_default() += 1;
        self.exemptions_counting += summary.exemptions_counting;
        self.exemptions_not_counting += summary.exemptions_not_counting;
        self.actions_overdue += summary.actions_overdue;
        for (id, outcome) in &summary.requirements {
            let counts = match self.counts.get_mut(id) {
                Some(counts) => counts,
                None => self.counts.entry(id.clone()).or_default(),
            };
            *counts.entry(*outcome).or_default() += 1;
        }
    }

    /// Counts a record under its version, with all that is required there.
    fn add_version(&mut self, summary: &Summary) {
        let known = |v: &&mut Version| v.by.digest == summary.questionnaire_digest;
        if self.versions.iter_mut().find(known).is_none() {
            self.versions.push(Version {
                version: summary.version.clone(),
                by: AskedBy {
                    digest: summary.questionnaire_digest,
                    is: summary.questionnaire_is,
                },
                requirements: vec![],
                records: 0,
            });
        }
        let Some(version) = self.versions.iter_mut().find(known) else {
            return;
        };
        version.records += 1;
        for requirement in &summary.asked.requirements {
            let (id, title) = (&requirement.id, &requirement.title);
            if version.requirements.iter().all(|(known, _)| known != id) {
                version.requirements.push((id.clone(), title.clone()));
            }
        }
    }

    /// Its versions, the newest first.
    pub(super) fn versions(&self) -> Vec<&Version> {
        let mut versions: Vec<&Version> = self.versions.iter().collect();
        versions.sort_by(|a, b| {
            let order = compare_versions(&b.version, &a.version);
            let order = order.then_with(|| a.version.cmp(&b.version));
            order.then_with(|| a.by.digest.to_string().cmp(&b.by.digest.to_string()))
        });
        versions
    }

    /// Each requirement with its title, as the newest version orders them; then those of older ones.
    pub(super) fn requirements(&self) -> Vec<(&RequirementId, &str)> {
        let mut all: Vec<(&RequirementId, &str)> = vec![];
        let versions = self.versions().into_iter();
        for (id, title) in versions.flat_map(|v| &v.requirements) {
            if all.iter().all(|(known, _)| *known != id) {
                all.push((id, title));
            }
        }
        all
    }

    /// How many records have this outcome for a requirement.
    pub(super) fn count(&self, id: &RequirementId, outcome: Outcome) -> usize {
        let counts = self.counts.get(id);
        counts.and_then(|c| c.get(&outcome)).copied().unwrap_or(0)
    }

    /// The totals apart from the requirements, in sentences.
    pub(super) fn words(&self) -> String {
        let incomplete = self.records - self.complete;
        let signed = SignOffState::ALL.into_iter().filter_map(|state| {
            let count = self.sign_offs.get(&state)?;
            Some(format!("{count} {}", state.words()))
        });
        let signed: Vec<String> = signed.collect();
        let lapsed = self.exemptions_not_counting;
        let verb = if lapsed == 1 { "does" } else { "do" };
        format!(
            "{} complete, {incomplete} not; {}; {} counting, {lapsed} that {verb} not; {}.",
            self.complete,
            signed.join(", "),
            counted(self.exemptions_counting, "exemption"),
            counted(self.actions_overdue, "overdue action"),
        )
    }

    fn json(&self, id: &QuestionnaireId) -> Value {
        let versions = self
            .versions()
            .into_iter()
            .map(|of| json!({"version": of.version, "digest": of.by.digest, "is": of.by.is, "records": of.records}));
        let sign_offs = SignOffState::ALL.into_iter().map(|state| {
            let count = self.sign_offs.get(&state).copied().unwrap_or(0);
            (name(json!(state)), json!(count))
        });
        let requirements = self.requirements().into_iter().map(|(id, title)| {
            let counts = Outcome::ALL
                .into_iter()
                .map(|outcome| (name(json!(outcome)), json!(self.count(id, outcome))));
            let outcomes: Map<String, Value> = counts.collect();
            json!({"id": id, "title": title, "outcomes": outcomes})
        });
        json!({
            "questionnaire": id,
            "versions": versions.collect::<Vec<_>>(),
            "records": self.records,
            "complete": self.complete,
            "sign_offs": sign_offs.collect::<Map<String, Value>>(),
            "exemptions_counting": self.exemptions_counting,
            "exemptions_not_counting": self.exemptions_not_counting,
            "actions_overdue": self.actions_overdue,
            "requirements": requirements.collect::<Vec<_>>(),
        })
    }
}

/// What a unit variant is called in JSON.
fn name(variant: Value) -> String {
    variant.as_str().unwrap_or_default().to_owned()
}
