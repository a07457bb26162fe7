//! A record that has asked three versions of a questionnaire: what each put aside, and what its history
//! says of each entry, in the words of the version in force then.

mod aside;
mod history;
mod others;

use std::collections::BTreeSet;

use mfa_assess::facts::{
    Action, ActionId, Answer, Assessment, Carried, Change, Coverage, Entry, Event, Evidence,
    EvidenceFile, EvidenceId, ExemptionId, Fingerprint, Hidden, Logged, Origin, System, SystemId,
};
use mfa_assess::history::{Audit, Comparison, OneSide, Original, Plan, Side};
use mfa_assess::questionnaire::{Input, Question, QuestionId, Questionnaire, load};
use mfa_assess::rules::{LifeStep, Results, Standing};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

fn first() -> Questionnaire {
    load(include_bytes!("../../keys.json")).unwrap()
}

/// The second version: other units and labels under the same ids, a scenario and fields gone.
fn second() -> Questionnaire {
    let mut new = first();
    new.version = "2026.2".into();
    let doors = &mut new.groups[0].scenarios;
    doors.retain(|scenario| scenario.id.as_str() != "leavers");
    let list = &mut doors[0];
    list.title = "The register of holders".into();
    reword(
        &mut list.questions,
        "key-count",
        "rings",
        "How many rings are there?",
    );
    new.requirements.retain(|r| r.id.as_str() == "R-A");
    new.exemptions.retain(|kind| kind.id.as_str() == "LOAN");
    let kind = &mut new.exemptions[0];
    kind.requirements.retain(|r| r.as_str() == "R-A");
    let steps = kind.steps.iter_mut().flat_map(|step| &mut step.questions);
    for question in steps {
        relabel(question, "borrower-kind", "guest", "Somebody who stays");
        if question.id.as_str() == "agreed-as" {
            question.text = "In which office?".into();
        }
    }
    let form = &mut new.systems.as_mut().unwrap().form;
    reword(
        &mut form.questions,
        "door-keys",
        "rings",
        "How many rings open it?",
    );
    form.questions.retain(|q| q.id.as_str() != "building");
    for question in &mut form.questions {
        relabel(question, "lock-kind", "lever", "Lever or bolt");
    }
    let form = &mut new.evidence.as_mut().unwrap().form;
    form.questions.retain(|q| q.id.as_str() != "shelf");
    load(&serde_json::to_vec(&new).unwrap()).unwrap()
}

/// The third version: no registers, and the choice reads otherwise once more.
fn third() -> Questionnaire {
    let mut new = second();
    new.version = "2026.3".into();
    (new.systems, new.evidence) = (None, None);
    new.groups[0].scenarios[0].draws.clear();
    new.groups[0].scenarios[0].title = "Holders".into();
    load(&serde_json::to_vec(&new).unwrap()).unwrap()
}

fn reword(questions: &mut [Question], id: &str, words: &str, text: &str) {
    let question = questions.iter_mut().find(|q| q.id.as_str() == id).unwrap();
    question.text = text.into();
    if let Input::Number { unit, one, .. } = &mut question.input {
        (*unit, *one) = (words.into(), None);
    }
}

fn relabel(question: &mut Question, id: &str, choice: &str, label: &str) {
    if question.id.as_str() != id {
        return;
    }
    if let Input::OneOf(choices) = &mut question.input {
        let choice = choices.iter_mut().find(|c| c.id.as_str() == choice);
        choice.unwrap().label = label.into();
    }
}

fn id(text: &str) -> QuestionId {
    text.try_into().unwrap()
}

fn choice(text: &str) -> Answer {
    Answer::Choice(text.try_into().unwrap())
}

fn text(words: &str) -> Answer {
    Answer::Text(words.into())
}

fn answered(question: &str, answer: Answer) -> Event {
    Event::Changed(Change::Answer(id(question), Some(answer)))
}

fn system(fields: &[(&str, Answer)]) -> Event {
    Event::Changed(Change::System(
        SystemId(1),
        Some(System {
            fields: fields.iter().map(|(q, a)| (id(q), a.clone())).collect(),
        }),
    ))
}

fn filled(question: &str, answer: Answer) -> Event {
    Event::Changed(Change::Field(ExemptionId(1), id(question), Some(answer)))
}

fn paper() -> Event {
    let fields = [("paper", text("List of doors")), ("shelf", text("Shelf 3"))];
    Event::Changed(Change::Listed(
        EvidenceId(1),
        Some(Evidence {
            fields: fields.map(|(q, a)| (id(q), a)).into(),
            scenarios: ["list", "leavers"].map(|s| s.try_into().unwrap()).into(),
            exemptions: [ExemptionId(1)].into(),
            file: Some(EvidenceFile {
                path: "doors.csv".into(),
                bytes: 9,
                sha256: Fingerprint::of(b"doors"),
            }),
        }),
    ))
}

/// A key on loan, with every field of its form, in the words of the first version.
fn loan() -> Vec<Event> {
    let scope = Event::Changed(Change::Coverage(
        ExemptionId(1),
        Coverage {
            kind: "LOAN".try_into().unwrap(),
            requirements: ["R-A", "R-B"].map(|r| r.try_into().unwrap()).into(),
            scenarios: ["list", "leavers"].map(|s| s.try_into().unwrap()).into(),
            systems: [SystemId(1)].into(),
        },
    ));
    let day = |words: &str| Answer::Date(words.parse().unwrap());
    let fields = [
        ("which-keys", text("Two keys of the cellar")),
        ("borrower", text("Ivo Brook")),
        ("borrower-kind", choice("guest")),
        ("loan-reason", text("He stays in the cellar.")),
        ("asked-by", text("Ada Fell")),
        ("agreed-by", text("Ben Marsh")),
        ("agreed-as", text("Warden")),
        ("agreed-on", day("2026-11-01")),
        ("back-on", day("2027-01-31")),
        ("look-again", day("2027-01-15")),
        ("still-needed", text("All is well.")),
    ];
    let fields = fields.map(|(question, answer)| filled(question, answer));
    [vec![scope], fields.to_vec()].concat()
}

fn migrated(to: &Questionnaire) -> Event {
    Event::Migrated {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(to).unwrap()),
    }
}

/// A record that grows event by event.
struct Log(Vec<Logged>);

impl Log {
    fn begun(asked: &Questionnaire) -> Self {
        let mut log = Self(vec![]);
        log.write(Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::to_value(asked).unwrap()),
        });
        log
    }

    fn write(&mut self, event: Event) {
        let entry = Entry {
            v: event.format(),
            seq: self.0.len() as u64 + 1,
            at: "2026-11-24T09:00:00Z".parse().unwrap(),
            by: "Ada Fell".into(),
            why: None,
            event,
            prev: self.0.last().map(|logged| logged.fingerprint),
        };
        let fingerprint = Fingerprint::of(&serde_json::to_vec(&entry).unwrap());
        self.0.push(Logged { entry, fingerprint });
    }

    fn write_all(&mut self, events: impl IntoIterator<Item = Event>) -> &mut Self {
        events.into_iter().for_each(|event| self.write(event));
        self
    }

    fn state(&self) -> Assessment {
        Assessment::fold(&self.0).unwrap()
    }

    /// Takes a step in the life of the loan.
    fn take(&mut self, asked: &Questionnaire, step: LifeStep) {
        let state = self.state();
        let loan = &state.exemptions[&ExemptionId(1)];
        let kind = asked.exemption_kind(&loan.kind).unwrap();
        let events = loan.take(ExemptionId(1), asked, kind, step, TODAY).unwrap();
        self.write_all(events);
    }
}

fn action(finds_out: Option<&str>) -> Event {
    let mut action = Action::blank("leavers".try_into().unwrap());
    action.what = "Ask for the keys".into();
    action.finds_out = finds_out.map(id);
    Event::Changed(Change::Action(ActionId(1), Some(action)))
}

/// All that the first version has a place for, approved, and then the second.
fn moved_once() -> Log {
    let mut log = Log::begun(&first());
    let door = [
        ("door", text("Cellar")),
        ("building", text("North house")),
        ("lock-kind", choice("lever")),
        ("door-keys", Answer::Number(4)),
    ];
    log.write_all([
        answered("key-count", Answer::Number(40)),
        answered("key-count", Answer::Number(41)),
        system(&door),
        paper(),
        action(Some("collected")),
    ]);
    log.write_all(loan());
    log.take(&first(), LifeStep::Approve);
    log.write(migrated(&second()));
    log
}

fn told(state: &Assessment) -> Vec<(&str, &str, &str, String)> {
    let former = state.former.iter();
    former
        .map(|f| (&*f.place, &*f.asked, &*f.words, f.why.words()))
        .collect()
}

const FORM: &str = "Another form of answer is asked for now.";
const GONE: &str = "It is not asked any more.";

/// Whether the loan counts, or all that keeps it from that.
fn standing(state: &Assessment, asked: &Questionnaire) -> Result<(), Vec<String>> {
    match &Results::of(asked, state, TODAY).exemptions[&ExemptionId(1)] {
        Standing::Valid { .. } => Ok(()),
        Standing::NotValid { unmet } => Err(unmet.iter().map(|u| u.says.clone()).collect()),
        other => panic!("{other:?}"),
    }
}
