//! The record as data, for people and programs that read it without this one: everything that it
//! says, in ids and in words, what follows from it on one day, and its entries as they stand.

mod exemptions;
mod registers;
mod review;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use self::exemptions::{Exempt, exemptions};
use self::registers::{Listed, SystemEntry, evidence_list, systems};
use self::review::{Reviewed, reviewed};
use crate::facts;
use crate::facts::{
    Action, Answer, AskedBy, Carried, Entry, EvidenceFile, Fingerprint, Former, Gap, Identity,
    Redaction, SignOff, Signed,
};
use crate::questionnaire::{ObjectiveId, QuestionId, RequirementId, ScenarioId, TallyId};
use crate::record::{Loaded, kept_in};
use crate::rules::{Outcome, Reached, Results, Review, tallies};

/// The version of this format.
const FORMAT: u32 = 1;

/// A record as data.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Data {
    /// The version of this format.
    format: u32,
    /// The program and version that wrote it.
    tool: &'static str,
    /// The name of the record.
    record: String,
    /// The digest of its newest line.
    fingerprint: Option<Fingerprint>,
    /// The day on which outcomes and exemptions are judged.
    #[schemars(with = "String")]
    as_at: Date,
    /// The name of the organisation; empty before it is given.
    organisation: String,
    /// What is asked.
    questionnaire: Asked,
    /// Whether every question is answered and every exemption counts.
    complete: bool,
    /// What is left before it is complete.
    gaps: Vec<Gap>,
    /// Whether a sign-off stands that is not of a draft.
    signed: bool,
    /// Every answer, in the order of the questionnaire.
    answers: Vec<Given>,
    /// The notes of scenarios.
    notes: Vec<Note>,
    /// The evidence of scenarios.
    evidence: Vec<Evidence>,
    /// The register of systems.
    systems: Vec<SystemEntry>,
    /// How many systems are counted, by what is counted.
    tallies: BTreeMap<TallyId, u64>,
    /// The list of evidence.
    evidence_list: Vec<Listed>,
    /// The exemptions, those that were withdrawn among them.
    exemptions: Vec<Exempt>,
    /// The actions.
    actions: Vec<Todo>,
    /// The sign-offs, in the order of signing.
    sign_offs: Vec<Signature>,
    /// What follows for each requirement.
    requirements: Vec<Result>,
    /// What follows for each objective, where the questionnaire has any.
    objectives: Vec<Objective>,
    /// What follows from each scenario.
    scenarios: Vec<Scenario>,
    /// What was given to an earlier version of the questionnaire and no longer counts.
    kept_not_counted: Vec<Kept>,
    /// What an earlier assessment says, where it was carried forward.
    carried: Option<Carried>,
    /// What is left out, where the record is a copy for others.
    redaction: Option<Redaction>,
    /// What somebody has to look at before a sign-off, sorted by what a board must decide first.
    review: Reviewed,
    /// The entries of the record, each as it stands there, with the digest of its line.
    entries: Vec<Line>,
}

/// What is asked.
#[derive(Debug, Serialize, JsonSchema)]
struct Asked {
    id: String,
    version: String,
    title: String,
    /// The SHA-256 of all that it asks, says and decides.
    digest: Fingerprint,
    /// Whether it is the one that comes with the program, bears its name and differs, or is another.
    is: Identity,
}

/// An answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Given {
    question: QuestionId,
    /// The question in words.
    text: String,
    /// The scenario that asks it; null for the organisation's form.
    scenario: Option<ScenarioId>,
    /// Whether the question arises, as the other answers are.
    shown: bool,
    answer: Answer,
    /// The answer in words.
    words: String,
}

/// The note of a scenario.
#[derive(Debug, Serialize, JsonSchema)]
struct Note {
    scenario: ScenarioId,
    text: String,
    /// Whether the board must know it.
    for_board: bool,
}

/// The evidence of a scenario.
#[derive(Debug, Serialize, JsonSchema)]
struct Evidence {
    scenario: ScenarioId,
    /// Where it is kept, in words.
    text: Option<String>,
    /// The files that are named.
    files: Vec<EvidenceFile>,
}

/// An action.
#[derive(Debug, Serialize, JsonSchema)]
struct Todo {
    /// Its number, as it is printed.
    id: String,
    #[serde(flatten)]
    action: Action,
    /// The title of its scenario, also of one that only an earlier version has.
    scenario_title: String,
    /// The question that it is to find out, in words.
    finds_out_words: Option<String>,
    /// How far it is on this day: not started, in progress, overdue, done.
    state: &'static str,
    /// What it closes, as somebody said, with what follows then, and what else it works towards; empty
    /// where nothing is open there.
    would_change: String,
}

/// A sign-off.
#[derive(Debug, Serialize, JsonSchema)]
struct Signature {
    /// The number of its entry.
    entry: u64,
    #[serde(flatten)]
    sign_off: SignOff,
    /// Whether it is of a draft.
    draft: bool,
    /// Whether nothing has changed since.
    stands: bool,
    /// The entry that superseded it.
    superseded_by: Option<u64>,
}

/// What follows for a requirement.
#[derive(Debug, Serialize, JsonSchema)]
struct Result {
    id: RequirementId,
    title: String,
    #[schemars(with = "String")]
    outcome: Outcome,
    /// The outcome in words.
    words: &'static str,
    because: String,
}

/// What follows for an objective.
#[derive(Debug, Serialize, JsonSchema)]
struct Objective {
    id: ObjectiveId,
    /// The level that is reached; null while it is open.
    level: Option<String>,
    /// What is reached, in words.
    words: String,
    because: String,
}

/// What follows from a scenario.
#[derive(Debug, Serialize, JsonSchema)]
struct Scenario {
    id: ScenarioId,
    title: String,
    /// Whether it is asked at all.
    asked: bool,
    findings: Vec<Finding>,
}

/// What follows from a scenario for a requirement.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding {
    requirement: RequirementId,
    #[schemars(with = "String")]
    outcome: Outcome,
    /// The outcome in words.
    words: &'static str,
    because: String,
    next: Option<String>,
    /// The exemptions that it rests on.
    exemptions: Vec<String>,
}

/// What was given to an earlier version of the questionnaire.
#[derive(Debug, Serialize, JsonSchema)]
struct Kept {
    version: String,
    /// Where it was asked.
    place: String,
    asked: String,
    given: String,
    /// Why it no longer counts.
    why: String,
}

/// An entry, with the digest of its line.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    #[serde(flatten)]
    entry: Entry,
    fingerprint: Fingerprint,
}

impl Data {
    /// The record of this name as it stands, judged on this day.
    ///
    /// # Errors
    /// When an entry cannot be read a second time, which a record that was read excludes.
    pub fn of(record: &str, loaded: &Loaded, as_at: Date) -> serde_json::Result<Self> {
        let (asked, state) = (&loaded.questionnaire, &loaded.state);
        let results = Results::of(asked, state, as_at);
        let notes = state.notes.iter();
        let by = AskedBy::of(asked);
        Ok(Self {
            format: FORMAT,
            tool: crate::TOOL,
            record: record.to_owned(),
            fingerprint: loaded.entries.last().map(|l| l.fingerprint),
            as_at,
            organisation: state.text(&asked.organisation.name).to_owned(),
            questionnaire: Asked {
                id: asked.id.to_string(),
                version: asked.version.clone(),
                title: asked.title.clone(),
                digest: by.digest,
                is: by.is,
            },
            complete: results.is_complete(),
            signed: state.is_signed(),
            answers: answers(loaded, &results),
            notes: notes.map(|(id, given)| note(id, given)).collect(),
            evidence: evidence(loaded),
            systems: systems(loaded),
            tallies: asked
                .systems
                .as_ref()
                .map(|register| tallies(register, state, as_at))
                .unwrap_or_default(),
            evidence_list: evidence_list(loaded, as_at),
            exemptions: exemptions(loaded, &results),
            actions: state
                .actions
                .iter()
                .map(|(id, action)| Todo {
                    id: id.to_string(),
                    scenario_title: state.scenario_title(asked, &action.scenario),
                    finds_out_words: action
                        .finds_out
                        .as_ref()
                        .map(|id| state.question_text(asked, id)),
                    action: action.clone(),
                    state: action.state_words(as_at),
                    would_change: state.prospect_words(*id, asked, &results),
                })
                .collect(),
            sign_offs: state.sign_offs.iter().map(signature).collect(),
            requirements: requirements(loaded, &results),
            objectives: objectives(loaded, &results),
            scenarios: scenarios(loaded, &results),
            kept_not_counted: state.former.iter().map(kept).collect(),
            carried: state.carried.clone(),
            redaction: state.redaction.clone(),
            review: reviewed(Review::of(asked, state, &results, as_at)),
            entries: lines(loaded)?,
            gaps: results.gaps,
        })
    }
}

/// The JSON Schema of a record as data, as it is printed. A test holds it against the types.
pub static SCHEMA: &str = include_str!("../../../assets/export-json.schema.json");

fn answers(loaded: &Loaded, results: &Results) -> Vec<Given> {
    let asked = &loaded.questionnaire;
    let given = asked.questions().filter_map(|question| {
        let answer = loaded.state.answers.get(&question.id)?;
        Some(Given {
            question: question.id.clone(),
            text: question.text.clone(),
            scenario: asked.scenario_of(&question.id).map(|s| s.id.clone()),
            shown: results.shown.contains(&question.id),
            answer: answer.clone(),
            words: answer.words(question),
        })
    });
    given.collect()
}

fn note(scenario: &ScenarioId, note: &facts::Note) -> Note {
    Note {
        scenario: scenario.clone(),
        text: note.text.clone(),
        for_board: note.for_board,
    }
}

fn evidence(loaded: &Loaded) -> Vec<Evidence> {
    let state = &loaded.state;
    let scenarios: BTreeSet<_> = state.evidence.keys().chain(state.files.keys()).collect();
    let found = scenarios.into_iter().map(|scenario| Evidence {
        scenario: scenario.clone(),
        text: state.evidence.get(scenario).cloned(),
        files: state
            .files
            .get(scenario)
            .map(|files| files.values().cloned().collect())
            .unwrap_or_default(),
    });
    found.collect()
}

fn signature(signed: &Signed) -> Signature {
    Signature {
        entry: signed.seq,
        sign_off: signed.sign_off.clone(),
        draft: signed.is_draft(),
        stands: signed.superseded_by.is_none(),
        superseded_by: signed.superseded_by,
    }
}

fn requirements(loaded: &Loaded, results: &Results) -> Vec<Result> {
    let requirements = results.requirements.iter().map(|result| {
        let requirement = loaded.questionnaire.requirement(&result.id);
        Result {
            id: result.id.clone(),
            title: requirement.map(|r| r.title.clone()).unwrap_or_default(),
            outcome: result.outcome,
            words: result.outcome.words(),
            because: result.because.clone(),
        }
    });
    requirements.collect()
}

fn objectives(loaded: &Loaded, results: &Results) -> Vec<Objective> {
    let objectives = results.objectives.iter().filter_map(|result| {
        let objective = loaded.questionnaire.objective(&result.id)?;
        let level = match &result.reached {
            Reached::Level(level) => Some(level.to_string()),
            Reached::Open(_) | Reached::NotAsked => None,
        };
        Some(Objective {
            id: result.id.clone(),
            level,
            words: result.reached.words(objective).to_owned(),
            because: result.because.clone(),
        })
    });
    objectives.collect()
}

fn scenarios(loaded: &Loaded, results: &Results) -> Vec<Scenario> {
    let scenarios = results.scenarios.iter().map(|result| {
        let findings = result.findings.iter().map(|finding| Finding {
            requirement: finding.requirement.clone(),
            outcome: finding.outcome,
            words: finding.outcome.words(),
            because: finding.because.clone(),
            next: finding.next.clone(),
            exemptions: finding.exemptions.iter().map(ToString::to_string).collect(),
        });
        let scenario = loaded.questionnaire.scenario(&result.id);
        Scenario {
            id: result.id.clone(),
            title: scenario.map(|s| s.title.clone()).unwrap_or_default(),
            asked: result.asked,
            findings: findings.collect(),
        }
    });
    scenarios.collect()
}

fn kept(former: &Former) -> Kept {
    Kept {
        version: former.version.clone(),
        place: former.place.clone(),
        asked: former.asked.clone(),
        given: former.words.clone(),
        why: former.why.words(),
    }
}

/// Read anew: the entries that were loaded may have given their questionnaire away.
fn lines(loaded: &Loaded) -> serde_json::Result<Vec<Line>> {
    let lines = loaded.source.split(|b| *b == b'\n');
    let lines = lines.filter(|line| kept_in(line).is_none());
    let lines = lines.zip(&loaded.entries).map(|(line, logged)| {
        Ok(Line {
            entry: serde_json::from_slice(line)?,
            fingerprint: logged.fingerprint,
        })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_the_one_that_the_types_give() {
        let made = schemars::schema_for!(Data);
        crate::schema::holds("assets/export-json.schema.json", SCHEMA, made);
    }
}
