//! Why two records are not joined: what is in the way, and what to do about it.

use thiserror::Error;

use crate::questionnaire::QuestionnaireId;

/// Why nothing was joined, and so nothing was written.
#[derive(Debug, Error)]
pub(crate) enum NotMerged {
    /// Both names are of one file.
    #[error(
        "{0} and {1} are the same file. Name the record of the other person as the second (nothing was changed)"
    )]
    SameFile(String, String),
    /// They ask something else.
    #[error(
        "{a} asks the questionnaire {asks}, and {b} asks {other}: answers do not fit another policy. Name two records of one questionnaire (nothing was changed)"
    )]
    OtherQuestionnaire {
        /// The record that goes on.
        a: String,
        asks: QuestionnaireId,
        /// The other record.
        b: String,
        /// What that asks.
        other: QuestionnaireId,
    },
    /// One of them has moved on to a later version.
    #[error(
        "{older} asks version {has}, and {newer} asks version {wants}. Bring the older one forward first, with mfa-assess migrate {older}, then merge again (nothing was changed)"
    )]
    OtherVersion {
        /// The record of the earlier version.
        older: String,
        /// That version.
        has: String,
        /// The record of the later version.
        newer: String,
        /// That version.
        wants: String,
    },
    /// Two questionnaires with the same version differ.
    #[error(
        "{a} and {b} both ask version {version}, but not the same questions: one of the questionnaires was changed without a new version. Bring both to one later version, with mfa-assess migrate RECORD --to FILE, then merge again (nothing was changed)"
    )]
    OtherWording {
        /// The record that goes on.
        a: String,
        /// The other record.
        b: String,
        /// The version that both name.
        version: String,
    },
    /// They began apart, and are of two organisations.
    #[error(
        "{a} is of {of}, and {b} of {other}: what one organisation says is not true of another. If they are one, give it the same name in both, then merge again (nothing was changed)"
    )]
    OtherOrganisation {
        /// The record that goes on.
        a: String,
        /// The organisation that it is of.
        of: String,
        /// The other record.
        b: String,
        /// The organisation that that is of.
        other: String,
    },
    /// One of them is a copy in which something is left out.
    #[error(
        "{0} is a copy in which parts are left out. Merge the record that it was made from (nothing was changed)"
    )]
    Redacted(String),
    /// The lines of the other record could not be proved from within this one.
    #[error(
        "{0} cannot be kept line by line within another record: it was not written by mfa-assess as it stands. Nothing was changed; ask the person who keeps it"
    )]
    NotProvable(String),
    /// A reason is needed, and nobody can be asked.
    #[error(
        "{0} is signed off, and a merge supersedes that. Say why with --why TEXT (nothing was written)"
    )]
    NoReason(String),
    /// The person left.
    #[error(
        "The merge was left, and nothing was written. Begin again at any time with the same command"
    )]
    Left,
    /// The input ended.
    #[error(
        "the input ended before everything was chosen, and nothing was written. Choose all with --take a or --take b, or see them with --dry-run"
    )]
    Ended,
    /// The input ended where a reason was asked for.
    #[error(
        "the input ended before the reason was given, and nothing was written. Say why with --why TEXT"
    )]
    EndedAtReason,
}
