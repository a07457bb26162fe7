//! What the organisation's profile decides: what it is told, and how much it is asked.

use std::collections::BTreeSet;

use mfa_assess::facts::{Answer, Gap};
use mfa_assess::questionnaire::{Input, Question};

use crate::language::{ASKED, Answers, TODAY, answers, cases, results, state};

/// What an organisation is told, by words that each notice holds and no other does.
const NOTICES: &str = "
    organisation-type=trust                         => directly. | on the DSPT | If you are also designated | under outcome B2.a
    organisation-type=icb                           => directly. | on the DSPT | If you are also designated | under outcome B2.a
    organisation-type=alb                           => directly. | on the DSPT | If you are also designated | under outcome B2.a
    organisation-type=csu                           => directly. | on the DSPT | If you are also designated | under outcome B2.a
    organisation-type=oes                           => As a designated operator | on the DSPT
    organisation-type=genomics                      => genomics
    organisation-type=other                         => does not name | NHS customers
    organisation-type=other other-kind=primary      => does not name | NHS customers | two grounds
    organisation-type=other other-kind=social       => does not name | NHS customers | two grounds
    organisation-type=other other-kind=supplier     => does not name | NHS customers | Principle 3 | Items 4.5.3 and 4.5.6
    organisation-type=other other-kind=else         => does not name | NHS customers | whoever pays
    organisation-type=trust other-kind=supplier     => directly. | on the DSPT | If you are also designated | under outcome B2.a
";

#[test]
fn each_kind_of_organisation_is_told_what_applies_to_it_and_nothing_else() {
    let mut told = BTreeSet::new();
    for (case, words) in cases(NOTICES) {
        let words: Vec<&str> = words.split('|').map(str::trim).collect();
        let notices = results(&state(answers(case), vec![]), TODAY).notices;
        let says: Vec<String> = notices.into_iter().map(|n| n.says).collect();
        assert_eq!(says.len(), words.len(), "{case}: {says:#?}");
        for word in words {
            assert!(says.iter().any(|s| s.contains(word)), "{case}: {word}");
        }
        told.extend(says);
    }
    assert_eq!(told.len(), ASKED.organisation.notices.len(), "each is told");
}

#[test]
fn every_kind_of_organisation_is_told_something_as_soon_as_it_is_named() {
    let kind = ASKED.question(&"organisation-type".try_into().unwrap());
    for choice in kind.unwrap().input.choices() {
        let given = answers(&format!("organisation-type={}", choice.id));
        let notices = results(&state(given, vec![]), TODAY).notices;
        assert!(!notices.is_empty(), "{}", choice.id);
    }
}

/// Minutes that a practice should need that has its IT provider's answers at hand, and how many
/// questions one takes.
const MINUTES: usize = 60;
const QUESTIONS_A_MINUTE: usize = 2;

/// A practice of one site, with everything in the cloud.
const PRACTICE: &str = "
    organisation-type=other other-kind=primary provides-care=yes sites=1 mail-service=nhsmail
    hosting=cloud remote-routes=web,email vpn-mfa=n/a desktop-routes=n/a nhsmail-exempt=0
    cloud-systems=3 cloud-enforced=3 support-mfa=n/a managed-any=n/a hosted-mfa=all
    internal-mfa=n/a ward-mfa=n/a legacy-systems=0 glass-where=n/a service-people=n/a
    method-kinds=app-code method-accounts=12 method-stronger=12 method-admins=none
    register-systems=5 register-known=5 plan-exists=done exempt-kinds= report-route=customer report-said=complies
";

/// The same, outside care.
const CHARITY: &str = "other-kind=else provides-care=no";

/// Answers every question that comes up: as the case says, else the way of somebody who has little.
fn walk(case: &str) -> (Answers, Vec<&'static Question>) {
    let wanted = answers(case);
    let mut given = Answers::new();
    let mut asked = vec![];
    loop {
        let gaps = results(&state(given.clone(), vec![]), TODAY).gaps;
        let open = gaps.iter().find_map(|gap| match gap {
            Gap::Unanswered(id) => ASKED.question(id),
            _ => None,
        });
        let Some(question) = open else {
            return (given, asked);
        };
        let answer = wanted.get(&question.id).cloned();
        given.insert(
            question.id.clone(),
            answer.unwrap_or_else(|| plain(question)),
        );
        asked.push(question);
    }
}

/// Not applicable where that is an answer, else the first choice, none, or something short.
fn plain(question: &Question) -> Answer {
    match &question.input {
        _ if question.not_applicable => Answer::NotApplicable {
            reason: "we have none".into(),
        },
        Input::OneOf(choices) => Answer::Choice(choices[0].id.clone()),
        Input::AnyOf(_) => Answer::Choices(BTreeSet::new()),
        Input::Number { .. } => Answer::Number(0),
        Input::Line { .. } | Input::Paragraphs { .. } => Answer::Text("Robin".into()),
        Input::Date { .. } => Answer::Date(TODAY.parse().unwrap()),
    }
}

#[test]
fn a_small_organisation_is_done_in_about_the_hour_that_the_introduction_says() {
    assert!(ASKED.introduction.contains("about an hour"));
    let everything = ASKED.questions().count();
    for (name, case) in [
        ("practice", PRACTICE.to_owned()),
        ("charity", format!("{PRACTICE} {CHARITY}")),
    ] {
        let (given, asked) = walk(&case);
        let most = MINUTES * QUESTIONS_A_MINUTE;
        let count = asked.len();
        let ids: Vec<&str> = asked.iter().map(|q| q.id.as_str()).collect();
        assert!(count <= most, "{name} is asked {count}: {ids:?}");
        // Not because the rest is lost: a large trust is asked far more.
        assert!(
            count * 3 < everything * 2,
            "{name}: {count} of {everything}"
        );
        let done = results(&state(given, vec![]), TODAY);
        assert!(done.scenarios.iter().all(|s| s.work.is_done()), "{name}");
        assert!(done.clashes.is_empty(), "{name}: {:?}", done.clashes);
    }
}
