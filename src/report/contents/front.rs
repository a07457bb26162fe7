//! The front sheet, as boards expect it: the meeting, what is recommended and sought, and who stands
//! behind the record. It keeps to its page: what is cut here stands in full further on.

use super::Basis;
use super::blocks::{NOT_GIVEN, callout, clipped, fact, paragraph};
use super::{decisions, sign_offs, texts};
use crate::assessment::date_words;
use crate::questionnaire::Input;
use crate::report::model::{Block, Fact, Span, Text};

/// About how many characters a line takes beside a label; a little less than it holds.
const BESIDE: usize = 60;
/// The same over the whole width, in a paragraph that is set apart.
const ACROSS: usize = 80;
/// How many lines there are for all labels, their values and the notices.
const LINES: usize = 24;
/// Longest notice, in characters: it stands in full with the answers about the organisation.
const NOTICE: usize = 110;
/// Longest account of what it rests on, in characters.
const RESTS_ON: usize = 45;
/// Longest name of the organisation within a sentence, in characters.
const NAMED: usize = 60;

/// A label, its value, and how many lines it cannot do without.
struct Row {
    label: &'static str,
    value: String,
    least: usize,
}

/// The blocks of the front sheet.
pub fn front(basis: &Basis<'_>) -> Vec<Block> {
    let notices = to_know(basis);
    let across: usize = notices
        .words()
        .lines()
        .map(|line| lines(line, ACROSS))
        .sum();
    let (paper, record) = (paper(basis), record(basis));
    let room = LINES.saturating_sub(across);
    let rooms = shared(paper.iter().chain(&record), room);
    let facts = |rows: Vec<Row>, rooms: &[usize]| {
        let rows = rows.into_iter().zip(rooms);
        Block::Facts(rows.map(|(row, room)| told(row, *room)).collect())
    };
    let (first, second) = rooms.split_at_checked(paper.len()).unwrap_or_default();
    vec![
        Block::Title(basis.title_in_two_lines()),
        paragraph(Text(vec![Span::Strong(basis.organisation().to_owned())])),
        facts(paper, first),
        facts(record, second),
        callout(notices),
    ]
}

/// What a secretary needs for the agenda.
fn paper(basis: &Basis<'_>) -> Vec<Row> {
    let cover = &basis.options.cover;
    let given = |words: &Option<String>| words.clone().unwrap_or_default();
    let row = |label, value: String| Row {
        least: 1,
        label,
        value,
    };
    let named = |label, value: String| Row {
        least: lines(&value, BESIDE),
        label,
        value,
    };
    let title = cover.agenda_title.clone();
    let author = cover.author.clone();
    vec![
        named("Meeting", given(&cover.meeting)),
        named(
            "Date of meeting",
            cover.meeting_date.map(date_words).unwrap_or_default(),
        ),
        named("Agenda title", title.unwrap_or_else(|| basis.title())),
        row(
            "Author",
            author.unwrap_or_else(|| basis.assessor().to_owned()),
        ),
        named("Lead director", given(&cover.lead_director)),
        named("Purpose", decisions::purpose(basis)),
        row("Previously considered by", given(&cover.considered_by)),
        row("Recommendation", decisions::recommendation(basis)),
        row("Decision sought", decisions::sought(basis)),
    ]
}

/// What was assessed, when, by whom, and who has signed it.
fn record(basis: &Basis<'_>) -> Vec<Row> {
    let asked = basis.questionnaire;
    let against = format!(
        "{} (questionnaire {}, version {})",
        asked.title, asked.id, asked.version
    );
    let row = |label, least, value| Row {
        label,
        value,
        least,
    };
    let day = date_words(basis.options.as_at);
    let (signed, count) = sign_offs::in_short(basis);
    vec![
        row("Assessed against", 1, against),
        row("Assessed by", 1, assessor(basis)),
        row(
            "Date and marking",
            1,
            format!("{day}; {}", basis.options.marking),
        ),
        row("Fingerprint of the record", 2, basis.fingerprint()),
        row("Signed", count, signed),
    ]
}

/// Who filled it in, with what else was typed about the organisation. All answers about it stand
/// before the scenarios.
fn assessor(basis: &Basis<'_>) -> String {
    let form = &basis.questionnaire.organisation;
    let others = form.questions.iter().filter_map(|question| {
        let said_already = question.id == form.name || question.id == form.assessor;
        let is_typed = matches!(question.input, Input::Line { .. });
        if said_already || !is_typed || !basis.results.shown.contains(&question.id) {
            return None;
        }
        Some(basis.state.answers.get(&question.id)?.words(question))
    });
    let parts = [basis.assessor().to_owned()].into_iter().chain(others);
    parts.collect::<Vec<_>>().join("; ")
}

/// What nobody may miss: that it is a draft or a copy, the first notice for such an organisation,
/// whose statement this is, and care.
fn to_know(basis: &Basis<'_>) -> Text {
    let mut spans = vec![];
    if let Some(draft) = sign_offs::draft(basis) {
        spans.push(Span::Strong(format!("{draft}\n")));
    }
    if let Some(redaction) = &basis.state.redaction {
        let words = clipped(&redaction.words(), NOTICE + RESTS_ON);
        spans.push(Span::Strong(format!("{words}\n")));
    } else if let Some(told) = basis.results.notices.first() {
        spans.push(Span::Strong(clipped(&told.says, NOTICE)));
        spans.push(Span::Plain(format!(
            " ({})\n",
            clipped(&told.rests_on, RESTS_ON)
        )));
    }
    let organisation = clipped(basis.organisation(), NAMED);
    let whose = texts::self_assessment(&organisation, &basis.questionnaire.publisher);
    spans.push(Span::Plain(format!("{whose}\n{}", texts::SHARING)));
    Text(spans)
}

/// The value in so many lines; a secretary sees at once what is not given.
fn told(row: Row, room: usize) -> Fact {
    if row.value.trim().is_empty() {
        return fact(row.label, Text(vec![Span::Strong(NOT_GIVEN.to_owned())]));
    }
    // Several lines are one thing each, and were counted so.
    let words = match row.value.contains('\n') || row.least >= lines(&row.value, BESIDE) {
        true => row.value,
        false => clipped(&row.value, room * BESIDE),
    };
    fact(row.label, words)
}

/// About how many lines a text takes.
fn lines(words: &str, wide: usize) -> usize {
    words.chars().count().div_ceil(wide).max(1)
}

/// How many lines each row gets: what it cannot do without, and then in turn one more each for those
/// that want it, as long as there are any.
fn shared<'a>(rows: impl Iterator<Item = &'a Row>, room: usize) -> Vec<usize> {
    let rows: Vec<&Row> = rows.collect();
    let wanted: Vec<usize> = rows.iter().map(|row| lines(&row.value, BESIDE)).collect();
    let mut got: Vec<usize> = rows.iter().map(|row| row.least).collect();
    let mut left = room.saturating_sub(got.iter().sum());
    let mut is_wanting = true;
    while left > 0 && is_wanting {
        is_wanting = false;
        for (got, wanted) in got.iter_mut().zip(&wanted) {
            if *got < *wanted && left > 0 {
                *got += 1;
                left -= 1;
                is_wanting = true;
            }
        }
    }
    got
}
