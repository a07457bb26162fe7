//! Lines that wait for the last of them: only then it is known which columns there are.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Seek, Write};

use serde::{Deserialize, Serialize};
use tempfile::SpooledTempFile;

use super::row::{Row, Says};
use crate::questionnaire::RequirementId;
use crate::rules::Outcome;

/// How many bytes wait in memory; the rest waits on disk, without a name, readable only by the
/// owner.
const IN_MEMORY: usize = 1024 * 1024;

/// Lines in the order in which they came.
pub(super) struct Spool {
    file: SpooledTempFile,
}

/// A line of a table: the columns that every record has, and those of the requirements.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    /// The columns that every record has.
    pub cells: Vec<String>,
    /// Why the record cannot be read, if it cannot.
    pub problem: Option<String>,
    /// The outcome of each requirement that it asks.
    pub outcomes: BTreeMap<RequirementId, Outcome>,
}

impl Line {
    /// The line of a record, with these columns.
    pub(super) fn of(row: &Row, cells: Vec<String>) -> Self {
        let (problem, outcomes) = match &row.says {
            Says::Sound(summary) => (None, summary.requirements.iter().cloned().collect()),
            Says::Nothing { problem } => (Some(problem.clone()), BTreeMap::new()),
        };
        Self {
            cells,
            problem,
            outcomes,
        }
    }
}

impl Spool {
    /// One without lines.
    pub(super) fn new() -> Self {
        Self {
            file: SpooledTempFile::new(IN_MEMORY),
        }
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: &Line) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.file.write_all(&bytes)
    }

    /// All lines.
    pub(super) fn lines(mut self) -> io::Result<impl Iterator<Item = io::Result<Line>>> {
        self.file.rewind()?;
        let lines = BufReader::new(self.file).lines();
        Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
    }
}
