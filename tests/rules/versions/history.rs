//! What the history of a record says of each entry, in the words of the version in force then.

use super::*;

/// What each entry did, in words: its number, what it is about, from what, and to what.
fn trail(log: &Log, asked: &Questionnaire) -> Vec<(u64, String, String, String)> {
    let state = log.state();
    let audit = Audit {
        questionnaire: asked,
        entries: &log.0,
        state: &state,
    };
    let or_none = |words: Option<String>| words.unwrap_or_else(|| "-".to_owned());
    let steps = audit.steps().unwrap().into_iter();
    steps
        .map(|t| (t.step.seq, t.what, or_none(t.step.from), or_none(t.step.to)))
        .collect()
}

#[test]
fn each_entry_is_told_in_the_words_of_the_version_in_force_then() {
    let mut log = moved_once();
    let moved = log.0.len() as u64;
    log.write_all([
        answered("key-count", Answer::Number(12)),
        filled("borrower-kind", choice("guest")),
        filled("agreed-on", Answer::Date("2026-11-20".parse().unwrap())),
        system(&[("door", text("Cellar")), ("lock-kind", choice("lever"))]),
    ]);
    log.take(&second(), LifeStep::Approve);
    log.write_all([
        migrated(&third()),
        answered("key-count", Answer::Number(13)),
    ]);
    let trail = trail(&log, &third());
    let is_told = |seq: u64, what: &str, from: &str, to: &str| {
        let row = (seq, what.to_owned(), from.to_owned(), to.to_owned());
        let near: Vec<_> = trail.iter().filter(|told| told.0 == seq).collect();
        assert!(trail.contains(&row), "{row:?} in {near:#?}");
    };
    let cellar = "Which door is it? Cellar; In which building? North house; What kind of lock has \
                  it? Lever; How many keys open it? 4 keys";
    let count = "The list of holders: How many keys are there?";
    is_told(2, count, "-", "40 keys");
    is_told(3, count, "40 keys", "41 keys");
    is_told(4, "System S-1", "-", cellar);
    is_told(9, "Exemption EX-1: Who has them?", "-", "Ivo Brook");
    is_told(10, "Exemption EX-1: Who is that?", "-", "A guest");
    let approved = "approved (Ben Marsh; Warden; 1 November 2026)";
    is_told(moved - 1, "Exemption EX-1: its life", "-", approved);
    // What the second version put aside is told as it was asked, and nothing is left of it.
    is_told(moved, count, "41 keys", "-");
    is_told(moved, "System S-1", cellar, "Which door is it? Cellar");
    let now = "The register of holders: How many rings are there?";
    is_told(moved + 1, now, "-", "12 rings");
    is_told(
        moved + 2,
        "Exemption EX-1: Who is that?",
        "-",
        "Somebody who stays",
    );
    let door = "Which door is it? Cellar; What kind of lock has it? Lever or bolt";
    is_told(moved + 4, "System S-1", "Which door is it? Cellar", door);
    let again = format!("{approved}; renewed (Ben Marsh; Warden; 20 November 2026)");
    is_told(moved + 5, "Exemption EX-1: its life", approved, &again);
    is_told(moved + 6, "System S-1", door, "-");
    is_told(
        moved + 7,
        "Holders: How many rings are there?",
        "12 rings",
        "13 rings",
    );
    // Nothing reads as an id.
    let ids = [
        "key-count",
        "borrower-kind",
        "agreed-as",
        "door-keys",
        "lock-kind",
    ];
    for (_, what, from, to) in &trail {
        for words in [what, from, to] {
            let is_raw = |id: &&str| words.split(&[' ', ';', ':'][..]).any(|word| word == *id);
            assert!(!ids.iter().any(is_raw), "{words}");
        }
    }
}

#[test]
fn a_decision_is_told_in_the_words_in_which_it_was_taken() {
    let mut one = first();
    let office = |asked: &mut Questionnaire, label: &str| {
        let steps = asked.exemptions[0].steps.iter_mut();
        let mut questions = steps.flat_map(|step| &mut step.questions);
        let question = questions.find(|q| q.id.as_str() == "agreed-as").unwrap();
        let choice = serde_json::json!([{"id": "w", "label": label, "was": ["Warden"]}]);
        question.input = Input::OneOf(serde_json::from_value(choice).unwrap());
    };
    office(&mut one, "Warden");
    let mut two = one.clone();
    two.version = "2026.2".into();
    office(&mut two, "Head of the house");
    let mut log = Log::begun(&one);
    log.write_all(loan())
        .write(filled("agreed-as", choice("w")));
    log.take(&one, LifeStep::Approve);
    log.write(migrated(&two));
    let state = log.state();
    assert_eq!(standing(&state, &two), Ok(()), "it means the same");
    let loan = &state.exemptions[&ExemptionId(1)];
    let kind = two.exemption_kind(&loan.kind).unwrap();
    let life = state.life_words(&two, loan, kind);
    assert_eq!(life, ["Approved: Ben Marsh; Warden; 1 November 2026."]);
}
