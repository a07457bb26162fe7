//! Where pages break: what must not be parted stays together, and what is parted says so.

use std::collections::BTreeMap;

use mfa_assess::report::model::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::reading::File;
use super::{assert_places, file, sample, with};

fn column(title: &str, share: u16) -> Column {
    Column {
        title: title.to_owned(),
        share,
        numeric: false,
    }
}

/// Lines of a word each, from which the row and the line can be told.
fn lines(row: usize, count: usize) -> String {
    let line = |line: usize| format!("r{row}l{line}");
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

/// A table whose rows have these numbers of lines.
fn rows(counts: &[usize]) -> Block {
    let row = |(row, &count): (usize, &usize)| {
        vec![
            Text::from(format!("Row{row}")),
            Text::from(lines(row, count)),
        ]
    };
    Block::Table(Table {
        caption: "Rows".to_owned(),
        columns: vec![column("Label", 1), column("Lines", 2)],
        rows: counts.iter().enumerate().map(row).collect(),
    })
}

/// How many lines of each row stand on each page.
fn spread(file: &File, count: usize) -> BTreeMap<usize, Vec<usize>> {
    let mut spread: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for page in file.words() {
        for row in 0..count {
            let begins = format!("r{row}l");
            let here = page.iter().filter(|(word, _)| word.starts_with(&begins));
            let here = here.count();
            if here > 0 {
                spread.entry(row).or_default().push(here);
            }
        }
    }
    spread
}

fn opening() -> impl Strategy<Value = Block> {
    let three = || Text::from("one\ntwo\nthree");
    select(vec![
        Block::Paragraph(three()),
        Block::Callout(three()),
        Block::List(vec![Text::from("one"), Text::from("two")]),
        Block::Facts(vec![Fact {
            label: "Label".to_owned(),
            value: three(),
        }]),
        rows(&[1, 1]),
        rows(&[30]),
        Block::Signatures(vec![SignaturePlace {
            field: "Signature1".to_owned(),
            signer: "Siân Tŷ-Gwyn".to_owned(),
        }]),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_row_is_parted_only_when_it_is_long_and_then_leaves_two_lines_on_either_side(
        counts in vec(prop_oneof![1..3_usize, 3..12_usize, 40..120_usize], 1..40),
    ) {
        let file = file(&with(vec![rows(&counts)]));
        for (row, parts) in spread(&file, counts.len()) {
            prop_assert_eq!(parts.iter().sum::<usize>(), counts[row]);
            prop_assert!(parts.len() == 1 || counts[row] > 2);
            prop_assert!(parts.len() == 1 || parts.iter().all(|&lines| lines >= 2), "{parts:?}");
        }
    }

    #[test]
    fn below_a_heading_stand_two_lines_at_least(
        sections in vec((opening(), 0..40_usize, 0..3_usize), 1..25),
    ) {
        let mut report = sample::report(false, 0);
        report.sections = vec![];
        for (number, (block, lines, depth)) in sections.into_iter().enumerate() {
            let filler = "line\n".repeat(lines);
            let section = Section {
                title: format!("Heading{number}"),
                start: Start::Flow,
                blocks: vec![block, Block::Paragraph(Text::from(filler.trim_end()))],
                sections: vec![],
            };
            let mut into = &mut report.sections;
            for _ in 0..depth {
                if into.is_empty() {
                    break;
                }
                into = &mut into.last_mut().unwrap().sections;
            }
            into.push(section);
        }
        for page in file(&report).words() {
            for (heading, place) in page.iter().filter(|(word, _)| word.starts_with("Heading")) {
                let below = page.iter().filter(|(_, other)| other.top > place.bottom - 2.0);
                // The foot and the marking stand below everything.
                let mut tops: Vec<i32> = below.map(|(_, other)| other.top as i32).filter(|&top| top < 770).collect();
                tops.dedup_by(|a, b| (*a - *b).abs() < 3);
                let is_frame = page.iter().any(|(word, other)| word == "Tŷ-Gwyn" && other.top > place.top);
                prop_assert!(tops.len() >= 2 || is_frame, "{heading} at {place:?}");
            }
        }
    }
}

#[test]
fn a_row_that_goes_on_says_which_one_it_is() {
    let file = file(&with(vec![rows(&[3, 150])]));
    let pages = file.pages();
    let goes_on: Vec<&String> = pages.iter().filter(|page| page.contains("r1l")).collect();
    assert!(goes_on.len() > 2);
    assert!(!goes_on[0].contains("(continued)"));
    for page in &goes_on[1..] {
        assert_eq!(page.matches("Row1 (continued)").count(), 1);
        assert_eq!(page.matches("Label").count(), 1);
    }
    // It is read out once, with its row.
    assert!(!file.read_out().contains("(continued)"));
    assert_places(&file);
}

#[test]
fn long_words_and_long_notes_stay_in_the_narrowest_column() {
    let note = "We checked the logs of the identity provider. ".repeat(44);
    let cells = ["W".repeat(60), note, "https://a.example/".repeat(20)];
    for shares in [[1, 1, 1], [1, 9, 9], [9, 1, 9], [9, 9, 1]] {
        let titles = ["One", "Two", "Three"];
        let columns = titles.iter().zip(shares);
        let table = Table {
            caption: String::new(),
            columns: columns.map(|(title, share)| column(title, share)).collect(),
            rows: vec![cells.iter().map(|cell| Text::from(cell.as_str())).collect()],
        };
        assert_places(&file(&with(vec![Block::Table(table)])));
    }
}
