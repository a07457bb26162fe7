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
    Answer, Assessment, Change, Due, Event, EvidenceFile, Exemption, Fingerprint, Hidden, Life,
    Logged, Note, Origin, REDACTED, Redaction, Register, SignOff, System, limits,
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
        let mut events: Vec<Event> = self.answers(&veil).collect();
        events.extend(self.texts(&veil));
        let (before, told) = self.before(&veil);
        events.extend(self.exemptions(&veil, &told));
        events.extend(self.actions(&veil));
        events.extend(self.registers(&veil));
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

    /// The answers to what is asked now. What an earlier version asked stays behind.
    fn answers<'a>(&'a self, veil: &'a Veil) -> impl Iterator<Item = Event> + 'a {
        let questions = self.questionnaire.questions();
        let given = move |question: &'a Question| {
            let answer = self.state.answers.get(&question.id)?;
            let mut people = People::default();
            Some(Event::Changed(Change::Answer(
                question.id.clone(),
                Some(veil.answer(self.takes(Some(question)), answer, &mut people)),
            )))
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

    fn texts<'a>(&'a self, veil: &'a Veil) -> impl Iterator<Item = Event> + 'a {
        let notes = self.state.notes.iter().map(|(scenario, note)| {
            Event::Changed(Change::note(
                scenario.clone(),
                Note {
                    text: veil.put(Hidden::Notes, &note.text, limits::NOTE),
                    for_board: note.for_board,
                },
            ))
        });
        let evidence = self.state.evidence.iter();
        let evidence = evidence.map(|(scenario, text)| {
            Event::Changed(Change::evidence(
                scenario.clone(),
                veil.put(Hidden::Notes, text, limits::LINE),
            ))
        });
        let files = self.state.files.iter().flat_map(move |(scenario, files)| {
            files.values().zip(1..).map(move |(_, number)| {
                let (scenario, file) = (scenario.clone(), unnamed(number));
                Event::Changed(Change::File(scenario, file))
            })
        });
        notes.chain(evidence).chain(files)
    }

    /// The exemptions, but for what was told of them before.
    fn exemptions(&self, veil: &Veil, told: &Lives) -> Vec<Event> {
        let mut events = vec![];
        for (id, exemption) in &self.state.exemptions {
            let told = told.get(id);
            if told.is_none() {
                events.push(Event::Changed(Change::Coverage(*id, exemption.coverage())));
            }
            let mut people = People::default();
            for (question, answer) in self.fields(exemption, &exemption.fields, veil, &mut people) {
                events.push(Event::Changed(Change::Field(*id, question, Some(answer))));
            }
            let life = self.life(exemption, &exemption.life, veil);
            // A renewal may have ended with a version: that it goes on is told again.
            let is_told = told == Some(&exemption.life) && !life.renewing;
            if !life.is_new() && !is_told {
                events.push(Event::Changed(Change::Life(*id, Box::new(life))));
            }
            if let Some(reason) = &exemption.withdrawn {
                events.push(Event::Changed(Change::Withdrawn(
                    *id,
                    veil.put(Hidden::Notes, reason, limits::LINE),
                )));
            }
        }
        events
    }

    /// Fields of an exemption as others see them.
    fn fields(
        &self,
        exemption: &Exemption,
        fields: &BTreeMap<QuestionId, Answer>,
        veil: &Veil,
        people: &mut People,
    ) -> BTreeMap<QuestionId, Answer> {
        let veiled = fields.iter().map(|(field, answer)| {
            let asked = self
                .state
                .known_field(self.questionnaire, &exemption.kind, field);
            (
                field.clone(),
                veil.answer(self.takes(asked), answer, people),
            )
        });
        veiled.collect()
    }

    /// The life of an exemption, now or when an earlier version was in force, as others see it.
    fn life(&self, exemption: &Exemption, life: &Life, veil: &Veil) -> Life {
        let mut people = People::default();
        let mut fields = |fields: &BTreeMap<QuestionId, Answer>| {
            self.fields(exemption, fields, veil, &mut people)
        };
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

    /// Systems and pieces of evidence.
    fn registers(&self, veil: &Veil) -> Vec<Event> {
        let fields = |register: Register, fields: &BTreeMap<QuestionId, Answer>| {
            let mut people = People::default();
            let fields = fields.iter().map(|(id, answer)| {
                let asked = self
                    .state
                    .known_entry_field(self.questionnaire, register, id);
                (
                    id.clone(),
                    veil.answer(self.takes(asked), answer, &mut people),
                )
            });
            fields.collect::<BTreeMap<QuestionId, Answer>>()
        };
        let systems = self.state.systems.iter().map(|(id, system)| {
            let content = System {
                fields: fields(Register::Systems, &system.fields),
            };
            Event::Changed(Change::System(*id, Some(content)))
        });
        let listed = self.state.listed.iter().map(|(id, evidence)| {
            let mut content = evidence.clone();
            content.fields = fields(Register::Evidence, &evidence.fields);
            content.file = evidence.file.as_ref().map(|_| unnamed(1));
            Event::Changed(Change::Listed(*id, Some(content)))
        });
        systems.chain(listed).collect()
    }

    fn actions<'a>(&'a self, veil: &'a Veil) -> impl Iterator<Item = Event> + 'a {
        let actions = self.state.actions.iter();
        actions.map(|(id, action)| {
            let mut content = action.clone();
            content.what = veil.put(Hidden::Notes, &action.what, limits::ANSWER);
            content.owner = veil.put(Hidden::Names, &action.owner, limits::ANSWER);
            content.role = veil.put(Hidden::Notes, &action.role, limits::NAME);
            if let Due::NoDate(reason) = &action.due {
                content.due = Due::NoDate(veil.put(Hidden::Notes, reason, limits::ANSWER));
            }
            let action = *id;
            Event::Changed(Change::Action(action, Some(content)))
        })
    }

    /// Every text that names somebody or something of this kind.
    fn named(&self, hidden: Hidden) -> BTreeSet<&str> {
        let mut texts = BTreeSet::new();
        let (state, now) = (self.state, self.questionnaire);
        let fields = state.exemptions.values().flat_map(|exemption| {
            let of = move |id: &QuestionId| state.known_field(now, &exemption.kind, id);
            // Whoever approved it before is named there only.
            let submitted = exemption.life.submitted.iter().map(|s| &s.content);
            let relied = exemption.life.approvals.iter().chain(submitted);
            let fields = exemption.fields.iter();
            let fields = fields.chain(relied.flat_map(|relied| &relied.fields));
            let fields = fields.chain(&exemption.life.kept_up);
            fields.map(move |(id, answer)| (of(id), answer))
        });
        let answers = state.answers.iter();
        let answers = answers.map(|(id, answer)| (state.known_question(now, id), answer));
        let entry = |register: Register, id| state.known_entry_field(now, register, id);
        let systems = state.systems.values().flat_map(|system| &system.fields);
        let systems = systems.map(|(id, answer)| (entry(Register::Systems, id), answer));
        let listed = state.listed.values().flat_map(|evidence| &evidence.fields);
        let listed = listed.map(|(id, answer)| (entry(Register::Evidence, id), answer));
        let former = state
            .former
            .iter()
            .filter_map(|former| former.answer(now, state));
        let entries = systems.chain(listed).chain(former);
        for (question, answer) in answers.chain(fields).chain(entries) {
            if let (Some(question), Answer::Text(words)) = (question, answer)
                && self.kind(question) == hidden
            {
                texts.insert(words.as_str());
            }
        }
        if hidden == Hidden::Names {
            let owners = self.state.actions.values();
            texts.extend(owners.map(|action| action.owner.as_str()));
            let signers = self.state.sign_offs.iter();
            texts.extend(signers.map(|signed| signed.sign_off.name.as_str()));
        }
        texts.extend(self.ever_named(hidden));
        texts
    }
}
