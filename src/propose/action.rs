//! Changes of actions.

use std::collections::BTreeSet;

use super::format::ActionText;
use super::names::Thing;
use super::trial::{Step, Trial};
use super::value;
use crate::facts::{
    Action, ActionId, Answer, Change, Due, ExemptionId, FindingId, NoFinding, Progress, limits,
};
use crate::questionnaire::{Input, Question, QuestionId};
use crate::text::{capitalised, clipped};

impl Trial<'_> {
    pub(super) fn edit_action(&mut self, action: &str, says: &ActionText) -> Step {
        let (id, now) = self.action(action)?;
        let then = self.worded(now, says)?;
        self.propose(Change::Action(id, Some(then)), "action")
    }

    pub(super) fn finish_action(&mut self, action: &str) -> Step {
        let (id, now) = self.action(action)?;
        let progress = Progress::Done;
        let then = Action { progress, ..now };
        self.propose(Change::Action(id, Some(then)), "action")
    }

    pub(super) fn remove_action(&mut self, action: &str) -> Step {
        let (action, _) = self.action(action)?;
        self.propose(Change::Action(action, None), "action")
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
        let scenario = match self.scenario(scenario, "scenario") {
            Ok(scenario) => scenario,
            Err(stopped) => {
                self.is_missing(name);
                return Err(stopped);
            }
        };
        let named = self.name(Thing::Action, name, id.0);
        self.about(id);
        let finds_out = finds_out.map(|question| {
            let known = QuestionId::try_from(question).map_err(|why| value::sentence(&why));
            self.fits("finds_out", known)
        });
        let blank = Action::blank(scenario.id.clone());
        let worded = self.worded(blank.clone(), says);
        // Where something is wrong, what follows is still looked at, as if it were there.
        let done = match (worded, finds_out.transpose()) {
            (Ok(then), Ok(finds_out)) => {
                let then = Action { finds_out, ..then };
                self.propose(Change::Action(id, Some(then)), "what")
            }
            (Err(stopped), _) | (_, Err(stopped)) => Err(stopped),
        };
        if done.is_err() {
            self.suppose(Change::Action(id, Some(blank)));
        }
        done.and(named)
    }

    fn worded(&mut self, now: Action, says: &ActionText) -> Step<Action> {
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
        match says.ends.as_deref() {
            None => {}
            Some("") => then.ends = None,
            Some(name) => match self.named::<ExemptionId>(Thing::Exemption, name, "ends") {
                Ok(ends) => then.ends = Some(ends),
                Err(stopped) => done = Err(stopped),
            },
        }
        match self.closing(&then, says) {
            Ok(said) => then = said,
            Err(stopped) => done = Err(stopped),
        }
        done.map(|()| then)
    }

    /// What the action works towards and closes, and which others are needed as well.
    fn closing(&mut self, now: &Action, says: &ActionText) -> Step<Action> {
        let towards = self.findings("towards", says.towards.as_deref(), &now.towards);
        let closes = self.findings("closes", says.closes.as_deref(), &now.closes);
        let with = says.with.as_ref();
        let with = with.map(|names| self.all_named(Thing::Action, names, "with", &now.with));
        let closes = closes?;
        let with = match with.transpose()? {
            Some(with) => with,
            // What closes nothing any more needs no others for that.
            None if closes.is_empty() => BTreeSet::new(),
            None => now.with.clone(),
        };
        Ok(Action {
            towards: towards?,
            closes,
            with,
            ..now.clone()
        })
    }

    /// The findings that are named.
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
                self.fits(&format!("{at}[{number}]"), found)
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
