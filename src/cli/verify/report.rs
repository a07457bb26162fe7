//! What is said of a report: the record in it is judged as any other, and the report is held against
//! the one that this record gives.

use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::record::{Verdict, damage_json, is_damage};
use super::signatures::{self, Trust};
use super::{done, print, print_json};
use crate::TOOL;
use crate::cli::Done;
use crate::cli::error::CliError;
use crate::facts::Fingerprint;
use crate::history::moment;
use crate::record::{RecordError, open_file, read_bytes};
use crate::report::pdf::Difference;
use crate::report::{AgainError, Made, Match, RECORD_FILE, Taken, record_in};
use crate::session::Clock;
use crate::text::{counted, date_words, listed};

/// The largest report that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How many lines quote what pages say; further pages are only named.
const QUOTED: usize = 5;

/// Says whether a report is what the record in it gives, and whether that record holds.
pub(super) fn verify(
    path: &Path,
    fingerprint: Option<Fingerprint>,
    trust: Option<&Trust>,
    as_json: bool,
) -> Result<Done, CliError> {
    let bytes = whole(path)?;
    let failed = |source| CliError::report_again(path, &source);
    // What messages call it.
    let name = PathBuf::from(format!("{RECORD_FILE} in {}", path.display()));
    let taken = match Taken::out_of(&bytes) {
        Ok(taken) => taken,
        Err(error @ AgainError::Made { .. }) => {
            let record = record_in(&bytes).map_err(failed)?;
            return record_only((path, &name), record, fingerprint, (&error, as_json));
        }
        Err(error) => return Err(failed(error)),
    };
    let loaded = match read_bytes(taken.record.clone(), &name) {
        Ok(loaded) => loaded,
        Err(error) if is_damage(&error) => {
            if as_json {
                let mut told = damage_json(&error, path);
                told["report"] = about(path, &taken.made, None, (None, None));
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
    let newest = loaded.entries.last().map(|l| l.entry.at);
    let unchecked = signatures::marks(&bytes).saturating_sub(compared.signatures().len());
    if as_json {
        let mut told = verdict.json(path);
        told["report"] = about(path, &taken.made, newest, (Some(&compared), trust));
        told["report"]["signatures_unchecked"] = json!(unchecked);
        print_json(&told)?;
    } else {
        let mut lines = words(&taken.made, &compared);
        lines.extend(unchecked_words(unchecked));
        lines.extend(given_words(&taken.made, newest));
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

/// Says of a report that cannot be made again that nothing is proven of it, and of the record in it
/// all that can be said.
fn record_only(
    (path, name): (&Path, &Path),
    record: Vec<u8>,
    fingerprint: Option<Fingerprint>,
    (why, as_json): (&AgainError, bool),
) -> Result<Done, CliError> {
    let loaded = read_bytes(record, name)?;
    let now = Clock::System.now();
    let verdict = Verdict::of(&loaded, fingerprint, now.date(), now.timestamp());
    let verdict = verdict.map_err(|source| RecordError::Fold {
        path: name.to_owned(),
        source,
    })?;
    if as_json {
        let mut told = verdict.json(path);
        told["report"] = json!({"path": path, "same": null, "problem": why.to_string()});
        print_json(&told)?;
    } else {
        print(&format!(
            "Not compared, so that nothing is proven of its pages: {why}.\n\nThe record in it:\n{}",
            verdict.words()
        ))?;
    }
    Ok(Done::Incomplete)
}

/// All of a file, up to the size of the largest report.
pub(crate) fn whole(path: &Path) -> Result<Vec<u8>, RecordError> {
    let failed = |source| RecordError::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    let mut bytes = vec![];
    open_file(path)
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
            "The report says what the record says: rendered again, it is the same, byte for byte. \
             No signature of a certificate stands in the file."
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
            changes,
            gone,
        } => {
            let with = match signatures.len() {
                0 => String::new(),
                count => format!(" with {}", counted(count, "signature")),
            };
            lines.push(format!(
                "Something was added to the report. Its first {same} bytes are what the record \
                 gives{with}, byte for byte; {} more follow, and a reader shows the report with them.",
                counted(*more, "byte")
            ));
            lines.extend(gone.iter().map(|place| {
                format!("  The signature in {place} is gone: the place is there and empty.")
            }));
            lines.extend(added_words(changes.as_deref()));
        }
        Match::Differs(differences) => {
            lines.push(
                "Not the report that the record in it gives: rendered again, it differs."
                    .to_owned(),
            );
            lines.extend(difference_words(differences).map(|words| format!("  {words}")));
            if made.made_by != TOOL {
                lines.push(format!(
                    "It says that {} made it, and this is {TOOL}. Anybody can write that there: it \
                     explains nothing, and nothing is proven. Verify it with {} too.",
                    made.made_by, made.made_by
                ));
            }
        }
    }
    lines
}

/// That signatures stand in the file which are not told one by one.
fn unchecked_words(count: usize) -> Option<String> {
    (count > 0).then(|| {
        format!(
            "{} in the file could not be held against the report as it was written: broken, in another place, \
             or of another program. Nothing is proven by what a reader shows of it.",
            counted(count, "signature")
        )
    })
}

/// What a reader shows otherwise with what was added.
fn added_words(changes: Option<&[Difference]>) -> Vec<String> {
    match changes {
        None => vec![
            "  It cannot be read here, so every page may be another with it.".to_owned(),
        ],
        Some([]) => vec![
            "  Pages, structure, properties and attachments are the same with it, as far as can be compared."
                .to_owned(),
        ],
        Some(changes) => {
            let words = difference_words(changes).map(|words| format!("  {words}"));
            std::iter::once("With it, the report differs:".to_owned())
                .chain(words)
                .collect()
        }
    }
}

/// What was given when the report was made, so that no record proves it.
fn given_words(made: &Made, newest: Option<Timestamp>) -> Vec<String> {
    let mut lines = vec![
        "Not from the record, but given by whoever made the report; nothing proves it:".to_owned(),
    ];
    let given = made.options.given().into_iter();
    lines.extend(given.map(|(_, name, words)| format!("  {name}: {words}")));
    lines.extend(newest.filter(|at| is_before(made, *at)).map(|at| {
        format!(
            "  That day lies before the newest entry of the record, of {}: the report judges what was written later.",
            moment(at)
        )
    }));
    lines
}

/// Whether the day of the report lies before a moment.
fn is_before(made: &Made, at: Timestamp) -> bool {
    made.options.as_at < TimeZone::UTC.to_datetime(at).date()
}

/// A line for each difference; pages of which the same is to be said share one.
fn difference_words(differences: &[Difference]) -> impl Iterator<Item = String> {
    let (mut lines, mut others, mut drawn, mut turned) = (vec![], vec![], vec![], vec![]);
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
            Difference::Turned { page } => turned.push(*page),
            Difference::Version { found, expected } => lines.push(format!(
                "It says that it is PDF {found}, and should say PDF {expected}."
            )),
            Difference::Behind { bytes, is_read } => lines.push(format!(
                "{} after the first end of the file, {}",
                match bytes {
                    1 => "1 byte follows".to_owned(),
                    more => format!("{more} bytes follow"),
                },
                if *is_read {
                    "and a reader shows the report with them."
                } else {
                    "which cannot be read here: every page may be another with them."
                }
            )),
            Difference::Look { page } => drawn.push(page.to_string()),
            Difference::Properties => {
                last.push("Its properties differ: title, dates, program or identifier.")
            }
            Difference::Rest => last
                .push("What stands beside the pages differs: structure, outline or attachments."),
            Difference::Form => last.push(
                "What was compared is the same, and stored in another way: another program saved it anew, or somebody changed what no page shows.",
            ),
        }
    }
    if !others.is_empty() {
        lines.push(format!(
            "Other pages that say something else: {}.",
            listed(&others)
        ));
    }
    if !turned.is_empty() {
        lines.push(format!("Pages that are turned: {}.", ranges(&turned)));
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

/// The numbers of pages, those that follow on one another together: "1 to 4 and 9".
fn ranges(pages: &[u32]) -> String {
    let runs = pages.chunk_by(|one, next| one + 1 == *next);
    let runs: Vec<String> = runs
        .map(|run| match run {
            [first, .., last] if last - first > 1 => format!("{first} to {last}"),
            run => listed(&run.iter().map(u32::to_string).collect::<Vec<_>>()),
        })
        .collect();
    listed(&runs)
}

/// What is said of the report itself; without a match where its record did not allow one.
fn about(
    path: &Path,
    made: &Made,
    newest: Option<Timestamp>,
    (compared, trust): (Option<&Match>, Option<&Trust>),
) -> Value {
    let (mut differs, mut added, mut gone) = (vec![], None, vec![]);
    let given = made.options.given().into_iter();
    let given = given.map(|(id, _, words)| json!({"what": id, "says": words}));
    match compared {
        Some(Match::Added {
            more,
            changes,
            gone: missing,
            ..
        }) => {
            added = Some(*more);
            differs = changes.iter().flatten().map(difference).collect();
            gone.clone_from(missing);
        }
        Some(Match::Differs(differences)) => {
            differs = differences.iter().map(difference).collect();
            added = differences.iter().find_map(|one| {
                if let Difference::Behind { bytes, .. } = one {
                    Some(*bytes)
                } else {
                    None
                }
            });
        }
        Some(Match::Same | Match::Signed(_)) | None => {}
    }
    json!({
        "path": path, "made_by": made.made_by, "as_at": made.options.as_at,
        "marking": made.options.marking,
        "not_from_the_record": given.collect::<Vec<_>>(),
        "as_at_before": newest.filter(|at| is_before(made, *at)),
        "signatures_gone": gone,
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
        Difference::Turned { page } => ("turned", Some(page), None, None),
        Difference::Version { found, expected } => {
            ("version", None, Some(json!(found)), Some(json!(expected)))
        }
        Difference::Behind { .. } => ("behind", None, None, None),
        Difference::Look { page } => ("look", Some(page), None, None),
        Difference::Properties => ("properties", None, None, None),
        Difference::Rest => ("rest", None, None, None),
        Difference::Form => ("form", None, None, None),
    };
    json!({"kind": kind, "page": page, "found": found, "expected": expected})
}
