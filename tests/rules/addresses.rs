//! Addresses change, and stand in the questionnaire: none is in the program.

use std::path::{Path, PathBuf};

#[test]
fn no_address_stands_in_the_program() {
    let mut files = vec![];
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    assert!(files.len() > 50, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in program(&text) {
            assert!(!has_address(&line), "{}:{number}: {line}", file.display());
        }
    }
}

/// Whether a line has more of an address than its scheme.
fn has_address(line: &str) -> bool {
    let mut after = line.split("://").skip(1);
    after.any(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

#[test]
fn an_address_in_the_program_would_be_seen() {
    let text = "// http://a\nlet a = \"https://b\"; // note\n#[cfg(test)]\nmod a;\nlet b = \"http://c\";\n#[cfg(test)]\nmod tests {\n\"http://d\" }";
    let seen: Vec<usize> = program(text)
        .filter(|(_, line)| has_address(line))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(seen, [2, 5]);
    let name = "<a xmlns:b=\"http://b/\" href=\"http://c/\">";
    let (_, line) = program(name).next().unwrap();
    assert!(
        line.contains("http://c/") && !line.contains("http://b/"),
        "{line}"
    );
}

/// The lines of a file, from 1, without comments, tests and the names of XML namespaces, which
/// look like addresses and lead nowhere.
fn program(text: &str) -> impl Iterator<Item = (usize, String)> {
    let tests = "#[cfg(test)]\nmod tests {";
    let before_tests = text.split(tests).next().unwrap_or_default();
    let numbered = (1..).zip(before_tests.lines());
    let code = numbered.filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.map(|(number, line)| {
        let mut parts = line.split("xmlns:");
        let mut kept = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // The name of the namespace is the first text in quotes, also of a pair in the source.
            let part = part.replace("\", \"", "=\"");
            kept.extend(part.splitn(3, '"').nth(2));
        }
        // Those of a document for Word and of a drawing are texts in the source.
        let mut kept = kept
            .replace("http://schemas.openxmlformats.org/", "")
            .replace("http://www.w3.org/2000/svg", "");
        let named = kept.find("namespaceURI>http");
        kept.truncate(named.unwrap_or(kept.len()));
        (number, kept)
    })
}

/// Every source file but those that hold only tests.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}
