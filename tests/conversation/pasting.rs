//! A text that is pasted where no text is typed is neither commands nor answers.

use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Overlay, Place, Subject};

use crate::harness::Talk;

/// Each of its letters is a command somewhere.
pub const NOTE: &str = "Seen with the supplier on 3 November.\nA second gateway is spare and not \
    enforced yet; exclude it\nuntil the change on 30 June.\nAgreed with Rowan Hale.";

fn changes_nothing(talk: &mut Talk, place: &str) {
    let all = |talk: &Talk| {
        let model = &talk.model;
        let open = model
            .open
            .as_ref()
            .map(|o| (&o.state, &o.drafts, &o.signing));
        let over = &model.overlay;
        format!("{} {open:?} {:?} {over:?}", talk.disk.len(), model.screens)
    };
    let before = all(talk);
    talk.send(Message::Paste(NOTE.into()));
    assert_eq!(all(talk), before, "{place}");
    assert_eq!(
        talk.notice(),
        "That was pasted text; nothing was changed. Go into a text field to paste.",
        "{place}"
    );
}

#[test]
fn a_paste_outside_a_text_changes_nothing_on_any_screen() {
    changes_nothing(&mut Talk::new(), "home");
    let mut talk = Talk::at("vpn");
    talk.press(Key::F(4));
    talk.write("Buy tokens");
    talk.press(Key::Tab);
    for place in [
        Place::Tasks,
        Place::Exemptions,
        Place::ExemptionKinds(None),
        Place::Actions,
        Place::Systems,
        Place::Evidence,
        Place::Review,
        Place::Outcomes,
        Place::History(0),
        Place::Written("northmoor.pdf".into()),
    ] {
        talk.show(place.clone());
        changes_nothing(&mut talk, &format!("{place:?}"));
    }
    talk.go(Goal::BeginExemption("SPECIFIC".try_into().unwrap(), None));
    changes_nothing(&mut talk, "the scope of an exemption");
    talk.scenario("vpn");
    talk.to("vpn-mfa");
    changes_nothing(&mut talk, "choices");
    talk.press(Key::F(2));
    changes_nothing(&mut talk, "guidance");
    talk.presses(&[Key::F(2), Key::End]);
    changes_nothing(&mut talk, "links");
    talk.go(Goal::Form(Subject::SignOff, Some(FieldKey::SignRole)));
    changes_nothing(&mut talk, "the sign-off");
    for overlay in [Overlay::Help(0), Overlay::QuitUnsaved] {
        talk.model.overlay = Some(overlay);
        changes_nothing(&mut talk, "what lies over the screen");
    }
}

#[test]
fn a_paste_into_a_text_is_that_text_with_its_lines() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.send(Message::Paste(format!("{NOTE}\n")));
    assert_eq!(talk.text(), Some(NOTE));
    let before = talk.disk.len();
    talk.press(Key::Enter);
    assert_eq!(talk.disk.len(), before + 1);
    assert_eq!(talk.state().notes.values().next().unwrap().text, NOTE);
    // Where there is one line, line breaks are spaces.
    talk.reach(FieldKey::Evidence);
    talk.send(Message::Paste("Folder\nAssurance\n".into()));
    assert_eq!(talk.text(), Some("Folder Assurance"));
    // What stands beside it stays a word of its own.
    talk.send(Message::Paste(" 2026".into()));
    assert_eq!(talk.text(), Some("Folder Assurance 2026"));
}
