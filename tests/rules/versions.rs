//! A record that has asked three versions of a questionnaire: what each put aside, and what its history
//! says of each entry, in the words of the version in force then.

use std::collections::BTreeSet;

use mfa_assess::assessment::{
    Action, ActionId, Answer, Assessment, Audit, Carried, Comparison, Entry, Event, Evidence,
    EvidenceFile, EvidenceId, ExemptionId, Fingerprint, Hidden, LifeStep, Logged, OneSide, Origin,
    Original, Plan, Results, Side, Standing, System, SystemId,
};
use mfa_assess::questionnaire::{Input, Question, QuestionId, Questionnaire, load};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

fn first() -> Questionnaire {
    load(include_bytes!("../keys.json")).unwrap()
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
    Event::Answered {
        question: id(question),
        answer,
    }
}

fn system(fields: &[(&str, Answer)]) -> Event {
    Event::SystemWritten {
        system: SystemId(1),
        content: System {
            fields: fields.iter().map(|(q, a)| (id(q), a.clone())).collect(),
        },
    }
}

fn filled(question: &str, answer: Answer) -> Event {
    Event::ExemptionFilled {
        exemption: ExemptionId(1),
        question: id(question),
        answer,
    }
}

fn paper() -> Event {
    let fields = [("paper", text("List of doors")), ("shelf", text("Shelf 3"))];
    Event::EvidenceWritten {
        evidence: EvidenceId(1),
        content: Evidence {
            fields: fields.map(|(q, a)| (id(q), a)).into(),
            scenarios: ["list", "leavers"].map(|s| s.try_into().unwrap()).into(),
            exemptions: [ExemptionId(1)].into(),
            file: Some(EvidenceFile {
                path: "doors.csv".into(),
                bytes: 9,
                sha256: Fingerprint::of(b"doors"),
            }),
        },
    }
}

/// A key on loan, with every field of its form, in the words of the first version.
fn loan() -> Vec<Event> {
    let scope = Event::ExemptionScoped {
        exemption: ExemptionId(1),
        kind: "LOAN".try_into().unwrap(),
        requirements: ["R-A", "R-B"].map(|r| r.try_into().unwrap()).into(),
        scenarios: ["list", "leavers"].map(|s| s.try_into().unwrap()).into(),
        systems: [SystemId(1)].into(),
    };
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
    Event::ActionWritten {
        action: ActionId(1),
        content: action,
    }
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

#[test]
fn what_has_no_place_in_a_register_is_put_aside_as_it_read() {
    let log = moved_once();
    let state = log.state();
    assert_eq!(
        told(&state),
        [
            (
                "The list of holders",
                "How many keys are there?",
                "41 keys",
                FORM.to_owned()
            ),
            (
                "Exemption EX-1, Two keys of the cellar",
                "Who is that?",
                "A guest",
                FORM.to_owned()
            ),
            (
                "Exemption EX-1, Two keys of the cellar",
                "A requirement that it served",
                "R-B Keys come back",
                GONE.to_owned()
            ),
            (
                "Exemption EX-1, Two keys of the cellar",
                "A scenario that it covered",
                "Those who leave",
                GONE.to_owned()
            ),
            (
                "System S-1, Cellar",
                "In which building?",
                "North house",
                GONE.to_owned()
            ),
            (
                "System S-1, Cellar",
                "How many keys open it?",
                "4 keys",
                FORM.to_owned()
            ),
            (
                "System S-1, Cellar",
                "What kind of lock has it?",
                "Lever",
                FORM.to_owned()
            ),
            (
                "Evidence EV-1, List of doors",
                "On which shelf is it?",
                "Shelf 3",
                GONE.to_owned()
            ),
            (
                "Evidence EV-1, List of doors",
                "A scenario whose answers it showed",
                "Those who leave",
                GONE.to_owned()
            ),
        ]
    );
    let left = |fields: &std::collections::BTreeMap<QuestionId, Answer>| -> Vec<String> {
        fields.keys().map(ToString::to_string).collect()
    };
    assert_eq!(left(&state.systems[&SystemId(1)].fields), ["door"]);
    let paper = &state.listed[&EvidenceId(1)];
    assert_eq!(left(&paper.fields), ["paper"]);
    assert_eq!(paper.scenarios, ["list".try_into().unwrap()].into());
    assert!(paper.file.is_some());
    // The action keeps its words, and what it is about keeps its old title.
    let action = &state.actions[&ActionId(1)];
    assert_eq!(
        state.scenario_title(&second(), &action.scenario),
        "Those who leave"
    );
    let question = action.finds_out.as_ref().unwrap();
    assert_eq!(
        state.question_text(&second(), question),
        "Do keys come back within a week?"
    );
}

#[test]
fn a_register_that_is_gone_is_put_aside_as_a_whole_and_what_it_named_keeps_its_name() {
    let mut log = moved_once();
    log.write(migrated(&third()));
    let state = log.state();
    assert!(state.systems.is_empty() && state.listed.is_empty());
    let told = told(&state);
    for (place, asked, words) in [
        (
            "Exemption EX-1, Two keys of the cellar",
            "A system that it covered",
            "S-1, Cellar",
        ),
        ("System S-1, Cellar", "Which door is it?", "Cellar"),
        (
            "Evidence EV-1, List of doors",
            "What is it called?",
            "List of doors",
        ),
        (
            "Evidence EV-1, List of doors",
            "An exemption that it supported",
            "EX-1",
        ),
        (
            "Evidence EV-1, List of doors",
            "A scenario whose answers it showed",
            "The register of holders",
        ),
    ] {
        let row = (place, asked, words, GONE.to_owned());
        assert!(told.contains(&row), "{row:?} in {told:?}");
    }
    let file = told.iter().find(|row| row.1 == "Its file").unwrap();
    assert!(file.2.starts_with("doors.csv (9 bytes"), "{file:?}");
    let name = state.system_name(&third(), SystemId(1));
    assert_eq!(name.as_deref(), Some("Cellar"));
}

/// Whether the loan counts, or all that keeps it from that.
fn standing(state: &Assessment, asked: &Questionnaire) -> Result<(), Vec<String>> {
    match &Results::of(asked, state, TODAY).exemptions[&ExemptionId(1)] {
        Standing::Valid { .. } => Ok(()),
        Standing::NotValid { unmet } => Err(unmet.iter().map(|u| u.says.clone()).collect()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_approval_of_what_is_put_aside_does_not_stand_whether_or_not_a_renewal_is_prepared() {
    let mut log = moved_once();
    let before = Assessment::fold(&log.0[..log.0.len() - 1]).unwrap();
    assert_eq!(standing(&before, &first()), Ok(()));
    let says = standing(&log.state(), &second()).unwrap_err();
    let approval = "Changed since it was approved: what it covers and “Who is that?”. Have it \
                    approved anew.";
    assert!(says.contains(&approval.to_owned()), "{says:?}");

    log.0.pop();
    log.take(&first(), LifeStep::Renew);
    assert_eq!(standing(&log.state(), &first()), Ok(()));
    log.write(migrated(&second()));
    let says = standing(&log.state(), &second()).unwrap_err();
    assert!(says.contains(&approval.to_owned()), "{says:?}");
    assert!(!log.state().exemptions[&ExemptionId(1)].life.renewing);
}

#[test]
fn an_approval_with_an_answer_that_is_gone_says_so() {
    let mut new = first();
    new.version = "2026.2".into();
    for step in &mut new.exemptions[0].steps {
        step.questions.retain(|q| q.id.as_str() != "asked-by");
        for question in &mut step.questions {
            question.show_when = None;
        }
    }
    new.exemptions[0]
        .conditions
        .retain(|c| c.id.as_str() != "two-people");
    let mut log = moved_once();
    log.0.pop();
    log.write(migrated(&new));
    let says = standing(&log.state(), &new).unwrap_err();
    assert!(
        says.contains(
            &"Changed since it was approved: an answer that is not asked for any more. Have it \
              approved anew."
                .to_owned()
        ),
        "{says:?}"
    );
}

/// What each entry did, in words: its number, what it is about, from what, and to what.
fn trail(log: &Log, asked: &Questionnaire) -> Vec<(u64, String, String, String)> {
    let state = log.state();
    let audit = Audit {
        questionnaire: asked,
        entries: &log.0,
        state: &state,
    };
    let or_none = |words: Option<String>| words.unwrap_or_else(|| "-".to_owned());
    let steps = audit.steps().unwrap().into_iter();
    steps
        .map(|t| (t.step.seq, t.what, or_none(t.step.from), or_none(t.step.to)))
        .collect()
}

#[test]
fn each_entry_is_told_in_the_words_of_the_version_in_force_then() {
    let mut log = moved_once();
    let moved = log.0.len() as u64;
    log.write_all([
        answered("key-count", Answer::Number(12)),
        filled("borrower-kind", choice("guest")),
        filled("agreed-on", Answer::Date("2026-11-20".parse().unwrap())),
        system(&[("door", text("Cellar")), ("lock-kind", choice("lever"))]),
    ]);
    log.take(&second(), LifeStep::Approve);
    log.write_all([
        migrated(&third()),
        answered("key-count", Answer::Number(13)),
    ]);
    let trail = trail(&log, &third());
    let is_told = |seq: u64, what: &str, from: &str, to: &str| {
        let row = (seq, what.to_owned(), from.to_owned(), to.to_owned());
        let near: Vec<_> = trail.iter().filter(|told| told.0 == seq).collect();
        assert!(trail.contains(&row), "{row:?} in {near:#?}");
    };
    let cellar = "Which door is it? Cellar; In which building? North house; What kind of lock has \
                  it? Lever; How many keys open it? 4 keys";
    let count = "The list of holders: How many keys are there?";
    is_told(2, count, "-", "40 keys");
    is_told(3, count, "40 keys", "41 keys");
    is_told(4, "System S-1", "-", cellar);
    is_told(9, "Exemption EX-1: Who has them?", "-", "Ivo Brook");
    is_told(10, "Exemption EX-1: Who is that?", "-", "A guest");
    let approved = "approved (Ben Marsh; Warden; 1 November 2026)";
    is_told(moved - 1, "Exemption EX-1: its life", "-", approved);
    // What the second version put aside is told as it was asked, and nothing is left of it.
    is_told(moved, count, "41 keys", "-");
    is_told(moved, "System S-1", cellar, "Which door is it? Cellar");
    let now = "The register of holders: How many rings are there?";
    is_told(moved + 1, now, "-", "12 rings");
    is_told(
        moved + 2,
        "Exemption EX-1: Who is that?",
        "-",
        "Somebody who stays",
    );
    let door = "Which door is it? Cellar; What kind of lock has it? Lever or bolt";
    is_told(moved + 4, "System S-1", "Which door is it? Cellar", door);
    let again = format!("{approved}; renewed (Ben Marsh; Warden; 20 November 2026)");
    is_told(moved + 5, "Exemption EX-1: its life", approved, &again);
    is_told(moved + 6, "System S-1", door, "-");
    is_told(
        moved + 7,
        "Holders: How many rings are there?",
        "12 rings",
        "13 rings",
    );
    // Nothing reads as an id.
    let ids = [
        "key-count",
        "borrower-kind",
        "agreed-as",
        "door-keys",
        "lock-kind",
    ];
    for (_, what, from, to) in &trail {
        for words in [what, from, to] {
            let is_raw = |id: &&str| words.split(&[' ', ';', ':'][..]).any(|word| word == *id);
            assert!(!ids.iter().any(|id| is_raw(&id)), "{words}");
        }
    }
}

#[test]
fn a_decision_is_told_in_the_words_in_which_it_was_taken() {
    let mut one = first();
    let office = |asked: &mut Questionnaire, label: &str| {
        let steps = asked.exemptions[0].steps.iter_mut();
        let mut questions = steps.flat_map(|step| &mut step.questions);
        let question = questions.find(|q| q.id.as_str() == "agreed-as").unwrap();
        let choice = serde_json::json!([{"id": "w", "label": label, "was": ["Warden"]}]);
        question.input = Input::OneOf(serde_json::from_value(choice).unwrap());
    };
    office(&mut one, "Warden");
    let mut two = one.clone();
    two.version = "2026.2".into();
    office(&mut two, "Head of the house");
    let mut log = Log::begun(&one);
    log.write_all(loan())
        .write(filled("agreed-as", choice("w")));
    log.take(&one, LifeStep::Approve);
    log.write(migrated(&two));
    let state = log.state();
    assert_eq!(standing(&state, &two), Ok(()), "it means the same");
    let loan = &state.exemptions[&ExemptionId(1)];
    let kind = two.exemption_kind(&loan.kind).unwrap();
    let life = state.life_words(&two, loan, kind);
    assert_eq!(life, ["Approved: Ben Marsh; Warden; 1 November 2026."]);
}

#[test]
fn a_copy_for_others_tells_of_actions_and_decisions_as_they_were_asked() {
    let log = moved_once();
    let (state, asked) = (log.state(), second());
    let original = Original {
        name: "doors",
        questionnaire: &asked,
        entries: &log.0,
        state: &state,
    };
    let hidden: BTreeSet<Hidden> = [Hidden::Organisation].into();
    let events = original.without(&hidden).unwrap().entries(&asked).unwrap();
    let mut copy = Log(vec![]);
    copy.write_all(events);
    let copied = copy.state();
    assert_eq!(copied.actions, state.actions);
    let gone = &copied.actions[&ActionId(1)];
    assert_eq!(
        copied.scenario_title(&asked, &gone.scenario),
        "Those who leave"
    );
    let question = gone.finds_out.as_ref().unwrap();
    assert_eq!(
        copied.question_text(&asked, question),
        "Do keys come back within a week?"
    );
    assert_eq!(copied.exemptions, state.exemptions);
    let loan = &copied.exemptions[&ExemptionId(1)];
    let kind = asked.exemption_kind(&loan.kind).unwrap();
    assert_eq!(
        copied.life_words(&asked, loan, kind),
        state.life_words(&asked, loan, kind)
    );
    assert_eq!(copied.systems, state.systems);
    assert_eq!(copied.answers, state.answers);
}

#[test]
fn forty_keys_are_not_forty_rings_beside_each_other() {
    let (one, two) = (first(), second());
    let said = |asked: &Questionnaire| {
        let mut log = Log::begun(asked);
        log.write_all([
            answered("key-count", Answer::Number(40)),
            system(&[("door", text("Cellar")), ("door-keys", Answer::Number(4))]),
        ]);
        log.state()
    };
    let (earlier, later) = (said(&one), said(&two));
    let results = (
        Results::of(&one, &earlier, TODAY),
        Results::of(&two, &later, TODAY),
    );
    let side = |questionnaire, state, results| OneSide {
        questionnaire,
        state,
        results,
    };
    let found = Comparison::of(
        side(&one, &earlier, &results.0),
        side(&two, &later, &results.1),
    );
    let words =
        |differs: &[mfa_assess::assessment::Differs]| -> Vec<(Option<String>, Option<String>)> {
            let all = differs.iter();
            all.map(|d| (d.from.clone(), d.to.clone())).collect()
        };
    let some = |words: &str| Some(words.to_owned());
    assert_eq!(words(&found.answers), [(some("40 keys"), some("40 rings"))]);
    assert_eq!(
        words(&found.registers),
        [(
            some("Which door is it? Cellar; How many keys open it? 4 keys"),
            some("Which door is it? Cellar; How many rings open it? 4 rings"),
        )]
    );
}

#[test]
fn what_a_version_has_put_aside_is_no_change_that_a_merge_has_to_choose_about() {
    let ours = moved_once();
    let mut theirs = moved_once();
    theirs.write_all([
        answered("key-count", Answer::Number(12)),
        filled("borrower-kind", choice("builder")),
    ]);
    // Both have moved by themselves: they share what was before.
    let moves = ours.0.len() - 1;
    theirs.0[moves].entry.by = "Ben Marsh".into();
    for at in moves..theirs.0.len() {
        theirs.0[at].entry.prev = Some(theirs.0[at - 1].fingerprint);
        let bytes = serde_json::to_vec(&theirs.0[at].entry).unwrap();
        theirs.0[at].fingerprint = Fingerprint::of(&bytes);
    }
    let (our_state, their_state) = (ours.state(), theirs.state());
    let side = |log, state| Side {
        entries: log,
        state,
    };
    let plan = Plan::of(
        &second(),
        side(&ours.0, &our_state),
        side(&theirs.0, &their_state),
    )
    .unwrap();
    assert_eq!(plan.conflicts, []);
    let taken: Vec<&str> = plan.taken.iter().map(|item| item.what.as_str()).collect();
    assert_eq!(
        taken,
        [
            "The register of holders: How many rings are there?",
            "Exemption EX-1: Who is that?"
        ]
    );
}

/// A new record of the second version that carries forward what one of the first says.
fn next_year() -> Log {
    let mut last = moved_once();
    last.0.pop();
    let from = Origin {
        record: "doors-2025".into(),
        organisation: String::new(),
        version: "2026.1".into(),
        fingerprint: last.0.last().unwrap().fingerprint,
        last: "2025-11-24T09:00:00Z".parse().unwrap(),
    };
    let carried = Carried::of(from, &first(), &last.state(), &second()).unwrap();
    let mut log = Log::begun(&second());
    log.write(Event::CarriedForward(Box::new(carried)));
    log
}

#[test]
fn what_is_carried_forward_to_a_later_version_is_put_aside_and_named_as_a_move_does() {
    let log = next_year();
    assert_eq!(log.0[1].entry.v, 5);
    let line = serde_json::to_string(&log.0[1].entry).unwrap();
    let read: Entry = serde_json::from_str(&line).unwrap();
    assert_eq!(read, log.0[1].entry);
    let state = log.state();
    let asides = told(&state);
    for (place, asked, words, why) in [
        (
            "System S-1, Cellar",
            "How many keys open it?",
            "4 keys",
            FORM,
        ),
        (
            "Evidence EV-1, List of doors",
            "On which shelf is it?",
            "Shelf 3",
            GONE,
        ),
        (
            "Exemption EX-1, Two keys of the cellar",
            "A scenario that it covered",
            "Those who leave",
            GONE,
        ),
    ] {
        let row = (place, asked, words, why.to_owned());
        assert!(asides.contains(&row), "{row:?} in {asides:?}");
    }
    assert_eq!(state.systems[&SystemId(1)].fields.len(), 1);
    // Answers and fields of last time are in sight in their own words, and cannot be confirmed.
    let asked = second();
    let last = state.last_time(&asked, &id("key-count")).unwrap();
    assert_eq!(last.words, "41 keys");
    let question = asked.question(&id("key-count")).unwrap();
    assert_eq!(last.fits(question), Err(FORM.to_owned()));
    let kind = asked.exemption_kind(&state.exemptions[&ExemptionId(1)].kind);
    let field = |name: &str| kind.unwrap().question(&id(name)).unwrap();
    let borrower = state.last_time_in(&asked, ExemptionId(1), field("borrower-kind"));
    let borrower = borrower.unwrap();
    assert_eq!(borrower.words, "A guest");
    assert_eq!(borrower.fits(field("borrower-kind")), Err(FORM.to_owned()));
    let office = state.last_time_in(&asked, ExemptionId(1), field("agreed-as"));
    assert_eq!(office.unwrap().fits(field("agreed-as")), Ok(()));
    // The action is named as it was there.
    let action = &state.actions[&ActionId(1)];
    assert_eq!(
        state.scenario_title(&asked, &action.scenario),
        "Those who leave"
    );
    let question = action.finds_out.as_ref().unwrap();
    assert_eq!(
        state.question_text(&asked, question),
        "Do keys come back within a week?"
    );
}

#[test]
fn what_the_same_version_carries_forward_needs_no_new_format() {
    let mut last = moved_once();
    last.0.pop();
    let origin = |log: &Log| Origin {
        record: "doors-2025".into(),
        organisation: String::new(),
        version: "2026.1".into(),
        fingerprint: log.0.last().unwrap().fingerprint,
        last: "2025-11-24T09:00:00Z".parse().unwrap(),
    };
    let carried = Carried::of(origin(&last), &first(), &last.state(), &first()).unwrap();
    assert_eq!(carried.other_version, None);
}

#[test]
fn an_action_that_a_merge_takes_over_keeps_the_title_that_only_the_other_record_knows() {
    let theirs = moved_once();
    let mut ours = Log::begun(&second());
    ours.write(answered("key-listed", Answer::Number(3)));
    let (our_state, their_state) = (ours.state(), theirs.state());
    let side = |log, state| Side {
        entries: log,
        state,
    };
    let plan = Plan::of(
        &second(),
        side(&ours.0, &our_state),
        side(&theirs.0, &their_state),
    )
    .unwrap();
    let other = Origin {
        record: "theirs".into(),
        organisation: String::new(),
        version: "2026.2".into(),
        fingerprint: theirs.0.last().unwrap().fingerprint,
        last: "2026-11-24T09:00:00Z".parse().unwrap(),
    };
    let lines = theirs.0.iter();
    let lines = lines.map(|l| serde_json::to_string(&l.entry).unwrap());
    let merge = plan.merge(other, lines.collect(), &[]);
    ours.write(Event::Merged(Box::new(merge)));
    assert_eq!(ours.0.last().unwrap().entry.v, 5);
    let state = ours.state();
    let action = state.actions.values().next().unwrap();
    assert_eq!(
        state.scenario_title(&second(), &action.scenario),
        "Those who leave"
    );
    let question = action.finds_out.as_ref().unwrap();
    assert_eq!(
        state.question_text(&second(), question),
        "Do keys come back within a week?"
    );
}
