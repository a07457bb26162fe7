//! What follows from a record on a day, by the questionnaire's rules: outcomes, which exemptions count, what
//! is due, what is worth a look. Pure: dates come in as values.

mod aging;
mod as_at;
mod closing;
mod counterfactual;
mod cover;
mod deadlines;
mod evaluate;
mod holding;
mod judge;
mod objective;
mod outcome;
mod phase;
mod prospect;
mod registers;
mod results;
mod review;
mod revisit;
mod signing;
mod standing;
mod suggestion;
mod turns;
mod workflow;

pub use as_at::AsAt;
pub use counterfactual::{Counterfactual, Instead};
pub use deadlines::deadlines;
pub use deadlines::overdue::Overdue;
pub(crate) use deadlines::{
    Deadline, DeadlineKind, DeadlineOf, days_until, days_words, past_deadlines,
};
pub(crate) use evaluate::Missing;
pub use evaluate::{Sheet, Truth};
pub(crate) use judge::Judge;
pub use objective::Reached;
pub(crate) use objective::{DIFFER, Indicated, NO_DIFFERENCE, ObjectiveResult};
pub use outcome::Outcome;
pub use phase::Phase;
pub use registers::{drawn, tallies};
pub use results::{Finding, RequirementResult, Results, Told, Warned, Work};
pub(crate) use results::{ScenarioResult, dont_knows};
#[cfg(test)]
pub(crate) use review::WORKED as REVIEWS;
pub use review::{Left, Point, PointKind, Review, ReviewedRequirement, ReviewedScenario};
pub(crate) use review::{RestsOn, Spot};
pub use revisit::to_confirm;
pub(crate) use revisit::to_look_at;
pub(crate) use signing::Sides;
pub use standing::{Standing, Unmet};
pub(crate) use suggestion::suggestions_in;
pub use suggestion::{Suggestion, suggestions};
pub(crate) use turns::turning_once;
pub use turns::{Came, Ending, Shift, ShiftOf, Since, Turn, Turns};
pub use workflow::LifeStep;
