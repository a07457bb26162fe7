//! What would change a result, in sentences.

use jiff::civil::Date;

use super::{Counterfactual, Instead};
use crate::facts::{Answer, Assessment};
use crate::questionnaire::{ChoiceId, Input, Question, Questionnaire, ScenarioId, Verdict};
use crate::rules::outcome::Outcome;
use crate::rules::results::Finding;
use crate::text::{capitalised, counted, date_words, listed};

/// How many answers are named that a result hangs on.
const MOST_SHOWN: usize = 3;

impl Counterfactual {
    /// The change as a sentence or two, beside the finding that it would change.
    pub fn words(
        &self,
        questionnaire: &Questionnaire,
        state: &Assessment,
        finding: &Finding,
    ) -> String {
        let part = |instead: &Instead| instead.words(questionnaire, state);
        match self {
            Self::ToMet(changes) => {
                let parts: Vec<String> = changes.iter().map(part).collect();
                let (before, after) = around(questionnaire, finding);
                format!(
                    "{before} if the answer to {}.{after}",
                    parts.join(", and to ")
                )
            }
            Self::ToNotApplicable(changes) => {
                let parts: Vec<String> = changes.iter().map(part).collect();
                format!(
                    "It would not arise if the answer to {}.",
                    parts.join(", and to ")
                )
            }
            Self::Arises(changes) => {
                let parts: Vec<String> = changes.iter().map(part).collect();
                format!(
                    "It would be assessed if the answer to {}.",
                    parts.join(", or to ")
                )
            }
            Self::Away(changes) => {
                let shown = &changes[..changes.len().min(MOST_SHOWN)];
                let mut parts: Vec<String> = vec![];
                for verdict in [Verdict::NotMet, Verdict::PartlyMet] {
                    let same = shown.iter().filter(|(_, v)| *v == verdict);
                    let same: Vec<String> = same.map(|(other, _)| part(other)).collect();
                    if !same.is_empty() {
                        let becomes = become_words(verdict);
                        let answers = same.join(", or to ");
                        parts.push(format!("it would {becomes} if the answer to {answers}"));
                    }
                }
                if changes.len() > MOST_SHOWN {
                    let more = counted(changes.len() - MOST_SHOWN, "more answer");
                    parts.push(format!("it hangs on {more}"));
                }
                format!("{}.", capitalised(&parts.join("; ")))
            }
        }
    }
}

impl Finding {
    /// What would change it, as a sentence or two. None where no answers could.
    pub fn what_would_change(
        &self,
        questionnaire: &Questionnaire,
        state: &Assessment,
        today: Date,
        scenario: &ScenarioId,
    ) -> Option<String> {
        let scenario = questionnaire.scenario(scenario)?;
        let mut all = scenario.assess.iter();
        let assess = all.find(|assess| assess.requirement == self.requirement)?;
        let change = Counterfactual::of(questionnaire, state, today, scenario, assess)?;
        Some(change.words(questionnaire, state, self))
    }
}
/// A verdict as what it would come to.
const fn become_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "be met",
        Verdict::PartlyMet => "be met only in part",
        Verdict::NotMet => "not be met",
        Verdict::NotApplicable => "not arise",
    }
}

/// What is said before and after the answers with which it would be met.
fn around(questionnaire: &Questionnaire, finding: &Finding) -> (&'static str, String) {
    if finding.outcome == Outcome::MetByExemption {
        return ("It would be met without an exemption", String::new());
    }
    let kinds = questionnaire.exemptions.iter();
    let kinds: Vec<String> = kinds
        .filter(|kind| finding.can_be_covered_by(kind))
        .map(|kind| kind.id.to_string())
        .collect();
    let after = if kinds.is_empty() {
        String::new()
    } else {
        format!(
            " An exemption of the kind {} could cover it.",
            either(&kinds)
        )
    };
    ("It would be met", after)
}

impl Instead {
    fn words(&self, questionnaire: &Questionnaire, state: &Assessment) -> String {
        let Some(question) = questionnaire.question(&self.question) else {
            return String::new();
        };
        let text = &question.text;
        let before = state.answers.get(&self.question);
        if matches!(&question.input, Input::OneOf(all) if all.len() == self.answers.len()) {
            let other = match before {
                Some(Answer::NotApplicable { .. }) => "another one",
                _ => "known",
            };
            return format!("“{text}” were {other}");
        }
        let ways = self.answers.iter();
        let ways: Vec<String> = ways.map(|answer| way(question, before, answer)).collect();
        format!("“{text}” were {}", either(&ways))
    }
}

fn either(ways: &[String]) -> String {
    match ways {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => ways.concat(),
    }
}

/// One answer in words; ticks that go or come are named alone.
fn way(question: &Question, before: Option<&Answer>, answer: &Answer) -> String {
    match (answer, before) {
        (Answer::Choices(now), Some(Answer::Choices(then))) if !now.is_empty() => {
            let labels = |ids: &mut dyn Iterator<Item = &ChoiceId>| -> Vec<String> {
                let one = |id: &ChoiceId| Answer::Choice(id.clone()).words(question);
                ids.map(|id| format!("“{}”", one(id))).collect()
            };
            let gone = labels(&mut then.difference(now));
            let come = labels(&mut now.difference(then));
            match (gone.is_empty(), come.is_empty()) {
                (false, true) => format!("the same without {}", listed(&gone)),
                (true, false) if then.is_empty() => listed(&come),
                (true, false) => format!("the same with {} as well", listed(&come)),
                _ => format!("“{}”", answer.words(question)),
            }
        }
        (Answer::Text(_), _) => "given in words".to_owned(),
        (Answer::Date(day), Some(Answer::Date(given))) => {
            let beyond = if day < given { "earlier" } else { "later" };
            format!("{} or {beyond}", date_words(*day))
        }
        (Answer::Date(day), _) => date_words(*day),
        (Answer::Number(_), _) => answer.words(question),
        _ => format!("“{}”", answer.words(question)),
    }
}
