//! When an exemption of each kind counts: one condition broken a line, and the days on which it ends.

use mfa_assess::rules::{Outcome, Phase, Standing};

use crate::language::{
    IN_PART, TODAY, answers, cases, exemption, finding, outcome, results, state,
};

/// A scenario and its answers that fall short in the way that the kind covers.
fn shortfall(kind: &str, requirement: &str) -> (&'static str, &'static str) {
    match (kind, requirement) {
        ("E1", "R1") => (
            "trusted-network",
            "tn-used=ordinary sites=1 tn-site=own tn-guests=no tn-defined=yes",
        ),
        ("E2", "R1") => ("vpn", "vpn-mfa=all vpn-factor=second vpn-bypass=remembered"),
        ("E2", "R2") => (
            "hosting-admins",
            "hosting=cloud hosted-mfa=all hosted-location=remembered hosted-shared=no",
        ),
        ("E2", "R3") => (
            "internal-admins",
            "hosting=own internal-mfa=all internal-shared=no internal-path=earlier",
        ),
        (_, "R1") => ("vpn", "vpn-mfa=none vpn-accounts=4"),
        (_, "R2") => (
            "hosting-admins",
            "hosting=cloud hosted-mfa=none hosted-accounts=4 hosted-location=no hosted-shared=no",
        ),
        (_, _) => (
            "internal-admins",
            "hosting=own internal-mfa=none internal-accounts=3 internal-shared=no internal-path=only",
        ),
    }
}

/// Kind, requirement, a table of changes to a sound record. `on=` is the day, if not the usual one.
/// The right side is `counts`, or the conditions that are broken, in order.
const TABLES: &[(&str, &str, &str)] = &[
    (
        "E1",
        "R1",
        "
                                                    => counts
        account-count=?                             => counts
        confirmed-on=2026-11-24                     => counts
        accounts=privileged                         => unprivileged
        accounts=both                               => unprivileged
        -accounts                                   => unprivileged
        inside=no                                   => inside
        inside=?                                    => inside
        -inside                                     => inside
        -network-reference                          => documented
        -owner                                      => documented
        -confirmed-on                               => confirmed
        confirmed-on=2026-11-25                     => confirmed
        confirmed-on=2025-11-24                     => counts
        confirmed-on=2025-11-23                     => confirmed
        confirmed-on=2015-11-24                     => confirmed
        accounts=both inside=no -owner              => unprivileged inside documented
    ",
    ),
    ("E1", "R2", "                                  => scope"),
    ("E1", "R3", "                                  => scope"),
    (
        "E2",
        "R1",
        "
                                                    => counts
        frequency=12-hours                          => counts
        same-user=no                                => same-user
        same-user=?                                 => same-user
        -same-user                                  => same-user
        same-device=no                              => same-device
        -same-device                                => same-device
        same-user=no same-device=no                 => same-user same-device
        -what                                       => documented
        -first-system                               => documented
        -confirmed-on                               => confirmed
        confirmed-on=2026-11-25                     => confirmed
        confirmed-on=2025-11-24                     => counts
        confirmed-on=2025-11-23                     => confirmed
    ",
    ),
    (
        "E2",
        "R2",
        "
                                                    => counts
        same-user=no                                => same-user
        same-device=?                               => same-device
    ",
    ),
    ("E2", "R3", "                                  => counts"),
    (
        "SPECIFIC",
        "R1",
        "
                                                    => counts
        accounts=unprivileged hosting=own           => counts
        -ground                                     => X1
        -why                                        => X1
        -user-group                                 => X1
        -account-count                              => X1
        -hosting                                    => X2
        -route                                      => X2
        -controls                                   => X2
        -owner                                      => X2
        -owner-role                                 => X2
        -risk-reference                             => X3
        -risk-date                                  => X3 risk-age
        risk-date=2026-11-25                        => X3
        risk-date=2025-11-24                        => counts
        risk-date=2025-11-23                        => risk-age
        risk-date=2019-05-01                        => risk-age
        -likelihood                                 => X3
        -impact                                     => X3
        safety-officer=no                           => counts
        -caldicott                                  => counts
        safety-officer=not-needed caldicott=yes     => counts
        approved-by=not-yet                         => X4 X5
        -approved-by                                => X4 own-approval X5
        approved-by=delegate                        => X4
        approved-by=delegate delegation=scheme-4    => counts
        -approver-role                              => X4
        -minute                                     => X4
        approved-on=2026-11-25                      => X4
        author=ALEX                                 => own-approval
        -author                                     => own-approval
        author=Alex same-person-reason=small-board  => counts
        -next-review                                => X5
        next-review=2027-03-03                      => X5
        next-review=2027-03-03 last-review=2026-09-01 => counts
        next-review=2027-09-02 last-review=2026-09-01 => X5
        next-review=2027-09-01 last-review=2026-11-25 => X5
        last-review=2026-11-25                      => X5
        next-review=2026-11-23                      => X5
        next-review=2026-11-24                      => counts
        next-review=2026-03-01                      => X5
        start=2026-11-25                            => begun
        -start                                      => begun
        -expiry                                     => counts
        expiry=2026-11-23                           => expiry
        -plan-owner                                 => X6
        -milestone                                  => X6
        -progress                                   => X6
        -target-date                                => X6
        target-date=2026-11-23                      => X6
        has-target=no                               => X6
        has-target=no no-target-reason=no-successor => counts
        -evidence-location                          => X7
        -controls-evidence                          => X7
        summary-sent=return                         => counts
    ",
    ),
    (
        "SPECIFIC",
        "R2",
        "
                                                    => counts
        hosting=external accounts=privileged        => counts
        accounts=unprivileged                       => privileged
        hosting=own                                 => hosted
    ",
    ),
    (
        "SPECIFIC",
        "R3",
        "
                                                    => counts
        hosting=own                                 => counts
        accounts=unprivileged                       => privileged
        hosting=external                            => own-hosted
    ",
    ),
    (
        "REASON",
        "R3",
        "
                                                    => counts
        -why                                        => reason
        -what                                       => reason
        -implications                               => weighed
        -controls                                   => recorded
        -risk-reference                             => recorded
        -owner                                      => recorded
        -approver                                   => recorded
        -approver-role                              => recorded
        -approved-by                                => recorded
        approved-by=not-yet                         => recorded
        approved-by=delegate                        => recorded
        approved-by=delegate delegation=scheme-4    => counts
        -minute                                     => recorded
        owner=ALEX                                  => own-decision
        owner=Alex same-person-reason=small-board   => counts
        approved-on=2026-11-25                      => recorded
        -next-review                                => review
        next-review=2026-11-23                      => review
        next-review=2027-03-03                      => review
        next-review=2099-03-03                      => review
        next-review=2027-09-02 last-review=2026-09-01 => review
        next-review=2027-09-01 last-review=2026-09-01 => counts
        next-review=2027-09-01 last-review=2026-11-25 => review
    ",
    ),
    ("REASON", "R1", "                              => scope"),
    ("REASON", "R2", "                              => scope"),
];

#[test]
fn an_exemption_counts_only_with_every_condition_met() {
    for (kind, requirement, table) in TABLES {
        let (scenario, given) = shortfall(kind, requirement);
        for (case, then) in cases(table) {
            let name = format!("{kind} for {requirement}: {case} => {then}");
            let record = exemption(kind, requirement, scenario, case);
            let with = state(answers(given), vec![record]);
            let plain = state(answers(given), vec![]);
            let after = results(&with, TODAY);
            let broken: Vec<String> = match after.exemptions.values().next().unwrap() {
                Standing::NotValid { unmet } => unmet
                    .iter()
                    .map(|u| {
                        u.condition
                            .as_ref()
                            .map_or("scope".into(), ToString::to_string)
                    })
                    .collect(),
                _ => vec!["counts".into()],
            };
            assert_eq!(broken.join(" "), then, "{name}");

            let before = finding(&results(&plain, TODAY), scenario, requirement).unwrap();
            let after = finding(&after, scenario, requirement).unwrap();
            if then == "counts" {
                assert_eq!(after.outcome, Outcome::MetByExemption, "{name}");
                let plain = before.because.trim_start_matches(IN_PART);
                assert!(after.because.starts_with(plain), "{name}");
            } else {
                assert_eq!(after.outcome, before.outcome, "{name}");
                assert!(
                    after.because.contains("Exemption EX-1 "),
                    "{name}: {after:?}"
                );
            }
            assert_eq!(with.answers, plain.answers, "{name}: an answer was changed");
        }
    }
}

/// Kind, change, the last day, what is broken on the day after.
const LAST_DAYS: &[(&str, &str, &str, &str)] = &[
    ("SPECIFIC", "", "2027-02-01", "risk-age"),
    ("SPECIFIC", "risk-date=2026-03-10", "2027-03-02", "X5"),
    ("SPECIFIC", "next-review=2027-01-31", "2027-01-31", "X5"),
    ("SPECIFIC", "expiry=2026-12-31", "2026-12-31", "expiry"),
    ("SPECIFIC", "target-date=2026-12-01", "2026-12-01", "X6"),
    ("REASON", "", "2027-03-02", "review"),
    ("E2", "", "2027-05-01", "confirmed"),
    ("E2", "confirmed-on=2026-08-31", "2027-08-31", "confirmed"),
];

#[test]
fn an_exemption_counts_on_its_last_day_and_no_longer_on_the_next() {
    for (kind, change, last, then) in LAST_DAYS {
        let (scenario, given) = shortfall(kind, "R3");
        let state = self::state(
            answers(given),
            vec![exemption(
                kind,
                "R3",
                scenario,
                &format!("{change} {}", own(kind)),
            )],
        );
        let name = format!("{kind} {change}");
        let without = self::state(answers(given), vec![]);
        let last: jiff::civil::Date = last.parse().unwrap();
        let on = |day: jiff::civil::Date| {
            let results = results(&state, &day.to_string());
            let found = finding(&results, scenario, "R3").unwrap();
            (
                found.outcome,
                results.exemptions.into_values().next().unwrap(),
            )
        };
        let valid = Standing::Valid { until: Some(last) };
        for day in [TODAY.parse().unwrap(), last] {
            assert_eq!(on(day), (Outcome::MetByExemption, valid.clone()), "{name}");
        }
        let (fallen, standing) = on(last.tomorrow().unwrap());
        let plain = finding(&results(&without, TODAY), scenario, "R3");
        assert_eq!(fallen, plain.unwrap().outcome, "{name}");
        let Standing::NotValid { unmet } = standing else {
            panic!("{name}: {standing:?}")
        };
        let broken: Vec<&str> = unmet
            .iter()
            .map(|u| u.condition.as_ref().unwrap().as_str())
            .collect();
        assert_eq!(broken, [*then], "{name}");
    }
}

/// R3 is about systems that the organisation hosts.
fn own(kind: &str) -> &'static str {
    if kind == "SPECIFIC" {
        "hosting=own"
    } else {
        ""
    }
}

#[test]
fn a_confirmation_is_good_for_a_year_and_then_asked_for_again() {
    let (scenario, given) = shortfall("E1", "R1");
    let state = state(answers(given), vec![exemption("E1", "R1", scenario, "")]);
    let on = |day: &str| {
        let results = results(&state, day);
        let (phases, standings) = (results.phases, results.exemptions);
        (
            phases.into_values().next().unwrap(),
            standings.into_values().next().unwrap(),
        )
    };
    let until = Some("2027-05-01".parse().unwrap());
    let valid = (Phase::Approved, Standing::Valid { until });
    assert_eq!(on(TODAY), valid);
    assert_eq!(on("2027-05-01"), valid);
    let (phase, standing) = on("2027-05-02");
    assert_eq!(phase, Phase::DueForReview);
    assert_eq!(
        standing.words(),
        "Does not count. It was last confirmed on 1 May 2026, more than 12 months ago. Check that it \
         still holds, and give that day."
    );
}

/// Which kinds cover which shortfall: scenario, requirement, kind, changes to a sound one | answers =>
/// outcome.
const FITS: &str = "
    trusted-network R1 E1       | tn-used=ordinary sites=1 tn-site=own tn-guests=no tn-defined=yes => by exemption
    trusted-network R1 E1       | tn-used=ordinary sites=4 tn-links=guest tn-guests=no tn-defined=yes => not met
    trusted-network R1 E1       | tn-used=ordinary sites=4 tn-links=open tn-guests=no tn-defined=yes => not met
    trusted-network R1 E1       | tn-used=ordinary sites=1 tn-site=guest tn-guests=no tn-defined=yes => not met
    trusted-network R2 SPECIFIC | tn-used=privileged tn-privileged=both             => by exemption
    trusted-network R2 E2       | tn-used=privileged tn-privileged=hosted           => not met
    trusted-network R3 REASON   | tn-used=privileged tn-privileged=own              => by exemption
    trusted-network R1 E1       | tn-used=ordinary tn-guests=yes tn-defined=yes     => not met
    trusted-network R1 E1       | tn-used=ordinary sites=1 tn-site=own tn-guests=no tn-defined=no => not met
    vpn R1 E1                   | vpn-mfa=none                                      => not met
    vpn R1 E1                   | vpn-mfa=all vpn-factor=second vpn-bypass=location => by exemption
    vpn R1 E2                   | vpn-mfa=all vpn-factor=second vpn-bypass=location => partly met
    vpn R1 E2                   | vpn-mfa=all vpn-factor=second vpn-bypass=remembered => by exemption
    vpn R1 E1                   | vpn-mfa=all vpn-factor=second vpn-bypass=remembered => partly met
    vpn R1 E1                   | vpn-mfa=all vpn-factor=second vpn-bypass=remembered,location => partly met
    vpn R1 SPECIFIC             | vpn-mfa=all vpn-factor=second vpn-bypass=legacy   => by exemption
    vpn R1 SPECIFIC             | vpn-mfa=some vpn-factor=second vpn-bypass= vpn-accounts=2 vpn-covered=3 => not met
    remote-desktop R1 E2        | desktop-routes=rdp desktop-mfa=before desktop-same=no => not met
    remote-desktop R1 E1        | desktop-routes=rdp desktop-mfa=none               => not met
    email R1 E1                 | mail-service=own own-mail-mfa=all mail-bypass=legacy => not met
    email R1 E1                 | mail-service=own own-mail-mfa=all mail-bypass=location => by exemption
    email R1 E1                 | mail-service=own own-mail-mfa=all mail-bypass=location,shared => partly met
    email R1 SPECIFIC route=web | mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=3 mail-bypass= => by exemption
    email R1 SPECIFIC route=web | mail-service=own own-mail-mfa=all mail-bypass=group => by exemption
    email R1 E1                 | mail-service=own own-mail-mfa=all mail-bypass=group,location => partly met
    cloud R1 E1                 | hosting=cloud cloud-systems=2 cloud-enforced=2 cloud-location=yes cloud-backdoor=no => by exemption
    cloud R1 E1                 | hosting=cloud cloud-systems=2 cloud-enforced=2 cloud-location=admins cloud-backdoor=no => by exemption
    cloud R2 E2                 | cloud-systems=2 cloud-enforced=2 cloud-location=admins cloud-admins-on=hosted => partly met
    cloud R2 SPECIFIC           | cloud-systems=2 cloud-enforced=2 cloud-location=admins cloud-admins-on=hosted => by exemption
    cloud R1 E1                 | hosting=cloud cloud-systems=2 cloud-enforced=2 cloud-location=yes cloud-backdoor=yes => partly met
    supplier-support R1 E1      | support-mfa=none                                  => not met
    partner-networks R1 E1      | partner-routes=staff partner-mfa=inside partner-basis=yes partner-privileged=no => by exemption
    partner-networks R1 E1      | partner-routes=staff partner-mfa=inside partner-basis=no partner-privileged=no => not met
    partner-networks R3 REASON  | partner-routes=staff partner-mfa=inside partner-basis=yes partner-privileged=yes partner-privileged-on=own => by exemption
    partner-networks R1 SPECIFIC route=partner | partner-routes=partners partner-mfa=all partner-accounts=shared => by exemption
    mobile R1 E2                | mobile-devices=phones mobile-mfa=all mobile-proof=stays mobile-offline=no => by exemption
    mobile R1 E1                | mobile-devices=phones mobile-mfa=all mobile-proof=stays mobile-offline=no => partly met
    mobile R1 E2                | mobile-devices=own mobile-mfa=all mobile-proof=stays mobile-own=open mobile-offline=no => not met
    smartcards R1 E1            | provides-care=yes card-ways=card card-fallback=inside card-habits= => by exemption
    smartcards R1 E1            | provides-care=yes card-ways=card card-fallback=anywhere card-habits= => not met
    shared-workstations R2 E2   | provides-care=yes ward-mfa=network ward-generic=no ward-privileged=yes ward-privileged-on=hosted => not met
    shared-workstations R3 REASON | provides-care=yes ward-mfa=network ward-privileged=yes ward-privileged-on=own => by exemption
    hosting-admins R2 E2        | hosting=cloud hosted-mfa=all hosted-location=yes hosted-shared=no => partly met
    hosting-admins R2 E2        | hosting=cloud hosted-mfa=all hosted-location=remembered hosted-shared=no => by exemption
    hosting-admins R2 E2        | hosting=cloud hosted-mfa=all hosted-location=remembered hosted-shared=yes => partly met
    internal-admins R3 REASON   | hosting=own internal-mfa=none internal-accounts=3 internal-shared=no internal-path=only             => by exemption
    internal-admins R3 REASON   | hosting=own internal-mfa=optional internal-accounts=3 internal-shared=no internal-path=only         => by exemption
    internal-admins R3 E2       | hosting=own internal-mfa=all internal-shared=yes              => partly met
    clinical-admins R3 REASON   | hosting=own apps-mfa=none apps-shared=no apps-super=yes apps-local=no => by exemption
    saas-admins R2 SPECIFIC hosting=external system-count=1 | hosting=cloud saas-systems=3 saas-enforced=2 saas-local=no saas-shared=no => by exemption
    saas-admins R2 SPECIFIC     | hosting=cloud saas-systems=3 saas-enforced=4      => not met
    saas-admins R2 E2           | hosting=cloud saas-systems=3 saas-enforced=2      => partly met
    single-sign-on R2 E2        | sso-used=sso sso-first=all sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=hosted => by exemption
    single-sign-on R3 E2        | sso-used=sso sso-first=all sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=own => by exemption
    single-sign-on R2 E2        | sso-used=sso sso-first=some sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=hosted => partly met
    single-sign-on R2 E2        | sso-used=sso sso-first=inside sso-admins=yes sso-admins-on=hosted => not met
    single-sign-on R2 E2        | sso-used=sso sso-first=all sso-user=no sso-device=yes sso-admins=yes sso-admins-on=hosted => not met
    single-sign-on R1 E2        | sso-used=sso sso-first=all sso-user=no sso-device=yes sso-admins=no => not met
    single-sign-on R1 E2        | sso-used=sso sso-first=all sso-user=yes sso-device=no sso-admins=no => not met
    single-sign-on R1 E1        | sso-used=sso sso-first=inside sso-user=yes sso-device=yes sso-admins=no => by exemption
    medical-devices R1 E1       | provides-care=yes device-kinds=lab device-outside=no device-support=some legacy-devices=yes => partly met
    medical-devices R3 REASON   | provides-care=yes device-kinds=lab device-service-network=default => by exemption
    other-methods R1 E1         | other-barriers=phone other-bypass=excluded other-offered=none => not met
    other-methods R1 SPECIFIC   | other-barriers=phone other-bypass=excluded other-offered=none other-people=4 => by exemption
    patients R1 E1              | portal-any=yes portal-staff=staff portal-mfa=none => not met
    internal-admins R3 E2       | hosting=own internal-mfa=all internal-shared=no internal-path=earlier => by exemption
    internal-admins R3 E2       | hosting=own internal-mfa=all internal-shared=no internal-path=around => partly met
    break-glass R2 E2           | glass-where=external glass-mfa-external=none      => not met
    break-glass R2 SPECIFIC     | glass-where=external glass-mfa-external=none      => by exemption
    break-glass R2 SPECIFIC     | glass-where=internal saas-systems=1 saas-enforced=1 saas-local=sealed => not met
    break-glass R3 REASON       | glass-where=internal glass-mfa-internal=none      => by exemption
    hosting-admins R2 SPECIFIC  | hosted-mfa=n/a hosting=cloud saas-systems=0 managed-any=n/a => not met
    internal-admins R3 REASON   | hosting=own internal-mfa=n/a apps-mfa=n/a managed-any=n/a => not met
    what-you-supply R1 SPECIFIC | organisation-type=other other-kind=supplier supply-engineers=none supply-named=yes => by exemption
";

#[test]
fn an_exemption_covers_only_the_shortfall_that_it_is_about() {
    for (case, then) in cases(FITS) {
        let (head, given) = case.split_once('|').unwrap();
        let head: Vec<&str> = head.split_whitespace().collect();
        let [scenario, requirement, kind, ref changes @ ..] = head[..] else {
            panic!("{case}")
        };
        let record = exemption(kind, requirement, scenario, &changes.join(" "));
        let results = results(&state(answers(given), vec![record]), TODAY);
        assert!(results.exemptions.values().all(Standing::counts), "{case}");
        let found = finding(&results, scenario, requirement).unwrap();
        assert_eq!(found.outcome, outcome(then), "{case}\n{found:?}");
        if then != "by exemption" {
            assert!(
                found.because.contains("cannot cover this"),
                "{case}\n{found:?}"
            );
        }
    }
}

#[test]
fn an_exemption_for_another_scenario_or_requirement_or_a_withdrawn_one_covers_nothing() {
    let (scenario, given) = shortfall("SPECIFIC", "R1");
    let elsewhere = exemption("SPECIFIC", "R1", "cloud", "");
    let other = exemption("SPECIFIC", "R3", scenario, "");
    let mut withdrawn = exemption("SPECIFIC", "R1", scenario, "");
    withdrawn.withdrawn = Some("replaced".into());
    for record in [elsewhere, other, withdrawn] {
        let results = results(&state(answers(given), vec![record]), TODAY);
        let found = finding(&results, scenario, "R1").unwrap();
        assert_eq!(found.outcome, Outcome::NotMet, "{found:?}");
    }
}
