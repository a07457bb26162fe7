//! An assessment that begins with what an earlier one says: shown, confirmed, and never counted
//! before.

use mfa_assess::facts::{
    Answer, Assessment, Carried, Change, Event, ExemptionId, Fingerprint, Gap, Origin,
};
use mfa_assess::history::NotCarried;
use mfa_assess::questionnaire::{Question, Questionnaire, built_in};
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Opened, Place, Row, Subject, fields, rows};

use crate::harness::{Talk, asked, choice};

const CONFIRM: Key = Key::F(9);
const LAST: &str = "Last time (northmoor, version 2025.1, last changed 20 November 2025): ";

fn origin() -> Origin {
    Origin {
        record: "northmoor".into(),
        organisation: "Northmoor Trust".into(),
        version: "2025.1".into(),
        fingerprint: Fingerprint::of(b"last year"),
        last: "2025-11-20T12:00:00Z".parse().unwrap(),
    }
}

/// What a talk has recorded, carried forward into a new record that asks `new`, at its task list.
fn next_year(talk: &Talk, new: &Questionnaire) -> Talk {
    let carried = Carried::of(origin(), &built_in().unwrap(), talk.state(), new).unwrap();
    let mut next = Talk::new();
    *next.model.questionnaire = new.clone();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::default(),
    };
    next.log("", created);
    next.log("", Event::CarriedForward(Box::new(carried)));
    let opened = Opened {
        name: "northmoor-2".into(),
        path: "northmoor-2.jsonl".into(),
        questionnaire: new.clone(),
        entries: next.disk.clone(),
        state: Assessment::fold(&next.disk).unwrap(),
        drafts: Default::default(),
        warning: None,
        read_only: None,
    };
    next.send(Message::Opened(Box::new(opened)));
    next
}

fn changed(change: impl FnOnce(&mut Question)) -> Questionnaire {
    let mut new = built_in().unwrap();
    new.version = "2099.1".into();
    let scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    let mut all = scenarios.flat_map(|s| &mut s.questions);
    change(all.find(|q| q.id.as_str() == "vpn-mfa").unwrap());
    new
}

/// Last year: a VPN with some accounts left, evidence, a note, an exemption and two actions.
fn last_year() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.answer("vpn-accounts", "20");
    talk.reach(FieldKey::Evidence);
    talk.write("Drive G");
    talk.press(Key::Tab);
    talk.reach(FieldKey::Note);
    talk.write("Ask Robin.");
    talk.act("Enrol the first.");
    talk.reach(FieldKey::Progress);
    talk.send(Message::Answer {
        key: FieldKey::Progress,
        answer: choice("done"),
    });
    talk.press(Key::Esc);
    talk.press(Key::F(4));
    talk.reach(FieldKey::What);
    talk.write("Enrol the rest.");
    talk.press(Key::Esc);
    let kind = built_in().unwrap().exemptions[0].id.clone();
    let scenario = Some("vpn".try_into().unwrap());
    talk.go(Goal::BeginExemption(kind.clone(), scenario.clone()));
    talk.go(Goal::Onward(Subject::Exemption(ExemptionId(1), 1)));
    let first = first_field(&talk, 1);
    talk.send(Message::Answer {
        key: first,
        answer: Some(Answer::Text("The old gateway".into())),
    });
    talk.go(Goal::BeginExemption(kind, scenario));
    talk.end(FieldKey::Withdrawn, "Not needed");
    talk
}

/// The first text of a step of the form of an exemption.
fn first_field(talk: &Talk, id: u32) -> FieldKey {
    let all = fields(talk.open(), &Subject::Exemption(ExemptionId(id), 1));
    all.into_iter().find(|f| f.is_text()).unwrap().key
}

/// The rows of the check of the answers that lead to what is to be confirmed.
fn waiting(talk: &Talk) -> Vec<Row> {
    let rows = rows(&talk.model, &Place::Review);
    let waits = |r: &Row| {
        r.tag
            .as_ref()
            .is_some_and(|tag| tag.words() == "to confirm")
    };
    rows.into_iter().filter(waits).collect()
}

#[test]
fn nothing_that_is_carried_counts_and_each_is_shown_where_it_is_asked() {
    let last = last_year();
    let mut talk = next_year(&last, &built_in().unwrap());
    assert!(talk.notice().starts_with("Begun from northmoor: "));
    assert!(talk.state().answers.is_empty());
    assert!(talk.state().notes.is_empty() && talk.state().evidence.is_empty());
    let fresh = {
        let mut fresh = Talk::new();
        fresh.go(Goal::New);
        fresh.open().results.unanswered()
    };
    assert_eq!(talk.open().results.unanswered(), fresh, "all is to be done");
    talk.go(Goal::Form(Subject::Organisation, None));
    let field = talk.field(&asked("organisation-name"));
    assert_eq!(field.last, Some(format!("{LAST}“Northmoor Trust”.")));
    assert_eq!((field.answer, field.remark), (None, None));
    assert_eq!(field.confirms, Some(Answer::Text("Northmoor Trust".into())));
    // The open action goes over as it is, the one that was done does not.
    let actions: Vec<&str> = talk
        .state()
        .actions
        .values()
        .map(|a| a.what.as_str())
        .collect();
    assert_eq!(actions, ["Enrol the rest."]);
    // The exemption that was not withdrawn is there, and does not count before it is confirmed.
    assert_eq!(talk.state().exemptions.len(), 1);
    let exemption = &talk.state().exemptions[&ExemptionId(1)];
    assert!(exemption.fields.is_empty());
    assert_eq!(exemption.scenarios.len(), 1);
    let gap = Gap::Exemption(ExemptionId(1));
    assert!(talk.open().results.gaps.contains(&gap));
    // Its number, and that of the action, are not used again for something else.
    assert_eq!(talk.open().new_exemption(), ExemptionId(3));
    assert_eq!(talk.open().new_action().0, 3);
    talk.go(Goal::RemoveAction(
        *talk.state().actions.keys().next().unwrap(),
    ));
    assert_eq!(talk.open().new_action().0, 3);
}

#[test]
fn one_key_takes_an_answer_of_any_form_over_and_last_years_stays_beside_it() {
    let mut talk = next_year(&last_year(), &built_in().unwrap());
    talk.go(Goal::Form(Subject::Organisation, None));
    for (name, given) in [
        ("organisation-name", Answer::Text("Northmoor Trust".into())),
        ("assessor-name", Answer::Text("Robin Marsh".into())),
        ("provides-care", choice("yes").unwrap()),
    ] {
        talk.to(name);
        let before = talk.disk.len();
        talk.press(CONFIRM);
        assert_eq!(talk.disk.len(), before + 1, "{name}");
        let written = &talk.disk[before].entry.event;
        assert!(
            matches!(written, Event::Changed(Change::Answer(_, Some(answer))) if *answer == given),
            "{written:?}"
        );
        assert_ne!(talk.here().as_deref(), Some(name), "the focus goes on");
        let field = talk.field(&asked(name));
        assert_eq!(field.answer, Some(given));
        assert!(field.last.unwrap().starts_with(LAST), "it stays beside it");
        assert_eq!(field.confirms, None);
        talk.is_sane();
        talk.to(name);
        talk.press(CONFIRM);
        assert_eq!(talk.disk.len(), before + 1, "once is enough");
        assert!(talk.notice().starts_with("There is no answer here"));
    }
    assert_eq!(talk.on_disk(), *talk.state());
    assert_eq!(talk.disk.last().unwrap().entry.by, "Robin Marsh");
}

#[test]
fn an_answer_is_confirmed_while_text_is_typed_and_passing_by_takes_nothing_away() {
    let mut talk = next_year(&last_year(), &built_in().unwrap());
    talk.scenario("vpn");
    talk.reach(FieldKey::Note);
    assert_eq!(talk.text(), Some(""));
    talk.press(CONFIRM);
    talk.presses(&[Key::BackTab, Key::BackTab, Key::Tab, Key::Tab]);
    let notes: Vec<&str> = talk
        .state()
        .notes
        .values()
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(notes, ["Ask Robin."]);
    talk.reach(FieldKey::Evidence);
    talk.write("Drive H");
    talk.press(CONFIRM);
    let evidence: Vec<&String> = talk.state().evidence.values().collect();
    assert_eq!(evidence, ["Drive H"], "what was typed anew says as much");
    let field = talk.field(&FieldKey::Evidence);
    assert_eq!(field.last, Some(format!("{LAST}“Drive G”.")));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn that_the_board_must_know_a_note_is_confirmed_after_the_note() {
    let mut last = last_year();
    last.scenario("vpn");
    last.reach(FieldKey::ForBoard);
    last.press(Key::Char(' '));
    let mut talk = next_year(&last, &built_in().unwrap());
    talk.scenario("vpn");
    talk.reach(FieldKey::Note);
    talk.press(CONFIRM);
    let note = |talk: &Talk| talk.state().notes.values().next().cloned().unwrap();
    assert!(
        !note(&talk).for_board,
        "the note is confirmed, and not yet the mark"
    );
    assert_eq!(
        talk.cursor().field(),
        Some(&FieldKey::ForBoard),
        "the focus goes on"
    );
    let field = talk.field(&FieldKey::ForBoard);
    assert_eq!(field.last, Some(format!("{LAST}“The board must know it”.")));
    talk.press(CONFIRM);
    assert!(note(&talk).for_board);
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn an_answer_given_anew_stands_beside_that_of_last_year() {
    let mut talk = next_year(&last_year(), &built_in().unwrap());
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "all");
    let field = talk.field(&asked("vpn-mfa"));
    assert_eq!(field.answer, choice("all"));
    assert!(field.last.unwrap().starts_with(LAST));
    assert_eq!((field.remark, field.confirms), (None, None));
}

#[test]
fn undoing_asks_for_the_confirmation_again() {
    let mut talk = next_year(&last_year(), &built_in().unwrap());
    let before = talk.open().to_confirm();
    talk.scenario("vpn");
    talk.to("vpn-mfa");
    talk.press(CONFIRM);
    assert_eq!(talk.answered("vpn-mfa"), choice("some"));
    assert_ne!(talk.open().to_confirm(), before);
    talk.press(Key::F(7));
    assert_eq!(talk.answered("vpn-mfa"), None);
    assert_eq!(talk.open().to_confirm(), before);
    talk.press(Key::F(8));
    assert_eq!(talk.answered("vpn-mfa"), choice("some"));
    assert_eq!(talk.on_disk(), *talk.state());
    // The beginning itself stays.
    talk.presses(&[Key::F(7), Key::F(7)]);
    assert!(talk.state().carried.is_some());
    assert_eq!(talk.notice(), "There is nothing to undo.");
}

#[test]
fn an_answer_that_the_question_does_not_take_any_more_is_shown_and_not_taken_over() {
    let mut last = Talk::at("vpn");
    last.answer("vpn-mfa", "?");
    let new = changed(|q| q.dont_know = None);
    let mut talk = next_year(&last, &new);
    talk.scenario("vpn");
    let field = talk.field(&asked("vpn-mfa"));
    assert_eq!(field.last, Some(format!("{LAST}“Don't know”.")));
    assert_eq!(
        field.remark.as_deref(),
        Some("That answer does not fit any more. “Don't know” is no longer offered.")
    );
    assert_eq!(field.confirms, None);
    talk.to("vpn-mfa");
    let before = talk.disk.len();
    talk.press(CONFIRM);
    assert_eq!(talk.disk.len(), before);
    assert!(talk.notice().starts_with("There is no answer here"));
    // It is left to answer, and is not among what can be confirmed.
    let list = rows(&talk.model, &Place::Review);
    let text = &new.question(&"vpn-mfa".try_into().unwrap()).unwrap().text;
    assert!(list.iter().any(|r| r.text.ends_with(text.as_str())));
    assert!(
        waiting(&talk)
            .iter()
            .all(|r| !r.text.ends_with(text.as_str()))
    );
}

#[test]
fn a_choice_that_is_gone_is_shown_in_the_words_of_last_year() {
    let label = {
        let asked = built_in().unwrap();
        let question = asked.question(&"vpn-mfa".try_into().unwrap()).unwrap();
        choice("some").unwrap().words(question)
    };
    let new = changed(|q| {
        if let mfa_assess::questionnaire::Input::OneOf(choices) = &mut q.input {
            choices.retain(|c| c.id.as_str() != "some");
        }
    });
    let mut talk = next_year(&last_year(), &new);
    talk.scenario("vpn");
    let field = talk.field(&asked("vpn-mfa"));
    assert_eq!(field.last, Some(format!("{LAST}“{label}”.")));
    assert_eq!(
        field.remark.as_deref(),
        Some("That answer does not fit any more. A choice is no longer offered.")
    );
}

#[test]
fn the_fields_of_an_exemption_are_confirmed_one_by_one() {
    let mut talk = next_year(&last_year(), &built_in().unwrap());
    talk.go(Goal::Form(Subject::Exemption(ExemptionId(1), 1), None));
    let key = first_field(&talk, 1);
    talk.reach(key.clone());
    assert_eq!(
        talk.field(&key).last,
        Some(format!("{LAST}“The old gateway”."))
    );
    talk.press(CONFIRM);
    let given = talk.field(&key).answer;
    assert_eq!(given, Some(Answer::Text("The old gateway".into())));
    assert!(matches!(
        talk.disk.last().unwrap().entry.event,
        Event::Changed(Change::Field(_, _, Some(_)))
    ));
    // What it covers can be changed although its scenario is not asked yet.
    talk.go(Goal::Form(Subject::Exemption(ExemptionId(1), 0), None));
    let scope = talk.field(&FieldKey::Scenarios);
    talk.send(Message::Answer {
        key: FieldKey::Scenarios,
        answer: scope.answer.clone(),
    });
    assert_eq!(talk.notice(), "");
}

#[test]
fn the_check_of_the_answers_leads_to_each_until_all_is_confirmed() {
    let mut talk = next_year(&last_year(), &built_in().unwrap());
    talk.show(Place::Tasks);
    let list = rows(&talk.model, &Place::Tasks);
    let check = list
        .iter()
        .find(|r| r.text == "Check your answers")
        .unwrap();
    let tag = check.tag.as_ref().unwrap().words().to_owned();
    let count = talk.open().to_confirm().len();
    assert!(tag.ends_with(&format!(", {count} to confirm")), "{tag}");
    let mut seen = 0;
    while let Some(row) = waiting(&talk).first().cloned() {
        assert_eq!(waiting(&talk).len(), talk.open().to_confirm().len());
        talk.show(Place::Review);
        talk.go(row.goal.unwrap());
        let key = talk.cursor().field().unwrap().clone();
        assert!(talk.field(&key).confirms.is_some(), "{key:?}");
        talk.press(CONFIRM);
        talk.is_sane();
        seen += 1;
        assert!(seen < 50, "it does not end");
    }
    // Answers, evidence, the note, and the one field of the exemption.
    let last = last_year();
    assert_eq!(seen, last.state().answers.len() + 3);
    assert_eq!(talk.state().answers, last.state().answers);
    assert_eq!(talk.state().notes, last.state().notes);
    assert_eq!(talk.state().evidence, last.state().evidence);
    let fields = |state: &Assessment| state.exemptions[&ExemptionId(1)].fields.clone();
    assert_eq!(fields(talk.state()), fields(last.state()));
}

#[test]
fn a_record_on_something_else_carries_nothing_forward() {
    let mut other = built_in().unwrap();
    other.id = "something-else".try_into().unwrap();
    let last = Talk::at("vpn");
    let refused = Carried::of(origin(), &built_in().unwrap(), last.state(), &other);
    assert!(matches!(
        refused,
        Err(NotCarried::OtherQuestionnaire { .. })
    ));
}

#[test]
fn an_exemption_of_a_kind_that_is_gone_says_so_and_scenarios_that_are_gone_are_left_out() {
    let last = last_year();
    let mut new = changed(|_| {});
    let kind = new.exemptions[0].id.clone();
    new.exemptions.retain(|k| k.id != kind);
    for group in &mut new.groups {
        group.scenarios.retain(|s| s.id.as_str() != "vpn");
    }
    let talk = next_year(&last, &new);
    let mut list = rows(&talk.model, &Place::Exemptions);
    list.retain(|row| row.goal.is_some());
    assert!(
        list[0].detail.as_ref().unwrap().contains("Withdraw it"),
        "{list:?}"
    );
    assert!(
        talk.state().exemptions[&ExemptionId(1)]
            .scenarios
            .is_empty()
    );
}
