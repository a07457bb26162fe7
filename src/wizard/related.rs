//! What the registers say on the forms of scenarios and exemptions, and those on the forms of the
//! registers, with the way from one to the other. Both faces show the same.

use super::assessed::Assessed;
use super::entries::{evidence_name, evidence_troubles};
use super::places::Subject;
use super::row::{Goal, Row};
use crate::facts::{Evidence, EvidenceFile, EvidenceId, ExemptionId, FileOf, SystemId};
use crate::questionnaire::{QuestionId, ScenarioId};
use crate::rules::{Standing, drawn};
use crate::text::date_words;

/// A sentence at the head of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub words: String,
    /// Whether it has to be seen to.
    pub is_problem: bool,
}

fn said(words: String) -> Said {
    Said {
        words,
        is_problem: false,
    }
}

fn problem(words: String) -> Said {
    Said {
        words,
        is_problem: true,
    }
}

/// What is said at the head of a form besides what it is about.
pub fn said_of(open: &Assessed, subject: &Subject) -> Vec<Said> {
    match subject {
        Subject::Scenario(id) => of_scenario(open, id),
        Subject::Exemption(id, 0) => supporting(open, |e| e.exemptions.contains(id)),
        Subject::System(id) => of_system(open, *id),
        Subject::Listed(id) => of_evidence(open, *id),
        Subject::File(of) => vec![said(format!("Evidence for: {}", of_words(open, of)))],
        Subject::Organisation | Subject::Exemption(..) | Subject::Action(_) | Subject::SignOff => {
            vec![]
        }
    }
}

fn of_scenario(open: &Assessed, id: &ScenarioId) -> Vec<Said> {
    let scenario = open.questionnaire.scenario(id);
    let drawn = scenario.map(|s| drawn(&open.questionnaire, &open.state, [s], open.today));
    let mut lines: Vec<Said> = drawn.into_iter().flatten().map(said).collect();
    lines.extend(supporting(open, |e| e.scenarios.contains(id)));
    let files = open
        .state
        .files
        .get(id)
        .into_iter()
        .flat_map(|f| f.values());
    lines.extend(files.filter_map(|file| file_problem(open, file)));
    lines
}

/// The evidence that supports something, a line each.
fn supporting(open: &Assessed, supports: impl Fn(&Evidence) -> bool) -> Vec<Said> {
    let listed = open.state.listed.iter().filter(|(_, e)| supports(e));
    let lines = listed.map(|(id, evidence)| {
        let words = format!("Evidence {id}: {}", evidence_name(open, evidence));
        match evidence_troubles(open, *id, evidence) {
            troubles if troubles.is_empty() => said(format!("{words}.")),
            troubles => problem(format!("{words} ({}).", troubles.join(", "))),
        }
    });
    lines.collect()
}

fn of_system(open: &Assessed, id: SystemId) -> Vec<Said> {
    let about = open.questionnaire.systems.as_ref().map(|s| &s.form.about);
    let mut lines: Vec<Said> = about.cloned().map(said).into_iter().collect();
    let covering = covering(open, id);
    if covering.is_empty() {
        lines.push(said("No exemption covers it.".to_owned()));
    }
    lines.extend(covering.into_iter().map(|id| {
        let counts = open
            .results
            .exemptions
            .get(&id)
            .is_some_and(Standing::counts);
        let counts = if counts { "counts" } else { "does not count" };
        let name = open.name_of(id);
        said(format!("Covered by exemption {id}, {name} ({counts})."))
    }));
    lines
}

fn of_evidence(open: &Assessed, id: EvidenceId) -> Vec<Said> {
    let list = open.questionnaire.evidence.as_ref();
    let Some((list, evidence)) = list.zip(open.state.listed.get(&id)) else {
        return vec![];
    };
    let mut lines = vec![said(list.form.about.clone())];
    if let Some(day) = evidence.expiry(list).filter(|day| *day < open.today) {
        let day = date_words(day);
        lines.push(problem(format!("Expired: it held until {day}.")));
    }
    if let Some(file) = &evidence.file {
        let whole = said(format!("Its file: {}.", file.words()));
        lines.push(file_problem(open, file).unwrap_or(whole));
    }
    lines
}

fn file_problem(open: &Assessed, file: &EvidenceFile) -> Option<Said> {
    let how = open.found(file)?;
    let words = file.words();
    Some(problem(format!(
        "The file {words} is not as it was: {how}."
    )))
}

/// What a file is evidence for, in words.
fn of_words(open: &Assessed, of: &FileOf) -> String {
    match of {
        FileOf::Scenario(id) => open.state.scenario_title(&open.questionnaire, id),
        FileOf::Listed(id) => {
            let evidence = open.state.listed.get(id);
            let name = evidence.map_or("", |evidence| evidence_name(open, evidence));
            format!("{id}, {name}")
        }
    }
}

/// The exemptions that cover a system.
fn covering(open: &Assessed, id: SystemId) -> Vec<ExemptionId> {
    let exemptions = open.state.exemptions.iter();
    let covering = exemptions.filter(|(_, exemption)| exemption.systems.contains(&id));
    covering.map(|(id, _)| *id).collect()
}

/// The links of a form to what supports or covers it.
pub(super) fn jumps(open: &Assessed, subject: &Subject) -> Vec<Row> {
    let to_evidence = |supports: &dyn Fn(&Evidence) -> bool| -> Vec<Row> {
        let listed = open.state.listed.iter().filter(|(_, e)| supports(e));
        let jump = |(id, _): (&EvidenceId, _)| {
            let goal = Goal::Form(Subject::Listed(*id), None);
            Row::to(format!("Open evidence {id}"), goal)
        };
        listed.map(jump).collect()
    };
    match subject {
        Subject::Scenario(id) => to_evidence(&|e| e.scenarios.contains(id)),
        Subject::Exemption(id, 0) => to_evidence(&|e| e.exemptions.contains(id)),
        Subject::System(id) => exemptions(covering(open, *id)),
        Subject::Listed(id) => {
            let Some(evidence) = open.state.listed.get(id) else {
                return vec![];
            };
            let scenarios = evidence.scenarios.iter().map(|id| {
                let title = open.state.scenario_title(&open.questionnaire, id);
                let goal = Goal::Form(Subject::Scenario(id.clone()), None);
                Row::to(format!("Open scenario: {title}"), goal)
            });
            scenarios
                .chain(exemptions(evidence.exemptions.iter().copied()))
                .collect()
        }
        Subject::Organisation
        | Subject::Exemption(..)
        | Subject::Action(_)
        | Subject::File(_)
        | Subject::SignOff => vec![],
    }
}

fn exemptions(ids: impl IntoIterator<Item = ExemptionId>) -> Vec<Row> {
    let jump = |id: ExemptionId| {
        let goal = Goal::Form(Subject::Exemption(id, 0), None);
        Row::to(format!("Open exemption {id}"), goal)
    };
    ids.into_iter().map(jump).collect()
}

/// The links by which files are named as evidence, and no longer.
pub(super) fn file_links(open: &Assessed, of: FileOf) -> Vec<Row> {
    let (files, name): (Vec<&EvidenceFile>, _) = match &of {
        FileOf::Scenario(id) => {
            let files = open.state.files.get(id).into_iter();
            (
                files.flat_map(|f| f.values()).collect(),
                "Name a file as evidence",
            )
        }
        FileOf::Listed(id) => {
            let file = open.state.listed.get(id).and_then(|e| e.file.as_ref());
            match file {
                Some(file) => (
                    vec![file],
                    "Name another file in its place, or the same anew",
                ),
                None => (vec![], "Name a file on this machine"),
            }
        }
    };
    let drop = |file: &EvidenceFile| {
        let goal = Goal::DropFile(of.clone(), file.path.clone());
        Row::to(format!("Drop the file {}", file.path), goal)
    };
    let goal = Goal::Form(Subject::File(of.clone()), None);
    // Who has just named a file has the focus where it was: not on what drops it.
    let mut links = vec![Row::to(name, goal)];
    links.extend(files.into_iter().map(drop));
    links
}

/// What does not fit to an answer, as a sentence or more.
pub(super) fn misfit(open: &Assessed, question: &QuestionId) -> Option<String> {
    let clashes = open.results.clashes.iter();
    let concern = clashes.filter(|(_, questions)| questions.contains(question));
    let says: Vec<&str> = concern.map(|(says, _)| says.as_str()).collect();
    (!says.is_empty()).then(|| format!("Does not fit: {}", says.join(" ")))
}
