//! What holds for any register and any table.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::{Fields, Import, NUMBER, NotImported, Renames, Table};
use crate::facts::{
    Action, ActionId, Answer, Assessment, Due, FindingId, Priority, Progress, System, SystemId,
};
use crate::questionnaire::{Question, Questionnaire, built_in};
use crate::rules::AsAt;
use crate::text::clean_paragraphs;

const TODAY: Date = date(2026, 11, 24);

/// The built-in questionnaire, with a register in which there is every kind of question.
static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| {
    let choices = json!([
        {"id": "own", "label": "By us"},
        {"id": "by-us", "label": "own"},
        {"id": "both", "label": "By us; and by others"},
        {"id": "none", "label": "None of these"},
    ]);
    let question = |id: &str, text: &str, input: serde_json::Value| {
        json!({"id": id, "text": text, "input": input, "not_applicable": true,
            "dont_know": {"ask": "Somebody", "action": "Ask."}})
    };
    let mut asked = built_in().unwrap();
    asked.systems.as_mut().unwrap().form = serde_json::from_value(json!({
        "title": "t", "about": "t", "name": "name",
        "questions": [
            question("name", "Name", json!({"line": {"max": 40}})),
            question("number", "Number", json!({"number": {"unit": "n", "max": 1000}})),
            question("one", "Which?", json!({"one_of": choices})),
            question("any", "which", json!({"any_of": choices})),
            question("day", "=When; and \"why\"?", json!({"date": {}})),
            question("notes", "Notes", json!({"paragraphs": {"max": 4000}})),
        ],
    }))
    .unwrap();
    asked
});

fn form() -> &'static [Question] {
    &ASKED.systems.as_ref().unwrap().form.questions
}

fn texts() -> impl Strategy<Value = String> {
    let word = select(vec![
        "=1+1",
        "'",
        "\"",
        ";",
        ",",
        "\n",
        "\t",
        "-",
        "Don't know",
        "Not applicable: no",
        "own",
        " ",
        "ŵ",
        "日本",
        "None of these",
        "A",
        "b",
    ]);
    vec(word, 0..6).prop_map(|words| clean_paragraphs(&words.concat()))
}

fn days() -> impl Strategy<Value = Date> {
    (1970_i16..=2200, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn choices() -> impl Strategy<Value = &'static str> {
    select(vec!["own", "by-us", "both", "none", "gone"])
}

/// Any answer, also one that fits no question.
fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        texts().prop_map(Answer::Text),
        (0..3000_u64).prop_map(Answer::Number),
        days().prop_map(Answer::Date),
        choices().prop_map(|id| Answer::Choice(id.try_into().unwrap())),
        btree_set(choices(), 0..4).prop_map(|ids| {
            Answer::Choices(ids.into_iter().map(|id| id.try_into().unwrap()).collect())
        }),
        Just(Answer::DontKnow),
        texts().prop_map(|reason| Answer::NotApplicable { reason }),
    ]
}

fn entries() -> impl Strategy<Value = Fields> {
    let ids = [
        "name",
        "number",
        "one",
        "any",
        "day",
        "notes",
        "not-asked-any-more",
    ];
    btree_map(select(ids.to_vec()), answers(), 0..7).prop_map(|fields| {
        let fields = fields.into_iter();
        fields
            .map(|(id, answer)| (id.try_into().unwrap(), answer))
            .collect()
    })
}

/// As much of an entry as its form takes, under a name of its own.
fn fitting(at: usize, fields: &Fields) -> Fields {
    let questions = form().iter().filter_map(|question| {
        let answer = fields.get(&question.id)?.clone().checked(question).ok()?;
        Some((question.id.clone(), answer))
    });
    let mut fields: Fields = questions.collect();
    let name = Answer::Text(format!("System {at}"));
    fields.insert("name".try_into().unwrap(), name);
    fields
}

fn of_systems(entries: Vec<Fields>) -> Assessment {
    let systems = (1..).map(SystemId).zip(entries);
    Assessment {
        systems: systems
            .map(|(id, fields)| (id, System { fields }))
            .collect(),
        ..Assessment::default()
    }
}

fn actions() -> impl Strategy<Value = Action> {
    let scenario = select(ASKED.scenarios().map(|s| s.id.clone()).collect::<Vec<_>>());
    let due = prop_oneof![
        days().prop_map(Due::On),
        "[a-z]{1,9}".prop_map(Due::NoDate),
        Just(Due::NotGiven),
    ];
    let parts = (texts(), texts(), texts());
    let states = (
        option::of(select(Priority::ALL.to_vec())),
        select(Progress::ALL.to_vec()),
    );
    let all: Vec<FindingId> = FindingId::all(&ASKED)
        .chain(["gone:R9".parse().unwrap()])
        .collect();
    let said = (
        btree_set(select(all.clone()), 0..3),
        btree_set(select(all), 0..3),
        btree_set((1..9_u32).prop_map(ActionId), 0..3),
    );
    (scenario, due, parts, states, said).prop_map(|(scenario, due, parts, states, said)| {
        let (what, owner, role) = parts;
        let (priority, progress) = states;
        let (towards, closes, with) = said;
        Action {
            what,
            owner,
            role,
            due,
            priority,
            progress,
            towards,
            closes,
            with,
            ..Action::blank(scenario)
        }
    })
}

fn systems(state: &Assessment) -> Table<'_> {
    Table::of_systems(AsAt::unbegun(&ASKED, state, TODAY)).unwrap()
}

/// The record once a table is taken over.
fn after(table: &Table<'_>, import: &Import, state: &Assessment) -> Assessment {
    let mut after = state.clone();
    for change in table.changes(import) {
        after.apply(9, &change.into()).unwrap();
    }
    after
}

fn without_numbers(bytes: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let mut writer = csv::Writer::from_writer(vec![]);
    for (at, row) in reader.records().enumerate() {
        let row = row.unwrap();
        let number = if at == 0 { &row[0] } else { "" };
        writer
            .write_record(std::iter::once(number).chain(row.iter().skip(1)))
            .unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #[test]
    fn a_register_that_goes_out_and_comes_back_changes_nothing(entries in vec(entries(), 0..6)) {
        let state = of_systems(entries);
        let table = systems(&state);
        let import = table.import(&table.to_csv().unwrap(), Renames::Taken).unwrap();
        let same = state.systems.len();
        prop_assert_eq!(import, Import { same, ..Import::default() });
    }

    #[test]
    fn actions_that_go_out_and_come_back_change_nothing(actions in vec(actions(), 0..6)) {
        let state = Assessment {
            actions: (1..).map(ActionId).zip(actions).collect(),
            ..Assessment::default()
        };
        let table = Table::of_actions(AsAt::unbegun(&ASKED, &state, TODAY));
        let import = table.import(&table.to_csv().unwrap(), Renames::Taken).unwrap();
        let same = state.actions.len();
        prop_assert_eq!(import, Import { same, ..Import::default() });
    }

    #[test]
    fn a_register_is_the_same_in_an_empty_record_and_twice_is_as_once(
        entries in vec(entries(), 1..6),
    ) {
        let entries = entries.iter().enumerate().map(|(at, fields)| fitting(at, fields));
        let state = of_systems(entries.collect());
        let bytes = without_numbers(&systems(&state).to_csv().unwrap());
        let empty = Assessment::default();
        let table = systems(&empty);
        let taken = after(&table, &table.import(&bytes, Renames::Taken).unwrap(), &empty);
        prop_assert_eq!(&taken.systems, &state.systems);
        let again = systems(&taken).import(&bytes, Renames::Taken).unwrap();
        prop_assert_eq!(again.changes, []);
    }

    #[test]
    fn whatever_is_taken_changes_nothing_the_second_time(
        entries in vec(entries(), 0..4),
        rows in vec((select(vec!["", "S-1", "2", "S-9", "x"]), select(vec!["System 0", "system 1", "Mail", ""]), texts()), 0..5),
    ) {
        let entries = entries.iter().enumerate().map(|(at, fields)| fitting(at, fields));
        let state = of_systems(entries.collect());
        let mut writer = csv::Writer::from_writer(vec![]);
        writer.write_record([NUMBER, "Name", "Notes"]).unwrap();
        for (number, name, notes) in &rows {
            writer.write_record([number, name, &notes.as_str()]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let table = systems(&state);
        match table.import(&bytes, Renames::Taken) {
            Ok(import) => {
                let taken = after(&table, &import, &state);
                let again = systems(&taken).import(&bytes, Renames::Taken).unwrap();
                prop_assert_eq!(again.changes, []);
                prop_assert!(state.systems.keys().all(|id| taken.systems.contains_key(id)));
            }
            Err(NotImported::Problems(problems)) => prop_assert!(!problems.is_empty()),
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}
