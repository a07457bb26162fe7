//! What a version puts aside, and what becomes of an approval that rested on it.

use super::*;

#[test]
fn what_has_no_place_in_a_register_is_put_aside_as_it_read() {
    let log = moved_once();
    let state = log.state();
    assert_eq!(
        told(&state),
        [
            (
                "The list of holders",
                "How many keys are there?",
                "41 keys",
                FORM.to_owned()
            ),
            (
                "Exemption EX-1, Two keys of the cellar",
                "Who is that?",
                "A guest",
                FORM.to_owned()
            ),
            (
                "Exemption EX-1, Two keys of the cellar",
                "A requirement that it served",
                "R-B Keys come back",
                GONE.to_owned()
            ),
            (
                "Exemption EX-1, Two keys of the cellar",
                "A scenario that it covered",
                "Those who leave",
                GONE.to_owned()
            ),
            (
                "System S-1, Cellar",
                "In which building?",
                "North house",
                GONE.to_owned()
            ),
            (
                "System S-1, Cellar",
                "How many keys open it?",
                "4 keys",
                FORM.to_owned()
            ),
            (
                "System S-1, Cellar",
                "What kind of lock has it?",
                "Lever",
                FORM.to_owned()
            ),
            (
                "Evidence EV-1, List of doors",
                "On which shelf is it?",
                "Shelf 3",
                GONE.to_owned()
            ),
            (
                "Evidence EV-1, List of doors",
                "A scenario whose answers it showed",
                "Those who leave",
                GONE.to_owned()
            ),
        ]
    );
    let left = |fields: &std::collections::BTreeMap<QuestionId, Answer>| -> Vec<String> {
        fields.keys().map(ToString::to_string).collect()
    };
    assert_eq!(left(&state.systems[&SystemId(1)].fields), ["door"]);
    let paper = &state.listed[&EvidenceId(1)];
    assert_eq!(left(&paper.fields), ["paper"]);
    assert_eq!(paper.scenarios, ["list".try_into().unwrap()].into());
    assert!(paper.file.is_some());
    // The action keeps its words, and what it is about keeps its old title.
    let action = &state.actions[&ActionId(1)];
    assert_eq!(
        state.scenario_title(&second(), &action.scenario),
        "Those who leave"
    );
    let question = action.finds_out.as_ref().unwrap();
    assert_eq!(
        state.question_text(&second(), question),
        "Do keys come back within a week?"
    );
}

#[test]
fn a_register_that_is_gone_is_put_aside_as_a_whole_and_what_it_named_keeps_its_name() {
    let mut log = moved_once();
    log.write(migrated(&third()));
    let state = log.state();
    assert!(state.systems.is_empty() && state.listed.is_empty());
    let told = told(&state);
    for (place, asked, words) in [
        (
            "Exemption EX-1, Two keys of the cellar",
            "A system that it covered",
            "S-1, Cellar",
        ),
        ("System S-1, Cellar", "Which door is it?", "Cellar"),
        (
            "Evidence EV-1, List of doors",
            "What is it called?",
            "List of doors",
        ),
        (
            "Evidence EV-1, List of doors",
            "An exemption that it supported",
            "EX-1",
        ),
        (
            "Evidence EV-1, List of doors",
            "A scenario whose answers it showed",
            "The register of holders",
        ),
    ] {
        let row = (place, asked, words, GONE.to_owned());
        assert!(told.contains(&row), "{row:?} in {told:?}");
    }
    let file = told.iter().find(|row| row.1 == "Its file").unwrap();
    assert!(file.2.starts_with("doors.csv (9 bytes"), "{file:?}");
    let name = state.system_name(&third(), SystemId(1));
    assert_eq!(name.as_deref(), Some("Cellar"));
}

#[test]
fn an_approval_of_what_is_put_aside_does_not_stand_whether_or_not_a_renewal_is_prepared() {
    let mut log = moved_once();
    let before = Assessment::fold(&log.0[..log.0.len() - 1]).unwrap();
    assert_eq!(standing(&before, &first()), Ok(()));
    let says = standing(&log.state(), &second()).unwrap_err();
    let approval = "Changed since it was approved: what it covers and “Who is that?”. Have it \
                    approved anew.";
    assert!(says.contains(&approval.to_owned()), "{says:?}");

    log.0.pop();
    log.take(&first(), LifeStep::Renew);
    assert_eq!(standing(&log.state(), &first()), Ok(()));
    log.write(migrated(&second()));
    let says = standing(&log.state(), &second()).unwrap_err();
    assert!(says.contains(&approval.to_owned()), "{says:?}");
    assert!(!log.state().exemptions[&ExemptionId(1)].life.renewing);
}

#[test]
fn an_approval_with_an_answer_that_is_gone_says_so() {
    let mut new = first();
    new.version = "2026.2".into();
    for step in &mut new.exemptions[0].steps {
        step.questions.retain(|q| q.id.as_str() != "asked-by");
        for question in &mut step.questions {
            question.show_when = None;
        }
    }
    new.exemptions[0]
        .conditions
        .retain(|c| c.id.as_str() != "two-people");
    let mut log = moved_once();
    log.0.pop();
    log.write(migrated(&new));
    let says = standing(&log.state(), &new).unwrap_err();
    assert!(
        says.contains(
            &"Changed since it was approved: an answer that is not asked for any more. Have it \
              approved anew."
                .to_owned()
        ),
        "{says:?}"
    );
}
