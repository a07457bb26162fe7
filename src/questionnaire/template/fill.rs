//! A sentence with its placeholders filled in. It reads as a sentence whatever there is to say.

use super::super::question::{Holds, Input, Question, Unit};
use super::{Form, Piece, Placeholder, pieces};
use crate::text::{capitalised, clipped};

/// What there is to say for a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number, and what it counts.
    Number(u64, Option<Unit<'a>>),
    /// Words of a person, a label or a date.
    Words(String),
    Nothing(Why, Kind<'a>),
}

/// Why there is nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nobody has answered, or the question is not asked.
    NotSaid,
    /// Nobody knows.
    NotKnown,
    /// The question does not arise.
    NotApplicable,
}

/// What would be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A number, and what it counts.
    Number(Option<Unit<'a>>),
    /// A day.
    Date,
    /// Whom or what a text names.
    Named(Holds),
    /// A choice, or a text of any kind.
    Other,
}

impl<'a> Kind<'a> {
    /// What the answer to a question would be.
    pub fn of(question: &'a Question) -> Self {
        match &question.input {
            Input::Number { .. } => Self::Number(question.input.unit()),
            Input::Date { .. } => Self::Date,
            Input::Line { .. } | Input::Paragraphs { .. } => match question.holds {
                Some(holds) => Self::Named(holds),
                None => Self::Other,
            },
            Input::OneOf(_) | Input::AnyOf(_) => Self::Other,
        }
    }
}

/// After these, words alone make the sentence: "Their number is not known."
const LINKS: [&str; 4] = ["is", "are", "was", "were"];

/// What can follow a number without being what is counted.
const NOT_COUNTED: &[&str] = &[
    "of", "in", "on", "at", "by", "for", "from", "to", "with", "without", "than", "and", "or",
    "but", "as", "that", "which", "who", "is", "are", "was", "were", "has", "have", "had", "do",
    "does", "did", "can", "cannot", "could", "may", "must", "will", "would", "should", "more",
    "less",
];

const UNKNOWN_NUMBER: &str = "an unknown number";
const PART_OF: &str = "an unknown number of ";

/// The longest sentence that is filled in, in bytes. A short one can name a long answer many times.
const MOST: usize = 10_000;

/// The sentence with each placeholder filled in by `value`; no more of it than anybody would read.
pub fn fill<'q>(sentence: &str, value: impl Fn(&str) -> Value<'q>) -> String {
    let pieces = pieces(sentence);
    let mut said = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Words(words) => {
                let ended = said.ends_with(['?', '!', '…']);
                let rest = words.strip_prefix('.').filter(|_| ended);
                said.push_str(rest.unwrap_or(words));
            }
            Piece::Answer(placeholder) => {
                let rest = match pieces.get(at + 1) {
                    Some(Piece::Words(words)) => words,
                    Some(Piece::Answer(_)) | None => "",
                };
                let words = words_for(*placeholder, &value(placeholder.id), &said, rest);
                said.push_str(&words);
            }
        }
        if said.len() > MOST {
            return clipped(&said, MOST);
        }
    }
    said
}

/// What stands for a placeholder between what is said before it and the words after it.
fn words_for(placeholder: Placeholder<'_>, value: &Value<'_>, before: &str, rest: &str) -> String {
    let (why, kind) = match value {
        Value::Number(number, unit) => return number_words(placeholder.form, *number, *unit),
        Value::Words(words) => match fitted(words, rest) {
            // Somebody wrote a full stop and nothing else.
            words if words.is_empty() => (Why::NotSaid, Kind::Other),
            words => return words,
        },
        Value::Nothing(why, kind) => (*why, *kind),
    };
    let open = match (placeholder.otherwise, placeholder.form) {
        (Some(otherwise), _) => otherwise.to_owned(),
        (None, Form::Word { many, .. }) => many.to_owned(),
        (None, form) => nothing(why, kind, form, before, rest),
    };
    if begins_sentence(before) {
        capitalised(&open)
    } else {
        open
    }
}

fn number_words(form: Form<'_>, number: u64, unit: Option<Unit<'_>>) -> String {
    match (form, unit) {
        (Form::Word { one, .. }, _) if number == 1 => one.to_owned(),
        (Form::Word { many, .. }, _) => many.to_owned(),
        (Form::Unit, Some(unit)) => unit.counted(number),
        (Form::Unit, None) | (Form::Plain | Form::Unknown(_), _) => number.to_string(),
    }
}

/// Words of a person on one line, without a full stop that the sentence has itself or has no place for.
fn fitted(words: &str, rest: &str) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line = line.join(" ");
    let mut next = rest.chars();
    let goes_on = match next.next() {
        Some(' ') => next.next().is_some_and(char::is_lowercase),
        Some(mark) => is_mark(mark),
        None => false,
    };
    if goes_on {
        line.trim_end_matches('.').to_owned()
    } else {
        line
    }
}

/// What is said where there is nothing to say.
fn nothing(why: Why, kind: Kind<'_>, form: Form<'_>, before: &str, rest: &str) -> String {
    if stands_alone(before, rest) {
        return match why {
            Why::NotSaid => "not said",
            Why::NotKnown => "not known",
            Why::NotApplicable => "not applicable",
        }
        .to_owned();
    }
    match kind {
        Kind::Number(unit) => unknown_number(unit, form, before, rest),
        Kind::Date => "an unknown date".to_owned(),
        Kind::Named(Holds::Person) => "an unknown person".to_owned(),
        Kind::Named(Holds::System) => "an unknown system".to_owned(),
        Kind::Named(Holds::Organisation) => "an unknown organisation".to_owned(),
        Kind::Other => "something unknown".to_owned(),
    }
}

fn unknown_number(unit: Option<Unit<'_>>, form: Form<'_>, before: &str, rest: &str) -> String {
    // "An unknown number of an unknown number of accounts" tells nobody more.
    let end = before.len().checked_sub(PART_OF.len());
    let end = end.and_then(|end| before.get(end..));
    let is_part_of = end.is_some_and(|end| end.eq_ignore_ascii_case(PART_OF));
    match (form, unit) {
        (Form::Unit, Some(unit)) if is_part_of => format!("the {}", unit.many()),
        (Form::Unit, Some(unit)) => format!("an unknown {}", unit.asked_for()),
        _ if !counts(rest) => UNKNOWN_NUMBER.to_owned(),
        _ if is_part_of => "the".to_owned(),
        _ => format!("{UNKNOWN_NUMBER} of"),
    }
}

/// Whether what is counted follows the number.
fn counts(rest: &str) -> bool {
    let next = rest.strip_prefix(' ').unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphanumeric()).next();
    next.is_some_and(|word| !word.is_empty() && !NOT_COUNTED.contains(&word))
}

/// Whether a placeholder is no part of the grammar around it, as after a colon.
fn stands_alone(before: &str, rest: &str) -> bool {
    let before = before.trim_end();
    let last = before.rsplit(char::is_whitespace).next();
    let follows_mark = before.chars().next_back().is_none_or(is_mark);
    (follows_mark || last.is_some_and(|word| LINKS.contains(&word)))
        && rest.chars().next().is_none_or(is_mark)
}

fn is_mark(c: char) -> bool {
    ".,;:?!()“”\"–—".contains(c)
}

fn begins_sentence(before: &str) -> bool {
    let end = before.trim_end();
    end.is_empty() || (end.len() < before.len() && end.ends_with(['.', '?', '!']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNTS: Unit<'_> = Unit::of("accounts", Some("account"));
    const PERCENT: Unit<'_> = Unit::of("%", None);

    /// Questions named by what is answered to them: `n8` is the number 8, and `dk-…` is not known.
    fn said(sentence: &str) -> String {
        fill(sentence, |id| {
            let of = |kind: &str| match kind {
                "n" => Kind::Number(Some(ACCOUNTS)),
                "percent" => Kind::Number(Some(PERCENT)),
                "bare" => Kind::Number(None),
                "day" => Kind::Date,
                "person" => Kind::Named(Holds::Person),
                "place" => Kind::Named(Holds::System),
                "choice" => Kind::Other,
                _ => panic!("{kind}"),
            };
            match id.split_once('-') {
                Some(("dk", kind)) => Value::Nothing(Why::NotKnown, of(kind)),
                Some(("no", kind)) => Value::Nothing(Why::NotSaid, of(kind)),
                Some(("na", kind)) => Value::Nothing(Why::NotApplicable, of(kind)),
                Some(("p", number)) => Value::Number(number.parse().unwrap(), Some(PERCENT)),
                Some(("words", words)) => Value::Words(words.replace('_', " ")),
                _ => Value::Number(id[1..].parse().unwrap(), Some(ACCOUNTS)),
            }
        })
    }

    #[track_caller]
    fn reads(sentences: &[(&str, &str)]) {
        for (sentence, expected) in sentences {
            assert_eq!(said(sentence), *expected, "{sentence}");
        }
    }

    #[test]
    fn a_number_has_its_unit_and_chooses_its_words() {
        reads(&[
            ("{n8} of {n30}.", "8 of 30."),
            ("{n8:unit} {n8:is/are} late.", "8 accounts are late."),
            ("{n1:unit} {n1:is/are} late.", "1 account is late."),
            ("{n0:unit} {n0:is/are} late.", "0 accounts are late."),
            ("{p-85:unit} of them.", "85% of them."),
            ("{n1:The last/All} of {n1?some}.", "The last of 1."),
        ]);
    }

    #[test]
    fn other_words_stand_where_there_is_no_answer() {
        reads(&[
            (
                "{dk-n:unit?some accounts} {dk-n:is/are} late.",
                "Some accounts are late.",
            ),
            (
                "It is late on {na-n:unit?some of them}.",
                "It is late on some of them.",
            ),
            (
                "{n2:unit?some} {n2:is/are?be} late.",
                "2 accounts are late.",
            ),
            (
                "Kept. {no-place?somewhere} it is.",
                "Kept. Somewhere it is.",
            ),
        ]);
    }

    #[test]
    fn without_other_words_an_open_number_reads_as_a_person_would_say_it() {
        reads(&[
            ("{dk-n} were late.", "An unknown number were late."),
            (
                "{dk-n} NHSmail accounts were late.",
                "An unknown number of NHSmail accounts were late.",
            ),
            (
                "{dk-n:unit} {dk-n:was/were} late.",
                "An unknown number of accounts were late.",
            ),
            (
                "On for {dk-n} of {n30} accounts.",
                "On for an unknown number of 30 accounts.",
            ),
            (
                "On for {n3} of {no-n} accounts.",
                "On for 3 of an unknown number of accounts.",
            ),
            (
                "On for {dk-n} of {dk-n} accounts.",
                "On for an unknown number of the accounts.",
            ),
            (
                "On for {dk-n} of {dk-n:unit}.",
                "On for an unknown number of the accounts.",
            ),
            (
                "In {dk-bare} more it is on offer.",
                "In an unknown number more it is on offer.",
            ),
            ("Their number is {dk-n}.", "Their number is not known."),
            (
                "There are {dk-n} accounts.",
                "There are an unknown number of accounts.",
            ),
            (
                "More are in ({dk-n}) than out ({no-n}).",
                "More are in (not known) than out (not said).",
            ),
            (
                "On for {dk-percent:unit} of them.",
                "On for an unknown percentage of them.",
            ),
        ]);
    }

    #[test]
    fn without_other_words_any_other_answer_reads_as_a_person_would_say_it() {
        reads(&[
            (
                "Owner: {no-person}. Kept: {dk-place}.",
                "Owner: not said. Kept: not known.",
            ),
            ("You said: {na-choice}.", "You said: not applicable."),
            ("{dk-person} owns it.", "An unknown person owns it."),
            (
                "Ask {no-person} about {dk-place} on {no-day}.",
                "Ask an unknown person about an unknown system on an unknown date.",
            ),
            (
                "It is dated {no-day}, which is past.",
                "It is dated an unknown date, which is past.",
            ),
            ("The owner is {dk-person}.", "The owner is not known."),
            (
                "People use {dk-choice} there.",
                "People use something unknown there.",
            ),
        ]);
    }

    #[test]
    fn a_sentence_has_an_end_however_much_is_filled_in() {
        let sentence = "It is {words-kept_in_the_cellar}. ".repeat(100_000);
        let said = said(&sentence);
        assert!(said.starts_with("It is kept in the cellar."), "{said:.40}");
        assert!(
            said.ends_with('…') && said.len() <= MOST + 4,
            "{}",
            said.len()
        );
    }

    #[test]
    fn words_of_a_person_stay_in_their_sentence() {
        reads(&[
            (
                "None is in use: {words-We_have_none.}.",
                "None is in use: We have none.",
            ),
            (
                "Kept ({words-here.}), by {words-Smith_&_Co.} alone.",
                "Kept (here), by Smith & Co alone.",
            ),
            (
                "{words-We_have_none.} Ask again.",
                "We have none. Ask again.",
            ),
            ("Kept: {words-a\n\nb}.", "Kept: a b."),
            ("Kept: {words-who_knows!}. Ask.", "Kept: who knows! Ask."),
            ("Kept: {words-...}. Ask.", "Kept: not said. Ask."),
        ]);
    }
}
