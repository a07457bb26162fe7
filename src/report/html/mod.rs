//! A report as one HTML file for a browser: it runs no script and asks for nothing from outside. Pure.

mod attached;
mod body;
mod inline;
#[cfg(test)]
mod tests;

use self::body::Body;
use self::inline::{attribute, class, string, words};
use super::drawing::svg::mark;
use super::model::{Report, Running};
use crate::TOOL;
use crate::rules::Outcome;

/// Layout and palette, for screen and paper, by day and by night.
const STYLE: &str = include_str!("style.css");
/// What each page says while no current sign-off stands.
const DRAFT: &str = "DRAFT";
/// A browser that reads this loads and runs nothing, whatever stands in the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The report as an HTML file.
pub fn render(report: &Report) -> String {
    let body = Body::of(report);
    let running = &report.running;
    let marking = strong(&running.marking);
    let draft = strong(if running.draft { DRAFT } else { "" });
    let (main, contents) = (body.main, body.navigation);
    let foot = words(&running.foot);
    let (head, marks) = (head(report), marks());
    format!(
        "{head}
<body>
{marks}<a class=\"skip\" href=\"#main\">Skip to the report</a>
<header>{marking}{draft}</header>
<div class=\"page\">
{contents}<main id=\"main\">
{main}</main>
</div>
<footer><span>{foot}</span>{marking}</footer>
</body>
</html>
"
    )
}

/// The mark of each outcome, drawn once.
fn marks() -> String {
    let symbol = |outcome: Outcome| {
        let (class, mark) = (class(outcome), mark(outcome));
        format!("<symbol id=\"{class}\" viewBox=\"0 0 16 16\">{mark}</symbol>\n")
    };
    let marks = Outcome::ALL.map(symbol).concat();
    format!("<svg class=\"marks\" aria-hidden=\"true\" width=\"0\" height=\"0\">\n{marks}</svg>\n")
}

fn head(report: &Report) -> String {
    let meta = &report.meta;
    let language = attribute(&meta.language);
    let title = attribute(&format!("{}: {}", meta.title, meta.subject));
    let title = if report.running.draft {
        format!("{DRAFT}: {title}")
    } else {
        title
    };
    let pages = pages(&report.running);
    let named = |name: &str, content: &str| {
        let content = attribute(content);
        format!("<meta name=\"{name}\" content=\"{content}\">\n")
    };
    let author = meta.author.as_deref();
    let author = author.map_or(String::new(), |author| named("author", author));
    let modified = meta.modified.map(|at| at.to_string());
    let modified = modified.map_or(String::new(), |at| named("dcterms.modified", &at));
    let fixed: String = [
        ("viewport", "width=device-width, initial-scale=1"),
        ("color-scheme", "light dark"),
        ("generator", TOOL),
        // A report describes weaknesses: no search engine, and no page that it links to, may learn of it.
        ("robots", "noindex, noarchive"),
        ("referrer", "no-referrer"),
    ]
    .map(|(name, content)| named(name, content))
    .concat();
    format!(
        "<!DOCTYPE html>
<html lang=\"{language}\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">
{fixed}{author}{modified}<title>{title}</title>
<style>
{STYLE}{pages}</style>
</head>"
    )
}

/// The margin of each printed page. The first one begins with the marking as it stands.
fn pages(running: &Running) -> String {
    let marking = string(&running.marking);
    let draft = string(if running.draft { DRAFT } else { "" });
    let foot = string(&running.foot);
    format!(
        "@page {{
  @top-left {{ content: {marking}; font: bold 9pt Arial, sans-serif; }}
  @top-right {{ content: {draft}; font: bold 9pt Arial, sans-serif; }}
  @bottom-left {{ content: {foot}; font: 8pt Arial, sans-serif; }}
  @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); font: 8pt Arial, sans-serif; }}
}}
@page :first {{
  @top-left {{ content: none; }}
  @top-right {{ content: none; }}
}}
"
    )
}

fn strong(said: &str) -> String {
    if said.is_empty() {
        return String::new();
    }
    format!("<strong>{}</strong>", words(said))
}
