//! No question decides, by whatever way round, whether it is itself shown.

use std::collections::BTreeMap;

use super::super::condition::Condition;
use super::super::id::QuestionId;
use super::super::model::Questionnaire;
use super::super::question::Question;
use super::Problems;
use super::walk::numbered;

/// Reports the first loop of each form, with its way round.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
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

/// Over how many others a question can decide whether one is shown. Nobody follows more.
const MOST_STEPS: usize = 100;

fn report(field: &str, links: &Links<'_>, problems: &mut Problems) {
    let mut sound = BTreeMap::new();
    for start in links.keys() {
        match find(start, links, &mut vec![], &mut sound) {
            Ok(_) => {}
            Err(Fault::Loop(round)) => {
                let says = format!("questions are shown in a loop: {}", round.join(" → "));
                problems.report(field, says);
                return;
            }
            Err(Fault::Deep) => {
                let says = format!(
                    "whether {start} is shown depends on more than {MOST_STEPS} questions, one after the other; shorten the chain"
                );
                problems.report(field, says);
                return;
            }
        }
    }
}

/// What is wrong with the way from a question to those that it depends on.
enum Fault {
    /// It comes back.
    Loop(Vec<String>),
    /// It is too long.
    Deep,
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

/// How many questions follow one on the other from here.
fn find<'a>(
    at: &'a QuestionId,
    links: &Links<'a>,
    path: &mut Vec<&'a QuestionId>,
    sound: &mut BTreeMap<&'a QuestionId, usize>,
) -> Result<usize, Fault> {
    if let Some(begin) = path.iter().position(|id| *id == at) {
        let round = path[begin..].iter().chain([&at]);
        return Err(Fault::Loop(round.map(ToString::to_string).collect()));
    }
    if let Some(steps) = sound.get(at) {
        return Ok(*steps);
    }
    path.push(at);
    let mut steps = 0;
    for next in links.get(at).into_iter().flatten() {
        if path.len() > MOST_STEPS {
            return Err(Fault::Deep);
        }
        steps = steps.max(1 + find(next, links, path, sound)?);
    }
    if steps > MOST_STEPS {
        return Err(Fault::Deep);
    }
    path.pop();
    sound.insert(at, steps);
    Ok(steps)
}
