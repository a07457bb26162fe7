//! A person who answers everything, in one face or the other.

use std::path::{Path, PathBuf};

use mfa_assess::facts::{Event, Logged};
use mfa_assess::plain::line::{self, Read};
use mfa_assess::plain::{self, Lines};
use mfa_assess::questionnaire::{Input, Questionnaire};
use mfa_assess::record::{Library, read};
use mfa_assess::session::{Clock, Flow, Session};
use mfa_assess::wizard::{
    Field, FieldKey, Goal, Key, Message, Place, Row, Screen, Stop, Subject, fields, links,
    of_field, rows,
};

/// Noon on the day on which all tests take place.
pub fn clock() -> Clock {
    Clock::Fixed("2026-11-24T12:00:00+00:00[UTC]".parse().unwrap())
}

pub fn session(folder: &Path, asked: &Questionnaire) -> Session {
    session_at(folder, asked, clock())
}

pub fn session_at(folder: &Path, asked: &Questionnaire, clock: Clock) -> Session {
    let library = Library::at(Some(folder.join("records"))).unwrap();
    Session::new(library, asked.clone(), folder.to_owned(), clock).at_home()
}

/// What a person does with a field.
#[derive(Debug, Clone)]
pub enum Pick {
    /// Chooses the option with this number, from 0.
    Option(usize),
    /// Types a text.
    Type(String),
    /// Says that the answer of last time still holds.
    Confirm,
    /// Leaves it as it is.
    Leave,
}

/// Who answers: what they pick, and where they go.
pub trait Person {
    fn pick(&mut self, subject: &Subject, field: &Field) -> Pick;
    /// The number of the row to go to, or nothing to stop.
    fn go(&mut self, place: &Place, rows: &[Row]) -> Option<usize>;
    fn link(&mut self, subject: &Subject, links: &[Row]) -> usize;
}

/// What is typed into a field that takes a text, if it takes one.
pub fn typed(field: &Field, words: &str) -> Pick {
    match &field.question.input {
        Input::Number { .. } => Pick::Type("5".into()),
        Input::Date { past: true } => Pick::Type("30/06/2026".into()),
        Input::Date { past: false } => Pick::Type("30/06/2027".into()),
        Input::Line { max } | Input::Paragraphs { max } => {
            Pick::Type(words.chars().take((*max).into()).collect())
        }
        Input::OneOf(_) | Input::AnyOf(_) => Pick::Option(0),
    }
}

/// Lets a person go through the full screen's conversation by keys. Returns the lines with which
/// the same is done in the plain dialogue.
pub fn by_keys(session: &mut Session, person: &mut impl Person) -> Vec<String> {
    let mut lines = vec![];
    for _ in 0..5000 {
        match session.model.screen().clone() {
            Screen::List(list) => {
                let rows = rows(&session.model, &list.place);
                let Some(wanted) = person.go(&list.place, &rows) else {
                    return lines;
                };
                let place = list.place.clone();
                while let Screen::List(list) = session.model.screen()
                    && list.place == place
                    && list.cursor != wanted
                {
                    let key = if list.cursor < wanted {
                        Key::Down
                    } else {
                        Key::Up
                    };
                    press(session, key);
                }
                let number = rows[..=wanted].iter().filter(|r| r.goal.is_some()).count();
                lines.push(number.to_string());
                let quits = rows[wanted].goal == Some(Goal::Quit);
                let flow = session.send(Message::Press(Key::Enter));
                assert_eq!(flow == Flow::Stop, quits);
                if quits {
                    return lines;
                }
            }
            Screen::Form(form) => {
                let open = session.model.open.as_ref().unwrap();
                let all = fields(open, &form.subject);
                let Some(key) = form.cursor.field() else {
                    let links = links(open, &form.subject);
                    let wanted = person.link(&form.subject, &links);
                    while let Some(form) = session.model.form()
                        && form.cursor != Stop::Link(wanted)
                    {
                        let Stop::Link(here) = form.cursor else {
                            panic!("{form:?}")
                        };
                        press(session, if here < wanted { Key::Down } else { Key::Up });
                    }
                    let number = links[..=wanted].iter().filter(|r| r.goal.is_some());
                    lines.push(number.count().to_string());
                    press(session, Key::Enter);
                    continue;
                };
                let field = all.iter().find(|f| f.key == *key).unwrap();
                match person.pick(&form.subject, field) {
                    Pick::Confirm => {
                        lines.push("confirm".into());
                        press(session, Key::F(9));
                    }
                    Pick::Leave => {
                        lines.push("skip".into());
                        press(session, Key::Tab);
                    }
                    Pick::Type(words) => {
                        for line in words.split_inclusive('\n') {
                            let body = line.trim_end_matches('\n');
                            lines.push(if body == line {
                                body.into()
                            } else {
                                format!("{body}\\")
                            });
                        }
                        // What is typed takes the place of what was answered.
                        if field.answer.is_some() {
                            press(session, Key::Ctrl('u'));
                        }
                        for c in words.chars() {
                            press(
                                session,
                                if c == '\n' {
                                    Key::NewLine
                                } else {
                                    Key::Char(c)
                                },
                            );
                        }
                        press(session, Key::Enter);
                    }
                    Pick::Option(number) => {
                        let stop = of_field(field)[number].clone();
                        while session.model.form().unwrap().cursor != stop {
                            press(session, Key::Down);
                        }
                        lines.push((number + 1).to_string());
                        press(session, Key::Enter);
                        if matches!(stop, Stop::NotApplicable(_)) {
                            lines.push("because".into());
                            "because".chars().for_each(|c| press(session, Key::Char(c)));
                            press(session, Key::Enter);
                        } else if matches!(field.question.input, Input::AnyOf(_))
                            && matches!(stop, Stop::Choice(..))
                        {
                            press(session, Key::Tab);
                        }
                    }
                }
            }
        }
    }
    panic!(
        "the conversation does not end: {:?}",
        session.model.screen()
    );
}

pub fn press(session: &mut Session, key: Key) {
    assert_eq!(session.send(Message::Press(key)), Flow::Continue);
}

/// Lets the plain dialogue read lines, each once its question is asked. Returns what it said.
pub fn by_lines(session: &mut Session, lines: &[String]) -> String {
    let pieces = lines.iter().map(|line| vec![line.as_str()]);
    by_pieces(session, pieces.collect())
}

/// The same where several lines may come at once, as a paste into a terminal.
pub fn by_pieces(session: &mut Session, pieces: Vec<Vec<&str>>) -> String {
    let mut output = vec![];
    let mut lines = Entered {
        pieces: pieces.into_iter(),
        rest: vec![],
    };
    plain::run(session, &mut lines, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

/// Lines as a person enters them at a terminal, and those that come together.
struct Entered<'a> {
    pieces: std::vec::IntoIter<Vec<&'a str>>,
    rest: Vec<Read>,
}

impl Lines for Entered<'_> {
    fn next_line(&mut self) -> std::io::Result<Read> {
        let piece = self.pieces.next().unwrap_or_default().into_iter();
        let text = piece.map(|line| format!("{line}\n")).collect::<String>();
        let mut bytes = text.as_bytes();
        let first = line::read(&mut bytes)?;
        while !bytes.is_empty() {
            self.rest.push(line::read(&mut bytes)?);
        }
        Ok(first)
    }

    fn rest_of_paste(&mut self) -> std::io::Result<Vec<Read>> {
        Ok(std::mem::take(&mut self.rest))
    }

    fn is_seen(&self) -> bool {
        true
    }
}

/// The only record below a folder.
pub fn record(folder: &Path) -> PathBuf {
    let library = Library::at(Some(folder.join("records"))).unwrap();
    library.find(None).unwrap()
}

/// What happened, without the questionnaire at its beginning.
pub fn events(folder: &Path) -> Vec<Event> {
    let entries = read(&record(folder)).unwrap().entries;
    entries
        .into_iter()
        .skip(1)
        .map(|l: Logged| l.entry.event)
        .collect()
}

/// A person who goes straight through, from the first screen to the report.
pub struct Straight<F: FnMut(&Subject, &Field) -> Pick> {
    pub picks: F,
    /// Record an exemption of the kind with this number where one is offered, once.
    pub exempt: Option<usize>,
}

impl<F: FnMut(&Subject, &Field) -> Pick> Person for Straight<F> {
    fn pick(&mut self, subject: &Subject, field: &Field) -> Pick {
        match (&field.key, subject) {
            (FieldKey::Withdrawn | FieldKey::Closed, _) => Pick::Leave,
            (FieldKey::Scenarios | FieldKey::Requirements, _) if field.answer.is_some() => {
                Pick::Leave
            }
            (FieldKey::SignName, _) => Pick::Type("Robin Ŵyn".into()),
            (FieldKey::SignRole, _) => Pick::Option(0),
            (FieldKey::Confirm, _) => Pick::Type("declare".into()),
            _ => (self.picks)(subject, field),
        }
    }

    fn go(&mut self, place: &Place, rows: &[Row]) -> Option<usize> {
        let to = |wanted: &dyn Fn(&Goal) -> bool| {
            rows.iter()
                .position(|r| r.goal.as_ref().is_some_and(wanted))
        };
        match place {
            Place::Home => to(&|g| *g == Goal::New),
            Place::Tasks => {
                let undone = rows.iter().position(|r| {
                    matches!(r.goal, Some(Goal::Form(Subject::Scenario(_), _)))
                        && r.tag
                            .as_ref()
                            .is_some_and(|t| matches!(t.words(), "to do" | "in progress"))
                });
                undone.or_else(|| to(&|g| *g == Goal::Show(Place::Review)))
            }
            Place::ExemptionKinds(_) => self.exempt.take(),
            Place::Exemptions => to(&|g| *g == Goal::Back),
            Place::Actions
            | Place::Systems
            | Place::Evidence
            | Place::Outcomes
            | Place::Earlier
            | Place::History(_) => to(&|g| *g == Goal::Back),
            Place::Review => {
                let complete = rows.iter().any(|r| r.text.starts_with("Nothing is left"));
                complete
                    .then(|| to(&|g| matches!(g, Goal::Form(Subject::SignOff, _))))
                    .flatten()
            }
            Place::Written(_) => to(&|g| *g == Goal::Quit),
        }
    }

    fn link(&mut self, _: &Subject, links: &[Row]) -> usize {
        let exempts = |r: &Row| matches!(r.goal, Some(Goal::Show(Place::ExemptionKinds(_))));
        let onward = |r: &Row| {
            matches!(
                r.goal,
                Some(Goal::Onward(_) | Goal::Show(Place::Review) | Goal::Register(_) | Goal::Sign)
            )
        };
        let exempt = links
            .iter()
            .position(exempts)
            .filter(|_| self.exempt.is_some());
        exempt.or_else(|| links.iter().position(onward)).unwrap()
    }
}
