//! Reports that nobody would write, and what must be read in them.

use jiff::Timestamp;
use mfa_assess::questionnaire::WebAddress;
use mfa_assess::report::model::*;
use mfa_assess::rules::Outcome;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A word of ordinary length, with the letters that trouble programs.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => "[a-zA-Z]{1,11}",
        2 => "[ŵŷŴŶâêîôûïáò’‘“”–—…£€½µ§×·]{1,6}",
        2 => "[0-9]{1,4}-[0-9]{1,4}",
        1 => "[a-z]{2,6}[-/][a-z]{2,6}\u{A0}[a-z]{1,3}",
        1 => "[日✓😀א]{1,2}",
        1 => "[a-z]\u{AD}[a-z]\u{200B}[()<>&\"\\\\]{1,3}",
    ]
}

fn long_word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zW]{60}",
        "[a-zŵ]{2000}",
        "https://[a-z]{20}/[a-z]{30}/[a-z=&?]{40}"
    ]
}

fn joined(words: Vec<String>, breaks: bool) -> String {
    let glue = if breaks { "\n" } else { " " };
    words.join(glue)
}

fn phrase() -> impl Strategy<Value = String> {
    vec(word(), 1..6).prop_map(|words| joined(words, false))
}

fn prose() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => vec(word(), 1..20).prop_map(|words| joined(words, false)),
        1 => vec(word(), 250..350).prop_map(|words| joined(words, false)),
        3 => vec(word(), 1..12).prop_map(|words| joined(words, true)),
        1 => (phrase(), long_word(), phrase()).prop_map(|(a, b, c)| format!("{a} {b} {c}")),
        1 => Just(String::new()),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    select(Outcome::ALL.to_vec())
}

fn text() -> impl Strategy<Value = Text> {
    let span = prop_oneof![
        4 => prose().prop_map(Span::Plain),
        1 => phrase().prop_map(Span::Strong),
        1 => outcome().prop_map(Span::Outcome),
        1 => (phrase(), "https://[a-z]{3,9}\\.example/[a-zŵ]{0,40}").prop_map(|(words, url)| {
            let url = WebAddress::parse(&url).unwrap();
            Span::Link { words, url }
        }),
    ];
    vec(span, 0..4).prop_map(Text)
}

fn table() -> impl Strategy<Value = Table> {
    (1..7_usize).prop_flat_map(|count| {
        let column =
            (phrase(), 0..9_u16, any::<bool>()).prop_map(|(title, share, numeric)| Column {
                title,
                share,
                numeric,
            });
        let rows = prop_oneof![
            4 => vec(vec(text(), count), 0..8),
            1 => vec(vec(phrase().prop_map(Text::from), count), 60..90),
        ];
        (phrase(), vec(column, count), rows).prop_map(|(caption, columns, rows)| Table {
            caption,
            columns,
            rows,
        })
    })
}

fn chart() -> impl Strategy<Value = Chart> {
    let figures = prop_oneof![2 => outcomes(), 1 => time()];
    (phrase(), phrase(), figures).prop_map(|(caption, alternative, figures)| Chart {
        caption,
        alternative,
        figures,
    })
}

fn outcomes() -> impl Strategy<Value = Figures> {
    let parts = vec((outcome(), 1..200_u32), 0..7);
    let bar = (phrase(), parts).prop_map(|(label, parts)| Bar { label, parts });
    vec(bar, 0..40).prop_map(Figures::Outcomes)
}

/// "Overdue", two years from a month on, and "No date".
fn time() -> impl Strategy<Value = Figures> {
    (1..5_usize, 0..12_usize).prop_flat_map(|(kinds, first)| {
        let counts = vec(vec(prop_oneof![Just(0), 1..90_u32], kinds), 26);
        (vec(phrase(), kinds), counts).prop_map(move |(kinds, counts)| {
            let months = [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ];
            let month = |at: usize| format!("{} {}", months[at % 12], 2026 + at / 12);
            let labels = std::iter::once("Overdue".to_owned())
                .chain((first..first + 24).map(month))
                .chain(["No date".to_owned()]);
            let steps = labels.zip(counts);
            let steps = steps.map(|(label, counts)| Step { label, counts });
            Figures::Time {
                kinds,
                steps: steps.collect(),
            }
        })
    })
}

fn blank() -> impl Strategy<Value = Blank> {
    prop_oneof![
        text().prop_map(Blank::Box),
        (prose(), 0..6_u8).prop_map(|(label, count)| Blank::Lines { label, count }),
    ]
}

fn place() -> impl Strategy<Value = SignaturePlace> {
    ("[A-Z][a-z]{12}", phrase()).prop_map(|(field, signer)| SignaturePlace { field, signer })
}

fn block() -> impl Strategy<Value = Block> {
    let fact = (phrase(), text()).prop_map(|(label, value)| Fact { label, value });
    prop_oneof![
        3 => text().prop_map(Block::Paragraph),
        1 => text().prop_map(Block::Callout),
        2 => vec(fact, 0..5).prop_map(Block::Facts),
        1 => vec(text(), 0..5).prop_map(Block::List),
        2 => table().prop_map(Block::Table),
        1 => chart().prop_map(Block::Chart),
        1 => vec(blank(), 0..6).prop_map(Block::Blanks),
        1 => Just(Block::Contents),
        1 => vec(place(), 0..4).prop_map(Block::Signatures),
    ]
}

fn section() -> impl Strategy<Value = Section> {
    let start = select(vec![Start::NewPage, Start::Flow]);
    let leaf = (phrase(), start, vec(block(), 0..4)).prop_map(|(title, start, blocks)| Section {
        title,
        start,
        blocks,
        sections: Vec::new(),
    });
    leaf.prop_recursive(3, 8, 3, |inner| {
        let start = select(vec![Start::NewPage, Start::Flow]);
        let parts = (phrase(), start, vec(block(), 0..2), vec(inner, 0..3));
        parts.prop_map(|(title, start, blocks, sections)| Section {
            title,
            start,
            blocks,
            sections,
        })
    })
}

/// Any report; its running text is on one line each.
pub fn report() -> impl Strategy<Value = Report> {
    let front = (phrase(), vec(block(), 0..3));
    let parts = (front, vec(section(), 0..4), any::<bool>(), phrase());
    parts.prop_map(|((title, blocks), sections, draft, foot)| Report {
        meta: Meta {
            title: title.clone(),
            subject: "Bryncoed".to_owned(),
            author: Some("Siân Tŷ-Gwyn".to_owned()),
            language: "en-GB".to_owned(),
            modified: Some("2026-11-24T09:30:00Z".parse::<Timestamp>().unwrap()),
            seed: "00ff".to_owned(),
        },
        running: Running {
            marking: "OFFICIAL-SENSITIVE".to_owned(),
            foot,
            draft,
        },
        front: std::iter::once(Block::Title(title)).chain(blocks).collect(),
        sections,
        attachments: vec![],
    })
}

/// Text as it must be read: without white space, and with codes for what the font lacks.
pub fn seen(text: &str) -> String {
    let mut seen = String::new();
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {}
            '\u{AD}' | '\u{200B}' => {}
            '日' | '✓' | '😀' | 'א' => seen.push_str(&format!("[U+{:04X}]", u32::from(c))),
            c => seen.push(c),
        }
    }
    seen
}

/// Every piece of text of a report, in reading order, as it must be read. The headings stand on
/// these pages.
pub fn pieces(report: &Report, pages: &[usize]) -> Vec<String> {
    let mut listed = Vec::new();
    let mut pages = pages.iter();
    for section in &report.sections {
        list(section, 0, &mut pages, &mut listed);
    }
    let mut pieces = Vec::new();
    blocks(&report.front, &listed, &mut pieces);
    for section in &report.sections {
        section_pieces(section, &listed, &mut pieces);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The heads of all tables, as they must be read.
pub fn heads(section: &Section, heads: &mut Vec<String>) {
    table_heads(&section.blocks, heads);
    for inner in &section.sections {
        self::heads(inner, heads);
    }
}

pub fn table_heads(blocks: &[Block], heads: &mut Vec<String>) {
    for block in blocks {
        if let Block::Table(table) = block {
            heads.push(
                table
                    .columns
                    .iter()
                    .map(|column| seen(&column.title))
                    .collect(),
            );
        }
    }
}

/// What may stand on a page where a row of a table goes on.
pub fn labels(report: &Report) -> Vec<String> {
    let mut labels = vec!["(continued)".to_owned()];
    table_labels(&report.front, &mut labels);
    let mut sections: Vec<&Section> = report.sections.iter().collect();
    while let Some(section) = sections.pop() {
        table_labels(&section.blocks, &mut labels);
        sections.extend(&section.sections);
    }
    labels
}

/// The first words of a label.
fn short(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    match words.get(..5) {
        Some(first) if words.len() > 5 => format!("{}…", seen(&first.concat())),
        _ => seen(&words.concat()),
    }
}

fn table_labels(blocks: &[Block], labels: &mut Vec<String>) {
    for block in blocks {
        if let Block::Table(table) = block {
            let first = table.rows.iter().filter_map(|row| row.first());
            labels.extend(first.map(|label| format!("{}(continued)", short(&label.words()))));
        }
    }
}

/// What a table of contents says of a section and of those in it: title and page, two levels deep.
fn list(
    section: &Section,
    depth: usize,
    pages: &mut std::slice::Iter<'_, usize>,
    listed: &mut Vec<String>,
) {
    let title = seen(&section.title);
    let page = if title.is_empty() { None } else { pages.next() };
    let lists_itself = section.blocks == [Block::Contents] && section.sections.is_empty();
    if let Some(page) = page
        && depth < 2
        && !lists_itself
    {
        listed.extend([title, page.to_string()]);
    }
    for inner in &section.sections {
        list(inner, depth + 1, pages, listed);
    }
}

fn section_pieces(section: &Section, listed: &[String], pieces: &mut Vec<String>) {
    pieces.push(seen(&section.title));
    blocks(&section.blocks, listed, pieces);
    for inner in &section.sections {
        section_pieces(inner, listed, pieces);
    }
}

fn words(text: &Text) -> String {
    text.0.iter().map(|span| seen(span.words())).collect()
}

fn blocks(blocks: &[Block], listed: &[String], pieces: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Title(title) => pieces.push(seen(title)),
            Block::Paragraph(text) | Block::Callout(text) => pieces.push(words(text)),
            Block::Facts(facts) => {
                for fact in facts {
                    pieces.extend([seen(&fact.label), words(&fact.value)]);
                }
            }
            Block::List(items) => {
                for item in items {
                    pieces.extend(["•".to_owned(), words(item)]);
                }
            }
            Block::Table(table) => {
                pieces.push(seen(&table.caption));
                pieces.extend(table.columns.iter().map(|column| seen(&column.title)));
                pieces.extend(table.rows.iter().flatten().map(words));
            }
            Block::Chart(chart) => chart_pieces(chart, pieces),
            Block::Contents => pieces.extend_from_slice(listed),
            Block::Signatures(places) => {
                pieces.extend(places.iter().map(|place| seen(&place.signer)));
            }
            Block::Blanks(blanks) => {
                for blank in blanks {
                    match blank {
                        Blank::Box(text) => pieces.extend(["□".to_owned(), words(text)]),
                        Blank::Lines { label, .. } => pieces.push(seen(label)),
                    }
                }
            }
        }
    }
}

fn chart_pieces(chart: &Chart, pieces: &mut Vec<String>) {
    pieces.push(seen(&chart.caption));
    match &chart.figures {
        Figures::Outcomes(bars) if !bars.is_empty() => bar_pieces(bars, pieces),
        Figures::Time { kinds, steps } if steps.iter().any(has_figures) => {
            pieces.extend(kinds.iter().map(|kind| seen(kind)));
            step_pieces(steps, pieces);
        }
        _ => pieces.push(seen(&chart.alternative)),
    }
}

fn bar_pieces(bars: &[Bar], pieces: &mut Vec<String>) {
    let used = |outcome: &Outcome| {
        let mut parts = bars.iter().flat_map(|bar| &bar.parts);
        parts.any(|(part, _)| part == outcome)
    };
    let legend = Outcome::ALL.iter().filter(|outcome| used(outcome));
    pieces.extend(legend.map(|outcome| seen(outcome.words())));
    for bar in bars {
        pieces.push(seen(&bar.label));
        pieces.extend(bar.parts.iter().map(|(_, count)| count.to_string()));
    }
}

fn has_figures(step: &Step) -> bool {
    step.counts.iter().any(|count| *count > 0)
}

/// The labels with the year at its first month alone, each with its figures.
fn step_pieces(steps: &[Step], pieces: &mut Vec<String>) {
    let mut before = "";
    for step in steps {
        match step.label.split_once(' ') {
            Some((month, year)) if year.starts_with("20") => {
                pieces.push(month.to_owned());
                if year != before {
                    pieces.push(year.to_owned());
                }
                before = year;
            }
            _ => pieces.push(seen(&step.label)),
        }
        let some = step.counts.iter().filter(|count| **count > 0);
        pieces.extend(some.map(u32::to_string));
    }
}
