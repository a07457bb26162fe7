//! Names within other texts: found in other capitals, letters that look alike, spaces and hyphens, in
//! part, and within the names of accounts and machines.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::facts::REDACTED;
use crate::text::{BRAILLE_BLANK, is_filler, is_unseen};
use unicode_security::skeleton;

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

/// Words that are an initial and a surname by chance: what stands beside one makes it an account.
const ORDINARY: [&str; 48] = [
    "award", "aware", "beast", "black", "block", "brain", "bread", "breed", "bridge", "bring",
    "brook", "cable", "chill", "class", "clock", "close", "cross", "drain", "flight", "freed",
    "glove", "grain", "gross", "least", "place", "plane", "price", "shall", "share", "skill",
    "slight", "spark", "speak", "stable", "still", "stone", "swell", "swing", "table", "there",
    "thorn", "train", "tread", "twin", "whale", "wheel", "where", "whole",
];

/// The fewest letters of a part of a name that is found within a word, and of one that stands in few
/// others.
const WITHIN: usize = 4;
const LONG: usize = 6;

/// The most words of a name that is taken apart: more are a sentence.
const MOST_WORDS: usize = 4;

/// Names to be left out of texts.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Whole names: the words after the first, by the first.
    whole: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// First and last names of people, each with the initials of the names beside it.
    parts: BTreeMap<String, BTreeSet<char>>,
    /// How many letters the longest of them has.
    longest: usize,
    /// Names in a script that writes no spaces, by their first letter: found wherever they stand.
    unspaced: BTreeMap<char, BTreeSet<Vec<char>>>,
}

impl Names {
    /// Takes a name; that of a person is also found in part.
    pub(super) fn add(&mut self, name: &str, is_person: bool) {
        let has_no_case = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        let letters: Vec<char> = name.chars().filter(|c| !is_passed_over(*c)).collect();
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
        let initials: BTreeSet<char> = words.iter().filter_map(|w| w.chars().next()).collect();
        for part in pairs.chain(parts.cloned()) {
            self.longest = self.longest.max(part.chars().count());
            self.parts.entry(part).or_default().extend(&initials);
        }
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
    pub(super) fn leave_out(&self, text: &str) -> String {
        self.left(text, true)
    }

    /// A text without these names, in which parts of them name something else.
    pub(super) fn leave_out_whole(&self, text: &str) -> String {
        self.left(text, false)
    }

    fn left(&self, text: &str, in_part: bool) -> String {
        let text = self.without_unspaced(text);
        if !text.contains(BRAILLE_BLANK) {
            return self.without_words(&text, &words_of(&text, is_passed_over), in_part);
        }
        // It reads as a space, and can stand within a name as well as after it.
        let joined = self.without_words(&text, &words_of(&text, is_passed_over), in_part);
        let apart = |c| c != BRAILLE_BLANK && is_passed_over(c);
        self.without_words(&joined, &words_of(&joined, apart), in_part)
    }

    fn without_words(&self, text: &str, words: &[Word], in_part: bool) -> String {
        let (mut left, mut end, mut at) = (String::new(), 0, 0);
        while let Some(word) = words.get(at) {
            let Some(last) = self
                .found(text, &words[at..], in_part)
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
        let seen = text.char_indices().filter(|(_, c)| !is_passed_over(*c));
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
            next.is_some_and(|next| next.iter().zip(*rest).all(|(word, name)| word.reads(name)))
        };
        let whole = first.forms().filter_map(|form| self.whole.get(form));
        let longest = whole.flatten().filter(follows).map(Vec::len).max();
        let is_part = || in_part && first.forms().any(|form| self.has_part(text, first, form));
        longest
            .map(|rest| rest + 1)
            .or_else(|| is_part().then_some(1))
    }

    /// Whether a word is part of a name, or has one within it.
    fn has_part(&self, text: &str, word: &Word, form: &str) -> bool {
        if self.parts.contains_key(form) {
            return word.is_name(text, form);
        }
        let ends: Vec<usize> = form.char_indices().map(|(at, _)| at).collect();
        let ends = [ends, vec![form.len()]].concat();
        let within = |(start, from): (usize, &usize)| {
            let most = ends.len().min(start + self.longest + 1);
            let until = ends.get(start + WITHIN..most).unwrap_or_default();
            until.iter().any(|to| {
                let part = form.get(*from..*to).unwrap_or_default();
                let sides = [form.get(..*from), form.get(*to..)].map(Option::unwrap_or_default);
                let initials = self.parts.get(part);
                initials.is_some_and(|initials| self.is_within(text, word, part, sides, initials))
            })
        };
        ends.iter().enumerate().any(within)
    }

    /// Whether a word names somebody by a part of a name with this before and after it.
    fn is_within(
        &self,
        text: &str,
        word: &Word,
        part: &str,
        [before, after]: [&str; 2],
        initials: &BTreeSet<char>,
    ) -> bool {
        let is_digit = |c: char| c.is_numeric();
        let has_digits = [before, after].iter().any(|side| side.contains(is_digit));
        let sides = [before, after].map(|side| side.trim_matches(is_digit));
        let letters = part.chars().count();
        let is_initial = |side: &str| {
            let mut chars = side.chars();
            let first = chars.next();
            first.is_some_and(|c| initials.contains(&c)) && chars.next().is_none()
        };
        let is_beside =
            |side: &str| side.is_empty() || is_initial(side) || self.parts.contains_key(side);
        let is_account = has_digits
            || text
                .get(word.place.end..)
                .is_some_and(|t| t.starts_with('@'));
        match sides {
            ["", ""] => word.is_name(text, part),
            sides if sides.iter().all(|side| is_beside(side)) => {
                is_account || !WORDS.contains(&part) && !ORDINARY.contains(&word.folded.as_str())
            }
            // A machine is often named after whose it is.
            [before, after] if has_digits => {
                letters >= LONG || before.chars().count() + after.chars().count() <= 2
            }
            _ if WORDS.contains(&part) => false,
            ["", "s"] => letters >= LONG || word.is_capital(text),
            ["", "d" | "r" | "y"] => false,
            [before, after] => {
                letters >= LONG && before.chars().count() + after.chars().count() == 1
            }
        }
    }
}

/// A word of a text.
struct Word {
    place: Range<usize>,
    folded: String,
    /// The same with letters for the digits and capitals that look like some, where that is another.
    drawn: Option<String>,
}

impl Word {
    fn of(text: &str, place: Range<usize>) -> Self {
        let written = text.get(place.clone()).unwrap_or_default();
        let folded = fold(written);
        let drawn = written.replace(['I', '1'], "l").replace('0', "o");
        let drawn = Some(fold(&drawn)).filter(|drawn| *drawn != folded);
        Self {
            place,
            folded,
            drawn,
        }
    }

    /// How it can be read.
    fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.folded.as_str()).chain(self.drawn.as_deref())
    }

    fn reads(&self, name: &str) -> bool {
        self.forms().any(|form| form == name)
    }

    fn is_capital(&self, text: &str) -> bool {
        let written = text.get(self.place.clone()).unwrap_or_default();
        written.starts_with(char::is_uppercase)
    }

    /// Whether it can be this part of a name as it is written. Short ones, and those that are words as
    /// well, have a capital.
    fn is_name(&self, text: &str, part: &str) -> bool {
        let is_word = part.chars().count() < WITHIN || WORDS.contains(&part);
        !is_word || self.is_capital(text)
    }
}

/// The words of a text: letters and digits, with the accents among them, and what is passed over.
fn words_of(text: &str, is_passed_over: impl Fn(char) -> bool) -> Vec<Word> {
    let mut words: Vec<Word> = vec![];
    let mut begun = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let goes_on = c.is_alphanumeric() || is_combining_mark(c);
        begun = match begun {
            None if c.is_alphanumeric() => Some(at),
            Some(start) if !goes_on && !is_passed_over(c) => {
                words.push(Word::of(text, start..at));
                None
            }
            begun => begun,
        };
    }
    words
}

fn folded(name: &str) -> Vec<String> {
    let words = words_of(name, |c| c != BRAILLE_BLANK && is_passed_over(c));
    words.into_iter().map(|word| word.folded).collect()
}

/// Whether a character can stand within a word that reads as the word without.
const fn is_passed_over(c: char) -> bool {
    is_unseen(c) || is_filler(c) || c == BRAILLE_BLANK
}

/// A word without capitals, accents and what cannot be seen, with letters of the alphabet for those that
/// look like them.
fn fold(word: &str) -> String {
    let is_letter = |c: &char| !is_combining_mark(*c) && !is_passed_over(*c);
    let lower = |c: char| c.to_lowercase();
    let letters: String = word.nfkd().filter(is_letter).flat_map(lower).collect();
    if letters.is_ascii() {
        return letters;
    }
    // Those of the alphabet stay: m would be drawn as rn, and corn be found in .com.
    let drawn = letters.chars().map(|c| {
        if c.is_ascii() {
            c.to_string()
        } else {
            skeleton(c.encode_utf8(&mut [0; 4])).collect()
        }
    });
    let drawn: String = drawn.collect();
    drawn.chars().filter(is_letter).flat_map(lower).collect()
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
    fn a_name_is_found_in_accounts_and_machines_and_behind_letters_that_look_alike() {
        let mut names = names();
        for person in ["Rhiannon Castell", "Sarah Hall", "Bo Lee"] {
            names.add(person, true);
        }
        for text in [
            "rhiannon.castell2",
            "rcastell",
            "RCASTELL",
            "rcastell07",
            "castellr",
            "xcastell",
            "rhiannonc",
            "Castells",
            "castells",
            "CASTELL01",
            "2castell",
            "PCCASTELL01",
            "LTHALE7",
            "castellrhiannon",
            "rhiannoncastell2",
            "c\u{430}stell",
            "C\u{410}STELL",
            "CasteII",
            "caste1l",
            "cast\u{FFF9}ell",
            "cas\u{2800}tell",
            "cas\u{E000}tell",
            "Castell\u{2800}Rhiannon",
            "Halls",
            "JHALL3",
            "mhale",
        ] {
            let left = names.leave_out(&format!("Ask {text}, soon."));
            let only = left.replace(REDACTED, "").replace(['.', '\u{2800}'], "");
            assert!(
                left.contains(REDACTED) && only == "Ask , soon",
                "{text}: {left}"
            );
        }
        assert_eq!(names.leave_out("shall@nhs.net"), "(redacted)@nhs.net");
        assert_eq!(
            names.leave_out("Castell\u{2800}saw"),
            "(redacted)\u{2800}saw"
        );
        for text in [
            "It shall, and SHALL, be marked: whales in the hallway, pages 2 and page2.",
            "A leech, sleep, fleet; adamant and a modern fellow inhales.",
            "castellated, a forecastell",
        ] {
            assert_eq!(names.leave_out(text), text);
        }
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
