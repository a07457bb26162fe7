//! The content of a record as others may see it: each text that is left out is replaced, and nothing
//! of its history goes over.

mod history;
mod names;
mod veil;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::facts::{
    Action, Answer, Assessment, At, Change, Due, Event, Evidence, EvidenceFile, Exemption,
    ExemptionId, Fingerprint, Hidden, Life, Logged, Note, Origin, REDACTED, Redaction, Register,
    SignOff, System, Value, limits,
};
use crate::questionnaire::{ExemptionKind, Holds, Input, Question, QuestionId, Questionnaire};
use veil::{People, Veil, apart, numbered};
pub use versions::Before;
use versions::Lives;

/// A record of which a copy is made.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
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
    /// What the copy is: always the second entry.
    pub redaction: Event,
    /// The earlier versions that it needs, the earliest first; mostly none.
    pub before: Vec<Before>,
    /// Its content.
    pub events: Vec<Event>,
}

impl Copy {
    /// All of its entries, of a record that asks this now.
    ///
    /// # Errors
    /// When a questionnaire cannot be written, which one that was read excludes.
    pub fn entries(self, now: &Questionnaire) -> serde_json::Result<Vec<Event>> {
        let tool = || crate::TOOL.to_owned();
        let value = |asked: &Questionnaire| serde_json::to_value(asked).map(Box::new);
        let first = self.before.first();
        let first = first.map_or(now, |before| &before.questionnaire);
        let begun = Event::Created {
            tool: tool(),
            questionnaire: value(first)?,
        };
        let mut events = vec![begun, self.redaction];
        let mut before = self.before.into_iter().peekable();
        while let Some(version) = before.next() {
            events.extend(version.events);
            let next = before.peek().map_or(now, |next| &next.questionnaire);
            events.push(Event::Migrated {
                tool: tool(),
                questionnaire: value(next)?,
            });
        }
        events.extend(self.events);
        Ok(events)
    }
}

/// That there is a file. Whoever has one could know it again by its name, size or digest. Several are
/// told apart by their paths.
fn unnamed(number: usize) -> EvidenceFile {
    EvidenceFile {
        path: match number {
            1 => REDACTED.to_owned(),
            more => numbered(more),
        },
        bytes: 0,
        sha256: Fingerprint::NONE,
    }
}

impl Original<'_> {
    /// The copy without all this; nothing of a record that has no entry. Where the questionnaire does
    /// not say which texts hold names, any may: then all free text is left out. Fingerprints show which
    /// record it is to whoever has that: they go over only where that is wanted.
    pub fn without(self, hidden: &BTreeSet<Hidden>, is_identified: bool) -> Option<Copy> {
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
        let shown = |fingerprint| {
            if is_identified {
                fingerprint
            } else {
                Fingerprint::NONE
            }
        };
        let mut sign_offs = self.sign_offs(&veil);
        for by in &mut sign_offs {
            by.fingerprint = shown(by.fingerprint);
        }
        let redaction = Redaction {
            of: Origin {
                record: veil.put(Hidden::Organisation, self.name, limits::PATH),
                organisation: veil.put(Hidden::Organisation, organisation, limits::ANSWER),
                version: self.questionnaire.version.clone(),
                fingerprint: shown(newest.fingerprint),
                last: at,
            },
            without: hidden.clone(),
            sign_offs,
        };
        let (before, told) = self.before(&veil);
        let events = self.content(&veil, &told);
        let assessor = self.state.text(&self.questionnaire.organisation.assessor);
        let by = if hidden.contains(&Hidden::Names) {
            String::new()
        } else {
            veil.over_names(assessor)
        };
        Some(Copy {
            at,
            by,
            redaction: Event::Redacted(Box::new(redaction)),
            before,
            events,
        })
    }

    fn sign_offs(&self, veil: &Veil) -> Vec<SignOff> {
        let standing = self.state.current_sign_offs();
        let standing = standing.filter(|signed| signed.faults.is_empty());
        let standing = standing.map(|signed| SignOff {
            name: veil.put(Hidden::Names, &signed.sign_off.name, limits::SIGNER),
            same_person: signed
                .sign_off
                .same_person
                .as_deref()
                .map(|why| veil.put(Hidden::Notes, why, limits::SAME_PERSON)),
            ..signed.sign_off.clone()
        });
        standing.collect()
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

    /// What a text of this question is, and how long it can be.
    fn takes(&self, asked: Option<&Question>) -> (Hidden, u16) {
        let kind = asked.map_or(Hidden::Notes, |question| self.kind(question));
        let most = match asked.map(|question| &question.input) {
            Some(Input::Line { max } | Input::Paragraphs { max }) => *max,
            Some(Input::OneOf(_) | Input::AnyOf(_) | Input::Number { .. } | Input::Date { .. })
            | None => limits::ANSWER,
        };
        (kind, most)
    }

    /// What it says as others see it, but for what was told of exemptions before.
    fn content(&self, veil: &Veil, told: &Lives) -> Vec<Event> {
        let mut places: Vec<At> = Assessment::places([self.state]).into_iter().collect();
        places.sort_by_cached_key(|at| self.order(at));
        let mut people = BTreeMap::new();
        let veiled = places.into_iter().filter_map(|at| {
            let said = self.state.get(&at).filter(|_| !self.stays(&at, told))?;
            // The people of an exemption are those of one form.
            let mut alone = People::default();
            let people = match at.exemption() {
                Some(id) => people.entry(id).or_default(),
                None => &mut alone,
            };
            let veiled = self.veiled(&at, said, veil, people);
            Change::of(at, Some(veiled)).map(Event::from)
        });
        veiled.collect()
    }

    /// What comes before what: answers as they are asked, and all that is said of one exemption together.
    fn order(&self, at: &At) -> (bool, Option<ExemptionId>, usize) {
        let place = if let At::Question(id) = at {
            self.questionnaire.questions().position(|q| q.id == *id)
        } else {
            None
        };
        let is_listed = at.thing().is_some() && at.exemption().is_none();
        (is_listed, at.exemption(), place.unwrap_or(usize::MAX))
    }

    /// Whether it does not go over: what only an earlier version asked, and what was told before.
    fn stays(&self, at: &At, told: &Lives) -> bool {
        if let At::Question(id) = at {
            self.questionnaire.question(id).is_none()
        } else if let At::Coverage(id) = at {
            told.contains_key(id)
        } else if let At::Life(id) = at {
            // A renewal may have ended with a version: that it goes on is told again.
            let life = self.state.exemptions.get(id).map(|e| &e.life);
            life.is_some_and(|life| told.get(id) == Some(life) && !life.renewing)
        } else {
            false
        }
    }

    /// What is said at a place, as others see it.
    fn veiled(&self, at: &At, said: Value, veil: &Veil, people: &mut People) -> Value {
        let (state, now) = (self.state, self.questionnaire);
        let entry = |register: Register, fields: &BTreeMap<QuestionId, Answer>| {
            let asked = |id: &QuestionId| state.known_entry_field(now, register, id);
            self.fields(fields, asked, veil, &mut People::default())
        };
        match said {
            Value::Answer(answer) => {
                Value::Answer(veil.answer(self.takes(at.asked(state, now)), &answer, people))
            }
            Value::Words(text) => Value::Words(veil.put(Hidden::Notes, &text, limits::LINE)),
            Value::Note(note) => Value::Note(Note {
                text: veil.put(Hidden::Notes, &note.text, limits::NOTE),
                ..note
            }),
            Value::Life(life) => {
                let exemption = at.exemption().and_then(|id| state.exemptions.get(&id));
                let veiled = exemption.map(|exemption| self.life(exemption, &life, veil));
                Value::Life(Box::new(veiled.unwrap_or_default()))
            }
            Value::System(system) => Value::System(System {
                fields: entry(Register::Systems, &system.fields),
            }),
            Value::Listed(evidence) => Value::Listed(Box::new(Evidence {
                fields: entry(Register::Evidence, &evidence.fields),
                file: evidence.file.as_ref().map(|_| unnamed(1)),
                ..*evidence
            })),
            Value::File(file) => {
                let files = at.scenario().and_then(|id| state.files.get(id));
                let before = files.map_or(0, |files| files.range(..file.path).count());
                Value::File(unnamed(before + 1))
            }
            Value::Action(action) => Value::Action(Self::action(action, veil)),
            // What a copy is and who has signed is told on its own.
            same @ (Value::Coverage(_)
            | Value::Version(_)
            | Value::Origin(_)
            | Value::SignOff(_)) => same,
        }
    }

    /// An action as others see it: each of its parts is named, so that none goes over unseen.
    fn action(action: Action, veil: &Veil) -> Action {
        Action {
            what: veil.put(Hidden::Notes, &action.what, limits::ANSWER),
            owner: veil.put(Hidden::Names, &action.owner, limits::ANSWER),
            role: veil.put(Hidden::Notes, &action.role, limits::NAME),
            due: match action.due {
                Due::NoDate(reason) => {
                    Due::NoDate(veil.put(Hidden::Notes, &reason, limits::ANSWER))
                }
                due @ (Due::On(_) | Due::NotGiven) => due,
            },
            scenario: action.scenario,
            priority: action.priority,
            progress: action.progress,
            finds_out: action.finds_out,
            ends: action.ends,
            towards: action.towards,
            closes: action.closes,
            with: action.with,
        }
    }

    /// The fields of a form as others see them.
    fn fields<'a>(
        &self,
        fields: &BTreeMap<QuestionId, Answer>,
        asked: impl Fn(&QuestionId) -> Option<&'a Question>,
        veil: &Veil,
        people: &mut People,
    ) -> BTreeMap<QuestionId, Answer> {
        let veiled = fields.iter().map(|(field, answer)| {
            let answer = veil.answer(self.takes(asked(field)), answer, people);
            (field.clone(), answer)
        });
        veiled.collect()
    }

    /// The life of an exemption, now or when an earlier version was in force, as others see it.
    fn life(&self, exemption: &Exemption, life: &Life, veil: &Veil) -> Life {
        let mut people = People::default();
        let (state, now) = (self.state, self.questionnaire);
        let asked = |id: &QuestionId| state.known_field(now, &exemption.kind, id);
        let mut fields = |fields: &BTreeMap<_, _>| self.fields(fields, asked, veil, &mut people);
        let now = fields(&exemption.fields);
        let mut life = life.clone();
        let submitted = life.submitted.iter_mut().map(|s| &mut s.content);
        for relied in life.approvals.iter_mut().chain(submitted) {
            let veiled = fields(&relied.fields).into_iter();
            let veiled = veiled.map(|(id, answer)| {
                // What was changed after an approval stays changed, also where nobody can read it.
                let changed = relied.fields.get(&id) != exemption.fields.get(&id);
                if changed && now.get(&id) == Some(&answer) {
                    (id, apart(answer))
                } else {
                    (id, answer)
                }
            });
            relied.fields = veiled.collect();
        }
        life.kept_up = fields(&life.kept_up);
        if let Some(closed) = &mut life.closed {
            closed.how = veil.put(Hidden::Notes, &closed.how, limits::LINE);
        }
        life
    }
}
