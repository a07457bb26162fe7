//! One file that holds all of a record: its lines as they are, its drafts, and the digests of its
//! evidence, with the evidence itself where that was asked for.

mod error;
mod place;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::chain::is_entry;
use super::drafts::{self, Drafts};
use super::error::RecordError;
use super::evidence::{self, Found};
use super::library::name_of;
use super::places::Places;
use super::read::{Loaded, read_bytes};
use crate::facts::{EvidenceFile, Fingerprint};
use crate::{encoding, text};
pub(crate) use error::ArchiveError;
pub(crate) use place::Kinship;

/// The version of the format that this program writes, and the newest that it reads.
pub(super) const ARCHIVE_FORMAT: u32 = 1;

/// What follows the name of the record in the name of its export.
pub(crate) const ARCHIVE_EXTENSION: &str = "mfa-assess.json";

/// How many bytes of evidence go into one export.
pub(super) const MAX_EVIDENCE: u64 = 256 * 1024 * 1024;

/// The largest export that is read: the largest record, the largest evidence and what surrounds them.
const MAX_BYTES: u64 = 768 * 1024 * 1024;

/// How many bytes at the beginning tell what a file is.
const HEAD: usize = 4096;

/// An export, as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// What the file is.
    archive: Kind,
    /// The version of this format.
    format: u32,
    /// The digest of the contents, as JSON without spaces and in the order of fields that stands
    /// here.
    sha256: Fingerprint,
    /// The contents.
    contents: Contents,
}

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
enum Kind {
    #[serde(rename = "mfa-assess record")]
    Record,
}

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The program and version that wrote it.
    pub tool: String,
    /// The name of the record.
    pub record: String,
    /// The digest of its newest line.
    pub fingerprint: Fingerprint,
    /// Its lines, byte by byte, without their line breaks.
    pub lines: Vec<String>,
    /// What is still being typed, by its field.
    pub drafts: Drafts,
    /// The files that are named as evidence now, in the order of their paths.
    pub evidence: Vec<Packed>,
}

/// A file that is named as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Packed {
    /// The file, as the record names it.
    pub file: EvidenceFile,
    /// Its bytes in Base64, where they were asked for and it was as the record names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// An export that was read and checked to its end.
#[derive(Debug)]
pub struct Unpacked {
    /// What it holds.
    pub contents: Contents,
    /// The record in it.
    pub loaded: Loaded,
    /// The evidence that is in it.
    pub files: Vec<(EvidenceFile, Vec<u8>)>,
}

/// How a file that is named as evidence was found when it was to be packed.
pub(super) type Missed = (EvidenceFile, Found);

/// The JSON Schema of an export, as it is printed. A test holds it against the types.
pub(crate) static SCHEMA: &str = include_str!("../../../assets/export-file.schema.json");

impl Archive {
    /// Packs a record that was read from `path`; with its evidence, where it is said in which
    /// places that may lie. What is not as the record names it stays out, and is told.
    ///
    /// # Errors
    /// When the evidence is too large for one export.
    pub fn pack(
        path: &Path,
        loaded: &Loaded,
        places: Option<&Places>,
    ) -> Result<(Self, Vec<Missed>), ArchiveError> {
        let mut missed = vec![];
        let mut packed = vec![];
        let mut room = MAX_EVIDENCE;
        for file in evidence::named(&loaded.state) {
            let mut content = None;
            if let Some(places) = places {
                match evidence::look(places, path, file) {
                    Found::AsItWas(place) => {
                        let left = room.checked_sub(file.bytes);
                        room = left.ok_or(ArchiveError::EvidenceTooLarge)?;
                        match bytes_of(&place, file) {
                            Ok(bytes) => content = Some(BASE64_STANDARD.encode(bytes)),
                            Err(found) => missed.push((file.clone(), found)),
                        }
                    }
                    found @ (Found::Changed { .. }
                    | Found::Gone
                    | Found::Unreadable(_)
                    | Found::Outside) => {
                        missed.push((file.clone(), found));
                    }
                }
            }
            let file = file.clone();
            packed.push(Packed { file, content });
        }
        let lines = loaded.source.split_inclusive(|b| *b == b'\n');
        let lines = lines.map(|line| {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            String::from_utf8_lossy(line).into_owned()
        });
        let contents = Contents {
            tool: crate::TOOL.to_owned(),
            record: name_of(path),
            fingerprint: last_of(loaded),
            lines: lines.collect(),
            drafts: drafts::load(path),
            evidence: packed,
        };
        let archive = Self {
            archive: Kind::Record,
            format: ARCHIVE_FORMAT,
            sha256: contents.digest()?,
            contents,
        };
        Ok((archive, missed))
    }

    /// What goes into the file. The same record gives the same bytes.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Whether what is there, in the file at this path, may be replaced: nothing, or an export of this
    /// record in which nothing stands that does not stand in this one, drafts aside.
    ///
    /// # Errors
    /// When something else stands there.
    pub fn expect_to_replace(&self, there: &[u8], path: &Path) -> Result<(), ArchiveError> {
        if there.is_empty() {
            return Ok(());
        }
        let taken = || ArchiveError::Taken(path.to_owned());
        let earlier = Unpacked::read(there, path).map_err(|_| taken())?.contents;
        let content = |contents: &Contents| -> Vec<Packed> {
            let packed = contents.evidence.iter();
            packed.filter(|p| p.content.is_some()).cloned().collect()
        };
        let kept = content(&self.contents);
        let is_kept = content(&earlier).iter().all(|packed| kept.contains(packed));
        if self.contents.lines.starts_with(&earlier.lines) && is_kept {
            Ok(())
        } else {
            Err(taken())
        }
    }
}

impl Contents {
    fn digest(&self) -> Result<Fingerprint, ArchiveError> {
        Ok(Fingerprint::of(&serde_json::to_vec(self)?))
    }

    /// The lines with their line breaks, as they stand in the file of the record.
    fn source(&self) -> Vec<u8> {
        let lines = self.lines.iter();
        lines
            .flat_map(|line| [line.as_bytes(), b"\n"])
            .collect::<Vec<_>>()
            .concat()
    }
}

impl Unpacked {
    /// Reads an export, and checks all of it.
    ///
    /// # Errors
    /// When it is none, or not what was written.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        Self::read(&bytes_at(path)?, path)
    }

    /// Reads the bytes of an export, and checks all of it. Messages name its path.
    fn read(bytes: &[u8], path: &Path) -> Result<Self, ArchiveError> {
        let contents = contents_of(bytes, path)?;
        let changed = |says: &str| ArchiveError::Changed {
            path: path.to_owned(),
            says: says.to_owned(),
        };
        if contents.lines.iter().any(|line| line.contains('\n')) {
            return Err(changed("a line of its record is more than one"));
        }
        let inside = Path::new(&text::clean_line(&contents.record)).with_extension("jsonl");
        let loaded = read_bytes(contents.source(), &inside).map_err(|source| {
            let path = path.to_owned();
            let source = Box::new(source);
            ArchiveError::Inside { path, source }
        })?;
        if last_of(&loaded) != contents.fingerprint {
            return Err(changed(
                "its record does not end with the fingerprint that it states",
            ));
        }
        let named = evidence::named(&loaded.state).into_iter();
        if !named.eq(contents.evidence.iter().map(|packed| &packed.file)) {
            return Err(changed("it lists other evidence than its record"));
        }
        let mut files = vec![];
        for Packed { file, content } in &contents.evidence {
            let Some(content) = content else { continue };
            let bytes = BASE64_STANDARD.decode(content).ok();
            let bytes = bytes.filter(|bytes| Fingerprint::of(bytes) == file.sha256);
            let bytes = bytes.filter(|bytes| bytes.len() as u64 == file.bytes);
            let bytes = bytes.ok_or_else(|| {
                let path = text::clean_line(&file.path);
                changed(&format!(
                    "the evidence {path} in it is not what its record names"
                ))
            })?;
            files.push((file.clone(), bytes));
        }
        Ok(Self {
            contents,
            loaded,
            files,
        })
    }
}

/// The bytes of the file in this place, which was as the record names it.
fn bytes_of(place: &Path, file: &EvidenceFile) -> Result<Vec<u8>, Found> {
    let read = evidence::open(place).and_then(|mut open| {
        let mut bytes = vec![];
        open.by_ref().take(file.bytes + 1).read_to_end(&mut bytes)?;
        let end = open.stream_position()?;
        Ok((bytes, end))
    });
    // It may have changed since it was looked at.
    match read {
        Ok((bytes, _)) if Fingerprint::of(&bytes) == file.sha256 => Ok(bytes),
        Ok((_, bytes)) => Err(Found::Changed { bytes }),
        Err(error) => Err(Found::Unreadable(error)),
    }
}

fn last_of(loaded: &Loaded) -> Fingerprint {
    let last = loaded.entries.last().map(|l| l.fingerprint);
    // A record that was read has an entry.
    last.unwrap_or_else(|| Fingerprint::of(&[]))
}

fn bytes_at(path: &Path) -> Result<Vec<u8>, ArchiveError> {
    let refused = RecordError::io("read", path);
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) => return Err(refused(error).into()),
    };
    if !meta.is_file() {
        return Err(ArchiveError::Foreign(path.to_owned()));
    }
    if meta.len() > MAX_BYTES {
        let (path, max) = (path.to_owned(), MAX_BYTES);
        return Err(RecordError::TooLarge { path, max }.into());
    }
    let mut bytes = vec![];
    evidence::open(path)
        .and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
        .map_err(refused)?;
    Ok(bytes)
}

/// The head of an export: what can be read of one in any format.
#[derive(Deserialize)]
struct Head {
    archive: Kind,
    format: u64,
}

/// What an export of this format holds, with the digest that it says it has.
fn contents_of(bytes: &[u8], path: &Path) -> Result<Contents, ArchiveError> {
    let path = || path.to_owned();
    if let Some(encoding) = encoding::wide(bytes) {
        return Err(RecordError::Wide {
            path: path(),
            encoding,
        }
        .into());
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|error| {
        let first = bytes.get(..HEAD).unwrap_or(bytes);
        let begins = String::from_utf8_lossy(first).contains("\"mfa-assess record\"");
        match bytes.split(|b| *b == b'\n').next() {
            _ if bytes.starts_with(b"\xef\xbb\xbf") && begins => ArchiveError::Changed {
                path: path(),
                says: "a byte order mark stands before it, which an editor has put there when it saved \
                       the file; fetch the original again"
                    .to_owned(),
            },
            _ if begins => unread(&error, path()),
            Some(line) if is_entry(line) => ArchiveError::IsRecord(path()),
            _ => ArchiveError::Foreign(path()),
        }
    })?;
    let Kind::Record = head.archive;
    if head.format > u64::from(ARCHIVE_FORMAT) {
        return Err(ArchiveError::Newer {
            path: path(),
            found: head.format,
        });
    }
    let archive: Archive = serde_json::from_slice(bytes).map_err(|error| unread(&error, path()))?;
    if archive.contents.digest()? != archive.sha256 {
        return Err(ArchiveError::Changed {
            path: path(),
            says: "its contents do not have the digest that it states".to_owned(),
        });
    }
    Ok(archive.contents)
}

/// Why what begins like an export cannot be read as one.
fn unread(error: &serde_json::Error, path: std::path::PathBuf) -> ArchiveError {
    if error.is_eof() {
        ArchiveError::Cut(path)
    } else {
        ArchiveError::Changed {
            path,
            says: text::clean_line(&error.to_string()),
        }
    }
}
