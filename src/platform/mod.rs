//! What differs from system to system: the only folder that names one. Each part has the same
//! functions for Unix and for Windows.

pub mod files;
pub mod signals;

use std::fmt::Display;
use std::time::SystemTime;
use std::{env, fs};

use jiff::Timestamp;
use jiff::tz::TimeZone;

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

/// Where Unix has the rules of its own time zone.
const LOCAL_TIME: &str = "/etc/localtime";

/// The person's time zone. Its rules are read where they are: to find it by its name, the folders of all
/// that there are would be listed.
pub fn time_zone() -> TimeZone {
    let is_chosen = env::var_os("TZ").is_some();
    let rules = (!is_chosen).then(|| fs::read(LOCAL_TIME).ok()).flatten();
    rules
        .and_then(|rules| TimeZone::tzif(LOCAL_TIME, &rules).ok())
        .unwrap_or_else(TimeZone::system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_zone_is_that_of_the_system_and_is_not_looked_up_by_its_name() {
        let (own, system) = (time_zone(), TimeZone::system());
        for year in [1971, 2026, 2060] {
            for month in 1..=12 {
                let at = jiff::civil::date(year, month, 15).at(1, 30, 0, 0);
                assert_eq!(
                    own.to_timestamp(at).unwrap(),
                    system.to_timestamp(at).unwrap()
                );
            }
        }
        let is_read = env::var_os("TZ").is_none() && fs::exists(LOCAL_TIME).unwrap();
        assert_eq!(own.iana_name() == Some(LOCAL_TIME), is_read);
    }

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
