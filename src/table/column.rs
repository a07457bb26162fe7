//! One column: what heads it, and by which other words it is known.

use std::collections::HashMap;

use super::NUMBER;
use crate::facts::Answer;
use crate::questionnaire::{Choice, ChoiceId, Input, Question, QuestionId};
pub(super) use crate::text::row_key as folded;

/// The most choices that a message lists.
const LISTED: usize = 40;

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// What heads it.
    pub header: String,
    /// What its cells answer.
    pub question: Question,
    pub(super) cells: Cells,
    /// Which choice each id is, and which one other words name.
    ids: HashMap<String, usize>,
    named: HashMap<String, usize>,
}

/// How the cells of a column are written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    Words,
    /// Choices by their ids.
    Ids,
    /// In words, for the reader only: what comes back in them is left.
    Shown,
}

impl Column {
    /// A column for the answers to a question.
    pub(super) fn new(header: String, question: Question, cells: Cells) -> Self {
        let (mut ids, mut named) = (HashMap::new(), HashMap::new());
        for (at, choice) in question.input.choices().iter().enumerate() {
            ids.entry(choice.id.as_str().to_owned()).or_insert(at);
            named.entry(folded(&choice.label)).or_insert(at);
        }
        // What is the label of one and the id of another is the label.
        for (at, choice) in question.input.choices().iter().enumerate() {
            named.entry(folded(choice.id.as_str())).or_insert(at);
        }
        Self {
            header,
            question,
            cells,
            ids,
            named,
        }
    }

    /// A column that this program heads itself; none where the id cannot be one.
    pub(super) fn built_in(id: &str, header: &str, input: Input, cells: Cells) -> Option<Self> {
        let id = QuestionId::try_from(id).ok()?;
        let question = Question::own(id, header.to_owned(), input);
        Some(Self::new(header.to_owned(), question, cells))
    }

    /// Where the choice with an id stands.
    pub(super) fn place_of(&self, id: &ChoiceId) -> Option<usize> {
        self.ids.get(id.as_str()).copied()
    }

    /// The choice with this id or label.
    pub(super) fn found(&self, words: &str) -> Option<&ChoiceId> {
        let at = self.ids.get(words);
        let at = at.or_else(|| self.named.get(&folded(words)))?;
        let choice = self.question.input.choices().get(*at)?;
        Some(&choice.id)
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
        let does_not_apply = if question.not_applicable {
            "; or Not applicable: and why"
        } else {
            ""
        };
        format!("{takes}{dont_know}{does_not_apply}")
    }
}

/// The labels of choices, as a list in a sentence.
pub(super) fn labels(choices: &[Choice]) -> String {
    let labels = choices.iter().map(|choice| choice.label.clone());
    let mut labels: Vec<String> = labels.take(LISTED).collect();
    match choices.len() - labels.len() {
        0 => {}
        more => labels.push(format!("{more} more")),
    }
    labels.join("; ")
}

/// A header that is compared: as [`folded`], and whatever joins or ends its words.
pub(super) fn header_key(words: &str) -> String {
    let words = folded(&words.replace(['-', '_'], " "));
    words.trim_end_matches(['?', ':', '.', '*', ' ']).to_owned()
}

/// What a header stands over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Heading {
    /// Our numbers.
    Number,
    /// The column of the table with this place.
    Column(usize),
}

/// What each header stands over: the column which it heads, else that whose question or id it is.
pub(super) struct Headings(HashMap<String, Heading>);

impl Headings {
    pub(super) fn of(columns: &[Column]) -> Self {
        let headers = columns.iter().map(|column| column.header.as_str());
        let others = columns.iter().enumerate().flat_map(|(at, column)| {
            [column.question.text.as_str(), column.question.id.as_str()].map(|words| (at, words))
        });
        let mut named = HashMap::from([(header_key(NUMBER), Heading::Number)]);
        for (at, words) in headers.enumerate().chain(others) {
            named
                .entry(header_key(words))
                .or_insert(Heading::Column(at));
        }
        named.remove("");
        Self(named)
    }

    pub(super) fn get(&self, header: &str) -> Option<Heading> {
        self.0.get(&header_key(header)).copied()
    }
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
        let headings = Headings::of(&columns);
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
            assert_eq!(headings.get(header), at.map(Heading::Column), "{header}");
        }
    }
}
