//! A small language for cases: `vpn-mfa=some vpn-accounts=20`, in the ids of the questionnaire.
//!
//! `?` is "don't know", `n/a` is "not applicable", `a,b` ticks two choices, nothing ticks none,
//! and `-field` takes a field away again. Texts hold no spaces here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use mfa_assess::facts::{Answer, Assessment, Exemption, ExemptionId, Life};
use mfa_assess::questionnaire::{Input, Question, QuestionId, Questionnaire, built_in};
use mfa_assess::rules::{Finding, Outcome, Results};

/// The day on which a case takes place unless it says otherwise.
pub const TODAY: &str = "2026-11-24";

/// What is said first of a must that is met in part.
pub const IN_PART: &str = "The must is not met. ";

pub static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| built_in().unwrap());

pub type Answers = BTreeMap<QuestionId, Answer>;

/// One answer, as the question takes it.
fn answer(question: &Question, words: &str) -> Answer {
    let answer = match (words, &question.input) {
        ("?", _) => Answer::DontKnow,
        ("n/a", _) => Answer::NotApplicable {
            reason: "we have none".into(),
        },
        (_, Input::OneOf(_)) => Answer::Choice(words.try_into().unwrap()),
        (_, Input::AnyOf(_)) => {
            let ids = words.split(',').filter(|id| !id.is_empty());
            Answer::Choices(ids.map(|id| id.try_into().unwrap()).collect())
        }
        _ => Answer::typed(words, question).unwrap(),
    };
    answer
        .checked(question)
        .unwrap_or_else(|refusal| panic!("{}={words}: {refusal}", question.id))
}

/// Writes the case over the answers that are there.
fn write<'q>(to: &mut Answers, case: &str, find: impl Fn(&QuestionId) -> Option<&'q Question>) {
    for word in case.split_whitespace() {
        if let Some(id) = word.strip_prefix('-') {
            let gone = to.remove(&QuestionId::try_from(id).unwrap());
            assert!(gone.is_some(), "{id} was not there");
            continue;
        }
        let (id, value) = word.split_once('=').unwrap_or_else(|| panic!("{word}"));
        let id = QuestionId::try_from(id).unwrap();
        let question = find(&id).unwrap_or_else(|| panic!("there is no question {id}"));
        to.insert(id, answer(question, value));
    }
}

/// The answers of a case.
pub fn answers(case: &str) -> Answers {
    let mut all = Answers::new();
    write(&mut all, case, |id| ASKED.question(id));
    all
}

/// A sound record of each kind, for the cases to break.
fn sound(kind: &str) -> &'static str {
    match kind {
        "E1" => {
            "what=wards accounts=unprivileged account-count=200 inside=yes \
             network-reference=standard-3.1 owner=Sam confirmed-on=2026-05-01"
        }
        "E2" => {
            "what=viewer first-system=desktop same-user=yes same-device=yes confirmed-on=2026-05-01"
        }
        "SPECIFIC" => {
            "what=pathology hosting=partner accounts=both user-group=staff account-count=4 \
             route=vpn ground=unsupported why=old controls=gateway controls-evidence=ticket \
             risk-reference=RISK-7 risk-date=2026-02-01 likelihood=2 impact=3 \
             safety-officer=yes caldicott=not-needed owner=Sam owner-role=manager author=Robin \
             approved-by=board approver=Alex approver-role=chair approved-on=2026-03-02 \
             minute=M-12 start=2026-03-02 next-review=2027-03-02 expiry=2027-06-30 \
             plan-owner=Sam milestone=upgrade has-target=yes target-date=2027-06-01 \
             progress=begun evidence-location=folder"
        }
        "REASON" => {
            "what=backup account-count=3 why=unsupported implications=weighed controls=vault \
             risk-reference=RISK-8 owner=Sam approved-by=board approver=Alex approver-role=chair \
             approved-on=2026-03-02 minute=M-13 next-review=2027-03-02"
        }
        _ => panic!("there is no kind {kind}"),
    }
}

/// A sound exemption of a kind, changed by the case, serving these requirements in these scenarios.
pub fn exemption(kind: &str, requirements: &str, scenarios: &str, case: &str) -> Exemption {
    let kind_id = kind.try_into().unwrap();
    let asked = ASKED.exemption_kind(&kind_id).unwrap();
    let mut fields = Answers::new();
    write(&mut fields, sound(kind), |id| asked.question(id));
    write(&mut fields, case, |id| asked.question(id));
    let ids = |list: &str| -> Vec<String> { list.split(',').map(str::to_owned).collect() };
    let mut exemption = Exemption {
        kind: kind_id,
        requirements: ids(requirements)
            .into_iter()
            .map(|id| id.try_into().unwrap())
            .collect::<BTreeSet<_>>(),
        scenarios: ids(scenarios)
            .into_iter()
            .map(|id| id.try_into().unwrap())
            .collect::<BTreeSet<_>>(),
        fields,
        withdrawn: None,
        systems: [].into(),
        life: Life::default(),
    };
    // Whatever the case has changed, it was approved like that.
    exemption.life.approvals = vec![exemption.relied(asked)];
    exemption
}

/// An assessment with these answers and exemptions, and nothing else.
pub fn state(answers: Answers, exemptions: Vec<Exemption>) -> Assessment {
    Assessment {
        answers,
        exemptions: (1..).map(ExemptionId).zip(exemptions).collect(),
        ..Assessment::default()
    }
}

pub fn results(state: &Assessment, day: &str) -> Results {
    Results::of(&ASKED, state, day.parse().unwrap())
}

/// What follows in one scenario for one requirement.
pub fn finding(results: &Results, scenario: &str, requirement: &str) -> Option<Finding> {
    let scenario = results.scenario(&scenario.try_into().unwrap()).unwrap();
    let mut findings = scenario.findings.iter();
    findings
        .find(|f| f.requirement.as_str() == requirement)
        .cloned()
}

pub fn outcome(words: &str) -> Outcome {
    Outcome::ALL
        .into_iter()
        .find(|o| o.words().eq_ignore_ascii_case(words))
        .unwrap_or_else(|| panic!("there is no outcome \"{words}\""))
}

/// The lines of a table, without blank ones, each cut at `=>`.
pub fn cases(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = table.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.map(|line| {
        let (case, then) = line.split_once("=>").unwrap_or_else(|| panic!("{line}"));
        (case.trim(), then.trim())
    })
}
