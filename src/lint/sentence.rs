//! A text in sentences.

use unicode_segmentation::UnicodeSegmentation;

use crate::questionnaire::template;

/// A full stop after one of these ends no sentence, whatever follows.
const ABBREVIATIONS: [&str; 9] = [
    "e.g.", "i.e.", "etc.", "cf.", "vs.", "no.", "dr.", "mr.", "ms.",
];

/// What stands for an answer while words are counted.
const AN_ANSWER: &str = "12";

/// A sentence, measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its first words.
    pub beginning: String,
    /// How many words it has.
    pub words: usize,
    /// How many letters and digits its words have.
    pub letters: usize,
    /// Whether it ends as a sentence does; a title or a label does not.
    pub is_whole: bool,
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let text = template::outline(text, |_| AN_ANSWER.to_owned());
    let mut joined: Vec<String> = vec![];
    for part in text.split_sentence_bounds() {
        match joined.last_mut() {
            Some(last) if ends_in_abbreviation(last) => last.push_str(part),
            _ => joined.push(part.to_owned()),
        }
    }
    let measured = joined.iter().map(|sentence| measure(sentence));
    measured.filter(|sentence| sentence.words > 0).collect()
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    let last = sentence.split_whitespace().next_back().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

fn measure(sentence: &str) -> Sentence {
    let letters = |word: &&str| word.chars().filter(|c| c.is_alphanumeric()).count();
    let words: Vec<&str> = sentence
        .split_whitespace()
        .filter(|word| letters(word) > 0)
        .collect();
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || "”\")".contains(c));
    Sentence {
        beginning: words.iter().take(5).copied().collect::<Vec<_>>().join(" "),
        words: words.len(),
        letters: words.iter().map(letters).sum(),
        is_whole: end.ends_with(['.', '?', ':']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_split_where_a_reader_stops() {
        for (text, words) in [
            ("One. Two words? Now three words.", vec![1, 2, 3]),
            ("It is v3.3 of B2.a (X1). See s250(6).", vec![6, 2]),
            ("Use a tool, e.g. NHSmail, etc. It works.", vec![8]),
            ("A first line\n\nAnd a second one", vec![3, 4]),
            ("{a-b} of {c} systems – all of them.", vec![7]),
            ("He said “Stop.” Then he left.", vec![3, 3]),
            ("", vec![]),
        ] {
            let found: Vec<usize> = sentences(text).iter().map(|s| s.words).collect();
            assert_eq!(found, words, "{text}");
        }
    }

    #[test]
    fn a_title_is_no_whole_sentence() {
        let whole = |text: &str| sentences(text)[0].is_whole;
        assert!(whole("Is it on?") && whole("(It is.)"));
        assert!(!whole("Where copies are"));
    }
}
