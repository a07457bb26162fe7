//! The real program in a pseudo-terminal, and what a person would see there.
//!
//! Nothing here waits for a time to pass: it waits until the screen shows something, and fails
//! with the screen when it does not within the deadline.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Parser, Screen};

/// How long anything may take on a busy machine.
const DEADLINE: Duration = Duration::from_secs(10);

/// A terminal with a shell that runs the program.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    shell: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    watcher: Option<JoinHandle<()>>,
}

struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: Parser,
    bytes: Vec<u8>,
    ended: bool,
    /// Nobody looks any more: the reader lets go of the terminal.
    left: bool,
}

const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

impl State {
    /// How often something was written.
    fn count(&self, sequence: &[u8]) -> usize {
        let all = self.bytes.windows(sequence.len());
        all.filter(|at| *at == sequence).count()
    }

    /// Whether a frame has begun and not ended: what is seen of it is no screen yet.
    fn is_being_drawn(&self) -> bool {
        self.count(FRAME_BEGINS) > self.count(FRAME_ENDS)
    }
}

/// What a terminal begins with.
pub struct Setting<'a> {
    /// The folder of the records, and where reports go.
    pub folder: &'a Path,
    /// Variables besides the few that every program needs.
    pub variables: &'a [(&'a str, &'a str)],
    /// Rows and columns.
    pub size: (u16, u16),
}

impl<'a> Setting<'a> {
    pub fn of(folder: &'a Path) -> Self {
        Self {
            folder,
            variables: &[],
            size: (24, 80),
        }
    }

    /// Runs the program with these arguments between two looks at the modes of the terminal. The shell
    /// stays until it is ended: what it printed last could be lost with the terminal.
    pub fn run(&self, arguments: &str) -> Terminal {
        let script = format!(
            "echo before=$(stty -g); {} {arguments}; echo code=$?; echo after=$(stty -g); read -r _",
            env!("CARGO_BIN_EXE_mfa-assess"),
        );
        self.shell(&["-c", &script])
    }

    /// A shell that a person types into.
    pub fn interactive(&self) -> Terminal {
        self.shell(&["-i"])
    }

    fn shell(&self, arguments: &[&str]) -> Terminal {
        let (rows, cols) = self.size;
        let pair = native_pty_system().openpty(size(rows, cols)).unwrap();
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(arguments);
        command.cwd(self.folder);
        command.env_clear();
        command.env("PATH", std::env::var("PATH").unwrap());
        command.env("HOME", self.folder);
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.env("PS1", "ready$ ");
        command.env("MFA_ASSESS_DATA_DIR", self.folder.join("records"));
        for (name, value) in self.variables {
            command.env(name, value);
        }
        let shell = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new(Seen {
            state: Mutex::new(State {
                parser: Parser::new(cells(rows), cells(cols), 0),
                bytes: vec![],
                ended: false,
                left: false,
            }),
            changed: Condvar::new(),
        });
        let reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&seen);
        let watcher = thread::spawn(move || watch(reader, &shared));
        Terminal {
            watcher: Some(watcher),
            keys: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            shell,
            seen,
        }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

const fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn watch(mut reader: Box<dyn Read + Send>, seen: &Seen) {
    let mut buffer = [0; 4096];
    loop {
        let read = reader.read(&mut buffer).unwrap_or(0);
        let mut state = seen.state.lock().unwrap();
        state.parser.process(&buffer[..read]);
        state.bytes.extend_from_slice(&buffer[..read]);
        state.ended = read == 0;
        seen.changed.notify_all();
        if read == 0 || state.left {
            return;
        }
    }
}

impl Terminal {
    /// Types.
    pub fn keys(&mut self, keys: &str) {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Types as a person does: each of these once the screen has answered the one before. What a
    /// person types is not there all at once, and what is there all at once is a paste.
    pub fn in_turn(&mut self, keys: &[&str]) {
        for keys in keys {
            // The second frame comes by itself, once somebody listens.
            let drawn = self.frames().max(2);
            self.drawn(drawn);
            self.keys(keys);
            self.drawn(drawn + 1);
        }
    }

    /// How often the screen was drawn.
    pub fn frames(&self) -> usize {
        self.seen.state.lock().unwrap().count(FRAME_ENDS)
    }

    /// Waits until the screen was drawn so often.
    pub fn drawn(&self, frames: usize) {
        let begin = Instant::now();
        while self.frames() < frames {
            let shows = || self.look(|screen| screen.contents());
            assert!(begin.elapsed() < DEADLINE, "no more is drawn:\n{}", shows());
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits until the screen is as wanted.
    pub fn until(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let begin = Instant::now();
        let mut state = self.seen.state.lock().unwrap();
        while state.is_being_drawn() || !wanted(state.parser.screen()) {
            let left = DEADLINE.saturating_sub(begin.elapsed());
            assert!(
                !left.is_zero() && !state.ended,
                "{what} does not come; the screen shows:\n{}",
                state.parser.screen().contents()
            );
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// Waits until the screen shows a text.
    pub fn shows(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen does not show a text any more.
    pub fn shows_no_more(&self, text: &str) {
        self.until(text, |screen| !screen.contents().contains(text));
    }

    /// Looks at the screen.
    pub fn look<T>(&self, at: impl Fn(&Screen) -> T) -> T {
        at(self.seen.state.lock().unwrap().parser.screen())
    }

    /// All that was written to the terminal.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.state.lock().unwrap().bytes.clone()
    }

    pub fn resize(&self, rows: u16, cols: u16) {
        let mut state = self.seen.state.lock().unwrap();
        state.parser.screen_mut().set_size(cells(rows), cells(cols));
        drop(state);
        self.master
            .as_ref()
            .unwrap()
            .resize(size(rows, cols))
            .unwrap();
    }

    /// The process that the shell started.
    pub fn program(&self) -> u32 {
        let shell = self.shell.process_id().unwrap().to_string();
        let begin = Instant::now();
        while begin.elapsed() < DEADLINE {
            let found = Command::new("pgrep").args(["-P", &shell]).output().unwrap();
            let found = String::from_utf8(found.stdout).unwrap();
            if let Some(process) = found.lines().next() {
                return process.parse().unwrap();
            }
        }
        panic!("the program does not run");
    }

    /// Sends a signal to the program alone.
    pub fn signal(&self, name: &str) {
        let process = self.program().to_string();
        let status = Command::new("kill").args(["-s", name, &process]).status();
        assert!(status.unwrap().success());
    }

    /// Gives the terminal the modes that a shell likes, as one does that gets it back.
    pub fn is_made_sane(&self) {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let mut stty = Command::new("stty");
        let status = stty.arg("-F").arg(name).arg("sane").status();
        assert!(status.unwrap().success());
    }

    /// Takes the terminal away, and waits until the program has ended.
    pub fn goes_away(&mut self) {
        let process = self.program().to_string();
        // The reader holds the terminal open until it has read once more.
        self.seen.state.lock().unwrap().left = true;
        self.resize(30, 90);
        self.watcher.take().unwrap().join().unwrap();
        self.keys = None;
        self.master = None;
        let begin = Instant::now();
        while alive(&process) {
            assert!(
                begin.elapsed() < DEADLINE,
                "the program goes on without a terminal"
            );
            thread::yield_now();
        }
    }

    /// Waits for the end of the program: its exit code. The terminal has to be as it was.
    pub fn ends(&self) -> i32 {
        self.shows("after=");
        let ended = |screen: &Screen| screen.cursor_position().1 == 0;
        self.until("the end of the line", ended);
        let (before, after) = (self.told("before="), self.told("after="));
        assert_eq!(before, after, "the modes of the terminal are not restored");
        self.look(|screen| {
            assert!(
                !screen.alternate_screen(),
                "the alternate screen is not left"
            );
            assert!(!screen.bracketed_paste(), "bracketed paste is not ended");
            assert!(!screen.hide_cursor(), "the cursor is not shown again");
        });
        self.told("code=").parse().unwrap()
    }

    /// What the shell printed after a name.
    fn told(&self, name: &str) -> String {
        let bytes = self.bytes();
        let all = String::from_utf8_lossy(&bytes);
        let line = all.split(name).nth(1).unwrap_or_default().lines().next();
        line.unwrap_or_default().trim().to_owned()
    }
}

fn alive(process: &str) -> bool {
    let status = Command::new("kill").args(["-0", process]).output();
    status.unwrap().status.success()
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}
