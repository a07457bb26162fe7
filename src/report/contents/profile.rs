//! Which parts a report has, by its profile, and what it therefore leaves out.

use super::blocks::{paragraph, section, table};
use super::{
    Basis, actions, changes, compared, decisions, exemptions, method, proof, registers, review,
    scenarios, summary, texts, views,
};
use crate::report::Profile;
use crate::report::model::{Block, Section, Text};

/// A part of the report.
struct Part {
    /// The profile that prints it first; greater ones print it too.
    from: Profile,
    make: fn(&Basis<'_>) -> Vec<Section>,
}

/// All parts, in the order in which they are read. What each says in short by profile, it decides.
const PARTS: [Part; 16] = {
    use Profile::{Board, Full};
    const fn part(from: Profile, make: fn(&Basis<'_>) -> Vec<Section>) -> Part {
        Part { from, make }
    }
    [
        part(Board, |basis| vec![summary::summary(basis)]),
        part(Board, |_| vec![contents()]),
        part(Board, |basis| vec![decisions::decisions(basis)]),
        part(Board, |basis| vec![review::review(basis)]),
        part(Full, views::views),
        part(Full, |basis| vec![scenarios::scenarios(basis)]),
        part(Board, |basis| vec![exemptions::register(basis)]),
        part(Board, |basis| vec![actions::actions(basis)]),
        part(Full, |basis| {
            registers::systems(basis).into_iter().collect()
        }),
        part(Full, |basis| {
            registers::evidence(basis).into_iter().collect()
        }),
        part(Full, |basis| {
            compared::compared(basis).into_iter().collect()
        }),
        part(Full, |basis| vec![changes::clashes(basis)]),
        part(Full, |basis| vec![changes::changes(basis)]),
        part(Full, |basis| vec![method::method(basis)]),
        part(Board, |basis| vec![proof::proof(basis)]),
        part(Board, |basis| left_out(basis).into_iter().collect()),
    ]
};

/// The sections that the profile prints.
pub(super) fn sections(basis: &Basis<'_>) -> Vec<Section> {
    let printed = PARTS
        .iter()
        .filter(|part| part.from <= basis.options.profile);
    printed.flat_map(|part| (part.make)(basis)).collect()
}

/// The table of contents.
fn contents() -> Section {
    super::blocks::page(texts::CONTENTS, vec![Block::Contents])
}

/// What the profile does not print, and where it is; nothing where it prints all.
fn left_out(basis: &Basis<'_>) -> Option<Section> {
    let profile = basis.options.profile;
    let parts = PARTS.iter().filter(|part| part.from > profile);
    let whole = parts.flat_map(|part| {
        let titles = (part.make)(basis).into_iter().map(|section| section.title);
        titles.map(|title| row(&title, part.from))
    });
    let short = texts::IN_SHORT.iter();
    let short = short.filter(|(here, ..)| *here == profile);
    let rows: Vec<Vec<Text>> = whole
        .chain(short.map(|(_, what, from)| row(what, *from)))
        .collect();
    let columns = [("What is left out", 55), ("Where it is", 45)];
    (!rows.is_empty()).then(|| {
        let blocks = vec![paragraph(texts::LEFT_OUT_ABOUT), table("", &columns, rows)];
        section(texts::LEFT_OUT, blocks)
    })
}

fn row(what: &str, from: Profile) -> Vec<Text> {
    let place = format!("The attached record; report --profile {}", from.id());
    vec![what.into(), place.into()]
}
