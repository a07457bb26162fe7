//! What a record is held to beyond its single entries: how many sign-offs it has, and what the questions in
//! force take.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{NAME, NOTE, Overlong, SIGN_OFFS, check, no_more};
use crate::facts::answer::Answer;
use crate::facts::change::Change;
use crate::facts::event::{Entry, Event, Logged};
use crate::questionnaire::{
    self, ExemptionKind, Input, Question, QuestionId, Questionnaire, SignOffText,
};

/// A copy has “(redacted 2)” in the place of the shortest text.
const STANDS_IN: u64 = 32;

/// How many sign-offs an event brings.
pub(in crate::facts) fn sign_offs(event: &Event) -> usize {
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
struct Asked {
    questions: BTreeMap<QuestionId, Vec<Question>>,
    /// The longest role, and what is declared; nothing while no version is in force.
    signed: Option<(u64, u64)>,
}

impl Asked {
    /// Those of a questionnaire, in all its forms.
    fn by(questionnaire: &Questionnaire) -> Self {
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
    fn check(&self, event: &Event) -> Result<(), Overlong> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Assessment, Fingerprint, SignOff};
    use crate::questionnaire::built_in;

    fn signed() -> SignOff {
        SignOff {
            name: "Ada Fell".to_owned(),
            role: "Lead director".to_owned(),
            declaration: "It is so.".to_owned(),
            date: jiff::civil::date(2026, 11, 24),
            fingerprint: Fingerprint::of(b"a"),
            gaps: vec![],
            same_person: None,
        }
    }

    #[test]
    fn a_sign_off_says_no_more_than_its_questionnaire_has_people_say() {
        let asked = Asked::by(&built_in().unwrap());
        let is_taken = |write: fn(&mut SignOff, String)| {
            let mut by = signed();
            write(&mut by, "a".repeat(usize::from(NOTE) + 1));
            asked.check(&Event::SignedOff(by)).is_ok()
        };
        assert!(!is_taken(|by, long| by.role = long));
        assert!(!is_taken(|by, long| by.declaration = long));
        assert!(is_taken(|by, long| by.name = long));
        assert!(is_taken(|by, long| by.same_person = Some(long)));
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
        let event = Event::SignedOff(signed());
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
