#![doc = "placeholder"]
pub mod assessment;
pub mod report;
