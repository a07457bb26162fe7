//! What a form says above its questions, and below them.

use crate::facts::ExemptionId;
use crate::questionnaire::{ExemptionKind, ScenarioId};
use crate::rules::Outcome;
use crate::text::listed;
use crate::wizard::assessed::Assessed;
use crate::wizard::exemption::workflow::{status, story};
use crate::wizard::guidance;
use crate::wizard::open::Open;
use crate::wizard::page::{Item, On, Tone};
use crate::wizard::places::Subject;
use crate::wizard::related::said_of;
use crate::wizard::signing::{only_as_draft, who_signed};

pub(super) fn head(open: &Open, subject: &Subject) -> Vec<Item> {
    let about = match subject {
        Subject::Organisation => vec![
            Item::say(&open.questionnaire.organisation.about, Tone::Plain),
            Item::say(&open.questionnaire.caution, Tone::Quiet),
        ],
        Subject::Scenario(id) => scenario(open, id),
        Subject::Exemption(id, step) => exemption(open, *id, *step),
        Subject::Action(id) => {
            let action = open.state.actions.get(id);
            let title = action.map_or_else(String::new, |action| {
                open.state
                    .scenario_title(&open.questionnaire, &action.scenario)
            });
            let says = format!("An action from: {title}");
            vec![Item::on_screen(says, Tone::Plain)]
        }
        Subject::System(_) | Subject::Listed(_) | Subject::File(_) => vec![],
        Subject::SignOff => sign_off(open),
    };
    let said = said_of(open, subject).into_iter().map(|said| {
        let tone = if said.is_problem {
            Tone::Problem
        } else {
            Tone::Plain
        };
        Item::say(said.words, tone)
    });
    about.into_iter().chain(said).collect()
}

fn scenario(open: &Assessed, id: &ScenarioId) -> Vec<Item> {
    let Some(scenario) = open.questionnaire.scenario(id) else {
        return vec![];
    };
    let mut items = vec![Item::say(&scenario.about, Tone::Plain)];
    if !scenario.guidance.is_empty() {
        items.push(Item::HasGuidance);
    }
    let findings = open.results.scenario(id).map(|r| r.findings.as_slice());
    items.extend(findings.unwrap_or_default().iter().filter_map(|finding| {
        let asked = open.questionnaire.requirement(&finding.requirement)?;
        Some(Item::Requirement {
            name: format!("{} ({})", asked.id, asked.force.words()),
            outcome: finding.outcome,
            title: asked.title.clone(),
        })
    }));
    let bears = scenario.assess.iter();
    let bears = bears.filter_map(|a| open.questionnaire.requirement(&a.requirement));
    let bears = bears.map(|r| format!("{} ({}, {})", r.id, r.force.words(), r.title));
    let bears: Vec<String> = bears.collect();
    if !bears.is_empty() {
        items.push(Item::in_lines(format!("It bears on {}.", listed(&bears))));
    }
    items.push(Item::in_lines("For guidance enter: guidance"));
    items
}

fn exemption(open: &Assessed, id: ExemptionId, step: usize) -> Vec<Item> {
    let kind = open.kind_or_former(id);
    let mut items = kind.map_or_else(Vec::new, |kind| title(open, kind, step));
    if let Some(words) = status(open, id) {
        let counts = open.results.exemptions.get(&id).is_some_and(|s| s.counts());
        let tone = if counts { Tone::Strong } else { Tone::Problem };
        let says = format!("{}: {words}", open.name_of(id));
        items.push(if kind.is_some() {
            Item::say(says, tone)
        } else {
            Item::in_lines(says)
        });
    }
    if step == 0 {
        let story = story(open, id).into_iter();
        items.extend(story.map(|words| Item::say(words, Tone::Plain)));
        items.extend(kind.into_iter().flat_map(|kind| {
            [
                Item::on_screen(&kind.text, Tone::Plain),
                Item::on_screen(format!("[{}]", rests_on(open, kind)), Tone::Quiet),
            ]
        }));
    }
    items
}

/// The kind of an exemption, and the step.
fn title(open: &Assessed, kind: &ExemptionKind, step: usize) -> Vec<Item> {
    let of = step.checked_sub(1).and_then(|index| kind.steps.get(index));
    let of = of.map_or("What it covers", |step| &step.title);
    let rests_on = (step == 0).then(|| format!("({})", rests_on(open, kind)));
    let mut items = vec![
        Item::on_screen(format!("{}: {of}", kind.title), Tone::Heading),
        Item::in_lines(format!("{}. {}", kind.title, kind.text)),
    ];
    items.extend(rests_on.map(Item::in_lines));
    items.push(Item::in_lines(of));
    items
}

fn rests_on(open: &Assessed, kind: &ExemptionKind) -> String {
    open.questionnaire.rests_on(&kind.from)
}

fn sign_off(open: &Open) -> Vec<Item> {
    let mut items = vec![];
    if let Some(says) = only_as_draft(open) {
        items.extend([Item::say(says, Tone::Problem), Item::Gap]);
    }
    items.extend([
        Item::say("You declare:", Tone::Strong),
        Item::say(&open.questionnaire.sign_off.declaration, Tone::Plain),
        Item::Gap,
    ]);
    let print = open.fingerprint().map(|print| print.short());
    let says = |print: &str| format!("Fingerprint of the record as it stands: {print} …");
    items.push(match print {
        Some(print) => Item::say(says(&print), Tone::Quiet),
        None => Item::on_screen(says(""), Tone::Quiet),
    });
    let signed = who_signed(open).into_iter();
    items.extend(signed.map(|words| Item::say(words, Tone::Strong)));
    items
}

pub(super) fn below(open: &Assessed, subject: &Subject) -> Vec<Item> {
    let said = match subject {
        Subject::Scenario(id) => findings(open, id),
        // Said above the questions too: what is done below them changes it.
        Subject::Exemption(id, 0) => {
            let says = status(open, *id).into_iter().chain(story(open, *id));
            says.map(Item::in_lines).collect()
        }
        Subject::Organisation
        | Subject::Exemption(..)
        | Subject::Action(_)
        | Subject::System(_)
        | Subject::Listed(_)
        | Subject::File(_)
        | Subject::SignOff => vec![],
    };
    let pieces = guidance::below(open, subject).into_iter();
    said.into_iter().chain(pieces.map(Item::Piece)).collect()
}

/// Why each outcome of a scenario is what it is. On the full screen, what is not answered says so
/// above already.
fn findings(open: &Assessed, id: &ScenarioId) -> Vec<Item> {
    let findings = open.results.scenario(id).map(|r| r.findings.as_slice());
    let findings = findings.unwrap_or_default().iter().map(|finding| {
        let on = if finding.outcome == Outcome::NotAnswered {
            On::Lines
        } else {
            On::Both
        };
        Item::Finding {
            scenario: id.clone(),
            finding: finding.clone(),
            on,
        }
    });
    findings.collect()
}
