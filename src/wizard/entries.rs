//! The registers on screen: the rows of systems and of evidence, and the fields of one entry.

use std::collections::BTreeMap;

use super::field::{Field, FieldKey, built_in, choice};
use super::model::Subject;
use super::open::Open;
use super::row::{Goal, Row};
use super::texts;
use crate::assessment::{
    Answer, Event, Evidence, EvidenceId, ExemptionId, Sheet, System, SystemId,
};
use crate::questionnaire::{ChoiceId, EntryForm, Input, QuestionId};

/// The title of a register; empty where the questionnaire has none.
pub fn title(form: Option<&EntryForm>) -> String {
    form.map_or_else(String::new, |form| form.title.clone())
}

/// The register of systems.
pub fn systems(open: &Open) -> Vec<Row> {
    let Some(register) = &open.questionnaire.systems else {
        return vec![Row::to("Back", Goal::Back)];
    };
    let entries = open.state.systems.iter().map(|(id, system)| {
        let goal = Goal::Form(Subject::System(*id), None);
        row(&register.form, &id.to_string(), &system.fields, goal)
    });
    list(&register.form, entries.collect(), Goal::BeginSystem)
}

/// The list of evidence.
pub fn evidence(open: &Open) -> Vec<Row> {
    let Some(list_of) = &open.questionnaire.evidence else {
        return vec![Row::to("Back", Goal::Back)];
    };
    let entries = open.state.listed.iter().map(|(id, evidence)| {
        let goal = Goal::Form(Subject::Listed(*id), None);
        row(&list_of.form, &id.to_string(), &evidence.fields, goal)
    });
    list(&list_of.form, entries.collect(), Goal::BeginEvidence)
}

fn row(form: &EntryForm, id: &str, fields: &BTreeMap<QuestionId, Answer>, goal: Goal) -> Row {
    let name = match form.name_of(fields) {
        "" => "Not named yet",
        name => name,
    };
    Row::to(format!("{id}  {name}"), goal)
}

fn list(form: &EntryForm, mut rows: Vec<Row>, begin: Goal) -> Vec<Row> {
    if rows.is_empty() {
        rows.push(Row::heading("Nothing is recorded yet.").with(&form.about));
    }
    rows.push(Row::heading(""));
    rows.push(Row::to("Add an entry", begin));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

/// The fields of a system.
pub fn of_system(open: &Open, id: SystemId) -> Vec<Field> {
    let register = open.questionnaire.systems.as_ref();
    match (register, open.state.systems.get(&id)) {
        (Some(register), Some(system)) => asked(open, &register.form, &system.fields),
        _ => vec![],
    }
}

/// The fields of a piece of evidence: those of its form, and what it supports.
pub fn of_evidence(open: &Open, id: EvidenceId) -> Vec<Field> {
    let list = open.questionnaire.evidence.as_ref();
    let (Some(list), Some(evidence)) = (list, open.state.listed.get(&id)) else {
        return vec![];
    };
    let scenarios = open.questionnaire.scenarios().filter(|s| {
        let is_asked = open.results.scenario(&s.id).is_some_and(|r| r.asked);
        is_asked || evidence.scenarios.contains(&s.id)
    });
    let scenarios = scenarios.filter_map(|s| choice(s.id.as_str(), s.title.clone()));
    let exemptions = open.state.exemptions.iter().map(|(id, exemption)| {
        let name = open.kind_or_former(*id).map(|kind| exemption.name(kind));
        (id, name.unwrap_or_default())
    });
    let exemptions =
        exemptions.filter_map(|(id, name)| choice(&id.to_string(), format!("{id}  {name}")));
    let exemptions: Vec<_> = exemptions.collect();
    let chosen = |ids: Vec<String>| -> Option<Answer> {
        let ids = ids.into_iter().filter_map(|id| ChoiceId::try_from(id).ok());
        let ids: std::collections::BTreeSet<ChoiceId> = ids.collect();
        (!ids.is_empty()).then_some(Answer::Choices(ids))
    };
    let shows = chosen(evidence.scenarios.iter().map(ToString::to_string).collect());
    let supports = chosen(
        evidence
            .exemptions
            .iter()
            .map(ToString::to_string)
            .collect(),
    );
    let mut fields = asked(open, &list.form, &evidence.fields);
    fields.extend(built_in(
        FieldKey::Scenarios,
        texts::SHOWS,
        Input::AnyOf(scenarios.collect()),
        shows,
    ));
    if !exemptions.is_empty() {
        fields.extend(built_in(
            FieldKey::Exemptions,
            texts::SUPPORTS,
            Input::AnyOf(exemptions),
            supports,
        ));
    }
    fields
}

fn asked(open: &Open, form: &EntryForm, fields: &BTreeMap<QuestionId, Answer>) -> Vec<Field> {
    let sheet = Sheet::of_entry(form, fields, open.today);
    let shown = form.questions.iter().filter(|q| sheet.is_shown(&q.id));
    shown
        .map(|question| {
            let answer = fields.get(&question.id).cloned();
            Field::new(
                FieldKey::Asked(question.id.clone()),
                question.clone(),
                answer,
            )
        })
        .collect()
}

/// The event that an answer to a field of a system makes.
pub fn system_event(
    open: &Open,
    id: SystemId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Event> {
    let mut content: System = open.state.systems.get(&id)?.clone();
    if let FieldKey::Asked(question) = key {
        put(&mut content.fields, question, answer);
    }
    Some(Event::SystemWritten {
        system: id,
        content,
    })
}

/// The event that an answer to a field of a piece of evidence makes.
pub fn evidence_event(
    open: &Open,
    id: EvidenceId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Event> {
    let mut content: Evidence = open.state.listed.get(&id)?.clone();
    let chosen = match &answer {
        Some(Answer::Choices(ids)) => ids.iter().map(ChoiceId::as_str).collect(),
        _ => vec![],
    };
    match key {
        FieldKey::Asked(question) => put(&mut content.fields, question, answer),
        FieldKey::Scenarios => {
            let ids = chosen.into_iter();
            content.scenarios = ids.filter_map(|id| id.try_into().ok()).collect();
        }
        FieldKey::Exemptions => {
            let ids = chosen.into_iter();
            content.exemptions = ids
                .filter_map(|id| id.parse::<ExemptionId>().ok())
                .collect();
        }
        _ => {}
    }
    Some(Event::EvidenceWritten {
        evidence: id,
        content,
    })
}

fn put(fields: &mut BTreeMap<QuestionId, Answer>, id: &QuestionId, answer: Option<Answer>) {
    match answer {
        Some(answer) => fields.insert(id.clone(), answer),
        None => fields.remove(id),
    };
}
