//! What is said of one record.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::files::Found;
use crate::facts::{AskedBy, Assessment, Fingerprint, Identity, SignOff};
use crate::questionnaire::{Questionnaire, QuestionnaireId, RequirementId};
use crate::record::{Loaded, Reader, name_of};
use crate::rules::{Outcome, Results, Standing};
use crate::session::organisation;
use crate::text::printable;

/// One line of the overview.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// The file, from the folder on.
    pub file: String,
    /// The name of the record.
    pub record: String,
    /// What it says, or why it cannot be read.
    #[serde(flatten)]
    pub says: Says,
}

/// What a file says.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Says {
    /// Where the assessment stands.
    Sound(Box<Summary>),
    /// Nothing that can be relied on.
    Nothing {
        /// Why.
        problem: String,
    },
}

/// Where an assessment stands.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    pub organisation: String,
    /// Whether it is a copy in which something is left out.
    pub redacted: bool,
    pub questionnaire: QuestionnaireId,
    pub version: String,
    pub questionnaire_digest: Fingerprint,
    pub questionnaire_is: Identity,
    pub complete: bool,
    pub unanswered: usize,
    pub sign_off: SignOffState,
    pub signed_by: Vec<Signer>,
    pub newest_entry: Option<Timestamp>,
    pub fingerprint: Option<Fingerprint>,
    /// Of a last line that was cut short, and does not count.
    pub torn_bytes: Option<usize>,
    pub exemptions_counting: usize,
    /// Those that were withdrawn are in neither number.
    pub exemptions_not_counting: usize,
    pub actions_overdue: usize,
    /// In the order of the questionnaire.
    #[serde(serialize_with = "as_object")]
    pub requirements: Vec<(RequirementId, Outcome)>,
    #[serde(skip)]
    pub asked: Arc<Questionnaire>,
}

/// Whether somebody has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SignOffState {
    /// A sign-off stands.
    Signed,
    /// A sign-off of a draft stands.
    SignedAsDraft,
    /// Nothing stands: there are changes since.
    Superseded,
    /// It is a redacted copy, which says that the original is signed.
    OriginalSigned,
    /// Nobody has signed.
    NotSigned,
}

/// Who signed, in which role.
#[derive(Debug, Serialize)]
pub(super) struct Signer {
    pub name: String,
    pub role: String,
}

impl Row {
    /// Reads a record, and says where it stands on this day.
    pub(super) fn of(reader: &mut Reader, found: &Found, as_at: Date) -> Self {
        let says = match &found.problem {
            Some(problem) => Err(problem.to_string()),
            None => reader.read(&found.path).map_err(|error| error.to_string()),
        };
        Self {
            file: found.name.clone(),
            record: name_of(Path::new(&found.name)),
            says: match says {
                Ok(loaded) => {
                    let by = reader.asked_by(&loaded.questionnaire);
                    Says::Sound(Box::new(Summary::of(loaded, by, as_at)))
                }
                Err(problem) => Says::Nothing {
                    problem: printable(&problem),
                },
            },
        }
    }
}

impl Summary {
    fn of(loaded: Loaded, by: AskedBy, as_at: Date) -> Self {
        let (state, asked) = (&loaded.state, &loaded.questionnaire);
        let results = Results::of(asked, state, as_at);
        let (sign_off, signed_by) = sign_off(state);
        let newest = loaded.entries.last();
        let standings = || results.exemptions.values();
        let requirements = results.requirements.iter();
        let actions = state.actions.values();
        Self {
            organisation: organisation(&loaded).to_owned(),
            redacted: state.redaction.is_some(),
            questionnaire: asked.id.clone(),
            version: asked.version.clone(),
            questionnaire_digest: by.digest,
            questionnaire_is: by.is,
            complete: results.is_complete(),
            unanswered: results.unanswered(),
            sign_off,
            signed_by: signed_by.into_iter().map(Signer::of).collect(),
            newest_entry: newest.map(|l| l.entry.at),
            fingerprint: newest.map(|l| l.fingerprint),
            torn_bytes: loaded.torn.as_ref().map(|torn| torn.bytes),
            exemptions_counting: standings().filter(|s| s.counts()).count(),
            exemptions_not_counting: standings()
                .filter(|s| matches!(s, Standing::NotValid { .. }))
                .count(),
            actions_overdue: actions.filter(|action| action.is_overdue(as_at)).count(),
            requirements: requirements.map(|r| (r.id.clone(), r.outcome)).collect(),
            asked: Arc::clone(asked),
        }
    }
}

/// Whether it is signed, and the sign-offs that say so.
fn sign_off(state: &Assessment) -> (SignOffState, Vec<&SignOff>) {
    let all = || state.sign_offs.iter().map(|s| &s.sign_off);
    let standing = || state.current_sign_offs().map(|s| &s.sign_off);
    let of_original = state.redaction.iter().flat_map(|r| &r.sign_offs);
    let of_original: Vec<&SignOff> = of_original.filter(|s| !s.is_draft()).collect();
    if state.is_signed() {
        let whole = state.current_sign_offs().filter(|s| !s.is_draft());
        let whole = whole.map(|s| &s.sign_off);
        (SignOffState::Signed, whole.collect())
    } else if standing().next().is_some() {
        (SignOffState::SignedAsDraft, standing().collect())
    } else if all().next().is_some() {
        (SignOffState::Superseded, all().collect())
    } else if of_original.is_empty() {
        (SignOffState::NotSigned, vec![])
    } else {
        (SignOffState::OriginalSigned, of_original)
    }
}

impl Signer {
    fn of(sign_off: &SignOff) -> Self {
        Self {
            name: sign_off.name.clone(),
            role: sign_off.role.clone(),
        }
    }
}

impl SignOffState {
    /// In the order of tables.
    pub(super) const ALL: [Self; 5] = [
        Self::Signed,
        Self::SignedAsDraft,
        Self::Superseded,
        Self::OriginalSigned,
        Self::NotSigned,
    ];

    /// In words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::SignedAsDraft => "signed as draft",
            Self::Superseded => "superseded",
            Self::OriginalSigned => "original signed",
            Self::NotSigned => "not signed",
        }
    }
}

fn as_object<S: Serializer>(
    outcomes: &[(RequirementId, Outcome)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(outcomes.iter().map(|(id, outcome)| (id, outcome)))
}
