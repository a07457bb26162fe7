//! Systems and evidence typed in: entries, what scenarios draw from them, and files that change.

use mfa_assess::facts::{EvidenceId, FileOf, Gap, SystemId};
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Place, Row, Subject, links, rows, said_of};

use crate::harness::Talk;

fn texts(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.text.as_str()).collect()
}

fn shown(talk: &Talk) -> Vec<Row> {
    rows(&talk.model, talk.place().unwrap())
}

fn link(talk: &Talk, beginning: &str) -> Goal {
    let links = links(talk.open(), talk.subject().unwrap());
    let found = links.into_iter().find(|r| r.text.starts_with(beginning));
    found
        .unwrap_or_else(|| panic!("no link {beginning}"))
        .goal
        .unwrap()
}

fn said(talk: &Talk) -> String {
    let said = said_of(talk.open(), talk.subject().unwrap()).into_iter();
    said.map(|said| said.words).collect::<Vec<_>>().join("\n")
}

/// Adds a system, and stays on its form.
fn system(talk: &mut Talk, name: &str, hosting: &str, admins: &str) {
    talk.go(Goal::BeginSystem);
    talk.answer("name", name);
    talk.answer("hosting", hosting);
    talk.answer("mfa-admins", admins);
}

fn with_systems() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.show(Place::Systems);
    system(&mut talk, "Payroll", "external", "enforced");
    system(&mut talk, "imaging archive", "own", "none");
    system(&mut talk, "Rostering", "external", "part");
    talk
}

/// Lists a piece of evidence with a file, and stays on its form.
fn evidence(talk: &mut Talk, file: &str) {
    talk.go(Goal::BeginEvidence);
    talk.answer("reference", "Conditional access export");
    // From a text, End is for the text.
    talk.go(Goal::At(FieldKey::Scenarios));
    let goal = link(talk, "Name a file on this machine");
    talk.press(Key::End);
    talk.press(Key::Up);
    talk.press(Key::Enter);
    assert_eq!(goal, Goal::Form(talk.subject().unwrap().clone(), None));
    talk.write(file);
    talk.presses(&[Key::Enter, Key::Enter]);
}

#[test]
fn systems_are_listed_by_name_with_what_is_counted() {
    let mut talk = with_systems();
    assert_eq!(talk.state().systems.len(), 3);
    talk.press(Key::Esc);
    assert_eq!(talk.place(), Some(&Place::Systems), "one form at a time");
    talk.is_sane();
    let rows = shown(&talk);
    assert_eq!(
        texts(&rows)[..4],
        [
            "Systems: 3",
            "S-2  imaging archive",
            "S-1  Payroll",
            "S-3  Rostering"
        ]
    );
    let counted = rows[0].detail.as_deref().unwrap();
    assert!(
        counted.contains("in the register: 2; with MFA enforced for administrators: 1."),
        "{counted}"
    );
    assert_eq!(
        rows[1].detail.as_deref(),
        Some(
            "Owner: not said. Hosting: By us. MFA for users: not said. MFA for administrators: Not \
             available, or switched off."
        )
    );
}

#[test]
fn the_keys_for_the_next_form_go_through_the_entries_in_the_order_of_the_list() {
    let mut talk = with_systems();
    talk.go(Goal::Form(Subject::System(SystemId(2)), None));
    for expected in [1, 3] {
        talk.press(Key::Ctrl('n'));
        assert_eq!(talk.subject(), Some(&Subject::System(SystemId(expected))));
    }
    assert!(talk.model.whereabouts().contains("(3 of 3)"));
    talk.press(Key::Ctrl('p'));
    assert_eq!(talk.subject(), Some(&Subject::System(SystemId(1))));
    talk.presses(&[Key::Ctrl('n'), Key::Ctrl('n')]);
    assert_eq!(talk.place(), Some(&Place::Systems), "after the last");
    talk.is_sane();
}

#[test]
fn a_system_is_taken_out_and_its_number_is_not_used_again() {
    let mut talk = with_systems();
    let out = link(&talk, "Take this system out");
    talk.go(out);
    assert_eq!(talk.state().systems.len(), 2);
    assert_eq!(talk.place(), Some(&Place::Systems));
    system(&mut talk, "Archive", "own", "enforced");
    assert_eq!(talk.subject(), Some(&Subject::System(SystemId(4))));
    assert_eq!(talk.on_disk().systems, talk.state().systems);
}

#[test]
fn a_scenario_says_what_it_draws_and_what_does_not_fit() {
    let mut talk = with_systems();
    talk.answer_in_organisation("hosting", "cloud");
    talk.scenario("saas-admins");
    assert!(
        said(&talk).contains("enforced for administrators: 1."),
        "{}",
        said(&talk)
    );
    talk.answer("saas-systems", "1");
    assert!(
        talk.notice().starts_with("Does not fit: "),
        "{}",
        talk.notice()
    );
    let remark = talk.field(&crate::harness::asked("saas-systems")).remark;
    let remark = remark.unwrap_or_default();
    assert!(
        remark.contains("The register has 2 that are hosted externally."),
        "{remark}"
    );
    talk.answer("saas-systems", "2");
    assert_eq!(
        talk.field(&crate::harness::asked("saas-systems")).remark,
        None
    );
}

#[test]
fn a_system_says_which_exemptions_cover_it_and_leads_there() {
    let mut talk = with_systems();
    assert!(said(&talk).contains("No exemption covers it."));
    let mut kinds = talk.open().questionnaire.exemptions.iter();
    let on_vpn = kinds.find(|kind| kind.requirements.iter().any(|r| r.as_str() == "R1"));
    let kind = on_vpn.unwrap().id.clone();
    talk.go(Goal::BeginExemption(kind, Some("vpn".try_into().unwrap())));
    let key = FieldKey::Systems;
    let answer = Some(mfa_assess::facts::Answer::Choices(
        ["S-2".try_into().unwrap()].into(),
    ));
    talk.send(Message::Answer { key, answer });
    talk.go(Goal::Form(Subject::System(SystemId(2)), None));
    assert!(
        said(&talk).contains("Covered by exemption EX-1"),
        "{}",
        said(&talk)
    );
    let jump = link(&talk, "Open exemption EX-1");
    talk.go(jump);
    assert!(matches!(talk.subject(), Some(Subject::Exemption(_, 0))));
}

#[test]
fn evidence_is_linked_from_what_it_supports() {
    let mut talk = Talk::at("vpn");
    talk.show(Place::Evidence);
    evidence(&mut talk, "shots/ca.png");
    let key = FieldKey::Scenarios;
    let vpn = Some(mfa_assess::facts::Answer::Choices(
        ["vpn".try_into().unwrap()].into(),
    ));
    talk.send(Message::Answer { key, answer: vpn });
    talk.answer("expires", "1/11/2026");
    assert!(said(&talk).contains("Expired: it held until 1 November 2026."));
    talk.scenario("vpn");
    assert!(
        said(&talk).contains("Evidence EV-1: Conditional access export (expired)."),
        "{}",
        said(&talk)
    );
    let jump = link(&talk, "Open evidence EV-1");
    talk.go(jump);
    assert_eq!(talk.subject(), Some(&Subject::Listed(EvidenceId(1))));
    let back = link(&talk, "Open scenario");
    talk.go(back);
    assert!(matches!(talk.subject(), Some(Subject::Scenario(_))));
}

#[test]
fn a_file_of_the_list_is_named_dropped_and_undone() {
    let mut talk = Talk::at("vpn");
    evidence(&mut talk, "shots/ca.png");
    assert!(talk.notice().starts_with("Named as evidence: shots/ca.png"));
    assert_eq!(
        talk.subject(),
        Some(&Subject::Listed(EvidenceId(1))),
        "back"
    );
    // Enter once more must not drop what was just named.
    talk.press(Key::Enter);
    assert!(matches!(talk.subject(), Some(Subject::File(_))));
    talk.press(Key::Esc);
    let file = |talk: &Talk| {
        let listed = talk.on_disk().listed;
        listed[&EvidenceId(1)].file.clone().map(|f| f.path)
    };
    assert_eq!(file(&talk).as_deref(), Some("shots/ca.png"));
    let drop = link(&talk, "Drop the file shots/ca.png");
    talk.go(drop);
    assert_eq!(file(&talk), None);
    talk.press(Key::F(7));
    assert_eq!(file(&talk).as_deref(), Some("shots/ca.png"));
    talk.is_sane();
}

#[test]
fn a_file_that_is_not_as_it_was_is_a_gap_until_it_is_named_anew_or_dropped() {
    let mut talk = Talk::at("vpn");
    evidence(&mut talk, "shots/ca.png");
    let of = FileOf::Scenario("vpn".try_into().unwrap());
    talk.scenario("vpn");
    talk.go(Goal::Form(Subject::File(of.clone()), None));
    talk.write("shots/vpn.png");
    talk.presses(&[Key::Enter, Key::Enter]);
    let changed = |talk: &Talk| {
        let gaps = talk.open().results.gaps.iter();
        let is_file = |gap: &&Gap| matches!(gap, Gap::EvidenceChanged(_) | Gap::FileChanged(_));
        gaps.filter(is_file).cloned().collect::<Vec<_>>()
    };
    talk.show(Place::Review);
    assert_eq!(changed(&talk), [], "they are as they were");

    talk.unlike = talk
        .state()
        .named_files()
        .map(|(_, file)| (file.clone(), "gone\u{1b}[2J".to_owned()))
        .collect();
    for look in [
        Goal::Show(Place::Review),
        Goal::Show(Place::Evidence),
        Goal::Form(Subject::SignOff, None),
    ] {
        let before = talk.checks;
        talk.go(look);
        assert_eq!(talk.checks, before + 1);
        assert_eq!(
            changed(&talk),
            [
                Gap::EvidenceChanged(EvidenceId(1)),
                Gap::FileChanged("vpn".try_into().unwrap())
            ]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
        );
    }
    talk.show(Place::Evidence);
    let row = shown(&talk)
        .into_iter()
        .find(|r| r.text.starts_with("EV-1"));
    assert_eq!(row.unwrap().tag.unwrap().words(), "file changed");
    talk.scenario("vpn");
    assert!(
        said(&talk).contains("is not as it was: gone"),
        "{}",
        said(&talk)
    );
    assert!(!said(&talk).contains('\u{1b}'));

    // Seen and named anew as it is now, it is as it was.
    let anew = link(&talk, "Name a file as evidence");
    talk.unlike.clear();
    talk.go(anew);
    talk.write("shots/vpn.png");
    talk.presses(&[Key::Enter, Key::Enter]);
    assert_eq!(changed(&talk), [Gap::EvidenceChanged(EvidenceId(1))]);
    talk.go(Goal::Form(Subject::Listed(EvidenceId(1)), None));
    let drop = link(&talk, "Drop the file");
    talk.go(drop);
    assert_eq!(changed(&talk), []);
    talk.press(Key::F(7));
    assert_eq!(
        changed(&talk),
        [Gap::EvidenceChanged(EvidenceId(1))],
        "undone"
    );
    talk.is_sane();

    talk.unlike = talk.open().unlike.clone();
    let unlike = talk.unlike.clone();
    let mut again = talk.reopened();
    assert_eq!(again.checks, 1, "looked at on opening");
    again.unlike = unlike;
    again.show(Place::Review);
    assert_eq!(changed(&again), [Gap::EvidenceChanged(EvidenceId(1))]);
}

#[test]
fn what_is_begun_without_a_name_is_held_to_every_rule() {
    let mut talk = Talk::at("vpn");
    talk.go(Goal::BeginSystem);
    let key = crate::harness::asked("checked-on");
    let day = mfa_assess::facts::Answer::Date(jiff::civil::date(2099, 1, 1));
    talk.send(Message::Answer {
        key: key.clone(),
        answer: Some(day),
    });
    assert!(talk.notice().contains("still to come"), "{}", talk.notice());
    assert_eq!(talk.field(&key).answer, None);
}
