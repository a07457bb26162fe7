//! Files that are named as evidence, looked at where they lie: no further than [`Places`] allow.

use std::fs::File;
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use thiserror::Error;

use super::error::RecordError;
use super::library::Library;
use super::place::folder_of;
use super::places::{Places, Way, composed, is_gone};
use super::{drafts, holder};
use crate::facts::{Assessment, EvidenceFile, FileOf, Fingerprint};
use crate::platform::files::is_same;
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
    /// It lies outside the record's folder, where nobody on this machine has named it: not looked at.
    Outside,
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
            Self::Outside => "not looked at: outside the record's folder".to_owned(),
        }
    }

    /// How it is found, in one word for machines.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::AsItWas(_) => "as-it-was",
            Self::Changed { .. } => "changed",
            Self::Gone => "gone",
            Self::Unreadable(_) => "unreadable",
            Self::Outside => "not-looked-at",
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
    /// It changes with the record.
    #[error("{} cannot be named as evidence: it belongs to the record itself, and changes with it. To keep the record as it stands, name a copy of it; nothing was written", .0.display())]
    Own(PathBuf),
    /// That it was named cannot be kept.
    #[error(transparent)]
    Place(#[from] RecordError),
}

/// A file as it is now, as a record names it: by its path from the record's folder where it lies in
/// there, or else by its whole path, which is taken as chosen from then on.
///
/// # Errors
/// When it is no file, cannot be read, belongs to the record, or has a name that a record cannot
/// hold.
pub fn refer(library: &Library, record: &Path, path: &Path) -> Result<EvidenceFile, EvidenceError> {
    let refused = |source| EvidenceError::Io {
        path: path.to_owned(),
        source,
    };
    if is_own(record, path) {
        return Err(EvidenceError::Own(path.to_owned()));
    }
    let (sha256, bytes) = measure(path).map_err(refused)?;
    let (named, is_within) = path_from(record, path).map_err(refused)?;
    let words = composed(&named);
    let words = words.to_str().map(|named| match MAIN_SEPARATOR {
        '/' => named.to_owned(),
        other => named.replace(other, "/"),
    });
    let words = words.filter(|named| clean_line(named) == *named);
    let words = words.ok_or_else(|| EvidenceError::Name(path.to_owned()))?;
    if !is_within {
        library.choose(&named)?;
    }
    Ok(EvidenceFile {
        path: words,
        bytes,
        sha256,
    })
}

/// The path from the record's folder, or else the whole one, and which of the two it is.
fn path_from(record: &Path, path: &Path) -> io::Result<(PathBuf, bool)> {
    let folder = std::path::absolute(record)?;
    // A record that was not begun yet may have no folder.
    let folder = folder
        .parent()
        .and_then(|folder| folder.canonicalize().ok());
    let within = path.canonicalize()?;
    match folder.and_then(|folder| within.strip_prefix(folder).ok()) {
        Some(within) => Ok((within.to_owned(), true)),
        None => Ok((std::path::absolute(path)?, false)),
    }
}

/// Whether this is the record, or what is kept beside it while somebody writes it, under whatever name.
fn is_own(record: &Path, path: &Path) -> bool {
    [
        record.to_owned(),
        drafts::path_of(record),
        holder::path_of(record),
    ]
    .iter()
    .any(|own| is_same(own, path))
}

/// Whether a record means this file by a path: by the words, or because both lead to one place.
pub fn is_same_path(record: &Path, named: &str, given: &Path) -> bool {
    let place = record.parent().unwrap_or(Path::new("")).join(named);
    let whole = |path: &Path| std::path::absolute(path).map(|path| composed(&path)).ok();
    Path::new(named) == composed(given)
        || (whole(&place).is_some() && whole(&place) == whole(given))
}

/// Opens what is a file. What the kernel shows of itself is none, though it says so.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let real = path.canonicalize()?;
    let is_shown = ["/proc", "/sys"]
        .iter()
        .any(|shown| real.starts_with(shown));
    if is_shown || !real.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    File::open(real)
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
/// [`Results::with_changed`](crate::rules::Results::with_changed). A redacted copy does not say
/// where the files of its original lie: nothing there.
pub fn changed<'a>(
    places: &Places,
    record: &Path,
    state: &'a Assessment,
) -> Vec<(FileOf, &'a EvidenceFile, Found)> {
    if state.redaction.is_some() {
        return vec![];
    }
    let files = state.named_files();
    let found = files.map(|(of, file)| (of, file, look(places, record, file)));
    found.filter(|(.., found)| !found.is_as_it_was()).collect()
}

/// Where the files lie that are named in this record and may be looked at, whatever they hold now.
pub fn paths(places: &Places, record: &Path, state: &Assessment) -> Vec<PathBuf> {
    let ways = named(state)
        .into_iter()
        .map(|file| places.way(record, &file.path));
    ways.filter_map(|way| match way {
        Ok(Way::To(path)) => Some(path),
        Ok(Way::Nowhere | Way::Outside) | Err(_) => None,
    })
    .collect()
}

/// Looks at a file that is named in this record. One that is not there may lie in the folder that an
/// import has put beside the record.
pub fn look(places: &Places, record: &Path, file: &EvidenceFile) -> Found {
    let is_elsewhere = |found: &Found| matches!(found, Found::Gone | Found::Outside);
    let found = look_by(places, record, &file.path, file);
    if !is_elsewhere(&found) {
        return found;
    }
    let imported = beside(record).join(name_beside(file));
    // The folder has the record's name: a path from beside the record.
    let named = imported.strip_prefix(folder_of(record)).ok();
    let imported = named
        .and_then(Path::to_str)
        .map(|named| look_by(places, record, named, file));
    imported
        .filter(|found| !is_elsewhere(found))
        .unwrap_or(found)
}

fn look_by(places: &Places, record: &Path, named: &str, file: &EvidenceFile) -> Found {
    match places.way(record, named) {
        Ok(Way::To(path)) => look_at(path, file),
        Ok(Way::Nowhere) => Found::Gone,
        Ok(Way::Outside) => Found::Outside,
        Err(error) => refused(error),
    }
}

/// Reads no more than the file had when it was named, and a byte to see that it ends there.
fn look_at(path: PathBuf, file: &EvidenceFile) -> Found {
    let looked = open(&path).and_then(|open| {
        let bytes = open.metadata()?.len();
        if bytes != file.bytes {
            return Ok(Found::Changed { bytes });
        }
        let (sha256, bytes) = Fingerprint::of_all(&mut no_more(open, file))?;
        Ok(if sha256 == file.sha256 {
            Found::AsItWas(path)
        } else {
            Found::Changed { bytes }
        })
    });
    looked.unwrap_or_else(refused)
}

/// It may grow while it is read, or say another length than it has.
fn no_more(open: impl Read, file: &EvidenceFile) -> impl Read {
    open.take(file.bytes.saturating_add(1))
}

fn refused(error: io::Error) -> Found {
    if is_gone(&error) {
        Found::Gone
    } else {
        Found::Unreadable(error)
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

/// Whether a file can have been put into that folder under this name.
pub(super) fn is_name_beside(name: &str) -> bool {
    let is_digest = |d: &str| d.len() == 16 && d.bytes().all(|b| b.is_ascii_hexdigit());
    name.split_once('-')
        .is_some_and(|(digest, _)| is_digest(digest))
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

    /// A folder with a record's home in it, and a data folder.
    fn home() -> (tempfile::TempDir, PathBuf, Library) {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        std::fs::create_dir_all(home.join("shots")).unwrap();
        let library = Library::at(Some(folder.path().join("data"))).unwrap();
        (folder, home, library)
    }

    #[test]
    fn a_file_is_found_as_it_was_changed_gone_or_unreadable() {
        let (_folder, home, library) = home();
        let record = home.join("a.jsonl");
        let found = |file: &EvidenceFile| look(&library.places(), &record, file).id();
        let named = file("shots/a.png", b"picture");
        assert_eq!(found(&named), "gone");
        let path = home.join("shots/a.png");
        for (bytes, expected) in [
            ("picture", "as-it-was"),
            ("pictures", "changed"),
            ("Picture", "changed"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(found(&named), expected, "{bytes}");
        }
        assert_eq!(found(&file("shots", b"")), "unreadable");
        assert_eq!(found(&file("shots/a.png/b", b"")), "gone");
    }

    #[test]
    fn a_file_is_named_from_the_folder_of_its_record_or_by_its_whole_path() {
        let (folder, home, library) = home();
        let record = home.join("a.jsonl");
        let refer = |path: &Path| refer(&library, &record, path);
        let (inside, outside) = (home.join("shots/a.png"), folder.path().join("b.png"));
        for path in [&inside, &outside] {
            std::fs::write(path, "x").unwrap();
        }
        assert_eq!(refer(&inside).unwrap().path, "shots/a.png");
        let roundabout = home.join("shots/../shots/a.png");
        assert_eq!(refer(&roundabout).unwrap().path, "shots/a.png");
        let whole = file(outside.to_str().unwrap(), b"x");
        let found = || look(&library.places(), &record, &whole).id();
        assert_eq!(found(), "not-looked-at");
        assert_eq!(refer(&outside).unwrap(), whole);
        assert_eq!(found(), "as-it-was", "it was named on this machine");
        assert!(is_same_path(&record, "shots/a.png", &inside));
        assert!(!is_same_path(&record, "shots/a.png", &outside));
        let odd = home.join("a\u{1b}[2J.png");
        std::fs::write(&odd, "x").unwrap();
        assert!(matches!(refer(&odd), Err(EvidenceError::Name(_))));
        let gone = refer(&home.join("gone")).unwrap_err();
        assert!(gone.to_string().contains("Check the path"), "{gone}");
    }

    #[test]
    fn a_name_is_found_however_its_accents_are_spelled() {
        let (folder, home, library) = home();
        let record = home.join("a.jsonl");
        let (apart, one) = ("Cafe\u{301}", "Caf\u{e9}");
        std::fs::create_dir(home.join(apart)).unwrap();
        for place in [&home.join(apart), folder.path()] {
            let path = place.join(format!("{apart}.png"));
            std::fs::write(&path, "x").unwrap();
            let named = refer(&library, &record, &path).unwrap();
            assert!(named.path.ends_with(&format!("{one}.png")), "{named:?}");
            assert!(look(&library.places(), &record, &named).is_as_it_was());
            assert!(is_same_path(&record, &named.path, &path));
        }
    }

    #[test]
    fn what_belongs_to_the_record_is_no_evidence_of_it() {
        let (_folder, home, library) = home();
        let record = home.join("a.jsonl");
        for name in ["a.jsonl", "a.draft.json", "a.lock"] {
            std::fs::write(home.join(name), "{}").unwrap();
            let refused = refer(&library, &record, &home.join("shots/..").join(name));
            let refused = refused.unwrap_err();
            assert!(matches!(refused, EvidenceError::Own(_)), "{refused}");
            // By a second name of the same file as well, where a file can have one.
            #[cfg(unix)]
            {
                let other = home.join(format!("hard-{name}.txt"));
                std::fs::hard_link(home.join(name), &other).unwrap();
                let refused = refer(&library, &record, &other).unwrap_err();
                assert!(matches!(refused, EvidenceError::Own(_)), "{refused}");
            }
        }
        std::fs::write(home.join("b.jsonl"), "{}").unwrap();
        assert!(refer(&library, &record, &home.join("b.jsonl")).is_ok());
    }

    #[test]
    fn a_path_that_leads_out_of_the_records_folder_is_not_looked_at() {
        let (folder, home, library) = home();
        let record = home.join("a.jsonl");
        std::fs::write(folder.path().join("b.png"), "x").unwrap();
        std::fs::write(home.join("a.png"), "x").unwrap();
        let outside = folder.path().join("b.png").display().to_string();
        let inside = home.join("a.png").display().to_string();
        let found = |path: &str| look(&library.places(), &record, &file(path, b"x")).id();
        for path in [
            outside.as_str(),
            "../b.png",
            "shots/../../b.png",
            "shots/../a.png",
            "/proc/self/pagemap",
            "/dev/zero",
            "//server/share/x",
            "/",
            "",
        ] {
            let expected = if path.is_empty() {
                "unreadable"
            } else {
                "not-looked-at"
            };
            assert_eq!(found(path), expected, "{path}");
        }
        assert_eq!(found(&inside), "as-it-was");
        library.choose(folder.path()).unwrap();
        assert_eq!(found(&outside), "as-it-was", "its folder was chosen");
        assert_eq!(found("../b.png"), "not-looked-at");
        std::fs::write(folder.path().join("data/evidence-places.json"), "{").unwrap();
        assert_eq!(found(&outside), "not-looked-at");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_records_folder_only() {
        use std::os::unix::fs::symlink;
        let (folder, home, library) = home();
        let record = home.join("a.jsonl");
        std::fs::create_dir(folder.path().join("other")).unwrap();
        for path in ["other/b.png", "home/shots/b.png"] {
            std::fs::write(folder.path().join(path), "x").unwrap();
        }
        symlink("shots/b.png", home.join("within.png")).unwrap();
        symlink("../other/b.png", home.join("out.png")).unwrap();
        symlink("../other", home.join("out")).unwrap();
        symlink("/proc/self", home.join("self")).unwrap();
        let named = file("b.png", b"x");
        symlink("../other", home.join("a.evidence")).unwrap();
        std::fs::write(folder.path().join("other").join(name_beside(&named)), "x").unwrap();
        for (path, expected) in [
            ("within.png", "as-it-was"),
            ("out.png", "not-looked-at"),
            ("out/b.png", "not-looked-at"),
            ("self/pagemap", "not-looked-at"),
            ("b.png", "gone"),
        ] {
            let found = look(&library.places(), &record, &file(path, b"x")).id();
            assert_eq!(found, expected, "{path}");
        }
        let refused = refer(&library, &record, Path::new("/proc/self/pagemap"));
        assert!(refused.unwrap_err().to_string().contains("not a file"));
    }

    #[test]
    fn no_more_is_read_than_the_file_had_when_it_was_named() {
        let (_folder, home, library) = home();
        std::fs::write(home.join("a.png"), "much more than was named").unwrap();
        let named = file("a.png", b"x");
        let found = look(&library.places(), &home.join("a.jsonl"), &named);
        assert!(matches!(found, Found::Changed { bytes: 24 }), "{found:?}");
        // One that never ends, though it said another length.
        let (sha256, bytes) = Fingerprint::of_all(&mut no_more(io::repeat(b'x'), &named)).unwrap();
        assert_eq!((sha256, bytes), (Fingerprint::of(b"xx"), 2));
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
            assert!(is_name_beside(&name), "{name}");
            assert!(!name.ends_with('.') && name.is_ascii(), "{name}");
        }
        let long = name_beside(&file(&format!("{}.pdf", "é".repeat(300)), b"x"));
        assert!(long.len() < 100 && long.ends_with(".pdf"), "{long}");
    }
}
