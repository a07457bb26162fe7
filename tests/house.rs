//! Imports run one way: each room uses only what stands below it, and no two folders need each other.

#[path = "../examples/house/figures.rs"]
#[allow(dead_code)]
mod figures;
#[path = "../examples/house/source.rs"]
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use figures::Figures;
use source::{File, circles, files};

fn sources() -> Vec<File> {
    files(Path::new(env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn imports_run_downwards_and_in_no_circle_of_folders() {
    let files = sources();
    let figures = Figures::of(&files);
    assert_eq!(figures.upward(), [""; 0]);
    assert_eq!(figures.circles_of_folders(), [""; 0]);
}

/// What is written was held to the rules. Only tests write what no way in would.
#[test]
fn nothing_is_written_that_was_not_accepted() {
    let files = sources();
    let mut code = files.iter().map(|file| (file.path.as_str(), file.code()));
    let made = |code: &str| code.matches("Accepted::unheld").count();
    let outside: Vec<&str> = code
        .by_ref()
        .filter(|(_, code)| made(code) > 0)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(outside, [""; 0]);
}

#[test]
fn what_is_found_of_the_sources_is_what_stands_there() {
    let files = sources();
    let at = |path: &str| files.iter().position(|file| file.path == path).unwrap();
    let imports = source::imports(&files);
    // Through what `facts/mod.rs` hands on, by `super`, and written out.
    assert!(imports[&at("session/mod.rs")].contains(&at("facts/event.rs")));
    assert!(imports[&at("facts/state.rs")].contains(&at("facts/event.rs")));
    assert!(imports[&at("propose/acts.rs")].contains(&at("lib.rs")));
    assert!(!imports[&at("facts/event.rs")].contains(&at("facts/state.rs")));
    let functions = files[at("main.rs")].functions();
    assert_eq!(functions, [("main".to_owned(), 3)]);
}

#[test]
fn a_circle_is_found_and_a_chain_is_none() {
    let arrows = |pairs: &[(u8, u8)]| {
        let mut arrows: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        for (from, to) in pairs {
            arrows.entry(*from).or_default().insert(*to);
        }
        circles(&arrows)
    };
    assert_eq!(arrows(&[(1, 2), (2, 3), (1, 3)]), []);
    assert_eq!(
        arrows(&[(1, 2), (2, 3), (3, 2), (3, 4)]),
        [BTreeSet::from([2, 3])]
    );
}
