//! What the register says of exemptions at each turn of their lives.

use jiff::civil::{Date, date};

use super::super::tests::{DAY, demonstration, flat, log, pages, report_of};
use super::super::{Basis, contents};
use crate::facts::{Answer, Assessment, Change, Coverage, Event, ExemptionId};
use crate::questionnaire::{ChoiceId, built_in};
use crate::report::model::{Block, Section, Text};
use crate::report::{Options, Profile};
use crate::rules::{LifeStep, Results};

const EX_2: ExemptionId = ExemptionId(2);

/// The events of the demonstration up to the sign-off, without its first entry.
fn events() -> Vec<Event> {
    let entries = demonstration().into_iter().skip(1);
    let events = entries.map(|logged| logged.entry.event);
    events
        .filter(|e| !matches!(e, Event::SignedOff(_)))
        .collect()
}

fn filled(question: &str, answer: Answer) -> Event {
    Event::Changed(Change::Field(
        EX_2,
        question.try_into().unwrap(),
        Some(answer),
    ))
}

fn text(words: &str) -> Answer {
    Answer::Text(words.to_owned())
}

/// A step in the life of the second exemption, as things are.
fn step(events: &mut Vec<Event>, step: LifeStep) {
    let asked = built_in().unwrap();
    let mut state = Assessment::default();
    for event in events.iter() {
        state.apply(2, event).unwrap();
    }
    let exemption = &state.exemptions[&EX_2];
    let kind = asked.exemption_kind(&exemption.kind).unwrap();
    events.extend(exemption.take(EX_2, &asked, kind, step, DAY).unwrap());
}

/// The register on a day, and the part of it on the second exemption.
fn register(events: Vec<Event>, day: Date) -> (Section, Section) {
    register_for(Profile::Full, events, day)
}

/// The same in the report for certain readers.
fn register_for(profile: Profile, events: Vec<Event>, day: Date) -> (Section, Section) {
    let (asked, entries) = (built_in().unwrap(), log(events));
    let state = Assessment::fold(&entries).unwrap();
    let options = Options {
        profile,
        ..Options::new(day, "OFFICIAL")
    };
    let report = contents(&Basis::of_state(
        &asked,
        (&entries, &[]),
        &state,
        &Results::of(&asked, &state, day),
        &options,
    ));
    let mut sections = report.sections.into_iter();
    let register = sections.find(|s| s.title == "Exemptions register").unwrap();
    let second = register.sections[1].clone();
    (register, second)
}

fn words(section: &Section) -> String {
    let (mut report, _) = report_of(&built_in().unwrap(), &log(vec![]), DAY);
    report.front.clear();
    report.sections = vec![section.clone()];
    flat(&report)
}

fn plain(text: &Text) -> String {
    text.words()
}

/// The rows of the table with this caption.
fn rows(section: &Section, caption: &str) -> Vec<Vec<String>> {
    let tables = section.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with(caption) => Some(table),
        _ => None,
    });
    let rows = tables.unwrap_or_else(|| panic!("no {caption}: {}", words(section)));
    let rows = rows.rows.iter();
    rows.map(|row| row.iter().map(plain).collect()).collect()
}

#[test]
fn an_overview_comes_first_and_follows_the_date() {
    let (register, _) = register(events(), DAY);
    let now = rows(&register, "All exemptions");
    assert_eq!(now.len(), 4);
    assert_eq!(
        now[1][2..],
        [
            "Specific exemption",
            "Approved",
            "23 April 2027",
            "23 April 2027",
            "R1"
        ]
    );
    assert_eq!(
        now[0][2..],
        [
            "Own trusted network",
            "Confirmed",
            "16 August 2027",
            "Not asked",
            "R1"
        ]
    );
    // Nobody edits anything, and time goes by.
    let on = |day| {
        let (register, _) = self::register(events(), day);
        rows(&register, "All exemptions")[1][3..5].to_vec()
    };
    assert_eq!(on(date(2027, 4, 23)), ["Approved", "23 April 2027"]);
    assert_eq!(on(date(2027, 4, 24)), ["Due for review", "Does not count"]);
    assert_eq!(on(date(2028, 1, 1)), ["Expired", "Does not count"]);
}

#[test]
fn each_condition_has_the_answers_that_evidence_it_and_how_it_is_known() {
    let (_, second) = register_for(Profile::Assessor, events(), DAY);
    let all = rows(&second, "Conditions before it counts");
    let ids: Vec<&str> = all
        .iter()
        .filter_map(|row| row[0].split(':').next())
        .collect();
    let numbered: Vec<&str> = ids.into_iter().filter(|id| id.starts_with('X')).collect();
    assert_eq!(numbered, ["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8"]);
    let row = |id: &str| all.iter().find(|row| row[0].starts_with(id)).unwrap();
    assert_eq!(row("X5")[1], "Yes");
    assert_eq!(
        row("X5")[2],
        "When was it last reviewed? 25 October 2026\nWhen is the next review due? 23 April 2027\nWhen was it approved? 27 July 2026"
    );
    assert!(row("X5")[3].starts_with("read in the original, in part (D6;"));
    assert_eq!(row("X8")[0], "X8: confirm on the live page");
    assert!(row("X8")[1].starts_with("Not judged here."));
    // What matters for other requirements only is not told of one that serves R1.
    assert!(
        !all.iter().any(|row| row[0] == "Privileged accounts"),
        "{all:?}"
    );
}

#[test]
fn of_conditions_that_hold_only_the_names_are_given_to_others_than_an_assessor() {
    let (_, second) = register(events(), DAY);
    let told = words(&second);
    assert!(
        told.contains("\nConditions that hold: X1: understood; X2: documented; "),
        "{told}"
    );
    assert!(
        told.contains("X8: confirm on the live page. Not judged here."),
        "{told}"
    );
    assert!(!told.contains("Conditions before it counts"), "{told}");

    let mut events = events();
    for field in ["next-review", "plan-owner", "milestone"] {
        events.push(Event::Changed(Change::Field(
            EX_2,
            field.try_into().unwrap(),
            None,
        )));
    }
    let (_, second) = register(events, DAY);
    let told = words(&second);
    for needed in [
        "\nX5: reviewed yearly. ",
        "\nX6: plan pursued. ",
        "\nNot answered: ",
    ] {
        assert!(told.contains(needed), "no {needed}: {told}");
    }
}

#[test]
fn what_is_barely_begun_takes_half_a_page_at_most() {
    let mut events = events();
    let before = pages_of(events.clone());
    for number in 10..30 {
        events.push(Event::Changed(Change::Coverage(
            ExemptionId(number),
            Coverage {
                kind: "SPECIFIC".try_into().unwrap(),
                requirements: ["R1".try_into().unwrap()].into(),
                scenarios: ["supplier-support".try_into().unwrap()].into(),
                systems: [].into(),
            },
        )));
    }
    let more = pages_of(events) - before;
    assert!(more <= 11, "20 of them take {more} pages");
}

fn pages_of(events: Vec<Event>) -> usize {
    let (mut report, _) = report_of(&built_in().unwrap(), &log(events), DAY);
    report.front.clear();
    report.sections.retain(|s| s.title == "Exemptions register");
    pages(&report)
}

#[test]
fn every_gap_is_a_sentence_with_its_condition() {
    let mut events = events();
    for field in ["next-review", "plan-owner", "milestone"] {
        events.push(Event::Changed(Change::Field(
            EX_2,
            field.try_into().unwrap(),
            None,
        )));
    }
    let (_, second) = register_for(Profile::Assessor, events, DAY);
    let all = rows(&second, "Conditions before it counts");
    let row = |id: &str| all.iter().find(|row| row[0].starts_with(id)).unwrap();
    assert_eq!(row("X6")[1].lines().count(), 2, "{:?}", row("X6"));
    assert!(row("X5")[1].starts_with("No. "), "{:?}", row("X5"));
    let told = words(&second);
    assert!(
        told.contains("Does not count: 3 gaps, given below."),
        "{told}"
    );
}

#[test]
fn a_renewal_keeps_what_was_approved_in_view() {
    let mut events = events();
    step(&mut events, LifeStep::Renew);
    events.push(filled("user-group", text("Engineers of one supplier")));
    events.push(Event::Changed(Change::Coverage(
        EX_2,
        Coverage {
            kind: "SPECIFIC".try_into().unwrap(),
            requirements: ["R1".try_into().unwrap()].into(),
            scenarios: ["supplier-support".try_into().unwrap()].into(),
            systems: [].into(),
        },
    )));
    let (register, second) = register(events.clone(), DAY);
    // What was approved is in force until the renewal is.
    assert_eq!(rows(&register, "All exemptions")[1][3], "Approved");
    let told = words(&second);
    assert!(
        told.contains("Approved, and in force while it is renewed: "),
        "{told}"
    );
    assert!(
        told.contains("Scheme of delegation, paragraph 8.4"),
        "the delegation: {told}"
    );
    let was = rows(&second, "Approval 1: what was changed afterwards");
    let was: Vec<[&str; 2]> = was
        .iter()
        .map(|row| [row[0].as_str(), row[1].as_str()])
        .collect();
    assert_eq!(
        was,
        [
            ["Requirements", "R1 Remote user access"],
            [
                "Scenarios",
                "Suppliers' remote support and Medical devices and imaging"
            ],
            ["Systems", "Imaging archive and Blood gas analysers"],
            ["Who uses them?", "Named support engineers of two suppliers"],
        ]
    );

    events.push(filled("approved-on", Answer::Date(DAY)));
    events.push(filled("minute", text("Digital committee, minute B/117")));
    events.push(filled("last-review", Answer::Date(DAY)));
    step(&mut events, LifeStep::Approve);
    let (_, second) = self::register(events, DAY);
    let told = words(&second);
    let place = |words: &str| {
        told.find(words)
            .unwrap_or_else(|| panic!("no {words}: {told}"))
    };
    assert!(place("Approved: A person") < place("Renewed: A person"));
    assert!(
        told.contains("minute B/109.\n") && told.contains("minute B/117.\n"),
        "{told}"
    );
    assert!(
        told.contains("Named support engineers of two suppliers"),
        "{told}"
    );
}

#[test]
fn that_one_person_wrote_and_approved_is_said_with_the_reason() {
    let mut events = events();
    let (overview, _) = register(events.clone(), DAY);
    assert!(!words(&overview).contains("one person"));
    events.push(filled("approver", text("rhiannon castell")));
    let (overview, second) = register(events.clone(), DAY);
    let told = words(&second);
    let says = "One person stands on both sides: “Who wrote this record?” and “Who approved it?” \
                are both answered Rhiannon Castell. The reason given: ";
    assert!(told.contains(&format!("{says}none yet")), "{told}");
    assert!(words(&overview).contains("Written and approved by one person: EX-2."));
    events.push(filled(
        "same-person-reason",
        text("She chairs the committee"),
    ));
    let (_, second) = register(events, DAY);
    let told = words(&second);
    assert!(
        told.contains(&format!("{says}She chairs the committee")),
        "{told}"
    );
}

#[test]
fn an_exemption_keeps_to_one_table_of_answers_and_names_its_evidence() {
    let (register, second) = register(events(), DAY);
    let tables = |section: &Section| {
        let blocks = section.blocks.iter();
        blocks.filter(|b| matches!(b, Block::Table(_))).count()
    };
    assert_eq!(tables(&register.sections[0]), 1, "the answers");
    assert_eq!(tables(&second), 1, "also of a form with many steps");
    let told = words(&second);
    for needed in [
        "Evidence that supports it\nEV-3 Digital committee, minute B/109\nEV-4 ",
        "Systems\nImaging archive and Blood gas analysers",
        "Standing\nApproved. Counts until 23 April 2027.",
    ] {
        assert!(told.contains(needed), "no {needed}: {told}");
    }
    let third = words(&register.sections[2]);
    assert!(
        third.contains("Actions to end it\nA-5 (in progress)"),
        "{third}"
    );
}

#[test]
fn a_closed_exemption_says_what_is_enforced_now() {
    let mut events = events();
    let how = "The new gateway asks for MFA.".to_owned();
    step(&mut events, LifeStep::Close { how });
    let (register, second) = register(events, DAY);
    assert_eq!(
        rows(&register, "All exemptions")[1][3..5],
        ["Closed", "Ended"]
    );
    let told = words(&second);
    assert!(
        told.contains("Closed on 24 November 2026: The new gateway asks for MFA."),
        "{told}"
    );
    assert!(!told.contains("Conditions "), "{told}");
}

#[test]
fn an_answer_of_a_kind_that_has_no_choice_like_it_is_told_as_it_is() {
    // Kinds differ, and an approval of one may have been given before the kind was changed.
    let mut events = events();
    events.push(Event::Changed(Change::Coverage(
        EX_2,
        Coverage {
            kind: "E1".try_into().unwrap(),
            requirements: ["R1".try_into().unwrap()].into(),
            scenarios: ["supplier-support".try_into().unwrap()].into(),
            systems: [].into(),
        },
    )));
    events.push(filled(
        "approved-by",
        Answer::Choice(ChoiceId::try_from("board").unwrap()),
    ));
    let (_, second) = register(events, DAY);
    let told = words(&second);
    assert!(told.contains("Approved so far: 1."), "{told}");
    let was = rows(&second, "Approval 1");
    let delegate = "A person or committee to whom the board delegated this";
    assert!(was.iter().any(|row| row[1] == delegate), "{was:?}");
}
