//! What is measured of the sources, and what is aimed at.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{File, Kind, circles, imports};

/// The rooms, from the one that imports nothing to the one that may import all.
pub const ROOMS: [&str; 22] = [
    "platform",
    "encoding",
    "schema",
    "unique",
    "text",
    "questionnaire",
    "facts",
    "rules",
    "history",
    "propose",
    "record",
    "lint",
    "table",
    "signature",
    "report",
    "output",
    "wizard",
    "session",
    "plain",
    "tui",
    "cli",
    "main",
];

/// The most lines of code in a file, without comments and tests.
pub const FILE: usize = 400;
/// The most lines of code in a function.
pub const FUNCTION: usize = 80;
/// The most lines of code in a room.
pub const ROOM: usize = 12_000;

/// One thing of each kind that a change has to go through, by a name that all of it mentions.
const PROBES: [(&str, &str); 8] = [
    ("an exemption", "ExemptionId"),
    ("an action", "ActionId"),
    ("a system", "SystemId"),
    ("evidence", "EvidenceId"),
    ("a change of content", "Change::Withdrawn"),
    ("a type of question", "Input::Date"),
    ("the screen of actions", "Place::Actions"),
    ("an output format", "Format::Html"),
];

/// The lines of a room.
#[derive(Default)]
pub struct Room {
    pub code: usize,
    pub comments: usize,
    pub tests: usize,
    pub files: usize,
}

pub struct Figures<'a> {
    files: &'a [File],
    imports: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'a> Figures<'a> {
    pub fn of(files: &'a [File]) -> Self {
        Self {
            files,
            imports: imports(files),
        }
    }

    pub fn rooms(&self) -> BTreeMap<&str, Room> {
        let mut rooms: BTreeMap<&str, Room> = BTreeMap::new();
        for file in self.files {
            let room = rooms.entry(file.room()).or_default();
            room.code += file.count(Kind::Code);
            room.comments += file.count(Kind::Comment);
            room.tests += file.count(Kind::Test);
            room.files += 1;
        }
        rooms
    }

    /// What imports from a room above its own, and what has no place in the order.
    pub fn upward(&self) -> Vec<String> {
        let rank = |file: &File| ROOMS.iter().position(|room| *room == file.room());
        let rooms = self.files.iter().filter(|file| file.room() != "lib");
        let homeless = rooms
            .filter(|file| rank(file).is_none())
            .map(|file| format!("{} is in no room that is known", file.path));
        let arrows = self
            .arrows()
            .filter(|(_, to)| to.room() != "lib")
            .filter(|(from, to)| from.room() != "lib" && rank(from) < rank(to))
            .map(|(from, to)| format!("{} imports from {}", from.path, to.path));
        homeless.chain(arrows).collect()
    }

    /// Folders beside each other that need each other, at any depth.
    pub fn circles_of_folders(&self) -> Vec<String> {
        let mut levels: BTreeMap<String, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
        for (from, to) in self.arrows() {
            let (from, to): (Vec<&str>, Vec<&str>) = (
                from.folder().split('/').collect(),
                to.folder().split('/').collect(),
            );
            let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            if let Some((a, b)) = from.get(shared).zip(to.get(shared))
                && !a.is_empty()
                && !b.is_empty()
            {
                let level = levels.entry(from[..shared].join("/")).or_default();
                level.entry(a).or_default().insert(b);
            }
        }
        levels
            .iter()
            .flat_map(|(level, arrows)| circles(arrows).into_iter().map(move |c| (level, c)))
            .map(|(level, circle)| {
                let names: Vec<&str> = circle.into_iter().collect();
                format!("in src/{level}: {}", names.join(", "))
            })
            .collect()
    }

    /// Files that need each other, by room: how many, and in how many groups.
    pub fn circles_of_files(&self) -> BTreeMap<&str, Vec<usize>> {
        let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for circle in circles(&self.imports) {
            let first = circle.first().map(|at| self.files[*at].room());
            found
                .entry(first.unwrap_or_default())
                .or_default()
                .push(circle.len());
        }
        found
    }

    pub fn long_files(&self) -> Vec<(usize, &str)> {
        let mut found: Vec<(usize, &str)> = self
            .files
            .iter()
            .map(|file| (file.count(Kind::Code), file.path.as_str()))
            .filter(|(lines, _)| *lines > FILE)
            .collect();
        found.sort_by(|a, b| b.cmp(a));
        found
    }

    pub fn long_functions(&self) -> Vec<(usize, String)> {
        let mut found: Vec<(usize, String)> = self
            .files
            .iter()
            .flat_map(|file| {
                let functions = file.functions().into_iter();
                functions.map(|(name, lines)| (lines, format!("{name} in {}", file.path)))
            })
            .filter(|(lines, _)| *lines > FUNCTION)
            .collect();
        found.sort_by(|a, b| b.cmp(a));
        found
    }

    /// What a change of each kind has to look at: its name, and the files that mention it.
    pub fn probes(&self) -> Vec<(&'static str, &'static str, usize)> {
        PROBES
            .iter()
            .map(|(kind, name)| {
                let files = self.files.iter().filter(|file| file.code().contains(name));
                (*kind, *name, files.count())
            })
            .collect()
    }

    fn arrows(&self) -> impl Iterator<Item = (&File, &File)> {
        self.imports
            .iter()
            .flat_map(|(from, all)| all.iter().map(move |to| (*from, *to)))
            .map(|(from, to)| (&self.files[from], &self.files[to]))
    }
}
