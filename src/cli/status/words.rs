//! Where an assessment stands, in words.

use jiff::civil::Date;

use super::left;
use crate::facts::{AskedBy, Gap, Redaction};
use crate::record::Loaded;
use crate::rules::{DIFFER, Overdue, Results, Since, Told, to_confirm, to_look_at};
use crate::session::organisation;
use crate::text::{counted, listed};

pub(in crate::cli) fn words(loaded: &Loaded, results: &Results, today: Date) -> String {
    let mut lines = head(loaded);
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
    lines.extend(from_earlier(loaded, results, today));
    lines.extend(sign_offs(loaded, results, today));
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

/// Whose assessment it is, and by what it asks.
fn head(loaded: &Loaded) -> Vec<String> {
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
    lines
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

/// What was said in an earlier version or an earlier record, and waits for somebody to look at it.
fn from_earlier(loaded: &Loaded, results: &Results, today: Date) -> Vec<String> {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let mut lines = vec![];
    let changed = to_look_at(asked, state, results).count();
    if changed > 0 {
        lines.push(format!(
            "To look at again: {}, because what was asked has changed since.",
            counted(changed, "answer")
        ));
    }
    if let Some(carried) = &state.carried {
        let waiting = to_confirm(asked, state, results, today);
        let from = carried.from.words();
        lines.push(match waiting.len() {
            0 => format!("Begun from {from}: nothing is left to confirm."),
            left => format!(
                "Begun from {from}: {} to confirm so far, which do not count before.",
                counted(left, "thing")
            ),
        });
    }
    if !state.former.is_empty() {
        lines.push(format!(
            "Given to an earlier version, kept and not counted: {}. The report shows each.",
            counted(state.former.len(), "thing")
        ));
    }
    lines
}

/// Who has signed, what is wrong with that, and what has changed since.
fn sign_offs(loaded: &Loaded, results: &Results, today: Date) -> Vec<String> {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    if state.sign_offs.is_empty() {
        return vec!["Not signed off.".to_owned()];
    }
    let mut lines = vec![];
    let each = Since::each(asked, state, results, today);
    for signed in &state.sign_offs {
        lines.push(format!("{}: {}.", signed.by_words(), signed.words()));
        lines.extend(signed.fault_words());
        let since = each.iter().find(|(standing, _)| standing.seq == signed.seq);
        lines.extend(since.and_then(|(_, since)| since.news(asked)));
        lines.extend(signed.sign_off.same_person_words());
    }
    lines
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
