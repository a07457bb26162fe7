//! The rows of every list: home, tasks, exemptions, actions, review, outcomes.

use jiff::civil::Date;

use super::assessed::Assessed;
use super::earlier::{earlier, stored_row};
use super::model::Model;
use super::open::Open;
use super::places::{Place, Subject};
use super::row::{Aside, Goal, Row, Tag};
use super::scenarios::scenario_row;
use super::signing::signed;
use super::stored::Listed;
use super::{actions, entries, exemption, history, review, texts, views};
use crate::questionnaire::QuestionId;
use crate::rules::{Overdue, ScenarioResult};
use crate::text::sentences;

/// The rows of a list.
pub fn rows(model: &Model, place: &Place) -> Vec<Row> {
    match (place, &model.open) {
        (Place::Earlier, _) => earlier(&model.stored),
        (Place::Home, _) | (_, None) => home(&model.stored),
        (Place::Tasks, Some(open)) => tasks(open, model.today),
        (Place::Exemptions, Some(open)) => exemption::register(open),
        (Place::ExemptionKinds(scenario), Some(open)) => exemption::kinds(open, scenario.as_ref()),
        (Place::Actions, Some(open)) => actions::rows(open, model.today),
        (Place::Systems, Some(open)) => entries::systems(open),
        (Place::Evidence, Some(open)) => entries::evidence(open),
        (Place::Review, Some(open)) => review::rows(open),
        (Place::Outcomes, Some(open)) => outcomes(open),
        (Place::History(page), Some(open)) => history::rows(open, *page),
        (Place::Written(path), Some(open)) => written(open, path),
    }
}

/// What is shown of a row at the focus only.
pub fn aside<'a>(model: &'a Model, row: &'a Row) -> Option<&'a str> {
    let words = match row.aside.as_ref()? {
        Aside::Words(words) => words,
        Aside::WouldChange(scenario, requirement) => {
            let open = model.open.as_ref()?;
            let mut findings = open.results.scenario(scenario)?.findings.iter();
            let finding = findings.find(|f| f.requirement == *requirement)?;
            open.what_would_change(scenario, finding)
        }
    };
    (!words.is_empty()).then_some(words)
}

/// The scenarios that hold all words of a search, with a way there.
pub fn search(open: &Assessed, words: &str) -> Vec<Row> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    open.results
        .asked()
        .filter_map(|result| {
            let scenario = open.questionnaire.scenario(&result.id)?;
            let mut text = format!("{} {}", scenario.title, scenario.about);
            for question in &scenario.questions {
                text.push(' ');
                text.push_str(&question.text);
            }
            let text = text.to_lowercase();
            let found = words.iter().all(|word| text.contains(word.as_str()));
            found.then(|| scenario_row(open, result, true))
        })
        .collect()
}

fn home(stored: &[Listed]) -> Vec<Row> {
    let mut rows = vec![Row::to("Start a new assessment", Goal::New)];
    if stored.iter().any(|listed| listed.about.is_ok()) {
        rows.push(Row::to(texts::EARLIER, Goal::Show(Place::Earlier)));
    }
    if !stored.is_empty() {
        rows.push(Row::heading("Resume"));
    }
    rows.extend(stored.iter().map(|listed| stored_row(listed, Goal::Resume)));
    rows.push(Row::heading(""));
    rows.push(Row::to("Quit", Goal::Quit));
    rows
}

fn tasks(open: &Open, today: Date) -> Vec<Row> {
    let organisation = &open.questionnaire.organisation;
    let given = |id: &QuestionId| open.state.answers.contains_key(id);
    let missing = organisation
        .questions
        .iter()
        .filter(|q| !q.optional && open.results.shown.contains(&q.id) && !given(&q.id))
        .count();
    let state = if missing == 0 { "done" } else { "in progress" };
    let mut form =
        Row::to(&organisation.title, Goal::Form(Subject::Organisation, None)).saying(state);
    // The first notice says whether all this applies at all; the form shows every one in full.
    if let Some(notice) = open.results.notices.first() {
        form = form.with(&notice.says);
    }
    let mut rows = overdue(open, today);
    rows.push(form);
    for group in &open.questionnaire.groups {
        let asked: Vec<&ScenarioResult> = group
            .scenarios
            .iter()
            .filter_map(|s| open.results.scenario(&s.id))
            .filter(|result| result.asked)
            .collect();
        if asked.is_empty() {
            continue;
        }
        rows.push(Row::heading(&group.title));
        rows.extend(asked.into_iter().map(|r| scenario_row(open, r, true)));
    }
    rows.push(Row::heading("Finish"));
    rows.push(
        Row::to("Exemptions register", Goal::Show(Place::Exemptions))
            .saying(open.state.exemptions.len().to_string()),
    );
    rows.push(
        Row::to("Actions", Goal::Show(Place::Actions)).saying(open.state.actions.len().to_string()),
    );
    if let Some(systems) = &open.questionnaire.systems {
        let count = open.state.systems.len().to_string();
        rows.push(Row::to(&systems.form.title, Goal::Show(Place::Systems)).saying(count));
    }
    if let Some(evidence) = &open.questionnaire.evidence {
        let count = open.state.listed.len().to_string();
        rows.push(Row::to(&evidence.form.title, Goal::Show(Place::Evidence)).saying(count));
    }
    rows.push(Row::to("Check your answers", Goal::Show(Place::Review)).saying(left(open)));
    rows.push(Row::to("Outcomes and why", Goal::Show(Place::Outcomes)));
    rows.push(Row::to("Sign off", Goal::Form(Subject::SignOff, None)).saying(signed(open)));
    rows.push(Row::to("Write the report (PDF)", Goal::WriteReport));
    let entries = match open.entries.len() {
        1 => "1 entry".to_owned(),
        more => format!("{more} entries"),
    };
    rows.push(Row::to("History of this record", Goal::Show(Place::History(0))).saying(entries));
    rows.push(Row::to("Close this assessment", Goal::Close));
    rows
}

/// What has run out, a line a kind, each with a jump: to the one, or to the list.
fn overdue(open: &Assessed, today: Date) -> Vec<Row> {
    let found = Overdue::of(&open.state, &open.results, today);
    let form = |subject: Subject| Goal::Form(subject, None);
    let row = |words: String, only: Option<Subject>, place: Place| {
        let goal = only.map_or(Goal::Show(place), form);
        (!words.is_empty()).then(|| Row::to(words, goal))
    };
    let action = only(&found.actions).map(Subject::Action);
    let exemption = only(&found.exemptions).map(|id| Subject::Exemption(id, 0));
    let evidence = only(&found.evidence).map(Subject::Listed);
    let rows = [
        row(found.actions_words(), action, Place::Actions),
        row(found.exemptions_words(), exemption, Place::Exemptions),
        row(found.evidence_words(), evidence, Place::Evidence),
    ];
    let mut rows: Vec<Row> = rows.into_iter().flatten().collect();
    if !rows.is_empty() {
        rows.insert(0, Row::heading("See to this first"));
        rows.push(Row::heading(""));
    }
    rows
}

fn only<T: Copy>(found: &[T]) -> Option<T> {
    match found {
        [one] => Some(*one),
        _ => None,
    }
}

fn left(open: &Assessed) -> String {
    let left = match open.review().left.gaps {
        0 => "nothing left".to_owned(),
        left => format!("{left} left"),
    };
    match open.to_confirm().len() {
        0 => left,
        waiting => format!("{left}, {waiting} to confirm"),
    }
}

fn outcomes(open: &Assessed) -> Vec<Row> {
    let mut rows = vec![];
    for view in &open.questionnaire.views {
        rows.push(Row::heading(&view.title).with(&view.about));
        for requirement in open
            .questionnaire
            .requirements
            .iter()
            .filter(|r| r.view == view.id)
        {
            let result = open
                .results
                .requirements
                .iter()
                .find(|r| r.id == requirement.id);
            let Some(result) = result else { continue };
            let heading = format!(
                "{} ({}): {}",
                requirement.id,
                requirement.force.words(),
                requirement.title
            );
            rows.push(
                Row::heading(heading)
                    .tagged(Tag::Outcome(result.outcome))
                    .with(format!(
                        "{}\n[{}]",
                        result.because,
                        open.questionnaire.rests_on(&requirement.from)
                    )),
            );
            for scenario in open.results.asked() {
                let findings = scenario.findings.iter();
                for finding in findings.filter(|f| f.requirement == requirement.id) {
                    let next = finding.next.as_deref().unwrap_or_default();
                    let change = Aside::WouldChange(scenario.id.clone(), requirement.id.clone());
                    let why = sentences(&[&finding.because, next]);
                    rows.push(
                        scenario_row(open, scenario, true)
                            .tagged(Tag::Outcome(finding.outcome))
                            .with(why)
                            .aside(change),
                    );
                }
            }
        }
        rows.extend(views::objectives(open, view));
    }
    rows.extend(views::contrasts(open));
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn written(open: &Assessed, path: &std::path::Path) -> Vec<Row> {
    let standing = open.state.current_sign_offs().count();
    let signed = match (open.state.is_signed(), standing) {
        (true, 1) => "It carries the sign-off.",
        (true, _) => "It carries the sign-offs.",
        (false, 0) => "It is a draft: nobody has signed the record as it stands.",
        (false, _) => "It is a draft, and was signed as one: it lists what was left.",
    };
    let another = Row::to("Another person signs", Goal::Form(Subject::SignOff, None));
    let another = (standing > 0).then_some(another);
    let mut rows = vec![
        Row::heading("The report is written, and was read back:"),
        Row::heading(path.display().to_string()),
        Row::heading(signed),
        Row::heading("It shows weaknesses, and holds the record: think before you share it."),
        Row::heading(""),
        Row::to("Back to the task list", Goal::Show(Place::Tasks)),
    ];
    rows.extend(another);
    rows.push(Row::to("Close this assessment", Goal::Close));
    rows.push(Row::to("Quit", Goal::Quit));
    rows
}
