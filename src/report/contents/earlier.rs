//! What versions of the questionnaire mean for a record: which were in force, what was given to an
//! earlier one and has no place now, and what has changed since it was answered.

use super::Basis;
use super::blocks::{fact, given, paragraph, section, table};
use super::names::day;
use super::texts;
use crate::assessment::{changed_words, date_words, to_look_at};
use crate::questionnaire::Question;
use crate::report::model::{Block, Fact, Section, Text};

/// The version in force, and how each came.
pub fn versions(basis: &Basis<'_>) -> Section {
    let asked = basis.questionnaire;
    let in_force = format!("{}, version {}", asked.id, asked.version);
    let mut facts = vec![fact("In force", in_force)];
    let earlier = &basis.state.earlier;
    for (index, before) in earlier.iter().enumerate() {
        let next = earlier.get(index + 1).map(|e| &*e.questionnaire);
        let entry = basis.entries.iter().find(|l| l.entry.seq == before.until);
        let on = entry.map_or_else(String::new, |l| format!(" on {}", date_words(day(l))));
        let by = entry.map_or("", |l| l.entry.by.as_str());
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(", by {by}")
        };
        let words = format!(
            "Entry {}{on}: from version {} to version {}{by}.",
            before.until,
            before.questionnaire.version,
            next.unwrap_or(asked).version
        );
        facts.push(fact("Moved", words));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !earlier.is_empty() {
        blocks.push(paragraph(texts::VERSIONS_ABOUT));
    }
    section("The questionnaire and its versions", blocks)
}

/// What has no place in the version in force, as it was asked; no section when there is nothing.
pub fn former(basis: &Basis<'_>) -> Option<Section> {
    let rows: Vec<Vec<Text>> = basis
        .state
        .former
        .iter()
        .map(|former| {
            let place = format!("{}\nVersion {}", former.place, former.version);
            vec![
                place.into(),
                given(former.asked.as_str()),
                given(former.words.as_str()),
                former.why.words().into(),
            ]
        })
        .collect();
    let columns = [
        ("Where", 22),
        ("What was asked", 30),
        ("What was given", 26),
        ("Why it does not count", 22),
    ];
    (!rows.is_empty()).then(|| {
        let table = table("Given to an earlier version", &columns, rows);
        section(texts::FORMER, vec![paragraph(texts::FORMER_ABOUT), table])
    })
}

/// Which of these questions have changed since they were answered; nothing when none has.
pub fn changed(basis: &Basis<'_>, questions: &[Question]) -> Option<Fact> {
    let here = |id| questions.iter().any(|q| q.id == id);
    let lines: Vec<String> = to_look_at(basis.questionnaire, basis.state, basis.results)
        .filter(|(question, _)| here(question.id.clone()))
        .map(|(question, changes)| format!("“{}” {}.", question.text, changed_words(changes)))
        .collect();
    (!lines.is_empty()).then(|| fact("To look at again", lines.join("\n")))
}
