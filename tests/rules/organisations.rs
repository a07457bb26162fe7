//! Five invented organisations, and what an assessor would conclude of each: of the whole, and of one
//! thing that is different. Each is written as a list of changes, as other programs write one, and taken
//! through `apply`; nothing is put into a state by hand.
//!
//! A variant names its organisation, what is different there, the exemption that is recorded, what
//! follows for R1, R2 and R3, and a part of a sentence that says so: of a scenario (`vpn R1`), of two
//! answers that do not fit (`clash`), of two views that differ (`contrast`), of an objective (`B2.a`), of
//! an exemption that does not count (`gap`), or of what has to be known of one that does: by those who
//! decide (`board`) or by whoever reads on (`warning`).

use mfa_assess::facts::{Action, ActionId, Answer, Assessment, Exemption};
use mfa_assess::propose::Made;
use mfa_assess::propose::{read, tried};
use mfa_assess::rules::AsAt;
use mfa_assess::rules::{Outcome, Results, Sheet, Standing};
use serde_json::{Value, json};

use crate::language::{
    ASKED, Answers, TODAY, answers, exemption, finding, outcome, results, state,
};

/// What each answers; what follows for R1, R2 and R3.
const ORGANISATIONS: &[(&str, &str, [&str; 3])] = &[
    // A large trust with its own Microsoft 365 and cloud, where everything is enforced.
    ("trust", "
        organisation-type=trust provides-care=yes sites=6 mail-service=own hosting=own,cloud
        remote-routes=vpn,desktop,web,email,mobile,supplier,partner routes-list=current tn-used=no
        vpn-mfa=all vpn-factor=second vpn-bypass= desktop-routes=gateway desktop-mfa=all
        own-mail-mfa=all mail-bypass=
        cloud-systems=40 cloud-enforced=40 cloud-location=no cloud-backdoor=no
        mobile-devices=laptops mobile-mfa=all mobile-proof=second mobile-offline=no
        partner-routes=partners partner-mfa=all partner-accounts=named
        card-ways=card card-fallback=no card-habits=
        support-mfa=all support-enforcer=us support-named=yes support-timed=yes
        hosted-mfa=all hosted-location=no hosted-shared=no hosted-separate=both
        saas-systems=12 saas-enforced=12 saas-local=no saas-shared=no
        managed-any=external,internal managed-ext=all managed-proof-ext=seen managed-named-ext=yes
        managed-int=all managed-proof-int=seen managed-named-int=yes
        internal-mfa=all internal-path=only internal-shared=no internal-separate=both
        apps-mfa=all apps-local=no apps-shared=no apps-super=yes
        glass-where=external,internal glass-mfa-external=all glass-mfa-internal=all
        service-people= sso-used= ward-mfa=all ward-generic=no ward-cards=no legacy-systems=0
        device-kinds=imaging device-outside=no imaging-viewing=all device-support=all
        device-service-network=all device-service-at=person legacy-devices=no
        other-barriers= portal-any=no access-review=half-year
    ", ["met", "met", "met"]),
    // A trust on NHSmail that lets people in by the network, with old systems, wards and devices.
    ("old trust", "
        organisation-type=trust provides-care=yes sites=3 mail-service=nhsmail hosting=own
        remote-routes=vpn,web,email,supplier routes-list=old
        tn-used=ordinary tn-links=own tn-guests=no tn-defined=yes
        vpn-mfa=all vpn-factor=second vpn-bypass= desktop-routes=
        nhsmail-mfa=all nhsmail-exempt=0 mail-bypass= mail-admins=all
        cloud-systems=5 cloud-enforced=5 cloud-location=no cloud-backdoor=no
        mobile-devices= partner-routes= card-ways=card card-fallback=no card-habits=lent
        support-mfa=all support-enforcer=them support-named=yes
        hosted-mfa=all hosted-location=no hosted-shared=no
        saas-systems=5 saas-enforced=5 saas-local=no saas-shared=no managed-any=
        internal-mfa=some internal-accounts=46 internal-covered=38 internal-path=only internal-shared=no
        apps-mfa=all apps-local=no apps-shared=no apps-super=n/a glass-where= service-people= sso-used=
        ward-mfa=network ward-generic=windows ward-privileged=no
        legacy-systems=9 legacy-remote=2 legacy-front=2 legacy-admin=all
        device-kinds=lab device-outside=no device-support=n/a legacy-devices=yes
        device-service-network=n/a device-service-at=password other-barriers= portal-any=no
    ", ["partly met", "met", "partly met"]),
    // A GP practice whose IT is run by its integrated care board.
    ("practice", "
        organisation-type=other other-kind=primary provides-care=yes sites=1 mail-service=nhsmail
        hosting=cloud remote-routes=web,email,supplier routes-list=current tn-used=no vpn-mfa=n/a
        desktop-routes= nhsmail-mfa=all nhsmail-exempt=0 mail-bypass= mail-admins=all
        cloud-systems=4 cloud-enforced=4 cloud-location=no cloud-backdoor=n/a
        mobile-devices= partner-routes= card-ways=card card-fallback=no card-habits=
        support-mfa=all support-suppliers=1 support-enforcer=them support-named=yes
        hosted-mfa=n/a saas-systems=0
        managed-any=external managed-ext=all managed-proof-ext=written managed-named-ext=yes
        internal-mfa=n/a apps-mfa=n/a glass-where= service-people=n/a sso-used= ward-mfa=n/a
        legacy-systems=0 device-kinds= other-barriers= portal-any=no
    ", ["met", "met", "not applicable"]),
    // A supplier of software, with engineers who sign in at customers.
    ("supplier", "
        organisation-type=other other-kind=supplier provides-care=no sites=1 mail-service=own
        hosting=cloud remote-routes=web,email routes-list=current tn-used=no
        supply-own=all supply-products=some supply-plan=dated supply-engineers=all supply-named=yes
        vpn-mfa=n/a desktop-routes= own-mail-mfa=all mail-bypass=
        cloud-systems=9 cloud-enforced=9 cloud-location=no cloud-backdoor=no
        mobile-devices= partner-routes= hosted-mfa=all hosted-location=no hosted-shared=no
        saas-systems=9 saas-enforced=9 saas-local=no saas-shared=no
        internal-mfa=n/a apps-mfa=n/a glass-where= service-people=n/a sso-used=
        legacy-systems=0 other-barriers= portal-any=no
    ", ["met", "met", "not applicable"]),
    // An integrated care board with everything enforced, and single sign-on.
    ("icb", "
        organisation-type=icb provides-care=no sites=2 mail-service=both hosting=own,cloud
        remote-routes=vpn,web,email routes-list=current tn-used=no
        vpn-mfa=all vpn-factor=strong vpn-bypass= desktop-routes=
        nhsmail-mfa=all nhsmail-exempt=0 own-mail-mfa=all mail-bypass= mail-admins=all
        cloud-systems=15 cloud-enforced=15 cloud-location=no cloud-backdoor=no
        mobile-devices= partner-routes= support-mfa=n/a
        hosted-mfa=all hosted-location=no hosted-shared=no
        saas-systems=6 saas-enforced=6 saas-local=no saas-shared=no managed-any=
        internal-mfa=all internal-path=console internal-shared=no
        apps-mfa=all apps-local=no apps-shared=no glass-where= service-people=
        sso-used=sso,remembered sso-first=all sso-user=yes sso-device=yes sso-admins=no
        legacy-systems=0 other-barriers= portal-any=no
    ", ["met", "met", "met"]),
];

/// Organisation | what is different | exemption: kind, requirement, scenario, changes to a sound one |
/// R1, R2, R3 | where it is said: what is said.
const VARIANTS: &str = "
    D1  | trust     | hosting=own cloud-systems=10 cloud-enforced=10 -hosted-mfa -saas-systems | | met, not answered, met | hosting-admins R2: administrators of your cloud tenants
    D1  | trust     | hosting=own -hosted-mfa | | met, not answered, met | hosting-admins R2: not answered yet
    D1  | trust     | hosted-mfa=n/a saas-systems=0 managed-any=internal | | met, not met, met | hosting-admins R2: nobody is said to administer them
    D1  | trust     | hosted-mfa=n/a saas-systems=0 managed-any=internal | | met, not met, met | clash: You have an email service of your own
    D1  | practice  | managed-any=n/a | | met, not met, not applicable | hosting-admins R2: nobody is said to administer them
    D1  | practice  | hosting=own managed-any=n/a cloud-systems=4 | | met, not met, not met | internal-admins R3: nobody is said to administer them
    D1  | old trust | cloud-systems=n/a | | not met, met, partly met | cloud R1: other answers speak of some
    D1  | old trust | vpn-mfa=n/a | | not met, met, partly met | vpn R1: ticked as a route from outside
    D1  | trust     | glass-where=internal saas-local=sealed | | met, not met, met | break-glass R2: no break-glass account is described
    D1  | trust     | legacy-systems=4 legacy-remote=0 legacy-admin=none hosting=cloud | | met, met, not met | legacy R3: administered without MFA
    D2  | trust     | vpn-mfa=none vpn-accounts=300 | SPECIFIC R1 vpn account-count=5 route=inside | not met, met, met | vpn R1: it is for access from inside your own network, and this is about the VPN
    D2  | trust     | vpn-mfa=none vpn-accounts=300 | SPECIFIC R1 vpn account-count=5 | not met, met, met | vpn R1: EX-1 covers 5 accounts, and 300 accounts fall short
    D2  | trust     | vpn-mfa=none vpn-accounts=300 | SPECIFIC R1 vpn account-count=299 | not met, met, met | vpn R1: EX-1 covers 299 accounts, and 300 accounts fall short
    D2  | trust     | vpn-mfa=none vpn-accounts=300 | SPECIFIC R1 vpn account-count=300 | by exemption, met, met | vpn R1: Not enforced, exemption in force: EX-1
    D2  | trust     | vpn-mfa=none vpn-accounts=? | SPECIFIC R1 vpn account-count=300 | not met, met, met | vpn R1: It is not known how many accounts fall short here
    D2  | trust     | vpn-mfa=some vpn-accounts=300 vpn-covered=295 | SPECIFIC R1 vpn account-count=5 | by exemption, met, met | vpn R1: Not enforced, exemption in force: EX-1
    D2  | trust     | vpn-mfa=none vpn-accounts=300 | SPECIFIC R1 vpn account-count=300 accounts=privileged | not met, met, met | vpn R1: it is for privileged accounts, and this is about ordinary accounts
    D2  | trust     | own-mail-mfa=none | SPECIFIC R1 email route=inside,vpn | not met, met, met | email R1: this is about web or cloud sign-in
    D2  | trust     | cloud-enforced=0 cloud-optional=0 | SPECIFIC R1 cloud route=web | not met, met, met | cloud R1: EX-1 does not say how many systems it covers, and 40 systems fall short
    D2  | trust     | cloud-enforced=0 cloud-optional=0 | SPECIFIC R1 cloud route=web system-count=5 | not met, met, met | cloud R1: EX-1 covers 5 systems, and 40 systems fall short
    D2  | trust     | cloud-enforced=0 cloud-optional=0 | SPECIFIC R1 cloud route=web system-count=40 | by exemption, met, met | board: It covers 40 systems
    D2  | trust     | hosted-mfa=some hosted-accounts=30 hosted-covered=20 | SPECIFIC R2 hosting-admins hosting=external account-count=9 | met, partly met, met | hosting-admins R2: EX-1 covers 9 accounts, and 10 accounts fall short
    D2  | trust     | saas-enforced=11 | SPECIFIC R2 saas-admins hosting=partner system-count=1 | met, partly met, met | saas-admins R2: it is for systems in a shared NHS data centre
    D2  | trust     | internal-mfa=some internal-accounts=9 internal-covered=2 | SPECIFIC R3 internal-admins account-count=7 | met, met, by exemption | internal-admins R3: Not enforced, exemption in force
    D2  | trust     | internal-mfa=some internal-accounts=9 internal-covered=2 | REASON R3 internal-admins | met, met, partly met | internal-admins R3: EX-1 covers 3 accounts, and 7 accounts fall short
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn risk-date=2019-03-01 | not met, met, met | gap: The risk assessment is dated 1 March 2019, more than 12 months ago
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn expiry=2099-12-31 | by exemption, met, met | board: which is more than 24 months
    D2  | trust     | vpn-mfa=none vpn-accounts=500 | SPECIFIC R1 vpn account-count=500 | by exemption, met, met | board: It covers 500 accounts
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn likelihood=4 impact=3 | by exemption, met, met | board: Its risk is high
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn why=x | not met, met, met | gap: “x” is no evidence
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn controls=TBC | not met, met, met | gap: “TBC” is no evidence
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn owner=[Name] | not met, met, met | gap: “[Name]” is no evidence
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn minute=nil | not met, met, met | gap: “nil” is no evidence
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn approver-role=xx | not met, met, met | gap: “xx” is no evidence
    D2  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn account-count=0 | not met, met, met | gap: 0
    D2  | trust     | vpn-mfa=some vpn-accounts=300 vpn-covered=299 vpn-bypass=group,legacy | SPECIFIC R1 vpn account-count=1 | by exemption, met, met | vpn R1: Not enforced, exemption in force: EX-1
    D2  | trust     | cloud-enforced=39 cloud-optional=0 cloud-backdoor=yes | SPECIFIC R1 cloud route=web accounts=unprivileged | partly met, met, met | cloud R1: EX-1 does not say how many systems it covers, and 1 system falls short
    D2  | trust     | desktop-mfa=some desktop-accounts=500 desktop-covered=1 | SPECIFIC R1 remote-desktop route=desktop account-count=1 | partly met, met, met | remote-desktop R1: EX-1 covers 1 account, and 499 accounts fall short
    D2  | trust     | internal-mfa=some internal-accounts=50 internal-covered=49 internal-path=around | E2 R3 internal-admins | met, met, partly met | internal-admins R3: which cannot cover this
    D2  | trust     | vpn-mfa=some vpn-accounts=300 vpn-covered=300 | SPECIFIC R1 vpn account-count=300 | partly met, met, met | vpn R1: It is not known how many accounts fall short here
    D2  | trust     | mobile-mfa=none | SPECIFIC R1 mobile route=inside | not met, met, met | mobile R1: this is about access from outside
    D2  | trust     | card-fallback=anywhere | SPECIFIC R1 smartcards route=inside | not met, met, met | smartcards R1: this is about access from outside
    D2  | trust     | device-outside=open | SPECIFIC R1 medical-devices route=inside | not met, met, met | medical-devices R1: this is about access from outside
    D2  | trust     | legacy-systems=2 legacy-remote=1 legacy-front=0 legacy-admin=all | SPECIFIC R1 legacy route=inside system-count=1 | not met, met, met | legacy R1: this is about access from outside
    D2  | old trust | nhsmail-mfa=none nhsmail-accounts=5000 | SPECIFIC R1 email route=web account-count=1 | not met, met, partly met | email R1: EX-1 covers 1 account, and 5000 accounts fall short
    D2  | old trust | | E1 R1 trusted-network account-count=0 | partly met, met, partly met | gap: The number of accounts is not given
    D2  | old trust | | E1 R1 trusted-network what=x | partly met, met, partly met | gap: “x” is no evidence
    D3  | old trust | tn-used=privileged tn-privileged=hosted | E1 R1 trusted-network | by exemption, not met, partly met | trusted-network R2: never covers them
    D3  | old trust | tn-used=privileged tn-privileged=hosted | SPECIFIC R2 trusted-network accounts=unprivileged hosting=external | partly met, not met, partly met | trusted-network R2: ordinary accounts only
    D3  | trust     | cloud-location=admins cloud-admins-on=hosted | E1 R1 cloud | by exemption, partly met, met | cloud R2: At your own sites, administrators
    D3  | trust     | partner-mfa=inside partner-basis=yes partner-privileged=yes partner-privileged-on=own | E1 R1 partner-networks | by exemption, met, not met | partner-networks R3: a privileged account
    D4  | trust     | ward-mfa=network ward-privileged=yes ward-privileged-on=own | | met, met, not met | shared-workstations R3: privileged accounts can sign in without MFA
    D4  | trust     | ward-mfa=network ward-privileged=yes ward-privileged-on=both | | met, not met, not met | shared-workstations R2: privileged accounts can sign in without MFA
    D4  | icb       | sso-first=inside sso-admins=yes sso-admins-on=hosted | | partly met, not met, met | single-sign-on R2: Inside your own network, administrators reach
    D4  | trust     | portal-any=yes portal-staff=admins portal-mfa=all portal-admins=none portal-admins-on=hosted | | met, not met, met | patients R2: with a password alone
    D6  | trust     | | | met, met, met | B2.a: Nothing asked here stands against “Achieved”, but this was not asked about
    D6  | trust     | | | met, met, met | B2.a level: Partially achieved
    D6  | trust     | | | met, met, met | B2.c level: Partially achieved
    D6  | practice  | managed-any= hosting=own cloud-systems=0 mail-service=own own-mail-mfa=all -nhsmail-mfa | | not met, not applicable, not met | B2.c level: Not asked
    D6  | practice  | managed-any= hosting=own cloud-systems=0 mail-service=own own-mail-mfa=all -nhsmail-mfa | | not met, not applicable, not met | B2.a level: Not asked
    D7  | icb       | | | met, met, met | single-sign-on R1: by the same person on the same device
    D7  | icb       | | | met, met, met | single-sign-on R1: is this tool's reading
    D7  | icb       | sso-user=no | | not met, met, met | single-sign-on R1: another person can go on
    D7  | icb       | sso-first=some | | partly met, met, met | single-sign-on R1: for some
    D7  | icb       | sso-admins=yes sso-admins-on=own | | met, met, partly met | single-sign-on R3: only with exemption E2
    D7  | icb       | sso-admins=yes sso-admins-on=own | E2 R3 single-sign-on | met, met, by exemption | single-sign-on R3: Relies on an earlier sign-in with MFA: EX-1
    D7  | trust     | desktop-mfa=before desktop-same=yes | | met, met, met | remote-desktop R1: is this tool's reading
    D8  | trust     | ward-mfa=none ward-generic=yes ward-privileged=no card-habits=pins,lent,left | | met, met, met | smartcards R1: no password opens a system
    D8  | trust     | legacy-devices=yes device-service-at=default | | met, met, met | medical-devices R3: Over the network, MFA is enforced
    D8  | trust     | device-service-network=default | | met, met, not met | medical-devices R3: Over the network, the maker's standard password
    D9  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn -expiry | by exemption, met, met | board: It has no end date.
    D9  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn -safety-officer | by exemption, met, met | warning: It does not say that the clinical safety officer was consulted
    D9  | trust     | vpn-mfa=none vpn-accounts=4 | SPECIFIC R1 vpn caldicott=no | by exemption, met, met | warning: It does not say that the Caldicott Guardian
    D10 | trust     | internal-mfa=none internal-accounts=3 | REASON R3 internal-admins | met, met, by exemption | board: It departs from what the policy says should be done.
    D10 | trust     | internal-mfa=none internal-accounts=3 | REASON R3 internal-admins | met, met, by exemption | internal-admins R3: Departed from, with a reason: EX-1
    D10 | trust     | internal-mfa=none internal-accounts=3 | REASON R3 internal-admins owner=Alex | met, met, not met | internal-admins R3: The owner took the decision
    D10 | trust     | internal-mfa=none internal-accounts=3 | REASON R3 internal-admins owner=Alex same-person-reason=small-board | met, met, by exemption | internal-admins R3: Departed from, with a reason: EX-1
    D10 | trust     | internal-mfa=none internal-accounts=3 | REASON R3 internal-admins approved-by=not-yet | met, met, not met | internal-admins R3: EX-1 does not count
    D10 | trust     | internal-mfa=none internal-accounts=3 | REASON R3 internal-admins approved-by=delegate | met, met, not met | internal-admins R3: The delegation is not recorded
    D12 | old trust | | E1 R1 trusted-network | by exemption, met, partly met | trusted-network R1: Not enforced, exemption in force: EX-1
    D12 | old trust | tn-links=guest | E1 R1 trusted-network | not met, met, partly met | trusted-network R1: a partner or landlord
    D12 | old trust | tn-links=open | E1 R1 trusted-network | not met, met, partly met | trusted-network R1: without encryption of your own
    D12 | practice  | tn-used=ordinary tn-site=guest tn-guests=no tn-defined=yes | E1 R1 trusted-network | not met, met, not applicable | trusted-network R1: E1 does not reach there
    D13 | trust     | mail-bypass=group | | partly met, met, met | email R1: some people or groups are left out
    D13 | trust     | mail-bypass=group | E1 R1 email | partly met, met, met | email R1: cannot cover this
    D13 | trust     | hosted-location=group | | met, partly met, met | hosting-admins R2: some accounts or groups are left out
    D16 | trust     | glass-mfa-internal=none | | met, met, not met | break-glass R3: of systems that you host open with a password alone
    D16 | trust     | glass-mfa-external=none | | met, not met, met | break-glass R2: of externally hosted systems open with a password alone
    D16 | trust     | managed-proof-int=none | | met, met, partly met | suppliers R3: nothing in writing
    D16 | trust     | managed-named-ext=no | | met, partly met, met | suppliers R2: a team shares an account
    D17 | trust     | service-people=external,internal | | met, met, met | break-glass R2: MFA is enforced
    D20 | trust     | internal-mfa=none | | met, met, not met | clash: whatever network people are on. Yet for administrators of your own infrastructure
    D20 | trust     | hosted-mfa=some hosted-accounts=7 hosted-covered=6 | | met, partly met, met | clash: asked for MFA everywhere. Yet for administrators of tenants
    D20 | trust     | internal-mfa=none report-said=complies | | met, met, not met | clash: without exemptions, but MFA for administrators of your own infrastructure
    D20 | trust     | apps-mfa=optional report-said=exempt exempt-kinds=network | | met, met, not met | clash: no exemption or weighed reason for R3 is ticked
    D20 | trust     | vpn-mfa=some vpn-accounts=30 vpn-covered=29 report-said=complies | | partly met, met, met | clash: but MFA on the VPN is not enforced for everyone
    D20 | trust     | vpn-mfa=none vpn-accounts=30 report-said=confirmed exempt-kinds= | | not met, met, met | clash: no specific exemption is ticked as relied on. Yet MFA on the VPN
    D21 | supplier  | | | met, met, not applicable | what-you-supply R1: at every customer
    D21 | supplier  | supply-engineers=none | | not met, met, not applicable | what-you-supply R1: sign in at customers without MFA
    D21 | supplier  | hosted-mfa=none | | met, not met, not applicable | clash: MFA is said to be enforced on your own networks and systems
    D22 | trust     | access-review=older | | met, met, met | contrast: What it lacks is listed under it
    D22 | trust     | tn-used=ordinary tn-links=own tn-guests=no tn-defined=yes | | partly met, met, met | contrast: What R1 lacks is listed by scenario
    D22 | trust     | saas-enforced=13 | | met, not met, met | contrast: What R2 lacks is listed by scenario
    D23 | trust     | vpn-mfa=some vpn-accounts=30 vpn-covered=29 | | partly met, met, met | vpn R1: The must is not met. MFA is enforced for 29 of 30 accounts
    D23 | trust     | hosted-mfa=some hosted-accounts=30 hosted-covered=29 | | met, partly met, met | hosting-admins R2: 29 of 30
    D23 | trust     | cloud-enforced=39 cloud-optional=0 | | partly met, met, met | cloud R1: 39 of 40
";

/// An answer as other programs write it.
fn written(answer: &Answer) -> Value {
    match answer {
        Answer::Choice(choice) => json!(choice.as_str()),
        Answer::Choices(choices) => choices.iter().map(|id| id.as_str()).collect(),
        Answer::Number(number) => json!(number),
        Answer::Text(text) => json!(text),
        Answer::Date(day) => json!(day.to_string()),
        Answer::DontKnow => json!({ "dont_know": true }),
        Answer::NotApplicable { reason } => json!({ "not_applicable": reason }),
    }
}

/// What is asked of an organisation like this, in the order in which it is asked: what no longer
/// arises is left out.
fn asked(given: &Answers) -> Vec<Value> {
    let shown = results(&state(given.clone(), vec![]), TODAY).shown;
    let questions = ASKED.questions().filter(|q| shown.contains(&q.id));
    let answered = questions.filter_map(|q| Some((q, given.get(&q.id)?)));
    answered
        .map(|(q, answer)| json!({ "answer": { "question": q.id.as_str(), "value": written(answer) } }))
        .collect()
}

/// Recorded with what it says, and approved as it reads where it has to be.
fn recorded(record: &Exemption) -> Vec<Value> {
    let kind = ASKED.exemption_kind(&record.kind).unwrap();
    let decision = kind.approval.iter().flat_map(|rule| &rule.decision);
    let decision: Vec<_> = decision.collect();
    // In the order of the form, for a field can depend on one before it.
    let sheet = Sheet::of_exemption(kind, &record.fields, TODAY.parse().unwrap());
    let of = |decided: bool| -> serde_json::Map<String, Value> {
        let questions = kind.questions().filter(|q| sheet.is_shown(&q.id));
        let questions = questions.filter(|q| decision.contains(&&q.id) == decided);
        let given =
            questions.filter_map(|q| Some((q.id.to_string(), written(record.fields.get(&q.id)?))));
        given.collect()
    };
    let scenarios: Vec<_> = record.scenarios.iter().map(|id| id.as_str()).collect();
    let requirements: Vec<_> = record.requirements.iter().map(|id| id.as_str()).collect();
    let mut all = vec![json!({ "add_exemption": {
        "ref": "it", "kind": record.kind.as_str(), "scenarios": scenarios,
        "requirements": requirements, "fields": of(false),
    } })];
    if kind.approval.is_some() {
        let fields = of(true);
        all.push(json!({ "edit_exemption": { "exemption": "it", "fields": fields } }));
        all.push(json!({ "approve_exemption": { "exemption": "it" } }));
    }
    all
}

/// What a list of changes makes of an empty record, by the way in that other programs have.
fn applied(changes: &[Value]) -> Result<Assessment, String> {
    let file = json!({ "format": 1, "changes": changes }).to_string();
    let read = read(file.as_bytes()).map_err(|problem| problem.says)?;
    let today = TODAY.parse().unwrap();
    let blank = Assessment::default();
    let made = tried(AsAt::unbegun(&ASKED, &blank, today), &read);
    let made = made.map_err(|problems| format!("{problems:#?}"))?;
    let mut state = Assessment::default();
    let events = made.iter().flat_map(Made::events);
    for (seq, event) in (2..).zip(events) {
        state.apply(seq, event).unwrap();
    }
    Ok(state)
}

fn base(organisation: &str) -> (&'static str, [&'static str; 3]) {
    let mut all = ORGANISATIONS.iter();
    let found = all.find(|(name, _, _)| *name == organisation);
    let (_, given, outcomes) = found.unwrap_or_else(|| panic!("{organisation}"));
    (given, *outcomes)
}

/// An organisation with what is different there, and the exemption that is recorded.
fn judged(organisation: &str, change: &str, record: Option<&Exemption>) -> Results {
    let (given, _) = base(organisation);
    let given = answers(&format!("{given} {change}"));
    let mut changes = asked(&given);
    changes.extend(record.into_iter().flat_map(recorded));
    let state = match applied(&changes) {
        Ok(state) => state,
        // One that is not decided yet cannot be approved, and stays a draft.
        Err(_) if record.is_some() => {
            changes.pop();
            applied(&changes).unwrap_or_else(|says| panic!("{organisation}: {change}: {says}"))
        }
        Err(says) => panic!("{organisation}: {change}: {says}"),
    };
    results(&state, TODAY)
}

fn outcomes(results: &Results) -> Vec<Outcome> {
    results.requirements.iter().map(|r| r.outcome).collect()
}

/// Why the exemptions do not count.
fn gaps(results: &Results) -> Vec<String> {
    let standings = results.exemptions.values();
    let unmet = standings.filter_map(|standing| match standing {
        Standing::NotValid { unmet } => Some(unmet),
        _ => None,
    });
    unmet.flatten().map(|unmet| unmet.says.clone()).collect()
}

/// What has to be known of the exemptions that count.
fn warnings(results: &Results, for_board: bool) -> Vec<String> {
    let warned = results.warnings.values().flatten();
    warned
        .filter(|warned| warned.for_board == for_board)
        .map(|warned| warned.says.clone())
        .collect()
}

/// Why an objective has its level; after `level`, the level.
fn objective(results: &Results, place: &str) -> Vec<String> {
    let (id, wants_level) = match place.split_once(' ') {
        Some((id, _)) => (id, true),
        None => (place, false),
    };
    let mut all = results.objectives.iter();
    let result = all.find(|result| result.id.as_str() == id).unwrap();
    let objective = ASKED.objective(&result.id).unwrap();
    if wants_level {
        vec![result.reached.words(objective).to_owned()]
    } else {
        vec![result.because.clone()]
    }
}

#[test]
fn each_organisation_comes_out_as_an_assessor_would_conclude() {
    for (name, _, expected) in ORGANISATIONS {
        let results = judged(name, "", None);
        assert_eq!(outcomes(&results), expected.map(outcome), "{name}");
        assert_eq!(results.clashes, [], "{name}");
    }
}

#[test]
fn one_thing_that_is_different_changes_what_it_is_about_and_says_so() {
    for line in VARIANTS.lines().filter(|line| !line.trim().is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, organisation, change, record, then, said] = parts[..] else {
            panic!("{line}")
        };
        let record: Vec<&str> = record.split_whitespace().collect();
        let record = match record[..] {
            [kind, requirement, scenario, ref changes @ ..] => {
                Some(exemption(kind, requirement, scenario, &changes.join(" ")))
            }
            _ => None,
        };
        let results = judged(organisation, change, record.as_ref());
        let expected: Vec<Outcome> = then.split(", ").map(outcome).collect();
        let because: Vec<_> = results.scenarios.iter().flat_map(|s| &s.findings).collect();
        assert_eq!(outcomes(&results), expected, "{line}\n{because:#?}");
        let (place, words) = said.split_once(": ").unwrap();
        let says: Vec<String> = match place {
            "clash" => results
                .clashes
                .iter()
                .map(|(says, _)| says.clone())
                .collect(),
            "contrast" => results
                .contrasts
                .iter()
                .map(|told| told.says.clone())
                .collect(),
            "gap" => gaps(&results),
            "board" => warnings(&results, true),
            "warning" => warnings(&results, false),
            place if place.starts_with("B2") => objective(&results, place),
            place => {
                let (scenario, requirement) = place.split_once(' ').unwrap();
                let found = finding(&results, scenario, requirement);
                vec![found.unwrap_or_else(|| panic!("{line}")).because]
            }
        };
        assert!(
            says.iter().any(|says| says.contains(words)),
            "{line}\n{says:#?}"
        );
    }
}

/// What nobody can say yet whether it is asked stays open, whatever an action closes.
#[test]
fn an_action_promises_nothing_of_what_may_still_be_asked() {
    let (given, _) = base("trust");
    let foreseen = |change: &str| {
        let mut state = state(
            answers(&format!("{given} saas-enforced=11 {change}")),
            vec![],
        );
        let closes = Action {
            closes: ["saas-admins:R2".parse().unwrap()].into(),
            ..Action::blank("saas-admins".try_into().unwrap())
        };
        state.actions.insert(ActionId(1), closes);
        let words = state.prospect_words(ActionId(1), &ASKED, &results(&state, TODAY));
        words.split("; ").last().unwrap().to_owned()
    };
    assert_eq!(foreseen(""), "R2 then goes from partly met to met.");
    let open = foreseen("-provides-care");
    assert!(open.contains("not answered"), "{open}");
    assert!(!open.contains("to met"), "{open}");
}

#[test]
fn a_supplier_is_asked_about_itself_and_not_about_wards_or_suppliers_of_its_own() {
    let scenarios = |organisation| -> Vec<String> {
        let results = judged(organisation, "", None);
        results.asked().map(|s| s.id.to_string()).collect()
    };
    let (of_supplier, of_trust) = (scenarios("supplier"), scenarios("trust"));
    for (scenario, of_each) in [
        ("what-you-supply", [true, false]),
        ("shared-workstations", [false, true]),
        ("medical-devices", [false, true]),
        ("smartcards", [false, true]),
        ("suppliers", [false, true]),
        ("supplier-support", [false, true]),
        ("hosting-admins", [true, true]),
        ("internal-admins", [true, true]),
    ] {
        let has = |all: &[String]| all.iter().any(|id| id == scenario);
        assert_eq!([has(&of_supplier), has(&of_trust)], of_each, "{scenario}");
    }
}

/// What is recorded of wards, cards and devices on site decides no requirement, and is not lost: the
/// view of the Cyber Assessment Framework reads it.
#[test]
fn what_is_not_remote_counts_in_the_framework() {
    for change in [
        "ward-generic=yes",
        "ward-cards=yes",
        "card-habits=lent",
        "legacy-devices=yes",
        "device-service-at=default",
        "service-people=internal",
    ] {
        let (before, after) = (judged("trust", "", None), judged("trust", change, None));
        assert_eq!(outcomes(&before), outcomes(&after), "{change}");
        assert_ne!(before.objectives, after.objectives, "{change}");
    }
}
