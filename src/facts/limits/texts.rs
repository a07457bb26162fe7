//! The texts of an entry, and of a change, against the limits under which they are entered.

use std::collections::BTreeMap;

use super::{ANSWER, LINE, NAME, NOTE, Overlong, PATH, SAME_PERSON, SIGNER, no_more};
use crate::facts::action::{Action, Due};
use crate::facts::answer::Answer;
use crate::facts::carried::{Carried, Origin, OtherVersion};
use crate::facts::change::Change;
use crate::facts::event::{Entry, Event};
use crate::facts::evidence::EvidenceFile;
use crate::facts::exemption::Exemption;
use crate::facts::ids::MAX_NUMBER;
use crate::facts::life::{Closure, Life, Relied, Submission};
use crate::facts::merged::Merge;
use crate::facts::migration::{Former, Given, Titles};
use crate::facts::redaction::Redaction;
use crate::facts::register::{Evidence, System};
use crate::facts::sign_off::SignOff;

/// Holds the texts of an entry against the limits under which they were entered.
///
/// # Errors
/// Names the first that is longer.
pub fn check(entry: &Entry) -> Result<(), Overlong> {
    let Entry {
        v: _,
        seq: _,
        at: _,
        by,
        why,
        event,
        prev: _,
    } = entry;
    // The assessor is named in an answer, and the questionnaire says how long that can be.
    within("the name of who wrote it", by, ANSWER)?;
    within("the reason", why.as_deref().unwrap_or_default(), LINE)?;
    of_event(event)
}

fn of_event(event: &Event) -> Result<(), Overlong> {
    match event {
        // The questionnaire has bounds of its own.
        Event::Created {
            tool,
            questionnaire: _,
        }
        | Event::Migrated {
            tool,
            questionnaire: _,
        } => within("the name of the program", tool, LINE),
        Event::Changed(change) => of_change(change),
        Event::CarriedForward(carried) => of_carried(carried),
        Event::Merged(merge) => of_merge(merge),
        Event::Redacted(redaction) => {
            let Redaction {
                of,
                without: _,
                sign_offs,
            } = &**redaction;
            of_origin(of)?;
            sign_offs.iter().try_for_each(of_sign_off)
        }
        Event::SignedOff(by) => of_sign_off(by),
        Event::Undone { seq: _ } | Event::Redone { seq: _ } => Ok(()),
    }
}

/// Holds the texts of a change against the limits under which they are entered.
///
/// # Errors
/// Names the first that is longer.
pub fn of_change(change: &Change) -> Result<(), Overlong> {
    match change {
        Change::Answer(_, Some(answer)) | Change::Field(_, _, Some(answer)) => of_answer(answer),
        Change::Note(_, Some(note)) => within("the note", &note.text, NOTE),
        Change::Evidence(_, Some(text)) => within("the reference to evidence", text, LINE),
        Change::File(_, file) => of_file(file),
        Change::NoFile(_, path) => within("the path", path, PATH),
        Change::Coverage(exemption, _) => numbered(exemption.0),
        Change::Life(_, life) => of_life(life),
        Change::Withdrawn(_, reason) => within("the reason", reason, LINE),
        Change::Action(id, Some(action)) => {
            numbered(id.0)?;
            of_action(action)
        }
        Change::System(id, Some(system)) => {
            numbered(id.0)?;
            of_system(system)
        }
        Change::Listed(id, Some(evidence)) => {
            numbered(id.0)?;
            of_evidence(evidence)
        }
        // Nothing but ids and numbers.
        Change::Answer(_, None)
        | Change::Note(_, None)
        | Change::Evidence(_, None)
        | Change::Field(_, _, None)
        | Change::Action(_, None)
        | Change::System(_, None)
        | Change::Listed(_, None) => Ok(()),
    }
}

/// Nothing is begun beyond the last number: the next would have the same.
const fn numbered(has: u32) -> Result<(), Overlong> {
    if has > MAX_NUMBER {
        return Err(Overlong::NoNumber { has });
    }
    Ok(())
}

fn of_answer(answer: &Answer) -> Result<(), Overlong> {
    match answer {
        Answer::Text(words) => within("the answer", words, ANSWER),
        Answer::NotApplicable { reason } => within("the reason", reason, LINE),
        Answer::Choice(_)
        | Answer::Choices(_)
        | Answer::Number(_)
        | Answer::Date(_)
        | Answer::DontKnow => Ok(()),
    }
}

fn of_action(action: &Action) -> Result<(), Overlong> {
    let Action {
        scenario: _,
        what,
        owner,
        role,
        due,
        priority: _,
        progress: _,
        finds_out: _,
        ends: _,
        towards: _,
        closes: _,
        with: _,
    } = action;
    // This program and older ones take a suggestion up as the questionnaire words it, or as the plan of
    // an exemption does, which may have more room than whoever types an action.
    within("the action", what, ANSWER)?;
    within("the owner of the action", owner, ANSWER)?;
    within("the role of the owner", role, NAME)?;
    match due {
        Due::NoDate(reason) => within("the reason for no date", reason, ANSWER),
        Due::On(_) | Due::NotGiven => Ok(()),
    }
}

fn of_exemption(exemption: &Exemption) -> Result<(), Overlong> {
    let Exemption {
        kind: _,
        requirements: _,
        scenarios: _,
        systems: _,
        fields,
        life,
        withdrawn,
    } = exemption;
    fields.values().try_for_each(of_answer)?;
    of_life(life)?;
    within("the reason", withdrawn.as_deref().unwrap_or_default(), LINE)
}

/// What was approved may have been said under an earlier version.
fn of_life(life: &Life) -> Result<(), Overlong> {
    let Life {
        submitted,
        approvals,
        renewing: _,
        kept_up,
        closed,
    } = life;
    if let Some(Submission { on: _, content }) = submitted {
        of_relied(content)?;
    }
    approvals.iter().try_for_each(of_relied)?;
    kept_up.values().try_for_each(of_answer)?;
    match closed {
        Some(Closure { on: _, how }) => within("the reason", how, LINE),
        None => Ok(()),
    }
}

fn of_relied(relied: &Relied) -> Result<(), Overlong> {
    let Relied {
        requirements: _,
        scenarios: _,
        systems: _,
        fields,
    } = relied;
    fields.values().try_for_each(of_answer)
}

fn of_system(System { fields }: &System) -> Result<(), Overlong> {
    fields.values().try_for_each(of_answer)
}

fn of_evidence(evidence: &Evidence) -> Result<(), Overlong> {
    let Evidence {
        fields,
        scenarios: _,
        exemptions: _,
        file,
    } = evidence;
    file.iter().try_for_each(of_file)?;
    fields.values().try_for_each(of_answer)
}

fn of_file(file: &EvidenceFile) -> Result<(), Overlong> {
    let EvidenceFile {
        path,
        bytes: _,
        sha256: _,
    } = file;
    within("the path", path, PATH)
}

fn of_sign_off(by: &SignOff) -> Result<(), Overlong> {
    let SignOff {
        name,
        role,
        declaration,
        date: _,
        fingerprint: _,
        gaps: _,
        same_person,
    } = by;
    within("the name of who signed", name, SIGNER)?;
    // These are words of the questionnaire that was in force.
    within("the role of who signed", role, ANSWER)?;
    within("the declaration", declaration, ANSWER)?;
    let why = same_person.as_deref().unwrap_or_default();
    within("the reason", why, SAME_PERSON)
}

fn of_origin(origin: &Origin) -> Result<(), Overlong> {
    let Origin {
        record,
        organisation,
        version,
        fingerprint: _,
        last: _,
    } = origin;
    within("the name of the other record", record, PATH)?;
    within("the organisation of the other record", organisation, ANSWER)?;
    within("the version of the other record", version, ANSWER)
}

/// Its answers may have been given to an earlier version, which had more room.
fn of_carried(carried: &Carried) -> Result<(), Overlong> {
    let Carried {
        from,
        answers,
        worded,
        notes,
        evidence,
        exemptions,
        actions,
        systems,
        listed,
        other_version,
    } = carried;
    of_origin(from)?;
    answers.values().try_for_each(of_answer)?;
    each_within("how an answer read", worded.values(), ANSWER)?;
    each_within("a note", notes.values().map(|note| &note.text), NOTE)?;
    each_within("a reference to evidence", evidence.values(), LINE)?;
    exemptions.values().try_for_each(of_exemption)?;
    actions.values().try_for_each(of_action)?;
    systems.values().try_for_each(of_system)?;
    listed.values().try_for_each(of_evidence)?;
    other_version.as_deref().map_or(Ok(()), of_other_version)
}

fn of_other_version(other: &OtherVersion) -> Result<(), Overlong> {
    let OtherVersion {
        fields,
        aside,
        titles,
    } = other;
    let fields = fields.values().flat_map(BTreeMap::values);
    each_within("how an answer read", fields, ANSWER)?;
    aside.iter().try_for_each(of_former)?;
    of_titles(titles)
}

fn of_former(former: &Former) -> Result<(), Overlong> {
    let Former {
        given,
        version,
        place,
        asked,
        words,
        why: _,
    } = former;
    let texts = [version, place, asked, words];
    each_within("what has no place now", texts, ANSWER)?;
    match given {
        Given::Answer(_, answer)
        | Given::Field(_, _, answer)
        | Given::System(_, _, answer)
        | Given::Listed(_, _, answer) => of_answer(answer),
        Given::Note(_, note) => within("a note", &note.text, NOTE),
        Given::Evidence(_, words) => within("a reference to evidence", words, LINE),
        Given::File(_, file) | Given::ListedFile(_, file) => of_file(file),
        Given::Serves(..)
        | Given::Covers(..)
        | Given::CoversSystem(..)
        | Given::Shows(..)
        | Given::Supports(..) => Ok(()),
    }
}

fn of_titles(titles: &Titles) -> Result<(), Overlong> {
    let Titles {
        scenarios,
        questions,
    } = titles;
    let titles = scenarios.values().chain(questions.values());
    each_within("a title", titles, ANSWER)
}

fn of_merge(merge: &Merge) -> Result<(), Overlong> {
    let Merge {
        other,
        common: _,
        // The entries that these lines are stand among those that it has brought, too.
        lines: _,
        // Each is held as a whole entry.
        kept: _,
        takes,
        renumbered: _,
        changed: _,
        seen,
        titles,
    } = merge;
    of_origin(other)?;
    takes.iter().try_for_each(of_event)?;
    seen.iter().try_for_each(|seen| of_system(&seen.was))?;
    of_titles(titles)
}

fn each_within<'a>(
    what: &'static str,
    texts: impl IntoIterator<Item = &'a String>,
    max: u16,
) -> Result<(), Overlong> {
    texts
        .into_iter()
        .try_for_each(|words| within(what, words, max))
}

fn within(what: &'static str, words: &str, max: u16) -> Result<(), Overlong> {
    no_more(what, words, max.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::facts::Note;

    fn noted(length: usize) -> Event {
        Event::Changed(Change::note(
            "vpn".try_into().unwrap(),
            Note {
                text: "ŷ".repeat(length),
                for_board: false,
            },
        ))
    }

    #[test]
    fn a_text_that_nobody_can_have_entered_is_named() {
        assert_eq!(of_event(&noted(usize::from(NOTE))), Ok(()));
        let long = of_event(&noted(usize::from(NOTE) + 1)).unwrap_err();
        assert_eq!(
            long.to_string(),
            "the note has 4001 characters, and 4000 are the most that mfa-assess takes there"
        );
    }

    /// An entry like this one, with a text in each place where one can stand.
    fn every_text(long: &str) -> Vec<Event> {
        let kept = |kind: &str, rest: serde_json::Value| {
            let mut event = rest;
            event["type"] = kind.into();
            serde_json::from_value::<Event>(event).unwrap()
        };
        let none = "0".repeat(64);
        let at = "2026-11-24T10:00:00Z";
        let signed = |field: &str| {
            let mut signed = json!({
                "name": "a", "role": "a", "declaration": "a", "date": "2026-11-24",
                "fingerprint": none, "same_person": "a",
            });
            signed[field] = long.into();
            signed
        };
        let origin = |field: &str| {
            let mut origin = json!({
                "record": "a", "organisation": "a", "version": "a", "fingerprint": none, "last": at,
            });
            origin[field] = long.into();
            origin
        };
        let action = |field: &str, said: serde_json::Value| {
            let mut action = json!({
                "scenario": "a", "what": "a", "owner": "a", "role": "a", "due": "not-given",
                "done": false,
            });
            action[field] = said;
            action
        };
        let carried = |field: &str, said: serde_json::Value| {
            let mut carried = json!({
                "from": origin("none"), "answers": {}, "notes": {}, "evidence": {},
                "exemptions": {}, "actions": {},
            });
            carried["from"].as_object_mut().unwrap().remove("none");
            carried[field] = said;
            kept("carried-forward", carried)
        };
        let exemption = |field: &str, said: serde_json::Value| {
            let mut exemption = json!({
                "kind": "E1", "requirements": [], "scenarios": [], "fields": {}, "withdrawn": null,
            });
            exemption[field] = said;
            carried("exemptions", json!({ "1": exemption }))
        };
        let text = json!({ "text": long });
        let redacted = |of: serde_json::Value, signed: Vec<serde_json::Value>| {
            kept(
                "redacted",
                json!({ "of": of, "without": [], "sign_offs": signed }),
            )
        };
        let plain = || {
            let mut plain = origin("none");
            plain.as_object_mut().unwrap().remove("none");
            plain
        };
        let file = json!({ "path": long, "bytes": 1, "sha256": none });
        let mut all = vec![
            kept("created", json!({ "tool": long, "questionnaire": {} })),
            kept("migrated", json!({ "tool": long, "questionnaire": {} })),
            kept("answered", json!({ "question": "a", "answer": text })),
            kept("noted", json!({ "scenario": "a", "text": long })),
            kept("evidenced", json!({ "scenario": "a", "text": long })),
            kept(
                "exemption-withdrawn",
                json!({ "exemption": 1, "reason": long }),
            ),
            kept(
                "exemption-moved",
                json!({ "exemption": 1, "life": { "closed": { "on": "2026-11-24", "how": long } } }),
            ),
            kept(
                "system-written",
                json!({ "system": 1, "content": { "fields": { "a": text } } }),
            ),
            kept(
                "evidence-written",
                json!({ "evidence": 1, "content": { "fields": {}, "file": file } }),
            ),
            kept("file-referenced", json!({ "scenario": "a", "file": file })),
            kept("file-dropped", json!({ "scenario": "a", "path": long })),
            carried("answers", json!({ "a": text })),
            carried("worded", json!({ "a": long })),
            carried("notes", json!({ "a": long })),
            carried("evidence", json!({ "a": long })),
            carried("systems", json!({ "1": { "fields": { "a": text } } })),
            carried("other_version", json!({ "fields": { "1": { "a": long } } })),
            carried(
                "other_version",
                json!({ "titles": { "scenarios": { "a": long } } }),
            ),
            exemption("fields", json!({ "a": text })),
            exemption("withdrawn", long.into()),
        ];
        for (field, said) in [
            ("what", json!(long)),
            ("owner", json!(long)),
            ("role", json!(long)),
            ("due", json!({ "no-date": long })),
        ] {
            let content = action(field, said);
            all.push(carried("actions", json!({ "1": content })));
            all.push(kept(
                "action-written",
                json!({ "action": 1, "content": content }),
            ));
        }
        for field in ["record", "organisation", "version"] {
            all.push(redacted(origin(field), vec![]));
            all.push(carried("from", origin(field)));
        }
        for field in ["name", "role", "declaration", "same_person"] {
            all.push(redacted(plain(), vec![signed(field)]));
            all.push(kept("signed-off", signed(field)));
        }
        all
    }

    #[test]
    fn no_place_of_an_entry_takes_a_text_without_end() {
        for event in every_text("a") {
            assert_eq!(of_event(&event), Ok(()), "{event:?}");
        }
        for event in every_text(&"a".repeat(usize::from(ANSWER) + 1)) {
            assert!(of_event(&event).is_err(), "{}", &format!("{event:?}")[..99]);
        }
    }

    #[test]
    fn what_is_typed_is_held_to_the_limit_of_its_field() {
        for (field, most) in [("name", SIGNER), ("same_person", SAME_PERSON)] {
            for (more, is_taken) in [(0, true), (1, false)] {
                let words = "ŷ".repeat(usize::from(most) + more);
                let mut signed = every_text(&words).into_iter().filter(|event| match event {
                    Event::SignedOff(by) => match field {
                        "name" => by.name == words,
                        _ => by.same_person.as_ref() == Some(&words),
                    },
                    _ => false,
                });
                assert_eq!(
                    of_event(&signed.next().unwrap()).is_ok(),
                    is_taken,
                    "{field}"
                );
            }
        }
    }
}
