//! The question why a record is changed that was signed.

use std::io::{self, BufRead, Write};

use super::{Dialogue, Step};
use crate::plain::command::{Line, parse};
use crate::wizard::{Command, Message, Overlay, texts};

impl<I: BufRead, O: Write> Dialogue<'_, I, O> {
    /// Asks for the reason; without one, or with `back`, nothing is changed.
    pub(super) fn reason(&mut self) -> io::Result<Step> {
        self.say_notice()?;
        let Some(Overlay::Reason(asking)) = &self.session.model.overlay else {
            return Ok(None);
        };
        let (says, last) = (asking.says.clone(), asking.input.value().to_owned());
        self.say("")?;
        self.say(&says)?;
        if !last.is_empty() {
            self.say(&format!("Given last: {last}. Press Enter to keep it."))?;
        }
        self.say("Enter the reason, or back to leave everything as it is.")?;
        let Some(line) = self.ask(&format!("{}\n> ", texts::WHY))? else {
            self.send(Message::Reason(None));
            return Ok(self.end());
        };
        let reason = match parse(&line) {
            Line::Answer(text) if text.is_empty() => Some(last),
            Line::Answer(text) => Some(text),
            Line::Do(Command::Back) => None,
            Line::Quit => return self.quit(),
            _ => {
                self.say("To give one of the words for commands as a reason, put = before it.")?;
                return Ok(None);
            }
        };
        Ok(self.send(Message::Reason(reason)))
    }
}
