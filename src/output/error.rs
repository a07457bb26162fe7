//! Why a file is not written: what happened, where, and what to do next. Whatever stood there is as
//! it was.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a file is not written.
#[derive(Debug, Error)]
pub(crate) enum OutputError {
    /// The system refused.
    #[error("could not write to {}: {source}", path.display())]
    Write {
        /// Where it was to go.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something that is no file stands there: a folder, or a device.
    #[error("{} is not a file but {is}, and is left as it is", path.display())]
    NotAFile {
        /// Where it was to go.
        path: PathBuf,
        /// What it is.
        is: &'static str,
    },
    /// The name says that it is something else.
    #[error("{} ends like {promises}, and what is written is {is}. Let the name end in .{ending} (nothing was written)", path.display())]
    Ending {
        /// Where it was to go.
        path: PathBuf,
        /// What the name promises.
        promises: &'static str,
        /// What it is.
        is: &'static str,
        /// How the name may end.
        ending: &'static str,
    },
    /// A record stands there.
    #[error("{} is a record of mfa-assess, and is left as it is", .0.display())]
    Record(PathBuf),
    /// The command reads what stands there.
    #[error("{} is read by this command, and is left as it is", .0.display())]
    Input(PathBuf),
    /// Something else stands there, or something of ours that somebody has changed.
    #[error(
        "{} is there already, and is not known here as {noun} that mfa-assess wrote and nobody has changed, so it is left as it is",
        path.display()
    )]
    Foreign {
        /// Where it was to go.
        path: PathBuf,
        /// What could be replaced.
        noun: &'static str,
    },
    /// Something stands there, and this is only written where nothing is.
    #[error("{} is there already, and may be filled in; it is left as it is", .0.display())]
    Taken(PathBuf),
    /// A signed report stands there.
    #[error(
        "{} carries signatures, which a new report would not, so it is left as it is. Give the new one a name of its own, \
         for example {}, or add --replace-signed to give the signatures up",
        path.display(), free.display()
    )]
    Signed {
        /// Where it was to go.
        path: PathBuf,
        /// A name that is free.
        free: PathBuf,
    },
    /// A link stands there.
    #[error("{} is a link to {}, and is left as it is. Name that file itself, or another one", path.display(), to.display())]
    Link {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        to: PathBuf,
    },
    /// The file has other names, which would go on leading to what it was.
    #[error("{} is one file with another of another name (a hard link), and is left as it is", .0.display())]
    HardLink(PathBuf),
    /// It may not be changed.
    #[error("{} is read-only, and is left as it is", .0.display())]
    ReadOnly(PathBuf),
    /// Something else came to stand there in the meantime.
    #[error("{} was changed by somebody else in the meantime, and is left as it is now. See what it holds, then try again", .0.display())]
    Changed(PathBuf),
    /// Another process is writing it.
    #[error("{} is being written by another mfa-assess. Wait for that, then try again (nothing was written)", .0.display())]
    Busy(PathBuf),
    /// What was read back is not what was written.
    #[error("what was written to {} reads back differently; check the disk, then try again", .0.display())]
    ReadBack(PathBuf),
}

impl OutputError {
    /// Adds where it was to go to what the system said.
    pub(crate) fn refused(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// What to do next, where another place helps: a sentence that names the command.
    pub(crate) fn elsewhere(&self, command: &str) -> String {
        match self {
            Self::Write { .. }
            | Self::NotAFile { .. }
            | Self::Record(_)
            | Self::Input(_)
            | Self::Taken(_)
            | Self::HardLink(_)
            | Self::ReadOnly(_) => format!(". Choose another place: {command}"),
            Self::Foreign { .. } => format!(". Move it first, or choose another place: {command}"),
            Self::Ending { .. }
            | Self::Signed { .. }
            | Self::Link { .. }
            | Self::Changed(_)
            | Self::Busy(_)
            | Self::ReadBack(_) => String::new(),
        }
    }

    /// Whether a name of its own helps: something that stays stands under this one.
    pub(crate) const fn is_taken(&self) -> bool {
        match self {
            Self::NotAFile { .. }
            | Self::Record(_)
            | Self::Input(_)
            | Self::Foreign { .. }
            | Self::Taken(_)
            | Self::Signed { .. }
            | Self::Link { .. }
            | Self::HardLink(_)
            | Self::ReadOnly(_)
            | Self::Changed(_)
            | Self::Busy(_) => true,
            Self::Write { .. } | Self::Ending { .. } | Self::ReadBack(_) => false,
        }
    }
}
