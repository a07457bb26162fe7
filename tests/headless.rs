//! Scripts and conversations are two ways to one record: what a person does in the wizard, said as a
//! list of changes, makes the same events.

// Not all that a person can do is done here.
#[allow(dead_code)]
mod common;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use assert_cmd::Command;
use common::*;
use mfa_assess::facts::{
    Action, Answer, Assessment, Change, Coverage, Due, Event, Exemption, Life, Note,
};
use mfa_assess::propose::{read as read_changes, tried};
use mfa_assess::questionnaire::{Input, Question, Questionnaire, built_in, load};
use mfa_assess::record::read;
use mfa_assess::rules::AsAt;
use mfa_assess::wizard::{
    Field, FieldKey, Goal, Message, Place, Screen, Subject, fields, of_field, rows,
};
use serde_json::{Value, json};

/// An answer as other programs write it: choices by their labels.
fn given(answer: &Answer, question: &Question) -> Value {
    let label = |id| {
        let choices = question.input.choices();
        choices.iter().find(|c| c.id == id).unwrap().label.clone()
    };
    match answer {
        Answer::Choice(id) => json!(label(id.clone())),
        Answer::Choices(ids) => json!(ids.iter().map(|id| label(id.clone())).collect::<Vec<_>>()),
        Answer::Number(number) => json!(number),
        Answer::Text(words) => json!(words),
        Answer::Date(day) => json!(day.to_string()),
        Answer::DontKnow => json!({ "dont_know": true }),
        Answer::NotApplicable { reason } => json!({ "not_applicable": reason }),
    }
}

/// What an action says, in full.
fn says(action: &Action) -> Value {
    let mut says = json!({
        "what": action.what, "owner": action.owner, "role": action.role,
        "progress": action.progress, "towards": action.towards, "closes": action.closes,
        "with": action.with.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    let fields = says.as_object_mut().unwrap();
    match &action.due {
        Due::On(day) => fields.insert("due".into(), json!(day.to_string())),
        Due::NoDate(reason) => fields.insert("no_date".into(), json!(reason)),
        Due::NotGiven => fields.insert("due".into(), json!("")),
    };
    if let Some(priority) = action.priority {
        fields.insert("priority".into(), json!(priority));
    }
    if let Some(ends) = action.ends {
        fields.insert("ends".into(), json!(ends.to_string()));
    }
    says
}

/// What happened, as the changes that say it.
struct Told<'a> {
    asked: &'a Questionnaire,
    exemptions: BTreeMap<String, Exemption>,
    actions: BTreeSet<String>,
    entries: BTreeSet<String>,
}

impl Told<'_> {
    fn change(&mut self, event: &Event) -> Value {
        match event {
            Event::Changed(Change::Answer(question, Some(answer))) => {
                let value = given(answer, self.asked.question(question).unwrap());
                json!({ "answer": { "question": question, "value": value } })
            }
            Event::Changed(Change::Answer(question, None)) => {
                json!({ "clear": { "question": question } })
            }
            Event::Changed(Change::Note(scenario, Some(Note { text, for_board }))) => {
                json!({ "note": { "scenario": scenario, "text": text, "for_board": for_board } })
            }
            Event::Changed(Change::Evidence(scenario, Some(text))) => {
                json!({ "evidence_reference": { "scenario": scenario, "text": text } })
            }
            Event::Changed(Change::Coverage(
                exemption,
                Coverage {
                    kind,
                    requirements,
                    scenarios,
                    systems,
                },
            )) => {
                let systems: Vec<String> = systems.iter().map(ToString::to_string).collect();
                let scope = json!({
                    "requirements": requirements, "scenarios": scenarios, "systems": systems,
                });
                let id = exemption.to_string();
                let blank = Exemption::blank(kind.clone());
                if let Entry::Vacant(free) = self.exemptions.entry(id.clone()) {
                    free.insert(blank);
                    return json!({ "add_exemption": with(scope, "kind", json!(kind)) });
                }
                json!({ "edit_exemption": reset(with(scope, "exemption", json!(id))) })
            }
            Event::Changed(Change::Field(exemption, question, Some(answer))) => {
                let id = exemption.to_string();
                let kind = self
                    .asked
                    .exemption_kind(&self.exemptions[&id].kind)
                    .unwrap();
                let value = given(answer, kind.question(question).unwrap());
                let fields = json!({ question.as_str(): value });
                json!({ "edit_exemption": reset(json!({ "exemption": id, "fields": fields })) })
            }
            Event::Changed(Change::Field(exemption, question, None)) => {
                let fields = json!({ question.as_str(): null });
                let edit = json!({ "exemption": exemption.to_string(), "fields": fields });
                json!({ "edit_exemption": reset(edit) })
            }
            Event::Changed(Change::Withdrawn(exemption, reason)) => {
                let exemption = exemption.to_string();
                json!({ "withdraw_exemption": { "exemption": exemption, "reason": reason } })
            }
            Event::Changed(Change::Life(exemption, life)) => {
                let now = self.exemptions.get_mut(&exemption.to_string()).unwrap();
                let step = step(&now.life, life);
                now.life = life.as_ref().clone();
                let exemption = json!({ "exemption": exemption.to_string() });
                match &life.closed {
                    Some(closed) => {
                        json!({ step: with(exemption, "how", json!(closed.how)) })
                    }
                    None => json!({ step: exemption }),
                }
            }
            Event::Changed(Change::Action(action, Some(content))) => {
                let id = action.to_string();
                let mut says = says(content);
                if self.actions.insert(id.clone()) {
                    if let Some(question) = &content.finds_out {
                        says = with(says, "finds_out", json!(question));
                    }
                    return json!({ "add_action": with(says, "scenario", json!(content.scenario)) });
                }
                json!({ "edit_action": with(says, "action", json!(id)) })
            }
            Event::Changed(Change::Action(action, None)) => {
                json!({ "remove_action": { "action": action.to_string() } })
            }
            Event::Changed(Change::System(system, Some(content))) => {
                let form = &self.asked.systems.as_ref().unwrap().form;
                let fields = content.fields.iter().map(|(id, answer)| {
                    (id.to_string(), given(answer, form.question(id).unwrap()))
                });
                let fields: BTreeMap<String, Value> = fields.collect();
                if self.entries.insert(system.to_string()) {
                    json!({ "add_system": { "fields": fields } })
                } else {
                    json!({ "edit_system": { "system": system.to_string(), "fields": fields } })
                }
            }
            Event::Changed(Change::System(system, None)) => {
                json!({ "remove_system": { "system": system.to_string() } })
            }
            other => panic!("no change says {other:?}"),
        }
    }
}

fn step(before: &Life, after: &Life) -> &'static str {
    if after.closed.is_some() {
        "close_exemption"
    } else if after.approvals.len() > before.approvals.len() {
        "approve_exemption"
    } else if after.renewing && !before.renewing {
        "renew_exemption"
    } else {
        "submit_exemption"
    }
}

fn with(mut value: Value, key: &str, field: Value) -> Value {
    value.as_object_mut().unwrap().insert(key.into(), field);
    value
}

fn reset(value: Value) -> Value {
    with(value, "reset_approval", json!(true))
}

/// The events without the days on which steps were taken: the program has a clock of its own.
fn without_days(events: Vec<Event>) -> Vec<Event> {
    let events = events.into_iter().map(|mut event| {
        if let Event::Changed(Change::Life(_, life)) = &mut event {
            let day = jiff::civil::date(2026, 1, 1);
            life.submitted.iter_mut().for_each(|s| s.on = day);
            life.closed.iter_mut().for_each(|c| c.on = day);
        }
        event
    });
    events.collect()
}

/// Begins a record with the program, and makes changes in it by the program.
fn by_changes(folder: &Path, asked: &Path, changes: &[Value]) -> Vec<Event> {
    let run = |arguments: &[&str], input: String| {
        let output = Command::cargo_bin("mfa-assess")
            .unwrap()
            .current_dir(folder)
            .env("MFA_ASSESS_DATA_DIR", folder.join("records"))
            .args(arguments)
            .write_stdin(input)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
    };
    let asked = asked.to_str().unwrap();
    run(
        &["--questionnaire", asked, "new", "--organisation", "Begun"],
        String::new(),
    );
    let file = json!({ "format": 1, "changes": changes });
    run(&["apply", "-"], file.to_string());
    // The name with which it was begun is no part of what is told.
    events(folder).split_off(1)
}

/// What was done in a conversation is done again by changes.
fn same_by_changes(asked: &Questionnaire, talked: Vec<Event>) {
    let signed = |event: &Event| matches!(event, Event::SignedOff(_));
    let until = talked.iter().position(signed).unwrap_or(talked.len());
    let talked = without_days(talked[..until].to_vec());
    assert!(!talked.is_empty());
    let mut told = Told {
        asked,
        exemptions: BTreeMap::new(),
        actions: BTreeSet::new(),
        entries: BTreeSet::new(),
    };
    let changes: Vec<Value> = talked.iter().map(|event| told.change(event)).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("asked.json");
    std::fs::write(&file, serde_json::to_vec(asked).unwrap()).unwrap();
    let made = without_days(by_changes(folder.path(), &file, &changes));
    for (made, talked) in made.iter().zip(&talked) {
        assert_eq!(made, talked);
    }
    assert_eq!(made.len(), talked.len());
}

/// Chooses and types differently by field, and leaves nothing.
fn picks(seed: usize) -> impl FnMut(&Subject, &Field) -> Pick {
    move |_, field| {
        let number = seed + field.question.text.len();
        if field.is_text() {
            typed(field, "Tŷ Gwyn")
        } else {
            Pick::Option(number % of_field(field).len())
        }
    }
}

#[test]
fn a_whole_conversation_with_an_exemption_is_the_same_record_by_changes() {
    let backups = load(include_bytes!("backups.json")).unwrap();
    for (asked, seed) in [(backups.clone(), 0), (backups, 1), (built_in().unwrap(), 2)] {
        let folder = tempfile::tempdir().unwrap();
        let mut person = Straight {
            picks: picks(seed),
            exempt: Some(0),
        };
        by_keys(&mut session(folder.path(), &asked), &mut person);
        let state = read(&record(folder.path())).unwrap().state;
        assert_eq!(state.exemptions.len(), 1, "{seed}");
        same_by_changes(&asked, events(folder.path()));
    }
}

/// What is wrong with one change of an empty record.
fn problems(asked: &Questionnaire, changes: &[Value]) -> usize {
    let file = json!({ "format": 1, "changes": changes });
    let changes = read_changes(file.to_string().as_bytes()).unwrap();
    let (state, today) = (Assessment::default(), jiff::civil::date(2026, 11, 24));
    let tried = tried(AsAt::unbegun(asked, &state, today), &changes);
    tried.map_or_else(|problems| problems.len(), |_| 0)
}

#[test]
fn a_text_can_be_as_long_as_in_the_conversation_and_no_longer() {
    let asked = built_in().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &asked);
    session.send(Message::Go(Goal::New));
    let text = |words: &str| Some(Answer::Text(words.into()));
    session.send(Message::Answer {
        key: FieldKey::Asked(asked.organisation.name.clone()),
        answer: text("Tŷ Gwyn"),
    });
    let vpn: mfa_assess::questionnaire::ScenarioId = "vpn".try_into().unwrap();
    let suggestion = mfa_assess::rules::Suggestion::blank(vpn.clone());
    session.send(Message::Go(Goal::BeginAction(suggestion)));
    session.send(Message::Answer {
        key: FieldKey::What,
        answer: text("Buy tokens"),
    });
    let kind = asked.exemptions[0].id.clone();
    session.send(Message::Go(Goal::BeginExemption(kind.clone(), None)));
    let open = session.model.open.as_ref().unwrap();
    let max = |subject: &Subject, key: FieldKey| {
        let fields = fields(open, subject);
        let field = fields.into_iter().find(|field| field.key == key).unwrap();
        match field.question.input {
            Input::Line { max } | Input::Paragraphs { max } => usize::from(max),
            other => panic!("{other:?}"),
        }
    };
    let id = *open.state.exemptions.keys().next().unwrap();
    let action = Subject::Action(*open.state.actions.keys().next().unwrap());
    let scenario = Subject::Scenario(vpn);
    let begun = json!({ "add_exemption": { "ref": "it", "kind": kind } });
    let add = |field: &str, words: &str| {
        let mut says = json!({ "scenario": "vpn", "what": "Do it." });
        says[field] = words.into();
        json!({ "add_action": says })
    };
    let expect = |max: usize, change: &dyn Fn(&str) -> Value| {
        for (length, wrong) in [(max, 0), (max + 1, 1)] {
            let changes = [begun.clone(), change(&"ŵ".repeat(length))];
            assert_eq!(
                problems(&asked, &changes),
                wrong,
                "{length}: {}",
                changes[1]
            );
        }
    };
    expect(
        max(&scenario, FieldKey::Note),
        &|words| json!({ "note": { "scenario": "vpn", "text": words } }),
    );
    expect(
        max(&scenario, FieldKey::Evidence),
        &|words| json!({ "evidence_reference": { "scenario": "vpn", "text": words } }),
    );
    for (key, field) in [
        (FieldKey::What, "what"),
        (FieldKey::Owner, "owner"),
        (FieldKey::OwnerRole, "role"),
        (FieldKey::NoDate, "no_date"),
    ] {
        expect(max(&action, key), &|words| add(field, words));
    }
    let reason = max(&Subject::Exemption(id, 0), FieldKey::Withdrawn);
    expect(
        reason,
        &|words| json!({ "withdraw_exemption": { "exemption": "it", "reason": words } }),
    );
}

#[test]
fn systems_and_actions_are_the_same_by_changes() {
    let asked = built_in().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &asked);
    session.send(Message::Go(Goal::New));
    session.send(Message::Answer {
        key: FieldKey::Asked(asked.organisation.name.clone()),
        answer: Some(Answer::Text("Tŷ Gwyn".into())),
    });
    let vpn: mfa_assess::questionnaire::ScenarioId = "vpn".try_into().unwrap();
    let mut fill = |goal: Goal| {
        session.send(Message::Go(goal));
        let Screen::Form(form) = session.model.screen().clone() else {
            panic!("{:?}", session.model.screen())
        };
        // An answer lets further fields be asked.
        let mut filled = vec![];
        let next = |session: &mfa_assess::session::Session, filled: &[FieldKey]| {
            let open = session.model.open.as_ref().unwrap();
            let mut fields = fields(open, &form.subject).into_iter();
            fields.find(|field| !filled.contains(&field.key))
        };
        while let Some(field) = next(&session, &filled) {
            filled.push(field.key.clone());
            let answer = match &field.question.input {
                Input::OneOf(choices) if form.subject == Subject::Scenario(vpn.clone()) => {
                    Answer::Choice(choices.last().unwrap().id.clone())
                }
                Input::OneOf(choices) => Answer::Choice(choices[0].id.clone()),
                Input::AnyOf(choices) => Answer::Choices([choices[0].id.clone()].into()),
                Input::Number { .. } => Answer::Number(3),
                Input::Date { past } => {
                    let year = if *past { 2026 } else { 2027 };
                    Answer::Date(jiff::civil::date(year, 3, 1))
                }
                Input::Line { .. } | Input::Paragraphs { .. } => {
                    Answer::Text(format!("Tŷ {}", field.key.key()))
                }
            };
            session.send(Message::Answer {
                key: field.key,
                answer: Some(answer),
            });
        }
    };
    fill(Goal::BeginSystem);
    fill(Goal::BeginSystem);
    fill(Goal::Form(Subject::Scenario(vpn.clone()), None));
    for _ in 0..2 {
        let suggestion = mfa_assess::rules::Suggestion::blank(vpn.clone());
        fill(Goal::BeginAction(suggestion));
    }
    let state = &session.model.open.as_ref().unwrap().state;
    let last = state.actions.values().last().unwrap();
    assert_eq!(
        (last.towards.len(), last.closes.len(), last.with.len()),
        (1, 1, 1)
    );
    assert!(state.notes[&vpn].for_board);
    assert!(rows(&session.model, &Place::Systems).len() > 2);
    drop(session);
    let talked = events(folder.path());
    assert!(talked.len() > 20, "{}", talked.len());
    same_by_changes(&asked, talked);
}
