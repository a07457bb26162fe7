//! One cell: an answer as it stands in a spreadsheet, and what is read of it again.

use jiff::civil::Date;

use super::column::{Cells, Column, folded, labels};
use crate::assessment::{Answer, Refusal};
use crate::questionnaire::{Choice, ChoiceId, Input, Question};
use crate::text::{clean_line, clipped};

/// The same where a choice is called so: a list of nothing.
const EMPTY_LIST: &str = ";";

/// An answer as a cell. [`read`] takes it for the same again.
pub(super) fn write(answer: &Answer, column: &Column) -> String {
    let question = &column.question;
    let choices = question.input.choices();
    match answer {
        Answer::Choice(id) => choice_words(id, column),
        Answer::Choices(ids) if ids.is_empty() => match found(choices, question.none_words()) {
            Some(_) => EMPTY_LIST.to_owned(),
            None => question.none_words().to_owned(),
        },
        Answer::Choices(ids) => {
            // In the order of the questionnaire, then what it does not know any more.
            let known = choices.iter().map(|c| &c.id).filter(|id| ids.contains(id));
            let gone = ids
                .iter()
                .filter(|id| !choices.iter().any(|c| c.id == **id));
            let words = known.chain(gone).map(|id| choice_words(id, column));
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
pub(super) fn read(cell: &str, column: &Column, today: Date) -> Result<Option<Answer>, String> {
    let question = &column.question;
    let words = clean_line(cell);
    if words.is_empty() {
        return Ok(None);
    }
    let choices = question.input.choices();
    let answer = match (&question.input, found(choices, &words)) {
        (Input::OneOf(_), Some(id)) => Ok(Answer::Choice(id)),
        (Input::AnyOf(_), Some(id)) => Ok(Answer::Choices([id].into())),
        _ => match without_value(&words, question) {
            Some(answer) => answer.checked(question).map_err(|why| why.to_string()),
            None => value(cell, question, today),
        },
    };
    answer.map(Some)
}

fn value(cell: &str, question: &Question, today: Date) -> Result<Answer, String> {
    match &question.input {
        Input::OneOf(choices) => Err(no_such(cell, choices, "write one of")),
        Input::AnyOf(_) if folded(cell) == folded(question.none_words()) => {
            let none = Answer::Choices(Default::default()).checked(question);
            none.map_err(|why| why.to_string())
        }
        Input::AnyOf(choices) => {
            let parts = cell.split([';', '\n']).map(clean_line);
            let parts = parts.filter(|part| !part.is_empty());
            let chosen = parts.map(|part| {
                let wanted = "write these, with a semicolon between them";
                found(choices, &part).ok_or_else(|| no_such(&part, choices, wanted))
            });
            chosen.collect::<Result<_, _>>().map(Answer::Choices)
        }
        _ => {
            let quoted = cell.strip_prefix('\'');
            let quoted = quoted.filter(|q| is_mistaken(q.trim_start_matches('\''), question));
            let answer = Answer::typed(quoted.unwrap_or(cell), question);
            let answer = answer.and_then(|answer| answer.given_on(today, question));
            answer.map_err(|why| match why {
                Refusal::TooLong { .. } | Refusal::Empty => why.to_string(),
                _ => format!("“{}” is not taken; {why}", clipped(cell, 60)),
            })
        }
    }
}

fn no_such(words: &str, choices: &[Choice], wanted: &str) -> String {
    let (words, labels) = (clipped(words, 60), labels(choices));
    match labels.is_empty() {
        true => format!("“{words}” is none of those that there are; leave the cell empty"),
        false => format!("“{words}” is not one of the choices; {wanted}: {labels}"),
    }
}

/// How a choice is written, so that it is found again.
fn choice_words(id: &ChoiceId, column: &Column) -> String {
    let choices = column.question.input.choices();
    let label = choices.iter().find(|c| c.id == *id).map(|c| &c.label);
    let label = label.filter(|_| column.cells != Cells::Ids);
    let is_found = |label: &&String| {
        !label.contains([';', '\n']) && found(choices, label).as_ref() == Some(id)
    };
    label
        .filter(is_found)
        .cloned()
        .unwrap_or_else(|| id.to_string())
}

/// The choice with this id or label.
fn found(choices: &[Choice], words: &str) -> Option<ChoiceId> {
    let exact = choices.iter().find(|c| c.id.as_str() == words);
    let key = folded(words);
    let by_label = || choices.iter().find(|c| folded(&c.label) == key);
    let by_id = || choices.iter().find(|c| folded(c.id.as_str()) == key);
    let choice = exact.or_else(by_label).or_else(by_id);
    choice.map(|choice| choice.id.clone())
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
        super::read(cell, column, TODAY)
    }

    fn column(input: serde_json::Value) -> Column {
        let question: Question = serde_json::from_value(json!({
            "id": "q", "text": "?", "input": input, "not_applicable": true,
            "dont_know": {"ask": "Somebody", "action": "Ask them."},
        }))
        .unwrap();
        Column {
            header: "?".to_owned(),
            question,
            cells: Cells::Words,
        }
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
        let says = super::read("own, both", &any, TODAY).unwrap_err();
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
