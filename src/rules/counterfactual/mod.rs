//! What would change a result: the rules of the questionnaire read backwards.
//!
//! Nothing here is written by hand. The smallest sets of other answers are found by following the
//! rule that decides, and each set that is named was tried: with it, the rules say what is promised.
mod others;
mod search;
mod words;

use jiff::civil::Date;

use crate::facts::{Answer, Assessment};
use crate::questionnaire::{Assess, QuestionId, Questionnaire, Scenario, Verdict};
use search::Search;

/// What would change the result of one scenario for one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counterfactual {
    /// It would be met with these answers, which differ from those given.
    ToMet(Vec<Instead>),
    /// It cannot be met, but would no longer arise with these answers.
    ToNotApplicable(Vec<Instead>),
    /// It would get worse with any one of these answers.
    Away(Vec<(Instead, Verdict)>),
    /// It does not arise, and would with any one of these answers.
    Arises(Vec<Instead>),
}

/// Another answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    pub question: QuestionId,
    /// Answers that would do, at least one, the nearest first.
    pub answers: Vec<Answer>,
}

impl Counterfactual {
    /// Works out what would change a result. None where no other answers of the scenario could.
    pub fn of(
        questionnaire: &Questionnaire,
        state: &Assessment,
        today: Date,
        scenario: &Scenario,
        assess: &Assess,
    ) -> Option<Self> {
        let search = Search::new(questionnaire, today, scenario, assess);
        let given = search.relevant(&state.answers);
        match search.verdict(&given) {
            Some(Verdict::Met) => {
                let away = search.away(&given);
                (!away.is_empty()).then_some(Self::Away(away))
            }
            Some(Verdict::NotApplicable) => {
                let arises = search.arises(&given);
                (!arises.is_empty()).then_some(Self::Arises(arises))
            }
            Some(Verdict::PartlyMet | Verdict::NotMet) | None => {
                let to = |verdict| search.towards(verdict, &given);
                to(Verdict::Met)
                    .map(Self::ToMet)
                    .or_else(|| to(Verdict::NotApplicable).map(Self::ToNotApplicable))
            }
        }
    }
}
