//! What joining two records would do, subject by subject: what only one of them has changed since
//! both were the same is taken or kept, and what both have changed differently is for a person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::numbers::{Numbers, Used};
use super::shared;
use super::shared::Shared;
use crate::facts::{
    Assessment, At, Change, ChangedBy, Changes, Event, ExemptionId, FoldError, Kept, Logged, Merge,
    Origin, Renumbered, Seen, Titles,
};
use crate::questionnaire::{QuestionId, Questionnaire, ScenarioId};

/// One of two records.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub entries: &'a [Logged],
    /// What they fold to.
    pub state: &'a Assessment,
}

/// What is joined, before a person has chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The number of the newest entry that both share; 0 where they began apart.
    pub common: u64,
    /// Whether this record holds all of the other's history already.
    pub is_contained: bool,
    /// What only the other has changed.
    pub taken: Vec<Item>,
    /// What both have changed, differently.
    pub conflicts: Vec<Item>,
    /// What the other has taken back and no entry can take back here: it stays.
    pub stays: Vec<Item>,
    /// Exemptions and actions of the other that get another number here.
    pub renumbered: Vec<Renumbered>,
    seen: Vec<Seen>,
}

/// A subject of which two records say something different.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is, with its number here.
    pub subject: At,
    /// What it is, in words.
    pub what: String,
    /// What both said when they were the same.
    pub before: Option<String>,
    /// What this record says.
    pub ours: Said,
    /// What the other says.
    pub theirs: Said,
    pub(super) takes: Vec<Event>,
    changed: Option<(QuestionId, Changes)>,
    titles: Titles,
}

/// What a record says of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words, if it says anything.
    pub words: Option<String>,
    /// When and by whom that came about, where an entry says so.
    pub last: Option<(Timestamp, String)>,
}

/// What a person chooses where both have changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What this record says.
    Ours,
    /// What the other says.
    Theirs,
}

impl Plan {
    /// What joining the other record to ours would do. Both ask the same questionnaire.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing, although all together do.
    pub fn of(asked: &Questionnaire, ours: Side<'_>, theirs: Side<'_>) -> Result<Self, FoldError> {
        let held = Shared::of(theirs.entries, ours.entries);
        let back = Shared::of(ours.entries, theirs.entries);
        let mut their_past = past(theirs.entries, held.entries)?;
        let mut our_past = past(ours.entries, back.entries)?;
        // Both carry the same assessment forward: they began as the same, if not with one entry.
        let carried = theirs.state.carried.as_ref();
        if let Some(carried) = carried.filter(|c| Some(*c) == ours.state.carried.as_ref())
            && their_past.carried.is_none()
        {
            let event = Event::CarriedForward(Box::new(carried.clone()));
            let applied = their_past.apply(1, &event);
            applied.map_err(|says| FoldError::Misplaced { seq: 1, says })?;
        }
        let used = Used::by(ours.entries.iter().map(|l| &l.entry.event));
        let numbers = held
            .numbers
            .within(&their_past)
            .or(&back.numbers.within(&our_past).back())
            .allot(asked, theirs.state, ours.state, &used);
        // What both histories hold of either, brought to the version of now: what a version has put
        // aside, nobody has changed. The later one of the two, where it holds the other.
        let is_theirs_later = held.entries as u64 >= back.since;
        let is_ours_later = back.entries as u64 >= held.since;
        brought_up(&mut their_past, theirs.state, held.entries, asked);
        let their_past = numbers.state(&their_past);
        brought_up(&mut our_past, ours.state, back.entries, asked);
        let past = if is_theirs_later {
            Past::One(Box::new(their_past))
        } else if is_ours_later {
            Past::One(Box::new(our_past))
        } else {
            let ours_then = ours.entries.get(..back.entries).unwrap_or_default();
            let theirs_then = theirs.entries.get(..held.entries).unwrap_or_default();
            let held = Shared::of(theirs_then, ours_then);
            let back = Shared::of(ours_then, theirs_then);
            let root = if held.entries as u64 >= back.since {
                let mut root = past(theirs_then, held.entries)?;
                brought_up(&mut root, theirs.state, held.entries, asked);
                numbers.state(&root)
            } else {
                let mut root = past(ours_then, back.entries)?;
                brought_up(&mut root, ours.state, back.entries, asked);
                root
            };
            let [theirs, ours, root] = [their_past, our_past, root].map(Box::new);
            Past::Crossed { theirs, ours, root }
        };
        let three = Three {
            asked,
            past,
            ours_last: lasts(ours.entries, &Numbers::default()),
            theirs_last: lasts(theirs.entries, &numbers),
            ours,
            theirs: numbers.state(theirs.state),
        };
        let mut plan = Self {
            seen: three.seen(),
            common: shared::common(ours.entries, theirs.entries) as u64,
            is_contained: held.entries == theirs.entries.len(),
            taken: vec![],
            conflicts: vec![],
            stays: vec![],
            renumbered: numbers.renumbered(),
        };
        let whole = three.exemptions(&mut plan);
        three.subjects(&mut plan, &whole);
        Ok(plan)
    }

    /// The event that joins the other record and brings these lines, once a person has chosen: one
    /// choice a conflict.
    pub fn merge(&self, other: Origin, kept: Vec<Kept>, choices: &[Choice]) -> Merge {
        let chosen = self.conflicts.iter().zip(choices);
        let chosen = chosen.filter(|(_, choice)| **choice == Choice::Theirs);
        let items = self.taken.iter().chain(chosen.map(|(item, _)| item));
        let mut merge = Merge {
            other,
            common: self.common,
            lines: vec![],
            kept,
            takes: vec![],
            renumbered: self.renumbered.clone(),
            changed: Default::default(),
            seen: self.seen.clone(),
            titles: Titles::default(),
        };
        for item in items {
            merge.takes.extend(item.takes.iter().cloned());
            merge.changed.extend(item.changed.clone());
            merge.titles.extend(item.titles.clone());
        }
        let taken = merge.takes.iter().filter_map(Event::change);
        let taken: BTreeSet<At> = taken.map(Change::at).collect();
        let is_taken = |seen: &Seen| taken.contains(&At::Life(seen.exemption));
        merge.seen.retain(is_taken);
        merge
    }
}

fn past(entries: &[Logged], count: usize) -> Result<Assessment, FoldError> {
    Assessment::fold(entries.get(..count).unwrap_or_default())
}

/// Moves what the first entries of a record said through the versions that came after them.
fn brought_up(past: &mut Assessment, state: &Assessment, entries: usize, now: &Questionnaire) {
    let later = state.earlier.iter();
    let mut later = later
        .filter(|earlier| earlier.until > entries as u64)
        .peekable();
    while let Some(old) = later.next() {
        let next = later.peek().map_or(now, |next| &next.questionnaire);
        past.migrate(old.until, Arc::clone(&old.questionnaire), next);
    }
}

/// What both said.
enum Past {
    /// The later of two states, which holds the other.
    One(Box<Assessment>),
    /// Each has joined what the other was before, and neither of those holds the other.
    Crossed {
        /// What the other was.
        theirs: Box<Assessment>,
        /// What this one was.
        ours: Box<Assessment>,
        /// What they were before that.
        root: Box<Assessment>,
    },
}

impl Past {
    /// What they said of something: that of the one which had changed it, where the other had not.
    /// Where both had, each of the two stood, and what was chosen then says no more.
    fn of<T: PartialEq>(&self, of: impl Fn(&Assessment) -> T) -> Vec<&Assessment> {
        match self {
            Self::One(state) => vec![state],
            Self::Crossed { theirs, ours, root } => {
                let [their, our, was] = [theirs, ours, root].map(|state| of(state));
                if our == was {
                    vec![theirs]
                } else if their == was || their == our {
                    vec![ours]
                } else {
                    vec![theirs, ours]
                }
            }
        }
    }

    fn all(&self) -> Vec<&Assessment> {
        match self {
            Self::One(state) => vec![state],
            Self::Crossed { theirs, ours, .. } => vec![theirs, ours],
        }
    }
}

/// What both said, and what each says now, with the numbers that things have here.
struct Three<'a> {
    asked: &'a Questionnaire,
    past: Past,
    ours: Side<'a>,
    theirs: Assessment,
    ours_last: Lasts,
    theirs_last: Lasts,
}

impl Three<'_> {
    /// Exemptions that one of them has taken back as a whole, by undoing that it was begun. Returns
    /// those: nothing else is to be said of them.
    fn exemptions(&self, plan: &mut Plan) -> BTreeSet<ExemptionId> {
        let mut whole = BTreeSet::new();
        let before = self.past.all();
        let before = before.iter().flat_map(|state| state.exemptions.keys());
        for id in before.collect::<BTreeSet<_>>() {
            let of = |state: &Assessment| state.exemptions.get(id).cloned();
            let before: Vec<_> = self.past.of(of).into_iter().filter_map(of).collect();
            let ours = self.ours.state.exemptions.contains_key(id);
            let theirs = self.theirs.exemptions.get(id);
            let subject = At::Coverage(*id);
            match theirs {
                None if ours && before.is_empty() => continue,
                None if ours => plan.stays.push(self.item(&subject, vec![])),
                Some(theirs) if !ours && !before.contains(theirs) => {
                    let said = self.theirs.changes();
                    let said = said.filter(|change| change.at().exemption() == Some(*id));
                    let takes = said.map(Event::from).collect();
                    plan.conflicts.push(self.item(&subject, takes));
                }
                Some(_) if ours => continue,
                _ => {}
            }
            whole.insert(*id);
        }
        whole
    }

    fn subjects(&self, plan: &mut Plan, whole: &BTreeSet<ExemptionId>) {
        let was = |at: &At| self.past.of(|state| state.get(at));
        let joined = Assessment::join(self.past.all(), was, self.ours.state, &self.theirs);
        let mut joined: Vec<(At, ChangedBy)> = joined.collect();
        joined.sort_by_cached_key(|(subject, _)| self.position(subject));
        for (subject, by) in joined {
            let is_told = match by {
                ChangedBy::Neither => self.is_confirmed(&subject),
                ChangedBy::Ours => false,
                ChangedBy::Theirs | ChangedBy::Both => true,
            };
            if !is_told || subject.exemption().is_some_and(|id| whole.contains(&id)) {
                continue;
            }
            match self.taking(&subject) {
                None => plan.stays.push(self.item(&subject, vec![])),
                Some(event) if by == ChangedBy::Both => {
                    plan.conflicts.push(self.item(&subject, vec![event]));
                }
                Some(event) => plan.taken.push(self.item(&subject, vec![event])),
            }
        }
    }

    /// Systems as they were when those who approved an exemption of the other saw them, where they
    /// have changed there since.
    fn seen(&self) -> Vec<Seen> {
        let now = &self.theirs.systems;
        let relied = self.theirs.relied_systems.iter();
        let relied = relied.flat_map(|(id, systems)| systems.iter().map(move |seen| (id, seen)));
        relied
            .filter(|(_, (system, was))| now.get(system) != Some(*was))
            .map(|(exemption, (system, was))| Seen {
                exemption: *exemption,
                system: *system,
                was: was.clone(),
            })
            .collect()
    }

    /// Whether the other has said that an answer still holds although its question has changed.
    fn is_confirmed(&self, subject: &At) -> bool {
        if let At::Question(id) = subject {
            self.ours.state.changed.contains_key(id) && !self.theirs.changed.contains_key(id)
        } else {
            false
        }
    }

    /// The event that makes this record say what the other says; none where no event does.
    fn taking(&self, at: &At) -> Option<Event> {
        Change::of(at.clone(), self.theirs.get(at)).map(Event::from)
    }

    fn item(&self, subject: &At, takes: Vec<Event>) -> Item {
        let (ours, theirs) = (self.ours.state, &self.theirs);
        let words = |state: &Assessment| {
            let content = state.get(subject)?;
            Some(content.words(subject, state, state, self.asked))
        };
        let before = self.past.of(|state| state.get(subject));
        let knows = match theirs.get(subject) {
            Some(_) => theirs,
            None => ours,
        };
        let changed = if let At::Question(id) = subject {
            theirs.changed.get_key_value(id)
        } else {
            None
        };
        let mut titles = Titles::default();
        for taken in &takes {
            if let Event::Changed(Change::Action(_, Some(content))) = taken {
                titles.add(content, (self.asked, theirs), (self.asked, ours));
            }
        }
        Item {
            titles,
            subject: subject.clone(),
            what: subject.words(knows, self.asked),
            before: before.into_iter().find_map(words),
            ours: Said {
                words: words(ours),
                last: self.ours_last.get(subject).cloned(),
            },
            theirs: Said {
                words: words(theirs),
                last: self.theirs_last.get(subject).cloned(),
            },
            takes,
            changed: changed.map(|(id, changes)| (id.clone(), changes.clone())),
        }
    }

    /// Where a subject stands in the order of reading.
    fn position(&self, subject: &At) -> (usize, usize) {
        let scenario = |id: &ScenarioId| {
            let at = self.asked.scenarios().position(|s| s.id == *id);
            at.map_or(usize::MAX, |at| at + 1)
        };
        if let At::Question(id) = subject {
            let place = self.asked.scenario_of(id).map_or(0, |s| scenario(&s.id));
            let at = self.asked.questions().position(|q| q.id == *id);
            return (place, at.unwrap_or(usize::MAX));
        }
        let place = subject.scenario().map_or(usize::MAX, scenario);
        (place, usize::MAX)
    }
}

/// Who brought it about what a record says of each subject, and when: the newest entry about it.
type Lasts = BTreeMap<At, (Timestamp, String)>;

fn lasts(entries: &[Logged], numbers: &Numbers) -> Lasts {
    let about = |logged: &Logged| -> Vec<At> {
        let about: Vec<At> = if let Some(merge) = logged.merge() {
            let takes = merge.takes.iter();
            takes
                .filter_map(|taken| At::of(0, taken, entries))
                .collect()
        } else {
            let at = At::of(logged.entry.seq, &logged.entry.event, entries);
            at.into_iter().collect()
        };
        about.into_iter().map(|one| numbers.subject(one)).collect()
    };
    let told = entries.iter().flat_map(|logged| {
        let by = (logged.entry.at, logged.entry.by.clone());
        about(logged).into_iter().map(move |one| (one, by.clone()))
    });
    told.collect()
}
