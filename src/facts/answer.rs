//! One answer: its forms, how typed text becomes one, and how it reads.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::limits;
use crate::questionnaire::template::{Kind, Value, Why};
use crate::questionnaire::{ChoiceId, Input, NoneOf, Question, QuestionId};
use crate::text::{self, date_words};

/// An answer that was given. No answer at all is the absence of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// One choice.
    Choice(ChoiceId),
    /// Any number of choices; none is an answer too.
    Choices(BTreeSet<ChoiceId>),
    /// A whole number.
    Number(u64),
    /// A text.
    Text(String),
    /// A date.
    Date(#[schemars(with = "String")] Date),
    /// Nobody knows yet.
    DontKnow,
    /// The question does not arise.
    NotApplicable {
        /// Why not; never empty.
        reason: String,
    },
}

/// Why an answer is not taken. The text says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// A choice that the question does not have.
    #[error("that is not one of the choices; pick one from the list")]
    NoSuchChoice,
    /// None of the choices, where that is no answer.
    #[error("choose at least one of the list")]
    NoneChosen,
    /// Not a whole number.
    #[error("enter a whole number, for example 25")]
    NotANumber,
    /// Larger than makes sense.
    #[error("enter a number of at most {0}")]
    TooLarge(u64),
    /// Not a date.
    #[error("enter a date as day, month and year, for example 30/06/2027")]
    NotADate,
    /// Nothing was written, or nothing that can be seen.
    #[error("enter a text with a letter or a digit, or go back")]
    Empty,
    /// Longer than the question allows.
    #[error("shorten the text to {max} characters; it has {has}")]
    TooLong {
        /// The most that is taken.
        max: usize,
        /// What was given.
        has: usize,
    },
    /// "Don't know" is not offered.
    #[error("this question needs an answer; \"don't know\" is not one of them")]
    MustKnow,
    /// "Not applicable" is not offered.
    #[error("\"not applicable\" is not an answer to this question")]
    AlwaysApplies,
    /// "Not applicable" without a reason.
    #[error("say why it does not apply")]
    NoReason,
    /// A day that is still to come, for something that has happened.
    #[error("that day is still to come; enter the day on which it happened")]
    StillToCome,
    /// An answer of another form than the question asks for.
    #[error("that answer does not fit this question")]
    WrongForm,
}

/// Longest reason for "not applicable", in characters.
pub(crate) const MAX_REASON: usize = limits::LINE as usize;

impl Answer {
    /// Checks an answer against its question and cleans its text.
    ///
    /// # Errors
    /// Says why it does not fit.
    pub fn checked(self, question: &Question) -> Result<Self, Refusal> {
        self.form(question)?;
        match (self, &question.input) {
            (Self::NotApplicable { reason }, _) => {
                let reason = text::clean_line(&reason);
                if !text::says_something(&reason) {
                    return Err(Refusal::NoReason);
                }
                within(&reason, MAX_REASON)?;
                Ok(Self::NotApplicable { reason })
            }
            (Self::Number(number), Input::Number { max, .. }) if number > *max => {
                Err(Refusal::TooLarge(*max))
            }
            (Self::Text(words), Input::Line { max }) => {
                filled(text::clean_line(&words), (*max).into())
            }
            (Self::Text(words), Input::Paragraphs { max }) => {
                filled(text::clean_paragraphs(&words), (*max).into())
            }
            (answer, _) => Ok(answer),
        }
    }

    /// Whether the question takes answers of this form, and offers what was chosen.
    ///
    /// # Errors
    /// Says why not.
    pub fn form(&self, question: &Question) -> Result<(), Refusal> {
        let has = |id: &ChoiceId| question.input.choices().iter().any(|c| c.id == *id);
        let refused = match (self, &question.input) {
            (Self::DontKnow, _) => question.dont_know.is_none().then_some(Refusal::MustKnow),
            (Self::NotApplicable { .. }, _) if !question.not_applicable => {
                Some(Refusal::AlwaysApplies)
            }
            (Self::NotApplicable { reason }, _) => {
                reason.trim().is_empty().then_some(Refusal::NoReason)
            }
            (Self::Choice(id), Input::OneOf(_)) => (!has(id)).then_some(Refusal::NoSuchChoice),
            (Self::Choices(ids), Input::AnyOf(_))
                if ids.is_empty() && question.none == Some(NoneOf::Forbidden) =>
            {
                Some(Refusal::NoneChosen)
            }
            (Self::Choices(ids), Input::AnyOf(_)) => {
                (!ids.iter().all(has)).then_some(Refusal::NoSuchChoice)
            }
            (Self::Text(words), Input::Line { .. } | Input::Paragraphs { .. }) => {
                words.trim().is_empty().then_some(Refusal::Empty)
            }
            (Self::Number(_), Input::Number { .. }) | (Self::Date(_), Input::Date { .. }) => None,
            (
                Self::Choice(_)
                | Self::Choices(_)
                | Self::Number(_)
                | Self::Text(_)
                | Self::Date(_),
                _,
            ) => Some(Refusal::WrongForm),
        };
        refused.map_or(Ok(()), Err)
    }

    /// Whether it says something that can be seen. Programs before this one took a dash.
    pub fn says_something(&self) -> bool {
        match self {
            Self::Text(words) | Self::NotApplicable { reason: words } => {
                text::says_something(words)
            }
            Self::Choice(_)
            | Self::Choices(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::DontKnow => true,
        }
    }

    /// Whether it names a day that is still to come, where the question is for one that is past.
    pub fn is_still_to_come(&self, question: &Question, today: Date) -> bool {
        matches!(self, Self::Date(day) if question.input.is_past() && *day > today)
    }

    /// The same as a sentence after what was asked; nothing where it is not so.
    pub fn early_words(&self, question: &Question, asked: &str, today: Date) -> Option<String> {
        let answer = self.is_still_to_come(question, today).then(|| self.raw())?;
        Some(format!("{asked} The answer, {answer}, is still to come."))
    }

    /// The answer, where somebody can give it on this day. One that was given before is told, not
    /// refused.
    ///
    /// # Errors
    /// When it names a day that is still to come, for something that has happened.
    pub fn given_on(self, today: Date, question: &Question) -> Result<Self, Refusal> {
        if self.is_still_to_come(question, today) {
            return Err(Refusal::StillToCome);
        }
        Ok(self)
    }

    /// What somebody typed, as an answer to a question for a number, a text or a date.
    ///
    /// # Errors
    /// Says what the question expects.
    pub fn typed(words: &str, question: &Question) -> Result<Self, Refusal> {
        if text::clean_line(words).is_empty() {
            return Err(Refusal::Empty);
        }
        let answer = match &question.input {
            Input::Number { .. } => Self::Number(number(words)?),
            Input::Date { .. } => Self::Date(date(words)?),
            Input::Line { .. } | Input::Paragraphs { .. } => Self::Text(words.to_owned()),
            Input::OneOf(_) | Input::AnyOf(_) => return Err(Refusal::WrongForm),
        };
        answer.checked(question)
    }

    /// Whether it says something: neither "don't know" nor "not applicable".
    pub const fn is_value(&self) -> bool {
        !matches!(self, Self::DontKnow | Self::NotApplicable { .. })
    }

    /// The answer as a person reads it.
    pub fn words(&self, question: &Question) -> String {
        let label = |id: &ChoiceId| {
            let choice = question.input.choices().iter().find(|c| c.id == *id);
            choice.map_or_else(|| id.to_string(), |c| c.label.clone())
        };
        match self {
            Self::Choice(id) => label(id),
            Self::Choices(ids) if ids.is_empty() => question.none_words().to_owned(),
            Self::Choices(ids) => {
                // In the order of the questionnaire, not of the ids.
                let choices = question.input.choices().iter();
                let chosen = choices.filter(|c| ids.contains(&c.id));
                chosen
                    .map(|c| c.label.as_str())
                    .collect::<Vec<_>>()
                    .join("; ")
            }
            Self::Number(number) => match question.input.unit() {
                Some(unit) => unit.counted(*number),
                None => number.to_string(),
            },
            Self::Text(words) => words.clone(),
            Self::Date(date) => date_words(*date),
            Self::DontKnow => "Don't know".to_owned(),
            Self::NotApplicable { reason } => format!("Not applicable: {reason}"),
        }
    }

    /// The same where the question may not be known: then it as it is kept.
    pub(crate) fn words_where_known(&self, question: Option<&Question>) -> String {
        question.map_or_else(|| self.raw(), |question| self.words(question))
    }

    /// A question and its answer as they read; the bare ones where the question is not known.
    pub(crate) fn told(&self, question: Option<&Question>, id: &QuestionId) -> (String, String) {
        let asked = question.map_or_else(|| id.to_string(), |question| question.text.clone());
        (asked, self.words_where_known(question))
    }

    /// The answer where its question is not known.
    pub fn raw(&self) -> String {
        match self {
            Self::Choice(id) => id.to_string(),
            Self::Choices(ids) => {
                let ids: Vec<&str> = ids.iter().map(ChoiceId::as_str).collect();
                ids.join("; ")
            }
            Self::Number(number) => number.to_string(),
            Self::Text(words) => words.clone(),
            Self::Date(day) => date_words(*day),
            Self::DontKnow => "Don't know".to_owned(),
            Self::NotApplicable { reason } => format!("Not applicable: {reason}"),
        }
    }

    /// The answer as it is typed again into its field.
    pub fn bare(&self, question: &Question) -> String {
        if let Self::Number(number) = self {
            number.to_string()
        } else {
            self.words(question)
        }
    }

    /// What a sentence says of it, where the question is shown. A reason for "not applicable" makes sense
    /// only in a sentence that is said because of it.
    pub fn said<'q>(
        given: Option<&Self>,
        question: &'q Question,
        reason_is_told: bool,
    ) -> Value<'q> {
        let why = match given {
            Some(Self::Number(number)) => {
                return Value::Number(*number, question.input.unit());
            }
            Some(Self::NotApplicable { reason }) if reason_is_told => {
                return Value::Words(reason.clone());
            }
            Some(value @ (Self::Choice(_) | Self::Choices(_) | Self::Text(_) | Self::Date(_))) => {
                return Value::Words(value.words(question));
            }
            Some(Self::NotApplicable { .. }) => Why::NotApplicable,
            Some(Self::DontKnow) => Why::NotKnown,
            None => Why::NotSaid,
        };
        Value::Nothing(why, Kind::of(question))
    }
}

fn filled(words: String, max: usize) -> Result<Answer, Refusal> {
    if !text::says_something(&words) {
        return Err(Refusal::Empty);
    }
    within(&words, max)?;
    Ok(Answer::Text(words))
}

fn within(words: &str, max: usize) -> Result<(), Refusal> {
    let has = words.chars().count();
    if has > max {
        return Err(Refusal::TooLong { max, has });
    }
    Ok(())
}

/// What people part thousands with.
const THOUSANDS: [char; 4] = [',', ' ', '\u{a0}', '\u{202f}'];

/// Digits, with one sign that parts thousands and nothing else: "3, 4" is two numbers, and "9,5" is what
/// others write for nine and a half. A spreadsheet writes a whole number with ".0".
fn number(words: &str) -> Result<u64, Refusal> {
    let whole = match words.trim().split_once('.') {
        None => words.trim(),
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|b| b == b'0') => whole,
        Some(_) => return Err(Refusal::NotANumber),
    };
    let sign = whole.chars().find(|c| THOUSANDS.contains(c));
    let groups: Vec<&str> = match sign {
        Some(sign) => whole.split(sign).collect(),
        None => vec![whole],
    };
    let is_digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let parts_thousands = match groups.split_first() {
        Some((_, [])) | None => true,
        Some((first, others)) => first.len() <= 3 && others.iter().all(|group| group.len() == 3),
    };
    if !groups.iter().all(is_digits) || !parts_thousands {
        return Err(Refusal::NotANumber);
    }
    // Only a number too long for 64 bits still fails here.
    let digits = groups.concat();
    digits.parse().map_err(|_| Refusal::TooLarge(u64::MAX))
}

/// The ways in which people in the United Kingdom write a date, and ISO 8601.
fn date(words: &str) -> Result<Date, Refusal> {
    let words = text::clean_line(words);
    ["%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
        .into_iter()
        .find_map(|format| Date::strptime(format, &words).ok())
        .filter(|date| (1970..=2200).contains(&date.year()))
        .ok_or(Refusal::NotADate)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use serde_json::json;

    use super::*;

    fn question(input: serde_json::Value) -> Question {
        serde_json::from_value(json!({"id": "q", "text": "?", "input": input})).unwrap()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let asks = question(json!({"date": {}}));
        for words in [
            "30/06/2027",
            "30/6/2027",
            " 30 June 2027",
            "30 jun 2027",
            "2027-06-30",
        ] {
            assert_eq!(
                Answer::typed(words, &asks),
                Ok(Answer::Date(day(2027, 6, 30))),
                "{words}"
            );
        }
        for words in ["06/30/2027", "31/02/2027", "30/06/27", "soon", "30/06/9999"] {
            assert_eq!(
                Answer::typed(words, &asks),
                Err(Refusal::NotADate),
                "{words}"
            );
        }
        assert_eq!(date_words(day(2027, 6, 3)), "3 June 2027");
    }

    #[test]
    fn words_that_say_nothing_are_no_answer() {
        let asks = [
            question(json!({"line": {"max": 9}})),
            question(json!({"paragraphs": {"max": 9}})),
        ];
        for nothing in ["\u{2800}", "—", "\u{3164}", "\u{200b}", "\u{E0041}", "?"] {
            for asks in &asks {
                assert_eq!(
                    Answer::typed(nothing, asks),
                    Err(Refusal::Empty),
                    "{nothing:?}"
                );
            }
            let mut asks = asks[0].clone();
            asks.not_applicable = true;
            let reason = nothing.to_owned();
            let refused = Answer::NotApplicable { reason }.checked(&asks);
            assert_eq!(refused, Err(Refusal::NoReason), "{nothing:?}");
        }
    }

    #[test]
    fn the_day_of_something_that_has_happened_is_not_still_to_come() {
        let today = day(2026, 11, 24);
        let given = |input, on| Answer::Date(on).given_on(today, &question(input));
        let past = || json!({"date": {"past": true}});
        assert!(given(past(), today).is_ok());
        let tomorrow = today.tomorrow().unwrap();
        assert_eq!(given(past(), tomorrow), Err(Refusal::StillToCome));
        assert!(given(json!({"date": {}}), tomorrow).is_ok());
        assert!(given(json!({"date": {"past": false}}), tomorrow).is_ok());
    }

    #[test]
    fn numbers_may_carry_separators_but_not_signs() {
        let asks = question(json!({"number": {"unit": "accounts", "max": 2000}}));
        for words in [
            "1200",
            " 1200 ",
            "1,200",
            "1 200",
            "1\u{a0}200",
            "1\u{202f}200",
            "1200.0",
            "1,200.00",
        ] {
            assert_eq!(
                Answer::typed(words, &asks),
                Ok(Answer::Number(1200)),
                "{words}"
            );
        }
        assert_eq!(Answer::typed("2001", &asks), Err(Refusal::TooLarge(2000)));
        for words in [
            "-1",
            "1.5",
            "١",
            "many",
            ",",
            "3, 4",
            "12, 8",
            "1,5",
            "9,5",
            "12 34",
            "1,20",
            "1200,000",
            "1,200 000",
            "1,,200",
            ",200",
            "200,",
            "1.",
            ".0",
            "1.0.0",
        ] {
            assert_eq!(
                Answer::typed(words, &asks),
                Err(Refusal::NotANumber),
                "{words}"
            );
        }
        let huge = "9".repeat(40);
        assert!(matches!(
            Answer::typed(&huge, &asks),
            Err(Refusal::TooLarge(_))
        ));
    }

    #[test]
    fn a_line_in_which_nothing_can_be_seen_is_no_answer() {
        let asks = question(json!({"line": {"max": 80}}));
        for words in ["\u{3164}", "\u{200b}", " \u{e0041} "] {
            assert_eq!(
                Answer::typed(words, &asks),
                Err(Refusal::Empty),
                "{words:?}"
            );
        }
        let name = Answer::typed("Ada\u{200b} Fell\u{e0041}", &asks);
        assert_eq!(name, Ok(Answer::Text("Ada Fell".to_owned())));
    }

    #[test]
    fn one_of_a_kind_is_said_in_the_singular() {
        let asks = question(json!({"number": {"unit": "sites", "one": "site", "max": 9}}));
        assert_eq!(Answer::Number(1).words(&asks), "1 site");
        assert_eq!(Answer::Number(0).words(&asks), "0 sites");
    }

    #[test]
    fn a_percentage_is_said_without_a_space() {
        let asks = question(json!({"number": {"unit": "%", "max": 100}}));
        assert_eq!(Answer::Number(85).words(&asks), "85%");
        assert_eq!(Answer::Number(1).words(&asks), "1%");
        let of = question(json!({"number": {"unit": "% of systems", "max": 100}}));
        assert_eq!(Answer::Number(85).words(&of), "85% of systems");
        let asked_for = |asks: &Question| asks.input.unit().unwrap().asked_for();
        assert_eq!(asked_for(&asks), "percentage");
        assert_eq!(asked_for(&of), "percentage of systems");
    }

    #[test]
    fn not_applicable_and_dont_know_only_where_offered_and_with_a_reason() {
        let mut asks = question(json!({"line": {"max": 5}}));
        assert_eq!(Answer::DontKnow.checked(&asks), Err(Refusal::MustKnow));
        let because = |reason: &str| Answer::NotApplicable {
            reason: reason.to_owned(),
        };
        assert_eq!(because("x").checked(&asks), Err(Refusal::AlwaysApplies));
        asks.not_applicable = true;
        assert_eq!(because(" \n").checked(&asks), Err(Refusal::NoReason));
        assert!(because("no VPN").checked(&asks).is_ok());
        assert_eq!(
            Answer::typed("sixsix", &asks),
            Err(Refusal::TooLong { max: 5, has: 6 })
        );
    }
}
