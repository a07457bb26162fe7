//! What can go wrong with a record on disk: what happened, where, and what to do next.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::holder::Holder;
use super::lines::MAX_WRITTEN;
use crate::facts::limits::Overlong;
use crate::facts::{FORMAT, FoldError};
use crate::platform::quoted;
use crate::questionnaire::LoadError;

/// How the opening of a record is called that somebody wants to write to.
pub(super) const FOR_WRITING: &str = "open for writing";

/// Why a record cannot be read or written.
#[derive(Debug, Error)]
pub enum RecordError {
    /// There is no such record.
    #[error("there is no record {0}; `mfa-assess list` shows those that there are")]
    NotFound(String),
    /// No record at all.
    #[error("there is no record in {} yet; start one with `mfa-assess`", .0.display())]
    NoneYet(PathBuf),
    /// Another process has it open.
    #[error(
        "{} is open in another mfa-assess{}; close it there, then try again (nothing was changed)",
        path.display(), who(holder.as_deref())
    )]
    InUse {
        /// The record.
        path: PathBuf,
        /// Who has it open, if they say so.
        holder: Option<Box<Holder>>,
    },
    /// The file of that name is no longer what was open.
    #[error("{} {how} while it was open here, by another program; nothing was written to it", path.display())]
    Lost {
        /// The record.
        path: PathBuf,
        /// What has become of it.
        how: &'static str,
    },
    /// The file of that name is the same record, and goes on.
    #[error(
        "{} was gone on with elsewhere while it was open here, and holds more now; nothing was written to it. Try again",
        .0.display()
    )]
    Ahead(PathBuf),
    /// It is a copy that was made to be shared.
    #[error(
        "{} is a redacted copy, made to be shared, and can only be read; change the original instead",
        .0.display()
    )]
    Redacted(PathBuf),
    /// A link leads nowhere, or in a circle.
    #[error("{} is a link that leads nowhere ({source}); name the record that is meant", path.display())]
    Link {
        /// The link.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else stands there.
    #[error("{} is {is}, not a record of mfa-assess; choose a .jsonl file that it has written", path.display())]
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is.
        is: &'static str,
    },
    /// Another's file has a name of one of ours.
    #[error(
        "{} is not as mfa-assess writes it, and is left as it is. It stands where mfa-assess keeps {keeps}: move it elsewhere",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What of ours would stand there.
        keeps: &'static str,
    },
    /// The file does not begin like a record.
    #[error(
        "{} is not a record of mfa-assess; choose a .jsonl file that it has written (the file was not changed)",
        .0.display()
    )]
    NotARecord(PathBuf),
    /// The file is a PDF that does not begin like one.
    #[error(
        "{} is a PDF with something before its first line, as an editor or a mail program leaves it; fetch the report again from where it was made (the file was not changed)",
        .0.display()
    )]
    LatePdf(PathBuf),
    /// The file is text of another encoding.
    #[error(
        "{} is in {encoding}; save it as UTF-8, then try again (the file was not changed)",
        path.display()
    )]
    Wide {
        /// The file.
        path: PathBuf,
        /// What it is in.
        encoding: &'static str,
    },
    /// A line is not what it was when it was written.
    #[error(
        "{}, line {line}: {says}. The record was changed outside mfa-assess or damaged; it is left as it is. Restore a copy from a backup, or ask the person who changed it",
        path.display()
    )]
    Damaged {
        /// The record.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        says: String,
    },
    /// A newer program wrote it.
    #[error(
        "{}, line {line}: it was written in format {found}, and this program reads up to {FORMAT}; open it with a newer mfa-assess (the file was not changed)",
        path.display()
    )]
    Newer {
        /// The record.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The format of that line.
        found: u64,
    },
    /// Its entries are sound, but do not fold.
    #[error("{}: {source}. The record is left as it is; restore a copy from a backup", path.display())]
    Fold {
        /// The record.
        path: PathBuf,
        /// What is wrong.
        source: FoldError,
    },
    /// The questionnaire inside it cannot be used.
    #[error("{}: the questionnaire inside the record cannot be used: {source}", path.display())]
    Questionnaire {
        /// The record.
        path: PathBuf,
        /// What is wrong.
        source: LoadError,
    },
    /// The file is larger than any record.
    #[error("{} is larger than {} MiB; is it a record?", path.display(), max / 1024 / 1024)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most that is read, in bytes.
        max: u64,
    },
    /// It would not be taken when it is read.
    #[error("nothing was written: {0}. Shorten it, then try again")]
    Overlong(Overlong),
    /// It cannot be put into words of JSON.
    #[error("nothing was written: {0}")]
    Unwritable(serde_json::Error),
    /// It would be too large to be read again.
    #[error(
        "{} would be larger than {} MiB, too much for it and its reports to be read again; nothing was written. Go on in a new one that begins with what it says: mfa-assess new --from {}",
        .0.display(), MAX_WRITTEN / 1024 / 1024, quoted(.0.display())
    )]
    Full(PathBuf),
    /// The platform names no data folder.
    #[error("this system names no folder for data; say which with --data-dir DIR")]
    NoDataFolder,
    /// The system refused.
    #[error("could not {doing} {}: {source}. {}", path.display(), next_step(doing, source))]
    Io {
        /// What was being done, as a verb.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused the folder of records.
    #[error("could not {doing} {}: {source}. Choose a folder that you may write to with --data-dir DIR", path.display())]
    Folder {
        /// What was being done, as a verb.
        doing: &'static str,
        /// With what in it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl RecordError {
    /// Where the folder of records is what was refused, another helps.
    pub(super) fn of_records(self) -> Self {
        let is_refused = matches!(&self, Self::Io { source, .. } if is_denied(source));
        if !is_refused {
            return self;
        }
        if let Self::Io {
            doing,
            path,
            source,
        } = self
        {
            Self::Folder {
                doing,
                path,
                source,
            }
        } else {
            self
        }
    }

    /// Adds what was being done to what the system said.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}

fn who(holder: Option<&Holder>) -> String {
    holder.map_or_else(String::new, |holder| format!(" ({holder})"))
}

/// Whether another place helps, or the right to use this one.
fn is_denied(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem | Kind::NotADirectory
    )
}

fn next_step(doing: &str, error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the standard library adds kinds"
    )]
    match error.kind() {
        _ if is_denied(error) => match doing.split(' ').next() {
            Some("open" | "read" | "look") if doing != FOR_WRITING => {
                "Check the path, and ask its owner for the right to read it"
            }
            Some("create") => "Name a place in a folder that you may write to",
            _ => "Ask its owner for the right to write to it, or go on in a copy of your own",
        },
        Kind::StorageFull | Kind::QuotaExceeded => "Free some space, then try again",
        Kind::FileTooLarge => "Raise the limit on the size of a file (ulimit -f), then try again",
        Kind::NotFound => "Check the path",
        Kind::AlreadyExists => "It is left as it is; choose another name",
        _ => "Check the disk or the network drive, then try again",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_next_helps_with_what_was_refused() {
        let says = |doing, kind: io::ErrorKind| {
            let refused = RecordError::io(doing, Path::new("a.jsonl"))(kind.into());
            (refused.to_string(), refused.of_records().to_string())
        };
        for denied in [
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            for (doing, helps) in [
                ("read", "the right to read it"),
                ("look at", "the right to read it"),
                ("open", "the right to read it"),
                (FOR_WRITING, "the right to write to it"),
                ("save to", "the right to write to it"),
                ("create", "in a folder that you may write to"),
            ] {
                let (file, folder) = says(doing, denied);
                assert!(file.contains(helps), "{file}");
                assert!(!file.contains("--data-dir"), "{file}");
                assert!(folder.contains("--data-dir DIR"), "{folder}");
            }
        }
        for (kind, helps) in [
            (io::ErrorKind::StorageFull, "Free some space"),
            (io::ErrorKind::FileTooLarge, "ulimit -f"),
            (io::ErrorKind::NotFound, "Check the path"),
        ] {
            let (file, folder) = says("save to", kind);
            assert!(file.contains(helps) && file == folder, "{file}, {folder}");
        }
    }
}
