//! No question decides, by whatever way round, whether it is itself shown.

use std::collections::{BTreeMap, BTreeSet};

use super::super::condition::Condition;
use super::super::id::QuestionId;
use super::super::model::Questionnaire;
use super::super::question::Question;
use super::Problems;
use super::walk::numbered;

/// Reports the first loop of each form, with its way round.
pub fn check(q: &Questionnaire, problems: &mut Problems) {
    let mut all = links(q.organisation.questions.iter(), None);
    for scenario in q.scenarios() {
        let gate = scenario.applies_when.as_ref();
        all.extend(links(scenario.questions.iter(), gate));
    }
    report("groups", &all, problems);
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        report(
            &(field + ".steps"),
            &links(kind.questions(), None),
            problems,
        );
    }
}

fn report(field: &str, links: &Links<'_>, problems: &mut Problems) {
    let mut sound = BTreeSet::new();
    for start in links.keys() {
        if let Some(round) = find(start, links, &mut vec![], &mut sound) {
            let says = format!("questions are shown in a loop: {}", round.join(" → "));
            problems.report(field, says);
            return;
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
            let decide = conditions.flat_map(Condition::questions).collect();
            (&question.id, decide)
        })
        .collect()
}

fn find<'a>(
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
        if let Some(round) = find(next, links, path, sound) {
            return Some(round);
        }
    }
    path.pop();
    sound.insert(at);
    None
}
