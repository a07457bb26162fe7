//! A record that can only be read: everything is shown, nothing is taken, and one is told why.

use mfa_assess::facts::{Answer, Assessment, Origin, Redaction};
use mfa_assess::questionnaire::built_in;
use mfa_assess::wizard::{
    Command, Effect, FieldKey, Goal, Key, Message, Opened, Place, Subject, update,
};

use crate::harness::{Talk, choice};

const WHY: &str =
    "this record is open in another mfa-assess (Sam Fell), so it can only be read here";
const SAID: &str =
    "This record is open in another mfa-assess (Sam Fell), so it can only be read here.";

fn opened(talk: &Talk, read_only: Option<&str>) -> Message {
    Message::Opened(Box::new(Opened {
        name: "northmoor".into(),
        path: "northmoor.jsonl".into(),
        questionnaire: built_in().unwrap(),
        entries: talk.disk.clone(),
        state: Assessment::fold(&talk.disk).unwrap(),
        drafts: Default::default(),
        warning: None,
        read_only: read_only.map(str::to_owned),
    }))
}

/// At a scenario of a record that somebody else has open.
fn held() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    let opened = opened(&talk, Some(WHY));
    talk.send(opened);
    assert_eq!(talk.notice(), SAID);
    assert_eq!(talk.model.saved(), "Read only");
    talk.scenario("vpn");
    talk
}

#[test]
fn no_change_is_taken_by_any_way_and_each_says_why() {
    type Way = fn(&mut Talk);
    let ways: [(&str, Way); 13] = [
        ("choose", |t| t.press(Key::Enter)),
        ("mark", |t| t.press(Key::Char(' '))),
        ("clear", |t| t.press(Key::Delete)),
        ("undo", |t| t.press(Key::Char('u'))),
        ("redo", |t| t.press(Key::Char('U'))),
        ("action", |t| t.press(Key::Char('a'))),
        ("paste", |t| t.send(Message::Paste("words".into()))),
        ("answer", |t| t.answer("vpn-mfa", "all")),
        ("type", |t| {
            t.reach(FieldKey::Note);
            t.press(Key::Char('z'));
        }),
        ("exempt", |t| {
            let kind = t.open().questionnaire.exemptions[0].id.clone();
            t.go(Goal::BeginExemption(kind, None));
        }),
        ("sign name", |t| {
            t.go(Goal::Form(Subject::SignOff, None));
            t.send(Message::Answer {
                key: FieldKey::SignName,
                answer: Some(Answer::Text("Sam".into())),
            });
        }),
        ("sign", |t| t.go(Goal::Sign)),
        ("confirm", |t| t.answer("vpn-mfa", "some")),
    ];
    for (name, way) in ways {
        let mut talk = held();
        let (state, disk) = (talk.state().clone(), talk.disk.len());
        talk.model.notice = None;
        way(&mut talk);
        assert_eq!(talk.notice(), SAID, "{name}");
        assert_eq!((talk.state(), talk.disk.len()), (&state, disk), "{name}");
        assert!(talk.open().pending.is_empty(), "{name}");
        assert!(
            talk.open().drafts.is_empty() && talk.text().is_none(),
            "{name}"
        );
        assert!(talk.open().signing.name.is_empty(), "{name}");
        assert_eq!(talk.model.saved(), "Read only", "{name}");
        talk.is_sane();
    }
}

#[test]
fn it_can_be_read_reported_on_and_left() {
    let mut talk = held();
    assert_eq!(talk.answered("vpn-mfa"), choice("some"));
    talk.reach(FieldKey::Note);
    talk.press(Key::Char('o'));
    assert_eq!(talk.place(), Some(&Place::Outcomes), "letters are commands");
    talk.go(Goal::WriteReport);
    assert_eq!(talk.reports, 1);
    talk.press(Key::Char('q'));
    assert!(talk.has_ended);
}

#[test]
fn it_is_taken_over_once_it_is_free() {
    let mut talk = held();
    let again = update(&mut talk.model, Message::Press(Key::Ctrl('r')));
    assert_eq!(again, [Effect::TakeOver]);
    talk.send(Message::Failed(WHY.into()));
    assert_eq!(
        (talk.notice(), talk.model.saved().as_str()),
        (SAID, "Read only")
    );
    let free = opened(&talk, None);
    talk.send(free);
    assert_eq!(talk.notice(), "You can change the record now.");
    assert_eq!(talk.model.saved(), "All saved");
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "all");
    assert_eq!(talk.answered("vpn-mfa"), choice("all"));
}

#[test]
fn its_copy_can_be_gone_on_in_unless_it_is_one_that_was_made_to_be_shared() {
    let mut talk = held();
    talk.press(Key::F(10));
    assert!(talk.model.copy_words().contains("You go on in the copy"));
    talk.send(Message::CopyTo("/mnt/stick".into()));
    assert!(talk.copies[0].goes_on);
    talk.send(Message::Copied {
        name: "copy".into(),
        path: "/mnt/stick/copy.jsonl".into(),
        goes_on: true,
    });
    assert!(talk.open().read_only.is_none() && talk.model.overlay.is_none());
    assert!(talk.notice().contains("northmoor.jsonl is left as it was"));

    let mut talk = held();
    let open = talk.model.open.as_mut().unwrap();
    let newest = open.entries.last().unwrap();
    open.state.redaction = Some(Redaction {
        of: Origin {
            record: "northmoor".into(),
            organisation: "Northmoor Trust".into(),
            version: "2026.1".into(),
            fingerprint: newest.fingerprint,
            last: newest.entry.at,
        },
        without: Default::default(),
        sign_offs: vec![],
    });
    talk.send(Message::Do(Command::Copy));
    talk.press(Key::Enter);
    assert!(!talk.copies[0].goes_on);
}
