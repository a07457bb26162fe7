//! What entries are about, and how that reads.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::event::{Event, Logged};
use super::super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::super::state::Assessment;
use super::content::Content;
use crate::questionnaire::{Question, QuestionId, Questionnaire, ScenarioId};

/// Something that entries can change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The version of the questionnaire in force.
    Version,
    /// The answer to a question.
    Question(QuestionId),
    Note(ScenarioId),
    Evidence(ScenarioId),
    /// A file named as evidence for a scenario, by its path.
    File(ScenarioId, String),
    /// What an earlier assessment says.
    CarriedForward,
    /// What is left out of a copy.
    Redaction,
    /// What an exemption is and covers.
    Scope(ExemptionId),
    Field(ExemptionId, QuestionId),
    /// The steps that an exemption has taken in its life.
    Life(ExemptionId),
    /// Whether an exemption is withdrawn.
    Withdrawal(ExemptionId),
    Action(ActionId),
    /// A system of the register.
    System(SystemId),
    /// A piece of evidence of the list.
    Listed(EvidenceId),
    /// The sign-off with this entry.
    SignOff(u64),
    /// The merge with this entry.
    Merge(u64),
}

impl Subject {
    /// What an entry is about; nothing for the beginning. Undoing is about what it undoes.
    pub(in crate::assessment) fn of(entry: u64, event: &Event, entries: &[Logged]) -> Option<Self> {
        Some(match event {
            Event::Created { .. } => return None,
            Event::Answered { question, .. } | Event::Cleared { question } => {
                Self::Question(question.clone())
            }
            Event::Noted { scenario, .. } => Self::Note(scenario.clone()),
            Event::Evidenced { scenario, .. } => Self::Evidence(scenario.clone()),
            Event::ExemptionScoped { exemption, .. } => Self::Scope(*exemption),
            Event::ExemptionFilled {
                exemption,
                question,
                ..
            }
            | Event::ExemptionCleared {
                exemption,
                question,
            } => Self::Field(*exemption, question.clone()),
            Event::ExemptionWithdrawn { exemption, .. } => Self::Withdrawal(*exemption),
            Event::ActionWritten { action, .. } | Event::ActionRemoved { action } => {
                Self::Action(*action)
            }
            Event::ExemptionMoved { exemption, .. } => Self::Life(*exemption),
            Event::SystemWritten { system, .. } | Event::SystemRemoved { system } => {
                Self::System(*system)
            }
            Event::EvidenceWritten { evidence, .. } | Event::EvidenceRemoved { evidence } => {
                Self::Listed(*evidence)
            }
            Event::FileReferenced { scenario, file } => {
                Self::File(scenario.clone(), file.path.clone())
            }
            Event::FileDropped { scenario, path } => Self::File(scenario.clone(), path.clone()),
            Event::CarriedForward(_) => Self::CarriedForward,
            Event::Redacted(_) => Self::Redaction,
            Event::Merged(_) => Self::Merge(entry),
            Event::Migrated { .. } => Self::Version,
            Event::SignedOff(_) => Self::SignOff(entry),
            Event::Undone { seq } | Event::Redone { seq } => {
                let target = Logged::find(entries, *seq)?;
                // Neither can be undone itself, so this goes one step only.
                return Self::of(*seq, &target.entry.event, entries);
            }
        })
    }

    /// All that a record says something of.
    pub(in crate::assessment) fn all(state: &Assessment) -> BTreeSet<Self> {
        let exemptions = state.exemptions.iter().flat_map(|(id, exemption)| {
            let fields = exemption.fields.keys();
            let fields = fields.map(|field| Self::Field(*id, field.clone()));
            fields.chain([Self::Scope(*id), Self::Life(*id), Self::Withdrawal(*id)])
        });
        let files = state.files.iter().flat_map(|(scenario, files)| {
            let paths = files.keys().cloned();
            paths.map(|path| Self::File(scenario.clone(), path))
        });
        [Self::Version, Self::CarriedForward]
            .into_iter()
            .chain(state.answers.keys().cloned().map(Self::Question))
            .chain(state.notes.keys().cloned().map(Self::Note))
            .chain(state.evidence.keys().cloned().map(Self::Evidence))
            .chain(files)
            .chain(exemptions)
            .chain(state.actions.keys().copied().map(Self::Action))
            .chain(state.systems.keys().copied().map(Self::System))
            .chain(state.listed.keys().copied().map(Self::Listed))
            .collect()
    }

    /// What the record says of it.
    pub(in crate::assessment) fn content(
        &self,
        state: &Assessment,
        asked: &Questionnaire,
    ) -> Option<Content> {
        let exemption = |id| state.exemptions.get(id);
        match self {
            Self::Version => Some(Content::Version(asked.version.clone())),
            Self::Question(id) => state.answers.get(id).cloned().map(Content::Answer),
            Self::Note(id) => state.notes.get(id).cloned().map(Content::Note),
            Self::Evidence(id) => state.evidence.get(id).cloned().map(Content::Words),
            Self::File(id, path) => {
                let file = state.files.get(id)?.get(path)?;
                Some(Content::File(file.clone()))
            }
            Self::CarriedForward => {
                let carried = state.carried.as_ref()?;
                Some(Content::Origin(carried.from.clone()))
            }
            Self::Redaction => {
                let redaction = state.redaction.as_ref()?;
                Some(Content::Origin(redaction.of.clone()))
            }
            Self::Scope(id) => exemption(id).map(|e| {
                Content::Scope(
                    e.kind.clone(),
                    e.requirements.clone(),
                    e.scenarios.clone(),
                    e.systems.clone(),
                )
            }),
            Self::Field(id, field) => {
                let answer = exemption(id)?.fields.get(field);
                answer.cloned().map(Content::Answer)
            }
            Self::Life(id) => {
                let exemption = exemption(id).filter(|e| !e.life.is_new())?;
                let life = Box::new(exemption.life.clone());
                Some(Content::Life(life, exemption.kind.clone()))
            }
            Self::System(id) => state.systems.get(id).cloned().map(Content::System),
            Self::Listed(id) => {
                let evidence = state.listed.get(id).cloned();
                evidence.map(|evidence| Content::Listed(Box::new(evidence)))
            }
            Self::Withdrawal(id) => exemption(id)?.withdrawn.clone().map(Content::Words),
            Self::Action(id) => state.actions.get(id).cloned().map(Content::Action),
            Self::SignOff(seq) => {
                let signed = state.sign_offs.iter().find(|s| s.seq == *seq)?;
                Some(Content::SignOff(signed.sign_off.clone()))
            }
            // It is told by what differs afterwards.
            Self::Merge(_) => None,
        }
    }

    /// Lets a state say of it what another says. Only of what an undoing can be about.
    pub(super) fn restore(&self, state: &mut Assessment, as_in: &Assessment) {
        let was = |id| as_in.exemptions.get(id);
        match self {
            Self::Question(id) => copy(&mut state.answers, &as_in.answers, id),
            Self::Note(id) => copy(&mut state.notes, &as_in.notes, id),
            Self::Evidence(id) => copy(&mut state.evidence, &as_in.evidence, id),
            Self::File(id, path) => {
                let was = as_in.files.get(id).cloned().unwrap_or_default();
                copy(state.files.entry(id.clone()).or_default(), &was, path);
            }
            Self::Scope(id) => match (was(id), state.exemptions.get_mut(id)) {
                (Some(was), Some(exemption)) => {
                    exemption.kind = was.kind.clone();
                    exemption.requirements.clone_from(&was.requirements);
                    exemption.scenarios.clone_from(&was.scenarios);
                    exemption.systems.clone_from(&was.systems);
                }
                _ => copy(&mut state.exemptions, &as_in.exemptions, id),
            },
            Self::Field(id, field) => {
                if let Some(exemption) = state.exemptions.get_mut(id) {
                    let was = was(id).map(|e| e.fields.clone()).unwrap_or_default();
                    copy(&mut exemption.fields, &was, field);
                }
            }
            Self::Life(id) => {
                if let Some(exemption) = state.exemptions.get_mut(id) {
                    exemption.life = was(id).map(|e| e.life.clone()).unwrap_or_default();
                }
            }
            Self::System(id) => copy(&mut state.systems, &as_in.systems, id),
            Self::Listed(id) => copy(&mut state.listed, &as_in.listed, id),
            Self::Withdrawal(id) => {
                if let Some(exemption) = state.exemptions.get_mut(id) {
                    exemption.withdrawn = was(id).and_then(|e| e.withdrawn.clone());
                }
            }
            Self::Action(id) => copy(&mut state.actions, &as_in.actions, id),
            Self::Version
            | Self::CarriedForward
            | Self::Redaction
            | Self::SignOff(_)
            | Self::Merge(_) => {}
        }
    }

    /// What it is, in a few words: with the place where it is asked, where that is known.
    pub fn words(&self, state: &Assessment, asked: &Questionnaire) -> String {
        let title = |id: &ScenarioId| state.scenario_title(asked, id);
        match self {
            Self::Version => "The version of the questionnaire".to_owned(),
            Self::Question(id) if state.known_question(asked, id).is_none() => {
                format!("The answer to {id}")
            }
            Self::Question(id) => state.in_place(asked, id),
            Self::Note(id) => format!("{}: the note", title(id)),
            Self::Evidence(id) => format!("{}: the evidence", title(id)),
            Self::File(id, path) => format!("{}: the file {path}", title(id)),
            Self::CarriedForward => "What is carried forward, to be confirmed".to_owned(),
            Self::Redaction => "What the copy was made from".to_owned(),
            Self::Scope(id) => format!("Exemption {id}: what it covers"),
            Self::Field(id, field) => match self.asked(state, asked) {
                Some(question) => format!("Exemption {id}: {}", question.text),
                None => format!("Exemption {id}: {field}"),
            },
            Self::Life(id) => format!("Exemption {id}: its life"),
            Self::System(id) => format!("System {id}"),
            Self::Listed(id) => format!("Evidence {id}"),
            Self::Withdrawal(id) => format!("Exemption {id}: the withdrawal"),
            Self::Action(id) => format!("Action {id}"),
            Self::SignOff(seq) => format!("The sign-off with entry {seq}"),
            Self::Merge(_) => "The work of somebody else, taken over".to_owned(),
        }
    }

    /// The question that it answers, as the version in force asks it, or else as the newest that does.
    pub(in crate::assessment) fn asked<'a>(
        &self,
        state: &'a Assessment,
        asked: &'a Questionnaire,
    ) -> Option<&'a Question> {
        match self {
            Self::Question(id) => state.known_question(asked, id),
            Self::Field(exemption, field) => {
                let kind = &state.exemptions.get(exemption)?.kind;
                state.known_field(asked, kind, field)
            }
            _ => None,
        }
    }

    /// The exemption that it is a part of.
    pub(in crate::assessment) const fn exemption(&self) -> Option<ExemptionId> {
        match self {
            Self::Scope(id) | Self::Field(id, _) | Self::Life(id) | Self::Withdrawal(id) => {
                Some(*id)
            }
            _ => None,
        }
    }

    /// Its ids, for machines.
    pub fn ids(&self) -> Value {
        match self {
            Self::Version => json!({"version": true}),
            Self::Question(id) => json!({"question": id}),
            Self::Note(id) => json!({"note": id}),
            Self::Evidence(id) => json!({"evidence": id}),
            Self::File(id, path) => json!({"scenario": id, "file": path}),
            Self::CarriedForward => json!({"carried_forward": true}),
            Self::Redaction => json!({"redaction": true}),
            Self::Scope(id) => json!({"exemption": id.to_string()}),
            Self::Field(id, field) => json!({"exemption": id.to_string(), "question": field}),
            Self::Life(id) => json!({"exemption": id.to_string(), "life": true}),
            Self::System(id) => json!({"system": id.to_string()}),
            Self::Listed(id) => json!({"evidence": id.to_string()}),
            Self::Withdrawal(id) => json!({"exemption": id.to_string(), "withdrawn": true}),
            Self::Action(id) => json!({"action": id.to_string()}),
            Self::SignOff(seq) => json!({"sign_off": seq}),
            Self::Merge(seq) => json!({"merge": seq}),
        }
    }
}

/// Lets a map say of a key what another says.
fn copy<K: Ord + Clone, V: Clone>(map: &mut BTreeMap<K, V>, as_in: &BTreeMap<K, V>, key: &K) {
    match as_in.get(key) {
        Some(value) => {
            map.insert(key.clone(), value.clone());
        }
        None => {
            map.remove(key);
        }
    }
}
