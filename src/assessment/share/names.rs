//! Names within other texts: found in other capitals, spaces and hyphens, and in part.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::assessment::redaction::REDACTED;
use crate::text::is_unseen;

/// No part of a name: these stand before many.
const TITLES: [&str; 12] = [
    "mr",
    "mrs",
    "miss",
    "ms",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
];

/// Names that are words as well: in small letters, they are taken for the word.
const WORDS: [&str; 20] = [
    "april", "august", "bell", "bill", "bond", "cook", "dean", "frank", "grace", "grant", "hope",
    "june", "long", "mark", "page", "price", "rose", "will", "wood", "young",
];

/// The most words of a name that is taken apart: more are a sentence.
const MOST_WORDS: usize = 4;

/// Names to be left out of texts.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Whole names: the words after the first, by the first.
    whole: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// First and last names of people.
    parts: BTreeSet<String>,
    /// Names in a script that writes no spaces, by their first letter: found wherever they stand.
    unspaced: BTreeMap<char, BTreeSet<Vec<char>>>,
}

impl Names {
    /// Takes a name; that of a person is also found in part.
    pub fn add(&mut self, name: &str, is_person: bool) {
        let has_no_case = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        let letters: Vec<char> = name.chars().filter(|c| !is_unseen(*c)).collect();
        if let Some(first) = letters.first()
            && letters.iter().copied().any(has_no_case)
        {
            let begun = self.unspaced.entry(*first).or_default();
            begun.insert(letters.clone());
        }
        // Anything shorter stands in words that name nothing.
        if letters.len() <= 2 {
            return;
        }
        self.add_words(&folded(name));
        if !is_person {
            return;
        }
        // What follows a name says what somebody is.
        let named = name.split([',', ';', '(', '/']).next().unwrap_or(name);
        let words = folded(named);
        let titled = |word: &String| TITLES.contains(&word.as_str());
        let words: Vec<String> = words.into_iter().skip_while(titled).collect();
        if words.len() > MOST_WORDS {
            return;
        }
        self.add_words(&words);
        // O’Brien is one name of two words.
        for one in named.split(|c: char| c.is_whitespace() || c == '-') {
            self.add_several(&folded(one));
        }
        let pairs = words.windows(2).map(<[String]>::concat);
        let parts = words.iter().filter(|word| word.chars().count() > 2);
        self.parts.extend(pairs.chain(parts.cloned()));
    }

    fn add_several(&mut self, words: &[String]) {
        if words.len() > 1 {
            self.add_words(words);
        }
    }

    fn add_words(&mut self, words: &[String]) {
        let Some((first, rest)) = words.split_first() else {
            return;
        };
        let together = self.whole.entry(words.concat()).or_default();
        together.insert(vec![]);
        let apart = self.whole.entry(first.clone()).or_default();
        apart.insert(rest.to_vec());
    }

    /// A text without these names.
    pub fn leave_out(&self, text: &str) -> String {
        self.left(text, true)
    }

    /// A text without these names, in which parts of them name something else.
    pub fn leave_out_whole(&self, text: &str) -> String {
        self.left(text, false)
    }

    fn left(&self, text: &str, in_part: bool) -> String {
        let text = self.without_unspaced(text);
        let words = words_of(&text);
        let (mut left, mut end, mut at) = (String::new(), 0, 0);
        while let Some(word) = words.get(at) {
            let Some(last) = self
                .found(&text, &words[at..], in_part)
                .map(|count| at + count - 1)
            else {
                at += 1;
                continue;
            };
            left.push_str(text.get(end..word.place.start).unwrap_or_default());
            left.push_str(REDACTED);
            end = words.get(last).map_or(end, |last| last.place.end);
            at = last + 1;
        }
        left.push_str(text.get(end..).unwrap_or_default());
        left
    }

    fn without_unspaced(&self, text: &str) -> String {
        if self.unspaced.is_empty() {
            return text.to_owned();
        }
        let seen = text.char_indices().filter(|(_, c)| !is_unseen(*c));
        let (at, seen): (Vec<usize>, Vec<char>) = seen.unzip();
        let (mut left, mut end, mut next) = (String::new(), 0, 0);
        while let Some(rest @ [first, ..]) = seen.get(next..) {
            let names = self.unspaced.get(first).into_iter().flatten();
            let found = names.filter(|name| rest.starts_with(name));
            let Some(longest) = found.map(Vec::len).max() else {
                next += 1;
                continue;
            };
            let start = at.get(next).copied().unwrap_or(end);
            left.push_str(text.get(end..start).unwrap_or_default());
            left.push_str(REDACTED);
            next += longest;
            let last = at.get(next - 1).zip(seen.get(next - 1));
            end = last.map_or(end, |(at, last)| at + last.len_utf8());
        }
        left.push_str(text.get(end..).unwrap_or_default());
        left
    }

    /// How many of the words a name has that begins with the first.
    fn found(&self, text: &str, words: &[Word], in_part: bool) -> Option<usize> {
        let first = words.first()?;
        let follows = |rest: &&Vec<String>| {
            let next = words.get(1..=rest.len());
            next.is_some_and(|next| next.iter().map(|word| &word.folded).eq(rest.iter()))
        };
        let whole = self.whole.get(&first.folded).into_iter().flatten();
        let longest = whole.filter(follows).map(Vec::len).max();
        let is_part = || in_part && self.parts.contains(&first.folded) && first.is_name(text);
        longest
            .map(|rest| rest + 1)
            .or_else(|| is_part().then_some(1))
    }
}

/// A word of a text.
struct Word {
    place: Range<usize>,
    folded: String,
}

impl Word {
    /// Whether it can be a name as it is written. Short ones, and those that are words as well, have a
    /// capital.
    fn is_name(&self, text: &str) -> bool {
        let written = text.get(self.place.clone()).unwrap_or_default();
        let is_short = self.folded.chars().count() < 4;
        let is_word = is_short || WORDS.contains(&self.folded.as_str());
        !is_word || written.starts_with(char::is_uppercase)
    }
}

/// The words of a text: letters and digits, with the accents and the invisible characters among them.
fn words_of(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = vec![];
    let mut begun = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let goes_on = c.is_alphanumeric() || is_combining_mark(c);
        begun = match begun {
            None if c.is_alphanumeric() => Some(at),
            Some(start) if !goes_on && !is_unseen(c) => {
                let place = start..at;
                let folded = fold(text.get(place.clone()).unwrap_or_default());
                words.push(Word { place, folded });
                None
            }
            begun => begun,
        };
    }
    words
}

fn folded(name: &str) -> Vec<String> {
    words_of(name).into_iter().map(|word| word.folded).collect()
}

/// A word without capitals, accents and what cannot be seen.
fn fold(word: &str) -> String {
    let letters = word
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        for person in [
            "Siân O’Brien-Fell",
            "Dr Mark Hale, Head of IT",
            "Ada Byron",
            "田中",
        ] {
            names.add(person, true);
        }
        names.add("North Ward Pacs", false);
        names
    }

    #[test]
    fn a_name_is_found_however_it_is_written_and_in_part() {
        for text in [
            "Siân O’Brien-Fell",
            "SIAN O'BRIEN FELL",
            "siân  o brien\nfell",
            "Sian",
            "O'Brien",
            "OBrien",
            "fell",
            "mark hale",
            "Mark",
            "MARK",
            "Hale",
            "adabyron",
            "Ada",
            "ada-byron",
            "A\u{200b}da By\u{ad}ron",
            "north-ward PACS",
            "NorthWardPacs",
        ] {
            let left = names().leave_out(&format!("Ask {text}, soon."));
            let only: String = left.replace(REDACTED, "").split_whitespace().collect();
            let only = only.replace(['\'', '-'], "");
            assert!(
                left.contains(REDACTED) && only == "Ask,soon.",
                "{text}: {left}"
            );
        }
        assert_eq!(names().leave_out("Ada's"), "(redacted)'s");
        assert_eq!(
            names().leave_out("ada.byron@trust.example"),
            "(redacted)@trust.example"
        );
        assert_eq!(names().leave_out("田中さん"), "(redacted)さん");
        assert_eq!(
            names().leave_out("と田中、田中"),
            "と(redacted)、(redacted)"
        );
    }

    #[test]
    fn a_name_is_found_where_letters_that_nobody_sees_stand_in_it() {
        let unseen: Vec<char> = ('\0'..=char::MAX).filter(|c| is_unseen(*c)).collect();
        assert!(unseen.len() > 4000, "tags and variation selectors as well");
        for c in unseen {
            let left = names().leave_out(&format!("Ask A{c}da, 田{c}中 or By{c}ron."));
            let only = "Ask (redacted), (redacted) or (redacted).";
            assert_eq!(left, only, "{c:?}");
        }
        let mut hidden = Names::default();
        hidden.add("A\u{200E}da By\u{200F}ron", true);
        assert_eq!(hidden.leave_out("Ada or Byron"), "(redacted) or (redacted)");
    }

    #[test]
    fn words_that_name_nobody_stay() {
        for text in [
            "Fellow, marked, Adam and a fall.",
            "The board will mark the ward.",
            "The head of IT and a doctor (Dr).",
            "North of the ward, Pacs was slow.",
            "",
        ] {
            assert_eq!(names().leave_out(text), text);
        }
    }
}
