//! The content of a record as others may see it: each text that is left out is replaced, and nothing
//! of its history goes over.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::action::Due;
use super::answer::Answer;
use super::carried::Origin;
use super::event::{Event, Logged, SignOff};
use super::redaction::{Hidden, REDACTED, Redaction};
use super::register::System;
use super::state::Assessment;
use crate::questionnaire::{EntryForm, ExemptionKind, Holds, Question, QuestionId, Questionnaire};

/// A record of which a copy is made.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// Its name.
    pub name: &'a str,
    /// The questionnaire in force.
    pub questionnaire: &'a Questionnaire,
    /// Its entries; at least one.
    pub entries: &'a [Logged],
    /// What they fold to.
    pub state: &'a Assessment,
}

/// A copy of a record, as the entries that follow on its beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// When all of it happened: the beginning of the day of the newest entry.
    pub at: Timestamp,
    /// Who is named at the keyboard; nobody where names are left out.
    pub by: String,
    /// What the copy is, and then its content.
    pub events: Vec<Event>,
}

impl Original<'_> {
    /// The copy without all this; nothing of a record that has no entry. Where the questionnaire does
    /// not say which texts hold names, any may: then all free text is left out.
    pub fn without(self, hidden: &BTreeSet<Hidden>) -> Option<Copy> {
        let mut hidden = hidden.clone();
        if !hidden.is_empty() && !self.tells_names() {
            hidden.insert(Hidden::Notes);
        }
        let hidden = &hidden;
        let newest = self.entries.last()?;
        // The hours at which somebody worked stay behind.
        let day = TimeZone::UTC.to_datetime(newest.entry.at).date();
        let midnight = day.to_datetime(Time::midnight());
        let at = TimeZone::UTC.to_timestamp(midnight).ok()?;
        let veil = Veil::over(self, hidden);
        let organisation = self.state.text(&self.questionnaire.organisation.name);
        let redaction = Redaction {
            of: Origin {
                record: veil.put(Hidden::Organisation, self.name),
                organisation: veil.put(Hidden::Organisation, organisation),
                version: self.questionnaire.version.clone(),
                fingerprint: newest.fingerprint,
                last: at,
            },
            without: hidden.clone(),
            sign_offs: self.sign_offs(&veil),
        };
        let mut events = vec![Event::Redacted(Box::new(redaction))];
        events.extend(self.answers(&veil));
        events.extend(self.texts(&veil));
        events.extend(self.exemptions(&veil));
        events.extend(self.actions(&veil));
        events.extend(self.registers(&veil));
        let assessor = self.state.text(&self.questionnaire.organisation.assessor);
        let by = match hidden.contains(&Hidden::Names) {
            true => String::new(),
            false => veil.over_names(assessor),
        };
        Some(Copy { at, by, events })
    }

    fn sign_offs(&self, veil: &Veil) -> Vec<SignOff> {
        let standing = self.state.current_sign_offs().map(|signed| SignOff {
            name: veil.put(Hidden::Names, &signed.sign_off.name),
            same_person: signed
                .sign_off
                .same_person
                .as_deref()
                .map(|why| veil.put(Hidden::Notes, why)),
            ..signed.sign_off.clone()
        });
        standing.collect()
    }

    /// The answers to what is asked now. What an earlier version asked stays behind.
    fn answers<'a>(&'a self, veil: &'a Veil) -> impl Iterator<Item = Event> + 'a {
        let questions = self.questionnaire.questions();
        let given = move |question: &'a Question| {
            let answer = self.state.answers.get(&question.id)?;
            let mut people = People::default();
            Some(Event::Answered {
                question: question.id.clone(),
                answer: veil.answer(self.kind(question), answer, &mut people),
            })
        };
        questions.filter_map(given)
    }

    /// Whether the questionnaire says which texts hold names.
    fn tells_names(&self) -> bool {
        let kinds = self.questionnaire.exemptions.iter();
        let of_kinds = kinds.flat_map(ExemptionKind::questions);
        let systems = self.questionnaire.systems.iter().map(|s| &s.form);
        let evidence = self.questionnaire.evidence.iter().map(|e| &e.form);
        let of_entries = systems.chain(evidence).flat_map(|form| &form.questions);
        let questions = self.questionnaire.questions();
        let mut all = questions.chain(of_kinds).chain(of_entries);
        all.any(|question| question.holds.is_some())
    }

    /// What a text of this question is.
    fn kind(&self, question: &Question) -> Hidden {
        let form = &self.questionnaire.organisation;
        match question.holds {
            Some(Holds::Organisation) => Hidden::Organisation,
            Some(Holds::Person) => Hidden::Names,
            Some(Holds::System) => Hidden::Systems,
            None if question.id == form.name => Hidden::Organisation,
            None if question.id == form.assessor => Hidden::Names,
            None => Hidden::Notes,
        }
    }

    fn texts<'a>(&'a self, veil: &'a Veil) -> impl Iterator<Item = Event> + 'a {
        let notes = self
            .state
            .notes
            .iter()
            .map(|(scenario, note)| Event::Noted {
                scenario: scenario.clone(),
                text: veil.put(Hidden::Notes, &note.text),
                for_board: note.for_board,
            });
        let evidence = self.state.evidence.iter();
        let evidence = evidence.map(|(scenario, text)| Event::Evidenced {
            scenario: scenario.clone(),
            text: veil.put(Hidden::Notes, text),
        });
        let files = self.state.files.iter().flat_map(move |(scenario, files)| {
            // Files are told apart by their paths.
            files.values().zip(1..).map(move |(file, number)| {
                let mut file = file.clone();
                file.path = match veil.put(Hidden::Notes, &file.path) {
                    path if path == REDACTED && number > 1 => numbered(number),
                    path => path,
                };
                let scenario = scenario.clone();
                Event::FileReferenced { scenario, file }
            })
        });
        notes.chain(evidence).chain(files)
    }

    fn exemptions(&self, veil: &Veil) -> Vec<Event> {
        let mut events = vec![];
        for (id, exemption) in &self.state.exemptions {
            events.push(Event::ExemptionScoped {
                exemption: *id,
                kind: exemption.kind.clone(),
                requirements: exemption.requirements.clone(),
                scenarios: exemption.scenarios.clone(),
                systems: exemption.systems.clone(),
            });
            let kind = self.state.known_kind(self.questionnaire, &exemption.kind);
            let mut people = People::default();
            let mut fields = |fields: &BTreeMap<QuestionId, Answer>| {
                let veiled = fields.iter().map(|(field, answer)| {
                    let asked = kind.and_then(|kind| kind.question(field));
                    let hidden = asked.map_or(Hidden::Notes, |question| self.kind(question));
                    (field.clone(), veil.answer(hidden, answer, &mut people))
                });
                veiled.collect::<BTreeMap<QuestionId, Answer>>()
            };
            for (question, answer) in fields(&exemption.fields) {
                events.push(Event::ExemptionFilled {
                    exemption: *id,
                    question,
                    answer,
                });
            }
            let mut life = exemption.life.clone();
            let now = fields(&exemption.fields);
            let submitted = life.submitted.iter_mut().map(|s| &mut s.content);
            for relied in life.approvals.iter_mut().chain(submitted) {
                let veiled = fields(&relied.fields).into_iter();
                let veiled = veiled.map(|(id, answer)| {
                    // What was changed after an approval stays changed, also where nobody can read it.
                    let changed = relied.fields.get(&id) != exemption.fields.get(&id);
                    match changed && now.get(&id) == Some(&answer) {
                        true => (id, apart(answer)),
                        false => (id, answer),
                    }
                });
                relied.fields = veiled.collect();
            }
            life.kept_up = fields(&life.kept_up);
            if let Some(closed) = &mut life.closed {
                closed.how = veil.put(Hidden::Notes, &closed.how);
            }
            if !life.is_new() {
                events.push(Event::ExemptionMoved {
                    exemption: *id,
                    life: Box::new(life),
                });
            }
            if let Some(reason) = &exemption.withdrawn {
                events.push(Event::ExemptionWithdrawn {
                    exemption: *id,
                    reason: veil.put(Hidden::Notes, reason),
                });
            }
        }
        events
    }

    /// Systems and pieces of evidence.
    fn registers(&self, veil: &Veil) -> Vec<Event> {
        let fields = |form: Option<&EntryForm>, fields: &BTreeMap<QuestionId, Answer>| {
            let mut people = People::default();
            let fields = fields.iter().map(|(id, answer)| {
                let asked = form.and_then(|form| form.question(id));
                let hidden = asked.map_or(Hidden::Notes, |question| self.kind(question));
                (id.clone(), veil.answer(hidden, answer, &mut people))
            });
            fields.collect::<BTreeMap<QuestionId, Answer>>()
        };
        let form = self.questionnaire.systems.as_ref().map(|s| &s.form);
        let systems = self.state.systems.iter().map(|(id, system)| {
            let content = System {
                fields: fields(form, &system.fields),
            };
            Event::SystemWritten {
                system: *id,
                content,
            }
        });
        let form = self.questionnaire.evidence.as_ref().map(|e| &e.form);
        let listed = self.state.listed.iter().map(|(id, evidence)| {
            let mut content = evidence.clone();
            content.fields = fields(form, &evidence.fields);
            if let Some(file) = &mut content.file {
                file.path = veil.put(Hidden::Notes, &file.path);
            }
            Event::EvidenceWritten {
                evidence: *id,
                content,
            }
        });
        systems.chain(listed).collect()
    }

    fn actions<'a>(&'a self, veil: &'a Veil) -> impl Iterator<Item = Event> + 'a {
        let actions = self.state.actions.iter();
        actions.map(|(id, action)| {
            let mut content = action.clone();
            content.what = veil.put(Hidden::Notes, &action.what);
            content.owner = veil.put(Hidden::Names, &action.owner);
            content.role = veil.put(Hidden::Notes, &action.role);
            if let Due::NoDate(reason) = &action.due {
                content.due = Due::NoDate(veil.put(Hidden::Notes, reason));
            }
            let action = *id;
            Event::ActionWritten { action, content }
        })
    }

    /// Every text that names somebody or something of this kind.
    fn named(&self, hidden: Hidden) -> BTreeSet<&str> {
        let mut texts = BTreeSet::new();
        let fields = self.state.exemptions.values().flat_map(|exemption| {
            let kind = self.state.known_kind(self.questionnaire, &exemption.kind);
            let of = move |id: &QuestionId| kind.and_then(|kind| kind.question(id));
            // Whoever approved it before is named there only.
            let submitted = exemption.life.submitted.iter().map(|s| &s.content);
            let relied = exemption.life.approvals.iter().chain(submitted);
            let fields = exemption.fields.iter();
            let fields = fields.chain(relied.flat_map(|relied| &relied.fields));
            let fields = fields.chain(&exemption.life.kept_up);
            fields.map(move |(id, answer)| (of(id), answer))
        });
        let answers = self.state.answers.iter();
        let answers = answers.map(|(id, answer)| (self.questionnaire.question(id), answer));
        let systems = self.state.systems.values().flat_map(|system| {
            let form = self.questionnaire.systems.as_ref().map(|s| &s.form);
            let fields = system.fields.iter();
            fields.map(move |(id, answer)| (form.and_then(|f| f.question(id)), answer))
        });
        let listed = self.state.listed.values().flat_map(|evidence| {
            let form = self.questionnaire.evidence.as_ref().map(|e| &e.form);
            let fields = evidence.fields.iter();
            fields.map(move |(id, answer)| (form.and_then(|f| f.question(id)), answer))
        });
        let entries = systems.chain(listed);
        for (question, answer) in answers.chain(fields).chain(entries) {
            if let (Some(question), Answer::Text(words)) = (question, answer)
                && self.kind(question) == hidden
            {
                texts.insert(words.as_str());
            }
        }
        if hidden == Hidden::Names {
            texts.extend(self.entries.iter().map(|l| l.entry.by.as_str()));
            texts.extend(
                self.state
                    .actions
                    .values()
                    .map(|action| action.owner.as_str()),
            );
            texts.extend(
                self.state
                    .sign_offs
                    .iter()
                    .map(|s| s.sign_off.name.as_str()),
            );
        }
        texts
    }
}

/// What is put over texts that others do not see.
struct Veil {
    hidden: BTreeSet<Hidden>,
    /// Names that may stand in other texts as well, the longest first.
    names: Vec<String>,
}

impl Veil {
    fn over(original: Original<'_>, hidden: &BTreeSet<Hidden>) -> Self {
        let kinds = hidden.iter().filter(|kind| **kind != Hidden::Notes);
        let names = kinds.flat_map(|kind| original.named(*kind));
        // Anything shorter stands in words that name nothing.
        let names = names.filter(|name| name.chars().count() > 2);
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self {
            hidden: hidden.clone(),
            names,
        }
    }

    /// A text of this kind as others see it. An empty one says that nothing was given.
    fn put(&self, kind: Hidden, text: &str) -> String {
        if self.hidden.contains(&kind) && !text.is_empty() {
            REDACTED.to_owned()
        } else {
            self.over_names(text)
        }
    }

    /// A text without the names that are left out.
    fn over_names(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for name in &self.names {
            if text.contains(name) {
                text = text.replace(name, REDACTED);
            }
        }
        text
    }

    fn answer(&self, kind: Hidden, answer: &Answer, people: &mut People) -> Answer {
        match answer {
            Answer::Text(name) if kind == Hidden::Names && self.hidden.contains(&kind) => {
                Answer::Text(people.stand_in(name))
            }
            Answer::Text(words) => Answer::Text(self.put(kind, words)),
            Answer::NotApplicable { reason } => Answer::NotApplicable {
                reason: self.put(Hidden::Notes, reason),
            },
            other => other.clone(),
        }
    }
}

/// The people of one form. Whether author and approver are one person decides whether an exemption
/// counts, so two people stay two.
#[derive(Default)]
struct People(BTreeMap<String, usize>);

impl People {
    fn stand_in(&mut self, name: &str) -> String {
        let next = self.0.len() + 1;
        match *self.0.entry(name.trim().to_lowercase()).or_insert(next) {
            1 => REDACTED.to_owned(),
            number => numbered(number),
        }
    }
}

/// An answer that was another one, although both read alike once parts are left out.
fn apart(answer: Answer) -> Answer {
    match answer {
        Answer::NotApplicable { .. } => Answer::NotApplicable {
            reason: numbered(2),
        },
        _ => Answer::Text(numbered(2)),
    }
}

/// What stands in the place of one of several.
fn numbered(number: usize) -> String {
    format!("{} {number})", REDACTED.trim_end_matches(')'))
}
