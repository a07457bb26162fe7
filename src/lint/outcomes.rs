//! Questions that are never shown, rules that never decide, outcomes that no answers reach.

use jiff::civil::{Date, date};

use super::Findings;
use super::reach::{Sought, Tree, decides, is_level};
use crate::questionnaire::walk::{At, indicators, numbered, objectives, scenarios};
use crate::questionnaire::{
    Assess, Condition, ExemptionCondition, ExemptionKind, Held, Indicator, Objective, Question,
    Questionnaire, Scenario, SystemsRegister,
};

/// Which day it is does not matter: the dates that are tried lie around it.
pub(super) const TODAY: Date = date(2026, 6, 15);

/// Reports everything that no answers reach.
pub(super) fn look(q: &Questionnaire, findings: &mut Findings) {
    let tree = &Tree::of_questionnaire(q, TODAY);
    let mut seeker = Seeker { tree, findings };
    let form = numbered("organisation.questions".into(), &q.organisation.questions);
    seeker.questions(form, None);
    for (field, scenario) in scenarios(q) {
        seeker.scenario(&field, scenario);
    }
    for (field, objective) in objectives(q) {
        seeker.objective(&field, objective);
    }
    for (field, notice) in numbered("organisation.notices".into(), &q.organisation.notices) {
        let says = "nobody is ever told this, for no answers meet its condition. Correct the condition, or remove the notice";
        seeker.holds(format!("{field}.when"), &notice.when, says);
    }
    for (field, clash) in numbered("cross_checks".into(), &q.cross_checks) {
        let says =
            "no answers ever clash like this. Correct the condition, or remove the cross-check";
        seeker.holds(format!("{field}.when"), &clash.when, says);
    }
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        let tree = &Tree::of_exemption(kind, TODAY);
        Seeker { tree, findings }.exemption(&field, kind);
    }
    if let Some(register) = &q.systems {
        systems(q, register, findings);
    }
}

/// What is counted in the register of systems, and what answers are held against it.
fn systems(q: &Questionnaire, register: &SystemsRegister, findings: &mut Findings) {
    let tree = &Tree::of_entry(&register.form, TODAY);
    let mut seeker = Seeker { tree, findings };
    let questions = numbered("systems.form.questions".into(), &register.form.questions);
    seeker.questions(questions, None);
    for (field, tally) in numbered("systems.tallies".into(), &register.tallies) {
        if let Some(when) = &tally.when {
            let says = "no system is ever counted here, for none meets this condition. Correct the condition, or remove the tally";
            seeker.holds(format!("{field}.when"), when, says);
        }
    }
    let tree = &Tree::of_questionnaire(q, TODAY);
    let mut seeker = Seeker { tree, findings };
    for (field, check) in numbered("systems.checks".into(), &register.checks) {
        if let Some(Held::NoneWhen(when)) = check.held() {
            let says = "no answers ever meet this, so nothing is held against the register. Correct the condition, or remove the check";
            seeker.holds(format!("{field}.exceeds.none_when"), when, says);
        }
    }
}

struct Seeker<'s> {
    tree: &'s Tree<'s>,
    findings: &'s mut Findings,
}

impl Seeker<'_> {
    /// Whether some answers make it hold; reported otherwise.
    fn holds(&mut self, field: String, condition: &Condition, says: &str) -> bool {
        self.judge(field, self.tree.holding(condition), says)
    }

    fn judge(&mut self, field: String, sought: Sought, says: &str) -> bool {
        match sought {
            Sought::Found(_) => return true,
            Sought::Nowhere => self.findings.report(field, says),
            Sought::GaveUp => self.findings.report(
                field,
                "too many combinations of answers bear on this to try them all, and none that was tried reaches it. Make its condition simpler, or ask in fewer questions",
            ),
        }
        false
    }

    fn questions<'q>(
        &mut self,
        questions: impl Iterator<Item = At<&'q Question>>,
        asked: Option<&Condition>,
    ) {
        for (field, question) in questions {
            let Some(shown) = &question.show_when else {
                continue;
            };
            let both = [shown].into_iter().chain(asked).cloned().collect();
            let says = "this question is never shown, for no answers meet its condition. Correct the condition, or remove the question";
            self.holds(format!("{field}.show_when"), &Condition::All(both), says);
        }
    }

    fn scenario(&mut self, field: &str, scenario: &Scenario) {
        let asked = scenario.applies_when.as_ref();
        if let Some(condition) = asked {
            let says = "this scenario is never asked, for no answers meet its condition. Correct the condition, or remove the scenario";
            if !self.holds(format!("{field}.applies_when"), condition, says) {
                return;
            }
        }
        let questions = numbered(format!("{field}.questions"), &scenario.questions);
        self.questions(questions, asked);
        for (field, assess) in numbered(format!("{field}.assess"), &scenario.assess) {
            self.assess(&field, scenario, assess);
        }
    }

    fn assess(&mut self, field: &str, scenario: &Scenario, assess: &Assess) {
        for (number, (field, rule)) in numbered(format!("{field}.rules"), &assess.rules).enumerate()
        {
            let sought = self.tree.holding(&decides(scenario, assess, number));
            let asked = scenario.applies_when.iter();
            let alone = Condition::All([&rule.when].into_iter().chain(asked).cloned().collect());
            let is_late =
                sought == Sought::Nowhere && matches!(self.tree.holding(&alone), Sought::Found(_));
            let says = if is_late {
                "this rule never decides: the rules before it settle every answer that it is for. Move it up, or remove it"
            } else {
                "this rule never decides, for no answers meet its condition. Correct the condition, or remove the rule"
            };
            self.judge(format!("{field}.when"), sought, says);
        }
        let otherwise = decides(scenario, assess, assess.rules.len());
        let says = "no answers get here: the rules settle every case. Let one of them be what holds otherwise";
        self.holds(format!("{field}.otherwise"), &otherwise, says);
    }

    fn objective(&mut self, field: &str, objective: &Objective) {
        let mut sound = true;
        for (field, indicator) in indicators(field, objective) {
            sound &= self.indicator(&field, indicator);
        }
        // A level cannot be reached either when an indicator cannot: one finding is enough.
        if !sound {
            return;
        }
        // The lowest level is reached wherever one of its indicators holds, which was looked at.
        let says =
            "no answers reach this level. Compare its indicators with those of the other levels";
        for (number, (field, level)) in
            numbered(format!("{field}.levels"), &objective.levels).enumerate()
        {
            // What is not asked about keeps its level from being reached, and says so itself.
            if level.indicators.iter().all(|i| i.holds_when.is_some()) {
                self.holds(field, &is_level(objective, number), says);
            }
        }
    }

    fn indicator(&mut self, field: &str, indicator: &Indicator) -> bool {
        let Some(condition) = &indicator.holds_when else {
            return true;
        };
        let field = format!("{field}.holds_when");
        let never = "this indicator never holds, for no answers meet its condition. Correct the condition, or remove the indicator";
        let always = "this indicator holds whatever is answered. Correct the condition, or remove the indicator";
        self.holds(field.clone(), condition, never)
            && self.holds(field, &condition.clone().negated(), always)
    }

    fn exemption(&mut self, field: &str, kind: &ExemptionKind) {
        for (field, step) in numbered(format!("{field}.steps"), &kind.steps) {
            self.questions(numbered(field + ".questions", &step.questions), None);
        }
        let mut each = true;
        for (field, condition) in numbered(format!("{field}.conditions"), &kind.conditions) {
            let Some(met) = &condition.met_when else {
                continue;
            };
            let at = field;
            let field = format!("{at}.met_when");
            let never =
                "no exemption ever meets this, so none of this kind counts. Correct the condition";
            let always = "every exemption meets this, whatever its form says. Correct the condition, or leave it out to have it shown only";
            let can_be_met = self.holds(field.clone(), met, never);
            self.faults(&at, condition);
            each &= can_be_met;
            if can_be_met {
                self.judge(field, self.tree.not_holding(met), always);
            }
        }
        if each {
            self.together(field, kind);
        }
    }

    /// What can be wrong with a condition in particular.
    fn faults(&mut self, field: &str, condition: &ExemptionCondition) {
        for (field, fault) in numbered(format!("{field}.faults"), &condition.faults) {
            let says = "nobody is ever told this, for no answers meet its condition. Correct the condition, or remove the fault";
            self.holds(format!("{field}.when"), &fault.when, says);
        }
    }

    /// Whether an exemption can meet all of its conditions at once, for each requirement.
    fn together(&mut self, field: &str, kind: &ExemptionKind) {
        for requirement in &kind.requirements {
            let matter = kind.conditions.iter().filter(|condition| {
                condition.requirements.is_empty() || condition.requirements.contains(requirement)
            });
            let met = matter.filter_map(|condition| condition.met_when.clone());
            let says = format!(
                "no exemption of this kind ever counts for {requirement}: each condition can be met, but not all of them at once. Correct the one that contradicts the others"
            );
            let all = Condition::All(met.collect());
            if !self.holds(format!("{field}.conditions"), &all, &says) {
                return;
            }
        }
    }
}
