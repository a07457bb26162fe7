//! `merge`: joins the work of somebody else on the same assessment to a record, as one entry.

mod ask;
pub(super) mod joined;
mod unfit;
mod words;

use std::io::stdin;
use std::path::Path;

use super::args::{Common, MergeArgs, Take};
use super::error::{CliError, UNWRITTEN};
use super::ui_mode::{self, UiMode};
use super::wizard::{library, look, to_write};
use super::{Done, print, print_json, print_to_ask, say, say_json, tell};
use crate::facts::{Merge, Origin};
use crate::history::{Choice, Plan, Side};
use crate::platform::quoted;
use crate::propose::Accepted;
use crate::record::{Library, Lines, Loaded, RecordError, missing, name_of};
use crate::session::{Clock, assessor, organisation};
use ask::Asker;
use words::Told;

/// Joins two records, once everything is chosen that both have changed.
pub(super) fn merge(common: &Common, given: &MergeArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let (a_path, seen) = look(&library, Some(&given.record))?;
    let (b_path, b) = look(&library, Some(&given.other))?;
    // Whether there is anything to do is known before the record is opened for writing.
    let pair = Pair::of((&a_path, &seen), (&b_path, &b))?;
    let plan = pair.plan()?;
    pair.tell_what_is_not_read();
    if plan.is_contained || given.dry_run {
        return pair.only_tell(&plan, given);
    }
    // Held until the end: what is chosen is chosen for the record as it stands now.
    let (mut journal, a) = to_write(&a_path)?;
    let pair = Pair::of((&a_path, &a), (&b_path, &b))?;
    let plan = pair.plan()?;
    if plan.is_contained {
        return pair.only_tell(&plan, given);
    }
    let (choices, why) = pair.ask(&plan, common, given)?;
    let merge = pair.merge(&plan, &choices)?;
    let merged = Accepted::merged(&a.state, merge.clone(), why.as_deref());
    let merged = merged.map_err(|_| pair.no_reason())?;
    pair.prove(&merged)?;
    let by = given.by.as_deref().unwrap_or(assessor(&a));
    let logged = journal.append(Clock::System.stamp(), by, merged)?;
    let told = Told {
        pair: &pair,
        plan: &plan,
        merge: &merge,
        choices: &choices,
    };
    let seq = logged.entry.seq;
    if given.json {
        say_json(&told.json(Some(seq)));
    } else {
        let a = &pair.a_name;
        say(&format!(
            "\nWritten as entry {seq} of {a}. Go on with: mfa-assess open {}",
            quoted(&given.record)
        ));
    }
    Ok(Done::Well)
}

/// The record that goes on, and the other.
struct Pair<'a> {
    a: &'a Loaded,
    a_path: &'a Path,
    a_name: String,
    b: &'a Loaded,
    b_path: &'a Path,
    b_name: String,
}

impl<'a> Pair<'a> {
    /// Two records that can be joined.
    fn of(
        (a_path, a): (&'a Path, &'a Loaded),
        (b_path, b): (&'a Path, &'a Loaded),
    ) -> Result<Self, CliError> {
        let (mut a_name, mut b_name) = (name_of(a_path), name_of(b_path));
        if a_name == b_name {
            a_name = a_path.display().to_string();
            b_name = b_path.display().to_string();
        }
        let pair = Self {
            a,
            a_path,
            a_name,
            b,
            b_path,
            b_name,
        };
        pair.check()?;
        Ok(pair)
    }

    fn plan(&self) -> Result<Plan, RecordError> {
        let side = |loaded: &'a Loaded| Side {
            entries: &loaded.entries,
            state: &loaded.state,
        };
        Plan::of(&self.a.questionnaire, side(self.a), side(self.b)).map_err(|source| {
            RecordError::Fold {
                path: self.b_path.to_owned(),
                source,
            }
        })
    }

    /// What stands in the other record, or beside it, and is no entry.
    fn tell_what_is_not_read(&self) {
        let b = &self.b_name;
        if self.b.torn.is_some() {
            tell(&format!(
                "The last line of {b} was cut short, as by a crash, and is not merged."
            ));
        }
        if !Library::drafts(self.b_path).is_empty() {
            tell(&format!(
                "Text that is still being typed in {b} is not merged."
            ));
        }
    }

    /// Says what would be done, or that there is nothing to do.
    fn only_tell(&self, plan: &Plan, given: &MergeArgs) -> Result<Done, CliError> {
        let choices = all(plan, given.take).unwrap_or_default();
        let merge = self.merge(plan, &choices)?;
        let told = Told {
            pair: self,
            plan,
            merge: &merge,
            choices: &choices,
        };
        if given.json {
            print_json(&told.json(None))?;
        } else if plan.is_contained {
            let (a, b) = (&self.a_name, &self.b_name);
            print(&format!(
                "{a} holds every entry of {b} already. There is nothing to do."
            ))?;
        } else {
            print(&told.words(false))?;
            tell("Nothing was written. Without --dry-run, this becomes one entry of the record.");
        }
        Ok(if plan.conflicts.len() > choices.len() {
            Done::Incomplete
        } else {
            Done::Well
        })
    }

    /// What the person chooses, and why the record is changed where it was signed off.
    fn ask(
        &self,
        plan: &Plan,
        common: &Common,
        given: &MergeArgs,
    ) -> Result<(Vec<Choice>, Option<String>), CliError> {
        let needs_reason = given.why.is_none() && self.a.state.has_been_signed();
        let chosen = all(plan, given.take);
        if needs_reason && chosen.is_some() {
            return Err(self.no_reason());
        }
        if !given.json {
            let choices = chosen.as_deref().unwrap_or_default();
            let merge = self.merge(plan, choices)?;
            let told = Told {
                pair: self,
                plan,
                merge: &merge,
                choices,
            };
            let words = told.words(chosen.is_none());
            match chosen {
                Some(_) => say(&words),
                None => print_to_ask(&words)?,
            }
        }
        let mut asker = Asker {
            input: &mut stdin().lock(),
            names: (&self.a_name, &self.b_name),
            width: width(common),
        };
        let choices = match chosen {
            Some(choices) => choices,
            None => asker.choices(plan)?,
        };
        let why = match &given.why {
            None if needs_reason => Some(asker.reason()?),
            why => why.clone(),
        };
        Ok((choices, why))
    }

    /// That a reason is needed, and nobody can be asked.
    fn no_reason(&self) -> CliError {
        let says = format_args!("{} is signed off, and a merge supersedes that", self.a_name);
        CliError::new(says)
            .hint("Say why with --why TEXT")
            .left(UNWRITTEN)
    }

    /// That the lines of the other record could not be proved from within this one.
    fn not_provable(&self) -> CliError {
        CliError::new(format_args!(
            "{} cannot be kept line by line within another record: it was not written by mfa-assess as \
             it stands",
            self.b_name
        ))
        .hint("Nothing was changed; ask the person who keeps it")
    }

    fn merge(&self, plan: &Plan, choices: &[Choice]) -> Result<Merge, CliError> {
        let unfit = || self.not_provable();
        let last = self.b.entries.last().ok_or_else(unfit)?;
        let other = Origin {
            record: name_of(self.b_path),
            organisation: organisation(self.b).to_owned(),
            version: self.b.questionnaire.version.clone(),
            fingerprint: last.fingerprint,
            last: last.entry.at,
        };
        let kept = missing(self.a, self.b).ok_or_else(unfit)?;
        Ok(plan.merge(other, kept, choices))
    }

    /// How many entries the other record has after those that both share.
    fn since(&self, plan: &Plan) -> usize {
        let common = usize::try_from(plan.common).unwrap_or(usize::MAX);
        self.b.entries.len().saturating_sub(common)
    }

    /// Makes sure that the record can be opened again with this in it.
    fn prove(&self, merged: &Accepted) -> Result<(), CliError> {
        let mut lines = Lines::of(self.a);
        lines.add(Clock::System.stamp(), "", merged.clone())?;
        let read = lines.read(self.a_path);
        read.map(drop).map_err(|_| self.not_provable())
    }
}

/// The same side of every conflict, where one was named.
fn all(plan: &Plan, take: Option<Take>) -> Option<Vec<Choice>> {
    let choice = match take? {
        Take::A => Choice::Ours,
        Take::B => Choice::Theirs,
    };
    Some(vec![choice; plan.conflicts.len()])
}

/// The columns of the terminal, where there is one that somebody looks at.
fn width(common: &Common) -> Option<usize> {
    let (columns, _) = match ui_mode::of_environment(common.plain) {
        UiMode::Full => crossterm::terminal::size().ok()?,
        UiMode::Plain => return None,
    };
    Some(columns.into())
}

/// What joining two records would do, for machines.
#[cfg(test)]
pub(super) fn told(a_path: &Path, b_path: &Path) -> serde_json::Value {
    let [a, b] = [a_path, b_path].map(|path| crate::record::read(path).unwrap());
    let pair = Pair::of((a_path, &a), (b_path, &b)).unwrap();
    let plan = pair.plan().unwrap();
    let merge = pair.merge(&plan, &[]).unwrap();
    let told = Told {
        pair: &pair,
        plan: &plan,
        merge: &merge,
        choices: &[],
    };
    told.json(None)
}
