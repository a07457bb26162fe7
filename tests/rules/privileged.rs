//! The tables about administrators, suppliers and the places where MFA is hard; see `outcomes`.

use mfa_assess::assessment::Outcome;

use crate::language::{ASKED, TODAY, answers, exemption, finding, results, state};

/// Scenario, requirement, a table.
pub const TABLES: &[(&str, &str, &str)] = &[
    ("hosting-admins", "R2", "
        hosting=cloud hosted-mfa=n/a                                                => not applicable
        hosting=cloud hosted-mfa=none                                               => not met
        hosting=cloud hosted-mfa=optional                                           => not met
        hosting=cloud hosted-mfa=some hosted-accounts=7 hosted-covered=0            => not met
        hosting=cloud hosted-mfa=some hosted-accounts=7 hosted-covered=8            => not met
        hosting=cloud hosted-mfa=some hosted-accounts=7 hosted-covered=6            => partly met
        hosting=cloud hosted-mfa=some                                               => partly met
        hosting=cloud hosted-mfa=all hosted-location=yes hosted-shared=no           => partly met
        hosting=cloud hosted-mfa=all hosted-location=remembered hosted-shared=no    => partly met
        hosting=cloud hosted-mfa=all hosted-location=no hosted-shared=yes           => partly met
        hosting=partner,own hosted-mfa=all hosted-location=no hosted-shared=no      => met
        hosting=supplier hosted-mfa=?                                               => don't know
        hosting=cloud hosted-mfa=all hosted-location=? hosted-shared=no             => don't know
        hosting=cloud hosted-mfa=all hosted-location=no                             => not answered
        hosting=own hosted-mfa=none                                                 => not asked
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
        hosting=own saas-systems=5 saas-enforced=0                                  => not asked
    "),
    ("suppliers", "R2", "
        managed-any=n/a                                                         => not applicable
        managed-any=internal                                                    => not applicable
        managed-any=external managed-ext=none                                   => not met
        managed-any=external managed-ext=optional                               => not met
        managed-any=external managed-ext=some managed-proof=seen                => partly met
        managed-any=external managed-ext=all managed-proof=none                 => partly met
        managed-any=external managed-ext=all managed-proof=seen managed-named=no     => partly met
        managed-any=external managed-ext=all managed-proof=written managed-named=yes => met
        managed-any=?                                                           => don't know
        managed-any=external managed-ext=all managed-proof=seen managed-named=? => don't know
        managed-any=external managed-ext=all                                    => not answered
    "),
    ("suppliers", "R3", "
        managed-any=n/a                                                         => not applicable
        managed-any=                                                            => not applicable
        managed-any=internal managed-int=none                                   => not met
        managed-any=internal managed-int=optional                               => not met
        managed-any=internal managed-int=some managed-proof=seen                => partly met
        managed-any=internal managed-int=all managed-proof=none                 => partly met
        managed-any=internal managed-int=all managed-proof=seen managed-named=no  => partly met
        managed-any=internal managed-int=all managed-proof=seen managed-named=yes => met
        managed-any=internal managed-int=?                                      => don't know
        managed-any=internal                                                    => not answered
    "),
    ("internal-admins", "R3", "
        hosting=own internal-mfa=n/a                                            => not applicable
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
        hosting=cloud,supplier,partner internal-mfa=none                        => not asked
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
        hosting=cloud apps-mfa=none                                             => not asked
    "),
    ("break-glass", "R2", "
        glass-where=n/a                         => not applicable
        glass-where=internal glass-mfa=none     => not applicable
        glass-where=external glass-mfa=all      => met
        glass-where=external glass-mfa=some     => partly met
        glass-where=external glass-mfa=none     => not met
        glass-where=external glass-mfa=?        => don't know
        glass-where=external                    => not answered
    "),
    ("break-glass", "R3", "
        glass-where=n/a                         => not applicable
        glass-where=                            => not applicable
        glass-where=internal glass-mfa=all      => met
        glass-where=internal glass-mfa=some     => partly met
        glass-where=internal glass-mfa=none     => not met
        glass-where=?                           => don't know
        glass-where=internal                    => not answered
    "),
    ("service-accounts", "R2", "
        service-people=n/a                                  => not applicable
        service-people= service-blocked=setting             => not applicable
        service-people=internal                             => not applicable
        service-people=external                             => not met
        service-people= service-blocked=habit hosting=cloud => partly met
        service-people= service-blocked=habit hosting=own   => not applicable
        service-people=?                                    => don't know
        service-people= service-blocked=? hosting=cloud     => don't know
                                                            => not answered
    "),
    ("service-accounts", "R3", "
        service-people=n/a                                  => not applicable
        service-people=external                             => not applicable
        service-people=internal,external                    => not met
        service-people= service-blocked=habit hosting=own   => partly met
        service-people= service-blocked=habit hosting=cloud => not applicable
        service-people= service-blocked=tried               => not applicable
        service-people=?                                    => don't know
        service-people=                                     => not answered
    "),
    ("single-sign-on", "R1", "
        sso-used=                                                                   => not applicable
        sso-used=sso sso-first=none                                                 => not met
        sso-used=sso sso-first=optional                                             => not met
        sso-used=sso sso-first=inside sso-admins=yes                                => not met
        sso-used=sso sso-first=all sso-user=no sso-device=yes sso-admins=no         => not met
        sso-used=roaming sso-first=all sso-user=yes sso-device=no sso-admins=no     => not met
        sso-used=sso sso-first=some sso-user=yes sso-device=yes sso-admins=no       => partly met
        sso-used=sso sso-first=inside sso-user=yes sso-device=yes sso-admins=no     => partly met
        sso-used=remembered sso-first=all sso-user=yes sso-device=yes sso-admins=yes => partly met
        sso-used=sso,remembered sso-first=all sso-user=yes sso-device=yes sso-admins=no sso-frequency=longer => partly met
        sso-used=?                                                                  => don't know
        sso-used=sso sso-first=all sso-user=? sso-device=yes sso-admins=no          => don't know
        sso-used=sso sso-first=all                                                  => not answered
                                                                                    => not answered
    "),
    ("shared-workstations", "R1", "
        provides-care=yes ward-mfa=n/a                                          => not applicable
        provides-care=yes ward-mfa=all ward-generic=yes ward-cards=no           => not met
        provides-care=yes ward-mfa=network ward-generic=no ward-privileged=yes  => not met
        provides-care=yes ward-mfa=none ward-generic=no ward-privileged=no      => not met
        provides-care=yes ward-mfa=optional ward-generic=no ward-privileged=no  => not met
        provides-care=yes ward-mfa=network ward-generic=windows ward-privileged=no => partly met
        provides-care=yes ward-mfa=all ward-generic=no ward-cards=yes           => partly met
        provides-care=yes ward-mfa=some ward-generic=no ward-privileged=no ward-cards=no => partly met
        provides-care=yes ward-mfa=all ward-generic=no ward-cards=no            => met
        provides-care=yes ward-mfa=?                                            => don't know
        provides-care=yes ward-mfa=all ward-generic=? ward-cards=no             => don't know
        provides-care=yes ward-mfa=all ward-generic=no                          => not answered
        provides-care=no ward-mfa=none                                          => not asked
                                                                                => not answered
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
        hosting=cloud legacy-systems=5                      => not applicable
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
        provides-care=yes device-kinds=lab device-outside=no device-support=some legacy-devices=yes => partly met
        provides-care=yes device-kinds=lab device-outside=no device-support=some legacy-devices=no  => partly met
        provides-care=yes device-kinds=imaging device-outside=no imaging-viewing=some device-support=all legacy-devices=no => partly met
        provides-care=yes device-kinds=bedside device-outside=no device-support=n/a legacy-devices=yes => partly met
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
        provides-care=yes device-kinds=lab device-service=n/a                   => not applicable
        provides-care=yes device-kinds=lab device-service=default               => not met
        provides-care=yes device-kinds=lab device-service=password              => not met
        provides-care=yes device-kinds=lab device-service=some                  => partly met
        provides-care=yes device-kinds=lab device-service=all                   => met
        provides-care=yes device-kinds=lab device-service=?                     => don't know
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
        portal-any=yes portal-staff=admins portal-mfa=optional      => not met
        portal-any=yes portal-staff=admins portal-mfa=some          => partly met
        portal-any=yes portal-staff=staff portal-mfa=all            => met
        portal-any=yes portal-staff=?                               => don't know
        portal-any=yes                                              => not answered
                                                                    => not answered
    "),
];

#[test]
fn where_systems_run_decides_which_administrators_are_asked_about() {
    let scenarios = [
        ("hosting-admins", "R2"),
        ("saas-admins", "R2"),
        ("internal-admins", "R3"),
        ("clinical-admins", "R3"),
    ];
    for (profile, asked) in [
        ("hosting=", [false, false, false, false]),
        ("hosting=own", [false, false, true, true]),
        ("hosting=partner", [true, true, false, false]),
        ("hosting=supplier", [true, true, false, false]),
        ("hosting=cloud", [true, true, false, false]),
        ("hosting=own,cloud", [true, true, true, true]),
    ] {
        let given = format!("legacy-systems=5 {profile}");
        let results = results(&state(answers(&given), vec![]), TODAY);
        let found = scenarios.map(|(scenario, r)| finding(&results, scenario, r).is_some());
        assert_eq!(found, asked, "{profile}");
        let id = "legacy-admin".try_into().unwrap();
        assert_eq!(results.shown.contains(&id), asked[2], "{profile}");
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
fn an_earlier_sign_in_covers_people_who_were_asked_for_a_second_proof_and_nobody_else() {
    let given = "sso-used=sso sso-user=yes sso-device=yes sso-admins=no sso-first=";
    for (first, covered) in [
        ("all", true),
        ("inside", false),
        ("some", false),
        ("optional", false),
        ("none", false),
    ] {
        let record = exemption("E2", "R1", "single-sign-on", "");
        let state = state(answers(&format!("{given}{first}")), vec![record]);
        let found = finding(&results(&state, TODAY), "single-sign-on", "R1").unwrap();
        assert_eq!(found.outcome == Outcome::MetByExemption, covered, "{first}");
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
