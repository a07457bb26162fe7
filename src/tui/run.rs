//! The event loop: it sleeps until something happens, takes all that has happened, draws once.

use std::io::{self, stdout};
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
    Terminal(Event),
    Signal(i32),
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
        loop {
            let mut suspend = false;
            for happened in all_that_happened(&happened) {
                let message = match happened {
                    // Its size may have changed between the first frame and now: draw again.
                    Happened::Listening => None,
                    Happened::Terminal(event) => input::message(&event),
                    Happened::Signal(number) => {
                        // What was typed is saved if it fits, and kept as a draft if not.
                        session.send(Message::Do(Command::Quit));
                        return Ok(Ended::Signal(number));
                    }
                    Happened::TerminalGone => {
                        session.send(Message::Do(Command::Quit));
                        return Ok(Ended::Signal(signal_hook::consts::SIGHUP));
                    }
                };
                let Some(message) = message else { continue };
                if message == Message::Press(Key::Ctrl('z')) {
                    suspend = true;
                } else if session.send(message) == Flow::Stop {
                    return Ok(Ended::Person);
                }
            }
            if suspend {
                drop(modes.take());
                stop_process()?;
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
    queue!(stdout(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| draw(frame, &session.model, theme))?;
    execute!(stdout(), EndSynchronizedUpdate)
}

fn watch_terminal(sender: Sender<Happened>) {
    thread::spawn(move || {
        // Asking once makes crossterm listen.
        let _ = event::poll(Duration::ZERO);
        let _ = sender.send(Happened::Listening);
        loop {
            let happened = match event::read() {
                Ok(event) => Happened::Terminal(event),
                Err(_) => Happened::TerminalGone,
            };
            let gone = matches!(happened, Happened::TerminalGone);
            if sender.send(happened).is_err() || gone {
                return;
            }
        }
    });
}

#[cfg(unix)]
fn watch_signals(sender: Sender<Happened>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::spawn(move || {
        let Some(number) = signals.forever().next() else {
            return;
        };
        let _ = sender.send(Happened::Signal(number));
        thread::sleep(PATIENCE);
        // The main thread hangs. What was answered is on disk, what was typed in its draft.
        leave();
        process::exit(128 + number);
    });
    Ok(())
}

#[cfg(not(unix))]
fn watch_signals(_: Sender<Happened>) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn stop_process() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}

#[cfg(not(unix))]
fn stop_process() -> io::Result<()> {
    Ok(())
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
