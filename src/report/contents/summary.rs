//! The executive summary: one page, with what a board has to know and decide.
//!
//! Where there are several views, each has less room: what is shorter here stands in full further
//! on.

use super::blocks::{clipped, page, paragraph, section, sentence, strong, table};
use super::views::{in_short, of_view};
use super::{Basis, compared, decisions, front, texts};
use crate::facts::ExemptionId;
use crate::questionnaire::{Requirement, RequirementId, View};
use crate::report::model::{Bar, Block, Chart, Figures, Section, Text};
use crate::rules::{DIFFER, RequirementResult, Standing};
use crate::text::{date_words, listed};

/// Longest quotation here, in characters, so that a point keeps to its line: what is cut stands in
/// full further on.
pub(super) const QUOTED: usize = 28;
/// Longest reason for a level, in characters: two lines of its column.
const REASON: usize = 84;
/// Longest name here, in characters: an item then keeps to one line.
pub(super) const NAMED: usize = 56;
/// About how many characters a line takes.
pub(super) const LINE: usize = 90;
/// How many lines each of two paragraphs takes that are not always there, of last time and of views that
/// differ: they are to spare for notes.
const SPARE: usize = 2;
/// How many exemptions are listed here.
const SHOWN: usize = 2;
/// How many differences between views are told here.
const DIFFERENCES: usize = 1;

/// The section.
pub(super) fn summary(basis: &Basis<'_>) -> Section {
    let asked = basis.questionnaire;
    let day = date_words(basis.options.as_at);
    let since = since_last(basis);
    let (label, sought) = (format!("{}:", texts::DECISIONS), decisions::sought(basis));
    // Whole on the front sheet, one page before: said twice, a long one would push the rest off.
    let is_short = lines(&format!("{label} {sought}")) == 1;
    let read = front::what_was_read(basis);
    let read = Some(read).filter(|read| !read.is_empty() && !front::says_what_was_read(basis));
    let notes = notes(basis);
    let noted: usize = notes.iter().map(|note| lines(&note.words()) + 1).sum();
    let no_difference = asked.views.len() > 1 && basis.results.contrasts.is_empty();
    let nothing = [since.is_none(), no_difference];
    let spare = 1 + SPARE * nothing.into_iter().filter(|is| *is).count();
    let taken = read.map_or(0, |read| lines(read) + 1) + noted.saturating_sub(spare);
    let mut blocks = vec![if is_short {
        paragraph(texts::outcomes_of(&day))
    } else {
        paragraph(format!(
            "{} {}",
            texts::SOUGHT_IN_FRONT,
            texts::outcomes_of(&day)
        ))
    }];
    blocks.extend(read.map(paragraph));
    blocks.extend(is_short.then(|| paragraph(strong(label, format!(" {sought}")))));
    blocks.extend(notes.into_iter().map(paragraph));
    blocks.extend(since.map(paragraph));
    let mut sections = vec![];
    match asked.views.as_slice() {
        [one] => {
            blocks.extend(requirements(basis, one, true));
            blocks.extend(objectives(basis, one));
            sections.push(section(texts::RELIED_ON, relied_on(basis)));
        }
        // Never blended: each view stands under its own heading.
        several => {
            for each in several {
                let blocks = view(basis, each);
                sections.push(section(each.title.as_str(), blocks));
            }
            if let Some(last) = sections.last_mut() {
                last.blocks.extend(differences(basis));
            }
        }
    }
    sections.push(super::attention::attention(basis, taken));
    Section {
        sections,
        ..page(texts::SUMMARY, blocks)
    }
}

/// About how many lines a text takes.
fn lines(text: &str) -> usize {
    text.chars().count().div_ceil(LINE)
}

/// What has changed since last time; nothing where nothing was carried from an earlier record.
fn since_last(basis: &Basis<'_>) -> Option<Text> {
    let says = compared::in_short(basis)?;
    let room = match basis.questionnaire.views.len() {
        0 | 1 => 2 * LINE,
        _ => LINE,
    };
    let says = clipped(&says, room - texts::SINCE_LAST.len());
    Some(strong(
        format!("{}:", texts::SINCE_LAST),
        format!(" {says}"),
    ))
}

/// The notes that the board must know, whole: what has to be decided may stand at the end of one.
fn notes(basis: &Basis<'_>) -> Vec<Text> {
    let all = basis.state.notes_for_board(basis.questionnaire);
    let notes = all.map(|(scenario, note)| {
        let label = format!("{}:", texts::NOTE_FOR_BOARD);
        strong(label, format!(" {note} ({})", scenario.title))
    });
    notes.collect()
}

/// One of several views.
fn view(basis: &Basis<'_>, view: &View) -> Vec<Block> {
    let mut blocks = requirements(basis, view, false);
    if !blocks.is_empty() {
        blocks.push(relied_on_in(basis, view));
    }
    blocks.extend(objectives(basis, view));
    blocks
}

/// The outcomes in a table and a chart; reasons too, if there is room. How many scenarios have
/// which outcome stands in the chart alone: said twice, it would push the rest off the page.
fn requirements(basis: &Basis<'_>, view: &View, room: bool) -> Vec<Block> {
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
        let mut row = vec![
            basis.requirement(&requirement.id).into(),
            requirement.force.words().into(),
            result.outcome.into(),
        ];
        if room {
            row.push(result.because.as_str().into());
        }
        let all: u32 = result.counts.iter().map(|(_, n)| n).sum();
        row.push(all.to_string().into());
        row
    });
    let columns: &[(&str, u16)] = if room {
        &[
            ("Requirement", 30),
            ("Force", 9),
            ("Outcome", 17),
            ("Why", 31),
            ("Scenarios", 13),
        ]
    } else {
        &[
            ("Requirement", 55),
            ("Force", 10),
            ("Outcome", 21),
            ("Scenarios", 14),
        ]
    };
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
        figures: Figures::Outcomes(bars),
    };
    let caption = if room {
        format!("Requirements: {}", view.title)
    } else {
        String::new()
    };
    vec![table(caption, columns, rows), Block::Chart(chart)]
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

/// The levels reached, in a small table; the indicators stand in the view's own section.
fn objectives(basis: &Basis<'_>, view: &View) -> Option<Block> {
    let rows: Vec<Vec<Text>> = of_view(basis, view)
        .map(|(objective, result)| {
            vec![
                format!("{} {}", objective.id, objective.title).into(),
                result.reached.words(objective).into(),
                clipped(&in_short(objective, result), REASON).into(),
            ]
        })
        .collect();
    let columns = [("Objective", 36), ("Level", 19), ("Why, in short", 45)];
    (!rows.is_empty()).then(|| table("", &columns, rows))
}

/// Where views differ, in a sentence; the rest stands in a section of its own.
fn differences(basis: &Basis<'_>) -> Option<Block> {
    let told = &basis.results.contrasts;
    let mut says: Vec<String> = told
        .iter()
        .take(DIFFERENCES)
        .map(|told| clipped(&told.says, LINE))
        .collect();
    if told.len() > DIFFERENCES {
        let more = told.len() - DIFFERENCES;
        says.push(format!("{more} more: see “{}”.", DIFFER));
    }
    let label = format!("{}:", DIFFER);
    (!says.is_empty()).then(|| paragraph(strong(label, format!(" {}", says.join(" ")))))
}

/// The exemptions on which an outcome rests, of all requirements or of one view's.
fn reliances<'a>(
    basis: &'a Basis<'_>,
    counts: impl Fn(&RequirementId) -> bool + 'a,
) -> impl Iterator<Item = ExemptionId> + 'a {
    let exemptions = basis.state.exemptions.keys().copied();
    exemptions.filter(move |id| {
        let mut resting = basis.results.resting_on(*id);
        resting.any(|(finding, _)| counts(&finding.requirement))
    })
}

fn relied_on(basis: &Basis<'_>) -> Vec<Block> {
    let ids: Vec<ExemptionId> = reliances(basis, |_| true).collect();
    if ids.is_empty() {
        return vec![paragraph(texts::NO_RELIANCE)];
    }
    let shown = ids.iter().take(SHOWN).filter_map(|id| {
        let exemption = basis.state.exemptions.get(id)?;
        let until = basis.results.exemptions.get(id);
        let until = until.map_or_else(String::new, Standing::words);
        let name = clipped(&basis.exemption(exemption), NAMED);
        Some(format!("{id}: {until} {}", sentence(&name)).into())
    });
    let mut items: Vec<Text> = shown.collect();
    if ids.len() > SHOWN {
        let more = ids.len() - SHOWN;
        items.push(format!("{more} more: see “{}”.", texts::REGISTER).into());
    }
    items.push(first_to_end(basis, &ids).into());
    vec![Block::List(items)]
}

/// The same in a sentence or two, for one of several views.
fn relied_on_in(basis: &Basis<'_>, view: &View) -> Block {
    let of_view = |id: &RequirementId| {
        let requirement = basis.questionnaire.requirement(id);
        requirement.is_some_and(|r| r.view == view.id)
    };
    let ids: Vec<ExemptionId> = reliances(basis, of_view).collect();
    let label = format!("{}:", texts::RELIED_ON);
    if ids.is_empty() {
        return paragraph(strong(label, " none."));
    }
    let names: Vec<String> = ids
        .iter()
        .take(3 * SHOWN)
        .map(ToString::to_string)
        .collect();
    let more = match ids.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more; see “{}”", texts::REGISTER),
    };
    let names = if more.is_empty() {
        listed(&names)
    } else {
        names.join(", ")
    };
    let ends = first_to_end(basis, &ids);
    paragraph(strong(label, format!(" {names}{more}. {ends}")))
}

fn first_to_end(basis: &Basis<'_>, ids: &[ExemptionId]) -> String {
    let ends = ids.iter().filter_map(|id| {
        let standing = basis.results.exemptions.get(id)?;
        Some((standing.until()?, *id))
    });
    match ends.min() {
        Some((day, id)) => format!("The first to lapse is {id}, on {}.", date_words(day)),
        None if ids.len() == 1 => "It has no end date.".to_owned(),
        None => "None of them has an end date.".to_owned(),
    }
}
