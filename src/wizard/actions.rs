//! The actions on screen: their rows, what is suggested, and the fields of one.

use jiff::civil::Date;

use super::field::{Field, built_in, choice};

use super::assessed::Assessed;
use super::closing::described;
use super::page::Piece;
use super::places::{FieldKey, Subject};
use super::row::{Goal, Row};
use super::{closing, texts};
use crate::facts::{Action, ActionField, ActionId, Due};
use crate::questionnaire::Choice;
use crate::rules::Suggestion;
use crate::text::sentences;

/// Said of an action of which no outcome can be promised.
const NOT_SAID: &str = "Nobody has said that it closes anything.";
/// Said of an action that nobody has to see to at any time.
const NEITHER: &str = "Neither a date nor a reason for none yet.";

pub(super) fn fields(open: &Assessed, id: ActionId, action: &Action) -> Vec<Field> {
    let exemptions = open.state.exemptions.iter().filter(|(id, exemption)| {
        let can_end = exemption.scenarios.contains(&action.scenario) && !exemption.is_over();
        can_end || action.ends == Some(**id)
    });
    let exemptions = exemptions
        .filter_map(|(id, _)| choice(&id.to_string(), format!("{id}  {}", open.name_of(*id))));
    let exemptions: Vec<Choice> = exemptions.collect();
    let can_end = !exemptions.is_empty();
    let field = |field: ActionField, asks, of_record| {
        built_in(
            field.into(),
            asks,
            field.input(of_record),
            action.answer(field),
        )
    };
    [
        field(ActionField::What, texts::WHAT, vec![]),
        field(ActionField::Owner, texts::OWNER, vec![]),
        field(ActionField::Role, texts::OWNER_ROLE, vec![]),
        field(ActionField::Priority, texts::PRIORITY, vec![]),
        field(ActionField::Due, texts::DUE_ON, vec![]),
        field(ActionField::NoDate, texts::NO_DATE, vec![]),
        field(ActionField::Progress, texts::PROGRESS, vec![]),
        field(ActionField::Ends, texts::ENDS, exemptions).filter(|_| can_end),
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
