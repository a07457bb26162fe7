//! Why two records cannot be joined.

use std::cmp::Ordering;

use super::Pair;
use crate::cli::error::{CliError, UNCHANGED};
use crate::questionnaire::compare_versions;
use crate::session::organisation;
use crate::text::{is_same_name, says_something};

impl Pair<'_> {
    /// Whether these two can be joined.
    pub(super) fn check(&self) -> Result<(), CliError> {
        self.are_two_files()?;
        self.ask_the_same()?;
        self.are_of_one_organisation()?;
        self.are_whole()
    }

    fn are_two_files(&self) -> Result<(), CliError> {
        let (a_name, b_name) = (&self.a_name, &self.b_name);
        match (self.a_path.canonicalize(), self.b_path.canonicalize()) {
            (Ok(a), Ok(b)) if a == b => {
                let says = format_args!("{a_name} and {b_name} are the same file");
                Err(CliError::new(says)
                    .hint("Name the record of the other person as the second")
                    .left(UNCHANGED))
            }
            _ => Ok(()),
        }
    }

    fn ask_the_same(&self) -> Result<(), CliError> {
        let (a_name, b_name) = (&self.a_name, &self.b_name);
        let (asks, other) = (&self.a.questionnaire, &self.b.questionnaire);
        if asks.id != other.id {
            let (asks, other) = (&asks.id, &other.id);
            let says =
                format_args!("{a_name} asks the questionnaire {asks}, and {b_name} asks {other}");
            return Err(
                CliError::new(format_args!("{says}: answers do not fit another policy"))
                    .hint("Name two records of one questionnaire")
                    .left(UNCHANGED),
            );
        }
        match compare_versions(&asks.version, &other.version) {
            Ordering::Less => Err(later(a_name, &asks.version, b_name, &other.version)),
            Ordering::Greater => Err(later(b_name, &other.version, a_name, &asks.version)),
            Ordering::Equal if asks != other => {
                let version = &asks.version;
                Err(CliError::new(format_args!(
                    "{a_name} and {b_name} both ask version {version}, but not the same questions: one \
                     of the questionnaires was changed without a new version"
                ))
                .hint(
                    "Bring both to one later version, with mfa-assess migrate RECORD --to FILE, then \
                     merge again",
                )
                .left(UNCHANGED))
            }
            Ordering::Equal => Ok(()),
        }
    }

    fn are_of_one_organisation(&self) -> Result<(), CliError> {
        let both = [self.a, self.b];
        let [ours, theirs] = both.map(organisation);
        let is_named = |name: &&str| says_something(name);
        let [first, other] = both.map(|of| of.entries.first().map(|l| l.fingerprint));
        if first == other || ![ours, theirs].iter().all(is_named) || is_same_name(ours, theirs) {
            return Ok(());
        }
        let (a_name, b_name) = (&self.a_name, &self.b_name);
        Err(CliError::new(format_args!(
            "{a_name} is of {ours}, and {b_name} of {theirs}: what one organisation says is not \
             true of another"
        ))
        .hint("If they are one, give it the same name in both, then merge again")
        .left(UNCHANGED))
    }

    /// Nothing that a copy leaves out is to be lost.
    fn are_whole(&self) -> Result<(), CliError> {
        for (name, loaded) in [(&self.a_name, self.a), (&self.b_name, self.b)] {
            if loaded.state.redaction.is_some() {
                let says = format_args!("{name} is a copy in which parts are left out");
                return Err(CliError::new(says)
                    .hint("Merge the record that it was made from")
                    .left(UNCHANGED));
            }
        }
        Ok(())
    }
}

/// That one record asks a later version than the other.
fn later(older: &str, has: &str, newer: &str, wants: &str) -> CliError {
    let says = format_args!("{older} asks version {has}, and {newer} asks version {wants}");
    let forward = format!("Bring the older one forward first, with mfa-assess migrate {older}");
    CliError::new(says)
        .hint(format!("{forward}, then merge again"))
        .left(UNCHANGED)
}
