//! Every scenario: its outcomes and why, every answer, note, evidence, exemption and action.

use super::answers::{answers, hidden, note_label};
use super::blocks::{clipped, fact, page, paragraph, section, table};
use super::earlier::{changed, former};
use super::{Basis, texts};
use crate::questionnaire::{Condition, Scenario};
use crate::report::Profile;
use crate::report::model::{Block, Fact, Section, Text};
use crate::rules::{Missing, Outcome, ScenarioResult, Sheet, Truth, drawn};
use crate::text::{counted, listed};

/// Longest name of what stands in full elsewhere, in characters.
const NAMED: usize = 100;

/// The section on scenarios.
pub(super) fn scenarios(basis: &Basis<'_>) -> Section {
    let groups = basis.questionnaire.groups.iter();
    let groups = groups.filter_map(|group| {
        let asked = group.scenarios.iter().filter_map(|scenario| {
            let result = basis.results.scenario(&scenario.id)?;
            result.asked.then(|| one(basis, scenario, result))
        });
        let sections: Vec<Section> = asked.collect();
        (!sections.is_empty()).then(|| Section {
            sections,
            ..section(group.title.as_str(), vec![])
        })
    });
    let mut parts = vec![organisation(basis)];
    parts.extend(groups);
    parts.extend(not_asked(basis));
    parts.extend(hidden(basis));
    parts.extend(former(basis));
    let about = match basis.options.profile {
        Profile::Assessor => texts::SCENARIOS_ABOUT.to_owned(),
        Profile::Full | Profile::Board => {
            format!("{} {}", texts::SCENARIOS_ABOUT, texts::SCENARIOS_SHORT)
        }
    };
    Section {
        sections: parts,
        ..page(texts::SCENARIOS, vec![paragraph(about)])
    }
}

/// The form for who is assessed.
fn organisation(basis: &Basis<'_>) -> Section {
    let form = &basis.questionnaire.organisation;
    let shown = form.questions.iter();
    let shown = shown.filter(|q| basis.results.shown.contains(&q.id));
    let given = answers(shown, &basis.state.answers);
    let changed = changed(basis, &form.questions);
    let changed = changed.map(|fact| Block::Facts(vec![fact]));
    let told = basis
        .results
        .notices
        .iter()
        .map(|told| Text::from(format!("{} ({})", told.says, told.rests_on)));
    let told: Vec<Text> = told.collect();
    let about = paragraph(texts::NOTICES_ABOUT);
    let told = (!told.is_empty()).then_some([about, Block::List(told)]);
    let blocks = given.into_iter().chain(changed);
    section(
        form.title.as_str(),
        blocks.chain(told.into_iter().flatten()).collect(),
    )
}

fn one(basis: &Basis<'_>, scenario: &Scenario, result: &ScenarioResult) -> Section {
    let mut blocks = vec![paragraph(scenario.about.as_str())];
    if !result.work.is_done() {
        let of = counted(result.work.needed, "question");
        let given = result.work.given;
        blocks.push(paragraph(format!(
            "Not finished: {given} of {of} answered."
        )));
    }
    blocks.push(outcomes(basis, result));
    let shown = scenario.questions.iter();
    let shown = shown.filter(|q| basis.results.shown.contains(&q.id));
    blocks.extend(answers(shown, &basis.state.answers));
    let mut facts = changes(basis, result);
    facts.extend(self::facts(basis, scenario));
    if basis.options.profile == Profile::Assessor && !scenario.guidance.is_empty() {
        let guidance = scenario.guidance.iter().map(|g| &g.from);
        let guidance = basis.questionnaire.rests_on_in_all(guidance);
        facts.push(fact(texts::GUIDANCE, guidance));
    }
    blocks.push(Block::Facts(facts));
    section(scenario.title.as_str(), blocks)
}

fn outcomes(basis: &Basis<'_>, result: &ScenarioResult) -> Block {
    if result.findings.is_empty() {
        return paragraph(texts::NO_ASSESS);
    }
    let any_next = result.findings.iter().any(|finding| finding.next.is_some());
    let rows = result.findings.iter().map(|finding| {
        let mut row = vec![
            basis.requirement(&finding.requirement).into(),
            finding.outcome.into(),
            finding.because.as_str().into(),
        ];
        if any_next {
            row.push(finding.next.as_deref().unwrap_or("None").into());
        }
        row
    });
    let columns: &[(&str, u16)] = if any_next {
        &[
            ("Requirement", 21),
            ("Outcome", 15),
            ("Why", 34),
            ("Next step", 30),
        ]
    } else {
        &[("Requirement", 30), ("Outcome", 18), ("Why", 52)]
    };
    table("", columns, rows)
}

/// What would change each outcome: the rules read backwards. What is said of several requirements is
/// said once; of what is met, only an assessor asks.
fn changes(basis: &Basis<'_>, result: &ScenarioResult) -> Vec<Fact> {
    let mut told: Vec<(String, Vec<String>)> = vec![];
    for finding in &result.findings {
        if finding.outcome == Outcome::Met && basis.options.profile != Profile::Assessor {
            continue;
        }
        let (asked, state) = (basis.questionnaire, basis.state);
        let says = finding.what_would_change(asked, state, basis.options.as_at, &result.id);
        let Some(says) = says else { continue };
        let requirement = finding.requirement.to_string();
        match told.iter_mut().find(|(other, _)| *other == says) {
            Some((_, requirements)) => requirements.push(requirement),
            None => told.push((says, vec![requirement])),
        }
    }
    let fact = |(says, requirements): (String, Vec<String>)| {
        fact(format!("To change {}", listed(&requirements)), says)
    };
    told.into_iter().map(fact).collect()
}

fn facts(basis: &Basis<'_>, scenario: &Scenario) -> Vec<Fact> {
    let mut facts: Vec<Fact> = changed(basis, &scenario.questions).into_iter().collect();
    if let Some(note) = basis.state.notes.get(&scenario.id) {
        facts.push(fact(note_label(note), note.text.as_str()));
    }
    let evidence = basis.state.evidence.get(&scenario.id);
    let files = basis.state.files.get(&scenario.id);
    let mut listed = basis.state.listed.values();
    let is_listed = listed.any(|evidence| evidence.scenarios.contains(&scenario.id));
    if evidence.is_some() || (files.is_none() && !is_listed) {
        let evidence = evidence.map_or(texts::NO_EVIDENCE, String::as_str);
        facts.push(fact("Evidence", evidence));
    }
    for file in files.into_iter().flat_map(|files| files.values()) {
        facts.push(fact(texts::EVIDENCE_FILE, file.words()));
    }
    for says in drawn(
        basis.questionnaire,
        basis.state,
        [scenario],
        basis.options.as_at,
    ) {
        facts.push(fact(texts::DRAWN, says));
    }
    let listed_here = basis.state.listed.iter();
    let listed_here = listed_here.filter(|(_, piece)| piece.scenarios.contains(&scenario.id));
    let listed_here: Vec<String> = listed_here
        .map(|(id, piece)| basis.evidence_in_short(*id, piece))
        .collect();
    if !listed_here.is_empty() {
        facts.push(fact(texts::EVIDENCE_LISTED, listed_here.join("\n")));
    }
    for (id, exemption) in basis.exemptions_of(&scenario.id) {
        let standing = basis.results.exemptions.get(&id);
        let counts = match standing {
            Some(standing) if standing.counts() => "It counts",
            _ => "It does not count",
        };
        let name = basis.exemption(exemption);
        let phase = basis.phase_words(id, exemption);
        let name = clipped(&name, NAMED);
        facts.push(fact(
            format!("Exemption {id}"),
            format!("{name}. {phase}. {counts}."),
        ));
    }
    let actions = basis.actions_of(&scenario.id);
    let actions: Vec<String> = actions
        .map(|(id, what)| format!("{id}: {}", clipped(what, NAMED)))
        .collect();
    if !actions.is_empty() {
        facts.push(fact(texts::ACTIONS, actions.join("\n")));
    }
    facts
}

fn not_asked(basis: &Basis<'_>) -> Option<Section> {
    let sheet = Sheet::of_questionnaire(
        basis.questionnaire,
        &basis.state.answers,
        basis.options.as_at,
    );
    let items: Vec<Text> = basis
        .questionnaire
        .scenarios()
        .filter(|s| !basis.results.scenario(&s.id).is_some_and(|r| r.asked))
        .map(|s| {
            let why = s.applies_when.as_ref().map(|c| reason(basis, &sheet, c));
            format!("{}: {}", s.title, why.unwrap_or_default()).into()
        })
        .collect();
    (!items.is_empty()).then(|| section(texts::NOT_ASKED, vec![Block::List(items)]))
}

/// Why a scenario is not asked, with the answers that decide it.
fn reason(basis: &Basis<'_>, sheet: &Sheet<'_>, condition: &Condition) -> String {
    match sheet.truth(condition) {
        Truth::Open(missing) => {
            let open = sheet.open_questions(condition);
            let texts: Vec<String> = open.iter().map(|q| format!("“{}”", q.text)).collect();
            let lack = match missing {
                Missing::Answer => "is not answered",
                Missing::Knowledge => "nobody could answer",
            };
            format!("not asked yet, because this {lack}: {}", texts.join(" "))
        }
        Truth::Yes | Truth::No => {
            let deciding = condition.each_question().into_iter();
            let said: Vec<String> = deciding
                .filter(|id| basis.results.shown.contains(id))
                .filter_map(|id| {
                    let question = basis.questionnaire.question(id)?;
                    let answer = basis.state.answers.get(id)?;
                    Some(format!("“{}” {}", question.text, answer.words(question)))
                })
                .collect();
            if said.is_empty() {
                "not asked, because of an earlier answer.".to_owned()
            } else {
                format!(
                    "not asked, because of an earlier answer: {}.",
                    said.join("; ")
                )
            }
        }
    }
}
