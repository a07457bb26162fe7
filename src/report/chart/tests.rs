use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::report::drawing::Ink;
use crate::report::drawing::svg::svg;
use crate::report::model::Bar;
use crate::report::typography::font::Face;
use crate::report::typography::style::WIDTH;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn chart(figures: Figures) -> Chart {
    Chart {
        caption: "Exemptions by the month they end".to_owned(),
        alternative: "Most end in 2027 & none <later>".to_owned(),
        figures,
    }
}

/// A month of the two years from December 2026.
fn month(index: usize) -> String {
    let index = index + 11;
    format!("{} {}", MONTHS[index % 12], 2026 + index / 12)
}

/// "Overdue", 24 months, "Later" and "No date", with these figures for a month.
fn two_years(counts: impl Fn(usize) -> Vec<u32>) -> Figures {
    let months = (0..24).map(month);
    let labels = std::iter::once("Overdue".to_owned())
        .chain(months)
        .chain(["Later".to_owned(), "No date".to_owned()]);
    let step = |(index, label)| Step {
        label,
        counts: counts(index),
    };
    Figures::Time {
        kinds: vec!["Ends".to_owned(), "Review due".to_owned()],
        steps: labels.enumerate().map(step).collect(),
    }
}

fn phrase() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,9}( [a-zA-Z]{1,11}){0,4}",
        1 => "[a-zW]{60}",
        1 => "[<>&\"日✓ŵ]{1,6}",
    ]
}

fn count() -> impl Strategy<Value = u32> {
    prop_oneof![3 => Just(0), 6 => 1..12_u32, 2 => 1..2000_u32, 1 => Just(u32::MAX)]
}

fn figures() -> impl Strategy<Value = Figures> {
    let parts = vec((select(Outcome::ALL.to_vec()), 1..300_u32), 0..7);
    let bar = (phrase(), parts).prop_map(|(label, parts)| Bar { label, parts });
    let time = (1..9_usize, 0..28_usize).prop_flat_map(|(kinds, steps)| {
        let label = prop_oneof![3 => (0..24_usize).prop_map(month), 1 => phrase()];
        let step = (label, vec(count(), kinds)).prop_map(|(label, counts)| Step { label, counts });
        let parts = (vec(phrase(), kinds), vec(step, steps));
        parts.prop_map(|(kinds, steps)| Figures::Time { kinds, steps })
    });
    prop_oneof![
        1 => vec(bar, 0..12).prop_map(Figures::Outcomes),
        1 => time,
        1 => (0..40_u32, 0..40_u32).prop_map(|(a, b)| two_years(|step| {
            let step = u32::try_from(step).unwrap_or(0);
            vec![(step * a) % 7, (step * b) % 3]
        })),
    ]
}

/// Left, top, right and bottom of a word or of a line of words, in the drawing.
fn word_boxes(fonts: &Fonts, drawing: &Drawing) -> Vec<(String, [f32; 4])> {
    let mut boxes = Vec::new();
    let mut top = 0.0;
    for band in &drawing.bands {
        for item in &band.items {
            if let Ink::Words { run, size, .. } = &item.ink {
                let words = run.words().trim_end().to_owned();
                let right = item.x + fonts.width(run.face, *size, &words);
                let baseline = top + item.y;
                // Capitals and figures are 0.73 of the size high; little hangs below the line.
                let place = [
                    item.x,
                    baseline - size * 0.73,
                    right,
                    baseline + size * 0.05,
                ];
                boxes.push((words, place));
            }
        }
        top += band.height;
    }
    boxes
}

/// What must be read of a label: a year stands apart from its months.
fn read(fonts: &Fonts, words: &str) -> Vec<String> {
    let words = fonts.printable(Face::Regular, words);
    words.split_whitespace().map(str::to_owned).collect()
}

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect()
}

/// The labels and the figures of a chart.
fn sought(fonts: &Fonts, figures: &Figures) -> Vec<String> {
    let (labels, counts): (Vec<&String>, Vec<u32>) = match figures {
        Figures::Outcomes(bars) => (
            bars.iter().map(|bar| &bar.label).collect(),
            bars.iter()
                .flat_map(|bar| bar.parts.iter().map(|(_, count)| *count))
                .collect(),
        ),
        Figures::Time { kinds, steps } => (
            kinds
                .iter()
                .chain(steps.iter().map(|step| &step.label))
                .collect(),
            steps
                .iter()
                .flat_map(|step| step.counts.iter().copied())
                .filter(|count| *count > 0)
                .collect(),
        ),
    };
    let labels = labels.into_iter().flat_map(|label| read(fonts, label));
    labels.chain(counts.iter().map(u32::to_string)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn nothing_stands_outside_the_drawing_or_on_another_word(figures in figures(), width in 320.0_f32..700.0) {
        let fonts = Fonts::load().unwrap();
        let Some(drawing) = draw(fonts, &chart(figures), width) else {
            return Ok(());
        };
        let mut above = 0.0;
        for band in &drawing.bands {
            for item in &band.items {
                let Ink::Shape(shape) = &item.ink else { continue };
                for point in shape.rings.iter().flatten() {
                    let (x, y) = (item.x + point.x, above + item.y + point.y);
                    prop_assert!((-0.1..=width + 0.5).contains(&x), "{x} of {width}");
                    prop_assert!((-0.1..=drawing.height() + 0.1).contains(&y), "{y} of {}", drawing.height());
                }
            }
            above += band.height;
        }
        let boxes = word_boxes(fonts, &drawing);
        for (index, (word, place)) in boxes.iter().enumerate() {
            let [left, top, right, bottom] = *place;
            prop_assert!(left >= -0.1 && right <= width + 0.5, "{word} {place:?} of {width}");
            prop_assert!(top >= -0.1 && bottom <= drawing.height() + 0.1, "{word} {place:?}");
            for (other, [l, t, r, b]) in &boxes[index + 1..] {
                let across = right.min(*r) - left.max(*l);
                let down = bottom.min(*b) - top.max(*t);
                prop_assert!(across <= 0.3 || down <= 0.3, "{word} on {other}");
            }
        }
    }

    #[test]
    fn every_label_and_figure_is_read(figures in figures(), width in 320.0_f32..700.0) {
        let fonts = Fonts::load().unwrap();
        let sought = sought(fonts, &figures);
        let Some(drawing) = draw(fonts, &chart(figures), width) else {
            return Ok(());
        };
        let read: Vec<String> = drawing.words().iter().map(|words| squeezed(words)).collect();
        for piece in sought {
            prop_assert!(read.iter().any(|group| group.contains(&piece)), "{piece} in {read:?}");
        }
    }

    #[test]
    fn the_svg_is_well_formed_and_says_what_the_drawing_says(figures in figures()) {
        let fonts = Fonts::load().unwrap();
        let chart = chart(figures);
        let Some(drawing) = draw(fonts, &chart, WIDTH) else {
            return Ok(());
        };
        let text = svg(&drawing, &chart.caption, &chart.alternative);
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        prop_assert_eq!(root.attribute("role"), Some("img"));
        let named = |name| root.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
        prop_assert_eq!(named("title"), Some(chart.caption.as_str()));
        prop_assert_eq!(named("desc"), Some(chart.alternative.as_str()));
        let mut shown = String::new();
        for node in root.children() {
            let name = node.tag_name().name();
            prop_assert!(["title", "desc", "path", "text"].contains(&name), "{name}");
            for attribute in ["fill", "stroke"] {
                if let Some(paint) = node.attribute(attribute) {
                    prop_assert!(paint == "none" || paint.starts_with("var(--c-"), "{paint}");
                }
            }
            if name == "text" {
                shown.push_str(node.text().unwrap_or_default());
            }
        }
        let mut shown: Vec<char> = squeezed(&shown).chars().collect();
        let mut drawn: Vec<char> = squeezed(&drawing.words().concat()).chars().collect();
        shown.sort_unstable();
        drawn.sort_unstable();
        prop_assert_eq!(shown, drawn);
    }
}

#[test]
fn two_years_stand_side_by_side_with_each_year_named_once() {
    let fonts = Fonts::load().unwrap();
    let figures = two_years(|step| vec![u32::try_from(step % 5).unwrap() * 7, 1]);
    let drawing = draw(fonts, &chart(figures), WIDTH).unwrap();
    // The legend and the columns.
    assert_eq!(drawing.bands.len(), 2);
    let words = drawing.words();
    for year in ["2026", "2027", "2028"] {
        let named = words.iter().filter(|group| group.contains(year));
        assert_eq!(named.count(), 1, "{year}");
    }
    assert_eq!(
        words[..6],
        [
            "Ends Review due ",
            "Overdue ",
            "1 ",
            "Dec 2026 ",
            "7 1 ",
            "Jan 2027 "
        ]
    );
}

#[test]
fn columns_too_narrow_for_their_figures_become_rows() {
    let fonts = Fonts::load().unwrap();
    let figures = two_years(|_| vec![1_000_000, 1]);
    let drawing = draw(fonts, &chart(figures), WIDTH).unwrap();
    assert_eq!(drawing.bands.len(), 28);
    assert_eq!(drawing.words()[2], "1000000 1 ");
}

#[test]
fn kinds_beyond_the_looks_are_named_beside_their_figures() {
    let fonts = Fonts::load().unwrap();
    let drawing = draw(
        fonts,
        &chart(Figures::Time {
            kinds: (0..7).map(|kind| format!("Kind {kind}")).collect(),
            steps: vec![Step {
                label: "Later".to_owned(),
                counts: vec![3, 0, 0, 0, 0, 0, 4],
            }],
        }),
        WIDTH,
    );
    assert_eq!(drawing.unwrap().words()[2], "3 Kind 0, 4 Kind 6 ");
}

#[test]
fn without_a_figure_there_is_no_drawing() {
    let fonts = Fonts::load().unwrap();
    for figures in [two_years(|_| vec![0, 0]), Figures::Outcomes(Vec::new())] {
        assert_eq!(draw(fonts, &chart(figures), WIDTH), None);
    }
}

#[test]
fn a_small_part_is_widened_and_the_bar_still_fits() {
    let widths = widened(&[297.0, 3.0], &[25.0, 20.0], 300.0).unwrap();
    assert!((widths[1] - 20.0).abs() < 0.1);
    assert!((widths.iter().sum::<f32>() - 300.0).abs() < 0.1);
}

#[test]
fn figures_that_cannot_fit_are_left_to_the_words_below() {
    assert!(widened(&[100.0; 4], &[90.0; 4], 300.0).is_none());
}
