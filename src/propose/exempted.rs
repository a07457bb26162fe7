//! What is asked of an exemption before it is changed: whether it still can be, and what that does to its
//! approval.

use super::objection::Rule;
use crate::facts::{At, Change, Exemption, ExemptionId};
use crate::questionnaire::{ExemptionKind, QuestionId};
use crate::rules::AsAt;

/// An exemption that can still be changed, with its kind.
pub(super) fn standing(
    on: AsAt<'_>,
    id: ExemptionId,
) -> Result<(&Exemption, &ExemptionKind), Rule> {
    let exemption = on.state.exemptions.get(&id);
    let exemption = exemption.ok_or_else(|| Rule::NotThere(format!("exemption {id}")))?;
    if exemption.is_over() {
        return Err(Rule::Ended(id));
    }
    let kind = on.asked.exemption_kind(&exemption.kind);
    Ok((exemption, kind.ok_or(Rule::KindGone(id))?))
}

/// Whether a change would take an approval away that stands: of which exemption, and by which field; of
/// what it covers, without one.
pub(super) fn resets(on: AsAt<'_>, change: &Change) -> Option<(ExemptionId, Option<QuestionId>)> {
    let (At::Coverage(id) | At::Field(id, _)) = change.at() else {
        return None;
    };
    let field = if let Change::Field(_, field, _) = change {
        Some(field)
    } else {
        None
    };
    let exemption = on.state.exemptions.get(&id)?;
    let resets = exemption.would_reset(on.kind_of(id)?, field);
    resets.then(|| (id, field.cloned()))
}
