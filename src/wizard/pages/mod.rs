//! The page that is on screen, made from where the conversation stands.

mod form;
#[cfg(test)]
mod tests;
mod title;

use std::rc::Rc;

use super::assessed::Assessed;
use super::fields::fields;
use super::focus::stops;
use super::guidance::{guidance, scroll};
use super::links::links;
use super::lists::rows;
use super::model::{Form, List, Model, Screen};
use super::open::Open;
use super::page::{Guidance, Item, Page, Shown, Sources, Tone};
use super::places::{Place, Subject};
use super::row::{Goal, Row};
use crate::questionnaire::{Scenario, ScenarioId};
use crate::rules::Finding;
use crate::text::sentences;

#[cfg(test)]
thread_local! {
    /// How many pages were made.
    pub(crate) static MADE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Model {
    /// What is on screen. It is made when somebody asks and anything that it is made from may have
    /// changed since the last time.
    pub fn page(&self) -> Rc<Page> {
        let screen = match self.screen() {
            Screen::List(list) => Shown::List(list.place.clone()),
            Screen::Form(form) => Shown::Form(form.subject.clone()),
        };
        let open = self.open.as_ref();
        let entries = open.map(|open| open.entries.revision());
        let sources = Sources {
            today: self.today,
            questionnaire: self.questionnaire.revision(),
            stored: self.stored.revision(),
            assessed: open.map(Open::revision),
            entries: entries.filter(|_| screen.tells_of_entries()),
            screen,
        };
        self.kept.of(sources, || page(self))
    }

    /// Where one is, for the head of every screen.
    pub fn whereabouts(&self) -> String {
        self.page().title.clone()
    }
}

/// Why an outcome is what it is, what comes next, and what would change it.
pub fn why(open: &Assessed, scenario: &ScenarioId, finding: &Finding) -> String {
    let next = finding.next.as_deref().unwrap_or_default();
    let change = open.what_would_change(scenario, finding);
    sentences(&[&finding.because, next, change])
}

/// What is on screen, made anew.
pub fn page(model: &Model) -> Page {
    #[cfg(test)]
    MADE.set(MADE.get() + 1);
    match (model.screen(), &model.open) {
        (Screen::List(list), _) => of_list(model, list),
        (Screen::Form(form), Some(open)) => of_form(open, form),
        (Screen::Form(_), None) => Page {
            title: title::HOME.to_owned(),
            ..Page::default()
        },
    }
}

fn of_list(model: &Model, list: &List) -> Page {
    let rows = rows(model, &list.place);
    Page {
        title: title::of_list(model, &list.place),
        head: head(model, &list.place),
        onward: model
            .open
            .as_ref()
            .and_then(|open| undone(open, list, &rows)),
        rows,
        ..Page::default()
    }
}

/// What stands above the rows of a list.
fn head(model: &Model, place: &Place) -> Vec<Item> {
    match place {
        Place::Home => {
            let asked = &model.questionnaire;
            let title = format!("{} ({})", asked.title, asked.version);
            vec![
                Item::on_screen(title, Tone::Heading),
                Item::on_screen(&asked.introduction, Tone::Plain),
            ]
        }
        Place::ExemptionKinds(_) => {
            let says = "An exemption is a record of its own. It never changes an answer, and it counts \
                        only while all its conditions are met.";
            vec![Item::on_screen(says, Tone::Plain)]
        }
        Place::Earlier
        | Place::Tasks
        | Place::Exemptions
        | Place::Actions
        | Place::Systems
        | Place::Evidence
        | Place::Review
        | Place::Outcomes
        | Place::History(_)
        | Place::Written(_) => vec![],
    }
}

/// On the task list, the first scenario that is not done, then the review.
fn undone(open: &Open, list: &List, rows: &[Row]) -> Option<usize> {
    if list.place != Place::Tasks {
        return None;
    }
    let undone = open.results.asked().find(|s| !s.work.is_done());
    let goal = match undone {
        Some(result) => Goal::Form(Subject::Scenario(result.id.clone()), None),
        None => Goal::Show(Place::Review),
    };
    rows.iter().position(|row| row.goal.as_ref() == Some(&goal))
}

fn of_form(open: &Open, form: &Form) -> Page {
    let subject = &form.subject;
    let fields = fields(open, subject);
    let rows = links(open, subject);
    // Enter alone never signs, removes or closes: only going on is a default.
    let leads_on =
        |row: &Row| matches!(row.goal, Some(Goal::Onward(_) | Goal::Show(Place::Review)));
    let scenario = if let Subject::Scenario(id) = subject {
        open.questionnaire.scenario(id)
    } else {
        None
    };
    Page {
        title: title::of_form(open, subject),
        head: form::head(open, subject),
        below: form::below(open, subject),
        stops: stops(&fields, &rows),
        onward: rows.iter().position(leads_on),
        guidance: scenario.map(|scenario| to_read(open, scenario)),
        // Who comes to a sign-off sees from its top what is declared, as far as there is room.
        // Who comes to an exemption sees how it stands.
        is_read_from_top: matches!(subject, Subject::SignOff | Subject::Exemption(_, 0)),
        fields,
        rows,
    }
}

fn to_read(open: &Assessed, scenario: &Scenario) -> Guidance {
    let pieces = guidance(&open.questionnaire, scenario);
    Guidance {
        steps: scroll(&pieces),
        items: pieces.into_iter().map(Item::Piece).collect(),
    }
}
