//! The overview for a person: a line a record, then the totals.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use super::row::{Row, Says, Summary};
use super::spool::{Line, Spool};
use super::totals::{Asked, Totals};
use crate::facts::Identity;
use crate::questionnaire::QuestionnaireId;
use crate::rules::Outcome;
use crate::text::{clean_line, clipped, counted, date_words, listed};

/// The columns in front of the requirements.
const COLUMNS: [&str; 8] = [
    "Record",
    "Organisation",
    "Version",
    "Left",
    "Sign-off",
    "Newest entry",
    "Exemptions",
    "Overdue",
];

/// The most characters of a name: more would push what follows off the screen. The other formats
/// have names in full.
const NAME: usize = 36;

/// Collects the rows: how wide the columns are is known with the last.
pub(super) struct Table {
    spool: Spool,
    widths: Vec<usize>,
}

impl Table {
    /// Begins it.
    pub(super) fn begin() -> Self {
        Self {
            spool: Spool::new(),
            widths: COLUMNS.map(UnicodeWidthStr::width).to_vec(),
        }
    }

    /// Adds a record.
    pub(super) fn row(&mut self, row: &Row) -> io::Result<()> {
        let mut cells = vec![clipped(&row.file, NAME)];
        if let Says::Sound(summary) = &row.says {
            cells.extend(summary_cells(summary));
        }
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = (*width).max(cell.width());
        }
        self.spool.add(&Line::of(row, cells))
    }

    /// Writes all.
    pub(super) fn end(self, totals: &Totals, as_at: Date, out: &mut dyn Write) -> io::Result<()> {
        let columns = totals.columns();
        let names = COLUMNS
            .into_iter()
            .chain(columns.iter().map(|id| id.as_str()));
        let marks = Outcome::ALL.map(mark).map(str::len).into_iter().max();
        let wide = |id: &str| id.len().max(marks.unwrap_or(0));
        let widths: Vec<usize> = self
            .widths
            .into_iter()
            .chain(columns.iter().map(|id| wide(id.as_str())))
            .collect();
        let first = widths.first().copied().unwrap_or(0);
        if totals.sound + totals.problems > 0 {
            writeln!(out, "{}", aligned(names, &widths))?;
        }
        for line in self.spool.lines()? {
            let line = line?;
            if let Some(problem) = line.problem {
                let name = line.cells.iter().map(String::as_str);
                let name = aligned(name, &[first]);
                let gap = " ".repeat(first.saturating_sub(name.width()));
                writeln!(out, "{name}{gap}  cannot be read: {}", clean_line(&problem))?;
                continue;
            }
            let outcomes = columns
                .iter()
                .map(|id| line.outcomes.get(id).map_or("", |outcome| mark(*outcome)));
            let cells = line.cells.iter().map(String::as_str);
            writeln!(out, "{}", aligned(cells.chain(outcomes), &widths))?;
        }
        if totals.sound > 0 {
            writeln!(out, "\n{}", legend())?;
        }
        for (id, asked) in &totals.asked {
            writeln!(out, "\n{}", totals_of(id, asked, as_at))?;
        }
        Ok(())
    }
}

fn summary_cells(summary: &Summary) -> [String; 7] {
    let day = |at: Timestamp| TimeZone::UTC.to_datetime(at).date().to_string();
    let organisation = match summary.organisation.as_str() {
        "" => "(not named yet)",
        name => name,
    };
    let redacted = if summary.redacted {
        " (redacted copy)"
    } else {
        ""
    };
    let version = match summary.questionnaire_is {
        Identity::Imitation => format!("{} (differs)", summary.version),
        Identity::BuiltIn | Identity::Other => summary.version.clone(),
    };
    let left = match (summary.unanswered, summary.complete) {
        (0, true) => "complete".to_owned(),
        (0, false) => "exemptions".to_owned(),
        (left, _) => counted(left, "answer"),
    };
    let exemptions = match (summary.exemptions_counting, summary.exemptions_not_counting) {
        (0, 0) => String::new(),
        (counting, 0) => counting.to_string(),
        (counting, not) => format!("{counting}, {not} not"),
    };
    let overdue = match summary.actions_overdue {
        0 => String::new(),
        overdue => overdue.to_string(),
    };
    let cells = [
        format!("{}{redacted}", clipped(organisation, NAME)),
        version,
        left,
        summary.sign_off.words().to_owned(),
        summary.newest_entry.map(day).unwrap_or_default(),
        exemptions,
        overdue,
    ];
    cells.map(|cell| clean_line(&cell))
}

/// An outcome in a narrow column.
const fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::MetByExemption => "exempt",
        Outcome::PartlyMet => "partly",
        Outcome::NotMet => "not met",
        Outcome::DontKnow => "?",
        Outcome::NotAnswered => "-",
        Outcome::NotAsked => "not asked",
        Outcome::NotApplicable => "n/a",
    }
}

fn legend() -> String {
    let meant = [
        Outcome::MetByExemption,
        Outcome::PartlyMet,
        Outcome::DontKnow,
        Outcome::NotAnswered,
        Outcome::NotApplicable,
    ];
    let meant =
        meant.map(|outcome| format!("{}: {}", mark(outcome), outcome.words().to_lowercase()));
    format!("{}.", meant.join("; "))
}

/// The totals of one questionnaire, with a line for each requirement.
fn totals_of(id: &QuestionnaireId, asked: &Asked, as_at: Date) -> String {
    let versions = asked.versions().into_iter();
    let versions: Vec<String> = versions
        .map(|version| format!("{} ask version {}", version.records, version.words()))
        .collect();
    let mut lines = vec![
        format!(
            "{id}, {} as at {}: {}.",
            counted(asked.records, "record"),
            date_words(as_at),
            listed(&versions)
        ),
        asked.words(),
    ];
    let requirements = asked.requirements();
    let first = requirements.iter().map(|(id, _)| id.as_str().len()).max();
    let mut widths = vec![first.unwrap_or(0).max("Requirement".len())];
    widths.extend(Outcome::ALL.map(|outcome| outcome.words().len()));
    let heads = Outcome::ALL.map(Outcome::words);
    let heads = ["Requirement"].into_iter().chain(heads).chain(["Title"]);
    lines.push(aligned(heads, &widths));
    lines.extend(requirements.into_iter().map(|(id, title)| {
        let counts = Outcome::ALL.map(|outcome| asked.count(id, outcome).to_string());
        let counts = counts.iter().map(String::as_str);
        let cells = [id.as_str()].into_iter().chain(counts).chain([title]);
        aligned(cells, &widths)
    }));
    lines.join("\n")
}

/// Cells below each other. What is wider than its column, and the last one, is as wide as it is.
fn aligned<'a>(cells: impl IntoIterator<Item = &'a str>, widths: &[usize]) -> String {
    let mut line = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        line.push_str(cell);
        let width = widths.get(index).copied().unwrap_or(0);
        line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
    }
    line.trim_end().to_owned()
}
