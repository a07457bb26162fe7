//! Whether an exemption counts on a day, and why not.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::aging::too_early;
use super::evaluate::{Sheet, Truth};
use super::results::Warned;
use crate::facts::{Assessment, Exemption, ExemptionId, System};
use crate::questionnaire::{
    Condition, ConditionId, ExemptionCondition, ExemptionKind, Question, QuestionId, Questionnaire,
};
use crate::text::{date_words, is_same_name, listed};

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
    /// It is not needed any more: what it exempted is enforced.
    Closed {
        /// What is enforced, and how that is known.
        how: String,
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
    /// The condition; none for the scope itself, and for a day that no condition
    /// reads.
    pub condition: Option<ConditionId>,
    /// The question where it is put right, where there is one in particular.
    pub field: Option<QuestionId>,
    /// What is wrong, as a sentence.
    pub says: String,
}

impl Unmet {
    /// Each sentence once, however many conditions it keeps from holding.
    pub fn distinct(unmet: &[Self]) -> Vec<&Self> {
        let mut said = BTreeSet::new();
        let gaps = unmet.iter();
        gaps.filter(|gap| said.insert((gap.field.as_ref(), gap.says.as_str())))
            .collect()
    }
}

impl Exemption {
    /// Whether it counts on this day, by itself: [`Assessment::standing`] looks at its systems as well.
    pub fn standing(&self, asked: &Questionnaire, kind: &ExemptionKind, today: Date) -> Standing {
        self.standing_with(vec![], asked, kind, today)
    }

    /// The same with gaps that others than it give rise to.
    fn standing_with(
        &self,
        others: Vec<Unmet>,
        asked: &Questionnaire,
        kind: &ExemptionKind,
        today: Date,
    ) -> Standing {
        if let Some(ended) = self.ended() {
            return ended;
        }
        let mut unmet = self.in_force(kind).unmet(asked, kind, today);
        unmet.extend(others);
        if unmet.is_empty() {
            Standing::Valid {
                until: self.in_force(kind).last_day(asked, kind, today),
            }
        } else {
            Standing::NotValid { unmet }
        }
    }

    /// How it stands where its kind is not in the questionnaire: it can only be withdrawn.
    pub fn standing_of_unknown(&self) -> Standing {
        self.ended().unwrap_or_else(|| Standing::NotValid {
            unmet: vec![Unmet {
                condition: None,
                field: None,
                says: format!(
                    "Its kind, {}, is not in this version of the questionnaire. Withdraw it, and record another if one is needed.",
                    self.kind
                ),
            }],
        })
    }

    /// How it stands once somebody has withdrawn or closed it.
    fn ended(&self) -> Option<Standing> {
        let withdrawn = self.withdrawn.clone();
        let closed = self.life.closed.as_ref().map(|closed| closed.how.clone());
        withdrawn
            .map(|reason| Standing::Withdrawn { reason })
            .or(closed.map(|how| Standing::Closed { how }))
    }

    /// What it does not meet as it reads now, whatever an earlier approval says.
    pub fn unmet(&self, asked: &Questionnaire, kind: &ExemptionKind, today: Date) -> Vec<Unmet> {
        let sheet = Sheet::of_exemption(kind, &self.fields, today).as_evidence(asked);
        let scope = self.scope_gaps(kind).into_iter().map(|says| Unmet {
            condition: None,
            field: None,
            says,
        });
        let early = self.early(kind, today);
        let matters = |condition: &ExemptionCondition| {
            let asked = &condition.requirements;
            asked.is_empty() || asked.iter().any(|r| self.requirements.contains(r))
        };
        let conditions = kind.conditions.iter().flat_map(|condition| {
            let met_when = condition.met_when.as_ref().filter(|_| matters(condition));
            let fails = met_when.filter(|met_when| sheet.truth(met_when) != Truth::Yes);
            fails.map_or_else(Vec::new, |met_when| {
                self.faults(kind, condition, met_when, &sheet, &early)
            })
        });
        let mut unmet: Vec<Unmet> = scope
            .chain(conditions)
            .chain(self.unapproved(kind))
            .collect();
        let told = |id: &QuestionId| unmet.iter().any(|u| u.field.as_ref() == Some(id));
        let mut dates = self.run_out(kind, today, told);
        dates.extend(too_early(kind, early, matters, told));
        unmet.extend(dates);
        unmet
    }

    /// Why a condition does not hold: each answer that is missing, then what is wrong in particular,
    /// and the sentence for all of it where neither says anything.
    fn faults(
        &self,
        kind: &ExemptionKind,
        condition: &ExemptionCondition,
        met_when: &Condition,
        sheet: &Sheet<'_>,
        early: &[(&Question, String)],
    ) -> Vec<Unmet> {
        let fault = |field: Option<&QuestionId>, says: String| Unmet {
            condition: Some(condition.id.clone()),
            field: field.cloned(),
            says,
        };
        let asked = met_when.each_question();
        let missing = asked.iter().filter_map(|id| {
            let question = kind.question(id)?;
            let answer = self.fields.get(*id);
            let is_nothing = answer.is_some_and(|answer| sheet.says_nothing(answer));
            let is_missing = answer.is_none() && !question.optional;
            if !sheet.is_shown(id) || !(is_nothing || is_missing) {
                return None;
            }
            let missing = match &question.missing {
                Some(says) => says.clone(),
                None => format!("Not given: “{}”", question.text),
            };
            let says = match answer {
                Some(answer) => {
                    let words = answer.words(question);
                    format!("“{words}” is no evidence. {missing}")
                }
                None => missing,
            };
            Some(fault(Some(id), says))
        });
        let particular = condition.faults.iter();
        let particular = particular.filter(|f| sheet.truth(&f.when) == Truth::Yes);
        let particular = particular.map(|f| fault(Some(&f.at), sheet.fill(&f.says, Some(&f.when))));
        let mut found: Vec<Unmet> = missing.chain(particular).collect();
        for (question, says) in early.iter().filter(|(q, _)| asked.contains(&&q.id)) {
            let at = Some(&question.id);
            if !found.iter().any(|unmet| unmet.field.as_ref() == at) {
                found.push(fault(at, says.clone()));
            }
        }
        if found.is_empty() {
            let first = asked.into_iter().find(|id| sheet.is_shown(id));
            found.push(fault(first, sheet.fill(&condition.unmet, Some(met_when))));
        }
        found
    }

    /// That it is not approved as it reads.
    fn unapproved(&self, kind: &ExemptionKind) -> Option<Unmet> {
        let approval = kind.approval.as_ref()?;
        let says = match self.life.approvals.last() {
            _ if self.is_approved(kind) => return None,
            None => {
                "It is not approved yet: record the decision, and then the approval.".to_owned()
            }
            Some(last) => {
                let (fields, scope) = last.clone().under(kind).differs_from(&self.relied(kind));
                let covers = scope.then(|| "what it covers".to_owned());
                let known = fields.iter().filter_map(|id| kind.question(id));
                let known = known.map(|question| format!("“{}”", question.text));
                let mut changed: Vec<String> = covers.into_iter().chain(known).collect();
                if fields.iter().any(|id| kind.question(id).is_none()) {
                    changed.push("an answer that is not asked for any more".to_owned());
                }
                let changed = listed(&changed);
                format!("Changed since it was approved: {changed}. Have it approved anew.")
            }
        };
        Some(Unmet {
            condition: Some(approval.condition.clone()),
            field: approval.decision.first().cloned(),
            says,
        })
    }

    /// What there is to know about it on this day; nothing once it has ended.
    pub(crate) fn warnings(
        &self,
        kind: &ExemptionKind,
        standing: &Standing,
        today: Date,
    ) -> Vec<Warned> {
        if self.is_over() {
            return vec![];
        }
        let sheet = Sheet::of_exemption(kind, &self.fields, today);
        let holds = |when: &Condition| sheet.truth(when) == Truth::Yes;
        let warnings = kind.warnings.iter();
        warnings
            .filter(|warning| warning.when.as_ref().is_none_or(holds))
            .map(|warning| Warned {
                says: sheet.fill(&warning.says, warning.when.as_ref()),
                at: warning.at.clone(),
                for_board: warning.board && standing.counts(),
            })
            .collect()
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
}

impl Standing {
    /// Whether it counts.
    pub const fn counts(&self) -> bool {
        matches!(self, Self::Valid { .. })
    }

    /// The last day on which it counts; none where it does not, or has no end.
    pub const fn until(&self) -> Option<Date> {
        match self {
            Self::Valid { until } => *until,
            Self::NotValid { .. } | Self::Closed { .. } | Self::Withdrawn { .. } => None,
        }
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
            Self::Closed { how } => format!("Closed: {how}"),
            Self::Withdrawn { reason } => format!("Withdrawn: {reason}"),
        }
    }
}

impl Assessment {
    /// How an exemption stands on this day; none where there is no such exemption.
    pub fn standing(
        &self,
        asked: &Questionnaire,
        id: ExemptionId,
        today: Date,
    ) -> Option<Standing> {
        let exemption = self.exemptions.get(&id)?;
        Some(match asked.exemption_kind(&exemption.kind) {
            Some(kind) => {
                let others = self.other_systems(asked, id, exemption, kind);
                exemption.standing_with(others, asked, kind, today)
            }
            None => exemption.standing_of_unknown(),
        })
    }

    /// Whether an exemption counts on a day: what [`Self::standing`] says, without why not.
    pub(crate) fn counts(&self, asked: &Questionnaire, id: ExemptionId, day: Date) -> bool {
        let exemption = self.exemptions.get(&id).filter(|e| !e.is_over());
        let kind = exemption.and_then(|e| asked.exemption_kind(&e.kind));
        exemption.zip(kind).is_some_and(|(exemption, kind)| {
            exemption.in_force(kind).unmet(asked, kind, day).is_empty()
                && self.other_systems(asked, id, exemption, kind).is_empty()
        })
    }

    /// That systems have other names than when the exemption was approved: what was decided about one
    /// system is not decided about another that came to have its number.
    fn other_systems(
        &self,
        asked: &Questionnaire,
        id: ExemptionId,
        exemption: &Exemption,
        kind: &ExemptionKind,
    ) -> Vec<Unmet> {
        let register = asked.systems.as_ref();
        let (Some(register), Some(approval)) = (register, kind.approval.as_ref()) else {
            return vec![];
        };
        let name = |system: Option<&System>| {
            system.map_or(String::new(), |s| {
                register.form.name_of(&s.fields).to_owned()
            })
        };
        let covered = exemption.in_force(kind);
        let relied = self.relied_systems.get(&id).into_iter().flatten();
        let renamed = relied
            .filter(|(id, _)| covered.systems.contains(id))
            .map(|(id, then)| (id, name(Some(then)), name(self.systems.get(id))))
            .filter(|(_, then, now)| !then.is_empty() && !now.is_empty())
            .filter(|(_, then, now)| !is_same_name(then, now));
        renamed
            .map(|(id, then, now)| Unmet {
                condition: Some(approval.condition.clone()),
                field: None,
                says: format!(
                    "System {id} was “{then}” when this was approved, and is “{now}” now. Prepare a renewal, \
                     and have it approved for that system as well."
                ),
            })
            .collect()
    }
}
