//! What follows from which answers, by the rules of the built-in questionnaire.
//!
//! `outcomes` and `exemptions` are tables, one case a line, in the small language of `language`.
//! `facts` names the rules of the policy one by one. `properties` holds for any answers at all, and
//! `migration` for any later version.

mod exemptions;
mod facts;
mod language;
mod migration;
mod outcomes;
mod properties;
