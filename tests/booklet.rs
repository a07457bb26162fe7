//! `questionnaire booklet` and `questionnaire list`, as a person calls them.

use std::path::Path;

use assert_cmd::Command;
use mfa_assess::questionnaire::built_in;

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::cargo_bin("mfa-assess")
        .unwrap()
        .current_dir(folder)
        .arg("questionnaire")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

const BACKUPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/backups.json");

#[test]
fn without_anything_named_it_is_the_built_in_one_as_a_pdf_of_its_own_name() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said, _) = run(folder.path(), &["booklet"]);
    let asked = built_in().unwrap();
    assert_eq!(
        said.trim_end(),
        format!("{}-{}.pdf", asked.id, asked.version)
    );
    assert_eq!(code, Some(0));
    let first = std::fs::read(folder.path().join(said.trim_end())).unwrap();
    assert!(first.starts_with(b"%PDF"));
    let (code, ..) = run(folder.path(), &["booklet", "-o", "again.pdf"]);
    assert_eq!(code, Some(0));
    let again = std::fs::read(folder.path().join("again.pdf")).unwrap();
    assert!(
        first == again,
        "the same questionnaire gives the same bytes"
    );
}

#[test]
fn the_name_of_the_file_or_an_option_says_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let (code, ..) = run(folder.path(), &["booklet", BACKUPS, "-o", "a.md"]);
    assert_eq!(code, Some(0));
    let markdown = std::fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert!(
        markdown.starts_with("# Backups workbook of questions\n"),
        "{markdown}"
    );
    for arguments in [
        &["booklet", BACKUPS, "-o", "-"][..],
        &["booklet", BACKUPS, "--format", "markdown"][..],
    ] {
        let (code, said, _) = run(folder.path(), arguments);
        assert_eq!((code, said), (Some(0), markdown.clone()));
    }
    let (code, ..) = run(
        folder.path(),
        &["booklet", BACKUPS, "-o", "b", "--format", "pdf"],
    );
    assert_eq!(code, Some(0));
    assert!(
        std::fs::read(folder.path().join("b"))
            .unwrap()
            .starts_with(b"%PDF")
    );
}

#[test]
fn what_cannot_be_done_says_what_to_do_and_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("taken.pdf")).unwrap();
    for (arguments, says) in [
        (
            &["booklet", "-o", "taken.pdf"][..],
            "taken.pdf is not a file but a folder, and is left as it is. Choose another place: mfa-assess questionnaire booklet -o FILE",
        ),
        (
            &["booklet", "-o", "none/a.pdf"][..],
            "Choose another place: mfa-assess questionnaire booklet -o FILE",
        ),
        (
            &["booklet", "-o", "a.docx"][..],
            "a.docx ends neither in .pdf nor in .md",
        ),
        (
            &["booklet", "missing.json"][..],
            "could not read missing.json",
        ),
    ] {
        let (code, said, told) = run(folder.path(), arguments);
        assert_eq!((code, said.as_str()), (Some(1), ""), "{told}");
        assert!(told.contains(says), "{told}");
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "only the folder that was there");
}

#[test]
fn what_is_built_in_is_listed_with_its_counts() {
    let folder = tempfile::tempdir().unwrap();
    let asked = built_in().unwrap();
    let (code, said, _) = run(folder.path(), &["list"]);
    assert_eq!(code, Some(0));
    let scenarios = format!("{} scenarios", asked.scenarios().count());
    for words in [asked.id.as_str(), &asked.version, &asked.title, &scenarios] {
        assert!(said.contains(words), "{said}");
    }
    let (_, said, _) = run(folder.path(), &["list", "--json"]);
    let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(rows[0]["id"], asked.id.as_str());
    assert_eq!(rows[0]["questions"], asked.questions().count());
    assert_eq!(rows[0]["views"], asked.views.len());
    assert_eq!(rows.as_array().unwrap().len(), 1);
}
