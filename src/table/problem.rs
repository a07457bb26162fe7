//! What is wrong with a table. What is wrong in the same way is told once, with how often and where.

use std::collections::HashMap;
use std::fmt;
use std::mem::Discriminant;

use super::column::letters;
use crate::facts::Refusal;
use crate::propose::Rule;
use crate::text::{clipped, counted, listed};

/// How many places are told of what is wrong in the same way.
const PLACES: usize = 3;

/// In which way something is wrong. What is so in one column is one problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    NoNames,
    HeadedTheSame,
    Headless,
    MonthFirst,
    NoSuchEntry,
    SeveralEntries,
    EntryTwice,
    AddedTwice,
    SameName,
    Missing,
    NoSuchChoice,
    NotTaken(Discriminant<Refusal>),
    DateAndReason,
    Against(Discriminant<Rule>),
}

impl From<&Refusal> for Kind {
    fn from(why: &Refusal) -> Self {
        Self::NotTaken(std::mem::discriminant(why))
    }
}

/// Something that is wrong, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    /// As [`Problem::says`].
    pub(super) says: String,
}

impl Fault {
    pub(super) fn new(kind: Kind, says: impl Into<String>) -> Self {
        let says = says.into();
        Self { kind, says }
    }

    /// A rule that speaks against it.
    pub(super) fn of(rule: &Rule) -> Self {
        let kind = if let Rule::Answer(refusal) = rule {
            refusal.into()
        } else {
            Kind::Against(std::mem::discriminant(rule))
        };
        let says = if *rule == Rule::OtherScenario {
            "an action stays with its scenario; write what was here before, and add a row without a \
             number for the other scenario"
                .to_owned()
        } else if let Rule::NotAsked(id) = rule {
            format!(
                "the question {id} is not asked, because of another answer; leave the cell empty"
            )
        } else if let Rule::ScenarioNotAsked(id) = rule {
            format!(
                "the scenario {id} is not asked, because of what is answered; leave the row out"
            )
        } else {
            rule.to_string()
        };
        Self::new(kind, says)
    }
}

/// Something that is wrong with a table, once or in many places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The first row, as spreadsheets count.
    pub row: usize,
    /// Its column: its letters and its header; none for the row as a whole.
    pub column: Option<(String, String)>,
    /// What is wrong there and what to do, without a capital and a full stop.
    pub says: String,
    /// In how many cells, or rows, it is so.
    pub count: usize,
    /// The first of them: cells such as "B7", or else rows.
    pub places: Vec<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (row, says) = (self.row, &self.says);
        match &self.column {
            Some((letters, header)) if header.is_empty() => {
                write!(f, "cell {letters}{row}: {says}")
            }
            Some((letters, header)) => {
                write!(f, "cell {letters}{row}, “{}”: {says}", clipped(header, 60))
            }
            None => write!(f, "row {row}: {says}"),
        }?;
        if self.count < 2 {
            return Ok(());
        }
        let noun = self.column.as_ref().map_or("row", |_| "cell");
        let mut places = self.places.clone();
        match self.count - self.places.len() {
            0 => {}
            more => places.push(format!("{more} more")),
        }
        let (count, places) = (counted(self.count, noun), listed(&places));
        write!(f, " (so in {count}: {places})")
    }
}

/// All that is wrong, in the order in which it was found.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    /// Where in the list each way stands in which a column is wrong.
    known: HashMap<(Option<usize>, Kind), usize>,
    count: usize,
}

impl Problems {
    /// Adds what is wrong in a row: in its cell of a column of the file, with its header; and which
    /// of our columns that is, if any.
    pub(super) fn add(
        &mut self,
        row: usize,
        cell: Option<(usize, &str)>,
        ours: Option<usize>,
        fault: Fault,
    ) {
        let place = cell.map_or_else(
            || row.to_string(),
            |(at, _)| format!("{}{row}", letters(at)),
        );
        self.count += 1;
        let next = self.list.len();
        let at = *self.known.entry((ours, fault.kind)).or_insert(next);
        if let Some(problem) = self.list.get_mut(at) {
            problem.count += 1;
            if problem.places.len() < PLACES {
                problem.places.push(place);
            }
            return;
        }
        self.list.push(Problem {
            row,
            column: cell.map(|(at, header)| (letters(at), header.to_owned())),
            says: fault.says,
            count: 1,
            places: vec![place],
        });
    }

    /// How many there are, each for itself.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Them, each way once.
    pub(super) fn told(self) -> Vec<Problem> {
        self.list
    }
}

/// All of them, for a person.
pub(super) fn said(problems: &[Problem]) -> String {
    let count: usize = problems.iter().map(|problem| problem.count).sum();
    let mut head = format!("it has {}", counted(count, "problem"));
    if count > problems.len() {
        head.push_str(&format!(" of {}", counted(problems.len(), "kind")));
    }
    let lines = problems.iter().map(|problem| format!("\n  {problem}"));
    format!("{head}:{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_in_the_same_way_is_told_once_with_three_places() {
        let mut found = Problems::default();
        for row in 2..3002 {
            let soon = Fault::new(Kind::Missing, "write it");
            found.add(row, Some((4, "Due")), Some(1), soon);
        }
        found.add(
            7,
            None,
            None,
            Fault::new(Kind::SameName, "write its number"),
        );
        found.add(
            8,
            None,
            None,
            Fault::new(Kind::SameName, "write its number"),
        );
        assert_eq!(found.count(), 3002);
        let told = found.told();
        assert_eq!(
            said(&told),
            "it has 3002 problems of 2 kinds:\
             \n  cell E2, “Due”: write it (so in 3000 cells: E2, E3, E4 and 2997 more)\
             \n  row 7: write its number (so in 2 rows: 7 and 8)"
        );
    }
}
