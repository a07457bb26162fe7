//! How long texts may be that the program itself asks for, in characters: on a form, in a file of
//! changes and in a table alike. The questionnaire has those of its own questions.

/// The note of a scenario.
pub const NOTE: u16 = 4000;
/// Where evidence is kept, why something ends or has no date: a line.
pub const LINE: u16 = 500;
/// What is to be done.
pub const WHAT: u16 = 1000;
/// Who sees to something, or in which role.
pub const NAME: u16 = 200;
