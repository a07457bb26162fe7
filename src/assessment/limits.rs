//! How long texts may be, in characters: where they are typed, in a file of changes, in a table, and in
//! a record that somebody hands over. The questionnaire has those of its own questions.

use std::collections::BTreeMap;

use thiserror::Error;

use super::answer::Answer;
use super::event::{Entry, Event};
use super::exemption::Exemption;
use super::life::Life;
use super::register::{Evidence, System};
use crate::questionnaire::{ExemptionKind, Input, Question, QuestionId, Questionnaire};

/// The note of a scenario.
pub const NOTE: u16 = 4000;
/// Where evidence is kept, why something ends or has no date: a line.
pub const LINE: u16 = 500;
/// What is to be done.
pub const WHAT: u16 = 1000;
/// Who sees to something, or in which role.
pub const NAME: u16 = 200;
/// The longest text that any questionnaire can ask for. It also bounds what comes out of one, such as a
/// suggested action, and the paths of files.
pub const ANSWER: u16 = u16::MAX;

/// The most sign-offs in one record: each is told and held against the rules of its day.
pub const SIGN_OFFS: usize = 500;

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
}

/// Holds the texts of an entry against the limits under which they were entered.
///
/// # Errors
/// Names the first that is longer.
pub fn check(entry: &Entry) -> Result<(), Overlong> {
    let why = entry.why.as_deref().unwrap_or_default();
    within("the name of who wrote it", &entry.by, ANSWER)?;
    within("the reason", why, LINE)?;
    of_event(&entry.event)
}

/// What the questions of a questionnaire take: the most characters of a text, or the largest number. A
/// question of one name can stand in several forms: the most counts.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    letters: BTreeMap<&'a QuestionId, u64>,
    numbers: BTreeMap<&'a QuestionId, u64>,
}

impl<'a> Asked<'a> {
    /// Those of a questionnaire, in all its forms.
    pub fn by(questionnaire: &'a Questionnaire) -> Self {
        let kinds = questionnaire.exemptions.iter();
        let systems = questionnaire.systems.iter().map(|systems| &systems.form);
        let listed = questionnaire.evidence.iter().map(|evidence| &evidence.form);
        let mut asked = Self::default();
        questionnaire
            .questions()
            .chain(kinds.flat_map(ExemptionKind::questions))
            .chain(systems.chain(listed).flat_map(|form| &form.questions))
            .for_each(|question| asked.add(question));
        asked
    }

    fn add(&mut self, question: &'a Question) {
        let (known, most) = match &question.input {
            Input::Line { max } | Input::Paragraphs { max } => (&mut self.letters, u64::from(*max)),
            Input::Number { max, .. } => (&mut self.numbers, *max),
            Input::OneOf(_) | Input::AnyOf(_) | Input::Date { .. } => return,
        };
        let known = known.entry(&question.id).or_default();
        *known = most.max(*known);
    }

    /// Holds the answers of an event against the questions that they are given to.
    ///
    /// # Errors
    /// Names the first that is more than its question takes.
    pub fn check(&self, event: &Event) -> Result<(), Overlong> {
        if let Event::Merged(merge) = event {
            return merge.takes.iter().try_for_each(|taken| self.check(taken));
        }
        answers_in(event)
            .into_iter()
            .try_for_each(|(question, answer)| self.one(question, answer))
    }

    fn one(&self, question: &QuestionId, answer: &Answer) -> Result<(), Overlong> {
        match answer {
            Answer::Text(words) => {
                let has = words.chars().count() as u64;
                let max = self.letters.get(question).filter(|max| has > **max);
                let what = "the answer";
                max.map_or(Ok(()), |&max| Err(Overlong::Text { what, has, max }))
            }
            Answer::Number(has) => {
                let max = self.numbers.get(question).filter(|max| has > *max);
                max.map_or(Ok(()), |&max| Err(Overlong::Number { has: *has, max }))
            }
            Answer::Choice(_)
            | Answer::Choices(_)
            | Answer::Date(_)
            | Answer::DontKnow
            | Answer::NotApplicable { .. } => Ok(()),
        }
    }
}

/// The answers that one event gives to questions in force.
fn answers_in(event: &Event) -> Vec<(&QuestionId, &Answer)> {
    match event {
        Event::Answered { question, answer }
        | Event::ExemptionFilled {
            question, answer, ..
        } => vec![(question, answer)],
        Event::SystemWritten { content, .. } => content.fields.iter().collect(),
        Event::EvidenceWritten { content, .. } => content.fields.iter().collect(),
        // Those that were carried forward may have been given to an earlier version.
        Event::CarriedForward(_)
        | Event::Created { .. }
        | Event::Migrated { .. }
        | Event::Merged(_)
        | Event::Redacted(_)
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Evidenced { .. }
        | Event::ExemptionScoped { .. }
        | Event::ExemptionCleared { .. }
        | Event::ExemptionWithdrawn { .. }
        | Event::ExemptionMoved { .. }
        | Event::SystemRemoved { .. }
        | Event::EvidenceRemoved { .. }
        | Event::ActionWritten { .. }
        | Event::ActionRemoved { .. }
        | Event::FileReferenced { .. }
        | Event::FileDropped { .. }
        | Event::SignedOff(_)
        | Event::Undone { .. }
        | Event::Redone { .. } => vec![],
    }
}

fn of_event(event: &Event) -> Result<(), Overlong> {
    match event {
        Event::Answered { answer, .. } | Event::ExemptionFilled { answer, .. } => of_answer(answer),
        Event::Noted { text, .. } => within("the note", text, NOTE),
        Event::Evidenced { text, .. } => within("the reference to evidence", text, LINE),
        Event::ExemptionWithdrawn { reason, .. } => within("the reason", reason, LINE),
        Event::ExemptionMoved { life, .. } => of_life(life),
        Event::SystemWritten { content, .. } => of_system(content),
        Event::EvidenceWritten { content, .. } => of_evidence(content),
        Event::ActionWritten { content, .. } => {
            let texts = [&content.what, &content.owner, &content.role];
            texts
                .into_iter()
                .try_for_each(|words| within("the action", words, ANSWER))
        }
        Event::FileReferenced { file, .. } => within("the path", &file.path, ANSWER),
        Event::FileDropped { path, .. } => within("the path", path, ANSWER),
        Event::CarriedForward(carried) => {
            carried.answers.values().try_for_each(of_answer)?;
            let mut notes = carried.notes.values();
            notes.try_for_each(|note| within("a note", &note.text, NOTE))?;
            let mut evidence = carried.evidence.values();
            evidence.try_for_each(|words| within("a reference to evidence", words, LINE))?;
            carried.exemptions.values().try_for_each(of_exemption)?;
            carried.systems.values().try_for_each(of_system)?;
            carried.listed.values().try_for_each(of_evidence)
        }
        Event::Merged(merge) => merge.takes.iter().try_for_each(of_event),
        Event::SignedOff(by) => {
            let same = by.same_person.as_deref().unwrap_or_default();
            within("the name of who signed", &by.name, ANSWER)?;
            within("the role of who signed", &by.role, ANSWER)?;
            within("the reason", same, LINE)
        }
        // Nothing that somebody typed, or the questionnaire itself, which has bounds of its own.
        Event::Created { .. }
        | Event::Migrated { .. }
        | Event::Redacted(_)
        | Event::Cleared { .. }
        | Event::ExemptionScoped { .. }
        | Event::ExemptionCleared { .. }
        | Event::SystemRemoved { .. }
        | Event::EvidenceRemoved { .. }
        | Event::ActionRemoved { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => Ok(()),
    }
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

fn of_exemption(exemption: &Exemption) -> Result<(), Overlong> {
    exemption.fields.values().try_for_each(of_answer)?;
    of_life(&exemption.life)
}

fn of_life(life: &Life) -> Result<(), Overlong> {
    let submitted = life.submitted.iter().map(|submitted| &submitted.content);
    let relied = life.approvals.iter().chain(submitted);
    let answers = relied.flat_map(|relied| relied.fields.values());
    answers
        .chain(life.kept_up.values())
        .try_for_each(of_answer)?;
    let how = life.closed.as_ref().map_or("", |closed| &closed.how);
    within("the reason", how, LINE)
}

fn of_system(system: &System) -> Result<(), Overlong> {
    system.fields.values().try_for_each(of_answer)
}

fn of_evidence(evidence: &Evidence) -> Result<(), Overlong> {
    let path = evidence.file.as_ref().map_or("", |file| &file.path);
    within("the path", path, ANSWER)?;
    evidence.fields.values().try_for_each(of_answer)
}

fn within(what: &'static str, words: &str, max: u16) -> Result<(), Overlong> {
    let max = u64::from(max);
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
    use super::*;
    use crate::assessment::{Assessment, Fingerprint, SignOff};
    use crate::questionnaire::built_in;

    fn noted(length: usize) -> Event {
        Event::Noted {
            scenario: "vpn".try_into().unwrap(),
            text: "ŷ".repeat(length),
            for_board: false,
        }
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

    #[test]
    fn an_answer_is_held_against_its_question() {
        let asked = built_in().unwrap();
        let asked = Asked::by(&asked);
        let given = |question: &str, answer| Event::Answered {
            question: question.try_into().unwrap(),
            answer,
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
