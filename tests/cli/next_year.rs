//! One assessment after another: what was answered last time, and what has changed since.

use mfa_assess::facts::{Answer, Event};
use mfa_assess::record::read;
use serde_json::Value;

use super::ALL;
use super::place::{Place, backups, place};

/// A finished assessment, and a second one that is begun from it.
fn second(place: &Place, lines: &str) -> std::path::PathBuf {
    place.begun(ALL);
    let backups = backups();
    let arguments = [
        "--questionnaire",
        backups.to_str().unwrap(),
        "new",
        "--from",
        "fell-side-library",
    ];
    let ran = place.told(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    place.records().join("fell-side-library-2.jsonl")
}

fn value(place: &Place, arguments: &[&str]) -> Value {
    let ran = place.run(arguments);
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"))
}

#[test]
fn a_record_begun_from_another_is_on_disk_at_once_and_nothing_in_it_counts() {
    let place = place();
    let record = second(&place, "quit\n");
    let loaded = read(&record).unwrap();
    assert_eq!(loaded.entries.len(), 2);
    let Event::CarriedForward(carried) = &loaded.entries[1].entry.event else {
        panic!("{:?}", loaded.entries[1])
    };
    let first = read(&place.records().join("fell-side-library.jsonl")).unwrap();
    assert_eq!(carried.answers, first.state.answers);
    assert_eq!(
        carried.from.fingerprint,
        first.entries.last().unwrap().fingerprint
    );
    assert!(loaded.state.answers.is_empty());
    let ran = place.run(&["status", "fell-side-library-2"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.out.contains("Incomplete: "), "{}", ran.out);
    assert!(
        ran.out
            .contains("Begun from fell-side-library, version 2026.1, last changed "),
        "{}",
        ran.out
    );
    let told = value(&place, &["status", "fell-side-library-2", "--json"]);
    assert_eq!(told["carried"]["from"]["record"], "fell-side-library");
    assert!(told["carried"]["to_confirm"].as_u64().unwrap() > 3);
    let told = value(&place, &["status", "fell-side-library", "--json"]);
    assert_eq!(told["carried"], Value::Null);
}

#[test]
fn line_by_line_last_years_answer_is_shown_confirmed_and_answered_anew() {
    let place = place();
    let record = second(&place, "1\nconfirm\n4\nquit\n");
    let loaded = read(&record).unwrap();
    let answer = |id: &str| loaded.state.answers.get(&id.try_into().unwrap()).cloned();
    let name = loaded.questionnaire.organisation.name.to_string();
    assert_eq!(
        answer(&name),
        Some(Answer::Text("Fell Side Library".into()))
    );
    assert_eq!(answer("vans"), Some(Answer::Number(4)));
    let ran = place.told(&["open", "fell-side-library-2"], "1\nback\nback\nback\n");
    assert!(
        ran.out
            .contains("Last time (fell-side-library, version 2026.1, last changed "),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("“3 vehicles”."), "{}", ran.out);
    assert!(
        ran.out
            .contains("Enter confirm if that answer still holds, or answer anew."),
        "{}",
        ran.out
    );
    // At home, too, an assessment can be begun from an earlier one.
    let ran = place.told(
        &["--questionnaire", backups().to_str().unwrap()],
        "2\n1\nquit\n",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("Start from an earlier assessment."));
    assert!(place.records().join("fell-side-library-3.jsonl").exists());
}

#[test]
fn what_does_not_fit_is_not_carried_forward_and_leaves_nothing_behind() {
    let place = place();
    place.begun("Fell Side Library\n");
    // The built-in questionnaire is about something else.
    place.refuses(
        &["new", "--from", "fell-side-library"],
        &["backup-assurance", "--questionnaire FILE"],
    );
    place.refuses(&["new", "--from", "nobody"], &["no record nobody"]);
    place.file("letter.jsonl", "Dear Sir or Madam");
    place.refuses(&["new", "--from", "letter.jsonl"], &["not a record"]);
}

#[test]
fn a_later_version_is_begun_from_an_earlier_one_and_says_what_does_not_fit() {
    let place = place();
    place.begun(ALL);
    let later = std::fs::read_to_string(backups()).unwrap();
    let later = later.replacen("\"version\": \"2026.1\"", "\"version\": \"2026.2\"", 1);
    let mut later: Value = serde_json::from_str(&later).unwrap();
    // Fewer collections than were counted last year can be entered.
    fn limit(value: &mut Value) {
        match value {
            Value::Object(fields) if fields.get("id") == Some(&"collections".into()) => {
                fields["input"]["number"]["max"] = 5.into();
            }
            Value::Object(fields) => fields.values_mut().for_each(limit),
            Value::Array(items) => items.iter_mut().for_each(limit),
            _ => {}
        }
    }
    limit(&mut later);
    place.file("later.json", later.to_string());
    let ran = place.told(
        &[
            "--questionnaire",
            "later.json",
            "new",
            "--from",
            "fell-side-library",
        ],
        "1\nnext\nconfirm\nquit\n",
    );
    assert!(
        ran.out
            .contains("That answer does not fit any more. The largest number taken is now 5."),
        "{}",
        ran.out
    );
    let loaded = read(&place.records().join("fell-side-library-2.jsonl")).unwrap();
    assert_eq!(loaded.questionnaire.version, "2026.2");
    assert!(loaded.state.answers.is_empty());
}

#[test]
fn a_comparison_says_what_differs_in_words_as_markdown_and_for_machines() {
    let place = place();
    // The later one: confirmed throughout, but for the number of collections copied.
    let lines = "1\nconfirm\nconfirm\nconfirm\nconfirm\nnext\nconfirm\n5\nquit\n";
    second(&place, lines);
    let both = ["compare", "fell-side-library", "fell-side-library-2"];
    let before = place.files();
    let ran = place.run(&both);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    for words in [
        "From fell-side-library to fell-side-library-2",
        "\nOutcomes by requirement\n",
        "\nAnswers\n",
        "    Earlier: 12 collections\n    Later: 5 collections\n",
    ] {
        assert!(ran.out.contains(words), "no {words:?} in {}", ran.out);
    }
    let longest = ran.out.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "{longest:?}");
    assert_eq!(place.files(), before, "it only tells");

    let markdown = place
        .run(&[&both[..], &["--format", "markdown"]].concat())
        .out;
    assert!(markdown.contains("| Question | Earlier | Later |\n| --- | --- | --- |\n"));
    assert!(
        markdown.contains("| 12 collections | 5 collections |"),
        "{markdown}"
    );

    let told = value(&place, &[&both[..], &["--json"]].concat());
    assert_eq!(
        told,
        value(&place, &[&both[..], &["--format", "json"]].concat())
    );
    assert_eq!(told["same"], false);
    assert_eq!(told["earlier"]["record"], "fell-side-library");
    assert_eq!(told["later"]["version"], "2026.1");
    let answers = told["answers"].as_array().unwrap();
    let copied = answers
        .iter()
        .find(|a| a["of"]["question"] == "collections-copied")
        .unwrap();
    assert_eq!(copied["from"], "12 collections");
    assert_eq!(copied["to"], "5 collections");
    let moved = told["scenarios"].as_array().unwrap();
    let of = |m: &&Value| m["of"]["scenario"] == "what-is-backed-up";
    let moved = moved.iter().find(of).unwrap();
    assert_eq!(
        (&moved["from"], &moved["change"]),
        (&"met".into(), &"worse".into())
    );
}

#[test]
fn a_record_compared_with_itself_does_not_differ_and_that_is_0_too() {
    let place = place();
    place.begun(ALL);
    let both = ["compare", "fell-side-library", "fell-side-library"];
    let ran = place.run(&both);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("Nothing differs"), "{}", ran.out);
    let told = value(&place, &[&both[..], &["--json"]].concat());
    assert_eq!(told["same"], true);
}

#[test]
fn a_comparison_goes_to_a_file_and_takes_nothing_from_what_stands_there() {
    let place = place();
    place.begun(ALL);
    let both = ["compare", "fell-side-library", "fell-side-library"];
    let to = |file: &'static str| [&both[..], &["-o", file]].concat();
    let ran = place.run(&to("changes.txt"));
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "changes.txt\n"));
    let written = std::fs::read_to_string(place.folder().join("changes.txt")).unwrap();
    assert!(written.ends_with("are the same.\n"), "{written}");
    place.refuses(&to("records"), &["records", "compare A B -o FILE"]);
    place.refuses(&to("missing/a.txt"), &["missing/a.txt", "-o FILE"]);
}

#[test]
fn escape_sequences_in_a_record_reach_no_comparison() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\n");
    let whole = std::fs::read_to_string(&record).unwrap();
    let line = whole.lines().nth(1).unwrap();
    // The name, changed by hand in the only place that no later line vouches for.
    let start = whole.lines().next().unwrap();
    let evil = line.replacen("Fell", "\\u001b[2JFell", 1);
    place.file("evil.jsonl", format!("{start}\n{evil}\n"));
    let both = ["compare", "fell-side-library", "evil.jsonl"];
    for format in ["table", "markdown", "json"] {
        let ran = place.run(&[&both[..], &["--format", format]].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains("[2JFell"), "{format}: {}", ran.out);
        assert!(!ran.out.contains('\u{1b}'), "{format}: {}", ran.out);
        place.run(&[&both[..], &["--format", format, "-o", "out"]].concat());
        let written = std::fs::read(place.folder().join("out")).unwrap();
        assert!(!written.contains(&0x1b), "{format}");
    }
}

#[test]
fn two_records_on_different_things_are_not_compared() {
    let place = place();
    place.begun("Fell Side Library\n");
    place.run(&["demo"]);
    let files = place.files();
    let demo = files.keys().find(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("demo") && name.ends_with(".jsonl")
    });
    let demo = demo.unwrap().to_str().unwrap();
    place.refuses(
        &["compare", "fell-side-library", demo],
        &[
            "backup-assurance",
            "nhs-england-mfa-policy",
            "one questionnaire",
        ],
    );
    let ran = place.run(&["compare", "fell-side-library"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn exemptions_and_actions_are_read_back_as_they_were_carried_forward() {
    let place = place();
    place.run(&["demo"]);
    let files = place.files();
    let demo = files
        .keys()
        .find(|path| path.extension().is_some_and(|e| e == "jsonl"));
    let demo = demo.unwrap().to_str().unwrap().to_owned();
    let ran = place.told(&["new", "--from", &demo], "quit\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let first = read(demo.as_ref()).unwrap().state;
    let library = mfa_assess::record::Library::at(Some(place.records())).unwrap();
    let path = library.find(None).unwrap();
    let second = read(&path).unwrap().state;
    assert_eq!(
        second.carried.as_ref().unwrap().exemptions,
        first.exemptions
    );
    let open = first
        .actions
        .clone()
        .into_iter()
        .filter(|(_, action)| !action.is_done());
    assert_eq!(second.actions, open.collect());
    let stand = |state: &mfa_assess::facts::Assessment| {
        let all = state.exemptions.iter();
        let stand = all.filter(|(_, e)| e.withdrawn.is_none());
        stand
            .map(|(id, e)| (*id, e.kind.clone(), e.scenarios.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(stand(&second), stand(&first));
    // Begun anew from that one, nothing is confirmed, so nothing goes over.
    let told = value(
        &place,
        &["compare", &demo, path.to_str().unwrap(), "--json"],
    );
    assert!(told["later"]["to_confirm"].as_u64().unwrap() > 50);
    assert_eq!(told["requirements"][0]["change"], "other");
}
