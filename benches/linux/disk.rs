//! A durable answer against the bare append and sync of the same bytes.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use mfa_assess::facts::{Answer, Change, Event};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::built_in;
use mfa_assess::record::{Journal, Library};
use mfa_assess::session::{Clock, Session};
use mfa_assess::wizard::{FieldKey, Goal, Message, Subject};

use super::{milliseconds, quantile, row};

const ANSWERS: u64 = 300;

/// Takes turns, so that a disk that is slow for a while is slow for all.
pub fn measure(folder: &Path) {
    let path = folder.join("journal.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    let mut session = session(folder);
    let mut bare = OpenOptions::new()
        .create_new(true)
        .append(true)
        .open(folder.join("bare"))
        .unwrap();
    let now = Clock::System.now().timestamp();
    // The file has its name only with its first entry.
    journal
        .append(now, "Robin Ŵyn", Accepted::unheld(answered(0)))
        .unwrap();
    let (mut bares, mut journals, mut sessions) = (vec![], vec![], vec![]);
    for number in 0..ANSWERS {
        let before = length(&path);
        journals.push(time(|| {
            journal
                .append(now, "Robin Ŵyn", Accepted::unheld(answered(number)))
                .unwrap();
        }));
        let line = vec![b'x'; length(&path) - before];
        bares.push(time(|| {
            bare.write_all(&line).unwrap();
            bare.sync_data().unwrap();
        }));
        sessions.push(time(|| {
            session.send(Message::Answer {
                key: FieldKey::Asked("sites".try_into().unwrap()),
                answer: Some(Answer::Number(number)),
            });
        }));
    }
    let bare = quantile(&mut bares, 0.5);
    row(
        "append and sync of an answer's bytes, p50",
        &milliseconds(bare),
        "",
    );
    for (figure, times) in [
        ("the same through the journal", &mut journals),
        ("an answer through the conversation", &mut sessions),
    ] {
        let took = quantile(times, 0.5);
        row(&format!("{figure}, p50"), &milliseconds(took), "");
        let ratio = took.as_secs_f64() / bare.as_secs_f64();
        row(
            &format!("{figure}, to bare"),
            &format!("{ratio:.2} x"),
            "1.20 x",
        );
    }
}

fn answered(number: u64) -> Event {
    Event::Changed(Change::Answer(
        "sites".try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

fn session(folder: &Path) -> Session {
    let library = Library::at(Some(folder.join("answers"))).unwrap();
    let asked = built_in().unwrap();
    let mut session = Session::new(library, asked, folder.to_owned(), Clock::System);
    session.send(Message::Go(Goal::New));
    session.send(Message::Go(Goal::Form(Subject::Organisation, None)));
    session
}

fn time(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn length(path: &Path) -> usize {
    usize::try_from(std::fs::metadata(path).unwrap().len()).unwrap()
}
