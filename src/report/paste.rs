//! The outcome as plain text, to be pasted into the form of somebody else, such as a comment of the
//! Data Security and Protection Toolkit. An extract: the report says more.
//!
//! It names roles and no people. No limit of such a form is known, so nothing is cut to one.

use super::contents::blocks::{clipped, sentence};
use super::contents::{Basis, sign_offs};
use crate::facts::{Action, ActionId, Due, ExemptionId};
use crate::questionnaire::{Force, Requirement, View};
use crate::rules::{Outcome, RequirementResult, Standing};
use crate::text::{counted, date_words};

/// How much of what is to be done is quoted, in characters.
const QUOTED: usize = 160;

/// The text, in lines that a form may keep or join.
pub fn render(basis: &Basis<'_>) -> String {
    let asked = basis.questionnaire;
    let mut lines = vec![
        format!(
            "{}: self-assessment against “{}”, version {}, as at {}.",
            basis.organisation(),
            asked.title,
            asked.version,
            date_words(basis.options.as_at)
        ),
        standing(basis),
    ];
    for view in &asked.views {
        lines.extend(requirements(basis, view));
    }
    lines.extend(under("Exemptions that count:", exemptions(basis)));
    lines.extend(under("Still to be done:", actions(basis)));
    lines.push(String::new());
    let fingerprint = match basis.fingerprint().as_str() {
        "" => String::new(),
        fingerprint => format!(" Fingerprint of the record: {fingerprint}."),
    };
    lines.push(format!(
        "This is an extract. The report of the assessment says more.{fingerprint}"
    ));
    lines.join("\n") + "\n"
}

/// Whether it is a draft, and who stands behind it: roles and days.
fn standing(basis: &Basis<'_>) -> String {
    if !basis.state.is_signed() {
        return "DRAFT: nobody has signed the record as it stands.".to_owned();
    }
    let whole = basis.state.current_sign_offs().filter(|s| !s.is_draft());
    let signed = whole.map(|signed| {
        let by = &signed.sign_off;
        format!("{}, {}", by.role, date_words(by.date))
    });
    let signed: Vec<String> = signed.collect();
    let signed = format!("Signed off by: {}.", signed.join("; "));
    // Nobody has signed for what days alone have changed.
    let since = sign_offs::since(basis);
    match since.iter().find_map(|(_, since)| since.in_short()) {
        None => signed,
        Some(changed) => format!("{signed} {changed}."),
    }
}

/// The requirements of one view, after a sentence that sums them up.
fn requirements(basis: &Basis<'_>, view: &View) -> Vec<String> {
    let of_view = basis.questionnaire.requirements.iter();
    let of_view = of_view.filter(|requirement| requirement.view == view.id);
    let pairs: Vec<(&Requirement, &RequirementResult)> = of_view
        .filter_map(|requirement| {
            let mut results = basis.results.requirements.iter();
            Some((requirement, results.find(|r| r.id == requirement.id)?))
        })
        .collect();
    if pairs.is_empty() {
        return vec![];
    }
    let mut lines = vec![String::new(), format!("{}:", view.title)];
    for force in [Force::Must, Force::Should, Force::May] {
        let of_force = pairs.iter().filter(|(asked, _)| asked.force == force);
        let outcomes: Vec<Outcome> = of_force.map(|(_, result)| result.outcome).collect();
        if !outcomes.is_empty() {
            lines.push(summed_up(force, &outcomes));
        }
    }
    lines.extend(pairs.into_iter().map(|(asked, result)| {
        let (force, outcome) = (asked.force.words(), result.outcome.words());
        let why = match result.because.as_str() {
            "" => String::new(),
            why => format!(" {}", sentence(why)),
        };
        format!("- {} {} ({force}): {outcome}.{why}", asked.id, asked.title)
    }));
    lines
}

/// How many clauses of one force have which outcome.
fn summed_up(force: Force, outcomes: &[Outcome]) -> String {
    let count = |outcome: Outcome| outcomes.iter().filter(|o| **o == outcome).count();
    let counts = Outcome::ALL.into_iter().map(|o| (count(o), o));
    let counts = counts.filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, outcome)| format!("{count} {}", outcome.words().to_lowercase()))
        .collect();
    let noun = format!("{} requirement", force.words());
    format!("{}: {}.", counted(outcomes.len(), &noun), counts.join(", "))
}

fn exemptions(basis: &Basis<'_>) -> Vec<String> {
    let count = |id: &ExemptionId| match basis.results.exemptions.get(id) {
        Some(standing @ Standing::Valid { .. }) => Some(standing.words()),
        _ => None,
    };
    let all = basis.state.exemptions.iter();
    all.filter_map(|(id, exemption)| {
        let name = sentence(&basis.exemption(exemption));
        Some(format!("- {id}: {name} {}", count(id)?))
    })
    .collect()
}

fn actions(basis: &Basis<'_>) -> Vec<String> {
    let open = basis.state.actions.iter().filter(|(_, a)| !a.is_done());
    let words = |(id, action): (&ActionId, &Action)| {
        let what = sentence(&clipped(&action.what, QUOTED));
        let due = match &action.due {
            Due::On(day) => format!("Due {}.", date_words(*day)),
            Due::NoDate(_) | Due::NotGiven => "No date.".to_owned(),
        };
        format!("- {id}: {what} {due}").replace('\n', " ")
    };
    open.map(words).collect()
}

/// Lines under a heading; nothing where there is none.
fn under(heading: &str, lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() {
        vec![]
    } else {
        [vec![String::new(), heading.to_owned()], lines].concat()
    }
}
