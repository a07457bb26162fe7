//! A must of which nobody knows whether it is met: each command says so, and says the same.

use mfa_assess::facts::Gap;

use super::*;
use crate::place::{Place, place};

/// A record in which nobody knows how many were late.
fn unknown() -> Place {
    let place = place();
    recorded(&place, file(), &state("late=? -late-where", []));
    place
}

#[test]
fn it_is_a_gap_and_no_outcome() {
    let results = results(&state("late=? -late-where", []), TODAY);
    assert_eq!(outcome(&results, "F2"), Outcome::DontKnow);
    assert_eq!(results.gaps, [Gap::NotKnown(id("F2"))]);
    // Of a should, nobody needs to know before a sign-off.
    let should = self::results(&state(&format!("{IN_ORDER} ext-serviced=?"), []), TODAY);
    assert_eq!(outcome(&should, "F3"), Outcome::DontKnow);
    assert_eq!(should.gaps, []);
}

#[test]
fn status_and_check_say_why_the_record_is_not_complete() {
    let place = unknown();
    let status = place.run(&["status", "hall"]);
    assert_eq!(status.code, Some(3), "{status:?}");
    let says = "Incomplete: 1 must is not known to be met.\n";
    assert!(status.out.contains(says), "{}", status.out);
    assert!(!status.out.contains("Complete:"), "{}", status.out);
    let check = place.run(&["check", "hall", "--as-at", "2026-11-24"]);
    assert_eq!(check.code, Some(3), "{check:?}");
    let says = "  Incomplete: 1 must is not known to be met. See: mfa-assess status hall\n";
    assert!(check.out.ends_with(says), "{}", check.out);
}

#[test]
fn it_is_signed_as_a_draft_and_a_board_is_asked_to_have_it_found_out() {
    let place = unknown();
    let by = ["--name", "Ada Fell", "--role", "warden", "--declare"];
    let signed = place.run(&[&["sign-off", "hall"], &by[..]].concat());
    assert_eq!(signed.code, Some(3), "{signed:?}");
    let says = "Signed as a draft, with 1 thing left, by Ada Fell";
    assert!(signed.out.contains(says), "{}", signed.out);
    let on = ["--as-at", "2026-11-24", "--profile", "board"];
    let report = [&["report", "--format", "md", "-o", "-"], &on[..]].concat();
    let report = printed(&place, &report);
    assert!(report.contains("**DRAFT**"), "{report}");
    let asks = "### Have it found out whether F2 is met";
    assert!(report.contains(asks), "{report}");
    assert!(
        !report.to_lowercase().contains("accept or put right"),
        "{report}"
    );
}
