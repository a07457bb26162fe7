//! Reads a list of changes. Each is read for itself, so that one that is wrong hides no other.

use serde_json::Value;

use super::format::{FORMAT, Request};
use super::trial::Problem;
use crate::text::{capitalised, clean_json, printable};
use crate::{encoding, unique};

/// The largest file of changes that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 16 << 20;

/// The most changes in one file: all of them are tried before one is written.
pub(super) const MOST: usize = 5000;

/// One change of a file: itself, or what is wrong with the way in which it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    Change(Box<Request>),
    /// Something else.
    Bad {
        /// What is wrong.
        problem: Problem,
        /// The name that it would have given to what it adds.
        name: Option<String>,
    },
}

impl From<Request> for Read {
    fn from(change: Request) -> Self {
        Self::Change(Box::new(change))
    }
}

/// Reads the bytes of a file of changes.
///
/// # Errors
/// Says why it is no list of changes at all.
pub fn read(bytes: &[u8]) -> Result<Vec<Read>, Problem> {
    let whole = |says: String| Err(Problem::of_file(says));
    if bytes.len() > MAX_BYTES {
        return whole(format!(
            "The file is larger than {} MiB. Split it into several, and apply one after the other.",
            MAX_BYTES >> 20
        ));
    }
    if let Some(encoding) = encoding::wide(bytes) {
        return whole(format!(
            "The file is in {encoding}. Save it as UTF-8, then try again."
        ));
    }
    // Some programs begin every file of text so.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut value: Value = match sound(bytes) {
        Ok(value) => value,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            if error.is_data() {
                let full = error.to_string();
                let says = full.trim_end_matches(&format!(" at line {line} column {column}"));
                return whole(format!(
                    "{}, at line {line}, column {column}. Take one of the two out, then try again.",
                    printable(says)
                ));
            }
            return whole(format!(
                "The file is not sound JSON, at line {line}, column {column}. Correct it there, \
                 then try again."
            ));
        }
    };
    clean_json(&mut value);
    let Value::Object(fields) = &mut value else {
        return whole(example("The file holds no list of changes."));
    };
    match fields.get("format").and_then(Value::as_u64) {
        Some(found) if found == u64::from(FORMAT) => {}
        Some(found) if found > u64::from(FORMAT) => {
            return whole(format!(
                "The file is written in format {found}, and this program reads format {FORMAT}. \
                 Use a newer mfa-assess."
            ));
        }
        _ => return whole(example("The file does not say its format.")),
    }
    let known = ["$schema", "format", "changes"];
    if let Some(other) = fields.keys().find(|key| !known.contains(&key.as_str())) {
        let other = printable(other);
        return whole(example(&format!("The file holds a field “{other}”.")));
    }
    match fields.get_mut("changes").map(Value::take) {
        Some(Value::Array(changes)) if changes.len() > MOST => whole(format!(
            "The file holds {} changes, and {MOST} are the most that are taken at once. Split it into \
             several, and apply one after the other.",
            changes.len()
        )),
        Some(Value::Array(changes)) => Ok((0..).zip(changes).map(of_value).collect()),
        _ => whole(example("The file holds no list of changes.")),
    }
}

/// Any JSON, in which no object has two equal keys: of a list of changes, the second would be made, and
/// nobody told of the first.
fn sound(bytes: &[u8]) -> serde_json::Result<Value> {
    let value = serde_json::from_slice(bytes)?;
    unique::check(&String::from_utf8_lossy(bytes))?;
    Ok(value)
}

/// What a file has to look like.
fn example(says: &str) -> String {
    format!("{says} Write it as {{\"format\": {FORMAT}, \"changes\": [ … ]}}.")
}

fn of_value((index, value): (usize, Value)) -> Read {
    match serde_path_to_error::deserialize::<_, Request>(&value) {
        Ok(change) => change.into(),
        Err(error) => {
            let path = error.path().to_string();
            let path = if path == "." { String::new() } else { path };
            let says = capitalised(&printable(&error.inner().to_string()));
            let end = if says.ends_with('.') { "" } else { "." };
            let name = value.as_object().and_then(|verbs| {
                let told = verbs.values().next()?;
                told.get("ref")?.as_str().map(str::to_owned)
            });
            Read::Bad {
                problem: Problem::at(index, &path, format!("{says}{end}")),
                name,
            }
        }
    }
}

/// The JSON Schema of a file of changes, as it is printed. A test holds it against the types.
pub static SCHEMA: &str = include_str!("../../assets/changes.schema.json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::format::Changes;

    #[test]
    fn the_schema_is_the_one_that_the_types_give() {
        let made = schemars::schema_for!(Changes);
        crate::schema::holds("assets/changes.schema.json", SCHEMA, made);
    }
}
