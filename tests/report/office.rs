//! The document as LibreOffice reads it. `.ci/run` installs that, and runs this.

use std::path::Path;
use std::process::Command;

use mfa_assess::questionnaire::built_in;
use mfa_assess::report::Format;

use super::{expect_all, generated, readers, reports};

/// The text of a document.
fn read_by_libreoffice(folder: &Path, document: &Path) -> String {
    // Its own profile, so that nothing of a person's counts and two can run at once.
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let ran = Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
        ])
        .arg("--outdir")
        .args([folder, document])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    std::fs::read_to_string(document.with_extension("txt")).unwrap()
}

#[test]
#[ignore = "needs LibreOffice"]
fn libreoffice_finds_every_word_in_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let generated = generated(&built_in().unwrap(), 11);
    for (format, bytes) in reports(&generated) {
        if format == Format::Docx {
            let document = folder.path().join("report.docx");
            std::fs::write(&document, bytes).unwrap();
            let text = read_by_libreoffice(folder.path(), &document);
            expect_all(&generated, format, &readers::squeezed(&text));
        }
    }
}
