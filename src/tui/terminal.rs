//! Enters the modes that the full screen needs, and leaves every one of them, whatever happens.

use std::io::{self, BufWriter, Stdout, Write, stdout};

use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// The terminal that is drawn on, a frame at a time.
pub(super) type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// As large as most frames.
const FRAME: usize = 64 * 1024;

/// The modes, as one value: making it enters them, dropping it leaves them.
#[derive(Debug)]
pub(super) struct Modes(());

impl Modes {
    /// Enters raw mode and the alternate screen.
    ///
    /// # Errors
    /// When the terminal refuses; it is then as before.
    pub(super) fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        let modes = Self(());
        // On failure, dropping `modes` takes back what was entered. One who was killed has left a frame there.
        execute!(
            stdout(),
            EnterAlternateScreen,
            Clear(ClearType::All),
            EnableBracketedPaste
        )?;
        Ok(modes)
    }

    /// Enters them once more, when the terminal may have lost them.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub(super) fn enter_again() -> io::Result<()> {
        // Raw mode is not entered by who believes to be in it.
        disable_raw_mode()?;
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        leave();
    }
}

/// Leaves all modes. The terminal may be gone, so failures do not matter and nothing is printed.
pub(super) fn leave() {
    let mut out = stdout();
    let _ = execute!(
        out,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        SetCursorStyle::DefaultUserShape,
        Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// A terminal to draw on. It queries nothing, so that it works over slow lines.
///
/// # Errors
/// When the size of the terminal is not known.
pub(super) fn screen() -> io::Result<Screen> {
    // crossterm's own handling of NO_COLOR takes the reverse of the focus away too.
    crossterm::style::force_color_output(true);
    let frame = BufWriter::with_capacity(FRAME, stdout());
    Terminal::new(CrosstermBackend::new(frame))
}
