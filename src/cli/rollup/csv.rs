//! The overview for a spreadsheet.

use std::io::{self, Write};

use super::row::{Row, Says, Summary};
use super::spool::{Line, Spool};
use super::totals::Totals;
use crate::table::guarded;

/// The columns in front of the requirements.
const COLUMNS: [&str; 19] = [
    "file",
    "record",
    "problem",
    "organisation",
    "redacted",
    "questionnaire",
    "version",
    "questionnaire_digest",
    "questionnaire_is",
    "complete",
    "unanswered",
    "sign_off",
    "signed_by",
    "newest_entry",
    "fingerprint",
    "torn_bytes",
    "exemptions_counting",
    "exemptions_not_counting",
    "actions_overdue",
];

/// Collects the rows: which columns there are is known with the last.
pub(super) struct Csv {
    spool: Spool,
}

impl Csv {
    /// Begins it.
    pub(super) fn begin() -> Self {
        Self {
            spool: Spool::new(),
        }
    }

    /// Adds a record.
    pub(super) fn row(&mut self, row: &Row) -> io::Result<()> {
        let mut cells = vec![row.file.clone(), row.record.clone()];
        match &row.says {
            Says::Sound(summary) => {
                cells.push(String::new());
                cells.extend(summary_cells(summary));
            }
            Says::Nothing { problem } => cells.push(problem.clone()),
        }
        cells.resize(COLUMNS.len(), String::new());
        self.spool.add(&Line::of(row, cells))
    }

    /// Writes all.
    pub(super) fn end(self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        let requirements = totals.columns();
        let mut csv = csv::Writer::from_writer(out);
        let named = requirements.iter().map(|id| id.as_str());
        csv.write_record(COLUMNS.into_iter().chain(named).map(guarded))?;
        for line in self.spool.lines()? {
            let line = line?;
            let outcomes = requirements
                .iter()
                .map(|id| line.outcomes.get(id).map_or("", |o| o.words()));
            let cells = line.cells.iter().map(String::as_str);
            csv.write_record(cells.chain(outcomes).map(guarded))?;
        }
        csv.flush()
    }
}

fn summary_cells(summary: &Summary) -> [String; 16] {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let signers = summary.signed_by.iter();
    let signers: Vec<String> = signers
        .map(|by| format!("{}, {}", by.name, by.role))
        .collect();
    let fingerprint = summary.fingerprint.map(|f| f.to_string());
    [
        summary.organisation.clone(),
        yes(summary.redacted),
        summary.questionnaire.to_string(),
        summary.version.clone(),
        summary.questionnaire_digest.to_string(),
        summary.questionnaire_is.id().to_owned(),
        yes(summary.complete),
        summary.unanswered.to_string(),
        summary.sign_off.words().to_owned(),
        signers.join("; "),
        summary
            .newest_entry
            .map(|at| at.to_string())
            .unwrap_or_default(),
        fingerprint.unwrap_or_default(),
        summary
            .torn_bytes
            .map(|n| n.to_string())
            .unwrap_or_default(),
        summary.exemptions_counting.to_string(),
        summary.exemptions_not_counting.to_string(),
        summary.actions_overdue.to_string(),
    ]
}
