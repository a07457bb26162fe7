//! A page in Markdown that says all that a command line says in its help.

use std::fmt::Write;

use clap::{Arg, ArgAction, Command};

const HEAD: &str = "\
# Commands

Every command and all that it takes, as `mfa-assess help COMMAND` prints it. This page is made from the program: change
the words there, and run `cargo run --example commands > docs/commands.md`.

RECORD is a name from `list`, or a path. [Automation](automation.md) says what goes in, what comes out, and what the exit
codes mean.
";

/// The page of a program.
pub fn of(program: &Command) -> String {
    let mut program = program.clone();
    program.build();
    let mut commands = vec![];
    leaves(&program, program.get_name(), &mut commands);

    let mut page = HEAD.to_owned();
    page.push_str("\n| Command | Does |\n|---|---|\n");
    for (name, command) in &commands {
        row(&mut page, &format!("`{name}`"), &about(command));
    }
    page.push_str("\n## Options of every command\n");
    let shared = program.get_arguments().filter(|arg| arg.is_global_set());
    arguments(&mut page, shared);
    for (name, command) in &commands {
        let usage = Command::clone(command).render_usage().to_string();
        let usage: Vec<&str> = usage.split_whitespace().skip(1).collect();
        let _ = write!(
            page,
            "\n## {name}\n\n{}.\n\n```text\n{}\n```\n",
            about(command),
            usage.join(" ")
        );
        let own = command.get_arguments().filter(|arg| !arg.is_global_set());
        arguments(&mut page, own);
    }
    page
}

/// The commands that do something, by their whole names.
fn leaves<'a>(command: &'a Command, name: &str, found: &mut Vec<(String, &'a Command)>) {
    let below = command.get_subcommands();
    for below in below.filter(|below| below.get_name() != "help") {
        let name = format!("{name} {}", below.get_name());
        if below.has_subcommands() {
            leaves(below, &name, found);
        } else {
            found.push((name, below));
        }
    }
}

fn about(command: &Command) -> String {
    let about = command.get_long_about().or(command.get_about());
    about.map(ToString::to_string).unwrap_or_default()
}

fn arguments<'a>(page: &mut String, of: impl Iterator<Item = &'a Arg>) {
    let (mut options, mut rows): (Vec<&Arg>, Vec<&Arg>) = of
        .filter(|arg| !arg.is_hide_set() && arg.get_id() != "help" && arg.get_id() != "version")
        .partition(|arg| !arg.is_positional());
    rows.append(&mut options);
    if rows.is_empty() {
        return;
    }
    page.push_str("\n| It takes | That is |\n|---|---|\n");
    for arg in rows {
        row(page, &format!("`{}`", written(arg)), &says(arg));
    }
}

/// An argument as it is typed.
fn written(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let value = names.first().map(ToString::to_string).unwrap_or_default();
    let many = match arg.get_num_args() {
        Some(range) if range.max_values() > 1 && arg.is_positional() => "…",
        _ => "",
    };
    let short = arg.get_short().map(|short| format!("-{short}, "));
    let Some(long) = arg.get_long() else {
        return format!("{value}{many}");
    };
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let value = if takes {
        format!(" {value}")
    } else {
        String::new()
    };
    format!("{}--{long}{value}", short.unwrap_or_default())
}

/// What is said of an argument: its help, the values that it may have, and what is so without it.
fn says(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string);
    let mut says = vec![help.unwrap_or_default()];
    let values = arg.get_possible_values();
    if matches!(arg.get_action(), ArgAction::Set | ArgAction::Append) && !values.is_empty() {
        let values = values.iter().map(|value| match value.get_help() {
            Some(help) => format!("`{}` ({help})", value.get_name()),
            None => format!("`{}`", value.get_name()),
        });
        says.push(format!("One of: {}", values.collect::<Vec<_>>().join(", ")));
    }
    let usual: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    if takes && !usual.is_empty() {
        says.push(format!("`{}` when left out", usual.join(",")));
    }
    if let Some(variable) = arg.get_env() {
        says.push(format!(
            "Also the variable `{}`",
            variable.to_string_lossy()
        ));
    }
    says.retain(|words| !words.is_empty());
    says.join(". ")
}

fn row(page: &mut String, left: &str, right: &str) {
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    let _ = writeln!(page, "| {} | {} |", cell(left), cell(right));
}
