//! No text that people read is empty, and no list that has to hold something.

use super::super::model::Questionnaire;
use super::super::question::{Input, NoneOf, Question};
use super::Problems;
use super::walk::{
    choices, drawn, entry_forms, forms, indicators, levels, numbered, objectives, scenarios,
    tally_checks,
};

/// Reports each empty text and each empty list.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    top(q, problems);
    policy(q, problems);
    groups(q, problems);
    exemptions(q, problems);
    registers(q, problems);
    questions(q, problems);
    for (field, role) in numbered("sign_off.roles".into(), &q.sign_off.roles) {
        problems.needs(format!("{field}.label"), &role.label);
    }
}

impl Problems {
    fn needs(&mut self, field: impl Into<String>, text: &str) {
        if text.trim().is_empty() {
            self.report(field, "is empty");
        }
    }
}

/// What the questionnaire is as a whole, and what it has to hold.
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
        problems.needs(field, text);
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

/// What the policy says, and what explains it.
fn policy(q: &Questionnaire, problems: &mut Problems) {
    for (field, source) in numbered("sources".into(), &q.sources) {
        problems.needs(format!("{field}.title"), &source.title);
        problems.needs(format!("{field}.seen"), &source.seen);
    }
    for (field, view) in numbered("views".into(), &q.views) {
        problems.needs(format!("{field}.title"), &view.title);
        problems.needs(format!("{field}.about"), &view.about);
    }
    for (field, objective) in objectives(q) {
        problems.needs(format!("{field}.title"), &objective.title);
        problems.needs(format!("{field}.text"), &objective.text);
        for (field, level) in levels(&field, objective) {
            problems.needs(format!("{field}.title"), &level.title);
        }
        for (field, indicator) in indicators(&field, objective) {
            problems.needs(format!("{field}.text"), &indicator.text);
        }
    }
    for (field, contrast) in numbered("contrasts".into(), &q.contrasts) {
        problems.needs(
            format!("{field}.requirement_only"),
            &contrast.requirement_only,
        );
        problems.needs(format!("{field}.objective_only"), &contrast.objective_only);
    }
    for (field, term) in numbered("glossary".into(), &q.glossary) {
        problems.needs(format!("{field}.term"), &term.term);
        problems.needs(format!("{field}.meaning"), &term.meaning);
    }
    for (field, requirement) in numbered("requirements".into(), &q.requirements) {
        problems.needs(format!("{field}.title"), &requirement.title);
        problems.needs(format!("{field}.text"), &requirement.text);
    }
}

fn groups(q: &Questionnaire, problems: &mut Problems) {
    for (field, group) in numbered("groups".into(), &q.groups) {
        problems.needs(format!("{field}.title"), &group.title);
    }
    for (field, scenario) in scenarios(q) {
        problems.needs(format!("{field}.title"), &scenario.title);
        problems.needs(format!("{field}.about"), &scenario.about);
        for (field, guidance) in numbered(format!("{field}.guidance"), &scenario.guidance) {
            problems.needs(format!("{field}.text"), &guidance.text);
        }
    }
}

fn exemptions(q: &Questionnaire, problems: &mut Problems) {
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        problems.needs(format!("{field}.title"), &kind.title);
        problems.needs(format!("{field}.text"), &kind.text);
        if let Some(word) = &kind.word {
            problems.needs(format!("{field}.word"), word);
        }
        for (field, step) in numbered(format!("{field}.steps"), &kind.steps) {
            problems.needs(format!("{field}.title"), &step.title);
        }
        for (field, condition) in numbered(format!("{field}.conditions"), &kind.conditions) {
            problems.needs(format!("{field}.title"), &condition.title);
        }
    }
}

fn registers(q: &Questionnaire, problems: &mut Problems) {
    for (field, says) in drawn(q) {
        problems.needs(field, says);
    }
    for (field, check) in tally_checks(q) {
        problems.needs(format!("{field}.says"), &check.says);
    }
    for (field, form) in entry_forms(q) {
        problems.needs(format!("{field}.title"), &form.title);
        problems.needs(format!("{field}.about"), &form.about);
    }
}

fn questions(q: &Questionnaire, problems: &mut Problems) {
    for form in forms(q) {
        for (field, question) in form.questions {
            of_question(&field, question, problems);
        }
        for (field, sentence) in form.sentences {
            problems.needs(field, sentence);
        }
    }
}

fn of_question(field: &str, question: &Question, problems: &mut Problems) {
    problems.needs(format!("{field}.text"), &question.text);
    if let Some(missing) = &question.missing {
        problems.needs(format!("{field}.missing"), missing);
    }
    for (choice, c) in choices(field, question) {
        problems.needs(format!("{choice}.label"), &c.label);
        for (was, label) in numbered(format!("{choice}.was"), &c.was) {
            problems.needs(was, label);
        }
    }
    if let Input::Number { was, .. } = &question.input {
        for (was, unit) in numbered(format!("{field}.input.number.was"), was) {
            problems.needs(was, unit);
        }
    }
    if let Some(NoneOf::Label(label)) = &question.none {
        problems.needs(format!("{field}.none.label"), label);
    }
    if let Some(who) = &question.dont_know {
        problems.needs(format!("{field}.dont_know.ask"), &who.ask);
        problems.needs(format!("{field}.dont_know.action"), &who.action);
    }
}
