//! A file is named as evidence only once it was seen, and dropped with one choice.

use mfa_assess::wizard::{Goal, Key, Row, Subject, links};

use crate::harness::Talk;

fn link(talk: &Talk, beginning: &str) -> Goal {
    let subject = talk.subject().unwrap();
    let links: Vec<Row> = links(talk.open(), subject);
    let found = links
        .into_iter()
        .find(|row| row.text.starts_with(beginning));
    found
        .unwrap_or_else(|| panic!("no link {beginning}"))
        .goal
        .unwrap()
}

fn files(talk: &Talk) -> Vec<String> {
    let files = talk.on_disk().files;
    files.values().flat_map(|f| f.keys().cloned()).collect()
}

/// On the form that asks for a file.
fn asked_for_a_file() -> Talk {
    let mut talk = Talk::at("vpn");
    let goal = link(&talk, "Name a file as evidence");
    talk.go(goal);
    assert!(matches!(talk.subject(), Some(Subject::File(_))));
    talk
}

#[test]
fn a_path_that_is_typed_becomes_a_file_in_the_record() {
    let mut talk = asked_for_a_file();
    talk.write("shots/vpn.png");
    talk.presses(&[Key::Enter, Key::Enter]);
    assert_eq!(files(&talk), ["shots/vpn.png"]);
    assert!(matches!(talk.subject(), Some(Subject::Scenario(_))), "back");
    assert!(
        talk.notice()
            .starts_with("Named as evidence: shots/vpn.png (13 bytes")
    );
    talk.is_sane();

    let again = link(&talk, "Name a file as evidence");
    talk.go(again);
    assert_eq!(talk.text(), Some(""), "asked anew");
    talk.write("shots/vpn.png");
    talk.presses(&[Key::Enter, Key::Enter]);
    assert!(
        talk.notice().starts_with("Named already"),
        "{}",
        talk.notice()
    );

    let drop = link(&talk, "Drop the file shots/vpn.png");
    talk.go(drop);
    assert_eq!(files(&talk), [""; 0]);
    talk.is_sane();
    talk.press(Key::F(7));
    assert_eq!(files(&talk), ["shots/vpn.png"], "undone");
}

#[test]
fn what_is_no_file_is_said_and_what_was_typed_stays() {
    let mut talk = asked_for_a_file();
    talk.presses(&[Key::Enter, Key::Enter]);
    assert!(
        talk.notice().contains("Enter the path"),
        "{}",
        talk.notice()
    );
    talk.press(Key::Up);
    talk.write("nothing.txt");
    talk.presses(&[Key::Enter, Key::Enter]);
    assert_eq!(talk.notice(), "No file nothing.txt.");
    talk.press(Key::Up);
    assert_eq!(talk.text(), Some("nothing.txt"));
    assert_eq!(files(&talk), [""; 0]);
    talk.press(Key::Esc);
    assert!(matches!(talk.subject(), Some(Subject::Scenario(_))));
    talk.is_sane();
}
