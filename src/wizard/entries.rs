//! The registers on screen: the rows of systems and of evidence, and the fields of one entry.

use std::collections::BTreeMap;

use super::assessed::Assessed;
use super::beside::of_entry;
use super::field::{Field, built_in, choice};
use super::places::{FieldKey, Subject};
use super::row::{Goal, Row};
use super::texts;
use crate::facts::{Answer, Change, Evidence, EvidenceId, Given, System, SystemId};
use crate::questionnaire::{ChoiceId, EntryForm, Input, QuestionId};
use crate::rules::{Sheet, drawn};

/// The title of a register; empty where the questionnaire has none.
pub(super) fn title(form: Option<&EntryForm>) -> String {
    form.map_or_else(String::new, |form| form.title.clone())
}

/// The register of systems: how many there are and what is counted, then each, by name.
pub(super) fn systems(open: &Assessed) -> Vec<Row> {
    let Some(register) = &open.questionnaire.systems else {
        return vec![Row::to("Back", Goal::Back)];
    };
    let rows = ordered_systems(open).into_iter().filter_map(|id| {
        let system = open.state.systems.get(&id)?;
        let goal = Goal::Form(Subject::System(id), None);
        Some(row(
            open,
            &register.form,
            &id.to_string(),
            &system.fields,
            goal,
        ))
    });
    list(
        &register.form,
        rows.collect(),
        counted(open),
        Goal::BeginSystem,
    )
}

/// The list of evidence: how much of it has run out or changed, then each, by name.
pub(super) fn evidence(open: &Assessed) -> Vec<Row> {
    let Some(list_of) = &open.questionnaire.evidence else {
        return vec![Row::to("Back", Goal::Back)];
    };
    let mut troubled = 0;
    let mut rows = vec![];
    for id in ordered_evidence(open) {
        let Some(evidence) = open.state.listed.get(&id) else {
            continue;
        };
        let goal = Goal::Form(Subject::Listed(id), None);
        let row = row(open, &list_of.form, &id.to_string(), &evidence.fields, goal);
        let troubles = evidence_troubles(open, id, evidence);
        troubled += usize::from(!troubles.is_empty());
        rows.push(if troubles.is_empty() {
            row
        } else {
            row.saying(troubles.join(", "))
        });
    }
    let says = match troubled {
        0 => "None has expired, and no file has changed.".to_owned(),
        _ => format!("Expired or changed: {troubled}. This stands before a final sign-off."),
    };
    list(&list_of.form, rows, says, Goal::BeginEvidence)
}

/// What scenarios draw from the register.
fn counted(open: &Assessed) -> String {
    let scenarios = open.questionnaire.scenarios();
    drawn(&open.questionnaire, &open.state, scenarios, open.today).join("\n")
}

fn row(
    open: &Assessed,
    form: &EntryForm,
    id: &str,
    fields: &BTreeMap<QuestionId, Answer>,
    goal: Goal,
) -> Row {
    let row = Row::to(format!("{id}  {}", named(form, fields)), goal);
    match form.summary_of(fields, open.today) {
        Some(summary) => row.with(summary),
        None => row,
    }
}

fn named<'a>(form: &EntryForm, fields: &'a BTreeMap<QuestionId, Answer>) -> &'a str {
    match form.name_of(fields) {
        "" => "Not named yet",
        name => name,
    }
}

/// The name of a piece of evidence.
pub(super) fn evidence_name<'a>(open: &Assessed, evidence: &'a Evidence) -> &'a str {
    let list = open.questionnaire.evidence.as_ref();
    list.map_or("", |list| named(&list.form, &evidence.fields))
}

/// What is wrong with a piece of evidence, each in a word or two.
pub(super) fn evidence_troubles(
    open: &Assessed,
    id: EvidenceId,
    evidence: &Evidence,
) -> Vec<&'static str> {
    use crate::facts::Gap;
    let expired = open.results.gaps.contains(&Gap::EvidenceExpired(id));
    let file = evidence.file.as_ref();
    let changed = file.is_some_and(|file| open.found(file).is_some());
    let troubles = [(expired, "expired"), (changed, "file changed")];
    let troubles = troubles.into_iter().filter(|(is_so, _)| *is_so);
    troubles.map(|(_, words)| words).collect()
}

fn list(form: &EntryForm, rows: Vec<Row>, says: String, begin: Goal) -> Vec<Row> {
    let head = match rows.len() {
        0 => Row::heading("Nothing is recorded yet.").with(&form.about),
        count => Row::heading(format!("{}: {count}", form.title)).with(says),
    };
    let begin = Row::to("Add an entry", begin);
    let mut all = vec![head];
    all.extend(rows);
    all.extend([Row::heading(""), begin, Row::to("Back", Goal::Back)]);
    all
}

fn ordered_systems(open: &Assessed) -> Vec<SystemId> {
    let form = open.questionnaire.systems.as_ref().map(|s| &s.form);
    let systems = open.state.systems.iter();
    ordered(form, systems.map(|(id, system)| (*id, &system.fields)))
}

fn ordered_evidence(open: &Assessed) -> Vec<EvidenceId> {
    let form = open.questionnaire.evidence.as_ref().map(|e| &e.form);
    let listed = open.state.listed.iter();
    ordered(form, listed.map(|(id, evidence)| (*id, &evidence.fields)))
}

/// Entries by name, as people look for them; those without one last.
fn ordered<'a, T: Ord + Copy>(
    form: Option<&EntryForm>,
    entries: impl Iterator<Item = (T, &'a BTreeMap<QuestionId, Answer>)>,
) -> Vec<T> {
    let key = |(id, fields): (T, &'a BTreeMap<QuestionId, Answer>)| {
        let name = form.map_or("", |form| form.name_of(fields));
        (name.is_empty(), name.to_lowercase(), id)
    };
    let mut keys: Vec<_> = entries.map(key).collect();
    keys.sort();
    keys.into_iter().map(|(_, _, id)| id).collect()
}

/// The subjects of the register that an entry belongs to, in the order of the list.
fn siblings(open: &Assessed, subject: &Subject) -> Vec<Subject> {
    match subject {
        Subject::System(_) => {
            let ids = ordered_systems(open).into_iter();
            ids.map(Subject::System).collect()
        }
        Subject::Listed(_) => {
            let ids = ordered_evidence(open).into_iter();
            ids.map(Subject::Listed).collect()
        }
        Subject::Organisation
        | Subject::Scenario(_)
        | Subject::Exemption(..)
        | Subject::Action(_)
        | Subject::File(_)
        | Subject::SignOff => vec![],
    }
}

/// The entry after or before this one.
pub(super) fn beside(open: &Assessed, subject: &Subject, after: bool) -> Option<Subject> {
    let all = siblings(open, subject);
    let here = all.iter().position(|other| other == subject)?;
    let there = if after {
        here + 1
    } else {
        here.checked_sub(1)?
    };
    all.get(there).cloned()
}

/// Which entry it is, and where in its list.
pub(super) fn whereabouts(open: &Assessed, subject: &Subject) -> String {
    let what = match subject {
        Subject::System(id) => format!("System {id}"),
        Subject::Listed(id) => format!("Evidence {id}"),
        Subject::Organisation
        | Subject::Scenario(_)
        | Subject::Exemption(..)
        | Subject::Action(_)
        | Subject::File(_)
        | Subject::SignOff => String::new(),
    };
    let all = siblings(open, subject);
    match all.iter().position(|other| other == subject) {
        Some(here) => format!("{what} ({} of {})", here + 1, all.len()),
        None => what,
    }
}

/// The fields of a system.
pub(super) fn of_system(open: &Assessed, id: SystemId) -> Vec<Field> {
    let register = open.questionnaire.systems.as_ref();
    match (register, open.state.systems.get(&id)) {
        (Some(register), Some(system)) => asked(
            open,
            &register.form,
            &system.fields,
            |was, asked| matches!(was, Given::System(system, question, _) if *system == id && question == asked),
        ),
        _ => vec![],
    }
}

/// The fields of a piece of evidence: those of its form, and what it supports.
pub(super) fn of_evidence(open: &Assessed, id: EvidenceId) -> Vec<Field> {
    let list = open.questionnaire.evidence.as_ref();
    let (Some(list), Some(evidence)) = (list, open.state.listed.get(&id)) else {
        return vec![];
    };
    let scenarios = open.questionnaire.scenarios().filter(|s| {
        let is_asked = open.results.scenario(&s.id).is_some_and(|r| r.asked);
        is_asked || evidence.scenarios.contains(&s.id)
    });
    let scenarios = scenarios.filter_map(|s| choice(s.id.as_str(), s.title.clone()));
    let exemptions = open.state.exemptions.keys().filter_map(|id| {
        let name = open.name_of(*id);
        choice(&id.to_string(), format!("{id}  {name}"))
    });
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
    let mut fields = asked(
        open,
        &list.form,
        &evidence.fields,
        |was, asked| matches!(was, Given::Listed(listed, question, _) if *listed == id && question == asked),
    );
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

/// The fields of a form; `is_it` knows what was given to one of them before.
fn asked(
    open: &Assessed,
    form: &EntryForm,
    fields: &BTreeMap<QuestionId, Answer>,
    is_it: impl Fn(&Given, &QuestionId) -> bool,
) -> Vec<Field> {
    let sheet = Sheet::of_entry(form, fields, open.today);
    let shown = form.questions.iter().filter(|q| sheet.is_shown(&q.id));
    shown
        .map(|question| {
            let answer = fields.get(&question.id);
            let beside = of_entry(open, answer, |was| is_it(was, &question.id));
            let key = FieldKey::Asked(question.id.clone());
            Field::new(key, question.clone(), answer.cloned()).with(beside)
        })
        .collect()
}

/// The change that an answer to a field of a system makes.
pub(super) fn change_of_system(
    open: &Assessed,
    id: SystemId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Change> {
    let mut content: System = open.state.systems.get(&id)?.clone();
    if let FieldKey::Asked(question) = key {
        put(&mut content.fields, question, answer);
    }
    Some(Change::System(id, Some(content)))
}

/// The change that an answer to a field of a piece of evidence makes.
pub(super) fn change_of_evidence(
    open: &Assessed,
    id: EvidenceId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Change> {
    let mut content: Evidence = open.state.listed.get(&id)?.clone();
    let chosen = match &answer {
        Some(Answer::Choices(ids)) => ids.iter().map(ChoiceId::as_str).collect(),
        _ => vec![],
    };
    let ids = chosen.into_iter();
    if let FieldKey::Asked(question) = key {
        put(&mut content.fields, question, answer);
    } else if *key == FieldKey::Scenarios {
        content.scenarios = ids.filter_map(|id| id.try_into().ok()).collect();
    } else if *key == FieldKey::Exemptions {
        content.exemptions = ids.filter_map(|id| id.parse().ok()).collect();
    }
    Some(Change::Listed(id, Some(content)))
}

fn put(fields: &mut BTreeMap<QuestionId, Answer>, id: &QuestionId, answer: Option<Answer>) {
    match answer {
        Some(answer) => fields.insert(id.clone(), answer),
        None => fields.remove(id),
    };
}
