//! From bytes to a checked questionnaire. The bytes are read elsewhere.

use std::sync::{Arc, OnceLock};

use serde_json::Value;
use thiserror::Error;

use super::check::{Problem, check, misleading};
use super::lines::Lines;
use super::model::{FORMAT, Questionnaire};
use crate::{encoding, text};

/// The largest questionnaire that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Why bytes are not a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoadError {
    /// More than [`MAX_BYTES`].
    #[error("it is larger than {} MiB, the most that is read; is it a questionnaire?", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Text of another encoding.
    #[error("it is in {0}; save the file as UTF-8 and try again")]
    Wide(&'static str),
    /// Not UTF-8.
    #[error("byte {0} is not UTF-8 text; save the file as UTF-8 and try again")]
    NotUtf8(usize),
    /// Not JSON, or not of the shape of a questionnaire.
    #[error("line {line}, column {column}{}: {says}", at(.field))]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The field, as a path; empty for the file as a whole.
        field: String,
        /// What is wrong.
        says: String,
    },
    /// Written for another version of the format.
    #[error(
        "its format is {0}, and this program reads format {FORMAT}; use a version of mfa-assess that reads it, or convert the file"
    )]
    Format(u64),
    /// The parts do not fit together.
    #[error("{}", summary(.0))]
    Invalid(Vec<Problem>),
}

fn at(field: &str) -> String {
    if field.is_empty() || field == "." {
        String::new()
    } else {
        format!(", field {field}")
    }
}

fn summary(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    format!(
        "{} to put right:\n  {}",
        text::counted(problems.len(), "thing"),
        lines.join("\n  ")
    )
}

// A static, as each use of a constant would put the file into the program again.
static BUILT_IN: &str = include_str!("../../questionnaires/nhs-england-mfa-policy.json");

/// The source of the questionnaire that comes with the program.
pub fn built_in_source() -> &'static str {
    BUILT_IN
}

/// The questionnaire that comes with the program.
///
/// # Errors
/// None in a released program: a test loads it.
pub fn built_in() -> Result<Questionnaire, LoadError> {
    match shared_built_in() {
        Some(shared) => Ok(shared.as_ref().clone()),
        None => typed(built_in_source()),
    }
}

/// The SHA-256 of the questionnaire that comes with the program, as compact JSON with its fields in the order
/// of their names: so a record has it. A test says what it has to be.
pub(crate) const BUILT_IN_DIGEST: &str =
    "9546ec21905fd81d359d3b5c0c79bd570a89783b1024b6f0eb141d2fc57a0420";

static SHARED: OnceLock<Option<Arc<Questionnaire>>> = OnceLock::new();

/// The questionnaire that comes with the program, taken apart once for all records that carry it.
pub(crate) fn shared_built_in() -> Option<Arc<Questionnaire>> {
    built_in_from(built_in_source())
}

/// The same, from a text that says the same: a record has it in fewer bytes.
pub(crate) fn built_in_from(text: &str) -> Option<Arc<Questionnaire>> {
    // A test checks it once, so that not every start has to: that takes longer than reading it.
    SHARED
        .get_or_init(|| typed(text).ok().map(Arc::new))
        .clone()
}

/// The same, where somebody has asked for it already.
pub(super) fn known_built_in() -> Option<&'static Questionnaire> {
    SHARED.get().and_then(Option::as_deref)
}

/// Whether this is that one itself, and no other that may say the same.
pub(crate) fn is_shared_built_in(questionnaire: &Questionnaire) -> bool {
    known_built_in().is_some_and(|shared| std::ptr::eq(shared, questionnaire))
}

/// The JSON Schema of questionnaire files, as it is printed. A test holds it against the types.
pub static SCHEMA: &str = include_str!("../../questionnaires/questionnaire.schema.json");

/// Reads and checks a questionnaire that somebody wants to use.
///
/// # Errors
/// Says what is wrong and in which field.
pub fn load(bytes: &[u8]) -> Result<Questionnaire, LoadError> {
    let read = read(bytes)?;
    sound(read.questionnaire, read.problems)
}

/// Reads a questionnaire that a record was begun with. Records are read for ever: what would mislead
/// people is refused in a new file, and was not always.
///
/// # Errors
/// Says what keeps it from being followed, and in which field.
pub fn load_kept(bytes: &[u8]) -> Result<Questionnaire, LoadError> {
    let (questionnaire, lines) = parsed(bytes)?;
    let problems = check(&questionnaire, &lines);
    sound(questionnaire, problems)
}

fn sound(questionnaire: Questionnaire, problems: Vec<Problem>) -> Result<Questionnaire, LoadError> {
    if problems.is_empty() {
        Ok(questionnaire)
    } else {
        Err(LoadError::Invalid(problems))
    }
}

/// A questionnaire as its file has it, sound or not.
#[derive(Debug)]
pub struct Read<'a> {
    /// What the file says.
    pub questionnaire: Questionnaire,
    /// What has to be put right before it can be used.
    pub problems: Vec<Problem>,
    /// Where the fields stand.
    pub lines: Lines<'a>,
}

/// Reads a questionnaire that has the right shape, and says where its parts do not fit together.
///
/// # Errors
/// Says what keeps it from being read, and in which field.
pub fn read(bytes: &[u8]) -> Result<Read<'_>, LoadError> {
    let (questionnaire, lines) = parsed(bytes)?;
    let mut problems = check(&questionnaire, &lines);
    problems.extend(misleading(&questionnaire, &lines));
    Ok(Read {
        questionnaire,
        problems,
        lines,
    })
}

fn parsed(bytes: &[u8]) -> Result<(Questionnaire, Lines<'_>), LoadError> {
    if bytes.len() > MAX_BYTES {
        return Err(LoadError::TooLarge);
    }
    if let Some(encoding) = encoding::wide(bytes) {
        return Err(LoadError::Wide(encoding));
    }
    let source =
        std::str::from_utf8(bytes).map_err(|error| LoadError::NotUtf8(error.valid_up_to()))?;
    let source = source.trim_start_matches('\u{feff}');
    let questionnaire = match typed(source) {
        Ok(questionnaire) => questionnaire,
        // A foreign format is the better explanation for fields that do not fit.
        Err(error) => return Err(foreign_format(source).unwrap_or(error)),
    };
    if u64::from(questionnaire.format) != u64::from(FORMAT) {
        return Err(LoadError::Format(questionnaire.format.into()));
    }
    let questionnaire = if needs_cleaning(source) {
        cleaned(source)?
    } else {
        questionnaire
    };
    Ok((questionnaire, Lines::of(source)))
}

#[cfg(test)]
thread_local! {
    /// How often a questionnaire was taken apart.
    pub(crate) static TAKEN_APART: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

fn typed(source: &str) -> Result<Questionnaire, LoadError> {
    #[cfg(test)]
    TAKEN_APART.set(TAKEN_APART.get() + 1);
    // To keep the path of each field takes time that only a wrong file is worth.
    if let Ok(questionnaire) = serde_json::from_str(source) {
        return Ok(questionnaire);
    }
    let mut json = serde_json::Deserializer::from_str(source);
    let questionnaire = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let field = error.path().to_string();
        shape(error.inner(), field)
    })?;
    json.end().map_err(|error| shape(&error, String::new()))?;
    Ok(questionnaire)
}

fn shape(error: &serde_json::Error, field: String) -> LoadError {
    let full = error.to_string();
    // The position is told apart from the sentence.
    let says = full.split(" at line ").next().unwrap_or(&full);
    LoadError::Shape {
        line: error.line(),
        column: error.column(),
        field,
        says: text::clean_line(says),
    }
}

fn foreign_format(source: &str) -> Option<LoadError> {
    let value: Value = serde_json::from_str(source).ok()?;
    let format = value.get("format")?.as_u64()?;
    (format != u64::from(FORMAT)).then_some(LoadError::Format(format))
}

/// Escapes can hide what the bytes do not show.
fn needs_cleaning(source: &str) -> bool {
    source.contains("\\u") || source.contains("\\t") || !text::is_clean(source)
}

fn cleaned(source: &str) -> Result<Questionnaire, LoadError> {
    let mut value: Value =
        serde_json::from_str(source).map_err(|error| shape(&error, String::new()))?;
    text::clean_json(&mut value);
    serde_path_to_error::deserialize(value).map_err(|error| {
        let field = error.path().to_string();
        shape(error.inner(), field)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_questionnaire_is_sound() {
        match load(built_in_source().as_bytes()) {
            // Nothing in it has to be cleaned either.
            Ok(checked) => assert_eq!(built_in().unwrap(), checked),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn the_schema_beside_it_is_the_one_that_the_types_give() {
        let made = schemars::schema_for!(Questionnaire);
        crate::schema::holds("questionnaires/questionnaire.schema.json", SCHEMA, made);
        let kept: Value = serde_json::from_str(SCHEMA).unwrap();
        let own: Value = serde_json::from_str(built_in_source()).unwrap();
        let validator = jsonschema::validator_for(&kept).unwrap();
        let errors: Vec<String> = validator.iter_errors(&own).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn a_wrong_field_is_named_with_its_line() {
        let source = built_in_source().replacen("\"force\": \"must\"", "\"force\": \"might\"", 1);
        let error = load(source.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("requirements[0].force"), "{error}");
        assert!(error.contains("line "), "{error}");
        assert!(error.contains("might"), "{error}");
    }

    #[test]
    fn what_misleads_is_refused_in_a_file_and_read_in_a_record() {
        let mut file: Value = serde_json::from_str(built_in_source()).unwrap();
        let mut second = file["requirements"][0].clone();
        second["id"] = "R9".into();
        file["requirements"].as_array_mut().unwrap().push(second);
        let bytes = file.to_string();
        let refused = load(bytes.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains("no scenario assesses R9"), "{refused}");
        assert!(refused.contains("requirements[3]"), "{refused}");
        assert!(load_kept(bytes.as_bytes()).is_ok());

        let says = "\"because\": \"MFA is not available on the VPN.";
        let open = built_in_source().replacen(says, &format!("{says} {{vpn"), 1);
        let refused = load(open.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains("is not closed"), "{refused}");
        assert!(load_kept(open.as_bytes()).is_ok());
    }

    #[test]
    fn a_cut_file_a_foreign_format_and_wrong_bytes_are_told_apart() {
        let source = built_in_source();
        let cut = load(&source.as_bytes()[..source.len() / 2]).unwrap_err();
        assert!(matches!(cut, LoadError::Shape { .. }), "{cut}");
        let newer = source.replacen("\"format\": 1", "\"format\": 7", 1);
        assert_eq!(load(newer.as_bytes()).unwrap_err(), LoadError::Format(7));
        assert_eq!(
            load(b"{\"a\": \"\xff\"}").unwrap_err(),
            LoadError::NotUtf8(7)
        );
        assert_eq!(
            load(&vec![b' '; MAX_BYTES + 1]).unwrap_err(),
            LoadError::TooLarge
        );
    }

    #[test]
    fn escape_sequences_in_a_questionnaire_do_not_reach_the_screen() {
        let source =
            built_in_source().replacen("\"publisher\": \"", "\"publisher\": \"\\u001b[31m", 1);
        let loaded = load(source.as_bytes()).unwrap();
        assert!(!loaded.publisher.contains('\u{1b}'));
    }
}
