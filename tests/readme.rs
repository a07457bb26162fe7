//! The README is short and says what is true of the program; so do its keys and the promises of the threat model.

use mfa_assess::wizard::keys::TABLE;

fn readme() -> &'static str {
    include_str!("../README.md")
}

#[test]
fn it_is_short_and_says_how_to_run_and_test() {
    assert!(readme().len() <= 9_000, "{} bytes", readme().len());
    for line in ["cargo run --release -- demo", "cargo test"] {
        assert!(readme().lines().any(|l| l == line), "{line}");
    }
}

#[test]
fn the_screen_that_it_shows_is_drawn_so() {
    let shown = readme().split("```text\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let drawn = include_str!("snapshots/scenario_with_shown_questions.snap");
    let drawn = drawn.split("80x24\n").nth(1).unwrap();
    let drawn = drawn.split("\n\n").next().unwrap();
    // Rows have their number in front, and the place of the cursor a row of its own.
    let rows = drawn.lines().filter(|row| !row.starts_with("  |"));
    let rows: Vec<&str> = rows
        .filter_map(|row| Some(row.split_once('|')?.1))
        .collect();
    assert!(rows.len() > 20, "{}", rows.len());
    assert_eq!(shown.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn every_key_of_the_manual_does_something() {
    let page = include_str!("../docs/manual/begin.md");
    let section = page.split("## Keys").nth(1).unwrap();
    let section = section.split("\n#").next().unwrap();
    let keys: Vec<String> = TABLE
        .iter()
        .flat_map(|b| b.keys)
        .map(|k| k.name())
        .collect();
    let named = section
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'));
    let mut seen = 0;
    for line in named {
        let cell = line.split('|').nth(1).unwrap();
        for key in cell.split([',', ' ']).map(|k| k.trim_matches('`')) {
            if key.is_empty() || key == "or" {
                continue;
            }
            seen += 1;
            assert!(
                keys.iter().any(|k| k == key),
                "{key} is no key of the wizard"
            );
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn every_promise_of_the_threat_model_names_a_test_that_there_is() {
    let model = include_str!("../docs/threat-model.md");
    let promises = model.lines().filter(|line| line.ends_with("` |"));
    let names: Vec<&str> = promises
        .filter_map(|line| line.trim_end_matches(" |").rsplit("| ").next())
        .flat_map(|tests| tests.split(", "))
        .map(|test| test.trim_matches('`'))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("tests")];
    let mut sources = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for name in names {
        let at = sources.find(&format!("fn {name}("));
        let before = at.map(|at| &sources[..at]);
        // Other attributes can stand between.
        let is_test = before.is_some_and(|before| {
            let own = before.rsplit(['}', ';']).next();
            own.is_some_and(|own| own.contains("#[test]"))
        });
        assert!(is_test, "there is no test {name}");
    }
}
