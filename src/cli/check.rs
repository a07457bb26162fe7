//! `check`: what has run out or will, for a scheduler. Exit code 3 if anything has, or if a record
//! is incomplete.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::args::Common;
use super::duration::Duration;
use super::error::CliError;
use super::evidence::LOOK_IN;
use super::overview::gap_json;
use super::shifts::shift_json;
use super::wizard::{library, look};
use super::{Done, print, print_json, tell};
use crate::facts::{EvidenceFile, FileOf, Gap};
use crate::platform::quoted;
use crate::questionnaire::Questionnaire;
use crate::record::evidence::{Found, changed};
use crate::record::{Library, Loaded, name_of};
use crate::rules::{Deadline, DeadlineOf, Ending, Results, Turn, Turns, days_until, days_words};
use crate::session::{Clock, organisation};
use crate::text::{clipped, counted, date_words};

/// What `check` takes.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Names from `list`, or paths; the one changed last when left out
    #[arg(value_name = "RECORD")]
    records: Vec<String>,
    /// How far to look ahead, in days, weeks, months or years
    #[arg(long, value_name = "TIME", default_value = "90d")]
    within: Duration,
    /// Judge everything as it stands on this day, for example 2027-06-30; today when left out
    #[arg(long, visible_alias = "today", value_name = "DATE")]
    as_at: Option<Date>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The day of asking, and how far it looks ahead.
#[derive(Debug, Clone, Copy)]
struct Time {
    today: Date,
    within: Duration,
}

/// What was found about one record.
struct Checked {
    /// As somebody has to name it.
    given: String,
    value: Value,
    lines: Vec<String>,
    is_well: bool,
}

/// Says what has run out or will.
pub(super) fn check(common: &Common, wanted: &CheckArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let time = Time {
        today: wanted.as_at.unwrap_or_else(|| Clock::System.today()),
        within: wanted.within,
    };
    let given: Vec<Option<&str>> = match &wanted.records[..] {
        [] => vec![None],
        records => records.iter().map(|name| Some(name.as_str())).collect(),
    };
    let mut found = vec![];
    let mut failed: Option<CliError> = None;
    for record in given {
        match Checked::of(&library, record, time) {
            Ok(checked) => found.push(checked),
            // One record that cannot be read does not keep the others from being told.
            Err(error) => {
                if let Some(earlier) = failed.replace(error) {
                    tell(&format!("mfa-assess: {earlier}"));
                }
            }
        }
    }
    let is_well = found.iter().all(|checked| checked.is_well);
    if wanted.json {
        let records: Vec<Value> = found.into_iter().map(|checked| checked.value).collect();
        let until = time.within.from(time.today);
        print_json(&json!({"as_at": time.today, "until": until, "records": records}))?;
    } else if !found.is_empty() {
        let lines: Vec<String> = found
            .into_iter()
            .flat_map(|checked| checked.lines)
            .collect();
        print(&lines.join("\n"))?;
    }
    match failed {
        Some(error) => Err(error),
        None if is_well => Ok(Done::Well),
        None => Ok(Done::Incomplete),
    }
}

impl Checked {
    fn of(library: &Library, record: Option<&str>, time: Time) -> Result<Self, CliError> {
        let (path, loaded) = look(library, record)?;
        let (asked, state) = (&loaded.questionnaire, &loaded.state);
        let until = time.within.from(time.today);
        let changed = changed(&library.places(), &path, state);
        let results = Results::of(asked, state, time.today)
            .with_changed(changed.iter().map(|(of, ..)| of.clone()));
        let Turns { endings, others } = Turns::of(asked, state, &results, time.today, until);
        let (past, ahead): (Vec<_>, Vec<_>) = endings
            .into_iter()
            .partition(|ending| ending.deadline.has_run_out(time.today));
        let ahead = ahead
            .into_iter()
            .filter(|ending| ending.deadline.day <= until);
        let coming: Vec<Ending> = ahead.collect();
        let is_complete = results.is_complete();
        let name = name_of(&path).to_string();
        let row = |ending: &Ending| value_of(ending, time.today);
        let turn = |turn: &Turn| turn_json(turn, asked, time.today);
        let value = json!({
            "record": name, "path": path, "organisation": organisation(&loaded),
            "run_out": past.iter().map(row).collect::<Vec<_>>(),
            "coming": coming.iter().map(row).collect::<Vec<_>>(),
            "outcomes": others.iter().map(turn).collect::<Vec<_>>(),
            "changed": changed.iter().map(|(of, file, found)| json!({
                "subject": of.to_string(), "path": file.path, "found": found.id(),
            })).collect::<Vec<_>>(),
            "complete": is_complete,
            "gaps": results.gaps.iter().map(gap_json).collect::<Vec<_>>(),
        });
        let mut checked = Self {
            lines: vec![head(&name, [past.len(), coming.len(), others.len()], time)],
            is_well: past.is_empty() && is_complete,
            given: record.map_or(name, str::to_owned),
            value,
        };
        let endings = past.iter().chain(&coming).map(|e| &e.deadline);
        let endings = endings.map(|d| (d.day, deadline_words(d, time.today)));
        let turns = others.iter().map(|turn| {
            let when = days_words(days_until(turn.day, time.today));
            let (on, says) = (date_words(turn.day), turn.says(asked));
            (turn.day, format!("  {on}, {when}: {says}"))
        });
        let mut lines: Vec<(Date, String)> = endings.chain(turns).collect();
        lines.sort_by_key(|(day, _)| *day);
        checked
            .lines
            .extend(lines.into_iter().map(|(_, line)| line));
        checked.say_left(&loaded, &past, &changed, &results);
        Ok(checked)
    }

    /// What else keeps it from being complete, so that nobody takes that for something that has run
    /// out.
    fn say_left(
        &mut self,
        loaded: &Loaded,
        past: &[Ending],
        changed: &[Changed<'_>],
        results: &Results,
    ) {
        for (of, file, found) in changed {
            let of = match of {
                FileOf::Scenario(id) => loaded.state.scenario_title(&loaded.questionnaire, id),
                FileOf::Listed(id) => id.to_string(),
            };
            let (path, found) = (&file.path, found.words());
            self.lines
                .push(format!("  Evidence: {of}, {path}: {found}."));
        }
        if changed
            .iter()
            .any(|(.., found)| matches!(found, Found::Outside))
        {
            self.lines.push(format!("  {LOOK_IN}"));
        }
        let run_out = |id: &&Gap| {
            if let Gap::Exemption(id) = id {
                let of = DeadlineOf::Exemption(*id);
                !past.iter().any(|ending| ending.deadline.of == of)
            } else {
                false
            }
        };
        let mut left = vec![];
        if results.unanswered() > 0 {
            let questions = counted(results.unanswered(), "question");
            left.push(format!("{questions} not answered"));
        }
        match results.gaps.iter().filter(run_out).count() {
            0 => {}
            1 => left.push("1 exemption does not count, which has not run out".to_owned()),
            more => left.push(format!(
                "{more} exemptions do not count, which have not run out"
            )),
        }
        match results.unknown_musts().count() {
            0 => {}
            1 => left.push("1 must is not known to be met".to_owned()),
            more => left.push(format!("{more} musts are not known to be met")),
        }
        if !left.is_empty() {
            let (left, name) = (left.join("; "), quoted(&self.given));
            self.lines.push(format!(
                "  Incomplete: {left}. See: mfa-assess status {name}"
            ));
        }
    }
}

/// A deadline in a line.
fn deadline_words(deadline: &Deadline, today: Date) -> String {
    let (on, when) = (date_words(deadline.day), deadline.when_words(today));
    let (of, kind, then) = (deadline.of, deadline.kind.words(), &deadline.then);
    let what = match deadline.name.trim_end_matches('.') {
        "" => format!("{of}, {kind}"),
        name => format!("{of}, {kind}: {}", clipped(name, 80)),
    };
    let stop = if what.ends_with('…') { "" } else { "." };
    format!("  {on}, {when}: {what}{stop} {then}")
}

/// How many have run out and will, and on how many other days outcomes change.
fn head(name: &str, [past, coming, turns]: [usize; 3], time: Time) -> String {
    let (today, within) = (date_words(time.today), time.within.words());
    let has = match past {
        0 => "nothing has run out".to_owned(),
        1 => "1 thing has run out".to_owned(),
        more => format!("{more} things have run out"),
    };
    let will = match coming {
        0 if past == 0 => "nothing will".to_owned(),
        0 => "nothing more will".to_owned(),
        1 => "1 thing will".to_owned(),
        more => format!("{more} things will"),
    };
    let then = match turns {
        0 => String::new(),
        days => format!(" Outcomes change by date on {}.", counted(days, "day")),
    };
    format!("{name}, {today}: {has}, and {will} within {within}.{then}")
}

fn value_of(ending: &Ending, today: Date) -> Value {
    let (deadline, changes) = (&ending.deadline, ending.falls_back.iter().map(shift_json));
    json!({
        "subject": deadline.of.to_string(), "kind": deadline.kind.id(), "name": deadline.name,
        "day": deadline.day, "days": days_until(deadline.day, today), "then": deadline.then,
        "changes": changes.collect::<Vec<_>>(),
    })
}

fn turn_json(turn: &Turn, asked: &Questionnaire, today: Date) -> Value {
    let changes = turn.shifts.iter().map(shift_json);
    json!({
        "day": turn.day, "days": days_until(turn.day, today), "says": turn.says(asked),
        "changes": changes.collect::<Vec<_>>(),
    })
}

/// A file that is named as evidence and is not as it was.
type Changed<'a> = (FileOf, &'a EvidenceFile, Found);
