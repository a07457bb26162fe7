//! Every `-o`, taken from the command line itself: what stands there and is not an earlier output of
//! the same command stays.

use std::collections::BTreeSet;
use std::fs::{Permissions, hard_link, set_permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use super::dated::{record, sample};
use super::place::{Place, Ran};
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

const ALL: [Writes; 14] = [
    writes("calendar", &["calendar", "dyfi"], "ics", false),
    writes(
        "report",
        &["report", "dyfi", "--format", "html"],
        "html",
        false,
    ),
    writes(
        "report",
        &["report", "dyfi", "--format", "docx"],
        "docx",
        false,
    ),
    writes("compare", &["compare", "dyfi", "dyfi"], "txt", false),
    writes(
        "compare",
        &["compare", "dyfi", "dyfi", "--json"],
        "json",
        false,
    ),
    writes("rollup", &["rollup", "records", "--csv"], "csv", false),
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
        &["questionnaire", "booklet", "--format", "markdown"],
        "md",
        false,
    ),
];

/// Every command below this one that has an output, by its name.
fn with_output(command: &clap::Command, name: &str, found: &mut BTreeSet<String>) {
    if command.get_arguments().any(|a| a.get_id() == "output") {
        found.insert(name.trim().to_owned());
    }
    for inner in command.get_subcommands() {
        with_output(inner, &format!("{name} {}", inner.get_name()), found);
    }
}

impl Writes {
    fn to<'a>(&'a self, file: &'a str) -> Vec<&'a str> {
        [self.call, &["-o", file]].concat()
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
    let tried: BTreeSet<String> = ALL.iter().map(|w| w.name.to_owned()).collect();
    assert_eq!(found, tried);
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
        for letter in [
            "Dear Sir or Madam\n",
            "%PDF-1.7\n",
            "PK\u{3}\u{4}",
            "{}",
            "Number,Name\n",
            "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n",
        ] {
            place.file(&named("letter"), letter);
            writes.refuses(&place, &named("letter"), "left as it is");
        }
        let _ = std::fs::create_dir(at(&named("folder")));
        writes.refuses(&place, &named("folder"), "is not a file but a folder");
        let _ = std::fs::remove_file(at(&named("link")));
        symlink(named("record"), at(&named("link"))).unwrap();
        writes.refuses(&place, &named("link"), "is a link to ");
        let ending = ["x.xlsx", "x.png", "x.PDF.", "x.jsonl", "x.docx", "x.csv"];
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
        let json = ALL.iter().filter(|w| w.ending == writes.ending);
        for another in json.filter(|w| w.call != writes.call && !w.once) {
            another.refuses(&place, &file, "left as it is");
        }
        place.file(&writes.named("empty"), "");
        let ran = place.run(&writes.to(&writes.named("empty")));
        assert_eq!(ran.code, Some(0), "{}: {ran:?}", writes.name);
    }
}

fn mode(place: &Place, file: &str) -> u32 {
    let meta = place.folder().join(file).metadata().unwrap();
    meta.permissions().mode() & 0o777
}

#[test]
fn an_input_stays_however_it_is_spelt() {
    let place = place();
    let source = std::fs::read(place.records().join("dyfi.jsonl")).unwrap();
    place.file("a.json", &source);
    place.file("b.txt", &source);
    place.refuses(
        &["export", "./a.json", "--json", "-o", "a.json"],
        &["a.json"],
    );
    place.refuses(&["compare", "dyfi", "./b.txt", "-o", "b.txt"], &["b.txt"]);
    place.refuses(
        &["compare", "dyfi", "b.txt", "-o", "records/../b.txt"],
        &["b.txt"],
    );
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
fn standard_output_is_no_file_of_that_name() {
    let place = place();
    for writes in ALL.iter().filter(|writes| writes.ending != "docx") {
        let ran = place.run(&writes.to("-"));
        let goes = !matches!(writes.name, "share" | "sign");
        assert_eq!(
            ran.code,
            Some(if goes { 0 } else { 1 }),
            "{}: {ran:?}",
            writes.name
        );
        assert_eq!(ran.out.is_empty(), !goes, "{}", writes.name);
        assert!(!place.folder().join("-").exists(), "{}", writes.name);
    }
}
