use super::*;
use crate::facts::{Entry, FORMAT, Fingerprint, Logged};
use crate::propose::Accepted;
use crate::questionnaire::built_in;
use crate::wizard::{Effect, FieldKey, Key, Message, Stop, update};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// Sends a message and all that comes back from the disk, looks at the screen as a face does, and
/// returns how many pages were made for all that.
fn made(model: &mut Model, message: Message) -> usize {
    let before = MADE.get();
    send(model, message);
    model.page();
    MADE.get() - before
}

fn send(model: &mut Model, message: Message) {
    for effect in update(model, message) {
        if let Effect::Append { events, .. } = effect {
            let seq = model.open.as_ref().unwrap().entries.len() as u64;
            if seq == 0 {
                let first = events[0].clone();
                send(model, begun(logged(0, first)));
            }
            let entries = (seq + 1..).zip(events);
            let entries = entries.map(|(seq, pending)| logged(seq, pending));
            let (entries, clock) = (entries.collect(), "12:00".to_owned());
            send(model, Message::Saved { entries, clock });
        }
    }
}

fn begun(first: Logged) -> Message {
    Message::Begun {
        name: "northmoor".into(),
        path: "northmoor.jsonl".into(),
        first: Box::new(first),
        warning: None,
    }
}

fn logged(seq: u64, accepted: Accepted) -> Logged {
    let (event, why) = accepted.into_parts();
    Logged {
        entry: Entry {
            v: FORMAT,
            seq,
            at: "2026-11-24T12:00:00Z".parse().unwrap(),
            by: String::new(),
            why,
            event,
            prev: None,
        },
        fingerprint: Fingerprint::of(&seq.to_le_bytes()),
    }
}

fn press(model: &mut Model, key: Key) -> usize {
    made(model, Message::Press(key))
}

fn go(model: &mut Model, goal: Goal) {
    made(model, Message::Go(goal));
}

/// At the first scenario of an assessment that has begun.
fn at_a_scenario() -> Model {
    let mut model = Model::new(built_in().unwrap(), TODAY);
    go(&mut model, Goal::New);
    for key in "Northmoor".chars().map(Key::Char) {
        press(&mut model, key);
    }
    press(&mut model, Key::Enter);
    let scenario = model.open.as_ref().unwrap().asked()[0].clone();
    go(&mut model, Goal::Form(Subject::Scenario(scenario), None));
    model
}

#[test]
fn an_enter_on_a_form_makes_one_page_and_saving_the_answer_makes_none() {
    let mut model = at_a_scenario();
    let mut answered = 0;
    while let Some(Stop::Choice(..)) = model.form().map(|form| &form.cursor) {
        let written = model.open.as_ref().unwrap().entries.len();
        assert_eq!(press(&mut model, Key::Enter), 1);
        assert!(model.open.as_ref().unwrap().entries.len() > written);
        answered += 1;
        if answered == 4 {
            return;
        }
    }
    panic!("only {answered} questions");
}

#[test]
fn a_letter_makes_no_page_and_what_was_typed_one_when_it_is_taken() {
    let mut model = at_a_scenario();
    go(&mut model, Goal::At(FieldKey::Note));
    for key in [Key::Char('S'), Key::NewLine, Key::Char('o'), Key::Backspace] {
        assert_eq!(press(&mut model, key), 0, "{key:?}");
    }
    assert_eq!(made(&mut model, Message::Paste("pasted".to_owned())), 0);
    assert_eq!(press(&mut model, Key::Enter), 1);
    assert_eq!(
        model.page().field(&FieldKey::Note).unwrap().text(),
        "S\npasted"
    );
}

#[test]
fn to_move_to_read_and_to_search_makes_no_page() {
    let mut model = at_a_scenario();
    let keys = [
        Key::Down,
        Key::Up,
        Key::Tab,
        Key::BackTab,
        Key::PageDown,
        Key::Home,
        Key::F(2),
        Key::Down,
        Key::F(2),
        Key::F(1),
        Key::Esc,
        Key::Ctrl('f'),
        Key::Char('v'),
        Key::Esc,
    ];
    for key in keys {
        assert_eq!(press(&mut model, key), 0, "{key:?}");
    }
    go(&mut model, Goal::Show(Place::Tasks));
    for key in [Key::Down, Key::PageDown, Key::End, Key::Up, Key::Home] {
        assert_eq!(press(&mut model, key), 0, "{key:?}");
    }
    assert_eq!(made(&mut model, Message::Today(TODAY)), 0);
}
