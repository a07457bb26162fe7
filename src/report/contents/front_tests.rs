//! The front matter keeps to its pages, says what is asked of a board, and what a profile leaves out.

use jiff::civil::date;
use proptest::prelude::*;

use super::tests::{DAY, demonstration, flat, log, pages, report_of};
use super::*;
use crate::facts::{
    Action, ActionId, Answer, Change, Coverage, Due, Event, ExemptionId, Fingerprint, Note,
    Progress, SignOff,
};
use crate::questionnaire::{Input, built_in, load};
use crate::report::model::{Block, Figures, Section};
use crate::report::{Cover, Profile};

fn with(asked: &Questionnaire, entries: &[Logged], options: &Options) -> Report {
    let state = Assessment::fold(entries).unwrap();
    let results = Results::of(asked, &state, options.as_at);
    contents(&Basis::of_state(
        asked,
        (entries, &[]),
        &state,
        &results,
        options,
    ))
}

fn titles(report: &Report) -> Vec<&str> {
    report.sections.iter().map(|s| s.title.as_str()).collect()
}

/// The texts of one section.
fn part(report: &Report, title: &str) -> String {
    let mut report = report.clone();
    report.front.clear();
    report.sections.retain(|section| section.title == title);
    assert_eq!(report.sections.len(), 1, "{title}");
    flat(&report)
}

fn sign_off(name: &str, role: &str) -> Event {
    Event::SignedOff(SignOff {
        name: name.to_owned(),
        role: role.to_owned(),
        declaration: "I declare it.".to_owned(),
        date: DAY,
        fingerprint: Fingerprint::of(b"replaced by the log"),
        gaps: vec![],
        same_person: None,
    })
}

/// So many words that they fill the length.
fn long(length: usize) -> String {
    let words = "Ymddiriedolaeth dros Wasanaethau ".repeat(length / 33 + 1);
    let cut: String = words.chars().take(length - 1).collect();
    format!("{}g", cut.replace(" ,", " m"))
}

/// A record whose texts are as long as they may be, with so many exemptions and actions.
fn longest(asked: &Questionnaire, count: u32, late: bool, seed: usize) -> Vec<Logged> {
    let mut all = vec![];
    for (n, question) in (seed..).zip(asked.questions()) {
        let answer = match &question.input {
            _ if question.dont_know.is_some() && n % 7 == 6 => Answer::DontKnow,
            Input::OneOf(choices) => Answer::Choice(choices[n % choices.len()].id.clone()),
            Input::AnyOf(choices) => {
                Answer::Choices([choices[n % choices.len()].id.clone()].into())
            }
            Input::Number { max, .. } => Answer::Number(*max),
            Input::Line { max } | Input::Paragraphs { max } => Answer::Text(long((*max).into())),
            Input::Date { .. } => Answer::Date(DAY),
        };
        all.push(Event::Changed(Change::Answer(
            question.id.clone(),
            Some(answer),
        )));
    }
    let due = if late {
        date(2026, 1, 1)
    } else {
        date(2027, 6, 1)
    };
    let scenarios: Vec<_> = asked.scenarios().map(|s| s.id.clone()).collect();
    for number in 1..=count {
        let at = usize::try_from(number).unwrap() + seed;
        if let Some(kind) = asked.exemptions.get(at % asked.exemptions.len().max(1)) {
            let exemption = ExemptionId(number);
            all.push(Event::Changed(Change::Coverage(
                exemption,
                Coverage {
                    kind: kind.id.clone(),
                    requirements: kind.requirements.iter().cloned().collect(),
                    scenarios: scenarios.iter().cloned().collect(),
                    systems: [].into(),
                },
            )));
            for question in kind.questions() {
                let answer = match &question.input {
                    Input::OneOf(choices) => Answer::Choice(choices[at % choices.len()].id.clone()),
                    Input::Line { max } => Answer::Text(long((*max).into())),
                    Input::Paragraphs { .. } => Answer::Text(long(40)),
                    Input::Date { .. } => Answer::Date(due),
                    Input::AnyOf(_) | Input::Number { .. } => continue,
                };
                all.push(Event::Changed(Change::Field(
                    exemption,
                    question.id.clone(),
                    Some(answer),
                )));
            }
        }
        all.push(Event::Changed(Change::Action(
            ActionId(number),
            Some(Action {
                what: long(1000),
                owner: long(200),
                due: if number % 3 == 0 {
                    Due::NotGiven
                } else {
                    Due::On(due)
                },
                ..Action::blank(scenarios[at % scenarios.len()].clone())
            }),
        )));
    }
    all.extend((0..seed % 4).map(|_| sign_off(&long(120), &long(120))));
    log(all)
}

fn longest_cover() -> Cover {
    let (name, text) = (Some(long(Cover::NAME)), Some(long(Cover::TEXT)));
    Cover {
        meeting: name.clone(),
        meeting_date: Some(date(2026, 12, 30)),
        agenda_title: name.clone(),
        author: name.clone(),
        lead_director: name.clone(),
        purpose: name,
        considered_by: text.clone(),
        recommendation: text.clone(),
        decision: text,
    }
}

/// The front sheet, the summary, and one line on a page of its own, as pages.
fn pages_of_front_matter(report: &Report) -> usize {
    let mut report = report.clone();
    report.sections.truncate(2);
    report.sections[1] = blocks::page("After", vec![blocks::paragraph("After the summary.")]);
    super::tests::pages(&report)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_the_record_says_the_front_sheet_is_page_1_and_the_summary_page_2(
        count in prop_oneof![0..4_u32, 0..200_u32],
        late: bool,
        seed in 0..40_usize,
        has_cover: bool,
    ) {
        for asked in [
            built_in().unwrap(),
            load(include_bytes!("../../../tests/backups.json")).unwrap(),
            load(include_bytes!("../../../tests/cyber-essentials.json")).unwrap(),
        ] {
            let mut options = Options::new(DAY, "OFFICIAL-SENSITIVE: COMMERCIAL");
            options.profile = Profile::Board;
            if has_cover {
                options.cover = longest_cover();
            }
            let report = with(&asked, &longest(&asked, count, late, seed), &options);
            prop_assert_eq!(titles(&report)[..2].to_vec(), ["Executive summary", "Contents"]);
            let mut front = report.clone();
            front.sections.clear();
            prop_assert_eq!(super::tests::pages(&front), 1, "{}", flat(&front));
            let mut summary = report.clone();
            summary.sections.truncate(1);
            prop_assert_eq!(pages_of_front_matter(&report), 3, "{}", flat(&summary));
        }
    }
}

#[test]
fn what_is_not_given_is_said_and_the_rest_follows_from_the_record() {
    let asked = built_in().unwrap();
    let (mut report, _) = report_of(&asked, &demonstration(), DAY);
    report.sections.clear();
    let front = flat(&report);
    for needed in [
        "Meeting and date\nnot given\n",
        "Agenda title\nMulti-factor authentication self-assessment\n",
        "Lead director\nnot given\n",
        "Purpose\nFor decision\n",
        "Recommendation: Note the outcomes: R1 not met, R2 ",
        "Decision sought: Renew EX-3 or bring A-5 forward: EX-3 lapses on 23 January 2027, before A-5 is due; accept or put right ",
        "Signed\nRhian Ŵyn, Role of Rhian Ŵyn, 24 November 2026\n",
    ] {
        assert!(front.contains(needed), "no {needed:?}: {front}");
    }
}

#[test]
fn what_was_given_for_the_meeting_stands_word_for_word_in_the_report() {
    let asked = built_in().unwrap();
    let mut options = Options::new(DAY, "OFFICIAL");
    options.profile = Profile::Board;
    options.cover = longest_cover();
    let words = flat(&with(&asked, &demonstration(), &options));
    assert!(words.matches(&long(Cover::NAME)).count() >= 5, "{words}");
    let in_full = part(
        &with(&asked, &demonstration(), &options),
        "Decisions asked for",
    );
    assert_eq!(in_full.matches(&long(Cover::TEXT)).count(), 3, "{in_full}");
    assert!(words.contains(", 30 December 2026\n"), "{words}");
    assert!(words.contains(&format!("{}, lead director", long(Cover::NAME))));
}

#[test]
fn no_decision_is_cut_on_the_front_sheet_with_a_full_cover_and_four_signers() {
    let asked = built_in().unwrap();
    let mut options = Options::new(DAY, "OFFICIAL");
    options.cover = longest_cover();
    let mut entries: Vec<Event> = demonstration()
        .into_iter()
        .skip(1)
        .map(|logged| logged.entry.event)
        .collect();
    for name in ["Ada Fell", "Ben Marsh", "Rowan Hale"] {
        entries.push(sign_off(name, "Board, or its named delegate"));
    }
    let mut report = with(&asked, &log(entries), &options);
    let mut summary = report.clone();
    report.sections.clear();
    let front = flat(&report);
    assert_eq!(front.matches(&long(Cover::TEXT)).count(), 2, "{front}");
    assert!(front.contains("2 more: see"), "four have signed: {front}");
    assert_eq!(pages(&report), 1, "{front}");
    summary.front.clear();
    summary.sections.truncate(1);
    let words = flat(&summary);
    assert!(words.contains("stand on the front sheet"), "{words}");
    assert_eq!(pages(&summary), 1, "{words}");
    // What of the policy was read and what was not stands on one of the two, in two sentences.
    let read = crate::text::first_sentences(&asked.caution, 2);
    assert_eq!(read.matches(". ").count(), 1, "{read}");
    assert_eq!((front + &words).matches(read).count(), 1);
}

#[test]
fn what_is_not_answered_is_not_ready_for_a_decision() {
    let asked = built_in().unwrap();
    let mut half: Vec<Event> = demonstration()
        .into_iter()
        .skip(1)
        .map(|logged| logged.entry.event)
        .filter(|event| !matches!(event, Event::SignedOff(_)))
        .collect();
    half.truncate(half.len() / 3);
    for events in [vec![], half] {
        let state = Assessment::fold(&log(events.clone())).unwrap();
        let left = Results::of(&asked, &state, DAY).unanswered();
        assert!(left > 1);
        for profile in [Profile::Board, Profile::Full, Profile::Assessor] {
            let mut options = Options::new(DAY, "OFFICIAL");
            options.profile = profile;
            let words = flat(&with(&asked, &log(events.clone()), &options));
            for needed in [
                "Purpose\nNot ready for a decision\n",
                &format!("Do not decide on this report yet: {left} questions are not answered."),
                &format!("Not ready for a decision: {left} questions are not answered."),
            ] {
                assert!(words.contains(needed), "no {needed:?}: {words}");
            }
            for never in ["o decision is needed", "or assurance", "othing was found"] {
                assert!(!words.contains(never), "{never:?}: {words}");
            }
        }
    }
}

#[test]
fn decisions_name_the_exemptions_that_wait_the_shortfalls_and_the_late_actions() {
    let asked = built_in().unwrap();
    let (report, _) = report_of(&asked, &demonstration(), DAY);
    let words = part(&report, "Decisions asked for");
    for needed in [
        "\nAccept or put right ",
        "R1 ",
        "\nFund or date ",
        "Overdue since ",
        "Legacy systems",
    ] {
        assert!(words.contains(needed), "no {needed:?}: {words}");
    }
    assert!(
        !words.contains("Sign off the record"),
        "it is signed: {words}"
    );

    let (report, _) = report_of(&asked, &demonstration(), date(2028, 1, 1));
    let words = part(&report, "Decisions asked for");
    assert!(words.contains("\nRenew or close "), "{words}");
    assert!(words.contains("EX-2"), "{words}");
}

/// The lines of a report that promise something of an action.
fn promises(report: &Report) -> Vec<String> {
    let words = flat(report);
    let says = |line: &&str| line.starts_with("Closes ") || line.starts_with("To close it in ");
    words.lines().filter(says).map(str::to_owned).collect()
}

#[test]
fn beside_a_shortfall_stands_what_closes_it_and_apart_from_that_what_works_towards_it() {
    let asked = built_in().unwrap();
    let (report, _) = report_of(&asked, &demonstration(), DAY);
    let words = part(&report, "Decisions asked for");
    let needed = "\nTo close it in Cloud and web-based systems: A-3 with A-4.\n\
                  To close it in Legacy systems: A-7.\n";
    assert!(words.contains(needed), "no {needed:?}: {words}");
}

#[test]
fn to_order_new_mugs_changes_no_promise_and_takes_up_no_step() {
    let asked = built_in().unwrap();
    let before = report_of(&asked, &demonstration(), DAY).0;
    let steps = |report: &Report| {
        let actions = part(report, "Actions");
        let (_, steps) = actions.split_once(texts::SUGGESTED).unwrap();
        steps.to_owned()
    };
    let decisions = |report: &Report| part(report, "Decisions asked for");
    assert!(!promises(&before).is_empty());
    assert!(
        steps(&before).contains("Legacy systems"),
        "A-7 closes another finding there"
    );
    for (number, scenario) in (20..).zip(asked.scenarios()) {
        let mugs = Event::Changed(Change::Action(
            ActionId(number),
            Some(Action {
                what: "Order new mugs".into(),
                due: Due::On(date(2027, 6, 1)),
                ..Action::blank(scenario.id.clone())
            }),
        ));
        let mut all: Vec<Event> = demonstration().into_iter().map(|l| l.entry.event).collect();
        all.remove(0);
        all.push(mugs);
        let after = report_of(&asked, &log(all), DAY).0;
        assert_eq!(promises(&before), promises(&after), "{}", scenario.id);
        assert_eq!(steps(&before), steps(&after), "{}", scenario.id);
        // It stands beside a shortfall at most among what works towards it.
        let id = format!("A-{number}");
        let lines = decisions(&after);
        let named = lines.lines().filter(|line| line.contains(&id));
        for line in named {
            assert!(line.starts_with("Working towards it: "), "{line}");
        }
    }
}

#[test]
fn a_note_for_the_board_is_marked_where_it_stands() {
    let asked = built_in().unwrap();
    let (report, state) = report_of(&asked, &demonstration(), DAY);
    let words = flat(&report);
    let notes: Vec<_> = state.notes_for_board(&asked).collect();
    assert_eq!(notes.len(), 1);
    for (_, note) in notes {
        let marked = format!("\nNote, for the board\n{note}");
        assert!(words.contains(&marked), "no {marked}: {words}");
    }
    assert!(words.contains("\nNote\n"), "the others are not marked");
}

#[test]
fn notes_for_the_board_stand_whole_in_the_summary() {
    let asked = built_in().unwrap();
    let long = "The board has to choose between two ways. ".repeat(30);
    let mut all: Vec<Event> = demonstration().into_iter().map(|l| l.entry.event).collect();
    all.remove(0);
    for (number, scenario) in asked.scenarios().enumerate() {
        all.push(Event::Changed(Change::note(
            scenario.id.clone(),
            Note {
                text: format!("{long}This is of {}.", scenario.id),
                for_board: number % 10 == 0,
            },
        )));
    }
    let (report, _) = report_of(&asked, &log(all), DAY);
    let summary = part(&report, texts::SUMMARY);
    for (number, scenario) in asked.scenarios().enumerate() {
        let says = format!("{long}This is of {}. ({})", scenario.id, scenario.title);
        assert_eq!(summary.contains(&says), number % 10 == 0, "{summary}");
    }
}

#[test]
fn each_profile_says_what_it_leaves_out_and_where_that_is() {
    let asked = built_in().unwrap();
    let report = |profile| {
        let mut options = Options::new(DAY, "OFFICIAL");
        options.profile = profile;
        with(&asked, &demonstration(), &options)
    };
    let (board, full, assessor) = (
        report(Profile::Board),
        report(Profile::Full),
        report(Profile::Assessor),
    );
    let left_out = part(&board, texts::LEFT_OUT);
    for section in &assessor.sections {
        let is_printed = titles(&board).contains(&section.title.as_str());
        let is_listed = left_out.contains(&format!("\n{}\n", section.title));
        assert!(is_printed != is_listed, "{}", section.title);
        assert!(titles(&full).contains(&section.title.as_str()));
    }
    assert!(left_out.contains("report --profile full"), "{left_out}");
    assert!(part(&full, texts::LEFT_OUT).contains("report --profile assessor"));
    assert!(!titles(&assessor).contains(&texts::LEFT_OUT));
    assert!(super::tests::pages(&board) < super::tests::pages(&full) / 2);
}

#[test]
fn a_board_sees_the_approvals_and_the_risk_of_each_exemption() {
    let mut options = Options::new(DAY, "OFFICIAL");
    options.profile = Profile::Board;
    let report = with(&built_in().unwrap(), &demonstration(), &options);
    let words = part(&report, texts::REGISTER);
    for needed in [
        "EX-2: Supplier support for the imaging archive",
        "Approvals\nApproved: ",
        "How likely is harm, with the controls in place?\n",
    ] {
        assert!(words.contains(needed), "no {needed:?}: {words}");
    }
}

/// All places for signatures.
fn places(sections: &[Section]) -> Vec<(String, String)> {
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let places = blocks.filter_map(|block| match block {
        Block::Signatures(places) => Some(places),
        _ => None,
    });
    places
        .flatten()
        .map(|place| (place.field.clone(), place.signer.clone()))
        .collect()
}

#[test]
fn there_are_two_to_six_places_to_sign_also_in_a_draft() {
    let asked = built_in().unwrap();
    let count = |signers: usize| {
        let events = (0..signers).map(|n| sign_off(&format!("Signer {n}"), "Director"));
        let (report, _) = report_of(&asked, &log(events.collect()), DAY);
        let places = places(&report.sections);
        for (number, (field, _)) in (1..).zip(&places) {
            assert_eq!(*field, format!("Signature{number}"));
        }
        // Also those without a place are named, with all that they declared.
        let words = part(&report, texts::SIGNATURES);
        assert!((0..signers).all(|n| words.contains(&format!("Name\nSigner {n}\n"))));
        (places.len(), places[0].1.clone())
    };
    assert_eq!(count(0), (2, "Lead director".to_owned()));
    assert_eq!(count(2), (4, "Signer 0, Director".to_owned()));
    assert_eq!(count(7).0, 6);
}

fn charts(report: &Report, title: &str) -> Vec<Figures> {
    let section = report.sections.iter().find(|s| s.title == title).unwrap();
    let charts = section.blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart.figures.clone()),
        _ => None,
    });
    charts.collect()
}

#[test]
fn charts_of_time_count_every_exemption_and_action_in_its_month() {
    let (report, state) = report_of(&built_in().unwrap(), &demonstration(), DAY);
    let [Figures::Time { kinds, steps }] = &charts(&report, "Actions")[..] else {
        panic!("one chart of time");
    };
    assert_eq!(*kinds, ["Overdue", "Open", "Done"]);
    let total: u32 = steps.iter().flat_map(|step| &step.counts).sum();
    assert_eq!(usize::try_from(total).unwrap(), state.actions.len());
    let done = state.actions.values();
    let done = done.filter(|a| a.progress == Progress::Done).count();
    let counted: u32 = steps.iter().map(|step| step.counts[2]).sum();
    assert_eq!(usize::try_from(counted).unwrap(), done);
    assert!(steps.iter().any(|step| step.label == "No date"));

    let [Figures::Time { kinds, steps }] = &charts(&report, texts::REGISTER)[..] else {
        panic!("one chart of time");
    };
    assert_eq!(*kinds, ["Ends", "Review due"]);
    let in_april = steps.iter().find(|step| step.label == "Apr 2027").unwrap();
    assert!(
        in_april.counts.iter().sum::<u32>() >= 1,
        "EX-2 counts until 23 April 2027"
    );
    assert!(steps.iter().filter(|s| s.label.contains(' ')).count() >= 24);

    let (report, _) = report_of(&built_in().unwrap(), &log(vec![]), DAY);
    assert!(charts(&report, "Actions").is_empty(), "nothing to draw");
    assert!(charts(&report, texts::REGISTER).is_empty());
}

#[test]
fn the_report_says_what_it_proves_and_which_wording_was_not_seen() {
    let asked = built_in().unwrap();
    for profile in [Profile::Board, Profile::Full] {
        let mut options = Options::new(DAY, "OFFICIAL");
        options.profile = profile;
        let words = part(&with(&asked, &log(vec![]), &options), texts::SIGNATURES);
        for needed in [
            "Nobody has signed the record as it stands.",
            "Self-assessment. This is a self-assessment by ",
            "It does not prove who typed the name",
            "R1, R2 and R3: as reported by others.",
        ] {
            assert!(words.contains(needed), "no {needed:?}: {words}");
        }
        assert_eq!(
            profile == Profile::Board,
            words.contains(texts::VERIFY_TITLE)
        );
    }
}
