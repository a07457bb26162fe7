//! A copy for others: it says what it is, judges as its original does, and lets nothing through.

use jiff::civil::date;
use mfa_assess::facts::{Answer, Change, Due, Event, Fingerprint, Note};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, Loaded, read};
use mfa_assess::rules::{Outcome, Results};
use serde_json::Value;

use super::place::{Place, place};

/// The demonstration, by the name that its record has in the folder of records.
fn demo(place: &Place) -> String {
    let ran = place.script("mkdir records && cd records && \"$P\" demo >/dev/null && ls *.jsonl");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.out.trim().trim_end_matches(".jsonl").to_owned()
}

fn outcomes(loaded: &Loaded) -> Vec<(String, Outcome)> {
    let day = date(2026, 11, 24);
    let results = Results::of(&loaded.questionnaire, &loaded.state, day);
    let findings = results.scenarios.into_iter().flat_map(|s| s.findings);
    let of_scenarios = findings.map(|f| (f.requirement.to_string(), f.outcome));
    let requirements = results.requirements.into_iter();
    of_scenarios
        .chain(requirements.map(|r| (r.id.to_string(), r.outcome)))
        .collect()
}

/// Every text that a person has written into a record, its history included.
fn texts(loaded: &Loaded) -> Vec<String> {
    let mut texts: Vec<String> = vec![];
    let answer = |answer: &Answer| match answer {
        Answer::Text(words) => Some(words.clone()),
        Answer::NotApplicable { reason } => Some(reason.clone()),
        _ => None,
    };
    for logged in &loaded.entries {
        match &logged.entry.event {
            Event::Changed(Change::Answer(_, Some(a)))
            | Event::Changed(Change::Field(_, _, Some(a))) => {
                texts.extend(answer(a));
            }
            Event::Changed(
                Change::Note(_, Some(Note { text, .. })) | Change::Evidence(_, Some(text)),
            ) => {
                texts.push(text.clone());
            }
            Event::Changed(Change::Action(_, Some(content))) => {
                texts.extend([content.what.clone(), content.owner.clone()]);
                if let Due::NoDate(reason) = &content.due {
                    texts.push(reason.clone());
                }
            }
            Event::Changed(Change::Withdrawn(_, reason)) => texts.push(reason.clone()),
            Event::Changed(Change::File(_, file)) => texts.push(file.path.clone()),
            Event::SignedOff(by) => texts.push(by.name.clone()),
            _ => {}
        }
        texts.push(logged.entry.by.clone());
    }
    texts.retain(|text| text.chars().count() > 2);
    texts
}

#[test]
fn a_copy_lets_nothing_through_and_judges_as_its_original_does() {
    let place = place();
    let name = demo(&place);
    let record = place.records().join(format!("{name}.jsonl"));
    let at = "2026-11-24T21:47:13Z".parse().unwrap();
    let scenario: mfa_assess::questionnaire::ScenarioId = "vpn".try_into().unwrap();
    let (mut journal, _) = Journal::open(&record).unwrap();
    for text in ["Withdrawn: ask Zebedee Quill", "Ask Zebedee Quill’s deputy"] {
        let (scenario, text) = (scenario.clone(), text.to_owned());
        let event = Event::Changed(Change::note(
            scenario,
            Note {
                text,
                for_board: false,
            },
        ));
        journal
            .append(at, "Zebedee Quill", Accepted::unheld(event))
            .unwrap();
    }
    drop(journal);
    place.file("minutes.pdf", "minutes");
    let why = ["--why", "Zebedee asked"];
    let add = ["evidence", "add", &name, "vpn", "minutes.pdf"];
    assert_eq!(place.run(&[&add[..], &why].concat()).code, Some(0));

    let without = "notes,names,systems,organisation";
    let share = ["share", &name, "-o", "copy.jsonl", "--without", without];
    let ran = place.run(&share);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "copy.jsonl\n"),
        "{}",
        ran.err
    );
    let original = read(&record).unwrap();
    let copy = read(&place.folder().join("copy.jsonl")).unwrap();
    let bytes = String::from_utf8(copy.source.clone()).unwrap();
    // What is asked is public, and may say the same as a person did.
    let (asked, said) = bytes.split_once('\n').unwrap();
    let written = texts(&original);
    assert!(written.len() > 50, "{}", written.len());
    for text in written {
        let json = serde_json::to_string(&text).unwrap();
        let json = json.trim_matches('"');
        assert!(!said.contains(json), "{json}");
        assert!(!asked.contains("Zebedee"));
    }
    for hours in ["21:47", "Zebedee", "minutes.pdf", &name] {
        assert!(!bytes.contains(hours), "{hours}");
    }
    assert_eq!(outcomes(&copy), outcomes(&original));
    assert!(copy.entries.iter().all(|l| l.entry.by.is_empty()));
    let file = copy.state.files[&scenario].values().next().unwrap();
    assert_eq!((file.bytes, file.sha256), (0, Fingerprint::NONE));
    for logged in &original.entries {
        let digest = logged.fingerprint.to_string();
        assert!(!bytes.contains(&digest), "nothing leads to the original");
    }
    place.refuses(&share, &["copy.jsonl"]);
    place.refuses(
        &["share", "copy.jsonl", "-o", "again.jsonl"],
        &["redacted copy already"],
    );
}

#[test]
fn what_is_not_left_out_stays_but_for_names_within_it() {
    let place = place();
    let name = demo(&place);
    let record = place.records().join(format!("{name}.jsonl"));
    let assessor = read(&record).unwrap().entries[3].entry.by.clone();
    let (mut journal, loaded) = Journal::open(&record).unwrap();
    let (first, last) = assessor.split_once(' ').unwrap();
    let (capitals, joined) = (assessor.to_uppercase(), assessor.replace(' ', "-"));
    let text =
        format!("{assessor} looks into it. Ask {capitals}, {joined}, {first} or {last}, not all.");
    let scenario = "vpn".try_into().unwrap();
    let at = loaded.entries[0].entry.at;
    journal
        .append(
            at,
            &assessor,
            Accepted::unheld(Event::Changed(Change::note(
                scenario,
                Note {
                    text,
                    for_board: false,
                },
            ))),
        )
        .unwrap();
    drop(journal);
    let share = ["share", &name, "-o", "copy.jsonl", "--without", "names"];
    assert_eq!(place.run(&share).code, Some(0));
    let copy = read(&place.folder().join("copy.jsonl")).unwrap();
    let note = &copy.state.notes[&"vpn".try_into().unwrap()];
    assert_eq!(
        note.text,
        "(redacted) looks into it. Ask (redacted), (redacted), (redacted) or (redacted), not all."
    );
    assert_eq!(
        copy.state.text(&copy.questionnaire.organisation.name),
        loaded.state.text(&loaded.questionnaire.organisation.name)
    );
    assert_eq!(outcomes(&copy), outcomes(&loaded));
}

#[test]
fn where_nothing_says_which_texts_hold_names_all_free_text_is_left_out() {
    let place = place();
    place.begun(super::ALL);
    let share = [
        "share",
        "fell-side-library",
        "-o",
        "copy.jsonl",
        "--without",
        "names",
    ];
    let ran = place.run(&share);
    assert!(
        ran.err
            .contains("Left out: notes and other free text and names of people."),
        "{}",
        ran.err
    );
    let copy = std::fs::read_to_string(place.folder().join("copy.jsonl")).unwrap();
    // The first line holds the questionnaire, which is public.
    let (_, said) = copy.split_once('\n').unwrap();
    assert!(!said.contains("Ada Fell") && !said.contains("Head librarian"));
    assert!(said.contains("Fell Side Library"));
}

#[test]
fn a_copy_says_everywhere_that_it_is_one_and_of_which_record() {
    let place = place();
    let name = demo(&place);
    let record = place.records().join(format!("{name}.jsonl"));
    let last = read(&record).unwrap().entries.last().unwrap().fingerprint;
    let says = format!("Redacted copy of the record with fingerprint {last}. Left out: ");
    let ran = place.run(&["share", &name, "-o", "unnamed.jsonl"]);
    let unnamed = "Redacted copy of a record whose fingerprint is left out. Left out: ";
    assert!(ran.err.contains(unnamed), "{}", ran.err);
    assert!(ran.err.contains("without a name"), "{}", ran.err);
    let ran = place.run(&["share", &name, "-o", "copy.jsonl", "--fingerprint"]);
    assert!(ran.err.contains(&says), "{}", ran.err);
    let says = format!("{says}notes and other free text, names of people and names of systems.");
    let status = place.run(&["status", "copy.jsonl"]);
    assert!(status.out.starts_with(&says), "{}", status.out);
    let verified = place.run(&["verify", "copy.jsonl"]);
    assert!(verified.out.contains(&says), "{}", verified.out);
    assert!(
        verified.out.contains("It was signed off by (redacted), "),
        "{}",
        verified.out
    );
    let json = place.run(&["verify", "copy.jsonl", "--json"]).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["redaction"]["of"]["fingerprint"], last.to_string());
    assert_eq!(json["redaction"]["sign_offs"].as_array().unwrap().len(), 2);
    let ran = place.run(&["report", "copy.jsonl", "-o", "copy.pdf"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = pdf_extract::extract_text(place.folder().join("copy.pdf")).unwrap();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Redacted copy of the record"), "{text:.2000}");
    assert!(text.contains("REDACTED: "), "{text:.2000}");
    // Where the files of a record lie is left out: they are not looked for, and so are not gone.
    place.file("minutes.pdf", "of October");
    let add = [
        "evidence",
        "add",
        &name,
        "vpn",
        "minutes.pdf",
        "--why",
        "Asked for",
    ];
    assert_eq!(place.run(&add).code, Some(0));
    place.run(&["share", &name, "-o", "c.jsonl"]);
    let verified = place.run(&["verify", "c.jsonl"]);
    assert_eq!(verified.code, Some(0), "{}", verified.out);
    let wrong = place.run(&["share", &name, "-o", "b.jsonl", "--without", "everything"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
}

#[test]
fn whoever_was_named_once_is_left_out_of_what_is_still_written() {
    let place = place();
    let name = demo(&place);
    let record = place.records().join(format!("{name}.jsonl"));
    let at = "2026-11-24T21:47:13Z".parse().unwrap();
    let (mut journal, loaded) = Journal::open(&record).unwrap();
    let (action, content) = loaded.state.actions.iter().next().unwrap();
    for owner in ["Zebedee Quillfeather", "Sam Bly"] {
        let (action, mut content) = (*action, content.clone());
        content.owner = owner.to_owned();
        journal
            .append(
                at,
                "Sam Bly",
                Accepted::unheld(Event::Changed(Change::Action(action, Some(content)))),
            )
            .unwrap();
    }
    let text = "Ask zquillfeather@nhs.example, Quillfeather’s PC-QUILLFEATHER01 or Zebedee.";
    let event = Event::Changed(Change::note(
        "vpn".try_into().unwrap(),
        Note {
            text: text.to_owned(),
            for_board: false,
        },
    ));
    journal
        .append(at, "Sam Bly", Accepted::unheld(event))
        .unwrap();
    drop(journal);
    let ran = place.run(&["share", &name, "-o", "copy.jsonl", "--without", "names"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let copy = std::fs::read_to_string(place.folder().join("copy.jsonl")).unwrap();
    let copy = copy.to_lowercase();
    assert!(!copy.contains("quillfeather") && !copy.contains("zebedee"));
    assert!(copy.contains("ask (redacted)@nhs.example, (redacted)’s pc-(redacted) or (redacted)."));
}
