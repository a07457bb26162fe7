//! What differs from system to system: the only folder that names one. Each part has the same
//! functions for Unix and for Windows.

pub(crate) mod files;
pub(crate) mod signals;

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A name as it can be pasted into a shell: in quotes where the shell would take it apart.
pub(crate) fn quoted(name: impl Display) -> String {
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
pub(crate) fn now() -> Timestamp {
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

/// How long the rules of a time zone are taken as they were read. Each key asks for the day; and who
/// travels need not start anew.
const FRESH: Duration = Duration::from_secs(300);

type Kept = Option<(Instant, TimeZone)>;

/// The person's time zone.
pub(crate) fn time_zone() -> TimeZone {
    static KEPT: Mutex<Kept> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    fresh(&mut kept, read_time_zone)
}

fn fresh(kept: &mut Kept, read: impl FnOnce() -> TimeZone) -> TimeZone {
    if let Some((since, zone)) = kept
        && since.elapsed() < FRESH
    {
        return zone.clone();
    }
    let zone = read();
    *kept = Some((Instant::now(), zone.clone()));
    zone
}

/// Its rules are read where they are: to find it by its name, the folders of all that there are would be
/// listed.
fn read_time_zone() -> TimeZone {
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
    fn the_time_zone_is_read_once_for_many_keys() {
        let (mut kept, mut read) = (None, 0);
        for _ in 0..100 {
            fresh(&mut kept, || {
                read += 1;
                TimeZone::UTC
            });
        }
        assert_eq!(read, 1);
        kept = kept.and_then(|(since, zone)| Some((since.checked_sub(FRESH)?, zone)));
        fresh(&mut kept, || {
            read += 1;
            TimeZone::UTC
        });
        assert_eq!(read, 2);
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
