//! Files that are named as evidence: never copied in, but known again by their digest.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::Change;
use super::fingerprint::Fingerprint;
use super::ids::EvidenceId;
use super::register::Evidence;
use super::state::Assessment;
use crate::questionnaire::{IdError, ScenarioId};

/// A file as it was when somebody named it as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    /// Where it is kept: a whole path, or one that begins at the folder of the record.
    pub path: String,
    /// How many bytes it had.
    pub bytes: u64,
    /// The SHA-256 digest of those bytes.
    pub sha256: Fingerprint,
}

impl EvidenceFile {
    /// Path, size and the beginning of the digest, in words.
    pub fn words(&self) -> String {
        let noun = if self.bytes == 1 { "byte" } else { "bytes" };
        let (path, bytes, digest) = (&self.path, self.bytes, self.sha256.short());
        if self.sha256 == Fingerprint::NONE {
            return path.clone();
        }
        if bytes == 0 {
            return format!("{path} (empty: it shows nothing)");
        }
        format!("{path} ({bytes} {noun}, SHA-256 {digest} …)")
    }
}

/// What a file is named as evidence for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileOf {
    /// The answers of a scenario. It can have several.
    Scenario(ScenarioId),
    /// A piece of evidence of the list. It has one.
    Listed(EvidenceId),
}

impl fmt::Display for FileOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario(id) => id.fmt(f),
            Self::Listed(id) => id.fmt(f),
        }
    }
}

impl FromStr for FileOf {
    type Err = IdError;

    /// The number of a piece of evidence with its letters, for example `EV-1`; anything else is the id
    /// of a scenario.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let is_number = text.starts_with("EV-");
        match text.parse() {
            Ok(id) if is_number => Ok(Self::Listed(id)),
            _ => ScenarioId::try_from(text).map(Self::Scenario),
        }
    }
}

impl Assessment {
    /// The change that names a file as evidence; none where the piece of evidence is not listed.
    pub(crate) fn naming(&self, of: &FileOf, file: EvidenceFile) -> Option<Change> {
        match of {
            FileOf::Scenario(scenario) => Some(Change::File(scenario.clone(), file)),
            FileOf::Listed(id) => self.with_file(*id, Some(file)),
        }
    }

    /// The change that names it no longer.
    pub(crate) fn unnaming(&self, of: &FileOf, path: String) -> Option<Change> {
        match of {
            FileOf::Scenario(scenario) => Some(Change::NoFile(scenario.clone(), path)),
            FileOf::Listed(id) => self.with_file(*id, None),
        }
    }

    fn with_file(&self, id: EvidenceId, file: Option<EvidenceFile>) -> Option<Change> {
        let content = Evidence {
            file,
            ..self.listed.get(&id)?.clone()
        };
        Some(Change::Listed(id, Some(content)))
    }

    /// Every file that is named as evidence, with what it is named for.
    pub fn named_files(&self) -> impl Iterator<Item = (FileOf, &EvidenceFile)> {
        let scenarios = self.files.iter().flat_map(|(id, files)| {
            let of = FileOf::Scenario(id.clone());
            files.values().map(move |file| (of.clone(), file))
        });
        let listed = self.listed.iter().filter_map(|(id, evidence)| {
            let file = evidence.file.as_ref()?;
            Some((FileOf::Listed(*id), file))
        });
        scenarios.chain(listed)
    }
}
