//! What entries are about, what the record says of it, and how both read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::action::{Action, Due, Progress};
use super::super::answer::{Answer, date_words};
use super::super::carried::Origin;
use super::super::event::{ActionId, Event, EvidenceId, ExemptionId, Logged, SignOff, SystemId};
use super::super::evidence::EvidenceFile;
use super::super::life::Life;
use super::super::register::{Evidence, System, system_names};
use super::super::state::Assessment;
use crate::questionnaire::{
    EntryForm, ExemptionKindId, Question, QuestionId, Questionnaire, RequirementId, ScenarioId,
};
use crate::text::{counted, listed};

/// Something that entries can change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The version of the questionnaire in force.
    Version,
    /// The answer to a question.
    Question(QuestionId),
    /// The note on a scenario.
    Note(ScenarioId),
    /// The evidence for a scenario.
    Evidence(ScenarioId),
    /// A file named as evidence for a scenario, by its path.
    File(ScenarioId, String),
    /// What an earlier assessment says.
    CarriedForward,
    /// What is left out of a copy.
    Redaction,
    /// What an exemption is and covers.
    Scope(ExemptionId),
    /// A field of an exemption.
    Field(ExemptionId, QuestionId),
    /// The steps that an exemption has taken in its life.
    Life(ExemptionId),
    /// Whether an exemption is withdrawn.
    Withdrawal(ExemptionId),
    /// An action.
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

/// What a record says of a subject.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::assessment) enum Content {
    Version(String),
    Answer(Answer),
    Words(String),
    Scope(
        ExemptionKindId,
        BTreeSet<RequirementId>,
        BTreeSet<ScenarioId>,
        BTreeSet<SystemId>,
    ),
    Life(Box<Life>, ExemptionKindId),
    System(System),
    Listed(Box<Evidence>),
    File(EvidenceFile),
    Origin(Origin),
    Action(Action),
    SignOff(SignOff),
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
            Self::Note(id) => state.notes.get(id).cloned().map(Content::Words),
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
            Self::Question(id) if asked.question(id).is_none() => format!("The answer to {id}"),
            Self::Question(id) => asked.in_place(id),
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

    /// The question that it answers.
    pub(in crate::assessment) fn asked<'a>(
        &self,
        state: &'a Assessment,
        asked: &'a Questionnaire,
    ) -> Option<&'a Question> {
        match self {
            Self::Question(id) => asked.question(id),
            Self::Field(exemption, field) => {
                let kind = &state.exemptions.get(exemption)?.kind;
                let kind = asked.exemption_kind(kind);
                kind.or_else(|| state.former_kind(&state.exemptions.get(exemption)?.kind))?
                    .question(field)
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

impl Content {
    /// How it reads; an answer as that to its question.
    pub(in crate::assessment) fn words(
        &self,
        question: Option<&Question>,
        state: &Assessment,
        asked: &Questionnaire,
    ) -> String {
        match self {
            Self::Version(words) | Self::Words(words) => words.clone(),
            Self::Answer(answer) => match question {
                Some(question) => answer.words(question),
                None => answer.raw(),
            },
            Self::Scope(kind, requirements, scenarios, systems) => {
                let requirements: Vec<String> =
                    requirements.iter().map(ToString::to_string).collect();
                let scenarios = scenarios.iter();
                let scenarios: Vec<String> = scenarios
                    .map(|id| state.scenario_title(asked, id))
                    .collect();
                let or_none = |ids: Vec<String>| match ids.as_slice() {
                    [] => "none".to_owned(),
                    ids => listed(ids),
                };
                let systems = match systems.is_empty() {
                    true => String::new(),
                    false => format!(
                        "; systems: {}",
                        listed(&system_names(asked, state, systems))
                    ),
                };
                format!(
                    "{kind}; requirements: {}; scenarios: {}{systems}",
                    or_none(requirements),
                    or_none(scenarios)
                )
            }
            Self::File(file) => {
                let size = counted(usize::try_from(file.bytes).unwrap_or(usize::MAX), "byte");
                format!("{size}, SHA-256 {}", file.sha256)
            }
            Self::Life(life, kind) => life_words(life, kind, state, asked),
            Self::System(system) => {
                let form = asked.systems.as_ref().map(|systems| &systems.form);
                entry_words(form, &system.fields)
            }
            Self::Listed(evidence) => evidence_words(evidence, state, asked),
            Self::Origin(of) => of.in_full(),
            Self::Action(action) => action_words(action),
            Self::SignOff(by) => {
                format!("{}, {}, on {}", by.name, by.role, date_words(by.date))
            }
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

fn action_words(action: &Action) -> String {
    let owner = match action.owner_words() {
        none if none.is_empty() => "no owner".to_owned(),
        owner => owner,
    };
    let due = match &action.due {
        Due::On(day) => format!("until {}", date_words(*day)),
        Due::NoDate(reason) => format!("no date: {reason}"),
        Due::NotGiven => "no date given".to_owned(),
    };
    let priority = action.priority.map_or_else(String::new, |priority| {
        format!("; priority {}", priority.words().to_lowercase())
    });
    let progress = match action.progress {
        Progress::NotStarted => "open".to_owned(),
        other => other.words().to_lowercase(),
    };
    let ends = action
        .ends
        .map_or_else(String::new, |id| format!("; to end exemption {id}"));
    format!(
        "{}; {owner}; {due}{priority}; {progress}{ends}",
        action.what
    )
}

fn life_words(
    life: &Life,
    kind: &ExemptionKindId,
    state: &Assessment,
    asked: &Questionnaire,
) -> String {
    let known = asked
        .exemption_kind(kind)
        .or_else(|| state.former_kind(kind));
    let mut words: Vec<String> = vec![];
    if let Some(submitted) = &life.submitted {
        words.push(format!("submitted on {}", date_words(submitted.on)));
    }
    for (number, approval) in (1..).zip(&life.approvals) {
        let how = if number == 1 { "approved" } else { "renewed" };
        let decision = known.map_or_else(String::new, |kind| approval.decision_words(kind));
        words.push(format!("{how} ({decision})"));
    }
    if life.renewing {
        words.push("a renewal is being prepared".to_owned());
    }
    if let Some(closed) = &life.closed {
        words.push(format!(
            "closed on {}: {}",
            date_words(closed.on),
            closed.how
        ));
    }
    words.join("; ")
}

/// The fields of an entry of a register, in the order of its form; those that it does not have last.
fn entry_words(form: Option<&EntryForm>, fields: &BTreeMap<QuestionId, Answer>) -> String {
    let asked = form.map_or(&[][..], |form| &form.questions);
    let known = asked.iter().filter_map(|question| {
        let answer = fields.get(&question.id)?;
        Some(format!("{} {}", question.text, answer.words(question)))
    });
    let is_asked = |id: &QuestionId| asked.iter().any(|question| question.id == *id);
    let others = fields.iter().filter(|(id, _)| !is_asked(id));
    let others = others.map(|(id, answer)| format!("{id}: {}", answer.raw()));
    let words: Vec<String> = known.chain(others).collect();
    match words.is_empty() {
        true => "nothing yet".to_owned(),
        false => words.join("; "),
    }
}

fn evidence_words(evidence: &Evidence, state: &Assessment, asked: &Questionnaire) -> String {
    let form = asked.evidence.as_ref().map(|list| &list.form);
    let mut words = vec![entry_words(form, &evidence.fields)];
    let scenarios = evidence.scenarios.iter();
    let scenarios: Vec<String> = scenarios
        .map(|id| state.scenario_title(asked, id))
        .collect();
    if !scenarios.is_empty() {
        words.push(format!("scenarios: {}", listed(&scenarios)));
    }
    let exemptions: Vec<String> = evidence
        .exemptions
        .iter()
        .map(ToString::to_string)
        .collect();
    if !exemptions.is_empty() {
        words.push(format!("exemptions: {}", listed(&exemptions)));
    }
    words.extend(
        evidence
            .file
            .as_ref()
            .map(|file| format!("file {}, SHA-256 {}", file.path, file.sha256)),
    );
    words.join("; ")
}
