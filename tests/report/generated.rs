//! A record in which everything that can be given is given, in words that are found nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use mfa_assess::facts::{
    Action, ActionId, Answer, Assessment, Change, Closure, Coverage, Due, Event, Evidence,
    EvidenceFile, EvidenceId, ExemptionId, FindingId, Fingerprint, Life, Note, Priority, Progress,
    Relied, SignOff, Submission, System, SystemId,
};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::{
    ExemptionKind, Input, NoneOf, Question, QuestionId, Questionnaire,
};
use mfa_assess::record::{Journal, Loaded, read};
use mfa_assess::text::date_words;

/// The day of the report.
pub const TODAY: Date = date(2026, 11, 24);

/// Makes texts whose every word is found nowhere else, and remembers what has to be found.
struct Writer {
    seed: u64,
    texts: u32,
    wanted: Vec<String>,
    /// How many letters stand in words that are too long for a line, and may go over a page's end.
    long: usize,
}

impl Writer {
    fn number(&mut self, below: u64) -> u64 {
        // Steele, Lea and Flood's SplitMix64.
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.number(chances) == 0
    }

    fn want(&mut self, text: &str) {
        for word in text.split_whitespace() {
            let (head, tail) = word.split_at(word.find('ŵ').unwrap_or(word.len()));
            self.wanted.push(head.to_owned());
            self.long += tail.chars().count();
        }
    }

    /// A text of at most `max` characters; every third one is as long as it may be.
    fn text(&mut self, max: usize, lines: bool) -> String {
        self.texts += 1;
        let id = self.texts;
        let length = match self.number(3) {
            0 => max,
            1 => max.min(30),
            _ => usize::try_from(self.number(max as u64)).unwrap().max(10),
        };
        let mut text = String::new();
        for word in 0.. {
            let gap = if lines && word % 17 == 16 { "\n" } else { " " };
            // Now and then a word that fits on no line.
            let tail = if word % 23 == 22 {
                "ŵ".repeat(130)
            } else {
                String::new()
            };
            let next = format!("{id:03}ŷ{word:03}é{tail}");
            if text.chars().count() + 1 + next.chars().count() > length {
                break;
            }
            if !text.is_empty() {
                text.push_str(gap);
            }
            text.push_str(&next);
        }
        if text.is_empty() {
            text = format!("{id:03}ŷ");
        }
        self.want(&text);
        text
    }

    fn answer(&mut self, question: &Question) -> Option<Answer> {
        if question.optional && self.one_in(4) {
            return None;
        }
        if question.not_applicable && self.one_in(6) {
            let reason = self.text(500, false);
            return Some(Answer::NotApplicable { reason });
        }
        if question.dont_know.is_some() && self.one_in(8) {
            return Some(Answer::DontKnow);
        }
        let answer = match &question.input {
            Input::OneOf(choices) => {
                let pick = self.number(choices.len() as u64);
                Answer::Choice(choices[usize::try_from(pick).unwrap()].id.clone())
            }
            Input::AnyOf(choices) => {
                let chosen = choices.iter().filter(|_| self.one_in(2));
                let mut chosen: BTreeSet<_> = chosen.map(|c| c.id.clone()).collect();
                if question.none == Some(NoneOf::Forbidden) {
                    chosen.insert(choices[0].id.clone());
                }
                Answer::Choices(chosen)
            }
            Input::Number { max, .. } => Answer::Number(self.number((*max).min(100_000) + 1)),
            Input::Line { max } => Answer::Text(self.text((*max).into(), false)),
            Input::Paragraphs { max } => Answer::Text(self.text((*max).into(), true)),
            Input::Date { .. } => {
                let days = i32::try_from(self.number(900)).unwrap() - 400;
                Answer::Date(TODAY.saturating_add(jiff::Span::new().days(days)))
            }
        };
        // A text has asked to be found when it was written.
        if !matches!(answer, Answer::Text(_)) {
            self.want(&answer.words(question));
        }
        Some(answer)
    }
}

/// Answers to questions, by their ids.
type Fields = BTreeMap<QuestionId, Answer>;

fn fields<'a>(questions: impl Iterator<Item = &'a Question>, writer: &mut Writer) -> Fields {
    let answered = questions.filter_map(|q| Some((q.id.clone(), writer.answer(q)?)));
    answered.collect()
}

/// What somebody decided about an exemption once: all that it said then.
fn relied(kind: &ExemptionKind, writer: &mut Writer) -> Relied {
    Relied {
        requirements: kind.requirements.iter().cloned().collect(),
        scenarios: [].into(),
        systems: [SystemId(2)].into(),
        fields: fields(kind.questions(), writer),
    }
}

fn life(kind: &ExemptionKind, writer: &mut Writer) -> Life {
    let count = writer.number(3);
    let approvals: Vec<Relied> = (0..count).map(|_| relied(kind, writer)).collect();
    let submitted = writer.one_in(2).then(|| Submission {
        on: TODAY,
        content: relied(kind, writer),
    });
    let closed = writer.one_in(3).then(|| Closure {
        on: TODAY,
        how: writer.text(500, false),
    });
    Life {
        renewing: !approvals.is_empty() && writer.one_in(2),
        kept_up: [].into(),
        submitted,
        approvals,
        closed,
    }
}

/// The registers, with what else hangs on an entry.
fn registers(asked: &Questionnaire, writer: &mut Writer) -> Vec<Event> {
    let mut events = vec![];
    for number in 1..4 {
        if let Some(register) = &asked.systems {
            let fields = fields(register.form.questions.iter(), writer);
            let (system, content) = (SystemId(number), System { fields });
            events.push(Event::Changed(Change::System(system, Some(content))));
        }
        if let Some(list) = &asked.evidence {
            let path = writer.text(200, false);
            let sha256 = Fingerprint::of(path.as_bytes());
            writer.wanted.push(sha256.to_string());
            let content = Evidence {
                fields: fields(list.form.questions.iter(), writer),
                scenarios: asked.scenarios().map(|s| s.id.clone()).take(2).collect(),
                exemptions: [ExemptionId(1)].into(),
                file: Some(EvidenceFile {
                    path,
                    bytes: writer.number(1_000_000),
                    sha256,
                }),
            };
            let evidence = EvidenceId(number);
            events.push(Event::Changed(Change::Listed(evidence, Some(content))));
        }
    }
    events
}

/// A record in which everything that can be given is given, more or less.
fn events(asked: &Questionnaire, writer: &mut Writer) -> Vec<Event> {
    let mut events = vec![];
    for question in asked.questions() {
        let answer = writer.answer(question);
        events.extend(
            answer.map(|answer| Event::Changed(Change::Answer(question.id.clone(), Some(answer)))),
        );
    }
    for scenario in asked.scenarios() {
        events.push(Event::Changed(Change::note(
            scenario.id.clone(),
            Note {
                text: writer.text(2000, true),
                for_board: writer.one_in(3),
            },
        )));
        events.push(Event::Changed(Change::evidence(
            scenario.id.clone(),
            writer.text(500, false),
        )));
    }
    events.extend(registers(asked, writer));
    for (number, kind) in (1..).zip(&asked.exemptions) {
        let exemption = ExemptionId(number);
        let scenarios: BTreeSet<_> = asked.scenarios().map(|s| s.id.clone()).take(3).collect();
        events.push(Event::Changed(Change::Coverage(
            exemption,
            Coverage {
                kind: kind.id.clone(),
                requirements: kind.requirements.iter().cloned().collect(),
                scenarios,
                systems: match asked.systems {
                    Some(_) => [SystemId(1), SystemId(3)].into(),
                    None => [].into(),
                },
            },
        )));
        events.push(Event::Changed(Change::Life(
            exemption,
            Box::new(life(kind, writer)),
        )));
        for question in kind.questions() {
            let answer = writer.answer(question);
            events.extend(answer.map(|answer| {
                Event::Changed(Change::Field(exemption, question.id.clone(), Some(answer)))
            }));
        }
        if writer.one_in(3) {
            let reason = writer.text(500, false);
            events.push(Event::Changed(Change::Withdrawn(exemption, reason)));
        }
    }
    for (number, scenario) in (1..).zip(asked.scenarios()) {
        let due = match writer.number(3) {
            0 => {
                let words = date_words(TODAY);
                writer.want(&words);
                Due::On(TODAY)
            }
            1 => Due::NoDate(writer.text(500, false)),
            _ => Due::NotGiven,
        };
        events.push(Event::Changed(Change::Action(
            ActionId(number),
            Some(Action {
                what: writer.text(1000, true),
                owner: writer.text(200, false),
                role: writer.text(200, false),
                due,
                priority: Some(Priority::High),
                progress: if writer.one_in(2) {
                    Progress::Done
                } else {
                    Progress::NotStarted
                },
                ends: writer.one_in(2).then_some(ExemptionId(1)),
                closes: FindingId::all(asked)
                    .filter(|id| number % 2 == 0 && id.scenario == scenario.id)
                    .collect(),
                with: [ActionId(number % 3 + 1)].into(),
                ..Action::blank(scenario.id.clone())
            }),
        )));
    }
    events
}

/// A generated record, and what has to be found in its report.
pub struct Generated {
    pub loaded: Loaded,
    /// The words.
    pub wanted: Vec<String>,
    /// The number of letters in those that are too long for a line.
    pub long: usize,
}

/// The record of this seed, signed by two.
pub fn generated(asked: &Questionnaire, seed: u64) -> Generated {
    let mut writer = Writer {
        seed,
        texts: 0,
        wanted: vec![],
        long: 0,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(asked).unwrap()),
    };
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    let mut last = journal.append(at, "", Accepted::unheld(created)).unwrap();
    for event in events(asked, &mut writer) {
        last = journal
            .append(at, "Sam Rees", Accepted::unheld(event))
            .unwrap();
    }
    for _ in 0..2 {
        let sign_off = SignOff {
            name: writer.text(120, false),
            role: asked.sign_off.roles[0].label.clone(),
            declaration: asked.sign_off.declaration.clone(),
            date: TODAY,
            fingerprint: last.fingerprint,
            gaps: vec![],
            same_person: None,
        };
        last = journal
            .append(at, "Sam Rees", Accepted::unheld(Event::SignedOff(sign_off)))
            .unwrap();
    }
    drop(journal);
    let loaded = read(&path).unwrap();
    let mut folded = Assessment::fold(&loaded.entries).unwrap();
    folded.hold_sign_offs(&loaded.questionnaire);
    assert_eq!(loaded.state, folded);
    writer.wanted.push(last.fingerprint.to_string());
    Generated {
        loaded,
        wanted: writer.wanted,
        long: writer.long,
    }
}
