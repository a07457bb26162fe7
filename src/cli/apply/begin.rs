//! `new --organisation`: begins a record without a conversation.

use std::path::PathBuf;

use serde_json::json;

use super::args::{BeginArgs, How};
use super::{refuse, try_on};
use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::cli::wizard::{library, questionnaire};
use crate::cli::{Done, say, say_json, tell};
use crate::facts::Assessment;
use crate::propose::{Accepted, Given, Made, Read, Request, tried};
use crate::questionnaire::Questionnaire;
use crate::record::{Journal, name_of};
use crate::rules::AsAt;
use crate::session::{Clock, Session};

/// Begins a record that names its organisation, and says where it is.
pub(crate) fn begin(
    common: &Common,
    from: Option<&str>,
    given: &BeginArgs,
) -> Result<Done, CliError> {
    let asked = questionnaire(common)?;
    let changes = named(&asked, given);
    let blank = Assessment::default();
    let on = AsAt::unbegun(&asked, &blank, Clock::System.today());
    let made = match tried(on, &changes) {
        Ok(made) => made,
        Err(problems) => {
            let how = How {
                json: given.json,
                ..How::default()
            };
            return refuse(&problems, &how);
        }
    };
    for caution in library(common)?.cautions() {
        tell(&caution);
    }
    let path = match from {
        None => fresh(common, &asked, given, &made)?,
        Some(from) => forward(common, asked, from, given, &changes)?,
    };
    let record = name_of(&path);
    if given.json {
        say_json(&json!({ "record": record, "path": path }));
    } else {
        say(&format!("{record}: {}", path.display()));
    }
    Ok(Done::Well)
}

/// The answers that name who is assessed, and by whom.
fn named(asked: &Questionnaire, given: &BeginArgs) -> Vec<Read> {
    let form = &asked.organisation;
    let names = [
        (&form.name, given.organisation.as_deref()),
        (&form.assessor, given.assessor.as_deref()),
    ];
    let names = names.into_iter().filter_map(|(question, name)| {
        let change = Request::Answer {
            question: question.to_string(),
            value: Given::Text(name?.to_owned()),
        };
        Some(change.into())
    });
    names.collect()
}

/// A record of which all is on disk, or nothing is.
fn fresh(
    common: &Common,
    asked: &Questionnaire,
    given: &BeginArgs,
    made: &[Made],
) -> Result<PathBuf, CliError> {
    let accepted = Made::accepted(made, &Assessment::default(), None);
    let accepted = accepted.map_err(CliError::new)?;
    let accepted = std::iter::once(Accepted::created(asked)?).chain(accepted);
    let title = given.organisation.as_deref().unwrap_or_default();
    let by = given.assessor.as_deref().unwrap_or_default();
    let library = library(common)?;
    let journal = library.add_by(title, Clock::System.stamp(), by, accepted)?;
    Ok(journal.path().to_owned())
}

/// A record that carries forward what an earlier one says.
fn forward(
    common: &Common,
    asked: Questionnaire,
    from: &str,
    given: &BeginArgs,
    changes: &[Read],
) -> Result<PathBuf, CliError> {
    let library = library(common)?;
    let earlier = library.find(Some(from))?;
    let mut session = Session::new(library, asked, PathBuf::new(), Clock::System);
    session.carry_forward(&earlier)?;
    let open = session.model.open.take();
    // It holds the record until here.
    drop(session);
    let path = open.and_then(|open| open.path);
    let path = path.ok_or_else(|| CliError::not_saved("no record was begun"))?;
    let (mut journal, loaded) = Journal::open(&path)?;
    // They were tried on a blank record, which asks the same.
    let made = try_on(&loaded, changes).unwrap_or_default();
    let by = given.assessor.as_deref().unwrap_or_default();
    let accepted = Made::accepted(&made, &loaded.state, None).map_err(CliError::new)?;
    journal.append_all(Clock::System.stamp(), by, accepted)?;
    Ok(path)
}
