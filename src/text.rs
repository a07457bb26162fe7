//! Text that comes in from a file, a paste, a key or an argument is cleaned here, once.
//!
//! The lowest layer: everything above may rely on text being in normal form C
//! and free of characters that steer a terminal or reorder a line.

use jiff::civil::Date;
use serde_json::Value;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_security::skeleton;

/// Cleans one line, such as a name: normal form C, a space where a line ended, nothing that steers,
/// reorders, cannot be seen or means nothing, no spaces at the ends.
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in clean_paragraphs(text).chars() {
        let is_seen = match c {
            ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER => line.ends_with(is_virama),
            c => !only_shapes(c) && !is_filler(c),
        };
        if is_seen {
            line.push(if matches!(c, '\n' | BRAILLE_BLANK) {
                ' '
            } else {
                c
            });
        }
    }
    // What stood apart can have come to stand together.
    let line: String = line.nfc().collect();
    line.trim().to_owned()
}

/// Cleans text in paragraphs: as [`clean_line`], but line breaks stay, as `\n`, and so does what
/// only shapes the letters beside it.
pub fn clean_paragraphs(text: &str) -> String {
    let breaks = text.replace("\r\n", "\n");
    let clean: String = breaks.chars().filter_map(tame).nfc().collect();
    clean.trim().to_owned()
}

/// Whether [`clean_paragraphs`] would leave the text as it is, but for spaces at its ends.
pub fn is_clean(text: &str) -> bool {
    unusual(text).all(|part| is_nfc(part) && part.chars().all(|c| tame(c) == Some(c)))
}

/// The parts of a text that are not plain ASCII, each with the character before it, which a mark may
/// stand on. Plain ASCII is clean, and composed with nothing before it.
fn unusual(text: &str) -> impl Iterator<Item = &str> {
    let is_plain = |byte: &u8| matches!(byte, b'\n' | b' '..=b'~');
    let mut left = text;
    std::iter::from_fn(move || {
        let bytes = left.as_bytes();
        let begin = bytes.iter().position(|byte| !is_plain(byte))?;
        let length = bytes.iter().skip(begin).position(is_plain);
        let end = length.map_or(bytes.len(), |length| begin + length);
        let part = left.get(begin.saturating_sub(1)..end)?;
        left = left.get(end..)?;
        Some(part)
    })
}

/// A message without characters that steer a terminal: names of files may hold any. Nothing else
/// changes, so that a path that is printed is still that path.
pub fn printable(text: &str) -> String {
    text.chars().filter_map(tame).collect()
}

/// Cleans every string in a JSON value, field names aside.
pub fn clean_json(value: &mut Value) {
    match value {
        Value::String(words) => *words = clean_paragraphs(words),
        Value::Array(items) => items.iter_mut().for_each(clean_json),
        Value::Object(fields) => fields.values_mut().for_each(clean_json),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What stands for a character: itself, a space for a tab, a line break for all that ends a line, or
/// nothing.
fn tame(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' => Some('\n'),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{1F}' => Some(' '),
        c if c.is_control() || is_invisible(c) || reorders(c) => None,
        c => Some(c),
    }
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// Whether a character has no picture and does nothing to those beside it: zero-width spaces,
/// fillers, and tags, in which a text can hide.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{200B}'
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}

/// Whether a character can make a line read differently from what is stored: overrides and isolates.
const fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character has no picture, and changes the shape or the direction of those beside it.
const fn only_shapes(c: char) -> bool {
    matches!(c,
        ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER | '\u{200E}' | '\u{200F}' | '\u{61C}'
        | '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a character cannot be seen, whatever it does to those beside it: a word with it among its
/// letters reads as the word without.
pub const fn is_unseen(c: char) -> bool {
    is_invisible(c) || only_shapes(c) || reorders(c)
}

/// Looks like a space, and is a sign to programs.
pub const BRAILLE_BLANK: char = '\u{2800}';

/// Whether a character stands for nothing by itself, so that most faces draw nothing or a box: those of
/// private use, those that are no characters, and signs that hold together what others draw.
pub const fn is_filler(c: char) -> bool {
    matches!(c,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FFF9}'..='\u{FFFC}' | '\u{13430}'..='\u{13442}' | '\u{16FE4}' | '\u{1BC9D}' | '\u{1D159}')
        || c as u32 & 0xFFFE == 0xFFFE
}

/// Whether a sign takes the vowel from a letter: scripts of India write a joiner after it, and a name
/// is spelled differently without.
fn is_virama(c: char) -> bool {
    canonical_combining_class(c) == 9
}

/// Whether words say anything, or name anybody: there is a letter or a digit to be seen. A dash, a blank
/// of braille and what nobody sees do not count.
pub fn says_something(words: &str) -> bool {
    // Those of ASCII are seen whatever stands beside them.
    let is_seen = words.bytes().any(|byte| byte.is_ascii_alphanumeric());
    is_seen || clean_line(words).chars().any(char::is_alphanumeric)
}

/// Whether two names can be those of one person: to be told apart, they have to differ in a letter or a
/// digit that can be seen. Letters that look alike count as one (UTS 39), as do capitals and small ones.
pub fn is_same_person(one: &str, other: &str) -> bool {
    let mut pairs = person_keys(one).zip(person_keys(other));
    pairs.any(|(one, other)| one == other)
}

/// What two names have in common of which [`is_same_person`] holds: one key or more. A name of nobody
/// has none.
pub fn person_keys(name: &str) -> impl Iterator<Item = (usize, String)> {
    let name = clean_line(name);
    // A sign stands beside the letters, or for one that it looks like.
    let looks = says_something(&name).then(|| [letters(&name), name].map(|name| looks(&name)));
    looks.into_iter().flatten().flatten().enumerate()
}

/// What letters can be taken for in these words.
fn looks(words: &str) -> [String; 2] {
    looks_like(words.nfkd().collect()).map(|words| letters(&words))
}

/// Words without capitals, each letter as the one that it looks like.
fn looks_like(words: String) -> [String; 2] {
    // A capital I looks like a small l, and is a small i.
    let drawn: String = skeleton(&words).collect();
    [drawn, words].map(|words| skeleton(&words.to_lowercase()).collect())
}

/// The letters and digits of words, without marks on them. In a script without capitals, signs for vowels
/// are letters as well: they stay where they stand on one of its letters.
fn letters(words: &str) -> String {
    let mut takes_vowels = false;
    let is_letter = |c: &char| {
        if is_combining_mark(*c) {
            return takes_vowels && spells(*c);
        }
        takes_vowels = c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        c.is_alphanumeric() && !is_modifier(*c)
    };
    words.nfd().filter(is_letter).collect()
}

/// Whether a mark makes another letter of the one that it stands on: vowels in India and to the east of
/// it, and what makes *ga* of *ka* in Japan.
fn spells(mark: char) -> bool {
    match canonical_combining_class(mark) {
        0 => mark.is_alphabetic(),
        class => class == 8 || (103..=132).contains(&class),
    }
}

/// Whether a character counts as a letter, and only says how others are spoken or drawn.
const fn is_modifier(c: char) -> bool {
    matches!(c, '\u{2B0}'..='\u{2FF}' | '\u{640}' | '\u{7FA}' | '\u{A717}'..='\u{A71F}' | '\u{A788}')
}

/// The words with one space between them.
fn folded(words: &str) -> String {
    let clean = clean_line(words);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names are spelled alike, however they are spaced and capitalised.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let folded = |name: &str| folded(&name.to_lowercase());
    let one = folded(one);
    !one.is_empty() && one == folded(other)
}

/// Words that are compared whatever their case, spaces and kind of apostrophe.
pub fn row_key(words: &str) -> String {
    folded(&words.to_lowercase()).replace('’', "'")
}

/// What words can be taken for at a glance, to compare others with: without capitals, marks and what
/// nobody sees, each letter as the one that it looks like (UTS 39).
pub fn at_a_glance(words: &str) -> String {
    let line = clean_line(words);
    let plain = line.nfkd().filter(|c| !is_combining_mark(*c));
    let [drawn, _] = looks_like(plain.collect());
    drawn
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
    fn words_that_stood_apart_stay_apart() {
        let glued = "Agreed with:\u{b}Rowan Hale\u{c}Isla Reed\u{85}Page two\rPage three\u{1f}end";
        assert_eq!(
            clean_paragraphs(glued),
            "Agreed with:\nRowan Hale\nIsla Reed\nPage two\nPage three end"
        );
        assert_eq!(
            clean_line(glued),
            "Agreed with: Rowan Hale Isla Reed Page two Page three end"
        );
        assert_eq!(clean_line("one\r\ntwo"), "one two");
    }

    #[test]
    fn a_line_holds_nothing_that_cannot_be_seen() {
        let hidden = [
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{2060}',
            '\u{2063}',
            '\u{AD}',
            '\u{34F}',
            '\u{3164}',
            '\u{FFA0}',
            '\u{115F}',
            '\u{FEFF}',
            '\u{FE0F}',
            '\u{E0041}',
            '\u{E0101}',
            '\u{180E}',
        ];
        for c in hidden {
            assert_eq!(clean_line(&format!("Ada{c} Fell{c}")), "Ada Fell", "{c:?}");
            assert_eq!(clean_line(&c.to_string()), "", "{c:?}");
        }
        // Sinhala and Persian are spelled with joiners; notes keep them, and names where letters need them.
        let sinhala = "\u{DC1}\u{DCA}\u{200D}\u{DBB}\u{DD3}";
        assert_eq!(clean_line(sinhala), sinhala);
        let persian = "\u{645}\u{6CC}\u{200C}\u{62E}";
        assert_eq!(clean_paragraphs(persian), persian);
    }

    #[test]
    fn two_names_that_look_alike_are_one_person() {
        for other in [
            "Ada\u{200b} Fell",
            "ada  fell",
            "\u{410}da Fell",
            "Ada FeIl",
            "ＡＤＡ Fell",
            "Ada Fell.",
            "Ada-Fell (—)",
            "Ada Fel|",
            "Ada Fell |",
            "Ⓐda Fell™",
            "A\u{323}\u{307}da Fel\u{345}l\u{5B0}",
        ] {
            assert!(is_same_person("Ada Fell", other), "{other}");
        }
        for other in [
            "Ada Fall",
            "Adam Fell",
            "Ada Fell 2",
            "Fell Ada",
            "",
            "\u{3164}",
        ] {
            assert!(!is_same_person("Ada Fell", other), "{other}");
        }
        assert!(!is_same_person("…", "…"), "that is nobody");
    }

    #[test]
    fn nothing_but_letters_and_digits_makes_another_name() {
        let characters = ('\0'..'\u{3100}').chain('\u{D7B0}'..'\u{E100}');
        let characters = characters
            .chain('\u{F8F0}'..'\u{10200}')
            .chain('\u{1D100}'..'\u{1D200}');
        for c in characters.filter(|c| !c.is_alphanumeric()) {
            let [end, inside] = [format!("Ada Fell{c}"), format!("Ada F{c}ell")];
            assert!(is_same_person("Ada Fell", &end), "{c:?}");
            assert!(is_same_person("Ada Fell", &inside), "{c:?}");
        }
        for c in ['\u{FFFFF}', '\u{10FFFE}', '\u{13441}', '\u{640}', '\u{2BC}'] {
            assert!(is_same_person("Ada Fell", &format!("Ada Fell{c}")), "{c:?}");
        }
    }

    #[test]
    fn names_that_differ_in_a_vowel_or_a_voice_are_two() {
        for (one, other) in [
            ("रीता", "रता"),
            ("かな", "がな"),
            ("สุดา", "สูดา"),
            ("李明", "李朋"),
            ("김민", "김만"),
        ] {
            assert!(!is_same_person(one, other), "{one} {other}");
            assert!(is_same_person(one, &format!("{one}\u{301}.")), "{one}");
        }
        assert!(
            is_same_person("محمد", "مُحَمَّـد"),
            "vowels are left out as a rule"
        );
    }

    #[test]
    fn a_name_has_nothing_that_stands_for_nothing() {
        for c in [
            '\u{FFF9}',
            '\u{FFFC}',
            '\u{1D159}',
            '\u{16FE4}',
            '\u{13437}',
            '\u{13442}',
            '\u{E000}',
            '\u{FDD0}',
            '\u{1FFFF}',
            '\u{10FFFD}',
        ] {
            assert_eq!(clean_line(&format!("A{c}da Fell{c}")), "Ada Fell", "{c:?}");
            assert!(!says_something(&c.to_string()), "{c:?}");
        }
        assert_eq!(clean_line("Ada\u{2800}Fell\u{2800}"), "Ada Fell");
    }

    #[test]
    fn words_that_say_something_have_a_letter_or_a_digit() {
        for name in [
            "Ada",
            "李",
            "\u{DC1}\u{DCA}\u{200D}\u{DBB}\u{DD3}",
            "Ward 9",
        ] {
            assert!(says_something(name), "{name}");
        }
        for name in [
            "",
            " ",
            "\u{3164}",
            "\u{200b}",
            "—",
            "...",
            "\u{2800}",
            "\u{E0041}",
        ] {
            assert!(!says_something(name), "{name:?}");
        }
    }

    #[test]
    fn a_message_keeps_its_letters_and_loses_what_steers_a_terminal() {
        assert_eq!(printable("w\u{302}\u{1b}[2J\nb "), "w\u{302}[2J\nb ");
    }

    #[test]
    fn plain_text_is_not_looked_at_a_character_at_a_time() {
        let parts = |text| unusual(text).collect::<Vec<_>>();
        assert!(parts("Robin said: \"no\".\nThen ~ {yes}.").is_empty());
        assert_eq!(
            parts("we said “no” and e\u{301}\t"),
            [" “", "o”", "e\u{301}\t"]
        );
        assert_eq!(parts("\u{301}a"), ["\u{301}"]);
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
            let line = clean_line(&text);
            prop_assert!(is_clean(&line) && !line.contains('\n'));
            prop_assert_eq!(clean_line(&line), line);
        }

        #[test]
        fn words_say_something_where_they_do_once_they_are_clean(words in "[a1<— \\n\u{301}\u{338}\u{200d}é]*") {
            let is_said = clean_line(&words).chars().any(char::is_alphanumeric);
            prop_assert_eq!(says_something(&words), is_said);
        }

        #[test]
        fn text_is_clean_by_parts_where_it_is_as_a_whole(text in "[a-c \n\t\u{7F}é“\u{300}-\u{304}\u{323}가ᅡᆨ]*") {
            let stays = text.chars().all(|c| tame(c) == Some(c));
            prop_assert_eq!(is_clean(&text), is_nfc(&text) && stays);
        }
    }
}
