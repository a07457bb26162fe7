//! Files that are named as evidence: never copied in, but known again by their digest.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;

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
        format!("{path} ({bytes} {noun}, SHA-256 {digest} …)")
    }
}
