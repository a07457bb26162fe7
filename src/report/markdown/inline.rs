//! Text with emphasis as Markdown, in which no character of the text means anything.

use crate::report::model::{Span, Text};

/// The text, with its line breaks as hard ones.
pub(super) fn inline(text: &Text) -> String {
    let marked = marked(text);
    let lines: Vec<String> = marked
        .trim()
        .lines()
        .map(|line| begin(line.trim()))
        .collect();
    lines.join("\\\n")
}

/// The words as they may stand in a heading, where signs at the end would count as marks.
pub(super) fn heading(words: &str) -> String {
    let words = words.replace('\n', " ");
    escaped(words.trim()).replace('#', "\\#")
}

/// The text as it may stand in a cell of a table.
pub(super) fn cell(text: &Text) -> String {
    marked(text).trim().replace('\n', "<br>")
}

/// The text with its emphasis, on lines that may still begin with what means something.
fn marked(text: &Text) -> String {
    let runs = runs(text);
    let mut out = String::new();
    for (index, (strong, words)) in runs.iter().enumerate() {
        let inner = words.trim();
        if !strong || inner.is_empty() {
            out.push_str(&escaped(words));
            continue;
        }
        // A mark that touches a space would not be one.
        let start = words.len() - words.trim_start().len();
        let (before, after) = (&words[..start], &words[start + inner.len()..]);
        out.push_str(before);
        let next = after.chars().next();
        let next = next.or_else(|| runs.get(index + 1)?.1.chars().next());
        let (open, close) = if touches(out.chars().last(), inner.chars().next())
            || touches(next, inner.chars().last())
        {
            ("<strong>", "</strong>")
        } else {
            ("**", "**")
        };
        out.extend([open, &escaped(inner), close, after]);
    }
    out
}

/// Whether a mark between these two would be read as a letter.
fn touches(outer: Option<char>, inner: Option<char>) -> bool {
    outer.is_some_and(|c| !c.is_whitespace()) && inner.is_some_and(|c| !c.is_alphanumeric())
}

/// The spans as runs of words with or without weight; neighbours of one kind are one.
fn runs(text: &Text) -> Vec<(bool, String)> {
    let mut runs: Vec<(bool, String)> = vec![];
    for span in &text.0 {
        let (strong, words) = match span {
            Span::Plain(words) | Span::Link { words, .. } => (false, words.as_str()),
            Span::Strong(words) => (true, words.as_str()),
            Span::Outcome(outcome) => (true, outcome.words()),
        };
        match runs.last_mut() {
            _ if words.is_empty() => {}
            Some((kind, run)) if *kind == strong => run.push_str(words),
            _ => runs.push((strong, words.to_owned())),
        }
    }
    runs
}

/// The words with a backslash before all that means something anywhere in a line.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if "\\`*_[]<>&|~$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The line, but its beginning is not that of a heading, a list or a rule.
fn begin(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = line[digits..].chars().next();
    let at = match after {
        Some('#' | '+' | '-' | '=' | ':') if digits == 0 => 0,
        Some('.' | ')') if digits > 0 => digits,
        _ => return line.to_owned(),
    };
    format!("{}\\{}", &line[..at], &line[at..])
}
