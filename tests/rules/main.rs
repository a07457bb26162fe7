//! What follows from which answers, by the rules of the built-in questionnaire.
//!
//! `outcomes`, `privileged` and `exemptions` are tables, one case a line, in the small language of
//! `language`. `facts` names the rules of the policy one by one. `properties` holds for any answers at
//! all, `migration` for any later version, and `counterfactuals` for what would change a result.
//! `addresses` keeps what can change out of the program.

mod addresses;
mod counterfactuals;
mod exemptions;
mod facts;
mod language;
mod migration;
mod outcomes;
mod privileged;
mod properties;
