//! Outcomes that are others by date alone: each is announced for its day, and nothing else is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use mfa_assess::facts::{Answer, Assessment, Exemption, Fingerprint, SignOff};
use mfa_assess::questionnaire::{Input, Question, QuestionId, Questionnaire, load};
use mfa_assess::rules::{Came, Ending, Outcome, Results, Shift, ShiftOf, Since, Turn, Turns};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::language::{ASKED, state};
use crate::properties::{any_answers, any_exemption, sound_exemption};

/// A policy in which outcomes hang on days in every way that there is.
static ALARMS: LazyLock<Questionnaire> =
    LazyLock::new(|| load(include_bytes!("../alarms.json")).unwrap());

const TODAY: Date = date(2026, 11, 24);

fn in_three_years() -> Date {
    TODAY.saturating_add(3.years())
}

/// What is another, from what to what, by what it is.
type Changes = BTreeMap<ShiftOf, (String, String)>;

fn changes<'a>(shifts: impl IntoIterator<Item = &'a Shift>) -> Changes {
    let words = |came: &Came| format!("{came:?}");
    let shifts = shifts.into_iter();
    shifts
        .map(|shift| (shift.of.clone(), (words(&shift.from), words(&shift.to))))
        .collect()
}

/// All that is told ahead of time, by its day.
fn announced(asked: &Questionnaire, state: &Assessment) -> BTreeMap<Date, Changes> {
    let results = Results::of(asked, state, TODAY);
    let Turns { endings, others } = Turns::of(asked, state, &results, TODAY, in_three_years());
    let mut told: BTreeMap<Date, Changes> = BTreeMap::new();
    for Turn { day, shifts } in &others {
        told.entry(*day).or_default().extend(changes(shifts));
    }
    for Ending {
        deadline,
        falls_back,
    } in &endings
    {
        let day = deadline.day.tomorrow().unwrap();
        if !falls_back.is_empty() {
            told.entry(day).or_default().extend(changes(falls_back));
        }
    }
    told
}

/// What differs between two days when each is judged by itself.
fn differs(was: &Results, is: &Results) -> Changes {
    let mut found = Changes::new();
    let outcomes = |results: &Results| -> BTreeMap<ShiftOf, Came> {
        let findings = results.scenarios.iter().flat_map(|s| {
            let findings = s.findings.iter();
            findings.map(|f| {
                let of = ShiftOf::Finding(s.id.clone(), f.requirement.clone());
                (of, Came::To(f.outcome))
            })
        });
        let requirements = results.requirements.iter();
        let requirements =
            requirements.map(|r| (ShiftOf::Requirement(r.id.clone()), Came::To(r.outcome)));
        let objectives = results.objectives.iter();
        let objectives = objectives.map(|o| {
            (
                ShiftOf::Objective(o.id.clone()),
                Came::Level(o.reached.clone()),
            )
        });
        findings.chain(requirements).chain(objectives).collect()
    };
    let (was, is) = (outcomes(was), outcomes(is));
    let nothing = Came::To(Outcome::NotAsked);
    for of in was.keys().chain(is.keys()) {
        let [from, to] = [&was, &is].map(|all| all.get(of).unwrap_or(&nothing));
        if from != to {
            found.insert(of.clone(), (format!("{from:?}"), format!("{to:?}")));
        }
    }
    found
}

/// Holds what is told against these days, each judged anew beside the day before it.
fn holds(
    asked: &Questionnaire,
    state: &Assessment,
    days: impl IntoIterator<Item = Date>,
) -> Result<(), TestCaseError> {
    let told = announced(asked, state);
    let near = told.keys().flat_map(|day| [*day, day.tomorrow().unwrap()]);
    for day in near.chain(days) {
        let before = Results::of(asked, state, day.yesterday().unwrap());
        let found = differs(&before, &Results::of(asked, state, day));
        let said = told.get(&day).cloned().unwrap_or_default();
        prop_assert_eq!(said, found, "{}", day);
    }
    Ok(())
}

fn any_day() -> impl Strategy<Value = Date> {
    (-900_i64..1200).prop_map(|days| TODAY.saturating_add(days.days()))
}

fn answer(question: &'static Question) -> BoxedStrategy<Answer> {
    let value = match &question.input {
        Input::OneOf(choices) => {
            let ids: Vec<_> = choices.iter().map(|c| c.id.clone()).collect();
            select(ids).prop_map(Answer::Choice).boxed()
        }
        Input::Date { .. } => any_day().prop_map(Answer::Date).boxed(),
        Input::Number { .. } => (0_u64..3).prop_map(Answer::Number).boxed(),
        _ => Just(Answer::Text("Robin".into())).boxed(),
    };
    match question.dont_know {
        Some(_) => prop_oneof![9 => value, 1 => Just(Answer::DontKnow)].boxed(),
        None => value,
    }
}

type Fields = BTreeMap<QuestionId, Answer>;

fn some_of(questions: impl Iterator<Item = &'static Question>) -> impl Strategy<Value = Fields> {
    let each: Vec<_> = questions
        .map(|q| prop::option::weighted(0.9, answer(q)).prop_map(|a| Some((q.id.clone(), a?))))
        .collect();
    each.prop_map(|pairs| pairs.into_iter().flatten().collect())
}

/// An exemption of the policy on alarms, in any part of its life.
fn of_alarms() -> impl Strategy<Value = Exemption> {
    let kinds: Vec<_> = ALARMS.exemptions.iter().collect();
    let life = any::<[bool; 3]>();
    (select(kinds), life).prop_flat_map(|(kind, [is_approved, is_renewing, is_over])| {
        let requirements = btree_set(select(kind.requirements.clone()), 1..=2);
        let scenarios: Vec<_> = ALARMS.scenarios().map(|s| s.id.clone()).collect();
        let scenarios = btree_set(select(scenarios), 1..=3);
        let fields = (some_of(kind.questions()), some_of(kind.questions()));
        (requirements, scenarios, fields).prop_map(move |(requirements, scenarios, fields)| {
            let mut exemption = Exemption {
                requirements,
                scenarios,
                fields: fields.0,
                ..Exemption::blank(kind.id.clone())
            };
            if is_approved {
                let relied = exemption.relied(kind);
                exemption.life.approvals.push(relied);
                exemption.life.renewing = is_renewing;
                if is_renewing {
                    let kept_up = exemption.fields.iter();
                    let kept_up = kept_up.filter(|(id, _)| kind.is_kept_up(id));
                    exemption.life.kept_up =
                        kept_up.map(|(id, a)| (id.clone(), a.clone())).collect();
                    exemption.fields = fields.1.clone();
                }
            }
            let withdrawn = is_over && is_renewing;
            exemption.withdrawn = withdrawn.then(|| "Not needed.".to_owned());
            exemption
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_day_of_three_years_changes_an_outcome_that_was_not_announced(
        answers in some_of(ALARMS.questions()),
        exemptions in vec(of_alarms(), 0..4),
    ) {
        let state = state(answers, exemptions);
        let days = TODAY.series(1.day()).skip(1).take_while(|day| *day <= in_three_years());
        holds(&ALARMS, &state, days)?;
    }

    #[test]
    fn nor_does_any_with_the_policy_that_is_built_in(
        answers in any_answers(),
        (any, sound) in (vec(any_exemption(), 0..3), vec(sound_exemption(), 0..4)),
        days in vec(1..1095_i64, 25),
    ) {
        let state = state(answers, any.into_iter().chain(sound).collect());
        let days = days.into_iter().map(|days| TODAY.saturating_add(days.days()));
        holds(&ASKED, &state, days)?;
    }
}

fn given(rows: &[(&str, &str)]) -> Fields {
    let answer = |words: &str| match words.parse() {
        Ok(day) => Answer::Date(day),
        Err(_) => Answer::Choice(words.try_into().unwrap()),
    };
    let rows = rows.iter();
    rows.map(|(id, words)| ((*id).try_into().unwrap(), answer(words)))
        .collect()
}

fn told(state: &Assessment, until: &str) -> Vec<String> {
    let results = Results::of(&ALARMS, state, TODAY);
    let until: Date = until.parse().unwrap();
    let turns = Turns::of(&ALARMS, state, &results, TODAY, until);
    let endings = turns.endings.iter();
    let endings = endings.filter(|ending| ending.deadline.day <= until);
    let endings = endings.map(|ending| {
        let deadline = &ending.deadline;
        (
            deadline.day,
            format!("{}: {}", deadline.kind.id(), deadline.then),
        )
    });
    let others = turns.others.iter().map(|t| (t.day, t.words(&ALARMS)));
    let mut all: Vec<_> = endings.chain(others).collect();
    all.sort();
    all.into_iter().map(|(_, says)| says).collect()
}

#[test]
fn each_kind_of_date_is_told_for_the_day_on_which_it_turns() {
    let all = given(&[
        ("contract-until", "2027-02-28"),
        ("tested-on", "2026-06-18"),
        ("outside", "yes"),
        ("replace-by", "2027-01-10"),
        ("replaced", "no"),
    ]);
    let state = state(all, vec![]);
    assert_eq!(
        told(&state, "2027-03-01"),
        [
            "19 December 2026: Testing the alarms (A1) goes from met to partly met.",
            "10 January 2027: Replacing old alarms (A1) goes from partly met to not met; Asking the \
             guests (A3) goes from not asked to not answered; A1 as a whole goes from partly met to \
             not met; A3 as a whole goes from not asked to not answered.",
            "1 March 2027: Testing the alarms (A2) goes from met to partly met; Replacing old alarms \
             (A1) goes from not met to not asked; Asking the guests (A3) goes from not answered to not \
             asked; A1 as a whole goes from not met to partly met; A2 as a whole goes from met to \
             partly met; A3 as a whole goes from not answered to not asked; I1 goes from “Good” to \
             “Fair”.",
        ]
    );
    // What lies beyond the horizon is not told.
    assert_eq!(told(&state, "2026-12-18"), Vec::<String>::new());
    assert_eq!(told(&state, "2026-12-19").len(), 1);
}

fn watch(rows: &[(&str, &str)]) -> Exemption {
    let mut fields = given(rows);
    let house = Answer::Text("Upper house".into());
    fields.insert("house".try_into().unwrap(), house);
    Exemption {
        requirements: ["A1".try_into().unwrap()].into(),
        scenarios: ["testing".try_into().unwrap()].into(),
        fields,
        ..Exemption::blank("WATCH".try_into().unwrap())
    }
}

#[test]
fn a_deadline_tells_what_falls_back_and_nothing_tells_it_again() {
    let answers = given(&[
        ("contract-until", "2030-01-01"),
        ("tested-on", "2026-01-10"),
        ("outside", "yes"),
        ("replace-by", "2030-01-01"),
        ("replaced", "yes"),
    ]);
    let first = watch(&[
        ("from-day", "2026-11-01"),
        ("until", "2026-12-10"),
        ("confirmed-on", "2026-11-20"),
    ]);
    let later = watch(&[
        ("from-day", "2026-12-20"),
        ("until", "2027-01-31"),
        ("confirmed-on", "2026-11-20"),
    ]);
    let falls = |to| {
        format!(
            "expiry: After that day it does not count: Testing the alarms (A1) goes from covered by an \
             exemption to {to}; A1 as a whole goes from covered by an exemption to {to}."
        )
    };
    let nothing = "confirmation: By then it does not count.";
    let state = |exemptions| self::state(answers.clone(), exemptions);
    assert_eq!(
        told(&state(vec![first.clone(), later]), "2027-02-28"),
        [
            falls("partly met"),
            "20 December 2026: Testing the alarms (A1) goes from partly met to covered by an \
             exemption; A1 as a whole goes from partly met to covered by an exemption."
                .to_owned(),
            // By then the test is a year old.
            falls("not met"),
            nothing.to_owned(),
            nothing.to_owned(),
        ]
    );
    // Where another covers the same, nothing falls back.
    let both = state(vec![
        first.clone(),
        watch(&[
            ("from-day", "2026-11-01"),
            ("until", "2029-01-31"),
            ("confirmed-on", "2026-11-20"),
        ]),
    ]);
    assert_eq!(
        told(&both, "2026-12-31"),
        ["expiry: After that day it does not count. No outcome changes by that alone."]
    );
}

/// What is said on a day beside a sign-off of today.
fn since(state: &Assessment, day: &str) -> String {
    let sign_off = SignOff {
        name: "Robin Marsh".into(),
        role: "Warden".into(),
        declaration: String::new(),
        date: TODAY,
        fingerprint: Fingerprint::of(b""),
        gaps: vec![],
        same_person: None,
    };
    let day = day.parse().unwrap();
    let results = Results::of(&ALARMS, state, day);
    Since::of(&ALARMS, state, &sign_off, &results, day).words(&ALARMS)
}

#[test]
fn a_sign_off_says_for_which_day_it_was_given_and_what_days_have_changed_since() {
    let answers = given(&[
        ("contract-until", "2027-02-28"),
        ("tested-on", "2026-01-10"),
        ("outside", "yes"),
        ("replace-by", "2030-01-01"),
        ("replaced", "yes"),
    ]);
    let watched = watch(&[
        ("from-day", "2026-11-01"),
        ("until", "2026-12-10"),
        ("confirmed-on", "2026-11-20"),
    ]);
    let state = state(answers, vec![watched]);
    let signed = "Signed for the outcomes of 24 November 2026.";
    assert_eq!(since(&state, "2026-11-24"), signed);
    assert_eq!(
        since(&state, "2026-12-10"),
        format!("{signed} Since then none has changed by date.")
    );
    assert_eq!(
        since(&state, "2026-12-11"),
        format!(
            "{signed} Since then 2 have changed by date: Testing the alarms (A1) goes from covered by an \
             exemption to partly met (exemption EX-1 ended on 10 December 2026); A1 as a whole goes from \
             covered by an exemption to partly met."
        )
    );
    let later = since(&state, "2027-03-01");
    let date = "Testing the alarms (A2) goes from met to partly met (“Until when does the contract for \
                maintenance run?” 28 February 2027)";
    assert!(later.contains(date), "{later}");
    // A day before it is told as such.
    assert_eq!(
        since(&state, "2026-10-31"),
        format!(
            "{signed} Judged on 31 October 2026 instead, they differ by date: Testing the alarms (A1) \
             goes from covered by an exemption to partly met; A1 as a whole goes from covered by an \
             exemption to partly met."
        )
    );
}
