//! Every screen as a person sees it, at the design size and at a large one.
//!
//! Snapshots are reviewed by reading them. What must hold on every screen is asserted besides:
//! a cursor, a footer with keys, no meaning that only a colour carries.

#[allow(dead_code, reason = "other tests use the rest")]
mod common;
#[path = "screens/exemptions.rs"]
mod exemptions;
#[path = "screens/frame.rs"]
mod frame;
#[path = "screens/history.rs"]
mod history;
#[path = "screens/registers.rs"]
mod registers;
#[path = "screens/review.rs"]
mod review;
#[path = "screens/steps.rs"]
mod steps;

use std::io;
use std::path::PathBuf;

use frame::{COLOUR, PLAIN, shown};
use mfa_assess::facts::{Answer, EvidenceFile, FileOf, Fingerprint};
use mfa_assess::questionnaire::{Input, Questionnaire, Scenario, ScenarioId, load};
use mfa_assess::record::RecordError;
use mfa_assess::rules::{LifeStep, Suggestion};
use mfa_assess::wizard::{
    About, Command, FieldKey, Goal, Key, Listed, Message, Notice, Opened, Place, Subject, update,
};
use ratatui::style::{Color, Modifier};
use steps::{Talk, begun, complete, home, home_with};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Compares a screen with its snapshot, and holds it against what every screen owes to a person.
fn check(name: &str, talk: &Talk) {
    let text: Vec<String> = SIZES
        .map(|size| anonymous(talk, shown(&talk.session.model, size, PLAIN).text()))
        .to_vec();
    snapshot(name, &text.join("\n\n"));
    for size in SIZES {
        owed(name, talk, size);
    }
}

/// The same with the runs of style, in colour and without.
fn check_styles(name: &str, talk: &Talk) {
    let parts: Vec<String> = [COLOUR, PLAIN]
        .map(|theme| {
            let shown = shown(&talk.session.model, (80, 24), theme);
            let head = if theme.colour {
                "in colour"
            } else {
                "without colour"
            };
            let text = anonymous(talk, shown.text());
            format!("{head}\n{text}\n{}", shown.styles())
        })
        .to_vec();
    snapshot(name, &parts.join("\n\n"));
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A fingerprint changes with every word of the questionnaire: it is not what is looked at here.
fn anonymous(talk: &Talk, text: String) -> String {
    let print = talk
        .session
        .model
        .open
        .as_ref()
        .and_then(|o| o.fingerprint());
    match print.map(|print| print.short()) {
        Some(short) => {
            let stands_for: String = short
                .chars()
                .map(|c| if c == ' ' { c } else { 'f' })
                .collect();
            text.replace(&short, &stands_for)
        }
        None => text,
    }
}

fn owed(name: &str, talk: &Talk, size: (u16, u16)) {
    let (with, without) = (
        shown(&talk.session.model, size, COLOUR),
        shown(&talk.session.model, size, PLAIN),
    );
    assert_eq!(with.rows(), without.rows(), "{name}: colour changes words");
    for cell in without.buffer.content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
    }
    for cell in with.buffer.content() {
        // ANSI 8 is the background of a popular palette, and dim text is unreadable on others.
        assert_ne!(cell.fg, Color::DarkGray, "{name}");
        assert!(!cell.modifier.contains(Modifier::DIM), "{name}");
    }
    assert!(
        without.cursor.is_some(),
        "{name}: no cursor for a screen reader"
    );
    let rows = without.rows();
    assert!(rows.iter().skip(1).any(|r| r.len() > 3), "{name}: blank");
    let foot = rows.last().unwrap();
    if talk.session.model.overlay.is_some() {
        assert!(foot.contains("Esc back"), "{name}: {foot}");
    } else {
        assert!(
            foot.contains("F1 help") || foot.contains("? help"),
            "{name}: {foot}"
        );
        assert!(foot.contains("quit"), "{name}: {foot}");
    }
}

#[test]
fn home_screens() {
    check("home_empty", &home());

    let mut talk = home();
    let damaged = RecordError::Damaged {
        path: PathBuf::from("/home/robin/records/mill-lane-surgery.jsonl"),
        line: 14,
        says: "it does not follow from the line before".into(),
    };
    let about = |organisation: &str, progress: &str| {
        Ok(About {
            organisation: organisation.into(),
            progress: progress.into(),
        })
    };
    let listed = |name: &str, about| Listed {
        name: name.into(),
        about,
    };
    talk.send(Message::Stored(vec![
        listed(
            "amberley-vale-nhs-foundation-trust",
            about("Amberley Vale NHS Foundation Trust", "draft, 31 left"),
        ),
        listed("mill-lane-surgery", Err(damaged.to_string())),
        listed("assessment", about("", "draft, 74 left")),
        listed(
            "ty-gwyn-hospice",
            about("Tŷ Gŵyn Hospice", "signed, complete"),
        ),
    ]));
    talk.press(Key::Down);
    check("home_with_records", &talk);
    check_styles("home_with_records_styles", &talk);
    talk.press(Key::Down);
    talk.press(Key::Enter);
    check("home_says_why_a_record_cannot_be_opened", &talk);
}

#[test]
fn organisation_screens() {
    let mut talk = home();
    talk.go(Goal::New);
    check("organisation_fresh", &talk);
    talk.type_in("Amberley Vale NHS Foundation Trust");
    talk.keys(&[Key::Enter, Key::Enter, Key::Enter]);
    check("organisation_begun", &talk);

    let mut talk = home();
    talk.go(Goal::New);
    talk.type_in(
        "The Royal Amberley Vale, Mill Lane and Ysbyty Tŷ Gŵyn Combined Community, Mental Health \
         and Ambulance Services University NHS Foundation Trust (Northern Division)",
    );
    check("organisation_with_a_very_long_name", &talk);
    talk.press(Key::Ctrl('t'));
    check("tasks_with_a_very_long_name", &talk);
}

#[test]
fn task_lists() {
    let mut talk = begun();
    check("tasks_fresh", &talk);
    talk.fill_scenarios(5);
    talk.press(Key::Down);
    check("tasks_half_way", &talk);
    check_styles("tasks_half_way_styles", &talk);
    talk.press(Key::End);
    check("tasks_at_the_end", &talk);
}

#[test]
fn scenario_screens() {
    let mut talk = begun();
    talk.scenario("vpn");
    check("scenario_with_hidden_questions", &talk);
    talk.keys(&[Key::Down, Key::Enter]);
    check("scenario_with_shown_questions", &talk);
    check_styles("scenario_with_shown_questions_styles", &talk);
    talk.asked("vpn-accounts");
    talk.type_in("about forty");
    talk.press(Key::Tab);
    check("scenario_with_a_refused_answer", &talk);
    check_styles("scenario_with_a_refused_answer_styles", &talk);
    talk.keys(&[Key::Ctrl('u'), Key::Char('4'), Key::Char('0'), Key::Tab]);
    talk.at(FieldKey::Note);
    talk.type_in(
        "Contractors at Ysbyty Tŷ Gŵyn still sign in with a password only. The network team moves \
         them in three waves, and reports on each wave to the digital board.\n\nWave 1: pharmacy.\n\
         Wave 2: estates, with https://example.org/a/very/long/address/that/does/not/break/anywhere/\
         because/it/has/no/spaces and more words after it.\nWave 3: everyone else",
    );
    talk.keys(&[Key::Left, Key::Left, Key::Left]);
    check("scenario_with_a_long_note_being_typed", &talk);
    check_styles("scenario_with_a_long_note_being_typed_styles", &talk);
    talk.press(Key::Tab);
    check("scenario_at_its_mark_for_the_board", &talk);
    talk.press(Key::Tab);
    check("scenario_at_its_links", &talk);
    let scenario = "vpn".try_into().unwrap();
    talk.go(Goal::Form(Subject::File(FileOf::Scenario(scenario)), None));
    talk.type_in("~/board/2026-11/vpn.png");
    check("file_as_evidence", &talk);
    talk.press(Key::Esc);
    let of = FileOf::Scenario("vpn".try_into().unwrap());
    let path = "/home/robin/board/2026-11/vpn.png".into();
    let (bytes, sha256) = (48213, Fingerprint::of(b"vpn"));
    let file = EvidenceFile {
        path,
        bytes,
        sha256,
    };
    talk.send(Message::Looked { of, file });
    talk.keys(&[Key::End]);
    check("scenario_with_a_file", &talk);
}

/// The one with the most to read: its questions, hints and choices, when all of them are shown.
#[test]
fn the_longest_scenario() {
    let mut talk = begun();
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.choose("provides-care", "yes");
    talk.scenario("medical-devices");
    let longest = longest(&talk.session.model.questionnaire);
    assert_eq!(longest.as_str(), "medical-devices", "show that one instead");
    talk.choose_all("device-kinds", &["imaging", "lab", "bedside", "other"]);
    talk.choose("device-support", "all");
    talk.asked("device-kinds");
    check("longest_scenario_at_its_top", &talk);
    talk.asked("device-support");
    check("longest_scenario_in_its_middle", &talk);
    talk.fill(|_, _| true);
    talk.press(Key::End);
    check("longest_scenario_at_its_end", &talk);
}

fn longest(asked: &Questionnaire) -> ScenarioId {
    let lines = |scenario: &&Scenario| -> usize {
        let questions = scenario.questions.iter().map(|q| {
            let choices = q.input.choices().iter();
            let choices = choices.map(|c| 1 + usize::from(c.hint.is_some()));
            2 + usize::from(q.hint.is_some()) + choices.sum::<usize>()
        });
        questions.sum()
    };
    asked.scenarios().max_by_key(lines).unwrap().id.clone()
}

#[test]
fn a_question_that_does_not_apply_takes_its_reason() {
    let mut talk =
        steps::home_with(&mfa_assess::questionnaire::load(include_bytes!("backups.json")).unwrap());
    talk.go(Goal::New);
    talk.fill(|_, _| true);
    talk.scenario("what-is-backed-up");
    talk.answer("collections", Answer::Number(12));
    talk.answer("collections-copied", Answer::DontKnow);
    talk.asked("compared-on");
    talk.keys(&[Key::Down, Key::Down, Key::Enter]);
    talk.type_in("The catalogue is printed");
    check("scenario_not_applicable_because", &talk);
    talk.press(Key::Enter);
    check("scenario_not_applicable", &talk);
}

#[test]
fn guidance_screens() {
    let mut talk = begun();
    talk.scenario("vpn");
    talk.press(Key::F(2));
    check("guidance", &talk);
    talk.press(Key::PageDown);
    check("guidance_further_down", &talk);
}

#[test]
fn exemption_screens() {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Exemptions));
    check("exemptions_register_empty", &talk);
    talk.scenario("legacy");
    talk.fill(|_, _| true);
    talk.choose("legacy-admin", "none");
    talk.press(Key::F(3));
    check("exemption_kinds", &talk);
    let whole = talk.exempt("REASON", "legacy", true);
    let day = Answer::Date("2027-06-30".parse().unwrap());
    talk.go(Goal::Onward(Subject::Exemption(whole, 2)));
    talk.answer("next-review", day);
    let begun = talk.exempt("SPECIFIC", "legacy", false);
    talk.go(Goal::Form(Subject::Exemption(begun, 0), None));
    check("exemption_step_0", &talk);
    let kind = talk
        .session
        .model
        .open
        .as_ref()
        .unwrap()
        .kind_of(begun)
        .unwrap();
    let longest = (0..kind.steps.len())
        .max_by_key(|step| kind.steps[*step].questions.len())
        .unwrap();
    talk.go(Goal::Form(Subject::Exemption(begun, longest + 1), None));
    check("exemption_longest_step", &talk);
    let withdrawn = talk.exempt("E2", "vpn", false);
    talk.go(Goal::Form(Subject::Exemption(withdrawn, 0), None));
    talk.send(Message::Answer {
        key: FieldKey::Withdrawn,
        answer: Some(Answer::Text("The server was switched off".into())),
    });
    let reason = "The server was switched off".to_owned();
    talk.go(Goal::Take(withdrawn, LifeStep::Withdraw { reason }));
    talk.press(Key::Home);
    check("exemption_withdrawn", &talk);
    talk.go(Goal::Register(whole));
    talk.press(Key::Home);
    check("exemptions_register", &talk);
    check_styles("exemptions_register_styles", &talk);
}

#[test]
fn action_screens() {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Actions));
    check("actions_empty", &talk);
    talk.scenario("vpn");
    talk.fill(|_, _| true);
    talk.choose("vpn-mfa", "none");
    talk.press(Key::F(4));
    check("action_form", &talk);
    let text = |words: &str| Some(Answer::Text(words.into()));
    let date = |day: &str| Some(Answer::Date(day.parse().unwrap()));
    for (key, answer) in [
        (FieldKey::Owner, text("Jo Marsh, network manager")),
        (FieldKey::DueOn, date("2026-10-31")),
    ] {
        talk.send(Message::Answer { key, answer });
    }
    talk.scenario("vpn");
    check("scenario_with_an_action", &talk);
    talk.go(Goal::BeginAction(Suggestion::blank(
        "legacy".try_into().unwrap(),
    )));
    talk.send(Message::Answer {
        key: FieldKey::What,
        answer: text("Put a gateway with MFA in front of the scheduling system"),
    });
    talk.send(Message::Answer {
        key: FieldKey::NoDate,
        answer: text("The supplier has not named a release yet"),
    });
    talk.go(Goal::Show(Place::Actions));
    check("actions", &talk);
}

#[test]
fn review_and_outcome_screens() {
    let mut talk = begun();
    talk.fill_scenarios(4);
    talk.scenario("scope");
    talk.answer("routes-list", Answer::DontKnow);
    talk.exempt("SPECIFIC", "vpn", false);
    talk.go(Goal::Show(Place::Review));
    check("review_with_gaps", &talk);
    talk.go(Goal::Show(Place::Outcomes));
    check("outcomes_so_far", &talk);

    let mut talk = complete();
    talk.go(Goal::Show(Place::Review));
    check("review_complete", &talk);
    talk.go(Goal::Show(Place::Outcomes));
    check("outcomes", &talk);
    check_styles("outcomes_styles", &talk);
}

/// The example on another subject has a view with objectives, and a notice for some.
#[test]
fn screens_of_two_views_and_a_notice() {
    let mut talk =
        steps::home_with(&mfa_assess::questionnaire::load(include_bytes!("backups.json")).unwrap());
    talk.go(Goal::New);
    talk.fill(|_, _| true);
    talk.answer("vans", Answer::Number(1));
    check("organisation_with_a_notice", &talk);
    talk.press(Key::Ctrl('t'));
    check("tasks_with_a_notice", &talk);
    talk.scenario("where-copies-are");
    talk.choose_all("copy-places", &["other", "cloud"]);
    talk.choose("copy-locked", "some");
    talk.answer("copy-deleters", Answer::DontKnow);
    talk.scenario("restore-tests");
    talk.choose("restore-done", "files");
    talk.choose("restore-checked", "no");
    talk.scenario("responsibility");
    talk.choose("reported", "never");
    talk.go(Goal::Show(Place::Outcomes));
    check("outcomes_of_two_views", &talk);
    talk.press(Key::End);
    check("outcomes_of_two_views_at_the_end", &talk);
    talk.press(Key::Up);
    talk.press(Key::Enter);
    let form = talk.session.model.form().unwrap();
    let leads_to = FieldKey::Asked("restore-done".try_into().unwrap());
    assert_eq!(form.cursor.field(), Some(&leads_to));
}

#[test]
fn sign_off_screens() {
    let mut talk = begun();
    talk.go(Goal::Form(Subject::SignOff, None));
    check("sign_off_with_gaps", &talk);

    let mut talk = complete();
    talk.go(Goal::Form(Subject::SignOff, None));
    check("sign_off_complete", &talk);
    talk.type_in("Robin Ŵyn");
    talk.keys(&[Key::Enter, Key::Enter]);
    talk.type_in("declare");
    talk.press(Key::Tab);
    check("sign_off_ready", &talk);
    talk.send(Message::Written {
        path: PathBuf::from("/home/robin/reports/amberley-vale-nhs-foundation-trust-0a1b2c3d.pdf"),
        stays: None,
    });
    check("report_written", &talk);
}

#[test]
fn screens_once_somebody_has_signed() {
    let mut talk = complete();
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.type_in("Robin Ŵyn");
    talk.keys(&[Key::Enter, Key::Enter]);
    talk.type_in("declare");
    talk.keys(&[Key::Enter, Key::Enter]);
    talk.go(Goal::Form(Subject::SignOff, None));
    check("sign_off_signed_by_one", &talk);
    // Robin is named as the assessor, and now signs in a role that approves.
    talk.type_in("Robin Ŵyn");
    talk.keys(&[Key::Enter, Key::Down, Key::Enter]);
    check("sign_off_by_the_same_person", &talk);
    talk.go(Goal::Show(Place::Tasks));
    talk.scenario("vpn");
    talk.keys(&[Key::Down, Key::Enter]);
    talk.type_in("The gateway was replaced");
    check("reason_for_a_change", &talk);
    check_styles("reason_for_a_change_styles", &talk);
    talk.press(Key::Enter);
    talk.go(Goal::Form(Subject::SignOff, None));
    check("sign_off_superseded", &talk);
}

#[test]
fn overlays() {
    let mut talk = begun();
    talk.press(Key::Char('?'));
    check("help", &talk);
    talk.press(Key::PageDown);
    talk.press(Key::PageDown);
    check("help_further_down", &talk);
    talk.press(Key::Esc);
    talk.press(Key::Char('/'));
    check("search", &talk);
    talk.type_in("supplier contract");
    talk.press(Key::Down);
    check("search_for_words", &talk);
    talk.type_in(" zebra");
    check("search_finds_nothing", &talk);
}

#[test]
fn what_a_later_version_means_for_an_answer_is_said_where_it_is_asked_and_in_the_check() {
    let old = load(include_bytes!("backups.json")).unwrap();
    let mut talk = home_with(&old);
    talk.go(Goal::New);
    talk.fill(|_, _| true);
    talk.scenario("responsibility");
    talk.fill(|_, _| true);
    let mut new = old.clone();
    new.version = "2026.2".into();
    let last = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    let last = last.last().unwrap();
    last.questions[0].text = "Who answers for backups now?".into();
    if let Input::OneOf(choices) = &mut last.questions[1].input {
        choices.remove(0);
    }
    let open = talk.session.model.open.as_mut().unwrap();
    open.state.migrate(99, old.into(), &new);
    open.questionnaire = new;
    open.judge(open.today);
    check("scenario_of_a_later_version", &talk);
    check_styles("scenario_of_a_later_version_styles", &talk);
    talk.go(Goal::Show(Place::Review));
    check("review_of_a_later_version", &talk);
}

#[test]
fn what_is_not_saved_is_said_until_it_is() {
    let mut talk = begun();
    talk.scenario("vpn");
    // The disk is full: the effects are not carried out.
    let full = || RecordError::Io {
        doing: "save to",
        path: PathBuf::from("/home/robin/records/amberley-vale-nhs-foundation-trust.jsonl"),
        source: io::Error::from_raw_os_error(28),
    };
    update(&mut talk.session.model, Message::Press(Key::Enter));
    update(
        &mut talk.session.model,
        Message::NotSaved(full().to_string()),
    );
    check("not_saved", &talk);
    check_styles("not_saved_styles", &talk);
    talk.press(Key::Down);
    check("not_saved_later", &talk);
    update(&mut talk.session.model, Message::Do(Command::Quit));
    check("quit_although_not_saved", &talk);
    talk.session.model.elsewhere = PathBuf::from("/home/robin/assurance");
    talk.press(Key::Ctrl('s'));
    check("copy_elsewhere", &talk);

    let mut talk = begun();
    talk.scenario("vpn");
    talk.at(FieldKey::Note);
    talk.type_in("Half a thou");
    update(
        &mut talk.session.model,
        Message::Kept(Err(full().to_string())),
    );
    check("not_kept", &talk);
}

#[test]
fn a_record_that_can_only_be_read_says_so_and_who_has_it() {
    let mut talk = begun();
    let open = talk.session.model.open.clone().unwrap();
    let who = "this record is open in another mfa-assess (robin, process 4211 on it-laptop-7, \
               since 09:14 on 24/11/2026), so it can only be read here. Close it there, then \
               press Ctrl-R, or enter retry";
    talk.send(Message::Opened(Box::new(Opened {
        questionnaire: open.questionnaire.clone(),
        entries: open.entries.to_vec(),
        state: open.state.clone(),
        name: open.name.unwrap(),
        path: open.path.unwrap(),
        drafts: open.drafts,
        warning: None,
        read_only: Some(who.to_owned()),
    })));
    check("read_only", &talk);
    talk.scenario("vpn");
    check("read_only_scenario", &talk);
    talk.press(Key::Enter);
    check("read_only_refused", &talk);
}

#[test]
fn notices_say_what_happened() {
    let mut talk = begun();
    talk.scenario("vpn");
    talk.press(Key::Enter);
    talk.press(Key::F(7));
    check("undone", &talk);
    assert!(matches!(talk.session.model.notice, Some(Notice::Info(_))));
}

#[test]
fn a_terminal_that_is_too_small_says_so_and_nothing_panics() {
    let talk = begun();
    let says = |size| shown(&talk.session.model, size, PLAIN).text();
    snapshot(
        "too_small",
        &[says((20, 5)), says((39, 9)), says((40, 10))].join("\n\n"),
    );
    let mut talks = vec![home(), talk];
    for id in ["vpn", "email"] {
        let mut talk = begun();
        talk.scenario(id);
        talks.push(talk);
    }
    let mut talk = complete();
    for place in [
        Place::Outcomes,
        Place::Review,
        Place::Exemptions,
        Place::History(0),
    ] {
        talk.go(Goal::Show(place));
        for width in 1..60 {
            for height in 1..14 {
                shown(&talk.session.model, (width, height), COLOUR);
            }
        }
    }
    for talk in &mut talks {
        for overlay in [None, Some(Key::F(1)), Some(Key::F(2))] {
            overlay.into_iter().for_each(|key| talk.press(key));
            for width in 1..60 {
                for height in 1..14 {
                    shown(&talk.session.model, (width, height), COLOUR);
                }
            }
        }
    }
}

/// A second assessment, begun with what a finished one says.
fn next_year() -> Talk {
    let mut talk = complete();
    talk.scenario("vpn");
    talk.at(FieldKey::Note);
    talk.type_in("The gateway is replaced in spring.\nRobin knows more.");
    talk.press(Key::Tab);
    let path = talk.session.model.open.as_ref().unwrap().path.clone();
    talk.go(Goal::Close);
    talk.session.carry_forward(&path.unwrap()).unwrap();
    talk
}

#[test]
fn an_assessment_begun_with_what_an_earlier_one_says() {
    let mut talk = next_year();
    check("tasks_from_last_time", &talk);
    talk.go(Goal::Show(Place::Review));
    check("review_from_last_time", &talk);
    talk.scenario("vpn");
    check("scenario_from_last_time", &talk);
    talk.press(Key::F(9));
    check("scenario_from_last_time_confirmed", &talk);
    check_styles("scenario_from_last_time_styles", &talk);
    talk.at(FieldKey::Note);
    check("note_from_last_time", &talk);
    talk.go(Goal::Show(Place::Tasks));
    talk.go(Goal::Close);
    check("home_with_an_earlier_record", &talk);
    talk.go(Goal::Show(Place::Earlier));
    check("earlier_records", &talk);
}
