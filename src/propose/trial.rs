//! Changes are tried on a copy of the state, each on what those before it have made. Whatever is wrong
//! is said at once; then nothing is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use super::counting::Counting;
use super::entry::Supports;
use super::exemption::Scope;
use super::format::{Fields, Request};
use super::names::{Thing, unknown};
use super::read::Read;
use super::value;
use crate::facts::{Answer, Assessment, Change, Event, Logged, Note, limits};
use crate::history::Used;
use crate::questionnaire::{Question, QuestionId, Questionnaire, Scenario};
use crate::rules::{LifeStep, Sheet, Truth};
use crate::text::printable;

/// What is wrong with a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The number of the change, from 0; none for the file as a whole.
    pub index: Option<usize>,
    /// Where in the file it is; empty for all of it.
    pub path: String,
    /// What is wrong and what to do, in sentences.
    pub says: String,
}

impl Problem {
    /// Something that is wrong with a file as a whole.
    pub(super) const fn of_file(says: String) -> Self {
        Self {
            index: None,
            path: String::new(),
            says,
        }
    }

    /// Something that is wrong within a change.
    pub(super) fn at(index: usize, within: &str, says: String) -> Self {
        let dot = if within.is_empty() { "" } else { "." };
        Self {
            index: Some(index),
            path: format!("changes[{index}]{dot}{within}"),
            says,
        }
    }
}

/// What a change makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The number of the change, from 0.
    pub index: usize,
    /// The number of what it adds or is about, for example `EX-3`.
    pub about: Option<String>,
    /// The name that the file gives to what it adds.
    pub name: Option<String>,
    /// The events; none where everything is so already.
    pub events: Vec<Event>,
}

/// Tries changes on a record as it stands on this day.
///
/// # Errors
/// All that is wrong, in the order of the changes.
pub fn tried(
    changes: &[Read],
    questionnaire: &Questionnaire,
    entries: &[Logged],
    state: &Assessment,
    today: Date,
) -> Result<Vec<Made>, Vec<Problem>> {
    let mut trial = Trial {
        questionnaire,
        state: state.clone(),
        counting: Counting::of(state),
        used: Used::by(entries.iter().map(|l| &l.entry.event)),
        today,
        seq: entries.len() as u64,
        names: BTreeMap::new(),
        unsure: BTreeSet::new(),
        index: 0,
        within: "",
        made: vec![],
        problems: vec![],
    };
    for (index, change) in changes.iter().enumerate() {
        trial.index = index;
        match change {
            Read::Change(change) => trial.take(change),
            Read::Bad { problem, name } => {
                trial.problems.push(problem.clone());
                trial.is_missing(name.as_deref());
            }
        }
    }
    if trial.problems.is_empty() {
        Ok(trial.made)
    } else {
        Err(trial.problems)
    }
}

/// That a change goes no further: what is wrong is said, here or where it began.
#[derive(Debug)]
pub(super) struct Stopped;

/// How far a change goes.
pub(super) type Step<T = ()> = Result<T, Stopped>;

/// A copy of a record on which changes are tried.
pub(super) struct Trial<'a> {
    pub questionnaire: &'a Questionnaire,
    pub state: Assessment,
    pub counting: Counting,
    pub used: Used,
    pub today: Date,
    seq: u64,
    /// What the file has named; no number where adding it has failed, which is said already.
    pub names: BTreeMap<(Thing, String), Option<u32>>,
    /// The numbers of what an earlier change was to make other than it is.
    unsure: BTreeSet<String>,
    index: usize,
    /// The name of the change, for paths.
    within: &'static str,
    pub made: Vec<Made>,
    problems: Vec<Problem>,
}

impl<'a> Trial<'a> {
    fn take(&mut self, change: &Request) {
        self.made.push(Made {
            index: self.index,
            about: None,
            name: None,
            events: vec![],
        });
        if self.change(change).is_err() {
            // What has stopped it is among the problems.
            let about = self.made.last().and_then(|made| made.about.clone());
            self.unsure.extend(about);
        }
    }

    fn change(&mut self, change: &Request) -> Step {
        self.within = change.name();
        match change {
            Request::Answer { question, value } => self.answer(question, "value", Some(value)),
            Request::Clear { question } => self.answer(question, "question", None),
            Request::Confirm {
                question,
                exemption,
            } => match exemption {
                Some(exemption) => self.confirm_field(exemption, question),
                None => self.confirm(question),
            },
            Request::Note {
                scenario,
                text,
                for_board,
            } => self.note(scenario, text, *for_board),
            Request::EvidenceReference { scenario, text } => self.refer(scenario, text),
            Request::AddExemption {
                name,
                kind,
                requirements,
                scenarios,
                systems,
                fields,
            } => {
                let scope = Scope::of(requirements.as_deref(), Some(scenarios), Some(systems));
                self.add_exemption(name.as_deref(), kind, &scope, fields)
            }
            Request::EditExemption {
                exemption,
                requirements,
                scenarios,
                systems,
                fields,
                reset_approval,
            } => {
                let (requirements, scenarios) = (requirements.as_deref(), scenarios.as_deref());
                let scope = Scope::of(requirements, scenarios, systems.as_deref());
                self.edit_exemption(exemption, &scope, fields, *reset_approval)
            }
            Request::SubmitExemption { exemption } => self.step(exemption, LifeStep::Submit),
            Request::ApproveExemption { exemption, fields } => self.approve(exemption, fields),
            Request::RenewExemption { exemption } => self.step(exemption, LifeStep::Renew),
            Request::DropRenewal { exemption } => self.step(exemption, LifeStep::DropRenewal),
            Request::CloseExemption { exemption, how } => self.close(exemption, how),
            Request::WithdrawExemption { exemption, reason } => self.withdraw(exemption, reason),
            Request::AddAction {
                name,
                scenario,
                finds_out,
                says,
            } => self.add_action(name.as_deref(), scenario, finds_out.as_deref(), says),
            Request::EditAction { action, says } => self.edit_action(action, says),
            Request::FinishAction { action } => self.finish_action(action),
            Request::RemoveAction { action } => self.remove_action(action),
            Request::AddSystem { name, fields } => self.add_system(name.as_deref(), fields),
            Request::EditSystem { system, fields } => self.edit_system(system, fields),
            Request::RemoveSystem { system } => self.remove_system(system),
            Request::AddEvidence {
                name,
                fields,
                scenarios,
                exemptions,
                file,
            } => {
                let supports = Supports::of(Some(scenarios), Some(exemptions), file.as_ref());
                self.add_evidence(name.as_deref(), fields, &supports)
            }
            Request::EditEvidence {
                evidence,
                fields,
                scenarios,
                exemptions,
                file,
            } => {
                let (scenarios, exemptions) = (scenarios.as_deref(), exemptions.as_deref());
                let supports = Supports::of(scenarios, exemptions, file.as_ref());
                self.edit_evidence(evidence, fields, &supports)
            }
            Request::RemoveEvidence { evidence } => self.remove_evidence(evidence),
        }
    }

    fn refer(&mut self, scenario: &str, text: &str) -> Step {
        let scenario = self.asked(scenario, "scenario")?.id.clone();
        let text = self.fits("text", value::line(text, limits::LINE))?;
        let now = self.state.evidence.get(&scenario);
        if now.map_or("", String::as_str) == text {
            Ok(())
        } else {
            self.put(Event::Changed(Change::evidence(scenario, text)))
        }
    }

    fn note(&mut self, scenario: &str, text: &str, for_board: Option<bool>) -> Step {
        let scenario = self.asked(scenario, "scenario")?.id.clone();
        let text = self.fits("text", value::paragraphs(text, limits::NOTE))?;
        let now = self.state.notes.get(&scenario);
        if text.is_empty() && for_board == Some(true) {
            return Err(self.wrong(
                "for_board",
                "There is no note for the board. Give its text.",
            ));
        }
        let was = now.is_some_and(|note| note.for_board);
        let for_board = for_board.unwrap_or(was) && !text.is_empty();
        if now.map_or("", |note| note.text.as_str()) == text && was == for_board {
            Ok(())
        } else {
            self.put(Event::Changed(Change::note(
                scenario,
                Note { text, for_board },
            )))
        }
    }

    /// Says what is wrong at a path within the change.
    pub(super) fn wrong(&mut self, at: &str, says: impl Into<String>) -> Stopped {
        let dot = if at.is_empty() { "" } else { "." };
        let within = format!("{}{dot}{}", self.within, printable(at));
        let says = printable(&says.into());
        self.problems.push(Problem::at(self.index, &within, says));
        Stopped
    }

    /// What fits, or says why it does not.
    pub(super) fn fits<T>(&mut self, at: &str, checked: Result<T, String>) -> Step<T> {
        checked.map_err(|says| self.wrong(at, says))
    }

    /// Lets an event happen in the copy.
    pub(super) fn put(&mut self, event: Event) -> Step {
        self.seq += 1;
        if let Err(says) = self.state.apply(self.seq, &event) {
            return Err(self.wrong("", format!("This change {says}.")));
        }
        self.counting.note(&self.state, &event);
        self.used.add(&event);
        if let Some(made) = self.made.last_mut() {
            made.events.push(event);
        }
        Ok(())
    }

    /// Says what a change is about.
    pub(super) fn about(&mut self, id: impl fmt::Display) {
        if let Some(made) = self.made.last_mut() {
            made.about = Some(id.to_string());
        }
    }

    /// Whether something would read otherwise, had all earlier changes been made.
    pub(super) fn is_unsure(&self, id: impl fmt::Display) -> bool {
        self.unsure.contains(&id.to_string())
    }

    /// A scenario that is asked.
    pub(super) fn asked(&mut self, id: &str, at: &str) -> Step<&'a Scenario> {
        let mut all = self.questionnaire.scenarios();
        let Some(scenario) = all.find(|s| s.id.as_str() == id) else {
            let all = self.questionnaire.scenarios().map(|s| s.id.as_str());
            let says = unknown("scenario", id, all);
            return Err(self.wrong(at, says));
        };
        if self.is_asked(scenario) {
            Ok(scenario)
        } else {
            Err(self.wrong(
                at,
                format!("The scenario {id} is not asked, because of what is answered. {EARLIER}"),
            ))
        }
    }

    /// Whether a scenario is asked as things stand in the copy.
    pub(super) fn is_asked(&self, scenario: &Scenario) -> bool {
        let answers = &self.state.answers;
        let sheet = || Sheet::of_questionnaire(self.questionnaire, answers, self.today);
        let applies_when = scenario.applies_when.as_ref();
        applies_when.is_none_or(|when| sheet().truth(when) == Truth::Yes)
    }

    /// Goes through fields in the order of their form, as a person would: what is asked can depend on
    /// an answer before it. Each is handed on with its answer, unless it says that already.
    pub(super) fn fill(
        &mut self,
        questions: &[&'a Question],
        fields: &Fields,
        sheet: impl Fn(&Self, &QuestionId) -> (bool, Option<Answer>),
        mut put: impl FnMut(&mut Self, &QuestionId, Option<Answer>) -> Step,
    ) -> Step {
        let mut done = Ok(());
        let is_known = |id: &&String| questions.iter().any(|q| q.id.as_str() == **id);
        for id in fields.keys().filter(|id| !is_known(id)) {
            let all = questions.iter().map(|q| q.id.as_str());
            let says = unknown("field", id, all);
            done = Err(self.wrong(&format!("fields.{id}"), says));
        }
        for question in questions {
            let id = &question.id;
            let Some(given) = fields.get(id.as_str()) else {
                continue;
            };
            let at = format!("fields.{id}");
            let (is_shown, now) = sheet(self, id);
            if !is_shown {
                done = Err(self.wrong(&at, not_asked(id.as_str())));
                continue;
            }
            let given = given.as_ref();
            let answer = given.map(|given| value::answer(given, question, self.today));
            match self.fits(&at, answer.transpose()) {
                Ok(answer) if answer == now => {}
                Ok(answer) => done = put(self, id, answer).and(done),
                Err(stopped) => done = Err(stopped),
            }
        }
        done
    }
}

pub(super) const EARLIER: &str = "Make the change that lets it be asked first.";

/// That a question is not asked.
pub(super) fn not_asked(id: &str) -> String {
    format!("{id} is not asked, because of another answer. {EARLIER}")
}
