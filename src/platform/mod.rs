//! What differs from system to system: the only folder that names one. Each part has the same
//! functions for Unix and for Windows.

pub mod files;
pub mod signals;

use std::fmt::Display;
use std::time::SystemTime;

use jiff::Timestamp;

/// A name as it can be pasted into a shell: in quotes where the shell would take it apart.
pub fn quoted(name: impl Display) -> String {
    let name = name.to_string();
    let is_plain =
        |c: char| c.is_alphanumeric() || "-_./:".contains(c) || c == '\\' && cfg!(windows);
    if !name.is_empty() && name.chars().all(is_plain) {
        name
    } else if cfg!(windows) {
        // No name there has a quote in it.
        format!("\"{name}\"")
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    }
}

/// Now, by the clock of the system. One that is set beyond all dates shows the last there is, or the
/// first.
pub fn now() -> Timestamp {
    let now = SystemTime::now();
    let last = if now < SystemTime::UNIX_EPOCH {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::try_from(now).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        for plain in ["board", "./a-b_c/x.jsonl", "Siân.pdf"] {
            assert_eq!(quoted(plain), plain);
        }
        let odd = quoted("My record's copy.jsonl");
        let expected = if cfg!(windows) {
            "\"My record's copy.jsonl\""
        } else {
            r"'My record'\''s copy.jsonl'"
        };
        assert_eq!(odd, expected);
        for odd in ["", "a;b", "a&b", "$HOME", "a\nb"] {
            assert!(quoted(odd).starts_with(['\'', '"']), "{odd}");
        }
    }
}
