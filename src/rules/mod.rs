//! What follows from a record on a day, by the questionnaire's rules: outcomes, which exemptions count, what
//! is due, what is worth a look. Pure: dates come in as values.

mod aging;
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

pub use closing::Group;
pub use counterfactual::{Counterfactual, Instead};
pub use deadlines::overdue::Overdue;
pub use deadlines::{
    Deadline, DeadlineKind, DeadlineOf, days_until, days_words, deadlines, past_deadlines,
};
pub use evaluate::{Missing, Sheet, Truth};
pub use holding::Short;
pub use judge::Judge;
pub use objective::{DIFFER, Indicated, NO_DIFFERENCE, ObjectiveResult, Reached};
pub use outcome::Outcome;
pub use phase::Phase;
pub use prospect::Prospect;
pub use registers::{drawn, tallies};
pub use results::{
    Finding, RequirementResult, Results, ScenarioResult, Told, Warned, Work, dont_knows,
};
pub use review::{
    Left, Point, PointKind, RestsOn, Review, ReviewedRequirement, ReviewedScenario, Spot,
};
pub use revisit::{to_confirm, to_look_at};
pub(crate) use signing::Sides;
pub use standing::{Standing, Unmet};
pub use suggestion::{Suggestion, suggestions, suggestions_in};
pub use turns::{Came, Ending, Shift, ShiftOf, Since, Turn, Turns, turning_once};
pub use workflow::LifeStep;
