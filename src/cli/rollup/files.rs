//! The files of a folder that are held to be records, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::error::CliError;
use crate::record::{EXTENSION, RecordError};
use crate::text::{clean_line, printable};

/// Something in the folder that gets a line of its own.
pub(super) struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Where it is from the folder on.
    pub name: String,
    /// Why it is not even opened, where it is not.
    pub problem: Option<RecordError>,
}

/// What a folder holds.
#[derive(Default)]
pub(super) struct Files {
    /// The records, and what should be one.
    pub found: Vec<Found>,
    /// What was not looked into, each in a sentence.
    pub left_out: Vec<String>,
}

/// Looks through a folder, and with `recursive` through those below it. Links to files are
/// followed; links to folders never, so that none leads round in a circle.
pub(super) fn files(folder: &Path, recursive: bool) -> Result<Files, CliError> {
    let unreadable = |path: &Path| {
        let folder = path.display().to_string();
        move |source: std::io::Error| {
            CliError::new(format_args!("could not read the folder {folder}: {source}"))
                .hint("Name a folder that holds records")
        }
    };
    let mut files = Files::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        let entries = match fs::read_dir(&inner) {
            Ok(entries) => entries,
            Err(error) if inner == folder => return Err(unreadable(&inner)(error)),
            Err(source) => {
                let problem = RecordError::Io {
                    doing: "read the folder",
                    path: inner.clone(),
                    source,
                };
                files.add(folder, inner, Some(problem));
                continue;
            }
        };
        for entry in entries {
            let path = entry.map_err(unreadable(&inner))?.path();
            let is_link = path.is_symlink();
            let is_record = path.extension().is_some_and(|e| e == EXTENSION);
            // A link that leads nowhere is told when it is opened.
            let meta = fs::metadata(&path).ok();
            if !meta.is_some_and(|meta| meta.is_dir()) {
                if is_record {
                    files.add(folder, path, None);
                }
            } else if is_link && (recursive || is_record) {
                files.leave_out(&path, "a link to a folder; name the folder itself");
            } else if recursive {
                folders.push(path);
            } else if is_record {
                files.leave_out(&path, "a folder; add --recursive to look into folders");
            }
        }
    }
    files.found.sort_by(|a, b| a.path.cmp(&b.path));
    files.left_out.sort();
    Ok(files)
}

impl Files {
    fn add(&mut self, folder: &Path, path: PathBuf, problem: Option<RecordError>) {
        let name = path.strip_prefix(folder).unwrap_or(&path);
        self.found.push(Found {
            name: clean_line(&name.to_string_lossy()),
            path,
            problem,
        });
    }

    fn leave_out(&mut self, path: &Path, is: &str) {
        let path = printable(&path.to_string_lossy());
        self.left_out.push(format!("Left out: {path} is {is}."));
    }
}
