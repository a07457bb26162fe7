//! For each scenario and requirement: which answers lead to which outcome, without exemptions.

use std::collections::BTreeSet;

use mfa_assess::assessment::{Sheet, Truth};

use crate::language::{ASKED, TODAY, answers, cases, finding, outcome, results, state};
use crate::privileged;

/// Scenario, requirement, a table. Each rule of the questionnaire decides at least one line.
const TABLES: &[(&str, &str, &str)] = &[
    ("trusted-network", "R1", "
        tn-used=no                                              => met
        tn-used=privileged tn-guests=no tn-defined=yes          => not met
        tn-used=ordinary tn-guests=yes tn-defined=yes           => not met
        tn-used=ordinary tn-guests=no tn-defined=part           => not met
        tn-used=ordinary tn-guests=no tn-defined=no             => not met
        tn-used=ordinary tn-guests=no tn-defined=yes            => partly met
        tn-used=?                                               => don't know
        tn-used=ordinary tn-guests=? tn-defined=yes             => don't know
        tn-used=ordinary tn-guests=no                           => not answered
                                                                => not answered
    "),
    ("vpn", "R1", "
        vpn-mfa=n/a                                                         => not applicable
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
        desktop-routes=n/a                                                  => not applicable
        desktop-routes=                                                     => not applicable
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
        desktop-routes=rdp desktop-mfa=before desktop-same=yes              => partly met
        desktop-routes=rdp desktop-mfa=all                                  => met
        desktop-routes=open,tools desktop-mfa=all desktop-tools=yes         => met
        desktop-routes=?                                                    => don't know
        desktop-routes=rdp desktop-mfa=before desktop-same=?                => don't know
        desktop-routes=tools desktop-mfa=all                                => not answered
    "),
    ("email", "R1", "
        mail-service=nhsmail nhsmail-mfa=none                               => not met
        mail-service=nhsmail nhsmail-mfa=optional                           => not met
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=none => not met
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=optional => not met
        mail-service=own own-mail-mfa=all own-mail-legacy=open              => not met
        mail-service=nhsmail nhsmail-mfa=some nhsmail-accounts=90 nhsmail-covered=0  => not met
        mail-service=nhsmail nhsmail-mfa=some nhsmail-accounts=90 nhsmail-covered=91 => not met
        mail-service=nhsmail nhsmail-mfa=some nhsmail-accounts=90 nhsmail-covered=89 => partly met
        mail-service=nhsmail nhsmail-mfa=some                               => partly met
        mail-service=own own-mail-mfa=some own-mail-legacy=blocked          => partly met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=1               => partly met
        mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0               => met
        mail-service=own own-mail-mfa=all own-mail-legacy=blocked           => met
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=all own-mail-legacy=blocked => met
        mail-service=nhsmail nhsmail-mfa=?                                  => don't know
        mail-service=own own-mail-mfa=all own-mail-legacy=?                 => don't know
        mail-service=nhsmail nhsmail-mfa=all                                => not answered
        mail-service=both nhsmail-mfa=all nhsmail-exempt=0                  => not answered
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
        cloud-systems=n/a                                                       => not applicable
        cloud-systems=0                                                         => not applicable
        cloud-systems=8 cloud-enforced=0                                        => not met
        cloud-systems=8 cloud-enforced=9 cloud-location=no cloud-backdoor=no    => not met
        cloud-systems=8 cloud-enforced=8 cloud-location=admins cloud-backdoor=no => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=no cloud-backdoor=yes   => partly met
        cloud-systems=8 cloud-enforced=7 cloud-location=no cloud-backdoor=no cloud-optional=1 => partly met
        cloud-systems=8 cloud-enforced=7 cloud-location=no cloud-backdoor=no cloud-optional=0 => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=yes cloud-backdoor=no   => partly met
        cloud-systems=8 cloud-enforced=8 cloud-location=no cloud-backdoor=no    => met
        cloud-systems=8 cloud-enforced=8 cloud-location=no cloud-backdoor=n/a   => met
        cloud-systems=?                                                         => don't know
        cloud-systems=8 cloud-enforced=8 cloud-location=? cloud-backdoor=no     => don't know
        cloud-systems=8 cloud-enforced=8 cloud-location=no                      => not answered
    "),
    ("supplier-support", "R1", "
        support-mfa=n/a                                                         => not applicable
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
    "),
    ("other-routes", "R1", "
        remote-routes=vpn                                                       => not applicable
        remote-routes=                                                          => not applicable
        remote-routes=mobile mobile-mfa=none                                    => not met
        remote-routes=partner partner-mfa=none                                  => not met
        remote-routes=mobile,partner mobile-mfa=all partner-mfa=optional        => not met
        remote-routes=partner partner-mfa=inside partner-basis=no               => not met
        remote-routes=mobile mobile-mfa=some                                    => partly met
        remote-routes=partner partner-mfa=inside partner-basis=yes              => partly met
        remote-routes=mobile,partner mobile-mfa=all partner-mfa=all             => met
        remote-routes=?                                                         => don't know
        remote-routes=mobile mobile-mfa=?                                       => don't know
        remote-routes=mobile,partner mobile-mfa=all                             => not answered
                                                                                => not answered
    "),
];

/// The tables of all scenarios.
fn tables() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
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
pub fn decided_by(
    assess: &mfa_assess::questionnaire::Assess,
    answers: &crate::language::Answers,
) -> Option<usize> {
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
