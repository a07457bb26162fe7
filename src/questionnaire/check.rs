//! Holds the parts of a questionnaire against each other: ids, references, loops, empty texts.
//!
//! The shape of the file is checked by its types before this runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::condition::Condition;
use super::id::QuestionId;
use super::model::{ExemptionKind, Finding, Input, Provenance, Question, Questionnaire, Scenario};
use super::template::{self, Piece};

/// Something in a questionnaire that has to be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field, as a path from the top of the file.
    pub field: String,
    /// What is wrong with it.
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.says)
    }
}

/// Most questions in one step of a form: what a person takes in at a glance.
const MAX_STEP: usize = 7;

/// Everything that is wrong, in the order of the file.
pub fn check(questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut checker = Checker {
        questionnaire,
        problems: vec![],
    };
    checker.top();
    checker.requirements();
    checker.organisation();
    checker.scenarios();
    checker.exemptions();
    checker.cross_checks();
    checker.shown_loops();
    checker.problems
}

struct Checker<'a> {
    questionnaire: &'a Questionnaire,
    problems: Vec<Problem>,
}

/// The questions that conditions and placeholders of one form may name.
type Scope<'a> = BTreeMap<&'a QuestionId, &'a Question>;

impl<'a> Checker<'a> {
    fn report(&mut self, field: impl Into<String>, says: impl Into<String>) {
        self.problems.push(Problem {
            field: field.into(),
            says: says.into(),
        });
    }

    fn filled(&mut self, field: impl Into<String>, text: &str) {
        if text.trim().is_empty() {
            self.report(field, "is empty");
        }
    }

    fn unique<'i, T: Ord + fmt::Display + 'i>(
        &mut self,
        field: &str,
        ids: impl Iterator<Item = &'i T>,
    ) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.report(field, format!("the id {id} is used twice"));
            }
        }
    }

    fn top(&mut self) {
        let q = self.questionnaire;
        for (field, text) in [
            ("version", &q.version),
            ("title", &q.title),
            ("subject", &q.subject),
            ("publisher", &q.publisher),
            ("introduction", &q.introduction),
            ("sign_off.declaration", &q.sign_off.declaration),
        ] {
            self.filled(field, text);
        }
        if q.markings.is_empty() {
            self.report(
                "markings",
                "needs at least one marking; the first is the default",
            );
        }
        if q.views.is_empty() {
            self.report("views", "needs at least one view");
        }
        if q.sign_off.roles.is_empty() {
            self.report("sign_off.roles", "needs at least one role");
        }
        self.unique("sources", q.sources.iter().map(|s| &s.id));
        self.unique("views", q.views.iter().map(|v| &v.id));
        self.unique("requirements", q.requirements.iter().map(|r| &r.id));
        self.unique("groups", q.groups.iter().map(|g| &g.id));
        self.unique("groups", q.scenarios().map(|s| &s.id));
        self.unique("groups", q.questions().map(|q| &q.id));
        self.unique("exemptions", q.exemptions.iter().map(|e| &e.id));
        self.unique("sign_off.roles", q.sign_off.roles.iter().map(|r| &r.id));
    }

    fn provenance(&mut self, field: &str, from: &Provenance) {
        for (i, source) in from.sources.iter().enumerate() {
            if self.questionnaire.source(source).is_none() {
                self.report(
                    format!("{field}.from.sources[{i}]"),
                    format!("there is no source {source}"),
                );
            }
        }
        if from.sources.is_empty() {
            self.report(
                format!("{field}.from.sources"),
                "names no source; an interpretation names what it interprets",
            );
        }
    }

    fn requirements(&mut self) {
        if self.questionnaire.requirements.is_empty() {
            self.report("requirements", "needs at least one requirement");
        }
        for (i, requirement) in self.questionnaire.requirements.iter().enumerate() {
            let field = format!("requirements[{i}]");
            self.filled(format!("{field}.title"), &requirement.title);
            self.filled(format!("{field}.text"), &requirement.text);
            self.provenance(&field, &requirement.from);
            let view = &requirement.view;
            if !self.questionnaire.views.iter().any(|v| v.id == *view) {
                self.report(format!("{field}.view"), format!("there is no view {view}"));
            }
        }
    }

    fn organisation(&mut self) {
        let form = &self.questionnaire.organisation;
        for (field, id) in [("name", &form.name), ("assessor", &form.assessor)] {
            match form.questions.iter().find(|q| q.id == *id) {
                Some(question) if matches!(question.input, Input::Line { .. }) => {}
                Some(_) => self.report(
                    format!("organisation.{field}"),
                    format!("{id} must be asked with the input \"line\""),
                ),
                None => self.report(
                    format!("organisation.{field}"),
                    format!("there is no question {id} in organisation.questions"),
                ),
            }
        }
        let scope = self.scope();
        for (i, question) in form.questions.iter().enumerate() {
            self.question(&format!("organisation.questions[{i}]"), question, &scope);
        }
    }

    fn scope(&self) -> Scope<'a> {
        self.questionnaire.questions().map(|q| (&q.id, q)).collect()
    }

    fn question(&mut self, field: &str, question: &Question, scope: &Scope<'_>) {
        self.filled(format!("{field}.text"), &question.text);
        match &question.input {
            Input::OneOf(choices) | Input::AnyOf(choices) => {
                if choices.is_empty() {
                    self.report(format!("{field}.input"), "has no choices");
                }
                self.unique(&format!("{field}.input"), choices.iter().map(|c| &c.id));
                for (i, choice) in choices.iter().enumerate() {
                    self.filled(format!("{field}.input[{i}].label"), &choice.label);
                }
            }
            Input::Number { max: 0, .. }
            | Input::Line { max: 0 }
            | Input::Paragraphs { max: 0 } => {
                self.report(format!("{field}.input.max"), "must be at least 1");
            }
            Input::Number { .. }
            | Input::Line { .. }
            | Input::Paragraphs { .. }
            | Input::Date {} => {}
        }
        if let Some(condition) = &question.show_when {
            self.condition(&format!("{field}.show_when"), condition, scope);
        }
    }

    fn scenarios(&mut self) {
        let scope = self.scope();
        let mut any = false;
        for (g, group) in self.questionnaire.groups.iter().enumerate() {
            self.filled(format!("groups[{g}].title"), &group.title);
            for (s, scenario) in group.scenarios.iter().enumerate() {
                any = true;
                self.scenario(&format!("groups[{g}].scenarios[{s}]"), scenario, &scope);
            }
        }
        if !any {
            self.report("groups", "needs at least one scenario");
        }
    }

    fn scenario(&mut self, field: &str, scenario: &Scenario, scope: &Scope<'_>) {
        self.filled(format!("{field}.title"), &scenario.title);
        self.filled(format!("{field}.about"), &scenario.about);
        if scenario.questions.is_empty() {
            self.report(format!("{field}.questions"), "has no questions");
        }
        for (i, guidance) in scenario.guidance.iter().enumerate() {
            let field = format!("{field}.guidance[{i}]");
            self.filled(format!("{field}.text"), &guidance.text);
            self.provenance(&field, &guidance.from);
        }
        if let Some(condition) = &scenario.applies_when {
            self.condition(&format!("{field}.applies_when"), condition, scope);
        }
        for (i, question) in scenario.questions.iter().enumerate() {
            self.question(&format!("{field}.questions[{i}]"), question, scope);
        }
        self.unique(
            &format!("{field}.assess"),
            scenario.assess.iter().map(|a| &a.requirement),
        );
        for (i, assess) in scenario.assess.iter().enumerate() {
            let field = format!("{field}.assess[{i}]");
            let requirement = &assess.requirement;
            if self.questionnaire.requirement(requirement).is_none() {
                self.report(
                    format!("{field}.requirement"),
                    format!("there is no requirement {requirement}"),
                );
            }
            for (r, rule) in assess.rules.iter().enumerate() {
                let field = format!("{field}.rules[{r}]");
                self.condition(&format!("{field}.when"), &rule.when, scope);
                self.finding(&format!("{field}.then"), &rule.then, scope);
            }
            self.finding(&format!("{field}.otherwise"), &assess.otherwise, scope);
        }
    }

    fn finding(&mut self, field: &str, finding: &Finding, scope: &Scope<'_>) {
        self.sentence(&format!("{field}.because"), &finding.because, scope);
        if let Some(next) = &finding.next {
            self.sentence(&format!("{field}.next"), next, scope);
        }
    }

    /// A sentence that may hold placeholders.
    fn sentence(&mut self, field: &str, sentence: &str, scope: &Scope<'_>) {
        self.filled(field, sentence);
        for piece in template::pieces(sentence) {
            if let Piece::Answer(id) = piece
                && !scope.keys().any(|known| known.as_str() == id)
            {
                self.report(field, format!("{{{id}}} names no question"));
            }
        }
    }

    fn exemptions(&mut self) {
        for (i, kind) in self.questionnaire.exemptions.iter().enumerate() {
            self.exemption(&format!("exemptions[{i}]"), kind);
        }
    }

    fn exemption(&mut self, field: &str, kind: &ExemptionKind) {
        let scope: Scope<'_> = kind.questions().map(|q| (&q.id, q)).collect();
        self.filled(format!("{field}.title"), &kind.title);
        self.filled(format!("{field}.text"), &kind.text);
        self.provenance(field, &kind.from);
        self.unique(&format!("{field}.steps"), kind.questions().map(|q| &q.id));
        self.unique(
            &format!("{field}.conditions"),
            kind.conditions.iter().map(|c| &c.id),
        );
        for requirement in &kind.requirements {
            if self.questionnaire.requirement(requirement).is_none() {
                self.report(
                    format!("{field}.requirements"),
                    format!("there is no requirement {requirement}"),
                );
            }
        }
        if kind.requirements.is_empty() {
            self.report(format!("{field}.requirements"), "names no requirement");
        }
        let is_line = |q: &Question| matches!(q.input, Input::Line { .. });
        let is_date = |q: &Question| matches!(q.input, Input::Date {});
        if !kind.question(&kind.name).is_some_and(is_line) {
            self.report(
                format!("{field}.name"),
                format!("there is no question {} with the input \"line\"", kind.name),
            );
        }
        if let Some(expiry) = &kind.expiry
            && !kind.question(expiry).is_some_and(is_date)
        {
            self.report(
                format!("{field}.expiry"),
                format!("there is no question {expiry} with the input \"date\""),
            );
        }
        for (s, step) in kind.steps.iter().enumerate() {
            let field = format!("{field}.steps[{s}]");
            self.filled(format!("{field}.title"), &step.title);
            if step.questions.len() > MAX_STEP {
                self.report(
                    format!("{field}.questions"),
                    format!(
                        "has {} questions; a step has at most {MAX_STEP}",
                        step.questions.len()
                    ),
                );
            }
            for (q, question) in step.questions.iter().enumerate() {
                self.question(&format!("{field}.questions[{q}]"), question, &scope);
            }
        }
        for (c, condition) in kind.conditions.iter().enumerate() {
            let field = format!("{field}.conditions[{c}]");
            self.filled(format!("{field}.title"), &condition.title);
            self.provenance(&field, &condition.from);
            self.sentence(&format!("{field}.unmet"), &condition.unmet, &scope);
            if let Some(met_when) = &condition.met_when {
                self.condition(&format!("{field}.met_when"), met_when, &scope);
            }
        }
        self.loops(&format!("{field}.steps"), &links(kind.questions(), None));
    }

    fn cross_checks(&mut self) {
        let scope = self.scope();
        for (i, cross_check) in self.questionnaire.cross_checks.iter().enumerate() {
            let field = format!("cross_checks[{i}]");
            self.condition(&format!("{field}.when"), &cross_check.when, &scope);
            self.sentence(&format!("{field}.says"), &cross_check.says, &scope);
        }
    }

    /// Every question that a condition names exists, and asks for what the condition compares.
    fn condition(&mut self, field: &str, condition: &Condition, scope: &Scope<'_>) {
        for (i, part) in condition.parts().iter().enumerate() {
            self.condition(&format!("{field}[{i}]"), part, scope);
        }
        for id in condition.reads() {
            let Some(question) = scope.get(id) else {
                self.report(field, format!("there is no question {id} in this form"));
                continue;
            };
            if let Some(wants) = misfit(condition, question) {
                self.report(field, format!("{id} does not ask for {wants}"));
            }
        }
        if let Condition::Chosen { question, any_of } = condition
            && let Some(asked) = scope.get(question)
        {
            for id in any_of {
                if !asked.input.choices().iter().any(|c| c.id == *id) {
                    self.report(field, format!("{question} has no choice {id}"));
                }
            }
        }
        if let Condition::All(parts) | Condition::Any(parts) = condition
            && parts.is_empty()
        {
            self.report(field, "has no parts");
        }
    }

    fn shown_loops(&mut self) {
        let q = self.questionnaire;
        let mut all = links(q.organisation.questions.iter(), None);
        for scenario in q.scenarios() {
            all.extend(links(
                scenario.questions.iter(),
                scenario.applies_when.as_ref(),
            ));
        }
        self.loops("groups", &all);
    }

    /// Reports each question whose being shown depends on itself.
    fn loops(&mut self, field: &str, links: &Links<'_>) {
        let mut sound = BTreeSet::new();
        for start in links.keys() {
            let mut path = vec![];
            if let Some(round) = find_loop(start, links, &mut path, &mut sound) {
                self.report(
                    field,
                    format!("questions are shown in a loop: {}", round.join(" → ")),
                );
                return;
            }
        }
    }
}

/// For each question, those that decide whether it is shown.
type Links<'a> = BTreeMap<&'a QuestionId, Vec<&'a QuestionId>>;

fn links<'a>(
    questions: impl Iterator<Item = &'a Question>,
    applies_when: Option<&'a Condition>,
) -> Links<'a> {
    questions
        .map(|question| {
            let conditions = question.show_when.iter().chain(applies_when);
            (
                &question.id,
                conditions.flat_map(Condition::questions).collect(),
            )
        })
        .collect()
}

fn find_loop<'a>(
    at: &'a QuestionId,
    links: &Links<'a>,
    path: &mut Vec<&'a QuestionId>,
    sound: &mut BTreeSet<&'a QuestionId>,
) -> Option<Vec<String>> {
    if let Some(begin) = path.iter().position(|id| *id == at) {
        let round = path[begin..].iter().chain([&at]);
        return Some(round.map(ToString::to_string).collect());
    }
    if sound.contains(at) {
        return None;
    }
    path.push(at);
    for next in links.get(at).into_iter().flatten() {
        if let Some(round) = find_loop(next, links, path, sound) {
            return Some(round);
        }
    }
    path.pop();
    sound.insert(at);
    None
}

/// What the condition needs the question to ask for, if it asks for something else.
fn misfit(condition: &Condition, question: &Question) -> Option<&'static str> {
    use Condition as C;
    use Input as I;
    let input = &question.input;
    match condition {
        C::Chosen { .. } if input.choices().is_empty() => Some("a choice"),
        C::Number { .. } | C::Compare { .. } if !matches!(input, I::Number { .. }) => {
            Some("a number")
        }
        C::SameText { .. } if !matches!(input, I::Line { .. } | I::Paragraphs { .. }) => {
            Some("a text")
        }
        C::Reached(_) | C::NotPassed(_) | C::Within { .. } if !matches!(input, I::Date {}) => {
            Some("a date")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::load::{LoadError, built_in_source, load};

    /// The problems of the built-in questionnaire after one change.
    fn problems_after(change: impl Fn(&mut Value)) -> String {
        let mut value: Value = serde_json::from_str(built_in_source()).unwrap();
        change(&mut value);
        match load(value.to_string().as_bytes()) {
            Err(LoadError::Invalid(problems)) => problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_unknown_id_is_named_with_its_field() {
        let says = problems_after(|v| {
            v["groups"][0]["scenarios"][0]["questions"][0]["show_when"] =
                json!({"answered": "no-such-question"});
        });
        assert!(
            says.contains("groups[0].scenarios[0].questions[0].show_when"),
            "{says}"
        );
        assert!(says.contains("no-such-question"), "{says}");

        let says = problems_after(|v| v["requirements"][0]["from"]["sources"] = json!(["D99"]));
        assert!(
            says.contains("requirements[0].from.sources[0]: there is no source D99"),
            "{says}"
        );
    }

    #[test]
    fn a_loop_is_shown_with_its_way_round() {
        let says = problems_after(|v| {
            let questions = &mut v["organisation"]["questions"];
            let (a, b) = (questions[0]["id"].clone(), questions[1]["id"].clone());
            questions[0]["show_when"] = json!({"answered": b});
            questions[1]["show_when"] = json!({"answered": a});
        });
        assert!(says.contains("loop: "), "{says}");
        assert!(says.contains(" → "), "{says}");
    }

    #[test]
    fn an_id_used_twice_and_an_empty_text_are_found() {
        let says = problems_after(|v| {
            let id = v["requirements"][0]["id"].clone();
            v["requirements"][1]["id"] = id;
            v["title"] = json!("  ");
        });
        assert!(says.contains("is used twice"), "{says}");
        assert!(says.contains("title: is empty"), "{says}");
    }

    #[test]
    fn a_placeholder_must_name_a_question() {
        let says = problems_after(|v| {
            v["cross_checks"] = json!([
                {"when": {"answered": v["organisation"]["name"]}, "says": "See {nowhere}."}
            ])
        });
        assert!(says.contains("{nowhere} names no question"), "{says}");
    }

    #[test]
    fn a_condition_must_fit_what_is_asked() {
        let says = problems_after(|v| {
            v["cross_checks"] = json!([
                {"when": {"number": {"question": v["organisation"]["name"], "at_least": 1}}, "says": "x"}
            ])
        });
        assert!(says.contains("does not ask for a number"), "{says}");
    }
}
