//! What versions of the questionnaire mean for a record: which were in force, what was given to an
//! earlier one and has no place now, and what has changed since it was answered.

use super::blocks::{fact, given, paragraph, section, table};
use super::names::day;
use super::{Basis, texts};
use crate::facts::{AskedBy, changed_words};
use crate::questionnaire::Question;
use crate::report::model::{Block, Fact, Section, Text};
use crate::rules::to_look_at;
use crate::text::date_words;

/// The version in force, and how each came.
pub(super) fn versions(basis: &Basis<'_>) -> Section {
    let asked = basis.questionnaire;
    let in_force = format!("{}, version {}", asked.id, asked.version);
    let by = AskedBy::of(asked);
    let digest = format!("{}. {}", by.digest, by.words());
    let mut facts = vec![fact("In force", in_force), fact("Its digest", digest)];
    let earlier = &basis.state.earlier;
    for (index, before) in earlier.iter().enumerate() {
        let next = earlier.get(index + 1).map(|e| &*e.questionnaire);
        let entry = basis.entries.iter().find(|l| l.entry.seq == before.until);
        let on = entry.map_or_else(String::new, |l| format!(" on {}", date_words(day(l))));
        let by = entry.map_or("", |l| l.entry.by.as_str());
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(", by {by}")
        };
        let words = format!(
            "Entry {}{on}: from version {} to version {}{by}.",
            before.until,
            before.questionnaire.version,
            next.unwrap_or(asked).version
        );
        facts.push(fact("Moved", words));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !earlier.is_empty() {
        blocks.push(paragraph(texts::VERSIONS_ABOUT));
    }
    section("The questionnaire and its versions", blocks)
}

/// What has no place in the version in force, as it was asked; no section when there is nothing.
pub(super) fn former(basis: &Basis<'_>) -> Option<Section> {
    let rows: Vec<Vec<Text>> = basis
        .state
        .former
        .iter()
        .map(|former| {
            let place = format!("{}\nVersion {}", former.place, former.version);
            vec![
                place.into(),
                given(former.asked.as_str()),
                given(former.words.as_str()),
                former.why.words().into(),
            ]
        })
        .collect();
    let columns = [
        ("Where", 22),
        ("Asked", 30),
        ("Given", 26),
        ("Why not counted", 22),
    ];
    (!rows.is_empty()).then(|| {
        let table = table("", &columns, rows);
        section(texts::FORMER, vec![paragraph(texts::FORMER_ABOUT), table])
    })
}

/// Which of these questions have changed since they were answered; nothing when none has.
pub(super) fn changed(basis: &Basis<'_>, questions: &[Question]) -> Option<Fact> {
    let here = |id| questions.iter().any(|q| q.id == id);
    let lines: Vec<String> = to_look_at(basis.questionnaire, basis.state, basis.results)
        .filter(|(question, _)| here(question.id.clone()))
        .map(|(question, changes)| format!("“{}” {}.", question.text, changed_words(changes)))
        .collect();
    (!lines.is_empty()).then(|| fact("To look at again", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DAY, flat, log, report_of};
    use super::*;
    use crate::facts::{
        Action, ActionId, Answer, Change, Coverage, Due, Event, ExemptionId, Fingerprint, Note,
        SignOff,
    };
    use crate::questionnaire::{Input, QuestionId, Questionnaire, load};
    use crate::report::Options;
    use crate::rules::Results;

    /// The small questionnaire as a later version: a scenario and the kind of exemption are gone, a
    /// question is worded anew, and a choice is no longer offered.
    fn later(asked: &Questionnaire) -> Questionnaire {
        let mut new = asked.clone();
        new.version = "2026.2".to_owned();
        new.exemptions.clear();
        new.groups[0].scenarios.remove(0);
        let mut scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
        let last = scenarios.next_back().unwrap();
        last.questions[1].text = "Who is told first?".to_owned();
        if let Input::OneOf(choices) = &mut last.questions[2].input {
            choices.retain(|choice| choice.id.as_str() != "year");
        }
        new
    }

    #[test]
    fn what_an_earlier_version_asked_is_printed_as_it_was_asked() {
        let asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
        let new = later(&asked);
        let id = |id: &str| QuestionId::try_from(id).unwrap();
        let scenario = || "what-is-backed-up".try_into().unwrap();
        let chosen = |choice: &str| Answer::Choice(choice.try_into().unwrap());
        let answered =
            |question: &str, answer| Event::Changed(Change::Answer(id(question), Some(answer)));
        let signs = Event::SignedOff(SignOff {
            name: "Ada Fell".into(),
            role: "Head librarian".into(),
            declaration: "I declare it.".into(),
            date: DAY,
            fingerprint: Fingerprint::of(b""),
            gaps: vec![],
            same_person: None,
        });
        let mut entries = log(vec![
            answered("collections", Answer::Number(12)),
            answered("alerts", chosen("two")),
            answered("reported", chosen("year")),
            Event::Changed(Change::note(
                scenario(),
                Note {
                    text: "Counted by hand".into(),
                    for_board: false,
                },
            )),
            Event::Changed(Change::Action(
                ActionId(1),
                Some(Action {
                    what: "Count again".into(),
                    owner: "Ben".into(),
                    due: Due::On(DAY),
                    ..Action::blank(scenario())
                }),
            )),
            Event::Changed(Change::Coverage(
                ExemptionId(1),
                Coverage {
                    kind: "WAIVER".try_into().unwrap(),
                    requirements: ["B1".try_into().unwrap()].into(),
                    scenarios: [scenario()].into(),
                    systems: [].into(),
                },
            )),
            Event::Changed(Change::Field(
                ExemptionId(1),
                id("what"),
                Some(Answer::Text("The atlas".into())),
            )),
            signs,
            Event::Migrated {
                tool: "test".into(),
                questionnaire: Box::new(serde_json::to_value(&new).unwrap()),
            },
            answered("backup-owner", Answer::Text("Ben".into())),
        ]);
        if let Event::Created { questionnaire, .. } = &mut entries[0].entry.event {
            **questionnaire = serde_json::to_value(&asked).unwrap();
        }
        let (report, state) = report_of(&new, &entries, DAY);
        assert_eq!(state.former.len(), 3);
        let text = flat(&report);
        let was = |name: &str| asked.question(&id(name)).unwrap();
        let gone = &asked.scenarios().next().unwrap().title;
        for words in [
            "Answers from an earlier version".to_owned(),
            format!("{gone}\nVersion 2026.1"),
            was("collections").text.clone(),
            "12 collections".to_owned(),
            "Counted by hand".to_owned(),
            was("reported").text.clone(),
            chosen("year").words(was("reported")),
            "A choice is no longer offered.".to_owned(),
            format!("{gone} (of an earlier version)"),
            "EX-1: The atlas".to_owned(),
            "(of an earlier version)".to_owned(),
            "Its kind, WAIVER, is not in this version".to_owned(),
            "“Who is told first?” Text changed since you answered.".to_owned(),
            "1 answer to look at again".to_owned(),
            "backup-assurance, version 2026.2".to_owned(),
            "Entry 10 on 20 November 2026: from version 2026.1 to version 2026.2, by Siân Ŵyn."
                .to_owned(),
            "superseded on 20 November 2026 by the move to version 2026.2".to_owned(),
            "The version of the questionnaire\n2026.1\n2026.2\nEntry 10, 20 November 2026"
                .to_owned(),
        ] {
            assert!(text.contains(&words), "no {words:?} in {text}");
        }
        // The history names a question as it was asked then: the answer came before the new wording.
        let results = Results::of(&new, &state, DAY);
        let options = Options::new(DAY, "OFFICIAL");
        let basis = Basis::of_state(&new, (&entries, &[]), &state, &results, &options);
        let change = basis.change(3);
        assert!(change.contains(&was("alerts").text), "{change}");
    }
}
