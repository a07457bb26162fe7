//! The actions on screen: their rows, what is suggested, and the fields of one.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::field::{Field, built_in, choice};

use super::assessed::Assessed;
use super::closing::described;
use super::page::Piece;
use super::places::{FieldKey, Subject};
use super::row::{Goal, Row};
use super::{closing, texts};
use crate::facts::{Action, ActionId, Answer, Due, Priority, Progress, limits};
use crate::questionnaire::{Choice, Input};
use crate::rules::Suggestion;
use crate::text::sentences;

/// Said of an action of which no outcome can be promised.
const NOT_SAID: &str = "Nobody has said that it closes anything.";
/// Said of an action that nobody has to see to at any time.
const NEITHER: &str = "Neither a date nor a reason for none yet.";

pub(super) fn fields(open: &Assessed, id: ActionId, action: &Action) -> Vec<Field> {
    let text = |words: &str| (!words.is_empty()).then(|| Answer::Text(words.to_owned()));
    let (due_on, no_date) = match &action.due {
        Due::On(date) => (Some(Answer::Date(*date)), None),
        Due::NoDate(reason) => (None, text(reason)),
        Due::NotGiven => (None, None),
    };
    let one = |id: &str| id.try_into().ok().map(Answer::Choice);
    let priorities = Priority::ALL.into_iter();
    let priorities = priorities.filter_map(|p| choice(p.id(), p.words().to_owned()));
    let states = Progress::ALL.into_iter();
    let states = states.filter_map(|p| choice(p.id(), p.words().to_owned()));
    let exemptions = open.state.exemptions.iter().filter(|(id, exemption)| {
        exemption.scenarios.contains(&action.scenario) || action.ends == Some(**id)
    });
    let exemptions = exemptions
        .filter_map(|(id, _)| choice(&id.to_string(), format!("{id}  {}", open.name_of(*id))));
    let exemptions: Vec<Choice> = exemptions.collect();
    let ends = (!exemptions.is_empty()).then(|| {
        let ends = action.ends.and_then(|id| one(&id.to_string()));
        built_in(FieldKey::Ends, texts::ENDS, Input::OneOf(exemptions), ends)
    });
    let line = || Input::Line { max: limits::NAME };
    [
        built_in(
            FieldKey::What,
            texts::WHAT,
            Input::Paragraphs { max: limits::WHAT },
            text(&action.what),
        ),
        built_in(FieldKey::Owner, texts::OWNER, line(), text(&action.owner)),
        built_in(
            FieldKey::OwnerRole,
            texts::OWNER_ROLE,
            line(),
            text(&action.role),
        ),
        built_in(
            FieldKey::Priority,
            texts::PRIORITY,
            Input::OneOf(priorities.collect()),
            action.priority.and_then(|p| one(p.id())),
        ),
        built_in(
            FieldKey::DueOn,
            texts::DUE_ON,
            Input::Date { past: false },
            due_on,
        ),
        built_in(
            FieldKey::NoDate,
            texts::NO_DATE,
            Input::Line { max: limits::LINE },
            no_date,
        ),
        built_in(
            FieldKey::Progress,
            texts::PROGRESS,
            Input::OneOf(states.collect()),
            one(action.progress.id()),
        ),
        ends.flatten(),
    ]
    .into_iter()
    .flatten()
    .chain(closing::fields(open, id, action))
    .map(|field| remarked(field, action))
    .collect()
}

/// What an action lacks is said where it is asked; it stands before nothing.
fn remarked(field: Field, action: &Action) -> Field {
    let lacks_owner = field.key == FieldKey::Owner && action.owner.is_empty();
    let lacks_day = field.key == FieldKey::DueOn && action.due == Due::NotGiven;
    let remark = if action.is_done() {
        None
    } else if lacks_owner {
        Some("Nobody sees to it yet: name an owner.")
    } else {
        lacks_day.then_some(NEITHER)
    };
    Field {
        remark: remark.map(str::to_owned),
        ..field
    }
}

pub(super) fn changed(action: &Action, key: &FieldKey, answer: Option<Answer>) -> Action {
    let mut action = action.clone();
    let is = |id: &str, answer: &Option<Answer>| matches!(answer, Some(Answer::Choice(chosen)) if chosen.as_str() == id);
    match (key, answer) {
        (FieldKey::What, Some(Answer::Text(words))) => action.what = words,
        (FieldKey::What, _) => action.what.clear(),
        (FieldKey::Owner, Some(Answer::Text(words))) => action.owner = words,
        (FieldKey::Owner, _) => action.owner.clear(),
        (FieldKey::DueOn, Some(Answer::Date(date))) => action.due = Due::On(date),
        (FieldKey::NoDate, Some(Answer::Text(reason))) => action.due = Due::NoDate(reason),
        (FieldKey::DueOn | FieldKey::NoDate, _) => action.due = Due::NotGiven,
        (FieldKey::OwnerRole, Some(Answer::Text(words))) => action.role = words,
        (FieldKey::OwnerRole, _) => action.role.clear(),
        (FieldKey::Priority, answer) => {
            let mut chosen = Priority::ALL.into_iter();
            action.priority = chosen.find(|p| is(p.id(), &answer));
        }
        (FieldKey::Progress, answer) => {
            let mut chosen = Progress::ALL.into_iter();
            let chosen = chosen.find(|p| is(p.id(), &answer));
            action.progress = chosen.unwrap_or(Progress::NotStarted);
        }
        (FieldKey::Towards | FieldKey::Closes | FieldKey::With, answer) => {
            let chosen = match answer {
                Some(Answer::Choices(chosen)) => chosen,
                _ => BTreeSet::new(),
            };
            return closing::changed(action, key, &chosen);
        }
        (FieldKey::Ends, Some(Answer::Choice(id))) => action.ends = id.as_str().parse().ok(),
        (FieldKey::Ends, _) => action.ends = None,
        _ => {}
    }
    action
}

pub(super) fn rows(open: &Assessed, today: Date) -> Vec<Row> {
    let mut actions: Vec<(&ActionId, &Action)> = open.state.actions.iter().collect();
    actions.sort_by_key(|(id, action)| (action.urgency(today), **id));
    let actions = actions.into_iter();
    let mut rows: Vec<Row> = actions
        .map(|(id, action)| action_row(open, *id, action, today))
        .collect();
    if rows.is_empty() {
        rows.push(Row::heading(
            "No action is recorded. Record one from a scenario, or from what is suggested.",
        ));
    }
    let suggested = open.suggestions();
    if !suggested.is_empty() {
        rows.push(Row::heading("Suggested: choose one to record it"));
        rows.extend(suggested.into_iter().map(|s| suggestion_row(open, s)));
    }
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn suggestion_row(open: &Assessed, suggestion: Suggestion) -> Row {
    let scenario = open.questionnaire.scenario(&suggestion.scenario);
    let scenario = scenario.map_or("", |s| s.title.as_str());
    let owner = match suggestion.owner.as_str() {
        "" => "an owner is needed".to_owned(),
        owner => format!("suggested owner: {}", owner.trim_end_matches('.')),
    };
    let from = match suggestion.ends {
        Some(id) => format!("{scenario}, the plan of exemption {id}; {owner}."),
        None => format!("{scenario}; {owner}."),
    };
    let due = if suggestion.due == Due::NotGiven {
        String::new()
    } else {
        ended(suggestion.due.words())
    };
    let detail = sentences(&[&from, &due]);
    Row::to(suggestion.what.clone(), Goal::BeginAction(suggestion))
        .saying("not recorded")
        .with(detail)
}

fn action_row(open: &Assessed, id: ActionId, action: &Action, today: Date) -> Row {
    let owner = match action.owner_words() {
        none if none.is_empty() => "No owner yet.".to_owned(),
        owner => format!("{owner}."),
    };
    let due = if action.due == Due::NotGiven && !action.is_done() {
        NEITHER.to_owned()
    } else {
        ended(action.due.words())
    };
    let priority = action.priority.map(|p| format!("{} priority.", p.words()));
    let scenario = open
        .state
        .scenario_title(&open.questionnaire, &action.scenario);
    let changes = open.what_it_does(id);
    let detail = sentences(&[
        &format!("{scenario}."),
        &owner,
        &due,
        &priority.unwrap_or_default(),
        &changes,
    ]);
    let what = described(action);
    Row::to(
        format!("{id}  {what}"),
        Goal::Form(Subject::Action(id), None),
    )
    .saying(action.state_words(today))
    .with(detail)
}

/// What people write need not end as a sentence does.
fn ended(words: String) -> String {
    if words.ends_with(['.', '?', '!']) {
        words
    } else {
        format!("{words}.")
    }
}

/// What stands below the form of an action: what it would change.
pub(super) fn below(open: &Assessed, id: ActionId) -> Vec<Piece> {
    let Some(action) = open.state.actions.get(&id) else {
        return vec![];
    };
    let scenario = open
        .state
        .scenario_title(&open.questionnaire, &action.scenario);
    let ends = action.ends.map(|id| match open.name_of(id) {
        none if none.is_empty() => format!("It is to end exemption {id}."),
        name => format!("It is to end exemption {id}, {name}."),
    });
    let finds_out = action.finds_out.as_ref().map(|id| {
        let asked = open.state.question_text(&open.questionnaire, id);
        format!("It is to find out: “{asked}”")
    });
    let mut changes = open.what_it_does(id);
    if changes.is_empty() && !action.is_done() {
        changes = "No outcome that can be foreseen today.".to_owned();
    }
    let is_unsaid = !action.is_done() && action.closes.is_empty() && action.finds_out.is_none();
    let text = sentences(&[
        &format!("It belongs to: {scenario}."),
        &finds_out.unwrap_or_default(),
        &ends.unwrap_or_default(),
        &changes,
        if is_unsaid { NOT_SAID } else { "" },
    ]);
    vec![Piece {
        heading: "What it would change".to_owned(),
        text,
        rests_on: None,
    }]
}

/// The links of the form of an action.
pub(super) fn links(open: &Assessed, id: ActionId) -> Vec<Row> {
    let mut links = vec![Row::to("Finish", Goal::Back)];
    if let Some(action) = open.state.actions.get(&id) {
        if let Some(scenario) = open.questionnaire.scenario(&action.scenario) {
            let goal = Goal::Form(Subject::Scenario(scenario.id.clone()), None);
            links.push(Row::to(
                format!("Open the scenario: {}", scenario.title),
                goal,
            ));
        }
        let ends = action
            .ends
            .filter(|id| open.state.exemptions.contains_key(id));
        links.extend(ends.map(|id| {
            let goal = Goal::Form(Subject::Exemption(id, 0), None);
            Row::to(format!("Open exemption {id}"), goal)
        }));
    }
    links.push(Row::to("Remove this action", Goal::RemoveAction(id)));
    links
}
