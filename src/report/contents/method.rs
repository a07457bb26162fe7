//! Method and sources: how the outcomes follow, what the statements rest on, what a sign-off proves.

use super::blocks::{callout, fact, page, paragraph, section, strong, table};
use super::earlier::versions;
use super::{Basis, texts};
use crate::questionnaire::{Certainty, Provenance, Questionnaire, Source};
use crate::report::model::{Block, Fact, Section, Span, Text};
use crate::text::{date_words, listed};

/// The section.
pub(crate) fn method(basis: &Basis<'_>) -> Section {
    let asked = basis.questionnaire;
    let paragraphs = |texts: &[&str]| texts.iter().map(|t| paragraph(*t)).collect();
    Section {
        sections: vec![
            versions(basis),
            section("How the outcomes follow", paragraphs(texts::RULES)),
            section("What a sign-off proves", paragraphs(texts::SIGNING)),
            section("How to verify this document", verifying()),
            section("The requirements", requirements(basis)),
            section("What the wording rests on", certainty(asked)),
            section("Sources", vec![sources(asked)]),
        ]
        .into_iter()
        .chain(glossary(asked))
        .collect(),
        ..page(texts::METHOD, vec![callout(asked.caution.as_str())])
    }
}

/// What words mean; no section where the questionnaire explains none.
pub(crate) fn glossary(asked: &Questionnaire) -> Option<Section> {
    let terms = asked.glossary.iter();
    let facts: Vec<Fact> = terms
        .map(|term| fact(term.term.as_str(), term.meaning.as_str()))
        .collect();
    (!facts.is_empty()).then(|| section("Glossary", vec![Block::Facts(facts)]))
}

/// What is attached, and the steps from a file to trust in it.
fn verifying() -> Vec<Block> {
    let steps = (1..).zip(texts::VERIFYING);
    let steps = steps.map(|(number, words)| fact(format!("Step {number}"), *words));
    vec![paragraph(texts::ATTACHED), Block::Facts(steps.collect())]
}

/// Each requirement, and which of them nobody read in the original.
fn requirements(basis: &Basis<'_>) -> Vec<Block> {
    let asked = &basis.questionnaire.requirements;
    let rows = asked.iter().map(|r| {
        vec![
            basis.requirement(&r.id).into(),
            r.force.words().into(),
            r.text.as_str().into(),
            basis.questionnaire.rests_on_briefly(&r.from).into(),
        ]
    });
    let columns = [
        ("Requirement", 20),
        ("Force", 8),
        ("In this tool's words", 48),
        ("Known", 24),
    ];
    let unseen = asked
        .iter()
        .filter(|r| r.from.certainty != Certainty::Primary);
    let unseen: Vec<String> = unseen.map(|r| basis.requirement(&r.id)).collect();
    let unseen = (!unseen.is_empty()).then(|| {
        let label = format!("{}.", listed(&unseen));
        paragraph(strong(label, format!(" {}", texts::NOT_SEEN)))
    });
    let table = table("", &columns, rows);
    std::iter::once(table).chain(unseen).collect()
}

fn certainty(asked: &Questionnaire) -> Vec<Block> {
    let conditions = asked.exemptions.iter().flat_map(|kind| &kind.conditions);
    let levels = asked.objectives().flat_map(|o| o.scale());
    let indicators = levels.flat_map(|level| &level.indicators);
    let notices = asked.organisation.notices.iter();
    // The columns of the table, from left to right.
    let kinds: [Vec<&Provenance>; 4] = [
        asked.requirements.iter().map(|r| &r.from).collect(),
        asked
            .scenarios()
            .flat_map(|s| &s.guidance)
            .map(|g| &g.from)
            .collect(),
        asked
            .exemptions
            .iter()
            .map(|kind| &kind.from)
            .chain(conditions.map(|c| &c.from))
            .collect(),
        asked
            .objectives()
            .map(|o| &o.from)
            .chain(indicators.map(|i| &i.from))
            .chain(asked.contrasts.iter().map(|c| &c.from))
            .chain(notices.map(|n| &n.from))
            .collect(),
    ];
    let rows = Certainty::ALL.into_iter().map(|certainty| {
        let label: Text = crate::text::capitalised(certainty.words()).into();
        let counts = kinds.iter().map(|statements| {
            let same = statements.iter().filter(|f| f.certainty == certainty);
            Text::from(same.count().to_string())
        });
        std::iter::once(label).chain(counts).collect()
    });
    let columns = [
        ("How it is known", 32),
        ("Requirements", 17),
        ("Guidance", 13),
        ("Rules on exemptions", 18),
        ("Other views and notices", 20),
    ];
    let mut table = table("", &columns, rows);
    if let Block::Table(table) = &mut table {
        for column in table.columns.iter_mut().skip(1) {
            column.numeric = true;
        }
    }
    vec![paragraph(texts::CERTAINTY_ABOUT), table]
}

/// The sources, with what was seen of them and when.
pub(crate) fn sources(asked: &Questionnaire) -> Block {
    let rows = asked.sources.iter().map(|source| {
        let mut title = vec![Span::Plain(source.title.clone())];
        if let Some(address) = source.address() {
            title.push(Span::Plain("\n".to_owned()));
            title.push(match address {
                Ok(url) => Span::Link {
                    words: url.to_string(),
                    url,
                },
                Err(why) => Span::Plain(Source::without_address(why)),
            });
        }
        vec![
            source.id.to_string().into(),
            Text(title),
            source.seen_words().into(),
            date_words(source.checked).into(),
        ]
    });
    let columns = [
        ("Source", 12),
        ("Title and address", 40),
        ("Seen", 34),
        ("Looked at", 14),
    ];
    table("", &columns, rows)
}
