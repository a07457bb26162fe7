//! The dialogue: shows where the conversation stands, reads a line, sends it on.

mod asking;
mod reason;
mod reset;

use std::io::{self, Write};

use self::asking::Given;
use super::command::{Line, WORDS, parse, parse_text};
use super::line::Lines;
use super::prompt::{self, Reading};
use crate::facts::Answer;
use crate::questionnaire::Input;
use crate::session::{Flow, Session};
use crate::wizard::{
    Command, Field, FieldKey, Goal, Key, Message, Overlay, Page, Row, Screen, Subject, search,
    texts,
};

/// Asked of rows where nothing is chosen by Enter alone.
const NUMBER: &str = "Enter a number.\n> ";

/// How the dialogue ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// The person stopped it.
    Person,
    /// There was no more input. Everything is saved.
    EndOfInput,
    /// A line of a script was no answer: which, to what, and why. Everything before it is saved.
    Refused(String),
}

/// Holds the dialogue until the person stops or the input ends.
///
/// # Errors
/// When the output cannot be written or the input cannot be read.
pub fn run(
    session: &mut Session,
    lines: &mut impl Lines,
    output: &mut impl Write,
) -> io::Result<Finished> {
    let mut dialogue = Dialogue {
        session,
        lines,
        output,
        shown: None,
        number: 0,
        question: String::new(),
        refused: None,
    };
    dialogue.run()
}

struct Dialogue<'a, L, O> {
    session: &'a mut Session,
    lines: &'a mut L,
    output: &'a mut O,
    /// The form whose introduction was shown last.
    shown: Option<Subject>,
    /// The number of the line that was read last.
    number: usize,
    /// What the next line answers.
    question: String,
    /// Why the lines of a script end before their end.
    refused: Option<String>,
}

/// Whether to go on.
type Step = Option<Finished>;

impl<L: Lines, O: Write> Dialogue<'_, L, O> {
    fn run(&mut self) -> io::Result<Finished> {
        self.say(
            "Plain dialogue. Enter help at any prompt to see what you can do, quit to stop. Each answer \
             is saved before the next question is asked.",
        )?;
        loop {
            self.say_notice()?;
            if let Some(trouble) = self.session.model.trouble() {
                self.say(&trouble)?;
            }
            let step = match self.session.model.screen() {
                _ if self.session.model.waits() => self.waiting()?,
                Screen::List(_) => self.list()?,
                Screen::Form(_) => self.form()?,
            };
            if let Some(finished) = step {
                self.say_notice()?;
                return Ok(finished);
            }
        }
    }

    fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.output, "{line}")
    }

    fn say_all(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.say(line))
    }

    fn say_notice(&mut self) -> io::Result<()> {
        if let Some(notice) = self.session.model.notice.take() {
            self.say(notice.words())?;
        }
        Ok(())
    }

    fn send(&mut self, message: Message) -> Step {
        let flow = self.session.send(message);
        self.session.rest();
        match flow {
            Flow::Continue => None,
            Flow::Stop => Some(Finished::Person),
        }
    }

    fn list(&mut self) -> io::Result<Step> {
        self.shown = None;
        let page = self.session.model.page();
        self.say("")?;
        self.say(&format!("{}.", page.title))?;
        self.question.clone_from(&page.title);
        self.say_all(&prompt::list(&self.session.model, &page.rows))?;
        let asks = match page.onward.and_then(|index| page.rows.get(index)) {
            Some(row) => format!(
                "Enter a number, or press Enter to go on with: {}\n> ",
                row.text.trim()
            ),
            None => NUMBER.to_owned(),
        };
        self.choose(&asks, &page.rows, page.onward)
    }

    /// Lets the person choose among rows by number, or give a command. Enter alone chooses the row
    /// that is `onward`.
    fn choose(&mut self, asks: &str, rows: &[Row], onward: Option<usize>) -> io::Result<Step> {
        let Some(line) = self.ask(asks)? else {
            return Ok(self.end());
        };
        let goals: Vec<&Goal> = rows.iter().filter_map(|row| row.goal.as_ref()).collect();
        let wanted = match parse(&line) {
            Line::Answer(text) if text.is_empty() && onward.is_none() => {
                self.say("Enter a number.")?;
                return Ok(None);
            }
            Line::Answer(text) if text.is_empty() => {
                onward.and_then(|index| rows.get(index)?.goal.as_ref())
            }
            Line::Answer(text) => {
                let number = text.trim().parse::<usize>().ok();
                let index = number.and_then(|number| number.checked_sub(1));
                index.and_then(|index| goals.get(index).copied())
            }
            command @ Line::Do(_)
            | command @ Line::Note
            | command @ Line::Skip
            | command @ Line::Guidance
            | command @ Line::Copy
            | command @ Line::Help
            | command @ Line::Search(_)
            | command @ Line::Quit => return self.command(command),
        };
        match wanted {
            Some(goal) => self.lead(Message::Go(goal.clone())),
            None => self.refuse(&format!("Enter a number from 1 to {}.", goals.len())),
        }
    }

    fn form(&mut self) -> io::Result<Step> {
        let model = &self.session.model;
        let (Some(open), Some(form)) = (&model.open, model.form()) else {
            return Ok(self.send(Message::Do(Command::Back)));
        };
        let page = model.page();
        if self.shown.as_ref() != Some(&form.subject) {
            let about = prompt::said(open, &page.head);
            self.shown = Some(form.subject.clone());
            self.say("")?;
            self.say(&format!("{}.", page.title))?;
            self.say_all(&about)?;
            return Ok(None);
        }
        let focus = form.cursor.field();
        let mut fields = page.fields.iter().zip(1..);
        match fields.find(|(field, _)| Some(&field.key) == focus) {
            Some((field, number)) => self.field(field, number, page.fields.len()),
            None => self.below(&page),
        }
    }

    /// What a form comes to, and where it leads on.
    fn below(&mut self, page: &Page) -> io::Result<Step> {
        let model = &self.session.model;
        let said = model
            .open
            .as_ref()
            .map(|open| prompt::said(open, &page.below));
        let saved = model.saved();
        self.question.clone_from(&page.title);
        self.say("")?;
        self.say_all(&said.unwrap_or_default())?;
        self.say(&format!("{saved}. Go on:"))?;
        self.say_all(&prompt::list(&self.session.model, &page.rows))?;
        let asks = match page.onward.and_then(|index| page.rows.get(index)) {
            Some(row) => format!("Enter a number, or press Enter for: {}\n> ", row.text),
            None => NUMBER.to_owned(),
        };
        self.choose(&asks, &page.rows, page.onward)
    }

    fn field(&mut self, field: &Field, number: usize, of: usize) -> io::Result<Step> {
        let unfinished = self.unfinished(field);
        self.say_all(&prompt::question(field, number, of, unfinished.as_deref()))?;
        self.question.clone_from(&field.question.text);
        let is_text = field.is_words();
        let line = if is_text {
            self.ask_text("> ")?
        } else {
            self.ask("> ")?
        };
        let Some(line) = line else {
            return Ok(self.end());
        };
        let text = match if is_text {
            parse_text(&line)
        } else {
            parse(&line)
        } {
            Line::Answer(text) => text,
            Line::Do(Command::Back) => return Ok(self.back(number)),
            Line::Skip => return Ok(self.send(Message::Do(Command::NextField))),
            command @ Line::Do(_)
            | command @ Line::Note
            | command @ Line::Guidance
            | command @ Line::Copy
            | command @ Line::Help
            | command @ Line::Search(_)
            | command @ Line::Quit => return self.command(command),
        };
        if text.is_empty() {
            if unfinished.is_none() && field.answer.is_none() && !field.question.optional {
                self.say("Not answered. You can come back to it.")?;
            }
            return Ok(self.send(Message::Do(Command::NextField)));
        }
        let Some(text) = self.rest_of(text, field)? else {
            return Ok(self.end());
        };
        let answer = match prompt::read(&text, field) {
            Ok(Reading::Answer(answer)) => answer,
            Ok(Reading::NeedsReason) => match self.why_not()? {
                Ok(reason) => Answer::NotApplicable { reason },
                Err(step) => return Ok(step),
            },
            Err(misread) => return self.refuse(&misread),
        };
        match self.give(field.key.clone(), answer)? {
            Given::Left(step) => Ok(step),
            Given::Taken => {
                self.say_notice()?;
                Ok(self.send(Message::Do(Command::NextField)))
            }
        }
    }

    /// Why a question does not apply, or where to go instead.
    fn why_not(&mut self) -> io::Result<Result<String, Step>> {
        let Some(line) = self.ask_text("Why does it not apply?\n> ")? else {
            return Ok(Err(self.end()));
        };
        match parse_text(&line) {
            Line::Answer(reason) => Ok(Ok(reason)),
            // To the choice that led here.
            Line::Do(Command::Back) => Ok(Err(None)),
            command @ Line::Do(_)
            | command @ Line::Note
            | command @ Line::Skip
            | command @ Line::Guidance
            | command @ Line::Copy
            | command @ Line::Help
            | command @ Line::Search(_)
            | command @ Line::Quit => self.command(command).map(Err),
        }
    }

    /// What was typed into the field, in the full screen, and not taken.
    fn unfinished(&self, field: &Field) -> Option<String> {
        let input = self.session.model.form()?.input.as_ref()?;
        let words = input.value();
        (!words.is_empty() && words != field.text()).then(|| words.to_owned())
    }

    /// The text with the lines that follow one that ends with a backslash, where there may be
    /// several; none if one of them is no text.
    fn rest_of(&mut self, first: String, field: &Field) -> io::Result<Option<String>> {
        let mut text = first;
        if !matches!(field.question.input, Input::Paragraphs { .. }) {
            return Ok(Some(text));
        }
        while let Some(begun) = text.strip_suffix('\\') {
            let next = self.ask_text(". ")?;
            if self.refused.is_some() {
                return Ok(None);
            }
            text = format!("{begun}\n{}", next.unwrap_or_default());
        }
        Ok(Some(text))
    }

    /// To the question before, or off the form from its first.
    fn back(&mut self, number: usize) -> Step {
        let command = if number > 1 {
            Command::PreviousField
        } else {
            self.shown = None;
            Command::Back
        };
        self.send(Message::Do(command))
    }

    /// Stops; what is not saved is only given up when the person says so twice.
    fn quit(&mut self) -> io::Result<Step> {
        if self.is_asked_to_stop() {
            return Ok(self.send(Message::Press(Key::Ctrl('c'))));
        }
        let step = self.send(if self.session.model.waits() {
            Message::Press(Key::Ctrl('c'))
        } else {
            Message::Do(Command::Quit)
        });
        if self.is_asked_to_stop() {
            self.say(
                "The last change is NOT saved. Enter retry to try again to save it, copy to save a \
                 copy elsewhere, or quit again to stop and lose it.",
            )?;
        }
        Ok(step)
    }

    /// Asks where to save a copy, if there is something to copy.
    fn copy(&mut self) -> io::Result<Step> {
        let step = self.send(Message::Do(Command::Copy));
        let Some(Overlay::Copy(suggested)) = self.session.model.overlay.take() else {
            return Ok(step);
        };
        let (words, asks) = (self.session.model.copy_words(), texts::COPY_TO);
        self.say(&format!("{words} {asks} Enter back to leave it."))?;
        let prompt = format!("Press Enter for: {}\n> ", suggested.value());
        match self.ask_text(&prompt)? {
            None => Ok(self.end()),
            Some(line) if parse_text(&line) == Line::Do(Command::Back) => Ok(None),
            Some(line) => Ok(self.send(Message::CopyTo(line))),
        }
    }

    fn is_asked_to_stop(&self) -> bool {
        matches!(self.session.model.overlay, Some(Overlay::QuitUnsaved))
    }

    fn command(&mut self, line: Line) -> io::Result<Step> {
        match line {
            Line::Do(command) => {
                if command == Command::Confirm {
                    return self.lead(Message::Do(command));
                }
                if command != Command::Clear {
                    self.shown = None;
                }
                Ok(self.send(Message::Do(command)))
            }
            Line::Skip => Ok(self.send(Message::Do(Command::NextField))),
            Line::Note => self.lead(Message::Go(Goal::At(FieldKey::Note))),
            Line::Quit => self.quit(),
            Line::Copy => self.copy(),
            Line::Help => {
                for (word, does) in WORDS {
                    self.say(&format!("  {word}: {does}"))?;
                }
                self.say("To give one of these words as a text, put = before it: =note.")?;
                Ok(None)
            }
            Line::Guidance => {
                let page = self.session.model.page();
                let open = self.session.model.open.as_ref();
                let says = match open.zip(page.guidance.as_ref()) {
                    None => vec![texts::ON_SCENARIOS_ONLY.to_owned()],
                    Some((_, all)) if all.items.is_empty() => vec![texts::NO_GUIDANCE.to_owned()],
                    Some((open, all)) => prompt::said(open, &all.items),
                };
                self.say_all(&says)?;
                Ok(None)
            }
            Line::Search(words) => {
                let open = self.session.model.open.as_ref();
                let found = open.map_or_else(Vec::new, |open| search(open, &words));
                if found.is_empty() {
                    return self.refuse("No scenario holds these words.");
                }
                self.say_all(&prompt::list(&self.session.model, &found))?;
                self.choose(NUMBER, &found, None)
            }
            Line::Answer(_) => Ok(None),
        }
    }
}
