//! The sign-off.

use super::save::{is_refused, take};
use crate::propose::Accepted;
use crate::wizard::assessed::Signing;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice};

pub(super) fn sign(model: &mut Model) -> Vec<Effect> {
    if is_refused(model) {
        return vec![];
    }
    let Some(open) = &model.open else {
        return vec![];
    };
    let sign_off = match open.to_be_signed() {
        Ok(sign_off) => sign_off,
        Err(problem) => {
            model.notice = Some(Notice::Problem(problem));
            return vec![];
        }
    };
    let mut effects = match take(model, vec![Accepted::signed(sign_off)]) {
        Ok(effects) => effects,
        Err(refused) => return refused,
    };
    if let Some(open) = &mut model.open {
        open.signing = Signing::default();
        // The next change supersedes another sign-off.
        open.reason.of.clear();
    }
    effects.push(Effect::WriteReport);
    effects
}
