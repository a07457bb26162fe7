//! Every source, view, requirement and kind of exemption that is named is there.

use super::super::model::Questionnaire;
use super::super::provenance::Provenance;
use super::Problems;
use super::walk::{assessed, findings, indicators, numbered, objectives, scenarios};

/// Reports each name that stands for nothing.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    requirements(q, problems);
    for (field, scenario) in scenarios(q) {
        for (field, guidance) in numbered(field + ".guidance", &scenario.guidance) {
            sources(q, &field, &guidance.from, problems);
        }
    }
    for (field, assess) in assessed(q) {
        let requirement = &assess.requirement;
        if q.requirement(requirement).is_none() {
            let says = format!("there is no requirement {requirement}");
            problems.report(format!("{field}.requirement"), says);
        }
        for (field, finding) in findings(&field, assess) {
            let kinds = finding.covered_by.as_deref().unwrap_or_default();
            for (field, id) in numbered(field + ".covered_by", kinds) {
                match q.exemption_kind(id) {
                    None => problems.report(field, format!("there is no kind of exemption {id}")),
                    Some(kind) if !kind.requirements.contains(requirement) => {
                        problems.report(field, format!("{id} does not serve {requirement}"));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    exemptions(q, problems);
    views(q, problems);
    for (field, notice) in numbered("organisation.notices".into(), &q.organisation.notices) {
        sources(q, &field, &notice.from, problems);
    }
}

fn views(q: &Questionnaire, problems: &mut Problems) {
    for (field, objective) in objectives(q) {
        sources(q, &field, &objective.from, problems);
        for (field, indicator) in indicators(&field, objective) {
            sources(q, &field, &indicator.from, problems);
        }
    }
    for (field, contrast) in numbered("contrasts".into(), &q.contrasts) {
        sources(q, &field, &contrast.from, problems);
        let requirement = &contrast.requirement;
        if q.requirement(requirement).is_none() {
            let says = format!("there is no requirement {requirement}");
            problems.report(format!("{field}.requirement"), says);
        }
        let (id, level) = (&contrast.objective, &contrast.level);
        match q.objective(id) {
            None => problems.report(field + ".objective", format!("there is no objective {id}")),
            Some(objective) if objective.level(level).is_none() => {
                problems.report(field + ".level", format!("{id} has no level {level}"));
            }
            Some(_) => {}
        }
    }
}

fn requirements(q: &Questionnaire, problems: &mut Problems) {
    for (field, requirement) in numbered("requirements".into(), &q.requirements) {
        sources(q, &field, &requirement.from, problems);
        let view = &requirement.view;
        if !q.views.iter().any(|v| v.id == *view) {
            problems.report(field + ".view", format!("there is no view {view}"));
        }
    }
}

fn exemptions(q: &Questionnaire, problems: &mut Problems) {
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        sources(q, &field, &kind.from, problems);
        if kind.requirements.is_empty() {
            problems.report(format!("{field}.requirements"), "names no requirement");
        }
        for (field, id) in numbered(format!("{field}.requirements"), &kind.requirements) {
            if q.requirement(id).is_none() {
                problems.report(field, format!("there is no requirement {id}"));
            }
        }
        for (field, condition) in numbered(field + ".conditions", &kind.conditions) {
            sources(q, &field, &condition.from, problems);
            for (field, id) in numbered(field + ".requirements", &condition.requirements) {
                if !kind.requirements.contains(id) {
                    let says = format!("{} does not serve {id}", kind.id);
                    problems.report(field, says);
                }
            }
        }
    }
}

fn sources(q: &Questionnaire, field: &str, from: &Provenance, problems: &mut Problems) {
    let field = format!("{field}.from.sources");
    if from.sources.is_empty() {
        let says = "names no source; an interpretation names what it interprets";
        problems.report(&field, says);
    }
    for (field, source) in numbered(field, &from.sources) {
        if q.source(source).is_none() {
            problems.report(field, format!("there is no source {source}"));
        }
    }
}
