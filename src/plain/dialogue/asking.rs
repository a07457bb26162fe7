//! Reads what answers a prompt, and decides what becomes of a line that does not.

use std::io::{self, Write};

use super::{Dialogue, Finished, Step};
use crate::facts::Answer;
use crate::plain::command::{Line, parse};
use crate::plain::line::{Lines, Read};
use crate::platform::signals;
use crate::text::capitalised;
use crate::wizard::{FieldKey, Message, Notice};

/// Said of several lines that came at once where one is asked for.
const NO_TEXT: &str =
    "That was pasted text; nothing was changed. Paste a text where one is asked for.";

/// Said of a text of several lines that was pasted: its last line may still wait for its end.
const ENDS_PASTE: &str = "That was pasted as one text. Press Enter to take it.\n";

impl<L: Lines, O: Write> Dialogue<'_, L, O> {
    /// Reads a line that makes a choice; none at the end. Several that come at once make none.
    pub(super) fn ask(&mut self, prompt: &str) -> io::Result<Option<String>> {
        loop {
            let Some(line) = self.line(prompt)? else {
                return Ok(None);
            };
            if self.lines.rest_of_paste()?.is_empty() {
                return Ok(Some(line));
            }
            signals::forget_typed();
            self.say("")?;
            self.say(NO_TEXT)?;
        }
    }

    /// Reads a text; none at the end. Lines that come at once are one text, which the next Enter
    /// ends: its last line may wait for that.
    pub(super) fn ask_text(&mut self, prompt: &str) -> io::Result<Option<String>> {
        'anew: loop {
            let Some(first) = self.line(prompt)? else {
                return Ok(None);
            };
            let mut text = vec![first];
            loop {
                let pasted = self.lines.rest_of_paste()?;
                if pasted.is_empty() {
                    return Ok(Some(text.join("\n")));
                }
                for read in pasted {
                    match read {
                        Read::Line(line) => text.push(line),
                        Read::Refused(why) => {
                            signals::forget_typed();
                            self.say(&why)?;
                            continue 'anew;
                        }
                        Read::End => return Ok(Some(text.join("\n"))),
                    }
                }
                self.say("")?;
                match self.line(ENDS_PASTE)? {
                    Some(last) if last.is_empty() => {}
                    Some(last) => text.push(last),
                    None => return Ok(Some(text.join("\n"))),
                }
            }
        }
    }

    /// Reads a line. One that is no text at all is asked for again.
    fn line(&mut self, prompt: &str) -> io::Result<Option<String>> {
        loop {
            write!(self.output, "{prompt}")?;
            self.output.flush()?;
            self.number += 1;
            match self.lines.next_line()? {
                Read::Line(line) => {
                    if parse(&line) != Line::Quit && self.is_asked_to_stop() {
                        self.session.model.overlay = None;
                    }
                    return Ok(Some(line));
                }
                Read::Refused(why) => {
                    if self.goes_no_further(&why)? {
                        return Ok(None);
                    }
                }
                Read::End => {
                    self.say("")?;
                    return Ok(None);
                }
            }
        }
    }

    /// Says why a line is no answer, and asks again or ends.
    pub(super) fn refuse(&mut self, why: &str) -> io::Result<Step> {
        if self.goes_no_further(why)? {
            Ok(self.end())
        } else {
            Ok(None)
        }
    }

    /// Says why a line is no answer, to somebody who can give another. The lines of a script were
    /// written for one question each: after one that does not fit, none of them is taken.
    fn goes_no_further(&mut self, why: &str) -> io::Result<bool> {
        self.say(why)?;
        if self.lines.is_seen() {
            return Ok(false);
        }
        let why = capitalised(why.strip_prefix("Not taken: ").unwrap_or(why));
        self.refused = Some(format!(
            "line {} was not taken, and nothing after it. It answers “{}”. {why} Everything before \
             it is kept: put the line right, and go on from there",
            self.number, self.question,
        ));
        Ok(true)
    }

    /// Sends what leads somewhere. What leads nowhere, and says why, is refused.
    pub(super) fn lead(&mut self, message: Message) -> io::Result<Step> {
        let before = self.whereabouts();
        let step = self.send(message);
        if step.is_some() || self.session.model.waits() || self.whereabouts() != before {
            return Ok(step);
        }
        match self.session.model.notice.take() {
            Some(notice) => self.refuse(notice.words()),
            None => Ok(step),
        }
    }

    /// Answers a field, with all that is asked about that.
    pub(super) fn give(&mut self, key: FieldKey, answer: Answer) -> io::Result<Given> {
        let before = self.whereabouts();
        let mut step = self.send(Message::Answer {
            key,
            answer: Some(answer),
        });
        let waited = self.session.model.waits();
        while step.is_none() && self.session.model.waits() {
            step = self.waiting()?;
        }
        if step.is_some() {
            return Ok(Given::Left(step));
        }
        // A warning about something else is no refusal of what is written.
        let is_refused = self.whereabouts() == before;
        match self.session.model.notice.take() {
            Some(Notice::Problem(why)) if is_refused && waited => {
                self.say(&why)?;
                Ok(Given::Left(None))
            }
            Some(Notice::Problem(why)) if is_refused => Ok(Given::Left(self.refuse(&why)?)),
            notice => {
                self.session.model.notice = notice;
                Ok(Given::Taken)
            }
        }
    }

    /// What differs once something was written, or another question is asked.
    fn whereabouts(&self) -> (usize, usize, String) {
        let model = &self.session.model;
        let open = model.open.as_ref();
        let written = open.map_or(0, |open| open.entries.len() + open.pending.len());
        let focus = match model.form() {
            Some(form) => format!("{:?} {:?}", form.subject, form.cursor),
            None => model.whereabouts(),
        };
        (written, model.screens.len(), focus)
    }

    pub(super) fn end(&mut self) -> Step {
        self.send(Message::Do(crate::wizard::Command::Quit));
        Some(match self.refused.take() {
            Some(why) => Finished::Refused(why),
            None => Finished::EndOfInput,
        })
    }
}

/// What became of an answer.
pub(super) enum Given {
    /// It counts, and the next question can be asked.
    Taken,
    /// It does not, or the dialogue ends.
    Left(Step),
}
