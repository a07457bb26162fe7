//! Whether an answer still means what it meant. An id is the author's word that a question is the
//! same; its unit and the labels of its choices are what the person who answered has read.

use crate::facts::answer::Answer;
use crate::questionnaire::{Choice, ChoiceId, Input, Question};

/// Whether an answer that was given to one version of a question is the same answer to another.
pub(crate) fn stays(answer: &Answer, before: &Question, now: &Question) -> bool {
    let label_stays = |id: &ChoiceId| {
        let (then, now) = (choice(before, id), choice(now, id));
        // A choice that is not offered is told by its own refusal.
        then.zip(now)
            .is_none_or(|(then, now)| is_label(&then.label, now))
    };
    match answer {
        Answer::Number(_) => unit(before).is_none_or(|then| is_unit(then, now)),
        Answer::Choice(id) => label_stays(id),
        // Of none of these, each was read.
        Answer::Choices(ids) if ids.is_empty() => {
            let mut read = before.input.choices().iter();
            read.all(|choice| label_stays(&choice.id))
        }
        Answer::Choices(ids) => ids.iter().all(label_stays),
        Answer::Text(_) | Answer::Date(_) | Answer::DontKnow | Answer::NotApplicable { .. } => true,
    }
}

/// The same, where only the words are kept in which the answer was given.
pub(crate) fn stays_as_worded(answer: &Answer, words: &str, now: &Question) -> bool {
    let is_said = |id: &ChoiceId, said: &str| choice(now, id).is_none_or(|now| is_label(said, now));
    match answer {
        Answer::Number(number) => {
            let then = words.strip_prefix(&number.to_string()).unwrap_or(words);
            is_unit(then, now) || *number == 1 && is_one(then, now)
        }
        Answer::Choice(id) => is_said(id, words),
        Answer::Choices(ids) if ids.is_empty() => true,
        Answer::Choices(ids) => {
            let said: Vec<&str> = words.split("; ").collect();
            said.len() == ids.len()
                && ids
                    .iter()
                    .all(|id| said.iter().any(|said| is_said(id, said)))
        }
        Answer::Text(_) | Answer::Date(_) | Answer::DontKnow | Answer::NotApplicable { .. } => true,
    }
}

fn choice<'a>(question: &'a Question, id: &ChoiceId) -> Option<&'a Choice> {
    let mut choices = question.input.choices().iter();
    choices.find(|choice| choice.id == *id)
}

fn unit(question: &Question) -> Option<&str> {
    match &question.input {
        Input::Number { unit, .. } => Some(unit),
        Input::OneOf(_)
        | Input::AnyOf(_)
        | Input::Line { .. }
        | Input::Paragraphs { .. }
        | Input::Date { .. } => None,
    }
}

fn is_label(then: &str, now: &Choice) -> bool {
    is_one_of(then, std::iter::once(&now.label).chain(&now.was))
}

/// Whether a unit reads as that of a question; of one that asks for no number, anything does: it
/// takes none.
fn is_unit(then: &str, question: &Question) -> bool {
    match &question.input {
        Input::Number { unit, was, .. } => is_one_of(then, std::iter::once(unit).chain(was)),
        Input::OneOf(_)
        | Input::AnyOf(_)
        | Input::Line { .. }
        | Input::Paragraphs { .. }
        | Input::Date { .. } => true,
    }
}

/// Whether a unit reads as that of a question for a count of one.
fn is_one(then: &str, question: &Question) -> bool {
    matches!(&question.input, Input::Number { one: Some(one), .. } if is_one_of(then, [one]))
}

fn is_one_of<'a>(then: &str, words: impl IntoIterator<Item = &'a String>) -> bool {
    let then = spelled(then);
    words.into_iter().any(|now| spelled(now) == then)
}

/// Words without what only spells them otherwise: case, punctuation and spaces. Between digits they
/// are no spelling: 1.5 is not 15.
fn spelled(words: &str) -> String {
    const PUNCTUATION: &str = ".,;:!?'\"’‘“”()[]-–—/…";
    let is_dropped = |c: char| c.is_whitespace() || PUNCTUATION.contains(c);
    let mut kept = String::new();
    let mut divided = false;
    for c in words.to_lowercase().chars() {
        if is_dropped(c) {
            divided = true;
            continue;
        }
        let digits = c.is_numeric() && kept.ends_with(char::is_numeric);
        if divided && digits {
            kept.push(' ');
        }
        kept.push(c);
        divided = false;
    }
    kept
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asks(input: serde_json::Value) -> Question {
        serde_json::from_value(json!({"id": "q", "text": "?", "input": input})).unwrap()
    }

    fn counts(unit: &str, was: &[&str]) -> Question {
        asks(json!({"number": {"unit": unit, "one": "account", "max": 9, "was": was}}))
    }

    /// Some choices, each by its id with its label.
    fn offers(choices: &[(&str, &str)]) -> Question {
        let choices = choices.iter();
        let choices = choices.map(|(id, label)| json!({"id": id, "label": label}));
        asks(json!({"any_of": choices.collect::<Vec<_>>()}))
    }

    fn chosen(ids: &[&str]) -> Answer {
        Answer::Choices(ids.iter().map(|id| (*id).try_into().unwrap()).collect())
    }

    #[test]
    fn spelling_is_no_change_and_a_word_or_a_sign_is() {
        for (one, same) in [
            ("Accounts", "accounts"),
            ("Sign-in, with MFA", "sign in with MFA."),
            ("the owner’s", "the owner's"),
            ("Yes (all)", "Yes – all"),
        ] {
            assert_eq!(spelled(one), spelled(same), "{one}");
        }
        for (one, other) in [
            ("accounts", "account"),
            ("1.5 hours", "15 hours"),
            ("< 5", "> 5"),
            ("10%", "10"),
            ("enforced", "not enforced"),
        ] {
            assert_ne!(spelled(one), spelled(other), "{one}");
        }
    }

    #[test]
    fn a_number_stays_with_its_unit_or_one_that_the_file_calls_the_same() {
        let accounts = counts("accounts", &[]);
        let five = Answer::Number(5);
        assert!(stays(&five, &accounts, &counts("Accounts", &[])));
        assert!(!stays(&five, &accounts, &counts("systems", &[])));
        assert!(stays(&five, &accounts, &counts("users", &["accounts"])));
        let mut more = accounts.clone();
        if let Input::Number { one, max, .. } = &mut more.input {
            (*one, *max) = (None, 5000);
        }
        assert!(stays(&Answer::Number(1), &accounts, &more));
        // Nobody has counted anything.
        assert!(stays(&Answer::DontKnow, &accounts, &counts("systems", &[])));
        for (number, words, is_same) in [
            (5, "5 accounts", true),
            (5, "5 systems", false),
            (1, "1 account", true),
            (5, "5 account", false),
        ] {
            let answer = Answer::Number(number);
            assert_eq!(
                stays_as_worded(&answer, words, &accounts),
                is_same,
                "{words}"
            );
        }
    }

    #[test]
    fn choices_stay_with_the_labels_of_those_that_are_chosen() {
        let before = offers(&[("a", "All"), ("b", "Some; a few")]);
        let now = offers(&[("a", "all."), ("b", "Few"), ("c", "None")]);
        assert!(stays(&chosen(&["a"]), &before, &now));
        assert!(!stays(&chosen(&["a", "b"]), &before, &now));
        assert!(!stays(&chosen(&[]), &before, &now), "each was read");
        let mut called_so = now.clone();
        if let Input::AnyOf(choices) = &mut called_so.input {
            choices[1].was = vec!["Some; a few".to_owned()];
        }
        assert!(stays(&chosen(&["a", "b"]), &before, &called_so));
        assert!(stays(&chosen(&[]), &before, &called_so));
        // One that is not offered any more is refused for that.
        assert!(stays(&chosen(&["a"]), &before, &offers(&[("b", "Few")])));
        assert!(stays_as_worded(&chosen(&["a"]), "ALL", &now));
        assert!(!stays_as_worded(&chosen(&["b"]), "Some", &now));
        assert!(!stays_as_worded(&chosen(&["a", "b"]), "All", &now));
    }
}
