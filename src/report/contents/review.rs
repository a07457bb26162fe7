//! The review: what a board has to decide, requirement by requirement, the most pressing first. What
//! is said in full further on is only named here.

use super::Basis;
use super::blocks::{clipped, page, paragraph, section, strong, table};
use super::texts;
use crate::assessment::{Outcome, Point, PointKind, Review, ReviewedRequirement, ReviewedScenario};
use crate::report::model::{Block, Section, Span, Text};
use crate::text::{capitalised, counted, listed};

/// Longest reason here, in characters: it stands in full with its scenario.
const REASON: usize = 130;
/// Longest point here, in characters: what it is about has more to say in its own place.
const POINT: usize = 170;

/// The section.
pub fn review(basis: &Basis<'_>) -> Section {
    let (asked, state) = (basis.questionnaire, basis.state);
    let review = Review::of(asked, state, basis.results, basis.as_at);
    let left = review.left.words();
    let blocks = vec![
        paragraph(Text(vec![Span::Strong(left)])),
        paragraph(texts::REVIEW_ABOUT),
    ];
    let requirements = review.requirements.iter();
    let mut sections: Vec<Section> = requirements.map(|r| requirement(basis, r)).collect();
    let others = points(&review.others);
    if !others.is_empty() {
        sections.push(section(texts::OTHER_POINTS, vec![Block::List(others)]));
    }
    Section {
        sections,
        ..page(texts::REVIEW, blocks)
    }
}

fn requirement(basis: &Basis<'_>, reviewed: &ReviewedRequirement) -> Section {
    let outcome = vec![
        Span::Outcome(reviewed.outcome),
        Span::Plain(format!(". {}", reviewed.because)),
    ];
    let mut blocks = vec![paragraph(Text(outcome))];
    let (open, settled): (Vec<_>, Vec<_>) = reviewed
        .scenarios
        .iter()
        .partition(|s| !is_settled(s.finding.outcome));
    let rows: Vec<Vec<Text>> = open.into_iter().map(|s| row(basis, s)).collect();
    if !rows.is_empty() {
        let columns = [
            ("Scenario", 27),
            ("Outcome", 18),
            ("Why", 42),
            ("Rests on", 13),
        ];
        blocks.push(table("", &columns, rows));
    }
    for outcome in [Outcome::Met, Outcome::NotApplicable] {
        let titles = settled.iter().filter(|s| s.finding.outcome == outcome);
        let titles: Vec<String> = titles.map(|s| basis.scenario(&s.id)).collect();
        if !titles.is_empty() {
            let label = format!("{}:", outcome.words());
            blocks.push(paragraph(strong(label, format!(" {}.", titles.join("; ")))));
        }
    }
    let of_scenarios = reviewed.scenarios.iter().flat_map(|s| points(&s.points));
    let points: Vec<Text> = of_scenarios.collect();
    if !points.is_empty() {
        blocks.push(Block::List(points));
    }
    section(basis.requirement(&reviewed.id), blocks)
}

/// Whether there is nothing to decide: its reason stands with the scenario.
const fn is_settled(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Met | Outcome::NotApplicable)
}

fn row(basis: &Basis<'_>, reviewed: &ReviewedScenario) -> Vec<Text> {
    let finding = &reviewed.finding;
    let rests: Vec<String> = finding.exemptions.iter().map(ToString::to_string).collect();
    vec![
        basis.scenario(&reviewed.id).into(),
        finding.outcome.into(),
        clipped(&finding.because, REASON).into(),
        match rests.as_slice() {
            [] => "None".into(),
            ids => listed(ids).into(),
        },
    ]
}

/// The points, with their kind in words. Questions without an answer are counted, and the first named:
/// the table of the scenario has them all.
fn points(points: &[Point]) -> Vec<Text> {
    let of = |point: &Point, says: &str| {
        let label = format!("{}:", capitalised(point.kind.words()));
        strong(label, format!(" {}", clipped(says, POINT)))
    };
    let is_open = |point: &&Point| point.kind == PointKind::Unanswered;
    let open = points.iter().filter(is_open).count();
    let mut told = vec![];
    let mut counted_already = false;
    for point in points {
        if open > 1 && is_open(&point) {
            if !counted_already {
                counted_already = true;
                let more = counted(open - 1, "more question");
                told.push(of(
                    point,
                    &format!("{} And {more}.", clipped(&point.says, POINT - 30)),
                ));
            }
        } else {
            told.push(of(point, &point.says));
        }
    }
    told
}
