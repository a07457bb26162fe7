//! The fields of every form.

use super::assessed::Assessed;
use super::beside::{of_built_in, of_question, of_text};
use super::field::{Field, built_in, choice};
use super::places::{FieldKey, Subject};
use super::related::misfit;
use super::{actions, entries, exemption, signing, texts};
use crate::facts::{Answer, limits};
use crate::questionnaire::{Input, Question, ScenarioId};

/// The fields of a form that are shown now.
pub fn fields(open: &Assessed, subject: &Subject) -> Vec<Field> {
    match subject {
        Subject::Organisation => asked(open, &open.questionnaire.organisation.questions),
        Subject::Scenario(id) => scenario(open, id),
        Subject::Exemption(id, 0) => exemption::scope_fields(open, *id),
        Subject::Exemption(id, step) => exemption::step_fields(open, *id, *step),
        Subject::Action(id) => {
            let found = open.state.actions.get(id);
            found.map_or_else(Vec::new, |found| actions::fields(open, *id, found))
        }
        Subject::System(id) => entries::of_system(open, *id),
        Subject::Listed(id) => entries::of_evidence(open, *id),
        Subject::File(_) => file(open).into_iter().collect(),
        Subject::SignOff => signing::fields(open),
    }
}

fn asked(open: &Assessed, questions: &[Question]) -> Vec<Field> {
    let shown = |q: &&Question| open.results.shown.contains(&q.id);
    questions
        .iter()
        .filter(shown)
        .map(|question| {
            let answer = open.state.answers.get(&question.id).cloned();
            let key = FieldKey::Asked(question.id.clone());
            let mut beside = of_question(open, question);
            let says = [beside.remark, misfit(open, &question.id)];
            let says: Vec<String> = says.into_iter().flatten().collect();
            beside.remark = (!says.is_empty()).then(|| says.join(" "));
            Field::new(key, question.clone(), answer).with(beside)
        })
        .collect()
}

fn scenario(open: &Assessed, id: &ScenarioId) -> Vec<Field> {
    let Some(scenario) = open.questionnaire.scenario(id) else {
        return vec![];
    };
    let mut fields = asked(open, &scenario.questions);
    let text = |words: Option<&String>| words.cloned().map(Answer::Text);
    let last = open.state.carried.as_ref();
    let evidence = built_in(
        FieldKey::Evidence,
        texts::EVIDENCE,
        Input::Line { max: limits::LINE },
        text(open.state.evidence.get(id)),
    );
    let was = last.and_then(|last| last.evidence.get(id));
    fields.extend(evidence.map(|field| of_text(open, field, was)));
    let note = built_in(
        FieldKey::Note,
        texts::NOTE,
        Input::Paragraphs { max: limits::NOTE },
        text(open.state.notes.get(id).map(|note| &note.text)),
    );
    let was = last.and_then(|last| last.notes.get(id));
    fields.extend(note.map(|field| of_text(open, field, was.map(|note| &note.text))));
    fields.extend(for_board(open, id));
    fields
}

/// Whether the board must know the note of a scenario; nothing is asked as long as there is none.
fn for_board(open: &Assessed, id: &ScenarioId) -> Option<Field> {
    let note = open.state.notes.get(id)?;
    let tick = choice("for-board", texts::BOARD_MUST_KNOW.to_owned())?;
    let ticked = Answer::Choices([tick.id.clone()].into());
    let field = built_in(
        FieldKey::ForBoard,
        texts::FOR_BOARD,
        Input::AnyOf(vec![tick]),
        note.for_board.then(|| ticked.clone()),
    )?;
    let last = open.state.carried.as_ref();
    let last = last.and_then(|last| last.notes.get(id));
    let last = last.filter(|last| last.for_board).map(|_| &ticked);
    Some(of_built_in(open, field, last))
}

fn file(open: &Assessed) -> Option<Field> {
    let path = Some(open.naming.clone()).filter(|path| !path.is_empty());
    let input = Input::Line { max: limits::PATH };
    built_in(FieldKey::Path, texts::FILE, input, path.map(Answer::Text))
}
