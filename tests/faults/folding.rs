//! Whatever happens to an assessment, it says the same in memory, opened again, and read twice, and exported and
//! imported.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use mfa_assess::facts::{
    Action, ActionId, Answer, Assessment, Change, Closure, Coverage, Due, Event, Evidence,
    EvidenceFile, EvidenceId, ExemptionId, FindingId, Fingerprint, Life, Logged, Note, Priority,
    Progress, Relied, SignOff, Submission, System, SystemId,
};
use mfa_assess::history::Used;
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::{ChoiceId, Input, Question, QuestionId, Questionnaire, load};
use mfa_assess::record::{Archive, Journal, Library, Loaded, Places, Unpacked, read};
use mfa_assess::text::{clean_line, clean_paragraphs};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};

pub const SOURCE: &str = include_str!("../backups.json");

pub static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| load(SOURCE.as_bytes()).unwrap());

/// Something that a person does, before it is known whether it fits.
#[derive(Debug, Clone)]
pub enum Deed {
    /// What names nothing that has to be there.
    Plain(Event),
    /// What is done to one of the exemptions that there are.
    ToExemption(Index, Event),
    Undo,
    Redo,
    /// Signs what stands now.
    Sign(String, Date),
    /// Closes the record and opens it again.
    Reopen,
}

/// Text as it comes from a person, cleaned as every face cleans it.
fn paragraphs() -> BoxedStrategy<String> {
    let awkward = vec![
        "\\u0041 is no letter",
        "\"quoted\", {braced} and \\",
        "e\u{301} apart, ŵ together",
        "one\ntwo\n\nthree",
        "\u{338} begins with a stroke",
        "𝄞 and 日本",
        "a\u{200d}b\u{2028}c\u{85}d\u{202e}e",
    ];
    let words = prop_oneof![
        2 => select(awkward).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[a-z ]{0,40}",
    ];
    words.prop_map(|words| clean_paragraphs(&words)).boxed()
}

pub fn line() -> impl Strategy<Value = String> {
    paragraphs().prop_map(|words| clean_line(&words))
}

fn day() -> impl Strategy<Value = Date> {
    (1970_i16..=2200, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d))
}

/// What the question takes.
fn answer_to(question: &Question) -> BoxedStrategy<Answer> {
    let said = |words: String| match words.trim() {
        "" => "x".to_owned(),
        _ => words,
    };
    let ids = || -> Vec<ChoiceId> {
        let choices = question.input.choices().iter();
        choices.map(|choice| choice.id.clone()).collect()
    };
    let value = match &question.input {
        Input::OneOf(_) => select(ids()).prop_map(Answer::Choice).boxed(),
        Input::AnyOf(_) => btree_set(select(ids()), 1..4)
            .prop_map(Answer::Choices)
            .boxed(),
        Input::Number { max, .. } => (0..=*max.min(&500)).prop_map(Answer::Number).boxed(),
        Input::Line { .. } => line().prop_map(move |l| Answer::Text(said(l))).boxed(),
        Input::Paragraphs { .. } => paragraphs()
            .prop_map(move |p| Answer::Text(said(p)))
            .boxed(),
        Input::Date { .. } => day().prop_map(Answer::Date).boxed(),
    };
    let mut all = vec![(4, value)];
    if question.dont_know.is_some() {
        all.push((1, Just(Answer::DontKnow).boxed()));
    }
    if question.not_applicable {
        let reason = line().prop_map(move |reason| Answer::NotApplicable {
            reason: said(reason),
        });
        all.push((1, reason.boxed()));
    }
    prop::strategy::Union::new_weighted(all).boxed()
}

fn answered(questions: Vec<Question>) -> impl Strategy<Value = (QuestionId, Answer)> {
    select(questions).prop_flat_map(|question| (Just(question.id.clone()), answer_to(&question)))
}

fn of_exemptions() -> Vec<Question> {
    let kinds = ASKED.exemptions.iter();
    kinds.flat_map(|k| k.questions().cloned()).collect()
}

fn action() -> impl Strategy<Value = Action> {
    let scenarios: Vec<_> = ASKED.scenarios().map(|s| s.id.clone()).collect();
    let questions: Vec<_> = ASKED.questions().map(|q| q.id.clone()).collect();
    let due = prop_oneof![
        day().prop_map(Due::On),
        line().prop_map(Due::NoDate),
        Just(Due::NotGiven),
    ];
    let finds_out = prop::option::of(select(questions));
    let more = (
        line(),
        prop::option::of(select(Priority::ALL.to_vec())),
        prop::option::of((1..4_u32).prop_map(ExemptionId)),
        btree_set(select(FindingId::all(&ASKED).collect::<Vec<_>>()), 0..3),
        btree_set((1..5_u32).prop_map(ActionId), 0..3),
    );
    (
        select(scenarios),
        line(),
        line(),
        due,
        select(Progress::ALL.to_vec()),
        finds_out,
        more,
    )
        .prop_map(|(scenario, what, owner, due, progress, finds_out, more)| {
            let (role, priority, ends, closes, with) = more;
            Action {
                what,
                owner,
                role,
                due,
                priority,
                progress,
                finds_out,
                ends,
                towards: closes.clone(),
                closes,
                with,
                ..Action::blank(scenario)
            }
        })
}

fn systems() -> impl Strategy<Value = std::collections::BTreeSet<SystemId>> {
    btree_set((1..4_u32).prop_map(SystemId), 0..3)
}

/// Answers to questions that there may be.
fn fields() -> impl Strategy<Value = std::collections::BTreeMap<QuestionId, Answer>> {
    vec(answered(of_exemptions()), 0..3).prop_map(|fields| fields.into_iter().collect())
}

fn relied() -> impl Strategy<Value = Relied> {
    let scenarios: Vec<_> = ASKED.scenarios().map(|s| s.id.clone()).collect();
    let requirements: Vec<_> = ASKED.requirements.iter().map(|r| r.id.clone()).collect();
    (
        btree_set(select(requirements), 0..3),
        btree_set(select(scenarios), 0..3),
        systems(),
        fields(),
    )
        .prop_map(|(requirements, scenarios, systems, fields)| Relied {
            requirements,
            scenarios,
            systems,
            fields,
        })
}

pub fn life() -> impl Strategy<Value = Life> {
    let submitted = (day(), relied()).prop_map(|(on, content)| Submission { on, content });
    let closed = (day(), line()).prop_map(|(on, how)| Closure { on, how });
    (
        prop::option::of(submitted),
        vec(relied(), 0..3),
        any::<bool>(),
        prop::option::weighted(0.2, closed),
    )
        .prop_map(|(submitted, approvals, renewing, closed)| Life {
            submitted,
            approvals,
            renewing,
            kept_up: [].into(),
            closed,
        })
}

/// What happens to the registers of systems and of evidence.
fn registers() -> impl Strategy<Value = Change> {
    let scenarios: Vec<_> = ASKED.scenarios().map(|s| s.id.clone()).collect();
    let file = (line(), any::<u64>()).prop_map(|(path, bytes)| EvidenceFile {
        path,
        bytes,
        sha256: Fingerprint::of(&bytes.to_le_bytes()),
    });
    let evidence = (
        fields(),
        btree_set(select(scenarios), 0..3),
        btree_set((1..4_u32).prop_map(ExemptionId), 0..3),
        prop::option::of(file),
    );
    let evidence = evidence.prop_map(|(fields, scenarios, exemptions, file)| Evidence {
        fields,
        scenarios,
        exemptions,
        file,
    });
    prop_oneof![
        3 => (1..4_u32, fields())
            .prop_map(|(number, fields)| Change::System(SystemId(number), Some(System { fields }))),
        1 => (1..4_u32).prop_map(|number| Change::System(SystemId(number), None)),
        3 => (1..4_u32, evidence)
            .prop_map(|(number, content)| Change::Listed(EvidenceId(number), Some(content))),
        1 => (1..4_u32).prop_map(|number| Change::Listed(EvidenceId(number), None)),
    ]
}

fn to_exemption() -> impl Strategy<Value = Event> {
    let fields: Vec<_> = of_exemptions().into_iter().map(|q| q.id).collect();
    // Which exemption it is done to is found when it is done.
    let exemption = ExemptionId(0);
    prop_oneof![
        4 => answered(of_exemptions()).prop_map(move |(question, answer)| {
            Event::Changed(Change::Field(exemption, question, Some(answer)))
        }),
        1 => select(fields).prop_map(move |question| {
            Event::Changed(Change::Field(exemption, question, None))
        }),
        1 => line().prop_map(move |reason| Event::Changed(Change::Withdrawn(exemption, reason))),
        2 => life().prop_map(move |life| Event::Changed(Change::Life(exemption, Box::new(life)))),
    ]
}

fn plain() -> impl Strategy<Value = Event> {
    let questions: Vec<_> = ASKED.questions().map(|q| q.id.clone()).collect();
    let scenarios: Vec<_> = ASKED.scenarios().map(|s| s.id.clone()).collect();
    let requirements: Vec<_> = ASKED.requirements.iter().map(|r| r.id.clone()).collect();
    let kinds: Vec<_> = ASKED.exemptions.iter().map(|k| k.id.clone()).collect();
    let paths = select(vec!["a.png", "b/c.pdf", "/d"]);
    let paths = prop_oneof![3 => paths.prop_map(str::to_owned), 1 => line()];
    let file = (select(scenarios.clone()), paths, any::<u64>());
    let scoped = (
        1..4_u32,
        select(kinds),
        btree_set(select(requirements), 0..3),
        btree_set(select(scenarios.clone()), 0..3),
        systems(),
    );
    prop_oneof![
        6 => answered(ASKED.questions().cloned().collect())
            .prop_map(|(question, answer)| Change::Answer(question, Some(answer))),
        2 => select(questions).prop_map(|question| Change::Answer(question, None)),
        2 => (select(scenarios.clone()), paragraphs())
            .prop_map(|(scenario, text)| {
                let for_board = text.len() % 2 == 1;
                Change::note(scenario, Note { text, for_board })
            }),
        2 => (select(scenarios), line())
            .prop_map(|(scenario, text)| Change::evidence(scenario, text)),
        1 => file.clone().prop_map(|(scenario, path, bytes)| {
            let sha256 = Fingerprint::of(&bytes.to_le_bytes());
            Change::File(scenario, EvidenceFile { path, bytes, sha256 })
        }),
        1 => file.prop_map(|(scenario, path, _)| Change::NoFile(scenario, path)),
        2 => scoped.prop_map(|(number, kind, requirements, scenarios, systems)| {
            let coverage = Coverage { kind, requirements, scenarios, systems };
            Change::Coverage(ExemptionId(number), coverage)
        }),
        3 => registers(),
        2 => (1..5_u32, action())
            .prop_map(|(number, content)| Change::Action(ActionId(number), Some(content))),
        1 => (1..5_u32).prop_map(|number| Change::Action(ActionId(number), None)),
    ]
    .prop_map(Event::Changed)
}

pub fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        10 => plain().prop_map(Deed::Plain),
        4 => (any::<Index>(), to_exemption()).prop_map(|(which, event)| Deed::ToExemption(which, event)),
        5 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
        2 => (line(), day()).prop_map(|(name, date)| Deed::Sign(name, date)),
        1 => Just(Deed::Reopen),
    ]
}

/// Nobody can name what never was: only numbers that were given stay.
fn named_once(event: &mut Event, used: &Used) {
    match event {
        Event::Changed(Change::Coverage(_, Coverage { systems, .. })) => {
            systems.retain(|id| used.has(*id))
        }
        Event::Changed(Change::Life(_, life)) => {
            let submitted = life.submitted.iter_mut().map(|s| &mut s.content);
            for relied in life.approvals.iter_mut().chain(submitted) {
                relied.systems.retain(|id| used.has(*id));
            }
        }
        Event::Changed(Change::Listed(_, Some(content))) => {
            content.exemptions.retain(|id| used.has(*id));
        }
        Event::Changed(Change::Action(_, Some(content))) => {
            content.ends = content.ends.filter(|id| used.has(*id));
            content.with.retain(|id| used.has(*id));
        }
        _ => {}
    }
}

/// The event that a deed is now; none where there is nothing to do it to.
pub fn event(deed: Deed, entries: &[Logged], state: &Assessment) -> Option<Event> {
    let seq = |logged: &Logged| logged.entry.seq;
    match deed {
        Deed::Plain(mut event) => {
            let used = Used::by(entries.iter().map(|l| &l.entry.event));
            named_once(&mut event, &used);
            // The number of something that is gone is never given again.
            let is_given = match &event {
                Event::Changed(Change::Coverage(id, _)) => {
                    used.has(*id) && !state.exemptions.contains_key(id)
                }
                Event::Changed(Change::System(id, Some(_))) => {
                    used.has(*id) && !state.systems.contains_key(id)
                }
                _ => false,
            };
            (!is_given).then_some(event)
        }
        Deed::ToExemption(which, mut event) => {
            named_once(
                &mut event,
                &Used::by(entries.iter().map(|l| &l.entry.event)),
            );
            let there: Vec<ExemptionId> = state.exemptions.keys().copied().collect();
            if let Event::Changed(Change::Field(exemption, _, _))
            | Event::Changed(Change::Life(exemption, _))
            | Event::Changed(Change::Withdrawn(exemption, _)) = &mut event
            {
                *exemption = (!there.is_empty()).then(|| *which.get(&there))?;
            }
            Some(event)
        }
        Deed::Undo => {
            let seq = seq(Assessment::undoable(entries)?);
            Some(Event::Undone { seq })
        }
        Deed::Redo => {
            let seq = seq(Assessment::redoable(entries)?);
            Some(Event::Redone { seq })
        }
        Deed::Sign(name, date) => Some(Event::SignedOff(SignOff {
            role: format!("{name}’s"),
            declaration: "I declare it.".into(),
            name,
            date,
            fingerprint: entries.last()?.fingerprint,
            gaps: vec![],
            same_person: None,
        })),
        Deed::Reopen => None,
    }
}

/// What was read is what was written, line by line, but for the questionnaire of the first, which
/// is taken out of it.
fn same(loaded: &Loaded, entries: &[Logged], state: &Assessment) -> Result<(), TestCaseError> {
    prop_assert_eq!(&loaded.torn, &None);
    prop_assert_eq!(&*loaded.questionnaire, &*ASKED);
    prop_assert_eq!(&loaded.entries[1..], &entries[1..]);
    prop_assert_eq!(loaded.entries[0].fingerprint, entries[0].fingerprint);
    // What is read is held against the rules of signing as well.
    let mut held = state.clone();
    held.hold_sign_offs(&ASKED);
    prop_assert_eq!(&loaded.state, &held);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events_says_the_same_in_memory_and_on_disk(
        deeds in vec((deed(), line(), 0_i64..4_000_000_000_000), 0..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("any.jsonl");
        let mut journal = Journal::create(&path).unwrap();
        let created = Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::from_str(SOURCE).unwrap()),
        };
        let mut entries = vec![journal.append(Timestamp::UNIX_EPOCH, "", Accepted::unheld(created)).unwrap()];
        let mut state = Assessment::default();
        for (deed, by, milliseconds) in deeds {
            if matches!(deed, Deed::Reopen) {
                drop(journal);
                let (again, loaded) = Journal::open(&path).unwrap();
                same(&loaded, &entries, &state)?;
                journal = again;
            }
            let Some(event) = event(deed, &entries, &state) else { continue };
            // In memory as the wizard does it: event by event, and anew when one is undone.
            if !matches!(event, Event::Undone { .. } | Event::Redone { .. }) {
                state.apply(entries.len() as u64 + 1, &event).unwrap();
            }
            let at = Timestamp::from_millisecond(milliseconds).unwrap();
            let logged = journal.append(at, &by, Accepted::unheld(event)).unwrap();
            let moved = matches!(logged.entry.event, Event::Undone { .. } | Event::Redone { .. });
            entries.push(logged);
            if moved {
                state = Assessment::fold(&entries).unwrap();
            }
        }
        prop_assert_eq!(&Assessment::fold(&entries).unwrap(), &state);
        drop(journal);

        let bytes = std::fs::read(&path).unwrap();
        let (opened, loaded) = Journal::open(&path).unwrap();
        same(&loaded, &entries, &state)?;
        drop(opened);
        let first = read(&path).unwrap();
        same(&first, &entries, &state)?;
        // What was read folds to the same a second time.
        prop_assert_eq!(&Assessment::fold(&first.entries).unwrap(), &state);
        same(&read(&path).unwrap(), &entries, &state)?;
        prop_assert!(std::fs::read(&path).unwrap() == bytes, "reading changes nothing");

        let (archive, _) = Archive::pack(&path, &first, Some(&Places::default())).unwrap();
        let export = folder.path().join("any.mfa-assess.json");
        std::fs::write(&export, archive.to_bytes().unwrap()).unwrap();
        let library = Library::at(Some(folder.path().join("other"))).unwrap();
        let placed = Unpacked::open(&export).unwrap().place(&library, "any").unwrap();
        prop_assert!(std::fs::read(&placed.record).unwrap() == bytes, "byte for byte");
        same(&read(&placed.record).unwrap(), &entries, &state)?;
    }
}
