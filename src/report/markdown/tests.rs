use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::report::model::{Bar, Figures, Meta, Running, Start};
use crate::rules::Outcome;

fn report(front: Vec<Block>, sections: Vec<Section>) -> Report {
    Report {
        meta: Meta {
            title: "Title".into(),
            subject: "Subject".into(),
            author: None,
            language: "en-GB".into(),
            modified: None,
            seed: "seed".into(),
        },
        running: Running {
            marking: String::new(),
            foot: String::new(),
            draft: false,
        },
        front,
        sections,
        attachments: vec![],
    }
}

fn section(title: &str, blocks: Vec<Block>, sections: Vec<Section>) -> Section {
    Section {
        title: title.into(),
        start: Start::Flow,
        blocks,
        sections,
    }
}

fn column(title: &str, numeric: bool) -> Column {
    Column {
        title: title.into(),
        share: 1,
        numeric,
    }
}

#[test]
fn each_block_is_what_its_name_says() {
    let text = |words: &str| Text::from(words);
    let table = Table {
        caption: "Fruit".into(),
        columns: vec![column("Name", false), column("How many", true)],
        rows: vec![vec![text("a|b"), text("1\n2")]],
    };
    let bar = |label: &str, parts: &[(Outcome, u32)]| Bar {
        label: label.into(),
        parts: parts.to_vec(),
    };
    let chart = Chart {
        caption: "Chart".into(),
        alternative: "One is met.".into(),
        figures: Figures::Outcomes(vec![bar("Must", &[(Outcome::Met, 1)]), bar("May", &[])]),
    };
    let mut report = report(
        vec![
            Block::Title("A\ntitle".into()),
            Block::Callout(text("Mind\nthis.")),
        ],
        vec![section(
            "Part #1",
            vec![
                Block::Facts(vec![Fact {
                    label: "When".into(),
                    value: text("2 May\nor later"),
                }]),
                Block::List(vec![
                    text("- one"),
                    Text(vec![Span::Outcome(Outcome::NotMet)]),
                ]),
                Block::Blanks(vec![
                    Blank::Box(text("Yes")),
                    Blank::Lines {
                        label: "Why:".into(),
                        count: 3,
                    },
                ]),
            ],
            vec![section(
                "Inner",
                vec![Block::Table(table), Block::Chart(chart)],
                vec![],
            )],
        )],
    );
    report.running.marking = "OFFICIAL".into();
    report.running.draft = true;
    let expected = r"**OFFICIAL**

**DRAFT**

# A title

> Mind\
> this.

## Part \#1

- **When:** 2 May\
  or later

* \- one
* **Not met**

- [ ] Yes
- Why: \________________________

### Inner

**Fruit**

| Name | How many |
| --- | ---: |
| a\|b | 1<br>2 |

**Chart**

|  | Met |
| --- | ---: |
| Must | 1 |
| May | 0 |

One is met.
";
    assert_eq!(render(&report), expected);
}

#[test]
fn nothing_in_a_text_means_anything() {
    for (words, escaped) in [
        ("# no heading", "\\# no heading"),
        ("12. no list", "12\\. no list"),
        ("1) no list", "1\\) no list"),
        ("12 is a number", "12 is a number"),
        ("---", "\\---"),
        (
            "a * b_c `d` <e> & [f](g) ~h~ $i$",
            "a \\* b\\_c \\`d\\` \\<e\\> \\& \\[f\\](g) \\~h\\~ \\$i\\$",
        ),
        ("a\\\n+ b", "a\\\\\\\n\\+ b"),
    ] {
        assert_eq!(inline(&Text::from(words)), escaped);
    }
}

/// What a reader makes of Markdown: the kinds of its parts, and all its words without white space.
fn read(markdown: &str) -> (Vec<String>, String) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let (mut kinds, mut words) = (vec![], String::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Strong) | Event::End(_) | Event::HardBreak => {}
            Event::Start(tag) => kinds.push(format!("{:?}", TagEnd::from(tag))),
            Event::Text(text) => words.extend(text.split_whitespace()),
            Event::TaskListMarker(false) => words.push('□'),
            Event::InlineHtml(tag) if ["<br>", "<strong>", "</strong>"].contains(&&*tag) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    (kinds, words)
}

fn bare(text: &Text) -> String {
    text.words().split_whitespace().collect()
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-+*#=_~`|<>()\\[\\]&$!:;.0-9 \n\\\\a-d\"']{0,24}",
        "[a-c.,*]{0,4}\n? ?[-#0-9.]{0,4} [a-z]{0,6}",
        "(---|===|```|~~~|<!--|&amp;|<b>|\\[x\\]: y|!\\[a\\]\\(b\\)|:-:|\\| a \\| b) ?[a-z]{0,4}",
    ]
}

fn text() -> impl Strategy<Value = Text> {
    let span = prop_oneof![
        3 => words().prop_map(Span::Plain),
        2 => words().prop_map(Span::Strong),
        1 => Just(Span::Outcome(Outcome::Met)),
    ];
    vec(span, 0..4).prop_map(Text)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_stands_in_a_text_is_read_back_and_nothing_else(
        texts in vec(text(), 6), title in words(), label in words(),
    ) {
        let [a, b, c, d, e, f] = &texts[..] else { unreachable!() };
        let table = Table {
            caption: String::new(),
            columns: vec![column("x", false), column("y", false)],
            rows: vec![vec![d.clone(), e.clone()]],
        };
        let blocks = vec![
            Block::Paragraph(a.clone()),
            Block::Callout(b.clone()),
            Block::Facts(vec![Fact { label: "k".into(), value: c.clone() }]),
            Block::Table(table),
            Block::List(vec![Text(vec![Span::Plain("z".into())]), f.clone()]),
            Block::Blanks(vec![
                Blank::Box(a.clone()),
                Blank::Lines { label: label.clone(), count: 2 },
            ]),
        ];
        let report = report(vec![], vec![section(&title, blocks, vec![])]);
        let markdown = render(&report);
        let (kinds, said) = read(&markdown);

        let label = Text::from(label.as_str());
        let title = Text::from(title.as_str());
        let [a, b, c, d, e, f, l, t] =
            [a, b, c, d, e, f, &label, &title].map(bare);
        let room = "_".repeat(24);
        let wanted = format!("{t}{a}{b}k:{c}xy{d}{e}z{f}□{a}{l}{room}");
        prop_assert_eq!(said, wanted, "{}", &markdown);

        let mut parts: Vec<&str> = vec![];
        let mut add = |is: bool, kinds: &[&'static str]| if is { parts.extend(kinds) };
        add(!t.is_empty(), &["Heading(H2)"]);
        add(!a.is_empty(), &["Paragraph"]);
        add(!b.is_empty(), &["BlockQuote(None)", "Paragraph"]);
        add(true, &["List(false)", "Item"]);
        add(true, &["Table", "TableHead", "TableCell", "TableCell", "TableRow", "TableCell", "TableCell"]);
        add(true, &["List(false)", "Item"]);
        add(!f.is_empty(), &["Item"]);
        add(true, &["List(false)", "Item", "Item"]);
        prop_assert_eq!(kinds, parts, "{}", &markdown);
    }
}
