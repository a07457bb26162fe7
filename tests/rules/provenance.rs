//! What statements rest on, and that none sounds surer than it is.

use mfa_assess::questionnaire::{Certainty, Provenance};

use crate::language::{ASKED, TODAY};

/// Every statement that names what it rests on.
fn statements() -> Vec<(String, &'static Provenance)> {
    let mut all = vec![];
    for scenario in ASKED.scenarios() {
        all.extend(scenario.guidance.iter().map(|g| (g.text.clone(), &g.from)));
    }
    for requirement in &ASKED.requirements {
        all.push((requirement.text.clone(), &requirement.from));
    }
    for kind in &ASKED.exemptions {
        all.push((kind.text.clone(), &kind.from));
        let conditions = kind.conditions.iter();
        all.extend(conditions.map(|c| (c.unmet.clone(), &c.from)));
    }
    for objective in ASKED.objectives() {
        all.push((objective.text.clone(), &objective.from));
        for indicator in objective.scale().flat_map(|level| &level.indicators) {
            all.push((indicator.text.clone(), &indicator.from));
        }
    }
    for contrast in &ASKED.contrasts {
        all.push((contrast.requirement_only.clone(), &contrast.from));
        all.push((contrast.objective_only.clone(), &contrast.from));
    }
    let notices = ASKED.organisation.notices.iter();
    all.extend(notices.map(|n| (n.says.clone(), &n.from)));
    all
}

#[test]
fn an_interpretation_is_not_worded_as_policy() {
    let mut seen = 0;
    for (text, from) in statements() {
        if from.certainty != Certainty::Interpretation {
            continue;
        }
        seen += 1;
        let words = format!(
            " {} ",
            text.to_lowercase().replace([',', '.', ';', ':'], " ")
        );
        for claim in [
            " must ",
            " shall ",
            " the policy says ",
            " the policy requires ",
            " the policy asks ",
            " required by ",
        ] {
            assert!(!words.contains(claim), "\"{}\" in: {text}", claim.trim());
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn only_what_was_read_is_said_to_be_read() {
    for (text, from) in statements() {
        if !matches!(
            from.certainty,
            Certainty::Primary | Certainty::PrimaryPartial
        ) {
            continue;
        }
        for id in &from.sources {
            let source = ASKED.source(id).unwrap();
            let read = source.seen.starts_with("Read") || source.seen.starts_with("Only the first");
            assert!(read, "{id} was not read: {text}");
        }
    }
}

#[test]
fn every_source_says_how_much_of_it_was_seen_and_when() {
    for source in &ASKED.sources {
        assert!(source.checked <= TODAY.parse().unwrap(), "{}", source.id);
        let seen = source.seen.to_lowercase();
        let ways = ["read", "seen", "known from accounts by others"];
        assert!(ways.iter().any(|way| seen.contains(way)), "{}", source.id);
    }
}
