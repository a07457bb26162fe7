//! Saves a copy of a record elsewhere: all that is on disk, and all that is not.
//!
//! The lines come from memory: the disk that they are on may be gone.

use std::path::{Path, PathBuf};

use super::Session;
use super::opening::Held;
use crate::output::{Kind, Output};
use crate::platform::files::HOME;
use crate::record::{RecordError, name_of};
use crate::wizard::{Copying, Message};

impl Session {
    pub(super) fn copy(&mut self, copying: Copying) -> Vec<Message> {
        let to = expanded(&copying.to);
        if !to.is_dir()
            && let Err(error) = Output::new(&to, Kind::Record, None).expect_its_ending()
        {
            return vec![Message::Failed(error.to_string())];
        }
        match self.copied(copying) {
            Ok(messages) => messages,
            Err(error) => vec![Message::Failed(error.to_string())],
        }
    }

    fn copied(&mut self, copying: Copying) -> Result<Vec<Message>, RecordError> {
        let (to, by, stamp) = (expanded(&copying.to), &copying.by, self.clock.stamp());
        let mut lines = self.held.lines();
        let first = if let Held::Nothing = self.held {
            Some(lines.add(stamp, by, self.created()?)?)
        } else {
            None
        };
        let pending = copying.events.into_iter();
        let entries = pending
            .map(|accepted| lines.add(stamp, by, accepted))
            .collect::<Result<Vec<_>, _>>()?;
        let open = self.model.open.as_ref();
        let name = open.and_then(|open| open.name.clone());
        let journal = self
            .library
            .copy(lines, &to, &name.unwrap_or(copying.title))?;
        let path = journal.path().to_owned();
        let name = name_of(&path);
        let mut messages = vec![];
        if copying.goes_on {
            self.held = Held::Writing(journal);
            messages.extend(first.map(|first| Message::Begun {
                name: name.clone(),
                path: path.clone(),
                first: Box::new(first),
                warning: None,
            }));
            let clock = self.time_of_day();
            messages.push(Message::Saved { entries, clock });
        }
        messages.push(Message::Copied {
            name,
            path,
            goes_on: copying.goes_on,
        });
        Ok(messages)
    }
}

/// A path as it was entered, from the current folder, or from home where it begins with `~`.
pub(super) fn expanded(entered: &str) -> PathBuf {
    let path = match (entered.strip_prefix('~'), home()) {
        (Some(""), Some(home)) => home,
        (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => {
            home.join(rest.get(1..).unwrap_or_default())
        }
        _ => PathBuf::from(entered),
    };
    std::path::absolute(&path).unwrap_or(path)
}

/// A folder to suggest for a copy: another than that of the records, whose disk may be the trouble.
pub(super) fn elsewhere(records: &Path, current: &Path) -> PathBuf {
    let mut folders = std::iter::once(current.to_owned()).chain(home());
    let other = folders.find(|folder| folder != records);
    other.unwrap_or_else(|| current.to_owned())
}

/// From the environment alone: to ask the system for it may open a socket.
fn home() -> Option<PathBuf> {
    let home = std::env::var_os(HOME).filter(|home| !home.is_empty());
    home.map(PathBuf::from)
}
