//! Sentences with placeholders: `{question-id}` stands for an answer.

/// A part of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words to keep.
    Words(&'a str),
    /// The id of the question whose answer goes here.
    Answer(&'a str),
}

/// The parts of a sentence, in order. A brace without its partner is a word.
pub fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut pieces = vec![];
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((id, tail)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        pieces.push(Piece::Answer(id));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// The sentence with each placeholder filled in by `answer`.
pub fn fill(sentence: &str, answer: impl Fn(&str) -> String) -> String {
    pieces(sentence)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Answer(id) => answer(id),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_lone_braces_stay() {
        let filled = fill("{a} of {b}, {c", |id| id.to_uppercase());
        assert_eq!(filled, "A of B, {c");
    }
}
