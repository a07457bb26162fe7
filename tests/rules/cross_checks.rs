//! Which pairs of answers clash, and which do not.

use std::collections::{BTreeMap, BTreeSet};

use mfa_assess::facts::Answer;
use mfa_assess::questionnaire::{
    ChoiceId, Comparison, Condition, CrossCheck, Input, QuestionId, template,
};
use mfa_assess::rules::{Sheet, Truth};

use crate::language::{ASKED, Answers, TODAY, answers, cases, results, state};

/// Answers that clash, answers beside them that do not, and a part of the sentence that tells it
/// apart. Checks that only compare two numbers are tried out below, without a line here.
const TABLE: &str = "
    vpn-mfa=n/a remote-routes=vpn,web | vpn-mfa=n/a remote-routes=web => VPN is said not to apply, but
    vpn-mfa=n/a desktop-routes=rdp desktop-mfa=before | vpn-mfa=all desktop-routes=rdp desktop-mfa=before => Remote desktop relies on an earlier sign-in, but VPN
    desktop-routes=n/a remote-routes=desktop | desktop-routes=n/a remote-routes=vpn => Virtual and remote desktop is
    support-mfa=n/a remote-routes=supplier | support-mfa=n/a remote-routes=vpn => No supplier is said to connect, but
    support-mfa=n/a managed-any=internal | support-mfa=all managed-any=internal => Suppliers hold privileged rights, but
    cloud-systems=0 hosting=cloud | cloud-systems=1 hosting=cloud => Systems run in the cloud
    cloud-systems=1 hosting=own mail-service=own remote-routes=vpn | cloud-systems=1 hosting=own mail-service=own remote-routes=web => Cloud systems are counted, but all
    hosted-mfa=n/a hosting=partner saas-systems=0 managed-any= | hosted-mfa=n/a hosting=partner saas-systems=0 managed-any=external => Systems are hosted elsewhere, but
    hosting=own,cloud hosted-mfa=n/a cloud-systems=2 saas-systems=n/a managed-any=n/a | hosting=own,cloud hosted-mfa=n/a cloud-systems=2 saas-systems=2 managed-any=n/a => Cloud systems are counted, but nobody
    internal-mfa=n/a hosting=own apps-mfa=n/a managed-any= | internal-mfa=n/a hosting=own apps-mfa=all managed-any= => Systems run on your own
    vpn-mfa=some vpn-accounts=9 vpn-covered=9 | vpn-mfa=some vpn-accounts=9 vpn-covered=8 => VPN is said to be enforced for some
    desktop-routes=rdp desktop-mfa=some desktop-accounts=9 desktop-covered=9 | desktop-routes=rdp desktop-mfa=some desktop-accounts=9 desktop-covered=8 => MFA on desktop routes is
    mail-service=nhsmail nhsmail-mfa=some nhsmail-accounts=9 nhsmail-covered=9 | mail-service=nhsmail nhsmail-mfa=some nhsmail-accounts=9 nhsmail-covered=8 => MFA on NHSmail is said
    support-mfa=some support-suppliers=9 support-covered=9 | support-mfa=some support-suppliers=9 support-covered=8 => MFA for suppliers' support is
    hosting=own,cloud hosted-mfa=some hosted-accounts=9 hosted-covered=9 | hosting=own,cloud hosted-mfa=some hosted-accounts=9 hosted-covered=8 => MFA for administrators of hosted systems is said
    hosting=own,cloud internal-mfa=some internal-accounts=9 internal-covered=9 | hosting=own,cloud internal-mfa=some internal-accounts=9 internal-covered=8 => MFA for your own administrators
    provides-care=yes ward-mfa=network tn-used=no | provides-care=yes ward-mfa=network tn-used=ordinary => Wards rely on the trusted
    hosting=own,cloud cloud-systems=2 cloud-enforced=2 cloud-location=yes tn-used=no | hosting=own,cloud cloud-systems=2 cloud-enforced=2 cloud-location=yes tn-used=ordinary => Cloud systems skip MFA at
    hosting=own,cloud cloud-systems=2 cloud-enforced=2 cloud-location=admins hosted-mfa=all hosted-location=no | hosting=own,cloud cloud-systems=2 cloud-enforced=2 cloud-location=admins hosted-mfa=all hosted-location=yes => Administrators skip MFA at your
    remote-routes=vpn vpn-mfa=all vpn-bypass=location | remote-routes=vpn vpn-mfa=all vpn-bypass=group => VPN is a route from
    mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=3 nhsmail-record=some | mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=3 nhsmail-record=all => you said: “{nhsmail-record}”
    partner-routes=staff remote-routes=partner partner-mfa=inside tn-used=no | partner-routes=staff remote-routes=partner partner-mfa=inside tn-used=ordinary => A partner's network counts as your own, but nobody
    mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=1 | mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0 => NHSmail account, but {nhsmail-exempt}
    mail-service=own remote-routes=vpn | mail-service=own remote-routes=vpn,email => Email is in use, but
    report-said=complies vpn-mfa=optional | report-said=complies vpn-mfa=all => exemptions, but MFA on the VPN is not enforced for everyone: “{vpn-mfa}”.
    desktop-routes=rdp report-said=complies desktop-mfa=optional | desktop-routes=rdp report-said=complies desktop-mfa=all => exemptions, but MFA on virtual and remote desktop is not enforced for everyone: “{desktop-mfa}”.
    mail-service=nhsmail report-said=complies nhsmail-mfa=optional | mail-service=nhsmail report-said=complies nhsmail-mfa=all => exemptions, but MFA on NHSmail is not enforced for everyone: “{nhsmail-mfa}”.
    mail-service=own report-said=complies own-mail-mfa=optional | mail-service=own report-said=complies own-mail-mfa=all => exemptions, but MFA on your own email service is not enforced for everyone: “{own-mail-mfa}”.
    mail-service=nhsmail report-said=complies mail-admins=optional | mail-service=nhsmail report-said=complies mail-admins=all => exemptions, but MFA for NHSmail administrators is not enforced for everyone: “{mail-admins}”.
    report-said=complies support-mfa=optional | report-said=complies support-mfa=all => exemptions, but MFA for suppliers' remote support is not enforced for everyone: “{support-mfa}”.
    mobile-devices=laptops remote-routes=mobile report-said=complies mobile-mfa=optional | mobile-devices=laptops remote-routes=mobile report-said=complies mobile-mfa=all => exemptions, but MFA on mobile devices is not enforced for everyone: “{mobile-mfa}”.
    partner-routes=staff remote-routes=partner report-said=complies partner-mfa=optional | partner-routes=staff remote-routes=partner report-said=complies partner-mfa=all => You reported that you comply without exemptions, but MFA over
    hosting=own,cloud report-said=complies hosted-mfa=optional | hosting=own,cloud report-said=complies hosted-mfa=all => exemptions, but MFA for administrators of hosted systems is not enforced for everyone: “{hosted-mfa}”.
    managed-any=external report-said=complies managed-ext=optional | managed-any=external report-said=complies managed-ext=all => exemptions, but MFA for suppliers' administrators of hosted systems is not enforced for everyone: “{managed-ext}”.
    plan-exists=done vpn-mfa=some | plan-exists=done vpn-mfa=all => do, but MFA on the
    desktop-routes=rdp plan-exists=done desktop-mfa=some | desktop-routes=rdp plan-exists=done desktop-mfa=all => left to do, but MFA on virtual and remote desktop is not enforced for everyone: “{desktop-mfa}”.
    mail-service=nhsmail plan-exists=done nhsmail-mfa=some | mail-service=nhsmail plan-exists=done nhsmail-mfa=all => left to do, but MFA on NHSmail is not enforced for everyone: “{nhsmail-mfa}”.
    mail-service=own plan-exists=done own-mail-mfa=some | mail-service=own plan-exists=done own-mail-mfa=all => left to do, but MFA on your own email service is not enforced for everyone: “{own-mail-mfa}”.
    mail-service=nhsmail plan-exists=done mail-admins=some | mail-service=nhsmail plan-exists=done mail-admins=all => left to do, but MFA for NHSmail administrators is not enforced for everyone: “{mail-admins}”.
    plan-exists=done support-mfa=some | plan-exists=done support-mfa=all => left to do, but MFA for suppliers' remote support is not enforced for everyone: “{support-mfa}”.
    mobile-devices=laptops remote-routes=mobile plan-exists=done mobile-mfa=some | mobile-devices=laptops remote-routes=mobile plan-exists=done mobile-mfa=all => left to do, but MFA on mobile devices is not enforced for everyone: “{mobile-mfa}”.
    partner-routes=staff remote-routes=partner plan-exists=done partner-mfa=some | partner-routes=staff remote-routes=partner plan-exists=done partner-mfa=all => do, but MFA over
    hosting=own,cloud plan-exists=done hosted-mfa=some | hosting=own,cloud plan-exists=done hosted-mfa=all => left to do, but MFA for administrators of hosted systems is not enforced for everyone: “{hosted-mfa}”.
    managed-any=external plan-exists=done managed-ext=some | managed-any=external plan-exists=done managed-ext=all => left to do, but MFA for suppliers' administrators of hosted systems is not enforced for everyone: “{managed-ext}”.
    hosting=own,cloud plan-exists=done cloud-systems=9 cloud-enforced=8 | hosting=own,cloud plan-exists=done cloud-systems=9 cloud-enforced=9 => do, but MFA is
    hosting=own,cloud report-said=complies cloud-systems=9 cloud-enforced=8 | hosting=own,cloud report-said=complies cloud-systems=9 cloud-enforced=9 => You reported that you comply without exemptions, but MFA is
    report-said=complies report-agrees=better | report-said=complies report-agrees=yes => You reported that you comply without exemptions, and
    report-said=complies plan-exists=draft | report-said=plan plan-exists=draft => You reported that you comply without exemptions, but there
    report-said=complies exempt-kinds=network | report-said=exempt exempt-kinds=network => You reported that you comply without exemptions, but exemptions
    report-said=exempt exempt-kinds= | report-said=exempt exempt-kinds=specific => You reported that you comply in
    report-said=plan plan-exists=none | report-said=plan plan-exists=draft => You reported a plan, but
    exempt-kinds=network tn-used=privileged | exempt-kinds=network tn-used=ordinary => Exemption E1 is relied on, and privileged
    provides-care=yes ward-mfa=network ward-privileged=yes | provides-care=yes ward-mfa=network ward-privileged=no => Shared workstations rely on the trusted network, and
    hosting=own,cloud exempt-kinds=network cloud-systems=2 cloud-enforced=2 cloud-location=admins | hosting=own,cloud exempt-kinds=network cloud-systems=2 cloud-enforced=2 cloud-location=yes => Exemption E1 is relied on, and administrators of cloud
    exempt-kinds=network vpn-mfa=all vpn-bypass=location | exempt-kinds=network vpn-mfa=all vpn-bypass=group => Exemption E1 is relied on, and VPN
    hosting=own,cloud exempt-kinds=network hosted-mfa=all hosted-location=yes | hosting=own,cloud exempt-kinds=network hosted-mfa=all hosted-location=no => Exemption E1 is relied on, and administrators of hosted
    hosting=own,cloud tn-used=ordinary cloud-systems=2 cloud-enforced=2 cloud-location=admins | hosting=own,cloud tn-used=privileged cloud-systems=2 cloud-enforced=2 cloud-location=admins => trusted network. Yet administrators
    tn-used=ordinary provides-care=yes ward-mfa=network ward-privileged=yes | tn-used=ordinary provides-care=yes ward-mfa=none ward-privileged=yes => accounts can be used without MFA on shared workstations
    tn-used=no vpn-mfa=all vpn-bypass=location | tn-used=no vpn-mfa=all vpn-bypass= => Nobody is said to be
    exempt-kinds=network tn-used=no | exempt-kinds=specific tn-used=no => Exemption E1 is relied on, but
    tn-used=ordinary exempt-kinds=specific | tn-used=ordinary exempt-kinds=network => Ordinary accounts are let past
    provides-care=yes ward-mfa=network exempt-kinds= | provides-care=yes ward-mfa=network exempt-kinds=network => Shared workstations rely on the trusted network, but exemption
    partner-routes=staff remote-routes=partner partner-mfa=inside exempt-kinds= | partner-routes=staff remote-routes=partner partner-mfa=inside exempt-kinds=network => A partner's network counts as your own, but exemption
    provides-care=yes ward-mfa=network tn-used=ordinary tn-guests=yes | provides-care=yes ward-mfa=network tn-used=ordinary tn-guests=no => Shared workstations rely on the trusted network, but guest
    provides-care=yes ward-mfa=network tn-used=ordinary tn-defined=no | provides-care=yes ward-mfa=network tn-used=ordinary tn-defined=yes => Shared workstations rely on the trusted network. Asked
    exempt-kinds=earlier desktop-routes=rdp desktop-mfa=before desktop-same=no | exempt-kinds=earlier desktop-routes=rdp desktop-mfa=before desktop-same=yes => Exemption E2 is relied on, but the
    hosting=own,cloud exempt-kinds=earlier hosted-mfa=all hosted-location=yes | hosting=own,cloud exempt-kinds=earlier hosted-mfa=all hosted-location=remembered => Exemption E2 is relied on, but administrators
    desktop-routes=rdp desktop-mfa=before exempt-kinds= | desktop-routes=rdp desktop-mfa=before exempt-kinds=earlier => Remote desktop relies on an earlier sign-in, but exemption
    vpn-mfa=all vpn-bypass=remembered exempt-kinds= | vpn-mfa=all vpn-bypass=remembered exempt-kinds=earlier => A remembered device connects by VPN without MFA, but exemption
    desktop-routes=rdp desktop-mfa=before vpn-mfa=optional | desktop-routes=rdp desktop-mfa=before vpn-mfa=all => Remote desktop relies on an earlier sign-in, but MFA
    mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=3 exempt-kinds=network | mail-service=nhsmail nhsmail-mfa=all nhsmail-exempt=0 exempt-kinds=network => exempt, but specific exemptions are not
    mail-service=nhsmail nhsmail-mfa=all mail-admins=some | mail-service=nhsmail nhsmail-mfa=all mail-admins=all => NHSmail account, but for
    vpn-mfa=n/a desktop-routes=rdp desktop-mfa=none | vpn-mfa=n/a desktop-routes=rdp desktop-mfa=all => VPN is said not to apply, while
    vpn-mfa=all remote-routes=web | vpn-mfa=all remote-routes=vpn,web => MFA on the VPN is described
    desktop-routes=rdp remote-routes=web | desktop-routes=rdp remote-routes=desktop => Desktop routes are ticked (“{desktop-routes}”)
    support-mfa=all remote-routes=web | support-mfa=all remote-routes=supplier => Suppliers are said to connect for
    hosting=own,cloud cloud-systems=0 remote-routes=web | hosting=own,cloud cloud-systems=2 remote-routes=web => Cloud services and web applications
    support-mfa=all support-suppliers=0 | support-mfa=all support-suppliers=1 => Suppliers are said to connect with
    hosting=supplier managed-any=internal | hosting=supplier managed-any=external => Systems run in a supplier's
    remote-routes=supplier managed-any=n/a | remote-routes=supplier managed-any=internal => Suppliers' support tools are a
    vpn-mfa=all vpn-bypass=group | vpn-mfa=some vpn-bypass=group => for everyone, but some
    legacy-systems=4 legacy-remote=2 legacy-front=1 vpn-mfa=optional desktop-routes=n/a | legacy-systems=4 legacy-remote=2 legacy-front=1 vpn-mfa=all desktop-routes=n/a => A control in front of
    organisation-type=trust provides-care=no | organisation-type=icb provides-care=no => A trust is said to
    organisation-type=other other-kind=primary provides-care=no | organisation-type=other other-kind=supplier provides-care=no => A practice or pharmacy is
    hosting=own,cloud hosted-mfa=all hosted-location=yes | hosting=own,cloud hosted-mfa=some hosted-location=yes => administrator of hosted systems
    hosting=own,cloud internal-mfa=all legacy-systems=2 legacy-admin=some | hosting=own,cloud internal-mfa=some legacy-systems=2 legacy-admin=some => MFA is said to be enforced for all
    hosting=own,cloud internal-mfa=some internal-consoles= | hosting=own,cloud internal-mfa=some internal-consoles=backup => MFA is not enforced for all
    managed-any=internal hosting=cloud | managed-any=external hosting=cloud => in systems that you host, but no system
    managed-any=internal hosting=own internal-mfa=n/a | managed-any=external hosting=own internal-mfa=n/a => in systems that you host, but nobody
    glass-where=internal hosting=cloud | glass-where=external hosting=cloud => kept on systems that you host, but no system
    glass-where=internal hosting=own internal-mfa=n/a | glass-where=external hosting=own internal-mfa=n/a => kept on systems that you host, but nobody
    service-people=internal hosting=cloud | service-people=external hosting=cloud => account on systems that you host, but no system
    service-people=internal hosting=own internal-mfa=n/a | service-people=external hosting=own internal-mfa=n/a => account on systems that you host, but nobody
    hosting=own,cloud hosted-mfa=n/a glass-where=external | hosting=own,cloud hosted-mfa=n/a glass-where=internal => Break-glass accounts are kept on externally
    glass-where=external glass-count=0 | glass-where=external glass-count=1 => Systems with break-glass accounts are
    vpn-mfa=all vpn-factor=strong method-kinds=app-code | vpn-mfa=all vpn-factor=strong method-kinds=card => The VPN asks for a
    method-kinds=app-code method-admins=all | method-kinds=app-code,key method-admins=all => Administrators are said to use
    vpn-mfa=all method-kinds= | vpn-mfa=all method-kinds=push => MFA is enforced on the
    method-kinds=message method-weakest=0 | method-kinds=message method-weakest=1 => A text, call or email
    method-kinds=message,key method-accounts=9 method-weakest=9 method-resistant=1 | method-kinds=message,key method-accounts=9 method-weakest=8 method-resistant=1 => Every account can use a
    method-kinds=message,key method-accounts=9 method-weakest=1 method-resistant=9 | method-kinds=message,key method-accounts=9 method-weakest=1 method-resistant=8 => Every account is counted as
    method-kinds=message,key method-admins=all method-accounts=9 method-weakest=9 | method-kinds=message,key method-admins=all method-accounts=9 method-weakest=8 => Administrators are said to accept
    plan-exists=approved plan-progress=on plan-date=2026-11-24 | plan-exists=approved plan-progress=on plan-date=2026-11-25 => The plan is said to
    plan-exists=draft plan-roadmaps=all managed-any=internal managed-int=some managed-roadmap=no | plan-exists=draft plan-roadmaps=all managed-any=internal managed-int=some managed-roadmap=yes => All suppliers in the plan
    exempt-kinds=specific exempt-approval=board gov-board=never | exempt-kinds=specific exempt-approval=delegate gov-board=never => Specific exemptions are said to
    exempt-kinds=specific gov-board=year gov-shown=gaps | exempt-kinds=specific gov-board=year gov-shown=gaps,exemptions => Exemptions are relied on (“{exempt-kinds}”)
    organisation-type=trust report-category=yes report-route=mailbox | organisation-type=trust report-category=yes report-route=dspt,mailbox => You are a Category 1
    organisation-type=icb report-category=no report-route=dspt | organisation-type=icb report-category=yes report-route=dspt => You are not a Category
    report-said=plan report-route= | report-said=nothing report-route= => A report on MFA is
    plan-exists=draft gov-risk=n/a | plan-exists=done gov-risk=n/a => Something is still to be
    exempt-kinds=earlier sso-used=sso sso-user=no | exempt-kinds=earlier sso-used=sso sso-user=yes => Exemption E2 is relied on, but another
    exempt-kinds=earlier sso-used=sso sso-device=no | exempt-kinds=earlier sso-used=sso sso-device=yes => Exemption E2 is relied on, but an earlier
    sso-used=sso exempt-kinds= | sso-used=sso exempt-kinds=earlier => After an earlier sign-in, people
    exempt-kinds=earlier sso-used=sso sso-first=some | exempt-kinds=earlier sso-used=sso sso-first=all => Exemption E2 is relied on, but MFA
    sso-used=sso sso-first=inside tn-used=no | sso-used=sso sso-first=inside tn-used=ordinary => At the earlier sign-in MFA
    hosting=cloud hosted-mfa=all hosted-location=no sso-used=sso sso-admins=yes | hosting=cloud hosted-mfa=all hosted-location=remembered sso-used=sso sso-admins=yes => Administrators of hosted platforms are
    vpn-mfa=all vpn-bypass=remembered sso-used=sso | vpn-mfa=all vpn-bypass=remembered sso-used=remembered => A remembered device connects by VPN without MFA, but remembered
    mail-service=own own-mail-mfa=all mail-bypass=location tn-used=no | mail-service=own own-mail-mfa=all mail-bypass=location tn-used=ordinary => Email skips MFA at a listed place, but nobody
    mail-service=own own-mail-mfa=all mail-bypass=location exempt-kinds= | mail-service=own own-mail-mfa=all mail-bypass=location exempt-kinds=network => Email skips MFA at a listed place, but exemption
    partner-routes=staff exempt-kinds=network partner-routes=staff partner-mfa=inside partner-privileged=yes | partner-routes=staff exempt-kinds=network partner-routes=staff partner-mfa=inside partner-privileged=no => Exemption E1 is relied on, and a privileged
    partner-routes=n/a remote-routes=partner | partner-routes=n/a remote-routes=web => HSCN or a partner's network is
    partner-routes=staff remote-routes=web | partner-routes=staff remote-routes=partner => People come in over HSCN
    mobile-devices=n/a remote-routes=mobile | mobile-devices=n/a remote-routes=web => Mobile devices are ticked as
    provides-care=yes card-ways=card card-fallback=inside tn-used=no | provides-care=yes card-ways=card card-fallback=inside tn-used=ordinary => Without a card, a password
    provides-care=yes card-ways=card method-kinds=push | provides-care=yes card-ways=card method-kinds=card => NHS smartcards are used for
    support-mfa=n/a provides-care=yes device-kinds=imaging device-support=all | support-mfa=n/a provides-care=yes device-kinds=imaging device-support=n/a => No supplier is said to connect remotely
    support-mfa=all provides-care=yes device-kinds=imaging device-support=some | support-mfa=all provides-care=yes device-kinds=imaging device-support=all => MFA is said to be enforced for every supplier
    support-mfa=all support-timed=yes provides-care=yes device-kinds=imaging device-support=all device-opened=no | support-mfa=all support-timed=yes provides-care=yes device-kinds=imaging device-support=all device-opened=yes => Suppliers' access is said to
    other-barriers=phone other-bypass=excluded exempt-kinds= | other-barriers=phone other-bypass=excluded exempt-kinds=specific => Some people are left out
    vpn-mfa=all other-barriers=phone other-bypass=excluded | vpn-mfa=some other-barriers=phone other-bypass=excluded => for everyone, but a
    other-barriers=phone other-bypass=pass bypass-codes=no | other-barriers=phone other-bypass=pass bypass-codes=limited => The service desk gives out
    hosting=cloud report-said=complies saas-systems=3 saas-enforced=2 | hosting=cloud report-said=complies saas-systems=3 saas-enforced=3 => You reported that you comply without exemptions. Yet
    hosting=cloud plan-exists=done saas-systems=3 saas-enforced=2 | hosting=cloud plan-exists=done saas-systems=3 saas-enforced=3 => The plan says that nothing is left to do. Yet
    hosting=cloud cloud-systems=2 cloud-enforced=2 cloud-backdoor=yes saas-systems=2 saas-enforced=2 saas-local=no | hosting=cloud cloud-systems=2 cloud-enforced=2 cloud-backdoor=yes saas-systems=2 saas-enforced=2 saas-local=yes => A supplier's own password page
    hosting=own internal-mfa=all internal-path=around | hosting=own internal-mfa=all internal-path=only => every administrator of your
    hosting=cloud saas-systems=2 saas-enforced=2 saas-local=sealed glass-where=n/a | hosting=cloud saas-systems=2 saas-enforced=2 saas-local=sealed glass-where=external => A sealed emergency account is
    hosting=cloud hosted-mfa=all portal-any=yes portal-staff=admins portal-admins=some | hosting=cloud hosted-mfa=all portal-any=yes portal-staff=admins portal-admins=all => administrator of hosted platforms
    register-kept=all routes-list=none | register-kept=all routes-list=old => All systems are said to
    partner-routes=staff partner-mfa=inside partner-privileged=yes | partner-routes=staff partner-mfa=inside partner-privileged=no => privileged accounts come in over it
    mail-service=own own-mail-mfa=all mail-bypass=legacy | mail-service=own own-mail-mfa=all mail-bypass=location => every mailbox, but something goes round it
    mobile-devices=own mobile-mfa=all mobile-own=open | mobile-devices=own mobile-mfa=all mobile-own=browser => devices that you did not issue reach at least one
    register-kept=all register-systems=5 hosting=cloud cloud-systems=6 | register-kept=all register-systems=5 hosting=cloud cloud-systems=5 => More cloud systems are counted
    register-kept=all register-systems=5 legacy-systems=6 | register-kept=some register-systems=5 legacy-systems=6 => More systems without MFA are counted
    provides-care=yes ward-mfa=all ward-cards=no card-ways=card card-habits=lent | provides-care=yes ward-mfa=all ward-cards=yes card-ways=card card-habits=lent => On wards no card is said
    mobile-devices=phones mobile-mfa=all mobile-offline=silent exempt-kinds= | mobile-devices=phones mobile-mfa=all mobile-offline=silent exempt-kinds=earlier => An app on a mobile device connects
    provides-care=yes card-ways=card card-fallback=inside exempt-kinds=specific | provides-care=yes card-ways=card card-fallback=inside exempt-kinds=network => A password alone replaces the card inside
    tn-used=ordinary partner-routes=staff partner-mfa=inside partner-privileged=yes | tn-used=privileged partner-routes=staff partner-mfa=inside partner-privileged=yes => over a partner's network that counts as inside
    hosted-mfa=all hosted-location=remembered exempt-kinds= | hosted-mfa=all hosted-location=remembered exempt-kinds=earlier => Administrators of hosted systems are let past
    tn-used=no hosted-mfa=some | tn-used=no hosted-mfa=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for administrators of tenants and hosted platforms you said: “{hosted-mfa}”.
    mail-service=nhsmail tn-used=no mail-admins=some | mail-service=nhsmail tn-used=no mail-admins=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for those who administer NHSmail you said: “{mail-admins}”.
    managed-any=external tn-used=no managed-ext=some | managed-any=external tn-used=no managed-ext=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for suppliers' administrators of externally hosted systems you said: “{managed-ext}”.
    tn-used=no internal-mfa=some | tn-used=no internal-mfa=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for administrators of your own infrastructure you said: “{internal-mfa}”.
    tn-used=no apps-mfa=some | tn-used=no apps-mfa=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for administrators of databases and applications you said: “{apps-mfa}”.
    managed-any=internal tn-used=no managed-int=some | managed-any=internal tn-used=no managed-int=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for suppliers' administrators of systems that you host you said: “{managed-int}”.
    legacy-systems=2 tn-used=no legacy-admin=some | legacy-systems=2 tn-used=no legacy-admin=all => MFA is said to be asked for everywhere, whatever network people are on. Yet for the way to the administration of old systems you said: “{legacy-admin}”.
    tn-used=no saas-systems=3 saas-enforced=2 | tn-used=no saas-systems=3 saas-enforced=3 => MFA is said to be asked for everywhere, whatever network people are on. Yet it is enforced for administrators in {saas-enforced} of {saas-systems:unit} run by {saas-systems:its/their} supplier.
    hosted-location=no hosted-mfa=some | hosted-location=no hosted-mfa=all => Administrators of hosted systems are said to be asked for MFA everywhere. Yet for administrators of tenants and hosted platforms you said: “{hosted-mfa}”.
    glass-where=external hosted-mfa=all hosted-location=no glass-mfa-external=some | glass-where=external hosted-mfa=all hosted-location=no glass-mfa-external=all => Administrators of hosted systems are said to be asked for MFA everywhere. Yet for break-glass accounts of externally hosted systems you said: “{glass-mfa-external}”.
    report-said=complies internal-mfa=some | report-said=complies internal-mfa=all => You reported that you comply without exemptions, but MFA for administrators of your own infrastructure is not enforced for everyone: “{internal-mfa}”.
    report-said=complies apps-mfa=some | report-said=complies apps-mfa=all => You reported that you comply without exemptions, but MFA for administrators of databases and applications is not enforced for everyone: “{apps-mfa}”.
    managed-any=internal report-said=complies managed-int=some | managed-any=internal report-said=complies managed-int=all => You reported that you comply without exemptions, but MFA for suppliers' administrators of systems that you host is not enforced for everyone: “{managed-int}”.
    legacy-systems=2 report-said=complies legacy-admin=some | legacy-systems=2 report-said=complies legacy-admin=all => You reported that you comply without exemptions, but MFA on the way to the administration of old systems is not enforced for everyone: “{legacy-admin}”.
    glass-where=external report-said=complies glass-mfa-external=some | glass-where=external report-said=complies glass-mfa-external=all => You reported that you comply without exemptions, but MFA for break-glass accounts of externally hosted systems is not enforced for everyone: “{glass-mfa-external}”.
    glass-where=internal report-said=complies glass-mfa-internal=some | glass-where=internal report-said=complies glass-mfa-internal=all => You reported that you comply without exemptions, but MFA for break-glass accounts of systems that you host is not enforced for everyone: “{glass-mfa-internal}”.
    portal-any=yes portal-staff=staff report-said=complies portal-mfa=some | portal-any=yes portal-staff=staff report-said=complies portal-mfa=all => You reported that you comply without exemptions, but MFA for staff in portals for patients is not enforced for everyone: “{portal-mfa}”.
    report-said=complies tn-used=privileged | report-said=complies tn-used=ordinary => You reported that you comply without exemptions, but privileged accounts skip MFA inside your network.
    report-said=complies legacy-systems=3 legacy-remote=2 legacy-front=1 | report-said=complies legacy-systems=3 legacy-remote=2 legacy-front=2 => You reported that you comply without exemptions, but of {legacy-remote} old {legacy-remote:system/systems} that can be reached from outside, a control enforces MFA for {legacy-front}.
    report-said=confirmed vpn-mfa=some exempt-kinds= | report-said=confirmed vpn-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA on the VPN is not enforced for everyone: “{vpn-mfa}”.
    desktop-routes=rdp report-said=confirmed desktop-mfa=some exempt-kinds= | desktop-routes=rdp report-said=confirmed desktop-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA on virtual and remote desktop is not enforced for everyone: “{desktop-mfa}”.
    mail-service=nhsmail report-said=confirmed nhsmail-mfa=optional exempt-kinds= | mail-service=nhsmail report-said=confirmed nhsmail-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA on NHSmail is not enforced for everyone: “{nhsmail-mfa}”.
    mail-service=own report-said=confirmed own-mail-mfa=optional exempt-kinds= | mail-service=own report-said=confirmed own-mail-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA on your own email service is not enforced for everyone: “{own-mail-mfa}”.
    mobile-devices=phones report-said=confirmed mobile-mfa=some exempt-kinds= | mobile-devices=phones report-said=confirmed mobile-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA on mobile devices is not enforced for everyone: “{mobile-mfa}”.
    partner-routes=staff report-said=confirmed partner-mfa=some exempt-kinds= | partner-routes=staff report-said=confirmed partner-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA over partners' networks is not enforced for everyone: “{partner-mfa}”.
    report-said=confirmed support-mfa=some exempt-kinds= | report-said=confirmed support-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA for suppliers' remote support is not enforced for everyone: “{support-mfa}”.
    mail-service=nhsmail report-said=confirmed mail-admins=some exempt-kinds= | mail-service=nhsmail report-said=confirmed mail-admins=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA for NHSmail administrators is not enforced for everyone: “{mail-admins}”.
    report-said=confirmed hosted-mfa=some exempt-kinds= | report-said=confirmed hosted-mfa=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA for administrators of hosted systems is not enforced for everyone: “{hosted-mfa}”.
    managed-any=external report-said=confirmed managed-ext=some exempt-kinds= | managed-any=external report-said=confirmed managed-ext=all exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA for suppliers' administrators of hosted systems is not enforced for everyone: “{managed-ext}”.
    report-said=confirmed cloud-systems=3 cloud-enforced=2 exempt-kinds= | report-said=confirmed cloud-systems=3 cloud-enforced=3 exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA is enforced in {cloud-enforced} of {cloud-systems} cloud {cloud-systems:system/systems}.
    report-said=confirmed saas-systems=3 saas-enforced=2 exempt-kinds= | report-said=confirmed saas-systems=3 saas-enforced=3 exempt-kinds= => You reported that you comply, and no specific exemption is ticked as relied on. Yet MFA is enforced for administrators in {saas-enforced} of {saas-systems:unit} run by {saas-systems:its/their} supplier.
    report-said=confirmed internal-mfa=some exempt-kinds= | report-said=confirmed internal-mfa=all exempt-kinds= => You reported that you comply, and no exemption or weighed reason for R3 is ticked as relied on. Yet MFA for administrators of your own infrastructure is not enforced for everyone: “{internal-mfa}”.
    report-said=confirmed apps-mfa=some exempt-kinds= | report-said=confirmed apps-mfa=all exempt-kinds= => You reported that you comply, and no exemption or weighed reason for R3 is ticked as relied on. Yet MFA for administrators of databases and applications is not enforced for everyone: “{apps-mfa}”.
    managed-any=internal report-said=confirmed managed-int=some exempt-kinds= | managed-any=internal report-said=confirmed managed-int=all exempt-kinds= => You reported that you comply, and no exemption or weighed reason for R3 is ticked as relied on. Yet MFA for suppliers' administrators of systems that you host is not enforced for everyone: “{managed-int}”.
    legacy-systems=2 report-said=confirmed legacy-admin=some exempt-kinds= | legacy-systems=2 report-said=confirmed legacy-admin=all exempt-kinds= => You reported that you comply, and no exemption or weighed reason for R3 is ticked as relied on. Yet MFA on the way to the administration of old systems is not enforced for everyone: “{legacy-admin}”.
    glass-where=internal report-said=confirmed glass-mfa-internal=some exempt-kinds= | glass-where=internal report-said=confirmed glass-mfa-internal=all exempt-kinds= => You reported that you comply, and no exemption or weighed reason for R3 is ticked as relied on. Yet MFA for break-glass accounts of systems that you host is not enforced for everyone: “{glass-mfa-internal}”.
    portal-any=yes portal-staff=staff plan-exists=done portal-mfa=some | portal-any=yes portal-staff=staff plan-exists=done portal-mfa=all => The plan says that nothing is left to do, but MFA for staff in portals for patients is not enforced for everyone: “{portal-mfa}”.
    glass-where=external plan-exists=done glass-mfa-external=some | glass-where=external plan-exists=done glass-mfa-external=all => The plan says that nothing is left to do, but MFA for break-glass accounts of externally hosted systems is not enforced for everyone: “{glass-mfa-external}”.
    tn-used=privileged plan-exists=done tn-privileged=hosted | tn-used=privileged plan-exists=done tn-privileged=own => The plan says that nothing is left to do, but privileged accounts skip MFA inside your network on systems that others host.
    plan-exists=done legacy-systems=3 legacy-remote=2 legacy-front=1 | plan-exists=done legacy-systems=3 legacy-remote=2 legacy-front=2 => The plan says that nothing is left to do, but of {legacy-remote} old {legacy-remote:system/systems} that can be reached from outside, a control enforces MFA for {legacy-front}.
    organisation-type=other other-kind=supplier supply-own=all vpn-mfa=some | organisation-type=other other-kind=supplier supply-own=all vpn-mfa=all => MFA is said to be enforced on your own networks and systems. Yet MFA on the VPN is not enforced for everyone: “{vpn-mfa}”.
    organisation-type=other other-kind=supplier mail-service=own supply-own=all own-mail-mfa=some | organisation-type=other other-kind=supplier mail-service=own supply-own=all own-mail-mfa=all => MFA is said to be enforced on your own networks and systems. Yet MFA on your own email service is not enforced for everyone: “{own-mail-mfa}”.
    organisation-type=other other-kind=supplier supply-own=all hosted-mfa=some | organisation-type=other other-kind=supplier supply-own=all hosted-mfa=all => MFA is said to be enforced on your own networks and systems. Yet MFA for administrators of hosted systems is not enforced for everyone: “{hosted-mfa}”.
    organisation-type=other other-kind=supplier supply-own=all internal-mfa=some | organisation-type=other other-kind=supplier supply-own=all internal-mfa=all => MFA is said to be enforced on your own networks and systems. Yet MFA for administrators of your own infrastructure is not enforced for everyone: “{internal-mfa}”.
    organisation-type=other other-kind=supplier supply-own=all apps-mfa=some | organisation-type=other other-kind=supplier supply-own=all apps-mfa=all => MFA is said to be enforced on your own networks and systems. Yet MFA for administrators of databases and applications is not enforced for everyone: “{apps-mfa}”.
    organisation-type=other other-kind=supplier supply-own=none vpn-mfa=all | organisation-type=other other-kind=supplier supply-own=all vpn-mfa=all => By another answer, everyone needs it on the VPN.
    organisation-type=other other-kind=supplier mail-service=own supply-own=none own-mail-mfa=all | organisation-type=other other-kind=supplier mail-service=own supply-own=all own-mail-mfa=all => By another answer, everyone needs it for your own email service.
    organisation-type=other other-kind=supplier supply-own=none hosted-mfa=all | organisation-type=other other-kind=supplier supply-own=all hosted-mfa=all => By another answer, everyone who administers hosted systems needs it.
    organisation-type=other other-kind=supplier supply-own=none internal-mfa=all | organisation-type=other other-kind=supplier supply-own=all internal-mfa=all => By another answer, everyone who administers your own infrastructure needs it.
    hosted-mfa=n/a mail-service=own | hosted-mfa=n/a mail-service=nhsmail => You have an email service of your own
    cloud-systems=0 saas-systems=2 | cloud-systems=0 saas-systems=0 => Your people administer {saas-systems:unit}
";

fn truth(check: &CrossCheck, given: &Answers) -> Truth {
    let sheet = Sheet::of_questionnaire(&ASKED, given, TODAY.parse().unwrap());
    sheet.truth(&check.when)
}

/// The check whose sentence holds these words.
fn check(words: &str) -> &'static CrossCheck {
    let all = ASKED.cross_checks.iter();
    let found: Vec<_> = all.filter(|c| c.says.contains(words)).collect();
    assert_eq!(found.len(), 1, "{words}");
    found[0]
}

#[test]
fn each_pair_clashes_and_its_neighbour_does_not() {
    for (pair, words) in cases(TABLE) {
        let (clash, silent) = pair.split_once('|').unwrap_or_else(|| panic!("{pair}"));
        let check = check(words);
        assert_eq!(
            truth(check, &answers(clash)),
            Truth::Yes,
            "{clash}: {words}"
        );
        // Answered, and still no clash: not merely open.
        assert_eq!(
            truth(check, &answers(silent)),
            Truth::No,
            "{silent}: {words}"
        );
    }
}

#[test]
fn a_clash_says_both_answers_and_leads_to_them() {
    for (pair, words) in cases(TABLE) {
        let given = answers(pair.split('|').next().unwrap());
        let check = check(words);
        let reads: BTreeSet<_> = check.when.questions().into_iter().cloned().collect();
        let clashes = results(&state(given.clone(), vec![]), TODAY).clashes;
        let sheet = Sheet::of_questionnaire(&ASKED, &given, TODAY.parse().unwrap());
        let says = sheet.fill(&check.says, Some(&check.when));
        let (_, questions) = clashes.iter().find(|(s, _)| *s == says).unwrap();
        assert_eq!(questions.iter().cloned().collect::<BTreeSet<_>>(), reads);
        assert!(!says.contains("not said"), "{says}");
    }
}

#[test]
fn every_check_is_about_two_answers_and_tried_out() {
    let listed: BTreeSet<&str> = cases(TABLE)
        .map(|(_, words)| check(words).says.as_str())
        .collect();
    for check in &ASKED.cross_checks {
        let reads: BTreeSet<_> = check.when.questions().into_iter().collect();
        assert!(reads.len() >= 2, "{}", check.says);
        for placeholder in template::placeholders(&check.says) {
            let is_read = reads.iter().any(|q| q.as_str() == placeholder.id);
            assert!(is_read, "{}", check.says);
        }
        let compares = matches!(check.when, Condition::Compare { .. });
        assert!(
            compares || listed.contains(check.says.as_str()),
            "no line: {}",
            check.says
        );
    }
}

#[test]
fn two_numbers_clash_exactly_where_they_stand_as_the_check_says() {
    for check in &ASKED.cross_checks {
        let Condition::Compare { left, is, right } = &check.when else {
            continue;
        };
        let mut given = BTreeMap::new();
        for id in [right, left] {
            show(id, &mut given);
        }
        given.insert(right.clone(), Answer::Number(4));
        for part in [3, 4, 5] {
            given.insert(left.clone(), Answer::Number(part));
            let clashes = match is {
                Comparison::Below => part < 4,
                Comparison::Equal => part == 4,
                Comparison::Above => part > 4,
            };
            let truth = truth(check, &given);
            assert_eq!(truth, clashes.into(), "{part} of 4: {}", check.says);
        }
    }
}

/// Gives the answers that show a question, first those that show these.
fn show(id: &QuestionId, given: &mut Answers) {
    let question = ASKED.question(id).unwrap();
    let scenario = ASKED.scenario_of(id);
    let gates = scenario.and_then(|s| s.applies_when.as_ref());
    for gate in gates.into_iter().chain(&question.show_when) {
        for other in gate.questions() {
            show(other, given);
        }
        fulfil(gate, given);
    }
}

fn fulfil(gate: &Condition, given: &mut Answers) {
    match gate {
        Condition::All(parts) => parts.iter().for_each(|part| fulfil(part, given)),
        Condition::Any(parts) => fulfil(&parts[0], given),
        Condition::Chosen { question, any_of } => {
            let fits = |a: &Answer| matches!(a, Answer::Choice(c) if any_of.contains(c));
            // Another gate may have chosen already, and this one may be content with it.
            if !given.get(question).is_some_and(fits) {
                choose(question, &any_of[0], given);
            }
        }
        Condition::Number {
            question, at_least, ..
        } => {
            given.insert(question.clone(), Answer::Number(at_least.unwrap_or(0)));
        }
        // It is so while nobody has said anything.
        Condition::Not(part) if matches!(**part, Condition::Answered(_)) => {}
        Condition::Compare { left, right, .. } => {
            given.insert(left.clone(), Answer::Number(1));
            given.insert(right.clone(), Answer::Number(2));
        }
        _ => panic!("{gate:?}"),
    }
}

/// Chooses, beside what is ticked already where several can be.
fn choose(question: &QuestionId, choice: &ChoiceId, given: &mut Answers) {
    let several = matches!(&ASKED.question(question).unwrap().input, Input::AnyOf(_));
    let answer = match (several, given.get(question)) {
        (false, _) => Answer::Choice(choice.clone()),
        (true, Some(Answer::Choices(ticked))) => {
            Answer::Choices(ticked.iter().cloned().chain([choice.clone()]).collect())
        }
        (true, _) => Answer::Choices([choice.clone()].into()),
    };
    given.insert(question.clone(), answer);
}
