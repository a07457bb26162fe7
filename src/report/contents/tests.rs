//! Nothing that was given is missing from the report, and it says what holds on its day.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use memchr::memmem;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::*;
use crate::facts::{
    Action, ActionId, Answer, Change, Closure, Coverage, Due, Entry, Event, Evidence, EvidenceFile,
    EvidenceId, ExemptionId, FORMAT, FindingId, Fingerprint, Gap, Life, Note, Priority, Progress,
    Relied, SignOff, Submission, System, SystemId,
};
use crate::questionnaire::{ChoiceId, EntryForm, Input, Question, QuestionId, built_in, load};
use crate::report::model::{Block, Section, Text};
use crate::rules::LifeStep;

pub(super) const DAY: Date = date(2026, 11, 24);

/// Events as a record would hold them.
pub(super) fn log(events: Vec<Event>) -> Vec<Logged> {
    let mut entries: Vec<Logged> = vec![];
    let created = Event::Created {
        tool: "mfa-assess test".to_owned(),
        questionnaire: Box::default(),
    };
    for (seq, mut event) in (1..).zip(std::iter::once(created).chain(events)) {
        let prev = entries.last().map(|l| l.fingerprint);
        if let (Event::SignedOff(sign_off), Some(prev)) = (&mut event, prev) {
            sign_off.fingerprint = prev;
        }
        let entry = Entry {
            v: FORMAT,
            seq,
            at: "2026-11-20T09:00:00Z".parse().unwrap(),
            by: "Siân Ŵyn".to_owned(),
            why: None,
            event,
            prev,
        };
        let fingerprint = Fingerprint::of(&serde_json::to_vec(&entry).unwrap());
        entries.push(Logged { entry, fingerprint });
    }
    entries
}

pub(super) fn report_of(
    asked: &Questionnaire,
    entries: &[Logged],
    as_at: Date,
) -> (Report, Assessment) {
    made(asked, entries, as_at, contents)
}

/// A part of the report, without the others.
fn made<T>(
    asked: &Questionnaire,
    entries: &[Logged],
    as_at: Date,
    make: impl FnOnce(&Basis<'_>) -> T,
) -> (T, Assessment) {
    let state = Assessment::fold(entries).unwrap();
    let results = Results::of(asked, &state, as_at);
    let part = make(&Basis::of_state(
        asked,
        (entries, &[]),
        &state,
        &results,
        &Options::new(as_at, "OFFICIAL"),
    ));
    (part, state)
}

#[test]
fn a_report_works_out_its_review_and_its_decisions_once() {
    let asked = built_in().unwrap();
    crate::rules::REVIEWS.with(|count| count.set(0));
    decisions::WORKED.with(|count| count.set(0));
    report_of(&asked, &log(vec![]), DAY);
    assert_eq!(crate::rules::REVIEWS.with(std::cell::Cell::get), 1);
    assert_eq!(decisions::WORKED.with(std::cell::Cell::get), 1);
}

/// All texts of a report, a line each.
pub(super) fn flat(report: &Report) -> String {
    fn of_text(text: &Text, all: &mut Vec<String>) {
        let words = text.words();
        assert!(!words.trim().is_empty(), "an empty text");
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!words.contains(steers), "{words:?}");
        all.push(words);
    }
    fn of_block(block: &Block, all: &mut Vec<String>) {
        match block {
            Block::Title(words) => all.push(words.clone()),
            Block::Paragraph(text) | Block::Callout(text) => of_text(text, all),
            Block::Facts(facts) => facts.iter().for_each(|fact| {
                all.push(fact.label.clone());
                of_text(&fact.value, all);
            }),
            Block::List(items) => items.iter().for_each(|item| of_text(item, all)),
            Block::Table(table) => {
                all.push(table.caption.clone());
                for row in &table.rows {
                    assert_eq!(row.len(), table.columns.len(), "{}", table.caption);
                    row.iter().for_each(|cell| of_text(cell, all));
                }
            }
            Block::Chart(chart) => all.push(chart.alternative.clone()),
            Block::Contents => {}
            Block::Signatures(places) => all.extend(places.iter().map(|p| p.signer.clone())),
            Block::Blanks(blanks) => panic!("a report has nothing to fill in: {blanks:?}"),
        }
    }
    fn of_section(section: &Section, all: &mut Vec<String>) {
        all.push(section.title.clone());
        section.blocks.iter().for_each(|b| of_block(b, all));
        section.sections.iter().for_each(|s| of_section(s, all));
    }
    let mut all = vec![];
    report.front.iter().for_each(|b| of_block(b, &mut all));
    report.sections.iter().for_each(|s| of_section(s, &mut all));
    all.join("\n")
}

/// One thing that somebody does: which, to what, and with which words.
type Deed = (u8, Index, Index, bool, String, String);

fn deed() -> impl Strategy<Value = Deed> {
    let line = "[A-Za-zŵŷŴŶâêîôûé0-9 ,.;:’“”()%-]{1,50}[a-zŵŷ]";
    let long = "[A-Za-zŵŷ0-9 ,.\n]{0,80}(Tŷ gŵyr ôl, “dros” bont\\.\n){0,84}[a-zŵŷ]";
    (
        0..12_u8,
        any::<Index>(),
        any::<Index>(),
        any::<bool>(),
        line,
        long,
    )
        .prop_map(|(what, which, pick, flag, line, long)| {
            let long: String = long.chars().take(2000).collect();
            let clean = crate::text::clean_paragraphs(&long);
            (what, which, pick, flag, line.trim().to_owned(), clean)
        })
}

fn answer(question: &Question, pick: Index, flag: bool, line: &str, long: &str) -> Answer {
    if flag && question.dont_know.is_some() && pick.index(4) == 0 {
        return Answer::DontKnow;
    }
    if flag && question.not_applicable {
        return Answer::NotApplicable {
            reason: line.to_owned(),
        };
    }
    let cut = |words: &str, max: u16| words.chars().take(max.into()).collect::<String>();
    match &question.input {
        Input::OneOf(choices) => Answer::Choice(choices[pick.index(choices.len())].id.clone()),
        Input::AnyOf(choices) => {
            let kept = choices.iter().take(pick.index(choices.len() + 1));
            Answer::Choices(kept.map(|c| c.id.clone()).collect())
        }
        Input::Number { max, .. } => {
            Answer::Number(pick.index(usize::try_from(*max).unwrap()) as u64)
        }
        Input::Line { max } => Answer::Text(cut(line, *max)),
        Input::Paragraphs { max } => Answer::Text(cut(long, *max)),
        Input::Date { .. } => {
            Answer::Date(date(2026, 1, 1 + i8::try_from(pick.index(28)).unwrap()))
        }
    }
}

fn events(asked: &Questionnaire, deeds: Vec<Deed>) -> Vec<Event> {
    let questions: Vec<&Question> = asked.questions().collect();
    let scenarios: Vec<_> = asked.scenarios().map(|s| &s.id).collect();
    let requirements: Vec<_> = asked.requirements.iter().map(|r| &r.id).collect();
    let kinds = &asked.exemptions;
    let mut begun = vec![];
    let mut events = vec![];
    for (what, which, pick, flag, line, long) in deeds {
        let scenario = (*which.get(&scenarios)).clone();
        match what {
            0..=2 => {
                let question = which.get(&questions);
                let answer = answer(question, pick, flag, &line, &long);
                let question = question.id.clone();
                events.push(Event::Changed(Change::Answer(question, Some(answer))));
            }
            3 => events.push(Event::Changed(Change::note(
                scenario,
                Note {
                    text: long,
                    for_board: flag,
                },
            ))),
            4 => events.push(Event::Changed(Change::evidence(scenario, line))),
            5 => events.push(Event::Changed(Change::Action(
                ActionId(u32::try_from(pick.index(5)).unwrap()),
                Some(Action {
                    what: line.clone(),
                    owner: format!("{line} of Tŷ Ŵyn"),
                    role: format!("Keeper {line}"),
                    due: if flag {
                        Due::NoDate(long)
                    } else {
                        Due::On(DAY)
                    },
                    priority: Some(*pick.get(&Priority::ALL)),
                    progress: *pick.get(&Progress::ALL),
                    ends: flag.then_some(ExemptionId(u32::try_from(which.index(3)).unwrap())),
                    closes: requirements
                        .iter()
                        .take(which.index(3))
                        .map(|requirement| FindingId {
                            scenario: scenario.clone(),
                            requirement: (*requirement).clone(),
                        })
                        .collect(),
                    with: [ActionId(u32::try_from(which.index(5)).unwrap())].into(),
                    ..Action::blank(scenario)
                }),
            ))),
            // A kind may change, and leave answers of another form behind.
            6 if !kinds.is_empty() => {
                let exemption = ExemptionId(u32::try_from(which.index(3)).unwrap());
                begun.push((exemption, pick.index(kinds.len())));
                events.push(Event::Changed(Change::Coverage(
                    exemption,
                    Coverage {
                        kind: kinds[pick.index(kinds.len())].id.clone(),
                        requirements: [(*pick.get(&requirements)).clone()].into(),
                        scenarios: [scenario].into(),
                        systems: [SystemId(u32::try_from(pick.index(3)).unwrap())].into(),
                    },
                )));
            }
            7 if !begun.is_empty() => {
                let (exemption, kind) = *which.get(&begun);
                let fields: Vec<&Question> = kinds[kind].questions().collect();
                for question in fields.iter().skip(pick.index(fields.len())) {
                    events.push(Event::Changed(Change::Field(
                        exemption,
                        question.id.clone(),
                        Some(answer(question, pick, flag, &line, &long)),
                    )));
                }
            }
            8 if flag && !begun.is_empty() => {
                events.push(Event::Changed(Change::Withdrawn(which.get(&begun).0, line)))
            }
            9 => {
                let form = asked.systems.as_ref().map(|systems| &systems.form);
                events.push(Event::Changed(Change::System(
                    SystemId(u32::try_from(which.index(3)).unwrap()),
                    Some(System {
                        fields: entry(form, pick, flag, &line, &long),
                    }),
                )));
            }
            10 => {
                let form = asked.evidence.as_ref().map(|list| &list.form);
                events.push(Event::Changed(Change::Listed(
                    EvidenceId(u32::try_from(which.index(3)).unwrap()),
                    Some(Evidence {
                        fields: entry(form, pick, flag, &line, &long),
                        scenarios: [scenario].into(),
                        exemptions: [ExemptionId(u32::try_from(pick.index(3)).unwrap())].into(),
                        file: flag.then(|| EvidenceFile {
                            path: format!("{line}.pdf"),
                            bytes: line.len() as u64,
                            sha256: Fingerprint::of(line.as_bytes()),
                        }),
                    }),
                )));
            }
            11 if !begun.is_empty() => {
                let (exemption, kind) = *which.get(&begun);
                let relied = |line: &str, long: &str| Relied {
                    requirements: [(*pick.get(&requirements)).clone()].into(),
                    scenarios: [scenario.clone()].into(),
                    systems: [SystemId(1)].into(),
                    fields: kinds[kind]
                        .questions()
                        .skip(which.index(4))
                        .map(|q| (q.id.clone(), answer(q, pick, flag, line, long)))
                        .collect(),
                };
                let life = Life {
                    submitted: (line.len() % 2 == 0).then(|| Submission {
                        on: DAY,
                        content: relied(&format!("{line} put"), &format!("{long} put")),
                    }),
                    approvals: vec![
                        relied(&line, &long),
                        relied(&format!("{line} again"), &format!("{long} again")),
                    ],
                    renewing: flag,
                    kept_up: relied(&format!("{line} kept"), &format!("{long} kept")).fields,
                    closed: (line.len() % 3 == 0).then(|| Closure {
                        on: DAY,
                        how: long.clone(),
                    }),
                };
                events.push(Event::Changed(Change::Life(exemption, Box::new(life))));
            }
            _ if line.len() % 3 == 0 => {
                let gaps = vec![Gap::Unanswered("no-such-question".try_into().unwrap())];
                events.push(sign_draft(&line, gaps));
            }
            _ => events.push(sign_off(&line)),
        }
    }
    events
}

/// The fields of an entry of a register; one that nobody asks where there is no form.
fn entry(
    form: Option<&EntryForm>,
    pick: Index,
    flag: bool,
    line: &str,
    long: &str,
) -> BTreeMap<QuestionId, Answer> {
    let asked = form.map_or(&[][..], |form| &form.questions);
    let stray = ("stray".try_into().unwrap(), Answer::Text(long.to_owned()));
    asked
        .iter()
        .skip(pick.index(3))
        .map(|q| (q.id.clone(), answer(q, pick, flag, line, long)))
        .chain([stray])
        .collect()
}

fn sign_off(name: &str) -> Event {
    Event::SignedOff(SignOff {
        name: name.to_owned(),
        role: format!("Role of {name}"),
        declaration: format!("I, {name}, declare it."),
        date: DAY,
        fingerprint: Fingerprint::of(b"replaced by the log"),
        gaps: vec![],
        same_person: None,
    })
}

/// Everything that the state holds, as it has to be found.
fn given(asked: &Questionnaire, state: &Assessment) -> Vec<String> {
    let mut all = vec![];
    for (id, answer) in &state.answers {
        all.push(answer.words(asked.question(id).unwrap()));
    }
    all.extend(state.notes.values().map(|note| note.text.clone()));
    all.extend(state.evidence.values().cloned());
    for exemption in state.exemptions.values() {
        let questions = || asked.exemptions.iter();
        for (id, answer) in &exemption.fields {
            let own = questions().find(|k| k.id == exemption.kind).unwrap();
            let question = own
                .question(id)
                .or_else(|| questions().find_map(|k| k.question(id)));
            all.push(answer.words(question.unwrap()));
        }
        all.extend(exemption.withdrawn.clone());
        let life = &exemption.life;
        all.extend(life.closed.iter().map(|closed| closed.how.clone()));
        let submitted = life.submitted.iter().map(|submitted| &submitted.content);
        let relied = life.approvals.iter().chain(submitted);
        let fields = relied.map(|relied| &relied.fields);
        for fields in fields.chain([&life.kept_up]) {
            for (id, answer) in fields {
                let question = questions().find_map(|kind| kind.question(id)).unwrap();
                if let Answer::Text(_) = answer {
                    all.push(answer.words(question));
                }
            }
        }
    }
    let form = asked.systems.as_ref().map(|systems| &systems.form);
    for system in state.systems.values() {
        all.extend(entry_words(form, &system.fields));
    }
    let form = asked.evidence.as_ref().map(|list| &list.form);
    for evidence in state.listed.values() {
        all.extend(entry_words(form, &evidence.fields));
        if let Some(file) = &evidence.file {
            all.extend([file.path.clone(), file.sha256.to_string()]);
            all.push(format!("{} bytes", file.bytes));
        }
    }
    for action in state.actions.values() {
        all.push(action.what.clone());
        all.push(action.owner.clone());
        all.push(action.role.clone());
        let priority = action.priority.map_or("No", Priority::words);
        all.push(format!("\n{priority} priority"));
        all.extend(action.ends.map(|id| format!("To end exemption {id}.")));
        if let Due::NoDate(reason) = &action.due {
            all.push(reason.clone());
        }
    }
    for signed in &state.sign_offs {
        let by = &signed.sign_off;
        all.push(by.name.clone());
        all.push(by.role.clone());
        all.push(by.declaration.clone());
        all.push(by.fingerprint.to_string());
        all.extend(by.same_person.clone());
        all.extend(by.gaps.iter().map(|gap| gap.words(asked)));
    }
    all
}

fn entry_words(form: Option<&EntryForm>, fields: &BTreeMap<QuestionId, Answer>) -> Vec<String> {
    let words = fields.iter().map(|(id, answer)| {
        let question = form.and_then(|form| form.question(id));
        question.map_or_else(|| answer.raw(), |question| answer.words(question))
    });
    words.collect()
}

fn nothing_is_missing(asked: &Questionnaire, deeds: Vec<Deed>) {
    let (report, state) = report_of(asked, &log(events(asked, deeds)), DAY);
    let found = flat(&report);
    for words in given(asked, &state) {
        let is_there = memmem::find(found.as_bytes(), words.as_bytes()).is_some();
        assert!(is_there, "missing: {words:?}");
    }
    assert_eq!(report.running.draft, !state.is_signed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn everything_that_was_given_is_in_the_report(deeds in prop::collection::vec(deed(), 0..90)) {
        nothing_is_missing(&built_in().unwrap(), deeds);
    }

    #[test]
    fn another_questionnaire_is_reported_in_full(deeds in prop::collection::vec(deed(), 0..50)) {
        nothing_is_missing(&load(include_bytes!("../../../tests/backups.json")).unwrap(), deeds);
    }
}

fn choice(question: &str, choice: &str) -> Event {
    Event::Changed(Change::Answer(
        question.try_into().unwrap(),
        Some(Answer::Choice(ChoiceId::try_from(choice).unwrap())),
    ))
}

#[test]
fn a_change_after_the_sign_off_makes_a_draft_and_is_named() {
    let asked = built_in().unwrap();
    let signed = vec![choice("vpn-mfa", "all"), sign_off("Rhian Ŵyn")];
    let (report, _) = report_of(&asked, &log(signed.clone()), DAY);
    assert!(!report.running.draft);
    assert!(!flat(&report).contains(texts::DRAFT));

    let mut changed = signed;
    changed.push(choice("vpn-mfa", "none"));
    let (report, _) = report_of(&asked, &log(changed.clone()), DAY);
    assert!(report.running.draft);
    let words = flat(&report);
    assert!(words.contains(texts::DRAFT));
    let why = "superseded on 20 November 2026 by the answer to “Is MFA enforced for people who connect by VPN?”";
    assert!(words.contains(why), "{words}");

    changed.push(Event::Undone { seq: 4 });
    changed.push(sign_off("Idris Môn"));
    let (report, _) = report_of(&asked, &log(changed), DAY);
    assert!(!report.running.draft);
    assert!(flat(&report).contains("Siân Ŵyn, undoes entry 4: "));
}

/// A sign-off of a draft, with these things left.
fn sign_draft(name: &str, gaps: Vec<Gap>) -> Event {
    let Event::SignedOff(by) = sign_off(name) else {
        unreachable!()
    };
    Event::SignedOff(SignOff { gaps, ..by })
}

#[test]
fn a_signed_draft_stays_a_draft_and_lists_what_was_left() {
    let asked = built_in().unwrap();
    let gap = |id: &str| Gap::Unanswered(id.try_into().unwrap());
    let gaps = vec![gap("vpn-mfa"), Gap::Exemption(ExemptionId(2))];
    let mut events = vec![sign_draft("Rhian Ŵyn", gaps)];
    let listed = [
        "Not answered: Remote access by VPN: Is MFA enforced for people who connect by VPN?",
        "Exemption EX-2 does not count",
    ];
    let (mut report, _) = report_of(&asked, &log(events.clone()), DAY);
    assert!(report.running.draft);
    let words = flat(&report);
    for needed in listed
        .iter()
        .chain(&["Left when it was signed", "1 as a draft"])
    {
        assert!(words.contains(needed), "{needed}: {words}");
    }
    report.sections.clear();
    let front = flat(&report);
    assert!(front.contains(&texts::signed_as_draft(2)), "{front}");
    assert!(front.contains(", as a draft, 24 November 2026"), "{front}");
    assert_eq!(pages(&report), 1);

    // What was left is told as it was, also once it is done and signed as a whole.
    events.extend([choice("vpn-mfa", "all"), sign_off("Idris Môn")]);
    let (mut report, _) = report_of(&asked, &log(events), DAY);
    assert!(!report.running.draft);
    let words = flat(&report);
    for needed in listed {
        assert!(words.contains(needed), "{needed}");
    }
    assert!(words.contains("signed as a draft on"), "{words}");
    report.sections.clear();
    assert!(!flat(&report).contains("DRAFT"));
}

#[test]
fn that_one_person_assessed_and_approved_is_said_with_the_reason() {
    let asked = built_in().unwrap();
    let Event::SignedOff(by) = sign_off("Rhian Ŵyn") else {
        unreachable!()
    };
    let reason = "We are two people, and one of us is new. ".repeat(7);
    let reason = reason.trim();
    let event = Event::SignedOff(SignOff {
        same_person: Some(reason.to_owned()),
        ..by
    });
    let (mut report, _) = report_of(&asked, &log(vec![event]), DAY);
    let says = "The same person assessed and approved. The reason given: We are two people";
    assert!(flat(&report).contains(reason.trim_end_matches('.')));
    assert!(flat(&report).contains(says));
    report.sections.clear();
    assert!(flat(&report).contains(", who also assessed, "));
    assert_eq!(pages(&report), 1);
}

#[test]
fn an_answer_that_is_hidden_later_is_listed_and_counts_no_more() {
    let asked = built_in().unwrap();
    let events = vec![
        choice("provides-care", "yes"),
        choice("ward-mfa", "none"),
        Event::Changed(Change::note(
            "shared-workstations".try_into().unwrap(),
            Note {
                text: "Gŵyl Ward 6".to_owned(),
                for_board: false,
            },
        )),
        choice("provides-care", "no"),
    ];
    let words = flat(&report_of(&asked, &log(events), DAY).0);
    for needed in [
        texts::HIDDEN,
        "Gŵyl Ward 6",
        "No, and nothing else is relied on",
        "Shared clinical workstations: not asked, because of an earlier answer: “Do your staff give care to patients directly?” No.",
    ] {
        assert!(words.contains(needed), "{needed}");
    }
}

/// The approvals of all exemptions, as they read.
pub(super) fn approvals(events: &[Event]) -> Vec<Event> {
    let asked = built_in().unwrap();
    let mut state = Assessment::default();
    for event in events {
        state.apply(2, event).unwrap();
    }
    let approved = state.exemptions.iter().filter_map(|(id, exemption)| {
        let kind = asked.exemption_kind(&exemption.kind)?;
        exemption
            .take(*id, &asked, kind, LifeStep::Approve, DAY)
            .ok()
    });
    approved.flatten().collect()
}

/// The demonstration's record, in the form in which the tests here use it.
pub(super) fn demonstration() -> Vec<Logged> {
    let source = include_str!("../../../assets/demo.json");
    let mut value: serde_json::Value = serde_json::from_str(source).unwrap();
    let mut events: Vec<Event> = vec![];
    for event in value["events"].as_array_mut().unwrap() {
        let mut paths = vec!["/answer/date".to_owned(), "/content/due/on".to_owned()];
        if let Some(fields) = event.pointer("/content/fields").and_then(|f| f.as_object()) {
            let dates = fields.keys().map(|id| format!("/content/fields/{id}/date"));
            paths.extend(dates);
        }
        for path in &paths {
            if let Some(day) = event.pointer_mut(path) {
                let days: i32 = day.as_str().unwrap()[5..]
                    .trim_end_matches('d')
                    .parse()
                    .unwrap();
                *day = json!(DAY.checked_add(jiff::Span::new().days(days)).unwrap());
            }
        }
        events.push(serde_json::from_value(event.clone()).unwrap());
    }
    events.extend(approvals(&events));
    events.push(sign_off("Rhian Ŵyn"));
    log(events)
}

/// The built-in questionnaire with its first view only.
fn one_view() -> Questionnaire {
    let mut asked = built_in().unwrap();
    asked.views.truncate(1);
    asked.views[0].objectives.clear();
    asked.contrasts.clear();
    let view = asked.views[0].id.clone();
    asked.requirements.retain(|r| r.view == view);
    asked
}

/// The built-in questionnaire with a second view, whose texts are as long as they may be.
fn two_views() -> Questionnaire {
    let mut asked = one_view();
    let from = json!({"certainty": "secondary", "sources": [asked.sources[0].id]});
    let chosen: Vec<_> = asked
        .questions()
        .filter(|q| matches!(q.input, Input::OneOf(_)) && q.show_when.is_none())
        .map(|q| json!({"chosen": {"question": q.id, "any_of": [q.input.choices()[0].id]}}))
        .collect();
    let sentence = |first: &str| format!("{first}{} words.", " and many more".repeat(9));
    let indicator = |n: usize, when: &serde_json::Value| json!({"id": format!("i{n}"), "text": sentence("Indicator"), "holds_when": when, "from": from});
    let not = |when: &serde_json::Value| json!({ "not": when });
    let objective = |id: &str, title: &str, at: usize| {
        json!({
            "id": id, "title": title, "text": sentence("Text"), "from": from,
            "lowest": {"id": "no", "title": "Not achieved", "indicators": []},
            "levels": [
                {"id": "part", "title": "Partially achieved", "indicators": [indicator(1, &chosen[at])]},
                {"id": "full", "title": "Achieved", "indicators": [indicator(2, &not(&chosen[at]))]},
            ],
        })
    };
    let view = json!({
        "id": "second", "title": "NCSC Cyber Assessment Framework", "about": sentence("About"),
        "objectives": [
            objective("B2.a", "Identity verification, authentication and authorisation", 0),
            objective("B2.c", "Privileged user management", 1),
        ],
    });
    let contrasts = ["B2.a", "B2.c"].iter().flat_map(|objective| {
        let requirements = asked.requirements.iter().map(|r| r.id.clone());
        requirements.map(move |r| json!({
            "requirement": r, "objective": objective, "level": "part", "from": {"certainty": "interpretation", "sources": []},
            "requirement_only": format!("Only {r}: {}", sentence("it")), "objective_only": format!("Not {r}: {}", sentence("it")),
        }))
    });
    asked.contrasts = contrasts
        .map(|c| serde_json::from_value(c).unwrap())
        .collect();
    asked.views.push(serde_json::from_value(view).unwrap());
    asked
}

pub(super) fn pages(report: &Report) -> usize {
    crate::report::pdf::pages(report).unwrap()
}

/// The demonstration, with every question answered anew: each in turn by another of its choices.
fn otherwise(asked: &Questionnaire, turn: usize) -> Vec<Logged> {
    let mut events: Vec<Event> = demonstration().into_iter().map(|l| l.entry.event).collect();
    events.remove(0);
    let answers = asked.questions().zip(turn..).filter_map(|(q, n)| {
        let choices = q.input.choices();
        let at = |n: usize| choices[n % choices.len()].id.clone();
        let answer = match &q.input {
            _ if q.dont_know.is_some() && n % 5 == 4 => Answer::DontKnow,
            Input::OneOf(_) => Answer::Choice(at(n)),
            Input::AnyOf(_) => Answer::Choices([at(n), at(n / 2)].into()),
            Input::Number { .. } => Answer::Number((n % 7) as u64),
            Input::Date { .. } | Input::Line { .. } | Input::Paragraphs { .. } => return None,
        };
        let question = q.id.clone();
        Some(Event::Changed(Change::Answer(question, Some(answer))))
    });
    events.extend(answers);
    log(events)
}

/// The demonstration with as much that is late as a long year brings, in the longest words.
fn crowded() -> Vec<Logged> {
    let entries = demonstration().into_iter().skip(1);
    let mut events: Vec<Event> = entries.map(|logged| logged.entry.event).collect();
    for number in 20..40 {
        let long = "Wherever the winter timetable of the wards allows it ".repeat(4);
        events.push(Event::Changed(Change::Action(
            ActionId(number),
            Some(Action {
                what: long.clone(),
                due: Due::On(date(2026, 1, 1)),
                ..Action::blank("vpn".try_into().unwrap())
            }),
        )));
        let fields = [
            ("reference", Answer::Text(long)),
            ("expires", Answer::Date(date(2026, 1, 1))),
        ];
        events.push(Event::Changed(Change::Listed(
            EvidenceId(number),
            Some(Evidence {
                fields: fields
                    .map(|(id, answer)| (id.try_into().unwrap(), answer))
                    .into(),
                ..Evidence::default()
            }),
        )));
    }
    log(events)
}

#[test]
fn no_kind_of_thing_that_is_late_crowds_out_another() {
    let (mut report, _) = report_of(&one_view(), &crowded(), date(2028, 1, 1));
    report.sections.truncate(1);
    let words = flat(&report);
    for needed in [
        "Not met: R1 (must)",
        "Overdue: A-",
        "Exemption due for review: EX-1",
        "Evidence has run out: EV-",
        "overdue actions; ",
        "24 pieces of evidence that have run out",
    ] {
        assert!(words.contains(needed), "no {needed}: {words}");
    }
}

#[test]
fn the_summary_stays_on_one_page_also_with_a_second_view() {
    for asked in [built_in().unwrap(), one_view(), two_views()] {
        let (mut report, _) = report_of(&asked, &demonstration(), DAY);
        report.front.clear();
        let mut records = vec![demonstration(), log(vec![]), crowded()];
        records.extend((0..12).map(|turn| otherwise(&asked, turn)));
        for entries in &records {
            for day in [DAY, date(2028, 1, 1)] {
                report.sections = vec![made(&asked, entries, day, summary::summary).0];
                assert_eq!(pages(&report), 1, "{}", flat(&report));
            }
        }
    }
}

#[test]
fn a_view_with_objectives_has_its_own_table_and_its_own_section() {
    let (report, _) = report_of(&two_views(), &demonstration(), DAY);
    let summary = &report.sections[0];
    let [policy, second, ..] = summary.sections.as_slice() else {
        panic!("{summary:?}")
    };
    let words = |section: &Section| format!("{:?}", section.blocks);
    assert!(words(policy).contains("R1 ") && !words(policy).contains("B2.a"));
    assert!(words(second).contains("B2.a ") && words(second).contains("Partially achieved"));
    assert!(words(second).contains("This does not hold: Indicator and many more"));

    let mut own = report.sections.iter();
    let own = own
        .find(|section| section.title == "NCSC Cyber Assessment Framework")
        .unwrap();
    let Block::Table(table) = &own.sections[0].blocks[1] else {
        panic!("{own:?}")
    };
    let cells = |row: &Vec<Text>| row.iter().map(|c| format!("{c:?}")).collect::<String>();
    let rows: Vec<String> = table.rows.iter().map(cells).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("Partially achieved: all of these are needed"));
    assert!(rows[0].contains("\"Holds\"") && rows[1].contains("\"Does not hold\""));
    assert!(
        rows[0].contains("as reported by others (D1; looked at "),
        "{}",
        rows[0]
    );
}

#[test]
fn differences_between_views_are_told_in_full_with_what_they_rest_on() {
    let asked = two_views();
    let entries = demonstration();
    let (report, state) = report_of(&asked, &entries, DAY);
    let told = Results::of(&asked, &state, DAY).contrasts;
    assert!(told.len() > 1, "{told:?}");
    let words = flat(&report);
    for told in told {
        assert!(words.contains(&told.in_full()), "{}", told.says);
    }
    let (report, _) = report_of(&asked, &log(vec![]), DAY);
    assert!(flat(&report).contains(crate::rules::NO_DIFFERENCE));
}

#[test]
fn the_front_sheet_tells_what_holds_for_such_an_organisation() {
    let mut asked = built_in().unwrap();
    let kind = asked.organisation.questions.iter();
    let mut kind = kind.filter(|q| matches!(q.input, Input::OneOf(_)));
    let kind = kind.next().unwrap().clone();
    let notice = json!({
        "when": {"chosen": {"question": kind.id, "any_of": [kind.input.choices()[0].id]}},
        "says": "This is not binding for you.",
        "from": {"certainty": "primary", "sources": ["D1"]},
    });
    asked.organisation.notices = vec![serde_json::from_value(notice).unwrap()];
    let front = |choice_index: usize| {
        let chosen = kind.input.choices()[choice_index].id.as_str();
        let entries = log(vec![choice(kind.id.as_str(), chosen)]);
        let (mut report, _) = report_of(&asked, &entries, DAY);
        report.sections.clear();
        flat(&report)
    };
    let told = front(0);
    assert!(
        told.contains("This is not binding for you. (read in the original: "),
        "{told}"
    );
    assert!(!front(1).contains("not binding"));
}

#[test]
fn a_long_notice_and_two_sign_offs_keep_to_the_front_sheet() {
    let mut asked = one_view();
    let named = [&asked.sources[0].id, &asked.sources[1].id];
    let notice = json!({
        "when": {"answered": asked.organisation.name},
        "says": "This notice is longer than most. ".repeat(6).trim(),
        "from": {"certainty": "secondary", "sources": named},
    });
    // Only the first stands on the front sheet; all of them stand with the answers.
    let mut second = notice.clone();
    second["says"] = json!("There is more to know.");
    asked.organisation.notices = [notice, second]
        .map(|n| serde_json::from_value(n).unwrap())
        .into();
    let mut events: Vec<Event> = demonstration().into_iter().map(|l| l.entry.event).collect();
    events.remove(0);
    for event in &mut events {
        if let Event::SignedOff(by) = event {
            by.declaration = asked.sign_off.declaration.clone();
        }
    }
    let again = events.last().unwrap().clone();
    events.push(again);
    let (mut report, state) = report_of(&asked, &log(events), DAY);
    assert_eq!(state.current_sign_offs().count(), 2);
    assert!(flat(&report).contains("There is more to know. (as reported by others: "));
    report.sections.clear();
    assert!(flat(&report).contains("This notice is longer than most."));
    assert!(!flat(&report).contains("There is more to know."));
    assert_eq!(pages(&report), 1);
}

#[test]
fn sources_say_how_much_was_seen_when_and_to_check_the_live_page() {
    let mut asked = built_in().unwrap();
    asked.sources[0].in_full = true;
    let (report, _) = report_of(&asked, &log(vec![]), DAY);
    let words = flat(&report);
    for source in &asked.sources {
        assert!(words.contains(&source.seen_words()), "{}", source.id);
        assert!(words.contains(&crate::text::date_words(source.checked)));
        assert_eq!(
            source.seen_words().ends_with("Check the live page."),
            !source.in_full
        );
    }
    for requirement in &asked.requirements {
        assert!(words.contains(&asked.rests_on_briefly(&requirement.from)));
    }
}

fn summary_on(day: Date) -> String {
    let (mut report, _) = report_of(&one_view(), &demonstration(), day);
    report.front.clear();
    report.sections.truncate(1);
    flat(&report)
}

#[test]
fn the_summary_follows_the_date() {
    let now = summary_on(DAY);
    assert!(now.contains("EX-2: Counts until 23 April 2027. Supplier support"));
    assert!(now.contains("The first to lapse is EX-3, on 23 January 2027."));
    assert!(now.contains("Exemption lapses: EX-3 on 23 January 2027"));
    assert!(now.contains("1 finding not met"));
    assert!(now.contains("Overdue: A-1"));
    // It is named before what is met in part, and counted also where the list is cut.
    let place = |words: &str| now.find(words).unwrap();
    assert!(place("Overdue: A-1") < place("Partly met: "), "{now}");
    assert!(now.contains("1 overdue action"));

    let later = summary_on(date(2028, 1, 1));
    assert!(later.contains("Exemption due for review: EX-1"), "{later}");
    assert!(later.contains("4 exemptions that do not count"), "{later}");
    assert!(!later.contains("EX-2: Counts"));
    let state = Assessment::fold(&demonstration()).unwrap();
    let dated = |action: &&Action| !action.is_done() && matches!(action.due, Due::On(_));
    let dated = state.actions.values().filter(dated).count();
    assert!(dated > 1);
    assert!(
        later.contains(&format!("{dated} overdue actions")),
        "{later}"
    );
}

#[test]
fn the_summary_stays_short_and_gives_no_percentage() {
    let asked = built_in().unwrap();
    let nothing = |q: &&Question| q.input.choices().iter().any(|c| c.id.as_str() == "none");
    let worst = asked.questions().filter(nothing);
    let unknown = asked.questions().filter(|q| q.dont_know.is_some());
    let events = unknown
        .map(|q| Event::Changed(Change::Answer(q.id.clone(), Some(Answer::DontKnow))))
        .chain(worst.map(|q| choice(q.id.as_str(), "none")));
    let (mut report, _) = report_of(&asked, &log(events.collect()), DAY);
    report.front.clear();
    report.sections.truncate(1);
    let words = flat(&report);
    assert!(words.contains("more: see “Review”"), "{words}");
    assert!(words.chars().count() < 3500, "{}", words.chars().count());
    assert!(!words.contains('%'));
}

#[test]
fn two_views_are_never_blended() {
    let mut asked = one_view();
    let mut other = asked.views[0].clone();
    other.id = "other".try_into().unwrap();
    other.title = "The other view".to_owned();
    asked.requirements[2].view = other.id.clone();
    asked.views.push(other);
    let (report, _) = report_of(&asked, &demonstration(), DAY);
    let views = &report.sections[0].sections[..2];
    let tables: Vec<String> = views
        .iter()
        .map(|section| match &section.blocks[0] {
            Block::Table(table) => format!("{} {:?}", section.title, table.rows),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(tables[0].contains("R1 ") && !tables[0].contains("R3 "));
    assert!(tables[1].starts_with("The other view") && tables[1].contains("R3 "));
    assert!(!tables[1].contains("R1 "));
}
