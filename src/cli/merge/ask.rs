//! The conversation about what both have changed: one choice a conflict, line by line.

use std::io::{self, BufRead, Write};

use unicode_width::UnicodeWidthStr;

use super::super::error::CliError;
use super::super::print_to_ask;
use crate::facts::MAX_REASON;
use crate::history::{Choice, Plan, Said, moment, named};
use crate::plain::line::{self, Read};
use crate::text::{clean_line, printable, says_something};
use crate::tui::wrap;

/// The narrowest column in which a text can still be read.
const COLUMN: usize = 32;
/// What stands between two columns.
const GAP: usize = 4;

/// Who asks.
pub(super) struct Asker<'a, I> {
    /// Where the answers come from.
    pub input: &'a mut I,
    /// What the two records are called.
    pub names: (&'a str, &'a str),
    /// How many columns there are to set them side by side; none for one after the other.
    pub width: Option<usize>,
}

impl<I: BufRead> Asker<'_, I> {
    /// One choice for each conflict.
    pub(super) fn choices(&mut self, plan: &Plan) -> Result<Vec<Choice>, CliError> {
        let count = plan.conflicts.len();
        let mut choices = vec![];
        for (number, item) in (1..).zip(&plan.conflicts) {
            self.say(&format!(
                "\nBoth have changed, {number} of {count}: {}",
                item.what
            ))?;
            let said = (&item.ours, &item.theirs);
            let before = item.before.as_deref();
            print_to_ask(&lines(before, said, self.names, self.width).join("\n"))?;
            self.say("Enter 1 or 2, or quit to leave the merge with nothing written.")?;
            choices.push(self.choice()?);
        }
        Ok(choices)
    }

    /// Says something, broken between words where the terminal is known.
    fn say(&self, words: &str) -> Result<(), CliError> {
        match self.width {
            Some(width) => print_to_ask(&wrap::lines(words, width).join("\n")),
            None => print_to_ask(words),
        }
    }

    fn choice(&mut self) -> Result<Choice, CliError> {
        loop {
            match self.answer(&ENDED)?.as_str() {
                "1" => return Ok(Choice::Ours),
                "2" => return Ok(Choice::Theirs),
                "quit" | "q" | "back" => return Err(left()),
                _ => {
                    let (a, b) = self.names;
                    self.say(&format!("Enter 1 for {a}, 2 for {b}, or quit."))?;
                }
            }
        }
    }

    /// Why a record is changed that was signed off.
    pub(super) fn reason(&mut self) -> Result<String, CliError> {
        self.say(&format!(
            "\n{} is signed off, and the merge supersedes that. Why is it changed?",
            self.names.0
        ))?;
        loop {
            let reason = self.answer(&ENDED_AT_REASON)?;
            match reason.chars().count() {
                _ if !says_something(&reason) => {
                    self.say("Enter the reason in a few words, or quit.")?
                }
                _ if reason == "quit" => return Err(left()),
                has if has > MAX_REASON => self.say(&format!(
                    "Shorten it to {MAX_REASON} characters; it has {has}."
                ))?,
                _ => return Ok(reason),
            }
        }
    }

    fn answer(&mut self, (before, hint): &(&str, &str)) -> Result<String, CliError> {
        loop {
            let mut out = io::stdout().lock();
            write!(out, "> ")?;
            out.flush()?;
            drop(out);
            match line::read(self.input)? {
                Read::Line(line) => return Ok(clean_line(&line)),
                Read::Refused(why) => self.say(&why)?,
                Read::End => {
                    print_to_ask("")?;
                    let says =
                        format_args!("the input ended before {before}, and nothing was written");
                    return Err(CliError::new(says).hint(*hint));
                }
            }
        }
    }
}

/// What was asked for when the input ended, and how to say it on the command line.
const ENDED: (&str, &str) = (
    "everything was chosen",
    "Choose all with --take a or --take b, or see them with --dry-run",
);
const ENDED_AT_REASON: (&str, &str) = ("the reason was given", "Say why with --why TEXT");

/// That the person left.
fn left() -> CliError {
    CliError::new("The merge was left, and nothing was written")
        .hint("Begin again at any time with the same command")
}

/// What two records say of a subject, and what both said before.
fn lines(
    before: Option<&str>,
    (ours, theirs): (&Said, &Said),
    (a, b): (&str, &str),
    width: Option<usize>,
) -> Vec<String> {
    let before = printable(before.unwrap_or("(nothing)"));
    let mut lines = vec!["  Before:".to_owned()];
    lines.extend(before.lines().map(|line| format!("     {line}")));
    let (ours, theirs) = (side(1, a, ours), side(2, b, theirs));
    let column = width.map_or(0, |width| width.saturating_sub(GAP) / 2);
    if column < COLUMN {
        lines.extend(ours);
        lines.extend(theirs);
        if let Some(width) = width {
            lines = lines.iter().flat_map(|line| wrapped(line, width)).collect();
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(width: Option<usize>) -> Vec<String> {
        let said = |words: &str, by: &str| Said {
            words: Some(words.to_owned()),
            last: Some(("2026-11-24T10:00:00Z".parse().unwrap(), by.to_owned())),
        };
        let ours = said("Counted by hand in the north, 日本 and ŵ\nTwice", "Ada");
        let theirs = said("Not counted", "Ben");
        lines(None, (&ours, &theirs), ("fell", "ben"), width)
    }

    #[test]
    fn two_columns_stand_side_by_side_where_they_fit() {
        assert_eq!(
            told(Some(80)),
            [
                "  Before:",
                "     (nothing)",
                "  1. fell (Ada, 24 November 2026,           2. ben (Ben, 24 November 2026, 10:00",
                "     10:00 UTC):                               UTC):",
                "     Counted by hand in the north,             Not counted",
                "     日本 and ŵ",
                "     Twice",
            ]
        );
        for width in [1, 20, 67, 68, 120, 400] {
            let told = told(Some(width));
            assert!(
                told.iter().all(|line| line.width() <= width.max(7)),
                "{width}: {told:#?}"
            );
        }
    }

    #[test]
    fn else_they_stand_one_after_the_other() {
        assert_eq!(
            told(None)[2..],
            [
                "  1. fell (Ada, 24 November 2026, 10:00 UTC):",
                "     Counted by hand in the north, 日本 and ŵ",
                "     Twice",
                "  2. ben (Ben, 24 November 2026, 10:00 UTC):",
                "     Not counted",
            ]
        );
    }
}
