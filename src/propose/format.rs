//! What programs write who want to change a record: one list of changes, in the order in which they
//! are made.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{EvidenceFile, Priority, Progress};

/// The version of the format that this program reads.
pub const FORMAT: u32 = 1;

/// A file of changes. They are made in their order, all of them or none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Where the JSON Schema stands, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the format: 1.
    pub format: u32,
    /// The changes.
    pub changes: Vec<Request>,
}

/// Names an exemption, an action, a system or a piece of evidence: its number, such as `EX-1`, or the
/// `ref` under which this file has added it.
pub type Name = String;

/// What fields of a form are to say, by the ids of their questions; null takes an answer back.
pub type Fields = BTreeMap<String, Option<Given>>;

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Change")]
pub enum Request {
    /// Answers a question of the organisation or of a scenario.
    Answer {
        /// The id of the question.
        question: String,
        /// The answer.
        value: Given,
    },
    /// Takes an answer back.
    Clear {
        /// The id of the question.
        question: String,
    },
    /// Says that an answer still holds: the one of last time, or one whose question has changed.
    Confirm {
        /// The id of the question.
        question: String,
        /// The exemption whose field it is; none for a question of a scenario.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exemption: Option<Name>,
    },
    /// Writes the note of a scenario; an empty one takes it back.
    Note {
        /// The id of the scenario.
        scenario: String,
        /// The note.
        text: String,
        /// Whether the board must know it. Left out, that stays as it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_board: Option<bool>,
    },
    /// Writes where the evidence of a scenario is kept; an empty text takes it back.
    EvidenceReference {
        /// The id of the scenario.
        scenario: String,
        /// The reference.
        text: String,
    },
    /// Records an exemption.
    AddExemption {
        /// A name under which later changes of this file know it.
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        /// Its kind.
        kind: String,
        /// The requirements that it serves; those that its scenarios lack and this kind can cover,
        /// when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requirements: Option<Vec<String>>,
        /// The scenarios that it covers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        scenarios: Vec<String>,
        /// The systems that it covers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        systems: Vec<Name>,
        /// The fields of its form.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: Fields,
    },
    /// Changes what an exemption says or covers. What is left out stays as it is.
    EditExemption {
        /// The exemption.
        exemption: Name,
        /// All requirements that it is to serve.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requirements: Option<Vec<String>>,
        /// All scenarios that it is to cover.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scenarios: Option<Vec<String>>,
        /// All systems that it is to cover.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        systems: Option<Vec<Name>>,
        /// The fields of its form.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: Fields,
        /// Whether it may be changed also where that resets an approval that stands.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reset_approval: bool,
    },
    /// Puts an exemption to those who approve, as it reads.
    SubmitExemption {
        /// The exemption.
        exemption: Name,
    },
    /// Records that an exemption is approved as it reads.
    ApproveExemption {
        /// The exemption.
        exemption: Name,
        /// Fields of the decision, filled in first.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: Fields,
    },
    /// Begins a renewal. Until it is approved, the last approval stays in force.
    RenewExemption {
        /// The exemption.
        exemption: Name,
    },
    /// Gives a renewal up: the exemption reads again as it was approved.
    DropRenewal {
        /// The exemption.
        exemption: Name,
    },
    /// Ends an exemption, because what it exempted is enforced now.
    CloseExemption {
        /// The exemption.
        exemption: Name,
        /// What is enforced now, and how that is known.
        how: String,
    },
    /// Withdraws an exemption.
    WithdrawExemption {
        /// The exemption.
        exemption: Name,
        /// Why.
        reason: String,
    },
    /// Records an action.
    AddAction {
        /// A name under which later changes of this file know it.
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        /// The id of the scenario that it comes from.
        scenario: String,
        /// The id of the question that it is to find out, where that is its purpose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        finds_out: Option<String>,
        /// What it says.
        #[serde(flatten)]
        says: ActionText,
    },
    /// Changes an action. What is left out stays as it is.
    EditAction {
        /// The action.
        action: Name,
        /// What it is to say.
        #[serde(flatten)]
        says: ActionText,
    },
    /// Says that an action is done.
    FinishAction {
        /// The action.
        action: Name,
    },
    /// Takes an action back.
    RemoveAction {
        /// The action.
        action: Name,
    },
    /// Registers a system.
    AddSystem {
        /// A name under which later changes of this file know it.
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        /// The fields of its form.
        fields: Fields,
    },
    /// Changes what is registered of a system.
    EditSystem {
        /// The system.
        system: Name,
        /// The fields of its form.
        fields: Fields,
    },
    /// Takes a system out of the register.
    RemoveSystem {
        /// The system.
        system: Name,
    },
    /// Lists a piece of evidence.
    AddEvidence {
        /// A name under which later changes of this file know it.
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        /// The fields of its form.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: Fields,
        /// The scenarios whose answers it shows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        scenarios: Vec<String>,
        /// The exemptions that it supports.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        exemptions: Vec<Name>,
        /// A file on this machine, as it is now. It is not read here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<EvidenceFile>,
    },
    /// Changes what is listed of a piece of evidence. What is left out stays as it is.
    EditEvidence {
        /// The piece of evidence.
        evidence: Name,
        /// The fields of its form.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: Fields,
        /// All scenarios whose answers it is to show.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scenarios: Option<Vec<String>>,
        /// All exemptions that it is to support.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exemptions: Option<Vec<Name>>,
        /// A file on this machine, as it is now. It is not read here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<EvidenceFile>,
    },
    /// Takes a piece of evidence out of the list.
    RemoveEvidence {
        /// The piece of evidence.
        evidence: Name,
    },
}

impl Request {
    /// Its name in a file.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Clear { .. } => "clear",
            Self::Confirm { .. } => "confirm",
            Self::Note { .. } => "note",
            Self::EvidenceReference { .. } => "evidence_reference",
            Self::AddExemption { .. } => "add_exemption",
            Self::EditExemption { .. } => "edit_exemption",
            Self::SubmitExemption { .. } => "submit_exemption",
            Self::ApproveExemption { .. } => "approve_exemption",
            Self::RenewExemption { .. } => "renew_exemption",
            Self::DropRenewal { .. } => "drop_renewal",
            Self::CloseExemption { .. } => "close_exemption",
            Self::WithdrawExemption { .. } => "withdraw_exemption",
            Self::AddAction { .. } => "add_action",
            Self::EditAction { .. } => "edit_action",
            Self::FinishAction { .. } => "finish_action",
            Self::RemoveAction { .. } => "remove_action",
            Self::AddSystem { .. } => "add_system",
            Self::EditSystem { .. } => "edit_system",
            Self::RemoveSystem { .. } => "remove_system",
            Self::AddEvidence { .. } => "add_evidence",
            Self::EditEvidence { .. } => "edit_evidence",
            Self::RemoveEvidence { .. } => "remove_evidence",
        }
    }
}

/// What an action is to say. What is left out stays as it is; an empty text takes back what was there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActionText {
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Until when: a day, such as `2027-06-30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Why there is no day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_date: Option<String>,
    /// How pressing it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// The exemption that it is to end; an empty name for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Name>,
    /// All findings that it works towards, each as `scenario:requirement`, such as `vpn:R1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub towards: Option<Vec<String>>,
    /// All findings that it closes: they are met once it is done. Only a person can say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Vec<String>>,
    /// All other actions that are needed as well to close them; none: it closes them alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Vec<Name>>,
}

/// An answer, as people and other programs write it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "give a text, a number, a list of texts, {\"dont_know\": true} or {\"not_applicable\": \"reason\"}"
)]
pub enum Given {
    /// A choice by its id or its label, a text, or a day such as `2027-06-30`.
    Text(String),
    /// A whole number.
    Number(u64),
    /// Any number of choices; an empty list says that it is none of them.
    List(Vec<String>),
    /// Nobody knows yet.
    DontKnow(DontKnow),
    /// The question does not arise.
    NotApplicable(NotApplicable),
}

/// Nobody knows yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DontKnow {
    /// Always true.
    pub dont_know: bool,
}

/// The question does not arise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    /// Why not.
    pub not_applicable: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_has_the_name_that_it_has_in_a_file() {
        let all = json!({
            "answer": { "question": "a", "value": "b" },
            "clear": { "question": "a" },
            "confirm": { "question": "a" },
            "note": { "scenario": "a", "text": "b" },
            "evidence_reference": { "scenario": "a", "text": "b" },
            "add_exemption": { "kind": "a" },
            "edit_exemption": { "exemption": "EX-1" },
            "submit_exemption": { "exemption": "EX-1" },
            "approve_exemption": { "exemption": "EX-1" },
            "renew_exemption": { "exemption": "EX-1" },
            "drop_renewal": { "exemption": "EX-1" },
            "close_exemption": { "exemption": "EX-1", "how": "a" },
            "withdraw_exemption": { "exemption": "EX-1", "reason": "a" },
            "add_action": { "scenario": "a" },
            "edit_action": { "action": "A-1" },
            "finish_action": { "action": "A-1" },
            "remove_action": { "action": "A-1" },
            "add_system": { "fields": {} },
            "edit_system": { "system": "S-1", "fields": {} },
            "remove_system": { "system": "S-1" },
            "add_evidence": {},
            "edit_evidence": { "evidence": "EV-1" },
            "remove_evidence": { "evidence": "EV-1" },
        });
        let schema = schemars::schema_for!(Request).to_value();
        let all = all.as_object().unwrap();
        assert_eq!(schema["oneOf"].as_array().unwrap().len(), all.len());
        for (name, says) in all {
            let request: Request = serde_json::from_value(json!({ name: says })).unwrap();
            assert_eq!(request.name(), name);
        }
    }
}
