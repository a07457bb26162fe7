//! Views that judge by indicators: each objective in full, and where the views differ.

use super::blocks::{fact, page, paragraph, section, sentence, strong, table};
use super::{Basis, texts};
use crate::questionnaire::{Level, Objective, View};
use crate::report::model::{Block, Section, Text};
use crate::rules::{DIFFER, Indicated, NO_DIFFERENCE, ObjectiveResult, Reached, Truth};

/// A section for each view that has objectives, then what follows from holding views together.
pub(super) fn views(basis: &Basis<'_>) -> Vec<Section> {
    let views = basis.questionnaire.views.iter();
    let views = views.filter(|view| !view.objectives.is_empty());
    let mut sections: Vec<Section> = views.map(|view| one(basis, view)).collect();
    sections.extend(differences(basis));
    sections
}

fn one(basis: &Basis<'_>, view: &View) -> Section {
    let results = of_view(basis, view).map(|(objective, result)| in_full(basis, objective, result));
    Section {
        sections: results.collect(),
        ..page(
            view.title.as_str(),
            vec![paragraph(view.about.as_str()), paragraph(texts::INDICATORS)],
        )
    }
}

/// The objectives of a view with their results.
pub(super) fn of_view<'a>(
    basis: &Basis<'a>,
    view: &'a View,
) -> impl Iterator<Item = (&'a Objective, &'a ObjectiveResult)> + use<'a> {
    let results = &basis.results.objectives;
    view.objectives.iter().filter_map(|objective| {
        let result = results.iter().find(|r| r.id == objective.id)?;
        Some((objective, result))
    })
}

/// The statement that decides how far an objective gets, for a place with little room.
pub(super) fn in_short(objective: &Objective, result: &ObjectiveResult) -> String {
    let Reached::Level(reached) = &result.reached else {
        return result.because.clone();
    };
    let first = |level: &Level, wanted: Truth| {
        let wanted = Indicated::Asked(wanted);
        let indicators = level.indicators.iter();
        let mut found = indicators.filter(|i| result.holds(i) == wanted);
        found.next().map(|i| i.text.clone())
    };
    if let Some(holds) = first(&objective.lowest, Truth::Yes) {
        return format!("This holds: {holds}");
    }
    let above = objective.scale().skip_while(|level| level.id != *reached);
    match above.skip(1).find_map(|level| first(level, Truth::No)) {
        Some(lacks) => format!("This does not hold: {lacks}"),
        None => result.because.clone(),
    }
}

fn in_full(basis: &Basis<'_>, objective: &Objective, result: &ObjectiveResult) -> Section {
    let asked = basis.questionnaire;
    let scale: Vec<&str> = objective.scale().map(|l| l.title.as_str()).collect();
    let facts = vec![
        fact("Level reached", strong(result.reached.words(objective), "")),
        fact("Why", result.because.as_str()),
        fact("In this tool's words", objective.text.as_str()),
        fact("How it is known", asked.rests_on(&objective.from)),
        fact("Levels, upwards", sentence(&scale.join("; "))),
    ];
    let rows = objective.scale().flat_map(|level| {
        let takes = objective.takes(level);
        level.indicators.iter().map(move |indicator| {
            vec![
                takes.as_str().into(),
                indicator.text.as_str().into(),
                Text::from(result.holds(indicator).words()),
                asked.rests_on_briefly(&indicator.from).into(),
            ]
        })
    });
    let columns = [
        ("Level", 20),
        ("Indicator", 34),
        ("Holds", 14),
        ("How it is known", 32),
    ];
    let caption = format!("Indicators of {}", objective.id);
    section(
        format!("{} {}", objective.id, objective.title),
        vec![Block::Facts(facts), table(caption, &columns, rows)],
    )
}

/// Where the views differ now, with what that rests on; nothing where they cannot.
fn differences(basis: &Basis<'_>) -> Option<Section> {
    if basis.questionnaire.contrasts.is_empty() {
        return None;
    }
    let told = basis.results.contrasts.iter();
    let items: Vec<Text> = told.map(|told| told.in_full().into()).collect();
    let blocks = if items.is_empty() {
        vec![paragraph(NO_DIFFERENCE)]
    } else {
        vec![paragraph(texts::DIFFER_ABOUT), Block::List(items)]
    };
    Some(section(DIFFER, blocks))
}
