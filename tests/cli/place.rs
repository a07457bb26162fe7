//! A folder of its own for each test, and the program run in it with nothing from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use mfa_assess::record::Library;
use serde_json::Value;
use tempfile::TempDir;

/// What a run said and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Where a test takes place.
pub struct Place(TempDir);

pub fn place() -> Place {
    Place(tempfile::tempdir().unwrap())
}

/// The small questionnaire that the tests answer.
pub fn backups() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backups.json")
}

impl Place {
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn records(&self) -> PathBuf {
        self.folder().join("records")
    }

    /// Runs the program with nothing to read.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.told(arguments, "")
    }

    /// Runs the program with lines to read.
    pub fn told(&self, arguments: &[&str], lines: impl AsRef<[u8]>) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
            .current_dir(self.folder())
            .env_clear()
            .env("HOME", self.folder())
            .env("MFA_ASSESS_DATA_DIR", self.records())
            .args(arguments)
            .write_stdin(lines.as_ref())
            .output()
            .unwrap();
        Ran::of(output)
    }

    /// Runs a script of the shell, in which `$P` is the program.
    #[cfg(unix)]
    pub fn script(&self, script: &str) -> Ran {
        let output = std::process::Command::new("/bin/sh")
            .args(["-c", script])
            .current_dir(self.folder())
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap())
            .env("P", env!("CARGO_BIN_EXE_mfa-assess"))
            .env("B", backups())
            .env("MFA_ASSESS_DATA_DIR", self.records())
            .output()
            .unwrap();
        Ran::of(output)
    }

    /// Begins the small assessment with these lines, and says where its record is.
    pub fn begun(&self, lines: &str) -> PathBuf {
        let ran = self.told(
            &["--questionnaire", backups().to_str().unwrap(), "new"],
            lines,
        );
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let library = Library::at(Some(self.records())).unwrap();
        library.find(None).unwrap()
    }

    /// Puts a file into the folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Every file below the folder, with what is in it.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), std::fs::read(&path).unwrap());
                }
            }
        }
        found
    }

    /// Runs a command that must fail with a message that holds all these words, and change nothing.
    pub fn refuses(&self, arguments: &[&str], words: &[&str]) {
        let before = self.files();
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}: {ran:?}");
        assert_eq!(ran.out, "", "{arguments:?}: results only go to the output");
        for word in words {
            assert!(
                ran.err.contains(word),
                "{arguments:?}: no {word:?} in {}",
                ran.err
            );
        }
        assert_eq!(self.files(), before, "{arguments:?} changed a file");
    }
}

/// The names of all fields in a value, but those of ids.
pub fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| fields(item, found)),
        Value::Object(all) => {
            for (name, value) in all {
                found.insert(name.clone());
                if name != "of" {
                    fields(value, found);
                }
            }
        }
        _ => {}
    }
}
