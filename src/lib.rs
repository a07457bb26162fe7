#![doc = "placeholder"]
pub mod assessment;
pub mod questionnaire;
pub mod record;
pub mod report;
pub mod text;
