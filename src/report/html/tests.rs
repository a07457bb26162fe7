use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::vec;
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node, Selector};

use super::attached::MOST;
use super::body::Body;
use super::inline::inline;
use super::*;
use crate::questionnaire::WebAddress;
use crate::report::model::{
    Attachment, Bar, Blank, Block, Chart, Column, Fact, Figures, Meta, Relation, Running, Section,
    SignaturePlace, Span, Start, Table, Text,
};
use crate::rules::Outcome;

fn report(front: Vec<Block>, sections: Vec<Section>) -> Report {
    Report {
        meta: Meta {
            title: "Title".into(),
            subject: "Subject".into(),
            author: Some("Siân <b> Ŵyn".into()),
            language: "en-GB".into(),
            modified: Some("2026-11-20T09:00:00Z".parse().unwrap()),
            seed: "seed".into(),
        },
        running: Running {
            marking: "OFFICIAL".into(),
            foot: "Foot".into(),
            draft: true,
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

fn table(caption: &str, columns: Vec<Column>, rows: Vec<Vec<Text>>) -> Block {
    Block::Table(Table {
        caption: caption.into(),
        columns,
        rows,
    })
}

fn chart(caption: &str, alternative: &str, label: &str) -> Block {
    Block::Chart(Chart {
        caption: caption.into(),
        alternative: alternative.into(),
        figures: Figures::Outcomes(vec![Bar {
            label: label.into(),
            parts: vec![(Outcome::Met, 7)],
        }]),
    })
}

fn found<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn each_block_is_what_its_name_says() {
    let text = |words: &str| Text::from(words);
    let columns = vec![column("Name", false), column("How many", true)];
    let mut report = report(
        vec![
            Block::Title("A\ntitle".into()),
            Block::Callout(text("Mind\nthis.")),
        ],
        vec![section(
            "Part",
            vec![
                Block::Contents,
                Block::Facts(vec![Fact {
                    label: "When".into(),
                    value: text("2 May"),
                }]),
                Block::List(vec![Text(vec![Span::Strong("one".into())]), text("")]),
                Block::Blanks(vec![
                    Blank::Box(text("Yes")),
                    Blank::Lines {
                        label: "Why:".into(),
                        count: 2,
                    },
                ]),
                Block::Signatures(vec![SignaturePlace {
                    field: "Signature1".into(),
                    signer: "Lead director".into(),
                }]),
            ],
            vec![section(
                "Inner",
                vec![
                    table("Fruit", columns, vec![vec![text("a"), text("1\n2")]]),
                    chart("Chart", "Seven are met.", "Must"),
                ],
                vec![],
            )],
        )],
    );
    report.sections[0].start = Start::NewPage;
    let expected = r##"<section class="front">
<h1 id="title">A<br>title</h1>
<div class="callout" role="note"><p>Mind<br>this.</p></div>
</section>
<section class="new-page">
<h2 id="section-1">Part</h2>
<nav class="contents" aria-label="Contents"><ol><li><a href="#section-1">Part</a><ol><li><a href="#section-1-1">Inner</a></li></ol></li></ol></nav>
<dl>
<div><dt>When</dt><dd>2 May</dd></div>
</dl>
<ul>
<li><strong>one</strong></li>
</ul>
<ul class="blanks">
<li><span class="box"></span>Yes</li>
<li>Why:<span class="room"></span><span class="room"></span></li>
</ul>
<ul class="signatures">
<li><span>Lead director</span><span class="room">Signed by hand:</span></li>
</ul>
<section>
<h3 id="section-1-1">Inner</h3>
<table aria-labelledby="caption-1">
<caption id="caption-1">Fruit</caption>
<colgroup><col style="width:50%"><col style="width:50%"></colgroup>
<thead><tr><th scope="col">Name</th><th scope="col" class="number">How many</th></tr></thead>
<tbody>
<tr><th scope="row">a</th><td class="number">1<br>2</td></tr>
</tbody>
</table>
<figure>
<figcaption id="caption-2">Chart</figcaption>
<div class="wide" role="group" tabindex="0" aria-labelledby="caption-2">
<svg/></div>
<details><summary>The figures as a table</summary>
<table aria-labelledby="caption-2">
<colgroup><col style="width:50%"><col style="width:50%"></colgroup>
<thead><tr><td></td><th scope="col" class="number">Met</th></tr></thead>
<tbody>
<tr><th scope="row">Must</th><td class="number">7</td></tr>
</tbody>
</table>
</details>
</figure>
</section>
</section>
"##;
    let main = Body::of(&report).main;
    let (before, drawn) = main.split_once("<svg").unwrap();
    let (drawn, after) = drawn.split_once("</svg>\n").unwrap();
    assert_eq!(format!("{before}<svg/>{after}"), expected);
    assert!(drawn.contains("<title>Chart</title><desc>Seven are met.</desc>"));
}

#[test]
fn each_outcome_is_a_drawn_mark_with_its_word_beside_it() {
    let outcomes = Outcome::ALL.map(Text::from).to_vec();
    let html = Html::parse_document(&render(&report(vec![Block::List(outcomes)], vec![])));
    let marks = found(&html, "li .outcome");
    assert_eq!(marks.len(), Outcome::ALL.len());
    for (mark, outcome) in marks.iter().zip(Outcome::ALL) {
        assert_eq!(mark.text().collect::<String>(), outcome.words());
    }
    let drawn: BTreeSet<_> = found(&html, "symbol")
        .iter()
        .map(|symbol| format!("#{}", symbol.attr("id").unwrap()))
        .collect();
    let used: BTreeSet<_> = found(&html, "li svg[aria-hidden] use")
        .iter()
        .map(|mark| mark.attr("href").unwrap().to_owned())
        .collect();
    assert_eq!(used, drawn);
}

#[test]
fn addresses_of_the_web_lead_there() {
    let link = |words: &str, url: &str| {
        inline(&Text(vec![Span::Link {
            words: words.into(),
            url: WebAddress::parse(url).unwrap(),
        }]))
    };
    assert_eq!(
        link("here", "HTTPS://a.example/?b=c&d=\"e"),
        "<a href=\"HTTPS://a.example/?b=c&amp;d=&quot;e\" rel=\"noreferrer\">here</a>"
    );
    assert_eq!(
        link("see https://a.example", "https://a.example"),
        "<a class=\"said\" href=\"https://a.example\" rel=\"noreferrer\">see https://a.example</a>"
    );
    assert_eq!(link(" ", "https://a.example"), " ");
}

#[test]
fn no_marking_can_end_the_string_that_prints_it_on_each_page() {
    assert_eq!(string("OFFICIAL-SENSITIVE"), "\"OFFICIAL-SENSITIVE\"");
    assert_eq!(
        string("a\"}</style>\\\nŵ"),
        "\"a\\22 \\7d \\3c \\2f style\\3e \\5c \\a \\175 \""
    );
}

#[test]
fn a_table_that_is_wide_can_be_moved_with_the_keyboard_and_has_a_name() {
    let columns = |count| (0..count).map(|_| column("x", false)).collect();
    let blocks = vec![table("", columns(3), vec![]), table("", columns(4), vec![])];
    let html = Html::parse_document(&render(&report(
        vec![],
        vec![section("Part", blocks, vec![])],
    )));
    let wide = found(&html, "[tabindex]");
    assert_eq!(wide.len(), 1);
    assert_eq!(wide[0].attr("aria-labelledby"), Some("section-1"));
    assert_eq!(found(&html, "[tabindex] table th").len(), 4);
}

#[test]
fn no_level_of_heading_is_left_out_and_there_is_one_first() {
    let mut deep = section("deepest", vec![], vec![]);
    for title in ["7", "6", "", "4", "3", "2"] {
        deep = section(title, vec![Block::Title("again".into())], vec![deep]);
    }
    let html = Html::parse_document(&render(&report(vec![], vec![deep])));
    let levels: String = found(&html, "h1,h2,h3,h4,h5,h6")
        .iter()
        .map(|heading| heading.value().name().chars().nth(1).unwrap())
        .collect();
    assert_eq!(levels, "1234566");
}

#[test]
fn an_attached_file_comes_out_as_it_went_in_unless_a_browser_could_not_save_it() {
    let file = |name, bytes| Attachment {
        name,
        about: "A file",
        media_type: "application/json",
        relation: Relation::Source,
        bytes,
    };
    let mut report = report(vec![], vec![]);
    report.attachments = vec![
        file("small.json", b"{\"a\": \"<&>\"}\n".to_vec()),
        file("large.json", vec![b'x'; MOST + 1]),
    ];
    let html = Html::parse_document(&render(&report));
    let links = found(&html, "a[download]");
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].attr("download"), Some("small.json"));
    let href = links[0].attr("href").unwrap();
    let data = href.strip_prefix("data:application/json;base64,").unwrap();
    assert_eq!(STANDARD.decode(data).unwrap(), report.attachments[0].bytes);
    let said: String = found(&html, "main").remove(0).text().collect();
    assert!(
        said.contains("large.json: A file. It is too large"),
        "{said}"
    );
    assert!(said.contains("\nseed\n"), "{said}");
}

/// What a browser shows of the elements, line breaks as such, without other white space.
fn read(element: ElementRef<'_>) -> String {
    let mut said = String::new();
    for node in element.descendants() {
        let is_drawn = |e: &ElementRef<'_>| e.value().name() == "svg";
        match node.value() {
            Node::Text(_)
                if node
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .any(|e| is_drawn(&e)) => {}
            Node::Text(text) => said.extend(text.split_whitespace()),
            Node::Element(inner) if inner.name() == "br" => said.push('\n'),
            _ => {}
        }
    }
    said
}

/// The same of a text.
fn bare(words: &str) -> String {
    words
        .chars()
        .filter(|c| *c == '\n' || !c.is_whitespace())
        .collect()
}

/// What may stand in the file, whatever stands in the report.
const ELEMENTS: &str = "html head meta title style body svg symbol circle path rect use a strong header \
    div nav details summary text desc ol li main section h1 h2 h3 p br span ul dl dt dd table caption colgroup col thead tr th td \
    tbody figure figcaption footer";
const ATTRIBUTES: &str = "lang charset http-equiv content name class aria-hidden width height id viewBox \
    d x y xmlns focusable font-family font-size font-weight fill fill-rule stroke stroke-width href aria-label role style aria-labelledby tabindex scope rel";

fn is_sound(file: &str, urls: &[&str]) -> Result<(), TestCaseError> {
    let html = Html::parse_document(file);
    prop_assert!(html.errors.is_empty(), "{:?}", html.errors);
    let elements: BTreeSet<&str> = ELEMENTS.split_whitespace().collect();
    let attributes: BTreeSet<&str> = ATTRIBUTES.split_whitespace().collect();
    let mut ids = BTreeSet::new();
    let (mut inner, mut outer) = (vec![], vec![]);
    for element in found(&html, "*") {
        let element = element.value();
        prop_assert!(elements.contains(element.name()), "{}", element.name());
        for (name, value) in element.attrs() {
            prop_assert!(attributes.contains(name), "{name}");
            match (name, value.strip_prefix('#')) {
                ("id", _) => prop_assert!(ids.insert(value.to_owned()), "{value} twice"),
                ("aria-labelledby", _) => inner.push(value.to_owned()),
                ("href", Some(anchor)) => inner.push(anchor.to_owned()),
                ("href", None) => outer.push(value.to_owned()),
                _ => {}
            }
        }
    }
    for anchor in inner {
        prop_assert!(ids.contains(&anchor), "{anchor} is nowhere");
    }
    prop_assert_eq!(outer, urls);
    let policy = found(&html, "meta[http-equiv=Content-Security-Policy]");
    prop_assert_eq!(policy.len(), 1);
    Ok(())
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[<>&\"'/=!;:# \na-d]{0,24}",
        "(</?(script|style|main|td|b|p|br|svg|title)>|<!--|-->|&amp;|&lt;|&#60;|]]>|\" onload=\"x|<img src=x onerror=y>) ?[a-z]{0,4}",
        "\\PC{0,24}",
    ]
}

fn span() -> impl Strategy<Value = Span> {
    let url = "https://[a-z]{1,5}\\.example/[a-z<>&\"']{0,9}";
    let url = url.prop_map(|url| WebAddress::parse(&url).unwrap());
    prop_oneof![
        3 => words().prop_map(Span::Plain),
        2 => words().prop_map(Span::Strong),
        1 => Just(Span::Outcome(Outcome::Met)),
        1 => (words(), url).prop_map(|(words, url)| Span::Link { words, url }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_stands_in_a_text_is_read_back_and_nothing_else(
        texts in vec(vec(span(), 0..4).prop_map(Text), 6), words in vec(words(), 4),
    ) {
        let [a, b, c, d, e, f] = &texts[..] else { unreachable!() };
        let [title, label, caption, marking] = &words[..] else { unreachable!() };
        let columns = (0..4).map(|_| column(label, false)).collect();
        let place = SignaturePlace { field: "S".into(), signer: label.clone() };
        let blocks = vec![
            Block::Paragraph(a.clone()),
            Block::Callout(b.clone()),
            Block::Facts(vec![Fact { label: label.clone(), value: c.clone() }]),
            table(caption, columns, vec![vec![d.clone(), e.clone(), d.clone(), e.clone()]]),
            Block::List(vec![Text::from("z"), f.clone()]),
            chart(caption, label, title),
            Block::Blanks(vec![Blank::Box(a.clone()), Blank::Lines { label: label.clone(), count: 2 }]),
            Block::Signatures(vec![place]),
        ];
        let mut report = report(vec![Block::Title("T".into())], vec![section(title, blocks, vec![])]);
        report.running.marking.clone_from(marking);
        report.meta.title.clone_from(title);
        report.running.foot.clone_from(label);
        let file = render(&report);
        prop_assert_eq!(&file, &render(&report));

        let html = Html::parse_document(&file);
        let said = read(found(&html, "main").remove(0));
        let given = |words: &str| if words.trim().is_empty() { String::new() } else { bare(words) };
        let (t, k, m) = (given(title), given(caption), bare(marking));
        let (l, h) = (bare(label), given(label).repeat(4));
        let [a, b, c, d, e, f] = [a, b, c, d, e, f].map(|text| bare(&text.words()));
        let row = bare(title);
        let wanted = format!("T{t}{a}{b}{l}{c}{k}{h}{d}{e}{d}{e}z{f}{k}ThefiguresasatableMet{row}7{a}{l}{l}Signedbyhand:");
        prop_assert_eq!(said, wanted, "{}", &file);
        let told: String = found(&html, "figure desc").remove(0).text().collect();
        prop_assert_eq!(bare(&told), l.clone());
        prop_assert_eq!(read(found(&html, "header").remove(0)), format!("{m}DRAFT"));
        prop_assert_eq!(read(found(&html, "footer").remove(0)), format!("{l}{m}"));
        let named: String = found(&html, "title").remove(0).text().collect();
        let title = title.replace('\n', " ");
        prop_assert_eq!(named, format!("DRAFT: {title}: Subject"));

        // The paragraph's stands again in the box to tick, and each cell's in the next but one.
        let order = [&texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &texts[3], &texts[4], &texts[5], &texts[0]];
        let spans = order.iter().flat_map(|text| &text.0);
        let urls: Vec<&str> = spans
            .filter_map(|span| match span {
                Span::Link { words, url } if !words.trim().is_empty() => Some(url.as_str()),
                _ => None,
            })
            .collect();
        is_sound(&file, &urls)?;
    }
}
