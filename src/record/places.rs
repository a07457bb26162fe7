//! Where files that are named as evidence may be looked for: below the folder of the record, and
//! where the person on this machine has named some.
//!
//! A record comes from anybody. A path in it is no wish of its reader's, and could lead to a device,
//! to another machine, or to a file that is nobody's business.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::disk::Disk;
use super::drafts::write_whole;
use super::error::RecordError;
use super::place::folder_of;
use super::small::held;

/// The file in the data folder that keeps them.
const NAME: &str = "evidence-places.json";

/// Files and folders outside of records that somebody on this machine has named.
#[derive(Debug, Clone, Default)]
pub struct Places {
    chosen: BTreeSet<PathBuf>,
}

/// Where a record's path leads.
#[derive(Debug)]
pub(super) enum Way {
    /// To this file, behind any links.
    To(PathBuf),
    /// To nothing.
    Nowhere,
    /// Out of every place that may be looked in.
    Outside,
}

impl Places {
    /// Those that are kept in a data folder. What cannot be read is as good as none: then files are
    /// named again.
    pub(super) fn kept_in(folder: &Path) -> Self {
        let chosen = held_in(folder).ok().flatten().unwrap_or_default();
        Self { chosen }
    }

    /// Takes a file or a folder as chosen, and keeps that in a data folder.
    ///
    /// # Errors
    /// When the folder cannot be written, or something else stands there.
    pub(super) fn choose(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        place: PathBuf,
    ) -> Result<(), RecordError> {
        if !self.chosen.insert(place) {
            return Ok(());
        }
        held_in(folder)?;
        let path = folder.join(NAME);
        serde_json::to_vec(&self.chosen)
            .map_err(io::Error::from)
            .and_then(|bytes| write_whole(disk, &path, &bytes, None))
            .map_err(RecordError::io("write", &path))
    }

    /// Where a path leads that stands in this record. What lies outside is not touched, not even to
    /// see whether it is there.
    pub(super) fn way(&self, record: &Path, named: &str) -> io::Result<Way> {
        let named = Path::new(named);
        let climbs = |part: Component<'_>| matches!(part, Component::ParentDir);
        if named.components().any(climbs) {
            return Ok(Way::Outside);
        }
        let folder = std::path::absolute(folder_of(record))?;
        // A path that is whole, or begins with a drive or a share, takes the place of the folder.
        let whole = composed(&folder.join(named));
        let places = self.chosen.iter().chain([&folder]);
        let mut way = Way::Outside;
        for place in places {
            let Ok(rest) = whole.strip_prefix(composed(place)) else {
                continue;
            };
            match below(place, rest) {
                Ok(Some(path)) => return Ok(Way::To(path)),
                Ok(None) => {}
                Err(error) if is_gone(&error) => way = Way::Nowhere,
                Err(error) => return Err(error),
            }
        }
        Ok(way)
    }
}

/// Those that stand in the file in a data folder.
fn held_in(folder: &Path) -> Result<Option<BTreeSet<PathBuf>>, RecordError> {
    let is_ours = |places: &BTreeSet<PathBuf>| places.iter().all(|place| place.is_absolute());
    held(
        &folder.join(NAME),
        "where evidence may be looked for",
        is_ours,
    )
}

/// The file of this path below a place, behind any links; nothing where a link leads out. Each name
/// is found however its accents are spelled: some systems write é as two characters.
fn below(place: &Path, path: &Path) -> io::Result<Option<PathBuf>> {
    let top = place.canonicalize()?;
    let mut reached = top.clone();
    for part in path.components() {
        reached = match reached.join(part).canonicalize() {
            Ok(next) => next,
            Err(error) if is_gone(&error) => spelled(&reached, Path::new(&part))
                .ok_or(error)?
                .canonicalize()?,
            Err(error) => return Err(error),
        };
        if !reached.starts_with(&top) {
            return Ok(None);
        }
    }
    Ok(Some(reached))
}

/// What has this name in a folder, spelled another way.
fn spelled(folder: &Path, name: &Path) -> Option<PathBuf> {
    let mut entries = folder.read_dir().ok()?.filter_map(Result::ok);
    let found = entries.find(|entry| composed(Path::new(&entry.file_name())) == name);
    found.map(|entry| entry.path())
}

/// A path as records spell it. One that is no text stays as it is.
pub(super) fn composed(path: &Path) -> PathBuf {
    path.to_str().map_or_else(
        || path.to_owned(),
        |path| path.nfc().collect::<String>().into(),
    )
}

/// Whether there is nothing.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
