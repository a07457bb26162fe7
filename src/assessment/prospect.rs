//! What an action would change once it is done.

use super::action::Action;
use super::judge::worst;
use super::outcome::Outcome;
use super::results::{Finding, RequirementResult, Results};
use crate::questionnaire::{RequirementId, ScenarioId};
use crate::text::listed;

/// What becomes of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The requirement.
    pub requirement: RequirementId,
    /// What it is now.
    pub from: Outcome,
    /// What it is then, as long as nothing else changes.
    pub to: Outcome,
}

impl Action {
    /// What becomes of the requirements on which it bears, once it is done and the answers say so:
    /// what rests on the exemption that it ends is enforced then, or else what falls short in its
    /// scenario is mended. Nothing of what is to be found out: nobody knows what will be found.
    pub fn prospects(&self, results: &Results) -> Vec<Prospect> {
        if self.is_done() || self.finds_out.is_some() {
            return vec![];
        }
        let rests = |f: &Finding| self.ends.is_some_and(|id| f.exemptions.contains(&id));
        let findings = || {
            let asked = results.asked();
            asked.flat_map(|scenario| scenario.findings.iter().map(move |f| (&scenario.id, f)))
        };
        // An exemption that does not count carries nothing: what is left is what falls short.
        let ends = findings().any(|(_, finding)| rests(finding));
        let is_mended = |scenario: &ScenarioId, finding: &Finding| match ends {
            true => rests(finding),
            false => {
                let falls_short = matches!(finding.outcome, Outcome::NotMet | Outcome::PartlyMet);
                falls_short && *scenario == self.scenario
            }
        };
        let prospect = |now: &RequirementResult| {
            let of_it = || findings().filter(|(_, finding)| finding.requirement == now.id);
            let bears_on = of_it().any(|(scenario, finding)| is_mended(scenario, finding));
            let then = of_it().map(|(scenario, finding)| {
                // What others carry too stays carried.
                let is_last = finding.exemptions.len() < 2;
                match is_last && is_mended(scenario, finding) {
                    true => Outcome::Met,
                    false => finding.outcome,
                }
            });
            bears_on.then(|| Prospect {
                requirement: now.id.clone(),
                from: now.outcome,
                to: worst(then).unwrap_or(Outcome::NotApplicable),
            })
        };
        results.requirements.iter().filter_map(prospect).collect()
    }

    /// The same as a sentence or two; empty where it changes no outcome that can be foreseen.
    pub fn prospect_words(&self, results: &Results) -> String {
        if !self.is_done()
            && let Some(question) = &self.finds_out
        {
            let open = results.scenario(&self.scenario).into_iter();
            let open = open.flat_map(|scenario| &scenario.findings);
            let open = open.filter(|finding| finding.outcome == Outcome::DontKnow);
            let open: Vec<String> = open.map(|f| f.requirement.to_string()).collect();
            let is_asked = results.shown.contains(question);
            return match open.is_empty() || !is_asked {
                true => String::new(),
                false => format!("When this is known, {} can be judged here.", listed(&open)),
            };
        }
        let prospects = self.prospects(results);
        let sentences: Vec<String> = prospects.iter().map(Prospect::words).collect();
        sentences.join(" ")
    }
}

impl Prospect {
    /// It as a sentence.
    pub fn words(&self) -> String {
        let id = &self.requirement;
        let (from, to) = (in_a_sentence(self.from), in_a_sentence(self.to));
        match self.from == self.to {
            true => format!("When done, {id} is mended here, and stays {to} for other reasons."),
            false => format!("When done, {id} goes from {from} to {to}."),
        }
    }
}

fn in_a_sentence(outcome: Outcome) -> String {
    match outcome {
        Outcome::DontKnow => "not known".to_owned(),
        other => other.words().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::assessment::{Answer, Assessment, Event, Suggestion};
    use crate::questionnaire::built_in;

    fn choose(state: &mut Assessment, question: &str, choice: &str) {
        let event = Event::Answered {
            question: question.try_into().unwrap(),
            answer: Answer::Choice(choice.try_into().unwrap()),
        };
        state.apply(2, &event).unwrap();
    }

    /// What an action on a scenario promises, and what comes of it once the answer follows.
    #[test]
    fn what_is_promised_for_the_answers_comes_true_once_they_follow() {
        let asked = built_in().unwrap();
        let today = date(2026, 11, 24);
        let mut state = Assessment::default();
        choose(&mut state, "vpn-mfa", "none");
        let before = Results::of(&asked, &state, today);
        let vpn = asked.scenario(&"vpn".try_into().unwrap()).unwrap();
        let action = Suggestion::blank(vpn.id.clone()).taken_up();
        let [promised] = action.prospects(&before).try_into().unwrap();
        assert_eq!(promised.requirement.as_str(), "R1");
        assert_eq!(promised.from, Outcome::NotMet);
        let words = action.prospect_words(&before);
        assert_eq!(words, "When done, R1 goes from not met to not answered.");
        choose(&mut state, "vpn-mfa", "all");
        choose(&mut state, "vpn-factor", "second");
        let event = Event::Answered {
            question: "vpn-bypass".try_into().unwrap(),
            answer: Answer::Choices([].into()),
        };
        state.apply(3, &event).unwrap();
        let after = Results::of(&asked, &state, today);
        assert_eq!(
            after.scenario(&vpn.id).unwrap().outcome(),
            Some(Outcome::Met)
        );
        let outcome = after.requirements.iter().find(|r| r.id.as_str() == "R1");
        assert_eq!(outcome.unwrap().outcome, promised.to);
        assert!(
            action.prospects(&after).is_empty(),
            "nothing is left to mend"
        );
    }

    #[test]
    fn nothing_is_promised_of_what_is_done_or_has_to_be_found_out() {
        let asked = built_in().unwrap();
        let mut state = Assessment::default();
        choose(&mut state, "vpn-mfa", "none");
        let results = Results::of(&asked, &state, date(2026, 11, 24));
        let action = Suggestion::blank("vpn".try_into().unwrap()).taken_up();
        let done = Action {
            progress: crate::assessment::Progress::Done,
            ..action.clone()
        };
        assert_eq!(done.prospect_words(&results), "");
        let finds_out = Action {
            finds_out: Some("vpn-mfa".try_into().unwrap()),
            ..action
        };
        assert!(finds_out.prospects(&results).is_empty());
        assert_eq!(finds_out.prospect_words(&results), "", "it is known");
        let event = Event::Answered {
            question: "vpn-mfa".try_into().unwrap(),
            answer: Answer::DontKnow,
        };
        state.apply(3, &event).unwrap();
        let results = Results::of(&asked, &state, date(2026, 11, 24));
        assert_eq!(
            finds_out.prospect_words(&results),
            "When this is known, R1 can be judged here."
        );
    }
}
