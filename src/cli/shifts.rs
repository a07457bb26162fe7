//! Outcomes that are others by date alone, as JSON.

use serde_json::{Value, json};

use crate::questionnaire::Questionnaire;
use crate::rules::{Came, Missing, Outcome, Reached, Shift, ShiftOf, Since};

/// One of them.
pub(super) fn shift_json(shift: &Shift) -> Value {
    let (scenario, requirement, objective) = match &shift.of {
        ShiftOf::Finding(scenario, requirement) => (Some(scenario), Some(requirement), None),
        ShiftOf::Requirement(requirement) => (None, Some(requirement), None),
        ShiftOf::Objective(objective) => (None, None, Some(objective)),
    };
    let exemptions = shift.exemptions.iter().map(ToString::to_string);
    json!({
        "scenario": scenario, "requirement": requirement, "objective": objective,
        "from": came(&shift.from), "to": came(&shift.to),
        "exemptions": exemptions.collect::<Vec<_>>(), "dates": shift.dates,
    })
}

/// An outcome, or the id of a level; where there is none, what keeps it from being said.
fn came(came: &Came) -> Value {
    match came {
        Came::To(outcome) => json!(outcome),
        Came::Level(Reached::Level(level)) => json!(level),
        Came::Level(Reached::Open(Missing::Answer)) => json!(Outcome::NotAnswered),
        Came::Level(Reached::Open(Missing::Knowledge)) => json!(Outcome::DontKnow),
        Came::Level(Reached::NotAsked) => json!(Outcome::NotAsked),
    }
}

/// What has changed by date since a sign-off.
pub(super) fn since_json(since: &Since, asked: &Questionnaire) -> Value {
    let shifts = since.shifts.iter().map(|(shift, why)| {
        let mut value = shift_json(shift);
        value["why"] = json!(why);
        value
    });
    json!({
        "signed": since.signed, "as_at": since.today, "says": since.words(asked),
        "changes": shifts.collect::<Vec<_>>(),
    })
}
