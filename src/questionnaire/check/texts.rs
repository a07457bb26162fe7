//! No text that people read is empty, and no list that has to hold something.

use super::super::model::Questionnaire;
use super::super::question::{Input, NoneOf};
use super::Problems;
use super::walk::{
    choices, drawn, entry_forms, forms, indicators, levels, numbered, objectives, scenarios,
    tally_checks,
};

/// Reports each empty text and each empty list.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    top(q, problems);
    let mut filled = |field: String, text: &str| {
        if text.trim().is_empty() {
            problems.report(field, "is empty");
        }
    };
    for (field, source) in numbered("sources".into(), &q.sources) {
        filled(format!("{field}.title"), &source.title);
        filled(format!("{field}.seen"), &source.seen);
    }
    for (field, view) in numbered("views".into(), &q.views) {
        filled(format!("{field}.title"), &view.title);
        filled(format!("{field}.about"), &view.about);
    }
    for (field, objective) in objectives(q) {
        filled(format!("{field}.title"), &objective.title);
        filled(format!("{field}.text"), &objective.text);
        for (field, level) in levels(&field, objective) {
            filled(format!("{field}.title"), &level.title);
        }
        for (field, indicator) in indicators(&field, objective) {
            filled(format!("{field}.text"), &indicator.text);
        }
    }
    for (field, contrast) in numbered("contrasts".into(), &q.contrasts) {
        filled(
            format!("{field}.requirement_only"),
            &contrast.requirement_only,
        );
        filled(format!("{field}.objective_only"), &contrast.objective_only);
    }
    for (field, term) in numbered("glossary".into(), &q.glossary) {
        filled(format!("{field}.term"), &term.term);
        filled(format!("{field}.meaning"), &term.meaning);
    }
    for (field, requirement) in numbered("requirements".into(), &q.requirements) {
        filled(format!("{field}.title"), &requirement.title);
        filled(format!("{field}.text"), &requirement.text);
    }
    for (field, group) in numbered("groups".into(), &q.groups) {
        filled(format!("{field}.title"), &group.title);
    }
    for (field, scenario) in scenarios(q) {
        filled(format!("{field}.title"), &scenario.title);
        filled(format!("{field}.about"), &scenario.about);
        for (field, guidance) in numbered(format!("{field}.guidance"), &scenario.guidance) {
            filled(format!("{field}.text"), &guidance.text);
        }
    }
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        filled(format!("{field}.title"), &kind.title);
        filled(format!("{field}.text"), &kind.text);
        if let Some(word) = &kind.word {
            filled(format!("{field}.word"), word);
        }
        for (field, step) in numbered(format!("{field}.steps"), &kind.steps) {
            filled(format!("{field}.title"), &step.title);
        }
        for (field, condition) in numbered(format!("{field}.conditions"), &kind.conditions) {
            filled(format!("{field}.title"), &condition.title);
        }
    }
    for (field, says) in drawn(q) {
        filled(field, says);
    }
    for (field, check) in tally_checks(q) {
        filled(format!("{field}.says"), &check.says);
    }
    for (field, form) in entry_forms(q) {
        filled(format!("{field}.title"), &form.title);
        filled(format!("{field}.about"), &form.about);
    }
    for form in forms(q) {
        for (field, question) in form.questions {
            filled(format!("{field}.text"), &question.text);
            if let Some(missing) = &question.missing {
                filled(format!("{field}.missing"), missing);
            }
            for (choice, c) in choices(&field, question) {
                filled(format!("{choice}.label"), &c.label);
                for (was, label) in numbered(format!("{choice}.was"), &c.was) {
                    filled(was, label);
                }
            }
            if let Input::Number { was, .. } = &question.input {
                for (was, unit) in numbered(format!("{field}.input.number.was"), was) {
                    filled(was, unit);
                }
            }
            if let Some(NoneOf::Label(label)) = &question.none {
                filled(format!("{field}.none.label"), label);
            }
            if let Some(who) = &question.dont_know {
                filled(format!("{field}.dont_know.ask"), &who.ask);
                filled(format!("{field}.dont_know.action"), &who.action);
            }
        }
        for (field, sentence) in form.sentences {
            filled(field, sentence);
        }
    }
    for (field, role) in numbered("sign_off.roles".into(), &q.sign_off.roles) {
        filled(format!("{field}.label"), &role.label);
    }
}

fn top(q: &Questionnaire, problems: &mut Problems) {
    for (field, text) in [
        ("version", &q.version),
        ("title", &q.title),
        ("subject", &q.subject),
        ("publisher", &q.publisher),
        ("introduction", &q.introduction),
        ("organisation.title", &q.organisation.title),
        ("sign_off.declaration", &q.sign_off.declaration),
    ] {
        if text.trim().is_empty() {
            problems.report(field, "is empty");
        }
    }
    for (field, says, is_empty) in [
        ("views", "needs at least one view", q.views.is_empty()),
        (
            "requirements",
            "needs at least one requirement",
            q.requirements.is_empty(),
        ),
        (
            "groups",
            "needs at least one scenario",
            q.scenarios().next().is_none(),
        ),
        (
            "sign_off.roles",
            "needs at least one role",
            q.sign_off.roles.is_empty(),
        ),
        (
            "markings",
            "needs at least one marking; the first is the default",
            q.markings.is_empty(),
        ),
    ] {
        if is_empty {
            problems.report(field, says);
        }
    }
}
