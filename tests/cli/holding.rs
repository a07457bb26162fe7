//! One writer: who comes second reads, and is told who came first. Also what else stands where a
//! record should.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Child, Command, Stdio};

use mfa_assess::record::{Journal, read};

use super::place::{Place, backups, place};

/// A process that has a record open until it is killed.
fn holder(place: &Place) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mfa-assess"));
    command
        .current_dir(place.folder())
        .env("MFA_ASSESS_DATA_DIR", place.records())
        .args(["--plain", "open"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let child = command.spawn().unwrap();
    let sidecar = place.records().join("fell-side-library.lock");
    let is_whole = || std::fs::read(&sidecar).is_ok_and(|bytes| bytes.ends_with(b"}"));
    while !is_whole() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child
}

#[test]
fn a_second_one_reads_and_a_killed_one_does_not_block() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\n");
    let before = std::fs::read(&record).unwrap();
    let mut first = holder(&place);
    let second = place.told(&["--plain", "open"], "undo\nretry\nreview\nquit\n");
    assert_eq!(second.code, Some(0), "{second:?}");
    let who = format!("process {}", first.id());
    // Once when it is opened, once for the change, once for the retry.
    assert_eq!(second.out.matches(&who).count(), 3, "{}", second.out);
    for lines in ["2\n5\n", "2\nnote\nmine\n"] {
        let ran = place.told(&["--plain", "open"], lines);
        assert_eq!(ran.code, Some(1), "no answer is taken: {ran:?}");
        assert!(ran.err.contains(&who), "{}", ran.err);
    }
    assert!(second.out.contains("so it can only be read here"));
    assert!(
        second
            .out
            .contains("Close it there, then press Ctrl-R, or enter retry.")
    );
    assert!(
        second.err.contains("Nothing was changed in"),
        "{}",
        second.err
    );
    assert!(place.run(&["report", "-o", "board.pdf"]).code == Some(0));
    assert_eq!(std::fs::read(&record).unwrap(), before);

    first.kill().unwrap();
    first.wait().unwrap();
    let sidecar = record.with_extension("lock");
    assert!(sidecar.exists(), "nobody could remove it");
    let third = place.told(&["--plain", "open"], "2\n5\nquit\n");
    assert_eq!(third.code, Some(0), "{third:?}");
    assert!(third.err.contains("Saved in"), "{}", third.err);
    assert!(!sidecar.exists(), "it goes with who has the record open");
    assert_eq!(read(&record).unwrap().entries.len(), 4);
}

#[test]
fn a_record_is_taken_over_when_the_other_has_closed_it() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\n");
    let lock = || Journal::open(&record).unwrap().0;
    let held = lock();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
        .current_dir(place.folder())
        .env("MFA_ASSESS_DATA_DIR", place.records())
        .args(["--plain", "open"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    use std::io::{Read, Write};
    let mut said = String::new();
    let mut output = child.stdout.take().unwrap();
    while !said.ends_with("\n> ") {
        let mut byte = [0];
        assert_eq!(output.read(&mut byte).unwrap(), 1, "{said}");
        said.push(char::from(byte[0]));
    }
    assert!(said.contains("it can only be read here"), "{said}");
    drop(held);
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"retry\n2\n5\nquit\n").unwrap();
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success(), "{rest}");
    assert!(rest.contains("You can change the record now."), "{rest}");
    assert_eq!(read(&record).unwrap().entries.len(), 4);
}

#[test]
fn links_are_followed_and_what_is_kept_beside_a_record_lies_beside_the_file() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\n");
    let elsewhere = place.folder().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let real = elsewhere.join("real.jsonl");
    std::fs::rename(&record, &real).unwrap();
    symlink(&real, &record).unwrap();
    let ran = place.told(&["--plain", "open", "fell-side-library"], "2\n5\nquit\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let says = format!("{} is a link: the record", record.display());
    assert_eq!(ran.out.matches(&says).count(), 1, "{}", ran.out);
    assert!(
        ran.err
            .contains(&format!("mfa-assess open {}", real.display())),
        "{}",
        ran.err
    );
    assert!(record.symlink_metadata().unwrap().is_symlink());
    assert_eq!(read(&real).unwrap().entries.len(), 4);
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let place = place();
    std::fs::create_dir(place.records()).unwrap();
    symlink("nowhere", place.records().join("dangling.jsonl")).unwrap();
    symlink("loop.jsonl", place.records().join("loop.jsonl")).unwrap();
    std::fs::create_dir(place.records().join("folder.jsonl")).unwrap();
    assert_eq!(place.script("mkfifo records/pipe.jsonl").code, Some(0));
    for command in ["open", "status", "report", "migrate"] {
        for (name, says) in [
            ("dangling", "a link that leads nowhere"),
            ("loop", "a link that leads nowhere"),
            ("folder", "is a folder, not a record"),
            ("pipe", "is a pipe, not a record"),
            ("/dev/null", "is a device, not a record"),
        ] {
            let ran = place.run(&[command, name]);
            assert_eq!(ran.code, Some(1), "{command} {name}: {ran:?}");
            assert!(ran.err.contains(says), "{command} {name}: {}", ran.err);
        }
    }
    let ran = place.run(&["list"]);
    assert_eq!(
        ran.out.matches("cannot be opened").count(),
        4,
        "{}",
        ran.out
    );
}

#[test]
fn what_others_can_get_at_is_said_with_what_closes_it() {
    let place = place();
    let open = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    };
    std::fs::create_dir(place.records()).unwrap();
    open(&place.records(), 0o755);
    let asked = backups();
    let new = ["--plain", "--questionnaire", asked.to_str().unwrap(), "new"];
    let ran = place.told(&new, "Fell Side Library\n3\nquit\n");
    let folder = format!(
        "can read {}. To close it to them: chmod 700",
        place.records().display()
    );
    assert_eq!(ran.out.matches(&folder).count(), 1, "{}", ran.out);
    let record = place.records().join("fell-side-library.jsonl");
    open(&record, 0o666);
    let ran = place.told(&["--plain", "open"], "quit\n");
    let file = format!(
        "can change {}. To close it to them: chmod 600",
        record.display()
    );
    assert_eq!(ran.out.matches(&file).count(), 1, "{}", ran.out);
    // Only the superuser can give a file away.
    if place
        .script("chown 65534 records/fell-side-library.jsonl")
        .code
        == Some(0)
    {
        let ran = place.told(&["--plain", "open"], "quit\n");
        assert!(ran.out.contains(" belongs to "), "{}", ran.out);
        assert!(ran.out.contains(", who can change it."), "{}", ran.out);
    }
}

#[test]
fn what_a_crash_left_of_a_beginning_is_tidied_when_it_is_old() {
    let place = place();
    place.begun("Fell Side Library\n3\n");
    place.file("records/.mfa-assess-old000old000", "{");
    place.file("records/.mfa-assess-young0young0", "{");
    place.file("records/.not-ours", "{");
    let aged =
        place.script("touch -d '2 hours ago' records/.mfa-assess-old000old000 records/.not-ours");
    assert_eq!(aged.code, Some(0));
    assert_eq!(place.run(&["list"]).code, Some(0));
    let is_there = |name: &str| place.records().join(name).exists();
    assert!(!is_there(".mfa-assess-old000old000"));
    assert!(is_there(".mfa-assess-young0young0") && is_there(".not-ours"));
}

#[test]
fn what_another_keeps_under_our_names_is_told_and_stays() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\n");
    let lock = place.file("records/fell-side-library.lock", "packages: 3\n");
    let draft = place.file("records/fell-side-library.draft.json", "{\"name\": \"x\"}");
    let places = place.file("records/evidence-places.json", "{}");
    let stays = || {
        assert_eq!(std::fs::read(&lock).unwrap(), b"packages: 3\n");
        assert_eq!(std::fs::read(&draft).unwrap(), b"{\"name\": \"x\"}");
        assert_eq!(std::fs::read(&places).unwrap(), b"{}");
    };
    let told = ["who has a record open", "what is being typed"];
    let ran = place.run(&["answer", "fell-side-library", "library-name", "Fell Side"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(told.iter().all(|words| ran.err.contains(words)), "{ran:?}");
    stays();
    let entries = read(&record).unwrap().entries.len();
    let ran = place.told(&["--plain", "open"], "2\nnote\nmine\nquit\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(told.iter().all(|words| ran.out.contains(words)), "{ran:?}");
    assert_eq!(read(&record).unwrap().entries.len(), entries + 1);
    stays();
    let refused = &["evidence-places.json is not as mfa-assess writes it"];
    place.refuses(&["evidence", "list", "--look-in", "."], refused);
}

#[test]
fn a_copy_is_saved_where_a_person_says_and_never_over_a_file() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\n");
    place.file("taken.jsonl", "mine");
    let lines = "copy\ntaken.jsonl\ncopy\nback\ncopy\nstick\ncopy\n\ncopy\n\nquit\n";
    std::fs::create_dir(place.folder().join("stick")).unwrap();
    let ran = place.told(&["--plain", "open"], lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("It is left as it is; choose another name"),
        "{}",
        ran.out
    );
    assert_eq!(
        std::fs::read(place.folder().join("taken.jsonl")).unwrap(),
        b"mine"
    );
    let whole = std::fs::read(&record).unwrap();
    for copy in [
        "stick/fell-side-library.jsonl",
        "fell-side-library.jsonl",
        "fell-side-library-2.jsonl",
    ] {
        let copy = place.folder().join(copy);
        assert_eq!(std::fs::read(&copy).unwrap(), whole, "{}", ran.out);
        assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(
        ran.out
            .matches("You are still in fell-side-library.")
            .count(),
        3
    );
}

#[test]
fn what_could_not_even_be_begun_goes_on_in_a_copy() {
    let place = place();
    place.file("taken", "");
    std::fs::create_dir(place.folder().join("stick")).unwrap();
    let asked = backups();
    let new = ["--plain", "--data-dir", "taken/records", "--questionnaire"];
    let arguments = [&new[..], &[asked.to_str().unwrap(), "new"]].concat();
    let lines = "Fell Side Library\n3\nquit\ncopy\nstick\nAda Fell\nquit\n";
    let ran = place.told(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("copy to save a copy elsewhere"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("You go on in the copy."), "{}", ran.out);
    // Once at each prompt for as long as it lasts.
    assert!(
        ran.out.matches("NOT SAVED: could not create").count() >= 2,
        "{}",
        ran.out
    );
    let copy = place.folder().join("stick/fell-side-library.jsonl");
    assert!(
        ran.err
            .contains(&format!("mfa-assess open {}", copy.display())),
        "{}",
        ran.err
    );
    assert_eq!(read(&copy).unwrap().entries.len(), 4);
}
