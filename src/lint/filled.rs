//! Sentences with placeholders that read well whatever is answered: where an answer can be missing,
//! other words are given.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use super::outcomes::TODAY;
use super::prose::{Prose, prose};
use super::reach::{Sought, Tree, decides};
use crate::facts::Answer;
use crate::questionnaire::template::{self, Form, Placeholder};
use crate::questionnaire::walk::{self, drawn, forms, numbered, scenarios, tally_checks};
use crate::questionnaire::{
    Condition, ExemptionCondition, ExemptionKind, Input, Question, QuestionId, Questionnaire,
};
use crate::rules::{Sheet, Truth};

/// Reports each placeholder that can stand for nothing, and has no words for that.
pub(super) fn look(q: &Questionnaire, findings: &mut Findings) {
    let tree = &Tree::of_questionnaire(q, TODAY);
    let mut reader = Reader {
        questions: q.questions().map(|asked| (&asked.id, asked)).collect(),
        findings,
    };
    for (field, scenario) in scenarios(q) {
        for (field, assess) in numbered(field + ".assess", &scenario.assess) {
            for (rule, (field, finding)) in walk::findings(&field, assess).into_iter().enumerate() {
                let said = &decides(scenario, assess, rule);
                let because = assess.rules.get(rule).map(|rule| &rule.when);
                let sought = |missing: Condition| tree.holding(&both(said, missing));
                reader.look(
                    &format!("{field}.because"),
                    &finding.because,
                    because,
                    sought,
                );
                if let Some(next) = &finding.next {
                    reader.look(&format!("{field}.next"), next, because, sought);
                }
            }
        }
    }
    let notices = numbered("organisation.notices".into(), &q.organisation.notices);
    let notices = notices.map(|(field, notice)| (field, &notice.when, &notice.says));
    let clashes = numbered("cross_checks".into(), &q.cross_checks);
    let clashes = clashes.map(|(field, clash)| (field, &clash.when, &clash.says));
    for (field, when, says) in notices.chain(clashes) {
        reader.look(&format!("{field}.says"), says, Some(when), |missing| {
            tree.holding(&both(when, missing))
        });
    }
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        exemption(&field, kind, findings);
    }
}

/// Reports what is printed as it stands, and a unit of which one would be said in the plural.
pub(super) fn look_at_texts(q: &Questionnaire, findings: &mut Findings) {
    let checks = tally_checks(q).map(|(field, _)| field + ".says");
    let drawn = drawn(q).map(|(field, _)| field);
    let mut filled: BTreeSet<String> = drawn.chain(checks).collect();
    for form in forms(q) {
        filled.extend(form.sentences.into_iter().map(|(field, _)| field));
        for (field, question) in form.questions {
            let Input::Number {
                unit, one: None, ..
            } = &question.input
            else {
                continue;
            };
            if unit.ends_with('s') {
                let says = format!(
                    "a single one would read as “1 {unit}”. Say in \"one\" what one is called"
                );
                findings.report(format!("{field}.input.number.one"), says);
            }
        }
    }
    for Prose { field, text } in prose(q) {
        if text.contains(['{', '}']) && !filled.contains(&field) {
            let says = "has braces, and is printed as it stands. Placeholders are filled in only in sentences that follow from answers";
            findings.report(field, says);
        }
    }
}

fn exemption(field: &str, kind: &ExemptionKind, findings: &mut Findings) {
    let tree = &Tree::of_exemption(kind, TODAY);
    let mut reader = Reader {
        questions: kind.questions().map(|asked| (&asked.id, asked)).collect(),
        findings,
    };
    for (field, warning) in numbered(format!("{field}.warnings"), &kind.warnings) {
        let field = format!("{field}.says");
        let when = warning.when.iter().cloned();
        reader.look(&field, &warning.says, warning.when.as_ref(), |missing| {
            tree.holding(&Condition::All(when.clone().chain([missing]).collect()))
        });
    }
    for (field, condition) in numbered(format!("{field}.conditions"), &kind.conditions) {
        let Some(met_when) = &condition.met_when else {
            continue;
        };
        for (field, fault) in numbered(format!("{field}.faults"), &condition.faults) {
            let is_told = |answers: &BTreeMap<QuestionId, Answer>| {
                Sheet::of_exemption(kind, answers, TODAY).truth(met_when) != Truth::Yes
            };
            reader.look(
                &format!("{field}.says"),
                &fault.says,
                Some(&fault.when),
                |missing| {
                    let sought = tree.holding(&both(&fault.when, missing));
                    let is_untold = |answers| !is_told(answers);
                    if matches!(&sought, Sought::Found(answers) if is_untold(answers)) {
                        Sought::GaveUp
                    } else {
                        sought
                    }
                },
            );
        }
        let unsaid = left_to_say(kind, condition, met_when);
        let field = format!("{field}.unmet");
        reader.look(&field, &condition.unmet, Some(met_when), |missing| {
            let given = [missing.negated()];
            tree.not_holding(&Condition::Any(
                given.into_iter().chain(unsaid.clone()).collect(),
            ))
        });
    }
}

/// Wherever one of these holds, the sentence for a condition that is not met is not said: it is met, or
/// a gap or a fault is told instead.
fn left_to_say(
    kind: &ExemptionKind,
    condition: &ExemptionCondition,
    met_when: &Condition,
) -> Vec<Condition> {
    let asked = met_when.each_question().into_iter();
    let needed = asked.filter(|id| kind.question(id).is_some_and(|asked| !asked.optional));
    let gaps = needed.map(|id| {
        let given = [
            Condition::Answered(id.clone()),
            Condition::DontKnow(id.clone()),
            Condition::NotApplicable(id.clone()),
        ];
        Condition::Any(given.into()).negated()
    });
    let faults = condition.faults.iter().map(|fault| fault.when.clone());
    [met_when.clone()]
        .into_iter()
        .chain(gaps)
        .chain(faults)
        .collect()
}

fn both(one: &Condition, other: Condition) -> Condition {
    Condition::All(vec![one.clone(), other])
}

/// Reads the sentences of one form.
struct Reader<'f, 'q> {
    questions: BTreeMap<&'q QuestionId, &'q Question>,
    findings: &'f mut Findings,
}

impl Reader<'_, '_> {
    /// Looks at a sentence that is said because of a condition; `seek` finds answers with which it is
    /// said while something is missing.
    fn look(
        &mut self,
        field: &str,
        sentence: &str,
        because: Option<&Condition>,
        seek: impl Fn(Condition) -> Sought,
    ) {
        let mut seen = BTreeSet::new();
        for placeholder in template::placeholders(sentence).filter(is_bare) {
            let named = self
                .questions
                .iter()
                .find(|(id, _)| id.as_str() == placeholder.id);
            let Some((id, question)) = named.filter(|_| seen.insert(placeholder.id)) else {
                continue;
            };
            let mut said = vec![Condition::Answered((*id).clone())];
            if because.is_some_and(|because| because.reads_not_applicable(id)) {
                said.push(Condition::NotApplicable((*id).clone()));
            }
            if let Sought::Found(answers) = seek(Condition::Any(said).negated()) {
                let says = advice(placeholder, question, answers.get(*id));
                self.findings.report(field, says);
            }
        }
    }
}

/// Whether it has no other words, and needs some: of two words, that for many stands there.
fn is_bare(placeholder: &Placeholder<'_>) -> bool {
    let has_words = match placeholder.form {
        Form::Word { .. } => true,
        Form::Plain | Form::Unit | Form::Unknown(_) => placeholder.otherwise.is_some(),
    };
    !has_words
}

fn advice(placeholder: Placeholder<'_>, question: &Question, given: Option<&Answer>) -> String {
    let where_it_is = match given {
        Some(Answer::NotApplicable { .. }) => "does not apply",
        Some(Answer::DontKnow) => "is not known",
        _ => "is not asked, or not answered",
    };
    let (form, words) = match (placeholder.form, &question.input) {
        (Form::Unit, Input::Number { unit, .. }) => (":unit", format!("some {unit}")),
        (_, Input::Number { .. }) => ("", "some".to_owned()),
        (_, Input::Date { .. }) => ("", "an unknown date".to_owned()),
        _ => ("", "not known".to_owned()),
    };
    let id = placeholder.id;
    format!(
        "this is said also where {{{id}}} {where_it_is}. Give the words that stand there then, after a question mark, as in {{{id}{form}?{words}}}"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Kind;
    use super::super::tests::{expect, expect_of_keys, found, put, remove};

    const SHORT: &str = "/groups/0/scenarios/0/assess/0/rules/2/then";
    const OTHERWISE: &str = "/groups/0/scenarios/0/assess/0/otherwise";
    const NONE: &str = "/groups/1/scenarios/0/assess/0/rules/0/then/because";

    fn says(pointer: &str, says: &str) -> impl Fn(&mut Value) {
        put(pointer, json!(says))
    }

    #[test]
    fn an_answer_that_can_be_missing_has_other_words() {
        for (bare, with_words) in [
            ("{restore-hours}", "{restore-hours?some}"),
            ("{restore-hours:unit}", "{restore-hours:unit?some hours}"),
            ("{compared-on}", "{compared-on?an unknown date}"),
            ("{alerts}", "{alerts?not known}"),
        ] {
            let field = "groups[0].scenarios[0].assess[0].otherwise.because";
            let because = format!("{OTHERWISE}/because");
            expect(
                Kind::Language,
                field,
                with_words,
                says(&because, &format!("That was {bare}.")),
            );
            let mended = found(says(&because, &format!("That was {with_words}.")));
            assert_eq!(mended, [], "{with_words}");
        }
    }

    #[test]
    fn an_answer_that_led_to_the_sentence_needs_none() {
        let next = format!("{SHORT}/next");
        for sentence in [
            "{collections} {collections-copied:unit}.",
            "Of {restore-hours?some} {restore-hours:it/them}.",
        ] {
            assert_eq!(found(says(&next, sentence)), [], "{sentence}");
        }
        // What the rules before it say leaves something to be answered.
        let field = "groups[0].scenarios[0].assess[0].rules[2].then.next";
        let late = says(&next, "It took {restore-hours:unit}.");
        expect(Kind::Language, field, "not asked, or not answered", late);
    }

    #[test]
    fn a_reason_is_a_part_only_of_a_sentence_that_is_said_because_of_it() {
        assert_eq!(found(says(NONE, "It is so: {restore-done}.")), []);
        let otherwise = format!("{OTHERWISE}/because");
        expect(
            Kind::Language,
            "groups[0].scenarios[0].assess[0].otherwise.because",
            "{compared-on?an unknown date}",
            says(&otherwise, "They were compared on {compared-on}."),
        );
    }

    #[test]
    fn the_sentences_of_an_exemption_are_read_as_well() {
        let fault = "/exemptions/0/conditions/1/faults/0/says";
        expect_of_keys(
            Kind::Language,
            "exemptions[0].conditions[1].faults[0].says",
            "{back-on?an unknown date}",
            says(fault, "It is to be back on {back-on}."),
        );
        expect_of_keys(
            Kind::Language,
            "exemptions[1].conditions[0].unmet",
            "{lodging?not known}",
            says(
                "/exemptions/1/conditions/0/unmet",
                "The key opens more than {lodging}.",
            ),
        );
        let warning = json!([{"says": "Ask {borrower} again.", "at": "borrower"}]);
        expect_of_keys(
            Kind::Language,
            "exemptions[0].warnings[0].says",
            "{borrower?not known}",
            |v| v["exemptions"][0]["warnings"] = warning.clone(),
        );
    }

    #[test]
    fn braces_where_nothing_is_filled_in_are_told() {
        let about = "/groups/0/scenarios/0/about";
        expect(
            Kind::Language,
            "groups[0].scenarios[0].about",
            "printed as it stands",
            says(about, "You keep {collections} of them."),
        );
    }

    #[test]
    fn one_of_a_kind_has_its_word() {
        let number = "/groups/0/scenarios/0/questions/0/input/number";
        expect(
            Kind::Language,
            "groups[0].scenarios[0].questions[0].input.number.one",
            "“1 collections”",
            remove(number, "one"),
        );
    }
}
