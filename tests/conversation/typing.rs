//! What is typed: it is kept, taken or refused with a sentence, and never dropped.

use mfa_assess::facts::Answer;
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Place, Subject};

use crate::harness::Talk;

/// On the number of VPN accounts, which is asked for.
fn at_accounts() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.to("vpn-accounts");
    talk
}

#[test]
fn a_refusal_says_what_to_do_and_keeps_what_was_typed_and_its_draft() {
    let mut talk = at_accounts();
    talk.write("many");
    for key in [Key::Enter, Key::Tab, Key::Down, Key::Ctrl('n'), Key::F(5)] {
        talk.press(key);
        assert_eq!(talk.here().as_deref(), Some("vpn-accounts"), "{key:?}");
        assert_eq!(talk.text(), Some("many"), "{key:?}");
        assert_eq!(
            talk.notice(),
            "Enter a whole number, for example 25.",
            "{key:?}"
        );
        let problem = talk.model.form().unwrap().problem.as_deref();
        assert_eq!(problem, Some(talk.notice()), "{key:?}");
        assert!(talk.kept.values().any(|words| words == "many"), "{key:?}");
    }
    assert_eq!(talk.answered("vpn-accounts"), None);
    talk.press(Key::Ctrl('u'));
    talk.write("25");
    assert_eq!(
        talk.model.form().unwrap().problem,
        None,
        "it goes with the next key"
    );
    talk.press(Key::Enter);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::Number(25)));
    assert!(talk.kept.is_empty(), "what was taken is no draft");
}

#[test]
fn a_day_that_is_still_to_come_is_refused_for_something_that_has_happened() {
    let mut talk = Talk::at("break-glass");
    talk.answer("glass-where", "external");
    talk.to("glass-tested");
    talk.write("25/11/2026");
    talk.press(Key::Enter);
    assert_eq!(talk.answered("glass-tested"), None);
    let says = "That day is still to come; enter the day on which it happened.";
    assert_eq!(talk.notice(), says);
    assert_eq!(talk.text(), Some("25/11/2026"));
    talk.press(Key::Ctrl('u'));
    talk.write("24/11/2026");
    talk.press(Key::Enter);
    let today = "2026-11-24".parse().unwrap();
    assert_eq!(talk.answered("glass-tested"), Some(Answer::Date(today)));
}

#[test]
fn esc_leads_back_from_a_field_that_does_not_fit_and_keeps_the_draft() {
    let mut talk = at_accounts();
    talk.write("2x");
    talk.press(Key::Esc);
    assert_eq!(talk.place(), Some(&Place::Tasks));
    assert_eq!(talk.answered("vpn-accounts"), None);
    let mut talk = talk.reopened();
    assert_eq!(
        talk.notice(),
        "1 text that was not finished is kept in its field."
    );
    talk.scenario("vpn");
    talk.to("vpn-accounts");
    assert_eq!(talk.text(), Some("2x"));
    talk.presses(&[Key::Backspace, Key::Enter]);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::Number(2)));
    assert!(talk.kept.is_empty());
}

#[test]
fn an_answer_that_is_emptied_is_taken_back() {
    let mut talk = at_accounts();
    talk.write("25");
    talk.press(Key::Enter);
    talk.to("vpn-accounts");
    talk.presses(&[Key::Ctrl('u'), Key::Enter]);
    assert_eq!(talk.answered("vpn-accounts"), None);
}

#[test]
fn leaving_an_empty_field_keeps_a_dont_know() {
    let mut talk = at_accounts();
    talk.answer("vpn-accounts", "?");
    talk.to("vpn-accounts");
    talk.presses(&[Key::Up, Key::Down, Key::Tab]);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::DontKnow));
}

#[test]
fn not_applicable_needs_its_reason_and_then_goes_on() {
    let mut talk = Talk::at("vpn");
    talk.presses(&[Key::Down; 5]);
    assert_eq!(talk.text(), None);
    talk.presses(&[Key::Enter, Key::Enter]);
    assert_eq!(talk.answered("vpn-mfa"), None, "not without a reason");
    assert_eq!(talk.text(), Some(""));
    talk.write("no VPN here");
    talk.press(Key::Enter);
    let reason = "no VPN here".to_owned();
    assert_eq!(
        talk.answered("vpn-mfa"),
        Some(Answer::NotApplicable { reason })
    );
    assert_eq!(talk.cursor().field(), Some(&FieldKey::Evidence));
    assert!(talk.kept.is_empty());
}

#[test]
fn letters_are_text_in_a_text_and_commands_elsewhere() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.write("quit? / note: x, a, r, o, u");
    assert!(!talk.has_ended);
    talk.press(Key::NewLine);
    talk.write("line two");
    talk.press(Key::Enter);
    let note = talk.state().notes.values().next().unwrap();
    assert_eq!(note.text, "quit? / note: x, a, r, o, u\nline two");
}

#[test]
fn a_note_is_marked_for_the_board_by_a_key_and_keeps_its_mark_while_it_says_something() {
    let mut talk = Talk::at("vpn");
    let is_asked = |talk: &Talk| {
        let fields = mfa_assess::wizard::fields(talk.open(), talk.subject().unwrap());
        fields.iter().any(|field| field.key == FieldKey::ForBoard)
    };
    let mark = |talk: &Talk| {
        talk.state()
            .notes
            .values()
            .next()
            .map(|note| note.for_board)
    };
    assert!(!is_asked(&talk), "there is no note yet");
    talk.reach(FieldKey::Note);
    talk.write("Nobody knows the spare gateway");
    talk.press(Key::Tab);
    assert_eq!(talk.cursor().field(), Some(&FieldKey::ForBoard));
    for marked in [true, false, true] {
        talk.press(Key::Char(' '));
        assert_eq!(mark(&talk), Some(marked));
    }
    talk.press(Key::BackTab);
    talk.write(", and it is old");
    talk.press(Key::Tab);
    assert_eq!(mark(&talk), Some(true), "another text keeps the mark");
    talk.press(Key::BackTab);
    talk.press(Key::Ctrl('u'));
    talk.press(Key::Tab);
    assert_eq!((mark(&talk), is_asked(&talk)), (None, false));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn backspace_and_arrows_move_by_what_a_person_sees_as_one_character() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.send(Message::Paste("a👩‍👩‍👧 ŵe\u{301}🇬🇧".into()));
    talk.press(Key::Backspace);
    assert_eq!(talk.text(), Some("a👩‍👩‍👧 ŵé"));
    // Typed as a letter and an accent, as some keyboards send it.
    talk.write("o\u{302}");
    talk.press(Key::Backspace);
    assert_eq!(talk.text(), Some("a👩‍👩‍👧 ŵé"));
    talk.presses(&[Key::Left, Key::Left, Key::Left, Key::Left, Key::Delete]);
    assert_eq!(talk.text(), Some("a ŵé"));
}

#[test]
fn a_pasted_text_loses_what_steers_a_terminal_and_its_line_breaks_in_a_line() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Evidence);
    talk.send(Message::Paste("one\u{1b}[31m\ntwo\r\n".into()));
    assert_eq!(talk.text(), Some("one[31m two"));
    talk.reach(FieldKey::Note);
    talk.send(Message::Paste("one\r\ntwo".into()));
    assert_eq!(talk.text(), Some("one\ntwo"));
    talk.to("vpn-mfa");
    talk.send(Message::Paste("all".into()));
    assert!(talk.notice().starts_with("That was pasted text"));
}

#[test]
fn a_huge_paste_is_refused_with_a_sentence() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.write("before ");
    talk.send(Message::Paste("é\n".repeat(512 * 1024)));
    talk.write("after");
    assert!(talk.text() == Some("before after"), "something was pasted");
    talk.send(Message::Paste("x".repeat(1024 * 1024)));
    assert!(
        talk.notice().contains("too long to paste"),
        "{}",
        talk.notice()
    );
}

#[test]
fn a_text_somewhat_too_long_stays_in_its_field_to_be_shortened() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Evidence);
    talk.send(Message::Paste("x".repeat(501)));
    talk.press(Key::Enter);
    assert_eq!(
        talk.notice(),
        "Shorten the text to 500 characters; it has 501."
    );
    assert_eq!(talk.text().map(str::len), Some(501));
    talk.presses(&[Key::Backspace, Key::Enter]);
    assert_eq!(
        talk.state().evidence.values().next().map(String::len),
        Some(500)
    );
}

#[test]
fn questions_that_come_and_go_keep_the_focus_near_and_the_answers() {
    let mut talk = at_accounts();
    talk.write("20");
    talk.press(Key::Enter);
    talk.to("vpn-mfa");
    talk.answer("vpn-mfa", "all");
    assert!(
        !talk
            .open()
            .results
            .shown
            .iter()
            .any(|q| q.as_str() == "vpn-accounts")
    );
    assert_eq!(
        talk.answered("vpn-accounts"),
        Some(Answer::Number(20)),
        "hidden, and kept"
    );
    talk.is_sane();
    assert_eq!(talk.here().as_deref(), Some("vpn-mfa"));

    // A whole scenario goes while its form lies below.
    talk.scenario("shared-workstations");
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.answer("provides-care", "no");
    talk.press(Key::Esc);
    talk.is_sane();
    talk.press(Key::Ctrl('n'));
    talk.is_sane();
}

#[test]
fn an_answer_given_in_words_takes_the_place_of_what_stood_in_its_field() {
    let mut talk = at_accounts();
    talk.write("2x");
    talk.answer("vpn-accounts", "25");
    assert_eq!(talk.text(), Some("25"));
    talk.press(Key::Tab);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::Number(25)));
    assert!(talk.kept.is_empty());
}
