//! The question why a record is changed that was signed.

use std::io::{self, Write};

use super::{Dialogue, Step};
use crate::plain::command::{Line, parse_text};
use crate::plain::line::Lines;
use crate::wizard::{Command, Message, Notice, Overlay, texts};

impl<L: Lines, O: Write> Dialogue<'_, L, O> {
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
        texts::WHY.clone_into(&mut self.question);
        let Some(line) = self.ask_text(&format!("{}\n> ", texts::WHY))? else {
            self.send(Message::Reason(None));
            return Ok(self.end());
        };
        let reason = match parse_text(&line) {
            Line::Answer(text) if text.is_empty() => Some(last),
            Line::Answer(text) => Some(text),
            Line::Do(Command::Back) => None,
            Line::Quit => return self.quit(),
            Line::Do(_)
            | Line::Note
            | Line::Skip
            | Line::Guidance
            | Line::Copy
            | Line::Help
            | Line::Search(_) => {
                let says = "To give one of the words for commands as a reason, put = before it.";
                return self.refuse(says);
            }
        };
        let step = self.send(Message::Reason(reason));
        match self.session.model.notice.take() {
            Some(Notice::Problem(why)) if self.session.model.asks_why() => self.refuse(&why),
            notice => {
                self.session.model.notice = notice;
                Ok(step)
            }
        }
    }
}
