//! The sources as text: which lines are code, which are comments, which are tests, and what a file imports.
//! Rests on what `cargo fmt` makes of a file: an item ends where a line closes it at its own indentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Code,
    Comment,
    Blank,
    Test,
}

/// A file below `src`.
pub struct File {
    /// From `src`, with `/`.
    pub path: String,
    pub lines: Vec<(Kind, String)>,
}

impl File {
    /// `assessment`, or `text` for a file that is a room by itself.
    pub fn room(&self) -> &str {
        self.path
            .split_once('/')
            .map_or(self.path.trim_end_matches(".rs"), |(room, _)| room)
    }

    /// The folder that it stands in, from `src`.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its module, from the crate: `["assessment", "merge", "plan"]`.
    fn module(&self) -> Vec<String> {
        let path = self.path.trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        match path {
            "lib" => vec![],
            path => path.split('/').map(str::to_owned).collect(),
        }
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.lines.iter().filter(|(k, _)| *k == kind).count()
    }

    /// Its code without comments and tests.
    pub fn code(&self) -> String {
        self.lines
            .iter()
            .filter(|(kind, _)| *kind == Kind::Code)
            .map(|(_, line)| format!("{line}\n"))
            .collect()
    }

    /// The functions of its code, and how many lines of code each has.
    pub fn functions(&self) -> Vec<(String, usize)> {
        let code: Vec<&str> = self
            .lines
            .iter()
            .filter(|(kind, _)| *kind == Kind::Code)
            .map(|(_, line)| line.as_str())
            .collect();
        let mut found = vec![];
        for (at, line) in code.iter().enumerate() {
            let Some(name) = function(line) else {
                continue;
            };
            let closing = format!("{}}}", " ".repeat(indentation(line)));
            let end = code[at..].iter().position(|line| *line == closing);
            if let Some(length) = end.filter(|_| !line.ends_with(';')) {
                found.push((name.to_owned(), length + 1));
            }
        }
        found
    }
}

/// All files below `src`, sorted by path.
pub fn files(root: &Path) -> Vec<File> {
    let src = root.join("src");
    let mut paths = vec![];
    walk(&src, &mut paths);
    paths.sort();
    let texts: BTreeMap<String, String> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap();
            let name = name.to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    let tests = test_modules(&texts);
    let is_test = |path: &str| {
        tests
            .iter()
            .any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")))
    };
    texts
        .iter()
        .map(|(path, text)| File {
            path: path.clone(),
            lines: kinds(text, is_test(path)),
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The modules in files of their own that only tests have, as paths without an ending.
fn test_modules(texts: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = vec![];
    for (path, text) in texts {
        let base = path.trim_end_matches(".rs");
        let base = match base.rsplit_once('/') {
            Some((folder, "mod")) => folder,
            None if base == "lib" || base == "main" => "",
            _ => base,
        };
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.trim() != "#[cfg(test)]" {
                continue;
            }
            let item = lines.next().unwrap_or_default().trim();
            if let Some(name) = item.strip_suffix(';').and_then(|i| i.split("mod ").nth(1)) {
                found.push(format!("{base}/{name}").trim_start_matches('/').to_owned());
            }
        }
    }
    found
}

fn kinds(text: &str, is_test: bool) -> Vec<(Kind, String)> {
    let mut kinds = vec![];
    // The line that closes the item of a test, while there is one.
    let mut closing: Option<String> = None;
    let mut is_announced = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let is_inside = is_test || is_announced || closing.is_some();
        let kind = match trimmed {
            "" => Kind::Blank,
            _ if is_inside || trimmed == "#[cfg(test)]" => Kind::Test,
            _ if trimmed.starts_with("//") => Kind::Comment,
            _ => Kind::Code,
        };
        kinds.push((kind, line.to_owned()));
        if closing.as_deref() == Some(line) {
            closing = None;
        } else if closing.is_none() && trimmed == "#[cfg(test)]" {
            is_announced = true;
        } else if is_announced && !trimmed.starts_with("#[") && !trimmed.starts_with("//") {
            is_announced = false;
            if !trimmed.ends_with(';') && !trimmed.ends_with(',') {
                closing = Some(format!("{}}}", " ".repeat(indentation(line))));
            }
        }
    }
    kinds
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_plain = before.split_whitespace().all(|word| {
        word.starts_with("pub") || word.ends_with(')') || matches!(word, "const" | "async")
    });
    let name = after.split(['(', '<']).next()?;
    is_plain.then_some(name)
}

/// Which file each file imports from, by `use` lines and by paths written out, through what `mod.rs` hands on.
pub fn imports(files: &[File]) -> BTreeMap<usize, BTreeSet<usize>> {
    let by_module: BTreeMap<Vec<String>, usize> = files
        .iter()
        .enumerate()
        .map(|(at, file)| (file.module(), at))
        .collect();
    let handed: BTreeMap<usize, Vec<Vec<String>>> = files
        .iter()
        .enumerate()
        .map(|(at, file)| (at, paths(file, true)))
        .collect();
    files
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let found = paths(file, false)
                .iter()
                .filter_map(|path| resolve(path, &by_module, &handed, 0))
                .filter(|to| *to != at)
                .collect();
            (at, found)
        })
        .collect()
}

/// The file that a path leads to.
fn resolve(
    path: &[String],
    modules: &BTreeMap<Vec<String>, usize>,
    handed: &BTreeMap<usize, Vec<Vec<String>>>,
    depth: usize,
) -> Option<usize> {
    let length = (0..=path.len())
        .rev()
        .find(|length| modules.contains_key(&path[..*length]))?;
    let at = modules[&path[..length]];
    let Some(name) = path.get(length).filter(|_| depth < 8) else {
        return Some(at);
    };
    let on = handed[&at].iter().find(|on| on.last() == Some(name));
    on.and_then(|on| resolve(on, modules, handed, depth + 1))
        .or(Some(at))
}

/// The paths within the crate that a file names: those it hands on, or those that it uses itself.
fn paths(file: &File, is_handed: bool) -> Vec<Vec<String>> {
    let module = file.module();
    let mut found = vec![];
    for line in statements(&file.code()) {
        let is_public = line.starts_with("pub");
        let tree = line
            .split_once("use ")
            .filter(|(before, _)| before.is_empty() || before.starts_with("pub"));
        match tree {
            Some((_, tree)) if is_public == is_handed => {
                expand(&[], tree.trim_end_matches(';'), &mut found);
            }
            Some(_) => {}
            None if is_handed => {}
            None => {
                for (at, _) in line.match_indices("crate::") {
                    let path = line[at..]
                        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                        .next();
                    found.extend(path.map(segments));
                }
            }
        }
    }
    found
        .into_iter()
        .filter_map(|path| absolute(&module, &path))
        .collect()
}

/// The code a statement of `use` a line, however it is broken.
fn statements(code: &str) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    let mut is_open = false;
    for line in code.lines() {
        let line = line.trim();
        match found.last_mut().filter(|_| is_open) {
            Some(last) => last.push_str(line),
            None => found.push(line.to_owned()),
        }
        let is_use = found.last().is_some_and(|l| {
            l.starts_with("use ") || (l.starts_with("pub") && l.contains(" use "))
        });
        is_open = is_use && !line.ends_with(';');
    }
    found
}

fn segments(path: &str) -> Vec<String> {
    path.split("::")
        .map(str::trim)
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Takes the braces of an import apart.
fn expand(before: &[String], tree: &str, found: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        let path = segments(path).into_iter().filter(|s| s != "self");
        let path: Vec<String> = before.iter().cloned().chain(path).collect();
        let is_self = tree.starts_with("self::") && before.is_empty();
        found.push(if is_self {
            [vec!["self".to_owned()], path].concat()
        } else {
            path
        });
        return;
    };
    let before: Vec<String> = before.iter().cloned().chain(segments(head)).collect();
    let inner = rest.trim_end().trim_end_matches('}');
    let (mut depth, mut from) = (0, 0);
    let mut parts = vec![];
    // The last brace was cut off: what it closed is closed by the end.
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    for part in parts.into_iter().filter(|part| !part.trim().is_empty()) {
        let closed = "}".repeat(part.matches('{').count() - part.matches('}').count());
        expand(&before, &format!("{part}{closed}"), found);
    }
}

/// A path from the crate; nothing where it leads out of it.
fn absolute(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let (_, parent) = module.split_last()?;
            let up = rest.iter().take_while(|s| *s == "super").count();
            let parent = &parent[..parent.len().checked_sub(up)?];
            Some([parent, &rest[up..]].concat())
        }
        // A module of this file; else a crate, which is found nowhere and leads here.
        _ => Some([module, path].concat()),
    }
}

/// The groups of nodes that reach each other, larger than one.
pub fn circles<N: Ord + Copy>(arrows: &BTreeMap<N, BTreeSet<N>>) -> Vec<BTreeSet<N>> {
    let reach: BTreeMap<N, BTreeSet<N>> = arrows
        .keys()
        .map(|from| {
            let mut seen = BTreeSet::new();
            let mut open = vec![*from];
            while let Some(at) = open.pop() {
                for to in arrows.get(&at).into_iter().flatten() {
                    if seen.insert(*to) {
                        open.push(*to);
                    }
                }
            }
            (*from, seen)
        })
        .collect();
    let mut found: Vec<BTreeSet<N>> = vec![];
    for (node, reached) in &reach {
        if !reached.contains(node) || found.iter().any(|group| group.contains(node)) {
            continue;
        }
        found.push(
            reached
                .iter()
                .filter(|other| reach.get(other).is_some_and(|back| back.contains(node)))
                .copied()
                .collect(),
        );
    }
    found.retain(|group| group.len() > 1);
    found
}
