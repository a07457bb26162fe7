//! `compare`: what differs between two records of one questionnaire. Exit code 0 whether they
//! differ or not.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::args::Common;
use super::error::CliError;
use super::status::asked_json;
use super::wizard::{library, look};
use super::{Done, is_standard_output, print, say, tell, text};
use crate::facts::{AskedBy, Origin};
use crate::history::{Comparison, Differs, ExemptionDiffers, Moved, OneSide, Verdict};
use crate::output::{Kind, Output};
use crate::questionnaire::Question;
use crate::record::{Loaded, RecordError};
use crate::report::comparison::{Compared, comparison};
use crate::report::{Format, markdown};
use crate::rules::{Results, Standing, to_confirm};
use crate::session::{Clock, origin};
use crate::text::printable;

/// What `compare` takes.
#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// The earlier record: a name from `list`, or a path
    #[arg(value_name = "A")]
    earlier: String,
    /// The later record
    #[arg(value_name = "B")]
    later: String,
    /// The format; where it is left out, that of the output's name, or a table
    #[arg(long, value_enum)]
    format: Option<CompareFormat>,
    /// Print JSON
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write it to this file, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Judge both as they stand on this day, for example 2027-06-30; today when left out
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
}

/// The formats of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// Plain text, a block for each thing that differs
    Table,
    /// Markdown, with tables
    Markdown,
    /// JSON
    Json,
}

/// One of the two, as it was read.
struct Read {
    path: PathBuf,
    loaded: Loaded,
    results: Results,
    origin: Origin,
}

impl Read {
    fn of(common: &Common, record: &str, as_at: Date) -> Result<Self, CliError> {
        let (path, loaded) = look(&library(common)?, Some(record))?;
        Self::judged(path, loaded, as_at)
    }

    fn judged(path: PathBuf, loaded: Loaded, as_at: Date) -> Result<Self, CliError> {
        let results = Results::of(&loaded.questionnaire, &loaded.state, as_at);
        let origin = origin(&path, &loaded).ok_or_else(|| RecordError::NotARecord(path.clone()))?;
        Ok(Self {
            path,
            loaded,
            results,
            origin,
        })
    }

    fn side(&self) -> OneSide<'_> {
        OneSide {
            questionnaire: &self.loaded.questionnaire,
            state: &self.loaded.state,
            results: &self.results,
        }
    }

    /// What is only carried forward, and does not count yet.
    fn to_confirm(&self, as_at: Date) -> usize {
        let side = self.side();
        to_confirm(side.questionnaire, side.state, side.results, as_at).len()
    }

    fn json(&self, as_at: Date) -> Value {
        let of = &self.origin;
        json!({
            "record": of.record, "path": self.path, "organisation": of.organisation,
            "version": of.version, "questionnaire": asked_json(&self.loaded.questionnaire), "last": of.last, "fingerprint": of.fingerprint,
            "complete": self.results.is_complete(), "signed": self.loaded.state.is_signed(),
            "to_confirm": self.to_confirm(as_at),
        })
    }
}

/// Says what differs between an earlier record and a later one.
pub(super) fn compare(common: &Common, given: &CompareArgs) -> Result<Done, CliError> {
    let output = given.output.as_deref();
    let output = output.filter(|output| !is_standard_output(output));
    let format = if given.json {
        CompareFormat::Json
    } else {
        given.format.unwrap_or_else(|| format_of(output))
    };
    let as_at = given.as_at.unwrap_or_else(|| Clock::System.today());
    let earlier = Read::of(common, &given.earlier, as_at)?;
    let later = Read::of(common, &given.later, as_at)?;
    let asks = |read: &Read| read.loaded.questionnaire.id.clone();
    if asks(&earlier) != asks(&later) {
        let (a, b) = (&earlier.origin.record, &later.origin.record);
        let (asks, other) = (asks(&earlier), asks(&later));
        let says = format_args!("{a} asks the questionnaire {asks}, and {b} asks {other}");
        return Err(CliError::new(format_args!(
            "{says}: only records of one questionnaire can be compared"
        ))
        .hint("Choose two of the same with `mfa-assess list --json`"));
    }
    // Two that call themselves the same can ask differently; then what differs is not only answers.
    let asked_by = [&earlier, &later].map(|read| AskedBy::of(&read.loaded.questionnaire));
    if earlier.origin.version == later.origin.version && asked_by[0] != asked_by[1] {
        tell(&format!(
            "Both records name version {}, and their questionnaires differ: {} and {}.",
            later.origin.version,
            asked_by[0].digest.short(),
            asked_by[1].digest.short()
        ));
    }
    let found = Comparison::of(earlier.side(), later.side());
    let document = comparison(&Compared {
        questionnaire: &later.loaded.questionnaire,
        earlier: &earlier.origin,
        later: &later.origin,
        to_confirm: later.to_confirm(as_at),
        as_at,
        found: &found,
    });
    let words = match (format, output) {
        (CompareFormat::Table, None) => text::plain(&document, text::width()),
        (CompareFormat::Table, Some(_)) => text::plain(&document, text::WIDEST),
        (CompareFormat::Markdown, _) => markdown::render(&document),
        (CompareFormat::Json, _) => {
            serde_json::to_string_pretty(&value_of(&found, &earlier, &later, as_at))?
        }
    };
    let Some(output) = output else {
        print(words.trim_end())?;
        return Ok(Done::Well);
    };
    let words = format!("{}\n", printable(words.trim_end()));
    let kind = Kind::Comparison(match format {
        CompareFormat::Table => Format::Text,
        CompareFormat::Markdown => Format::Markdown,
        CompareFormat::Json => Format::Json,
    });
    let library = library(common).ok();
    Output::new(output, kind, library.as_ref())
        .reading([earlier.path.as_path(), later.path.as_path()])
        .write(words.as_bytes())
        .map_err(|error| CliError::output(&error, "mfa-assess compare A B -o FILE"))?;
    say(&output.display().to_string());
    tell("It describes weaknesses: think before you share it.");
    Ok(Done::Well)
}

/// The format that the name of the file says; else a table.
fn format_of(output: Option<&Path>) -> CompareFormat {
    match output.and_then(Format::of) {
        Some(Format::Markdown) => CompareFormat::Markdown,
        Some(Format::Json) => CompareFormat::Json,
        _ => CompareFormat::Table,
    }
}

fn value_of(found: &Comparison, earlier: &Read, later: &Read, as_at: Date) -> Value {
    let asked = &later.loaded.questionnaire;
    let scenarios = moved(
        &found.scenarios,
        |(scenario, requirement)| json!({"scenario": scenario, "requirement": requirement}),
    );
    let exemptions: Vec<Value> = found.exemptions.iter().map(exemption).collect();
    json!({
        "as_at": as_at,
        "earlier": earlier.json(as_at),
        "later": later.json(as_at),
        "questionnaire": asked.id,
        "same": found.is_empty(),
        "requirements": moved(&found.requirements, |id| json!({"requirement": id})),
        "scenarios": scenarios,
        "objectives": moved(&found.objectives, |id| json!({"objective": id})),
        "answers": differs(&found.answers),
        "exemptions": exemptions,
        "actions": differs(&found.actions),
        "notes_and_evidence": differs(&found.notes),
        "registers": differs(&found.registers),
        "only_earlier_asks": questions(&found.only_earlier),
        "only_later_asks": questions(&found.only_later),
    })
}

fn moved<Id: Serialize>(moved: &[Moved<Id>], of: impl Fn(&Id) -> Value) -> Vec<Value> {
    let verdict = |verdict: &Option<Verdict>| match verdict {
        None => Value::Null,
        Some(Verdict::Outcome(outcome)) => json!(outcome),
        Some(Verdict::Level(level, _)) => json!(level),
    };
    let each = moved.iter().map(|m| {
        json!({
            "of": of(&m.id), "what": m.what, "from": verdict(&m.from), "to": verdict(&m.to),
            "change": m.direction,
        })
    });
    each.collect()
}

fn differs(differ: &[Differs]) -> Vec<Value> {
    let each = differ
        .iter()
        .map(|d| json!({"of": d.subject.ids(), "what": d.what, "from": d.from, "to": d.to}));
    each.collect()
}

fn exemption(exemption: &ExemptionDiffers) -> Value {
    let standing = |standing: &Option<Standing>| {
        let standing = standing.as_ref();
        standing.map(|s| json!({"counts": s.counts(), "says": s.words()}))
    };
    json!({
        "exemption": exemption.id.to_string(), "name": exemption.name,
        "from": standing(&exemption.from), "to": standing(&exemption.to),
        "details": differs(&exemption.details),
    })
}

fn questions(questions: &[Question]) -> Vec<Value> {
    let each = questions
        .iter()
        .map(|q| json!({"question": q.id, "text": q.text}));
    each.collect()
}

/// All of it for machines, of two records in files.
#[cfg(test)]
pub(super) fn told(earlier: &Path, later: &Path, as_at: Date) -> Value {
    let [earlier, later] = [earlier, later].map(|path| {
        let loaded = crate::record::read(path).unwrap();
        Read::judged(path.to_owned(), loaded, as_at).unwrap()
    });
    value_of(
        &Comparison::of(earlier.side(), later.side()),
        &earlier,
        &later,
        as_at,
    )
}
