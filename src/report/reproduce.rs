//! A report made again from itself: what is attached is taken out, and the report that it gives is
//! compared with the one that is there.

use thiserror::Error;

use super::contents::{Basis, MADE_FILE, Made, RECORD_FILE, contents};
use super::pdf::signing::{Form, FormError, Signature, explain};
use super::pdf::{Attached, Difference, PdfError, ReadError, Written, compare, render};
use crate::record::Loaded;
use crate::rules::Results;

/// Why a report cannot be made again.
#[derive(Debug, Error)]
pub enum AgainError {
    /// Nothing can be taken out of it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What it was made with is not what this version writes.
    #[error(
        "{MADE_FILE}, which is attached to it, is not what this mfa-assess writes. It was changed, or another version made the report: verify it with {}",
        made_by.as_deref().unwrap_or("that one")
    )]
    Made {
        /// The program and version that it names, if it names one.
        made_by: Option<String>,
    },
    /// It could not be rendered.
    #[error("the report could not be made again: {0}")]
    Render(#[from] PdfError),
    /// A signature in it could not be written anew.
    #[error("a signature in it could not be made again: {0}")]
    Sign(#[from] FormError),
}

/// What was taken out of a report.
pub struct Taken {
    /// What it depends on besides the record.
    pub made: Made,
    /// The record, as it is attached.
    pub record: Vec<u8>,
}

/// How a report compares with the one that its record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// They are the same, byte for byte.
    Same,
    /// It is the same from the beginning, and nothing but these signatures follows, of which not all
    /// need hold.
    Signed(Vec<Signature>),
    /// It is the same from the beginning, and more follows than signatures.
    Added {
        /// The signatures that follow at once.
        signatures: Vec<Signature>,
        /// How many bytes are the same, with these signatures.
        same: usize,
        /// How many follow.
        more: usize,
        /// What a reader shows otherwise with them; nothing where that cannot be read.
        changes: Option<Vec<Difference>>,
        /// The places whose signature no longer stands there with them.
        gone: Vec<String>,
    },
    /// They differ.
    Differs(Vec<Difference>),
}

impl Match {
    /// Whether the report is what its record gives, and every signature in it holds.
    pub fn holds(&self) -> bool {
        match self {
            Self::Same => true,
            Self::Signed(signatures) => signatures.iter().all(|one| one.holds().is_some()),
            Self::Added { .. } | Self::Differs(_) => false,
        }
    }

    /// The signatures in the report, in their order.
    pub fn signatures(&self) -> &[Signature] {
        match self {
            Self::Signed(signatures) | Self::Added { signatures, .. } => signatures,
            Self::Same | Self::Differs(_) => &[],
        }
    }
}

/// The record that is attached to a report, where nothing else can be taken out of it.
///
/// # Errors
/// When there is none.
pub(crate) fn record_in(report: &[u8]) -> Result<Vec<u8>, AgainError> {
    Ok(Attached::read(report)?.file(RECORD_FILE)?)
}

impl Taken {
    /// Takes out of the bytes of a report what is attached to it.
    ///
    /// # Errors
    /// When it is no report as it was written.
    pub fn out_of(report: &[u8]) -> Result<Self, AgainError> {
        let attached = Attached::read(report)?;
        let made = attached.file(MADE_FILE)?;
        Ok(Self {
            made: Made::read(&made).map_err(|made_by| AgainError::Made { made_by })?,
            record: attached.file(RECORD_FILE)?,
        })
    }

    /// Makes the report again from the record that was taken out of it, and compares.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn against(&self, report: &[u8], record: &Loaded) -> Result<Match, AgainError> {
        let again = self.again(record)?;
        if report == again {
            return Ok(Match::Same);
        }
        Ok(matched(report, &again)?.0)
    }

    /// The same, with the places for signatures as they are at the end of the report, if it has any.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn against_with_form(
        &self,
        report: &[u8],
        record: &Loaded,
    ) -> Result<(Match, Option<Form>), AgainError> {
        matched(report, &self.again(record)?)
    }

    fn again(&self, record: &Loaded) -> Result<Vec<u8>, PdfError> {
        let options = &self.made.options;
        let results = Results::of(&record.questionnaire, &record.state, options.as_at);
        render(&contents(&Basis::of(record, &results, options)))
    }
}

/// How a report compares with what it should be, and its places for signatures.
fn matched(report: &[u8], again: &[u8]) -> Result<(Match, Option<Form>), AgainError> {
    let written = Written::read(report)?;
    if !report.starts_with(again) {
        let differences = differences(report, &written, &Written::read(again)?);
        return Ok((Match::Differs(differences), None));
    }
    let mut form = match Form::of(&written, again) {
        Ok(form) => Some(form),
        Err(FormError::NoPlaces) => None,
        Err(error) => return Err(error.into()),
    };
    let (signatures, same) = match &mut form {
        Some(form) => explain(form, report, again.len())?,
        None => (vec![], again.len()),
    };
    let matched = match report.len() - same {
        0 if signatures.is_empty() => Match::Same,
        0 => Match::Signed(signatures),
        more => {
            let before = report.get(..same).and_then(Written::as_shown);
            let (before, shown) = (before, Written::as_shown(report));
            let gone = form.as_ref().zip(shown.as_ref());
            Match::Added {
                gone: gone.map_or_else(Vec::new, |(form, shown)| form.gone(shown)),
                changes: shown.zip(before).map(|(s, b)| changes(&s, &b)),
                signatures,
                same,
                more,
            }
        }
    };
    Ok((matched, form))
}

/// In what the report differs from the one that it should be, as a reader shows it where more
/// follows than was first written.
fn differences(report: &[u8], written: &Written, expected: &Written) -> Vec<Difference> {
    let bytes = written.behind();
    if bytes == 0 {
        return compare(written, expected);
    }
    let shown = Written::as_shown(report);
    let behind = Difference::Behind {
        bytes,
        is_read: shown.is_some(),
    };
    let others = changes(shown.as_ref().unwrap_or(written), expected);
    std::iter::once(behind).chain(others).collect()
}

/// In what a file differs, but for the way in which it is stored.
fn changes(found: &Written, expected: &Written) -> Vec<Difference> {
    let differences = compare(found, expected).into_iter();
    differences.filter(|one| *one != Difference::Form).collect()
}
