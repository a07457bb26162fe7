//! Rows for the records from which an assessment can be begun.

use super::row::{Goal, Row};
use super::stored::Listed;
use super::texts;
use crate::record::RecordName;

/// The records from which an assessment can be begun.
pub(super) fn earlier(stored: &[Listed]) -> Vec<Row> {
    let mut rows = vec![Row::heading(texts::EARLIER_ABOUT)];
    let rows_of = stored.iter();
    rows.extend(rows_of.map(|listed| stored_row(listed, Goal::CarryForward)));
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

/// A record; what is wrong with it, if something is.
pub(super) fn stored_row(listed: &Listed, goal: fn(RecordName) -> Goal) -> Row {
    match &listed.about {
        Ok(about) => {
            let goal = goal(listed.name.clone());
            if about.organisation.is_empty() {
                Row::to(&listed.name, goal).saying(&about.progress)
            } else {
                Row::to(&about.organisation, goal)
                    .saying(&about.progress)
                    .with(&listed.name)
            }
        }
        Err(error) => Row::to(&listed.name, Goal::Explain(error.clone()))
            .saying("cannot be opened")
            .with(error),
    }
}
