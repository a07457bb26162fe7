//! Files that are named as evidence, looked at where they lie.

use std::fs::File;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use thiserror::Error;

use crate::assessment::{Assessment, EvidenceFile, FileOf, Fingerprint};
use crate::text::clean_line;

/// How a file that is named as evidence is found.
#[derive(Debug)]
pub enum Found {
    /// As it was, in this place.
    AsItWas(PathBuf),
    /// It has other bytes now; so many.
    Changed {
        /// How many bytes it has.
        bytes: u64,
    },
    /// It is not there.
    Gone,
    /// It cannot be read.
    Unreadable(io::Error),
}

impl Found {
    /// Whether it has the bytes that were named.
    pub const fn is_as_it_was(&self) -> bool {
        matches!(self, Self::AsItWas(_))
    }

    /// How it is found, in words.
    pub fn words(&self) -> String {
        match self {
            Self::AsItWas(_) => "as it was".to_owned(),
            Self::Changed { bytes } => format!("changed: it has {bytes} bytes now"),
            Self::Gone => "gone".to_owned(),
            Self::Unreadable(error) => format!("cannot be read: {error}"),
        }
    }

    /// How it is found, in one word for machines.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::AsItWas(_) => "as-it-was",
            Self::Changed { .. } => "changed",
            Self::Gone => "gone",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// The digest of a file, and how many bytes it has. Only of a file: a pipe might never end.
///
/// # Errors
/// When it is no file, or cannot be read to its end.
pub fn measure(path: &Path) -> io::Result<(Fingerprint, u64)> {
    Fingerprint::of_all(&mut open(path)?)
}

/// Why a file cannot be named as evidence.
#[derive(Debug, Error)]
pub enum EvidenceError {
    /// The system refused, or it is no file.
    #[error("{} cannot be named as evidence: {source}. Check the path; nothing was written", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Its path cannot stand in a record.
    #[error("{} cannot be named as evidence: its name has characters that a record does not hold. Give the file a plainer name; nothing was written", .0.display())]
    Name(PathBuf),
}

/// A file as it is now, as a record names it: by its path from the record's folder where it lies in
/// there, or else by its whole path.
///
/// # Errors
/// When it is no file, cannot be read, or has a name that a record cannot hold.
pub fn refer(record: &Path, path: &Path) -> Result<EvidenceFile, EvidenceError> {
    let refused = |source| EvidenceError::Io {
        path: path.to_owned(),
        source,
    };
    let (sha256, bytes) = measure(path).map_err(refused)?;
    let named = path_from(record, path).map_err(refused)?;
    let named = named.to_str().map(|named| match MAIN_SEPARATOR {
        '/' => named.to_owned(),
        other => named.replace(other, "/"),
    });
    let named = named.filter(|named| clean_line(named) == *named);
    Ok(EvidenceFile {
        path: named.ok_or_else(|| EvidenceError::Name(path.to_owned()))?,
        bytes,
        sha256,
    })
}

fn path_from(record: &Path, path: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(record)?;
    // A record that was not begun yet may have no folder.
    let folder = folder
        .parent()
        .and_then(|folder| folder.canonicalize().ok());
    let within = path.canonicalize()?;
    match folder.and_then(|folder| within.strip_prefix(folder).ok()) {
        Some(within) => Ok(within.to_owned()),
        None => std::path::absolute(path),
    }
}

/// Whether a record means this file by a path: by the words, or because both lead to one place.
pub fn is_same_path(record: &Path, named: &str, given: &Path) -> bool {
    let place = record.parent().unwrap_or(Path::new("")).join(named);
    let whole = |path: &Path| std::path::absolute(path).ok();
    Path::new(named) == given || (whole(&place).is_some() && whole(&place) == whole(given))
}

/// Opens what is a file.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    File::open(path)
}

/// Every file that is named as evidence, once, in the order of paths.
pub fn named(state: &Assessment) -> Vec<&EvidenceFile> {
    let mut files: Vec<_> = state.named_files().map(|(_, file)| file).collect();
    files.sort_by(|a, b| (&a.path, a.sha256.to_string()).cmp(&(&b.path, b.sha256.to_string())));
    files.dedup();
    files
}

/// Every file that is named as evidence and is not found as it was (changed, gone, or not to be
/// read), with what it is named for and how it is found. What it is named for goes into
/// [`Results::with_changed`](crate::assessment::Results::with_changed). A redacted copy does not say
/// where the files of its original lie: nothing there.
pub fn changed<'a>(record: &Path, state: &'a Assessment) -> Vec<(FileOf, &'a EvidenceFile, Found)> {
    if state.redaction.is_some() {
        return vec![];
    }
    let files = state.named_files();
    let found = files.map(|(of, file)| (of, file, look(record, file)));
    found.filter(|(.., found)| !found.is_as_it_was()).collect()
}

/// Looks at a file that is named in this record. One that is gone may lie in the folder that an
/// import has put beside the record.
pub fn look(record: &Path, file: &EvidenceFile) -> Found {
    let folder = record.parent().unwrap_or(Path::new(""));
    match look_at(folder.join(&file.path), file) {
        Found::Gone => look_at(beside(record).join(name_beside(file)), file),
        found => found,
    }
}

fn look_at(path: PathBuf, file: &EvidenceFile) -> Found {
    let size = |path: &Path| open(path)?.metadata().map(|meta| meta.len());
    match size(&path) {
        Ok(bytes) if bytes != file.bytes => return Found::Changed { bytes },
        Ok(_) => {}
        Err(error) => return refused(error),
    }
    match measure(&path) {
        Ok((sha256, _)) if sha256 == file.sha256 => Found::AsItWas(path),
        Ok((_, bytes)) => Found::Changed { bytes },
        Err(error) => refused(error),
    }
}

fn refused(error: io::Error) -> Found {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Found::Gone,
        _ => Found::Unreadable(error),
    }
}

/// The folder beside a record into which an import puts its evidence.
pub(super) fn beside(record: &Path) -> PathBuf {
    record.with_extension("evidence")
}

/// What a file is called in that folder: part of its digest and the end of its path, in characters
/// that every file system takes. No path can lead out of the folder.
pub(super) fn name_beside(file: &EvidenceFile) -> String {
    const LONGEST: usize = 80;
    let last = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = last
        .chars()
        .map(|c| if fits(c) { c } else { '-' })
        .collect();
    // The end tells what kind of file it is.
    let name = name.get(name.len().saturating_sub(LONGEST)..);
    let digest = file.sha256.to_string();
    let name = format!("{digest:.16}-{}", name.unwrap_or_default());
    name.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: &[u8]) -> EvidenceFile {
        EvidenceFile {
            path: path.to_owned(),
            bytes: bytes.len() as u64,
            sha256: Fingerprint::of(bytes),
        }
    }

    #[test]
    fn a_file_is_found_as_it_was_changed_gone_or_unreadable() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("a.jsonl");
        let named = file("shots/a.png", b"picture");
        assert_eq!(look(&record, &named).id(), "gone");
        std::fs::create_dir(folder.path().join("shots")).unwrap();
        let path = folder.path().join("shots/a.png");
        for (bytes, expected) in [
            ("picture", "as-it-was"),
            ("pictures", "changed"),
            ("Picture", "changed"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(look(&record, &named).id(), expected, "{bytes}");
        }
        assert_eq!(look(&record, &file("shots", b"")).id(), "unreadable");
        assert_eq!(look(&record, &file("shots/a.png/b", b"")).id(), "gone");
    }

    #[test]
    fn a_file_is_named_from_the_folder_of_its_record_or_by_its_whole_path() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        std::fs::create_dir_all(home.join("shots")).unwrap();
        let record = home.join("a.jsonl");
        let (inside, outside) = (home.join("shots/a.png"), folder.path().join("b.png"));
        for path in [&inside, &outside] {
            std::fs::write(path, "x").unwrap();
        }
        assert_eq!(refer(&record, &inside).unwrap().path, "shots/a.png");
        let roundabout = home.join("shots/../shots/a.png");
        assert_eq!(refer(&record, &roundabout).unwrap().path, "shots/a.png");
        let whole = refer(&record, &outside).unwrap();
        assert_eq!(Path::new(&whole.path), outside);
        assert!(look(&record, &whole).is_as_it_was());
        assert!(is_same_path(&record, "shots/a.png", &inside));
        assert!(!is_same_path(&record, "shots/a.png", &outside));
        let odd = home.join("a\u{1b}[2J.png");
        std::fs::write(&odd, "x").unwrap();
        assert!(matches!(refer(&record, &odd), Err(EvidenceError::Name(_))));
        let gone = refer(&record, &home.join("gone")).unwrap_err();
        assert!(gone.to_string().contains("Check the path"), "{gone}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_no_file_and_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let error = measure(&pipe).unwrap_err();
        assert_eq!(error.to_string(), "it is not a file");
    }

    #[test]
    fn no_name_leads_out_of_its_folder() {
        for path in [
            "../../etc/passwd",
            "/etc/passwd",
            "C:\\Windows\\nul",
            "..",
            "a/..",
            "a\\..\\..",
            "con",
            "/",
            "",
            "Tŷ Gŵyn, 2026.PDF",
            "trailing. . .",
        ] {
            let name = name_beside(&file(path, b"x"));
            let path = Path::new(&name);
            assert_eq!(path.components().count(), 1, "{name}");
            assert_eq!(path.file_name(), Some(path.as_os_str()), "{name}");
            assert!(name.starts_with("2d711642b726b044-"), "{name}");
            assert!(!name.ends_with('.') && name.is_ascii(), "{name}");
        }
        let long = name_beside(&file(&format!("{}.pdf", "é".repeat(300)), b"x"));
        assert!(long.len() < 100 && long.ends_with(".pdf"), "{long}");
    }
}
