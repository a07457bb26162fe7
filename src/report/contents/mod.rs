//! stub
use super::model::Report;
use crate::assessment::{Assessment, Logged, Results};
use crate::questionnaire::Questionnaire;
use jiff::civil::Date;
/// Everything that the report is made from.
pub struct Basis<'a> {
    pub questionnaire: &'a Questionnaire,
    pub entries: &'a [Logged],
    pub state: &'a Assessment,
    pub results: &'a Results,
    pub as_at: Date,
    pub marking: &'a str,
}
/// stub
pub fn contents(_basis: &Basis<'_>) -> Report {
    unimplemented!()
}
