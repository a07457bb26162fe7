//! What was answered: events, their fold, and what follows from them by the questionnaire's rules.
//!
//! Pure: no terminal, no file, no clock. Dates come in as values.

mod action;
mod aging;
mod answer;
mod asked_by;
mod audit;
mod carried;
pub mod changes;
mod closing;
mod compare;
mod counterfactual;
mod cover;
mod deadlines;
mod describe;
mod evaluate;
mod event;
mod evidence;
mod exemption;
mod facts;
mod fingerprint;
mod holding;
mod ids;
mod judge;
mod life;
pub mod limits;
mod merge;
mod migration;
mod note;
mod objective;
mod outcome;
mod prospect;
mod reach;
mod redaction;
mod register;
mod results;
mod review;
mod share;
mod signing;
mod state;
mod suggestion;
mod turns;

pub use action::{Action, Due, Priority, Progress};
pub use answer::{Answer, MAX_REASON, Refusal, date_words};
pub use asked_by::{AskedBy, Identity};
pub use audit::{Altered, Audit, Step, StepKind, Traced, change_words, moment, named};
pub use carried::{Carried, LastTime, NotCarried, Origin, OtherVersion, to_confirm};
pub use closing::{FindingId, Group, NoFinding};
pub use compare::{Comparison, Differs, Direction, ExemptionDiffers, Moved, OneSide, Verdict};
pub use counterfactual::{Counterfactual, Instead};
pub use deadlines::overdue::Overdue;
pub use deadlines::{
    Deadline, DeadlineKind, DeadlineOf, days_until, days_words, deadlines, past_deadlines,
};
pub use evaluate::{Missing, Sheet, Truth};
pub use event::{Entry, Event, FORMAT, Logged, SignOff};
pub use evidence::{EvidenceFile, FileOf};
pub use exemption::{Exemption, Standing, Unmet};
pub use facts::At;
pub use fingerprint::{Fingerprint, FingerprintError};
pub use holding::Short;
pub use ids::{ActionId, EvidenceId, ExemptionId, NoNumber, SystemId};
pub use life::{Closure, Life, LifeStep, Phase, Relied, Submission};
pub use merge::{
    Choice, Held, Item, Joined, Kept, Merge, Plan, Renumbered, Said, Side, Used, joined,
};
pub use migration::{
    Change, Changes, Difference, Earlier, Former, Given, Register, Titled, Titles, Why,
    changed_words, to_look_at,
};
pub use note::Note;
pub use objective::{DIFFER, Indicated, NO_DIFFERENCE, ObjectiveResult, Reached};
pub use outcome::Outcome;
pub use prospect::Prospect;
pub use reach::{Sample, Samples, Sought, Tree, decides, is_level, reaching};
pub use redaction::{Hidden, REDACTED, Redaction};
pub use register::{Evidence, System, drawn, system_names, tallies};
pub use results::{
    Finding, Gap, RequirementResult, Results, ScenarioResult, Told, Warned, Work, dont_knows,
};
pub use review::{
    Left, Point, PointKind, RestsOn, Review, ReviewedRequirement, ReviewedScenario, Spot,
};
pub use share::{Before, Copy, Original};
pub use signing::Fault;
pub use state::{Assessment, FoldError, Signed};
pub use suggestion::{Suggestion, suggestions, suggestions_in};
pub use turns::{Came, Ending, Shift, ShiftOf, Since, Turn, Turns, turning_once};
