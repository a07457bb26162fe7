//! An exemption in short, for a board: whether it counts, its dates, its approvals and its risk.

use crate::facts::{Exemption, ExemptionId};
use crate::questionnaire::Step;
use crate::report::contents::Basis;
use crate::report::contents::blocks::{clipped, fact, given, section};
use crate::report::model::{Block, Fact, Section, Text};
use crate::rules::Standing;
use crate::text::date_words;

/// Longest name in a heading, in characters.
const NAMED: usize = 80;

/// The section.
pub(super) fn brief(basis: &Basis<'_>, id: ExemptionId, exemption: &Exemption) -> Section {
    let name = basis.exemption(exemption);
    let standing = basis.results.exemptions.get(&id);
    let kind = basis.state.known_kind(basis.questionnaire, &exemption.kind);
    let mut facts = vec![
        fact("Name", name.as_str()),
        fact("Standing", standing.map_or_else(String::new, words)),
    ];
    if let Some(kind) = kind {
        let in_force = exemption.in_force(kind);
        let days = [
            ("Ends", in_force.expiry(kind)),
            ("Next review", in_force.review(kind)),
        ];
        let days = days.into_iter();
        facts.extend(days.filter_map(|(label, day)| Some(fact(label, date_words(day?)))));
        let life = basis.life_words(exemption, kind).join("\n");
        let confirmed = kind.confirmed.as_ref();
        let confirmed = confirmed.and_then(|id| in_force.fields.get(id).zip(kind.question(id)));
        match &kind.approval {
            Some(_) => facts.push(fact("Approvals", given(life))),
            // A kind that needs no approval has none to give.
            None => facts
                .extend(confirmed.map(|(day, question)| fact("Confirmed on", day.words(question)))),
        }
        let risk = kind.steps.iter().filter(|step| is_about_risk(step));
        facts.extend(risk.flat_map(|step| answers(step, exemption)));
    }
    let title = format!("{id}: {}", clipped(&name, NAMED));
    section(title, vec![Block::Facts(facts)])
}

/// Whether it counts, with all that keeps it from that.
fn words(standing: &Standing) -> String {
    let Standing::NotValid { unmet } = standing else {
        return standing.words();
    };
    let unmet: Vec<&str> = unmet.iter().map(|unmet| unmet.says.as_str()).collect();
    format!("Does not count. {}", unmet.join(" "))
}

/// Whether a step of the form is on risk: a questionnaire says so in its title.
fn is_about_risk(step: &Step) -> bool {
    let title = step.title.to_lowercase();
    title
        .split_whitespace()
        .any(|word| word == "risk" || word == "risks")
}

fn answers(step: &Step, exemption: &Exemption) -> Vec<Fact> {
    let told = step.questions.iter().map(|question| {
        let answer = exemption.fields.get(&question.id);
        let words: Text = answer
            .map_or_else(String::new, |a| a.words(question))
            .into();
        fact(question.text.as_str(), words)
    });
    told.collect()
}
