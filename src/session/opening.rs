//! Opens records: for writing where that can be, else for reading only, with the reason.

use std::path::Path;
use std::sync::Arc;

use super::{Session, torn_words};
use crate::facts::AskedBy;
use crate::record::{
    Drafts, Journal, Library, Lines, RecordError, cautions, in_the_way, name_of, read, real_path,
};
use crate::wizard::{Message, Opened};

/// What the conversation has of the disk.
#[derive(Debug)]
pub(super) enum Held {
    /// Nothing, or nothing yet.
    Nothing,
    /// A record that it writes.
    Writing(Journal),
    /// A record that can only be read.
    Reading(Lines),
}

impl Held {
    /// All lines that are on disk.
    pub(super) fn lines(&self) -> Lines {
        match self {
            Self::Nothing => Lines::default(),
            Self::Writing(journal) => journal.lines().clone(),
            Self::Reading(lines) => lines.clone(),
        }
    }
}

impl Session {
    pub(super) fn opened(&mut self, path: &Path) -> Result<Opened, RecordError> {
        self.keep_drafts();
        self.let_go();
        let (held, opened) = self.load(path)?;
        self.held = held;
        Ok(opened)
    }

    /// Opens a record for writing that could only be read. While that is still so, one stays where
    /// one is.
    pub(super) fn take_over(&mut self) -> Message {
        let open = self.model.open.as_ref();
        let Some(path) = open.and_then(|open| open.path.clone()) else {
            return Message::Failed("there is no record open".to_owned());
        };
        match self.load(&path) {
            Ok((held, mut opened)) => match opened.read_only.take() {
                Some(why) => Message::Failed(why),
                None => {
                    self.held = held;
                    Message::Opened(Box::new(opened))
                }
            },
            Err(error) => Message::Failed(error.to_string()),
        }
    }

    fn load(&self, given: &Path) -> Result<(Held, Opened), RecordError> {
        let (held, loaded, read_only) = match self.library.open(given) {
            Ok((journal, loaded)) => (Held::Writing(journal), loaded, None),
            Err(refused) => {
                let Some(why) = why_read_only(&refused) else {
                    return Err(refused);
                };
                // Where it cannot be read either, the first reason is the one to know.
                let Ok(mut loaded) = read(given) else {
                    return Err(refused);
                };
                if matches!(refused, RecordError::InUse { .. }) {
                    // Its last line is being written, not torn.
                    loaded.torn = None;
                }
                (Held::Reading(Lines::of(&loaded)), loaded, Some(why))
            }
        };
        let path = real_path(given)?;
        let link = (path != given).then(|| link_words(given, &path));
        let torn = loaded.torn.as_ref().map(|torn| torn_words(torn, &path));
        let asked = &loaded.questionnaire;
        let warnings: Vec<String> = torn
            .into_iter()
            .chain(AskedBy::of(asked).warning(asked))
            .chain(link)
            .chain(cautions(&path))
            .chain(in_the_way(&path))
            .collect();
        // Those beside a record belong to whoever writes it.
        let drafts = if let Held::Reading(_) = held {
            Drafts::new()
        } else {
            Library::drafts(&path)
        };
        let opened = Opened {
            name: name_of(&path),
            path,
            questionnaire: Arc::unwrap_or_clone(loaded.questionnaire),
            entries: loaded.entries,
            state: loaded.state,
            drafts,
            warning: (!warnings.is_empty()).then(|| warnings.join(" ")),
            read_only,
        };
        Ok((held, opened))
    }
}

fn link_words(link: &Path, path: &Path) -> String {
    let (link, path) = (link.display(), path.display());
    format!("{link} is a link: the record, and all that is kept beside it, is {path}.")
}

/// Why a record that could not be opened for writing can still be read; nothing where it is not
/// to be opened at all.
fn why_read_only(refused: &RecordError) -> Option<String> {
    if let RecordError::InUse { holder, .. } = refused {
        let who = holder
            .as_ref()
            .map_or_else(String::new, |h| format!(" ({h})"));
        Some(format!(
            "this record is open in another mfa-assess{who}, so it can only be read here. \
             Close it there, then press Ctrl-R, or enter retry"
        ))
    } else if let RecordError::Redacted(_) = refused {
        let says = "this is a redacted copy, made to be shared, so it can only be read. Change the \
                    original instead";
        Some(says.to_owned())
    } else if let RecordError::Io {
        doing,
        path,
        source,
    } = refused
    {
        Some(format!(
            "this record can only be read: could not {doing} {}: {source}. Save a copy elsewhere \
             with Ctrl-S, or enter copy, and go on in that",
            path.display()
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FOLDED;
    use crate::questionnaire::built_in;
    use crate::record::sample::{KEPT, kept};
    use crate::session::Clock;
    use crate::wizard::Goal;

    #[test]
    fn a_record_is_folded_once_when_it_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("one.jsonl");
        std::fs::copy(kept(KEPT[0]), &record).unwrap();
        let library = Library::at(Some(folder.path().to_owned())).unwrap();
        let place = folder.path().to_owned();
        let mut session = Session::new(library, built_in().unwrap(), place, Clock::System);
        FOLDED.set(0);
        session.open(&record).unwrap();
        assert_eq!(FOLDED.get(), 1);
    }

    #[test]
    fn the_records_beside_one_are_read_at_home_only() {
        let folder = tempfile::tempdir().unwrap();
        for name in KEPT {
            let beside = folder.path().join(format!("{name}.jsonl"));
            std::fs::copy(kept(name), beside).unwrap();
        }
        let library = Library::at(Some(folder.path().to_owned())).unwrap();
        let place = folder.path().to_owned();
        let mut session = Session::new(library, built_in().unwrap(), place, Clock::System);
        session.open(&folder.path().join("format-1.jsonl")).unwrap();
        assert!(session.model.stored.is_empty());
        session.send(Message::Go(Goal::Close));
        assert_eq!(session.model.stored.len(), KEPT.len());
    }
}
