//! Where an assessment stands, for programs.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::left;
use crate::cli::overview::{former_json, gap_json};
use crate::cli::shifts::since_json;
use crate::facts::{AskedBy, Fault};
use crate::questionnaire::Questionnaire;
use crate::record::Loaded;
use crate::rules::{
    Indicated, Missing, Outcome, Overdue, Reached, Results, Since, Told, Truth, suggestions,
    to_confirm, to_look_at,
};
use crate::session::organisation;

pub(in crate::cli) fn value_of(loaded: &Loaded, results: &Results, today: Date) -> Value {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let gaps = results.gaps.iter().map(gap_json);
    let requirements = results
        .requirements
        .iter()
        .map(|r| json!({"id": r.id, "outcome": r.outcome, "because": r.because}));
    let changed = to_look_at(asked, state, results);
    let changed =
        changed.map(|(question, changes)| json!({"question": question.id, "changes": changes}));
    let earlier = state.earlier.iter().map(
        |earlier| json!({"version": earlier.questionnaire.version, "until_entry": earlier.until}),
    );
    let former = state.former.iter().map(former_json);
    let carried = state.carried.as_ref().map(|carried| {
        let waiting = to_confirm(asked, state, results, today);
        json!({"from": carried.from, "to_confirm": waiting.len()})
    });
    json!({
        "organisation": organisation(loaded),
        "questionnaire": asked_json(asked),
        "earlier_versions": earlier.collect::<Vec<_>>(),
        "changed_since_answered": changed.collect::<Vec<_>>(),
        "kept_not_counted": former.collect::<Vec<_>>(),
        "carried": carried,
        "redaction": state.redaction,
        "complete": results.is_complete(),
        "left": left_json(loaded, results, today),
        "overdue": overdue_json(loaded, results, today),
        "signed": state.is_signed(),
        "gaps": gaps.collect::<Vec<_>>(),
        "requirements": requirements.collect::<Vec<_>>(),
        "objectives": objectives(asked, results),
        "differences": told(&results.contrasts),
        "notices": told(&results.notices),
        "scenarios": scenarios(loaded, results, today),
        "suggested_actions": suggested(loaded, results),
        "sign_offs": sign_offs(loaded, results, today),
        "fingerprint": loaded.entries.last().map(|l| l.fingerprint),
    })
}

fn objectives(asked: &Questionnaire, results: &Results) -> Vec<Value> {
    let objectives = results.objectives.iter().filter_map(|result| {
        let objective = asked.objective(&result.id)?;
        let indicators = result.indicators.iter();
        let indicators =
            indicators.map(|(id, holds)| json!({"id": id, "holds": indicated(*holds)}));
        let level = match &result.reached {
            Reached::Level(level) => json!(level),
            Reached::Open(_) | Reached::NotAsked => Value::Null,
        };
        Some(json!({
            "id": result.id, "level": level, "reached": result.reached.words(objective),
            "because": result.because, "indicators": indicators.collect::<Vec<_>>(),
        }))
    });
    objectives.collect()
}

/// Whether an indicator holds, in the words of outcomes where it is open.
fn indicated(indicated: Indicated) -> Value {
    match indicated {
        Indicated::Asked(Truth::Yes) => json!(true),
        Indicated::Asked(Truth::No) => json!(false),
        Indicated::Asked(Truth::Open(Missing::Answer)) => json!(Outcome::NotAnswered),
        Indicated::Asked(Truth::Open(Missing::Knowledge)) => json!(Outcome::DontKnow),
        Indicated::NotAsked => json!(Outcome::NotAsked),
    }
}

fn told(told: &[Told]) -> Vec<Value> {
    let told = told.iter();
    told.map(|t| json!({"says": t.says, "rests_on": t.rests_on}))
        .collect()
}

fn scenarios(loaded: &Loaded, results: &Results, today: Date) -> Vec<Value> {
    let scenarios = results.asked().map(|s| {
        let findings = s.findings.iter().map(|f| {
            json!({
                "requirement": f.requirement, "outcome": f.outcome, "because": f.because,
                "next": f.next,
                "would_change": f.what_would_change(&loaded.questionnaire, &loaded.state, today, &s.id),
                "exemptions": f.exemptions.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        });
        json!({
            "id": s.id, "work": s.work.words(),
            "findings": findings.collect::<Vec<_>>(),
        })
    });
    scenarios.collect()
}

fn suggested(loaded: &Loaded, results: &Results) -> Vec<Value> {
    let suggested = suggestions(&loaded.questionnaire, &loaded.state, results).into_iter();
    let suggested = suggested.map(|s| {
        json!({
            "scenario": s.scenario, "what": s.what, "owner": s.owner, "finds_out": s.finds_out,
            "due": s.due, "ends": s.ends.map(|id| id.to_string()), "towards": s.towards,
        })
    });
    suggested.collect()
}

fn sign_offs(loaded: &Loaded, results: &Results, today: Date) -> Vec<Value> {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let each = Since::each(asked, state, results, today);
    let sign_offs = state.sign_offs.iter().map(|s| {
        let since = each.iter().find(|(signed, _)| signed.seq == s.seq);
        json!({
            "name": s.sign_off.name, "role": s.sign_off.role, "date": s.sign_off.date,
            "fingerprint": s.sign_off.fingerprint, "superseded_by": s.superseded_by,
            "draft": s.is_draft(), "faults": s.faults.iter().map(Fault::words).collect::<Vec<_>>(),
            "gaps": s.sign_off.gaps.iter().map(gap_json).collect::<Vec<_>>(),
            "same_person": s.sign_off.same_person,
            "since": since.map(|(_, since)| since_json(since, asked)),
        })
    });
    sign_offs.collect()
}

/// By which questionnaire a record asks.
pub(in crate::cli) fn asked_json(asked: &Questionnaire) -> Value {
    let by = AskedBy::of(asked);
    json!({"id": asked.id, "version": asked.version, "digest": by.digest, "is": by.is})
}

fn left_json(loaded: &Loaded, results: &Results, today: Date) -> Value {
    let left = left(loaded, results, today);
    json!({
        "before_sign_off": left.gaps, "worth_a_look": left.looks, "minutes": left.minutes,
        "says": left.words(),
    })
}

fn overdue_json(loaded: &Loaded, results: &Results, today: Date) -> Value {
    fn ids<T: ToString>(ids: &[T]) -> Vec<String> {
        ids.iter().map(T::to_string).collect()
    }
    let overdue = Overdue::of(&loaded.state, results, today);
    json!({
        "actions": ids(&overdue.actions), "exemptions": ids(&overdue.exemptions),
        "evidence": ids(&overdue.evidence),
    })
}
