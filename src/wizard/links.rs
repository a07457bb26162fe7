//! The links below the questions of a form.

use super::assessed::Assessed;
use super::exemption::{self, workflow};
use super::neighbours::next;
use super::places::{Place, Subject};
use super::related::{file_links, jumps};
use super::row::{Goal, Row};
use super::{actions, signing, trail};
use crate::facts::FileOf;

/// The links below the questions of a form, with headings between them.
pub fn links(open: &Assessed, subject: &Subject) -> Vec<Row> {
    match subject {
        Subject::Organisation => vec![onward(open, subject), tasks()],
        Subject::Scenario(id) => {
            let mut links = vec![];
            let covering = open.state.exemptions.iter();
            let covering = covering.filter(|(_, e)| e.scenarios.contains(id));
            links.extend(covering.map(|(id, _)| exemption::link(open, *id)));
            if !open.kinds_for(Some(id)).is_empty() {
                let goal = Goal::Show(Place::ExemptionKinds(Some(id.clone())));
                links.push(Row::to("Record an exemption", goal));
            }
            for (action, _) in open.state.actions.iter().filter(|(_, a)| a.is_about(id)) {
                let goal = Goal::Form(Subject::Action(*action), None);
                links.push(Row::to(format!("Open action {action}"), goal));
            }
            let goal = Goal::BeginAction(open.suggestion(id));
            links.push(Row::to("Record an action", goal));
            links.extend(jumps(open, subject));
            links.extend(file_links(open, FileOf::Scenario(id.clone())));
            links.push(onward(open, subject));
            links
        }
        Subject::Exemption(id, step) => workflow::links(open, *id, *step),
        Subject::Action(id) => actions::links(open, *id),
        Subject::System(id) => {
            let out = Row::to("Take this system out", Goal::RemoveSystem(*id));
            entry_links(open, subject, vec![], Goal::BeginSystem, out)
        }
        Subject::Listed(id) => {
            let files = file_links(open, FileOf::Listed(*id));
            let out = Row::to("Take this out of the list", Goal::RemoveEvidence(*id));
            entry_links(open, subject, files, Goal::BeginEvidence, out)
        }
        Subject::File(id) => vec![
            Row::to("Name this file as evidence", Goal::NameFile(id.clone())),
            Row::to("Go back", Goal::Back),
        ],
        Subject::SignOff => {
            let mut links = vec![Row::to(signing::link(open), Goal::Sign)];
            if !trail::to_renew(&open.state.sign_offs).is_empty() {
                let goal = Goal::Show(Place::History(0));
                links.push(Row::to("What has changed since the last sign-off", goal));
            }
            links
        }
    }
}

/// The links of an entry of a register.
fn entry_links(
    open: &Assessed,
    subject: &Subject,
    own: Vec<Row>,
    begin: Goal,
    take_out: Row,
) -> Vec<Row> {
    let mut links = vec![Row::to("Finish", Goal::Back), Row::to("Add another", begin)];
    let next = next(open, subject);
    links.extend(next.map(|next| Row::to("Next entry", Goal::Onward(next))));
    links.extend(own);
    links.extend(jumps(open, subject));
    links.push(take_out);
    links
}

fn onward(open: &Assessed, subject: &Subject) -> Row {
    match next(open, subject) {
        Some(next) => {
            let title = if let Subject::Scenario(id) = &next {
                open.questionnaire.scenario(id).map(|s| s.title.clone())
            } else {
                None
            };
            let title = title.unwrap_or_default();
            Row::to(format!("Next: {title}"), Goal::Onward(next))
        }
        None => Row::to("Next: check your answers", Goal::Show(Place::Review)),
    }
}

fn tasks() -> Row {
    Row::to("Show the task list", Goal::Show(Place::Tasks))
}
