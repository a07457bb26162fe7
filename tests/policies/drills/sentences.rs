//! Sentences fill in whatever is answered: shares, one and many, and what nobody knows.

use mfa_assess::questionnaire::load_kept;
use serde_json::json;

use super::*;
use crate::place::place;

#[test]
fn each_sentence_reads_as_a_person_would_say_it() {
    for (changes, of, says) in [
        (
            "late=0",
            "F1",
            "The last drill was on 20 August 2026, and 0 people were late.",
        ),
        (
            "late=1",
            "F1",
            "The last drill was on 20 August 2026, and 1 person was late.",
        ),
        (
            "late=3",
            "F1",
            "The last drill was on 20 August 2026, and 3 people were late.",
        ),
        (
            "late=?",
            "F1",
            "The last drill was on 20 August 2026, and some people were late.",
        ),
        (
            "-late",
            "F1",
            "The last drill was on 20 August 2026, and some people were late.",
        ),
        ("late=1", "F2", "1 person was late, on the ground floor."),
        (
            "late-where=both",
            "F2",
            "3 people were late, on both floors.",
        ),
        (
            "late=0",
            "F2",
            "Nobody was late, and 100% of the names were ticked off.",
        ),
        (
            "late=0 ticked=99",
            "F2",
            "The must is not met. Only 99% of the names were ticked off.",
        ),
        (
            "late=0 ticked=1",
            "F2",
            "The must is not met. Only 1% of the names were ticked off.",
        ),
        (
            "late=0 counted-by=heads people=1",
            "F2",
            "The must is not met. 1 person was counted without their names.",
        ),
        (
            "late=0 counted-by=heads people=?",
            "F2",
            "The must is not met. Some people were counted without their names.",
        ),
        (
            "late=0 ticked=?",
            "F2",
            "Nobody could answer this yet: “What share of the names on the list was ticked off?”",
        ),
        (
            "ext-serviced=1",
            "F3",
            "Of 4 extinguishers, 1 was serviced within a year.",
        ),
        (
            "ext-serviced=2",
            "F3",
            "Of 4 extinguishers, 2 were serviced within a year.",
        ),
        (
            "ext-count=1 ext-serviced=0",
            "F3",
            "Of 1 extinguisher, 0 were serviced within a year.",
        ),
        (
            "ext-count=1 ext-serviced=1 contract-until=?",
            "F3",
            "Every extinguisher is serviced (1 extinguisher), and the contract runs until an unknown day.",
        ),
        (
            "contract-until=n/a",
            "F3",
            "No firm is under contract: we have none.",
        ),
        (
            "ext-count=n/a",
            "F3",
            "There are no extinguishers: we have none.",
        ),
        (
            "told-by=notice,letter",
            "F4",
            "People are told beforehand. Ways: By a notice; By a letter.",
        ),
        ("told-by=", "F4", "Nobody is told of a drill beforehand."),
        (
            "plan-from=2026-11-25",
            "F4",
            "The new plan of escape hangs by each door only from 25 November 2026 on.",
        ),
        (
            "sleeps=yes night-drill=2026-03-05 sleepers=1",
            "F5",
            "The last drill at night was on 5 March 2026, with 1 guest.",
        ),
    ] {
        let results = results(&state(changes, []), TODAY);
        assert_eq!(finding(&results, of).because, says, "{changes}");
    }
}

/// Every sentence that follows from answers.
fn said(results: &Results) -> Vec<String> {
    let findings = results.scenarios.iter().flat_map(|s| &s.findings);
    let findings = findings.flat_map(|f| [Some(f.because.clone()), f.next.clone()]);
    let clashes = results.clashes.iter().map(|(says, _)| says.clone());
    let told = results.notices.iter().chain(&results.contrasts);
    let told = told.map(|told| told.says.clone());
    let whole = results.requirements.iter().map(|r| r.because.clone());
    findings
        .flatten()
        .chain(clashes)
        .chain(told)
        .chain(whole)
        .collect()
}

/// For each question, what makes it one answer or another.
fn each_way(question: &Question) -> Vec<Option<Answer>> {
    let mut ways = vec![None];
    if question.dont_know.is_some() {
        ways.push(Some(Answer::DontKnow));
    }
    if question.not_applicable {
        ways.push(Some(answer(question, "n/a")));
    }
    match &question.input {
        Input::Number { .. } => {
            ways.extend([0, 1, 60].map(|number| Some(Answer::Number(number))));
        }
        Input::OneOf(choices) => {
            ways.extend(choices.iter().map(|c| Some(Answer::Choice(c.id.clone()))));
        }
        Input::AnyOf(_) => ways.push(Some(Answer::Choices([].into()))),
        Input::Date { .. } => ways.push(Some(answer(question, "2020-02-29"))),
        Input::Line { .. } | Input::Paragraphs { .. } => {}
    }
    ways
}

#[test]
fn what_nobody_knows_is_never_a_part_of_a_sentence() {
    let all: Vec<(&QuestionId, Option<Answer>)> = ASKED
        .questions()
        .flat_map(|q| each_way(q).into_iter().map(|way| (&q.id, way)))
        .collect();
    let base = answers("sleeps=yes night-drill=2026-03-05 sleepers=8");
    let mut seen = 0;
    for (at, one) in all.iter().enumerate() {
        for other in &all[at..] {
            let mut answers = base.clone();
            for (question, way) in [one, other] {
                match way {
                    Some(answer) => drop(answers.insert((*question).clone(), answer.clone())),
                    None => drop(answers.remove(*question)),
                }
            }
            let state = Assessment {
                answers,
                ..Assessment::default()
            };
            for says in said(&results(&state, TODAY)) {
                let small = says.to_lowercase();
                for never in [
                    "don't know",
                    "don’t know",
                    "{",
                    "}",
                    "  ",
                    " ,",
                    "..",
                    "1 people",
                ] {
                    assert!(
                        !small.contains(never),
                        "{never:?} in {says} ({one:?}, {other:?})"
                    );
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 10_000, "{seen}");
}

#[test]
fn a_placeholder_without_other_words_is_advised_against_and_still_reads_as_a_sentence() {
    let mut asked = file();
    let otherwise = "/groups/0/scenarios/0/assess/0/otherwise/because";
    *asked.pointer_mut(otherwise).unwrap() = json!("{late:unit} {late:was/were} late.");
    let bytes = asked.to_string();
    let place = place();
    place.file("bare.json", &bytes);
    let ran = place.run(&["questionnaire", "check", "bare.json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let field = "groups[0].scenarios[0].assess[0].otherwise.because";
    assert!(ran.out.contains("1 thing to make better"), "{}", ran.out);
    assert!(ran.out.contains(field), "{}", ran.out);
    assert!(ran.out.contains("{late:unit?some people}"), "{}", ran.out);

    let asked = load_kept(bytes.as_bytes()).unwrap();
    for (changes, says) in [
        ("late=?", "An unknown number of people were late."),
        ("late=1", "1 person was late."),
    ] {
        let results = Results::of(&asked, &state(changes, []), TODAY);
        assert_eq!(finding(&results, "F1").because, says);
    }
}
