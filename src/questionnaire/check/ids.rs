//! No id is used twice where it has to tell things apart.

use std::collections::BTreeSet;
use std::fmt;

use super::super::model::Questionnaire;
use super::Problems;
use super::walk::{At, choices, forms, indicators, levels, numbered, objectives, scenarios};

/// Reports each id that is used again, where it is used again.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    let at = |name: &str| name.to_owned();
    unique(
        problems,
        ids(numbered(at("sources"), &q.sources), |s| &s.id),
    );
    unique(problems, ids(numbered(at("views"), &q.views), |v| &v.id));
    unique(problems, ids(objectives(q), |o| &o.id));
    for (field, objective) in objectives(q) {
        unique(problems, ids(levels(&field, objective), |l| &l.id));
        unique(problems, ids(indicators(&field, objective), |i| &i.id));
    }
    let requirements = numbered(at("requirements"), &q.requirements);
    unique(problems, ids(requirements, |r| &r.id));
    unique(problems, ids(numbered(at("groups"), &q.groups), |g| &g.id));
    unique(problems, ids(scenarios(q), |s| &s.id));
    let roles = numbered(at("sign_off.roles"), &q.sign_off.roles);
    unique(problems, ids(roles, |r| &r.id));
    for form in forms(q) {
        unique(problems, ids(form.questions.clone().into_iter(), |q| &q.id));
        for (field, question) in form.questions {
            let choices = choices(&field, question);
            unique(problems, ids(choices, |c| &c.id));
        }
    }
    unique(
        problems,
        ids(numbered(at("exemptions"), &q.exemptions), |e| &e.id),
    );
    for (field, kind) in numbered(at("exemptions"), &q.exemptions) {
        let conditions = numbered(field + ".conditions", &kind.conditions);
        unique(problems, ids(conditions, |c| &c.id));
    }
    if let Some(systems) = &q.systems {
        let tallies = numbered(at("systems.tallies"), &systems.tallies);
        unique(problems, ids(tallies, |t| &t.id));
    }
    for (field, scenario) in scenarios(q) {
        let mut seen = BTreeSet::new();
        for (field, assess) in numbered(field + ".assess", &scenario.assess) {
            if !seen.insert(&assess.requirement) {
                let says = format!("{} is assessed twice in this scenario", assess.requirement);
                problems.report(field + ".requirement", says);
            }
        }
    }
}

fn ids<'a, T: 'a, I: 'a>(
    items: impl Iterator<Item = At<&'a T>>,
    id: impl Fn(&'a T) -> &'a I,
) -> impl Iterator<Item = At<&'a I>> {
    items.map(move |(field, item)| (field + ".id", id(item)))
}

fn unique<'a, I: Ord + fmt::Display + 'a>(
    problems: &mut Problems,
    ids: impl Iterator<Item = At<&'a I>>,
) {
    let mut seen = BTreeSet::new();
    for (field, id) in ids {
        if !seen.insert(id) {
            problems.report(field, format!("the id {id} is used twice"));
        }
    }
}
