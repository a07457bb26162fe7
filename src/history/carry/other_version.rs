//! What an earlier assessment says that a new one, of a later version of the questionnaire, has no place
//! for: put aside as a move to that version would put it aside.

use std::collections::BTreeMap;

use crate::facts::{
    Assessment, Evidence, EvidenceId, Exemption, ExemptionId, Given, Moving, OtherVersion, System,
    SystemId,
};
use crate::questionnaire::{QuestionId, Questionnaire, RequirementId};

/// What goes over from one version to another, and what cannot be told there.
pub(super) struct Fitted {
    pub(super) exemptions: BTreeMap<ExemptionId, Exemption>,
    pub(super) systems: BTreeMap<SystemId, System>,
    pub(super) listed: BTreeMap<EvidenceId, Evidence>,
    pub(super) other: OtherVersion,
}

impl Fitted {
    /// Fits what a record says to the version that a new one asks.
    pub(super) fn of(old: &Questionnaire, state: &Assessment, new: &Questionnaire) -> Self {
        let moving = Moving { old, new };
        let mut fitted = Self {
            exemptions: state.exemptions.clone(),
            systems: state.systems.clone(),
            listed: state.listed.clone(),
            other: OtherVersion::default(),
        };
        let gone = moving.gone_systems(&fitted.systems);
        for (id, exemption) in &mut fitted.exemptions {
            let is_over = exemption.is_over();
            let Some(kind) = new.exemption_kind(&exemption.kind) else {
                exemption.scenarios.retain(|id| new.scenario(id).is_some());
                continue;
            };
            let serves = |requirement: &RequirementId| kind.requirements.contains(requirement);
            let kinds = (state.known_kind(old, &exemption.kind), kind);
            // Its fields wait to be confirmed, so that all of them stay in sight.
            let mut moved = exemption.clone();
            let mut aside = moving.exemption(*id, &mut moved, kinds, &gone);
            aside.retain(|former| !is_over && !matches!(former.given, Given::Field(..)));
            fitted.other.aside.extend(aside);
            exemption.requirements.retain(serves);
            exemption.scenarios.retain(|id| new.scenario(id).is_some());
            exemption.systems = moved.systems;
            let words = exemption.fields.iter().filter_map(|(field, answer)| {
                let then = kinds.0?.question(field).map(|q| answer.words(q))?;
                let now = kind.question(field).map(|q| answer.words(q));
                (now.as_ref() != Some(&then)).then(|| (field.clone(), then))
            });
            let words: BTreeMap<QuestionId, String> = words.collect();
            if !is_over && !words.is_empty() {
                fitted.other.fields.insert(*id, words);
            }
        }
        // Where a file lies is seen from the folder of its record, and this is another record.
        for evidence in fitted.listed.values_mut() {
            evidence.file = None;
        }
        fitted
            .other
            .aside
            .extend(moving.systems(&mut fitted.systems));
        fitted.other.aside.extend(moving.listed(&mut fitted.listed));
        for evidence in fitted.listed.values_mut() {
            evidence.scenarios.retain(|id| new.scenario(id).is_some());
        }
        fitted
    }
}
