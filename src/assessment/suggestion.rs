//! What could be done next, as long as nobody has taken it up: to find out what is not known, to mend
//! what falls short, and to end what rests on an exemption.

use super::action::{Action, Due};
use super::answer::Answer;
use super::event::ExemptionId;
use super::exemption::{Exemption, Standing};
use super::outcome::Outcome;
use super::results::Results;
use super::state::Assessment;
use crate::questionnaire::{ExemptionKind, QuestionId, Questionnaire, Scenario, ScenarioId};
use crate::text::capitalised;

/// Something that an assessment suggests to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The scenario that it comes from.
    pub scenario: ScenarioId,
    /// What is to be done, as an imperative sentence; empty for one that a person has to word.
    pub what: String,
    /// The role that would see to it; empty where nobody can say.
    pub owner: String,
    /// The question that nobody could answer, for finding out.
    pub finds_out: Option<QuestionId>,
    /// Until when, where a plan says so.
    pub due: Due,
    /// The exemption that it would end, for the plan of one.
    pub ends: Option<ExemptionId>,
}

impl Suggestion {
    /// Something to do in a scenario that a person words.
    pub const fn blank(scenario: ScenarioId) -> Self {
        Self {
            scenario,
            what: String::new(),
            owner: String::new(),
            finds_out: None,
            due: Due::NotGiven,
            ends: None,
        }
    }

    /// The action that takes it up.
    pub fn taken_up(self) -> Action {
        Action {
            what: self.what,
            owner: self.owner,
            finds_out: self.finds_out,
            due: self.due,
            ends: self.ends,
            ..Action::blank(self.scenario)
        }
    }
}

/// Everything that is suggested, scenario by scenario: first what to find out, then what to mend,
/// then the plans of exemptions.
///
/// A question that nobody could answer is suggested until an action finds it out; the next step of
/// a finding, until its scenario has an action that is about more than finding out; the plan of an
/// exemption, until an action is to end it.
pub fn suggestions(
    questionnaire: &Questionnaire,
    state: &Assessment,
    results: &Results,
) -> Vec<Suggestion> {
    let asked = results.asked();
    asked
        .filter_map(|result| questionnaire.scenario(&result.id))
        .flat_map(|scenario| suggestions_in(questionnaire, scenario, state, results))
        .collect()
}

/// The same for one scenario.
pub fn suggestions_in(
    questionnaire: &Questionnaire,
    scenario: &Scenario,
    state: &Assessment,
    results: &Results,
) -> Vec<Suggestion> {
    let mut found = unknown(scenario, state, results);
    found.extend(shortfalls(scenario, state, results));
    found.extend(plans(questionnaire, scenario, state, results));
    found
}

/// The plans of the exemptions in force. Each stands in the first of the scenarios that rest on it.
fn plans(
    questionnaire: &Questionnaire,
    scenario: &Scenario,
    state: &Assessment,
    results: &Results,
) -> Vec<Suggestion> {
    let rests_on = |id: &ExemptionId| {
        let mut resting = results.asked();
        let first = resting.find(|s| s.findings.iter().any(|f| f.exemptions.contains(id)));
        first.is_some_and(|first| first.id == scenario.id)
    };
    let is_taken_up = |id: &ExemptionId| state.actions.values().any(|a| a.ends == Some(*id));
    let counts = |id: &ExemptionId| results.exemptions.get(id).is_some_and(Standing::counts);
    let exemptions = state.exemptions.iter();
    let exemptions = exemptions.filter(|(id, _)| counts(id) && !is_taken_up(id) && rests_on(id));
    exemptions
        .filter_map(|(id, exemption)| {
            let kind = questionnaire.exemption_kind(&exemption.kind)?;
            let plan = planned(&exemption.in_force(kind), kind, scenario.id.clone())?;
            Some(Suggestion {
                ends: Some(*id),
                ..plan
            })
        })
        .collect()
}

/// What the plan of an exemption says is to be done; nothing where its kind has no plan, or no step
/// is given.
fn planned(exemption: &Exemption, kind: &ExemptionKind, at: ScenarioId) -> Option<Suggestion> {
    let plan = kind.plan.as_ref()?;
    let text = |id: &QuestionId| match exemption.fields.get(id) {
        Some(Answer::Text(words)) => Some(words.clone()),
        _ => None,
    };
    let due = match exemption.fields.get(&plan.until) {
        Some(Answer::Date(day)) => Due::On(*day),
        _ => plan
            .no_date
            .as_ref()
            .and_then(text)
            .map_or(Due::NotGiven, Due::NoDate),
    };
    Some(Suggestion {
        what: text(&plan.step)?,
        owner: text(&plan.owner).unwrap_or_default(),
        due,
        ..Suggestion::blank(at)
    })
}

fn unknown(scenario: &Scenario, state: &Assessment, results: &Results) -> Vec<Suggestion> {
    let is_taken_up = |id: &QuestionId| {
        let mut actions = state.actions.values();
        actions.any(|action| action.finds_out.as_ref() == Some(id))
    };
    let questions = scenario.questions.iter().filter(|q| {
        results.shown.contains(&q.id)
            && state.answers.get(&q.id) == Some(&Answer::DontKnow)
            && !is_taken_up(&q.id)
    });
    questions
        .filter_map(|question| {
            let who = question.dont_know.as_ref()?;
            Some(Suggestion {
                what: who.action.clone(),
                owner: capitalised(&who.ask),
                finds_out: Some(question.id.clone()),
                ..Suggestion::blank(scenario.id.clone())
            })
        })
        .collect()
}

fn shortfalls(scenario: &Scenario, state: &Assessment, results: &Results) -> Vec<Suggestion> {
    let mut actions = state.actions.values();
    if actions.any(|action| action.scenario == scenario.id && action.finds_out.is_none()) {
        return vec![];
    }
    let result = results.scenario(&scenario.id);
    let findings = result.map_or(&[][..], |result| &result.findings);
    let mut found: Vec<Suggestion> = vec![];
    for finding in findings {
        let falls_short = matches!(finding.outcome, Outcome::PartlyMet | Outcome::NotMet);
        if let Some(next) = finding.next.as_ref().filter(|_| falls_short)
            && !found.iter().any(|s| s.what == *next)
        {
            found.push(Suggestion {
                what: next.clone(),
                ..Suggestion::blank(scenario.id.clone())
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::assessment::{ActionId, Event};
    use crate::questionnaire::built_in;

    fn suggested(state: &Assessment) -> Vec<Suggestion> {
        let asked = built_in().unwrap();
        let results = Results::of(&asked, state, date(2026, 11, 24));
        suggestions(&asked, state, &results)
    }

    fn answered(question: &str, answer: Answer) -> Event {
        Event::Answered {
            question: question.try_into().unwrap(),
            answer,
        }
    }

    #[test]
    fn what_nobody_knows_is_suggested_with_a_role_until_an_action_finds_it_out() {
        let mut state = Assessment::default();
        state
            .apply(2, &answered("vpn-mfa", Answer::DontKnow))
            .unwrap();
        let found = suggested(&state);
        let [one] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert!(one.what.ends_with('.') && !one.owner.is_empty(), "{one:?}");
        let taken_up = Event::ActionWritten {
            action: ActionId(1),
            content: Action {
                what: "Worded by a person.".into(),
                ..one.clone().taken_up()
            },
        };
        state.apply(3, &taken_up).unwrap();
        assert!(suggested(&state).is_empty());
        // To find out is not yet to mend.
        let none = Answer::Choice("none".try_into().unwrap());
        state.apply(4, &answered("vpn-mfa", none)).unwrap();
        let found = suggested(&state);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].finds_out, None);
    }

    #[test]
    fn a_shortfall_suggests_its_next_step_until_the_scenario_has_an_action() {
        let mut state = Assessment::default();
        let none = Answer::Choice("none".try_into().unwrap());
        state.apply(2, &answered("vpn-mfa", none)).unwrap();
        let found = suggested(&state);
        assert_eq!(found.len(), 1, "{found:?}");
        let own = Event::ActionWritten {
            action: ActionId(1),
            content: Suggestion::blank(found[0].scenario.clone()).taken_up(),
        };
        state.apply(3, &own).unwrap();
        assert!(suggested(&state).is_empty());
    }
}
