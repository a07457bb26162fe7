//! `demo`: a finished assessment of an invented trust, to try everything with.
//!
//! What happens in it stands in `assets/demo.json`, written for one questionnaire. A string there
//! that is nothing but `today`, `today+90d` or `today-30d` becomes that date, so that the
//! demonstration never ages.

use std::fmt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use serde_json::Value;

use super::args::Common;
use super::error::CliError;
use super::wizard::{library, questionnaire};
use super::{Done, say};
use crate::facts::{Assessment, Change, Event, ExemptionId, SignOff};
use crate::output::{self, Kind, Output, write_report};
use crate::platform::quoted;
use crate::propose::{Accepted, Objection, Proposal, With, propose};
use crate::questionnaire::{ChoiceId, Questionnaire, QuestionnaireId};
use crate::record::{Library, read};
use crate::report::{Basis, Format, Options};
use crate::rules::{AsAt, LifeStep, Results};
use crate::session::Clock;
use crate::signature::throwaway;

/// What happens in the demonstration: data, written for the built-in questionnaire.
#[derive(Debug, Deserialize)]
struct Script {
    /// The questionnaire that it was written for.
    questionnaire: QuestionnaireId,
    /// The name of the record.
    title: String,
    /// Who is at the keyboard.
    by: String,
    /// What they do, in order.
    events: Vec<Event>,
    /// The exemptions that are approved then, as they read.
    approved: Vec<ExemptionId>,
    /// Who signs at the end.
    sign_offs: Vec<Signer>,
}

#[derive(Debug, Deserialize)]
struct Signer {
    name: String,
    role: ChoiceId,
}

/// Whom the identity for trying names: nobody.
const NOBODY: &str = "Demonstration signer (nobody)";

/// For how many days that identity holds.
const DAYS: u16 = 90;

/// Makes the assessment and its report in the current folder, and an identity to try signing with
/// where that is wanted, and says how to go on.
pub(super) fn demo(common: &Common, with_identity: bool) -> Result<Done, CliError> {
    let asked = questionnaire(common)?;
    let clock = Clock::System;
    let folder = PathBuf::from(".");
    let record = make(&asked, &folder, clock.now().timestamp(), clock.today())?;
    let loaded = read(&record)?;
    let results = Results::of(&loaded.questionnaire, &loaded.state, clock.today());
    let options = Options::new(clock.today(), asked.default_marking());
    let basis = Basis::of(&loaded, &results, &options);
    let report = free(&record);
    let library = library(common).ok();
    let place = Output::new(&report, Kind::Report(Format::Pdf), library.as_ref())
        .reading([record.as_path()]);
    write_report(&basis, Format::Pdf, &place, &mut |_| {})?;
    let key = with_identity
        .then(|| identity(&folder, clock.now().timestamp()))
        .transpose()?;
    let (record, report) = (record.display(), report.display());
    say(&format!(
        "A finished assessment of an invented trust:\n  record  {record}\n  report  {report}\n\
         Open the record in the wizard with:\n  mfa-assess open {}",
        quoted(&record)
    ));
    if let Some(key) = key {
        let (report, shown) = (quoted(&report), key.display());
        let key = quoted(&shown);
        say(&format!(
            "A key with a certificate, to try signing with; nobody vouches for it:\n  {shown}\n\
             Sign the report, and verify it, with:\n  mfa-assess sign {report} --identity {key}\n  \
             mfa-assess verify {report}"
        ));
    }
    Ok(Done::Well)
}

/// Makes a key with a certificate in a file that only its owner can read; no file is replaced.
fn identity(folder: &Path, now: Timestamp) -> Result<PathBuf, CliError> {
    let failed = |error: &dyn std::fmt::Display| {
        CliError::new(format_args!(
            "the identity for trying was not made: {error}"
        ))
        .hint("The record and the report are there")
    };
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| failed(&error))?;
    // Certificates count in UTC.
    let from = TimeZone::UTC.to_datetime(now).date();
    let made = throwaway(NOBODY, seed, from, DAYS).map_err(|error| failed(&error))?;
    let path = first_free(&folder.join("demo-identity"), "pem");
    let pem = format!("{}{}", made.key_pem.as_str(), made.certificate_pem);
    let written = Output::new(&path, Kind::Key, None).write(pem.as_bytes());
    written.map_err(|error| failed(&error))?;
    Ok(path)
}

pub(super) fn make(
    asked: &Questionnaire,
    folder: &Path,
    now: Timestamp,
    today: Date,
) -> Result<PathBuf, CliError> {
    let script = script(today)?;
    if script.questionnaire != asked.id {
        let (wants, has) = (&script.questionnaire, &asked.id);
        return Err(misfit(format_args!("it is for {wants}, not for {has}")));
    }
    let state = Assessment::default();
    let on = AsAt::unbegun(asked, &state, today);
    let approved = script.approved.into_iter();
    let approved = approved.map(|id| Proposal::Step(id, LifeStep::Approve));
    let changes = script.events.into_iter().map(Event::into_change);
    let changes: Option<Vec<Change>> = changes.collect();
    let changes = changes.ok_or_else(|| misfit("it does more than say things"))?;
    let proposals = changes.into_iter().map(Proposal::from).chain(approved);
    let accepted = propose(on, proposals, &With::default());
    let begun = [Accepted::created(asked)?].into_iter();
    let accepted: Vec<Accepted> = begun
        .chain(accepted.map_err(|all| objected(&all))?)
        .collect();
    let mut journal = Library::create_in(folder, &script.title)?;
    let count = accepted.len() + script.sign_offs.len();
    // As if it had been filled in up to now, one entry a minute.
    let at = |index: usize| {
        let minutes = i64::try_from(count - index).unwrap_or(0);
        now.checked_sub(minutes.minutes()).unwrap_or(now)
    };
    let mut last = None;
    let mut index = 0;
    for accepted in accepted {
        last = Some(journal.append(at(index), &script.by, accepted)?.fingerprint);
        index += 1;
    }
    for signer in script.sign_offs {
        let Some(fingerprint) = last else { break };
        let role = asked.sign_off.roles.iter().find(|r| r.id == signer.role);
        let role = role.ok_or_else(|| misfit(format_args!("no role {}", signer.role)))?;
        let signed = Accepted::signed(SignOff {
            name: signer.name.clone(),
            role: role.label.clone(),
            declaration: asked.sign_off.declaration.clone(),
            date: today,
            fingerprint,
            gaps: vec![],
            same_person: None,
        });
        last = Some(journal.append(at(index), &signer.name, signed)?.fingerprint);
        index += 1;
    }
    Ok(journal.path().to_owned())
}

/// That the demonstration does not fit the questionnaire, which a test excludes.
fn misfit(why: impl fmt::Display) -> CliError {
    let says = format_args!("the demonstration does not fit this questionnaire: {why}");
    CliError::new(says).hint("Run it without --questionnaire")
}

fn objected(objections: &[Objection]) -> CliError {
    let all = objections.iter();
    let all = all.map(|one| format!("change {}: {}", one.index + 1, one.rule));
    misfit(all.collect::<Vec<_>>().join("; "))
}

/// The script, with the dates of this day.
fn script(today: Date) -> Result<Script, CliError> {
    let mut value: Value = serde_json::from_str(include_str!("../../assets/demo.json"))?;
    date_all(&mut value, today);
    Ok(serde_json::from_value(value)?)
}

/// Puts a date in the place of every string that names one by its distance from today.
fn date_all(value: &mut Value, today: Date) {
    match value {
        Value::String(words) => {
            if let Some(date) = relative(words, today) {
                *words = date.to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| date_all(item, today)),
        Value::Object(fields) => fields.values_mut().for_each(|field| date_all(field, today)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `today`, `today+90d` or `today-30d`.
fn relative(words: &str, today: Date) -> Option<Date> {
    let rest = words.strip_prefix("today")?;
    if rest.is_empty() {
        return Some(today);
    }
    let days: i32 = rest.strip_suffix('d')?.parse().ok()?;
    // There is no day after the last of all.
    Some(today.saturating_add(days.days()))
}

/// A file for the report, beside the record and by its name, that is not there yet.
fn free(record: &Path) -> PathBuf {
    first_free(&record.with_extension(""), "pdf")
}

/// A file of this name that is not there yet: with a number where it has to be.
fn first_free(stem: &Path, extension: &str) -> PathBuf {
    let plain = PathBuf::from(format!("{}.{extension}", stem.display()));
    match plain.symlink_metadata() {
        Ok(_) => output::free(&plain),
        Err(_) => plain,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::questionnaire::{built_in, load};
    use crate::record::Loaded;
    use crate::rules::{Outcome, Standing};

    fn made(today: Date) -> (Loaded, Results) {
        let folder = tempfile::tempdir().unwrap();
        let now = format!("{today}T10:00:00Z").parse().unwrap();
        let record = make(&built_in().unwrap(), folder.path(), now, today).unwrap();
        let loaded = read(&record).unwrap();
        let results = Results::of(&loaded.questionnaire, &loaded.state, today);
        (loaded, results)
    }

    #[test]
    fn the_demonstration_answers_everything_and_is_signed() {
        let (loaded, results) = made(date(2026, 11, 24));
        assert_eq!(results.gaps, []);
        // Its register here is shorter than the one that it tells of, and that is told.
        let told: Vec<&str> = results
            .clashes
            .iter()
            .map(|(says, _)| says.as_str())
            .collect();
        assert!(
            matches!(told.as_slice(), [one, two]
                if one.contains("212 entries, and 8 are registered here")
                    && two.contains("23 systems in the cloud") && two.contains("and 4 that are hosted")),
            "{told:?}"
        );
        assert_eq!(loaded.state.current_sign_offs().count(), 2);
        // Or each would have to say why.
        let asked = &loaded.questionnaire;
        for signed in &loaded.state.sign_offs {
            let mut roles = asked.sign_off.roles.iter();
            let role = roles.find(|r| r.label == signed.sign_off.role).unwrap();
            let name = &signed.sign_off.name;
            assert!(!loaded.state.is_same_person(asked, name, role), "{name}");
        }
    }

    #[test]
    fn the_demonstration_shows_what_a_board_has_to_deal_with_and_does_not_age() {
        for today in [date(2026, 11, 24), date(2028, 2, 29), date(2031, 1, 1)] {
            let (loaded, results) = made(today);
            let valid = |standing| matches!(standing, &Standing::Valid { .. });
            assert!(results.exemptions.values().all(valid), "{today}");
            let all = results.asked().flat_map(|s| &s.findings);
            let seen: Vec<Outcome> = all.map(|f| f.outcome).collect();
            for outcome in Outcome::ALL {
                let wanted = !matches!(outcome, Outcome::NotAnswered | Outcome::NotAsked);
                assert_eq!(seen.contains(&outcome), wanted, "{outcome:?} on {today}");
            }
            // Every exemption is relied on, or it would teach the wrong thing.
            for id in loaded.state.exemptions.keys() {
                let mut findings = results.asked().flat_map(|s| &s.findings);
                assert!(findings.any(|f| f.exemptions.contains(id)), "{id}");
            }
        }
    }

    #[test]
    fn the_demonstration_refuses_another_questionnaire() {
        let folder = tempfile::tempdir().unwrap();
        let other = load(include_bytes!("../../tests/backups.json")).unwrap();
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let refused = make(&other, folder.path(), now, date(2026, 11, 24)).unwrap_err();
        assert!(
            refused.to_string().contains("backup-assurance"),
            "{refused}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_second_demonstration_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("demo.jsonl");
        let first = free(&record);
        std::fs::write(&first, "kept").unwrap();
        assert!(first.ends_with("demo.pdf"));
        assert!(free(&record).ends_with("demo-2.pdf"));
    }

    #[test]
    fn a_date_may_be_named_by_its_distance() {
        let today = date(2026, 11, 24);
        assert_eq!(relative("today", today), Some(today));
        assert_eq!(relative("today-24d", today), Some(date(2026, 10, 31)));
        assert_eq!(relative("today+7d", today), Some(date(2026, 12, 1)));
        assert_eq!(relative("today we met", today), None);
    }
}
