//! The life of an exemption, from the draft to its end. Somebody takes its steps; whether an approval
//! still stands, and whether a review or the end was missed, follows from what it says and the day.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::exemption::Exemption;
use super::ids::SystemId;
use super::state::Assessment;
use crate::questionnaire::{
    ExemptionKind, ExemptionKindId, QuestionId, Questionnaire, RequirementId, ScenarioId,
};
use crate::text::date_words;

/// The steps of its life that an exemption has taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Life {
    /// What was put to those who approve, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Submission>,
    /// What was approved each time, the earliest first. The last one is in force, or has been.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Relied>,
    /// Whether a renewal is being prepared: until it is approved, the last approval stays in force.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewing: bool,
    /// What was kept up when that renewal was begun: it stays in force with the approval, so that
    /// dates for the new one do not end the old one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept_up: BTreeMap<QuestionId, Answer>,
    /// How it came to its end, because what it exempted is enforced now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closure>,
}

/// An exemption was put to those who approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
    /// What it said and covered then.
    pub content: Relied,
}

/// An exemption is not needed any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
    /// What is enforced now, and how that is known.
    pub how: String,
}

/// What somebody relied on who decided about an exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relied {
    /// The requirements that it serves.
    pub requirements: BTreeSet<RequirementId>,
    /// The scenarios that it covers.
    pub scenarios: BTreeSet<ScenarioId>,
    /// The systems that it covers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub systems: BTreeSet<SystemId>,
    /// The answers of its form, without those that are kept up afterwards.
    pub fields: BTreeMap<QuestionId, Answer>,
}

impl Life {
    /// No renewal is being prepared any more, and nothing waits for a decision.
    pub(crate) fn end_renewal(&mut self) {
        self.renewing = false;
        self.kept_up.clear();
        self.submitted = None;
    }

    /// Whether nothing has happened yet.
    pub fn is_new(&self) -> bool {
        *self == Self::default()
    }
}

impl Exemption {
    /// What those who approve rely on: all that it says and covers, but for what is kept up.
    pub fn relied(&self, kind: &ExemptionKind) -> Relied {
        self.content().under(kind)
    }

    /// All that it says and covers, what is kept up included.
    pub(crate) fn content(&self) -> Relied {
        Relied {
            requirements: self.requirements.clone(),
            scenarios: self.scenarios.clone(),
            systems: self.systems.clone(),
            fields: self.fields.clone(),
        }
    }

    /// What is put to those who approve: the same without the decision itself.
    pub fn put_forward(&self, kind: &ExemptionKind) -> Relied {
        let mut relied = self.relied(kind);
        if let Some(approval) = &kind.approval {
            relied
                .fields
                .retain(|id, _| !approval.decision.contains(id));
        }
        relied
    }

    /// What counts today: while a renewal is being prepared, what was approved last, with what was
    /// kept up when it was begun; else the exemption itself.
    pub fn in_force(&self, kind: &ExemptionKind) -> Cow<'_, Self> {
        let Some(approved) = self.life.approvals.last().filter(|_| self.life.renewing) else {
            return Cow::Borrowed(self);
        };
        let kept_up = self.life.kept_up.iter();
        let kept_up = kept_up.filter(|(id, _)| kind.is_kept_up(id));
        let fields = approved.fields.iter().chain(kept_up);
        Cow::Owned(Self {
            requirements: approved.requirements.clone(),
            scenarios: approved.scenarios.clone(),
            systems: approved.systems.clone(),
            fields: fields.map(|(id, a)| (id.clone(), a.clone())).collect(),
            ..self.clone()
        })
    }

    /// Whether it is approved as it reads; always where its kind needs no approval.
    pub fn is_approved(&self, kind: &ExemptionKind) -> bool {
        let approved =
            |last: &Relied| self.life.renewing || last.clone().under(kind) == self.relied(kind);
        kind.approval.is_none() || self.life.approvals.last().is_some_and(approved)
    }

    /// Whether it stands submitted as it reads.
    pub fn is_submitted(&self, kind: &ExemptionKind) -> bool {
        let submitted = self.life.submitted.as_ref();
        let content = submitted.map(|submitted| submitted.content.clone().under(kind));
        content.is_some_and(|content| content == self.put_forward(kind))
    }

    /// The steps of its life, in sentences, the earliest first; `decided` words a decision as it was
    /// asked for then.
    fn life_words(&self, kind: &ExemptionKind, decided: impl Fn(&Relied) -> String) -> Vec<String> {
        let mut words = vec![];
        let life = &self.life;
        let count = life.approvals.len();
        for (number, approval) in (1..).zip(&life.approvals) {
            let decision = decided(approval);
            let how = match (number, number == count, life.renewing) {
                (1, true, true) => "Approved, and in force while it is renewed",
                (_, true, true) => "Renewed, and in force while it is renewed again",
                (1, ..) => "Approved",
                _ => "Renewed",
            };
            words.push(format!("{how}: {decision}."));
        }
        if count > 0 && !self.is_approved(kind) && life.closed.is_none() {
            words.push("Changed since: the approval does not stand.".to_owned());
        }
        if let Some(submitted) = &life.submitted
            && (life.renewing || !self.is_approved(kind))
        {
            let changed = if self.is_submitted(kind) {
                ""
            } else {
                ", and changed since"
            };
            let on = date_words(submitted.on);
            words.push(format!("Submitted on {on}{changed}."));
        }
        if let Some(closed) = &life.closed {
            let on = date_words(closed.on);
            words.push(format!("Closed on {on}: {}", closed.how));
        }
        words
    }
}

impl Assessment {
    /// The steps in the life of an exemption, in sentences, the earliest first.
    pub fn life_words(
        &self,
        now: &Questionnaire,
        exemption: &Exemption,
        kind: &ExemptionKind,
    ) -> Vec<String> {
        exemption.life_words(kind, |put| self.decision_words(now, &exemption.kind, put))
    }

    /// The decision on an exemption, in the words of the version in force when it was taken.
    pub(crate) fn decision_words(
        &self,
        now: &Questionnaire,
        kind: &ExemptionKindId,
        put: &Relied,
    ) -> String {
        let then = self.kind_then(now, kind, put);
        then.map_or_else(String::new, |kind| put.decision_words(kind))
    }
}

impl Relied {
    /// The same as its kind has it now: a later version can let more be kept up.
    pub(crate) fn under(mut self, kind: &ExemptionKind) -> Self {
        self.fields.retain(|id, _| !kind.is_kept_up(id));
        self
    }

    /// The decision in words: what its questions were answered.
    fn decision_words(&self, kind: &ExemptionKind) -> String {
        let asked = kind.approval.iter().flat_map(|approval| &approval.decision);
        let said: Vec<String> = asked
            .filter_map(|id| Some(self.fields.get(id)?.words(kind.question(id)?)))
            .map(|words| words.trim_end_matches('.').to_owned())
            .collect();
        said.join("; ")
    }

    /// What a change since then is about: the questions, and whether the scope has changed.
    pub fn differs_from(&self, now: &Self) -> (Vec<QuestionId>, bool) {
        let ids: BTreeSet<&QuestionId> = self.fields.keys().chain(now.fields.keys()).collect();
        let changed = ids.into_iter();
        let changed = changed.filter(|id| self.fields.get(*id) != now.fields.get(*id));
        let scope = self.requirements != now.requirements
            || self.scenarios != now.scenarios
            || self.systems != now.systems;
        (changed.cloned().collect(), scope)
    }
}
