//! The pages for people say what is true: their commands run, their links lead somewhere, and what they name is
//! there.

#[path = "../examples/commands/page.rs"]
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Command;
use mfa_assess::cli::command;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every page for people, from the root of the project.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "assets/data.md",
        "questionnaires/README.md",
    ]
    .map(PathBuf::from)
    .into();
    pages.extend(below_docs());
    pages
}

fn below_docs() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("docs")];
    let mut found = vec![];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A block of code.
struct Block {
    language: String,
    /// The file that the page asks for with it.
    file: Option<String>,
    text: String,
}

/// What there is to check in a page.
#[derive(Default)]
struct Parts {
    links: Vec<String>,
    anchors: BTreeSet<String>,
    blocks: Vec<Block>,
    /// What stands in backticks within a line.
    code: Vec<String>,
}

impl Parts {
    fn of(page: &Path) -> Self {
        let text = read(&root().join(page));
        let mut parts = Self::default();
        let (mut heading, mut block): (Option<String>, Option<Block>) = (None, None);
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    parts.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => parts.anchor(&heading.take().unwrap()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let mut words = info.split_whitespace();
                    block = Some(Block {
                        language: words.next().unwrap_or_default().to_owned(),
                        file: words.find_map(|w| w.strip_prefix("file=").map(str::to_owned)),
                        text: String::new(),
                    });
                }
                Event::End(TagEnd::CodeBlock) => parts.blocks.extend(block.take()),
                Event::Code(code) => {
                    heading.iter_mut().for_each(|h| h.push_str(&code));
                    parts.code.push(code.into_string());
                }
                Event::Text(text) => {
                    heading.iter_mut().for_each(|h| h.push_str(&text));
                    block.iter_mut().for_each(|b| b.text.push_str(&text));
                }
                _ => {}
            }
        }
        parts
    }

    /// The name that code hosts give to a heading, with a number where it is taken.
    fn anchor(&mut self, heading: &str) {
        let kept = heading.to_lowercase();
        let kept = kept
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let name: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let mut anchor = name.clone();
        let mut times = 0;
        while !self.anchors.insert(anchor.clone()) {
            times += 1;
            anchor = format!("{name}-{times}");
        }
    }
}

fn parts() -> BTreeMap<PathBuf, Parts> {
    let pages = pages().into_iter();
    pages.map(|page| (page.clone(), Parts::of(&page))).collect()
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => assert!(plain.pop(), "{}", path.display()),
            part => plain.push(part),
        }
    }
    plain
}

#[test]
fn every_link_leads_somewhere() {
    let pages = parts();
    let mut seen = 0;
    for (page, parts) in &pages {
        for link in &parts.links {
            if link.starts_with("https://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => plain(&page.parent().unwrap().join(file)),
            };
            let there = root().join(&target).exists();
            assert!(there, "{}: {link} leads nowhere", page.display());
            if !anchor.is_empty() {
                let there = pages
                    .get(&target)
                    .is_some_and(|p| p.anchors.contains(anchor));
                assert!(there, "{}: {link} has no such heading", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn the_index_leads_to_every_page() {
    let index = Path::new("docs/README.md");
    let links = Parts::of(index).links.into_iter();
    let linked: BTreeSet<PathBuf> = links
        .map(|link| plain(&Path::new("docs").join(link)))
        .collect();
    for page in below_docs() {
        let there = page == index || linked.contains(&page);
        assert!(there, "the index does not lead to {}", page.display());
    }
}

#[test]
fn the_page_of_commands_is_what_the_program_takes() {
    let kept = read(&root().join("docs/commands.md"));
    assert!(
        kept == page::of(&command()),
        "make it anew: cargo run --example commands > docs/commands.md"
    );
}

/// The command that words name, as far as they do.
fn named<'a>(words: &[&str], program: &'a Command) -> Result<&'a Command, String> {
    let mut command = program;
    for word in words {
        match command.find_subcommand(word) {
            Some(below) => command = below,
            None if !command.has_subcommands() => break,
            // Options can stand before a command, and so can a value in capitals or a file in their place.
            None if word.starts_with('-') || word.bytes().all(|b| b.is_ascii_uppercase()) => {}
            None => return Err(format!("{word} is no command")),
        }
    }
    for option in words.iter().filter_map(|word| word.strip_prefix("--")) {
        let option = option.trim_matches([']', ',']);
        let mut known = command.get_arguments().chain(program.get_arguments());
        if !known.any(|arg| arg.get_long() == Some(option)) {
            return Err(format!("{} takes no --{option}", command.get_name()));
        }
    }
    Ok(command)
}

#[test]
fn every_command_that_is_only_named_is_one() {
    let mut program = command();
    program.build();
    let mut all = BTreeSet::new();
    options(&program, &mut all);
    let mut seen = 0;
    for (page, parts) in parts() {
        // What is in no language is neither run nor looked at.
        for block in &parts.blocks {
            let known = ["sh", "text", "json", "csv"].contains(&block.language.as_str());
            assert!(known, "{}: {}", page.display(), block.text);
        }
        let shown = parts.blocks.iter().filter(|block| block.language == "text");
        let shown = shown.flat_map(|block| block.text.lines());
        for code in shown.chain(parts.code.iter().map(String::as_str)) {
            let of_ours = |option: &str| all.contains(option);
            if let Some((_, rest)) = code.split_once("mfa-assess ") {
                let words: Vec<&str> = rest.split_whitespace().collect();
                if let Err(wrong) = named(&words, &program) {
                    panic!("{}: {code}: {wrong}", page.display());
                }
                seen += 1;
            } else if let Some(option) = code.strip_prefix("--") {
                let option = option.split([' ', '=', '[']).next().unwrap();
                assert!(of_ours(option), "{}: nothing takes {code}", page.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

fn options(command: &Command, found: &mut BTreeSet<String>) {
    for arg in command.get_arguments() {
        found.extend(
            arg.get_long_and_visible_aliases()
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned),
        );
        found.extend(
            arg.get_all_aliases()
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned),
        );
    }
    for below in command.get_subcommands() {
        options(below, found);
    }
}

#[test]
fn every_file_of_the_project_that_is_named_is_there() {
    let mut seen = 0;
    for (page, parts) in parts() {
        for code in &parts.code {
            let folders = [
                "src/",
                "tests/",
                "examples/",
                "assets/",
                "questionnaires/",
                "docs/",
                ".ci/",
            ];
            let path = code.split([' ', '*']).next().unwrap();
            if folders.iter().any(|folder| path.starts_with(folder)) {
                assert!(root().join(path).exists(), "{}: no {path}", page.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// A recipe says how to find what one thing of its kind needs: that still finds it.
#[test]
fn every_recipe_finds_what_it_looks_for() {
    let mut folders = vec![root().join("src")];
    let mut sources = vec![];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push(read(&path));
            }
        }
    }
    let mut seen = 0;
    for code in Parts::of(Path::new("docs/architecture.md")).code {
        if let Some(words) = code.strip_prefix("grep -r") {
            let looked_for = words
                .split_whitespace()
                .rev()
                .nth(1)
                .unwrap()
                .trim_matches('\'');
            let files = sources
                .iter()
                .filter(|source| source.contains(looked_for))
                .count();
            assert!(files > 1, "{looked_for} stands in {files} files");
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}

#[cfg(unix)]
mod run {
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::{Parts, below_docs, read, root};

    /// What no test can run, and why.
    const NOT_RUN: [(&str, &str); 1] = [(
        "cargo ",
        "it builds the program; `.ci/run` runs these lines",
    )];

    /// Runs each command of a page in a folder, and holds it to the exit code that the page says.
    fn commands(page: &Path, folder: &Path) -> usize {
        let program = Path::new(env!("CARGO_BIN_EXE_mfa-assess"))
            .parent()
            .unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut run = 0;
        for block in Parts::of(page).blocks {
            if let Some(file) = block.file {
                std::fs::write(folder.join(file), &block.text).unwrap();
            }
            if block.language != "sh" {
                continue;
            }
            for line in block.text.replace("\\\n", " ").lines() {
                if NOT_RUN.iter().any(|(begin, _)| line.starts_with(begin)) {
                    continue;
                }
                let code = line.split_once("# exit code ").map_or(0, |(_, rest)| {
                    let digits = rest.split(':').next().unwrap_or_default();
                    digits.trim().parse().unwrap()
                });
                let ran = Command::new("/bin/sh")
                    .args(["-c", line])
                    .current_dir(folder)
                    .env_clear()
                    .env("PATH", format!("{}:{path}", program.display()))
                    .env("HOME", folder)
                    .env("MFA_ASSESS_DATA_DIR", folder.join("records"))
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                let page = page.display();
                assert_eq!(ran.status.code(), Some(code), "{page}: {line}: {ran:?}");
                run += 1;
            }
        }
        run
    }

    fn copied(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let (path, to) = (entry.path(), to.join(entry.file_name()));
            if path.is_dir() {
                copied(&path, &to);
            } else {
                std::fs::copy(&path, &to).unwrap();
            }
        }
    }

    #[test]
    fn every_command_of_the_manual_does_what_its_page_says() {
        let begun = tempfile::tempdir().unwrap();
        // What every page begins with.
        let index = Path::new("docs/README.md");
        assert!(commands(index, begun.path()) > 3);
        // The page on questionnaires sends its readers to the guide for this one.
        let guide = read(&root().join("questionnaires/README.md"));
        let example = guide.split("```json\n").nth(1).unwrap();
        let example = example.split("```").next().unwrap();
        let mut run = 0;
        for page in below_docs().iter().filter(|page| *page != index) {
            let place = tempfile::tempdir().unwrap();
            copied(begun.path(), place.path());
            std::fs::write(place.path().join("tidy-desk.json"), example).unwrap();
            run += commands(page, place.path());
        }
        assert!(run > 70, "{run}");
    }

    #[test]
    fn every_command_of_the_readme_does_what_it_says() {
        let place = tempfile::tempdir().unwrap();
        assert!(commands(Path::new("README.md"), place.path()) > 3);
    }
}
