//! What is typed, chosen and taken back counts once, where the person sees it, and nowhere else.

#[allow(dead_code, reason = "other tests use the rest")]
mod common;
#[path = "screens/frame.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod frame;
#[path = "screens/steps.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod steps;

use frame::{PLAIN, shown};
use mfa_assess::wizard::{Command, Effect, FieldKey, Goal, Key, Message, Notice, Stop, update};
use steps::{Talk, begun, home};

#[test]
fn nothing_is_chosen_or_typed_behind_the_guidance() {
    let mut talk = begun();
    talk.scenario("vpn");
    let events = |talk: &Talk| talk.session.model.open.as_ref().unwrap().entries.len();
    let before = events(&talk);
    for key in [Key::Enter, Key::Char(' '), Key::Tab, Key::Delete] {
        talk.keys(&[Key::F(2), key]);
        let form = talk.session.model.form().unwrap();
        assert_eq!(form.guidance, None, "{key:?} leads back to the questions");
    }
    talk.at(FieldKey::Note);
    talk.keys(&[Key::F(2), Key::Char('z')]);
    talk.send(Message::Paste("pasted".into()));
    talk.press(Key::Char('g'));
    let form = talk.session.model.form().unwrap();
    assert_eq!(form.input.as_ref().unwrap().value(), "");
    assert_eq!(events(&talk), before);
}

#[test]
fn the_guidance_and_the_help_do_not_scroll_on_when_they_have_ended() {
    let mut talk = begun();
    talk.scenario("vpn");
    talk.press(Key::F(2));
    (0..500).for_each(|_| talk.press(Key::Down));
    let line = talk.session.model.form().unwrap().guidance.unwrap();
    assert!(line < 100, "{line}");
    for size in [(40, 10), (80, 24), (120, 40)] {
        let text = shown(&talk.session.model, size, PLAIN).text();
        assert!(!text.contains('↓'), "the end is not in sight: {text}");
    }
    let last = shown(&talk.session.model, (80, 24), PLAIN).rows();
    talk.press(Key::PageUp);
    assert_ne!(shown(&talk.session.model, (80, 24), PLAIN).rows(), last);
}

#[test]
fn guidance_is_not_offered_where_there_is_none() {
    let mut talk = home();
    talk.go(Goal::New);
    talk.press(Key::F(2));
    let form = talk.session.model.form().unwrap();
    assert_eq!(
        form.guidance, None,
        "the arrow keys would scroll what nobody sees"
    );
    assert!(talk.session.model.notice.is_some());
}

#[test]
fn a_text_that_gets_the_focus_after_an_undo_can_be_typed_into() {
    let mut talk = begun();
    talk.scenario("vpn");
    talk.keys(&[Key::Enter, Key::F(7)]);
    let form = talk.session.model.form().unwrap();
    let is_text = matches!(form.cursor, Stop::Text(_));
    assert_eq!(form.input.is_some(), is_text, "{:?}", form.cursor);
}

#[test]
fn only_ctrl_c_gives_up_what_is_not_saved() {
    let mut talk = begun();
    talk.scenario("vpn");
    let model = &mut talk.session.model;
    update(model, Message::Press(Key::Enter));
    update(model, Message::NotSaved("no space".into()));
    for key in [Key::Char('q'), Key::Esc, Key::Enter] {
        assert_eq!(update(model, Message::Press(Key::Char('q'))), []);
        assert_eq!(update(model, Message::Press(key)), [], "{key:?}");
        assert!(model.overlay.is_none());
    }
    update(model, Message::Press(Key::Char('q')));
    let again = update(model, Message::Press(Key::Ctrl('r')));
    assert!(matches!(again[..], [Effect::Append { .. }]), "{again:?}");
    update(model, Message::NotSaved("no space".into()));
    update(model, Message::Press(Key::Char('q')));
    let quit = update(model, Message::Press(Key::Ctrl('c')));
    assert_eq!(quit, [Effect::Quit]);
}

#[test]
fn an_undone_text_does_not_come_back_when_the_focus_moves_on() {
    let mut talk = begun();
    talk.scenario("vpn");
    talk.at(FieldKey::Note);
    talk.type_in("Wave 1");
    talk.press(Key::F(7));
    assert!(matches!(talk.session.model.notice, Some(Notice::Info(_))));
    talk.press(Key::F(7));
    let open = |talk: &Talk| talk.session.model.open.clone().unwrap();
    assert!(open(&talk).state.notes.is_empty());
    talk.press(Key::Tab);
    assert!(open(&talk).state.notes.is_empty());
    talk.at(FieldKey::Note);
    talk.type_in("Wave 2");
    talk.keys(&[Key::Tab, Key::BackTab]);
    talk.send(Message::Do(Command::Clear));
    talk.press(Key::Tab);
    assert!(open(&talk).state.notes.is_empty());
}

/// A scenario line by line, with the note in front.
fn dialogue(pieces: &[&[&str]]) -> (Talk, String) {
    let mut talk = begun();
    talk.scenario("vpn");
    talk.at(FieldKey::Note);
    let all = [pieces, &[&["quit"]]].concat();
    let pieces = all.into_iter().map(<[&str]>::to_vec).collect();
    let said = common::by_pieces(&mut talk.session, pieces);
    (talk, said)
}

fn notes(talk: &Talk) -> Vec<&str> {
    let open = talk.session.model.open.as_ref().unwrap();
    open.state
        .notes
        .values()
        .map(|note| note.text.as_str())
        .collect()
}

/// How many entries there are, and what is answered.
fn written(talk: &Talk) -> (usize, String) {
    let open = talk.session.model.open.as_ref().unwrap();
    (open.entries.len(), format!("{:?}", open.state.answers))
}

const LINES: [&str; 5] = [
    "Seen with the supplier on 3 November.",
    "2",
    "undo",
    "until the change on 30 June.",
    "Agreed with Rowan Hale.",
];

#[test]
fn a_note_pasted_line_by_line_is_one_note() {
    let before = written(&dialogue(&[]).0);
    // The last line of a paste has no end: it waits for Enter.
    for pieces in [
        &[&LINES[..], &[""]][..],
        &[&LINES[..4], &LINES[4..]],
        &[&LINES[..2], &LINES[2..], &[""]],
    ] {
        let (talk, said) = dialogue(pieces);
        assert_eq!(notes(&talk), [LINES.join("\n")], "{said}");
        assert_eq!(written(&talk), (before.0 + 1, before.1.clone()), "{said}");
        assert!(said.contains("Press Enter to take it."), "{said}");
    }
}

#[test]
fn a_note_pasted_where_a_number_is_asked_for_is_nothing() {
    let before = written(&dialogue(&[]).0);
    for ahead in [&["tasks"][..], &["review"], &["exemption"]] {
        let (talk, said) = dialogue(&[ahead, &LINES[1..]]);
        assert_eq!(written(&talk), before, "{said}");
        assert!(
            said.contains("That was pasted text; nothing was changed."),
            "{said}"
        );
    }
}

#[test]
fn a_note_that_begins_as_a_command_does_is_the_note() {
    for (entered, note) in [
        (
            "Search the sign-in logs every week",
            "Search the sign-in logs every week",
        ),
        ("=7 days to enrol", "=7 days to enrol"),
        ("back to the supplier", "back to the supplier"),
        ("=Undo", "Undo"),
        ("==undo", "=undo"),
        ("\u{feff}Marked", "Marked"),
    ] {
        let (talk, said) = dialogue(&[&[entered]]);
        assert_eq!(notes(&talk), [note], "{said}");
    }
}

#[test]
fn a_path_that_ends_with_a_backslash_takes_no_line_more() {
    let (talk, said) = dialogue(&[&["skip"], &["\\\\server\\assurance\\"], &["undo"]]);
    let open = talk.session.model.open.as_ref().unwrap();
    assert!(open.state.evidence.is_empty(), "it was undone: {said}");
    assert!(said.contains("Undone:"), "{said}");
}
