//! What could be done next, as long as nobody has taken it up: to find out what is not known, to mend
//! what falls short, and to end what rests on an exemption.

use std::collections::BTreeSet;

use super::results::Results;
use super::standing::Standing;
use crate::facts::{Action, Answer, Assessment, Due, Exemption, ExemptionId, FindingId};
use crate::questionnaire::{ExemptionKind, QuestionId, Questionnaire, Scenario, ScenarioId};
use crate::text::{capitalised, is_same_name};

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
    /// The findings whose next step it is.
    pub towards: BTreeSet<FindingId>,
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
            towards: BTreeSet::new(),
        }
    }

    /// The action that takes it up. What it closes, only a person can say.
    pub fn taken_up(self) -> Action {
        Action {
            what: self.what,
            owner: self.owner,
            finds_out: self.finds_out,
            due: self.due,
            ends: self.ends,
            towards: self.towards,
            ..Action::blank(self.scenario)
        }
    }
}

/// Everything that is suggested, scenario by scenario: first what to find out, then what to mend,
/// then the plans of exemptions.
///
/// A question that nobody could answer is suggested until an action finds it out; the plan of an
/// exemption, until an action is to end it. The next step of a finding is suggested until an open
/// action is said to work towards that finding or to close it, or an action has the step's words:
/// that an action merely stands in the scenario takes up nothing.
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
pub(crate) fn suggestions_in(
    questionnaire: &Questionnaire,
    scenario: &Scenario,
    state: &Assessment,
    results: &Results,
) -> Vec<Suggestion> {
    let mut found = unknown(scenario, state, results);
    found.extend(shortfalls(questionnaire, scenario, state, results));
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

/// The next steps of what falls short, those with the same words as one.
fn shortfalls(
    questionnaire: &Questionnaire,
    scenario: &Scenario,
    state: &Assessment,
    results: &Results,
) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = vec![];
    let of_it = results
        .findings()
        .filter(|(id, _)| id.scenario == scenario.id);
    for (id, finding) in of_it.filter(|(_, finding)| finding.outcome.falls_short()) {
        let Some(next) = &finding.next else { continue };
        let mut actions = state.actions.values();
        if actions.any(|action| takes_up(action, &id, next, questionnaire)) {
            continue;
        }
        match found.iter_mut().find(|s| s.what == *next) {
            Some(same) => {
                same.towards.insert(id);
            }
            None => found.push(Suggestion {
                what: next.clone(),
                towards: [id].into(),
                ..Suggestion::blank(scenario.id.clone())
            }),
        }
    }
    found
}

/// Whether an action takes up this step of a finding.
fn takes_up(action: &Action, id: &FindingId, step: &str, asked: &Questionnaire) -> bool {
    // What was done and has closed nothing says only that this very step was tried.
    let has_its_words = is_same_name(&action.what, step);
    if action.says_what_it_is_about() {
        let is_about = action.towards.contains(id) || action.closes.contains(id);
        return is_about && (has_its_words || !action.is_done());
    }
    // Where the scenario that the action comes from has a step of these words, it means that one.
    let is_elsewhere = action.scenario != id.scenario;
    has_its_words && !(is_elsewhere && has_step(asked, &action.scenario, step))
}

/// Whether a rule of this scenario leads to this step.
fn has_step(asked: &Questionnaire, scenario: &ScenarioId, step: &str) -> bool {
    let assess = asked.scenario(scenario).map_or(&[][..], |s| &s.assess);
    let mut findings = assess.iter().flat_map(|assess| {
        let rules = assess.rules.iter().map(|rule| &rule.then);
        rules.chain([&assess.otherwise])
    });
    findings.any(|f| {
        f.next
            .as_deref()
            .is_some_and(|next| is_same_name(next, step))
    })
}

#[cfg(test)]
mod tests {
    use crate::facts::Change;
    use jiff::civil::date;

    use super::*;
    use crate::facts::{ActionId, Event, Progress};
    use crate::questionnaire::{built_in, load};

    fn suggested(state: &Assessment) -> Vec<Suggestion> {
        let asked = built_in().unwrap();
        let results = Results::of(&asked, state, date(2026, 11, 24));
        suggestions(&asked, state, &results)
    }

    fn answered(question: &str, answer: Answer) -> Event {
        Event::Changed(Change::Answer(question.try_into().unwrap(), Some(answer)))
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
        let taken_up = Event::Changed(Change::Action(
            ActionId(1),
            Some(Action {
                what: "Worded by a person.".into(),
                ..one.clone().taken_up()
            }),
        ));
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
    fn a_step_is_suggested_until_an_action_takes_up_that_step() {
        let mut state = Assessment::default();
        let none = Answer::Choice("none".try_into().unwrap());
        state.apply(2, &answered("vpn-mfa", none)).unwrap();
        let [step] = suggested(&state).try_into().unwrap();
        let with = |action: Action| {
            let mut state = state.clone();
            state.actions.insert(ActionId(1), action);
            suggested(&state)
        };
        let vpn: FindingId = "vpn:R1".parse().unwrap();
        assert_eq!(step.towards, [vpn.clone()].into());
        let mugs = Action {
            what: "Order new mugs".into(),
            ..Action::blank(step.scenario.clone())
        };
        assert_eq!(
            with(mugs.clone()),
            std::slice::from_ref(&step),
            "it is about something else"
        );
        let email: FindingId = "email:R1".parse().unwrap();
        let other = Action {
            towards: [email].into(),
            ..step.clone().taken_up()
        };
        assert_eq!(
            with(other),
            std::slice::from_ref(&step),
            "it is said to be about another finding"
        );
        // What takes it up: somebody has said so, or it has the words of the step.
        let reworded = Action {
            what: "In our own words.".into(),
            ..step.clone().taken_up()
        };
        let closing = Action {
            closes: [vpn].into(),
            ..mugs.clone()
        };
        let elsewhere = Action {
            what: step.what.to_uppercase(),
            ..Action::blank("email".try_into().unwrap())
        };
        for action in [reworded.clone(), closing, elsewhere] {
            assert_eq!(with(action.clone()), [], "{action:?}");
        }
        // Something else that was done, and has not closed it, is not this step.
        let done = Action {
            progress: Progress::Done,
            ..reworded
        };
        assert_eq!(with(done), std::slice::from_ref(&step));
        let done = Action {
            progress: Progress::Done,
            ..step.clone().taken_up()
        };
        assert_eq!(with(done), [], "it was this very step");
    }

    #[test]
    fn the_same_words_in_two_scenarios_are_two_steps() {
        let mut state = Assessment::default();
        let mut asked = load(include_bytes!("../../tests/backups.json")).unwrap();
        let scenarios = asked.groups.iter_mut().flat_map(|g| &mut g.scenarios);
        for assess in scenarios.flat_map(|s| &mut s.assess) {
            for rule in &mut assess.rules {
                rule.then.next = rule.then.next.take().map(|_| "Put it right.".into());
            }
        }
        for question in ["restore-done", "reported"] {
            let no = match question {
                "reported" => "never",
                _ => "no",
            };
            let answer = Answer::Choice(no.try_into().unwrap());
            state.answers.insert(question.try_into().unwrap(), answer);
        }
        let found = |state: &Assessment| {
            let results = Results::of(&asked, state, date(2026, 11, 24));
            suggestions(&asked, state, &results)
        };
        let both = found(&state);
        assert_eq!(both.len(), 2, "{both:?}");
        // An action of old that says nothing but the words means the scenario where it stands.
        let old = Action {
            towards: [].into(),
            ..both[0].clone().taken_up()
        };
        state.actions.insert(ActionId(1), old);
        assert_eq!(found(&state), both[1..]);
    }
}
