//! What the program itself asks and says, in both faces. The questionnaire has its own words.

/// A question with its hint.
pub type Asks = (&'static str, &'static str);

/// Evidence of a scenario.
pub const EVIDENCE: Asks = (
    "Evidence: where is it kept?",
    "A document or a place, for example a file path. No passwords, account names or patient data.",
);
/// A file that is to be named as evidence.
pub const FILE: Asks = (
    "Which file?",
    "Its path. The file stays where it is; its path, its size and a digest go into the record.",
);
/// Note of a scenario.
pub const NOTE: Asks = (
    "Note",
    "Anything that a reader of the report should know. It is printed in full.",
);
/// Whether the board must know a note.
pub const FOR_BOARD: Asks = (
    "Must the board know this note?",
    "A note for the board also stands in the summary of the report.",
);
/// That it must.
pub const BOARD_MUST_KNOW: &str = "The board must know it";
/// Scenarios of an exemption.
pub const COVERS: Asks = (
    "Which scenarios does it cover?",
    "Choose all that it covers.",
);
/// Requirements of an exemption.
pub const SERVES: Asks = (
    "Which requirements does it serve?",
    "Choose all from which it exempts.",
);
/// Withdrawal of an exemption.
pub const WITHDRAW: Asks = (
    "To withdraw it, say why",
    "Leave this empty to keep it. You are asked below before it is withdrawn. It then stays in the \
     record and no longer counts.",
);
/// Closing of an exemption.
pub const CLOSE: Asks = (
    "To close it because it is not needed any more, say what is enforced now and how that is known",
    "Leave this empty to keep it. You are asked below before it is closed. It then stays in the \
     record and no longer counts.",
);
/// Said once the words for an end are given.
pub const NOT_ENDED: &str =
    "Nothing has happened yet. To end the exemption with these words, choose that below.";
/// What an action says.
pub const WHAT: Asks = ("What is to be done?", "");
/// Who sees to an action.
pub const OWNER: Asks = ("Who sees to it?", "A name.");
/// Until when.
pub const DUE_ON: Asks = ("Until when?", "For example 30/06/2027.");
/// Why there is no date.
pub const NO_DATE: Asks = (
    "If there is no date: why not?",
    "A date, or the reason for none; the one given last counts.",
);
/// In which role somebody sees to an action.
pub const OWNER_ROLE: Asks = ("In which role?", "");
/// How pressing an action is.
pub const PRIORITY: Asks = ("How pressing is it?", "");
/// How far an action is.
pub const PROGRESS: Asks = ("How far is it?", "");
/// The exemption that an action ends.
pub const ENDS: Asks = (
    "Does it end an exemption?",
    "Choose the one that is not needed any more when this is done.",
);
/// What an action works towards.
pub const TOWARDS: Asks = (
    "What does it work towards?",
    "What this makes better, although more may be needed before it is met.",
);
/// What an action closes.
pub const CLOSES: Asks = (
    "What does it close?",
    "What is met once this is done. Leave it empty unless you would say so to the board.",
);
/// The actions that are needed as well.
pub const WITH: Asks = (
    "Which other actions are needed as well to close that?",
    "None: it closes that alone.",
);
/// Systems of an exemption.
pub const SYSTEMS: Asks = (
    "Which registered systems does it cover?",
    "Choose all that it covers.",
);
/// Scenarios of a piece of evidence.
pub const SHOWS: Asks = (
    "Which scenarios does it support?",
    "Choose all whose answers it shows.",
);
/// Exemptions of a piece of evidence.
pub const SUPPORTS: Asks = ("Which exemptions does it support?", "");
/// Who signs.
pub const SIGN_NAME: Asks = (
    "Your full name",
    "It is printed in the sign-off block of the report.",
);
/// In which role.
pub const SIGN_ROLE: Asks = ("In which role do you sign?", "");
/// Why one person stands on both sides of a sign-off.
pub const SAME_PERSON: Asks = (
    "Why does the same person assess and approve?",
    "You would stand on both sides. The report says so, and prints this reason.",
);
/// Confirmation of a sign-off.
pub const CONFIRM: Asks = (
    "Type the word \"declare\" to make the declaration your own",
    "A sign-off is bound to the record as it stands. A later change supersedes it.",
);
/// Why a record is changed that was signed.
pub const WHY: &str = "Why is it changed?";
/// What a reason is for, and how it is given or not.
pub const WHY_HINT: &str = "It is kept with each change that you make here, and printed in the \
     report. Esc leaves everything as it is.";
/// What is to become of an approval before something is changed that it rests on.
pub const RESET: &str = "What is to be done?";
/// The word that confirms a sign-off.
pub const CONFIRMATION: &str = "declare";

/// To begin with what an earlier assessment says.
pub const EARLIER: &str = "Start from an earlier assessment";
/// What that means.
pub const EARLIER_ABOUT: &str = "Its answers are shown beside the questions. None of them counts \
                                 until somebody confirms it.";
/// Above what an organisation is told because of what it is.
pub const NOTICE: &str = "What this means for your organisation";
/// Above the sources of a scenario's guidance.
pub const SOURCES: &str = "Sources";
/// Above what there is to know about an exemption.
pub const TO_KNOW: &str = "To know about it";
/// Why an indicator leads to no question.
pub const NOT_ASKED: &str = "What decides this is not asked, because of another answer.";
/// The history of a record of which nothing is on disk.
pub const NO_CHANGE: &str = "Nothing was changed yet.";
/// Above the history: which days and times it tells.
pub const IN_UTC: &str = "Days and times are UTC.";
/// Why a change leads to no form: what it was about is gone.
pub const NOT_THERE: &str = "What this was about is not asked now, or not there any more.";
/// Why a change leads to no form: there is none.
pub const NO_PLACE: &str = "This has no form of its own: it is about the record as a whole.";
/// Above the days on which outcomes change by date alone.
pub const TURNS: &str = "What changes by date alone within a year";

/// That there is guidance where it does not stand beside the questions.
pub const HAS_GUIDANCE: &str =
    "Guidance: why it matters, who knows, where to look. Press g, or F2.";
/// Asked for guidance where there is none to have.
pub const ON_SCENARIOS_ONLY: &str = "There is guidance on scenarios only.";
/// A scenario without guidance.
pub const NO_GUIDANCE: &str = "There is no guidance on this scenario.";
/// How an answer is confirmed whose question has changed, or that was given last time.
pub const CONFIRMS: &str = "Still right? Press c, or F9 while text is typed. Else answer anew.";
/// Where a copy may go.
pub const COPY_TO: &str = "Name a folder, or a file that does not exist yet.";
