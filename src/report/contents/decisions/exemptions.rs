//! What is to be decided on exemptions: to approve, to renew, or to keep or end them.

use jiff::civil::Date;

use super::{Basis, Decision, SHORT, named};
use crate::facts::{ActionId, Due, ExemptionId, FindingId};
use crate::report::contents::blocks::{clipped, given, paragraph, table};
use crate::report::contents::texts;
use crate::rules::{Phase, Standing};
use crate::text::{date_words, listed};

/// Exemptions in these phases.
pub(super) fn in_phases(
    basis: &Basis<'_>,
    verb: &str,
    which: impl Fn(Phase) -> bool,
) -> Option<Decision> {
    let phases = basis.results.phases.iter();
    let ids: Vec<ExemptionId> = phases
        .filter(|(_, phase)| which(**phase))
        .map(|(id, _)| *id)
        .collect();
    let rows = ids.iter().filter_map(|id| {
        let exemption = basis.state.exemptions.get(id)?;
        let serves: Vec<String> = exemption
            .requirements
            .iter()
            .map(|id| basis.force(id))
            .collect();
        let submitted = exemption.life.submitted.as_ref();
        let why = match (
            basis.results.phases.get(id),
            basis.results.exemptions.get(id),
        ) {
            (Some(Phase::Submitted), _) => submitted.map_or_else(String::new, |submitted| {
                format!("Submitted on {}", date_words(submitted.on))
            }),
            (_, Some(Standing::NotValid { unmet })) => {
                let first = unmet.first();
                clipped(first.map_or("", |unmet| unmet.says.as_str()), SHORT)
            }
            _ => String::new(),
        };
        Some(vec![
            id.to_string().into(),
            clipped(&basis.exemption(exemption), SHORT).into(),
            given(listed(&serves)),
            basis.phase_words(*id, exemption).into(),
            given(why),
        ])
    });
    let columns = [
        ("No.", 8),
        ("Exemption", 34),
        ("Serves", 16),
        ("Phase", 14),
        ("Why now", 28),
    ];
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    (!ids.is_empty()).then(|| Decision {
        short: format!("{verb} {}", named(&names, "exemption")),
        blocks: vec![table("", &columns, rows)],
    })
}

/// Exemptions that lapse before the actions that are to end them are done.
pub(super) fn uncovered(basis: &Basis<'_>) -> Option<Decision> {
    let gaps: Vec<(ExemptionId, ActionId, Date, &Due)> = basis
        .results
        .exemptions
        .iter()
        .filter_map(|(id, standing)| Some((*id, standing.until()?)))
        .flat_map(|(id, until)| {
            let actions = basis.state.actions.iter();
            let covers = basis.results.resting_on(id);
            let covers: Vec<FindingId> = covers.map(|(finding, _)| finding).collect();
            let actions = actions.filter(move |(_, a)| {
                let closes = a.closes.iter().any(|finding| covers.contains(finding));
                (a.ends == Some(id) || closes) && !a.is_done()
            });
            actions.filter_map(move |(action, content)| {
                let is_late = matches!(content.due, Due::On(day) if day > until);
                is_late.then_some((id, *action, until, &content.due))
            })
        })
        .collect();
    let rows = gaps.iter().map(|(id, action, until, due)| {
        let name = basis.state.exemptions.get(id);
        let name = name.map_or_else(String::new, |e| basis.exemption(e));
        vec![
            id.to_string().into(),
            clipped(&name, SHORT).into(),
            date_words(*until).into(),
            action.to_string().into(),
            due.words().into(),
        ]
    });
    let columns = [
        ("No.", 8),
        ("Exemption", 36),
        ("Lapses", 20),
        ("Ended by", 12),
        ("Due", 24),
    ];
    let short = match gaps.as_slice() {
        [] => return None,
        [(id, action, until, _)] => format!(
            "renew {id} or bring {action} forward: {id} lapses on {}, before {action} is due",
            date_words(*until)
        ),
        several => {
            let mut ids: Vec<String> = several.iter().map(|(id, ..)| id.to_string()).collect();
            ids.dedup();
            let names = named(&ids, "exemption");
            let (them, lapse) = match ids.len() {
                1 => ("it", "it lapses before they are due"),
                _ => ("them", "each lapses before its action is due"),
            };
            format!("renew {names} or bring forward the actions that end {them}: {lapse}")
        }
    };
    Some(Decision {
        short,
        blocks: vec![paragraph(texts::UNCOVERED_ABOUT), table("", &columns, rows)],
    })
}

/// Exemptions that count and of which those who decide have to know something.
pub(super) fn carried(basis: &Basis<'_>) -> Option<Decision> {
    let told = to_know(basis);
    let names: Vec<String> = told.iter().map(|(id, _)| id.to_string()).collect();
    let rows = told.iter().map(|(id, says)| {
        let name = basis.state.exemptions.get(id);
        let name = name.map_or_else(String::new, |e| basis.exemption(e));
        vec![
            id.to_string().into(),
            clipped(&name, SHORT).into(),
            says.join("\n").into(),
        ]
    });
    let columns = [("No.", 8), ("Exemption", 42), ("To know about it", 50)];
    (!told.is_empty()).then(|| Decision {
        short: format!("keep or end {}", named(&names, "exemption")),
        blocks: vec![paragraph(texts::CARRIED_ABOUT), table("", &columns, rows)],
    })
}

/// What those who decide have to know about exemptions that count, each with its sentences.
pub(crate) fn to_know<'a>(basis: &Basis<'a>) -> Vec<(ExemptionId, Vec<&'a str>)> {
    let warnings = basis.results.warnings.iter();
    let told = warnings.map(|(id, warned)| {
        let for_board = warned.iter().filter(|one| one.for_board);
        (*id, for_board.map(|one| one.says.as_str()).collect())
    });
    told.filter(|(_, says): &(_, Vec<&str>)| !says.is_empty())
        .collect()
}
