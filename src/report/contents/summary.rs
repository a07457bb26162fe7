//! The executive summary: one page, with what a board has to know and decide.

use super::Basis;
use super::blocks::{clipped, page, paragraph, section, sentence, table};
use super::texts;
use super::views::of_view;
use crate::assessment::{RequirementResult, Standing, date_words};
use crate::questionnaire::{Requirement, View};
use crate::report::model::{Bar, Block, Chart, Section, Text};

/// Longest quotation here, in characters: what is cut stands in full further on.
pub const QUOTED: usize = 110;
/// Longest name here, in characters: an item then keeps to one line.
pub const NAMED: usize = 56;
/// About how many characters a line takes.
pub const LINE: usize = 90;

/// The section.
pub fn summary(basis: &Basis<'_>) -> Section {
    let asked = basis.questionnaire;
    let day = date_words(basis.as_at);
    let lead = texts::assessed(basis.organisation(), &asked.title, &day);
    let mut blocks = vec![paragraph(lead)];
    let mut sections = vec![];
    match asked.views.as_slice() {
        [one] => blocks.extend(view(basis, one)),
        // Never blended: each view stands under its own heading.
        several => {
            for each in several {
                sections.push(section(each.title.as_str(), view(basis, each)));
            }
        }
    }
    sections.extend(differences(basis));
    sections.push(section("Exemptions relied on", relied_on(basis)));
    sections.push(super::attention::attention(basis));
    Section {
        sections,
        ..page(texts::SUMMARY, blocks)
    }
}

fn view(basis: &Basis<'_>, view: &View) -> Vec<Block> {
    let mut blocks = requirements(basis, view);
    blocks.extend(objectives(basis, view));
    blocks
}

/// The levels reached, in a small table; the indicators stand in the view's own section.
fn objectives(basis: &Basis<'_>, view: &View) -> Option<Block> {
    let rows: Vec<Vec<Text>> = of_view(basis, view)
        .map(|(objective, result)| {
            vec![
                format!("{} {}", objective.id, objective.title).into(),
                result.reached.words(objective).into(),
                clipped(&result.because, QUOTED).into(),
            ]
        })
        .collect();
    let columns = [("Objective", 28), ("Level", 18), ("Why, in short", 54)];
    let caption = format!("Objectives: {}", view.title);
    (!rows.is_empty()).then(|| table(caption, &columns, rows))
}

/// One sentence for each difference between views, as many as there is room for.
fn differences(basis: &Basis<'_>) -> Option<Section> {
    let told = &basis.results.contrasts;
    let mut items: Vec<Text> = told
        .iter()
        .take(DIFFERENCES)
        .map(|told| clipped(&told.says, 2 * LINE).into())
        .collect();
    if told.len() > DIFFERENCES {
        let more = told.len() - DIFFERENCES;
        items.push(format!("{more} more: see “{}”.", texts::DIFFER).into());
    }
    (!items.is_empty()).then(|| section(texts::DIFFER, vec![Block::List(items)]))
}

fn requirements(basis: &Basis<'_>, view: &View) -> Vec<Block> {
    let pairs: Vec<(&Requirement, &RequirementResult)> = basis
        .questionnaire
        .requirements
        .iter()
        .filter(|r| r.view == view.id)
        .filter_map(|r| {
            let result = basis.results.requirements.iter().find(|x| x.id == r.id)?;
            Some((r, result))
        })
        .collect();
    if pairs.is_empty() {
        return vec![];
    }
    let rows = pairs.iter().map(|(requirement, result)| {
        vec![
            basis.requirement(&requirement.id).into(),
            requirement.force.words().into(),
            result.outcome.into(),
            result.because.as_str().into(),
            counts(result).into(),
        ]
    });
    let columns = [
        ("Requirement", 22),
        ("Force", 8),
        ("Outcome", 17),
        ("Why", 23),
        ("Scenarios by outcome", 30),
    ];
    let bars: Vec<Bar> = pairs
        .iter()
        .map(|(_, result)| Bar {
            label: result.id.to_string(),
            parts: result.counts.clone(),
        })
        .collect();
    let told = pairs
        .iter()
        .map(|(_, r)| format!("{}: {}.", r.id, counts(r)));
    let chart = Chart {
        caption: "Scenarios by outcome, for each requirement".to_owned(),
        alternative: told.collect::<Vec<_>>().join(" "),
        bars,
    };
    vec![
        table(format!("Requirements: {}", view.title), &columns, rows),
        Block::Chart(chart),
    ]
}

/// The counts in words: "4 met, 1 not met".
fn counts(result: &RequirementResult) -> String {
    let words = result.counts.iter();
    let words: Vec<String> = words
        .map(|(outcome, n)| format!("{n} {}", outcome.words().to_lowercase()))
        .collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn relied_on(basis: &Basis<'_>) -> Vec<Block> {
    let findings = || basis.results.asked().flat_map(|s| &s.findings);
    let mut ends = vec![];
    let mut items: Vec<Text> = vec![];
    let mut total = 0;
    for (id, exemption) in &basis.state.exemptions {
        if !findings().any(|f| f.exemptions.contains(id)) {
            continue;
        }
        total += 1;
        let standing = basis.results.exemptions.get(id);
        if let Some(Standing::Valid { until: Some(day) }) = standing {
            ends.push((*day, *id));
        }
        if items.len() < SHOWN {
            let until = standing.map_or_else(String::new, Standing::words);
            let name = clipped(&basis.exemption(exemption), NAMED);
            items.push(format!("{id}: {until} {}", sentence(&name)).into());
        }
    }
    if items.is_empty() {
        return vec![paragraph(texts::NO_RELIANCE)];
    }
    if total > SHOWN {
        let more = total - SHOWN;
        items.push(format!("{more} more: see “{}”.", texts::REGISTER).into());
    }
    let nearest = match ends.iter().min() {
        Some((day, id)) => format!("The first to end is {id}, on {}.", date_words(*day)),
        None => "None of them has an end date.".to_owned(),
    };
    items.push(nearest.into());
    vec![Block::List(items)]
}

/// How many exemptions are listed here.
const SHOWN: usize = 3;
/// How many differences between views are told here.
const DIFFERENCES: usize = 2;
