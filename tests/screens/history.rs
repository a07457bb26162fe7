//! The history of the record.

use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Place, Subject};

use crate::steps::{Talk, begun, complete, home};
use crate::{check, check_styles};

fn history(talk: &mut Talk) {
    talk.press(Key::F(12));
}

#[test]
fn history_screens() {
    let mut talk = home();
    talk.go(Goal::New);
    history(&mut talk);
    check("history_empty", &talk);

    let mut talk = begun();
    talk.scenario("vpn");
    talk.choose("vpn-mfa", "all");
    talk.choose("vpn-mfa", "none");
    talk.press(Key::F(7));
    talk.at(FieldKey::Note);
    talk.type_in(
        "The second gateway was found in the cellar of Mill Lane. Nobody knows who looks after it, \
         and it is not in the list of systems.\nSee the minutes of October, where this was told to \
         the board for the first time.",
    );
    history(&mut talk);
    check("history_with_entries", &talk);
    check_styles("history_with_entries_styles", &talk);
    talk.press(Key::End);
    check("history_at_the_end", &talk);
}

#[test]
fn history_since_a_sign_off() {
    let mut talk = complete();
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.fill_sign_off("Robin Ŵyn");
    talk.go(Goal::Show(Place::Tasks));
    talk.scenario("vpn");
    talk.choose("vpn-mfa", "some");
    let why = "Forty accounts of a supplier were found to be let past it";
    talk.send(Message::Reason(Some(why.to_owned())));
    talk.answer("vpn-accounts", mfa_assess::facts::Answer::Number(41));
    history(&mut talk);
    check("history_since_a_sign_off", &talk);
    check_styles("history_since_a_sign_off_styles", &talk);
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.press(Key::End);
    check("sign_off_after_a_change", &talk);
}
