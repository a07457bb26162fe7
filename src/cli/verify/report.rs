//! What is said of a report: the record in it is judged as any other, and the report is held against
//! the one that this record gives.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::record::{Verdict, damage_json, is_damage};
use super::signatures::{self, Trust};
use super::{done, print, print_json};
use crate::TOOL;
use crate::assessment::{Fingerprint, date_words};
use crate::cli::Done;
use crate::cli::error::CliError;
use crate::record::{RecordError, read_bytes};
use crate::report::pdf::Difference;
use crate::report::{Made, Match, RECORD_FILE, Taken};
use crate::session::Clock;
use crate::text::{counted, listed};

/// The largest report that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How many lines quote what pages say; further pages are only named.
const QUOTED: usize = 5;

/// Says whether a report is what the record in it gives, and whether that record holds.
pub fn verify(
    path: &Path,
    fingerprint: Option<Fingerprint>,
    trust: Option<&Path>,
    as_json: bool,
) -> Result<Done, CliError> {
    let trust = trust.map(Trust::read).transpose()?;
    let trust = trust.as_ref();
    let bytes = whole(path)?;
    let failed = |source| CliError::ReportAgain {
        path: path.to_owned(),
        source,
    };
    let taken = Taken::out_of(&bytes).map_err(failed)?;
    // What messages call it.
    let name = PathBuf::from(format!("{RECORD_FILE} in {}", path.display()));
    let loaded = match read_bytes(taken.record.clone(), &name) {
        Ok(loaded) => loaded,
        Err(error) if is_damage(&error) => {
            if as_json {
                let mut told = damage_json(&error, path);
                told["report"] = about(path, &taken.made, None, None);
                print_json(&told)?;
            } else {
                print(&format!("The record in the report is not intact. {error}."))?;
            }
            return Ok(Done::Incomplete);
        }
        Err(error) => return Err(error.into()),
    };
    // What the report says beside a signature holds on its own day.
    let (as_at, now) = (taken.made.options.as_at, Clock::System.stamp());
    let verdict = Verdict::of(&loaded, fingerprint, as_at, now)
        .map_err(|source| RecordError::Fold { path: name, source })?;
    let compared = taken.against(&bytes, &loaded).map_err(failed)?;
    if as_json {
        let mut told = verdict.json(path);
        told["report"] = about(path, &taken.made, Some(&compared), trust);
        print_json(&told)?;
    } else {
        let mut lines = words(&taken.made, &compared);
        lines.extend(signatures::words(compared.signatures(), trust));
        let lines = lines.join("\n");
        print(&format!(
            "{lines}\n\nThe record in it:\n{}",
            verdict.words()
        ))?;
    }
    let holds = compared.holds() && signatures::all_trusted(compared.signatures(), trust);
    Ok(done(holds && verdict.holds()))
}

/// All of a file, up to the size of the largest report.
pub fn whole(path: &Path) -> Result<Vec<u8>, RecordError> {
    let failed = |source| RecordError::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    let mut bytes = vec![];
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(RecordError::TooLarge {
            path: path.to_owned(),
            max: MAX_BYTES,
        });
    }
    Ok(bytes)
}

/// What kind of report it is, and how it compares.
fn words(made: &Made, compared: &Match) -> Vec<String> {
    let mut lines = vec![format!(
        "The report of {}, made by {}, marked “{}”.",
        date_words(made.options.as_at),
        made.made_by,
        made.options.marking
    )];
    match compared {
        Match::Same => lines.push(
            "The report says what the record says: rendered again, it is the same, byte for byte."
                .to_owned(),
        ),
        Match::Signed(signatures) => lines.push(format!(
            "The report says what the record says: rendered again, it is the same, byte for byte. Nothing was \
             added to it but {}.",
            counted(signatures.len(), "signature")
        )),
        Match::Added {
            signatures,
            same,
            more,
        } => {
            let with = match signatures.len() {
                0 => String::new(),
                count => format!(" with {}", counted(count, "signature")),
            };
            lines.push(format!(
                "Something was added to the report. Its first {same} bytes are what the record \
                 gives{with}, byte for byte; {} more follow. Comments, and signatures of other \
                 programs, are added so, and what is added can change what a reader shows.",
                counted(*more, "byte")
            ));
        }
        Match::Differs(differences) => {
            lines.push(
                "Not the report that the record in it gives: rendered again, it differs."
                    .to_owned(),
            );
            lines.extend(difference_words(differences).map(|words| format!("  {words}")));
            if made.made_by != TOOL {
                lines.push(format!(
                    "It was made by {}, and this is {TOOL}: a difference may come from that. \
                     Verify it with {}.",
                    made.made_by, made.made_by
                ));
            }
        }
    }
    lines
}

/// A line for each difference; pages of which the same is to be said share one.
fn difference_words(differences: &[Difference]) -> impl Iterator<Item = String> {
    let (mut lines, mut others, mut drawn) = (vec![], vec![], vec![]);
    let mut last = vec![];
    for difference in differences {
        match difference {
            Difference::Pages { found, expected } => lines.push(format!(
                "It has {}, and should have {expected}.",
                counted(*found, "page")
            )),
            Difference::Text { page, .. } if lines.len() >= QUOTED => {
                others.push(page.to_string());
            }
            Difference::Text {
                page,
                found,
                expected,
            } => lines.push(match found.as_str() {
                "" => format!("Page {page} says nothing that can be read."),
                _ => format!("Page {page} says “{found}”, and should say “{expected}”."),
            }),
            Difference::Look { page } => drawn.push(page.to_string()),
            Difference::Properties => {
                last.push("Its properties differ: title, dates, program or identifier.")
            }
            Difference::Rest => last
                .push("What stands beside the pages differs: structure, outline or attachments."),
            Difference::Form => {
                last.push("All parts are the same, and stored in another way: it was saved anew.")
            }
        }
    }
    if !others.is_empty() {
        lines.push(format!(
            "Other pages that say something else: {}.",
            listed(&others)
        ));
    }
    if !drawn.is_empty() {
        lines.push(format!(
            "Pages with the same text that are not drawn the same way: {}.",
            listed(&drawn)
        ));
    }
    if differences == [Difference::Properties] {
        last.push("The pages, and all else, are the same.");
    }
    lines.into_iter().chain(last.into_iter().map(str::to_owned))
}

/// What is said of the report itself; without a match where its record did not allow one.
fn about(path: &Path, made: &Made, compared: Option<&Match>, trust: Option<&Trust>) -> Value {
    let (mut differs, mut added) = (vec![], None);
    match compared {
        Some(Match::Added { more, .. }) => added = Some(more),
        Some(Match::Differs(differences)) => differs = differences.iter().map(difference).collect(),
        Some(Match::Same | Match::Signed(_)) | None => {}
    }
    json!({
        "path": path, "made_by": made.made_by, "as_at": made.options.as_at,
        "marking": made.options.marking,
        "same": compared.map(|compared| matches!(compared, Match::Same | Match::Signed(_))),
        "differs": differs, "added_bytes": added,
        "signatures": compared.map(|compared| signatures::values(compared.signatures(), trust)),
    })
}

fn difference(difference: &Difference) -> Value {
    let (kind, page, found, expected) = match difference {
        Difference::Pages { found, expected } => {
            ("pages", None, Some(json!(found)), Some(json!(expected)))
        }
        Difference::Text {
            page,
            found,
            expected,
        } => (
            "text",
            Some(page),
            Some(json!(found)),
            Some(json!(expected)),
        ),
        Difference::Look { page } => ("look", Some(page), None, None),
        Difference::Properties => ("properties", None, None, None),
        Difference::Rest => ("rest", None, None, None),
        Difference::Form => ("form", None, None, None),
    };
    json!({"kind": kind, "page": page, "found": found, "expected": expected})
}
