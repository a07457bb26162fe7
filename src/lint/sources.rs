//! Statements say honestly what they rest on.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Findings;
use super::prose::stated;
use crate::questionnaire::walk::numbered;
use crate::questionnaire::{Certainty, Provenance, Questionnaire};

/// Words with which a policy speaks, and nobody who interprets it.
const POLICY_WORDS: [&str; 9] = [
    "must",
    "shall",
    "is required",
    "are required",
    "is mandatory",
    "are mandatory",
    "the policy says",
    "the policy requires",
    "the policy demands",
];

/// Fewer words than these do not say how much of a document was seen.
const FEWEST_SEEN: usize = 3;

/// Reports each source that is not cited or not described, and each interpretation that sounds like policy.
pub(super) fn look(q: &Questionnaire, findings: &mut Findings) {
    let mut cited = BTreeSet::new();
    stated(q, |field, part| {
        let from = part.get("from").cloned().unwrap_or_default();
        let Ok(from) = serde_json::from_value::<Provenance>(from) else {
            return;
        };
        cited.extend(from.sources);
        if from.certainty != Certainty::Interpretation {
            return;
        }
        for (name, value) in part {
            let Value::String(text) = value else { continue };
            // A single word is a tag, for example how binding a requirement is.
            if text.contains(char::is_whitespace)
                && let Some(words) = policy_words(text)
            {
                let says = format!(
                    "is this questionnaire's own interpretation, and \"{words}\" sounds like the policy. Word it as advice, or name the source that says it"
                );
                findings.report(format!("{field}.{name}"), says);
            }
        }
    });
    for (field, source) in numbered("sources".into(), &q.sources) {
        if !cited.contains(&source.id) {
            let says = format!("nothing rests on {}. Cite it, or remove it", source.id);
            findings.report(&field, says);
        }
        if source.seen.split_whitespace().count() < FEWEST_SEEN {
            let says = "does not say how much of the document was seen. Say it in a sentence";
            findings.report(format!("{field}.seen"), says);
        }
    }
}

/// The first of the policy's words that a text uses.
fn policy_words(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let text = format!(" {} ", words.join(" "));
    let mut known = POLICY_WORDS.into_iter();
    known.find(|words| text.contains(&format!(" {words} ")))
}
