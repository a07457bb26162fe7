//! Matches what two records say, id by id.

use std::collections::{BTreeMap, BTreeSet};

use super::{Differs, Direction, ExemptionDiffers, Moved, OneSide, Verdict, rank};
use crate::facts::{Answer, Assessment, At, ExemptionId, Register, Value, stays};
use crate::questionnaire::{
    ObjectiveId, Question, QuestionId, Questionnaire, RequirementId, ScenarioId,
};
use crate::rules::{Missing, ObjectiveResult, Outcome, Reached};

/// The questions of one that the other does not ask.
pub(super) fn only(one: OneSide<'_>, other: OneSide<'_>) -> Vec<Question> {
    let questions = one.questionnaire.questions();
    let gone = questions.filter(|q| other.questionnaire.question(&q.id).is_none());
    gone.cloned().collect()
}

/// Two records beside each other.
pub(super) struct Both<'a> {
    pub earlier: OneSide<'a>,
    pub later: OneSide<'a>,
}

impl<'a> Both<'a> {
    /// What both know by an id: as the later one has it, or else the earlier one.
    fn known<T>(&self, find: impl Fn(&'a Questionnaire) -> Option<T>) -> Option<T> {
        find(self.later.questionnaire).or_else(|| find(self.earlier.questionnaire))
    }

    /// The ids of both, in the order of the later one; those that only the earlier one has follow.
    fn ids<T: Clone + PartialEq>(&self, of: impl Fn(OneSide<'a>) -> Vec<T>) -> Vec<T> {
        let mut ids = of(self.later);
        let gone = of(self.earlier).into_iter();
        let gone: Vec<T> = gone.filter(|id| !ids.contains(id)).collect();
        ids.extend(gone);
        ids
    }

    /// The requirements whose outcomes differ.
    pub(super) fn requirements(&self) -> Vec<Moved<RequirementId>> {
        let ids = self.ids(|side| {
            let all = side.results.requirements.iter();
            all.map(|r| r.id.clone()).collect()
        });
        let found = ids.into_iter().filter_map(|id| {
            let outcome = |side: OneSide<'_>| {
                let mut all = side.results.requirements.iter();
                all.find(|r| r.id == id).map(|r| r.outcome)
            };
            let (from, to) = (outcome(self.earlier), outcome(self.later));
            let what = self.requirement(&id);
            moved(id.clone(), what, from, to)
        });
        found.collect()
    }

    fn requirement(&self, id: &RequirementId) -> String {
        let known = self.known(|asked| asked.requirement(id));
        known.map_or_else(
            || id.to_string(),
            |r| format!("{} ({}): {}", r.id, r.force.words(), r.title),
        )
    }

    /// The scenarios whose outcomes differ, where either record asks them.
    pub(super) fn scenarios(&self) -> Vec<Moved<(ScenarioId, RequirementId)>> {
        let ids = self.ids(|side| {
            let asked = side.results.asked();
            let pairs = asked.flat_map(|s| {
                let findings = s.findings.iter();
                findings.map(|f| (s.id.clone(), f.requirement.clone()))
            });
            pairs.collect()
        });
        let found = ids.into_iter().filter_map(|(scenario, requirement)| {
            let outcome = |side: OneSide<'_>| {
                let result = side.results.scenario(&scenario).filter(|s| s.asked)?;
                let mut findings = result.findings.iter();
                let finding = findings.find(|f| f.requirement == requirement);
                finding.map(|f| f.outcome)
            };
            let (from, to) = (outcome(self.earlier), outcome(self.later));
            let title = self.known(|asked| asked.scenario(&scenario));
            let title = title.map_or_else(|| scenario.to_string(), |s| s.title.clone());
            let what = format!("{title}, for {requirement}");
            moved((scenario.clone(), requirement.clone()), what, from, to)
        });
        found.collect()
    }

    /// The objectives that reach another level.
    pub(super) fn objectives(&self) -> Vec<Moved<ObjectiveId>> {
        let ids = self.ids(|side| {
            let all = side.results.objectives.iter();
            all.map(|o| o.id.clone()).collect()
        });
        let found = ids.into_iter().filter_map(|id| {
            let verdict = |side: OneSide<'_>| {
                let mut all = side.results.objectives.iter();
                level(side.questionnaire, all.find(|o| o.id == id)?)
            };
            let (from, to) = (verdict(self.earlier), verdict(self.later));
            let objective = self.known(|asked| asked.objective(&id));
            let rank = |verdict: &Option<Verdict>| match (verdict, objective) {
                (Some(Verdict::Level(level, _)), Some(objective)) => {
                    objective.scale().position(|l| l.id == *level)
                }
                _ => None,
            };
            let title = objective.map_or("", |o| o.title.as_str());
            // A level that is only called otherwise is the same.
            let is_same = match (&from, &to) {
                (Some(Verdict::Level(from, _)), Some(Verdict::Level(to, _))) => from == to,
                (from, to) => from == to,
            };
            (!is_same).then(|| Moved {
                what: format!("{id}: {title}"),
                direction: Direction::between(rank(&from), rank(&to)),
                id: id.clone(),
                from,
                to,
            })
        });
        found.collect()
    }

    /// All subjects on which they do not say the same.
    pub(super) fn differences(&self) -> Vec<Differs> {
        let questions = self.ids(|side| {
            let all = side.questionnaire.questions();
            all.map(|q| q.id.clone()).collect()
        });
        let scenarios = self.ids(|side| {
            let all = side.questionnaire.scenarios();
            all.map(|s| s.id.clone()).collect()
        });
        let place = |subject: &At| {
            if let At::Question(id) = subject {
                questions.iter().position(|other| other == id)
            } else if let Some(id) = subject.scenario() {
                scenarios.iter().position(|other| other == id)
            } else {
                Some(0)
            }
        };
        let subjects = Assessment::places([self.earlier.state, self.later.state]).into_iter();
        let mut found: Vec<Differs> = subjects.filter_map(|s| self.differs(s)).collect();
        // Those of one place stay in the order of their kinds.
        found.sort_by_key(|differs| place(&differs.subject).unwrap_or(usize::MAX));
        found
    }

    fn differs(&self, subject: At) -> Option<Differs> {
        let (earlier, later) = (self.earlier.state, self.later.state);
        let (before, now) = (earlier.get(&subject), later.get(&subject));
        let stays = |content: &Value| self.means_the_same(&subject, content);
        if before == now && before.as_ref().is_none_or(stays) {
            return None;
        }
        let is_asked = matches!(subject, At::Question(_) | At::Field(..));
        let knows = |side: OneSide<'_>| {
            let scenario = subject.scenario();
            let knows_scenario =
                scenario.is_none_or(|id| side.questionnaire.scenario(id).is_some());
            knows_scenario && (!is_asked || subject.asked(side.state, side.questionnaire).is_some())
        };
        let says = if knows(self.later) || !knows(self.earlier) {
            self.later
        } else {
            self.earlier
        };
        let read = |content: Option<Value>, side: OneSide<'_>| {
            let (state, asked) = (side.state, side.questionnaire);
            content.map(|content| content.words(&subject, state, state, asked))
        };
        Some(Differs {
            what: subject.words(says.state, says.questionnaire),
            from: read(before, self.earlier),
            to: read(now, self.later),
            subject,
        })
    }

    /// Whether what both say of a subject alike says the same in both: 40 accounts are not 40 systems.
    fn means_the_same(&self, subject: &At, content: &Value) -> bool {
        let (earlier, later) = (self.earlier, self.later);
        let entry = |register: Register, fields: &BTreeMap<QuestionId, Answer>| {
            let asked = |side: OneSide<'a>, id: &QuestionId| {
                side.state
                    .known_entry_field(side.questionnaire, register, id)
            };
            let mut fields = fields.iter();
            fields.all(|(id, answer)| is_same(answer, asked(earlier, id), asked(later, id)))
        };
        match content {
            Value::Answer(answer) => {
                let asked = |side: OneSide<'a>| subject.asked(side.state, side.questionnaire);
                is_same(answer, asked(earlier), asked(later))
            }
            Value::System(system) => entry(Register::Systems, &system.fields),
            Value::Listed(evidence) => entry(Register::Evidence, &evidence.fields),
            Value::Version(_)
            | Value::Words(_)
            | Value::Note(_)
            | Value::Coverage(..)
            | Value::Life(..)
            | Value::File(_)
            | Value::Origin(_)
            | Value::Action(_)
            | Value::SignOff(_) => true,
        }
    }

    /// The exemptions that differ, each with its own of these details.
    pub(super) fn exemptions(&self, details: &[Differs]) -> Vec<ExemptionDiffers> {
        let ids = self.ids(|side| side.state.exemptions.keys().copied().collect());
        let ids: BTreeSet<ExemptionId> = ids.into_iter().collect();
        let found = ids.into_iter().filter_map(|id| {
            let of_it = |differs: &&Differs| differs.subject.exemption() == Some(id);
            let standing = |side: OneSide<'_>| side.results.exemptions.get(&id).cloned();
            let differs = ExemptionDiffers {
                id,
                name: self.name(id),
                from: standing(self.earlier),
                to: standing(self.later),
                details: details.iter().filter(of_it).cloned().collect(),
            };
            (differs.from != differs.to || !differs.details.is_empty()).then_some(differs)
        });
        found.collect()
    }

    /// The name that the later record gives, as long as it gives one.
    fn name(&self, id: ExemptionId) -> String {
        let named = |side: OneSide<'_>| {
            let exemption = side.state.exemptions.get(&id)?;
            let kind = side.state.known_kind(side.questionnaire, &exemption.kind)?;
            let is_named = exemption.fields.contains_key(&kind.name);
            Some((is_named, exemption.name(kind)))
        };
        let names = [named(self.later), named(self.earlier)];
        let mut names: Vec<(bool, String)> = names.into_iter().flatten().collect();
        names.sort_by_key(|(is_named, _)| !is_named);
        let name = names.into_iter().next();
        name.map_or_else(|| id.to_string(), |(_, name)| name)
    }
}

/// Whether one answer says the same to both questions; whichever file knows that it does.
fn is_same(answer: &Answer, earlier: Option<&Question>, later: Option<&Question>) -> bool {
    let both = earlier.zip(later);
    both.is_none_or(|(earlier, later)| {
        stays(answer, earlier, later) || stays(answer, later, earlier)
    })
}

fn moved<Id>(
    id: Id,
    what: String,
    from: Option<Outcome>,
    to: Option<Outcome>,
) -> Option<Moved<Id>> {
    (from != to).then(|| Moved {
        id,
        what,
        direction: Direction::between(from.and_then(rank), to.and_then(rank)),
        from: from.map(Verdict::Outcome),
        to: to.map(Verdict::Outcome),
    })
}

fn level(asked: &Questionnaire, result: &ObjectiveResult) -> Option<Verdict> {
    Some(match &result.reached {
        Reached::Level(id) => {
            let level = asked.objective(&result.id)?.level(id)?;
            Verdict::Level(id.clone(), level.title.clone())
        }
        Reached::Open(Missing::Answer) => Verdict::Outcome(Outcome::NotAnswered),
        Reached::Open(Missing::Knowledge) => Verdict::Outcome(Outcome::DontKnow),
        Reached::NotAsked => Verdict::Outcome(Outcome::NotAsked),
    })
}
