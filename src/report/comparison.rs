//! What differs between two records, as a document: `markdown` draws it, and the command line as
//! plain text.

use jiff::civil::Date;

use super::contents::blocks::{fact, paragraph, section, table};
use super::model::{Block, Meta, Report, Running, Section, Text};
use crate::facts::Origin;
use crate::history::{Comparison, Differs, Direction, ExemptionDiffers, Moved, Verdict};
use crate::questionnaire::{Question, Questionnaire};
use crate::rules::Standing;
use crate::text::date_words;

/// Two records, with what differs.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// What the later one asks.
    pub questionnaire: &'a Questionnaire,
    /// Which record is the earlier one.
    pub earlier: &'a Origin,
    pub later: &'a Origin,
    /// How much of the later one is only carried forward, and still to be confirmed.
    pub to_confirm: usize,
    /// The day on which both were judged.
    pub as_at: Date,
    /// What differs.
    pub found: &'a Comparison,
}

/// The document.
pub fn comparison(compared: &Compared<'_>) -> Report {
    let (earlier, later) = (compared.earlier, compared.later);
    let title = format!("From {} to {}", earlier.record, later.record);
    let mut facts = vec![
        fact("Earlier record", record(earlier)),
        fact("Later record", record(later)),
        fact("Both judged on", date_words(compared.as_at)),
    ];
    if compared.to_confirm > 0 {
        let left = compared.to_confirm.to_string();
        facts.push(fact("Still to be confirmed in the later record", left));
    }
    let mut front = vec![Block::Title(title.clone()), Block::Facts(facts)];
    let sections = sections(compared.found);
    if sections.is_empty() {
        front.push(paragraph(
            "Nothing differs: outcomes, answers, exemptions, actions, systems, notes and evidence are the same.",
        ));
    }
    Report {
        meta: Meta {
            title,
            subject: later.organisation.clone(),
            author: None,
            language: "en-GB".to_owned(),
            modified: None,
            seed: format!("{} {}", earlier.fingerprint, later.fingerprint),
        },
        running: Running {
            marking: compared.questionnaire.default_marking().to_owned(),
            foot: String::new(),
            draft: false,
        },
        front,
        sections,
        attachments: vec![],
    }
}

fn record(origin: &Origin) -> String {
    let whose = match origin.organisation.as_str() {
        "" => String::new(),
        name => format!("{name}: "),
    };
    let (words, fingerprint) = (origin.words(), origin.fingerprint);
    format!("{whose}{words}, fingerprint {fingerprint}")
}

fn sections(found: &Comparison) -> Vec<Section> {
    [
        results("Outcomes by requirement", &found.requirements),
        results("Outcomes by scenario", &found.scenarios),
        results("Levels by objective", &found.objectives),
        differences("Answers", "Question", &found.answers, "not answered"),
        exemptions(&found.exemptions),
        differences("Actions", "Action", &found.actions, "not recorded"),
        differences(
            "Systems and evidence in the list",
            "Entry",
            &found.registers,
            "not recorded",
        ),
        differences("Notes and evidence", "Where", &found.notes, "none"),
        questions("Asked only by the earlier record", &found.only_earlier),
        questions("Asked only by the later record", &found.only_later),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How many are better, worse and other: "2 better, 1 worse, 0 other".
fn counted<Id>(moved: &[Moved<Id>]) -> String {
    let count = |direction| moved.iter().filter(|m| m.direction == direction).count();
    let words = Direction::ALL.map(|each| format!("{} {}", count(each), each.word()));
    words.join(", ")
}

fn results<Id>(title: &str, moved: &[Moved<Id>]) -> Option<Section> {
    let words = |verdict: &Option<Verdict>| -> Text {
        let words = verdict.as_ref().map_or("Not asked", Verdict::words);
        words.into()
    };
    let rows = moved.iter().map(|m| {
        let change = m.direction.word().into();
        vec![m.what.as_str().into(), words(&m.from), words(&m.to), change]
    });
    let columns = [("What", 46), ("Earlier", 20), ("Later", 20), ("Change", 14)];
    (!moved.is_empty()).then(|| {
        let counts = paragraph(format!("{}.", counted(moved)));
        section(title, vec![counts, table("", &columns, rows)])
    })
}

fn differences(title: &str, what: &str, differ: &[Differs], none: &str) -> Option<Section> {
    let rows = differ.iter().map(|differs| row(differs, none));
    let columns = [(what, 40), ("Earlier", 30), ("Later", 30)];
    (!differ.is_empty()).then(|| section(title, vec![table("", &columns, rows)]))
}

fn row(differs: &Differs, none: &str) -> Vec<Text> {
    let words = |words: &Option<String>| words.as_deref().unwrap_or(none).into();
    let what = differs.what.as_str().into();
    vec![what, words(&differs.from), words(&differs.to)]
}

fn exemptions(differ: &[ExemptionDiffers]) -> Option<Section> {
    let stands = |standing: &Option<Standing>| -> Text {
        let words = standing.as_ref().map(Standing::words);
        words.unwrap_or_else(|| "not recorded".to_owned()).into()
    };
    let rows = differ.iter().flat_map(|exemption| {
        let name = format!("Exemption {}: {}", exemption.id, exemption.name);
        let first = vec![name.into(), stands(&exemption.from), stands(&exemption.to)];
        let details = exemption.details.iter();
        std::iter::once(first).chain(details.map(|differs| row(differs, "not given")))
    });
    let columns = [("Exemption", 40), ("Earlier", 30), ("Later", 30)];
    (!differ.is_empty()).then(|| section("Exemptions", vec![table("", &columns, rows)]))
}

fn questions(title: &str, questions: &[Question]) -> Option<Section> {
    let items: Vec<Text> = questions.iter().map(|q| q.text.as_str().into()).collect();
    (!items.is_empty()).then(|| section(title, vec![Block::List(items)]))
}
