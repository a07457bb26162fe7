//! What the workbook itself says, in one place for review. The questionnaire has its own words.

pub(super) const TITLE: &str = "workbook of questions";

// Front sheet.
pub(super) const HOW: &str = "How to use this workbook:";
pub(super) const USE: &[&str] = &[
    "Different people can take different scenarios: each begins on a page of its own.",
    "Where a question says “Only if”, answer it only if that is so. Nothing follows from one that is left out.",
    "“Don't know” is an answer: write down who will find out. “Not applicable” needs a reason.",
    "Write down no passwords, no names of accounts, and nothing about persons that is not asked.",
    "Type the answers into the program mfa-assess afterwards. It works out the outcomes and writes the report.",
];

/// The line on which the protective marking of a full workbook is written.
pub(super) fn marking(markings: &[String]) -> String {
    let (first, others) = match markings {
        [] => return MARKING.to_owned(),
        [first, others @ ..] => (first, others.join(" or ")),
    };
    let besides = if others.is_empty() {
        String::new()
    } else {
        format!(", otherwise {others}")
    };
    format!("Filled in, it describes weaknesses. {MARKING} ({first} when in doubt{besides}):")
}
const MARKING: &str = "Mark it";

// Overview.
pub(super) const OVERVIEW: &str = "What is asked";
pub(super) const OVERVIEW_ABOUT: &str =
    "Tick a scenario when it is done. One that is asked only of some says so where it begins.";

// Questions.
pub(super) const TICK_ONE: &str = "Tick one:";
pub(super) const TICK_ALL: &str = "Tick all that apply:";
pub(super) const TICK_SOME: &str = "Tick at least one:";
pub(super) const NO_EVIDENCE: &str = "This evidences nothing.";
pub(super) const OPTIONAL: &str = "You may leave this out.";
pub(super) const NOTES: &str = "Evidence and notes";
pub(super) const EVIDENCE_LINE: &str = "Evidence, and where it is kept:";
pub(super) const NOTE_LINE: &str = "Note (say so where the board must know it):";
pub(super) const NOTICES: &str = "What to know before you go on";

// Exemptions.
pub(super) const EXEMPTIONS: &str = "Exemptions";
pub(super) const EXEMPTIONS_ABOUT: &str = "An exemption is a record of its own: it never changes an answer. Copy the pages of a kind for each exemption. It counts only while all conditions of its kind are met.";
pub(super) const CONDITIONS: &str = "When it counts";
pub(super) const ELSEWHERE: &str =
    "This is not judged by answers: confirm it with the source that is named below.";
pub(super) const CONDITION_LINE: &str = "Requirements and scenarios that it serves:";

/// How one of a kind without an approval comes to count.
pub(super) const CONFIRMED_ONLY: &str =
    "It needs no approval. It counts once all conditions are met.";
/// What a change after an approval leads to.
pub(super) const RESETS: &str = "Any other change needs a new decision.";

// Registers.
pub(super) const REGISTERS: &str = "Registers";
pub(super) const REGISTERS_ABOUT: &str =
    "Copy the pages of a register for each entry. Whatever is not known yet can stay open.";
pub(super) const REGISTER_CHECKS: &str = "What does not fit to the answers";
/// What stands in a sentence for a number that is counted in a register.
pub(super) const COUNTED: &str = "[count]";
pub(super) const DRAWN: &str = "Counted in the register";

// Cross-checks and views.
pub(super) const CROSS_CHECKS: &str = "Answers to look at together";
pub(super) const CROSS_CHECKS_ABOUT: &str =
    "Go through this list at the end. Where one of these is so, put an answer right, or note why.";
pub(super) const VIEWS: &str = "How the result is looked at";
pub(super) const VIEWS_ABOUT: &str =
    "Each view is judged by itself. They are never made into one result.";
pub(super) const LEVELS: &str = "The lowest level holds if one of its indicators does, or if no other level is reached. Every other level needs all of its indicators.";
pub(super) const NOT_ASKED: &str =
    "This questionnaire does not ask about it, so its level is never said to be reached.";
pub(super) const CONTRASTS: &str = "Where two views can differ";
pub(super) const SOURCES: &str = "Sources";
