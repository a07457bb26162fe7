//! One cell: an answer as it stands in a spreadsheet, and what is read of it again.

use jiff::civil::Date;

use super::column::{Cells, Column, folded, labels};
use super::date;
use super::problem::{Fault, Kind};
use crate::facts::{Answer, Refusal};
use crate::questionnaire::{Choice, ChoiceId, Input, Question};
use crate::text::{clean_line, clipped};

/// The same where a choice is called so: a list of nothing.
const EMPTY_LIST: &str = ";";

/// An answer as a cell. [`read`] takes it for the same again.
pub(super) fn write(answer: &Answer, column: &Column) -> String {
    let question = &column.question;
    match answer {
        Answer::Choice(id) => choice_words(id, column),
        Answer::Choices(ids) if ids.is_empty() => match column.found(question.none_words()) {
            Some(_) => EMPTY_LIST.to_owned(),
            None => question.none_words().to_owned(),
        },
        Answer::Choices(ids) => {
            // In the order of the questionnaire, then what it does not know any more.
            let places = ids.iter().map(|id| (column.place_of(id), id));
            let mut places: Vec<_> = places.collect();
            places.sort_by_key(|(at, _)| at.unwrap_or(usize::MAX));
            let words = places.iter().map(|(_, id)| choice_words(id, column));
            words.collect::<Vec<_>>().join("; ")
        }
        Answer::Number(number) => number.to_string(),
        Answer::Date(day) => day.to_string(),
        Answer::Text(words) if is_mistaken(words.trim_start_matches('\''), question) => {
            format!("'{words}")
        }
        Answer::Text(words) => words.clone(),
        Answer::DontKnow | Answer::NotApplicable { .. } => answer.words(question),
    }
}

/// What a cell says that is read on a day; nothing where it is empty.
///
/// # Errors
/// Says what the column takes instead.
pub(super) fn read(cell: &str, column: &Column, today: Date) -> Result<Option<Answer>, Fault> {
    let question = &column.question;
    let words = clean_line(cell);
    if words.is_empty() {
        return Ok(None);
    }
    let answer = match (&question.input, column.found(&words)) {
        (Input::OneOf(_), Some(id)) => Ok(Answer::Choice(id.clone())),
        (Input::AnyOf(_), Some(id)) => Ok(Answer::Choices([id.clone()].into())),
        _ => match without_value(&words, question) {
            Some(answer) => answer.checked(question).map_err(refused),
            None => value(cell, column, today),
        },
    };
    answer.map(Some)
}

fn refused(why: Refusal) -> Fault {
    Fault::new(Kind::from(&why), why.to_string())
}

fn value(cell: &str, column: &Column, today: Date) -> Result<Answer, Fault> {
    let question = &column.question;
    match &question.input {
        Input::OneOf(choices) => Err(no_such(cell, choices, "write one of")),
        Input::AnyOf(_) if folded(cell) == folded(question.none_words()) => {
            let none = Answer::Choices(Default::default()).checked(question);
            none.map_err(refused)
        }
        Input::AnyOf(choices) => {
            let parts = cell.split([';', '\n']).map(clean_line);
            let parts = parts.filter(|part| !part.is_empty());
            let chosen = parts.map(|part| {
                let wanted = "write these, with a semicolon between them";
                let id = column.found(&part).cloned();
                id.ok_or_else(|| no_such(&part, choices, wanted))
            });
            chosen.collect::<Result<_, _>>().map(Answer::Choices)
        }
        Input::Number { .. }
        | Input::Line { .. }
        | Input::Paragraphs { .. }
        | Input::Date { .. } => {
            let quoted = cell.strip_prefix('\'');
            let quoted = quoted.filter(|q| is_mistaken(q.trim_start_matches('\''), question));
            let answer = if let Input::Date { .. } = &question.input {
                let day = date::day(cell).ok_or(Refusal::NotADate);
                day.and_then(|day| Answer::Date(day).checked(question))
            } else {
                Answer::typed(quoted.unwrap_or(cell), question)
            };
            let answer = answer.and_then(|answer| answer.given_on(today, question));
            answer.map_err(|why| {
                if let Refusal::TooLong { .. } | Refusal::Empty = why {
                    refused(why)
                } else {
                    let says = format!("“{}” is not taken; {why}", clipped(cell, 60));
                    Fault::new(Kind::from(&why), says)
                }
            })
        }
    }
}

fn no_such(words: &str, choices: &[Choice], wanted: &str) -> Fault {
    let (words, labels) = (clipped(words, 60), labels(choices));
    let says = if labels.is_empty() {
        format!("“{words}” is none of those that there are; leave the cell empty")
    } else {
        format!("“{words}” is not one of the choices; {wanted}: {labels}")
    };
    Fault::new(Kind::NoSuchChoice, says)
}

/// How a choice is written, so that it is found again.
fn choice_words(id: &ChoiceId, column: &Column) -> String {
    let choices = column.question.input.choices();
    let choice = column.place_of(id).and_then(|at| choices.get(at));
    let label = choice.map(|choice| &choice.label);
    let label = label.filter(|_| column.cells != Cells::Ids);
    let is_found =
        |label: &&String| !label.contains([';', '\n']) && column.found(label) == Some(id);
    label
        .filter(is_found)
        .cloned()
        .unwrap_or_else(|| id.to_string())
}

/// "Don't know" and "not applicable", where the question offers them.
fn without_value(words: &str, question: &Question) -> Option<Answer> {
    let key = folded(words);
    if question.dont_know.is_some() && key == "don't know" {
        return Some(Answer::DontKnow);
    }
    let (head, reason) = words.split_once(':').unwrap_or((words, ""));
    let is_so = question.not_applicable && folded(head) == "not applicable";
    is_so.then(|| Answer::NotApplicable {
        reason: reason.trim().to_owned(),
    })
}

/// Whether a text would be read as something else.
fn is_mistaken(words: &str, question: &Question) -> bool {
    without_value(&clean_line(words), question).is_some()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn read(cell: &str, column: &Column) -> Result<Option<Answer>, String> {
        super::read(cell, column, TODAY).map_err(|fault| fault.says)
    }

    fn column(input: serde_json::Value) -> Column {
        let question: Question = serde_json::from_value(json!({
            "id": "q", "text": "?", "input": input, "not_applicable": true,
            "dont_know": {"ask": "Somebody", "action": "Ask them."},
        }))
        .unwrap();
        Column::new("?".to_owned(), question, Cells::Words)
    }

    fn choices() -> serde_json::Value {
        json!([
            {"id": "own", "label": "By us"},
            {"id": "both", "label": "By us; and by others"},
            {"id": "By-us", "label": "own"},
            {"id": "none", "label": "None of these"},
        ])
    }

    #[test]
    fn a_choice_is_known_by_label_and_id_and_written_so_that_it_is_found_again() {
        let one = column(json!({"one_of": choices()}));
        let choice = |id: &str| Ok(Some(Answer::Choice(id.try_into().unwrap())));
        for (cell, id) in [
            ("own", "own"),
            (" by  US", "own"),
            ("By us; and by others", "both"),
            ("By-us", "By-us"),
            ("NONE", "none"),
        ] {
            assert_eq!(read(cell, &one), choice(id), "{cell}");
        }
        for (id, cell) in [("own", "By us"), ("both", "both"), ("By-us", "By-us")] {
            assert_eq!(write(&Answer::Choice(id.try_into().unwrap()), &one), cell);
        }
        let says = read("Clud", &one).unwrap_err();
        assert!(
            says.starts_with("“Clud” is not one of the choices; write one of: By us;"),
            "{says}"
        );
    }

    #[test]
    fn several_choices_stand_in_one_cell_and_none_is_an_answer_too() {
        let any = column(json!({"any_of": choices()}));
        let read = |cell: &str| read(cell, &any).unwrap().unwrap();
        let chosen = |ids: &[&str]| {
            Answer::Choices(ids.iter().map(|id| (*id).try_into().unwrap()).collect())
        };
        assert_eq!(read("both;own ; own"), chosen(&["both", "own"]));
        assert_eq!(read("By us\nboth"), chosen(&["both", "own"]));
        assert_eq!(read(";"), chosen(&[]));
        assert_eq!(read("None of these"), chosen(&["none"]));
        for ids in [&[][..], &["none"], &["own", "both", "By-us", "none"]] {
            assert_eq!(read(&write(&chosen(ids), &any)), chosen(ids));
        }
        let says = super::read("own, both", &any, TODAY).unwrap_err().says;
        assert!(says.contains("“own, both” is not"), "{says}");
    }

    #[test]
    fn dates_numbers_and_what_has_no_value_are_read_as_in_the_wizard() {
        let day = column(json!({"date": {}}));
        for cell in ["30/06/2027", "2027-06-30", "30 June 2027"] {
            assert_eq!(read(cell, &day), Ok(Some(Answer::Date(date(2027, 6, 30)))));
        }
        assert_eq!(write(&Answer::Date(date(2027, 6, 30)), &day), "2027-06-30");
        let past = column(json!({"date": {"past": true}}));
        assert!(read("2026-11-24", &past).is_ok());
        assert_eq!(
            read("2026-11-25", &past).unwrap_err(),
            "“2026-11-25” is not taken; that day is still to come; enter the day on which it happened"
        );
        let number = column(json!({"number": {"unit": "accounts", "max": 2000}}));
        assert_eq!(read("1,200", &number), Ok(Some(Answer::Number(1200))));
        assert_eq!(read("Don’t know", &number), Ok(Some(Answer::DontKnow)));
        assert_eq!(read(" \n", &number), Ok(None));
        for words in ["1,5", "3, 4", "12, 8", "12 34", "1.5"] {
            let says = read(words, &number).unwrap_err();
            assert!(says.contains("enter a whole number"), "{words}: {says}");
        }
        let says = read("-4", &number).unwrap_err();
        assert_eq!(
            says,
            "“-4” is not taken; enter a whole number, for example 25"
        );
        let reason = "in use until May".to_owned();
        let told = read("not applicable:  in use until May", &number);
        assert_eq!(told, Ok(Some(Answer::NotApplicable { reason })));
        assert!(
            read("Not applicable", &number)
                .unwrap_err()
                .contains("say why")
        );
    }

    #[test]
    fn a_text_that_reads_like_something_else_stays_a_text() {
        let line = column(json!({"line": {"max": 90}}));
        for words in [
            "Don't know",
            "'Don't know",
            "Not applicable: it is",
            "'quoted'",
            "No",
        ] {
            let text = Answer::Text(words.to_owned());
            assert_eq!(read(&write(&text, &line), &line), Ok(Some(text)), "{words}");
        }
    }
}
