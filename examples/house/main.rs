//! The figures of the house: how much stands in each room, what imports run the wrong way, what is too long,
//! and how many files a change has to go through. `cargo run --example house` prints them.

mod figures;
mod source;

use std::path::Path;

use figures::{FILE, FUNCTION, Figures, ROOM, ROOMS};

fn main() {
    let files = source::files(Path::new(env!("CARGO_MANIFEST_DIR")));
    let figures = Figures::of(&files);
    let rooms = figures.rooms();

    println!("Lines                code  comments     tests  files");
    let order = ROOMS.iter().rev().chain(&["lib"]);
    for (name, room) in order.filter_map(|name| Some((name, rooms.get(name)?))) {
        let over = if room.code > ROOM { "  too many" } else { "" };
        println!(
            "  {name:<15} {:>7} {:>9} {:>9} {:>6}{over}",
            room.code, room.comments, room.tests, room.files
        );
    }
    let sum = |of: fn(&figures::Room) -> usize| rooms.values().map(of).sum::<usize>();
    let (code, comments) = (sum(|r| r.code), sum(|r| r.comments));
    println!(
        "  {:<15} {code:>7} {comments:>9} {:>9} {:>6}",
        "all",
        sum(|r| r.tests),
        sum(|r| r.files)
    );
    println!("  Code and comments: {}", code + comments);

    list("Imports that run up", &figures.upward());
    list(
        "Circles between folders beside each other",
        &figures.circles_of_folders(),
    );
    let circles = figures.circles_of_files();
    let circles = circles.iter().map(|(room, sizes)| {
        let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
        format!("{room}: {} files", sizes.join(" and "))
    });
    list("Circles of files", &circles.collect::<Vec<_>>());
    let long = figures.long_files().into_iter();
    let long = long.map(|(lines, path)| format!("{lines:>5}  {path}"));
    list(
        &format!("Files of more than {FILE} lines of code"),
        &long.collect::<Vec<_>>(),
    );
    let long = figures.long_functions().into_iter();
    let long = long.map(|(lines, name)| format!("{lines:>5}  {name}"));
    list(
        &format!("Functions of more than {FUNCTION} lines of code"),
        &long.collect::<Vec<_>>(),
    );
    println!("\nFiles that a change goes through");
    for (kind, name, files) in figures.probes() {
        println!("  {files:>4}  {kind} ({name})");
    }
}

fn list(title: &str, items: &[String]) {
    println!("\n{title}: {}", items.len());
    for item in items {
        println!("  {item}");
    }
}
