//! Method and sources: how the outcomes follow, what the statements rest on, what a sign-off proves.

use super::Basis;
use super::blocks::{callout, page, paragraph, section, table};
use super::earlier::versions;
use super::texts;
use crate::assessment::date_words;
use crate::questionnaire::{Certainty, Provenance, Questionnaire};
use crate::report::model::{Block, Section, Text};

/// The section.
pub fn method(basis: &Basis<'_>) -> Section {
    let asked = basis.questionnaire;
    let paragraphs = |texts: &[&str]| texts.iter().map(|t| paragraph(*t)).collect();
    Section {
        sections: vec![
            versions(basis),
            section("How the outcomes follow", paragraphs(texts::RULES)),
            section("What a sign-off proves", paragraphs(texts::SIGNING)),
            section(
                "What is attached, and how to verify",
                paragraphs(texts::ATTACHED),
            ),
            section("The requirements", vec![requirements(basis)]),
            section("What the wording rests on", certainty(asked)),
            section("Sources", vec![sources(asked)]),
        ],
        ..page(texts::METHOD, vec![callout(asked.caution.as_str())])
    }
}

fn requirements(basis: &Basis<'_>) -> Block {
    let rows = basis.questionnaire.requirements.iter().map(|r| {
        vec![
            basis.requirement(&r.id).into(),
            r.force.words().into(),
            r.text.as_str().into(),
            basis.questionnaire.rests_on_briefly(&r.from).into(),
        ]
    });
    let columns = [
        ("Requirement", 22),
        ("Force", 10),
        ("In this tool's words", 46),
        ("How it is known", 22),
    ];
    table("Requirements", &columns, rows)
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
    let mut table = table("Statements by certainty", &columns, rows);
    if let Block::Table(table) = &mut table {
        for column in table.columns.iter_mut().skip(1) {
            column.numeric = true;
        }
    }
    vec![paragraph(texts::CERTAINTY_ABOUT), table]
}

/// The sources, with what was seen of them and when.
pub fn sources(asked: &Questionnaire) -> Block {
    let rows = asked.sources.iter().map(|source| {
        let title = match &source.url {
            Some(url) => format!("{}\n{url}", source.title),
            None => source.title.clone(),
        };
        vec![
            source.id.to_string().into(),
            title.into(),
            source.seen_words().into(),
            date_words(source.checked).into(),
        ]
    });
    let columns = [
        ("Source", 14),
        ("Title and address", 36),
        ("How much of it was seen", 34),
        ("Looked at", 16),
    ];
    table("Sources", &columns, rows)
}
