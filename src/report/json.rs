//! The report as JSON, for programs that want what is printed. What the record says, entry by entry,
//! is in `export --json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::model::Report;
use crate::TOOL;

/// The version of this format.
const FORMAT: u32 = 1;

/// The file: the report, with what wrote it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Report")]
struct File<'a> {
    /// The version of this format.
    format: u32,
    /// The program and version that wrote it.
    tool: &'static str,
    #[serde(flatten)]
    report: &'a Report,
}

/// The report as JSON, with a line break at its end. The files that travel inside a PDF are left out.
///
/// # Errors
/// Only when the program itself is at fault: any report can be written.
pub fn render(report: &Report) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(&File {
        format: FORMAT,
        tool: TOOL,
        report,
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The JSON Schema of the file, as it is printed. A test holds it against the types.
pub static SCHEMA: &str = include_str!("../../assets/report.schema.json");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_the_one_that_the_types_give() {
        let made = schemars::schema_for!(File<'_>);
        crate::schema::holds("assets/report.schema.json", SCHEMA, made);
    }
}
