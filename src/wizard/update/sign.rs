//! The sign-off.

use super::save::{is_refused, record};
use crate::assessment::{Event, SignOff};
use crate::text;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice, Signing};
use crate::wizard::texts;

pub(super) fn sign(model: &mut Model) -> Vec<Effect> {
    if is_refused(model) {
        return vec![];
    }
    let Some(open) = &model.open else {
        return vec![];
    };
    let left = open.results.gaps.len();
    let role = open.signing.role.as_ref().and_then(|id| {
        let roles = &open.questionnaire.sign_off.roles;
        roles.iter().find(|role| role.id == *id)
    });
    let confirmed = open.signing.confirmation.trim().to_lowercase() == texts::CONFIRMATION;
    let problem = match (open.fingerprint(), role) {
        _ if left > 0 => Some(format!(
            "{} left before this can be signed. Press r, or F5, to see and jump to each.",
            text::counted(left, "thing")
        )),
        _ if !open.pending.is_empty() => {
            Some("The last change is not saved yet; save it first with Ctrl-R.".to_owned())
        }
        _ if open.signing.name.is_empty() => Some("Say who signs.".to_owned()),
        (_, None) => Some("Choose the role in which you sign.".to_owned()),
        _ if !confirmed => Some(format!(
            "Type the word \"{}\" to make the declaration your own.",
            texts::CONFIRMATION
        )),
        (None, _) => Some("There is nothing to sign yet.".to_owned()),
        (Some(fingerprint), Some(role)) => {
            let sign_off = SignOff {
                name: open.signing.name.clone(),
                role: role.label.clone(),
                declaration: open.questionnaire.sign_off.declaration.clone(),
                date: model.today,
                fingerprint,
                gaps: vec![],
                same_person: None,
            };
            let mut effects = record(model, vec![Event::SignedOff(sign_off)]);
            if let Some(open) = &mut model.open {
                open.signing = Signing::default();
            }
            effects.push(Effect::WriteReport);
            return effects;
        }
    };
    model.notice = problem.map(Notice::Problem);
    vec![]
}
