//! For each scenario and requirement: which answers lead to which outcome, without exemptions.

use std::collections::BTreeSet;

use mfa_assess::lint::{Sought, reaching};
use mfa_assess::questionnaire::{Assess, Finding as Says, Force, Scenario, Verdict};
use mfa_assess::rules::{Finding, Outcome, Results, Sheet, Truth};
use proptest::prelude::*;

use crate::language::{
    ASKED, Answers, IN_PART, TODAY, answers, cases, finding, outcome, results, state,
};
use crate::privileged;
use crate::properties::{any_answers, sound_exemption};

/// Scenario, requirement, a table. Each rule of the questionnaire decides at least one line.
const TABLES: &[(&str, &str, &str)] = &[
    ("trusted-network", "R1", "
        tn-used=no                                              => met
        tn-used=privileged sites=1 tn-site=own tn-guests=no tn-defined=yes => partly met
        tn-used=ordinary tn-guests=yes tn-defined=yes           => not met
        tn-used=ordinary sites=9 tn-links=guest tn-guests=no tn-defined=yes => not met
        tn-used=ordinary sites=1 tn-site=guest tn-guests=no tn-defined=yes  => not met
        tn-used=ordinary sites=2 tn-links=open tn-guests=no tn-defined=yes  => not met
        tn-used=ordinary sites=1 tn-site=own tn-guests=no tn-defined=part   => not met
        tn-used=ordinary sites=1 tn-site=own tn-guests=no tn-defined=no     => not met
        tn-used=ordinary sites=1 tn-site=own tn-guests=no tn-defined=yes    => partly met
        tn-used=ordinary sites=2 tn-links=own tn-guests=no tn-defined=yes   => partly met
        tn-used=ordinary sites=2 tn-links=shared tn-guests=no tn-defined=yes => partly met
        tn-used=?                                               => don't know
        tn-used=ordinary tn-guests=? tn-defined=yes             => don't know
        tn-used=ordinary sites=2 tn-links=? tn-guests=no tn-defined=yes => don't know
        tn-used=ordinary sites=1 tn-site=own tn-guests=no       => not answered
                                                                => not answered
    "),
    ("trusted-network", "R2", "
        tn-used=no                                              => not applicable
        tn-used=ordinary                                        => not applicable
        tn-used=privileged tn-privileged=own                    => not applicable
        tn-used=privileged tn-privileged=hosted                 => not met
        tn-used=privileged tn-privileged=both                   => not met
        tn-used=privileged tn-privileged=?                      => don't know
        tn-used=privileged                                      => not answered
    "),
    ("trusted-network", "R3", "
        tn-used=ordinary                                        => not applicable
        tn-used=privileged tn-privileged=hosted                 => not applicable
        tn-used=privileged tn-privileged=own                    => not met
        tn-used=privileged tn-privileged=both                   => not met
        tn-used=?                                               => don't know
                                                                => not answered
    "),
    ("vpn", "R1", "
        vpn-mfa=n/a remote-routes=web                                       => not applicable
        vpn-mfa=n/a remote-routes=vpn,web                                   => not met
        vpn-mfa=n/a remote-routes=?                                         => don't know
        vpn-mfa=none                                                        => not met
        vpn-mfa=optional                                                    => not met
        vpn-mfa=all vpn-factor=machine vpn-bypass=                          => not met
        vpn-mfa=some vpn-factor=machine vpn-bypass=                         => not met
        vpn-mfa=all vpn-factor=second vpn-bypass=legacy                     => not met
        vpn-mfa=some vpn-factor=second vpn-bypass= vpn-accounts=20 vpn-covered=0  => not met
        vpn-mfa=some vpn-factor=second vpn-bypass= vpn-accounts=20 vpn-covered=21 => not met
        vpn-mfa=some vpn-factor=second vpn-bypass= vpn-accounts=20 vpn-covered=19 => partly met
        vpn-mfa=some vpn-factor=second vpn-bypass= vpn-accounts=? vpn-covered=?   => partly met
        vpn-mfa=all vpn-factor=second vpn-bypass=group                      => partly met
        vpn-mfa=all vpn-factor=second vpn-bypass=location                   => partly met
        vpn-mfa=all vpn-factor=second vpn-bypass=remembered                 => partly met
        vpn-mfa=all vpn-factor=second vpn-bypass=location,remembered        => partly met
        vpn-mfa=all vpn-factor=second vpn-bypass=                           => met
        vpn-mfa=all vpn-factor=strong vpn-bypass=                           => met
        vpn-mfa=all vpn-factor=machine-password vpn-bypass=                 => met
        vpn-mfa=?                                                           => don't know
        vpn-mfa=all vpn-factor=second vpn-bypass=?                          => don't know
        vpn-mfa=all vpn-factor=second                                       => not answered
    "),
    ("remote-desktop", "R1", "
        desktop-routes=n/a remote-routes=vpn                                => not applicable
        desktop-routes= remote-routes=                                      => not applicable
        desktop-routes=n/a remote-routes=desktop                            => not met
        desktop-routes= remote-routes=desktop                               => not met
        desktop-routes=gateway desktop-mfa=none                             => not met
        desktop-routes=gateway desktop-mfa=optional                         => not met
        desktop-routes=rdp desktop-mfa=some desktop-accounts=9 desktop-covered=0  => not met
        desktop-routes=rdp desktop-mfa=some desktop-accounts=9 desktop-covered=10 => not met
        desktop-routes=rdp desktop-mfa=some desktop-accounts=9 desktop-covered=8  => partly met
        desktop-routes=rdp desktop-mfa=some                                 => partly met
        desktop-routes=open desktop-mfa=before desktop-same=yes             => not met
        desktop-routes=rdp,tools desktop-mfa=before desktop-same=no desktop-tools=no  => not met
        desktop-routes=rdp,tools desktop-mfa=before desktop-same=yes desktop-tools=no => partly met
        desktop-routes=tools desktop-mfa=all desktop-tools=no               => partly met
        desktop-routes=rdp desktop-mfa=before desktop-same=yes              => met
        desktop-routes=rdp desktop-mfa=all                                  => met
        desktop-routes=open,tools desktop-mfa=all desktop-tools=yes         => met
        desktop-routes=? remote-routes=desktop                              => don't know
        desktop-routes=rdp desktop-mfa=before desktop-same=?                => don't know
        desktop-routes=tools desktop-mfa=all                                => not answered
    "),
    ("email", "R1", "
        mail-service=nhsmail nhsmail-mfa=none                               => not met
        mail-service=nhsmail nhsmail-mfa=optional                           => not met
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=none => not met
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=optional => not met
        mail-service=own own-mail-mfa=all mail-bypass=legacy                => not met
        mail-service=nhsmail nhsmail-mfa=some mail-bypass= nhsmail-accounts=90 nhsmail-covered=0 => not met
        mail-service=nhsmail nhsmail-mfa=some mail-bypass= nhsmail-accounts=90 nhsmail-covered=91 => not met
        mail-service=nhsmail nhsmail-mfa=some mail-bypass= nhsmail-accounts=90 nhsmail-covered=89 => partly met
        mail-service=nhsmail nhsmail-mfa=some mail-bypass=                  => partly met
        mail-service=own own-mail-mfa=some mail-bypass=                     => partly met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=1 mail-bypass=  => partly met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=1 mail-bypass=legacy   => not met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0 mail-bypass=shared,location => partly met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0 mail-bypass=location => partly met
        mail-service=own own-mail-mfa=all mail-bypass=group                 => partly met
        mail-service=own own-mail-mfa=all mail-bypass=group,location        => partly met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0 mail-bypass=  => met
        mail-service=own own-mail-mfa=all mail-bypass=                      => met
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=all mail-bypass= => met
        mail-service=nhsmail nhsmail-mfa=?                                  => don't know
        mail-service=own own-mail-mfa=all mail-bypass=?                     => don't know
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0               => not answered
        mail-service=nhsmail nhsmail-mfa=all mail-bypass=                   => not answered
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 mail-bypass=     => not answered
                                                                            => not answered
    "),
    ("email", "R2", "
        mail-service=own                        => not applicable
        mail-service=nhsmail mail-admins=all    => met
        mail-service=nhsmail mail-admins=some   => partly met
        mail-service=both mail-admins=optional  => not met
        mail-service=nhsmail mail-admins=none   => not met
        mail-service=nhsmail mail-admins=?      => don't know
        mail-service=nhsmail                    => not answered
    "),
    ("cloud", "R1", "
        cloud-systems=n/a remote-routes=vpn saas-systems=0                                    => not applicable
        cloud-systems=0 remote-routes= saas-systems=n/a                                       => not applicable
        cloud-systems=0 remote-routes=web                                                     => not met
        cloud-systems=n/a remote-routes= saas-systems=3                                       => not met
        cloud-systems=8 cloud-enforced=0                                                      => not met
        cloud-systems=8 cloud-enforced=9 cloud-location=no cloud-backdoor=no                  => not met
        cloud-systems=8 cloud-enforced=8 cloud-location=no cloud-backdoor=yes                 => partly met
        cloud-systems=8 cloud-enforced=7 cloud-location=no cloud-backdoor=no cloud-optional=1 => partly met
        cloud-systems=8 cloud-enforced=7 cloud-location=no cloud-backdoor=no cloud-optional=0 => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=yes cloud-backdoor=no                 => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-backdoor=no              => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=no cloud-backdoor=no                  => met
        cloud-systems=8 cloud-enforced=8 cloud-location=no cloud-backdoor=n/a                 => met
        cloud-systems=? remote-routes=web                                                     => don't know
        cloud-systems=8 cloud-enforced=8 cloud-location=? cloud-backdoor=no                   => don't know
        cloud-systems=8 cloud-enforced=8 cloud-location=no                                    => not answered
        hosting=own mail-service=nhsmail remote-routes=vpn                                    => not answered
                                                                                              => not answered
    "),
    ("cloud", "R2", "
        cloud-systems=0                                                                       => not applicable
        cloud-systems=8 cloud-enforced=8 cloud-location=yes                                   => not applicable
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-admins-on=own            => not applicable
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-admins-on=hosted         => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-admins-on=both           => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=?                                     => don't know
        cloud-systems=8 cloud-enforced=8                                                      => not answered
    "),
    ("cloud", "R3", "
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-admins-on=hosted         => not applicable
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-admins-on=own            => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-admins-on=?              => don't know
                                                                                              => not answered
    "),
    ("mobile", "R1", "
        mobile-devices=n/a remote-routes=vpn                                                                     => not applicable
        mobile-devices= remote-routes=                                                                           => not applicable
        mobile-devices=n/a remote-routes=mobile                                                                  => not met
        mobile-devices= remote-routes=mobile                                                                     => not met
        mobile-devices=phones mobile-mfa=none                                                                    => not met
        mobile-devices=laptops mobile-mfa=optional                                                               => not met
        mobile-devices=phones mobile-mfa=all mobile-proof=unlock mobile-offline=no                               => not met
        mobile-devices=own mobile-mfa=all mobile-proof=second mobile-own=open mobile-offline=no                  => not met
        mobile-devices=own mobile-mfa=some mobile-proof=second mobile-own=open mobile-offline=no                 => not met
        mobile-devices=phones mobile-mfa=some mobile-proof=key mobile-offline=no                                 => partly met
        mobile-devices=phones mobile-mfa=all mobile-proof=stays mobile-offline=no                                => partly met
        mobile-devices=phones mobile-mfa=all mobile-proof=key mobile-offline=silent                              => partly met
        mobile-devices=laptops,other mobile-mfa=all mobile-proof=second mobile-own=contained mobile-offline=asks => met
        mobile-devices=phones mobile-mfa=all mobile-proof=key mobile-offline=no                                  => met
        mobile-devices=? remote-routes=mobile                                                                    => don't know
        mobile-devices=phones mobile-mfa=?                                                                       => don't know
        mobile-devices=own mobile-mfa=all mobile-proof=key mobile-own=? mobile-offline=no                        => don't know
        mobile-devices=phones mobile-mfa=all mobile-proof=key                                                    => not answered
        remote-routes=vpn,mobile                                                                                 => not answered
    "),
    ("partner-networks", "R1", "
        partner-routes=n/a remote-routes=vpn                                                  => not applicable
        partner-routes= remote-routes=                                                        => not applicable
        partner-routes=n/a remote-routes=partner                                              => not met
        partner-routes= remote-routes=partner                                                 => not met
        partner-routes=partners partner-mfa=none                                              => not met
        partner-routes=staff partner-mfa=optional                                             => not met
        partner-routes=staff partner-mfa=inside partner-basis=no partner-privileged=no        => not met
        partner-routes=staff partner-mfa=inside partner-basis=yes partner-privileged=yes      => partly met
        partner-routes=shared partner-mfa=some partner-accounts=named                         => partly met
        partner-routes=staff partner-mfa=inside partner-basis=yes partner-privileged=no       => partly met
        partner-routes=partners partner-mfa=all partner-accounts=shared                       => partly met
        partner-routes=partners partner-mfa=all partner-accounts=theirs partner-proof=none    => partly met
        partner-routes=partners partner-mfa=all partner-accounts=theirs partner-proof=written => met
        partner-routes=staff partner-mfa=all                                                  => met
        partner-routes=? remote-routes=partner                                                => don't know
        partner-routes=staff partner-mfa=inside partner-basis=?                               => don't know
        partner-routes=partners partner-mfa=all                                               => not answered
        remote-routes=vpn,partner                                                             => not answered
    "),
    ("partner-networks", "R2", "
        partner-routes=                                                                       => not applicable
        partner-routes=staff partner-mfa=all                                                  => not applicable
        partner-routes=staff partner-mfa=inside partner-privileged=no                         => not applicable
        partner-routes=staff partner-mfa=inside partner-privileged=yes partner-privileged-on=own => not applicable
        partner-routes=staff partner-mfa=inside partner-privileged=yes partner-privileged-on=hosted => not met
        partner-routes=staff partner-mfa=inside partner-privileged=yes partner-privileged-on=both => not met
        partner-routes=staff partner-mfa=inside partner-privileged=?                          => don't know
        partner-routes=staff partner-mfa=inside partner-privileged=yes                        => not answered
    "),
    ("partner-networks", "R3", "
        partner-routes=staff partner-mfa=inside partner-privileged=yes partner-privileged-on=hosted => not applicable
        partner-routes=staff partner-mfa=inside partner-privileged=yes partner-privileged-on=own => not met
        partner-routes=staff partner-mfa=inside partner-privileged=yes partner-privileged-on=? => don't know
                                                                                              => not answered
    "),
    ("smartcards", "R1", "
        provides-care=yes card-ways=n/a                                            => not applicable
        provides-care=yes card-ways=                                               => not applicable
        provides-care=yes card-ways=card card-fallback=anywhere card-habits=       => not met
        provides-care=yes card-ways=card card-fallback=no card-habits=pins,lent,left => met
        provides-care=yes card-ways=card card-fallback=no card-habits=?            => met
        provides-care=yes card-ways=key card-fallback=inside card-habits=lent,left => partly met
        provides-care=yes card-ways=card card-fallback=inside card-habits=         => partly met
        provides-care=yes card-ways=card,app card-fallback=no card-habits=         => met
        provides-care=yes card-ways=?                                              => don't know
        provides-care=yes card-ways=card card-fallback=?                           => don't know
        provides-care=yes card-ways=card                                           => not answered
        provides-care=no card-ways=card card-fallback=anywhere                     => not asked
                                                                                   => not answered
    "),
    ("supplier-support", "R1", "
        support-mfa=n/a remote-routes=vpn                                       => not applicable
        support-mfa=n/a remote-routes=supplier                                  => not met
        support-mfa=none                                                        => not met
        support-mfa=optional                                                    => not met
        support-mfa=some support-suppliers=6 support-covered=0                  => not met
        support-mfa=some support-suppliers=6 support-covered=7                  => not met
        support-mfa=some support-suppliers=6 support-covered=5                  => partly met
        support-mfa=some                                                        => partly met
        support-mfa=all support-enforcer=unproven support-named=yes             => partly met
        support-mfa=all support-enforcer=us support-named=no                    => partly met
        support-mfa=all support-enforcer=them support-named=yes                 => met
        support-mfa=?                                                           => don't know
        support-mfa=all support-enforcer=? support-named=yes                    => don't know
        support-mfa=all support-enforcer=us                                     => not answered
        organisation-type=other other-kind=supplier remote-routes=vpn           => not asked
        organisation-type=other other-kind=supplier remote-routes=supplier support-mfa=none => not met
        organisation-type=other other-kind=supplier remote-routes=? support-mfa=none => not met
    "),
    ("what-you-supply", "R1", "
        organisation-type=other other-kind=supplier supply-engineers=n/a        => not applicable
        organisation-type=other other-kind=supplier supply-engineers=none       => not met
        organisation-type=other other-kind=supplier supply-engineers=optional   => not met
        organisation-type=other other-kind=supplier supply-engineers=some       => partly met
        organisation-type=other other-kind=supplier supply-engineers=all supply-named=no  => partly met
        organisation-type=other other-kind=supplier supply-engineers=all supply-named=yes => met
        organisation-type=other other-kind=supplier supply-engineers=?          => don't know
        organisation-type=other other-kind=supplier supply-engineers=all        => not answered
        organisation-type=other other-kind=primary supply-engineers=none        => not asked
        organisation-type=trust                                                 => not asked
    "),
];

/// The tables of all scenarios.
pub fn tables() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    TABLES.iter().chain(privileged::TABLES)
}

#[test]
fn each_line_of_the_tables_comes_out_as_it_says() {
    for (scenario, requirement, table) in tables() {
        for (case, then) in cases(table) {
            let results = results(&state(answers(case), vec![]), TODAY);
            let found = finding(&results, scenario, requirement);
            let expected = (then != "not asked").then(|| outcome(then));
            assert_eq!(
                found.as_ref().map(|f| f.outcome),
                expected,
                "{scenario} {requirement}: {case} => {then}\n{found:?}"
            );
        }
    }
}

#[test]
fn the_tables_reach_every_rule_and_leave_no_pair_out() {
    for scenario in ASKED.scenarios() {
        for assess in &scenario.assess {
            let table = tables()
                .find(|(s, r, _)| *s == scenario.id.as_str() && *r == assess.requirement.as_str());
            let name = format!("{} {}", scenario.id, assess.requirement);
            let (_, _, table) = table.unwrap_or_else(|| panic!("{name} has no table"));
            let reached: BTreeSet<usize> = cases(table)
                .filter_map(|(case, _)| decided_by(assess, &answers(case)))
                .collect();
            for rule in 0..=assess.rules.len() {
                assert!(
                    reached.contains(&rule),
                    "{name}: no line reaches rule {rule}"
                );
            }
            for word in ["don't know", "not answered"] {
                assert!(cases(table).any(|(_, then)| then == word), "{name}: {word}");
            }
        }
    }
}

/// The rule that decides; the number of rules for "otherwise", none while it is open.
pub fn decided_by(assess: &Assess, answers: &Answers) -> Option<usize> {
    let sheet = Sheet::of_questionnaire(&ASKED, answers, TODAY.parse().unwrap());
    for (number, rule) in assess.rules.iter().enumerate() {
        match sheet.truth(&rule.when) {
            Truth::Yes => return Some(number),
            Truth::Open(_) => return None,
            Truth::No => {}
        }
    }
    Some(assess.rules.len())
}

#[test]
fn every_rule_is_reached_by_generated_answers_and_gives_its_finding() {
    let today = TODAY.parse().unwrap();
    for scenario in ASKED.scenarios() {
        for assess in &scenario.assess {
            let reached = reaching(&ASKED, scenario, assess, today);
            assert_eq!(reached.len(), assess.rules.len() + 1);
            for (rule, sought) in reached.into_iter().enumerate() {
                let name = format!("{} {} rule {rule}", scenario.id, assess.requirement);
                let Sought::Found(answers) = sought else {
                    panic!("{name}: {sought:?}")
                };
                assert_eq!(
                    decided_by(assess, &answers),
                    Some(rule),
                    "{name}: {answers:?}"
                );
                let then = assess
                    .rules
                    .get(rule)
                    .map_or(&assess.otherwise, |r| &r.then);
                let results = results(&state(answers.clone(), vec![]), TODAY);
                let requirement = assess.requirement.as_str();
                let found = finding(&results, scenario.id.as_str(), requirement).unwrap();
                assert_eq!(found.outcome, of(then.verdict), "{name}");
                let filled = |sentence| filled(&answers, assess, rule, sentence);
                let says = format!("{}{}", in_part(assess, then), filled(&then.because));
                assert_eq!(found.because, says, "{name}");
                let next = then.next.as_deref().map(filled);
                assert_eq!(found.next, next, "{name}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_finding_says_what_the_questionnaire_says_and_nothing_else(
        answers in any_answers(),
        records in prop::collection::vec(sound_exemption(), 0..3),
    ) {
        let results = Results::of(&ASKED, &state(answers.clone(), records), TODAY.parse().unwrap());
        for scenario in ASKED.scenarios() {
            for found in &results.scenario(&scenario.id).unwrap().findings {
                let from = origin(scenario, found, &answers);
                prop_assert!(from.is_some(), "{}: {found:?}", scenario.id);
            }
        }
    }
}

/// Where the sentence of a finding comes from: a rule of the questionnaire, with what exemptions
/// add, or the engine's words for what is open. None for any other sentence.
fn origin(scenario: &Scenario, found: &Finding, answers: &Answers) -> Option<&'static str> {
    let assess = scenario
        .assess
        .iter()
        .find(|a| a.requirement == found.requirement)?;
    let begins = match found.outcome {
        Outcome::NotAnswered => "This is not answered yet",
        Outcome::DontKnow => "Nobody could answer this yet",
        _ => {
            let first = decided_by(assess, answers)?;
            // What an exemption covers does not hide what falls short beside it.
            let mut rules = first..=assess.rules.len();
            let says = |rule: &usize| is_of_rule(*rule, assess, found, answers);
            return rules.any(|rule| says(&rule)).then_some("rule");
        }
    };
    let rest = found.because.strip_prefix(begins)?;
    // Then the questions that decide, by their own texts.
    let mut rest = rest.strip_prefix(':').or(rest.strip_prefix('.'))?;
    while !rest.is_empty() {
        let texts = ASKED.questions().map(|q| format!(" “{}”", q.text));
        rest = texts
            .into_iter()
            .find_map(|text| rest.strip_prefix(&text))?;
    }
    Some("engine")
}

/// Whether the sentence of a finding is that of this rule, which has to be true, with what exemptions add.
fn is_of_rule(rule: usize, assess: &Assess, found: &Finding, answers: &Answers) -> bool {
    let sheet = Sheet::of_questionnaire(&ASKED, answers, TODAY.parse().unwrap());
    let is_true = |when| sheet.truth(when) == Truth::Yes;
    if !assess.rules.get(rule).is_none_or(|r| is_true(&r.when)) {
        return false;
    }
    let then = assess
        .rules
        .get(rule)
        .map_or(&assess.otherwise, |r| &r.then);
    let falls_short = matches!(then.verdict, Verdict::PartlyMet | Verdict::NotMet);
    let by_exemption = found.outcome == Outcome::MetByExemption && falls_short;
    let first = if by_exemption {
        ""
    } else {
        in_part(assess, then)
    };
    let own = filled(answers, assess, rule, &then.because);
    let Some(rest) = found.because.strip_prefix(&format!("{first}{own}")) else {
        return false;
    };
    let is_own = rest.is_empty() && !by_exemption;
    let words = ASKED.exemptions.iter().filter_map(|k| k.word.as_deref());
    let mut words = words.chain(["Exemption ", "It is not known how many "]);
    let begins = |word| rest.strip_prefix(' ').is_some_and(|r| r.starts_with(word));
    let of_exemption = falls_short && words.any(begins);
    let fits = found.outcome == of(then.verdict) || by_exemption;
    fits && (is_own || of_exemption)
}

/// What is said before the words of the rule, where no part of it is enough.
fn in_part(assess: &Assess, then: &Says) -> &'static str {
    let requirement = ASKED.requirement(&assess.requirement).unwrap();
    match (requirement.force, then.verdict) {
        (Force::Must, Verdict::PartlyMet) => IN_PART,
        _ => "",
    }
}

fn of(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Met => Outcome::Met,
        Verdict::PartlyMet => Outcome::PartlyMet,
        Verdict::NotMet => Outcome::NotMet,
        Verdict::NotApplicable => Outcome::NotApplicable,
    }
}

/// A sentence of the rule with this number, with its placeholders filled in from these answers.
fn filled(answers: &Answers, assess: &Assess, rule: usize, sentence: &str) -> String {
    let sheet = Sheet::of_questionnaire(&ASKED, answers, TODAY.parse().unwrap());
    sheet.fill(sentence, assess.rules.get(rule).map(|rule| &rule.when))
}
