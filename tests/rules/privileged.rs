//! The tables about administrators, suppliers and the places where MFA is hard; see `outcomes`.

use mfa_assess::rules::Outcome;

use crate::language::{ASKED, TODAY, answers, exemption, finding, results, state};

/// Scenario, requirement, a table.
pub const TABLES: &[(&str, &str, &str)] = &[
    ("hosting-admins", "R2", "
        hosted-mfa=n/a hosting=cloud saas-systems=2                                 => not applicable
        hosted-mfa=n/a hosting=cloud saas-systems=n/a managed-any=external          => not applicable
        hosted-mfa=n/a hosting=own cloud-systems=n/a saas-systems=0 managed-any=n/a => not applicable
        hosted-mfa=n/a hosting=cloud saas-systems=n/a managed-any=n/a               => not met
        hosted-mfa=n/a hosting=own cloud-systems=10 saas-systems=0 managed-any=internal => not met
        hosting=cloud hosted-mfa=none                                               => not met
        hosting=cloud hosted-mfa=optional                                           => not met
        hosting=cloud hosted-mfa=some hosted-accounts=7 hosted-covered=0            => not met
        hosting=cloud hosted-mfa=some hosted-accounts=7 hosted-covered=8            => not met
        hosting=cloud hosted-mfa=some hosted-accounts=7 hosted-covered=6            => partly met
        hosting=cloud hosted-mfa=some                                               => partly met
        hosting=cloud hosted-mfa=all hosted-location=yes hosted-shared=no           => partly met
        hosting=cloud hosted-mfa=all hosted-location=remembered hosted-shared=no    => partly met
        hosting=cloud hosted-mfa=all hosted-location=group hosted-shared=no         => partly met
        hosting=cloud hosted-mfa=all hosted-location=no hosted-shared=yes           => partly met
        hosting=partner,own hosted-mfa=all hosted-location=no hosted-shared=no      => met
        hosting=supplier hosted-mfa=?                                               => don't know
        hosting=cloud hosted-mfa=all hosted-location=? hosted-shared=no             => don't know
        hosting=cloud hosted-mfa=all hosted-location=no                             => not answered
        hosting=own hosted-mfa=none                                                 => not met
        hosting=own mail-service=own cloud-systems=10                               => not answered
                                                                                    => not answered
    "),
    ("saas-admins", "R2", "
        hosting=cloud saas-systems=n/a                                              => not applicable
        hosting=cloud saas-systems=0                                                => not applicable
        hosting=cloud saas-systems=5 saas-enforced=6                                => not met
        hosting=cloud saas-systems=5 saas-enforced=0                                => not met
        hosting=cloud saas-systems=5 saas-enforced=4                                => partly met
        hosting=cloud saas-systems=5 saas-enforced=5 saas-local=yes saas-shared=no  => partly met
        hosting=cloud saas-systems=5 saas-enforced=5 saas-local=no saas-shared=yes  => partly met
        hosting=cloud saas-systems=5 saas-enforced=5 saas-local=n/a saas-shared=no  => met
        hosting=supplier saas-systems=5 saas-enforced=5 saas-local=sealed saas-shared=no => met
        hosting=cloud saas-systems=?                                                => don't know
        hosting=cloud saas-systems=5 saas-enforced=5 saas-local=? saas-shared=no    => don't know
        hosting=cloud saas-systems=5 saas-enforced=5 saas-local=no                  => not answered
        hosting=own saas-systems=5 saas-enforced=0                                  => not met
                                                                                    => not answered
    "),
    ("suppliers", "R2", "
        managed-any=n/a                                                         => not applicable
        managed-any=internal                                                    => not applicable
        managed-any=external managed-ext=none                                   => not met
        managed-any=external managed-ext=optional                               => not met
        managed-any=external managed-ext=some managed-proof-ext=seen            => partly met
        managed-any=external managed-ext=all managed-proof-ext=none             => partly met
        managed-any=external managed-ext=all managed-proof-ext=seen managed-named-ext=no => partly met
        managed-any=external managed-ext=all managed-proof-ext=written managed-named-ext=yes => met
        managed-any=external,internal managed-ext=all managed-proof-ext=written managed-int=all managed-proof-int=none managed-named-ext=yes managed-named-int=no => met
        managed-any=?                                                           => don't know
        managed-any=external managed-ext=all managed-proof-ext=seen managed-named-ext=? => don't know
        managed-any=external managed-ext=all                                    => not answered
        organisation-type=other other-kind=supplier managed-any=external managed-ext=none => not asked
    "),
    ("suppliers", "R3", "
        managed-any=n/a                                                         => not applicable
        managed-any=                                                            => not applicable
        managed-any=internal managed-int=none                                   => not met
        managed-any=internal managed-int=optional                               => not met
        managed-any=internal managed-int=some managed-proof-int=seen            => partly met
        managed-any=internal managed-int=all managed-proof-int=none             => partly met
        managed-any=internal managed-int=all managed-proof-int=seen managed-named-int=no => partly met
        managed-any=internal managed-int=all managed-proof-int=seen managed-named-int=yes => met
        managed-any=external,internal managed-ext=all managed-proof-ext=none managed-int=all managed-proof-int=seen managed-named-int=yes managed-named-ext=no => met
        managed-any=internal managed-int=?                                      => don't know
        managed-any=internal                                                    => not answered
    "),
    ("internal-admins", "R3", "
        hosting=own internal-mfa=n/a apps-mfa=all                               => not applicable
        hosting=own internal-mfa=n/a apps-mfa=n/a managed-any=internal          => not applicable
        hosting=cloud internal-mfa=n/a apps-mfa=n/a managed-any=n/a             => not applicable
        hosting=own internal-mfa=n/a apps-mfa=n/a managed-any=external          => not met
        hosting=own internal-mfa=none                                           => not met
        hosting=own internal-mfa=optional                                       => not met
        hosting=own internal-mfa=some internal-accounts=7 internal-covered=0    => not met
        hosting=own internal-mfa=some internal-accounts=7 internal-covered=8    => not met
        hosting=own internal-mfa=some internal-accounts=7 internal-covered=6    => partly met
        hosting=own internal-mfa=some                                           => partly met
        hosting=own internal-mfa=all internal-shared=yes internal-path=only     => partly met
        hosting=own internal-mfa=all internal-shared=no internal-path=around    => partly met
        hosting=own internal-mfa=all internal-shared=no internal-path=earlier   => partly met
        hosting=own internal-mfa=all internal-shared=no internal-path=console   => met
        hosting=own,cloud internal-mfa=all internal-shared=no internal-path=only => met
        hosting=own internal-mfa=?                                              => don't know
        hosting=own internal-mfa=all internal-shared=no internal-path=?         => don't know
        hosting=own internal-mfa=all                                            => not answered
        hosting=cloud,supplier,partner internal-mfa=none                        => not met
                                                                                => not answered
    "),
    ("clinical-admins", "R3", "
        hosting=own apps-mfa=n/a                                                => not applicable
        hosting=own apps-mfa=none                                               => not met
        hosting=own apps-mfa=optional                                           => not met
        hosting=own apps-mfa=some apps-systems=4 apps-covered=5                 => not met
        hosting=own apps-mfa=some apps-systems=4 apps-covered=0                 => not met
        hosting=own apps-mfa=some apps-systems=4 apps-covered=3                 => partly met
        hosting=own apps-mfa=some apps-systems=? apps-covered=?                 => partly met
        hosting=own provides-care=no apps-mfa=all apps-local=yes apps-shared=no => partly met
        hosting=own provides-care=no apps-mfa=all apps-local=no apps-shared=yes => partly met
        hosting=own provides-care=yes apps-mfa=all apps-local=no apps-shared=no apps-super=no => partly met
        hosting=own provides-care=yes apps-mfa=all apps-local=no apps-shared=no apps-super=n/a => met
        hosting=own provides-care=yes apps-mfa=all apps-local=gateway apps-shared=no apps-super=yes => met
        hosting=own provides-care=no apps-mfa=all apps-local=no apps-shared=no  => met
        hosting=own apps-mfa=?                                                  => don't know
        hosting=own provides-care=no apps-mfa=all apps-local=no apps-shared=?   => don't know
        hosting=own apps-mfa=all                                                => not answered
        hosting=cloud apps-mfa=none                                             => not met
                                                                                => not answered
    "),
    ("break-glass", "R2", "
        glass-where=n/a saas-systems=0                              => not applicable
        glass-where=internal glass-mfa-internal=none saas-systems=0 => not applicable
        glass-where=internal saas-systems=5 saas-enforced=5 saas-local=sealed => not met
        glass-where=external glass-mfa-external=all                 => met
        glass-where=external,internal glass-mfa-external=all glass-mfa-internal=none => met
        glass-where=external glass-mfa-external=some                => partly met
        glass-where=external glass-mfa-external=none                => not met
        glass-where=external glass-mfa-external=?                   => don't know
        glass-where=external                                        => not answered
    "),
    ("break-glass", "R3", "
        glass-where=n/a                                             => not applicable
        glass-where=                                                => not applicable
        glass-where=internal glass-mfa-internal=all                 => met
        glass-where=external,internal glass-mfa-external=none glass-mfa-internal=all => met
        glass-where=internal glass-mfa-internal=some                => partly met
        glass-where=internal glass-mfa-internal=none                => not met
        glass-where=?                                               => don't know
        glass-where=internal                                        => not answered
    "),
    ("single-sign-on", "R1", "
        sso-used=                                                                   => not applicable
        sso-used=sso sso-first=none                                                 => not met
        sso-used=sso sso-first=optional                                             => not met
        sso-used=sso sso-first=all sso-user=no sso-device=yes                       => not met
        sso-used=roaming sso-first=all sso-user=yes sso-device=no                   => not met
        sso-used=sso sso-first=some sso-user=yes sso-device=yes                     => partly met
        sso-used=sso sso-first=inside sso-user=yes sso-device=yes sso-admins=no     => partly met
        sso-used=sso sso-first=inside sso-user=yes sso-device=yes sso-admins=yes    => partly met
        sso-used=remembered sso-first=all sso-user=yes sso-device=yes sso-admins=yes => met
        sso-used=sso,remembered sso-first=all sso-user=yes sso-device=yes sso-admins=no sso-frequency=longer => met
        sso-used=?                                                                  => don't know
        sso-used=sso sso-first=all sso-user=? sso-device=yes sso-admins=no          => don't know
        sso-used=sso sso-first=all                                                  => not answered
                                                                                    => not answered
    "),
    ("single-sign-on", "R2", "
        sso-used=                                                                   => not applicable
        sso-used=sso sso-first=none sso-admins=no                                   => not applicable
        sso-used=sso sso-first=none sso-admins=yes sso-admins-on=own                => not applicable
        sso-used=sso sso-first=none sso-admins=yes sso-admins-on=hosted             => not met
        sso-used=sso sso-first=optional sso-admins=yes sso-admins-on=both           => not met
        sso-used=sso sso-first=inside sso-admins=yes sso-admins-on=hosted           => not met
        sso-used=sso sso-first=all sso-user=no sso-device=yes sso-admins=yes sso-admins-on=hosted => not met
        sso-used=sso sso-first=all sso-user=yes sso-device=no sso-admins=yes sso-admins-on=hosted => not met
        sso-used=sso sso-first=some sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=hosted => partly met
        sso-used=sso sso-first=all sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=hosted => partly met
        sso-used=sso sso-first=all sso-admins=?                                     => don't know
        sso-used=sso sso-first=all sso-admins=yes                                   => not answered
    "),
    ("single-sign-on", "R3", "
        sso-used=sso sso-first=none sso-admins=yes sso-admins-on=hosted             => not applicable
        sso-used=sso sso-first=none sso-admins=yes sso-admins-on=own                => not met
        sso-used=sso sso-first=inside sso-admins=yes sso-admins-on=both             => not met
        sso-used=sso sso-first=all sso-user=no sso-admins=yes sso-admins-on=own     => not met
        sso-used=sso sso-first=all sso-user=yes sso-device=no sso-admins=yes sso-admins-on=own => not met
        sso-used=sso sso-first=some sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=own => partly met
        sso-used=sso sso-first=all sso-user=yes sso-device=yes sso-admins=yes sso-admins-on=own => partly met
        sso-used=sso sso-first=all sso-admins=yes sso-admins-on=?                   => don't know
                                                                                    => not answered
    "),
    ("shared-workstations", "R2", "
        provides-care=yes ward-mfa=n/a                                              => not applicable
        provides-care=yes ward-mfa=all ward-generic=yes ward-cards=yes              => not applicable
        provides-care=yes ward-mfa=none ward-privileged=no                          => not applicable
        provides-care=yes ward-mfa=network ward-privileged=yes ward-privileged-on=own    => not applicable
        provides-care=yes ward-mfa=network ward-privileged=yes ward-privileged-on=hosted => not met
        provides-care=yes ward-mfa=some ward-privileged=yes ward-privileged-on=both => not met
        provides-care=yes ward-mfa=?                                                => don't know
        provides-care=yes ward-mfa=network                                          => not answered
        provides-care=no ward-mfa=none                                              => not asked
                                                                                    => not answered
    "),
    ("shared-workstations", "R3", "
        provides-care=yes ward-mfa=optional ward-generic=yes ward-privileged=no     => not applicable
        provides-care=yes ward-mfa=none ward-privileged=yes ward-privileged-on=own  => not met
        provides-care=yes ward-mfa=none ward-privileged=yes ward-privileged-on=?    => don't know
        provides-care=yes                                                           => not answered
    "),
    ("legacy", "R1", "
        legacy-systems=0                                                        => not applicable
        legacy-systems=5 legacy-remote=0                                        => not applicable
        legacy-systems=5 legacy-remote=6 legacy-front=6                         => not met
        legacy-systems=5 legacy-remote=3 legacy-front=0                         => not met
        legacy-systems=5 legacy-remote=3 legacy-front=4                         => not met
        legacy-systems=5 legacy-remote=3 legacy-front=2                         => partly met
        legacy-systems=5 legacy-remote=3 legacy-front=3                         => met
        legacy-systems=?                                                        => don't know
        legacy-systems=5 legacy-remote=3                                        => not answered
    "),
    ("legacy", "R3", "
        legacy-systems=0                                    => not applicable
        hosting=cloud legacy-systems=5 legacy-admin=n/a     => not applicable
        hosting=cloud legacy-systems=5 legacy-admin=none    => not met
        hosting=own legacy-systems=5 legacy-admin=all       => met
        hosting=own legacy-systems=5 legacy-admin=some      => partly met
        hosting=own legacy-systems=5 legacy-admin=none      => not met
        hosting=own legacy-systems=5 legacy-admin=?         => don't know
        hosting=own legacy-systems=5                        => not answered
    "),
    ("medical-devices", "R1", "
        provides-care=yes device-kinds=n/a                                      => not applicable
        provides-care=yes device-kinds=                                         => not applicable
        provides-care=yes device-kinds=lab device-outside=open                  => not met
        provides-care=yes device-kinds=imaging device-outside=no imaging-viewing=none => not met
        provides-care=yes device-kinds=lab device-outside=no device-support=none => not met
        provides-care=yes device-kinds=lab device-outside=mfa device-support=optional => not met
        provides-care=yes device-kinds=imaging device-outside=no imaging-viewing=optional device-support=all => not met
        provides-care=yes device-kinds=lab device-outside=no device-support=all legacy-devices=yes => met
        provides-care=yes device-kinds=lab device-outside=no device-support=some legacy-devices=no  => partly met
        provides-care=yes device-kinds=imaging device-outside=no imaging-viewing=some device-support=all legacy-devices=no => partly met
        provides-care=yes device-kinds=bedside device-outside=no device-support=n/a legacy-devices=yes => not applicable
        provides-care=yes device-kinds=bedside device-outside=no device-support=n/a legacy-devices=no => not applicable
        provides-care=yes device-kinds=imaging device-outside=no imaging-viewing=n/a device-support=n/a legacy-devices=no => not applicable
        provides-care=yes device-kinds=imaging device-outside=no imaging-viewing=all device-support=n/a legacy-devices=no => met
        provides-care=yes device-kinds=other device-outside=mfa device-support=all legacy-devices=no => met
        provides-care=yes device-kinds=?                                        => don't know
        provides-care=yes device-kinds=lab device-outside=no device-support=?   => don't know
        provides-care=yes device-kinds=lab                                      => not answered
        provides-care=no device-kinds=lab device-outside=open                   => not asked
    "),
    ("medical-devices", "R3", "
        provides-care=yes device-kinds=n/a                                      => not applicable
        provides-care=yes device-kinds=                                         => not applicable
        provides-care=yes device-kinds=lab device-service-network=n/a device-service-at=default => not applicable
        provides-care=yes device-kinds=lab device-service-network=default       => not met
        provides-care=yes device-kinds=lab device-service-network=password      => not met
        provides-care=yes device-kinds=lab device-service-network=some          => partly met
        provides-care=yes device-kinds=lab device-service-network=all device-service-at=default => met
        provides-care=yes device-kinds=lab device-service-network=?             => don't know
        provides-care=yes device-kinds=lab                                      => not answered
    "),
    ("other-methods", "R1", "
        other-barriers=                                                             => not applicable
        other-barriers=phone other-bypass=colleague                                 => not met
        other-barriers=phone other-bypass=excluded other-offered=none               => not met
        other-barriers=signal other-bypass=code other-offered=asked other-people=9  => partly met
        other-barriers=signal other-bypass=code,pass other-offered=first other-people=? => partly met
        other-barriers=gloves other-bypass=excluded other-offered=first other-people=0 => met
        other-barriers=gloves,disability other-bypass=pass other-offered=first      => met
        other-barriers=casual other-bypass= other-offered=none                      => met
        other-barriers=?                                                            => don't know
        other-barriers=phone other-bypass=?                                         => don't know
        other-barriers=phone                                                        => not answered
                                                                                    => not answered
    "),
    ("patients", "R1", "
        portal-any=no                                               => not applicable
        portal-any=yes portal-staff=no                              => not applicable
        portal-any=yes portal-staff=staff portal-mfa=none           => not met
        portal-any=yes portal-staff=admins portal-mfa=optional portal-admins=all => not met
        portal-any=yes portal-staff=admins portal-mfa=some          => partly met
        portal-any=yes portal-staff=staff portal-mfa=all            => met
        portal-any=yes portal-staff=admins portal-mfa=all portal-admins=none portal-admins-on=hosted => met
        portal-any=yes portal-staff=?                               => don't know
        portal-any=yes                                              => not answered
                                                                    => not answered
    "),
    ("patients", "R2", "
        portal-any=no                                                               => not applicable
        portal-any=yes portal-staff=staff portal-mfa=none                           => not applicable
        portal-any=yes portal-staff=admins portal-admins=all                        => not applicable
        portal-any=yes portal-staff=admins portal-admins=none portal-admins-on=own  => not applicable
        portal-any=yes portal-staff=admins portal-admins=some portal-admins-on=hosted => partly met
        portal-any=yes portal-staff=admins portal-admins=optional portal-admins-on=both => not met
        portal-any=yes portal-staff=admins portal-admins=none portal-admins-on=hosted => not met
        portal-any=yes portal-staff=admins portal-admins=?                          => don't know
        portal-any=yes portal-staff=admins                                          => not answered
    "),
    ("patients", "R3", "
        portal-any=yes portal-staff=admins portal-admins=none portal-admins-on=hosted => not applicable
        portal-any=yes portal-staff=admins portal-admins=some portal-admins-on=own  => partly met
        portal-any=yes portal-staff=admins portal-admins=optional portal-admins-on=own => not met
        portal-any=yes portal-staff=admins portal-admins=none portal-admins-on=own  => not met
        portal-any=?                                                                => don't know
                                                                                    => not answered
    "),
];

/// Every organisation has something that others run, if it is only its domain name: whatever it says
/// of where its systems run, its administrators are asked about, and have to say that there are none.
#[test]
fn administrators_are_asked_about_wherever_systems_are_said_to_run() {
    let scenarios = [
        ("hosting-admins", "R2"),
        ("saas-admins", "R2"),
        ("internal-admins", "R3"),
        ("clinical-admins", "R3"),
    ];
    for profile in [
        "",
        "hosting=own",
        "hosting=own mail-service=own cloud-systems=10",
        "hosting=partner",
        "hosting=supplier",
        "hosting=cloud",
        "hosting=own,cloud",
        "organisation-type=other other-kind=supplier",
    ] {
        let given = format!("legacy-systems=5 {profile}");
        let results = results(&state(answers(&given), vec![]), TODAY);
        for (scenario, requirement) in scenarios {
            let found = finding(&results, scenario, requirement).unwrap();
            assert_eq!(found.outcome, Outcome::NotAnswered, "{scenario}: {profile}");
        }
        let id = "legacy-admin".try_into().unwrap();
        assert!(results.shown.contains(&id), "{profile}");
    }
    // NHSmail runs elsewhere, whatever else does: its administrators are asked about under email.
    let nhsmail = "hosting=own mail-service=nhsmail mail-admins=none";
    let results = results(&state(answers(nhsmail), vec![]), TODAY);
    let found = finding(&results, "email", "R2").unwrap();
    assert_eq!(found.outcome, Outcome::NotMet);
}

#[test]
fn the_sign_in_frequency_is_asked_for_and_never_marked() {
    let id = "sso-frequency".try_into().unwrap();
    let scenario = ASKED.scenario_of(&id).unwrap();
    let mut rules = scenario.assess.iter().flat_map(|a| &a.rules);
    assert!(rules.all(|rule| !rule.when.questions().contains(&&id)));
    let e2 = ASKED.exemption_kind(&"E2".try_into().unwrap()).unwrap();
    let counted = e2.conditions.iter().filter_map(|c| c.met_when.as_ref());
    let frequency = "frequency".try_into().unwrap();
    assert!(!counted.flat_map(|c| c.questions()).any(|q| *q == frequency));
}

#[test]
fn an_earlier_sign_in_is_relied_on_by_people_who_were_asked_for_a_second_factor_and_nobody_else() {
    let given = "sso-used=sso sso-user=yes sso-device=yes sso-admins=no sso-first=";
    for (first, outcome) in [
        // Confirmed by the answers themselves: no record has to say it again.
        ("all", Outcome::Met),
        ("inside", Outcome::PartlyMet),
        ("some", Outcome::PartlyMet),
        ("optional", Outcome::NotMet),
        ("none", Outcome::NotMet),
    ] {
        let record = exemption("E2", "R1", "single-sign-on", "");
        let state = state(answers(&format!("{given}{first}")), vec![record]);
        let found = finding(&results(&state, TODAY), "single-sign-on", "R1").unwrap();
        assert_eq!(found.outcome, outcome, "{first}");
        if outcome == Outcome::Met {
            assert!(found.because.contains("E2"), "{}", found.because);
            assert!(found.because.contains("this tool's reading"));
        }
    }
}

/// What an ordinary exemption can cover is never mixed with what privileged accounts skip.
#[test]
fn privileged_accounts_that_skip_mfa_inside_fall_under_r2_or_r3_by_who_hosts_the_system() {
    for (scenario, given, question) in [
        ("trusted-network", "tn-used=privileged", "tn-privileged"),
        (
            "cloud",
            "cloud-systems=2 cloud-enforced=2 cloud-location=admins cloud-backdoor=no",
            "cloud-admins-on",
        ),
        (
            "partner-networks",
            "partner-routes=staff partner-mfa=inside partner-basis=yes partner-privileged=yes",
            "partner-privileged-on",
        ),
        (
            "single-sign-on",
            "sso-used=sso sso-first=inside sso-user=yes sso-device=yes sso-admins=yes",
            "sso-admins-on",
        ),
        (
            "shared-workstations",
            "provides-care=yes ward-mfa=network ward-generic=no ward-privileged=yes",
            "ward-privileged-on",
        ),
        (
            "patients",
            "portal-any=yes portal-staff=admins portal-mfa=all portal-admins=none",
            "portal-admins-on",
        ),
    ] {
        for (host, short) in [("hosted", "R2"), ("own", "R3"), ("both", "R2 R3")] {
            let given = format!("{given} {question}={host}");
            let results = results(&state(answers(&given), vec![]), TODAY);
            for requirement in ["R2", "R3"] {
                let found = finding(&results, scenario, requirement).unwrap();
                let falls_short = matches!(found.outcome, Outcome::PartlyMet | Outcome::NotMet);
                let name = format!("{scenario} {requirement}: {given}: {found:?}");
                assert_eq!(falls_short, short.contains(requirement), "{name}");
                let kinds = found.covered_by.iter().flatten();
                assert!(kinds.clone().all(|kind| kind.as_str() != "E1"), "{name}");
            }
            // What is left for R1 is about everybody, and says nothing of administrators.
            let ordinary = finding(&results, scenario, "R1");
            let because = ordinary.map_or(String::new(), |found| found.because);
            for word in ["rivileged", "dministrat"] {
                assert!(!because.contains(word), "{scenario}: {because}");
            }
        }
    }
}

#[test]
fn numbers_that_cannot_be_are_pointed_out() {
    for (given, says) in [
        (
            "hosting=cloud saas-systems=3 saas-enforced=4",
            "more hosted software (4)",
        ),
        (
            "hosting=own apps-mfa=some apps-systems=3 apps-covered=4",
            "databases and applications are covered by MFA (4)",
        ),
        (
            "hosting=own apps-mfa=some apps-systems=3 apps-covered=3",
            "the numbers say for all",
        ),
    ] {
        let results = results(&state(answers(given), vec![]), TODAY);
        let clashes = &results.clashes;
        assert!(clashes.iter().any(|(c, _)| c.contains(says)), "{clashes:?}");
    }
}
