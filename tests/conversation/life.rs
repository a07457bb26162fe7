//! The life of an exemption: filled in by its gaps, approved, changed, renewed, and ended.

use std::sync::LazyLock;

use mfa_assess::facts::{Answer, Change, Event, ExemptionId, Logged};
use mfa_assess::rules::{LifeStep, Outcome, Phase};
use mfa_assess::wizard::{
    Command, FieldKey, Goal, Key, Message, Overlay, Place, ResetChoice, Row, Stop, Subject, below,
    links, rows, status, story,
};

use proptest::prelude::*;

use crate::commands::any_message;
use crate::harness::{Talk, asked};
use crate::signing::{complete, fill_in};

const ID: ExemptionId = ExemptionId(1);

/// What a whole specific exemption says, by step.
const FILLED: &[(usize, &str, &str)] = &[
    (1, "what", "Imaging archive"),
    (1, "hosting", "own"),
    (1, "accounts", "privileged"),
    (1, "user-group", "Imaging administrators"),
    (1, "account-count", "4"),
    (1, "route", "vpn"),
    (2, "ground", "technical"),
    (2, "why", "The supplier offers no second factor"),
    (2, "controls", "A jump host that records every session"),
    (2, "controls-evidence", "Share, folder Imaging"),
    (3, "risk-reference", "RISK-8"),
    (3, "risk-date", "01/04/2026"),
    (3, "likelihood", "low"),
    (3, "impact", "high"),
    (3, "safety-officer", "yes"),
    (3, "caldicott", "yes"),
    (4, "owner", "Sam Hill"),
    (4, "owner-role", "Head of imaging"),
    (4, "author", "Robin Marsh"),
    (4, "start", "01/03/2026"),
    (4, "expiry", "28/02/2027"),
    (5, "plan-owner", "Sam Hill"),
    (5, "milestone", "The supplier's release in January"),
    (5, "has-target", "yes"),
    (5, "target-date", "28/02/2027"),
    (5, "progress", "Tested in October"),
    (6, "next-review", "01/03/2027"),
    (6, "evidence-location", "Share, folder Imaging"),
    (7, "approved-by", "board"),
    (7, "approver", "Alex Fenn"),
    (7, "approver-role", "Chair"),
    (7, "approved-on", "02/03/2026"),
    (7, "minute", "2026/14"),
];

fn fill(talk: &mut Talk, filled: &[(usize, &str, &str)]) {
    for (step, question, value) in filled {
        talk.go(Goal::Form(Subject::Exemption(ID, *step), None));
        let field = talk.field(&asked(question));
        let first = field.question.input.choices().first();
        let known = |value: &str| {
            let mut choices = field.question.input.choices().iter();
            choices.any(|choice| choice.id.as_str() == value)
        };
        // Which choice it is matters only where the rules look at it.
        let value = match first {
            Some(first) if !known(value) => first.id.as_str().to_owned(),
            _ => (*value).to_owned(),
        };
        talk.answer(question, &value);
        talk.press(Key::Esc);
    }
}

/// One for a scenario that falls short, as far as nobody has approved it.
fn filled() -> Talk {
    let mut talk = Talk::begun();
    talk.answer_in_organisation("hosting", "own");
    talk.scenario("internal-admins");
    talk.answer("internal-mfa", "none");
    talk.answer("internal-accounts", "4");
    talk.answer("internal-shared", "no");
    let scenario = Some("internal-admins".try_into().unwrap());
    talk.show(Place::ExemptionKinds(scenario.clone()));
    talk.go(Goal::BeginExemption(
        "SPECIFIC".try_into().unwrap(),
        scenario,
    ));
    fill(&mut talk, FILLED);
    talk
}

fn approved() -> Talk {
    static DISK: LazyLock<Vec<Logged>> = LazyLock::new(|| {
        let mut talk = filled();
        take(&mut talk, LifeStep::Approve);
        assert_eq!(phase(&talk), Phase::Approved, "{}", talk.notice());
        talk.disk
    });
    let talk = Talk {
        disk: DISK.clone(),
        ..Talk::new()
    };
    talk.reopened()
}

fn take(talk: &mut Talk, step: LifeStep) {
    talk.go(Goal::Take(ID, step));
}

fn phase(talk: &Talk) -> Phase {
    talk.open().results.phases[&ID]
}

fn outcome(talk: &Talk) -> Outcome {
    let id = "internal-admins".try_into().unwrap();
    let result = talk.open().results.scenario(&id).unwrap();
    result.outcome().unwrap()
}

fn day(talk: &mut Talk, day: &str) {
    talk.send(Message::Today(day.parse().unwrap()));
}

/// What can be done on the first step, headings left out.
fn here(talk: &Talk) -> Vec<Row> {
    let all = links(talk.open(), &Subject::Exemption(ID, 0));
    all.into_iter().filter(|row| row.goal.is_some()).collect()
}

/// The steps of its life that are offered.
fn offered(talk: &Talk) -> Vec<LifeStep> {
    let goals = here(talk).into_iter().filter_map(|row| match row.goal {
        Some(Goal::Take(_, step)) => Some(step),
        _ => None,
    });
    goals.collect()
}

fn form(talk: &mut Talk, step: usize) {
    talk.go(Goal::Form(Subject::Exemption(ID, step), None));
}

fn asks_before_reset(talk: &Talk) -> &str {
    match &talk.model.overlay {
        Some(Overlay::Reset(asking)) => &asking.says,
        other => panic!("{other:?}: {}", talk.notice()),
    }
}

#[test]
fn each_gap_leads_to_where_it_is_filled_in_and_comes_back() {
    let mut talk = filled();
    form(&mut talk, 6);
    talk.send(Message::Answer {
        key: asked("next-review"),
        answer: None,
    });
    talk.press(Key::Esc);
    form(&mut talk, 0);
    let says = "No review date. An exemption is reviewed at least yearly.";
    let gaps = here(&talk);
    let gap = gaps.iter().find(|row| row.text == says);
    let gap = gap.unwrap_or_else(|| panic!("{gaps:?}"));
    let heading = links(talk.open(), &Subject::Exemption(ID, 0));
    let heading = heading.iter().find(|row| row.goal.is_none()).unwrap();
    assert!(
        heading.text.starts_with("Imaging archive: "),
        "{}",
        heading.text
    );
    // Every gap has a way, and each sentence is there once.
    for gap in gaps.iter().filter(|row| row.whole) {
        assert_eq!(gaps.iter().filter(|g| g.text == gap.text).count(), 1);
        talk.go(gap.goal.clone().unwrap());
        talk.is_sane();
        talk.press(Key::Esc);
        assert_eq!(talk.subject(), Some(&Subject::Exemption(ID, 0)));
    }
    talk.go(gap.goal.clone().unwrap());
    assert_eq!(talk.subject(), Some(&Subject::Exemption(ID, 6)));
    assert_eq!(talk.here().as_deref(), Some("next-review"));
    talk.write("01/03/2027");
    talk.press(Key::Esc);
    assert_eq!(talk.subject(), Some(&Subject::Exemption(ID, 0)));
    assert!(here(&talk).iter().all(|row| row.text != says));
}

#[test]
fn a_field_says_which_condition_it_evidences() {
    let mut talk = filled();
    form(&mut talk, 2);
    let says = |talk: &Talk, id: &str| talk.field(&asked(id)).evidences;
    assert_eq!(says(&talk, "why").as_deref(), Some("For X1: understood."));
    form(&mut talk, 7);
    let both = says(&talk, "approved-on").unwrap();
    assert!(both.contains("X4: approved; X5: reviewed yearly"), "{both}");
}

#[test]
fn the_first_step_says_whether_each_condition_holds_and_leaves_the_eighth_to_a_person() {
    let mut talk = filled();
    form(&mut talk, 0);
    let pieces = |talk: &Talk| {
        let told = below(talk.open(), &Subject::Exemption(ID, 0)).into_iter();
        told.map(|piece| piece.text).collect::<Vec<_>>().join("\n")
    };
    let before = pieces(&talk);
    assert!(before.contains("X4: approved. Does not hold."), "{before}");
    assert!(before.contains("X7: evidence kept. Holds."), "{before}");
    take(&mut talk, LifeStep::Approve);
    let after = pieces(&talk);
    for number in 1..=7 {
        let line = after.lines().find(|l| l.starts_with(&format!("X{number}")));
        let line = line.unwrap_or_else(|| panic!("{after}"));
        assert!(line.ends_with("Holds."), "{line}");
    }
    let eighth = after.lines().find(|l| l.starts_with("X8")).unwrap();
    assert!(!eighth.contains("Holds."), "{eighth}");
    assert!(eighth.contains("confirm on the live page"), "{eighth}");
}

#[test]
fn only_steps_that_make_sense_are_offered_and_each_can_be_taken() {
    let mut talk = filled();
    form(&mut talk, 0);
    use LifeStep::{Approve, DropRenewal, Renew, Submit};
    assert_eq!(offered(&talk), [Submit, Approve]);
    take(&mut talk, Submit);
    assert_eq!(
        (phase(&talk), offered(&talk)),
        (Phase::Submitted, vec![Approve])
    );
    take(&mut talk, Approve);
    assert_eq!(
        (phase(&talk), offered(&talk)),
        (Phase::Approved, vec![Renew])
    );
    assert_eq!(outcome(&talk), Outcome::MetByExemption);
    take(&mut talk, Renew);
    assert_eq!(offered(&talk), [Submit, Approve, DropRenewal]);
    assert_eq!(
        outcome(&talk),
        Outcome::MetByExemption,
        "the approval stands"
    );
    fill(&mut talk, &[(2, "why", "The release slipped")]);
    take(&mut talk, DropRenewal);
    assert_eq!(offered(&talk), [Renew]);
    let why = &talk.state().exemptions[&ID].fields[&"why".try_into().unwrap()];
    assert!(format!("{why:?}").contains("no second factor"), "{why:?}");
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn a_refused_step_says_what_to_do_first_and_changes_nothing() {
    let mut talk = filled();
    form(&mut talk, 7);
    for question in ["minute", "approver"] {
        talk.send(Message::Answer {
            key: asked(question),
            answer: None,
        });
    }
    let before = talk.state().clone();
    take(&mut talk, LifeStep::Approve);
    assert!(talk.notice().matches('.').count() >= 2, "{}", talk.notice());
    assert_eq!(*talk.state(), before);
}

#[test]
fn enter_twice_takes_one_step() {
    let mut talk = filled();
    form(&mut talk, 7);
    let all = links(talk.open(), &Subject::Exemption(ID, 7));
    let approve = Some(Goal::Take(ID, LifeStep::Approve));
    let at = all.iter().position(|row| row.goal == approve);
    let at = at.expect("the approval is recorded where the decision is");
    talk.press(Key::End);
    while *talk.cursor() != Stop::Link(at) {
        talk.press(Key::Up);
    }
    talk.presses(&[Key::Enter, Key::Enter]);
    assert_eq!(phase(&talk), Phase::Approved);
    assert!(!talk.state().exemptions[&ID].life.renewing);
}

#[test]
fn a_change_of_what_the_approver_relied_on_waits_until_it_is_decided() {
    let mut talk = approved();
    form(&mut talk, 2);
    talk.to("why");
    let before = talk.state().clone();
    talk.presses(&[Key::Ctrl('u')]);
    talk.write("Nobody knows");
    talk.press(Key::Tab);
    let says = asks_before_reset(&talk);
    assert!(says.contains("EX-1, Imaging archive"), "{says}");
    assert!(says.contains("does not count"), "{says}");
    assert_eq!(*talk.state(), before);
    // Whoever goes on without reading leaves it, with the text as a draft.
    talk.press(Key::Enter);
    assert!(
        talk.notice().contains("stays in its field"),
        "{}",
        talk.notice()
    );
    assert_eq!(talk.text(), Some("Nobody knows"));
    assert_eq!(*talk.state(), before);
    // Begin a renewal instead, with the change in it: the approval stands.
    talk.presses(&[Key::Tab, Key::Down, Key::Enter]);
    assert!(talk.model.overlay.is_none());
    let exemption = &talk.state().exemptions[&ID];
    assert!(exemption.life.renewing);
    let why = &exemption.fields[&"why".try_into().unwrap()];
    assert!(format!("{why:?}").contains("Nobody knows"));
    assert_eq!(phase(&talk), Phase::Approved);
    assert_eq!(outcome(&talk), Outcome::MetByExemption);
    let moves = |event: &Event| matches!(event, Event::Changed(Change::Life(_, _)));
    let moved = talk.disk.iter().filter(|l| moves(&l.entry.event)).count();
    assert_eq!(
        moved, 2,
        "the approval and the renewal are written once each"
    );
    // A second change of the renewal asks nothing.
    fill(&mut talk, &[(2, "controls", "More of them")]);
    assert!(talk.model.overlay.is_none());
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn the_change_is_made_and_the_approval_reset_where_that_is_chosen() {
    let mut talk = approved();
    form(&mut talk, 3);
    talk.answer("risk-reference", "RISK-9");
    asks_before_reset(&talk);
    talk.send(Message::Reset(ResetChoice::Change));
    assert_eq!(phase(&talk), Phase::Draft);
    assert_eq!(outcome(&talk), Outcome::NotMet);
    assert!(talk.notice().contains("approved anew"), "{}", talk.notice());
    let told = story(talk.open(), ID).join(" ");
    assert!(told.contains("Changed since"), "{told}");
    // Once is enough, and undoing it restores the approval.
    talk.answer("likelihood", "5");
    assert!(talk.model.overlay.is_none());
    talk.presses(&[Key::F(7), Key::F(7)]);
    assert_eq!(phase(&talk), Phase::Approved);
    // The consent was for that change only.
    talk.answer("risk-reference", "RISK-9");
    asks_before_reset(&talk);
}

#[test]
fn a_change_of_the_scope_asks_too_and_what_is_kept_up_does_not() {
    let mut talk = approved();
    form(&mut talk, 5);
    talk.answer("progress", "Tested again in November");
    assert!(talk.model.overlay.is_none());
    assert_eq!(phase(&talk), Phase::Approved);
    form(&mut talk, 3);
    talk.answer("risk-date", "20/11/2026");
    assert!(talk.model.overlay.is_none());
    assert_eq!(phase(&talk), Phase::Approved);
    form(&mut talk, 0);
    talk.reach(FieldKey::Scenarios);
    let before = talk.state().clone();
    talk.press(Key::Char(' '));
    let says = asks_before_reset(&talk);
    assert!(says.contains("what it covers"), "{says}");
    talk.press(Key::Esc);
    assert_eq!(talk.notice(), "Nothing was changed.");
    assert_eq!(*talk.state(), before);
    talk.presses(&[Key::Char(' '), Key::Down, Key::Down, Key::Down, Key::Enter]);
    assert_ne!(
        talk.state().exemptions[&ID].scenarios,
        before.exemptions[&ID].scenarios
    );
    assert_eq!(phase(&talk), Phase::Draft);
}

#[test]
fn who_leaves_the_screen_at_the_question_leaves_it_and_keeps_the_text() {
    let mut talk = approved();
    talk.show(Place::Exemptions);
    form(&mut talk, 2);
    talk.to("why");
    talk.write(" any more");
    let before = talk.state().clone();
    talk.send(Message::Do(Command::Back));
    asks_before_reset(&talk);
    talk.press(Key::Esc);
    assert_eq!(talk.place(), Some(&Place::Exemptions));
    assert_eq!(*talk.state(), before);
    assert!(talk.kept.values().any(|text| text.ends_with(" any more")));
}

#[test]
fn in_a_signed_record_the_reason_is_asked_and_then_what_becomes_of_the_approval() {
    let mut talk = complete();
    let asked_now = talk.open().asked();
    let scenario = asked_now.iter().find(|s| s.as_str() == "internal-admins");
    let scenario = scenario.or(asked_now.first()).cloned();
    talk.go(Goal::BeginExemption(
        "SPECIFIC".try_into().unwrap(),
        scenario,
    ));
    talk.reach(FieldKey::Requirements);
    talk.press(Key::Char(' '));
    fill(&mut talk, FILLED);
    take(&mut talk, LifeStep::Approve);
    assert_eq!(phase(&talk), Phase::Approved, "{}", talk.notice());
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    assert!(talk.state().is_signed(), "{}", talk.notice());

    form(&mut talk, 3);
    let disk = talk.disk.len();
    talk.answer("risk-reference", "RISK-9");
    talk.because("the risk was assessed anew");
    asks_before_reset(&talk);
    assert_eq!(talk.disk.len(), disk, "nothing has happened yet");
    talk.send(Message::Reset(ResetChoice::Renew));
    assert!(talk.model.overlay.is_none(), "{:?}", talk.model.overlay);
    let since: Vec<_> = talk.disk[disk..].iter().map(|l| &l.entry).collect();
    assert_eq!(since.len(), 2);
    assert!(matches!(since[0].event, Event::Changed(Change::Life(_, _))));
    assert!(matches!(
        since[1].event,
        Event::Changed(Change::Field(_, _, Some(_)))
    ));
    for entry in since {
        assert_eq!(entry.why.as_deref(), Some("the risk was assessed anew"));
    }
    assert_eq!(phase(&talk), Phase::Approved);
}

#[test]
fn dates_alone_let_it_run_out_and_a_renewal_keeps_the_earlier_approval_in_view() {
    let mut talk = approved();
    let disk = talk.disk.len();
    day(&mut talk, "2027-02-28");
    assert_eq!(
        (phase(&talk), outcome(&talk)),
        (Phase::Approved, Outcome::MetByExemption)
    );
    day(&mut talk, "2027-03-01");
    assert_eq!(
        (phase(&talk), outcome(&talk)),
        (Phase::Expired, Outcome::NotMet)
    );
    assert_eq!(talk.disk.len(), disk, "a day is no event");
    let says = status(talk.open(), ID).unwrap();
    assert!(says.starts_with("Expired. Does not count"), "{says}");

    take(&mut talk, LifeStep::Renew);
    let anew = [
        (4, "expiry", "31/08/2027"),
        (5, "target-date", "31/08/2027"),
        (6, "next-review", "31/08/2027"),
        (3, "risk-date", "01/02/2027"),
        (7, "approved-on", "01/03/2027"),
        (7, "minute", "2027/3"),
    ];
    fill(&mut talk, &anew);
    assert_eq!(outcome(&talk), Outcome::NotMet, "nobody has approved it");
    form(&mut talk, 0);
    take(&mut talk, LifeStep::Approve);
    assert_eq!(phase(&talk), Phase::Approved, "{}", talk.notice());
    assert_eq!(outcome(&talk), Outcome::MetByExemption);
    let told = story(talk.open(), ID);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("Approved: ") && told[0].contains("2026/14"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("Renewed: ") && told[1].contains("2027/3"),
        "{told:?}"
    );
}

#[test]
fn it_is_closed_or_withdrawn_with_a_reason_and_then_offers_no_step() {
    let mut talk = approved();
    form(&mut talk, 0);
    talk.end(
        FieldKey::Closed,
        "MFA is enforced since 1 November, report in the share",
    );
    assert_eq!(phase(&talk), Phase::Closed);
    assert!(offered(&talk).is_empty());
    talk.is_sane();
    let says = status(talk.open(), ID).unwrap();
    assert!(says.contains("enforced since 1 November"), "{says}");
    let kept = talk.kept.keys().filter(|key| key.contains("closed"));
    assert_eq!(kept.count(), 0, "the text that was taken is no draft");

    // One that never counted is withdrawn; nothing of it could be closed.
    let mut talk = filled();
    form(&mut talk, 0);
    talk.go(Goal::At(FieldKey::Closed));
    assert_ne!(talk.cursor().field(), Some(&FieldKey::Closed));
    talk.end(FieldKey::Withdrawn, "The archive was switched off");
    assert_eq!(phase(&talk), Phase::Withdrawn);
    assert!(offered(&talk).is_empty());
}

#[test]
fn each_side_shows_the_other() {
    let mut talk = approved();
    let scenario = Subject::Scenario("internal-admins".try_into().unwrap());
    let covering = links(talk.open(), &scenario);
    let row = covering.iter().find(|r| r.text.contains("EX-1")).unwrap();
    assert_eq!(row.text, "Exemption EX-1: Imaging archive");
    assert_eq!(row.tag.as_ref().unwrap().words(), "approved");
    assert!(
        row.detail
            .as_ref()
            .unwrap()
            .contains("Counts until 28 February 2027.")
    );
    talk.go(row.goal.clone().unwrap());
    let back = Some(Goal::Form(scenario.clone(), None));
    let covered = here(&talk);
    let covered = covered.iter().find(|row| row.goal == back).unwrap();
    assert!(covered.text.starts_with("Scenario: "), "{covered:?}");
    talk.go(covered.goal.clone().unwrap());
    assert_eq!(talk.subject(), Some(&scenario));
    talk.press(Key::Esc);
    assert_eq!(talk.subject(), Some(&Subject::Exemption(ID, 0)));
}

#[test]
fn a_system_that_it_covers_is_shown_with_a_way_there() {
    let mut talk = filled();
    talk.go(Goal::BeginSystem);
    let Some(Subject::System(system)) = talk.subject().cloned() else {
        panic!("{}", talk.notice())
    };
    talk.answer("name", "Imaging archive");
    talk.press(Key::Esc);
    form(&mut talk, 0);
    talk.send(Message::Answer {
        key: FieldKey::Systems,
        answer: Some(Answer::Choices(
            [system.to_string().as_str().try_into().unwrap()].into(),
        )),
    });
    let goal = Some(Goal::Form(Subject::System(system), None));
    assert!(here(&talk).iter().any(|row| row.goal == goal));
}

#[test]
fn what_must_be_decided_first_comes_first_in_the_register() {
    let mut talk = approved();
    let begin = |talk: &mut Talk, scenario: Option<&str>| {
        let scenario = scenario.map(|id| id.try_into().unwrap());
        talk.go(Goal::BeginExemption(
            "SPECIFIC".try_into().unwrap(),
            scenario,
        ));
    };
    begin(&mut talk, None);
    begin(&mut talk, Some("internal-admins"));
    begin(&mut talk, Some("internal-admins"));
    talk.go(Goal::Take(ExemptionId(4), LifeStep::Submit));
    begin(&mut talk, None);
    talk.end(FieldKey::Withdrawn, "Begun by mistake");
    let register = |talk: &Talk| -> Vec<String> {
        let all = rows(&talk.model, &Place::Exemptions).into_iter();
        let shown = all
            .filter(|row| !row.text.is_empty())
            .map(|row| match row.tag {
                Some(tag) => format!("{} {}", row.text.split("  ").next().unwrap(), tag.words()),
                None => row.text,
            });
        shown.collect()
    };
    let expected = [
        "To decide first",
        "EX-3 draft",
        "Waiting for approval",
        "EX-4 submitted",
        "Begun",
        "EX-2 draft",
        "In force",
        "EX-1 approved",
        "At an end",
        "EX-5 withdrawn",
        "Record an exemption",
        "Back",
    ];
    assert_eq!(register(&talk), expected);
    day(&mut talk, "2027-03-01");
    assert_eq!(
        register(&talk)[..3],
        ["To decide first", "EX-1 expired", "EX-3 draft"]
    );
}

#[test]
fn a_general_exemption_is_only_confirmed_and_can_be_closed() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "all");
    talk.go(Goal::BeginExemption(
        "E2".try_into().unwrap(),
        Some("vpn".try_into().unwrap()),
    ));
    assert!(offered(&talk).is_empty());
    talk.go(Goal::At(FieldKey::Closed));
    assert_ne!(talk.cursor().field(), Some(&FieldKey::Closed));
    for (step, question, value) in [
        (1, "what", "Remote desktop"),
        (1, "first-system", "The VPN gateway"),
        (1, "same-user", "yes"),
        (1, "same-device", "yes"),
        (1, "confirmed-on", "01/11/2026"),
    ] {
        form(&mut talk, step);
        talk.answer(question, value);
        talk.press(Key::Esc);
    }
    form(&mut talk, 0);
    talk.send(Message::Answer {
        key: FieldKey::Requirements,
        answer: Some(Answer::Choices(["R1".try_into().unwrap()].into())),
    });
    let row = rows(&talk.model, &Place::Exemptions);
    let row = row.iter().find(|row| row.text.contains("EX-1")).unwrap();
    assert_eq!(row.tag.as_ref().unwrap().words(), "confirmed", "{row:?}");
    form(&mut talk, 0);
    assert!(offered(&talk).is_empty());
    talk.reach(FieldKey::Closed);
    // It is confirmed, not approved: a change asks nothing.
    talk.press(Key::Esc);
    fill(&mut talk, &[(1, "what", "Remote desktops")]);
    assert!(talk.model.overlay.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_on_an_approved_exemption_it_counts_only_as_it_was_approved(
        step in 0..8_usize,
        messages in prop::collection::vec(any_message(), 1..40),
    ) {
        let mut talk = approved();
        talk.show(Place::Exemptions);
        form(&mut talk, step);
        for message in messages {
            talk.send(message.clone());
            talk.is_sane();
            let Some(open) = &talk.model.open else { break };
            if open.unborn.is_none() {
                prop_assert_eq!(&talk.on_disk(), &open.state, "{:?}", message);
            }
            let (Some(exemption), Some(kind)) = (open.state.exemptions.get(&ID), open.kind_of(ID))
            else {
                break;
            };
            if open.results.exemptions[&ID].counts() {
                let in_force = exemption.in_force(kind).relied(kind);
                prop_assert_eq!(exemption.life.approvals.last(), Some(&in_force));
            }
        }
    }
}
