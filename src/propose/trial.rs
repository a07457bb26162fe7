//! Changes are tried on a copy of the state, each on what those before it have made. Whatever is wrong
//! is said at once; then nothing is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::accepted::{Accepted, Proposal, because, events};
use super::counting::Counting;
use super::entry::Supports;
use super::exemption::Scope;
use super::format::{Fields, Request};
use super::names::{Thing, unknown};
use super::objection::{Part, Rule};
use super::read::Read;
use super::value;
use crate::facts::{Answer, Assessment, Change, Event, ExemptionId, Note, limits};
use crate::history::Used;
use crate::questionnaire::{Question, QuestionId, Scenario};
use crate::rules::{AsAt, LifeStep};
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
    events: Vec<Event>,
}

impl Made {
    /// The events; none where everything is so already.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What may be written of all that changes make, in their order.
    ///
    /// # Errors
    /// When a reason is needed.
    pub fn accepted(
        all: &[Self],
        state: &Assessment,
        why: Option<&str>,
    ) -> Result<Vec<Accepted>, Rule> {
        let events = all.iter().flat_map(|made| made.events.clone());
        because(state, events.collect(), why)
    }
}

/// Tries changes on a record as it stands.
///
/// # Errors
/// All that is wrong, in the order of the changes.
pub fn tried(on: AsAt<'_>, changes: &[Read]) -> Result<Vec<Made>, Vec<Problem>> {
    let mut trial = Trial {
        on,
        state: on.state.clone(),
        counting: Counting::of(on.state),
        used: Used::by(on.entries.iter().map(|l| &l.entry.event)),
        seq: on.entries.len() as u64,
        names: BTreeMap::new(),
        unsure: BTreeSet::new(),
        resets: BTreeSet::new(),
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
    /// The record as it was.
    pub on: AsAt<'a>,
    /// What it has come to.
    pub state: Assessment,
    pub counting: Counting,
    pub used: Used,
    seq: u64,
    /// What the file has named; no number where adding it has failed, which is said already.
    pub names: BTreeMap<(Thing, String), Option<u32>>,
    /// The numbers of what an earlier change was to make other than it is.
    unsure: BTreeSet<String>,
    /// The exemptions of which the change says that they may be approved anew.
    resets: BTreeSet<ExemptionId>,
    index: usize,
    /// The name of the change, for paths.
    within: &'static str,
    pub made: Vec<Made>,
    problems: Vec<Problem>,
}

impl<'a> Trial<'a> {
    fn take(&mut self, change: &Request) {
        self.within = change.name();
        self.resets.clear();
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
        match change {
            Request::Answer { question, value } => self.answer(question, Some(value)),
            Request::Clear { question } => self.answer(question, None),
            Request::Confirm {
                question,
                exemption,
            } => self.confirm(question, exemption.as_deref()),
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
        let scenario = self.scenario(scenario, "scenario")?.id.clone();
        let text = self.fits("text", value::line(text, limits::LINE))?;
        self.propose(Change::evidence(scenario, text), "text")
    }

    fn note(&mut self, scenario: &str, text: &str, for_board: Option<bool>) -> Step {
        let scenario = self.scenario(scenario, "scenario")?.id.clone();
        let text = self.fits("text", value::paragraphs(text, limits::NOTE))?;
        let was = self.state.notes.get(&scenario);
        let was = was.is_some_and(|note| note.for_board) && !text.is_empty();
        let for_board = for_board.unwrap_or(was);
        let note = Note { text, for_board };
        let change = if for_board {
            Change::Note(scenario, Some(note))
        } else {
            Change::note(scenario, note)
        };
        self.propose(change, "text")
    }

    /// Lets a proposal happen in the copy, or says what speaks against it: at its part, or `at` where it
    /// is about the whole.
    pub(super) fn propose(&mut self, proposal: impl Into<Proposal>, at: &str) -> Step {
        let on = AsAt {
            state: &self.state,
            ..self.on
        };
        match events(on, proposal.into(), &self.resets) {
            Ok(events) => events.into_iter().try_for_each(|event| self.put(event)),
            Err(said) => {
                for (part, rule) in said {
                    let at = path(&part).unwrap_or_else(|| at.to_owned());
                    let says = told(&rule, self.within);
                    self.wrong(&at, says);
                }
                Err(Stopped)
            }
        }
    }

    /// Lets a change happen that is wrong, so that what follows is still looked at as if it were there.
    pub(super) fn suppose(&mut self, change: Change) {
        let event = Event::Changed(change);
        self.seq += 1;
        // It is told already that something is wrong.
        let _ = self.state.apply(self.seq, &event);
        self.counting.note(&self.state, &event);
        self.used.add(&event);
    }

    /// How many problems are told.
    pub(super) fn told(&self) -> usize {
        self.problems.len()
    }

    /// Takes back all that was told since.
    pub(super) fn untell(&mut self, told: usize) {
        self.problems.truncate(told);
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
    fn put(&mut self, event: Event) -> Step {
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

    /// A scenario of the questionnaire.
    pub(super) fn scenario(&mut self, id: &str, at: &str) -> Step<&'a Scenario> {
        let asked = self.on.asked;
        if let Some(scenario) = asked.scenarios().find(|s| s.id.as_str() == id) {
            return Ok(scenario);
        }
        let all = asked.scenarios().map(|s| s.id.as_str());
        Err(self.wrong(at, unknown("scenario", id, all)))
    }

    /// What fields are to say, in the order of their form, as a person would fill them in: what is asked
    /// can depend on an answer before it. Those that cannot be read are told.
    pub(super) fn answers(
        &mut self,
        questions: &[&'a Question],
        fields: &Fields,
    ) -> (Vec<(QuestionId, Option<Answer>)>, Step) {
        let mut done = Ok(());
        let is_known = |id: &&String| questions.iter().any(|q| q.id.as_str() == **id);
        for id in fields.keys().filter(|id| !is_known(id)) {
            let all = questions.iter().map(|q| q.id.as_str());
            let says = unknown("field", id, all);
            done = Err(self.wrong(&format!("fields.{id}"), says));
        }
        let mut answers = vec![];
        for question in questions {
            let Some(given) = fields.get(question.id.as_str()) else {
                continue;
            };
            let given = given.as_ref().map(|given| value::answer(given, question));
            match self.fits(&format!("fields.{}", question.id), given.transpose()) {
                Ok(answer) => answers.push((question.id.clone(), answer)),
                Err(stopped) => done = Err(stopped),
            }
        }
        (answers, done)
    }

    /// What the change says may be approved anew.
    pub(super) fn may_reset(&mut self, exemption: ExemptionId, may: bool) {
        self.resets = may.then_some(exemption).into_iter().collect();
    }
}

const RENEW: &str = "Begin a renewal first";
const MAY_RESET: &str =
    ", or say \"reset_approval\": true (--reset-approval) to have it approved anew";

/// A rule as it is told of a change in a file or in arguments.
fn told(rule: &Rule, change: &str) -> String {
    if let Rule::Resets { .. } = rule {
        let may = if change == "edit_exemption" {
            MAY_RESET
        } else {
            ""
        };
        format!("{} {RENEW}{may}.", rule.says())
    } else if let Rule::Step { .. } = rule {
        rule.to_string()
    } else {
        rule.says()
    }
}

/// Where a part stands in a change; none for the whole.
fn path(part: &Part) -> Option<String> {
    let path = match part {
        Part::Whole => return None,
        Part::Field(id) => format!("fields.{id}"),
        Part::Answer => "value".to_owned(),
        Part::Action(field) => field.id().replace('-', "_"),
        Part::Scenario => "scenario".to_owned(),
        Part::FindsOut => "finds_out".to_owned(),
        Part::Serves => "requirements".to_owned(),
        Part::Covers => "scenarios".to_owned(),
        Part::Systems => "systems".to_owned(),
        Part::Exemptions => "exemptions".to_owned(),
        Part::File => "file.path".to_owned(),
        Part::ForBoard => "for_board".to_owned(),
    };
    Some(path)
}
