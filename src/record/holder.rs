//! Who has a record open: told to others in a small file beside it.
//!
//! The lock of the record itself decides who may write, and goes with its process. This file only
//! says whose it is; without it, or with one that makes no sense, all works as well.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::error::RecordError;
use super::place::beside;
use super::small::{held, open_as};
use crate::platform::files::{host, is_gone, user};
use crate::platform::time_zone;
use crate::text::clean_line;

/// Who has a record open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name of the user.
    pub user: String,
    /// The number of the process.
    pub process: u32,
    /// The name of the machine.
    pub host: String,
    /// Since when.
    pub since: Timestamp,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.to_zoned_datetime(time_zone());
        let since = since.strftime("%H:%M on %d/%m/%Y");
        write!(
            f,
            "{}, process {} on {}, since {since}",
            self.user, self.process, self.host
        )
    }
}

impl Holder {
    /// This process.
    fn me() -> Self {
        Self {
            user: user(),
            process: std::process::id(),
            host: host(),
            since: crate::platform::now(),
        }
    }

    /// Who says to have the record open. Somebody who is gone does not count.
    pub(super) fn of(record: &Path) -> Option<Self> {
        let said = held_beside(record).ok()??;
        let holder = Self {
            user: clean_line(&said.user),
            host: clean_line(&said.host),
            ..said
        };
        let is_gone = holder.host == host() && is_gone(holder.process);
        (!is_gone).then_some(holder)
    }
}

/// What this process says about itself beside a record. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Sidecar {
    record: PathBuf,
    since: Timestamp,
    disk: Arc<dyn Disk>,
}

impl Sidecar {
    /// Writes it. Only who has the lock may; where it cannot be written, or something else stands
    /// there, nothing is said.
    pub(super) fn beside(record: &Path, disk: &Arc<dyn Disk>) -> Option<Self> {
        let path = path_of(record);
        held_beside(record).ok()?;
        let _ = disk.remove(&path);
        let me = Holder::me();
        let bytes = serde_json::to_vec(&me).ok()?;
        let file = disk.create(&path).ok()?;
        open_as(&file, record);
        if disk.write(&file, &bytes).is_err() {
            let _ = disk.remove(&path);
            return None;
        }
        Some(Self {
            record: record.to_owned(),
            since: me.since,
            disk: Arc::clone(disk),
        })
    }
}

impl Drop for Sidecar {
    fn drop(&mut self) {
        // Somebody else may have it by now, where the record was replaced.
        let is_mine = |by: Holder| by.process == std::process::id() && by.since == self.since;
        if Holder::of(&self.record).is_some_and(is_mine) {
            let _ = self.disk.remove(&path_of(&self.record));
        }
    }
}

/// Who stands in the file beside a record.
pub(super) fn held_beside(record: &Path) -> Result<Option<Holder>, RecordError> {
    held(&path_of(record), "who has a record open", |_| true)
}

pub(super) fn path_of(record: &Path) -> PathBuf {
    beside(record, "lock")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::disk::RealDisk;

    #[test]
    fn who_has_it_open_is_said_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("a.jsonl");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        std::fs::write(path_of(&record), "").unwrap();
        let sidecar = Sidecar::beside(&record, &disk).unwrap();
        let said = Holder::of(&record).unwrap();
        assert_eq!(said.process, std::process::id());
        assert!(!said.user.is_empty() && !said.host.is_empty(), "{said}");
        drop(sidecar);
        assert_eq!(Holder::of(&record), None);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn who_can_read_the_record_can_read_it_and_what_makes_no_sense_is_passed_over() {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("a.jsonl");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        std::fs::write(&record, "").unwrap();
        for mode in [0o600, 0o660] {
            std::fs::set_permissions(&record, Permissions::from_mode(mode)).unwrap();
            let _sidecar = Sidecar::beside(&record, &disk).unwrap();
            let found = path_of(&record).metadata().unwrap().permissions().mode();
            assert_eq!(found & 0o777, mode);
        }
        let sidecar = Sidecar::beside(&record, &disk).unwrap();
        let mut gone = Holder::me();
        gone.process = 4_194_304 + 7;
        let mut elsewhere = gone.clone();
        elsewhere.host = "another\u{1b}[2J machine".to_owned();
        for (said, counts) in [
            (serde_json::to_vec(&gone).unwrap(), false),
            (serde_json::to_vec(&elsewhere).unwrap(), true),
            (vec![b'{'; 9000], false),
        ] {
            std::fs::write(path_of(&record), said).unwrap();
            let found = Holder::of(&record);
            assert_eq!(found.is_some(), counts, "{found:?}");
            assert!(!format!("{found:?}").contains('\u{1b}'));
        }
        drop(sidecar);
    }
}
