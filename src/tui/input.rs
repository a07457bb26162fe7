//! From terminal events to messages.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::wizard::{Key, Message};

/// From how many different characters on keys that came together are a text; a line end is one.
const TEXT: usize = 3;
/// The most events that are taken together: more than any text field holds.
const MOST: usize = 70_000;
/// How long a key that may begin a pasted text waits for the next: shorter than any two keys of a
/// person, and than the repeating of one that is held.
const BEAT: Duration = Duration::from_millis(20);
/// How long a text that is being pasted waits for its next piece.
const PAUSE: Duration = Duration::from_millis(100);

/// The messages that events stand for which came together.
///
/// Where a terminal does not mark a paste, as on Windows, a pasted text arrives as single keys, and
/// as commands they would do anything. So keys that come together are one pasted text as soon as
/// there are [`TEXT`] different characters among them, of which a line end is one; they are keys
/// otherwise. Nobody types three characters in one [`BEAT`]. A key that is held repeats one
/// character, and who types ahead on a slow line sends arrows, Tab, Enter, and a letter at a time.
/// A whole word that a slow line delivers at once is a text too: in a text field it stands as it
/// was typed, and only its Enter has to be pressed again. What of a paste is not text is dropped.
pub(super) fn messages(events: &[Event]) -> Vec<Message> {
    let is_text = is_text(events);
    let mut messages = vec![];
    let mut pasted = String::new();
    let mut before = None;
    for event in events {
        let Some(key) = pressed(event) else {
            if let Event::Paste(text) = event {
                messages.push(Message::Paste(text.clone()));
            }
            continue;
        };
        if is_text {
            let breaks_once_more = key == Key::Ctrl('j') && before == Some(Key::Enter);
            pasted.extend(character(key).filter(|_| !breaks_once_more));
            before = Some(key);
        } else {
            messages.push(Message::Press(key));
        }
    }
    if is_text {
        messages.push(Message::Paste(pasted));
    }
    messages
}

/// How long to wait for what comes together with these events; none if they are enough.
pub(super) fn patience(events: &[Event]) -> Option<Duration> {
    let last = events.iter().rev().find_map(pressed);
    if events.len() >= MOST {
        None
    } else if is_text(events) {
        Some(PAUSE)
    } else if last.and_then(character).is_some() {
        Some(BEAT)
    } else {
        Some(Duration::ZERO)
    }
}

fn is_text(events: &[Event]) -> bool {
    let mut seen = vec![];
    let characters = events.iter().filter_map(pressed).filter_map(character);
    // Tab leads from question to question as the arrows do.
    for c in characters.filter(|c| *c != '\t') {
        if !seen.contains(&c) {
            seen.push(c);
        }
        if seen.len() >= TEXT {
            return true;
        }
    }
    false
}

/// What a key stands for in a text.
const fn character(key: Key) -> Option<char> {
    if let Key::Char(c) = key {
        Some(c)
    } else if matches!(key, Key::Enter | Key::NewLine | Key::Ctrl('j')) {
        Some('\n')
    } else if matches!(key, Key::Tab) {
        Some('\t')
    } else {
        None
    }
}

fn pressed(event: &Event) -> Option<Key> {
    // Windows also reports releases, which would double every key.
    event
        .as_key_event()
        .filter(|key| key.kind != KeyEventKind::Release)
        .and_then(key)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "terminals have more keys than the program"
)]
fn key(event: KeyEvent) -> Option<Key> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(match event.code {
        // AltGr arrives as Control and Alt on Windows, with the character that it makes.
        KeyCode::Char(c) if control && !alt => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) if control == alt => Key::Char(c),
        KeyCode::Enter if alt => Key::NewLine,
        KeyCode::Enter => Key::Enter,
        KeyCode::Left if control => Key::WordLeft,
        KeyCode::Right if control => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Esc => Key::Esc,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// As a terminal without marks hands a text over.
    fn keys(text: &str) -> Vec<Event> {
        let code = |c| match c {
            '\r' => KeyCode::Enter,
            '\t' => KeyCode::Tab,
            '↓' => KeyCode::Down,
            c => KeyCode::Char(c),
        };
        let event = |c| match c {
            '\n' => Event::Key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL)),
            c => pressed(code(c)),
        };
        text.chars().map(event).collect()
    }

    fn is_pasted(text: &str) -> bool {
        let messages = messages(&keys(text));
        let pastes = messages.iter().filter(|m| matches!(m, Message::Paste(_)));
        assert!(pastes.count() == 0 || messages.len() == 1, "{messages:?}");
        matches!(messages[..], [Message::Paste(_)])
    }

    #[test]
    fn a_release_is_not_a_key() {
        let mut press = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(messages(&[Event::Key(press)]), [Message::Press(Key::Enter)]);
        press.kind = KeyEventKind::Release;
        assert_eq!(messages(&[Event::Key(press)]), []);
    }

    #[test]
    fn a_text_that_comes_at_once_is_one_paste_with_its_lines() {
        let said = |words: &str| [Message::Paste(words.into())];
        assert_eq!(messages(&keys("ab\rc")), said("ab\nc"));
        assert_eq!(messages(&keys("ab\r\ncd\n\n")), said("ab\ncd\n\n"));
        assert_eq!(messages(&keys("a\tb\tc")), said("a\tb\tc"));
        assert_eq!(messages(&keys("a↓bc\r")), said("abc\n"));
        for pasted in ["ok\r", "\rok", "Yes", "12\r", "1,5", "u u n\r"] {
            assert!(is_pasted(pasted), "{pasted:?}");
        }
    }

    #[test]
    fn what_is_held_or_typed_ahead_stays_keys() {
        for typed in [
            "↓↓↓\r",
            "\r\r\r",
            "nnnnnnnn",
            "a\r",
            " \t \t↓\r",
            "g",
            "nx",
            "u↓u\t",
            "",
        ] {
            assert!(!is_pasted(typed), "{typed:?}");
            assert_eq!(messages(&keys(typed)).len(), typed.chars().count());
        }
    }

    #[test]
    fn only_what_may_be_a_text_is_waited_for_and_not_for_ever() {
        assert_eq!(patience(&keys("↓↓")), Some(Duration::ZERO));
        assert_eq!(patience(&[Event::Resize(80, 24)]), Some(Duration::ZERO));
        assert_eq!(patience(&keys("a")), Some(BEAT));
        assert_eq!(patience(&keys("↓\r")), Some(BEAT));
        assert_eq!(patience(&keys("Seen")), Some(PAUSE));
        assert_eq!(patience(&keys(&"abc".repeat(MOST))), None);
    }

    #[test]
    fn a_marked_paste_is_one_by_itself() {
        let events = [Event::Paste("x".into()), pressed(KeyCode::Enter)];
        let expected = [Message::Paste("x".into()), Message::Press(Key::Enter)];
        assert_eq!(messages(&events), expected);
    }

    #[test]
    fn alt_gr_makes_letters() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(
            key(KeyEvent::new(KeyCode::Char('ŵ'), both)),
            Some(Key::Char('ŵ'))
        );
        let control = KeyEvent::new(KeyCode::Char('C'), KeyModifiers::CONTROL);
        assert_eq!(key(control), Some(Key::Ctrl('c')));
    }
}
