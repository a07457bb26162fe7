//! The front sheet: who assessed what, when, and who stands behind it.

use super::Basis;
use super::blocks::{callout, fact, paragraph};
use super::{sign_offs, texts};
use crate::assessment::date_words;
use crate::questionnaire::Input;
use crate::report::model::{Block, Fact, Span, Text};

/// The blocks of the front sheet.
pub fn front(basis: &Basis<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::Title(basis.title_in_two_lines()),
        paragraph(Text(vec![Span::Strong(basis.organisation().to_owned())])),
        Block::Facts(document(basis).chain(details(basis)).collect()),
    ];
    let redaction = basis.state.redaction.as_ref();
    blocks.extend(redaction.map(|redaction| callout(redaction.words())));
    blocks.extend(sign_offs::front(basis));
    blocks.push(callout(to_know(basis)));
    blocks
}

/// What nobody may miss: the first notice for such an organisation, whose statement this is, and
/// care. All notices stand with the organisation's answers: here is room for one.
fn to_know(basis: &Basis<'_>) -> Text {
    let told = basis.results.notices.iter().take(1);
    let told = told.flat_map(|told| {
        let rests_on = format!(" ({})\n", told.rests_on);
        [Span::Strong(told.says.clone()), Span::Plain(rests_on)]
    });
    let whose = texts::self_assessment(basis.organisation(), &basis.questionnaire.publisher);
    let last = Span::Plain(format!("{whose}\n{}", texts::SHARING));
    Text(told.chain([last]).collect())
}

fn document(basis: &Basis<'_>) -> impl Iterator<Item = Fact> {
    let asked = basis.questionnaire;
    let against = format!(
        "{} (questionnaire {}, version {})",
        asked.title, asked.id, asked.version
    );
    [
        fact("Assessed against", against),
        fact("Date of this report", date_words(basis.options.as_at)),
        fact("Marking", basis.options.marking.as_str()),
        fact("Assessed by", basis.assessor()),
        fact("Fingerprint of the record", basis.fingerprint()),
    ]
    .into_iter()
}

/// What else was typed about the organisation, as it was asked. Its choices and numbers decide
/// what is asked, and stand before the scenarios with all the rest.
fn details<'a>(basis: &Basis<'a>) -> impl Iterator<Item = Fact> + use<'a> {
    let (asked, state) = (basis.questionnaire, basis.state);
    let results = basis.results;
    let form = &asked.organisation;
    form.questions.iter().filter_map(move |q| {
        let said_already = q.id == form.name || q.id == form.assessor;
        let names = matches!(q.input, Input::Line { .. });
        if said_already || !names || !results.shown.contains(&q.id) {
            return None;
        }
        let answer = state.answers.get(&q.id)?;
        Some(fact(q.text.as_str(), answer.words(q)))
    })
}
