//! What has happened to a record since one of its entries: subject by subject, from what to what,
//! when and by whom. What was undone is told too.

#[cfg(test)]
mod properties;
mod replay;
mod signed;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::facts::{Assessment, At, Entry, Event, FoldError, Logged, Unlike, Value, undone};
use crate::questionnaire::Questionnaire;
use replay::Replay;
pub(crate) use words::change_words;
pub use words::{moment, named};

/// A record, for those who ask how it came to say what it says.
#[derive(Debug, Clone, Copy)]
pub struct Audit<'a> {
    /// The questionnaire in force.
    pub questionnaire: &'a Questionnaire,
    pub entries: &'a [Logged],
    /// What they fold to.
    pub state: &'a Assessment,
}

/// A subject that entries have touched.
#[derive(Debug, Clone, PartialEq)]
pub struct Altered {
    /// What it is.
    pub subject: At,
    /// What it is, in words.
    pub what: String,
    /// What the record said before, if it said anything.
    pub from: Option<String>,
    /// What it says now.
    pub to: Option<String>,
    /// Whether it says now what it said before.
    pub is_as_before: bool,
    /// How it came about: at least one.
    pub steps: Vec<Step>,
}

/// What one entry did to a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// By whom; empty before anybody was named.
    pub by: String,
    /// Why, where a reason was asked for.
    pub why: Option<String>,
    /// What the record said before.
    pub from: Option<String>,
    /// What it said then.
    pub to: Option<String>,
    /// What kind of entry it was.
    pub kind: StepKind,
}

/// What kind of entry changed a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Somebody entered something, and it counts unless a later entry has undone it.
    Entered {
        /// The entry that has undone it.
        undone_by: Option<u64>,
    },
    /// It took back the entry of this number.
    Undoes(u64),
    /// It brought back the entry of this number.
    BringsBack(u64),
    /// It moved the record to another version of the questionnaire.
    Moves,
    /// It took over the work of somebody else.
    Joins,
}

/// A step of the trail, with what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// What it is about.
    pub subject: At,
    /// What that is, in words.
    pub what: String,
    /// What was done to it.
    pub step: Step,
}

/// What one entry did to a subject, with what the record said of it before and after.
struct Told {
    said: Unlike,
    what: String,
    step: Step,
}

impl<'a> Audit<'a> {
    /// What has happened since the entry with this number: the subject touched first comes first.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing, although all together do.
    pub fn since(&self, seq: u64) -> Result<Vec<Altered>, FoldError> {
        let mut order: Vec<At> = vec![];
        let mut found: BTreeMap<At, Vec<Told>> = BTreeMap::new();
        self.walk(seq, |told| {
            let about = found.entry(told.said.at.clone());
            let about = about.or_insert_with_key(|subject| {
                order.push(subject.clone());
                vec![]
            });
            about.push(told);
        })?;
        let altered = order.into_iter().filter_map(|subject| {
            let told = found.remove(&subject)?;
            let (first, last) = (told.first()?, told.last()?);
            Some(Altered {
                subject,
                what: first.what.clone(),
                from: first.step.from.clone(),
                to: last.step.to.clone(),
                is_as_before: first.said.was == last.said.is,
                steps: told.into_iter().map(|told| told.step).collect(),
            })
        });
        Ok(altered.collect())
    }

    /// The whole trail, in the order of the entries. One that is about several things is told once
    /// for each; the beginning is about nothing.
    ///
    /// # Errors
    /// As for [`Audit::since`].
    pub fn steps(&self) -> Result<Vec<Traced>, FoldError> {
        let mut steps = vec![];
        self.walk(0, |told| {
            steps.push(Traced {
                subject: told.said.at,
                what: told.what,
                step: told.step,
            });
        })?;
        Ok(steps)
    }

    /// Tells what each entry after the one with this number did to each subject that it touched.
    fn walk(&self, from: u64, mut tell: impl FnMut(Told)) -> Result<(), FoldError> {
        let undone = undone(self.entries)?;
        let mut replay = Replay::of(self.entries);
        for logged in self.entries {
            let (seq, event) = (logged.entry.seq, &logged.entry.event);
            if seq <= from {
                replay.next()?;
                continue;
            }
            let asked = (self.asked_at(seq - 1), self.asked_at(seq));
            let kind = kind(&logged.entry, &undone);
            let mut tell = |said, what, words| {
                let step = Step::of(&logged.entry, kind, words);
                tell(Told { said, what, step });
            };
            if event.is_about_many() || replay.reaches_behind(event) {
                let before = replay.state().clone();
                replay.next()?;
                let after = replay.state();
                let mut found: Vec<Unlike> = brought(seq, event, asked).into_iter().collect();
                found.extend(before.diff(after));
                // An undoing is told of what it undoes, also where that says the same again.
                if let Some(at) = At::of(seq, event, self.entries)
                    && !event.is_about_many()
                    && !found.iter().any(|unlike| unlike.at == at)
                {
                    let (was, is) = (before.get(&at), after.get(&at));
                    found.push(Unlike { at, was, is });
                    found.sort_by(|a, b| a.at.cmp(&b.at));
                }
                for said in found {
                    // What is put aside by a new version is told as it was asked.
                    let what = match said.is {
                        Some(_) => said.at.words(after, asked.1),
                        None => said.at.words(&before, asked.0),
                    };
                    let from = self.words(&said.at, &said.was, &before, asked.0);
                    let to = self.words(&said.at, &said.is, after, asked.1);
                    tell(said, what, (from, to));
                }
            } else if let Some(at) = At::of(seq, event, self.entries) {
                let was = replay.state().get(&at);
                let from = self.words(&at, &was, replay.state(), asked.0);
                replay.next()?;
                let is = replay.state().get(&at);
                let to = self.words(&at, &is, replay.state(), asked.1);
                let what = at.words(replay.state(), asked.1);
                tell(Unlike { at, was, is }, what, (from, to));
            } else {
                replay.next()?;
            }
        }
        Ok(())
    }

    /// How it reads what a state says.
    fn words(
        &self,
        at: &At,
        said: &Option<Value>,
        state: &Assessment,
        asked: &Questionnaire,
    ) -> Option<String> {
        let said = said.as_ref();
        said.map(|said| said.words(at, state, self.state, asked))
    }

    fn asked_at(&self, seq: u64) -> &'a Questionnaire {
        self.state.asked_at(seq, self.questionnaire)
    }

    /// Who has written how many entries, by name; an empty name before anybody was named.
    pub fn hands(&self) -> Vec<(&'a str, usize)> {
        let mut hands: BTreeMap<&str, usize> = BTreeMap::new();
        for logged in self.entries {
            *hands.entry(logged.entry.by.as_str()).or_default() += 1;
        }
        hands.into_iter().collect()
    }
}

/// What an entry about many things brings that is no content of a state.
fn brought(seq: u64, event: &Event, asked: (&Questionnaire, &Questionnaire)) -> Option<Unlike> {
    if let Event::Merged(merge) = event {
        return Some(Unlike {
            at: At::Merge(seq),
            was: None,
            is: Some(Value::Origin(merge.other.clone())),
        });
    }
    let version = |asked: &Questionnaire| Some(Value::Version(asked.version.clone()));
    (asked.0.version != asked.1.version).then(|| Unlike {
        at: At::Version,
        was: version(asked.0),
        is: version(asked.1),
    })
}

/// What kind of step an entry is.
fn kind(entry: &Entry, undone: &BTreeMap<u64, u64>) -> StepKind {
    match &entry.event {
        Event::Undone { seq } => StepKind::Undoes(*seq),
        Event::Redone { seq } => StepKind::BringsBack(*seq),
        Event::Migrated { .. } => StepKind::Moves,
        Event::Merged(_) => StepKind::Joins,
        Event::Created { .. }
        | Event::Changed(_)
        | Event::CarriedForward(_)
        | Event::Redacted(_)
        | Event::SignedOff(_) => StepKind::Entered {
            undone_by: undone.get(&entry.seq).copied(),
        },
    }
}

impl Step {
    fn of(entry: &Entry, kind: StepKind, (from, to): (Option<String>, Option<String>)) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            by: entry.by.clone(),
            why: entry.why.clone(),
            from,
            to,
            kind,
        }
    }
}
