//! "Check your answers" as a way to everything that is left, actions as a way to what they promise,
//! and what is said first on the task list.

use mfa_assess::facts::{Action, ActionId, Due, ExemptionId, Progress};
use mfa_assess::rules::{Outcome, PointKind, Suggestion};
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Model, Place, Row, Screen, Subject, rows};

use crate::harness::{Talk, choice};

fn cursor(model: &Model) -> usize {
    match model.screen() {
        Screen::List(list) => list.cursor,
        Screen::Form(form) => panic!("{form:?}"),
    }
}

fn review(talk: &Talk) -> Vec<Row> {
    rows(&talk.model, &Place::Review)
}

/// With answers of every kind, two exemptions that lack something, and evidence that has run out.
fn with_much_to_see() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    let vpn = Some("vpn".try_into().unwrap());
    talk.go(Goal::BeginExemption("SPECIFIC".try_into().unwrap(), vpn));
    talk.scenario("remote-desktop");
    let first = talk.model.form().unwrap().cursor.field().unwrap().clone();
    let field = talk.field(&first);
    assert!(field.question.dont_know.is_some());
    talk.send(Message::Answer {
        key: first,
        answer: Some(mfa_assess::facts::Answer::DontKnow),
    });
    talk.go(Goal::BeginEvidence);
    let expiry = talk.open().questionnaire.evidence.as_ref().unwrap();
    let expiry = expiry.expiry.clone().unwrap();
    talk.answer(expiry.as_str(), "01/11/2026");
    talk
}

#[test]
fn every_row_of_the_review_leads_to_its_place_and_back_to_itself() {
    let mut talk = with_much_to_see();
    talk.show(Place::Review);
    let list = review(&talk);
    for kind in [PointKind::Gap, PointKind::Unanswered, PointKind::DontKnow] {
        let is_there = |r: &Row| r.tag.as_ref().is_some_and(|t| t.words() == kind.words());
        assert!(list.iter().any(is_there), "{kind:?}");
    }
    talk.press(Key::Home);
    let mut seen = 0;
    for (index, row) in list
        .iter()
        .enumerate()
        .filter(|(_, row)| row.goal.is_some())
    {
        assert_eq!(cursor(&talk.model), index);
        if let Some(Goal::Form(subject, at)) = &row.goal {
            talk.press(Key::Enter);
            assert_eq!(talk.subject(), Some(subject), "{row:?}");
            if let Some(at) = at {
                assert_eq!(talk.cursor().field(), Some(at), "{row:?}");
            }
            talk.press(Key::Esc);
            assert_eq!(talk.place(), Some(&Place::Review), "{row:?}");
            assert_eq!(cursor(&talk.model), index, "{row:?}");
            talk.is_sane();
            seen += 1;
        }
        talk.press(Key::Down);
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn one_comes_back_to_the_same_row_although_others_have_gone() {
    let mut talk = with_much_to_see();
    talk.show(Place::Review);
    let goal = Goal::Form(Subject::Scenario("vpn".try_into().unwrap()), None);
    let at = review(&talk)
        .iter()
        .position(|r| r.goal.as_ref() == Some(&goal));
    while cursor(&talk.model) < at.unwrap() {
        talk.press(Key::Down);
    }
    talk.press(Key::Enter);
    let before = review(&talk).len();
    talk.answer("vpn-mfa", "optional");
    talk.go(Goal::Form(Subject::Exemption(ExemptionId(1), 0), None));
    talk.end(FieldKey::Withdrawn, "Not needed");
    talk.press(Key::Esc);
    talk.press(Key::Esc);
    let list = review(&talk);
    assert!(
        list.len() < before - 20,
        "the gaps of the exemption are gone"
    );
    assert_eq!(list[cursor(&talk.model)].goal.as_ref(), Some(&goal));
}

#[test]
fn what_is_in_order_takes_a_line_and_says_why_at_the_focus() {
    let mut talk = Talk::at("vpn");
    for (question, value) in [
        ("vpn-mfa", "all"),
        ("vpn-factor", "second"),
        ("vpn-bypass", ""),
    ] {
        talk.answer(question, value);
    }
    let vpn = talk.open().results.scenario(&"vpn".try_into().unwrap());
    assert_eq!(vpn.unwrap().outcome(), Some(Outcome::Met));
    let goal = Goal::Form(Subject::Scenario("vpn".try_into().unwrap()), None);
    let list = review(&talk);
    let row = list
        .iter()
        .find(|r| r.goal.as_ref() == Some(&goal))
        .unwrap();
    assert_eq!(row.detail, None);
    assert!(row.aside.is_some());
}

fn promised(talk: &Talk, id: u32) -> String {
    talk.open().what_it_does(ActionId(id))
}

fn outcome_of(talk: &Talk, requirement: &str) -> Outcome {
    let mut all = talk.open().results.requirements.iter();
    all.find(|r| r.id.as_str() == requirement).unwrap().outcome
}

#[test]
fn an_action_that_is_done_keeps_its_promise_once_the_answer_follows() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    talk.press(Key::F(4));
    assert_eq!(
        promised(&talk, 1),
        "Works towards R1 in Remote access by VPN."
    );
    let below = |talk: &Talk| {
        let pieces = mfa_assess::wizard::below(talk.open(), talk.subject().unwrap());
        pieces[0].text.clone()
    };
    assert_eq!(
        below(&talk),
        "It belongs to: Remote access by VPN. Works towards R1 in Remote access by VPN. Nobody has \
         said that it closes anything."
    );
    talk.reach(FieldKey::Closes);
    talk.press(Key::Char(' '));
    assert_eq!(
        promised(&talk, 1),
        "Closes R1 in Remote access by VPN; R1 then goes from not met to not answered."
    );
    assert!(below(&talk).ends_with(&promised(&talk, 1)));
    talk.send(Message::Answer {
        key: FieldKey::Progress,
        answer: choice("done"),
    });
    // Done is not yet answered: the answers say what holds.
    assert_eq!(outcome_of(&talk, "R1"), Outcome::NotMet);
    assert_eq!(
        promised(&talk, 1),
        "It is done, but by the answers R1 in Remote access by VPN still falls short."
    );
    // From the action to its scenario, where the answer is given.
    let links = mfa_assess::wizard::links(talk.open(), talk.subject().unwrap());
    let scenario = Goal::Form(Subject::Scenario("vpn".try_into().unwrap()), None);
    assert!(links.iter().any(|l| l.goal.as_ref() == Some(&scenario)));
    talk.go(scenario);
    for (question, value) in [
        ("vpn-mfa", "all"),
        ("vpn-factor", "second"),
        ("vpn-bypass", ""),
    ] {
        talk.answer(question, value);
    }
    let vpn = talk.open().results.scenario(&"vpn".try_into().unwrap());
    assert_eq!(vpn.unwrap().outcome(), Some(Outcome::Met));
    assert_eq!(outcome_of(&talk, "R1"), Outcome::NotAnswered);
    assert_eq!(promised(&talk, 1), "");
    talk.press(Key::Esc);
    assert_eq!(talk.subject(), Some(&Subject::Action(ActionId(1))));
}

#[test]
fn what_an_action_closes_is_chosen_its_own_scenario_first_and_then_with_which_others() {
    let mut talk = Talk::at("remote-desktop");
    talk.answer("desktop-routes", "rdp");
    talk.answer("desktop-mfa", "none");
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    for what in ["Buy tokens", "Enrol everybody"] {
        talk.go(Goal::BeginAction(Suggestion::blank(
            "vpn".try_into().unwrap(),
        )));
        talk.reach(FieldKey::What);
        talk.write(what);
        talk.press(Key::Enter);
    }
    let labels = |talk: &Talk, key: &FieldKey| -> Vec<String> {
        let fields = mfa_assess::wizard::fields(talk.open(), talk.subject().unwrap());
        let field = fields.iter().find(|field| field.key == *key);
        let choices = field.map_or(&[][..], |field| field.question.input.choices());
        choices.iter().map(|choice| choice.label.clone()).collect()
    };
    let vpn = "R1 in Remote access by VPN (not met)";
    assert_eq!(labels(&talk, &FieldKey::Towards), [vpn]);
    let closes = labels(&talk, &FieldKey::Closes);
    assert_eq!((closes[0].as_str(), closes.len()), (vpn, 2), "{closes:?}");
    assert_eq!(
        labels(&talk, &FieldKey::With),
        [""; 0],
        "it closes nothing yet"
    );
    talk.reach(FieldKey::Closes);
    talk.press(Key::Char(' '));
    assert_eq!(labels(&talk, &FieldKey::With), ["A-1  Buy tokens"]);
    talk.reach(FieldKey::With);
    talk.press(Key::Char(' '));
    assert!(
        promised(&talk, 2).starts_with("Closes R1 in Remote access by VPN, together with A-1;")
    );
    // What was chosen stays to be taken back, whatever became of it.
    talk.go(Goal::Form(Subject::Action(ActionId(1)), None));
    talk.go(Goal::RemoveAction(ActionId(1)));
    assert_eq!(
        labels(&talk, &FieldKey::With),
        ["A-1  not recorded any more"]
    );
    assert!(promised(&talk, 2).ends_with("with A-1, which is not recorded any more."));
    talk.reach(FieldKey::Closes);
    talk.press(Key::Char(' '));
    let action = &talk.state().actions[&ActionId(2)];
    assert!(
        action.closes.is_empty() && action.with.is_empty(),
        "{action:?}"
    );
    assert_eq!(talk.on_disk(), *talk.state());
}

fn action(what: &str, due: Option<&str>, priority: Option<&str>) -> Vec<(FieldKey, String)> {
    let mut fields = vec![(FieldKey::What, what.to_owned())];
    fields.extend(due.map(|day| (FieldKey::DueOn, day.to_owned())));
    fields.extend(priority.map(|p| (FieldKey::Priority, p.to_owned())));
    fields
}

#[test]
fn actions_are_sorted_by_what_presses_and_say_what_they_lack() {
    let mut talk = Talk::at("vpn");
    for fields in [
        action("undated", None, None),
        action("low and soon", Some("2026-12-01"), Some("low")),
        action("high and late", Some("2027-12-01"), Some("high")),
        action("high and soon", Some("2026-12-01"), Some("high")),
        action("overdue", Some("2026-11-23"), Some("low")),
        action("done", Some("2026-01-01"), Some("high")),
    ] {
        let is_done = fields[0].1 == "done";
        talk.scenario("vpn");
        talk.press(Key::F(4));
        for (key, value) in fields {
            let answer = match key {
                FieldKey::DueOn => mfa_assess::facts::Answer::Date(value.parse().unwrap()),
                FieldKey::What => mfa_assess::facts::Answer::Text(value),
                _ => choice(&value).unwrap(),
            };
            let answer = Some(answer);
            talk.send(Message::Answer { key, answer });
        }
        if is_done {
            let (key, answer) = (FieldKey::Progress, choice("done"));
            talk.send(Message::Answer { key, answer });
        }
    }
    let list = rows(&talk.model, &Place::Actions);
    let actions: Vec<&Row> = list
        .iter()
        .filter(|r| matches!(r.goal, Some(Goal::Form(Subject::Action(_), _))))
        .collect();
    let texts: Vec<&str> = actions.iter().map(|r| &r.text[5..]).collect();
    assert_eq!(
        texts,
        [
            "overdue",
            "high and soon",
            "high and late",
            "low and soon",
            "undated",
            "done"
        ]
    );
    let undated = actions[4].detail.as_ref().unwrap();
    assert!(
        undated.contains("No owner yet. Neither a date nor a reason for none yet."),
        "{undated}"
    );
    // It is said where it is asked, until it is given, and stands before nothing.
    talk.go(Goal::Form(Subject::Action(ActionId(1)), None));
    for key in [FieldKey::Owner, FieldKey::DueOn] {
        assert!(talk.field(&key).remark.is_some(), "{key:?}");
    }
    talk.reach(FieldKey::Owner);
    talk.write("Jo Marsh");
    talk.press(Key::Tab);
    assert_eq!(talk.field(&FieldKey::Owner).remark, None);
    let gaps = talk.open().results.gaps.len();
    assert_eq!(gaps, talk.open().results.unanswered());
}

#[test]
fn the_task_list_says_first_what_has_run_out_and_leads_there() {
    let mut talk = Talk::at("vpn");
    talk.show(Place::Tasks);
    let first = |talk: &Talk| rows(&talk.model, &Place::Tasks)[0].clone();
    assert!(first(&talk).goal.is_some(), "nothing has run out");
    for number in 1..=2 {
        talk.scenario("vpn");
        talk.act("Buy tokens");
        let (key, day) = (FieldKey::DueOn, "2026-11-23".parse().unwrap());
        let answer = Some(mfa_assess::facts::Answer::Date(day));
        talk.send(Message::Answer { key, answer });
        let list = rows(&talk.model, &Place::Tasks);
        assert_eq!(list[0].text, "See to this first");
        let (text, goal) = match number {
            1 => (
                "1 action overdue",
                Goal::Form(Subject::Action(ActionId(1)), None),
            ),
            _ => ("2 actions overdue", Goal::Show(Place::Actions)),
        };
        assert_eq!(
            (list[1].text.as_str(), list[1].goal.as_ref()),
            (text, Some(&goal))
        );
    }
    talk.go(Goal::BeginEvidence);
    let expiry = talk.open().questionnaire.evidence.as_ref().unwrap();
    let expiry = expiry.expiry.clone().unwrap();
    talk.answer(expiry.as_str(), "23/11/2026");
    let list = rows(&talk.model, &Place::Tasks);
    assert_eq!(list[2].text, "1 piece of evidence out of date");
    assert!(matches!(
        list[2].goal,
        Some(Goal::Form(Subject::Listed(_), None))
    ));
}

#[test]
fn the_plan_of_an_exemption_in_force_is_suggested_until_an_action_is_to_end_it() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    talk.answer("vpn-accounts", "5");
    let mut approved = crate::harness::approved_exemption(&talk, "SPECIFIC", "vpn", "R1");
    let open = talk.model.open.as_mut().unwrap();
    for (field, words) in [
        ("milestone", "Test the gateway."),
        ("plan-owner", "Jo Marsh"),
    ] {
        let words = mfa_assess::facts::Answer::Text(words.into());
        approved.fields.insert(field.try_into().unwrap(), words);
    }
    open.state.exemptions.insert(ExemptionId(1), approved);
    open.judge(open.today);
    let standing = &open.results.exemptions[&ExemptionId(1)];
    assert!(standing.counts(), "{standing:?}");
    let [plan] = talk.open().suggestions().try_into().unwrap();
    let ends = plan.ends;
    assert_eq!(
        (plan.what.as_str(), plan.owner.as_str()),
        ("Test the gateway.", "Jo Marsh")
    );
    assert_eq!(ends, Some(ExemptionId(1)));
    assert_eq!(plan.due, Due::On("2027-06-30".parse().unwrap()));
    talk.go(Goal::BeginAction(plan));
    assert!(talk.open().suggestions().is_empty(), "it is taken up");
    assert_eq!(outcome_of(&talk, "R1"), Outcome::NotAnswered);
    let open = talk.open();
    let action: &Action = &open.state.actions[&ActionId(1)];
    assert_eq!((action.ends, action.progress), (ends, Progress::NotStarted));
    let links = mfa_assess::wizard::links(open, talk.subject().unwrap());
    let exemption = Goal::Form(Subject::Exemption(ExemptionId(1), 0), None);
    assert!(links.iter().any(|l| l.goal.as_ref() == Some(&exemption)));
    assert_eq!(
        promised(&talk, 1),
        "Works towards R1 in Remote access by VPN."
    );
}
