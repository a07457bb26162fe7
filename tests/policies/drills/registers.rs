//! The register of extinguishers and the list of papers: counted by floor and by day, and held against
//! answers from above and from below.

use jiff::civil::date;
use mfa_assess::facts::{Evidence, Gap, System};
use mfa_assess::rules::drawn;

use super::*;

/// The hall with these extinguishers.
fn hung(changes: &str, entries: &[&str]) -> Assessment {
    let form = &ASKED.systems.as_ref().unwrap().form;
    let find = |id: &QuestionId| form.questions.iter().find(|q| q.id == *id);
    let mut state = state(changes, []);
    for (number, entry) in (1_u32..).zip(entries) {
        let mut system = System::default();
        write(&mut system.fields, entry, find);
        state.systems.insert(number.into(), system);
    }
    state
}

fn clashes(state: &Assessment, day: Date) -> Vec<String> {
    let clashes = results(state, day).clashes.into_iter();
    clashes.map(|(says, _)| says).collect()
}

const DOOR: &str = "place=Door floor=ground kind=water serviced-until=2026-12-24";
const STAGE: &str = "place=Stage floor=gallery kind=foam serviced-until=2026-12-24";

#[test]
fn a_scenario_draws_what_is_counted_on_the_day() {
    let state = hung("", &[DOOR, STAGE, "place=Loft floor=gallery"]);
    let scenario = ASKED.scenario(&id("ext")).unwrap();
    for (day, overdue) in [(date(2026, 12, 24), 0), (date(2026, 12, 25), 2)] {
        let drawn = drawn(&ASKED, &state, [scenario], day);
        assert_eq!(
            drawn,
            [
                format!("Extinguishers in the register: 3; past their day: {overdue}."),
                "Extinguishers in the gallery: 2.".to_owned(),
            ]
        );
    }
}

#[test]
fn more_than_answered_fewer_than_answered_and_any_where_none_may_be_do_not_fit() {
    let more = "There is 1 extinguisher, by your answer, and 2 in the register.";
    let fewer = "There are 4 extinguishers, by your answer, and only 2 in the register.";
    let none = "There are no extinguishers, by your answer, and 2 are in the register.";
    for (changes, says) in [
        ("ext-count=2 ext-serviced=2", None),
        ("ext-count=1 ext-serviced=1", Some(more)),
        ("ext-count=4", Some(fewer)),
        // What is not known is held against nothing.
        ("ext-count=?", None),
        ("ext-count=n/a", Some(none)),
    ] {
        let state = hung(changes, &[DOOR, STAGE]);
        let expected: Vec<&str> = says.into_iter().collect();
        assert_eq!(clashes(&state, TODAY), expected, "{changes}");
    }
    let late = date(2026, 12, 25);
    let head = "Every extinguisher is serviced, by your answer. In the register,";
    let one = hung("ext-count=1 ext-serviced=1", &[DOOR]);
    assert_eq!(clashes(&one, late), [format!("{head} 1 is past its day.")]);
    let two = hung("ext-count=2 ext-serviced=2", &[DOOR, STAGE]);
    assert_eq!(clashes(&two, date(2026, 12, 24)), [""; 0]);
    assert_eq!(
        clashes(&two, late),
        [format!("{head} 2 are past their day.")]
    );
    let said = hung("ext-count=2 ext-serviced=1", &[DOOR, STAGE]);
    assert_eq!(clashes(&said, late), [""; 0], "it was not said of each");
    // An empty register contradicts nobody.
    assert_eq!(clashes(&hung("", &[]), late), [""; 0]);
}

#[test]
fn answers_that_clash_among_themselves_are_told_with_their_numbers() {
    let clash = |changes: &str| clashes(&state(changes, []), TODAY);
    assert_eq!(clash("late=40"), [""; 0]);
    assert_eq!(
        clash("late=41"),
        ["More people were late (41) than took part (40)."]
    );
    assert_eq!(clash("late=41 people=?"), [""; 0]);
    assert_eq!(
        clash("ext-serviced=5"),
        ["More extinguishers are serviced (5) than there are (4)."]
    );
}

#[test]
fn a_paper_is_a_gap_from_the_day_after_its_last() {
    let list = ASKED.evidence.as_ref().unwrap();
    let mut paper = Evidence::default();
    let find = |id: &QuestionId| list.form.questions.iter().find(|q| q.id == *id);
    write(&mut paper.fields, "paper=Bill good-until=2026-12-31", find);
    let mut state = state(IN_ORDER, []);
    state.listed.insert(1.into(), paper);
    let gaps = |day| results(&state, day).gaps;
    assert_eq!(gaps(date(2026, 12, 31)), []);
    assert_eq!(gaps(date(2027, 1, 1)), [Gap::EvidenceExpired(1.into())]);
}

#[test]
fn what_is_not_asked_speaks_neither_for_a_level_nor_against_it() {
    for (changes, [out, missed]) in [
        // The brigade has timed nothing, as far as is asked: nobody is said to be swift.
        ("late=0", ["Steady", "Known"]),
        ("late=2", ["Steady", "Unknown"]),
        ("late=3", ["Slow", "Unknown"]),
        ("late=10", ["Slow", "Unknown"]),
        // Of the list nothing is asked where there is none, though it is known that nobody was late.
        ("late=0 counted-by=heads", ["Steady", "Not asked"]),
        ("late=3 counted-by=looks", ["Slow", "Not asked"]),
        ("late=0 counted-by=nobody", ["Steady", "Unknown"]),
        ("late=?", ["Don't know", "Don't know"]),
        ("late=? counted-by=heads", ["Don't know", "Not asked"]),
    ] {
        let results = results(&state(changes, []), TODAY);
        let reached = ASKED.objectives().zip(&results.objectives);
        let reached: Vec<&str> = reached.map(|(o, result)| result.reached.words(o)).collect();
        assert_eq!(reached, [out, missed], "{changes}");
    }
}

#[test]
fn where_the_two_views_differ_is_told_and_why() {
    let told = |changes: &str, exemptions: Vec<Exemption>| -> Vec<String> {
        let told = results(&state(changes, exemptions), TODAY).contrasts;
        told.into_iter().map(|told| told.says).collect()
    };
    let covered =
        "An exemption covers those who were late, and the brigade counts them all the same.";
    let few =
        "Only a few people were late: few enough for the brigade, and too many for the rules.";
    assert_eq!(told("", vec![helper("")]), [covered]);
    assert_eq!(told("late=2", vec![]), [few]);
    assert_eq!(told("late=2", vec![helper("")]), [""; 0], "both are met");
    assert_eq!(told("", vec![]), [""; 0], "neither is met");
    assert_eq!(told("late=?", vec![]), [""; 0]);
}
