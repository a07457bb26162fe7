//! Each row of the key table does what its sentence says, and one can always go back.

use mfa_assess::facts::Aspect;
use mfa_assess::wizard::keys::TABLE;
use mfa_assess::wizard::{Command, FieldKey, Key, Message, Overlay, Place, Screen, Stop, Subject};
use proptest::prelude::*;

use crate::harness::{Talk, asked, choice};

fn scenario(id: &str) -> Option<Subject> {
    Some(Subject::Scenario(id.try_into().unwrap()))
}

/// The scenarios that are asked before and after one.
fn neighbours(talk: &Talk, id: &str) -> [String; 2] {
    let asked = talk.open().asked();
    let at = asked.iter().position(|s| s.as_str() == id).unwrap();
    [at - 1, at + 1].map(|i| asked[i].to_string())
}

/// Presses the key where the command counts, and looks at what has come of it.
fn does_what_it_says(command: Command, key: Key) {
    let mut talk = Talk::at("vpn");
    let first = talk.cursor().clone();
    let choices = ["all", "some", "optional", "none"];
    let stop = |n: usize| Stop::Choice(asked("vpn-mfa"), choices[n].try_into().unwrap());
    assert_eq!(first, stop(0));
    match command {
        Command::Select => {
            talk.press(key);
            assert_eq!(talk.answered("vpn-mfa"), choice("all"));
            assert_eq!(talk.here().as_deref(), Some("vpn-factor"));
            talk.show(Place::Tasks);
            talk.press(key);
            assert_eq!(
                talk.subject(),
                Some(&Subject::Organisation),
                "goes to the row"
            );
        }
        Command::Mark => {
            talk.press(key);
            assert_eq!(talk.answered("vpn-mfa"), choice("all"));
            assert_eq!(*talk.cursor(), stop(0));
        }
        Command::Up => {
            talk.presses(&[Key::Down, Key::Down, key]);
            assert_eq!(*talk.cursor(), stop(1));
        }
        Command::Down => {
            talk.press(key);
            assert_eq!(*talk.cursor(), stop(1));
        }
        Command::NextField => {
            talk.presses(&[Key::Down, key]);
            assert_eq!(*talk.cursor(), Stop::Text(FieldKey::Evidence));
        }
        Command::PreviousField => {
            talk.reach(FieldKey::Evidence);
            talk.press(key);
            assert_eq!(*talk.cursor(), stop(0));
        }
        Command::Back => {
            talk.reach(FieldKey::Note);
            talk.write("half a");
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Tasks));
            talk.scenario("vpn");
            talk.reach(FieldKey::Note);
            assert_eq!(talk.text(), Some("half a"), "what was typed is kept");
        }
        Command::Help => {
            talk.press(key);
            assert!(matches!(talk.model.overlay, Some(Overlay::Help(0))));
            talk.press(Key::Esc);
            assert!(talk.model.overlay.is_none());
            assert_eq!(talk.subject().cloned(), scenario("vpn"));
        }
        Command::Search => {
            talk.press(key);
            talk.write("suppliers remote");
            talk.press(Key::Enter);
            assert_eq!(talk.subject().cloned(), scenario("supplier-support"));
        }
        Command::Guidance => {
            talk.press(key);
            assert_eq!(talk.model.form().unwrap().guidance, Some(0));
            talk.press(key);
            assert_eq!(talk.model.form().unwrap().guidance, None);
        }
        Command::Next => {
            let [_, after] = neighbours(&talk, "vpn");
            talk.press(key);
            assert_eq!(talk.subject().cloned(), scenario(&after));
            let last = talk.open().asked().last().unwrap().clone();
            talk.scenario(last.as_str());
            assert_eq!(talk.text(), None, "letters are commands here");
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Review), "after the last one");
        }
        Command::Previous => {
            let [before, _] = neighbours(&talk, "vpn");
            talk.press(key);
            assert_eq!(talk.subject().cloned(), scenario(&before));
        }
        Command::Clear => {
            talk.answer("vpn-mfa", "all");
            talk.press(key);
            assert_eq!(talk.answered("vpn-mfa"), None);
        }
        Command::Confirm => {
            talk.answer("vpn-mfa", "all");
            let open = talk.model.open.as_mut().unwrap();
            let changes = [Aspect::Text].into();
            open.state
                .changed
                .insert("vpn-mfa".try_into().unwrap(), changes);
            talk.to("vpn-mfa");
            talk.press(key);
            assert!(talk.state().changed.is_empty());
            assert_eq!(talk.on_disk(), *talk.state());
            assert_eq!(talk.here().as_deref(), Some("vpn-factor"));
        }
        Command::Undo => {
            talk.answer("vpn-mfa", "all");
            talk.press(key);
            assert_eq!(talk.answered("vpn-mfa"), None);
            assert!(talk.notice().starts_with("Undone: "), "{}", talk.notice());
        }
        Command::Redo => {
            talk.answer("vpn-mfa", "all");
            talk.presses(&[Key::F(7), key]);
            assert_eq!(talk.answered("vpn-mfa"), choice("all"));
            assert!(
                talk.notice().starts_with("Brought back: "),
                "{}",
                talk.notice()
            );
        }
        Command::Exempt => {
            talk.press(key);
            let kinds = Place::ExemptionKinds(Some("vpn".try_into().unwrap()));
            assert_eq!(talk.place(), Some(&kinds));
            talk.show(Place::Tasks);
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Exemptions));
        }
        Command::Act => {
            talk.press(key);
            assert!(matches!(talk.subject(), Some(Subject::Action(_))));
            assert_eq!(talk.state().actions.len(), 1);
            talk.show(Place::Tasks);
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Actions));
        }
        Command::Tasks => {
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Tasks));
        }
        Command::Review => {
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Review));
            talk.press(Key::Enter);
            let form = talk.model.form().unwrap();
            let gap = talk.field(form.cursor.field().unwrap());
            assert_eq!(gap.answer, None, "a gap leads to its question");
        }
        Command::History => {
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::History(0)));
        }
        Command::Outcomes => {
            talk.press(key);
            assert_eq!(talk.place(), Some(&Place::Outcomes));
        }
        Command::First => {
            talk.presses(&[Key::Down, Key::Down, key]);
            assert_eq!(*talk.cursor(), stop(0));
        }
        Command::Last => {
            talk.press(key);
            assert!(matches!(talk.cursor(), Stop::Link(_)));
            let before = talk.cursor().clone();
            talk.press(Key::Down);
            assert_eq!(*talk.cursor(), before);
        }
        Command::PageDown => {
            talk.press(key);
            assert!(talk.model.form().unwrap().index > 1);
        }
        Command::PageUp => {
            talk.presses(&[Key::PageDown, key]);
            assert_eq!(*talk.cursor(), stop(0));
        }
        Command::Retry => {
            talk.broken = Some("the disk is full");
            talk.answer("vpn-mfa", "all");
            assert!(talk.is_unsaved());
            talk.broken = None;
            talk.press(key);
            assert!(!talk.is_unsaved());
            assert_eq!(talk.on_disk(), *talk.state());
        }
        Command::Copy => {
            talk.presses(&[key, Key::Ctrl('u')]);
            talk.write("/mnt/stick");
            talk.press(Key::Enter);
            assert_eq!(talk.copies[0].to, "/mnt/stick");
        }
        Command::Quit => {
            talk.press(key);
            assert!(talk.has_ended);
            assert_eq!(talk.on_disk(), *talk.state());
        }
    }
    if command != Command::Quit {
        assert!(!talk.has_ended);
        talk.is_sane();
    }
}

#[test]
fn each_key_of_the_table_does_what_its_sentence_says() {
    for binding in TABLE {
        for key in binding.keys {
            does_what_it_says(binding.command, *key);
        }
    }
}

#[test]
fn search_finds_by_any_words_and_says_so_when_nothing_is_found() {
    let mut talk = Talk::begun();
    talk.press(Key::Char('/'));
    talk.write("PIN smartcard");
    talk.press(Key::Enter);
    assert!(
        talk.model.overlay.is_some(),
        "care is not given, so wards are not asked"
    );
    talk.press(Key::Esc);
    talk.answer_in_organisation("provides-care", "yes");
    talk.press(Key::Char('/'));
    talk.send(Message::Paste("shared clinical workstations".into()));
    talk.press(Key::Enter);
    assert_eq!(talk.subject().cloned(), scenario("shared-workstations"));
}

#[test]
fn guidance_covers_the_questions_so_no_key_reaches_them() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "all");
    talk.to("vpn-mfa");
    for key in [Key::Enter, Key::Char(' '), Key::Delete, Key::Tab, Key::End] {
        let (answers, cursor) = (talk.state().answers.clone(), talk.cursor().clone());
        talk.press(Key::F(2));
        talk.press(key);
        assert_eq!(talk.state().answers, answers, "{key:?}");
        assert_eq!(*talk.cursor(), cursor, "{key:?}");
        if talk.model.form().unwrap().guidance.is_some() {
            talk.press(Key::F(2));
        }
    }
    talk.reach(FieldKey::Note);
    talk.press(Key::F(2));
    talk.write("x");
    talk.send(Message::Paste("pasted".into()));
    talk.show(Place::Tasks);
    assert!(talk.state().notes.is_empty());
    assert!(talk.kept.is_empty());
}

/// Everything that a person can press, with letters of both kinds.
pub fn any_message() -> impl Strategy<Value = Message> {
    let keys: Vec<Key> = TABLE.iter().flat_map(|b| b.keys).copied().collect();
    let quits = [Key::Char('q'), Key::Ctrl('c'), Key::Ctrl('q')];
    let keys: Vec<Key> = keys.into_iter().filter(|k| !quits.contains(k)).collect();
    prop_oneof![
        12 => prop::sample::select(keys).prop_map(Message::Press),
        6 => Just(Message::Press(Key::Down)),
        6 => Just(Message::Press(Key::Enter)),
        2 => prop::sample::select(vec!['1', '5', 'z', ' ', 'ŵ']).prop_map(|c| Message::Press(Key::Char(c))),
        1 => Just(Message::Paste("30/06/2027\nand more".into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_keys_the_focus_is_sane_the_disk_holds_the_state_and_esc_leads_home(
        messages in prop::collection::vec(any_message(), 1..60),
    ) {
        let mut talk = Talk::at("vpn");
        for message in messages {
            talk.send(message.clone());
            talk.is_sane();
            if let Some(open) = &talk.model.open {
                prop_assert!(open.pending.is_empty(), "{message:?}");
                if open.unborn.is_none() {
                    prop_assert_eq!(&talk.on_disk(), &open.state, "{:?}", message);
                }
            }
        }
        for _ in 0..100 {
            if matches!(talk.place(), Some(Place::Home)) && talk.model.overlay.is_none() {
                break;
            }
            talk.press(Key::Esc);
        }
        prop_assert_eq!(talk.place(), Some(&Place::Home));
        prop_assert!(matches!(talk.model.screens[..], [Screen::List(_)]));
    }
}
