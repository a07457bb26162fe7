//! `status`: where an assessment stands. Exit code 3 while questions are unanswered or an
//! exemption does not count.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::args::Common;
use super::error::CliError;
use super::migrate::latest;
use super::overview::{former_json, gap_json};
use super::shifts::since_json;
use super::wizard::library;
use super::{Done, print, print_json};
use crate::facts::{AskedBy, Fault, Gap, Redaction};
use crate::platform::quoted;
use crate::questionnaire::Questionnaire;
use crate::record::evidence::changed;
use crate::record::{Loaded, name_of};
use crate::rules::{
    DIFFER, Indicated, Left, Missing, Outcome, Overdue, Reached, Results, Review, Since, Told,
    Truth, suggestions, to_confirm, to_look_at,
};
use crate::session::{Clock, look, organisation};
use crate::text::{counted, listed};

/// Says where an assessment stands.
pub(super) fn status(
    common: &Common,
    record: Option<&str>,
    as_json: bool,
) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, record)?;
    let today = Clock::System.today();
    let changed = changed(&library.places(), &path, &loaded.state);
    let changed = changed.into_iter().map(|(of, ..)| of);
    let results = Results::of(&loaded.questionnaire, &loaded.state, today).with_changed(changed);
    if as_json {
        let mut value = value_of(&loaded, &results, today);
        value["record"] = json!(name_of(&path));
        value["path"] = json!(path);
        value["as_at"] = json!(today);
        value["later_version"] = json!(later(common, &loaded)?);
        print_json(&value)?;
    } else {
        print(&words(&loaded, &results, today))?;
        if let Some(version) = later(common, &loaded)? {
            print(&format!(
                "There is a version {version} of the questionnaire. See what would change with: \
                 mfa-assess migrate {} --dry-run",
                quoted(record.unwrap_or(&name_of(&path)))
            ))?;
        }
    }
    Ok(if results.is_complete() {
        Done::Well
    } else {
        Done::Incomplete
    })
}

/// The version that new assessments ask, where it is a later one.
fn later(common: &Common, loaded: &Loaded) -> Result<Option<String>, CliError> {
    let asked = &loaded.questionnaire;
    let later = latest(common)?.filter(|edition| edition.succeeds(&asked.id, &asked.version));
    Ok(later.map(|edition| edition.version))
}

pub(super) fn value_of(loaded: &Loaded, results: &Results, today: Date) -> Value {
    let gaps = results.gaps.iter().map(gap_json);
    let requirements = results
        .requirements
        .iter()
        .map(|r| json!({"id": r.id, "outcome": r.outcome, "because": r.because}));
    let objectives = results.objectives.iter().filter_map(|result| {
        let objective = loaded.questionnaire.objective(&result.id)?;
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
    let told = |told: &[Told]| -> Vec<Value> {
        let told = told.iter();
        told.map(|t| json!({"says": t.says, "rests_on": t.rests_on}))
            .collect()
    };
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
    let suggested = suggestions(&loaded.questionnaire, &loaded.state, results);
    let suggested = suggested.into_iter().map(|s| {
        json!({
            "scenario": s.scenario, "what": s.what, "owner": s.owner, "finds_out": s.finds_out,
            "due": s.due, "ends": s.ends.map(|id| id.to_string()), "towards": s.towards,
        })
    });
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
    let changed = to_look_at(&loaded.questionnaire, &loaded.state, results);
    let changed =
        changed.map(|(question, changes)| json!({"question": question.id, "changes": changes}));
    let earlier = loaded.state.earlier.iter().map(
        |earlier| json!({"version": earlier.questionnaire.version, "until_entry": earlier.until}),
    );
    let former = loaded.state.former.iter().map(former_json);
    let carried = loaded.state.carried.as_ref().map(|carried| {
        let waiting = to_confirm(&loaded.questionnaire, &loaded.state, results, today);
        json!({"from": carried.from, "to_confirm": waiting.len()})
    });
    json!({
        "organisation": organisation(loaded),
        "questionnaire": asked_json(asked),
        "earlier_versions": earlier.collect::<Vec<_>>(),
        "changed_since_answered": changed.collect::<Vec<_>>(),
        "kept_not_counted": former.collect::<Vec<_>>(),
        "carried": carried,
        "redaction": loaded.state.redaction,
        "complete": results.is_complete(),
        "left": left_json(loaded, results, today),
        "overdue": overdue_json(loaded, results, today),
        "signed": loaded.state.is_signed(),
        "gaps": gaps.collect::<Vec<_>>(),
        "requirements": requirements.collect::<Vec<_>>(),
        "objectives": objectives.collect::<Vec<_>>(),
        "differences": told(&results.contrasts),
        "notices": told(&results.notices),
        "scenarios": scenarios.collect::<Vec<_>>(),
        "suggested_actions": suggested.collect::<Vec<_>>(),
        "sign_offs": sign_offs.collect::<Vec<_>>(),
        "fingerprint": loaded.entries.last().map(|l| l.fingerprint),
    })
}

/// By which questionnaire a record asks.
pub(super) fn asked_json(asked: &Questionnaire) -> Value {
    let by = AskedBy::of(asked);
    json!({"id": asked.id, "version": asked.version, "digest": by.digest, "is": by.is})
}

fn left(loaded: &Loaded, results: &Results, today: Date) -> Left {
    Review::of(&loaded.questionnaire, &loaded.state, results, today).left
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

/// What has run out, in a line a kind with the numbers.
fn overdue_lines(loaded: &Loaded, results: &Results, today: Date) -> Vec<String> {
    fn line<T: ToString>(says: String, ids: &[T]) -> Option<String> {
        let ids: Vec<String> = ids.iter().map(T::to_string).collect();
        (!ids.is_empty()).then(|| format!("{says}: {}.", listed(&ids)))
    }
    let overdue = Overdue::of(&loaded.state, results, today);
    let lines = [
        line(overdue.actions_words(), &overdue.actions),
        line(overdue.exemptions_words(), &overdue.exemptions),
        line(overdue.evidence_words(), &overdue.evidence),
    ];
    lines.into_iter().flatten().collect()
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

pub(super) fn words(loaded: &Loaded, results: &Results, today: Date) -> String {
    let asked = &loaded.questionnaire;
    let by = AskedBy::of(asked);
    let name = organisation(loaded);
    let name = if name.is_empty() {
        "(organisation not named yet)"
    } else {
        name
    };
    let redaction = loaded.state.redaction.iter().map(Redaction::words);
    let mut lines: Vec<String> = redaction.collect();
    lines.extend([
        name.to_owned(),
        format!(
            "{} {}, digest {}",
            asked.title,
            asked.version,
            by.digest.short()
        ),
        String::new(),
    ]);
    if let Some(warning) = by.warning(asked) {
        lines.extend([warning, String::new()]);
    }
    let overdue = overdue_lines(loaded, results, today);
    if !overdue.is_empty() {
        lines.extend(overdue);
        lines.push(String::new());
    }
    for notice in &results.notices {
        lines.extend([notice.in_full(), String::new()]);
    }
    lines.extend(views(loaded, results));
    lines.push(String::new());
    lines.push(complete_words(results));
    lines.push(left(loaded, results, today).words());
    let changed = to_look_at(&loaded.questionnaire, &loaded.state, results).count();
    if changed > 0 {
        lines.push(format!(
            "To look at again: {}, because what was asked has changed since.",
            counted(changed, "answer")
        ));
    }
    if let Some(carried) = &loaded.state.carried {
        let waiting = to_confirm(&loaded.questionnaire, &loaded.state, results, today);
        let from = carried.from.words();
        lines.push(match waiting.len() {
            0 => format!("Begun from {from}: nothing is left to confirm."),
            left => format!(
                "Begun from {from}: {} to confirm so far, which do not count before.",
                counted(left, "thing")
            ),
        });
    }
    if !loaded.state.former.is_empty() {
        lines.push(format!(
            "Given to an earlier version, kept and not counted: {}. The report shows each.",
            counted(loaded.state.former.len(), "thing")
        ));
    }
    let each = Since::each(&loaded.questionnaire, &loaded.state, results, today);
    for signed in &loaded.state.sign_offs {
        let (by, stands) = (&signed.sign_off, signed.words());
        lines.push(format!("{}: {stands}.", signed.by_words()));
        lines.extend(signed.fault_words());
        let since = each.iter().find(|(standing, _)| standing.seq == signed.seq);
        lines.extend(since.and_then(|(_, since)| since.news(&loaded.questionnaire)));
        lines.extend(by.same_person_words());
    }
    if loaded.state.sign_offs.is_empty() {
        lines.push("Not signed off.".to_owned());
    }
    if let Some(last) = loaded.entries.last() {
        lines.push(format!("Fingerprint: {}", last.fingerprint));
    }
    if let Some(torn) = &loaded.torn {
        lines.push(format!(
            "The last line was cut short by a crash ({}) and does not count. Open the record to have it set aside.",
            counted(torn.bytes, "byte")
        ));
    }
    lines.join("\n")
}

/// The outcomes of each view, under its title where there are several.
fn views(loaded: &Loaded, results: &Results) -> Vec<String> {
    let asked = &loaded.questionnaire;
    let mut lines = vec![];
    for view in &asked.views {
        if asked.views.len() > 1 {
            lines.push(format!("{}:", view.title));
        }
        let of_view = |id| asked.requirement(id).is_some_and(|r| r.view == view.id);
        let requirements = results.requirements.iter().filter(|r| of_view(&r.id));
        lines.extend(
            requirements.map(|r| format!("{}: {}. {}", r.id, r.outcome.words(), r.because)),
        );
        for objective in &view.objectives {
            let result = results.objectives.iter().find(|r| r.id == objective.id);
            lines.extend(result.map(|r| {
                let reached = r.reached.words(objective);
                format!("{}: {reached}. {}", r.id, r.because)
            }));
        }
        if asked.views.len() > 1 {
            lines.push(String::new());
        }
    }
    if !results.contrasts.is_empty() {
        lines.push(format!("{DIFFER}:"));
        lines.extend(results.contrasts.iter().map(Told::in_full));
        lines.push(String::new());
    }
    // The caller leaves a line.
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Whether anything stands before a final sign-off, and how much of which kind.
fn complete_words(results: &Results) -> String {
    let count = |is: fn(&Gap) -> bool| results.gaps.iter().filter(|gap| is(gap)).count();
    let said = |count: usize, noun: &str, one: &str, more: &str| {
        let what = if count == 1 { one } else { more };
        (count > 0).then(|| format!("{} {what}", counted(count, noun)))
    };
    let parts = [
        said(
            results.unanswered(),
            "question",
            "not answered",
            "not answered",
        ),
        said(
            count(|gap| matches!(gap, Gap::Exemption(_))),
            "exemption",
            "does not count",
            "do not count",
        ),
        said(
            count(|gap| {
                matches!(
                    gap,
                    Gap::EvidenceExpired(_) | Gap::EvidenceChanged(_) | Gap::FileChanged(_)
                )
            }),
            "piece",
            "of evidence does not hold",
            "of evidence do not hold",
        ),
        said(
            results.unknown_musts().count(),
            "must",
            "is not known to be met",
            "are not known to be met",
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match parts.as_slice() {
        [] => "Complete: every question is answered, and every exemption counts.".to_owned(),
        [one] => format!("Incomplete: {one}."),
        [most @ .., last] => format!("Incomplete: {}, and {last}.", most.join(", ")),
    }
}
