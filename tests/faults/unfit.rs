//! What no program has written for a question, put into a record by hand: it is refused where it stands, and
//! counts nowhere.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use mfa_assess::facts::{Action, Answer, Assessment, Change, Event, Gap, SystemId};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::{Questionnaire, load};
use mfa_assess::record::{Journal, read};
use mfa_assess::rules::Results;

const SOURCE: &str = include_str!("../backups.json");

fn asked() -> Questionnaire {
    load(SOURCE.as_bytes()).unwrap()
}

fn created() -> Event {
    Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_str(SOURCE).unwrap()),
    }
}

/// A record that ends with this event, changed there.
fn forged(folder: &Path, event: Event, (from, to): (&str, &str)) -> PathBuf {
    let path = folder.join("a.jsonl");
    let _ = std::fs::remove_file(&path);
    let mut journal = Journal::create(&path).unwrap();
    for event in [created(), event] {
        journal
            .append(
                "2026-11-24T10:00:00Z".parse().unwrap(),
                "Sam",
                Accepted::unheld(event),
            )
            .unwrap();
    }
    drop(journal);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, last) = text.trim_end().rsplit_once('\n').unwrap();
    assert!(last.contains(from), "{from} in {last}");
    std::fs::write(&path, format!("{before}\n{}\n", last.replacen(from, to, 1))).unwrap();
    path
}

#[test]
fn an_answer_that_its_question_does_not_take_is_refused_in_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let good: [(&str, Answer, &str); 5] = [
        ("collections", Answer::Number(3), r#"{"number":3}"#),
        (
            "copy-locked",
            Answer::Choice("all".try_into().unwrap()),
            r#"{"choice":"all"}"#,
        ),
        (
            "library-name",
            Answer::Text("Fell".into()),
            r#"{"text":"Fell"}"#,
        ),
        (
            "compared-on",
            Answer::Date(date(2026, 11, 2)),
            r#"{"date":"2026-11-02"}"#,
        ),
        (
            "copy-places",
            Answer::Choices(["same".try_into().unwrap()].into()),
            r#"{"choices":["same"]}"#,
        ),
    ];
    let always_ill = [
        r#"{"choice":"no-such"}"#,
        r#"{"choices":["no-such"]}"#,
        r#"{"text":""}"#,
        r#"{"text":"  "}"#,
        r#"{"not-applicable":{"reason":""}}"#,
    ];
    for (at, (question, answer, written)) in good.iter().enumerate() {
        let event = || {
            Event::Changed(Change::Answer(
                (*question).try_into().unwrap(),
                Some(answer.clone()),
            ))
        };
        let other_forms = good.iter().enumerate().filter(|(other, _)| *other != at);
        let other_forms = other_forms.map(|(_, (_, _, other))| *other);
        for ill in other_forms.chain(always_ill) {
            let path = forged(folder.path(), event(), (written, ill));
            let says = read(&path).unwrap_err().to_string();
            assert!(says.contains("line 2"), "{question} {ill}: {says}");
            assert!(
                says.contains(&format!("the answer to {question}")),
                "{says}"
            );
        }
        let path = forged(folder.path(), event(), (written, written));
        assert!(read(&path).is_ok(), "{question}");
    }
}

#[test]
fn a_number_that_is_never_given_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let action = Action {
        what: "Count the copies".into(),
        ..Action::blank("what-is-backed-up".try_into().unwrap())
    };
    for number in [0, 1_000_000, u32::MAX] {
        let event = Event::Changed(Change::Action(1.into(), Some(action.clone())));
        let to = format!(r#""action":{number},"#);
        let path = forged(folder.path(), event, (r#""action":1,"#, &to));
        let says = read(&path).unwrap_err().to_string();
        assert!(says.contains("they run from 1 to 999999"), "{says}");
    }
    // After the last, nothing is begun: it would take the place of another.
    let path = folder.path().join("last.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    journal
        .append(at, "Sam", Accepted::unheld(created()))
        .unwrap();
    let written = |number: u32| Event::Changed(Change::Action(number.into(), Some(action.clone())));
    journal
        .append(at, "Sam", Accepted::unheld(written(999_999)))
        .unwrap();
    let refused = journal
        .append(at, "Sam", Accepted::unheld(written(1_000_000)))
        .unwrap_err();
    let says = refused.to_string();
    assert!(says.contains("999999 is the last that is given"), "{says}");
    assert_eq!(read(&path).unwrap().entries.len(), 2);
    assert!("S-1000000".parse::<SystemId>().is_err());
}

#[test]
fn what_says_nothing_is_no_answer() {
    let asked = asked();
    let today = date(2026, 12, 1);
    let unanswered = |answer: Answer| {
        let mut state = Assessment::default();
        let question = "library-name".try_into().unwrap();
        state.answers.insert(question, answer);
        let results = Results::of(&asked, &state, today);
        let question = "library-name".try_into().unwrap();
        results.gaps.contains(&Gap::Unanswered(question))
    };
    for dash in ["—", "…", "-", "\u{200b}"] {
        assert!(unanswered(Answer::Text(dash.into())), "{dash}");
    }
    assert!(!unanswered(Answer::Text("Fell Side Library".into())));
}
