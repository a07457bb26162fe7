//! The history of the record: what has changed since a sign-off that no longer stands, and every
//! change, newest first. A long history is shown page by page.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::open::Open;
use super::places::{FieldKey, Place, Subject};
use super::row::{Goal, Row};
use super::scenarios::question_goal;
use super::texts;
use super::trail::History;
use crate::facts;
use crate::facts::{Event, ExemptionId, Logged};
use crate::history::{Altered, Step, Traced, change_words, named};
use crate::questionnaire::{QuestionId, ScenarioId};
use crate::text::{capitalised, clipped, counted, date_words, sentences};

/// How many changes a page has.
const PAGE: usize = 50;
/// How much of a text is shown: it stands in full in its form, and in the report.
const SHOWN: usize = 140;

/// The rows of a page of the history, from 0.
pub(super) fn rows(open: &Open, page: usize) -> Vec<Row> {
    let mut rows = match open.history() {
        Ok(history) => of_history(open, history, page),
        Err(error) => {
            vec![Row::heading("The history cannot be told").with(format!("{error}."))]
        }
    };
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn of_history(open: &Open, history: &History, page: usize) -> Vec<Row> {
    let mut rows = vec![];
    if page == 0 {
        for (heading, altered) in &history.since {
            rows.push(Row::heading(heading));
            rows.extend(altered.iter().map(|altered| altered_row(open, altered)));
        }
    }
    let newest_first = history.trail.iter().rev();
    let mut left = newest_first.skip(page.saturating_mul(PAGE)).peekable();
    if history.trail.is_empty() {
        rows.push(Row::heading(texts::NO_CHANGE));
    } else {
        rows.push(Row::heading("Every change, newest first"));
        // Said once, above all that it is about.
        if let Some(first) = rows.first_mut() {
            first.detail = Some(texts::IN_UTC.to_owned());
        }
    }
    let mut day = None;
    for traced in left.by_ref().take(PAGE) {
        let on = TimeZone::UTC.to_datetime(traced.step.at).date();
        if day != Some(on) {
            day = Some(on);
            rows.push(Row::heading(date_words(on)));
        }
        rows.push(change_row(open, traced));
    }
    if left.peek().is_some() {
        let more = counted(left.count(), "more change");
        let goal = Goal::Show(Place::History(page + 1));
        rows.push(Row::heading(""));
        rows.push(Row::to("Show earlier changes", goal).saying(more));
    } else {
        rows.extend(open.entries.first().and_then(beginning));
    }
    rows
}

fn beginning(first: &Logged) -> Option<Row> {
    let Event::Created { tool, .. } = &first.entry.event else {
        return None;
    };
    let (day, time) = day_and_time(&first.entry.at);
    let says = format!("Begun on {} at {time}", date_words(day));
    Some(Row::heading(says).with(format!("With {tool}.")))
}

fn altered_row(open: &Open, altered: &Altered) -> Row {
    let change = capitalised(&change(altered.from.as_deref(), altered.to.as_deref()));
    let last = altered.steps.last();
    let last = last.map(|step| {
        let (day, time) = day_and_time(&step.at);
        let newest = match altered.steps.len() {
            1 => String::new(),
            many => format!("{many} changes, the newest with "),
        };
        let words = format!(
            "{newest}entry {} on {} at {time}, by {}.",
            step.seq,
            date_words(day),
            named(&step.by)
        );
        sentences(&[&capitalised(&words), &why(step)])
    });
    let row = Row::to(altered.what.as_str(), goal(open, &altered.subject))
        .with(format!("{change}\n{}", last.unwrap_or_default()));
    if altered.is_as_before {
        row.saying("as before")
    } else {
        row
    }
}

fn change_row(open: &Open, traced: &Traced) -> Row {
    let step = &traced.step;
    let change = capitalised(&change(step.from.as_deref(), step.to.as_deref()));
    let (_, time) = day_and_time(&step.at);
    let words = format!("Entry {} at {time}, by {}.", step.seq, named(&step.by));
    let words = sentences(&[&words, &why(step)]);
    let row = Row::to(traced.what.as_str(), goal(open, &traced.subject))
        .with(format!("{change}\n{words}"));
    match step.mark() {
        Some(mark) => row.saying(mark),
        None => row,
    }
}

fn why(step: &Step) -> String {
    let why = step.why.as_deref();
    why.map_or_else(String::new, |why| format!("Why: {why}"))
}

fn change(from: Option<&str>, to: Option<&str>) -> String {
    let short = |words: &str| clipped(words, SHOWN);
    change_words(from.map(short).as_deref(), to.map(short).as_deref())
}

fn day_and_time(at: &jiff::Timestamp) -> (Date, String) {
    let at = TimeZone::UTC.to_datetime(*at);
    (at.date(), at.strftime("%H:%M").to_string())
}

/// To the place where a change was made, if there is one now.
fn goal(open: &Open, subject: &facts::At) -> Goal {
    use facts::At as Of;
    let there = match subject {
        Of::Question(id) => {
            let is_asked = open.results.shown.contains(id);
            is_asked.then(|| question_goal(open, id))
        }
        Of::Note(id) => scenario(open, id, Some(FieldKey::Note)),
        Of::Evidence(id) => scenario(open, id, Some(FieldKey::Evidence)),
        Of::File(id, _) => scenario(open, id, None),
        Of::Coverage(id) => exemption(open, *id, 0, None),
        Of::Life(id) => exemption(open, *id, 0, None),
        Of::System(id) => {
            let is_there = open.state.systems.contains_key(id);
            is_there.then_some(Goal::Form(Subject::System(*id), None))
        }
        Of::Listed(id) => {
            let is_there = open.state.listed.contains_key(id);
            is_there.then_some(Goal::Form(Subject::Listed(*id), None))
        }
        Of::Withdrawal(id) => exemption(open, *id, 0, Some(FieldKey::Withdrawn)),
        Of::Field(id, field) => {
            let step = step_of(open, *id, field);
            exemption(open, *id, step, Some(FieldKey::Asked(field.clone())))
        }
        Of::Action(id) => {
            let is_there = open.state.actions.contains_key(id);
            is_there.then_some(Goal::Form(Subject::Action(*id), None))
        }
        Of::SignOff(_) => Some(Goal::Form(Subject::SignOff, None)),
        Of::Version | Of::CarriedForward | Of::Redaction | Of::Merge(_) => {
            return Goal::Explain(texts::NO_PLACE.to_owned());
        }
    };
    there.unwrap_or_else(|| Goal::Explain(texts::NOT_THERE.to_owned()))
}

fn scenario(open: &Open, id: &ScenarioId, at: Option<FieldKey>) -> Option<Goal> {
    let is_asked = open.results.asked().any(|s| s.id == *id);
    is_asked.then(|| Goal::Form(Subject::Scenario(id.clone()), at))
}

fn exemption(open: &Open, id: ExemptionId, step: usize, at: Option<FieldKey>) -> Option<Goal> {
    let is_there = open.state.exemptions.contains_key(&id);
    is_there.then_some(Goal::Form(Subject::Exemption(id, step), at))
}

/// The step of an exemption's form that asks for a field; what it covers, where none does.
fn step_of(open: &Open, id: ExemptionId, field: &QuestionId) -> usize {
    let steps = open.kind_of(id).map_or(&[][..], |kind| &kind.steps);
    let asks = |step: &crate::questionnaire::Step| step.questions.iter().any(|q| q.id == *field);
    steps.iter().position(asks).map_or(0, |index| index + 1)
}
