//! The audit trail: what has changed since a sign-off, by question, and every later change of
//! something that had been given.

use std::collections::BTreeSet;

use super::blocks::{clipped, paragraph, section, strong, table};
use super::{Basis, texts};
use crate::facts::{At, FoldError, Signed};
use crate::history::{Altered, Audit, Step, StepKind, Traced, moment, named};
use crate::report::Profile;
use crate::report::model::{Block, Section, Span, Text};
use crate::text::{capitalised, sentences};

/// How much of a text is shown where it stands in full elsewhere.
const SHORT: usize = 90;

impl<'a> Basis<'a> {
    /// The record, for those who ask how it came to say what it says.
    pub(super) const fn audit(&self) -> Audit<'a> {
        Audit {
            questionnaire: self.questionnaire,
            entries: self.entries,
            state: self.state,
        }
    }
}

/// What has changed since the first sign-off that no longer stands, by question.
pub(super) fn since(basis: &Basis<'_>) -> Option<Block> {
    let superseded = |signed: &&Signed| signed.superseded_by.is_some();
    let first = basis.state.sign_offs.iter().find(superseded)?;
    let altered = match basis.audit().since(first.seq) {
        Ok(altered) => altered,
        Err(error) => return Some(untold(&error)),
    };
    // Who signed later is no change of what was signed; all sign-offs stand in the trail.
    let content = altered
        .iter()
        .filter(|a| !matches!(a.subject, At::SignOff(_)));
    let rows: Vec<Vec<Text>> = content
        .map(|altered| {
            vec![
                altered.what.as_str().into(),
                or_nothing(altered.from.as_deref()).into(),
                or_nothing(altered.to.as_deref()).into(),
                steps(altered),
            ]
        })
        .collect();
    let columns = [
        ("What", 26),
        ("Before", 20),
        ("Now", 20),
        ("When, by whom, why", 34),
    ];
    Some(table(texts::SINCE, &columns, rows))
}

/// How it came about, a line for each step. What stands before and after it is not said again.
fn steps(altered: &Altered) -> Text {
    let ends = [altered.from.as_deref(), altered.to.as_deref()];
    let several = altered.steps.len() > 1;
    let lines = altered.steps.iter().map(|step| {
        let mut line = format!(
            "Entry {}, {}, {}",
            step.seq,
            moment(step.at),
            named(&step.by)
        );
        line.extend(step.mark().map(|mark| format!(", {mark}")));
        if several {
            let to = step.to.as_deref();
            let words = or_nothing(to);
            let words = if ends.contains(&to) {
                clipped(words, SHORT)
            } else {
                words.to_owned()
            };
            line.push_str(&format!(": {words}"));
        }
        let why = step.why.iter().map(|why| format!("\nWhy: {why}"));
        line.extend(why);
        line
    });
    let mut lines: Vec<String> = lines.collect();
    if altered.is_as_before {
        lines.push("In all: as it was before.".to_owned());
    }
    lines.join("\n").into()
}

/// Every step of the record for an assessor; for others, only what somebody decided or gave a reason for.
pub(super) fn trail(basis: &Basis<'_>) -> Section {
    let blocks = match basis.audit().steps() {
        Ok(steps) => told(&steps, basis.options.profile),
        Err(error) => vec![untold(&error)],
    };
    section(texts::TRAIL, blocks)
}

fn told(steps: &[Traced], profile: Profile) -> Vec<Block> {
    match profile {
        Profile::Assessor => rows(texts::TRAIL_ABOUT, steps.iter().collect()),
        Profile::Full | Profile::Board => in_short(steps),
    }
}

/// What somebody decided or gave a reason for, and how much else there is.
fn in_short(steps: &[Traced]) -> Vec<Block> {
    let (first, later): (Vec<&Traced>, Vec<&Traced>) = steps.iter().partition(|s| is_first(s));
    let left_out = texts::first_given(first.len());
    if later.is_empty() {
        return vec![paragraph(texts::NO_LATER_CHANGE), paragraph(left_out)];
    }
    let count = later.len();
    let later = later.into_iter().filter(|t| {
        let is_whole = matches!(t.step.kind, StepKind::Joins | StepKind::Moves);
        is_whole || t.step.why.is_some() || is_deed(&t.subject)
    });
    let later: Vec<&Traced> = later.collect();
    let other = match count.saturating_sub(later.len()) {
        0 => String::new(),
        other => texts::left_to_the_assessor(other),
    };
    rows(&sentences(&[texts::TRAIL_SHORT, &left_out, &other]), later)
}

/// A row for each step.
fn rows(about: &str, steps: Vec<&Traced>) -> Vec<Block> {
    if steps.is_empty() {
        return vec![paragraph(about)];
    }
    let mut printed = BTreeSet::new();
    let rows: Vec<Vec<Text>> = steps
        .into_iter()
        .map(|traced| {
            let step = &traced.step;
            let from = or_nothing(step.from.as_deref());
            // It has no other place in the report than this; what came after it has.
            let from = if printed.insert(from) {
                from.to_owned()
            } else {
                clipped(from, SHORT)
            };
            let to = clipped(or_nothing(step.to.as_deref()), SHORT);
            vec![entry(step), what(traced), from.into(), to.into()]
        })
        .collect();
    let columns = [("Entry", 22), ("What", 26), ("From", 26), ("To", 26)];
    vec![paragraph(about), table("", &columns, rows)]
}

fn entry(step: &Step) -> Text {
    let (at, by) = (moment(step.at), named(&step.by));
    format!("{}\n{at}\n{by}", step.seq).into()
}

fn what(traced: &Traced) -> Text {
    let mut spans = vec![Span::Plain(traced.what.clone())];
    if let Some(mark) = traced.step.mark() {
        spans.extend(strong(format!("\n{}", capitalised(&mark)), "").0);
    }
    let why = traced.step.why.as_ref();
    spans.extend(why.map(|why| Span::Plain(format!("\nWhy: {why}"))));
    Text(spans)
}

/// Whether something was given where nothing was, and not taken back.
fn is_first(traced: &Traced) -> bool {
    let step = &traced.step;
    let counts = matches!(
        step.kind,
        StepKind::Entered { undone_by: None } | StepKind::Joins
    );
    counts && !is_deed(&traced.subject) && step.from.is_none() && step.to.is_some()
}

/// Whether it is something that somebody did or decided, and no text that was given.
const fn is_deed(subject: &At) -> bool {
    matches!(
        subject,
        At::Withdrawal(_)
            | At::Life(_)
            | At::SignOff(_)
            | At::CarriedForward
            | At::Redaction
            | At::Merge(_)
    )
}

fn or_nothing(words: Option<&str>) -> &str {
    words.map_or("nothing", |words| match words {
        "" => "nothing",
        words => words,
    })
}

fn untold(error: &FoldError) -> Block {
    paragraph(format!("The history cannot be told: {error}."))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DAY, flat, log, report_of};
    use super::super::{Basis, contents};
    use crate::facts::{
        Answer, Assessment, Carried, Change, Event, Fingerprint, Hidden, Logged, Merge, Note,
        Origin, Redaction, SignOff,
    };
    use crate::questionnaire::load;
    use crate::report::{Options, Profile};
    use crate::rules::Results;

    /// The trail in the report for an assessor.
    fn in_full(entries: &[Logged]) -> String {
        let asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
        let state = Assessment::fold(entries).unwrap();
        let results = Results::of(&asked, &state, DAY);
        let options = Options {
            profile: Profile::Assessor,
            ..Options::new(DAY, "OFFICIAL")
        };
        let report = contents(&Basis::of_state(
            &asked,
            (entries, &[]),
            &state,
            &results,
            &options,
        ));
        let text = flat(&report);
        let (_, trail) = text.split_once("\nAudit trail\n").unwrap();
        let (trail, _) = trail.split_once("\nMethod and sources\n").unwrap();
        trail.to_owned()
    }

    fn told(entries: &[Logged]) -> String {
        let asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
        let (report, _) = report_of(&asked, entries, DAY);
        let text = flat(&report);
        let (_, changes) = text.split_once("\nChanges and sign-offs\n").unwrap();
        let (changes, _) = changes.split_once("\nMethod and sources\n").unwrap();
        changes.to_owned()
    }

    fn collections(number: u64) -> Event {
        Event::Changed(Change::Answer(
            "collections".try_into().unwrap(),
            Some(Answer::Number(number)),
        ))
    }

    fn noted(text: &str) -> Event {
        Event::Changed(Change::note(
            "restore-tests".try_into().unwrap(),
            Note {
                text: text.into(),
                for_board: false,
            },
        ))
    }

    fn signs(name: &str) -> Event {
        Event::SignedOff(SignOff {
            name: name.into(),
            role: "Head librarian".into(),
            declaration: "I declare it.".into(),
            date: DAY,
            fingerprint: Fingerprint::of(b""),
            gaps: vec![],
            same_person: None,
        })
    }

    fn origin(fingerprint: Fingerprint) -> Origin {
        Origin {
            record: "north".into(),
            organisation: "Llyfrgell y Gogledd".into(),
            version: "2026.1".into(),
            fingerprint,
            last: "2026-11-19T09:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn what_has_changed_since_a_sign_off_is_told_by_question() {
        let mut entries = log(vec![
            collections(12),
            noted("One.\nTwo."),
            signs("Ada Fell"),
            signs("Ben Marsh"),
            collections(13),
            noted("Three."),
            collections(14),
            Event::Undone { seq: 7 },
        ]);
        entries[7].entry.why = Some("Counted again.".into());
        let text = told(&entries);
        let (since, trail) = text.split_once("\nAudit trail\n").unwrap();
        let (_, since) = since
            .split_once("What has changed since the sign-off that was superseded first\n")
            .unwrap();
        let collections = "How many digital collections do you keep?";
        assert!(since.contains(collections), "{since}");
        // One row a question, in the order in which they were touched.
        assert_eq!(
            since.split_once(collections).unwrap().1,
            "\n12 collections\n14 collections\n\
             Entry 6, 20 November 2026, 09:00 UTC, Siân Ŵyn: 13 collections\n\
             Entry 8, 20 November 2026, 09:00 UTC, Siân Ŵyn: 14 collections\n\
             Why: Counted again.\n\
             Restore tests: the note\nOne.\nTwo.\nOne.\nTwo.\n\
             Entry 7, 20 November 2026, 09:00 UTC, Siân Ŵyn, undone by entry 9: Three.\n\
             Entry 9, 20 November 2026, 09:00 UTC, Siân Ŵyn, undoes entry 7: One. Two.\n\
             In all: as it was before."
        );
        assert!(!since.contains("Ben Marsh"), "a sign-off is no change");
        assert!(trail.contains("The sign-off with entry 5"), "{trail}");
    }

    #[test]
    fn the_trail_for_an_assessor_tells_every_entry() {
        let long = "Nobody knows where the key to the cellar is kept. ".repeat(40);
        let long = long.trim();
        let trail = in_full(&log(vec![
            collections(12),
            noted(long),
            noted("Found."),
            Event::Undone { seq: 4 },
            Event::Redone { seq: 4 },
            Event::Changed(Change::Answer("collections".try_into().unwrap(), None)),
        ]));
        assert!(
            trail.contains("\nnothing\n12 collections\n3\n"),
            "what was given for the first time is told as well: {trail}"
        );
        assert_eq!(
            trail.matches(long).count(),
            1,
            "what has no other place is printed in full, once: {trail}"
        );
        assert!(trail.contains("Undoes entry 4"), "{trail}");
        assert!(trail.contains("Brings back entry 4"), "{trail}");
        assert!(trail.ends_with("\n12 collections\nnothing"), "{trail}");
        assert!(!trail.contains("Undone by"), "it was brought back: {trail}");

        let text = told(&log(vec![collections(12)]));
        assert!(text.contains("Nothing that had been given was changed afterwards."));
        assert!(text.contains("1 thing that was given for the first time is not listed."));
    }

    #[test]
    fn the_short_trail_tells_decisions_and_reasons_and_counts_the_rest() {
        let mut entries = log(vec![
            collections(12),
            collections(13),
            collections(14),
            signs("Ada Fell"),
        ]);
        entries[3].entry.why = Some("The cellar was counted twice.".into());
        let text = told(&entries);
        let (_, trail) = text.split_once("\nAudit trail\n").unwrap();
        for needed in [
            "\nWhy: The cellar was counted twice.\n13 collections\n14 collections",
            "The sign-off with entry 5",
            "1 thing that was given for the first time is not listed.",
            "1 other change stands in the report for an assessor and in the attached record.",
        ] {
            assert!(trail.contains(needed), "no {needed}: {trail}");
        }
        assert!(!trail.contains("12 collections"), "{trail}");
        assert!(in_full(&entries).contains("\n12 collections\n13 collections"));
    }

    #[test]
    fn other_records_are_named_with_their_fingerprints() {
        let original = Fingerprint::of(b"original");
        let signed = match signs("Ada Fell") {
            Event::SignedOff(signed) => signed,
            other => panic!("{other:?}"),
        };
        let redacted = Event::Redacted(Box::new(Redaction {
            of: origin(original),
            without: [Hidden::Notes].into(),
            sign_offs: vec![signed],
        }));
        let carried = Event::CarriedForward(Box::new(Carried {
            other_version: None,
            from: origin(Fingerprint::of(b"last year")),
            answers: [].into(),
            worded: [].into(),
            notes: [].into(),
            evidence: [].into(),
            exemptions: [].into(),
            actions: [].into(),
            systems: [].into(),
            listed: [].into(),
        }));
        let mut entries = log(vec![redacted, carried, collections(12)]);
        let common = entries.last().unwrap().fingerprint;
        let merged = Event::Merged(Box::new(Merge {
            titles: Default::default(),
            other: origin(common),
            common: 4,
            renumbered: vec![],
            changed: [].into(),
            lines: vec![],
            kept: vec![],
            seen: vec![],
            takes: vec![collections(13)],
        }));
        let mut last = entries.last().unwrap().clone();
        last.entry.seq = 5;
        last.entry.event = merged;
        entries.push(last);
        let text = told(&entries);
        for words in [
            format!("Copy of\nnorth of Llyfrgell y Gogledd, fingerprint {original}. Parts of it"),
            "Sign-off of the original\nAda Fell, Head librarian, on".to_owned(),
            "Carried forward from\nWith entry 3 on 20 November 2026: north of Llyfrgell y Gogledd, \
             fingerprint "
                .to_owned(),
            format!(
                "Merged with\nWith entry 5 on 20 November 2026: north of Llyfrgell y Gogledd, \
                 fingerprint {common}. Its 0 lines after entry 4 are kept in this record."
            ),
            "Merge\n12 collections\n13 collections".to_owned(),
        ] {
            assert!(text.contains(&words), "no {words:?} in {text}");
        }
    }
}
