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

/// The only copies of these stop mid-text: what they say is known in part, wherever it is said.
#[test]
fn what_was_read_in_part_has_one_tag_wherever_it_is_said() {
    for (text, from) in statements() {
        let cut = from
            .sources
            .iter()
            .any(|id| ["D4", "D6"].contains(&id.as_str()));
        // The dates of enforcement were read on its owner's own page.
        let is_dates = text.contains("29 August 2023");
        let says_more = from.certainty == Certainty::Primary && !is_dates;
        assert!(!(cut && says_more), "{text}");
    }
}

#[test]
fn what_was_read_and_what_not_is_said_at_the_start_and_in_the_declaration() {
    let caution = &ASKED.caution;
    assert_eq!(caution.matches(". ").count(), 1, "two sentences: {caution}");
    for words in ["in full", "only in part", "not seen", "live page"] {
        assert!(caution.contains(words), "{words}: {caution}");
    }
    let introduction = &ASKED.introduction;
    for words in [
        "It is not the policy",
        "R1 to R3, E1, E2 and X1 to X8 are this tool's own",
        "about an hour",
        "half a day's work, shared",
    ] {
        assert!(introduction.contains(words), "{words}: {introduction}");
    }
    assert!(!introduction.contains("45 minutes"));
    let declaration = &ASKED.sign_off.declaration;
    assert!(declaration.contains("I know that"), "{declaration}");
    assert!(declaration.contains("only in part"), "{declaration}");
    assert!(declaration.contains("not a statement or approval by NHS England"));
}

/// Things that no source says, each of which stood here once.
#[test]
fn nothing_is_said_that_has_no_source() {
    let file = serde_json::to_string(&*ASKED).unwrap();
    for words in [
        // As a date of the supplier charter, which names none.
        "30 June 2027",
        // What assessors do beyond sampling access, reading documents and asking suppliers.
        "ssessor may",
        "an assessor to",
        "Expect ",
        // How the cut item of the assessors' list goes on.
        "It most likely asks",
        "NHSmail knows",
    ] {
        assert!(!file.contains(words), "{words}");
    }
    // Trusts answer it no more: nothing sends them there without saying so.
    for scenario in ASKED.scenarios() {
        for guidance in scenario
            .guidance
            .iter()
            .filter(|g| g.text.contains("4.5.3"))
        {
            let text = &guidance.text;
            let in_time = ["2024", "where you still answer"];
            assert!(in_time.iter().any(|words| text.contains(words)), "{text}");
        }
    }
}
