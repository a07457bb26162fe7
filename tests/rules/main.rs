//! What follows from which answers, by the rules of the built-in questionnaire.
//!
//! `outcomes` and `exemptions` are tables, one case a line, in the small language of `language`.
//! `cross_checks` are pairs of answers that clash, `framework` the view by indicators, `profile` what
//! depends on the kind of organisation, `provenance` that no statement sounds surer than it is.
//! `facts` names the rules of the policy one by one. `properties` holds for any answers at all.

mod cross_checks;
mod exemptions;
mod facts;
mod framework;
mod language;
mod outcomes;
mod profile;
mod properties;
mod provenance;
