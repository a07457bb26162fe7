//! What can be followed, and would tell people something untrue.

use super::super::model::Questionnaire;
use super::super::version::is_plain_version;
use super::Problems;
use super::walk::{assessed, numbered};

/// The most rules that decide one outcome: each is held against all before it.
const MOST_RULES: usize = 200;

/// Reports a version that reads like another one, each address that leads elsewhere than it seems to, and each requirement that nothing
/// assesses, or whose outcome no answer changes: whatever is answered, nobody would know of it.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    if !is_plain_version(&q.version) {
        let says = "use letters (a to z, A to Z), digits, dots, hyphens, underscores, plus signs and \
                    spaces, with no space at the ends, so that nobody takes it for another version";
        problems.report("version", says);
    }
    for (field, source) in numbered("sources".into(), &q.sources) {
        if let Some(Err(why)) = source.address() {
            problems.report(
                format!("{field}.url"),
                format!(
                    "{why}; give the address of the page as a browser shows it, or leave it out"
                ),
            );
        }
    }
    for (field, requirement) in numbered("requirements".into(), &q.requirements) {
        if !assessed(q).any(|(_, assess)| assess.requirement == requirement.id) {
            let id = &requirement.id;
            let says = format!(
                "no scenario assesses {id}; add an \"assess\" for it, or take the requirement out"
            );
            problems.report(field, says);
        }
    }
    for (field, assess) in assessed(q).filter(|(_, assess)| assess.rules.len() > MOST_RULES) {
        let has = assess.rules.len();
        let says = format!("it has {has} rules, and {MOST_RULES} are the most; say it in fewer");
        problems.report(format!("{field}.rules"), says);
    }
    for (field, _) in assessed(q).filter(|(_, assess)| assess.rules.is_empty()) {
        let says = "it has no rules, so that its outcome is the same whatever is answered; add the \
                    rules that decide, or take it out";
        problems.report(format!("{field}.rules"), says.to_owned());
    }
}
