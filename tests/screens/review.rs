//! The review, the actions and the top of the task list: with nothing, one, 200 and the longest
//! texts.

use mfa_assess::facts::{
    Action, ActionId, Answer, Due, Evidence, EvidenceId, Exemption, ExemptionId, Priority, Progress,
};
use mfa_assess::questionnaire::Input;
use mfa_assess::wizard::{Goal, Key, Open, Place, Screen, Subject, rows};

use crate::steps::{Talk, begun, complete, home};
use crate::{check, check_styles};

const LONGEST: &str = "Replace the sign-in of the community nursing tablets, which the supplier of the record system \
     has promised for the spring release and has moved twice, with one that enforces a second \
     factor for every user, and tell the heads of nursing of both divisions two weeks before. ";

/// Changes what is on screen without a disk: 200 entries are looked at, not written.
fn set(talk: &mut Talk, change: impl FnOnce(&mut Open)) {
    let open = talk.session.model.open.as_mut().unwrap();
    change(open);
    open.judge(open.today);
}

fn actions(count: u32, what: &str, owner: &str) -> Vec<(ActionId, Action)> {
    let all = (1..=count).map(|number| {
        let day = jiff::civil::date(2026, 11, 20) + jiff::Span::new().days(i64::from(number));
        let action = Action {
            what: format!("{what}{number}"),
            owner: owner.to_owned(),
            role: "Network manager".into(),
            due: match number % 7 {
                0 => Due::NotGiven,
                3 => Due::NoDate("The supplier has named no release".into()),
                _ => Due::On(day),
            },
            priority: Priority::ALL.get(number as usize % 4).copied(),
            progress: match number % 5 {
                4 => Progress::Done,
                1 => Progress::Started,
                _ => Progress::NotStarted,
            },
            ..Action::blank("vpn".try_into().unwrap())
        };
        (ActionId(number), action)
    });
    all.collect()
}

fn exemption(open: &Open, number: u32, name: &str) -> Exemption {
    let kind = open
        .questionnaire
        .exemption_kind(&"SPECIFIC".try_into().unwrap());
    let kind = kind.unwrap();
    let mut exemption = Exemption {
        requirements: ["R1".try_into().unwrap()].into(),
        scenarios: ["vpn".try_into().unwrap()].into(),
        ..Exemption::blank(kind.id.clone())
    };
    for question in kind.questions() {
        let answer = match (question.id.as_str(), &question.input) {
            ("what", _) => Answer::Text(name.to_owned()),
            ("target-date" | "expiry", _) => Answer::Date("2027-06-30".parse().unwrap()),
            ("next-review", _) if number.is_multiple_of(2) => {
                Answer::Date("2026-11-20".parse().unwrap())
            }
            ("next-review", _) => Answer::Date("2027-01-20".parse().unwrap()),
            ("no-target-reason" | "same-person-reason", _) => continue,
            ("author", _) => Answer::Text("Robin Ŵyn".into()),
            ("milestone", _) => Answer::Text("Try the new gateway with one team.".into()),
            (_, Input::Date { .. }) => Answer::Date("2026-11-01".parse().unwrap()),
            (_, Input::OneOf(choices)) => Answer::Choice(choices[0].id.clone()),
            (_, Input::AnyOf(choices)) => Answer::Choices([choices[0].id.clone()].into()),
            (_, Input::Number { .. }) => Answer::Number(5),
            _ => Answer::Text("Alex Thorne".into()),
        };
        exemption.fields.insert(question.id.clone(), answer);
    }
    let relied = exemption.relied(kind);
    exemption.life.approvals.push(relied);
    exemption
}

fn exemptions(open: &mut Open, count: u32, name: &str) {
    for number in 1..=count {
        let exemption = exemption(open, number, name);
        open.state.exemptions.insert(ExemptionId(number), exemption);
    }
}

/// Moves down to the first row that leads there.
fn down_to(talk: &mut Talk, wanted: &Goal) {
    let Screen::List(list) = talk.session.model.screen() else {
        panic!("no list")
    };
    let all = rows(&talk.session.model, &list.place);
    let at = all.iter().position(|r| r.goal.as_ref() == Some(wanted));
    talk.press(Key::Home);
    while let Screen::List(list) = talk.session.model.screen()
        && list.cursor < at.unwrap()
    {
        talk.press(Key::Down);
    }
}

fn vpn() -> Goal {
    Goal::Form(Subject::Scenario("vpn".try_into().unwrap()), None)
}

fn without_mfa(talk: &mut Talk) {
    talk.scenario("vpn");
    talk.choose("vpn-mfa", "none");
    talk.answer("vpn-accounts", Answer::Number(5));
    talk.go(Goal::Show(Place::Tasks));
}

#[test]
fn review_screens() {
    let mut talk = home();
    talk.go(Goal::New);
    talk.go(Goal::Show(Place::Review));
    check("review_empty", &talk);

    let mut talk = complete();
    without_mfa(&mut talk);
    set(&mut talk, |open| exemptions(open, 1, "Old gateway"));
    talk.go(Goal::Show(Place::Review));
    check("review_complete_but_for_one", &talk);
    down_to(&mut talk, &vpn());
    check("review_resting_on_an_exemption", &talk);

    set(&mut talk, |open| exemptions(open, 200, "Old gateway"));
    down_to(&mut talk, &vpn());
    check("review_of_200_exemptions", &talk);
    check_styles("review_of_200_exemptions_styles", &talk);
    talk.press(Key::End);
    check("review_of_200_exemptions_at_its_end", &talk);

    set(&mut talk, |open| {
        open.state.exemptions.clear();
        exemptions(open, 2, &LONGEST[..160]);
    });
    down_to(&mut talk, &vpn());
    check("review_with_the_longest_texts", &talk);
}

#[test]
fn screens_of_the_list_of_actions() {
    let mut talk = begun();
    set(&mut talk, |open| {
        open.state
            .actions
            .extend(actions(1, "Move wave ", "Jo Marsh"))
    });
    talk.go(Goal::Show(Place::Actions));
    check("actions_one", &talk);
    set(&mut talk, |open| {
        open.state
            .actions
            .extend(actions(200, "Move wave ", "Jo Marsh"))
    });
    check("actions_200", &talk);
    check_styles("actions_200_styles", &talk);

    without_mfa(&mut talk);
    set(&mut talk, |open| {
        open.state.actions.clear();
        exemptions(open, 1, "Old gateway");
        let long = actions(1, &LONGEST.repeat(3), "Ffion-Angharad ".repeat(12).trim());
        open.state.actions.extend(long);
    });
    talk.go(Goal::Show(Place::Actions));
    check("actions_with_the_longest_texts_and_a_plan", &talk);

    let action = ActionId(1);
    set(&mut talk, |open| {
        let action = open.state.actions.get_mut(&action).unwrap();
        *action = Action {
            what: "Take the old gateway away.".into(),
            ends: Some(ExemptionId(1)),
            ..Action::blank("vpn".try_into().unwrap())
        };
    });
    talk.go(Goal::Form(Subject::Action(action), None));
    check("action_that_ends_an_exemption", &talk);
    for _ in 0..30 {
        talk.press(Key::Tab);
    }
    check("action_that_ends_an_exemption_at_its_links", &talk);
}

#[test]
fn what_has_run_out_on_the_task_list() {
    let mut talk = begun();
    without_mfa(&mut talk);
    set(&mut talk, |open| {
        exemptions(open, 2, "Old gateway");
        open.state
            .actions
            .extend(actions(1, "Move wave ", "Jo Marsh"));
        open.state.actions.get_mut(&ActionId(1)).unwrap().due =
            Due::On("2026-11-23".parse().unwrap());
    });
    talk.press(Key::Home);
    check("tasks_with_one_of_each_run_out", &talk);
    set(&mut talk, |open| {
        exemptions(open, 200, "Old gateway");
        open.state
            .actions
            .extend(actions(200, "Move wave ", "Jo Marsh"));
        let list = open.questionnaire.evidence.as_ref().unwrap();
        let expiry = list.expiry.clone().unwrap();
        for number in 1..=200 {
            let day = Answer::Date("2026-11-01".parse().unwrap());
            let evidence = Evidence {
                fields: [(expiry.clone(), day)].into(),
                ..Evidence::default()
            };
            open.state.listed.insert(EvidenceId(number), evidence);
        }
    });
    talk.press(Key::Home);
    check("tasks_with_hundreds_run_out", &talk);
}
