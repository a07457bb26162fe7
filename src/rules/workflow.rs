//! The steps in the life of an exemption: which events each makes, and why it cannot be taken.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::standing::Unmet;
use crate::facts::{
    Answer, Change, Closure, Coverage, Event, Exemption, ExemptionId, Life, Submission,
};
use crate::questionnaire::{ExemptionKind, QuestionId, Questionnaire};
use crate::text::says_something;

/// A step in the life of an exemption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LifeStep {
    /// Put it to those who approve, as it reads.
    Submit,
    /// Record that it is approved as it reads, the decision included.
    Approve,
    /// Prepare a renewal, while the last approval stays in force.
    Renew,
    /// Give the renewal up: it reads again as it was approved.
    DropRenewal,
    /// End it, because what it exempted is enforced now.
    Close {
        /// What is enforced, and how that is known.
        how: String,
    },
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl Exemption {
    /// The events of a step.
    ///
    /// # Errors
    /// Says why the step cannot be taken, in sentences: what to do first.
    pub fn take(
        &self,
        id: ExemptionId,
        asked: &Questionnaire,
        kind: &ExemptionKind,
        step: LifeStep,
        today: Date,
    ) -> Result<Vec<Event>, Vec<String>> {
        let refuse = |says: &str| Err(vec![says.to_owned()]);
        if self.withdrawn.is_some() {
            return refuse("It was withdrawn. Record another exemption if one is needed.");
        }
        if self.life.closed.is_some() {
            return refuse("It is closed. Record another exemption if one is needed.");
        }
        let ends = matches!(step, LifeStep::Close { .. } | LifeStep::Withdraw { .. });
        if kind.approval.is_none() && !ends {
            return refuse("This kind needs no approval: it has only to be confirmed.");
        }
        let mut life = self.life.clone();
        match step {
            LifeStep::Submit if !life.renewing && self.is_approved(kind) => {
                return refuse(
                    "It is approved as it reads. Begin a renewal to put it forward again.",
                );
            }
            LifeStep::Submit => {
                life.submitted = Some(Submission {
                    on: today,
                    content: self.put_forward(kind),
                });
            }
            LifeStep::Approve => {
                self.can_be_approved(asked, kind, today)?;
                life.approvals.push(self.relied(kind));
                life.end_renewal();
            }
            LifeStep::Renew if life.renewing => {
                return refuse("A renewal is being prepared already.");
            }
            LifeStep::Renew if !self.is_approved(kind) => {
                return refuse("It is not approved as it reads, so there is nothing to renew.");
            }
            LifeStep::Renew => {
                let kept_up = self.fields.iter().filter(|(id, _)| kind.is_kept_up(id));
                life.kept_up = kept_up.map(|(id, a)| (id.clone(), a.clone())).collect();
                life.renewing = true;
            }
            LifeStep::DropRenewal => {
                if self.life.approvals.is_empty() || !life.renewing {
                    return refuse("No renewal is being prepared.");
                }
                life.end_renewal();
                return Ok(self.as_in_force(id, kind, life));
            }
            LifeStep::Close { how } if !says_something(&how) => {
                return refuse("Say what is enforced now, and how that is known.");
            }
            LifeStep::Close { how } => life.closed = Some(Closure { on: today, how }),
            LifeStep::Withdraw { reason } if !says_something(&reason) => return refuse("Say why."),
            LifeStep::Withdraw { reason } => {
                return Ok(vec![Event::Changed(Change::Withdrawn(id, reason))]);
            }
        }
        Ok(vec![Event::Changed(Change::Life(id, Box::new(life)))])
    }

    /// Whether there is a decision to record as an approval.
    fn can_be_approved(
        &self,
        asked: &Questionnaire,
        kind: &ExemptionKind,
        today: Date,
    ) -> Result<(), Vec<String>> {
        let Some(approval) = &kind.approval else {
            return Ok(());
        };
        if !self.life.renewing && self.is_approved(kind) {
            return Err(vec!["It is approved already, as it reads.".to_owned()]);
        }
        let decision = |fields: &BTreeMap<QuestionId, Answer>| -> BTreeMap<QuestionId, Answer> {
            let fields = fields.iter();
            let fields = fields.filter(|(id, _)| approval.decision.contains(id));
            fields.map(|(id, a)| (id.clone(), a.clone())).collect()
        };
        let now = decision(&self.fields);
        let mut earlier = self.life.approvals.iter().map(|a| decision(&a.fields));
        if earlier.any(|earlier| earlier == now) {
            return Err(vec![
                "The decision still reads as it did for an earlier approval. Record the new one \
                 first: who took it, and when."
                    .to_owned(),
            ]);
        }
        let about_decision = |unmet: &Unmet| {
            let field = unmet.field.as_ref();
            unmet.condition.as_ref() == Some(&approval.condition)
                || field.is_some_and(|field| approval.decision.contains(field))
        };
        let mut approved = self.clone();
        approved.life.approvals.push(self.relied(kind));
        approved.life.end_renewal();
        let unmet = approved.unmet(asked, kind, today).into_iter();
        let missing: Vec<String> = unmet.filter(about_decision).map(|u| u.says).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(missing)
        }
    }

    /// The events that let it read again as it is in force: dates that were written for the renewal
    /// must not prolong the earlier approval.
    fn as_in_force(&self, id: ExemptionId, kind: &ExemptionKind, life: Life) -> Vec<Event> {
        let approved = self.in_force(kind).content();
        let (fields, scope) = approved.differs_from(&self.content());
        let mut events = vec![];
        if scope {
            events.push(Event::Changed(Change::Coverage(
                id,
                Coverage {
                    kind: self.kind.clone(),
                    requirements: approved.requirements,
                    scenarios: approved.scenarios,
                    systems: approved.systems,
                },
            )));
        }
        let fields = fields.into_iter();
        events.extend(fields.map(|question| {
            let answer = approved.fields.get(&question).cloned();
            Event::Changed(Change::Field(id, question, answer))
        }));
        events.push(Event::Changed(Change::Life(id, Box::new(life))));
        events
    }

    /// Whether a change of this question would reset an approval that stands; of what it covers,
    /// without a question.
    pub fn would_reset(&self, kind: &ExemptionKind, question: Option<&QuestionId>) -> bool {
        kind.approval.is_some()
            && !self.life.renewing
            && !self.is_over()
            && self.is_approved(kind)
            && !question.is_some_and(|id| kind.is_kept_up(id))
    }
}
