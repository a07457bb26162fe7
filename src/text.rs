//! Text that comes in from a file, a paste, a key or an argument is cleaned here, once.
//!
//! The lowest layer: everything above may rely on text being in normal form C
//! and free of characters that steer a terminal or reorder a line.

use jiff::civil::Date;
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Cleans one line: normal form C, no control or reordering characters, no spaces at the ends.
pub fn clean_line(text: &str) -> String {
    let line: String = text.chars().filter_map(|c| tame(c, ' ')).nfc().collect();
    line.trim().to_owned()
}

/// Cleans text in paragraphs: as [`clean_line`], but line breaks stay, as `\n`.
pub fn clean_paragraphs(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unix.chars().filter_map(|c| tame(c, '\n')).nfc().collect();
    clean.trim().to_owned()
}

/// Whether [`clean_paragraphs`] would leave the text as it is, but for spaces at its ends.
pub fn is_clean(text: &str) -> bool {
    is_nfc(text) && text.chars().all(|c| c == '\n' || tame(c, '\n') == Some(c))
}

/// A message without characters that steer a terminal: names of files may hold any. Nothing else
/// changes, so that a path that is printed is still that path.
pub fn printable(text: &str) -> String {
    text.chars().filter_map(|c| tame(c, '\n')).collect()
}

/// Cleans every string in a JSON value, field names aside.
pub fn clean_json(value: &mut Value) {
    match value {
        Value::String(words) => *words = clean_paragraphs(words),
        Value::Array(items) => items.iter_mut().for_each(clean_json),
        Value::Object(fields) => fields.values_mut().for_each(clean_json),
        _ => {}
    }
}

/// What stands for a character: itself, a space for a tab, `newline` for a line break, or nothing.
fn tame(c: char, newline: char) -> Option<char> {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some(newline),
        '\t' => Some(' '),
        // Overrides and isolates can make a line read differently from what is stored.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Whether two names are spelled alike, however they are spaced and capitalised.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let folded = |name: &str| {
        let name = clean_line(&name.to_lowercase());
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = folded(one);
    !one.is_empty() && one == folded(other)
}

/// Joins parts as a sentence does: "a", "a and b", "a, b and c".
pub fn listed<S: AsRef<str>>(parts: &[S]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// Sentences one after the other, without those that are empty.
pub fn sentences(parts: &[&str]) -> String {
    let said = parts.iter().map(|part| part.trim());
    said.filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first so many sentences of a text: each ends with a full stop before a space and a capital.
pub fn first_sentences(text: &str, count: usize) -> &str {
    let text = text.trim();
    let ends = text.match_indices(". ").filter(|(at, _)| {
        let next = text.get(at + 2..).and_then(|rest| rest.chars().next());
        next.is_some_and(char::is_uppercase)
    });
    let end = ends.map(|(at, _)| at + 1).nth(count.saturating_sub(1));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The words with a full stop, unless they end with a mark of their own.
pub fn sentence(words: &str) -> String {
    let end = words.trim_end_matches(['”', '"', ')']);
    let ended = end.ends_with(['.', '?', '!', '…']);
    format!("{words}{}", if ended { "" } else { "." })
}

/// The words with their first letter as a capital.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A count with its noun: "1 question", "3 questions", "2 entries".
pub fn counted(count: usize, noun: &str) -> String {
    let stem = noun.strip_suffix('y');
    match stem.filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        _ if count == 1 => format!("1 {noun}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}s"),
    }
}

/// A date as it is written in the United Kingdom: 30 June 2027.
pub fn date_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The first words of a text, for places that have one line; the whole stands elsewhere.
pub fn clipped(words: &str, max: usize) -> String {
    let line = words.replace('\n', " ");
    if line.chars().count() <= max {
        return line;
    }
    let cut: String = line.chars().take(max).collect();
    // A word is not cut in two, unless it is all there is.
    let end = cut.rfind(' ').filter(|at| *at > 0).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([' ', ',', ';', '.']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_sequences_and_overrides_do_not_come_in() {
        assert_eq!(clean_line("a\u{1b}[2Jb\u{7}\tc\u{202e}d\n"), "a[2Jb cd");
        assert_eq!(
            clean_paragraphs("one\r\ntwo\rthree\u{0}"),
            "one\ntwo\nthree"
        );
    }

    #[test]
    fn a_message_keeps_its_letters_and_loses_what_steers_a_terminal() {
        assert_eq!(printable("w\u{302}\u{1b}[2J\nb "), "w\u{302}[2J\nb ");
    }

    #[test]
    fn letters_are_composed() {
        assert_eq!(clean_line("w\u{302}"), "ŵ");
    }

    #[test]
    fn a_name_is_the_same_however_it_is_spaced_capitalised_and_composed() {
        assert!(is_same_name(" Robin  w\u{302}YN ", "robin Ŵyn"));
        assert!(!is_same_name("Robin Marsh", "Robin Marshe"));
        assert!(!is_same_name(" ", ""), "nobody is not a person");
    }

    #[test]
    fn nouns_are_counted() {
        let counts = [(1, "entry"), (2, "entry"), (0, "day"), (2, "file")];
        let words = counts.map(|(count, noun)| counted(count, noun));
        assert_eq!(words, ["1 entry", "2 entries", "0 days", "2 files"]);
    }

    #[test]
    fn parts_are_listed_as_in_a_sentence() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(&["a"]), "a");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in any::<String>()) {
            let once = clean_paragraphs(&text);
            prop_assert!(is_clean(&once));
            prop_assert_eq!(clean_paragraphs(&once), once);
        }
    }
}
