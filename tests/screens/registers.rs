//! The registers of systems and of evidence, what scenarios show of them, and real files that change.

use std::fs;
use std::path::{Path, PathBuf};

use mfa_assess::facts::{
    Answer, Change, Event, EvidenceFile, EvidenceId, FileOf, Fingerprint, Gap, SystemId,
};
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Notice, Place, Subject, rows, said_of};

use super::steps::{Talk, begun};
use super::{check, check_styles, common};

fn text(words: &str) -> Answer {
    Answer::Text(words.to_owned())
}

fn system(talk: &mut Talk, name: &str, hosting: &str, users: &str, admins: &str) {
    talk.go(Goal::BeginSystem);
    talk.answer("name", text(name));
    talk.answer("owner", text("Head of Imaging"));
    talk.choose("hosting", hosting);
    talk.choose("mfa-users", users);
    talk.choose("mfa-admins", admins);
}

fn with_systems() -> Talk {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Systems));
    system(&mut talk, "Payroll", "external", "enforced", "enforced");
    system(&mut talk, "Imaging archive", "own", "none", "none");
    talk.go(Goal::Show(Place::Systems));
    talk
}

fn evidence(talk: &mut Talk, name: &str) -> EvidenceId {
    talk.go(Goal::BeginEvidence);
    talk.answer("reference", text(name));
    match talk.session.model.form().map(|f| &f.subject) {
        Some(Subject::Listed(id)) => *id,
        other => panic!("{other:?}"),
    }
}

fn looked(talk: &mut Talk, id: EvidenceId, path: &str) {
    let file = EvidenceFile {
        path: path.to_owned(),
        bytes: 48213,
        sha256: Fingerprint::of(b"export"),
    };
    let of = FileOf::Listed(id);
    talk.send(Message::Looked { of, file });
}

#[test]
fn systems_screens() {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Systems));
    check("systems_empty", &talk);
    system(&mut talk, "Payroll", "external", "enforced", "enforced");
    talk.go(Goal::Show(Place::Systems));
    check("systems_one", &talk);
    let mut talk = with_systems();
    talk.go(Goal::Form(Subject::System(SystemId(2)), None));
    check("system_form", &talk);
    talk.exempt("SPECIFIC", "vpn", false);
    let id = mfa_assess::facts::ExemptionId(1);
    talk.go(Goal::Form(Subject::Exemption(id, 0), None));
    talk.send(Message::Answer {
        key: FieldKey::Systems,
        answer: Some(Answer::Choices(["S-2".try_into().unwrap()].into())),
    });
    talk.go(Goal::Form(Subject::System(SystemId(2)), None));
    talk.press(Key::Ctrl('p'));
    check("system_form_covered", &talk);
    talk.go(Goal::At(FieldKey::Asked("checked-on".try_into().unwrap())));
    talk.press(Key::Tab);
    check("system_form_at_its_links", &talk);
}

#[test]
fn two_hundred_systems_and_the_longest_texts() {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Systems));
    for number in 0..199 {
        talk.go(Goal::BeginSystem);
        talk.answer("name", text(&format!("System {number:03}")));
    }
    let long = |max: usize| {
        "Ysbyty Tŷ Gŵyn imaging "
            .repeat(20)
            .chars()
            .take(max)
            .collect::<String>()
    };
    talk.go(Goal::BeginSystem);
    talk.answer("name", text(long(160).trim()));
    talk.answer("owner", text(long(120).trim()));
    talk.choose("hosting", "partner");
    talk.choose("mfa-users", "none");
    talk.choose("mfa-admins", "nobody");
    check("system_form_longest", &talk);
    talk.go(Goal::Show(Place::Systems));
    talk.press(Key::End);
    talk.keys(&[Key::Up, Key::Up]);
    check("systems_200", &talk);
}

#[test]
fn a_scenario_that_does_not_fit_to_the_register() {
    let mut talk = with_systems();
    talk.scenario("system-register");
    talk.choose("register-kept", "all");
    talk.answer("register-systems", Answer::Number(1));
    talk.asked("register-systems");
    check("scenario_that_does_not_fit_to_the_register", &talk);
    check_styles("scenario_that_does_not_fit_to_the_register_styles", &talk);
}

#[test]
fn evidence_screens() {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Evidence));
    check("evidence_empty", &talk);
    let id = evidence(&mut talk, "Conditional access export");
    talk.choose("kind", "configuration");
    talk.answer("place", text("Network drive, folder Assurance"));
    talk.answer("expires", Answer::Date("2027-06-30".parse().unwrap()));
    talk.go(Goal::Show(Place::Evidence));
    check("evidence_one", &talk);
    talk.go(Goal::Form(Subject::Listed(id), None));
    talk.answer("expires", Answer::Date("2026-11-01".parse().unwrap()));
    looked(&mut talk, id, "/home/robin/board/2026-11/access.json");
    check("evidence_form", &talk);
    talk.press(Key::End);
    talk.press(Key::Tab);
    talk.go(Goal::Show(Place::Evidence));
    // No such file is there.
    check("evidence_expired_and_changed", &talk);
    check_styles("evidence_expired_and_changed_styles", &talk);
    talk.go(Goal::Form(Subject::File(FileOf::Listed(id)), None));
    check("evidence_file", &talk);
}

#[test]
fn two_hundred_pieces_of_evidence_and_the_longest_texts() {
    let mut talk = begun();
    talk.go(Goal::Show(Place::Evidence));
    for number in 0..199 {
        evidence(&mut talk, &format!("Minute {number:03}"));
    }
    let long = |max: usize| {
        "Sign-in log of Tŷ Gŵyn "
            .repeat(20)
            .chars()
            .take(max)
            .collect::<String>()
    };
    let id = evidence(&mut talk, long(200).trim());
    talk.answer("place", text(long(300).trim()));
    talk.answer("owner", text(long(120).trim()));
    looked(&mut talk, id, &format!("/{}", "folder/".repeat(60)));
    check("evidence_form_longest", &talk);
    talk.press(Key::End);
    check("evidence_form_longest_at_its_links", &talk);
    talk.go(Goal::Show(Place::Evidence));
    talk.press(Key::End);
    talk.keys(&[Key::Up, Key::Up]);
    check("evidence_200", &talk);
}

// Real files.

/// How a file is found, and what leads to that.
type Spoil = (&'static str, fn(&Path));

/// A folder with a file that is named by a piece of evidence and by a scenario, as a person does it.
fn with_file(name: &str) -> (tempfile::TempDir, PathBuf, Talk) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, "sign-ins").unwrap();
    let mut talk = begun();
    let id = evidence(&mut talk, "Sign-in log");
    name_file(&mut talk, FileOf::Listed(id), &path);
    name_file(
        &mut talk,
        FileOf::Scenario("vpn".try_into().unwrap()),
        &path,
    );
    (folder, path, talk)
}

fn name_file(talk: &mut Talk, of: FileOf, path: &Path) {
    talk.go(Goal::Form(Subject::File(of), None));
    talk.send(Message::Paste(path.to_str().unwrap().to_owned()));
    talk.keys(&[Key::Enter, Key::Enter]);
}

/// The files that the review finds to be other than they were.
fn changed(talk: &mut Talk) -> Vec<Gap> {
    talk.go(Goal::Show(Place::Review));
    let gaps = talk
        .session
        .model
        .open
        .as_ref()
        .unwrap()
        .results
        .gaps
        .iter();
    let is_file = |gap: &&Gap| matches!(gap, Gap::EvidenceChanged(_) | Gap::FileChanged(_));
    gaps.filter(is_file).cloned().collect()
}

fn both() -> [Gap; 2] {
    let vpn = Gap::FileChanged("vpn".try_into().unwrap());
    [vpn, Gap::EvidenceChanged(EvidenceId(1))]
}

#[test]
fn a_real_file_that_changes_goes_or_cannot_be_read_is_a_gap_until_it_is_back() {
    let (_folder, path, mut talk) = with_file("sign-ins.csv");
    assert_eq!(changed(&mut talk), []);
    let spoil: [Spoil; 3] = [
        ("changed", |path| fs::write(path, "sign-outs").unwrap()),
        ("gone", |path| fs::remove_file(path).unwrap()),
        ("cannot be read: it is not a file", |path| {
            fs::create_dir(path).unwrap();
        }),
    ];
    for (how, spoil) in spoil {
        spoil(&path);
        assert_eq!(changed(&mut talk), both(), "{how}");
        let subject = Subject::Listed(EvidenceId(1));
        let open = talk.session.model.open.as_ref().unwrap();
        let said = said_of(open, &subject).into_iter();
        let problems: Vec<String> = said.filter(|s| s.is_problem).map(|s| s.words).collect();
        assert_eq!(problems.len(), 1, "{how}");
        assert!(
            problems[0].contains(&format!("not as it was: {how}")),
            "{problems:?}"
        );
    }
    fs::remove_dir(&path).unwrap();
    fs::write(&path, "sign-ins").unwrap();
    assert_eq!(changed(&mut talk), []);
}

#[cfg(unix)]
#[test]
fn a_file_without_the_right_to_read_it_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path, mut talk) = with_file("sign-ins.csv");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything sees that it is as it was.
    let expected = match fs::read(&path) {
        Ok(_) => vec![],
        Err(_) => both().to_vec(),
    };
    assert_eq!(changed(&mut talk), expected);
}

#[test]
fn a_changed_file_keeps_a_sign_off_a_draft_and_is_seen_when_the_record_is_opened() {
    let (_folder, path, mut talk) = with_file("sign-ins.csv");
    talk.fill_scenarios(usize::MAX);
    fs::write(&path, "sign-outs").unwrap();
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.type_in("Morgan Vale");
    talk.keys(&[Key::Enter, Key::Enter]);
    talk.type_in("declare");
    talk.keys(&[Key::Tab, Key::Enter]);
    let open = talk.session.model.open.as_ref().unwrap();
    let signed = &open.state.sign_offs.last().unwrap().sign_off;
    assert!(
        both().iter().all(|gap| signed.gaps.contains(gap)),
        "{:?}",
        signed.gaps
    );
    assert!(!open.state.is_signed());

    let record = open.path.clone().unwrap();
    talk.go(Goal::Close);
    talk.session.open(&record).unwrap();
    let open = talk.session.model.open.as_ref().unwrap();
    assert!(both().iter().all(|gap| open.results.gaps.contains(gap)));
}

#[cfg(unix)]
#[test]
fn a_name_with_escape_sequences_is_refused_without_sending_them_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a\u{1b}[2J\u{7}.png"), "x").unwrap();
    let mut talk = begun();
    let id = evidence(&mut talk, "Picture");
    let path = folder.path().join("a\u{1b}[2J\u{7}.png");
    let path = path.to_str().unwrap().to_owned();
    let of = FileOf::Listed(id);
    // Neither typed, where it is cleaned away, nor from somewhere else.
    name_file(&mut talk, of.clone(), Path::new(&path));
    let said = |talk: &Talk| match &talk.session.model.notice {
        Some(Notice::Problem(words)) => words.clone(),
        other => panic!("{other:?}"),
    };
    assert!(!said(&talk).contains('\u{1b}'), "{}", said(&talk));
    talk.session.model.open.as_mut().unwrap().naming = path;
    talk.go(Goal::NameFile(of));
    assert!(said(&talk).contains("plainer name"), "{}", said(&talk));
    assert!(
        !said(&talk).contains(['\u{1b}', '\u{7}']),
        "{}",
        said(&talk)
    );
    let open = talk.session.model.open.as_ref().unwrap();
    assert_eq!(open.state.named_files().count(), 0);
}

// Line by line.

#[test]
fn the_plain_dialogue_keeps_both_registers_too() {
    let (_folder, path, mut talk) = with_file("sign-ins.csv");
    fs::write(&path, "sign-outs").unwrap();
    talk.go(Goal::Show(Place::Systems));
    let lines: Vec<String> = [
        "1", "Payroll", "Robin", "3", "", "", "", "", "1", "1", "", // The first form.
        "2", "Archive", "", "1", "", "", "", "", "4", "4", "",  // "Add another".
        "1", // "Finish"
        "2", // Back out of the list, which has Archive, Payroll first.
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    let said = common::by_lines(&mut talk.session, &lines);
    let open = talk.session.model.open.as_ref().unwrap();
    let names: Vec<&str> = open
        .state
        .systems
        .values()
        .map(|s| {
            open.questionnaire
                .systems
                .as_ref()
                .unwrap()
                .form
                .name_of(&s.fields)
        })
        .collect();
    assert_eq!(names, ["Payroll", "Archive"], "{said}");
    assert!(said.contains("No exemption covers it."), "{said}");
    assert!(said.contains("Systems: 2"), "{said}");

    talk.go(Goal::Show(Place::Evidence));
    let said = common::by_lines(&mut talk.session, &["1".to_owned()]);
    assert!(
        said.contains("1. EV-1  Sign-in log [file changed]"),
        "{said}"
    );
    assert!(
        said.contains("is not as it was: changed: it has 9 bytes now."),
        "{said}"
    );
    let rows = rows(&talk.session.model, &Place::Systems);
    assert_eq!(
        rows.iter().filter(|row| row.text.starts_with("S-")).count(),
        2
    );
}

#[test]
fn what_is_written_is_one_entry_a_change() {
    let (_folder, path, mut talk) = with_file("sign-ins.csv");
    let of = FileOf::Listed(EvidenceId(1));
    name_file(&mut talk, of.clone(), &path);
    let words = talk
        .session
        .model
        .notice
        .as_ref()
        .unwrap()
        .words()
        .to_owned();
    assert!(words.starts_with("Named already"), "{words}");
    let drop = Goal::DropFile(of, path.to_str().unwrap().to_owned());
    talk.go(drop);
    let open = talk.session.model.open.as_ref().unwrap();
    let written = open.entries.iter().filter_map(|l| match &l.entry.event {
        Event::Changed(Change::Listed(_, Some(content))) => Some(content.file.is_some()),
        _ => None,
    });
    assert_eq!(written.collect::<Vec<_>>(), [false, true, false]);
}
