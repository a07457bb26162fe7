//! The conversation about what both have changed: one choice a conflict, line by line.

use std::io::{self, BufRead, Write};

use unicode_width::UnicodeWidthStr;

use super::super::error::CliError;
use super::super::print;
use super::super::verify::{moment, named};
use super::refused::NotMerged;
use crate::assessment::{Choice, Item, MAX_REASON, Plan, Said};
use crate::plain::line::{self, Read};
use crate::text::{clean_line, printable};
use crate::tui::wrap;

/// The narrowest column in which a text can still be read.
const COLUMN: usize = 32;
/// What stands between two columns.
const GAP: usize = 4;

/// Who asks.
pub struct Asker<'a, I> {
    /// Where the answers come from.
    pub input: &'a mut I,
    /// What the two records are called.
    pub names: (&'a str, &'a str),
    /// How many columns there are to set them side by side; none for one after the other.
    pub width: Option<usize>,
}

impl<I: BufRead> Asker<'_, I> {
    /// One choice for each conflict.
    pub fn choices(&mut self, plan: &Plan) -> Result<Vec<Choice>, CliError> {
        let count = plan.conflicts.len();
        let mut choices = vec![];
        for (number, item) in (1..).zip(&plan.conflicts) {
            print(&format!(
                "\nBoth have changed, {number} of {count}: {}",
                item.what
            ))?;
            print(&lines(item, self.names, self.width).join("\n"))?;
            print("Enter 1 or 2, or quit to leave the merge with nothing written.")?;
            choices.push(self.choice()?);
        }
        Ok(choices)
    }

    fn choice(&mut self) -> Result<Choice, CliError> {
        loop {
            match self.answer()?.as_str() {
                "1" => return Ok(Choice::Ours),
                "2" => return Ok(Choice::Theirs),
                "quit" | "q" | "back" => return Err(NotMerged::Left.into()),
                _ => {
                    let (a, b) = self.names;
                    print(&format!("Enter 1 for {a}, 2 for {b}, or quit."))?;
                }
            }
        }
    }

    /// Why a record is changed that was signed off.
    pub fn reason(&mut self) -> Result<String, CliError> {
        print(&format!(
            "\n{} is signed off, and the merge supersedes that. Why is it changed?",
            self.names.0
        ))?;
        loop {
            let reason = self.answer()?;
            match reason.chars().count() {
                0 => print("Enter the reason in a few words, or quit.")?,
                _ if reason == "quit" => return Err(NotMerged::Left.into()),
                has if has > MAX_REASON => print(&format!(
                    "Shorten it to {MAX_REASON} characters; it has {has}."
                ))?,
                _ => return Ok(reason),
            }
        }
    }

    fn answer(&mut self) -> Result<String, CliError> {
        loop {
            let mut out = io::stdout().lock();
            write!(out, "> ")?;
            out.flush()?;
            drop(out);
            match line::read(self.input)? {
                Read::Line(line) => return Ok(clean_line(&line)),
                Read::Refused(why) => print(&why)?,
                Read::End => {
                    print("")?;
                    return Err(NotMerged::Ended.into());
                }
            }
        }
    }
}

/// What two records say of a subject, and what both said before.
fn lines(item: &Item, (a, b): (&str, &str), width: Option<usize>) -> Vec<String> {
    let before = printable(item.before.as_deref().unwrap_or("(nothing)"));
    let mut lines = vec!["  Before:".to_owned()];
    lines.extend(before.lines().map(|line| format!("     {line}")));
    let ours = side(1, a, &item.ours);
    let theirs = side(2, b, &item.theirs);
    let column = width.map_or(0, |width| width.saturating_sub(GAP) / 2);
    if column < COLUMN {
        lines.extend(ours);
        lines.extend(theirs);
    } else {
        let fit = |side: Vec<String>| -> Vec<String> {
            let wrapped = side.iter().flat_map(|line| wrapped(line, column));
            wrapped.collect()
        };
        let (ours, theirs) = (fit(ours), fit(theirs));
        let line = |of: &[String], at: usize| of.get(at).cloned().unwrap_or_default();
        lines.extend((0..ours.len().max(theirs.len())).map(|at| {
            let left = line(&ours, at);
            let space = " ".repeat((column + GAP).saturating_sub(left.width()));
            format!("{left}{space}{}", line(&theirs, at))
                .trim_end()
                .to_owned()
        }));
    }
    lines
}

/// What one record says: who and when, and below it what.
fn side(number: usize, name: &str, said: &Said) -> Vec<String> {
    let by = match &said.last {
        Some((at, by)) => format!(" ({}, {})", named(by), moment(*at)),
        None => String::new(),
    };
    let mut lines = vec![format!(
        "  {number}. {}",
        printable(&format!("{name}{by}:"))
    )];
    let words = printable(said.words.as_deref().unwrap_or("(nothing)"));
    lines.extend(words.lines().map(|line| format!("     {line}")));
    lines
}

/// A line in several that fit, each as far in as the text of the first.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    const INDENT: usize = 5;
    let (head, text) = line.split_at_checked(INDENT).unwrap_or(("", line));
    let rows = wrap::lines(text, width.saturating_sub(INDENT)).into_iter();
    let indent = " ".repeat(INDENT);
    rows.enumerate()
        .map(|(at, row)| format!("{}{row}", if at == 0 { head } else { &indent }))
        .collect()
}
