//! The question before a change resets the approval of an exemption.

use std::io::{self, Write};

use super::{Dialogue, Step};
use crate::plain::command::{Line, parse};
use crate::plain::line::Lines;
use crate::wizard::{Command, Message, Overlay, ResetChoice, texts};

impl<L: Lines, O: Write> Dialogue<'_, L, O> {
    /// Asks what a change waits for: a reason, or what is to become of an approval.
    pub(super) fn waiting(&mut self) -> io::Result<Step> {
        if self.session.model.asks_why() {
            self.reason()
        } else {
            self.reset()
        }
    }

    /// Asks what is to become of an approval; `back` leaves everything as it is.
    fn reset(&mut self) -> io::Result<Step> {
        self.say_notice()?;
        let Some(Overlay::Reset(asking)) = &self.session.model.overlay else {
            return Ok(None);
        };
        let says = asking.says.clone();
        self.say("")?;
        self.say(&says)?;
        self.say(texts::RESET)?;
        for (number, choice) in (1..).zip(ResetChoice::ALL) {
            self.say(&format!("  {number}. {}", choice.words()))?;
        }
        texts::RESET.clone_into(&mut self.question);
        let Some(line) = self.ask("Enter a number.\n> ")? else {
            self.send(Message::Reset(ResetChoice::Leave));
            return Ok(self.end());
        };
        let chosen = match parse(&line) {
            Line::Answer(number) => {
                let number: Option<usize> = number.trim().parse().ok();
                let index = number.and_then(|number| number.checked_sub(1));
                index.and_then(|index| ResetChoice::ALL.get(index).copied())
            }
            Line::Do(Command::Back) => Some(ResetChoice::Leave),
            Line::Quit => return self.quit(),
            Line::Do(_)
            | Line::Note
            | Line::Skip
            | Line::Guidance
            | Line::Copy
            | Line::Help
            | Line::Search(_) => None,
        };
        match chosen {
            Some(choice) => Ok(self.send(Message::Reset(choice))),
            None => {
                self.refuse("Enter a number from 1 to 3, or back to leave everything as it is.")
            }
        }
    }
}
