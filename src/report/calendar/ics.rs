//! All-day entries as an iCalendar file, RFC 5545.
//!
//! Written here, because the crate for it (`icalendar` 0.17) folds and escapes well, but puts the time
//! of the clock and a random UID into each alarm: the same record would give other bytes every time.

use jiff::Timestamp;
use jiff::civil::Date;

/// The longest line in octets, without its line break.
const LONGEST: usize = 75;

/// An entry for a whole day.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Names it for ever: importing the same again changes it.
    pub uid: String,
    /// When what it says was written.
    pub stamp: Timestamp,
    /// Grows with each change.
    pub sequence: u64,
    pub day: Date,
    /// Its title.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// How many days before somebody is reminded; none where it is cancelled.
    pub alarm: Option<u32>,
}

/// The file. An entry without an alarm is one that is taken back.
pub(super) fn calendar(entries: &[Entry]) -> String {
    let mut file = File::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.text("PRODID", &format!("-//mfa-assess//{}//EN", crate::TOOL));
    file.line("CALSCALE", "GREGORIAN");
    for entry in entries {
        file.entry(entry);
    }
    file.line("END", "VCALENDAR");
    file.written
}

#[derive(Default)]
struct File {
    written: String,
}

impl File {
    fn entry(&mut self, entry: &Entry) {
        let stamp = entry.stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
        self.line("BEGIN", "VEVENT");
        self.text("UID", &entry.uid);
        self.line("DTSTAMP", &stamp);
        self.line("SEQUENCE", &entry.sequence.to_string());
        // It ends where the next day begins: not every reader knows that without being told.
        let days = [
            ("DTSTART", Some(entry.day)),
            ("DTEND", entry.day.tomorrow().ok()),
        ];
        for (name, day) in days {
            let day = day.map(|day| day.strftime("%Y%m%d").to_string());
            day.iter()
                .for_each(|day| self.line(&format!("{name};VALUE=DATE"), day));
        }
        self.text("SUMMARY", &entry.summary);
        self.text("DESCRIPTION", &entry.description);
        self.line("CLASS", "CONFIDENTIAL");
        // Nobody is busy all day because something is due.
        self.line("TRANSP", "TRANSPARENT");
        match entry.alarm {
            None => self.line("STATUS", "CANCELLED"),
            Some(days) => {
                self.line("STATUS", "CONFIRMED");
                self.line("BEGIN", "VALARM");
                self.line("ACTION", "DISPLAY");
                self.text("DESCRIPTION", &entry.summary);
                let sign = if days == 0 { "" } else { "-" };
                self.line("TRIGGER", &format!("{sign}P{days}D"));
                self.line("END", "VALARM");
            }
        }
        self.line("END", "VEVENT");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escaped(value));
    }

    /// Writes a line, in pieces that are no longer than they may be. A character stays whole.
    fn line(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used + c.len_utf8() > LONGEST {
                self.written.push_str("\r\n ");
                used = 1;
            }
            self.written.push(c);
            used += c.len_utf8();
        }
        self.written.push_str("\r\n");
    }
}

/// A text as a value: what separates is escaped, and what steers is left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarValue};
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn entry(summary: &str, description: &str) -> Entry {
        Entry {
            uid: "review-EX-1-0123456789abcdef0123456789abcdef@mfa-assess.invalid".into(),
            stamp: "2026-11-24T12:00:00.123Z".parse().unwrap(),
            sequence: 17,
            day: date(2027, 6, 30),
            summary: summary.into(),
            description: description.into(),
            alarm: Some(14),
        }
    }

    /// The text of a property in the first component of its kind, read by somebody else's parser.
    fn read_back(file: &str, component: &str, name: &ICalendarProperty) -> String {
        let read = ICalendar::parse(file).unwrap();
        let found = read.components.iter();
        let mut found = found.filter(|c| c.component_type.as_str() == component);
        let entries = &found.next().unwrap().entries;
        let property = entries.iter().find(|e| e.name == *name).unwrap();
        let values = property.values.iter().map(|value| match value {
            ICalendarValue::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        });
        values.collect::<Vec<_>>().join(",")
    }

    fn holds(summary: &str, description: &str) {
        let file = calendar(&[entry(summary, description)]);
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        for line in file.split_terminator("\r\n") {
            assert!(line.len() <= LONGEST, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let read = |component, name| read_back(&file, component, &name);
        assert_eq!(read("VEVENT", ICalendarProperty::Summary), summary);
        assert_eq!(read("VEVENT", ICalendarProperty::Description), description);
        assert_eq!(read("VALARM", ICalendarProperty::Description), summary);
    }

    #[test]
    fn texts_that_tempt_a_parser_are_read_back_as_they_were() {
        let welsh = "Ysbyty Gwynedd: adolygiad o’r eithriad ar gyfer yr archif ddelweddu, tŷ ŵyl; ";
        for text in [
            "Imaging archive, theatre; ward\\bay",
            "\\n is not a line break, \n is\n\n",
            "BEGIN:VEVENT\nEND:VCALENDAR",
            "ends with a backslash\\",
            "\\\\;\\,",
            "a:b=c;d=\"e\"",
            "👩‍⚕️🏥👩🏽‍💻".repeat(20).as_str(),
            welsh.repeat(8).trim_end(),
            "w̃".repeat(200).as_str(),
        ] {
            holds(text, text);
        }
    }

    #[test]
    fn the_pieces_of_a_long_line_are_as_long_as_they_may_be() {
        let file = calendar(&[entry(&"x".repeat(300), "y")]);
        let mut lines = file.split("\r\n");
        assert!(lines.any(|l| l.starts_with("SUMMARY:x") && l.len() == 75));
        assert_eq!(lines.next().unwrap(), format!(" {}", "x".repeat(74)));
        let exact = calendar(&[entry(&"x".repeat(75 - "SUMMARY:".len()), "y")]);
        let summary = format!("SUMMARY:{}\r\nDESCRIPTION:y\r\n", "x".repeat(67));
        assert!(exact.contains(&summary), "{exact}");
    }

    #[test]
    fn what_steers_a_terminal_is_left_out() {
        let file = calendar(&[entry("a\u{1b}[2J\tb\u{0}", "one\r\ntwo")]);
        assert!(file.contains("SUMMARY:a[2Jb\r\n"), "{file}");
        assert!(file.contains("DESCRIPTION:one\\ntwo\r\n"), "{file}");
    }

    #[test]
    fn an_entry_has_all_that_it_needs_and_one_that_is_taken_back_reminds_nobody() {
        let file = calendar(&[entry("a", "b")]);
        for line in [
            "DTSTAMP:20261124T120000Z",
            "SEQUENCE:17",
            "DTSTART;VALUE=DATE:20270630",
            "DTEND;VALUE=DATE:20270701",
            "CLASS:CONFIDENTIAL",
            "STATUS:CONFIRMED",
            "TRIGGER:-P14D",
        ] {
            let count = file.lines().filter(|l| *l == line).count();
            assert_eq!(count, 1, "{line}: {file}");
        }
        let on_the_day = Entry {
            alarm: Some(0),
            ..entry("a", "b")
        };
        assert!(calendar(&[on_the_day]).contains("TRIGGER:P0D\r\n"));
        let taken_back = Entry {
            alarm: None,
            ..entry("a", "b")
        };
        let file = calendar(&[taken_back]);
        assert!(file.contains("STATUS:CANCELLED\r\n") && !file.contains("VALARM"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_goes_in_is_read_back(
            summary in r"\PC{0,40}([,;:\\\n]|ŵ|ŷ|👩🏽‍💻|Llanfair|\PC){0,60}",
            description in r"([,;:\\\n]|ŵ|ŷ|👩🏽‍💻| dw i'n hoffi |\PC){0,200}",
        ) {
            // A reader may drop spaces at the ends, and the record has none there.
            holds(summary.trim(), description.trim());
        }
    }
}
