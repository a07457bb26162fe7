//! The front sheet, as boards expect it: the meeting, what is recommended and sought, and who stands
//! behind the record. Recommendation and decision stand whole; what has to give way for them stands
//! in full further on.

use super::blocks::{NOT_GIVEN, callout, clipped, fact, paragraph, strong};
use super::{Basis, decisions, sign_offs, texts};
use crate::facts::AskedBy;
use crate::questionnaire::Input;
use crate::report::model::{Block, Fact, Span, Text};
use crate::text::{date_words, first_sentences};

/// About how many characters a line takes beside a label; a little less than it holds.
const BESIDE: usize = 60;
/// The same over the whole width, in a paragraph that is set apart.
const ACROSS: usize = 82;
/// About how much room there is below the title, in tenths of a line.
const ROOM: usize = 365;
/// What a row takes with its first line, and each line after that.
const ROW: usize = 16;
const LINE: usize = 10;
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
pub(super) fn front(basis: &Basis<'_>) -> Vec<Block> {
    let Front {
        paper,
        decisive,
        record,
        to_know,
        ..
    } = Front::of(basis);
    let mut blocks = vec![
        Block::Title(basis.title_in_two_lines()),
        paragraph(Text(vec![Span::Strong(basis.organisation().to_owned())])),
        Block::Facts(paper),
    ];
    blocks.extend(decisive);
    blocks.extend([Block::Facts(record), callout(to_know)]);
    blocks
}

/// Whether the front sheet had room for what of the policy was read and what was not; the summary
/// says it otherwise.
pub(super) fn says_what_was_read(basis: &Basis<'_>) -> bool {
    Front::of(basis).says_what_was_read
}

/// What of the policy was read and what was not, as the questionnaire has it, in two sentences.
pub(super) fn what_was_read<'a>(basis: &Basis<'a>) -> &'a str {
    first_sentences(&basis.questionnaire.caution, 2)
}

struct Front {
    paper: Vec<Fact>,
    decisive: Vec<Block>,
    record: Vec<Fact>,
    to_know: Text,
    says_what_was_read: bool,
}

impl Front {
    fn of(basis: &Basis<'_>) -> Self {
        let (paper, record) = (paper(basis), record(basis));
        let decisive = [
            ("Recommendation", decisions::recommendation(basis)),
            ("Decision sought", decisions::sought(basis)),
        ];
        let whole: usize = decisive
            .iter()
            .map(|(label, says)| ROW + LINE * (lines(&format!("{label}: {says}"), ACROSS) - 1))
            .sum();
        let name = LINE * (lines(basis.organisation(), ACROSS) - 1);
        let least: usize = paper
            .iter()
            .chain(&record)
            .map(|row| height(row.least))
            .sum();
        let room = ROOM.saturating_sub(whole + name + least);
        let (to_know, says_what_was_read, room) = to_know(basis, room);
        let rooms = shared(paper.iter().chain(&record), room / LINE);
        let (first, second) = rooms.split_at_checked(paper.len()).unwrap_or_default();
        let facts = |rows: Vec<Row>, rooms: &[usize]| {
            let rows = rows.into_iter().zip(rooms);
            rows.map(|(row, room)| told(row, *room)).collect()
        };
        let decisive = decisive.into_iter();
        Self {
            paper: facts(paper, first),
            decisive: decisive
                .map(|(label, says)| paragraph(strong(format!("{label}:"), format!(" {says}"))))
                .collect(),
            record: facts(record, second),
            to_know,
            says_what_was_read,
        }
    }
}

/// What a row of so many lines takes.
const fn height(lines: usize) -> usize {
    ROW + LINE * lines.saturating_sub(1)
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
    let day = cover.meeting_date.map(date_words);
    let meeting = match (&cover.meeting, day) {
        (Some(meeting), Some(day)) => format!("{meeting}, {day}"),
        (Some(meeting), None) => format!("{meeting}; no date is given"),
        (None, Some(day)) => format!("Which meeting is not given; {day}"),
        (None, None) => String::new(),
    };
    vec![
        named("Meeting and date", meeting),
        named("Agenda title", title.unwrap_or_else(|| basis.title())),
        row(
            "Author",
            author.unwrap_or_else(|| basis.assessor().to_owned()),
        ),
        named("Lead director", given(&cover.lead_director)),
        named("Purpose", decisions::purpose(basis)),
        row("Previously considered by", given(&cover.considered_by)),
    ]
}

/// What was assessed, when, by whom, and who has signed it.
fn record(basis: &Basis<'_>) -> Vec<Row> {
    let asked = basis.questionnaire;
    let against = format!(
        "{} (questionnaire {}, version {}, digest {})",
        asked.title,
        asked.id,
        asked.version,
        AskedBy::of(asked).digest.short()
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
        row("As at, and by", 1, format!("{day}; {}", assessor(basis))),
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

/// What nobody may miss: that it is a draft or a copy, and whose statement this is; then as much as there
/// is room for of what was read of the policy, care, and the first notice for such an organisation.
/// Also whether what was read is said, and the room that is left.
fn to_know(basis: &Basis<'_>, room: usize) -> (Text, bool, usize) {
    let mut says: Vec<(Span, String)> = vec![];
    let first = |words: String| (Span::Strong(words), String::new());
    says.extend(sign_offs::draft(basis).map(first));
    let asked = basis.questionnaire;
    says.extend(AskedBy::of(asked).warning(asked).map(first));
    if let Some(redaction) = &basis.state.redaction {
        says.push(first(clipped(&redaction.words(), NOTICE + RESTS_ON)));
    }
    let organisation = clipped(basis.organisation(), NAMED);
    let whose = texts::self_assessment(&organisation, &basis.questionnaire.publisher);
    says.push((Span::Plain(whose), String::new()));
    let must = says.len();
    says.push((Span::Plain(what_was_read(basis).to_owned()), String::new()));
    says.push((Span::Plain(texts::SHARING.to_owned()), String::new()));
    if let Some(told) = basis.results.notices.first() {
        let rests = format!(" ({})", clipped(&told.rests_on, RESTS_ON));
        says.push((Span::Strong(clipped(&told.says, NOTICE)), rests));
    }
    let mut room = room;
    let mut spans: Vec<Span> = vec![];
    let mut says_what_was_read = false;
    for (index, (span, then)) in says.into_iter().enumerate() {
        let words = format!("{}{then}", span.words());
        let takes = LINE * lines(&words, ACROSS);
        if words.is_empty() || (index >= must && takes > room) {
            continue;
        }
        says_what_was_read |= index == must;
        room = room.saturating_sub(takes);
        if !spans.is_empty() {
            spans.push(Span::Plain("\n".to_owned()));
        }
        spans.extend([span, Span::Plain(then)]);
    }
    (Text(spans), says_what_was_read, room)
}

/// The value in so many lines; a secretary sees at once what is not given.
fn told(row: Row, room: usize) -> Fact {
    if row.value.trim().is_empty() {
        return fact(row.label, Text(vec![Span::Strong(NOT_GIVEN.to_owned())]));
    }
    // Several lines are one thing each, and were counted so.
    let words = if row.value.contains('\n') || row.least >= lines(&row.value, BESIDE) {
        row.value
    } else {
        clipped(&row.value, room * BESIDE)
    };
    fact(row.label, words)
}

/// About how many lines a text takes.
fn lines(words: &str, wide: usize) -> usize {
    words.chars().count().div_ceil(wide).max(1)
}

/// How many lines each row gets: what it cannot do without, and then in turn one more each for those
/// that want it, as long as there are any.
fn shared<'a>(rows: impl Iterator<Item = &'a Row>, more: usize) -> Vec<usize> {
    let rows: Vec<&Row> = rows.collect();
    let wanted: Vec<usize> = rows.iter().map(|row| lines(&row.value, BESIDE)).collect();
    let mut got: Vec<usize> = rows.iter().map(|row| row.least).collect();
    let mut left = more;
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
