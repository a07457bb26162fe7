//! Placeholders that can be followed, and would print braces, or a unit of what is not counted.

use super::super::model::Questionnaire;
use super::super::register::Held;
use super::super::template::{self, Form, Piece, Placeholder};
use super::Problems;
use super::walk::{drawn, forms, tally_checks};

/// What the answer to a placeholder is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// A number with a unit.
    Unit,
    /// A number alone.
    Number,
    /// No number.
    Nothing,
}

/// Reports each brace without its partner, and each form that its answer does not have.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    for form in forms(q) {
        let counts = |id: &str| {
            let mut asked = form.scope.iter();
            match asked.find(|(known, _)| known.as_str() == id) {
                Some((_, question)) if question.input.unit().is_none() => Counts::Nothing,
                // That there is no such question is told already.
                Some(_) | None => Counts::Unit,
            }
        };
        for (field, sentence) in &form.sentences {
            look(field, sentence, counts, problems);
        }
    }
    for (field, sentence) in drawn(q) {
        look(&field, sentence, |_| Counts::Number, problems);
    }
    for (field, check) in tally_checks(q) {
        let counts = |id: &str| match check.held() {
            Some(Held::AtMost(_) | Held::AtLeast(_)) if id == "answer" => Counts::Unit,
            Some(_) | None => Counts::Number,
        };
        look(&format!("{field}.says"), &check.says, counts, problems);
    }
}

fn look(field: &str, sentence: &str, counts: impl Fn(&str) -> Counts, problems: &mut Problems) {
    for piece in template::pieces(sentence) {
        let says = match piece {
            Piece::Words(words) => stray(words),
            Piece::Answer(placeholder) => wrong(placeholder, counts(placeholder.id)),
        };
        if let Some(says) = says {
            problems.report(field, says);
        }
    }
}

fn stray(words: &str) -> Option<String> {
    let at = words.find(['{', '}'])?;
    let says = if words[at..].starts_with('{') {
        "opens a placeholder that is not closed"
    } else {
        "has a closing brace with none that opens"
    };
    Some(format!("{says}; write {{question-id}}"))
}

fn wrong(placeholder: Placeholder<'_>, counts: Counts) -> Option<String> {
    let Placeholder {
        id,
        form,
        otherwise,
    } = placeholder;
    let unfit = match (form, counts) {
        (Form::Unknown(form), _) => Some(format!(
            "“{form}” is no form of a placeholder; write {{{id}}}, {{{id}:unit}}, or two words as in {{{id}:is/are}}"
        )),
        (Form::Unit, Counts::Number) => Some(format!(
            "{{{id}}} is counted in the register, and has no unit; write the noun in two forms, as in {{{id}}} {{{id}:system/systems}}"
        )),
        (Form::Unit | Form::Word { .. }, Counts::Nothing) => Some(format!(
            "{id} does not ask for a number, so it has no unit, and no words depend on it; write {{{id}}}"
        )),
        (Form::Unit, Counts::Unit)
        | (Form::Word { .. }, Counts::Unit | Counts::Number)
        | (Form::Plain, _) => None,
    };
    let words = otherwise.and_then(|words| match words {
        _ if words.trim().is_empty() => Some(format!(
            "no words follow the question mark of {{{id}?}}; say what stands there without an answer"
        )),
        _ if words.contains('{') => Some(format!(
            "the words that stand for {id} without an answer hold a brace; they cannot name another answer"
        )),
        _ => None,
    });
    unfit.or(words)
}
