//! "Check your answers": what has to be looked at before a sign-off, and where each requirement
//! stands, sorted by what a board must decide first.

use std::collections::BTreeSet;

use super::assessed::Assessed;
use super::exemption::workflow;
use super::places::{FieldKey, Place, Subject};
use super::row::{Aside, Goal, Row, Tag};
use super::scenarios::question_goal;
use super::signing::signed;
use super::{former, texts};
use crate::facts::ExemptionId;
use crate::rules::{
    Outcome, Point, PointKind, RestsOn, Review, ReviewedRequirement, ReviewedScenario, ShiftOf,
    Spot,
};
use crate::text::{capitalised, counted};

pub(super) fn rows(open: &Assessed) -> Vec<Row> {
    let review = open.review();
    let mut rows = vec![left(review)];
    for requirement in &review.requirements {
        rows.extend(of_requirement(open, requirement));
    }
    if !review.others.is_empty() {
        rows.push(Row::heading("Besides the requirements"));
        let others = review.others.iter();
        rows.extend(others.flat_map(|point| of_point(open, point, "")));
    }
    rows.extend(turns(open));
    rows.extend(former::rows(open));
    rows.push(Row::heading(""));
    rows.push(Row::to("Outcomes and why", Goal::Show(Place::Outcomes)));
    rows.push(Row::to("Sign off", Goal::Form(Subject::SignOff, None)).saying(signed(open)));
    rows
}

/// How much is left, and how long it is likely to take.
fn left(review: &Review) -> Row {
    let head = Row::heading(review.left.gaps_words());
    match review.left.more_words() {
        more if more.is_empty() => head,
        more => head.with(more),
    }
}

fn of_requirement(open: &Assessed, reviewed: &ReviewedRequirement) -> Vec<Row> {
    let title = match open.questionnaire.requirement(&reviewed.id) {
        Some(r) => format!("{} ({}): {}", r.id, r.force.words(), r.title),
        None => reviewed.id.to_string(),
    };
    let head = Row::heading(title)
        .tagged(Tag::Outcome(reviewed.outcome))
        .with(&reviewed.because);
    let mut rows = vec![head];
    let mut told = BTreeSet::new();
    for scenario in &reviewed.scenarios {
        rows.extend(of_scenario(open, scenario, &mut told));
    }
    rows
}

/// The days to come on which outcomes change by date alone, each leading to what changes first.
fn turns(open: &Assessed) -> Vec<Row> {
    let turns = open.turns();
    if turns.is_empty() {
        return vec![];
    }
    let heading = Row::heading(texts::TURNS);
    let told = turns.iter().take(TURNS).map(|turn| {
        let first = turn.shifts.first().map(|shift| &shift.of);
        let goal = if let Some(ShiftOf::Finding(scenario, _)) = first {
            Goal::Form(Subject::Scenario(scenario.clone()), None)
        } else {
            Goal::Show(Place::Outcomes)
        };
        Row::to(turn.words(&open.questionnaire), goal).whole()
    });
    let more = turns.len().saturating_sub(TURNS);
    let more = (more > 0).then(|| {
        let days = counted(more, "more day");
        Row::heading(format!(
            "{days}: `mfa-assess check --within 1y` lists each."
        ))
    });
    std::iter::once(heading).chain(told).chain(more).collect()
}

/// A scenario with why, then the exemptions that it rests on, then what is to be seen to. Each
/// exemption is told of once.
fn of_scenario(
    open: &Assessed,
    reviewed: &ReviewedScenario,
    told: &mut BTreeSet<ExemptionId>,
) -> Vec<Row> {
    let scenario = open.questionnaire.scenario(&reviewed.id);
    let title = scenario.map_or("", |s| s.title.as_str());
    let goal = Goal::Form(Subject::Scenario(reviewed.id.clone()), None);
    let finding = &reviewed.finding;
    let row = Row::to(title, goal).tagged(Tag::Outcome(finding.outcome));
    let why = finding.because.clone();
    // What is in order is short: why is said at the focus. What is open is open for what is below.
    let row = match finding.outcome {
        Outcome::NotMet | Outcome::PartlyMet | Outcome::MetByExemption => row.with(why),
        Outcome::DontKnow | Outcome::NotAnswered if !reviewed.points.is_empty() => row,
        Outcome::Met
        | Outcome::DontKnow
        | Outcome::NotApplicable
        | Outcome::NotAnswered
        | Outcome::NotAsked => row.aside(Aside::Words(why)),
    };
    let mut rows = vec![row];
    let rests_on = reviewed.rests_on.iter();
    let rests_on = rests_on.filter(|one| told.insert(one.id));
    rows.extend(rests_on.map(exemption));
    let points = reviewed.points.iter();
    rows.extend(points.flat_map(|point| of_point(open, point, title)));
    rows
}

fn exemption(rests_on: &RestsOn) -> Row {
    let goal = Goal::Form(Subject::Exemption(rests_on.id, 0), None);
    let text = format!("{INDENT}{}  {}", rests_on.id, rests_on.name);
    Row::to(text, goal).saying(rests_on.words())
}

/// A point, and where else it can be put right. What it is about is left out below its own title.
fn of_point(open: &Assessed, point: &Point, below: &str) -> Vec<Row> {
    let indent = if below.is_empty() { "" } else { INDENT };
    let title = format!("{below}: ");
    let shortened = |words: &str| match words.strip_prefix(&title) {
        Some(rest) if !below.is_empty() => capitalised(rest),
        _ => words.to_owned(),
    };
    let text = format!("{indent}{}", shortened(&point.says));
    let row = Row::to(text, goal(open, &point.at)).saying(point.kind.words());
    // A question stands in full where it is asked; a fault stands nowhere else.
    let row = if let PointKind::Gap | PointKind::Clash = point.kind {
        row.whole()
    } else {
        row
    };
    let also = point.also.iter().filter_map(|spot| {
        let Spot::Question(id) = spot else {
            return None;
        };
        let asks = shortened(&open.questionnaire.in_place(id));
        let text = format!("{indent}Or: {asks}");
        Some(Row::to(text, goal(open, spot)))
    });
    let mut rows = vec![row];
    rows.extend(also);
    rows
}

/// How many days on which outcomes change are listed.
const TURNS: usize = 12;
/// Sets off what belongs to the row above.
const INDENT: &str = "  ";

/// Where a spot is.
pub(super) fn goal(open: &Assessed, spot: &Spot) -> Goal {
    match spot {
        Spot::Question(id) => question_goal(open, id),
        Spot::Exemption(id, field) => workflow::goal(open, *id, field.as_ref()),
        Spot::System(id) => Goal::Form(Subject::System(*id), None),
        Spot::Evidence(id) => Goal::Form(Subject::Listed(*id), None),
        Spot::Note(id) => Goal::Form(Subject::Scenario(id.clone()), Some(FieldKey::Note)),
        Spot::EvidenceOf(id) => Goal::Form(Subject::Scenario(id.clone()), Some(FieldKey::Evidence)),
    }
}
