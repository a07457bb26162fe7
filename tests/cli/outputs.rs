//! Every `-o`, taken from the command line itself: what stands there and is not an earlier output of
//! the same command stays.

use std::collections::BTreeSet;
use std::fs::{Permissions, hard_link, set_permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use mfa_assess::questionnaire::built_in;

use super::dated::{record, sample};
use super::place::{Place, Ran, backups};
use super::sign::{key, reported, sign};

/// A command that writes a file.
struct Writes {
    /// Its name on the command line.
    name: &'static str,
    /// How it is called here, but for `-o FILE`.
    call: &'static [&'static str],
    /// How the name of what it writes then ends.
    ending: &'static str,
    /// Whether it replaces nothing at all.
    once: bool,
}

const fn writes(
    name: &'static str,
    call: &'static [&'static str],
    ending: &'static str,
    once: bool,
) -> Writes {
    Writes {
        name,
        call,
        ending,
        once,
    }
}

const ALL: [Writes; 24] = [
    writes("calendar", &["calendar", "dyfi"], "ics", false),
    writes(
        "report",
        &["report", "dyfi", "--format", "pdf"],
        "pdf",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "html"],
        "html",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "markdown"],
        "md",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "docx"],
        "docx",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "csv"],
        "csv",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "json"],
        "json",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "text"],
        "txt",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "calendar"],
        "ics",
        false,
    ),
    writes(
        "compare",
        &["compare", "dyfi", "dyfi", "--format", "table"],
        "txt",
        false,
    ),
    writes(
        "compare",
        &["compare", "dyfi", "dyfi", "--format", "markdown"],
        "md",
        false,
    ),
    writes(
        "compare",
        &["compare", "dyfi", "dyfi", "--format", "json"],
        "json",
        false,
    ),
    writes(
        "rollup",
        &["rollup", "records", "--format", "table"],
        "txt",
        false,
    ),
    writes(
        "rollup",
        &["rollup", "records", "--format", "csv"],
        "csv",
        false,
    ),
    writes(
        "rollup",
        &["rollup", "records", "--format", "json"],
        "json",
        false,
    ),
    writes(
        "sign",
        &["sign", "board.pdf", "--identity", "ada.pem"],
        "pdf",
        false,
    ),
    writes("systems template", &["systems", "template"], "csv", true),
    writes(
        "systems export",
        &["systems", "export", "dyfi"],
        "csv",
        false,
    ),
    writes("action export", &["action", "export", "dyfi"], "csv", false),
    writes("export", &["export", "dyfi"], "json", false),
    writes("export", &["export", "dyfi", "--json"], "json", false),
    writes("share", &["share", "dyfi"], "jsonl", true),
    writes(
        "questionnaire booklet",
        &["questionnaire", "booklet", "--format", "pdf"],
        "pdf",
        false,
    ),
    writes(
        "questionnaire booklet",
        &["questionnaire", "booklet", "--format", "markdown"],
        "md",
        false,
    ),
];

/// Every command below this one that has an output, by its name, with each format that it writes.
fn with_output(command: &clap::Command, name: &str, found: &mut BTreeSet<(String, String)>) {
    let argument = |id: &str| command.get_arguments().find(|a| a.get_id() == id);
    if argument("output").is_some() {
        let formats = argument("format").map(|format| format.get_possible_values());
        let mut formats: Vec<String> = match formats {
            Some(values) => values.iter().map(|v| v.get_name().to_owned()).collect(),
            None => argument("json")
                .map(|_| "json".to_owned())
                .into_iter()
                .collect(),
        };
        if argument("format").is_none() {
            formats.push(String::new());
        }
        let of = |format| (name.trim().to_owned(), format);
        found.extend(formats.into_iter().map(of));
    }
    for inner in command.get_subcommands() {
        with_output(inner, &format!("{name} {}", inner.get_name()), found);
    }
}

impl Writes {
    fn to<'a>(&'a self, file: &'a str) -> Vec<&'a str> {
        [self.call, &["-o", file]].concat()
    }

    fn format(&self) -> &str {
        match self.call {
            [.., "--format", format] => format,
            [.., "--json"] => "json",
            _ => "",
        }
    }

    fn named(&self, name: &str) -> String {
        format!("{name}.{}", self.ending)
    }

    fn refuses(&self, place: &Place, file: &str, words: &str) {
        place.refuses(&self.to(file), &[file, words]);
    }
}

fn place() -> Place {
    let (place, _) = reported();
    record(&place, "dyfi", sample());
    place
}

#[test]
fn every_command_that_writes_a_file_is_tried_here() {
    let mut found = BTreeSet::new();
    with_output(&mfa_assess::cli::command(), "", &mut found);
    let tried = ALL
        .iter()
        .map(|w| (w.name.to_owned(), w.format().to_owned()));
    assert_eq!(found, tried.collect());
}

#[test]
fn nothing_but_an_earlier_output_of_the_same_command_is_replaced() {
    let place = place();
    let at = |name: &str| place.folder().join(name);
    let source = std::fs::read(at("records/dyfi.jsonl")).unwrap();
    let head = &source[..1000];
    for writes in &ALL {
        let named = |name: &str| writes.named(name);
        place.file(&named("record"), &source);
        writes.refuses(&place, &named("record"), "is a record of mfa-assess");
        // Cut within its first line, it was one all the same.
        place.file(&named("cut"), head);
        writes.refuses(&place, &named("cut"), "is a record of mfa-assess");
        // What is closest to it: another program's in the same format.
        let letter = match writes.ending {
            "pdf" => "%PDF-1.7\n",
            "docx" => "PK\u{3}\u{4}",
            "json" => "{}",
            "csv" => "Number,Name\n",
            "ics" => "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n",
            "html" => "<!DOCTYPE html>\n<html></html>\n",
            _ => "# Dear Sir or Madam\n",
        };
        place.file(&named("letter"), letter);
        writes.refuses(&place, &named("letter"), "left as it is");
        let _ = std::fs::create_dir(at(&named("folder")));
        writes.refuses(&place, &named("folder"), "is not a file but a folder");
        let _ = std::fs::remove_file(at(&named("link")));
        symlink(named("record"), at(&named("link"))).unwrap();
        writes.refuses(&place, &named("link"), "is a link to ");
        let ending = ["x.xlsx", "x.PDF.", "x.docx", "x.csv"];
        for other in ending {
            let own = format!(".{}", writes.ending);
            if !other.to_lowercase().trim_end_matches('.').ends_with(&own) {
                writes.refuses(&place, other, "nothing was written");
            }
        }
        assert!(!at("x.csv").exists() && !at("x.xlsx").exists());
    }
    for device in ["/dev/null", "/dev/full"] {
        let ran = place.run(&["systems", "export", "dyfi", "-o", device]);
        assert!(
            ran.err.contains("but a device, and is left as it is"),
            "{ran:?}"
        );
    }
}

#[test]
fn an_earlier_output_is_replaced_with_its_rights_and_by_its_only_name() {
    let place = place();
    let at = |name: &str| place.folder().join(name);
    for (number, writes) in ALL.iter().enumerate() {
        let file = writes.named(&format!("own-{number}"));
        let ran = place.run(&writes.to(&file));
        assert_eq!(ran.code, Some(0), "{}: {ran:?}", writes.name);
        assert_eq!(mode(&place, &file), 0o600, "{}", writes.name);
        if writes.once {
            writes.refuses(&place, &file, "left as it is");
            continue;
        }
        if writes.name == "sign" {
            // By the same key within one second, it would be the same file once more.
            let ben = ["sign", "board.pdf", "--identity", "ben.pem", "-o", &file];
            place.refuses(&ben, &[&file, "--replace-signed"]);
            continue;
        }
        set_permissions(at(&file), Permissions::from_mode(0o640)).unwrap();
        let ran = place.run(&writes.to(&file));
        assert_eq!(ran.code, Some(0), "{}: {ran:?}", writes.name);
        assert_eq!(mode(&place, &file), 0o640, "{}", writes.name);
        let other = writes.named(&format!("other-name-{number}"));
        hard_link(at(&file), at(&other)).unwrap();
        writes.refuses(&place, &other, "a hard link");
        std::fs::remove_file(at(&other)).unwrap();
        set_permissions(at(&file), Permissions::from_mode(0o440)).unwrap();
        writes.refuses(&place, &file, "is read-only");
        // What one command wrote is foreign to all others.
        let others = ALL.iter().filter(|w| w.ending == writes.ending);
        // A calendar is one, and what is signed is a report.
        let is_one = |w: &Writes| w.ending == "ics" || w.name == "sign";
        let others = others.filter(|w| w.call != writes.call && !w.once && !is_one(w));
        // One of them a time, each in its turn: the report is made before it is refused.
        let others: Vec<&Writes> = others.collect();
        if let Some(another) = others.get(number % others.len().max(1)) {
            another.refuses(&place, &file, "left as it is");
        }
        place.file(&writes.named("empty"), "");
        let ran = place.run(&writes.to(&writes.named("empty")));
        assert_eq!(ran.code, Some(0), "{}: {ran:?}", writes.name);
    }
}

#[test]
fn what_somebody_has_changed_in_an_output_stays() {
    let place = place();
    let at = |name: &str| place.folder().join(name);
    for (number, writes) in ALL.iter().enumerate() {
        let file = writes.named(&format!("own-{number}"));
        let ran = place.run(&writes.to(&file));
        assert_eq!(ran.code, Some(0), "{}: {ran:?}", writes.name);
        let own = std::fs::read(at(&file)).unwrap();
        place.file(&file, [&own[..], b",\"My system\"\n"].concat());
        writes.refuses(&place, &file, "left as it is");
        // By the same key within one second, it would be the same file once more.
        if writes.once || writes.name == "sign" {
            continue;
        }
        // As it was, and under another name: it is known by its bytes alone.
        let copy = writes.named(&format!("copy-{number}"));
        place.file(&copy, &own);
        let ran = place.run(&writes.to(&copy));
        assert_eq!(ran.code, Some(0), "{}: {ran:?}", writes.name);
    }
    // What is no more than cut is not as it was either.
    let to = ["systems", "export", "dyfi", "-o", "cut.csv"];
    assert_eq!(place.run(&to).code, Some(0));
    let own = std::fs::read(at("cut.csv")).unwrap();
    place.file("cut.csv", &own[..own.len() - 1]);
    place.refuses(&to, &["cut.csv", "nobody has changed"]);
}

#[test]
fn a_template_that_was_filled_in_stays_and_one_that_was_not_is_replaced() {
    let place = place();
    let template = ["systems", "template", "-o", "s.csv"];
    let export = ["systems", "export", "dyfi", "-o", "s.csv"];
    assert_eq!(place.run(&template).code, Some(0));
    assert_eq!(place.run(&export).code, Some(0));
    std::fs::remove_file(place.folder().join("s.csv")).unwrap();
    assert_eq!(place.run(&template).code, Some(0));
    let mut filled = std::fs::read(place.folder().join("s.csv")).unwrap();
    filled.extend_from_slice(b",\"My system\"\n");
    place.file("s.csv", &filled);
    place.refuses(&export, &["s.csv", "nobody has changed", "Move it first"]);
}

#[test]
fn what_is_not_remembered_is_replaced_by_its_own_bytes_alone() {
    let place = place();
    let to = |call: &str| place.run(&call.split(' ').collect::<Vec<_>>());
    let kept = place.records().join("outputs.json");
    for damage in [None, Some("not ours")] {
        assert_eq!(to("systems export dyfi -o s.csv").code, Some(0));
        match damage {
            None => std::fs::remove_file(&kept).unwrap(),
            Some(words) => std::fs::write(&kept, words).unwrap(),
        }
        let ran = to("systems export dyfi -o s.csv");
        assert_eq!(ran.code, Some(0), "the same bytes: {ran:?}");
        assert_eq!(to("report dyfi -o r.md").code, Some(0));
        std::fs::remove_file(place.folder().join("r.md")).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "not ours");
    assert_eq!(to("report dyfi -o r.md").code, Some(0));
    let other = ["report", "dyfi", "-o", "r.md", "--marking", "SECRET"];
    place.refuses(&other, &["r.md is there already", "Move it first"]);
}

#[test]
fn no_refusal_names_a_file_that_nobody_has_to_know() {
    let place = place();
    // A PDF is made first, which takes its time, and goes the same way.
    let quick = ALL.iter().filter(|writes| writes.ending != "pdf");
    // Nothing can be made there, by whomever.
    for (number, writes) in quick.enumerate() {
        let folder = ["/sys", "none"][number % 2];
        let file = format!("{folder}/{}", writes.named("out"));
        let ran = place.run(&writes.to(&file));
        assert_eq!(ran.code, Some(1), "{}: {ran:?}", writes.name);
        assert!(ran.err.contains(&file), "{}: {}", writes.name, ran.err);
        assert!(
            !ran.err.contains(".mfa-assess-"),
            "{}: {}",
            writes.name,
            ran.err
        );
    }
}

#[test]
fn where_nothing_may_be_written_the_folder_of_records_is_named_only_where_it_is_meant() {
    let place = place();
    for (script, helps) in [
        (
            "\"$P\" share dyfi -o /sys/a.jsonl",
            "a folder that you may write to",
        ),
        ("cd /sys && \"$P\" demo", "a folder that you may write to"),
        ("\"$P\" --data-dir /sys import x.json", "--data-dir DIR"),
    ] {
        let export = place.run(&["export", "dyfi", "-o", "x.json"]);
        assert_eq!(export.code, Some(0), "{export:?}");
        let ran = place.script(script);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.contains(helps), "{ran:?}");
        assert_eq!(
            ran.err.contains("--data-dir"),
            helps.contains("--data-dir"),
            "{ran:?}"
        );
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_said_like_a_full_disk() {
    let place = place();
    let at = |name: &str| place.folder().join(name);
    let limited = |call: &str| place.script(&format!("ulimit -f 1; exec \"$P\" {call}"));
    for file in ["u.md", "u.pdf", "u.json"] {
        let ran = limited(&format!("report dyfi -o {file}"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.err
                .contains(&format!("could not write to {file}: File too large")),
            "{ran:?}"
        );
        assert!(
            !ran.err.contains(".mfa-assess-") && !at(file).exists(),
            "{ran:?}"
        );
    }
    let before = std::fs::read(at("records/dyfi.jsonl")).unwrap();
    let ran = limited(&format!("evidence add dyfi {} ada.pem", first_scenario()));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("(ulimit -f)"), "{ran:?}");
    assert_eq!(std::fs::read(at("records/dyfi.jsonl")).unwrap(), before);
}

fn mode(place: &Place, file: &str) -> u32 {
    let meta = place.folder().join(file).metadata().unwrap();
    meta.permissions().mode() & 0o777
}

#[test]
fn an_input_stays_however_it_is_spelt() {
    let place = place();
    let at = |name: &str| place.folder().join(name);
    let asked = std::fs::read(backups().with_file_name("keys.json")).unwrap();
    let keys = std::fs::read(at("ada.pem")).unwrap();
    let export = place.run(&["export", "dyfi", "-o", "kept.json"]);
    assert_eq!(export.code, Some(0), "{export:?}");
    std::fs::copy(at("board.pdf"), at("kept.pdf")).unwrap();
    for file in ["kept.json", "kept.pdf"] {
        names(&place, file);
    }
    place.file("asked.csv", &asked);
    place.file("asked.md", &asked);
    place.file("keys.pdf", &keys);
    // What each is read as is no record, and would be no earlier output either, or one of them.
    let reads: [(&[&str], &str); 8] = [
        (
            &["--questionnaire", "IN", "systems", "template"],
            "asked.csv",
        ),
        (
            &["--questionnaire", "IN", "questionnaire", "booklet"],
            "asked.md",
        ),
        (&["questionnaire", "booklet", "IN"], "asked.md"),
        (&["sign", "board.pdf", "--identity", "IN"], "keys.pdf"),
        (
            &[
                "sign",
                "board.pdf",
                "--identity",
                "ada.pem",
                "--chain",
                "IN",
            ],
            "keys.pdf",
        ),
        (&["export", "dyfi"], "kept.json"),
        (&["export", "dyfi", "--with-evidence"], "kept.json"),
        (&["report", "dyfi"], "kept.pdf"),
    ];
    for (call, input) in reads {
        let ending = input.rsplit('.').next().unwrap();
        let (soft, hard) = (format!("soft.{ending}"), format!("hard.{ending}"));
        for other in [&soft, &hard] {
            let _ = std::fs::remove_file(at(other));
        }
        symlink(input, at(&soft)).unwrap();
        hard_link(at(input), at(&hard)).unwrap();
        let roundabout = format!("records/../{input}");
        // What is read, what is to be written, and why not.
        for (read, written, says) in [
            (input, input, "is read by this command"),
            (input, &roundabout, "is read by this command"),
            (input, &hard, "is read by this command"),
            (&soft, input, "is read by this command"),
            (input, &soft, "is a link to "),
        ] {
            let call = call
                .iter()
                .map(|word| if *word == "IN" { read } else { word });
            let call: Vec<&str> = call.chain(["-o", written]).collect();
            place.refuses(&call, &[written, says]);
        }
    }
    // A report is signed in its place, under its own name only.
    hard_link(at("board.pdf"), at("board-hard.pdf")).unwrap();
    symlink("board.pdf", at("board-soft.pdf")).unwrap();
    for (other, says) in [
        ("board-hard.pdf", "a hard link"),
        ("board-soft.pdf", "is a link to "),
    ] {
        let call = ["sign", "board.pdf", "--identity", "ada.pem", "-o", other];
        place.refuses(&call, &[other, says]);
    }
    // A record is refused as what it is, whatever its name.
    let source = std::fs::read(place.records().join("dyfi.jsonl")).unwrap();
    place.file("b.txt", &source);
    place.refuses(
        &["compare", "dyfi", "b.txt", "-o", "records/../b.txt"],
        &["b.txt", "is read by this command"],
    );
}

/// Names a file as evidence.
fn names(place: &Place, file: &str) {
    let ran = place.run(&["evidence", "add", "dyfi", first_scenario(), file]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

/// The id of the first scenario that is asked about.
fn first_scenario() -> &'static str {
    static ID: LazyLock<String> = LazyLock::new(|| {
        built_in()
            .unwrap()
            .scenarios()
            .next()
            .unwrap()
            .id
            .to_string()
    });
    &ID
}

#[test]
fn a_signed_report_is_replaced_only_where_that_is_said() {
    let (place, _) = reported();
    assert_eq!(sign(&place, "ada.pem", &[]).code, Some(0));
    place.file("board-2.pdf", "taken");
    place.refuses(
        &["report", "-o", "board.pdf"],
        &[
            "board.pdf carries signatures",
            "board-3.pdf",
            "--replace-signed",
        ],
    );
    // Another signature is added to it, and does not take the first away.
    let ben = ["--field", "Signature2", "-o", "both.pdf"];
    assert_eq!(sign(&place, "ben.pem", &ben).code, Some(0));
    place.refuses(
        &[
            "sign",
            "board.pdf",
            "--identity",
            "ada.pem",
            "-o",
            "both.pdf",
        ],
        &["both.pdf carries signatures", "--replace-signed"],
    );
    std::fs::copy(
        place.folder().join("board.pdf"),
        place.folder().join("grows.pdf"),
    )
    .unwrap();
    let grows = ["--field", "Signature2", "-o", "grows.pdf"];
    assert_eq!(sign(&place, "ben.pem", &grows).code, Some(0));
    // What another program has put behind the end is lost as well.
    let mut noted = std::fs::read(place.folder().join("board.pdf")).unwrap();
    noted.extend_from_slice(b"startxref\n0\n%%EOF\n");
    place.file("noted.pdf", noted);
    place.refuses(&["report", "-o", "noted.pdf"], &["--replace-signed"]);

    let ran = place.run(&["report", "-o", "board.pdf", "--replace-signed"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = place.run(&["verify", "board.pdf"]);
    assert!(ran.out.contains("byte for byte"), "{ran:?}");
}

#[test]
fn two_who_sign_at_once_have_both_signed() {
    let (place, _) = reported();
    key(&place, "cai.pem", "Cai Dale", -1, 90);
    let ran: Ran = place.script(
        r#"
        "$P" sign board.pdf --identity ada.pem --field Signature1 & ada=$!
        "$P" sign board.pdf --identity ben.pem --field Signature2 & ben=$!
        wait $ada; echo "code=$?"
        wait $ben; echo "code=$?"
        "$P" verify board.pdf
        "#,
    );
    assert_eq!(ran.out.matches("code=0").count(), 2, "{ran:?}");
    for signature in ["Signature 1, in Signature", "Signature 2, in Signature"] {
        assert!(ran.out.contains(signature), "{ran:?}");
    }
}

#[test]
fn what_a_kill_has_left_goes_with_the_next_output() {
    let place = place();
    let old = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    let at = |name: &str| place.folder().join(name);
    std::fs::create_dir(at(".mfa-assess-notes")).unwrap();
    place.file(".mfa-assess-notes/kept.txt", "mine");
    for name in [
        ".mfa-assess-left00left00",
        ".tmp-of-others",
        ".mfa-assess-notes",
    ] {
        if !at(name).is_dir() {
            place.file(name, "half a report");
        }
        let file = std::fs::File::open(at(name)).unwrap();
        file.set_modified(old).unwrap();
    }
    place.file(".mfa-assess-now000now000", "being written");
    let ran = place.run(&["systems", "export", "dyfi", "-o", "s.csv"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let is_there = |name: &str| place.folder().join(name).exists();
    assert!(!is_there(".mfa-assess-left00left00"));
    assert!(is_there(".tmp-of-others") && is_there(".mfa-assess-now000now000"));
    // Made by hand, whatever its name.
    assert!(is_there(".mfa-assess-notes/kept.txt"));
}

#[test]
fn what_a_real_kill_leaves_of_an_output_goes_with_a_later_one() {
    let place = place();
    let at = |name: &str| place.folder().join(name);
    // Large enough to be killed while it is being written.
    place.file("scan.bin", vec![7; 24 << 20]);
    names(&place, "scan.bin");
    let hidden = || {
        let names = place.folder().read_dir().unwrap();
        let names = names.map(|entry| entry.unwrap().path());
        names
            .filter(|path| path.to_str().unwrap().contains("/.mfa-assess-"))
            .collect::<Vec<_>>()
    };
    let call = ["export", "dyfi", "--with-evidence", "-o", "all.json"];
    let is_killed_within = || {
        let _ = std::fs::remove_file(at("all.json"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
            .current_dir(place.folder())
            .env_clear()
            .env("MFA_ASSESS_DATA_DIR", place.records())
            .args(call)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while hidden().is_empty() && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        !hidden().is_empty()
    };
    assert!((0..10).any(|_| is_killed_within()), "it is never caught");
    assert!(
        !at("all.json").exists(),
        "it has its name only when it is whole"
    );
    // An hour later, whatever is written next.
    let old = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    for path in hidden() {
        let file = std::fs::File::open(path).unwrap();
        file.set_modified(old).unwrap();
    }
    let ran = place.run(&["systems", "export", "dyfi", "-o", "s.csv"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(hidden(), Vec::<PathBuf>::new());
}

#[test]
fn standard_output_is_no_file_of_that_name() {
    let place = place();
    for writes in &ALL {
        let goes = !matches!(writes.name, "share" | "sign");
        let call = writes.to("-");
        let ran = match (goes, writes.ending) {
            // No text: only how it begins.
            (true, "pdf" | "docx") => {
                let call = call.join(" ");
                place.script(&format!("\"$P\" {call} >out && head -c 2 out"))
            }
            _ => place.run(&call),
        };
        assert_eq!(ran.code == Some(0), goes, "{}: {ran:?}", writes.name);
        assert_ne!(ran.code, Some(101), "{}: {ran:?}", writes.name);
        assert_eq!(ran.out.is_empty(), !goes, "{}", writes.name);
        assert!(!place.folder().join("-").exists(), "{}", writes.name);
    }
}
