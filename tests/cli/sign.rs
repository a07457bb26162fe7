//! `sign`, and `verify` of what it wrote.

use jiff::{ToSpan, ZonedDateTime};
use mfa_assess::signature::throwaway;
use serde_json::{Value, json};

use super::ALL;
use super::place::{Place, Ran, place};

/// The report of a small record, `board.pdf`, and keys of Ada and Ben.
pub fn reported() -> (Place, Vec<u8>) {
    let place = place();
    place.begun(&format!("{ALL}7\nAda Fell\n1\ndeclare\n1\nquit\n"));
    let ran = place.run(&["report", "-o", "board.pdf"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    key(&place, "ada.pem", "Ada Fell", -1, 90);
    key(&place, "ben.pem", "Ben Hill", -1, 90);
    let report = board(&place);
    (place, report)
}

fn board(place: &Place) -> Vec<u8> {
    std::fs::read(place.folder().join("board.pdf")).unwrap()
}

/// A key with a certificate that holds from so many days from today on.
pub fn key(place: &Place, file: &str, name: &str, from: i32, days: u16) {
    let from = ZonedDateTime::now()
        .date()
        .checked_add(from.days())
        .unwrap();
    let seed = [name.as_bytes()[0]; 32];
    let made = throwaway(name, seed, from, days).unwrap();
    let pem = format!("{}{}", *made.key_pem, made.certificate_pem);
    place.file(file, pem);
}

pub fn sign(place: &Place, key: &str, more: &[&str]) -> Ran {
    place.run(&[&["sign", "board.pdf", "--identity", key], more].concat())
}

/// The report with the signatures of Ada and Ben.
pub(super) fn twice(place: &Place) -> Vec<u8> {
    for (key, role) in [("ada.pem", "Head librarian"), ("ben.pem", "Chair")] {
        let ran = sign(place, key, &["--role", role]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(0), "board.pdf\n"),
            "{ran:?}"
        );
    }
    board(place)
}

fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for word in words {
        assert!(ran.out.contains(word), "no {word:?} in {}", ran.out);
    }
}

fn verify(place: &Place, bytes: &[u8]) -> Ran {
    place.file("other.pdf", bytes);
    place.run(&["verify", "other.pdf"])
}

#[test]
fn two_people_sign_one_after_the_other_and_verify_says_what_is_proven() {
    let (place, report) = reported();
    let ran = sign(&place, "ada.pem", &["--role", "Head librarian"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "board.pdf\n"),
        "{ran:?}"
    );
    for word in [
        "Signed in Signature1",
        "seal against tampering",
        "no timestamp",
        "not a qualified",
    ] {
        assert!(ran.err.contains(word), "no {word:?} in {}", ran.err);
    }
    let one = board(&place);
    assert!(one.starts_with(&report), "what was there stays");
    assert_eq!(sign(&place, "ben.pem", &[]).code, Some(0));
    assert!(board(&place).starts_with(&one), "what was there stays");

    let words = [
        "rendered again, it is the same, byte for byte. Nothing was added to it but 2 signatures.",
        "Signature 1, in Signature1, the place of ",
        "By Ada Fell, as “Head librarian” in their own words, on ",
        "It covers the whole report as it was written, and certifies it",
        "issued by its own holder",
        "and was at the time that the signature names",
        "Signature 2, in Signature2, the place of ",
        "By Ben Hill, on ",
        "with the 1 signature before it, and approves it",
        "Proven: what was signed has not changed since",
        "Not proven: who holds the key",
        "without a timestamp",
        "The record in it:",
    ];
    says(&place.run(&["verify", "board.pdf"]), 0, &words);

    let told = place.run(&["verify", "board.pdf", "--json"]);
    let told: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(told["report"]["same"], true);
    let [ada, ben] = &told["report"]["signatures"].as_array().unwrap()[..] else {
        panic!("{told}");
    };
    assert_eq!(ada["holds"], true);
    assert_eq!(ada["kind"], "certifying");
    assert_eq!(
        (&ada["name"], &ada["role"]),
        (&json!("Ada Fell"), &json!("Head librarian"))
    );
    assert_eq!(ada["certificate"]["self_signed"], true);
    assert_eq!(ada["certificate"]["then"], "valid");
    assert_eq!(ada["certificate"]["trusted"], Value::Null);
    assert_eq!(ben["kind"], "approving");
    assert_eq!(
        (&ben["role"], &ben["signatures_before"]),
        (&Value::Null, &json!(1))
    );
    assert_eq!(ben["timestamp"], false);
}

#[test]
fn only_an_issuer_that_is_named_is_trusted() {
    let (place, unsigned) = reported();
    twice(&place);
    let of = |file: &str| std::fs::read_to_string(place.folder().join(file)).unwrap();
    let both = of("ada.pem") + &of("ben.pem");
    place.file("both.pem", both);
    let ran = place.run(&["verify", "board.pdf", "--trust", "both.pem"]);
    says(&ran, 0, &["It comes from an issuer that you trust."]);
    let ran = place.run(&["verify", "board.pdf", "--trust", "ada.pem"]);
    says(
        &ran,
        3,
        &["It does NOT come from an issuer that you trust."],
    );
    // Without its signatures it is the report that it was, and that is not what was asked.
    place.file("stripped.pdf", unsigned);
    says(&place.run(&["verify", "stripped.pdf"]), 0, &[]);
    let ran = place.run(&["verify", "stripped.pdf", "--trust", "both.pem"]);
    says(&ran, 3, &["It has NO signature by a certificate."]);
    place.refuses(
        &["verify", "board.pdf", "--trust", "board.pdf"],
        &["board.pdf", "there is no certificate in the file"],
    );
}

#[test]
fn a_signed_copy_goes_elsewhere_and_the_report_stays() {
    let (place, report) = reported();
    let ran = sign(
        &place,
        "ada.pem",
        &["--field", "Signature2", "-o", "copy.pdf"],
    );
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "copy.pdf\n"),
        "{ran:?}"
    );
    assert_eq!(board(&place), report);
    says(
        &place.run(&["verify", "copy.pdf"]),
        0,
        &["Signature 1, in Signature2"],
    );
    says(&place.run(&["verify", "board.pdf"]), 0, &["byte for byte."]);
}

#[test]
fn what_cannot_be_signed_is_refused_and_left_as_it_was() {
    let (place, report) = reported();
    key(&place, "old.pem", "Ada Fell", -90, 30);
    key(&place, "new.pem", "Ada Fell", 30, 30);
    let ada = std::fs::read_to_string(place.folder().join("ada.pem")).unwrap();
    let ben = std::fs::read_to_string(place.folder().join("ben.pem")).unwrap();
    let (key_of_ada, _) = ada.split_once("-----BEGIN CERT").unwrap();
    place.file("bare.pem", key_of_ada);
    place.file("letter.txt", "Dear Sir or Madam\n");
    place.file("added.pdf", [&report[..], b"% a comment\n"].concat());
    let mut forged = report.clone();
    let middle = forged.len() / 2;
    forged[middle] ^= 1;
    place.file("forged.pdf", forged);
    assert_eq!(sign(&place, "ada.pem", &["-o", "once.pdf"]).code, Some(0));
    let mut broken = std::fs::read(place.folder().join("once.pdf")).unwrap();
    let hole = broken
        .windows(10)
        .rposition(|w| w == b"/Contents<")
        .unwrap();
    // Within the signature, and a digit as before.
    broken[hole + 400] = if broken[hole + 400] == b'0' {
        b'1'
    } else {
        b'0'
    };
    place.file("broken.pdf", broken);

    let of = |report: &'static str, key: &'static str| vec!["sign", report, "--identity", key];
    let with = |more: &[&'static str]| [&of("board.pdf", "ada.pem")[..], more].concat();
    for (arguments, words) in [
        (
            of("board.pdf", "old.pem"),
            &["expired on", "new one from its issuer"][..],
        ),
        (of("board.pdf", "new.pem"), &["only holds from"]),
        (of("board.pdf", "none.pem"), &["could not read none.pem"]),
        (
            of("board.pdf", "letter.txt"),
            &["letter.txt", "not PEM text"],
        ),
        (
            of("board.pdf", "bare.pem"),
            &["bare.pem", "there is no certificate for the key"],
        ),
        (
            [&of("board.pdf", "bare.pem")[..], &["--chain", "ben.pem"]].concat(),
            &["belongs to the private key"],
        ),
        (of("none.pdf", "ada.pem"), &["none.pdf"]),
        (
            of("letter.txt", "ada.pem"),
            &["letter.txt", "cannot be read as a PDF"],
        ),
        (
            of("added.pdf", "ada.pem"),
            &["12 bytes follow its end", "mfa-assess verify added.pdf"],
        ),
        (of("forged.pdf", "ada.pem"), &["forged.pdf"]),
        (
            of("broken.pdf", "ada.pem"),
            &["an earlier signature in it does not hold"],
        ),
        (
            with(&["--field", "Signature99"]),
            &["no place Signature99", "Signature1, "],
        ),
        (
            [&of("once.pdf", "ben.pem")[..], &["--field", "Signature1"]].concat(),
            &["Signature1 is signed already"],
        ),
        (
            with(&["-o", "ben.pem"]),
            &["ben.pem ends like a key or certificate"],
        ),
        (
            with(&["-o", "none/board.pdf"]),
            &["none/board.pdf", "nothing was signed"],
        ),
    ] {
        place.refuses(&arguments, words);
    }
    assert_eq!(
        ben,
        std::fs::read_to_string(place.folder().join("ben.pem")).unwrap()
    );
}

#[test]
fn a_report_without_a_free_place_is_refused() {
    let (place, _) = reported();
    for round in 0..20 {
        let before = board(&place);
        let ran = sign(&place, "ada.pem", &[]);
        if ran.code == Some(0) {
            continue;
        }
        assert!(round >= 2, "{ran:?}");
        assert!(
            ran.err
                .contains("all of its places for signatures are taken"),
            "{ran:?}"
        );
        assert_eq!(board(&place), before);
        return;
    }
    panic!("there is always another place");
}

#[test]
fn a_read_only_report_is_left_alone_and_a_link_stays_a_link() {
    let (place, report) = reported();
    let path = place.folder().join("board.pdf");
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).unwrap();
    let own = ["sign", "board.pdf", "--identity", "ada.pem"];
    place.refuses(&own, &["board.pdf is read-only", "-o FILE"]);
    #[cfg(unix)]
    {
        place.file("real.pdf", &report);
        std::os::unix::fs::symlink("real.pdf", place.folder().join("link.pdf")).unwrap();
        let ran = place.run(&["sign", "link.pdf", "--identity", "ada.pem"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let link = place.folder().join("link.pdf");
        assert!(std::fs::symlink_metadata(link).unwrap().is_symlink());
        assert!(
            std::fs::read(place.folder().join("real.pdf"))
                .unwrap()
                .len()
                > report.len()
        );
    }
}

#[test]
fn a_changed_byte_in_any_part_of_a_signed_report_is_found() {
    let (place, report) = reported();
    let signed = twice(&place);
    let ends = [0, report.len(), signed.len()];
    // Spread over what was written, and closer where the signatures are.
    for (part, steps) in ends.windows(2).zip([12, 36]) {
        let length = part[1] - part[0];
        for step in 0..steps {
            let at = part[0] + length * step / steps + step % 7;
            let mut changed = signed.clone();
            changed[at] ^= 1 << (step % 8);
            let ran = verify(&place, &changed);
            assert!(matches!(ran.code, Some(1 | 3)), "byte {at}: {ran:?}");
        }
    }
}

#[test]
fn what_others_add_behind_a_signature_is_told() {
    let (place, report) = reported();
    let signed = twice(&place);
    let comment = "9000 0 obj\n<</Type/Annot/Subtype/Text/Contents(Agreed)>>\nendobj\n";
    let table = signed.len() + comment.len();
    let rest = format!(
        "xref\n9000 1\n{:010} 00000 n \ntrailer\n<</Size 9001>>\n",
        signed.len()
    );
    let more = format!("{comment}{rest}startxref\n{table}\n%%EOF\n");
    let ran = verify(&place, &[&signed, more.as_bytes()].concat());
    let more = format!("{} bytes more follow", more.len());
    says(
        &ran,
        3,
        &[
            "Something was added to the report.",
            "with 2 signatures, byte for byte",
            &more,
            "By Ada Fell",
        ],
    );
    // A signature that was cut off shows too.
    let ran = verify(&place, &signed[..signed.len() - 9]);
    says(&ran, 3, &["Something was added", "with 1 signature"]);
    says(&verify(&place, &report), 0, &["byte for byte."]);
}

#[test]
fn the_demonstration_can_be_signed_by_nobody() {
    let place = place();
    let ran = place.run(&["demo", "--identity"]);
    says(
        &ran,
        0,
        &[
            "nobody vouches for it",
            "mfa-assess sign ",
            "mfa-assess verify ",
        ],
    );
    let key = place.folder().join("demo-identity.pem");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&key).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // As it is said there.
    let lines: Vec<&str> = ran.out.lines().collect();
    for command in ["  mfa-assess sign ", "  mfa-assess verify "] {
        let mut commands = lines.iter().filter_map(|line| line.strip_prefix(command));
        let arguments: Vec<&str> = commands.next().unwrap().split(' ').collect();
        let ran = place.run(
            &[
                &[command.split_whitespace().last().unwrap()],
                &arguments[..],
            ]
            .concat(),
        );
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    // Another one replaces nothing, and is another.
    let first = std::fs::read(&key).unwrap();
    assert_eq!(place.run(&["demo", "--identity"]).code, Some(0));
    assert_eq!(std::fs::read(&key).unwrap(), first);
    let second = std::fs::read(place.folder().join("demo-identity-2.pem")).unwrap();
    assert_ne!(first, second);
}
