//! Sentences with placeholders: `{question-id}` stands for an answer.
//!
//! ```text
//! {id}          the answer
//! {id:unit}     a number with its unit, "8 accounts" or "1 account"
//! {id:is/are}   the first word for a number of one, the second for any other
//! {id?words}    words that stand there when there is no answer; after any of these forms
//! ```

mod fill;

pub use fill::{Kind, Value, Why, fill};

/// A part of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words to keep.
    Words(&'a str),
    /// What an answer stands for.
    Answer(Placeholder<'a>),
}

/// What stands between two braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// The id of the question whose answer goes here.
    pub id: &'a str,
    /// What of the answer is said.
    pub form: Form<'a>,
    /// What is said when there is no answer.
    pub otherwise: Option<&'a str>,
}

/// What of an answer is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form<'a> {
    /// The answer alone.
    Plain,
    /// A number with its unit.
    Unit,
    /// A word that follows the number.
    Word {
        /// For a number of one.
        one: &'a str,
        /// For any other.
        many: &'a str,
    },
    /// None of these.
    Unknown(&'a str),
}

impl<'a> Placeholder<'a> {
    fn of(inner: &'a str) -> Self {
        let (named, otherwise) = match inner.split_once('?') {
            Some((named, otherwise)) => (named, Some(otherwise)),
            None => (inner, None),
        };
        let (id, form) = match named.split_once(':') {
            Some((id, form)) => (id, Form::of(form)),
            None => (named, Form::Plain),
        };
        Self {
            id,
            form,
            otherwise,
        }
    }
}

impl<'a> Form<'a> {
    fn of(form: &'a str) -> Self {
        match form.split_once('/') {
            None if form == "unit" => Self::Unit,
            Some((one, many)) if !one.is_empty() && !many.is_empty() && !many.contains('/') => {
                Self::Word { one, many }
            }
            _ => Self::Unknown(form),
        }
    }
}

/// The parts of a sentence, in order. A brace without its partner is a word.
pub fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut pieces = vec![];
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inner, tail)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        pieces.push(Piece::Answer(Placeholder::of(inner)));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// The placeholders of a sentence.
pub fn placeholders(sentence: &str) -> impl Iterator<Item = Placeholder<'_>> {
    pieces(sentence)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Answer(placeholder) => Some(placeholder),
            Piece::Words(_) => None,
        })
}

/// The sentence as it stands on paper, where nothing is answered: `named` says which answer goes there,
/// as if there were many.
pub fn outline(sentence: &str, named: impl Fn(Placeholder<'_>) -> String) -> String {
    let pieces = pieces(sentence).into_iter();
    let said = pieces.map(|piece| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Answer(placeholder) => match placeholder.form {
            Form::Word { many, .. } => many.to_owned(),
            Form::Plain | Form::Unit | Form::Unknown(_) => named(placeholder),
        },
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(sentence: &str) -> Placeholder<'_> {
        match pieces(sentence).as_slice() {
            [Piece::Answer(placeholder)] => *placeholder,
            pieces => panic!("{pieces:?}"),
        }
    }

    #[test]
    fn a_placeholder_has_an_id_a_form_and_other_words() {
        let are = Form::Word {
            one: "is",
            many: "are",
        };
        for (sentence, id, form, otherwise) in [
            ("{a-b.c}", "a-b.c", Form::Plain, None),
            ("{a:unit}", "a", Form::Unit, None),
            ("{a:is/are}", "a", are, None),
            ("{a?some}", "a", Form::Plain, Some("some")),
            (
                "{a:unit?more: and/or less?}",
                "a",
                Form::Unit,
                Some("more: and/or less?"),
            ),
            ("{a:is/are?}", "a", are, Some("")),
            ("{a:units}", "a", Form::Unknown("units"), None),
            ("{a:}", "a", Form::Unknown(""), None),
            ("{a:is/}", "a", Form::Unknown("is/"), None),
            ("{a:is/are/be}", "a", Form::Unknown("is/are/be"), None),
        ] {
            let expected = Placeholder {
                id,
                form,
                otherwise,
            };
            assert_eq!(only(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn a_brace_without_its_partner_is_a_word() {
        for sentence in ["a {b", "a} b", "a {"] {
            assert_eq!(pieces(sentence), [Piece::Words(sentence)]);
        }
    }

    #[test]
    fn on_paper_there_are_many() {
        let on_paper = outline("{n:unit} {n:is/are} out, {m?none} in", |p| {
            format!("[{}]", p.id)
        });
        assert_eq!(on_paper, "[n] are out, [m] in");
    }
}
