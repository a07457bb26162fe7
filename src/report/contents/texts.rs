//! What the report itself says, in one place for review. The questionnaire has its own words.

use crate::report::Profile;

// Titles of sections that other parts point to.
pub(crate) const SUMMARY: &str = "Executive summary";
pub(crate) const SCENARIOS: &str = "Scenarios in detail";
pub(crate) const HIDDEN: &str = "Answers that do not count now";
pub(crate) const FORMER: &str = "Answers from an earlier version";
pub(crate) const REGISTER: &str = "Exemptions register";
pub(crate) const ACTIONS: &str = "Actions";
pub(crate) const COMPARED: &str = "Compared with last time";
pub(crate) const NOTE: &str = "Note";
pub(crate) const NOTE_FOR_BOARD: &str = "Note, for the board";
pub(crate) const CLASHES: &str = "Answers that do not fit together";
pub(crate) const CHANGES: &str = "Changes and sign-offs";
pub(crate) const METHOD: &str = "Method and sources";

// Front sheet.
pub(crate) const SHARING: &str =
    "It describes weaknesses and has the whole record attached: share it with care.";
pub(crate) const BY_NOBODY: &str = "By nobody yet";
pub(crate) const DRAFT: &str = "DRAFT. Nobody has signed the record as it stands.";

pub(crate) fn signed_as_draft(left: usize) -> String {
    let left = match left {
        1 => "1 thing was left".to_owned(),
        more => format!("{more} things were left"),
    };
    format!("DRAFT. It was signed as a draft: {left}. See “{CHANGES}”.")
}

/// Of a record that somebody has signed otherwise than the program lets people sign.
pub(crate) fn signed_wrongly(faults: &str) -> String {
    format!("DRAFT. {faults} See “{SIGNATURES}”.")
}

/// The decision of somebody whose sign-off does not hold.
pub(crate) fn does_not_count(faults: &str) -> String {
    format!("{faults} This sign-off does not count.")
}

pub(crate) fn self_assessment(organisation: &str, publisher: &str) -> String {
    format!(
        "This is a self-assessment by {organisation}. It is not a statement, an approval or a certificate by {publisher}."
    )
}

// Contents, and what a profile leaves out.
pub(crate) const CONTENTS: &str = "Contents";
pub(crate) const LEFT_OUT: &str = "What this report leaves out";
pub(crate) const LEFT_OUT_ABOUT: &str = "This report prints a part of the record. What it leaves out is in the record that is attached to it, and in the report of another profile.";
/// What a profile prints in short, and the profile that prints it in full.
pub(crate) const IN_SHORT: &[(Profile, &str, Profile)] = &[
    (
        Profile::Board,
        "Of each exemption: its conditions, and every field but those on risk",
        Profile::Full,
    ),
    (
        Profile::Full,
        "The audit trail step by step, where it is told in short",
        Profile::Assessor,
    ),
];

// Decisions.
pub(crate) const TO_KNOW: &str = "To know about it";
pub(crate) const DECISIONS: &str = "Decisions asked for";
pub(crate) const FOR_DECISION: &str = "For decision";
pub(crate) const NOT_READY: &str = "Not ready for a decision";
pub(crate) const UNCOVERED_ABOUT: &str = "Between the day on which an exemption lapses and the day on which its action is due, nothing covers what it covers.";
pub(crate) const UNKNOWN_MUSTS: &str = "Until these are known, nobody can say that the policy is met, and the record can be signed only as a draft.";
pub(crate) const CARRIED_ABOUT: &str = "These exemptions count. They reach far, last long, carry a high risk, or depart from what the policy asks: somebody carries that.";
pub(crate) const FOR_ASSURANCE: &str = "For assurance";
pub(crate) const NOTHING_SOUGHT: &str = "None: the report is for assurance.";
pub(crate) const NO_ACTION_THERE: &str = "No action is said to close it";
pub(crate) const SHORTFALLS_ABOUT: &str = "To accept a shortfall is to carry its risk until it is put right. To put it right needs an action with an owner, a date and the means.";
pub(crate) const READY_TO_SIGN: &str = "Nothing is left before the sign-off. Whoever signs declares the record as it stands; a later change supersedes the sign-off.";

// Signatures, and what the report proves.
pub(crate) const SIGNATURES: &str = "Signatures and what they prove";
pub(crate) const NOBODY_SIGNED: &str = "Nobody has signed the record as it stands.";
pub(crate) const SIGNED_BY: &str =
    "These people have signed the record as it stands, each with a typed name.";
pub(crate) const PLACES_ABOUT: &str = "Places for signatures with a certificate, in this file:";
pub(crate) const WHAT_IT_PROVES: &str = "What this report proves";
pub(crate) const PROVES: &[(&str, &str)] = &[
    (
        "A typed sign-off",
        "shows that the record is still the one that was signed. It does not prove who typed the name, and it is not a qualified electronic signature.",
    ),
    (
        "A signature with a certificate",
        "shows that this file is unchanged since then, and ties it to whoever holds the key. How far that names a person depends on who issued the certificate: one that somebody issued to themselves is a seal against changes, no more. The time is the signer's own claim.",
    ),
    (
        "Nobody else",
        "has checked the answers or the evidence, unless the report says so.",
    ),
];
pub(crate) const WORDING_SEEN: &str =
    "The wording of every requirement was read in the publisher's own text.";
pub(crate) const WORDING_UNSEEN: &str = "Not every requirement was read in full in the publisher's own text. Check the live page before relying on";
pub(crate) const VERIFY_TITLE: &str = "How to verify this document";
pub(crate) const VERIFY: &[&str] = &[
    "Run “mfa-assess verify REPORT.pdf”. It takes out the attached record, follows it from the first entry to the last, makes the report again and says whether that is this file.",
    "Compare the fingerprint that it names with the one on the front sheet and in the minutes of the meeting: only that shows that it is the same record.",
    "Where the file is signed with a certificate, a PDF reader shows the signature too.",
];

// Executive summary.
pub(crate) const SOUGHT_IN_FRONT: &str = "The decisions asked for stand on the front sheet.";
pub(crate) const SINCE_LAST: &str = "Since last time";
pub(crate) const NOT_COMPARABLE: &str = "No answer of last time can be compared.";
pub(crate) const SAME_OUTCOMES: &str = "The outcomes are the same.";
pub(crate) const NOTHING_OPEN: &str = "Nothing was found that needs a decision or attention now.";
pub(crate) const RELIED_ON: &str = "Exemptions relied on";
pub(crate) const NO_RELIANCE: &str = "No outcome rests on an exemption.";

pub(crate) fn outcomes_of(day: &str) -> String {
    format!("The outcomes are those of {day}. What is short here stands in full further on.")
}

// Views that judge by indicators.
pub(crate) const INDICATORS: &str = "A level is reached when all of its indicators hold. The lowest level stands as soon as one of its own holds, or no level above it is reached. No exemption changes this.";
pub(crate) const DIFFER_ABOUT: &str = "Each view judges by rules of its own, so one can be met where another is not. In brackets stands what the sentence rests on.";

// Scenarios.
pub(crate) const SCENARIOS_ABOUT: &str = "Every scenario that was asked, with its outcomes, all answers as they were given, and what was noted.";
pub(crate) const SCENARIOS_SHORT: &str = "Exemptions, actions and listed evidence are only named here and stand in full in their own sections. What would change an outcome that is met, and what the guidance of each scenario rests on, stand in the report for an assessor.";
pub(crate) const NO_ASSESS: &str = "No requirement is judged here; the answers are for the reader.";
pub(crate) const NO_EVIDENCE: &str = "no reference given";
pub(crate) const EVIDENCE_FILE: &str = "File as evidence";
pub(crate) const NOT_ASKED: &str = "Scenarios that were not asked";
pub(crate) const HIDDEN_ABOUT: &str = "These were given, but what they answer is not asked now, because of another answer. They have no influence on an outcome, and are printed so that nothing is missing.";

// Versions of the questionnaire.
pub(crate) const FORMER_ABOUT: &str = "These were given to an earlier version of the questionnaire and have no place in the one in force. They have no influence on an outcome, and are printed as they were asked and answered.";
pub(crate) const VERSIONS_ABOUT: &str = "Answers went over by the question that they answer. Where a question or its guidance has changed since, the report says so until it is answered again.";

// Exemptions.
pub(crate) const REGISTER_ABOUT: &str = "An exemption is a record of its own: it never changes an answer. Other documents, such as those of assessors, may say “exception” for the same thing.";
pub(crate) const CONDITIONS_SHORT: &str = "Of conditions that hold only the names are given. What evidences each, and how it is known, stand in the report for an assessor.";
pub(crate) const NO_EXEMPTIONS: &str = "No exemption is recorded.";
pub(crate) const OWN_RULE: &str = "a rule of this tool";
pub(crate) const NOT_JUDGED: &str = "Not judged here.";
pub(crate) const CONDITIONS: &str = "Conditions before it counts";
pub(crate) const HOLD: &str = "Conditions that hold";
pub(crate) const NOTHING_FOR: &str = "Conditions for which nothing is recorded yet";
pub(crate) const ONE_PERSON: &str = "Written and approved by one person";
pub(crate) const READS_OTHERWISE: &str = "what was changed afterwards";

// Registers.
pub(crate) const DRAWN: &str = "From the register of systems";
pub(crate) const EVIDENCE_LISTED: &str = "Evidence in the list";
pub(crate) const RUN_OUT: &str = "Has run out";
pub(crate) const ALSO_IN_SCENARIOS: &str = "What was written in a scenario as its evidence, and the files that were named there, stand with that scenario.";
pub(crate) const NO_SYSTEMS: &str = "No system is registered.";
pub(crate) const NO_LISTED: &str = "No piece of evidence is listed.";

// Review.
pub(crate) const REVIEW: &str = "Review";
pub(crate) const REVIEW_ABOUT: &str = "What has to be decided first stands first. A sentence that is cut here stands in full with its scenario or its exemption.";
pub(crate) const TURNS: &str = "What changes by date alone within a year";
pub(crate) const OTHER_POINTS: &str = "Points beside the scenarios";

// Actions.
pub(crate) const NO_ACTIONS: &str = "No action is recorded.";
pub(crate) const GUIDANCE: &str = "Pieces of guidance by what they rest on";
pub(crate) const NOTICES_ABOUT: &str = "What this means for such an organisation:";
pub(crate) const SUGGESTED: &str = "Steps that nobody has taken up";
pub(crate) const SUGGESTED_ABOUT: &str = "What the questionnaire suggests where a requirement is not met \
     or met in part, and no action takes it up.";
pub(crate) const UNKNOWN: &str = "What nobody knew";
pub(crate) const UNKNOWN_ABOUT: &str =
    "Questions answered “don't know”, with a suggestion for finding out.";

// Last time.
pub(crate) const COMPARED_CHART: &str = "Scenarios by outcome, last time and now. Last time: the answers and exemptions of then, judged by the rules of now on the day of their last change";
pub(crate) const COMPARED_ABOUT: &str = "The assessment was begun with what an earlier one says. Nothing of that counts until somebody has confirmed it in this record; what was answered otherwise stands here.";
pub(crate) const SAME_AS_LAST: &str = "Every answer that it holds was given again as it was.";
pub(crate) const NOT_YET: &str = "not answered yet";
pub(crate) const NOT_ASKED_NOW: &str = "not answered, and not asked now";

// Clashes and changes.
pub(crate) const NO_CLASHES: &str = "None were found.";
pub(crate) const NO_SIGN_OFF: &str = "The record has not been signed off.";
pub(crate) const SINCE: &str = "What has changed since the sign-off that was superseded first";
pub(crate) const REDACTED_COPY: &str =
    "Parts of it are left out in this copy, and it is not the record that was signed.";
pub(crate) const TRAIL: &str = "Audit trail";
pub(crate) const TRAIL_SHORT: &str = "Listed here are decisions about exemptions, sign-offs, and what was done to the record as a whole, and every change for which a reason was given.";
pub(crate) const TRAIL_ABOUT: &str = "Every change in the record, entry by entry: what was given, changed, undone and brought back, and what was done to the record as a whole.";
pub(crate) const NO_LATER_CHANGE: &str = "Nothing that had been given was changed afterwards.";

/// How much of the trail is left out, because it is no change of something.
pub(crate) fn first_given(count: usize) -> String {
    match count {
        1 => "1 thing that was given for the first time is not listed.".to_owned(),
        more => format!("{more} things that were given for the first time are not listed."),
    }
}

/// How many changes the short trail leaves out, and where they are told.
pub(crate) fn left_to_the_assessor(count: usize) -> String {
    let what = match count {
        1 => "1 other change stands".to_owned(),
        more => format!("{more} other changes stand"),
    };
    format!("{what} in the report for an assessor and in the attached record.")
}

// Method.
pub(crate) const RULES: &[&str] = &[
    "For each scenario and requirement, the questionnaire has rules that are tried in order. The first rule that is true decides the outcome and gives the reason. Where a rule depends on an answer that is missing or “don't know”, the outcome stays open, and the report says so.",
    "Only questions that are asked count. An answer that was given, and whose question is no longer asked because of another answer, has no influence; it is listed under “Answers that do not count now”.",
    "Exemptions are laid over the outcomes. One that counts turns “not met” or “partly met” into “met by exemption”, and never changes an answer. Whether it counts is judged on the date of the report: one that has run out stops counting on its own, without an edit.",
    "A requirement takes the outcome of the scenario that most needs attention. There is no score, because a number could hide a requirement that is not met.",
];
pub(crate) const SIGNING: &[&str] = &[
    "The record is a list of entries, and each entry holds the digest (SHA-256) of the one before. The fingerprint of the record is the digest of the newest entry: if anything in the record is changed, it no longer fits. A sign-off is an entry too, so the fingerprint on the front sheet includes every sign-off, and a signer's own fingerprint is that of the record just before signing.",
    "A sign-off is a typed name and role, bound to one fingerprint. It is evidence that the record is still the one that was signed. It is not a qualified electronic signature, and it does not prove who typed the name. Write the fingerprint of the record into the minutes of the meeting that receives this report: anyone who holds the record can then check that it is unchanged.",
    "A change after a sign-off supersedes it. The report then says so, and says what the change was. Several people can sign one record: no sign-off supersedes another.",
    "An assessment that is not complete can be signed only as a draft, with what was left to do. Its report stays a draft.",
];
pub(crate) const ATTACHED: &str = "The record that this report was made from is attached to this file as record.jsonl: all entries, with notes, references to evidence, reasons, and what was changed or undone. Whoever has this file has all of it. Think before you share it.";
/// What to do, one step after another, to know that a report is what it seems to be.
pub(crate) const VERIFYING: &[&str] = &[
    "Keep the file as you received it. One that was printed or saved anew by another program is no longer the one that was written.",
    "Run “mfa-assess verify FILE” with the name of this file. It takes the attached record out, follows it from the first entry to the last, makes the report again, and says whether that is this file, byte for byte.",
    "Compare the fingerprint that it names with the one on the front sheet and with the one in the minutes of the meeting that received the report. Only the minutes show that it is the same record.",
    "Without this program, take record.jsonl out of the file with a reader that shows attachments, and compare the SHA-256 digest of its last line, without the line break at its end, with the fingerprint.",
    "If the file holds signatures made with a certificate, look at them in a PDF reader. They prove that the file has not changed since, and which certificate was used. Who holds that certificate, your reader can only tell if it knows whoever issued it; the time of signing is what the signer's computer said.",
];
pub(crate) const NOT_SEEN: &str = "The wording of these was not read in the original, or only in part. Read the live page before a decision rests on one of them.";
pub(crate) const CERTAINTY_ABOUT: &str = "How many statements of the questionnaire rest on what. A statement that is this tool's interpretation is not the publisher's text.";
