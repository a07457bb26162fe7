//! The registers of systems and of evidence as data, and the fields of a form.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::facts::{Answer, EvidenceFile, Register};
use crate::questionnaire::{Question, QuestionId, ScenarioId};
use crate::record::Loaded;

/// A system of the register.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SystemEntry {
    /// Its number, as it is printed.
    id: String,
    /// Its name; empty while none was given.
    name: String,
    /// What its fields say.
    fields: Vec<Field>,
    /// The numbers of the exemptions that cover it.
    exemptions: Vec<String>,
}

/// A piece of evidence in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Listed {
    /// Its number, as it is printed.
    id: String,
    /// Its name; empty while none was given.
    name: String,
    /// What its fields say.
    fields: Vec<Field>,
    /// The scenarios whose answers it shows.
    scenarios: BTreeSet<ScenarioId>,
    /// The numbers of the exemptions that it supports.
    exemptions: Vec<String>,
    /// The file, as it was when it was named.
    file: Option<EvidenceFile>,
    /// The last day on which it holds.
    #[schemars(with = "Option<String>")]
    until: Option<Date>,
    /// Whether that day is past.
    has_run_out: bool,
}

/// A field of an exemption, a system or a piece of evidence.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Field {
    question: QuestionId,
    /// The field in words.
    text: String,
    answer: Answer,
    /// The answer in words.
    words: String,
}

/// The register of systems.
pub(super) fn systems(loaded: &Loaded) -> Vec<SystemEntry> {
    let form = loaded.questionnaire.systems.as_ref().map(|s| &s.form);
    let systems = loaded.state.systems.iter().map(|(id, system)| {
        let exemptions = loaded.state.exemptions.iter();
        let exemptions = exemptions.filter(|(_, exemption)| exemption.systems.contains(id));
        SystemEntry {
            id: id.to_string(),
            name: form.map_or("", |f| f.name_of(&system.fields)).to_owned(),
            fields: fields(loaded, Register::Systems, &system.fields),
            exemptions: exemptions.map(|(id, _)| id.to_string()).collect(),
        }
    });
    systems.collect()
}

/// The list of evidence.
pub(super) fn evidence_list(loaded: &Loaded, as_at: Date) -> Vec<Listed> {
    let list = loaded.questionnaire.evidence.as_ref();
    let form = list.map(|list| &list.form);
    let listed = loaded.state.listed.iter().map(|(id, evidence)| {
        let until = list.and_then(|list| evidence.expiry(list));
        Listed {
            id: id.to_string(),
            name: form.map_or("", |f| f.name_of(&evidence.fields)).to_owned(),
            fields: fields(loaded, Register::Evidence, &evidence.fields),
            scenarios: evidence.scenarios.clone(),
            exemptions: numbers(&evidence.exemptions),
            file: evidence.file.clone(),
            until,
            has_run_out: until.is_some_and(|until| until < as_at),
        }
    });
    listed.collect()
}

fn fields(loaded: &Loaded, register: Register, given: &BTreeMap<QuestionId, Answer>) -> Vec<Field> {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    fields_of(given, |id| state.known_entry_field(asked, register, id))
}

/// The fields of a form that were filled in, with their questions in words where those are known.
pub(super) fn fields_of<'a>(
    given: &BTreeMap<QuestionId, Answer>,
    asked: impl Fn(&QuestionId) -> Option<&'a Question>,
) -> Vec<Field> {
    let fields = given.iter().map(|(id, answer)| {
        let question = asked(id);
        Field {
            question: id.clone(),
            text: question.map(|q| q.text.clone()).unwrap_or_default(),
            answer: answer.clone(),
            words: question.map(|q| answer.words(q)).unwrap_or_default(),
        }
    });
    fields.collect()
}

/// Numbers as they are printed.
pub(super) fn numbers<Id: ToString>(ids: &BTreeSet<Id>) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
