//! The form after one, and the form before it.

use super::assessed::Assessed;
use super::entries;
use super::places::Subject;

/// The form that follows this one, where there is one.
pub(super) fn next(open: &Assessed, subject: &Subject) -> Option<Subject> {
    match subject {
        Subject::Organisation => open.asked().first().cloned().map(Subject::Scenario),
        Subject::Scenario(id) => {
            let asked = open.asked();
            let here = asked.iter().position(|other| other == id)?;
            asked.get(here + 1).cloned().map(Subject::Scenario)
        }
        Subject::Exemption(id, step) => {
            let steps = open.kind_of(*id)?.steps.len();
            (*step < steps).then_some(Subject::Exemption(*id, step + 1))
        }
        Subject::System(_) | Subject::Listed(_) => entries::beside(open, subject, true),
        Subject::Action(_) | Subject::File(_) | Subject::SignOff => None,
    }
}

/// The form before this one, where there is one.
pub(super) fn previous(open: &Assessed, subject: &Subject) -> Option<Subject> {
    match subject {
        Subject::Scenario(id) => {
            let asked = open.asked();
            let here = asked.iter().position(|other| other == id)?;
            Some(match here.checked_sub(1) {
                Some(before) => Subject::Scenario(asked.get(before)?.clone()),
                None => Subject::Organisation,
            })
        }
        Subject::Exemption(id, step) => Some(Subject::Exemption(*id, step.checked_sub(1)?)),
        Subject::System(_) | Subject::Listed(_) => entries::beside(open, subject, false),
        Subject::Organisation | Subject::Action(_) | Subject::File(_) | Subject::SignOff => None,
    }
}
