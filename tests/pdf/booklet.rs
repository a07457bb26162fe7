//! The workbook of questions, as others read it.

use mfa_assess::questionnaire::{Questionnaire, built_in, load};
use mfa_assess::report::booklet::booklet;

use super::generated::seen;
use super::{assert_well_made, file};

fn small() -> [Questionnaire; 2] {
    let files: [&[u8]; 2] = [
        include_bytes!("../backups.json"),
        include_bytes!("../cyber-essentials.json"),
    ];
    files.map(|file| load(file).unwrap())
}

#[test]
fn a_workbook_is_whole_in_place_and_read_in_order() {
    assert_well_made(&booklet(&built_in().unwrap()));
    for asked in small() {
        assert_well_made(&booklet(&asked));
    }
}

#[test]
fn each_question_is_read_out_with_its_choices_and_hints() {
    let asked = built_in().unwrap();
    let read = file(&booklet(&asked)).read_out();
    let forms = asked.exemptions.iter().flat_map(|kind| kind.questions());
    let systems = asked.systems.iter().flat_map(|s| &s.form.questions);
    let evidence = asked.evidence.iter().flat_map(|e| &e.form.questions);
    let entries = systems.chain(evidence);
    for question in asked.questions().chain(forms).chain(entries) {
        let hints = question.hint.iter().map(String::as_str);
        let labels = question.input.choices().iter().map(|c| c.label.as_str());
        for words in hints.chain([question.text.as_str()]).chain(labels) {
            assert!(read.contains(&seen(words)), "{words}");
        }
    }
}

#[test]
fn it_is_tagged_and_has_its_fonts_and_no_author_or_date_that_it_does_not_have() {
    let asked = built_in().unwrap();
    let file = file(&booklet(&asked));
    let information = file.information();
    assert!(
        information.contains("Tagged:          yes"),
        "{information}"
    );
    assert!(information.contains("Title:           Multi-factor authentication workbook"));
    assert!(
        !information.contains("Author:") && !information.contains("Date:"),
        "{information}"
    );
    for line in file.fonts().lines().skip(2) {
        assert!(line.contains("yes yes yes"), "{line}");
    }
    // A page for each scenario and for each kind of exemption, at the least; and it stays a workbook.
    let pages = file.pages().len();
    let least = asked.scenarios().count() + asked.exemptions.len() + 4;
    assert!((least..5 * least).contains(&pages), "{pages}");
}

#[test]
fn each_scenario_begins_a_page_so_that_it_can_be_handed_out() {
    for asked in small() {
        let pages = file(&booklet(&asked)).pages();
        for group in &asked.groups {
            for (index, scenario) in group.scenarios.iter().enumerate() {
                let heading = if index == 0 {
                    &group.title
                } else {
                    &scenario.title
                };
                let starts = pages.iter().any(|page| {
                    let mut lines = page.lines().skip_while(|line| !line.contains("Page "));
                    lines.nth(1).is_some_and(|line| heading.starts_with(line))
                });
                assert!(starts, "{heading}");
            }
        }
    }
}
