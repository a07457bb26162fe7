//! The PDF as others read it: its text, its places, its structure, its syntax.

mod reading;
mod sample;

use mfa_assess::report::pdf::render;
use reading::File;

fn sample(draft: bool) -> File {
    File::new(&render(&sample::report(draft, 14)).unwrap())
}

#[test]
fn the_sample_is_read_by_others_without_complaint() {
    let bytes = render(&sample::report(true, 14)).unwrap();
    if let Ok(path) = std::env::var("SAMPLE_PDF") {
        std::fs::write(path, &bytes).unwrap();
    }
    File::new(&bytes).check();
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = sample::report(true, 3);
    assert_eq!(render(&report).unwrap(), render(&report).unwrap());
}

#[test]
fn draft_stands_on_every_page_of_a_draft_and_on_none_otherwise() {
    for draft in [true, false] {
        for page in sample(draft).pages() {
            let found = page.lines().any(|line| line.trim() == "DRAFT");
            assert_eq!(found, draft, "{page}");
        }
    }
}
