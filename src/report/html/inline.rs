//! Text as HTML, in which no character of the text means anything.

use crate::report::markup::escaped;
use crate::report::model::{Span, Text};
use crate::rules::Outcome;

/// The text with its emphasis; its line breaks are kept.
pub(super) fn inline(text: &Text) -> String {
    text.0.iter().map(span).collect()
}

/// The words, with their line breaks.
pub(super) fn words(words: &str) -> String {
    escaped(words).replace('\n', "<br>")
}

/// The words as the value of an attribute, or where no element may stand.
pub(super) fn attribute(words: &str) -> String {
    escaped(words).replace('\n', " ")
}

fn span(span: &Span) -> String {
    match span {
        Span::Plain(plain) => words(plain),
        Span::Strong(strong) => format!("<strong>{}</strong>", words(strong)),
        Span::Outcome(outcome) => {
            let (class, said) = (class(*outcome), words(outcome.words()));
            let mark = "<svg aria-hidden=\"true\" width=\"16\" height=\"16\">";
            format!(
                "<span class=\"outcome {class}\">{mark}<use href=\"#{class}\"/></svg>{said}</span>"
            )
        }
        Span::Link { words: said, url } => link(said, url.as_str()),
    }
}

fn link(said: &str, url: &str) -> String {
    if said.trim().is_empty() {
        return words(said);
    }
    // On paper the address stands behind the words, unless they say it already.
    let class = if said.contains(url) {
        " class=\"said\""
    } else {
        ""
    };
    let (url, said) = (attribute(url), words(said));
    format!("<a{class} href=\"{url}\" rel=\"noreferrer\">{said}</a>")
}

/// The name of an outcome's mark and of its colour.
pub(super) const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::MetByExemption => "met-by-exemption",
        Outcome::PartlyMet => "partly-met",
        Outcome::NotMet => "not-met",
        Outcome::DontKnow => "dont-know",
        Outcome::NotApplicable => "not-applicable",
        Outcome::NotAnswered => "not-answered",
        Outcome::NotAsked => "not-asked",
    }
}

/// The words as a quoted string of a style sheet: of what could end it, only the number is written.
pub(super) fn string(words: &str) -> String {
    let said = |c: char| match c {
        c if c.is_ascii_alphanumeric() || " -.,:".contains(c) => c.to_string(),
        c => format!("\\{:x} ", u32::from(c)),
    };
    let said: String = words.chars().map(said).collect();
    format!("\"{said}\"")
}
