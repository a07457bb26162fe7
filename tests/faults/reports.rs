//! The report that the wizard writes: what stays where it would go, and copies that are no reports.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mfa_assess::facts::Answer;
use mfa_assess::record::RealDisk;
use mfa_assess::session::Session;
use mfa_assess::wizard::{FieldKey, Goal, Message, Place, Screen};

use super::calls::session;

fn begun(folder: &Path) -> Session {
    let mut session = session(folder, Arc::new(RealDisk));
    session.send(Message::Go(Goal::New));
    session.send(Message::Answer {
        key: FieldKey::Asked("library-name".try_into().unwrap()),
        answer: Some(Answer::Text("Fell Side Library".to_owned())),
    });
    session
}

/// Writes the report; where it is, and what is said besides.
fn written(session: &mut Session) -> (PathBuf, String) {
    session.send(Message::Go(Goal::WriteReport));
    let notice = session.model.notice.take();
    let said = notice.map_or_else(String::new, |notice| notice.words().to_owned());
    match session.model.screen() {
        Screen::List(list) => match &list.place {
            Place::Written(path) => (path.clone(), said),
            other => panic!("{other:?}: {said}"),
        },
        Screen::Form(_) => panic!("{said}"),
    }
}

#[test]
fn a_report_takes_a_name_of_its_own_where_a_signed_one_or_anything_else_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begun(folder.path());
    let (first, said) = written(&mut session);
    assert_eq!(said, "");
    let report = std::fs::read(&first).unwrap();
    assert_eq!(written(&mut session), (first.clone(), String::new()));
    let name = first.file_stem().unwrap().to_str().unwrap().to_owned();
    // A signature is an update of the file, with an end of its own.
    let signed = [&report[..], b"1 0 obj\nstartxref\n9\n%%EOF\n"].concat();
    for (number, stays) in [(2, signed), (3, b"a letter".to_vec())] {
        std::fs::write(&first, &stays).unwrap();
        let (path, said) = written(&mut session);
        assert_eq!(path, folder.path().join(format!("{name}-{number}.pdf")));
        assert!(said.contains("stays as it is"), "{said}");
        assert_eq!(std::fs::read(&first).unwrap(), stays);
        assert_eq!(std::fs::read(&path).unwrap(), report);
    }
}

#[test]
fn a_copy_of_a_record_is_not_called_like_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begun(folder.path());
    let to = folder.path().join("copy.pdf");
    session.send(Message::CopyTo(to.display().to_string()));
    let notice = session.model.notice.take();
    let said = notice.map_or_else(String::new, |notice| notice.words().to_owned());
    assert!(said.contains("ends like a PDF"), "{said}");
    assert!(!to.exists());
}
