//! `import`: puts the record of an export into the folder of records, once all of it was checked.

use std::path::Path;

use super::args::Common;
use super::error::CliError;
use super::wizard::{library, warn};
use super::{Done, print, say};
use crate::platform::quoted;
use crate::record::{Kinship, Unpacked, name_of};
use crate::text::{clean_line, counted};

/// Imports, and says what is there now. A record that is there already is never changed: exit code
/// 3 where it differs from the export.
pub(super) fn import(common: &Common, file: &Path, name: Option<&str>) -> Result<Done, CliError> {
    let unpacked = Unpacked::open(file)?;
    let library = library(common)?;
    let kin = unpacked.kin(&library)?;
    let same = kin.iter().find(|(_, kinship)| *kinship == Kinship::Same);
    if let Some((path, kinship)) = same.or(kin.first())
        && (name.is_none() || *kinship == Kinship::Same)
    {
        let there = name_of(path);
        print(&known(&there, *kinship, file))?;
        return Ok(if *kinship == Kinship::Same {
            Done::Well
        } else {
            Done::Incomplete
        });
    }
    let name = name.unwrap_or(&unpacked.contents.record);
    let placed = unpacked.place(&library, name)?;
    let record = name_of(&placed.record);
    let mut what = vec![counted(unpacked.loaded.entries.len(), "entry")];
    let drafts = unpacked.contents.drafts.len();
    if drafts > 0 {
        what.push(counted(drafts, "unfinished text"));
    }
    let mut lines = vec![format!("Imported as {record}: {}.", what.join(", "))];
    lines.push(format!("Fingerprint: {}", unpacked.contents.fingerprint));
    let named = unpacked.contents.evidence.len();
    lines.extend(match &placed.evidence {
        Some(folder) => Some(format!(
            "Evidence: {} of {named} in {}",
            counted(unpacked.files.len(), "file"),
            folder.display()
        )),
        None if named > 0 => Some(format!(
            "Evidence: the record names {}. The export holds their digests, not the files.",
            counted(named, "file")
        )),
        None => None,
    });
    lines.push(format!("Open it with: mfa-assess open {}", quoted(&record)));
    say(&lines.join("\n"));
    warn(&record.to_string(), &unpacked.loaded.questionnaire);
    Ok(Done::Well)
}

/// What is said of a record that is there already.
fn known(there: &str, kinship: Kinship, file: &Path) -> String {
    let how = match kinship {
        Kinship::Same => {
            return format!("{there} is the same record, entry for entry. Nothing was written.");
        }
        Kinship::RecordAhead(more) => {
            return format!(
                "{there} is the same record, and goes on where the export ends, by {}: the export \
                 is older. Nothing was written.",
                counted(more, "entry")
            );
        }
        Kinship::ExportAhead(more) => format!(
            "{there} is the same record, and the export goes on where it ends, by {}",
            counted(more, "entry")
        ),
        Kinship::Apart(shared) => format!(
            "{there} is the same record up to entry {shared}; after that, both have entries that \
             the other has not"
        ),
    };
    let file = quoted(clean_line(&file.display().to_string()));
    format!(
        "{how}. Nothing was written. To have both, import it beside and join them:\n  mfa-assess \
         import {file} --as {there}-other\n  mfa-assess merge {there} {there}-other"
    )
}
