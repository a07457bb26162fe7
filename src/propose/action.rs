//! Changes of actions.

use std::collections::BTreeSet;

use super::format::ActionText;
use super::names::{Thing, unknown};
use super::trial::{Step, Trial};
use super::value;
use crate::facts::{
    Action, ActionId, Answer, Change, Due, Event, ExemptionId, FindingId, NoFinding, Progress,
    limits,
};
use crate::questionnaire::{Input, Question};
use crate::text::{capitalised, clipped, says_something};

const ITSELF: &str = "An action is not needed beside itself. Name the others, or none.";
const CLOSES_NOTHING: &str = "Say what it closes, too: others can only be needed as well for that.";

impl Trial<'_> {
    pub(super) fn edit_action(&mut self, action: &str, says: &ActionText) -> Step {
        let (id, now) = self.action(action)?;
        let then = self.worded(id, now.clone(), says)?;
        self.write(id, Some(now), then)
    }

    pub(super) fn finish_action(&mut self, action: &str) -> Step {
        let (id, now) = self.action(action)?;
        let then = Action {
            progress: Progress::Done,
            ..now.clone()
        };
        self.write(id, Some(now), then)
    }

    pub(super) fn remove_action(&mut self, action: &str) -> Step {
        let (action, _) = self.action(action)?;
        self.put(Event::Changed(Change::Action(action, None)))
    }

    fn action(&mut self, given: &str) -> Step<(ActionId, Action)> {
        let id: ActionId = self.named(Thing::Action, given, "action")?;
        self.about(id);
        let now = self.state.actions.get(&id).cloned();
        now.map(|now| (id, now))
            .ok_or_else(|| self.wrong("action", format!("There is no action {id}.")))
    }

    pub(super) fn add_action(
        &mut self,
        name: Option<&str>,
        scenario: &str,
        finds_out: Option<&str>,
        says: &ActionText,
    ) -> Step {
        let id = self.used.next_action(&self.state);
        let scenario = match self.asked(scenario, "scenario") {
            Ok(scenario) => scenario,
            Err(stopped) => {
                self.is_missing(name);
                return Err(stopped);
            }
        };
        let named = self.name(Thing::Action, name, id.0);
        self.about(id);
        let mut blank = Action::blank(scenario.id.clone());
        let mut done = named;
        if let Some(question) = finds_out {
            let mut questions = scenario.questions.iter();
            match questions.find(|q| q.id.as_str() == question) {
                Some(question) => blank.finds_out = Some(question.id.clone()),
                None => {
                    let all = scenario.questions.iter().map(|q| q.id.as_str());
                    let says = unknown("question of this scenario called", question, all);
                    done = Err(self.wrong("finds_out", says));
                }
            }
        }
        let then = match self.worded(id, blank.clone(), says) {
            Ok(then) => {
                if !says_something(&then.what) {
                    done = Err(self.wrong("what", "Say what is to be done."));
                }
                then
            }
            Err(stopped) => {
                done = Err(stopped);
                blank
            }
        };
        self.write(id, None, then).and(done)
    }

    fn write(&mut self, action: ActionId, now: Option<Action>, content: Action) -> Step {
        if now.as_ref() == Some(&content) {
            Ok(())
        } else {
            self.put(Event::Changed(Change::Action(action, Some(content))))
        }
    }

    fn worded(&mut self, id: ActionId, now: Action, says: &ActionText) -> Step<Action> {
        let mut then = now;
        let mut done = Ok(());
        if let Some(what) = &says.what {
            match self.fits("what", value::paragraphs(what, limits::WHAT)) {
                Ok(what) => then.what = what,
                Err(stopped) => done = Err(stopped),
            }
        }
        for (at, given, field) in [
            ("owner", &says.owner, &mut then.owner),
            ("role", &says.role, &mut then.role),
        ] {
            let Some(words) = given else { continue };
            match self.fits(at, value::line(words, limits::NAME)) {
                Ok(words) => *field = words,
                Err(stopped) => done = Err(stopped),
            }
        }
        then.priority = says.priority.or(then.priority);
        then.progress = says.progress.unwrap_or(then.progress);
        match self.due(says) {
            Ok(due) => then.due = due.unwrap_or(then.due),
            Err(stopped) => done = Err(stopped),
        }
        match says.ends.as_deref().map(|name| self.ends(&then, name)) {
            Some(Ok(ends)) => then.ends = ends,
            Some(Err(stopped)) => done = Err(stopped),
            None => {}
        }
        match self.closing(id, &then, says) {
            Ok(said) => then = said,
            Err(stopped) => done = Err(stopped),
        }
        done.map(|()| then)
    }

    /// What the action works towards and closes, and which others are needed as well.
    fn closing(&mut self, id: ActionId, now: &Action, says: &ActionText) -> Step<Action> {
        let towards = self.findings("towards", says.towards.as_deref(), &now.towards);
        let closes = self.findings("closes", says.closes.as_deref(), &now.closes);
        let with = match &says.with {
            None => Ok(now.with.clone()),
            Some(names) => {
                let others = self.all_named(Thing::Action, names, "with");
                others.and_then(|others: BTreeSet<ActionId>| {
                    if others.contains(&id) {
                        Err(self.wrong("with", ITSELF))
                    } else {
                        Ok(others)
                    }
                })
            }
        };
        let mut then = Action {
            towards: towards?,
            closes: closes?,
            with: with?,
            ..now.clone()
        };
        if then.closes.is_empty() {
            if says.with.as_ref().is_some_and(|with| !with.is_empty()) {
                return Err(self.wrong("with", CLOSES_NOTHING));
            }
            then.with.clear();
        }
        Ok(then)
    }

    /// The findings that are named; one that is named already stays, whatever became of it.
    fn findings(
        &mut self,
        at: &str,
        given: Option<&[String]>,
        now: &BTreeSet<FindingId>,
    ) -> Step<BTreeSet<FindingId>> {
        let Some(given) = given else {
            return Ok(now.clone());
        };
        let found: Vec<Step<FindingId>> = (0..)
            .zip(given)
            .map(|(number, words): (usize, _)| {
                let found = words.parse().map_err(|why: NoFinding| {
                    let says = format!("{} is no finding: {why}.", clipped(words, 60));
                    capitalised(&says)
                });
                let known = found.and_then(|id: FindingId| {
                    if now.contains(&id) {
                        return Ok(id);
                    }
                    id.known_to(self.questionnaire).map(|()| id)
                });
                self.fits(&format!("{at}[{number}]"), known)
            })
            .collect();
        found.into_iter().collect()
    }

    fn due(&mut self, says: &ActionText) -> Step<Option<Due>> {
        let due = match (&says.due, &says.no_date) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                let says = "Give a day, or why there is none, not both.";
                return Err(self.wrong("no_date", says));
            }
            (Some(day), None) if day.is_empty() => Due::NotGiven,
            (Some(day), None) => {
                let day = on_day(day);
                if let Answer::Date(day) = self.fits("due", day)? {
                    Due::On(day)
                } else {
                    Due::NotGiven
                }
            }
            (None, Some(reason)) => {
                match self.fits("no_date", value::line(reason, limits::LINE))? {
                    none if none.is_empty() => Due::NotGiven,
                    reason => Due::NoDate(reason),
                }
            }
        };
        Ok(Some(due))
    }

    fn ends(&mut self, action: &Action, name: &str) -> Step<Option<ExemptionId>> {
        if name.is_empty() {
            return Ok(None);
        }
        let id: ExemptionId = self.named(Thing::Exemption, name, "ends")?;
        let exemption = self.state.exemptions.get(&id);
        let covers = exemption.is_some_and(|e| e.scenarios.contains(&action.scenario));
        if covers || action.ends == Some(id) {
            Ok(Some(id))
        } else {
            let scenario = &action.scenario;
            let says = format!("{id} does not cover {scenario}, where the action comes from.");
            Err(self.wrong("ends", format!("{says} Name one that does.")))
        }
    }
}

/// A day, in the ways in which people and programs write one.
fn on_day(words: &str) -> Result<Answer, String> {
    let question = "due".try_into().ok();
    let question = question.map(|id| Question::own(id, String::new(), Input::Date { past: false }));
    let typed = question.map(|question| Answer::typed(words, &question));
    match typed {
        Some(typed) => typed.map_err(|why| value::sentence(&why)),
        None => Err(value::sentence(&crate::facts::Refusal::NotADate)),
    }
}
