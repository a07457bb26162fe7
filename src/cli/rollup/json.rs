//! The overview for machines: one object, each record on a line of its own as soon as it is read.

use std::io::{self, Write};

use jiff::civil::Date;
use serde_json::json;

use super::row::Row;
use super::totals::Totals;

/// Writes the object.
pub(super) struct Json {
    any: bool,
}

impl Json {
    /// Begins it.
    pub(super) fn begin(as_at: Date, out: &mut dyn Write) -> io::Result<Self> {
        write!(out, "{{\"as_at\": {}, \"records\": [", json!(as_at))?;
        Ok(Self { any: false })
    }

    /// Adds a record.
    pub(super) fn row(&mut self, row: &Row, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(serde_json::to_writer(out, row)?)
    }

    /// Ends it with the totals.
    pub(super) fn end(self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        let (all, repeated) = (totals.json(), totals.repeated_json());
        let (read, not) = (totals.sound, totals.problems);
        writeln!(out, "\n],\n\"read\": {read}, \"not_read\": {not},")?;
        writeln!(out, "\"repeated\": {repeated},\n\"totals\": {all}}}")
    }
}
