//! How long texts may be, in characters: where they are typed, in a file of changes, in a table, and in
//! a record that somebody hands over. The questionnaire has those of its own questions.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use super::action::{Action, Due};
use super::answer::{Answer, Refusal};
use super::carried::{Carried, Origin, OtherVersion};
use super::change::Change;
use super::event::{Entry, Event, Logged};
use super::evidence::EvidenceFile;
use super::exemption::Exemption;
use super::ids::MAX_NUMBER;
use super::life::{Closure, Life, Relied, Submission};
use super::merged::Merge;
use super::redaction::Redaction;
use super::register::{Evidence, System};
use super::sign_off::SignOff;
use crate::facts::migration::{Former, Given, Titles};
use crate::questionnaire::{
    self, ExemptionKind, Input, Question, QuestionId, Questionnaire, SignOffText,
};

/// The note of a scenario.
pub const NOTE: u16 = 4000;
/// Where evidence is kept, why something ends or has no date: a line.
pub const LINE: u16 = 500;
/// What is to be done.
pub const WHAT: u16 = 1000;
/// Who sees to something, or in which role.
pub const NAME: u16 = 200;
/// Who signs.
pub const SIGNER: u16 = 120;
/// Why the person who approves is the one who assessed.
pub const SAME_PERSON: u16 = 300;
/// Where a file is: no system that the program runs on has longer paths.
pub const PATH: u16 = 32_767;
/// The longest text that any questionnaire can ask for. It also bounds what comes out of one, in the
/// words of some version of it: titles, roles, what was answered and what is suggested.
pub const ANSWER: u16 = u16::MAX;

/// A copy has “(redacted 2)” in the place of the shortest text.
const STANDS_IN: u64 = 32;

/// The most sign-offs in one record: each is told and held against the rules of its day.
pub const SIGN_OFFS: usize = 500;

/// The most rows of a table that is taken over, and the most entries that a register has after one: far
/// more than any organisation has systems, and few enough to be read at once.
pub const ROWS: usize = 10_000;

/// The most cells of such a table, with those in columns that stand for nothing.
pub const CELLS: usize = 500_000;

/// How many sign-offs an event brings.
pub fn sign_offs(event: &Event) -> usize {
    match event {
        Event::SignedOff(_) => 1,
        Event::Redacted(redaction) => redaction.sign_offs.len(),
        Event::Created { .. }
        | Event::Changed(_)
        | Event::Migrated { .. }
        | Event::CarriedForward(_)
        | Event::Merged(_)
        | Event::Undone { .. }
        | Event::Redone { .. } => 0,
    }
}

/// What nobody can have entered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Overlong {
    /// A text.
    #[error("{what} has {has} characters, and {max} are the most that mfa-assess takes there")]
    Text {
        /// Which.
        what: &'static str,
        /// How many it has.
        has: u64,
        /// How many are taken.
        max: u64,
    },
    /// A number.
    #[error("the answer is {has}, and {max} is the most that mfa-assess takes there")]
    Number {
        /// The number.
        has: u64,
        /// The largest.
        max: u64,
    },
    /// The number of something that is begun.
    #[error(
        "{has} would be its number, and {MAX_NUMBER} is the last that is given: no more can be begun in this record"
    )]
    NoNumber {
        /// The number.
        has: u32,
    },
    /// An answer of another form, or one that the question does not offer.
    #[error("the answer to {question} is none that its question takes: {why}")]
    Unfit {
        question: QuestionId,
        /// Why not.
        why: Refusal,
    },
    /// One sign-off too many.
    #[error("there are {has} sign-offs, and {SIGN_OFFS} are the most that a record holds")]
    SignOffs {
        /// How many there are.
        has: usize,
    },
}

/// Holds the texts of an entry against the limits under which they were entered.
///
/// # Errors
/// Names the first that is longer.
pub fn check(entry: &Entry) -> Result<(), Overlong> {
    let Entry {
        v: _,
        seq: _,
        at: _,
        by,
        why,
        event,
        prev: _,
    } = entry;
    // The assessor is named in an answer, and the questionnaire says how long that can be.
    within("the name of who wrote it", by, ANSWER)?;
    within("the reason", why.as_deref().unwrap_or_default(), LINE)?;
    of_event(event)
}

/// Holds the entries of a record, one after the other: to the limits of all, to those of the version of
/// the questionnaire that is in force at each, and to the number of sign-offs.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    asked: Arc<Asked>,
    sign_offs: usize,
}

impl Bounds {
    /// Those at the end of a record that was read.
    pub fn after(entries: &[Logged], in_force: &Questionnaire) -> Self {
        let counts = entries.iter().map(|logged| sign_offs(&logged.entry.event));
        Self {
            asked: Arc::new(Asked::by(in_force)),
            sign_offs: counts.sum(),
        }
    }

    /// From here on, this version is in force.
    pub fn ask(&mut self, questionnaire: &Questionnaire) {
        self.asked = Arc::new(Asked::by(questionnaire));
    }

    /// Holds an entry, and counts it.
    ///
    /// # Errors
    /// Names the first that is more than is taken. Nothing is counted then.
    pub fn hold(&mut self, entry: &Entry) -> Result<(), Overlong> {
        check(entry)?;
        if let Event::Merged(merge) = &entry.event {
            let mut kept = merge.kept.iter();
            kept.try_for_each(|kept| check(&kept.logged.entry))?;
        }
        self.asked.check(&entry.event)?;
        let has = self.sign_offs + sign_offs(&entry.event);
        if has > SIGN_OFFS {
            return Err(Overlong::SignOffs { has });
        }
        self.sign_offs = has;
        Ok(())
    }

    /// Holds an entry that is about to be written, and asks from then on what it brings into force.
    ///
    /// # Errors
    /// As for [`Bounds::hold`].
    pub fn follow(&mut self, entry: &Entry) -> Result<(), Overlong> {
        self.hold(entry)?;
        // One that cannot be used is refused elsewhere.
        if let Some(source) = entry.event.questionnaire()
            && let Ok(asked) = questionnaire::load_kept(source.to_string().as_bytes())
        {
            self.ask(&asked);
        }
        Ok(())
    }
}

/// What the questions of a questionnaire take. A question of one name can stand in several forms: what one of
/// them takes is taken.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    questions: BTreeMap<QuestionId, Vec<Question>>,
    /// The longest role, and what is declared; nothing while no version is in force.
    signed: Option<(u64, u64)>,
}

impl Asked {
    /// Those of a questionnaire, in all its forms.
    pub fn by(questionnaire: &Questionnaire) -> Self {
        let kinds = questionnaire.exemptions.iter();
        let systems = questionnaire.systems.iter().map(|systems| &systems.form);
        let listed = questionnaire.evidence.iter().map(|evidence| &evidence.form);
        let mut asked = Self::default();
        for question in questionnaire
            .questions()
            .chain(kinds.flat_map(ExemptionKind::questions))
            .chain(systems.chain(listed).flat_map(|form| &form.questions))
        {
            let known = asked.questions.entry(question.id.clone()).or_default();
            known.push(question.clone());
        }
        let letters = |words: &str| words.chars().count() as u64;
        let SignOffText { declaration, roles } = &questionnaire.sign_off;
        let roles = roles.iter().map(|role| letters(&role.label));
        // Shorter ones that the questionnaire does not have are told as a fault of the sign-off.
        let role = roles.max().unwrap_or_default().max(NAME.into());
        asked.signed = Some((role, letters(declaration).max(NOTE.into())));
        asked
    }

    /// Holds the answers of an event against the questions that they are given to.
    ///
    /// # Errors
    /// Names the first that its question does not take.
    pub fn check(&self, event: &Event) -> Result<(), Overlong> {
        if let Event::Merged(merge) = event {
            return merge.takes.iter().try_for_each(|taken| self.check(taken));
        }
        if let (Event::SignedOff(by), Some((role, declaration))) = (event, self.signed) {
            no_more("the role of who signed", &by.role, role)?;
            no_more("the declaration", &by.declaration, declaration)?;
        }
        answers_in(event)
            .into_iter()
            .try_for_each(|(question, answer)| self.one(question, answer))
    }

    fn one(&self, id: &QuestionId, answer: &Answer) -> Result<(), Overlong> {
        let questions = self.questions.get(id).into_iter().flatten();
        let held: Vec<_> = questions.map(|question| taken(question, answer)).collect();
        if held.iter().any(Result::is_ok) {
            return Ok(());
        }
        held.into_iter().next().unwrap_or(Ok(()))
    }
}

/// Whether a question takes an answer, as every program so far has read it. What says nothing in so many
/// letters was taken once, and is told where it counts for nothing.
fn taken(question: &Question, answer: &Answer) -> Result<(), Overlong> {
    if let (Answer::Text(words), Input::Line { max } | Input::Paragraphs { max }) =
        (answer, &question.input)
    {
        no_more("the answer", words, u64::from(*max).max(STANDS_IN))?;
    }
    if let (Answer::Number(has), Input::Number { max, .. }) = (answer, &question.input)
        && has > max
    {
        return Err(Overlong::Number {
            has: *has,
            max: *max,
        });
    }
    answer.form(question).map_err(|why| Overlong::Unfit {
        question: question.id.clone(),
        why,
    })
}

/// The answers that one event gives to questions in force. Those that were carried forward may have been
/// given to an earlier version.
fn answers_in(event: &Event) -> Vec<(&QuestionId, &Answer)> {
    match event.change() {
        Some(Change::Answer(question, Some(answer)) | Change::Field(_, question, Some(answer))) => {
            vec![(question, answer)]
        }
        Some(Change::System(_, Some(system))) => system.fields.iter().collect(),
        Some(Change::Listed(_, Some(evidence))) => evidence.fields.iter().collect(),
        Some(
            Change::Answer(_, None)
            | Change::Note(..)
            | Change::Evidence(..)
            | Change::File(..)
            | Change::NoFile(..)
            | Change::Coverage(..)
            | Change::Field(_, _, None)
            | Change::Life(..)
            | Change::Withdrawn(..)
            | Change::Action(..)
            | Change::System(_, None)
            | Change::Listed(_, None),
        )
        | None => vec![],
    }
}

fn of_event(event: &Event) -> Result<(), Overlong> {
    match event {
        // The questionnaire has bounds of its own.
        Event::Created {
            tool,
            questionnaire: _,
        }
        | Event::Migrated {
            tool,
            questionnaire: _,
        } => within("the name of the program", tool, LINE),
        Event::Changed(change) => of_change(change),
        Event::CarriedForward(carried) => of_carried(carried),
        Event::Merged(merge) => of_merge(merge),
        Event::Redacted(redaction) => {
            let Redaction {
                of,
                without: _,
                sign_offs,
            } = &**redaction;
            of_origin(of)?;
            sign_offs.iter().try_for_each(of_sign_off)
        }
        Event::SignedOff(by) => of_sign_off(by),
        Event::Undone { seq: _ } | Event::Redone { seq: _ } => Ok(()),
    }
}

/// Holds the texts of a change against the limits under which they are entered.
///
/// # Errors
/// Names the first that is longer.
pub fn of_change(change: &Change) -> Result<(), Overlong> {
    match change {
        Change::Answer(_, Some(answer)) | Change::Field(_, _, Some(answer)) => of_answer(answer),
        Change::Note(_, Some(note)) => within("the note", &note.text, NOTE),
        Change::Evidence(_, Some(text)) => within("the reference to evidence", text, LINE),
        Change::File(_, file) => of_file(file),
        Change::NoFile(_, path) => within("the path", path, PATH),
        Change::Coverage(exemption, _) => numbered(exemption.0),
        Change::Life(_, life) => of_life(life),
        Change::Withdrawn(_, reason) => within("the reason", reason, LINE),
        Change::Action(id, Some(action)) => {
            numbered(id.0)?;
            of_action(action)
        }
        Change::System(id, Some(system)) => {
            numbered(id.0)?;
            of_system(system)
        }
        Change::Listed(id, Some(evidence)) => {
            numbered(id.0)?;
            of_evidence(evidence)
        }
        // Nothing but ids and numbers.
        Change::Answer(_, None)
        | Change::Note(_, None)
        | Change::Evidence(_, None)
        | Change::Field(_, _, None)
        | Change::Action(_, None)
        | Change::System(_, None)
        | Change::Listed(_, None) => Ok(()),
    }
}

/// Nothing is begun beyond the last number: the next would have the same.
const fn numbered(has: u32) -> Result<(), Overlong> {
    if has > MAX_NUMBER {
        return Err(Overlong::NoNumber { has });
    }
    Ok(())
}

fn of_answer(answer: &Answer) -> Result<(), Overlong> {
    match answer {
        Answer::Text(words) => within("the answer", words, ANSWER),
        Answer::NotApplicable { reason } => within("the reason", reason, LINE),
        Answer::Choice(_)
        | Answer::Choices(_)
        | Answer::Number(_)
        | Answer::Date(_)
        | Answer::DontKnow => Ok(()),
    }
}

fn of_action(action: &Action) -> Result<(), Overlong> {
    let Action {
        scenario: _,
        what,
        owner,
        role,
        due,
        priority: _,
        progress: _,
        finds_out: _,
        ends: _,
        towards: _,
        closes: _,
        with: _,
    } = action;
    // This program and older ones take a suggestion up as the questionnaire words it, or as the plan of
    // an exemption does, which may have more room than whoever types an action.
    within("the action", what, ANSWER)?;
    within("the owner of the action", owner, ANSWER)?;
    within("the role of the owner", role, NAME)?;
    match due {
        Due::NoDate(reason) => within("the reason for no date", reason, ANSWER),
        Due::On(_) | Due::NotGiven => Ok(()),
    }
}

fn of_exemption(exemption: &Exemption) -> Result<(), Overlong> {
    let Exemption {
        kind: _,
        requirements: _,
        scenarios: _,
        systems: _,
        fields,
        life,
        withdrawn,
    } = exemption;
    fields.values().try_for_each(of_answer)?;
    of_life(life)?;
    within("the reason", withdrawn.as_deref().unwrap_or_default(), LINE)
}

/// What was approved may have been said under an earlier version.
fn of_life(life: &Life) -> Result<(), Overlong> {
    let Life {
        submitted,
        approvals,
        renewing: _,
        kept_up,
        closed,
    } = life;
    if let Some(Submission { on: _, content }) = submitted {
        of_relied(content)?;
    }
    approvals.iter().try_for_each(of_relied)?;
    kept_up.values().try_for_each(of_answer)?;
    match closed {
        Some(Closure { on: _, how }) => within("the reason", how, LINE),
        None => Ok(()),
    }
}

fn of_relied(relied: &Relied) -> Result<(), Overlong> {
    let Relied {
        requirements: _,
        scenarios: _,
        systems: _,
        fields,
    } = relied;
    fields.values().try_for_each(of_answer)
}

fn of_system(System { fields }: &System) -> Result<(), Overlong> {
    fields.values().try_for_each(of_answer)
}

fn of_evidence(evidence: &Evidence) -> Result<(), Overlong> {
    let Evidence {
        fields,
        scenarios: _,
        exemptions: _,
        file,
    } = evidence;
    file.iter().try_for_each(of_file)?;
    fields.values().try_for_each(of_answer)
}

fn of_file(file: &EvidenceFile) -> Result<(), Overlong> {
    let EvidenceFile {
        path,
        bytes: _,
        sha256: _,
    } = file;
    within("the path", path, PATH)
}

fn of_sign_off(by: &SignOff) -> Result<(), Overlong> {
    let SignOff {
        name,
        role,
        declaration,
        date: _,
        fingerprint: _,
        gaps: _,
        same_person,
    } = by;
    within("the name of who signed", name, SIGNER)?;
    // These are words of the questionnaire that was in force.
    within("the role of who signed", role, ANSWER)?;
    within("the declaration", declaration, ANSWER)?;
    let why = same_person.as_deref().unwrap_or_default();
    within("the reason", why, SAME_PERSON)
}

fn of_origin(origin: &Origin) -> Result<(), Overlong> {
    let Origin {
        record,
        organisation,
        version,
        fingerprint: _,
        last: _,
    } = origin;
    within("the name of the other record", record, PATH)?;
    within("the organisation of the other record", organisation, ANSWER)?;
    within("the version of the other record", version, ANSWER)
}

/// Its answers may have been given to an earlier version, which had more room.
fn of_carried(carried: &Carried) -> Result<(), Overlong> {
    let Carried {
        from,
        answers,
        worded,
        notes,
        evidence,
        exemptions,
        actions,
        systems,
        listed,
        other_version,
    } = carried;
    of_origin(from)?;
    answers.values().try_for_each(of_answer)?;
    each_within("how an answer read", worded.values(), ANSWER)?;
    each_within("a note", notes.values().map(|note| &note.text), NOTE)?;
    each_within("a reference to evidence", evidence.values(), LINE)?;
    exemptions.values().try_for_each(of_exemption)?;
    actions.values().try_for_each(of_action)?;
    systems.values().try_for_each(of_system)?;
    listed.values().try_for_each(of_evidence)?;
    other_version.as_deref().map_or(Ok(()), of_other_version)
}

fn of_other_version(other: &OtherVersion) -> Result<(), Overlong> {
    let OtherVersion {
        fields,
        aside,
        titles,
    } = other;
    let fields = fields.values().flat_map(BTreeMap::values);
    each_within("how an answer read", fields, ANSWER)?;
    aside.iter().try_for_each(of_former)?;
    of_titles(titles)
}

fn of_former(former: &Former) -> Result<(), Overlong> {
    let Former {
        given,
        version,
        place,
        asked,
        words,
        why: _,
    } = former;
    let texts = [version, place, asked, words];
    each_within("what has no place now", texts, ANSWER)?;
    match given {
        Given::Answer(_, answer)
        | Given::Field(_, _, answer)
        | Given::System(_, _, answer)
        | Given::Listed(_, _, answer) => of_answer(answer),
        Given::Note(_, note) => within("a note", &note.text, NOTE),
        Given::Evidence(_, words) => within("a reference to evidence", words, LINE),
        Given::File(_, file) | Given::ListedFile(_, file) => of_file(file),
        Given::Serves(..)
        | Given::Covers(..)
        | Given::CoversSystem(..)
        | Given::Shows(..)
        | Given::Supports(..) => Ok(()),
    }
}

fn of_titles(titles: &Titles) -> Result<(), Overlong> {
    let Titles {
        scenarios,
        questions,
    } = titles;
    let titles = scenarios.values().chain(questions.values());
    each_within("a title", titles, ANSWER)
}

fn of_merge(merge: &Merge) -> Result<(), Overlong> {
    let Merge {
        other,
        common: _,
        // The entries that these lines are stand among those that it has brought, too.
        lines: _,
        // Each is held as a whole entry.
        kept: _,
        takes,
        renumbered: _,
        changed: _,
        seen,
        titles,
    } = merge;
    of_origin(other)?;
    takes.iter().try_for_each(of_event)?;
    seen.iter().try_for_each(|seen| of_system(&seen.was))?;
    of_titles(titles)
}

fn each_within<'a>(
    what: &'static str,
    texts: impl IntoIterator<Item = &'a String>,
    max: u16,
) -> Result<(), Overlong> {
    texts
        .into_iter()
        .try_for_each(|words| within(what, words, max))
}

fn within(what: &'static str, words: &str, max: u16) -> Result<(), Overlong> {
    no_more(what, words, max.into())
}

fn no_more(what: &'static str, words: &str, max: u64) -> Result<(), Overlong> {
    // No text has more characters than bytes.
    if words.len() as u64 <= max {
        return Ok(());
    }
    match words.chars().count() as u64 {
        has if has > max => Err(Overlong::Text { what, has, max }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Note;
    use serde_json::json;

    use super::super::fingerprint::Fingerprint;
    use super::super::sign_off::SignOff;
    use super::super::state::Assessment;
    use super::*;
    use crate::questionnaire::built_in;

    fn noted(length: usize) -> Event {
        Event::Changed(Change::note(
            "vpn".try_into().unwrap(),
            Note {
                text: "ŷ".repeat(length),
                for_board: false,
            },
        ))
    }

    #[test]
    fn a_text_that_nobody_can_have_entered_is_named() {
        assert_eq!(of_event(&noted(usize::from(NOTE))), Ok(()));
        let long = of_event(&noted(usize::from(NOTE) + 1)).unwrap_err();
        assert_eq!(
            long.to_string(),
            "the note has 4001 characters, and 4000 are the most that mfa-assess takes there"
        );
    }

    /// An entry like this one, with a text in each place where one can stand.
    fn every_text(long: &str) -> Vec<Event> {
        let kept = |kind: &str, rest: serde_json::Value| {
            let mut event = rest;
            event["type"] = kind.into();
            serde_json::from_value::<Event>(event).unwrap()
        };
        let none = "0".repeat(64);
        let at = "2026-11-24T10:00:00Z";
        let signed = |field: &str| {
            let mut signed = json!({
                "name": "a", "role": "a", "declaration": "a", "date": "2026-11-24",
                "fingerprint": none, "same_person": "a",
            });
            signed[field] = long.into();
            signed
        };
        let origin = |field: &str| {
            let mut origin = json!({
                "record": "a", "organisation": "a", "version": "a", "fingerprint": none, "last": at,
            });
            origin[field] = long.into();
            origin
        };
        let action = |field: &str, said: serde_json::Value| {
            let mut action = json!({
                "scenario": "a", "what": "a", "owner": "a", "role": "a", "due": "not-given",
                "done": false,
            });
            action[field] = said;
            action
        };
        let carried = |field: &str, said: serde_json::Value| {
            let mut carried = json!({
                "from": origin("none"), "answers": {}, "notes": {}, "evidence": {},
                "exemptions": {}, "actions": {},
            });
            carried["from"].as_object_mut().unwrap().remove("none");
            carried[field] = said;
            kept("carried-forward", carried)
        };
        let exemption = |field: &str, said: serde_json::Value| {
            let mut exemption = json!({
                "kind": "E1", "requirements": [], "scenarios": [], "fields": {}, "withdrawn": null,
            });
            exemption[field] = said;
            carried("exemptions", json!({ "1": exemption }))
        };
        let text = json!({ "text": long });
        let redacted = |of: serde_json::Value, signed: Vec<serde_json::Value>| {
            kept(
                "redacted",
                json!({ "of": of, "without": [], "sign_offs": signed }),
            )
        };
        let plain = || {
            let mut plain = origin("none");
            plain.as_object_mut().unwrap().remove("none");
            plain
        };
        let file = json!({ "path": long, "bytes": 1, "sha256": none });
        let mut all = vec![
            kept("created", json!({ "tool": long, "questionnaire": {} })),
            kept("migrated", json!({ "tool": long, "questionnaire": {} })),
            kept("answered", json!({ "question": "a", "answer": text })),
            kept("noted", json!({ "scenario": "a", "text": long })),
            kept("evidenced", json!({ "scenario": "a", "text": long })),
            kept(
                "exemption-withdrawn",
                json!({ "exemption": 1, "reason": long }),
            ),
            kept(
                "exemption-moved",
                json!({ "exemption": 1, "life": { "closed": { "on": "2026-11-24", "how": long } } }),
            ),
            kept(
                "system-written",
                json!({ "system": 1, "content": { "fields": { "a": text } } }),
            ),
            kept(
                "evidence-written",
                json!({ "evidence": 1, "content": { "fields": {}, "file": file } }),
            ),
            kept("file-referenced", json!({ "scenario": "a", "file": file })),
            kept("file-dropped", json!({ "scenario": "a", "path": long })),
            carried("answers", json!({ "a": text })),
            carried("worded", json!({ "a": long })),
            carried("notes", json!({ "a": long })),
            carried("evidence", json!({ "a": long })),
            carried("systems", json!({ "1": { "fields": { "a": text } } })),
            carried("other_version", json!({ "fields": { "1": { "a": long } } })),
            carried(
                "other_version",
                json!({ "titles": { "scenarios": { "a": long } } }),
            ),
            exemption("fields", json!({ "a": text })),
            exemption("withdrawn", long.into()),
        ];
        for (field, said) in [
            ("what", json!(long)),
            ("owner", json!(long)),
            ("role", json!(long)),
            ("due", json!({ "no-date": long })),
        ] {
            let content = action(field, said);
            all.push(carried("actions", json!({ "1": content })));
            all.push(kept(
                "action-written",
                json!({ "action": 1, "content": content }),
            ));
        }
        for field in ["record", "organisation", "version"] {
            all.push(redacted(origin(field), vec![]));
            all.push(carried("from", origin(field)));
        }
        for field in ["name", "role", "declaration", "same_person"] {
            all.push(redacted(plain(), vec![signed(field)]));
            all.push(kept("signed-off", signed(field)));
        }
        all
    }

    #[test]
    fn no_place_of_an_entry_takes_a_text_without_end() {
        for event in every_text("a") {
            assert_eq!(of_event(&event), Ok(()), "{event:?}");
        }
        for event in every_text(&"a".repeat(usize::from(ANSWER) + 1)) {
            assert!(of_event(&event).is_err(), "{}", &format!("{event:?}")[..99]);
        }
    }

    #[test]
    fn what_is_typed_is_held_to_the_limit_of_its_field() {
        for (field, most) in [("name", SIGNER), ("same_person", SAME_PERSON)] {
            for (more, is_taken) in [(0, true), (1, false)] {
                let words = "ŷ".repeat(usize::from(most) + more);
                let mut signed = every_text(&words).into_iter().filter(|event| match event {
                    Event::SignedOff(by) => match field {
                        "name" => by.name == words,
                        _ => by.same_person.as_ref() == Some(&words),
                    },
                    _ => false,
                });
                assert_eq!(
                    of_event(&signed.next().unwrap()).is_ok(),
                    is_taken,
                    "{field}"
                );
            }
        }
    }

    #[test]
    fn a_sign_off_says_no_more_than_its_questionnaire_has_people_say() {
        let asked = Asked::by(&built_in().unwrap());
        let long = "a".repeat(usize::from(NOTE) + 1);
        for event in every_text(&long) {
            if let Event::SignedOff(by) = &event {
                let is_its = by.role == long || by.declaration == long;
                assert_eq!(asked.check(&event).is_err(), is_its);
            }
        }
    }

    #[test]
    fn an_answer_is_held_against_its_question() {
        let asked = Asked::by(&built_in().unwrap());
        let given = |question: &str, answer| {
            Event::Changed(Change::Answer(question.try_into().unwrap(), Some(answer)))
        };
        let name = |length| given("organisation-name", Answer::Text("a".repeat(length)));
        assert_eq!(asked.check(&name(160)), Ok(()));
        assert!(matches!(
            asked.check(&name(161)),
            Err(Overlong::Text {
                has: 161,
                max: 160,
                ..
            })
        ));
        assert_eq!(
            asked.check(&given("no-such", Answer::Number(u64::MAX))),
            Ok(())
        );
    }

    #[test]
    fn a_record_holds_so_many_sign_offs_and_no_more() {
        let event = Event::SignedOff(SignOff {
            name: "Ada Fell".to_owned(),
            role: "Lead director".to_owned(),
            declaration: "It is so.".to_owned(),
            date: jiff::civil::date(2026, 11, 24),
            fingerprint: Fingerprint::of(b"a"),
            gaps: vec![],
            same_person: None,
        });
        let mut state = Assessment::default();
        let mut signed = (1..).map(|seq| state.apply(seq, &event));
        assert!(
            signed
                .by_ref()
                .take(SIGN_OFFS)
                .all(|applied| applied.is_ok())
        );
        assert!(signed.next().unwrap().is_err());
    }
}
