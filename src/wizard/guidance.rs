//! What a person can read beside the questions: requirements, guidance, sources, conditions. Every
//! piece says what it rests on. Both faces show the same.

use super::assessed::Assessed;
use super::page::Piece;
use super::places::Subject;
use crate::facts::{Exemption, ExemptionId};
use crate::questionnaire::{
    Certainty, ExemptionCondition, Provenance, Questionnaire, Scenario, Source, SourceId,
};
use crate::rules::Standing;
use crate::text::date_words;

/// All that there is to read on a scenario: what is required, how to answer, and the sources.
pub fn guidance(asked: &Questionnaire, scenario: &Scenario) -> Vec<Piece> {
    let required = scenario.assess.iter();
    let required = required.filter_map(|assess| asked.requirement(&assess.requirement));
    let required = required.map(|r| {
        let text = format!("{} ({}): {}", r.id, r.force.words(), r.text);
        (text, &r.from)
    });
    let mut pieces = together(asked, "What is required, in this tool's words", required);
    pieces.extend(scenario.guidance.iter().map(|piece| Piece {
        heading: piece.topic.words().to_owned(),
        text: piece.text.clone(),
        // Most advice is the tool's own: the sources that it interprets are named below it all.
        rests_on: Some(if piece.from.certainty == Certainty::Interpretation {
            asked.rests_on_briefly(&piece.from)
        } else {
            asked.rests_on(&piece.from)
        }),
    }));
    pieces.extend(sources(asked, scenario));
    pieces
}

/// How far pieces can be scrolled: about a line a step in a window of 80 by 24. A face sets this
/// against the lines that it has, so that the last step always shows the end.
pub(super) fn scroll(pieces: &[Piece]) -> usize {
    let lines = |words: &str| -> usize {
        let lines = words.lines().map(|line| line.chars().count() / 72 + 1);
        lines.sum()
    };
    let rests_on = |piece: &Piece| piece.rests_on.as_deref().map_or(0, lines);
    let all: usize = pieces
        .iter()
        .map(|p| lines(&p.text) + rests_on(p) + 2)
        .sum();
    all.saturating_sub(22).max(all / 3)
}

/// What stands below the questions of a form, besides outcomes: notices, or the conditions of an
/// exemption.
pub fn below(open: &Assessed, subject: &Subject) -> Vec<Piece> {
    match subject {
        Subject::Organisation => notices(open),
        Subject::Exemption(id, 0) => conditions(open, *id),
        Subject::Action(id) => super::actions::below(open, *id),
        Subject::Scenario(_)
        | Subject::Exemption(..)
        | Subject::System(_)
        | Subject::Listed(_)
        | Subject::File(_)
        | Subject::SignOff => vec![],
    }
}

fn notices(open: &Assessed) -> Vec<Piece> {
    let told = open.results.notices.iter();
    told.map(|told| Piece {
        heading: super::texts::NOTICE.to_owned(),
        text: told.says.clone(),
        rests_on: Some(told.rests_on.clone()),
    })
    .collect()
}

/// Each condition that an exemption has to meet, and whether it does.
fn conditions(open: &Assessed, id: ExemptionId) -> Vec<Piece> {
    let (Some(kind), Some(standing)) = (open.kind_of(id), open.results.exemptions.get(&id)) else {
        return vec![];
    };
    let unmet = match standing {
        Standing::Valid { .. } => &[][..],
        Standing::NotValid { unmet } => unmet,
        Standing::Withdrawn { .. } | Standing::Closed { .. } => return vec![],
    };
    let exemption = open.state.exemptions.get(&id);
    let each = kind.conditions.iter().map(|condition| {
        let matters = exemption.is_some_and(|exemption| matters(condition, exemption));
        let fails = unmet
            .iter()
            .any(|u| u.condition.as_ref() == Some(&condition.id));
        let holds = match (&condition.met_when, fails) {
            (None, _) => condition.unmet.as_str(),
            _ if !matters => "Not needed for what it serves.",
            (Some(_), true) => "Does not hold.",
            (Some(_), false) => "Holds.",
        };
        (format!("{}. {holds}", condition.name()), &condition.from)
    });
    together(&open.questionnaire, "What must hold before it counts", each)
}

/// Whether a condition bears on what an exemption serves.
pub(super) fn matters(condition: &ExemptionCondition, exemption: &Exemption) -> bool {
    let asked = &condition.requirements;
    asked.is_empty() || asked.iter().any(|r| exemption.requirements.contains(r))
}

/// Texts under one heading; those that follow each other and rest on the same say so once.
fn together<'a>(
    asked: &Questionnaire,
    heading: &str,
    texts: impl Iterator<Item = (String, &'a Provenance)>,
) -> Vec<Piece> {
    let mut pieces: Vec<(String, &Provenance)> = vec![];
    for (text, from) in texts {
        match pieces.last_mut() {
            Some((before, same)) if *same == from => {
                before.push('\n');
                before.push_str(&text);
            }
            _ => pieces.push((text, from)),
        }
    }
    let piece = |(text, from)| Piece {
        heading: heading.to_owned(),
        text,
        rests_on: Some(asked.rests_on(from)),
    };
    pieces.into_iter().map(piece).collect()
}

/// The sources behind a scenario's guidance and requirements: how much of each was seen, and when.
fn sources(asked: &Questionnaire, scenario: &Scenario) -> Option<Piece> {
    let required = scenario.assess.iter();
    let required = required.filter_map(|a| Some(&asked.requirement(&a.requirement)?.from));
    let guidance = scenario.guidance.iter().map(|piece| &piece.from);
    let named: Vec<&SourceId> = required.chain(guidance).flat_map(|f| &f.sources).collect();
    let seen = asked.sources.iter().filter(|s| named.contains(&&s.id));
    let seen: Vec<String> = seen.map(source_words).collect();
    (!seen.is_empty()).then(|| Piece {
        heading: super::texts::SOURCES.to_owned(),
        text: seen.join("\n"),
        rests_on: None,
    })
}

fn source_words(source: &Source) -> String {
    let address = match source.address() {
        Some(Ok(url)) => format!("\n{url}"),
        Some(Err(why)) => format!("\n{}", Source::without_address(why)),
        None => String::new(),
    };
    format!(
        "{}: {}. {} Looked at {}.{address}",
        source.id,
        source.title,
        source.seen_words(),
        date_words(source.checked)
    )
}
