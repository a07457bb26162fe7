//! What has happened to a record since one of its entries: subject by subject, from what to what,
//! when and by whom. What was undone is told too.

mod subject;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::{Event, Logged};
use super::state::{Assessment, FoldError};
use crate::questionnaire::Questionnaire;
pub(super) use subject::Content;
pub use subject::Subject;

/// A record, for those who ask how it came to say what it says.
#[derive(Debug, Clone, Copy)]
pub struct Audit<'a> {
    /// The questionnaire in force.
    pub questionnaire: &'a Questionnaire,
    /// All entries.
    pub entries: &'a [Logged],
    /// What they fold to.
    pub state: &'a Assessment,
}

/// A subject that entries have touched.
#[derive(Debug, Clone, PartialEq)]
pub struct Altered {
    /// What it is.
    pub subject: Subject,
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

/// A subject while its entries are gathered.
struct Gathered {
    what: String,
    first: Option<Content>,
    last: Option<Content>,
    steps: Vec<Step>,
}

impl<'a> Audit<'a> {
    /// What has happened since the entry with this number: the subject touched first comes first.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing, although all together do.
    pub fn since(&self, seq: u64) -> Result<Vec<Altered>, FoldError> {
        let start = self.entries.partition_point(|l| l.entry.seq <= seq);
        let mut state = Assessment::fold(self.entries.get(..start).unwrap_or_default())?;
        let undone = self.undone();
        let mut order: Vec<Subject> = vec![];
        let mut found: BTreeMap<Subject, Gathered> = BTreeMap::new();
        for (index, logged) in self.entries.iter().enumerate().skip(start) {
            let after = self.after(index, &state)?;
            for subject in self.touched(logged, &state, &after) {
                let (step, contents) = self.step(logged, &subject, (&state, &after), &undone);
                let gathered = found.entry(subject.clone()).or_insert_with(|| {
                    order.push(subject.clone());
                    Gathered {
                        what: self.what(&subject, logged.entry.seq, &state, &after),
                        first: contents.0,
                        last: None,
                        steps: vec![],
                    }
                });
                gathered.last = contents.1;
                gathered.steps.push(step);
            }
            state = after;
        }
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

    /// The state once the entry at this index was written.
    fn after(&self, index: usize, before: &Assessment) -> Result<Assessment, FoldError> {
        let Some(logged) = self.entries.get(index) else {
            return Ok(before.clone());
        };
        let (seq, event) = (logged.entry.seq, &logged.entry.event);
        match event {
            Event::Undone { .. } | Event::Redone { .. } | Event::Migrated { .. } => {
                Assessment::fold(self.entries.get(..=index).unwrap_or_default())
            }
            event => {
                let mut after = before.clone();
                let applied = after.apply(seq, event);
                applied.map_err(|says| FoldError::Misplaced { seq, says })?;
                Ok(after)
            }
        }
    }

    /// What an entry is about. A new version may put aside what has no place in it.
    fn touched(&self, logged: &Logged, before: &Assessment, after: &Assessment) -> Vec<Subject> {
        let (seq, event) = (logged.entry.seq, &logged.entry.event);
        if !matches!(event, Event::Migrated { .. } | Event::Merged(_)) {
            return Subject::of(seq, event, self.entries).into_iter().collect();
        }
        let (was, is) = (self.asked_at(seq - 1), self.asked_at(seq));
        let mut all = Subject::all(before);
        all.extend(Subject::all(after));
        let all = all.into_iter();
        all.filter(|s| s.content(before, was) != s.content(after, is))
            .collect()
    }

    fn step(
        &self,
        logged: &Logged,
        subject: &Subject,
        (before, after): (&Assessment, &Assessment),
        undone: &BTreeMap<u64, u64>,
    ) -> (Step, (Option<Content>, Option<Content>)) {
        let entry = &logged.entry;
        let read = |state: &Assessment, seq| {
            let asked = self.asked_at(seq);
            let content = subject.content(state, asked);
            let words = content
                .as_ref()
                .map(|content| content.words(subject.asked(state, asked), self.state, asked));
            (content, words)
        };
        let (first, from) = read(before, entry.seq - 1);
        let (last, to) = read(after, entry.seq);
        let kind = match &entry.event {
            Event::Undone { seq } => StepKind::Undoes(*seq),
            Event::Redone { seq } => StepKind::BringsBack(*seq),
            Event::Migrated { .. } => StepKind::Moves,
            Event::Merged(_) => StepKind::Joins,
            _ => StepKind::Entered {
                undone_by: undone.get(&entry.seq).copied(),
            },
        };
        let step = Step {
            seq: entry.seq,
            at: entry.at,
            by: entry.by.clone(),
            why: entry.why.clone(),
            from,
            to,
            kind,
        };
        (step, (first, last))
    }

    /// A subject in words, as the record knew it once the entry with this number was written, or
    /// before: a new version may not know it any more.
    fn what(&self, subject: &Subject, seq: u64, before: &Assessment, after: &Assessment) -> String {
        let (was, is) = (self.asked_at(seq - 1), self.asked_at(seq));
        if subject.asked(after, is).is_some() {
            subject.words(after, is)
        } else {
            subject.words(before, was)
        }
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
                _ => {}
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
