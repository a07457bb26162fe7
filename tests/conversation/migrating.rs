//! A record that moved to a later version: what is said, confirmed, and not undone.

use mfa_assess::facts::{Answer, Aspect, Assessment, Change, Event, Gap};
use mfa_assess::questionnaire::{Input, Question, Questionnaire, built_in};
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Opened, Place, Stop, rows};

use crate::harness::{Talk, asked, choice};

const CONFIRM: Key = Key::F(9);

/// The built-in questionnaire as a later version.
fn later(change: impl FnOnce(&mut Questionnaire)) -> Questionnaire {
    let mut new = built_in().unwrap();
    new.version = "2099.1".into();
    change(&mut new);
    new
}

fn question<'a>(asked: &'a mut Questionnaire, id: &str) -> &'a mut Question {
    let scenarios = asked.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    let mut all = scenarios.flat_map(|s| &mut s.questions);
    all.find(|q| q.id.as_str() == id).unwrap()
}

/// The record of a talk, moved to a later version and opened again.
fn moved(mut talk: Talk, to: &Questionnaire) -> Talk {
    let value = |asked: &Questionnaire| Box::new(serde_json::to_value(asked).unwrap());
    talk.disk[0].entry.event = Event::Created {
        tool: "test".into(),
        questionnaire: value(&built_in().unwrap()),
    };
    talk.log(
        "Robin Marsh",
        Event::Migrated {
            tool: "test".into(),
            questionnaire: value(to),
        },
    );
    let opened = Opened {
        name: "northmoor".into(),
        path: "northmoor.jsonl".into(),
        questionnaire: to.clone(),
        entries: talk.disk.clone(),
        state: Assessment::fold(&talk.disk).unwrap(),
        drafts: Default::default(),
        warning: None,
        read_only: None,
    };
    let mut again = Talk::new();
    again.disk = talk.disk;
    again.send(Message::Opened(Box::new(opened)));
    again
}

/// On the form of a scenario whose first question is worded anew, with answers of every form.
fn reworded() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.answer("vpn-accounts", "20");
    talk.answer("vpn-bypass", "");
    let new = later(|q| {
        for id in ["vpn-mfa", "vpn-accounts", "vpn-bypass"] {
            question(q, id).text.insert_str(0, "Now: ");
        }
    });
    let mut talk = moved(talk, &new);
    talk.scenario("vpn");
    talk
}

#[test]
fn one_key_confirms_an_answer_of_any_form_and_goes_on() {
    let mut talk = reworded();
    for (name, given) in [
        ("vpn-mfa", choice("some").unwrap()),
        ("vpn-accounts", Answer::Number(20)),
        ("vpn-bypass", Answer::Choices(Default::default())),
    ] {
        talk.to(name);
        let remark = talk.field(&asked(name)).remark;
        assert_eq!(remark.as_deref(), Some("Text changed since you answered."));
        let before = talk.disk.len();
        talk.press(CONFIRM);
        assert_eq!(talk.disk.len(), before + 1, "{name}");
        let written = &talk.disk[before].entry.event;
        assert!(
            matches!(written, Event::Changed(Change::Answer(_, Some(answer))) if *answer == given),
            "{written:?}"
        );
        assert_ne!(talk.here().as_deref(), Some(name), "the focus goes on");
        assert_eq!(talk.field(&asked(name)).remark, None);
        talk.is_sane();
        // Once is enough.
        talk.to(name);
        talk.press(CONFIRM);
        assert_eq!(talk.disk.len(), before + 1);
        assert!(talk.notice().starts_with("There is no answer here"));
    }
    assert!(talk.state().changed.is_empty());
    assert_eq!(talk.on_disk(), *talk.state());
    talk.press(Key::F(7));
    assert_eq!(talk.state().changed.len(), 1, "undoing asks again");
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn choosing_the_same_again_confirms_and_passing_by_does_not() {
    let mut talk = reworded();
    talk.to("vpn-mfa");
    talk.presses(&[Key::Tab, Key::Tab, Key::Down, Key::BackTab]);
    assert_eq!(talk.state().changed.len(), 3);
    talk.to("vpn-mfa");
    while *talk.cursor() != Stop::Choice(asked("vpn-mfa"), "some".try_into().unwrap()) {
        talk.press(Key::Down);
    }
    talk.press(Key::Enter);
    assert_eq!(talk.state().changed.len(), 2);
    assert_eq!(talk.answered("vpn-mfa"), choice("some"));
    // An answer that was not changed writes nothing when it is chosen again.
    let before = talk.disk.len();
    talk.answer("vpn-mfa", "some");
    assert_eq!(talk.disk.len(), before);
}

#[test]
fn a_number_that_is_typed_anew_and_then_confirmed_is_taken_once() {
    let mut talk = reworded();
    talk.to("vpn-accounts");
    let before = talk.disk.len();
    talk.presses(&[Key::Backspace, Key::Backspace]);
    talk.write("30");
    talk.press(CONFIRM);
    assert_eq!(talk.disk.len(), before + 1);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::Number(30)));
    assert_eq!(talk.notice(), "");
}

#[test]
fn the_check_of_the_answers_lists_what_to_look_at_again_and_jumps_there() {
    let mut talk = reworded();
    talk.show(Place::Review);
    let list = rows(&talk.model, &Place::Review);
    let changed = list
        .iter()
        .filter(|r| r.text.ends_with(" changed since you answered."));
    let changed: Vec<_> = changed.collect();
    assert_eq!(changed.len(), 3, "{list:?}");
    assert_eq!(changed[0].tag.as_ref().unwrap().words(), "to confirm");
    talk.go(changed[0].goal.clone().unwrap());
    assert_eq!(talk.here().as_deref(), Some("vpn-mfa"));
}

#[test]
fn a_move_cannot_be_undone_and_says_so() {
    let mut talk = reworded();
    let before = talk.disk.len();
    for key in [Key::F(7), Key::F(8)] {
        talk.press(key);
        assert_eq!(
            talk.notice(),
            "The move to version 2099.1 of the questionnaire cannot be undone, and ends undoing \
             and bringing back. Change an answer instead."
        );
    }
    assert_eq!(talk.disk.len(), before);
    talk.answer("vpn-mfa", "all");
    talk.press(Key::F(7));
    assert!(
        talk.notice().starts_with("Undone: the answer to “Now: "),
        "{}",
        talk.notice()
    );
    assert_eq!(talk.answered("vpn-mfa"), choice("some"));
}

#[test]
fn an_answer_that_no_longer_fits_is_shown_where_it_is_asked() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "?");
    let new = later(|q| question(q, "vpn-mfa").dont_know = None);
    let mut talk = moved(talk, &new);
    talk.scenario("vpn");
    assert_eq!(talk.answered("vpn-mfa"), None);
    let remark = talk.field(&asked("vpn-mfa")).remark.unwrap();
    assert!(remark.starts_with("Answered in version 20"), "{remark}");
    assert!(
        remark.ends_with("“Don't know”. “Don't know” is no longer offered."),
        "{remark}"
    );
    talk.answer("vpn-mfa", "all");
    assert_eq!(talk.field(&asked("vpn-mfa")).remark, None);
}

#[test]
fn what_was_put_aside_is_told_beside_its_field_and_in_the_check_of_the_answers() {
    let mut talk = Talk::at("vpn");
    talk.go(Goal::BeginSystem);
    talk.reach(asked("name"));
    talk.write("Payroll");
    talk.press(Key::Tab);
    talk.reach(asked("owner"));
    talk.write("Kim Ford");
    talk.press(Key::Tab);
    let new = later(|q| {
        let form = &mut q.systems.as_mut().unwrap().form;
        let owner = form.questions.iter_mut().find(|q| q.id.as_str() == "owner");
        owner.unwrap().input = Input::Line { max: 3 };
    });
    let mut talk = moved(talk, &new);
    talk.show(Place::Review);
    let list = rows(&talk.model, &Place::Review);
    let row = list
        .iter()
        .find(|row| row.text == "System S-1, Payroll: Who owns it?");
    let row = row.unwrap_or_else(|| panic!("{list:?}"));
    let why = "“Kim Ford” The longest text taken now has 3 characters.";
    assert_eq!(row.detail.as_deref(), Some(why));
    talk.go(row.goal.clone().unwrap());
    assert_eq!(talk.here().as_deref(), Some("owner"));
    let remark = talk.field(&asked("owner")).remark.unwrap();
    assert!(remark.starts_with("Answered in version 20"), "{remark}");
    assert!(remark.contains("“Kim Ford”"), "{remark}");
    talk.write("KF");
    talk.press(Key::Tab);
    assert_eq!(talk.field(&asked("owner")).remark, None);
}

#[test]
fn an_exemption_of_a_kind_that_is_gone_can_be_withdrawn_and_an_action_keeps_its_place() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    let kind = built_in().unwrap().exemptions[0].id.clone();
    let scenario = "vpn".try_into().unwrap();
    talk.go(Goal::BeginExemption(kind.clone(), Some(scenario)));
    talk.scenario("vpn");
    talk.press(Key::F(4));
    let new = later(|q| {
        q.exemptions.retain(|k| k.id != kind);
        for group in &mut q.groups {
            group.scenarios.retain(|s| s.id.as_str() != "vpn");
        }
    });
    let mut talk = moved(talk, &new);
    talk.show(Place::Exemptions);
    let mut list = rows(&talk.model, &Place::Exemptions);
    list.retain(|row| row.goal.is_some());
    assert!(
        list[0].detail.as_ref().unwrap().contains("Its kind, "),
        "{list:?}"
    );
    talk.go(list[0].goal.clone().unwrap());
    talk.is_sane();
    talk.end(FieldKey::Withdrawn, "of an older version");
    let lapsed = |gap: &Gap| matches!(gap, Gap::Exemption(_));
    assert!(!talk.open().results.gaps.iter().any(lapsed));
    let exemption = talk.state().exemptions.values().next().unwrap();
    assert_eq!(exemption.withdrawn.as_deref(), Some("of an older version"));
    let title = &built_in().unwrap();
    let title = &title.scenario(&"vpn".try_into().unwrap()).unwrap().title;
    let list = rows(&talk.model, &Place::Actions);
    assert!(
        list[0].detail.as_ref().unwrap().starts_with(title.as_str()),
        "{list:?}"
    );
    // The answer of the scenario that is gone is still there, and said to be.
    let gone = talk
        .state()
        .former
        .iter()
        .any(|f| f.words == choice_words());
    assert!(gone, "{:?}", talk.state().former);
}

/// How the choice "none" of the question on the VPN reads.
fn choice_words() -> String {
    let asked = built_in().unwrap();
    let id = "vpn-mfa".try_into().unwrap();
    choice("none").unwrap().words(asked.question(&id).unwrap())
}

#[test]
fn a_later_version_is_named_when_a_record_is_opened_and_never_an_earlier_one() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "all");
    let here = built_in().unwrap();
    let reopened = |talk: &Talk, latest: &Questionnaire, drafts: &[(&str, &str)]| {
        let mut again = Talk::new();
        *again.model.questionnaire = latest.clone();
        let drafts = drafts.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        again.send(Message::Opened(Box::new(Opened {
            name: "northmoor".into(),
            path: "northmoor.jsonl".into(),
            questionnaire: here.clone(),
            entries: talk.disk.clone(),
            state: Assessment::fold(&talk.disk).unwrap(),
            drafts: drafts.collect(),
            warning: None,
            read_only: None,
        })));
        again.notice().to_owned()
    };
    let new = later(|_| {});
    let says = reopened(&talk, &new, &[]);
    assert!(says.contains("there is a version 2099.1"), "{says}");
    assert!(
        says.ends_with("mfa-assess migrate northmoor --dry-run"),
        "{says}"
    );
    let says = reopened(&talk, &new, &[("scenario vpn/note", "half")]);
    assert!(
        says.contains("kept in its field. This record asks"),
        "{says}"
    );
    let mut old = here.clone();
    old.version = "1999.1".into();
    assert_eq!(reopened(&talk, &old, &[]), "");
    let mut other = new;
    other.id = "something-else".try_into().unwrap();
    assert_eq!(reopened(&talk, &other, &[]), "");
}

#[test]
fn a_change_of_guidance_alone_is_said_at_every_answer_of_its_scenario() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.answer("vpn-accounts", "20");
    let new = later(|q| {
        let mut all = q.groups.iter_mut().flat_map(|g| &mut g.scenarios);
        let vpn = all.find(|s| s.id.as_str() == "vpn").unwrap();
        vpn.guidance[0].text.push_str(" More.");
    });
    let talk = moved(talk, &new);
    let mut changed = talk.state().changed.values();
    assert_eq!(changed.len(), 2);
    assert!(changed.all(|changes| changes.iter().eq([&Aspect::Guidance])));
}
