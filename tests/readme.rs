//! The README says what is true of the program.

use assert_cmd::Command;
use mfa_assess::wizard::keys::TABLE;

fn readme() -> &'static str {
    include_str!("../README.md")
}

#[test]
fn every_command_that_it_names_is_one() {
    let names: Vec<Vec<&str>> = readme()
        .lines()
        .filter(|line| line.starts_with("| `mfa-assess"))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter_map(|command| command.strip_prefix("mfa-assess"))
        .map(|rest| {
            let words = rest.split_whitespace();
            words
                .take_while(|w| w.bytes().all(|b| b.is_ascii_lowercase()))
                .collect()
        })
        .collect();
    assert!(names.len() > 5, "{names:?}");
    for name in names {
        let mut command = Command::cargo_bin("mfa-assess").unwrap();
        command.args(&name).arg("--help").assert().success();
    }
}

#[test]
fn every_key_that_it_names_does_something() {
    let section = readme().split("### Keys").nth(1).unwrap();
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
