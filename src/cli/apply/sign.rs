//! `sign-off`: makes the declaration of a person their own, as the wizard does.

use serde_json::json;

use super::args::SignOffArgs;
use crate::cli::args::Common;
use crate::cli::error::{CliError, UNSIGNED};
use crate::cli::wizard::{library, look, to_write};
use crate::cli::{Done, say, say_json, tell};
use crate::propose::Accepted;
use crate::questionnaire::Questionnaire;
use crate::record::{Loaded, name_of};
use crate::session::{Clock, assessor, unlike};
use crate::text::is_same_name;
use crate::wizard::{Open, Signing, only_as_draft, texts};

/// Signs the record as it stands. Exit code 3 where it could be signed as a draft only.
pub(crate) fn sign(common: &Common, given: &SignOffArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, seen) = look(&library, Some(&given.record))?;
    let declaration = &seen.questionnaire.sign_off.declaration;
    tell(&format!("{}, {}:\n{declaration}", given.name, given.role));
    if !given.declare {
        let says = "Read the declaration above, and add --declare to make it your own";
        return Err(CliError::new(says).left(UNSIGNED));
    }
    let (mut journal, loaded) = to_write(&path)?;
    let by = assessor(&loaded).to_owned();
    let mut open = filled(loaded, given);
    open.unlike = unlike(&library, &path, &open.state);
    open.judge(open.today);
    if let Some(left) = only_as_draft(&open) {
        tell(&left);
    }
    let sign_off = open.to_be_signed();
    let sign_off = sign_off.map_err(|says| {
        let roles = &open.questionnaire.sign_off.roles;
        let labels: Vec<&str> = roles.iter().map(|role| role.label.as_str()).collect();
        let choose = match open.signing.role {
            None => format!(" Give --role as one of: {}.", labels.join("; ")),
            Some(_) if open.signing.same_person.is_empty() => {
                " Where it is the same person, add --same-person TEXT.".to_owned()
            }
            Some(_) => String::new(),
        };
        CliError::new(format_args!("{says}{choose}")).left(UNSIGNED)
    })?;
    let is_draft = sign_off.is_draft();
    let words = sign_off.words();
    let logged = journal.append(Clock::System.stamp(), &by, Accepted::signed(sign_off))?;
    if given.json {
        say_json(&json!({
            "record": name_of(&path), "path": path, "entry": logged.entry.seq,
            "draft": is_draft, "fingerprint": logged.fingerprint,
        }));
    } else {
        say(&format!("Entry {}: {words}.", logged.entry.seq));
    }
    Ok(if is_draft {
        Done::Incomplete
    } else {
        Done::Well
    })
}

/// The form for a sign-off, filled in.
fn filled(loaded: Loaded, given: &SignOffArgs) -> Open {
    let questionnaire = Questionnaire::clone(&loaded.questionnaire);
    let role = questionnaire.sign_off.roles.iter();
    let mut role = role
        .filter(|role| role.id.as_str() == given.role || is_same_name(&role.label, &given.role));
    let role = role.next().map(|role| role.id.clone());
    let today = Clock::System.today();
    let mut open = Open::of(questionnaire, loaded.entries, loaded.state, today);
    open.signing = Signing {
        name: given.name.clone(),
        role,
        same_person: given.same_person.clone().unwrap_or_default(),
        confirmation: texts::CONFIRMATION.to_owned(),
    };
    open
}
