//! An exemption reaches only what it is about, counts only on evidence, and is told to those who decide.

use jiff::civil::date;
use mfa_assess::rules::{Standing, Warned};
use serde_json::json;

use super::*;
use crate::place::{Ran, place};

const OF_F3: &str = "late=0 -late-where";

/// What follows for a requirement from answers and exemptions: whether it is covered, and why.
fn covered(of: &str, changes: &str, exemptions: Vec<Exemption>) -> (bool, String) {
    let results = results(&state(changes, exemptions), TODAY);
    for standing in results.exemptions.values() {
        assert!(standing.counts(), "{standing:?}");
    }
    let finding = finding(&results, of);
    let is_covered = match finding.outcome {
        Outcome::MetByExemption => true,
        Outcome::NotMet => false,
        other => panic!("{other:?}"),
    };
    (is_covered, finding.because.clone())
}

#[test]
fn one_for_another_place_covers_nothing_and_says_for_which_it_is() {
    let late = "3 people were late, on the ground floor.";
    let upstairs = "3 people were late, above the ground floor.";
    let both = "3 people were late, on both floors.";
    let does_not = "Exemption EX-1 does not cover all of this: it is for";
    let gallery = format!("{does_not} the gallery, and this is about the ground floor.");
    // Bound by what its form says, and bound by its kind.
    for exemption in [helper("floors=gallery"), shut("")] {
        let found = covered("F2", "", vec![exemption]);
        assert_eq!(found, (false, format!("{late} {gallery}")));
    }
    assert_eq!(
        covered("F2", "late-where=gallery", vec![helper("")]),
        (
            false,
            format!("{upstairs} {does_not} the ground floor, and this is about the gallery.")
        )
    );
    assert_eq!(
        covered("F2", "late-where=both", vec![helper("")]),
        (
            false,
            format!(
                "{both} {does_not} the ground floor, and this is about the ground floor and the gallery."
            )
        )
    );
}

#[test]
fn one_for_too_few_covers_nothing_and_says_how_many() {
    for (late, how_many, says) in [
        (
            3,
            2,
            Some("Exemption EX-1 covers 2 people, and 3 people fall short."),
        ),
        (
            2,
            1,
            Some("Exemption EX-1 covers 1 person, and 2 people fall short."),
        ),
        (3, 3, None),
        (1, 3, None),
    ] {
        let one = helper(&format!("how-many={how_many}"));
        let (is_covered, because) = covered("F2", &format!("late={late}"), vec![one]);
        assert_eq!(is_covered, says.is_none(), "{because}");
        let people = if late == 1 {
            "person was"
        } else {
            "people were"
        };
        let late = format!("{late} {people} late, on the ground floor.");
        if let Some(says) = says {
            assert_eq!(because, format!("{late} {says}"));
        }
    }
    // Of extinguishers: those there are, less those that are serviced. None is a number as well.
    let of_f3 = |shut: &str| exemption("SHUT", ("F3", "ext"), [SHUT, shut]);
    for (serviced, shut, expected) in [
        (
            1,
            1,
            Err("Exemption EX-1 covers 1 extinguisher, and 3 extinguishers fall short."),
        ),
        (
            3,
            0,
            Err("Exemption EX-1 covers 0 extinguishers, and 1 extinguisher falls short."),
        ),
        (3, 1, Ok(())),
    ] {
        let one = of_f3(&format!("ext-shut={shut}"));
        let (is_covered, because) =
            covered("F3", &format!("{OF_F3} ext-serviced={serviced}"), vec![one]);
        assert_eq!(is_covered, expected.is_ok(), "{because}");
        if let Err(says) = expected {
            assert!(because.ends_with(says), "{because}");
        }
    }
}

#[test]
fn the_right_one_covers_and_is_called_by_the_word_of_its_kind() {
    let until = "EX-1, until 15 March 2027";
    let found = covered("F2", "", vec![helper("")]);
    let says = format!("3 people were late, on the ground floor. Led out by a helper: {until}.");
    assert_eq!(found, (true, says));
    let whole = results(&state("", [helper("")]), TODAY);
    let because = &requirement(&whole, "F2").because;
    assert_eq!(because, "Of 1 scenario, met: 0. Led out by a helper: 1.");

    // Two that together reach both floors and as many as were late.
    let two = vec![helper("how-many=2"), helper("how-many=1 floors=gallery")];
    let until = "EX-1, until 15 March 2027 and EX-2, until 15 March 2027";
    let says = format!("3 people were late, on both floors. Led out by a helper: {until}.");
    assert_eq!(covered("F2", "late-where=both", two), (true, says));
    let two = vec![helper("how-many=1"), helper("how-many=1 floors=gallery")];
    let says = "3 people were late, on both floors. Exemptions EX-1 and EX-2 together cover 2 people, \
                and 3 people fall short.";
    let (is_covered, because) = covered("F2", "late-where=both", two);
    assert!(!is_covered);
    assert_eq!(because, says);

    // A choice can stand for a value of another name, and kinds of two words are both told.
    let two = vec![helper(""), shut("")];
    let until = "EX-1, until 15 March 2027 and EX-2, until 31 December 2026";
    let words = "Led out by a helper; Shut for now";
    let says = format!("3 people were late, on both floors. {words}: {until}.");
    assert_eq!(covered("F2", "late-where=both", two), (true, says));
    assert!(covered("F2", "late-where=stairs", vec![shut("")]).0);

    // Where nobody was counted, no helper helps.
    let says = "Nobody was counted outside. Exemption EX-1 is of the kind HELPER, which cannot cover this.";
    let found = covered("F2", "counted-by=nobody", vec![helper("")]);
    assert_eq!(found, (false, says.to_owned()));
}

/// What keeps an exemption from counting.
fn gaps(exemption: Exemption) -> Vec<String> {
    let results = results(&state("", [exemption]), TODAY);
    let covered = outcome(&results, "F2") == Outcome::MetByExemption;
    match &results.exemptions[&ExemptionId(1)] {
        Standing::NotValid { unmet } => {
            assert!(!covered);
            unmet.iter().map(|unmet| unmet.says.clone()).collect()
        }
        standing => {
            assert!(covered, "{standing:?}");
            vec![]
        }
    }
}

#[test]
fn what_says_nothing_is_no_evidence() {
    let whom =
        |words: &str| format!("“{words}” is no evidence. It is not said who needs more time.");
    for words in [
        "TBC",
        "tbc.",
        "n/a",
        "To follow",
        "[Names to follow]",
        "–",
        "...",
    ] {
        let mut one = helper("");
        one.fields.insert(id("whom"), Answer::Text(words.into()));
        assert_eq!(gaps(one), [whom(words)]);
    }
    for words in ["TBC Walkers' Club", "Follow-up group", "7"] {
        let mut one = helper("");
        one.fields.insert(id("whom"), Answer::Text(words.into()));
        assert_eq!(gaps(one), [""; 0], "{words}");
    }
    for (changes, says) in [
        (
            "how-many=0",
            "“0 people” is no evidence. The number of people is not given.",
        ),
        ("-how-many", "The number of people is not given."),
        (
            "floors=",
            "“None of these” is no evidence. The floors are not named.",
        ),
        ("-floors", "The floors are not named."),
        (
            "helper=TBC",
            "“TBC” is no evidence. The helper is not named.",
        ),
        ("-tried-on", "It is not said when that was last tried."),
        (
            "tried-on=2026-05-23",
            "It was last tried on 23 May 2026, more than half a year ago.",
        ),
    ] {
        assert_eq!(gaps(helper(changes)), [says], "{changes}");
    }
    assert_eq!(gaps(helper("tried-on=2026-05-24")), [""; 0]);
}

#[test]
fn none_is_refused_where_it_is_forbidden_and_an_answer_in_its_own_words_elsewhere() {
    let place = place();
    recorded(&place, file(), &state("", []));
    let files = place.files();
    let applied = |changes: Value| -> Ran {
        let file = json!({ "format": 1, "changes": changes });
        place.told(&["apply", "-", "hall", "--json"], file.to_string())
    };
    let fields = json!({ "whom": "Three walkers", "how-many": 3, "floors": [] });
    let added = json!([{ "add_exemption": {
        "kind": "HELPER", "scenarios": ["out"], "fields": fields,
    } }]);
    let ran = applied(added);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let path = "changes[0].add_exemption.fields.floors";
    assert_eq!(told["problems"][0]["path"], json!(path), "{told}");
    assert_eq!(place.files(), files, "nothing is written");

    let none = json!([{ "answer": { "question": "told-by", "value": [] } }]);
    assert_eq!(applied(none).code, Some(0));
    let report = printed(&place, &["report", "hall", "--format", "md", "-o", "-"]);
    assert!(report.contains("| By nothing at all |"), "{report}");
}

#[test]
fn what_there_is_to_know_is_told_and_to_the_board_what_is_for_the_board() {
    let always = "A helper can be ill. Name a second one as well.";
    let warned = |changes: &str| -> Vec<(String, bool)> {
        let results = results(&state("late=1", [helper(changes)]), TODAY);
        let all = results.warnings[&ExemptionId(1)].iter();
        all.map(|w: &Warned| (w.says.clone(), w.for_board))
            .collect()
    };
    let leads = |n| format!("One helper leads {n} people out.");
    assert_eq!(warned("how-many=2"), [(always.to_owned(), false)]);
    let both = |for_board| [(always.to_owned(), false), (leads(3), for_board)];
    assert_eq!(warned(""), both(true));
    // One that does not count is nothing that a board carries.
    assert_eq!(warned("tried-on=2026-01-01"), both(false));

    let told = |changes: &str| -> String {
        let place = place();
        recorded(&place, file(), &state("late=1", [helper(changes)]));
        let board = ["--profile", "board", "--as-at", "2026-11-24"];
        let report = [&["report", "--format", "md", "-o", "-"], &board[..]];
        printed(&place, &report.concat())
    };
    let report = told("how-many=4");
    for words in [
        "Keep or end 1 exemption (EX-1)",
        "| EX-1 | Three walkers | One helper leads 4 people out. |",
        "**EX-1:** One helper leads 4 people out.",
    ] {
        assert!(report.contains(words), "no {words:?} in {report}");
    }
    // Of several, the one for the board is told; and what keeps nothing is no gap.
    let first =
        "**To know:** EX-1, Three walkers: One helper leads 4 people out. And 1 more warning.";
    assert!(report.contains(first), "{report}");
    assert!(!report.contains("more gap"), "{report}");
    for changes in ["how-many=2", "tried-on=2026-01-01"] {
        let report = told(changes);
        assert!(!report.to_lowercase().contains("keep or end"), "{report}");
    }
}

#[test]
fn one_that_comes_to_be_too_old_is_told_as_such_on_its_day() {
    let state = state("", [helper("")]);
    for (day, counts) in [(date(2027, 3, 15), true), (date(2027, 3, 16), false)] {
        let results = results(&state, day);
        assert_eq!(
            results.exemptions[&ExemptionId(1)].counts(),
            counts,
            "{day}"
        );
    }
}
