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

use crate::facts::{Assessment, At, Event, FoldError, Logged, Unlike, Value};
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

/// A change, with what the record said before and after it.
struct Told {
    traced: Traced,
    before: Option<Value>,
    after: Option<Value>,
}

/// What a record says of a subject, and how it reads.
#[derive(Default)]
struct Said {
    content: Option<Value>,
    words: Option<String>,
}

/// A subject while its entries are gathered.
struct Gathered {
    what: String,
    first: Option<Value>,
    last: Option<Value>,
    steps: Vec<Step>,
}

impl<'a> Audit<'a> {
    /// What has happened since the entry with this number: the subject touched first comes first.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing, although all together do.
    pub fn since(&self, seq: u64) -> Result<Vec<Altered>, FoldError> {
        let mut order: Vec<At> = vec![];
        let mut found: BTreeMap<At, Gathered> = BTreeMap::new();
        self.walk(seq, |told| {
            let Traced {
                subject,
                what,
                step,
            } = told.traced;
            let gathered = found.entry(subject).or_insert_with_key(|subject| {
                order.push(subject.clone());
                Gathered {
                    what,
                    first: told.before,
                    last: None,
                    steps: vec![],
                }
            });
            gathered.last = told.after;
            gathered.steps.push(step);
        })?;
        let altered = order.into_iter().filter_map(|subject| {
            let gathered = found.remove(&subject)?;
            Some(Altered {
                what: gathered.what,
                from: gathered.steps.first()?.from.clone(),
                to: gathered.steps.last()?.to.clone(),
                is_as_before: gathered.first == gathered.last,
                steps: gathered.steps,
                subject,
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
        self.walk(0, |told| steps.push(told.traced))?;
        Ok(steps)
    }

    /// Tells what each entry after the one with this number did to each subject that it touched.
    fn walk(&self, from: u64, mut tell: impl FnMut(Told)) -> Result<(), FoldError> {
        let undone = self.undone();
        let mut replay = Replay::of(self.entries);
        for logged in self.entries {
            let (seq, event) = (logged.entry.seq, &logged.entry.event);
            let mut tell = |(subject, what), before, after| {
                tell(told(logged, &undone, (subject, what), before, after));
            };
            if seq <= from {
                replay.next()?;
            } else if event.is_about_many() || replay.reaches_behind(event) {
                let before = replay.state().clone();
                replay.next()?;
                let after = replay.state();
                let asked = (self.asked_at(seq - 1), self.asked_at(seq));
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
                for Unlike { at, was, is } in found {
                    // What is put aside by a new version is told as it was asked.
                    let what = match is {
                        Some(_) => at.words(after, asked.1),
                        None => at.words(&before, asked.0),
                    };
                    let was = self.said(&at, was, &before, seq - 1);
                    let is = self.said(&at, is, after, seq);
                    tell((at, what), was, is);
                }
            } else if let Some(subject) = At::of(seq, event, self.entries) {
                let was = replay.state().get(&subject);
                let before = self.said(&subject, was, replay.state(), seq - 1);
                replay.next()?;
                let is = replay.state().get(&subject);
                let after = self.said(&subject, is, replay.state(), seq);
                let what = subject.words(replay.state(), self.asked_at(seq));
                tell((subject, what), before, after);
            } else {
                replay.next()?;
            }
        }
        Ok(())
    }

    /// What a state says of a subject, as it reads once the entry with this number was written.
    fn said(&self, at: &At, content: Option<Value>, state: &Assessment, seq: u64) -> Said {
        let asked = self.asked_at(seq);
        let words = content.as_ref();
        let words = words.map(|content| content.words(at, state, self.state, asked));
        Said { content, words }
    }

    fn asked_at(&self, seq: u64) -> &'a Questionnaire {
        self.state.asked_at(seq, self.questionnaire)
    }

    /// The entries that do not count, with those that have undone them.
    fn undone(&self) -> BTreeMap<u64, u64> {
        let mut undone = BTreeMap::new();
        for logged in self.entries {
            match &logged.entry.event {
                Event::Undone { seq } => {
                    undone.insert(*seq, logged.entry.seq);
                }
                Event::Redone { seq } => {
                    undone.remove(seq);
                }
                Event::Created { .. }
                | Event::Changed(_)
                | Event::Migrated { .. }
                | Event::CarriedForward(_)
                | Event::Merged(_)
                | Event::Redacted(_)
                | Event::SignedOff(_) => {}
            }
        }
        undone
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

fn told(
    logged: &Logged,
    undone: &BTreeMap<u64, u64>,
    (subject, what): (At, String),
    before: Said,
    after: Said,
) -> Told {
    let entry = &logged.entry;
    let kind = match &entry.event {
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
    };
    let step = Step {
        seq: entry.seq,
        at: entry.at,
        by: entry.by.clone(),
        why: entry.why.clone(),
        from: before.words,
        to: after.words,
        kind,
    };
    Told {
        traced: Traced {
            subject,
            what,
            step,
        },
        before: before.content,
        after: after.content,
    }
}
