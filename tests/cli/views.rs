//! What a person and a script are told of views with objectives, where they differ, and notices.

use serde_json::{Value, json};

use crate::place::{Place, place};

/// One vehicle, so that a notice is told; single files were restored, so that the views differ.
const ANSWERS: &str = "Fell Side Library\n1\nAda Fell\nHead librarian\n\
    next\n12\n12\n01/11/2026\nnext\n2\n1\n?\nnext\n2\n3\n1\nnext\nAda Fell\n1\n1\n";

const NOTICE: &str = "A library with one vehicle is not bound by this policy.";
const DIFFERS: &str = "The framework is content with a few files, while the policy asks";
const KEEPING: &str = "as reported by others: Good keeping of copies, second edition (invented); looked at 4 May 2026";
const BOTH: &str = "this tool's interpretation; compare: Backup policy for travelling libraries (invented), looked at 24 November 2026; Good keeping of copies, second edition (invented), looked at 4 May 2026";

fn answered(place: &Place) {
    place.begun(&ANSWERS.replace('?', "o1"));
}

/// Whether these stand in the text, one after the other.
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let at = rest.find(word);
        let at = at.unwrap_or_else(|| panic!("no {word:?} in its place in {text}"));
        rest = &rest[at + word.len()..];
    }
}

#[test]
fn status_tells_notices_then_each_view_by_itself_then_where_they_differ() {
    let place = place();
    answered(&place);
    let ran = place.run(&["status"]);
    in_order(
        &ran.out,
        &[
            NOTICE,
            "(this tool's interpretation; compare: Backup policy",
            "\nBackup policy:\nB1: Met.",
            "\nB2: Partly met.",
            "\nGood keeping of copies:\nK1: Don't know. Nobody could answer yet, whether this holds: No more",
            "\nK2: Achieved. Every indicator of this level holds.",
            "\nWhere the views differ:\n",
            DIFFERS,
            BOTH,
            "\nComplete",
        ],
    );
}

#[test]
fn status_for_machines_has_levels_indicators_differences_and_notices() {
    let place = place();
    answered(&place);
    let ran = place.run(&["status", "--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let objectives = told["objectives"].as_array().unwrap();
    let [k1, k2] = objectives.as_slice() else {
        panic!("{objectives:?}")
    };
    assert_eq!((&k1["id"], &k1["level"]), (&json!("K1"), &Value::Null));
    assert_eq!(k1["reached"], "Don't know");
    assert_eq!(k2["level"], "full");
    let indicators = json!([
        {"id": "one-place", "holds": false},
        {"id": "elsewhere", "holds": true},
        {"id": "locked", "holds": true},
        {"id": "few", "holds": "dont-know"},
    ]);
    assert_eq!(k1["indicators"], indicators);
    let says = told["differences"][0]["says"].as_str().unwrap();
    assert!(says.starts_with(DIFFERS), "{says}");
    assert_eq!(told["differences"][0]["rests_on"], BOTH);
    let says = told["notices"][0]["says"].as_str().unwrap();
    assert!(says.starts_with(NOTICE), "{says}");
}

#[test]
fn the_plain_dialogue_tells_a_notice_at_once_and_shows_what_everything_rests_on() {
    let place = place();
    let record = place.begun("Fell Side Library\n1\n");
    let open = ["--plain", "open", record.to_str().unwrap()];
    let begun = place.told(&open, "2\nguidance\noutcomes\nquit\n").out;
    in_order(
        &begun,
        &["Task list.", NOTICE, "looked at 24 November 2026]"],
    );
    in_order(
        &begun,
        &[
            "What is required, in this tool's words:\nB1 (must): Every digital collection",
            "(this tool's interpretation; compare: ",
            "Why it matters:",
            "looked at 24 November 2026)",
            "Sources:\nP1: Backup policy for travelling libraries (invented). Written for",
            "Looked at 24 November 2026.",
        ],
    );
    in_order(
        &begun,
        &[
            "Backup policy\n     The two requirements of the invented policy.",
            "B1 (must): Weekly protected backup [Not answered]",
            "Good keeping of copies\n     Two objectives",
            "K1: Copies survive [Not answered]",
            KEEPING,
            "Partially achieved: all of these are needed",
            "fire or flood cannot reach both. [Not answered]",
            KEEPING,
            "Where the views differ\n     Nothing that is answered so far shows a difference.",
        ],
    );

    let other = crate::place::place();
    let backups = crate::place::backups();
    let new = [
        "--plain",
        "--questionnaire",
        backups.to_str().unwrap(),
        "new",
    ];
    let said = other.told(&new, "Fell Side Library\n1\nAda Fell\n").out;
    in_order(
        &said,
        &[
            "How many vehicles",
            NOTICE,
            "Question 3 of 4",
            "Question 4 of 4",
        ],
    );
}

#[test]
fn an_exemption_says_what_its_kind_and_each_condition_rest_on() {
    let place = place();
    let ran = place.told(
        &[
            "--plain",
            "--questionnaire",
            crate::place::backups().to_str().unwrap(),
            "new",
        ],
        "Fell Side Library\n3\nAda Fell\nHead librarian\ntasks\n6\n1\n1\nskip\nskip\nskip\nquit\n",
    );
    in_order(
        &ran.out,
        &[
            "step 1 of",
            "(this tool's interpretation; compare: ",
            "What must hold before it counts:",
            "Does not hold.",
            "(this tool's interpretation; compare: ",
        ],
    );
}
