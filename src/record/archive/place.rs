//! Puts what an export holds into the folder of records. The record takes its name last: once it is
//! there, all that belongs to it is there too.

use std::io;
use std::path::{Path, PathBuf};

use super::Unpacked;
use crate::record::disk::{Disk, RealDisk};
use crate::record::drafts;
use crate::record::error::RecordError;
use crate::record::evidence::{beside, name_beside};
use crate::record::hidden::hidden_folder;
use crate::record::journal::Journal;
use crate::record::library::Library;
use crate::record::lines::{Lines, kept_in};

/// A record that was imported.
#[derive(Debug)]
pub struct Placed {
    pub record: PathBuf,
    /// The folder of its evidence, if there is any.
    pub evidence: Option<PathBuf>,
}

/// How a record that is there already stands to the one of an export that began as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kinship {
    /// Both are the same, entry for entry.
    Same,
    /// The export goes on where the record ends, by so many entries.
    ExportAhead(usize),
    /// The record goes on where the export ends, by so many entries.
    RecordAhead(usize),
    /// Both have entries that the other has not: they share so many.
    Apart(usize),
}

impl Unpacked {
    /// The records in the library that began as this one.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn kin(&self, library: &Library) -> Result<Vec<(PathBuf, Kinship)>, RecordError> {
        let first = self.contents.lines.first().map_or("", |line| line);
        let mut kin = vec![];
        for path in library.beginning_with(first.as_bytes())? {
            let bytes = std::fs::read(&path).map_err(RecordError::io("read", &path))?;
            kin.push((path, self.kinship(&bytes)));
        }
        kin.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(kin)
    }

    /// Compares whole lines only: what a crash left of one does not count.
    fn kinship(&self, other: &[u8]) -> Kinship {
        let lines = other.split_inclusive(|b| *b == b'\n');
        let other: Vec<&[u8]> = lines.filter_map(|line| line.strip_suffix(b"\n")).collect();
        let own = &self.contents.lines;
        let pairs = own.iter().zip(&other);
        let shared = pairs.take_while(|(a, b)| a.as_bytes() == **b).count();
        let own = own.iter().map(String::as_bytes);
        let is_entry = |line: &&[u8]| kept_in(line).is_none();
        let (more, later) = (own.clone().skip(shared), other.iter().copied().skip(shared));
        match (
            more.filter(is_entry).count(),
            later.filter(is_entry).count(),
        ) {
            (0, 0) => Kinship::Same,
            (more, 0) => Kinship::ExportAhead(more),
            (0, more) => Kinship::RecordAhead(more),
            _ => Kinship::Apart(own.take(shared).filter(is_entry).count()),
        }
    }

    /// Puts record, drafts and evidence into the library under this name, with a number if it is
    /// taken. A failure leaves nothing behind.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn place(&self, library: &Library, name: &str) -> Result<Placed, RecordError> {
        library.numbered(name, |record| {
            let folder = beside(record);
            // What an earlier record left behind is not mixed with this one.
            for path in [&folder, &drafts::path_of(record), record] {
                if path.symlink_metadata().is_ok() {
                    let taken = io::ErrorKind::AlreadyExists.into();
                    return Err(RecordError::io("create", path)(taken));
                }
            }
            self.put(record, &folder)
        })
    }

    /// Puts everything there, or nothing.
    pub(super) fn put(&self, record: &Path, folder: &Path) -> Result<Placed, RecordError> {
        let evidence = (!self.files.is_empty()).then_some(folder);
        if let Some(folder) = evidence {
            self.put_evidence(folder)?;
        }
        let put = || {
            drafts::save(&RealDisk, record, &self.contents.drafts)?;
            Journal::copy(record, Lines::of(&self.loaded)).map(drop)
        };
        put().inspect_err(|_| {
            // The record has no name yet: what came before it goes again.
            if let Some(folder) = evidence {
                let _ = std::fs::remove_dir_all(folder);
            }
            let _ = drafts::save(&RealDisk, record, &drafts::Drafts::new());
        })?;
        Ok(Placed {
            record: record.to_owned(),
            evidence: evidence.map(Path::to_owned),
        })
    }

    fn put_evidence(&self, folder: &Path) -> Result<(), RecordError> {
        let within = folder.parent().unwrap_or(Path::new("."));
        let writing = |error| RecordError::io("write", folder)(error);
        let unnamed = hidden_folder(within).map_err(writing)?;
        for (file, bytes) in &self.files {
            let path = unnamed.path().join(name_beside(file));
            let written = RealDisk.create(&path).and_then(|open| {
                RealDisk.write(&open, bytes)?;
                open.sync_all()
            });
            match written {
                // The same bytes, named by two paths with the same end.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                other => other.map_err(writing)?,
            }
        }
        std::fs::rename(unnamed.path(), folder).map_err(writing)?;
        // Its name is another now: there is nothing left to remove.
        let _ = unnamed.keep();
        Ok(())
    }
}
