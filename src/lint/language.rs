//! Texts can be read: short sentences, plain words, no exclamation marks.

use super::Findings;
use super::prose::{Prose, prose};
use super::sentence::sentences;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::walk::{numbered, objectives, scenarios};

/// Most words of a sentence.
const MAX_WORDS: usize = 30;
/// Highest reading level of a part: broadsheets read at about 12, statutes well above it, and the
/// scenarios of the built-in questionnaire between 4 and 8.
const MAX_LEVEL: f64 = 12.0;
/// Fewer words than these say little about the level.
const FEWEST_WORDS: usize = 20;

/// Reports each sentence that is too long, and each part whose texts are too hard.
pub(super) fn look(q: &Questionnaire, findings: &mut Findings) {
    let texts = prose(q);
    for Prose { field, text } in &texts {
        for sentence in sentences(text) {
            if sentence.words > MAX_WORDS {
                let says = format!(
                    "has a sentence of {} words; write at most {MAX_WORDS}. It begins: “{}…”",
                    sentence.words, sentence.beginning
                );
                findings.report(field, says);
            }
        }
        if text.contains('!') {
            findings.report(field, "has an exclamation mark. Say it calmly");
        }
    }
    for field in parts(q) {
        let own = texts.iter().filter(|p| is_within(&p.field, &field));
        if let Some(level) = level(own.map(|p| p.text.as_str())).filter(|l| *l > MAX_LEVEL) {
            let says = format!(
                "reads at level {level:.1}, and at most {MAX_LEVEL:.0} is plain enough. Use shorter words and shorter sentences"
            );
            findings.report(field, says);
        }
    }
}

/// The parts that are judged as a whole.
fn parts(q: &Questionnaire) -> Vec<String> {
    let scenarios = scenarios(q).map(|(field, _)| field);
    let requirements = numbered("requirements".into(), &q.requirements).map(|(field, _)| field);
    let notices = numbered("organisation.notices".into(), &q.organisation.notices);
    let notices = notices.map(|(field, _)| field);
    let objectives = objectives(q).map(|(field, _)| field);
    let kinds = numbered("exemptions".into(), &q.exemptions).map(|(field, _)| field);
    let all = scenarios.chain(requirements).chain(notices);
    all.chain(objectives).chain(kinds).collect()
}

fn is_within(field: &str, part: &str) -> bool {
    let rest = field.strip_prefix(part);
    rest.is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// The automated readability index, which needs no syllables: about the years of schooling that a
/// reader needs.
fn level<'t>(texts: impl Iterator<Item = &'t str>) -> Option<f64> {
    let (mut letters, mut words, mut count) = (0, 0, 0);
    for text in texts {
        // Titles and labels are no sentences, and would make everything look easy.
        for sentence in sentences(text).iter().filter(|s| s.is_whole) {
            letters += sentence.letters;
            words += sentence.words;
            count += 1;
        }
    }
    if words < FEWEST_WORDS {
        return None;
    }
    let per = |whole: usize, part: usize| whole as f64 / part as f64;
    Some(4.71 * per(letters, words) + 0.5 * per(words, count) - 21.43)
}
