//! One column: what heads it, and by which other words it is known.

use crate::assessment::Answer;
use crate::questionnaire::{Choice, Input, Question, QuestionId};
use crate::text::clean_line;

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// What heads it.
    pub header: String,
    /// What its cells answer.
    pub question: Question,
    pub(super) cells: Cells,
}

/// How the cells of a column are written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// In words.
    Words,
    /// Choices by their ids.
    Ids,
    /// In words, for the reader only: what comes back in them is left.
    Shown,
}

impl Column {
    /// A column that this program heads itself; none where the id cannot be one.
    pub(super) fn built_in(id: &str, header: &str, input: Input, cells: Cells) -> Option<Self> {
        let id = QuestionId::try_from(id).ok()?;
        Some(Self {
            header: header.to_owned(),
            question: Question::own(id, header.to_owned(), input),
            cells,
        })
    }

    /// An answer as a person reads it in a sentence.
    pub fn words(&self, answer: &Answer) -> String {
        answer.words(&self.question)
    }

    /// What its cells take, in a few words.
    pub fn takes(&self) -> String {
        let question = &self.question;
        let takes = match &question.input {
            _ if self.cells == Cells::Shown => {
                return "for the reader; what it says is left".into();
            }
            Input::OneOf(choices) => format!("one of: {}", labels(choices)),
            Input::AnyOf(choices) => {
                format!(
                    "any of these, with a semicolon between them: {}",
                    labels(choices)
                )
            }
            Input::Number { max, .. } => format!("a whole number of at most {max}"),
            Input::Line { max } => format!("a line of at most {max} characters"),
            Input::Paragraphs { max } => format!("a text of at most {max} characters"),
            Input::Date { .. } => "a date, for example 30/06/2027 or 2027-06-30".to_owned(),
        };
        let dont_know = question
            .dont_know
            .as_ref()
            .map_or("", |_| "; or Don't know");
        let does_not_apply = match question.not_applicable {
            true => "; or Not applicable: and why",
            false => "",
        };
        format!("{takes}{dont_know}{does_not_apply}")
    }
}

/// The labels of choices, as a list in a sentence.
pub(super) fn labels(choices: &[Choice]) -> String {
    let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
    labels.join("; ")
}

/// Words that are compared whatever their case, spaces and kind of apostrophe.
pub(super) fn folded(words: &str) -> String {
    let words = clean_line(&words.to_lowercase()).replace('’', "'");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A header that is compared: as [`folded`], and whatever joins or ends its words.
pub(super) fn header_key(words: &str) -> String {
    let words = folded(&words.replace(['-', '_'], " "));
    words.trim_end_matches(['?', ':', '.', '*', ' ']).to_owned()
}

/// Which column a header names: by the header, else by the question or its id.
pub(super) fn named(columns: &[Column], header: &str) -> Option<usize> {
    let key = header_key(header);
    let is = |words: &str| !key.is_empty() && header_key(words) == key;
    let by_header = columns.iter().position(|column| is(&column.header));
    by_header.or_else(|| {
        columns
            .iter()
            .position(|column| is(&column.question.text) || is(column.question.id.as_str()))
    })
}

/// The letters of a column, as spreadsheets count them from 0: A, B … Z, AA.
pub(super) fn letters(mut at: usize) -> String {
    let mut letters = vec![];
    loop {
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        match (at / 26).checked_sub(1) {
            Some(rest) => at = rest,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let told = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letters);
        assert_eq!(told, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_header_is_known_by_its_words_its_question_and_its_id() {
        let line = || Input::Line { max: 9 };
        let column = |id, header| Column::built_in(id, header, line(), Cells::Words).unwrap();
        let mut columns = vec![
            column("name", "What is it called?"),
            column("mfa-users", "Users"),
        ];
        columns[1].question.text = "Is MFA enforced?".to_owned();
        for (header, at) in [
            (" what is  IT called", Some(0)),
            ("Name", Some(0)),
            ("MFA users", Some(1)),
            ("mfa_users:", Some(1)),
            ("is mfa enforced?", Some(1)),
            ("Users", Some(1)),
            ("Notes", None),
            ("", None),
            ("?", None),
        ] {
            assert_eq!(named(&columns, header), at, "{header}");
        }
    }
}
