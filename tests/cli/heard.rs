//! An output that is closed or full: the exit code says what became of the record.

use mfa_assess::record::read;

use super::place::{Place, place};

/// Outputs that take nothing: full, and closed by who was to read it.
const DEAF: [&str; 2] = [">/dev/full", "| true"];

fn begun() -> Place {
    let place = place();
    place.begun(super::ALL);
    place
}

fn entries(place: &Place, record: &str) -> usize {
    let path = place.folder().join(record);
    read(&path).map_or(0, |loaded| loaded.entries.len())
}

/// Runs a command with such an output, and says how it ended.
fn code(place: &Place, command: &str, output: &str) -> String {
    let ran = place.script(&format!(r#"{{ {command}; echo "code=$?" >&2; }} {output}"#));
    let codes = ran.err.lines().filter(|line| line.starts_with("code="));
    codes.collect()
}

const RECORD: &str = "records/fell-side-library.jsonl";

#[test]
fn what_was_written_is_no_failure_because_nobody_could_be_told() {
    // Whatever follows the number of entries that it adds, the command says it afterwards.
    let writes = [
        (1, r#""$P" answer fell-side-library collections 7"#),
        (1, r#""$P" answer fell-side-library collections 8 --json"#),
        (
            1,
            r#""$P" action add fell-side-library what-is-backed-up --what "Find the shelf""#,
        ),
        (
            2,
            r#""$P" evidence add fell-side-library what-is-backed-up a.txt b.txt"#,
        ),
        (1, r#""$P" migrate fell-side-library --to later.json"#),
        (
            1,
            r#""$P" sign-off fell-side-library --name "Ada Fell" --role librarian --declare"#,
        ),
    ];
    for output in DEAF {
        let place = begun();
        place.file("a.txt", "a");
        place.file("b.txt", "b");
        let asked = include_str!("../backups.json");
        let later = asked.replacen(r#""version": "2026.1""#, r#""version": "2026.2""#, 1);
        place.file("later.json", later);
        for (adds, command) in writes {
            let before = entries(&place, RECORD);
            let ended = code(&place, command, output);
            let added = entries(&place, RECORD) - before;
            let is_told = place.run(&["status"]);
            assert_eq!(added, adds, "{command} {output}: {ended} {is_told:?}");
            assert!(
                matches!(ended.as_str(), "code=0" | "code=3"),
                "{command} {output}: {ended}"
            );
        }
    }
}

#[test]
fn files_that_were_written_are_no_failure_either() {
    for output in DEAF {
        let place = begun();
        for (file, command) in [
            ("r.md", r#""$P" report -o r.md"#),
            (
                "c.md",
                r#""$P" compare fell-side-library fell-side-library -o c.md"#,
            ),
            ("x.json", r#""$P" export -o x.json"#),
            ("d.json", r#""$P" export --json -o d.json"#),
            ("s.jsonl", r#""$P" share fell-side-library -o s.jsonl"#),
            ("o.csv", r#""$P" rollup records -o o.csv"#),
            ("a.csv", r#""$P" action export -o a.csv"#),
            ("b.md", r#""$P" questionnaire booklet -o b.md"#),
            ("new/n.jsonl", r#""$P" --data-dir new new --organisation N"#),
        ] {
            assert_eq!(
                code(&place, command, output),
                "code=0",
                "{command} {output}"
            );
            assert!(place.folder().join(file).exists(), "{command} {output}");
        }
    }
}

#[test]
fn what_was_found_out_is_so_though_nobody_listens_to_the_end() {
    let place = begun();
    let text = std::fs::read_to_string(place.folder().join(RECORD)).unwrap();
    place.file(
        "records/forged.jsonl",
        text.replacen("Fell Side", "Moor End", 1),
    );
    let first: Vec<&str> = text.lines().take(2).collect();
    place.file("begun.jsonl", first.join("\n") + "\n");
    for command in [
        r#""$P" verify records/forged.jsonl"#,
        r#""$P" verify records/forged.jsonl --json"#,
        r#""$P" rollup records"#,
        r#""$P" status begun.jsonl"#,
    ] {
        assert_eq!(code(&place, command, "| true"), "code=3", "{command}");
    }
}

#[test]
fn answers_from_no_keyboard_are_all_taken_though_nobody_hears_what_is_asked() {
    for output in DEAF {
        let place = begun();
        let before = entries(&place, RECORD);
        let talk = r#"printf '2\nnote\nOne\nnote\nTwo\nnote\nThree\nquit\n' | "$P" --plain open fell-side-library"#;
        assert_eq!(code(&place, talk, output), "code=0", "{output}");
        assert_eq!(entries(&place, RECORD) - before, 3, "{output}");
    }
}

#[test]
fn what_has_to_be_read_first_and_cannot_be_is_a_failure_and_nothing_is_written() {
    let place = begun();
    let set_up = r#"cp records/fell-side-library.jsonl b.jsonl
        "$P" answer fell-side-library collections 7; "$P" answer b.jsonl collections 9"#;
    place.script(set_up);
    let before = place.files();
    let merge = r#"printf '1\n' | "$P" merge fell-side-library b.jsonl"#;
    assert_eq!(code(&place, merge, ">/dev/full"), "code=1");
    assert_eq!(place.files(), before);
}
