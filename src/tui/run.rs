//! The event loop: it sleeps until something happens, takes all that has happened, draws once.

use std::io;
use std::panic;
use std::process;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use thiserror::Error;

use super::draw::draw;
use super::input;
use super::terminal::{Modes, Screen, leave, screen};
use super::theme::Theme;
use crate::platform::signals::{self, Signal};
use crate::session::{Flow, Session};
use crate::wizard::{Command, Key, Message};

/// How the full screen ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person stopped it.
    Person,
    /// A signal did; its number.
    Signal(i32),
}

/// Why the full screen could not go on.
#[derive(Debug, Error)]
pub enum TuiError {
    /// The terminal refused.
    #[error("the terminal cannot be used: {0}. Try again with --plain")]
    Terminal(#[from] io::Error),
}

enum Happened {
    /// From now on somebody listens to the terminal.
    Listening,
    /// What was waiting there together.
    Terminal(Vec<Event>),
    Signal(Signal),
    TerminalGone,
}

/// How long a signal waits for the main thread, which may hang on a terminal that is gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs the full screen until the person stops or a signal comes.
///
/// # Errors
/// When the terminal refuses. It is then as before.
pub fn run(session: &mut Session) -> Result<Ended, TuiError> {
    let theme = Theme::of_environment();
    let (sender, happened) = channel();
    // Before any mode is entered: a signal must not leave one behind.
    watch_signals(sender.clone())?;
    let mut modes = Some(Modes::enter()?);
    restore_on_panic();
    let mut screen = screen()?;
    let ended = (|| -> io::Result<Ended> {
        show(&mut screen, session, theme)?;
        // The first frame is on the screen before anything else is set up.
        watch_terminal(sender);
        let mut stopped = false;
        loop {
            let mut suspend = false;
            for happened in all_that_happened(&happened) {
                let messages = match happened {
                    // Its size may have changed between the first frame and now: draw again.
                    Happened::Listening => vec![],
                    Happened::Terminal(events) => input::messages(&events),
                    Happened::Signal(Signal::End(number)) => {
                        // What was typed is saved if it fits, and kept as a draft if not.
                        session.send(Message::Do(Command::Quit));
                        return Ok(Ended::Signal(number));
                    }
                    Happened::Signal(Signal::Stop) => vec![Message::Press(Key::Ctrl('z'))],
                    // It stopped itself, and has the terminal again.
                    Happened::Signal(Signal::Continued) if std::mem::take(&mut stopped) => vec![],
                    Happened::Signal(Signal::Continued) => {
                        // Whoever had the terminal meanwhile has left it as they like it.
                        Modes::enter_again()?;
                        screen = self::screen()?;
                        vec![]
                    }
                    Happened::TerminalGone => {
                        session.send(Message::Do(Command::Quit));
                        return Ok(Ended::Signal(signals::HANGUP));
                    }
                };
                for message in messages {
                    if message == Message::Press(Key::Ctrl('z')) {
                        suspend = true;
                    } else if session.send(message) == Flow::Stop {
                        return Ok(Ended::Person);
                    }
                }
            }
            if suspend {
                drop(modes.take());
                signals::stop()?;
                stopped = true;
                modes = Some(Modes::enter()?);
                screen = self::screen()?;
            }
            show(&mut screen, session, theme)?;
            if session.rest() {
                show(&mut screen, session, theme)?;
            }
        }
    })();
    drop(modes);
    if ended.is_err() {
        // The terminal went away in the middle of a frame. What was typed is saved all the same.
        session.send(Message::Do(Command::Quit));
    }
    Ok(ended?)
}

/// Waits for something to happen, then takes all that waits.
fn all_that_happened(happened: &Receiver<Happened>) -> Vec<Happened> {
    match happened.recv() {
        Ok(first) => std::iter::once(first).chain(happened.try_iter()).collect(),
        Err(_) => vec![Happened::TerminalGone],
    }
}

fn show(screen: &mut Screen, session: &Session, theme: Theme) -> io::Result<()> {
    queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| draw(frame, &session.model, theme))?;
    execute!(screen.backend_mut(), EndSynchronizedUpdate)
}

fn watch_terminal(sender: Sender<Happened>) {
    thread::spawn(move || {
        // Asking once makes crossterm listen.
        let _ = event::poll(Duration::ZERO);
        let _ = sender.send(Happened::Listening);
        loop {
            let happened = match all_that_waits() {
                Ok(events) => Happened::Terminal(events),
                Err(_) => Happened::TerminalGone,
            };
            let gone = matches!(happened, Happened::TerminalGone);
            if sender.send(happened).is_err() || gone {
                return;
            }
        }
    });
}

/// Waits for an event, then takes all that came with it.
fn all_that_waits() -> io::Result<Vec<Event>> {
    let mut events = vec![event::read()?];
    while let Some(patience) = input::patience(&events)
        && event::poll(patience)?
    {
        events.push(event::read()?);
    }
    Ok(events)
}

fn watch_signals(sender: Sender<Happened>) -> io::Result<()> {
    signals::watch(move |signal| {
        let _ = sender.send(Happened::Signal(signal));
        if let Signal::End(number) = signal {
            thread::sleep(PATIENCE);
            // The main thread hangs. What was answered is on disk, what was typed in its draft.
            leave();
            process::exit(128 + number);
        }
    })
}

/// A defect must not leave the terminal unusable: restore first, then say what is saved.
fn restore_on_panic() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        leave();
        before(info);
        // Not `eprintln!`, which would panic again when the terminal is gone.
        let _ = io::Write::write_all(
            &mut io::stderr(),
            b"mfa-assess has a defect and had to stop. Every answer up to here is saved; \
              start it again to go on.\n",
        );
    }));
}
