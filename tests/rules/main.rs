//! What follows from which answers, by the rules of the built-in questionnaire.
//!
//! Tables, one case a line, in the small language of `language`: `outcomes` and `privileged` for the
//! scenarios, `exemptions`, `cross_checks` for answers that clash, `framework` for the view by
//! indicators, `profile` for what depends on the kind of organisation. `facts` names the rules of the
//! policy one by one, by their numbers; `sentences` looks for what is said about each gap,
//! `filling` reads every sentence with everything that can stand in it, and `life` looks for a path to an
//! exemption that should not count, as `counting` works it out from the facts. `reaching` works out in the
//! same way what an exemption can cover, and `organisations` judges five as an assessor would.
//! `properties` holds for any answers at all, `migration` for any later version, `counterfactuals` for
//! what would change a result. `provenance` lets no statement sound surer than it is, `sharing` lets no
//! text into a copy that has no place there, `turning` announces what days alone change, and
//! `addresses` keeps what can change out of the program.
//! `versions` tells of a record of another questionnaire that has asked three versions of it.

mod addresses;
mod counterfactuals;
mod counting;
mod cross_checks;
mod exemptions;
mod facts;
mod filling;
mod framework;
mod language;
mod life;
mod migration;
mod organisations;
mod outcomes;
mod privileged;
mod profile;
mod properties;
mod provenance;
mod reaching;
mod sentences;
mod sharing;
mod turning;
mod versions;
