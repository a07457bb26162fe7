//! The review: what a board has to decide, requirement by requirement, the most pressing first. What
//! is said in full further on is only named here.

use super::blocks::{clipped, paragraph, section, strong, table};
use super::{Basis, texts};
use crate::report::model::{Block, Section, Span, Text};
use crate::rules::{Outcome, Point, PointKind, ReviewedRequirement, ReviewedScenario, Spot, Turn};
use crate::text::{capitalised, counted, date_words, listed};

/// Longest reason here, in characters: it stands in full with its scenario.
const REASON: usize = 130;
/// Longest point here, in characters: what it is about has more to say in its own place.
const POINT: usize = 170;
/// How many days on which outcomes change are listed.
const TURNS: usize = 10;

/// The section.
pub(super) fn review(basis: &Basis<'_>) -> Section {
    let review = basis.review();
    let left = review.left.words();
    let blocks = vec![
        paragraph(Text(vec![Span::Strong(left)])),
        paragraph(texts::REVIEW_ABOUT),
    ];
    let requirements = review.requirements.iter();
    let mut sections: Vec<Section> = requirements.map(|r| requirement(basis, r)).collect();
    sections.extend(turns(basis));
    let others = points(&review.others);
    if !others.is_empty() {
        sections.push(section(texts::OTHER_POINTS, vec![Block::List(others)]));
    }
    Section {
        sections,
        ..section(texts::REVIEW, blocks)
    }
}

/// The days of the year to come on which outcomes change by date alone.
fn turns(basis: &Basis<'_>) -> Option<Section> {
    let (asked, state) = (basis.questionnaire, basis.state);
    let turns = Turn::of_a_year(asked, state, basis.results, basis.options.as_at);
    let told = turns.iter().take(TURNS);
    let mut told: Vec<Text> = told
        .map(|turn| {
            let day = format!("{}:", date_words(turn.day));
            strong(day, format!(" {}", turn.says(asked)))
        })
        .collect();
    if turns.len() > TURNS {
        let more = counted(turns.len() - TURNS, "more day");
        told.push(format!("{more}: “mfa-assess check --within 1y” lists each.").into());
    }
    (!told.is_empty()).then(|| section(texts::TURNS, vec![Block::List(told)]))
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

/// The points, with their kind in words. Of the questions without an answer, and of the gaps of one
/// exemption, the first is told and the others are counted: they stand in full in their own place.
fn points(points: &[Point]) -> Vec<Text> {
    let mut told: Vec<(&Point, usize)> = vec![];
    for point in points {
        match told.iter_mut().find(|(first, _)| is_alike(first, point)) {
            Some((_, more)) => *more += 1,
            None => told.push((point, 0)),
        }
    }
    let told = told.into_iter().map(|(point, more)| {
        let label = format!("{}:", capitalised(point.kind.words()));
        let noun = match point.kind {
            PointKind::Unanswered => "more question",
            PointKind::Gap | PointKind::ToConfirm => "more gap",
            // These stand before nothing.
            PointKind::Warning => "more warning",
            PointKind::Clash | PointKind::DontKnow | PointKind::Stale => "more point",
        };
        let more = match more {
            0 => String::new(),
            more => format!(" And {}.", counted(more, noun)),
        };
        strong(label, format!(" {}{more}", clipped(&point.says, POINT)))
    });
    told.collect()
}

/// Whether two points are told as one.
fn is_alike(one: &Point, other: &Point) -> bool {
    match (&one.at, &other.at) {
        _ if one.kind != other.kind => false,
        (Spot::Exemption(one, _), Spot::Exemption(other, _)) => one == other,
        _ => one.kind == PointKind::Unanswered,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DAY, demonstration, flat, log, pages, report_of};
    use crate::facts::{Answer, Change, Coverage, Event, EvidenceId};
    use crate::questionnaire::built_in;
    use crate::report::model::Report;

    /// The review alone.
    fn review(events: Vec<Event>) -> Report {
        let (mut report, _) = report_of(&built_in().unwrap(), &log(events), DAY);
        report.front.clear();
        let place = report.sections.iter().position(|s| s.title == "Review");
        assert_eq!(place, Some(3), "a board reads it right after the decisions");
        report.sections.retain(|section| section.title == "Review");
        report
    }

    fn events() -> Vec<Event> {
        let entries = demonstration().into_iter().skip(1);
        entries.map(|logged| logged.entry.event).collect()
    }

    #[test]
    fn what_a_board_must_decide_first_stands_first() {
        let report = review(events());
        let words = flat(&report);
        assert!(
            words.starts_with("Review\nNothing is left before the sign-off"),
            "{words}"
        );
        let place = |needle: &str| {
            words
                .find(needle)
                .unwrap_or_else(|| panic!("{needle}: {words}"))
        };
        let titles: Vec<&str> = report.sections[0]
            .sections
            .iter()
            .map(|s| s.title.as_str())
            .collect();
        assert!(
            titles[0].starts_with("R1 ") && titles[2].starts_with("R3 "),
            "{titles:?}"
        );
        assert!(
            place("Legacy systems\nNot met") < place("Cloud and web-based systems\nPartly met")
        );
        assert!(
            place("\nCloud and web-based systems\n")
                < place("Suppliers' remote support\nBy exemption")
        );
        assert!(
            words.contains("until 23 April 2027.\nEX-2\n"),
            "the exemption relied on: {words}"
        );
        assert!(words.contains("Met: Remote access by VPN; "), "{words}");
        assert!(
            words.contains("Don't know: Suppliers and managed services: "),
            "{words}"
        );
        assert!(pages(&report) <= 2);
    }

    #[test]
    fn gaps_are_told_and_questions_without_an_answer_are_counted() {
        let words = flat(&review(vec![]));
        assert!(
            words.contains(" left before the sign-off. Likely to take "),
            "{words}"
        );
        assert!(
            words.contains("Not answered: Remote access by VPN: "),
            "{words}"
        );
        assert!(words.contains(" more questions."), "{words}");

        let mut events = events();
        events.push(Event::Changed(Change::Field(
            crate::facts::ExemptionId(2),
            "next-review".try_into().unwrap(),
            None,
        )));
        let reference = (
            "reference".try_into().unwrap(),
            Answer::Text("Old log".into()),
        );
        let expires = "expires".try_into().unwrap();
        let expires = (expires, Answer::Date(DAY.yesterday().unwrap()));
        events.push(Event::Changed(Change::Listed(
            EvidenceId(9),
            Some(crate::facts::Evidence {
                fields: [reference, expires].into(),
                ..Default::default()
            }),
        )));
        let words = flat(&review(events.clone()));
        assert!(
            words.contains("Gap: EX-2, Supplier support for the imaging archive"),
            "{words}"
        );
        let others = words.split("Points beside the scenarios\n").nth(1).unwrap();
        assert_eq!(
            others,
            "Gap: EV-9, Old log: it held until 23 November 2026. Replace it, or take it out.\n\
             Does not fit: Your register of systems is said to have 212 entries, and 8 are registered \
             here. The other systems are not seen in this assessment."
        );

        // An exemption that has only been begun takes a line or two, however much it lacks.
        events.push(Event::Changed(Change::Coverage(
            crate::facts::ExemptionId(12),
            Coverage {
                kind: "SPECIFIC".try_into().unwrap(),
                requirements: ["R1".try_into().unwrap()].into(),
                scenarios: ["vpn".try_into().unwrap()].into(),
                systems: [].into(),
            },
        )));
        let words = flat(&review(events));
        assert_eq!(words.matches("Gap: EX-12, ").count(), 1, "{words}");
        assert!(words.contains(" more gaps."), "{words}");
    }
}
