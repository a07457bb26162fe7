//! The page of commands, from what the command line takes: `cargo run --example commands > docs/commands.md`.

mod page;

fn main() {
    print!("{}", page::of(&mfa_assess::cli::command()));
}
