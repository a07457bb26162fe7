//! The program in a pseudo-terminal, timed from outside.

use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Ends every frame: the end of a synchronised update.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

/// The program with its terminal.
pub struct Program {
    /// From before the process was there to the end of its first frame.
    pub first_frame: Duration,
    child: Box<dyn Child + Send + Sync>,
    reader: Box<dyn Read + Send>,
    unread: Vec<u8>,
    writer: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    /// Starts it and waits for its first frame.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mfa-assess"));
        command.args(arguments);
        command.cwd(folder);
        command.env_clear();
        command.env("HOME", folder);
        command.env("TERM", "xterm-256color");
        command.env("MFA_ASSESS_DATA_DIR", folder.join("records"));
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let begin = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut program = Self {
            first_frame: Duration::ZERO,
            child,
            reader,
            unread: vec![],
            writer,
            _master: pair.master,
        };
        program.frame();
        program.first_frame = begin.elapsed();
        // The second comes when somebody listens to the terminal; keys are only heard then.
        program.frame();
        program
    }

    /// Presses keys, and says how long it took to the end of the frame.
    pub fn frame_after(&mut self, keys: &str) -> Duration {
        let begin = Instant::now();
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self.frame();
        begin.elapsed()
    }

    /// Reads to the end of a frame; what comes after it belongs to the next.
    fn frame(&mut self) {
        let mut buffer = [0; 65536];
        loop {
            let mut windows = self.unread.windows(FRAME_ENDS.len());
            if let Some(at) = windows.position(|window| window == FRAME_ENDS) {
                self.unread.drain(..at + FRAME_ENDS.len());
                return;
            }
            let read = self.reader.read(&mut buffer).unwrap();
            assert_ne!(read, 0, "the program has ended");
            self.unread.extend_from_slice(&buffer[..read]);
        }
    }

    /// How often its threads gave up the processor by themselves: each time, something woke them.
    pub fn wakeups(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.process())).unwrap();
        tasks
            .map(|task| {
                let status = std::fs::read_to_string(task.unwrap().path().join("status"));
                number(&status.unwrap(), "voluntary_ctxt_switches:")
            })
            .sum()
    }

    /// The memory that it holds.
    pub fn resident(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process()));
        format!("{} kB", number(&status.unwrap(), "VmRSS:"))
    }

    fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }
}

fn number(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
