//! An exemption: a record of its own, laid over the answers. It never changes one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, date_words};
use super::sheet::{Sheet, Truth};
use crate::questionnaire::{
    ConditionId, ExemptionKind, ExemptionKindId, QuestionId, RequirementId, ScenarioId,
};

/// What is recorded about one exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Its kind.
    pub kind: ExemptionKindId,
    /// The requirements that it serves.
    pub requirements: BTreeSet<RequirementId>,
    /// The scenarios that it covers.
    pub scenarios: BTreeSet<ScenarioId>,
    /// The fields of its form.
    pub fields: BTreeMap<QuestionId, Answer>,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

/// Whether an exemption counts on a given day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It counts, until the end of this day if one was given.
    Valid {
        /// The last day.
        until: Option<Date>,
    },
    /// It does not count.
    NotValid {
        /// Why not: at least one.
        unmet: Vec<Unmet>,
    },
    /// Somebody withdrew it.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// A condition that an exemption does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The condition; none for the scope itself.
    pub condition: Option<ConditionId>,
    /// What is wrong, as a sentence.
    pub says: String,
}

impl Exemption {
    /// The name that lists show; the kind's title while none was given.
    pub fn name(&self, kind: &ExemptionKind) -> String {
        match self.fields.get(&kind.name) {
            Some(Answer::Text(name)) => name.clone(),
            _ => kind.title.clone(),
        }
    }

    /// The end date that was given, where its kind has one. It may stop counting before.
    pub fn expiry(&self, kind: &ExemptionKind) -> Option<Date> {
        match self.fields.get(kind.expiry.as_ref()?) {
            Some(Answer::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// Whether it counts on this day.
    pub fn standing(&self, kind: &ExemptionKind, today: Date) -> Standing {
        if let Some(reason) = &self.withdrawn {
            return Standing::Withdrawn {
                reason: reason.clone(),
            };
        }
        let unmet = self.unmet(kind, today);
        if unmet.is_empty() {
            Standing::Valid {
                until: self.last_day(kind, today),
            }
        } else {
            Standing::NotValid { unmet }
        }
    }

    /// How it stands where its kind is not in the questionnaire: it can only be withdrawn.
    pub fn standing_of_unknown(&self) -> Standing {
        match &self.withdrawn {
            Some(reason) => Standing::Withdrawn {
                reason: reason.clone(),
            },
            None => Standing::NotValid {
                unmet: vec![Unmet {
                    condition: None,
                    says: format!(
                        "Its kind, {}, is not in this version of the questionnaire. Withdraw it, and record another if one is needed.",
                        self.kind
                    ),
                }],
            },
        }
    }

    fn unmet(&self, kind: &ExemptionKind, today: Date) -> Vec<Unmet> {
        let sheet = Sheet::of_exemption(kind, &self.fields, today);
        let scope = self.scope_gaps(kind).into_iter().map(|says| Unmet {
            condition: None,
            says,
        });
        let conditions = kind.conditions.iter().filter_map(|condition| {
            let met_when = condition.met_when.as_ref()?;
            let asked = &condition.requirements;
            let matters = asked.is_empty() || asked.iter().any(|r| self.requirements.contains(r));
            (matters && sheet.truth(met_when) != Truth::Yes).then(|| Unmet {
                condition: Some(condition.id.clone()),
                says: sheet.fill(&condition.unmet),
            })
        });
        scope.chain(conditions).collect()
    }

    /// The last day on which it counts as recorded: the first of its dates whose passing ends it.
    fn last_day(&self, kind: &ExemptionKind, today: Date) -> Option<Date> {
        let dates: BTreeSet<Date> = self
            .fields
            .values()
            .filter_map(|answer| match answer {
                Answer::Date(day) if *day >= today => Some(*day),
                _ => None,
            })
            .collect();
        dates.into_iter().find(|day| {
            let next = day.tomorrow();
            next.is_ok_and(|next| !self.unmet(kind, next).is_empty())
        })
    }

    fn scope_gaps(&self, kind: &ExemptionKind) -> Vec<String> {
        let mut gaps = vec![];
        if self.scenarios.is_empty() {
            gaps.push("It covers no scenario; say which.".to_owned());
        }
        if self.requirements.is_empty() {
            gaps.push("It serves no requirement; say which.".to_owned());
        }
        for requirement in &self.requirements {
            if !kind.requirements.contains(requirement) {
                gaps.push(format!(
                    "An exemption of the kind {} cannot serve {requirement}.",
                    kind.id
                ));
            }
        }
        gaps
    }

    /// Whether it is recorded for this scenario and requirement, counting or not.
    pub fn covers(&self, scenario: &ScenarioId, requirement: &RequirementId) -> bool {
        self.scenarios.contains(scenario) && self.requirements.contains(requirement)
    }
}

impl Standing {
    /// Whether it counts.
    pub const fn counts(&self) -> bool {
        matches!(self, Self::Valid { .. })
    }

    /// The standing in a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Valid { until: Some(day) } => format!("Counts until {}.", date_words(*day)),
            Self::Valid { until: None } => "Counts; it has no end date.".to_owned(),
            Self::NotValid { unmet } => {
                let says: Vec<&str> = unmet.iter().map(|u| u.says.as_str()).collect();
                format!("Does not count. {}", says.join(" "))
            }
            Self::Withdrawn { reason } => format!("Withdrawn: {reason}"),
        }
    }
}
