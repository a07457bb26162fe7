//! However a change comes, from the wizard, a list of changes or a table, it meets the same rules: it makes
//! the same entries, or the same is said against it.

use std::sync::LazyLock;

use assert_cmd::Command;
use jiff::civil::{Date, date};
use mfa_assess::facts::{ActionId, Answer, Assessment, Change, ExemptionId, Logged, SystemId};
use mfa_assess::propose::{Made, Proposal, With, propose, read as read_changes, tried};
use mfa_assess::questionnaire::{Input, Question, Questionnaire, built_in};
use mfa_assess::record::read;
use mfa_assess::rules::AsAt;
use mfa_assess::table::{NotImported, Renames, Table};
use mfa_assess::wizard::{Effect, FieldKey, Goal, Message, Model, Notice, Open, Subject, update};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

const TODAY: Date = date(2026, 12, 1);
static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| built_in().unwrap());

/// The demonstration as it was before anybody signed it.
static RECORD: LazyLock<(Vec<Logged>, Assessment)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::cargo_bin("mfa-assess").unwrap();
    demo.args(["demo"]).current_dir(&folder).assert().success();
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let record = files.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
    let mut entries = read(&record.last().unwrap()).unwrap().entries;
    let signed = |logged: &Logged| logged.entry.event.change().is_none() && logged.entry.seq > 1;
    entries.retain(|logged| !signed(logged));
    let state = Assessment::fold(&entries).unwrap();
    (entries, state)
});

fn on() -> AsAt<'static> {
    AsAt {
        asked: &ASKED,
        entries: &RECORD.0,
        state: &RECORD.1,
        today: TODAY,
    }
}

/// Something that somebody wants to say, in a form that each way has.
#[derive(Debug, Clone)]
enum Wish {
    Answer(Question, Option<Answer>),
    Field(ExemptionId, Question, Option<Answer>),
    System(SystemId, Question, Option<Answer>),
    What(ActionId, String),
    Owner(ActionId, String),
    Ends(ActionId, Option<ExemptionId>),
    With(ActionId, Vec<ActionId>),
    Note(String, String),
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Made(Vec<Change>),
    /// In the words in which it is said, without a capital and a full stop.
    Refused(String),
}

impl Outcome {
    /// Whether it is the same; a table names the cell's words before what is wrong with them.
    fn is_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Refused(says), Self::Refused(others)) => says.ends_with(others),
            _ => self == other,
        }
    }
}

fn refused(says: &str) -> Outcome {
    let says = says.trim_end_matches('.');
    let mut letters = says.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    Outcome::Refused(first.unwrap_or_default() + letters.as_str())
}

impl Wish {
    fn change(&self) -> Change {
        let state = on().state;
        let action = |id: &ActionId| state.actions[id].clone();
        match self.clone() {
            Self::Answer(question, answer) => Change::Answer(question.id, answer),
            Self::Field(id, question, answer) => Change::Field(id, question.id, answer),
            Self::System(id, question, answer) => {
                let mut system = state.systems[&id].clone();
                match answer {
                    Some(answer) => system.fields.insert(question.id, answer),
                    None => system.fields.remove(&question.id),
                };
                Change::System(id, Some(system))
            }
            Self::What(id, what) => Change::Action(
                id,
                Some(mfa_assess::facts::Action {
                    what,
                    ..action(&id)
                }),
            ),
            Self::Owner(id, owner) => Change::Action(
                id,
                Some(mfa_assess::facts::Action {
                    owner,
                    ..action(&id)
                }),
            ),
            Self::Ends(id, ends) => Change::Action(
                id,
                Some(mfa_assess::facts::Action {
                    ends,
                    ..action(&id)
                }),
            ),
            Self::With(id, with) => {
                let with = with.into_iter().collect();
                Change::Action(
                    id,
                    Some(mfa_assess::facts::Action {
                        with,
                        ..action(&id)
                    }),
                )
            }
            Self::Note(scenario, text) => {
                let scenario = scenario.try_into().unwrap();
                let for_board = state
                    .notes
                    .get(&scenario)
                    .is_some_and(|note| note.for_board);
                Change::note(scenario, mfa_assess::facts::Note { text, for_board })
            }
        }
    }

    fn proposed(&self) -> Outcome {
        match propose(on(), [Proposal::Say(self.change())], &With::default()) {
            Ok(accepted) => {
                let changes = accepted.iter().map(|a| a.event().change().unwrap().clone());
                Outcome::Made(changes.collect())
            }
            Err(objections) => refused(&objections[0].rule.to_string()),
        }
    }

    fn request(&self) -> Value {
        match self {
            Self::Answer(question, None) => json!({ "clear": { "question": question.id } }),
            Self::Answer(question, Some(answer)) => {
                json!({ "answer": { "question": question.id, "value": given(answer) } })
            }
            Self::Field(id, question, answer) => {
                let fields = json!({ question.id.as_str(): answer.as_ref().map(given) });
                json!({ "edit_exemption": { "exemption": id.to_string(), "fields": fields } })
            }
            Self::System(id, question, answer) => {
                let fields = json!({ question.id.as_str(): answer.as_ref().map(given) });
                json!({ "edit_system": { "system": id.to_string(), "fields": fields } })
            }
            Self::What(id, what) => {
                json!({ "edit_action": { "action": id.to_string(), "what": what } })
            }
            Self::Owner(id, owner) => {
                json!({ "edit_action": { "action": id.to_string(), "owner": owner } })
            }
            Self::Ends(id, ends) => {
                let ends = ends.map_or_else(String::new, |ends| ends.to_string());
                json!({ "edit_action": { "action": id.to_string(), "ends": ends } })
            }
            Self::With(id, with) => {
                let with: Vec<String> = with.iter().map(ToString::to_string).collect();
                json!({ "edit_action": { "action": id.to_string(), "with": with } })
            }
            Self::Note(scenario, text) => {
                json!({ "note": { "scenario": scenario, "text": text } })
            }
        }
    }

    fn applied(&self) -> Outcome {
        let file = json!({ "format": 1, "changes": [self.request()] }).to_string();
        match tried(on(), &read_changes(file.as_bytes()).unwrap()) {
            Ok(made) => {
                let events = made.iter().flat_map(Made::events);
                Outcome::Made(
                    events
                        .map(|event| event.change().unwrap().clone())
                        .collect(),
                )
            }
            Err(problems) => refused(&problems[0].says),
        }
    }

    /// The form on which it is said, the field, and the answer there.
    fn on_screen(&self) -> (Subject, FieldKey, Option<Answer>) {
        let text = |words: &String| (!words.is_empty()).then(|| Answer::Text(words.clone()));
        let chosen = |ids: Vec<String>| {
            let ids = ids.into_iter().map(|id| id.try_into().unwrap());
            Some(Answer::Choices(ids.collect())).filter(|a| *a != Answer::Choices([].into()))
        };
        match self.clone() {
            Self::Answer(question, answer) => {
                let subject = match ASKED.scenario_of(&question.id) {
                    Some(scenario) => Subject::Scenario(scenario.id.clone()),
                    None => Subject::Organisation,
                };
                (subject, FieldKey::Asked(question.id), answer)
            }
            Self::Field(id, question, answer) => {
                let kind = ASKED
                    .exemption_kind(&on().state.exemptions[&id].kind)
                    .unwrap();
                let asks = |step: &mfa_assess::questionnaire::Step| {
                    step.questions.iter().any(|q| q.id == question.id)
                };
                let step = kind.steps.iter().position(asks).unwrap() + 1;
                let key = FieldKey::Asked(question.id.clone());
                (Subject::Exemption(id, step), key, answer)
            }
            Self::System(id, question, answer) => {
                (Subject::System(id), FieldKey::Asked(question.id), answer)
            }
            Self::What(id, what) => (Subject::Action(id), FieldKey::What, text(&what)),
            Self::Owner(id, owner) => (Subject::Action(id), FieldKey::Owner, text(&owner)),
            Self::Ends(id, ends) => {
                let ends = ends.map(|ends| Answer::Choice(ends.to_string().try_into().unwrap()));
                (Subject::Action(id), FieldKey::Ends, ends)
            }
            Self::With(id, with) => {
                let with = with.iter().map(ToString::to_string).collect();
                (Subject::Action(id), FieldKey::With, chosen(with))
            }
            Self::Note(scenario, words) => {
                let subject = Subject::Scenario(scenario.try_into().unwrap());
                (subject, FieldKey::Note, text(&words))
            }
        }
    }

    /// What the wizard makes of it; nothing where its form does not offer that.
    fn typed(&self) -> Option<Outcome> {
        let (subject, key, answer) = self.on_screen();
        let (entries, state) = RECORD.clone();
        let mut model = Model::new(ASKED.clone(), TODAY);
        model.open = Some(Open::of(ASKED.clone(), entries, state, TODAY));
        update(&mut model, Message::Go(Goal::Form(subject.clone(), None)));
        let open = model.open.as_ref().unwrap();
        let field = mfa_assess::wizard::fields(open, &subject)
            .into_iter()
            .find(|f| f.key == key)?;
        if let Some(answer) = &answer {
            let refusal = answer.form(&field.question).err();
            // The faces offer the choices that there are, and nothing else.
            if refusal.is_some_and(|why| {
                !matches!(answer, Answer::Text(_)) || why.to_string().contains("fit")
            }) {
                return None;
            }
        }
        let effects = update(&mut model, Message::Answer { key, answer });
        let made = effects.into_iter().find_map(|effect| match effect {
            Effect::Append { events, .. } => Some(events),
            _ => None,
        });
        let Some(Notice::Problem(says)) = &model.notice else {
            if model.waits() {
                return None;
            }
            let made = made.unwrap_or_default();
            let changes = made.iter().map(|a| a.event().change().unwrap().clone());
            return Some(Outcome::Made(changes.collect()));
        };
        Some(refused(says))
    }

    /// What a table makes of it; nothing where it has no column for that.
    fn imported(&self) -> Option<Outcome> {
        let words = |answer: &Option<Answer>| match answer {
            Some(Answer::Choices(ids)) if ids.is_empty() => "None of these".to_owned(),
            Some(Answer::Choices(ids)) => ids
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
            answer => answer.as_ref().map_or_else(String::new, Answer::raw),
        };
        let (table, id, header, cell) = match self {
            // In a cell these are words like any other.
            Self::System(_, _, Some(Answer::NotApplicable { .. } | Answer::DontKnow)) => {
                return None;
            }
            Self::System(id, question, answer) => {
                let table = Table::of_systems(on()).unwrap();
                (table, id.to_string(), question.text.clone(), words(answer))
            }
            Self::Owner(id, owner) => (
                Table::of_actions(on()),
                id.to_string(),
                "Owner".to_owned(),
                owner.clone(),
            ),
            Self::Ends(id, ends) => {
                let ends = ends.map_or_else(String::new, |ends| ends.to_string());
                (
                    Table::of_actions(on()),
                    id.to_string(),
                    "Ends exemption".to_owned(),
                    ends,
                )
            }
            Self::With(id, with) => {
                let with: Vec<String> = with.iter().map(ToString::to_string).collect();
                (
                    Table::of_actions(on()),
                    id.to_string(),
                    "Together with".to_owned(),
                    with.join("; "),
                )
            }
            Self::Answer(..) | Self::Field(..) | Self::What(..) | Self::Note(..) => return None,
        };
        let name = table.columns().iter().find(|column| {
            let id = column.question.id.as_str();
            id == "name" || id == "what"
        });
        let name = name.unwrap().header.clone();
        if name == header {
            return None;
        }
        let (_, fields) = table
            .entries()
            .find(|(n, _)| table.number(*n) == id)
            .unwrap();
        let mut csv = csv::Writer::from_writer(vec![]);
        csv.write_record(["mfa-assess number", &name, &header])
            .unwrap();
        csv.write_record([&id, &table.name_of(fields), &cell])
            .unwrap();
        match table.import(&csv.into_inner().unwrap(), Renames::Left) {
            Ok(import) => Some(Outcome::Made(table.changes(&import))),
            Err(NotImported::Problems(problems)) => Some(refused(&problems[0].says)),
            Err(other) => Some(refused(&other.to_string())),
        }
    }
}

fn given(answer: &Answer) -> Value {
    match answer {
        Answer::Choice(id) => json!(id),
        Answer::Choices(ids) => json!(ids),
        Answer::Number(number) => json!(number),
        Answer::Text(words) => json!(words),
        Answer::Date(day) => json!(day.to_string()),
        Answer::DontKnow => json!({ "dont_know": true }),
        Answer::NotApplicable { reason } => json!({ "not_applicable": reason }),
    }
}

/// Answers that a question may take, or may not.
fn answers(question: Question) -> BoxedStrategy<Option<Answer>> {
    let value = match &question.input {
        Input::OneOf(choices) => {
            let ids: Vec<_> = choices.iter().map(|choice| choice.id.clone()).collect();
            select(ids).prop_map(Answer::Choice).boxed()
        }
        Input::AnyOf(choices) => {
            let ids: Vec<_> = choices.iter().map(|choice| choice.id.clone()).collect();
            let some = proptest::sample::subsequence(ids.clone(), 0..=ids.len());
            some.prop_map(|ids| Answer::Choices(ids.into_iter().collect()))
                .boxed()
        }
        Input::Number { .. } => (0..3_000_000_000_u64).prop_map(Answer::Number).boxed(),
        Input::Line { .. } => words().prop_map(Answer::Text).boxed(),
        Input::Paragraphs { .. } => words().prop_map(Answer::Text).boxed(),
        Input::Date { .. } => (-900..900_i64)
            .prop_map(|days| Answer::Date(TODAY.saturating_add(jiff::Span::new().days(days))))
            .boxed(),
    };
    let dont_know = Just(Some(Answer::DontKnow));
    let reason = words().prop_map(|reason| Some(Answer::NotApplicable { reason }));
    prop_oneof![6 => value.prop_map(Some), 1 => Just(None), 1 => dont_know, 1 => reason].boxed()
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z][a-z ]{0,20}[a-z]",
        1 => Just("-".to_owned()),
        1 => (90..400_usize).prop_map(|length| "long ".repeat(length) + "end"),
    ]
}

fn of_questions(all: Vec<Question>) -> impl Strategy<Value = (Question, Option<Answer>)> {
    select(all).prop_flat_map(|question| (Just(question.clone()), answers(question)))
}

fn wishes() -> impl Strategy<Value = Wish> {
    let state = on().state;
    let questions: Vec<Question> = ASKED.questions().cloned().collect();
    let of_systems = ASKED.systems.as_ref().unwrap().form.questions.clone();
    let systems: Vec<SystemId> = state.systems.keys().copied().collect();
    let exemptions: Vec<ExemptionId> = state.exemptions.keys().copied().collect();
    let actions: Vec<ActionId> = state.actions.keys().copied().collect();
    let scenarios: Vec<String> = ASKED.scenarios().map(|s| s.id.to_string()).collect();
    let field = (select(exemptions.clone()), any::<Index>()).prop_flat_map(|(id, at)| {
        let kind = ASKED
            .exemption_kind(&on().state.exemptions[&id].kind)
            .unwrap();
        let all: Vec<Question> = kind.questions().cloned().collect();
        let question = all[at.index(all.len())].clone();
        let answers = answers(question.clone());
        answers.prop_map(move |answer| Wish::Field(id, question.clone(), answer))
    });
    let action = || select(actions.clone());
    let some = proptest::sample::subsequence(actions.clone(), 0..3);
    prop_oneof![
        of_questions(questions).prop_map(|(question, answer)| Wish::Answer(question, answer)),
        field,
        (select(systems), of_questions(of_systems))
            .prop_map(|(id, (question, answer))| Wish::System(id, question, answer)),
        (action(), words()).prop_map(|(id, what)| Wish::What(id, what)),
        (action(), words()).prop_map(|(id, owner)| Wish::Owner(id, owner)),
        (action(), proptest::option::of(select(exemptions))).prop_map(|(id, x)| Wish::Ends(id, x)),
        (action(), some).prop_map(|(id, with)| Wish::With(id, with)),
        (select(scenarios), words()).prop_map(|(id, text)| Wish::Note(id, text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_makes_the_same_or_meets_the_same_rule_whichever_way_it_comes(wish in wishes()) {
        let applied = wish.applied();
        if let Some(typed) = wish.typed() {
            prop_assert_eq!(&typed, &applied, "wizard and apply");
        }
        if let Some(imported) = wish.imported() {
            prop_assert!(imported.is_as(&applied), "table {imported:?} and apply {applied:?}");
        }
        if let Outcome::Made(changes) = &applied {
            let again: Vec<Proposal> = changes.iter().cloned().map(Proposal::Say).collect();
            let accepted = propose(on(), again, &With::default());
            prop_assert_eq!(accepted.map(|all| all.len()), Ok(changes.len()));
        } else {
            prop_assert!(matches!(wish.proposed(), Outcome::Refused(_)) || wish.is_cleaned());
        }
    }
}

impl Wish {
    /// Whether only the way to a typed change refuses it: texts are held to shorter limits where they are
    /// typed than where a suggestion is taken up.
    fn is_cleaned(&self) -> bool {
        matches!(self, Self::What(..) | Self::Owner(..) | Self::Note(..))
    }
}
