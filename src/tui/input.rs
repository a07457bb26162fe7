//! From terminal events to messages.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::wizard::{Key, Message};

/// The message that a terminal event stands for, if it stands for one.
pub fn message(event: &Event) -> Option<Message> {
    match event {
        // Windows also reports releases, which would double every key.
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(*key).map(Message::Press),
        Event::Paste(text) => Some(Message::Paste(text.clone())),
        _ => None,
    }
}

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

    #[test]
    fn a_release_is_not_a_key() {
        let mut press = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(
            message(&Event::Key(press)),
            Some(Message::Press(Key::Enter))
        );
        press.kind = KeyEventKind::Release;
        assert_eq!(message(&Event::Key(press)), None);
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
