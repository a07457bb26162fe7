//! What scripts change without a conversation: all of it or nothing, in the events of a conversation.

use mfa_assess::facts::{Change, Event, Priority};
use mfa_assess::record::{Loaded, read};
use mfa_assess::rules::Standing;
use mfa_assess::session::Clock;
use serde_json::{Value, json};

use super::place::{Place, Ran, place};

/// The worked example of the manual page.
fn example() -> &'static str {
    let page = include_str!("../../assets/data.md");
    let section = page.split("## Changes: what `apply` reads").nth(1).unwrap();
    let block = section.split("```json\n").nth(1).unwrap();
    block.split("```").next().unwrap()
}

/// Begins a record of the policy that comes with the program.
fn begun(place: &Place) -> Loaded {
    let ran = place.run(&[
        "new",
        "--organisation",
        "Fell Side Trust",
        "--assessor",
        "Ada Fell",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    loaded(place)
}

fn loaded(place: &Place) -> Loaded {
    read(&place.records().join("fell-side-trust.jsonl")).unwrap()
}

/// Runs a command that does what it is asked.
fn does(place: &Place, arguments: &[&str]) -> Ran {
    let ran = place.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    ran
}

fn applied(place: &Place, changes: Value, more: &[&str]) -> Ran {
    let file = json!({ "format": 1, "changes": changes });
    place.file("changes.json", file.to_string());
    let arguments = [&["apply", "changes.json", "fell-side-trust"], more].concat();
    place.run(&arguments)
}

#[test]
fn a_change_that_says_two_things_is_not_made() {
    let place = place();
    begun(&place);
    let twice = r#"{"format":1,"changes":[{"note":{"scenario":"vpn","text":"a","text":"b"}}]}"#;
    let before = loaded(&place).entries.len();
    let path = place.file("twice.json", twice);
    let ran = place.run(&["apply", path.to_str().unwrap(), "fell-side-trust"]);
    assert_eq!(loaded(&place).entries.len(), before);
    assert_ne!(ran.code, Some(0), "{ran:?}");
    let says = "`text` stands twice in one object, at line 1, column 66. Take one";
    assert!(ran.err.contains(says), "{}", ran.err);
}

fn day(months: i32) -> String {
    let today = Clock::System.today();
    let span = jiff::Span::new().months(months);
    today.checked_add(span).unwrap().to_string()
}

/// Every field of a specific exemption but the decision.
fn fields() -> Value {
    json!({
        "what": "Imaging archive", "hosting": "own", "accounts": "unprivileged",
        "user-group": "Radiographers", "account-count": 12, "route": ["inside"],
        "ground": "unsupported", "why": "The maker offers none.",
        "controls": "A network of its own.", "controls-evidence": "NW-12",
        "risk-reference": "R-31", "risk-date": day(-2), "likelihood": "2", "impact": "3",
        "safety-officer": "yes", "caldicott": "not-needed", "owner": "Kim Ford",
        "owner-role": "Imaging lead", "author": "Ada Fell", "start": day(-1), "expiry": day(10),
        "plan-owner": "Kim Ford", "milestone": "Tender", "has-target": "Yes",
        "target-date": day(9), "progress": "Funded.", "next-review": day(8),
        "evidence-location": "Risk register",
    })
}

const DECISION: [&str; 5] = [
    "approved-by=board",
    "approver=Robin Moss",
    "approver-role=Chair",
    "minute=B/26/041",
    "approved-on=",
];

fn decision(on: &str) -> Vec<String> {
    let fields = DECISION.iter().flat_map(|field| {
        let on = if field.ends_with('=') { on } else { "" };
        ["--field".to_owned(), format!("{field}{on}")]
    });
    fields.collect()
}

#[test]
fn the_schema_and_the_example_of_the_manual_page_are_what_the_program_reads() {
    let place = place();
    let kept = include_str!("../../assets/changes.schema.json");
    assert_eq!(does(&place, &["apply", "--schema"]).out, kept);
    let kept: Value = serde_json::from_str(kept).unwrap();
    let example: Value = serde_json::from_str(example()).unwrap();
    let schema = jsonschema::validator_for(&kept).unwrap();
    let errors: Vec<String> = schema
        .iter_errors(&example)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let wrong = json!({ "format": 1, "changes": [{ "note": { "scenario": "a", "txt": "b" } }] });
    assert!(!schema.is_valid(&wrong));
    let wrong =
        json!({ "format": 1, "changes": [{ "add_action": { "scenario": "a", "whom": "b" } }] });
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn the_example_is_previewed_then_written_at_once_and_then_there_is_nothing_left_to_answer_anew() {
    let place = place();
    let before = begun(&place).entries.len();
    let arguments = ["apply", "-", "fell-side-trust"];
    let files = place.files();
    let ran = place.told(&[&arguments[..], &["--dry-run"]].concat(), example());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("would be written"), "{}", ran.out);
    assert_eq!(place.files(), files, "a preview writes nothing");

    let ran = place.told(
        &[&arguments[..], &["--json", "--by", "Feed"]].concat(),
        example(),
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let now = loaded(&place);
    let entries = told["entries"].as_array().unwrap();
    assert_eq!(entries.len(), now.entries.len() - before);
    let exemption = &told["changes"][6];
    assert_eq!(
        (&exemption["about"], &exemption["ref"]),
        (&json!("EX-1"), &json!("imaging"))
    );
    let newest = now.entries.last().unwrap();
    assert_eq!(told["fingerprint"], json!(newest.fingerprint));
    let written = &now.entries[before..];
    assert!(
        written
            .iter()
            .all(|l| l.entry.by == "Feed" && l.entry.why.is_none())
    );
    let state = now.state;
    assert!(
        state
            .exemptions
            .values()
            .all(|e| e.life.approvals.len() == 1)
    );
    assert!(state.exemptions.values().all(|e| e.systems.len() == 1));
    let action = state.actions.values().next().unwrap();
    assert_eq!(action.priority, Some(Priority::High));
    assert!(action.ends.is_some());
    assert_eq!(state.listed.values().next().unwrap().exemptions.len(), 1);

    // What is so already makes no entry.
    let again = json!([{ "answer": { "question": "device-support", "value": "none" } }]);
    let ran = applied(&place, again, &[]);
    assert!(ran.out.contains("Nothing to change"), "{ran:?}");
    assert_eq!(loaded(&place).entries.len(), now.entries.len());
}

#[test]
fn an_exemption_goes_through_its_whole_life_by_commands() {
    let place = place();
    begun(&place);
    let record = "fell-side-trust";
    does(&place, &["answer", record, "provides-care", "Yes"]);
    does(
        &place,
        &["answer", record, "device-kinds", "imaging", "lab"],
    );
    let added = json!([{ "add_exemption": {
        "kind": "SPECIFIC", "requirements": ["R1"], "scenarios": ["medical-devices"], "fields": fields(),
    } }]);
    assert_eq!(applied(&place, added, &[]).code, Some(0));
    let phase = || {
        let ran = does(&place, &["exemption", "list", record, "--json"]);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        (
            told[0]["phase"].as_str().unwrap().to_owned(),
            told[0]["counts"] == true,
        )
    };
    let stands = |words: &str, counts| assert_eq!(phase(), (words.to_owned(), counts));
    let exemption = |verb: &str, more: &[String]| {
        let more: Vec<&str> = more.iter().map(String::as_str).collect();
        place.run(&[&["exemption", verb, record, "EX-1"], &more[..]].concat())
    };
    stands("draft", false);
    assert_eq!(exemption("submit", &[]).code, Some(0));
    stands("submitted", false);
    place.refuses(
        &["exemption", "approve", record, "EX-1"],
        &["EX-1: ", "not said"],
    );
    let ran = exemption("approve", &decision(&day(0)));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    stands("approved", true);

    // What the approver relied on is not changed by mistake; what is kept up, is.
    place.refuses(
        &[
            "exemption",
            "edit",
            record,
            "EX-1",
            "--field",
            "account-count=13",
        ],
        &["fields.account-count: ", "relied on", "--reset-approval"],
    );
    place.refuses(
        &["exemption", "edit", record, "EX-1", "--requirement", "R2"],
        &["what it covers", "--reset-approval"],
    );
    let kept_up = ["--field".to_owned(), "progress=Tender is out.".to_owned()];
    assert_eq!(exemption("edit", &kept_up).code, Some(0));
    stands("approved", true);

    // A renewal leaves the approval in force, and can be given up.
    assert_eq!(exemption("renew", &[]).code, Some(0));
    let more = ["--field".to_owned(), "account-count=14".to_owned()];
    assert_eq!(exemption("edit", &more).code, Some(0));
    stands("approved", true);
    assert_eq!(exemption("renew", &["--drop".to_owned()]).code, Some(0));
    let told = does(&place, &["exemption", "show", record, "EX-1"]).out;
    assert!(told.contains("12 accounts"), "{told}");
    assert_eq!(exemption("renew", &[]).code, Some(0));
    assert_eq!(exemption("edit", &more).code, Some(0));
    let mut renewed = decision(&day(0));
    renewed[7] = "minute=B/26/077".to_owned();
    let ran = exemption("approve", &renewed);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        loaded(&place)
            .state
            .exemptions
            .values()
            .next()
            .unwrap()
            .life
            .approvals
            .len(),
        2
    );

    let reset = [
        &more[..1],
        &["account-count=15".to_owned(), "--reset-approval".to_owned()],
    ]
    .concat();
    assert_eq!(exemption("edit", &reset).code, Some(0));
    stands("draft", false);
    let how = [
        "--enforced".to_owned(),
        "MFA since the new archive.".to_owned(),
    ];
    assert_eq!(exemption("close", &how).code, Some(0));
    stands("closed", false);
    place.refuses(
        &["exemption", "withdraw", record, "EX-1", "--reason", "Gone"],
        &["closed"],
    );
    place.refuses(
        &["exemption", "edit", record, "EX-1", "--field", "what=x"],
        &["ended"],
    );

    does(
        &place,
        &[
            "exemption",
            "add",
            record,
            "--kind",
            "E1",
            "--scenario",
            "vpn",
            "--field",
            "what=Office",
        ],
    );
    does(
        &place,
        &[
            "exemption",
            "withdraw",
            record,
            "EX-2",
            "--reason",
            "Not needed",
        ],
    );
    let state = loaded(&place).state;
    let second = state.exemptions.values().nth(1).unwrap();
    assert_eq!(second.withdrawn.as_deref(), Some("Not needed"));
    assert_eq!(
        second.standing_of_unknown(),
        Standing::Withdrawn {
            reason: "Not needed".into()
        }
    );
}

#[test]
fn an_approval_is_not_that_of_another_system_which_came_to_have_its_number() {
    let place = place();
    begun(&place);
    let record = "fell-side-trust";
    does(&place, &["answer", record, "provides-care", "Yes"]);
    does(
        &place,
        &["answer", record, "device-kinds", "imaging", "lab"],
    );
    let named = |name: &str| json!({ "name": name });
    let changes = json!([
        { "add_system": { "fields": named("Picture archive") } },
        { "add_exemption": {
            "kind": "SPECIFIC", "requirements": ["R1"], "scenarios": ["medical-devices"],
            "systems": ["S-1"], "fields": fields(),
        } },
    ]);
    let ours = place.folder().join("records/fell-side-trust.jsonl");
    let copy = place.folder().join("copy.jsonl");
    std::fs::copy(&ours, &copy).unwrap();
    let ran = applied(&place, changes, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let step = |verb: &str, more: &[String]| {
        let more: Vec<&str> = more.iter().map(String::as_str).collect();
        does(
            &place,
            &[&["exemption", verb, record, "EX-1"], &more[..]].concat(),
        )
    };
    step("submit", &[]);
    step("approve", &decision(&day(0)));
    let stands_in = |record: &str, phase: &str, counts: bool, says: &str| {
        let ran = does(&place, &["exemption", "list", record, "--json"]);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(told[0]["phase"], phase, "{told:#}");
        assert_eq!(told[0]["counts"], counts, "{told:#}");
        assert!(told[0].to_string().contains(says), "{told:#}");
    };
    let stands = |phase: &str, counts, says: &str| stands_in(record, phase, counts, says);
    stands("approved", true, "");
    let rename = |name: &str| {
        let change = json!([{ "edit_system": { "system": "S-1", "fields": named(name) } }]);
        assert_eq!(applied(&place, change, &[]).code, Some(0));
    };
    // Written otherwise, it is the same system.
    rename("picture  Archive");
    stands("approved", true, "");
    rename("Theatre booking");
    let says =
        "System S-1 was “Picture archive” when this was approved, and is “Theatre booking” now.";
    stands("due for review", false, says);
    // Whoever joins all of it sees what those who approved it saw.
    does(&place, &["merge", "copy.jsonl", record]);
    stands_in("copy.jsonl", "due for review", false, says);
    step("renew", &[]);
    stands("due for review", false, says);
    let anew = decision(&day(0)).into_iter();
    let anew: Vec<String> = anew
        .map(|said| said.replace("B/26/041", "B/26/042"))
        .collect();
    step("approve", &anew);
    stands("approved", true, "");
}

#[test]
fn actions_are_recorded_changed_finished_and_taken_back() {
    let place = place();
    begun(&place);
    let record = "fell-side-trust";
    does(
        &place,
        &[
            "action",
            "add",
            record,
            "vpn",
            "--what",
            "Enforce MFA.",
            "--owner",
            "Kim Ford",
            "--role",
            "Lead",
            "--due",
            "30/06/2027",
            "--priority",
            "high",
            "--finds-out",
            "vpn-mfa",
        ],
    );
    does(
        &place,
        &[
            "action",
            "edit",
            record,
            "A-1",
            "--progress",
            "started",
            "--no-date",
            "Waits.",
        ],
    );
    let state = loaded(&place).state;
    let action = state.actions.values().next().unwrap();
    assert_eq!(action.state_words(Clock::System.today()), "in progress");
    assert_eq!(action.due.words(), "No date: Waits.");
    assert_eq!(action.owner_words(), "Kim Ford, Lead");
    assert!(action.finds_out.is_some());
    does(&place, &["action", "done", record, "A-1"]);
    assert!(loaded(&place).state.actions.values().all(|a| a.is_done()));
    does(&place, &["action", "remove", record, "A-1"]);
    assert!(loaded(&place).state.actions.is_empty());
    // The number is not given again.
    let ran = does(
        &place,
        &[
            "action",
            "add",
            record,
            "vpn",
            "--what",
            "Look again.",
            "--json",
        ],
    );
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["changes"][0]["about"], "A-2");
    place.refuses(
        &["action", "done", record, "A-1"],
        &["no action A-1", "A-2"],
    );
    place.refuses(
        &["action", "add", record, "vpns"],
        &["no scenario vpns", "vpn"],
    );
    place.refuses(
        &["action", "edit", record, "A-2", "--ends", "EX-1"],
        &["ends: ", "EX-1"],
    );
}

#[test]
fn what_an_action_closes_is_said_by_commands() {
    let place = place();
    begun(&place);
    let record = "fell-side-trust";
    does(&place, &["answer", record, "vpn-mfa", "none"]);
    let listed = |id: usize| {
        let told = does(&place, &["export", record, "--json"]).out;
        let told: Value = serde_json::from_str(&told).unwrap();
        told["actions"][id - 1].clone()
    };
    let add = ["action", "add", record, "vpn", "--what"];
    does(&place, &[&add[..], &["Order new mugs"]].concat());
    let mugs = listed(1);
    assert_eq!(
        mugs["would_change"],
        "Works towards R1 in Remote access by VPN."
    );
    assert_eq!(
        (&mugs["closes"], &mugs["with"]),
        (&Value::Null, &Value::Null)
    );
    let closing = ["Enforce it", "--closes", "vpn:R1,email:R1", "--with", "A-1"];
    does(&place, &[&add[..], &closing].concat());
    let closes = listed(2);
    assert_eq!(closes["closes"], json!(["email:R1", "vpn:R1"]));
    assert_eq!(closes["with"], json!([1]));
    let says = closes["would_change"].as_str().unwrap();
    assert!(says.starts_with("Closes R1 in Remote access by VPN, together with A-1; "));
    let edit = ["action", "edit", record, "A-2"];
    for (arguments, says) in [
        (
            &["--with", "A-2"][..],
            &["with", "not needed beside itself"][..],
        ),
        (&["--with", "A-9"], &["with", "A-9", "A-1"]),
        (&["--closes", "vpn"], &["closes", "vpn:R1"]),
        (
            &["--closes", "vpn:R2"],
            &["closes", "vpn does not bear on R2", "vpn:R1"],
        ),
        (&["--towards", "vpns:R1"], &["towards", "no scenario vpns"]),
    ] {
        place.refuses(&[&edit[..], arguments].concat(), says);
    }
    place.refuses(
        &["action", "edit", record, "A-1", "--with", "A-2"],
        &["with", "Say what it closes, too"],
    );
    assert_eq!(listed(2), closes, "nothing was changed");
    // What is taken back takes back with which others.
    does(
        &place,
        &[&edit[..], &["--closes", "", "--towards", "vpn:R1"]].concat(),
    );
    let towards = listed(2);
    assert_eq!(
        (&towards["closes"], &towards["with"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(towards["towards"], json!(["vpn:R1"]));
}

#[test]
fn a_note_is_marked_for_the_board_and_keeps_its_mark() {
    let place = place();
    begun(&place);
    let noted = |note: Value| applied(&place, json!([{ "note": note }]), &[]);
    let note = || loaded(&place).state.notes.values().next().cloned();
    let says = |text: &str, for_board: Option<bool>| json!({ "scenario": "vpn", "text": text, "for_board": for_board });
    assert_eq!(noted(says("", Some(true))).code, Some(1), "there is none");
    for (given, marked) in [
        (says("Old", None), false),
        (says("Old", Some(true)), true),
        (says("New", None), true),
        (says("New", Some(false)), false),
    ] {
        let ran = noted(given);
        assert!(
            ran.code == Some(0) && !ran.out.contains("Nothing"),
            "{ran:?}"
        );
        assert_eq!(note().unwrap().for_board, marked);
    }
    let glued = "Agreed with:\u{b}Rowan Hale\u{b}Isla Reed\u{c}Page two\u{85}Line three";
    assert_eq!(noted(says(glued, None)).code, Some(0));
    let parted = "Agreed with:\nRowan Hale\nIsla Reed\nPage two\nLine three";
    assert_eq!(note().unwrap().text, parted);
    assert_eq!(noted(says("", None)).code, Some(0));
    assert_eq!(note(), None);
}

#[test]
fn answers_are_taken_by_id_or_label_and_taken_back() {
    let place = place();
    begun(&place);
    let record = "fell-side-trust";
    for answer in [
        &["organisation-type", "nhs trust or  foundation trust"][..],
        &["sites", "1,200"],
        &["hosting", "own", "partner"],
        &["remote-routes", "--none"],
        &["vpn-mfa", "some"],
        &["vpn-accounts", "40"],
        &["vpn-covered", "--dont-know"],
    ] {
        does(&place, &[&["answer", record], answer].concat());
    }
    let words = |id: &str| {
        let loaded = loaded(&place);
        let id = id.try_into().unwrap();
        let question = loaded.questionnaire.question(&id).unwrap();
        loaded
            .state
            .answers
            .get(&id)
            .map(|answer| answer.words(question))
    };
    assert_eq!(
        words("organisation-type").unwrap(),
        "NHS trust or foundation trust"
    );
    assert_eq!(words("sites").unwrap(), "1200 sites");
    assert_eq!(words("remote-routes").unwrap(), "By none of these");
    assert_eq!(words("vpn-covered").unwrap(), "Don't know");
    does(&place, &["answer", record, "sites", "--clear"]);
    assert_eq!(words("sites"), None);
    place.refuses(
        &["answer", record, "vpn-mfa", "most"],
        &["“most”", "all, some".split(',').next().unwrap()],
    );
    place.refuses(
        &["answer", record, "vpn-mfas", "all"],
        &["no question vpn-mfas"],
    );
    place.refuses(
        &["answer", record, "imaging-viewing", "all"],
        &["not asked", "first"],
    );
    place.refuses(
        &["answer", record, "sites", "--confirm"],
        &["confirmed", "Answer it"],
    );
    let ran = place.run(&["answer", record, "sites"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn one_wrong_change_among_twenty_takes_nothing_and_every_error_is_named() {
    let place = place();
    begun(&place);
    let mut changes: Vec<Value> = (1..=17)
        .map(|sites| json!({ "answer": { "question": "sites", "value": sites } }))
        .collect();
    changes.push(json!({ "answer": { "question": "sites", "value": 5001 } }));
    changes.push(json!({ "answer": { "question": "sites", "valeu": 3 } }));
    changes.push(json!({ "add_exemption": {
        "ref": "archive", "kind": "SPECIFIC", "scenarios": ["vpn", "nowhere"],
        "fields": { "expiry": "soon", "name": "x" },
    } }));
    // What follows from that is said once.
    changes.push(json!({ "approve_exemption": { "exemption": "archive" } }));
    changes.push(json!({ "add_exemption": { "ref": "other", "kind": "NONE" } }));
    changes.push(json!({ "submit_exemption": { "exemption": "other" } }));
    changes.push(json!({ "edit_action": { "action": "A-9", "what": "x" } }));
    let before = place.files();
    let ran = applied(&place, json!(changes), &["--json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let problems = told["problems"].as_array().unwrap();
    let paths: Vec<&str> = problems
        .iter()
        .map(|p| p["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "changes[17].answer.value",
            "changes[18].answer.valeu",
            "changes[19].add_exemption.scenarios[1]",
            "changes[19].add_exemption.fields.name",
            "changes[19].add_exemption.fields.expiry",
            "changes[21].add_exemption.kind",
            "changes[23].edit_action.action",
        ]
    );
    assert!(
        problems
            .iter()
            .all(|p| p["says"].as_str().unwrap().ends_with('.')),
        "{problems:?}"
    );
    let mut after = place.files();
    after.remove(&place.folder().join("changes.json"));
    assert_eq!(after, before, "nothing is taken");

    place.refuses(
        &["apply", "changes.json", "fell-side-trust"],
        &[
            "7 problems, so nothing was changed",
            "Change 18 (changes[17].answer.value): ",
            "5000",
        ],
    );
}

#[test]
fn a_signed_record_needs_a_reason_and_a_sign_off_needs_the_word() {
    let place = place();
    begun(&place);
    let record = "fell-side-trust";
    let sign = ["sign-off", record, "--name", "Ada Fell", "--role"];
    let roles = &loaded(&place).questionnaire.sign_off.roles;
    let assessor = roles.iter().find(|role| role.assesses).unwrap();
    let approver = roles.iter().find(|role| !role.assesses).unwrap();
    let declaration = loaded(&place).questionnaire.sign_off.declaration.clone();
    place.refuses(
        &[&sign[..], &[assessor.id.as_str()]].concat(),
        &[&declaration, "--declare", "nothing was signed"],
    );
    place.refuses(
        &[&sign[..], &["chef", "--declare"]].concat(),
        &["role", &assessor.label],
    );
    place.refuses(
        &[&sign[..], &[approver.id.as_str(), "--declare"]].concat(),
        &["same person", "--same-person"],
    );
    // The same person, however the name is written; and names of nobody.
    let named = |name: &'static str| ["sign-off", record, "--name", name, "--role"];
    for name in ["Ada\u{200b} Fell", "\u{410}DA FELL", "Ada FeIl"] {
        place.refuses(
            &[&named(name)[..], &[approver.id.as_str(), "--declare"]].concat(),
            &["same person", "--same-person"],
        );
    }
    place.refuses(
        &[&named("TBC")[..], &[assessor.id.as_str(), "--declare"]].concat(),
        &["names nobody"],
    );
    for name in ["\u{3164}", "—", "\u{2800}"] {
        let ran = place.run(&[&named(name)[..], &[assessor.id.as_str()]].concat());
        let says = "no letter or digit can be seen";
        assert!(ran.code == Some(2) && ran.err.contains(says), "{ran:?}");
    }
    let ran = place.run(&[&sign[..], &[&assessor.label, "--declare"]].concat());
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.out.contains("Signed as a draft, with"), "{}", ran.out);
    assert!(ran.err.contains(&declaration), "{}", ran.err);
    let signed = &loaded(&place).state.sign_offs;
    assert!(signed[0].sign_off.is_draft());
    place.refuses(
        &[&sign[..], &[assessor.id.as_str(), "--declare"]].concat(),
        &["has signed", "already"],
    );
    // A draft is changed without a reason; the demonstration is signed off.
    does(&place, &["answer", record, "sites", "3"]);
    let ran = place.script("mkdir -p records && cd records && \"$P\" demo");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let list: Value = serde_json::from_str(&does(&place, &["list", "--json"]).out).unwrap();
    let names = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["record"].as_str().unwrap());
    let demo = names.into_iter().find(|name| *name != record).unwrap();
    let answer = ["answer", demo, "sites", "77"];
    place.refuses(&answer, &["signed off", "--why TEXT"]);
    let ran = does(&place, &[&answer[..], &["--dry-run"]].concat());
    assert!(ran.err.contains("--why TEXT"), "{ran:?}");
    does(
        &place,
        &[&answer[..], &["--why", "A site was closed"]].concat(),
    );
    let newest = read(&place.records().join(format!("{demo}.jsonl"))).unwrap();
    let newest = &newest.entries.last().unwrap().entry;
    assert_eq!(newest.why.as_deref(), Some("A site was closed"));
    assert!(!newest.by.is_empty());
}

#[test]
fn files_that_are_no_changes_are_refused_and_nothing_is_read_without_end() {
    let place = place();
    begun(&place);
    let before = place.files();
    let refused = |bytes: &[u8], words: &[&str]| {
        let path = place.file("in.json", bytes);
        place.refuses(&["apply", "in.json", "fell-side-trust"], words);
        std::fs::remove_file(path).unwrap();
    };
    refused(b"", &["line 1", "try again"]);
    refused(b"{\"format\": 1,\n \"changes\": [}", &["line 2"]);
    refused(b"\xff\xfe", &["not sound JSON"]);
    refused(b"[]", &["\"changes\": ["]);
    refused(b"{\"changes\": []}", &["format"]);
    refused(b"{\"format\": 2, \"changes\": []}", &["newer mfa-assess"]);
    refused(b"{\"format\": 1, \"change\": []}", &["“change”"]);
    refused(&vec![b' '; 100 << 20], &["larger than 16 MiB", "Split it"]);
    place.refuses(
        &["apply", "missing.json"],
        &["missing.json", "Check the path"],
    );
    place.refuses(&["apply", "records"], &["could not read"]);
    place.file("in.json", "{\"format\": 1, \"changes\": []}");
    let ran = does(&place, &["apply", "in.json"]);
    assert!(ran.out.contains("Nothing to change"), "{ran:?}");
    place.refuses(&["apply", "in.json", "nobody"], &["no record nobody"]);
    std::fs::remove_file(place.folder().join("in.json")).unwrap();
    assert_eq!(place.files(), before);
}

#[test]
fn what_cannot_be_written_is_left_as_it_is() {
    let place = place();
    begun(&place);
    let path = place.records().join("fell-side-trust.jsonl");
    let change = ["answer", "fell-side-trust", "sites", "3"];
    let held = mfa_assess::record::Journal::open(&path).unwrap();
    place.refuses(
        &change,
        &["open in another mfa-assess", "nothing was changed"],
    );
    drop(held);
    place.run(&["share", "fell-side-trust", "-o", "records/copy.jsonl"]);
    place.refuses(
        &["answer", "copy", "sites", "3"],
        &["redacted copy", "original"],
    );
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("Ada Fell", "Eve Fell")).unwrap();
    place.refuses(&change, &["line 2", "Restore"]);
    // A line that was cut short does not count, and is kept.
    std::fs::write(&path, format!("{text}{{\"v\":1,")).unwrap();
    let ran = does(&place, &change);
    assert!(ran.err.contains("cut short"), "{ran:?}");
    assert_eq!(loaded(&place).entries.len(), 4);
}

#[test]
fn records_are_begun_by_scripts_also_from_those_of_last_year() {
    let place = place();
    let ran = does(
        &place,
        &[
            "--questionnaire",
            super::backups().to_str().unwrap(),
            "new",
            "--organisation",
            "Tŷ Gwyn",
            "--json",
        ],
    );
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let name = told["record"].as_str().unwrap().to_owned();
    let path = told["path"].as_str().unwrap();
    assert!(matches!(
        read(path.as_ref()).unwrap().entries[1].entry.event,
        Event::Changed(Change::Answer(_, Some(_)))
    ));
    does(&place, &["answer", &name, "collections", "12"]);
    let ran = does(
        &place,
        &[
            "--questionnaire",
            super::backups().to_str().unwrap(),
            "new",
            "--from",
            &name,
            "--organisation",
            "Tŷ Gwyn",
        ],
    );
    let next = ran.out.split(':').next().unwrap().to_owned();
    assert_ne!(next, name);
    let waits = |name: &str| {
        let loaded = read(&place.records().join(format!("{name}.jsonl"))).unwrap();
        !loaded
            .state
            .answers
            .contains_key(&"collections".try_into().unwrap())
    };
    assert!(
        waits(&next),
        "what is carried forward counts once it is confirmed"
    );
    does(&place, &["answer", &next, "collections", "--confirm"]);
    assert!(!waits(&next));
    let long = "x".repeat(201);
    assert_eq!(place.run(&["new", "--organisation", &long]).code, Some(2));
    place.refuses(
        &["new", "--organisation", &"x".repeat(180)],
        &["160 characters"],
    );
}

#[test]
fn a_disk_that_takes_only_a_part_leaves_the_record_as_it_was() {
    let place = place();
    begun(&place);
    let notes = (0..40).map(|number| {
        let text = format!("{number} {}", "x".repeat(900));
        json!({ "note": { "scenario": "vpn", "text": text } })
    });
    let file = json!({ "format": 1, "changes": notes.collect::<Vec<_>>() });
    place.file("changes.json", file.to_string());
    let path = place.records().join("fell-side-trust.jsonl");
    let before = std::fs::read(&path).unwrap();
    let ran = place.script(
        r#"record=$(ls records/*.jsonl)
        trap '' XFSZ
        ulimit -f $(( $(wc -c < "$record") / 512 + 20 ))
        "$P" apply changes.json"#,
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("could not save to"), "{}", ran.err);
    assert!(!ran.out.contains("Written"), "{}", ran.out);
    assert!(
        std::fs::read(&path).unwrap() == before,
        "none of them is there"
    );
    does(&place, &["apply", "changes.json"]);
    assert_eq!(loaded(&place).entries.len(), 43);
}

#[test]
fn words_that_say_nothing_are_no_answer_and_no_action() {
    let place = place();
    begun(&place);
    let (record, unchanged) = ("fell-side-trust", ["nothing was changed"]);
    for nothing in ["\u{2800}", "—", "\u{3164}", "\u{E0041}", "..."] {
        for question in ["organisation-name", "assessor-name"] {
            place.refuses(&["answer", record, question, nothing], &unchanged);
        }
        let what = format!("--what={nothing}");
        let add = ["action", "add", record, "vpn"];
        // What nobody sees is nothing at all, and not said to be something else.
        place.refuses(&[&add[..], &[&what]].concat(), &["what: "]);
        let system = json!([{ "add_system": { "fields": { "name": nothing } } }]);
        let ran = applied(&place, system, &[]);
        assert!(
            ran.code == Some(1) && ran.err.contains("name"),
            "{nothing:?}: {ran:?}"
        );
        place.refuses(&add, &["say what is to be done"]);
    }
    let state = loaded(&place).state;
    assert!(state.actions.is_empty() && state.systems.is_empty());
    for nothing in ["\u{2800}", "—"] {
        place.file("s.csv", format!("Name of the system\n{nothing}\n"));
        let ran = place.run(&["systems", "import", record, "s.csv", "--yes"]);
        assert!(
            ran.code != Some(0) && loaded(&place).state.systems.is_empty(),
            "{ran:?}"
        );
    }
}
