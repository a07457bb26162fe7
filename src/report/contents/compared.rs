//! What was answered otherwise last time, where the record was begun with what an earlier one says.

use super::blocks::{clipped, fact, page, paragraph, table};
use super::{Basis, figures, texts};
use crate::facts::{Answer, Assessment, LastTime};
use crate::questionnaire::{Question, RequirementId};
use crate::report::model::{Block, Section, Text};
use crate::rules::{Results, to_confirm};
use crate::text::{counted, listed};

/// How many outcomes that have changed are named in a sentence.
const MOVED: usize = 3;
/// Longest name of the earlier record in a sentence, in characters.
const ORIGIN: usize = 80;

/// The section; none where nothing was carried forward.
pub(super) fn compared(basis: &Basis<'_>) -> Option<Section> {
    let (asked, state) = (basis.questionnaire, basis.state);
    let carried = state.carried.as_ref()?;
    let known = |id| asked.question(id);
    let gone = carried.answers.keys().filter(|id| known(id).is_none());
    let gone = gone.count();
    let rows: Vec<Vec<Text>> = asked
        .questions()
        .filter_map(|question| {
            // What is answered for the first time is told with all other answers.
            let last = state.last_time(asked, &question.id)?;
            let now = state.answers.get(&question.id);
            if !is_otherwise(&last, now, question) {
                return None;
            }
            let place = match asked.scenario_of(&question.id) {
                Some(scenario) => &scenario.title,
                None => &asked.organisation.title,
            };
            let none = if basis.results.shown.contains(&question.id) {
                texts::NOT_YET
            } else {
                texts::NOT_ASKED_NOW
            };
            let now = now.map_or_else(|| none.to_owned(), |answer| answer.words(question));
            Some(vec![
                format!("{place}: {}", question.text).into(),
                last.words.into(),
                now.into(),
            ])
        })
        .collect();
    let from = &carried.from;
    let left = to_confirm(asked, state, basis.results, basis.options.as_at).len();
    let mut facts = vec![
        fact("Begun from", from.words()),
        fact("Organisation there", from.organisation.as_str()),
        fact("Fingerprint there", from.fingerprint.to_string()),
        fact("Still to be confirmed", left.to_string()),
    ];
    if gone > 0 {
        facts.push(fact(
            "Answers to what is not asked any more",
            gone.to_string(),
        ));
    }
    let mut blocks = vec![paragraph(texts::COMPARED_ABOUT), Block::Facts(facts)];
    blocks.extend(figures::compared(basis));
    let columns = [("Question", 40), ("Last time", 30), ("This time", 30)];
    blocks.push(if rows.is_empty() {
        paragraph(texts::SAME_AS_LAST)
    } else {
        table("Answered otherwise than last time", &columns, rows)
    });
    Some(page(texts::COMPARED, blocks))
}

/// Whether last time something else was answered: of another form, the same number is another answer.
fn is_otherwise(last: &LastTime<'_>, now: Option<&Answer>, question: &Question) -> bool {
    now != Some(last.answer) || last.fits(question).is_err()
}

/// What followed from the answers and exemptions of last time, by the rules of now, on the day of
/// the last change there. Answers that do not fit any more are left out. None where nothing fits: a
/// comparison would say what nobody said.
pub(super) fn last_time(basis: &Basis<'_>) -> Option<Results> {
    let asked = basis.questionnaire;
    let carried = basis.state.carried.as_ref()?;
    let answers = carried.answers.iter().filter(|(id, _)| {
        let last = basis.state.last_time(asked, id);
        let known = last.zip(asked.question(id));
        known.is_some_and(|(last, question)| last.fits(question).is_ok())
    });
    let last = Assessment {
        answers: answers.map(|(id, a)| (id.clone(), a.clone())).collect(),
        exemptions: carried.exemptions.clone(),
        systems: carried.systems.clone(),
        listed: carried.listed.clone(),
        ..Assessment::default()
    };
    let day = carried.from.last_day();
    (!last.answers.is_empty()).then(|| Results::of(asked, &last, day))
}

/// What has changed since last time, in a sentence or two; nothing where nothing was carried.
pub(super) fn in_short(basis: &Basis<'_>) -> Option<String> {
    let carried = basis.state.carried.as_ref()?;
    let state = basis.state;
    let last = last_time(basis);
    let then = |id: &RequirementId| {
        let mut results = last.iter().flat_map(|last| &last.requirements);
        results.find(|r| r.id == *id).map(|r| r.outcome)
    };
    let moved = basis.results.requirements.iter().filter_map(|now| {
        let then = then(&now.id).filter(|then| *then != now.outcome)?;
        let (from, to) = (then.words().to_lowercase(), now.outcome.words());
        Some(format!("{} from {from} to {}", now.id, to.to_lowercase()))
    });
    let moved: Vec<String> = moved.collect();
    let outcomes = match (moved.len(), &last) {
        (_, None) => texts::NOT_COMPARABLE.to_owned(),
        (0, Some(_)) => texts::SAME_OUTCOMES.to_owned(),
        (1..=MOVED, Some(_)) => format!("{}.", listed(&moved)),
        (more, Some(_)) => format!("{} changed.", counted(more, "outcome")),
    };
    let otherwise = state.answers.iter();
    let otherwise = otherwise.filter(|(id, now)| {
        let last = state.last_time(basis.questionnaire, id);
        let known = last.zip(basis.questionnaire.question(id));
        known.is_some_and(|(last, question)| is_otherwise(&last, Some(now), question))
    });
    let left = to_confirm(
        basis.questionnaire,
        state,
        basis.results,
        basis.options.as_at,
    )
    .len();
    Some(format!(
        "{outcomes} {} otherwise, {} to confirm. Compared with {}.",
        counted(otherwise.count(), "answer"),
        left,
        clipped(&carried.from.words(), ORIGIN)
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DAY, flat, log, report_of};
    use crate::facts::{Answer, Assessment, Carried, Change, Event, Fingerprint, Origin};
    use crate::questionnaire::load;

    #[test]
    fn it_says_where_it_comes_from_and_what_was_answered_otherwise() {
        let asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
        let answered = |question: &str, answer| {
            Event::Changed(Change::Answer(question.try_into().unwrap(), Some(answer)))
        };
        let mut last = Assessment::default();
        for (seq, event) in (2..).zip([
            answered("collections", Answer::Number(12)),
            answered("vans", Answer::Number(3)),
            answered("alerts", Answer::Choice("two".try_into().unwrap())),
            answered("no-such", Answer::Text("a secret of then".into())),
        ]) {
            last.apply(seq, &event).unwrap();
        }
        let from = Origin {
            record: "library-2025".into(),
            organisation: "Fell Compared Library".into(),
            version: "2025.1".into(),
            fingerprint: Fingerprint::of(b""),
            last: "2025-11-20T09:00:00Z".parse().unwrap(),
        };
        let carried = Carried::of(from, &asked, &last, &asked).unwrap();
        let entries = log(vec![
            Event::CarriedForward(Box::new(carried)),
            answered("collections", Answer::Number(13)),
            answered("vans", Answer::Number(3)),
        ]);
        let (report, _) = report_of(&asked, &entries, DAY);
        let text = flat(&report);
        let section = text.split("Compared with last time\n").nth(1).unwrap();
        let section = section.split("Answers that do not fit together").next();
        let section = section.unwrap();
        for words in [
            "library-2025, version 2025.1, last changed 20 November 2025",
            &Fingerprint::of(b"").to_string(),
            "Still to be confirmed\n1\n",
            "Answers to what is not asked any more\n1\n",
            "12 collections\n13 collections\n",
            "\nnot answered yet",
        ] {
            assert!(section.contains(words), "no {words:?} in {section}");
        }
        assert!(
            !section.contains("3 vans"),
            "the same as last time: {section}"
        );
        let (report, _) = report_of(&asked, &log(vec![]), DAY);
        assert!(!flat(&report).contains("Compared with last time"));
    }
}
