//! The view of the Cyber Assessment Framework: which answers reach which level, and where it differs
//! from the policy.

use mfa_assess::facts::Exemption;
use mfa_assess::questionnaire::{Certainty, Questionnaire};
use mfa_assess::rules::{Outcome, Reached, Results};

use crate::language::{ASKED, TODAY, answers, cases, exemption, state};

/// Everything is as it should be. Each case changes something.
const SOUND: &str = "
    organisation-type=trust provides-care=yes mail-service=nhsmail hosting=own,supplier,cloud
    remote-routes=vpn,email,web,supplier routes-list=current definitions=yes tn-used=no
    vpn-mfa=all vpn-factor=second vpn-bypass= desktop-routes=n/a
    nhsmail-mfa=all nhsmail-exempt=0 mail-admins=all
    cloud-systems=2 cloud-enforced=2 cloud-location=no cloud-backdoor=no
    support-mfa=all support-suppliers=2 support-enforcer=us support-named=yes support-timed=yes
    hosted-mfa=all hosted-location=no hosted-shared=no hosted-separate=both
    internal-mfa=all internal-shared=no internal-separate=both
    managed-any=external,internal managed-ext=all managed-int=all managed-proof-ext=seen managed-proof-int=seen
    ward-mfa=all ward-generic=no ward-cards=no legacy-systems=0
    glass-where=external glass-mfa-external=all service-people= access-review=half-year
    saas-systems=2 saas-enforced=2 saas-local=no saas-shared=no
    apps-mfa=all apps-local=no apps-shared=no apps-super=yes internal-path=only managed-named-ext=yes managed-named-int=yes service-blocked=tried
    mail-bypass= sso-used= partner-routes=n/a other-barriers= portal-any=no
    mobile-devices=laptops mobile-mfa=all mobile-proof=second mobile-offline=no
    card-ways=card card-fallback=no card-habits= card-lock=all
    device-kinds=imaging device-outside=no imaging-viewing=all device-support=all device-service-network=all device-service-at=person legacy-devices=no
";

/// What is said where every indicator that is asked about holds, and there are others.
const NOTHING_AGAINST: &str = "Nothing asked here stands against “Achieved”";

/// The level that each case reaches, or that nothing asked stands against the highest.
const TABLES: &[(&str, &str)] = &[
    ("B2.a", "
                                                    => Nothing against
        provides-care=no                            => Nothing against
        hosted-mfa=n/a internal-mfa=n/a managed-any=n/a support-mfa=n/a cloud-systems=n/a vpn-mfa=n/a glass-where=n/a service-people=n/a => Nothing against
        access-review=year                          => Partially achieved
        vpn-mfa=none                                => Partially achieved
        nhsmail-exempt=1                            => Partially achieved
        cloud-enforced=1                            => Partially achieved
        cloud-location=yes                          => Partially achieved
        tn-used=ordinary                            => Partially achieved
        ward-mfa=network ward-privileged=no         => Partially achieved
        legacy-systems=1 legacy-admin=all           => Partially achieved
        mail-bypass=legacy                          => Partially achieved
        card-fallback=inside                        => Partially achieved
        mobile-mfa=some                             => Partially achieved
        partner-routes=partners partner-mfa=inside partner-privileged=no => Partially achieved
        device-support=none                         => Partially achieved
        other-barriers=gloves other-bypass=excluded => Partially achieved
        portal-any=yes portal-staff=staff portal-mfa=none => Partially achieved
        sso-used=sso sso-first=inside sso-admins=no => Partially achieved
        access-review=older                         => Not achieved
        saas-enforced=1                             => Not achieved
        apps-mfa=some                               => Not achieved
        sso-used=sso sso-first=all sso-admins=yes   => Not achieved
        partner-routes=partners partner-mfa=all partner-accounts=shared => Not achieved
        mobile-proof=unlock                         => Not achieved
        access-review=never                         => Not achieved
        vpn-factor=machine                          => Not achieved
        routes-list=none                            => Not achieved
        support-mfa=none                            => Not achieved
        hosting=cloud internal-mfa=n/a managed-any=external => Nothing against
        support-named=no                            => Not achieved
        ward-generic=yes                            => Not achieved
        ward-cards=yes                              => Not achieved
        card-habits=lent                            => Not achieved
        card-habits=left                            => Nothing against
        legacy-devices=yes                          => Not achieved
        hosted-location=yes                         => Not achieved
        hosted-location=group                       => Not achieved
        cloud-location=admins                       => Not achieved
        internal-mfa=some                           => Not achieved
        managed-int=optional                        => Not achieved
        glass-mfa-external=none                     => Not achieved
        service-people=internal                     => Not achieved
        tn-used=privileged                          => Not achieved
        ward-mfa=network ward-privileged=yes        => Not achieved
        access-review=?                             => Don't know
        internal-mfa=?                              => Don't know
        -access-review                              => Not answered
        -managed-any                                => Not answered
    "),
    ("B2.c", "
                                                    => Nothing against
        hosted-mfa=n/a                              => Nothing against
        internal-mfa=n/a managed-any=external       => Nothing against
        managed-any=n/a support-mfa=n/a             => Nothing against
        vpn-mfa=none                                => Nothing against
        hosted-separate=separate                    => Partially achieved
        internal-separate=no                        => Partially achieved
        support-timed=no                            => Partially achieved
        hosted-location=remembered                  => Nothing against
        hosted-shared=yes                           => Not achieved
        internal-shared=yes                         => Not achieved
        hosted-mfa=optional                         => Not achieved
        internal-mfa=none                           => Not achieved
        internal-mfa=some                           => Not achieved
        mail-admins=none                            => Not achieved
        managed-ext=none                            => Not achieved
        managed-int=some                            => Not achieved
        managed-proof-ext=none                      => Not achieved
        managed-proof-int=none                      => Not achieved
        legacy-systems=2 legacy-admin=some          => Not achieved
        saas-shared=yes                             => Not achieved
        saas-enforced=1                             => Not achieved
        apps-shared=yes                             => Not achieved
        apps-mfa=optional                           => Not achieved
        apps-local=yes                              => Not achieved
        internal-path=around                        => Not achieved
        managed-named-int=no                        => Not achieved
        device-service-network=default              => Not achieved
        device-service-at=default                   => Not achieved
        device-service-at=password                  => Not achieved
        managed-int=?                               => Don't know
        -internal-separate                          => Partially achieved
    "),
];

/// The questionnaire without the scenarios that the sound case says nothing of.
fn asked() -> Questionnaire {
    let given = answers(SOUND);
    let mut asked = ASKED.clone();
    for group in &mut asked.groups {
        let known = |q: &mfa_assess::questionnaire::Question| given.contains_key(&q.id);
        group.scenarios.retain(|s| s.questions.iter().any(known));
    }
    asked
}

fn results(change: &str, records: Vec<Exemption>) -> Results {
    let given = answers(&format!("{SOUND} {change}"));
    Results::of(&asked(), &state(given, records), TODAY.parse().unwrap())
}

#[test]
fn each_line_of_the_tables_reaches_the_level_that_it_says() {
    for (id, table) in TABLES {
        let objective = ASKED.objective(&(*id).try_into().unwrap()).unwrap();
        for (change, level) in cases(table) {
            let results = results(change, vec![]);
            let result = results.objectives.iter().find(|o| o.id == objective.id);
            let result = result.unwrap();
            let reached = if result.because.contains(NOTHING_AGAINST) {
                "Nothing against"
            } else {
                result.reached.words(objective)
            };
            assert!(
                reached.eq_ignore_ascii_case(level),
                "{id}: {change} => {level}, but {reached}: {}",
                result.because
            );
        }
    }
}

/// What the contrasts say about one requirement.
fn differs(requirement: &str, change: &str, records: Vec<Exemption>) -> Option<&'static str> {
    let results = results(change, records);
    let mut all = ASKED.contrasts.iter();
    let contrast = all.find(|c| c.requirement.as_str() == requirement).unwrap();
    let said = |words: &str| results.contrasts.iter().any(|c| c.says == words);
    match (
        said(&contrast.requirement_only),
        said(&contrast.objective_only),
    ) {
        (false, false) => None,
        (true, false) => Some("requirement only"),
        (false, true) => Some("objective only"),
        (true, true) => panic!("both ways at once: {change}"),
    }
}

#[test]
fn the_views_differ_where_one_is_stricter_and_a_sentence_says_so() {
    for (requirement, change, expected) in [
        ("R1", "", None),
        ("R1", "access-review=never", Some("requirement only")),
        ("R1", "internal-mfa=none", Some("requirement only")),
        ("R1", "vpn-mfa=none", Some("objective only")),
        ("R1", "vpn-mfa=none access-review=never", None),
        ("R2", "", None),
        ("R2", "internal-mfa=none", Some("requirement only")),
        ("R2", "hosted-location=remembered", Some("objective only")),
        ("R2", "hosted-mfa=none", None),
        ("R3", "", None),
        ("R3", "hosted-mfa=none", Some("requirement only")),
        ("R3", "internal-mfa=none", None),
        ("R3", "internal-mfa=?", None),
    ] {
        assert_eq!(
            differs(requirement, change, vec![]),
            expected,
            "{requirement}: {change}"
        );
    }
}

#[test]
fn an_exemption_carries_the_policy_and_never_the_framework() {
    let change = "internal-mfa=none internal-accounts=3";
    let record = || vec![exemption("REASON", "R3", "internal-admins", "")];
    let with = results(change, record());
    let r3 = with.requirements.iter().find(|r| r.id.as_str() == "R3");
    assert_eq!(r3.unwrap().outcome, Outcome::MetByExemption);
    assert_eq!(with.objectives, results(change, vec![]).objectives);
    let privileged = with.objectives.iter().find(|o| o.id.as_str() == "B2.c");
    let lowest = Reached::Level("not-achieved".try_into().unwrap());
    assert_eq!(privileged.unwrap().reached, lowest);
    assert_eq!(differs("R3", change, record()), Some("requirement only"));
}

#[test]
fn the_framework_is_not_said_to_be_read_and_its_reading_is_said_to_be_ours() {
    for objective in ASKED.objectives() {
        assert!(objective.text.contains("own reading"), "{}", objective.id);
        for indicator in objective.scale().flat_map(|level| &level.indicators) {
            let certainty = indicator.from.certainty;
            assert!(
                matches!(certainty, Certainty::Secondary | Certainty::Interpretation),
                "{} {}",
                objective.id,
                indicator.id
            );
        }
    }
    // A contrast is an inference: no source compares the two.
    for contrast in &ASKED.contrasts {
        assert_eq!(contrast.from.certainty, Certainty::Interpretation);
    }
}
