//! `sign`: a person's certificate signature on a report.
//!
//! The report is verified first: what is not the report of its record, or holds a signature that
//! does not hold, is not signed. What is written is taken apart again before it gets its name.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::{Common, words_within};
use super::error::{CliError, UNSIGNED};
use super::wizard::{library, warn};
use super::{Done, is_standard_output, say, tell, verify};
use crate::output::{Kind, Output, OutputError};
use crate::platform::files::is_same;
use crate::record::{open_file, read_bytes};
use crate::report::pdf::signing::{Form, FormError, Stamp, explain};
use crate::report::{Match, RECORD_FILE, Taken};
use crate::session::Clock;
use crate::signature::{self, Identity};
use crate::text::{counted, date_words};

/// The command, for whoever is told to choose another place.
const COMMAND: &str = "mfa-assess sign REPORT.pdf -o FILE";

/// The longest words on a role, in characters.
const MAX_ROLE: usize = 120;

/// The largest file of keys and certificates that is read, in bytes.
const MAX_KEYS: u64 = 1024 * 1024;

/// Who signs what, and where.
#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// The report, as `report` wrote it or with signatures of `sign`
    report: PathBuf,
    /// Your private key as PEM (PKCS#8, without a password), with its certificate in the same file or in --chain
    #[arg(long, value_name = "KEY.pem")]
    identity: PathBuf,
    /// The certificate of the key, and those above it, as PEM
    #[arg(long, value_name = "CHAIN.pem")]
    chain: Option<PathBuf>,
    /// The place to sign in, for example Signature2; the first free one when left out
    #[arg(long, value_name = "NAME")]
    field: Option<String>,
    /// As what you sign, for example "Lead director"; shown in the signature
    #[arg(long, value_name = "TEXT", value_parser = words_within(MAX_ROLE))]
    role: Option<String>,
    /// Write the signed report to this file; in place of the report when left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a signed report that FILE is, and give its signatures up
    #[arg(long, requires = "output")]
    replace_signed: bool,
}

/// Signs a report.
pub(super) fn sign(common: &Common, given: &SignArgs) -> Result<Done, CliError> {
    let clock = Clock::System;
    let path = &given.report;
    let named = given.output.as_deref().unwrap_or(path);
    if is_standard_output(named) {
        return Err(CliError::not_to_output(COMMAND));
    }
    let identity = identity(given)?;
    expect_valid(&identity, clock.now().timestamp())?;
    // A link to the report stays one.
    let there = path.canonicalize().unwrap_or_else(|_| path.clone());
    let output = given.output.as_deref().unwrap_or(&there);
    let keys = std::iter::once(&given.identity).chain(&given.chain);
    let library = library(common).ok();
    let output = Output::new(output, Kind::SignedReport, library.as_ref())
        .reading(keys.map(PathBuf::as_path))
        .rewriting(path)
        .replacing_signed(given.replace_signed);
    // What cannot be read is told as such, and not as what cannot be replaced.
    let mut before = verify::whole(path)?;
    let target = output.place().map_err(not_written)?;
    // Somebody else may have signed it until this place was ours.
    if is_same(output.path(), path)
        && let Some(there) = target.bytes()
    {
        before = there.to_vec();
    }
    let Sound { mut form, is_draft } = Sound::of(path, &before)?;
    let refused = |source| no_place(path, &source);
    let place = match &given.field {
        Some(name) => name.clone(),
        None => form.free().map_err(refused)?.to_owned(),
    };
    let as_it_was = form.clone();
    let stamp = Stamp::new(&identity.name(), given.role.as_deref(), clock.stamp());
    let room = signature::max_len(&identity);
    let update = form.sign(&before, &place, &stamp, room).map_err(refused)?;
    let cms = signature::sign(&identity, &update.digest(&before))
        .map_err(|error| CliError::new(error).left(UNSIGNED))?;
    let more = update.with(&cms).map_err(refused)?;
    let length = before.len();
    let signed = [before, more].concat();
    expect_held(as_it_was, &signed, length)?;
    target.write(&signed).map_err(not_written)?;

    // As it was named, and not where a link leads.
    say(&named.display().to_string());
    let who = form.signer(&place).unwrap_or_default();
    tell(&format!(
        "Signed in {place}, the place of {who}, by the certificate of {}.",
        identity.name()
    ));
    if is_draft {
        tell("The report is of a draft: nobody has signed the record off as it stood.");
    }
    tell(&proves(&identity));
    Ok(Done::Well)
}

/// It is not on disk.
fn not_written(error: OutputError) -> CliError {
    CliError::output(&error, COMMAND).left(UNSIGNED)
}

/// There is no such place, or none that is free.
fn no_place(path: &Path, source: &FormError) -> CliError {
    CliError::new(format_args!("{} is not signed: {source}", path.display()))
}

/// What was signed does not hold.
fn not_held() -> CliError {
    CliError::new("the signature that was made does not hold, so it was not kept")
        .hint("Please report this as a fault of the program")
}

/// What the signature is worth, in plain words.
fn proves(identity: &Identity) -> String {
    let name = if identity.is_self_signed() {
        "The certificate was issued by its own holder: readers show the signature as unknown, and it is a seal \
         against tampering, no proof of who you are."
    } else {
        "Readers that do not know the issuer of the certificate show the signature as unknown."
    };
    format!(
        "It shows any later change to the report, and with which key it was made. {name} There is no timestamp: \
         the time is that of this computer. It is not a qualified electronic signature."
    )
}

fn identity(given: &SignArgs) -> Result<Identity, CliError> {
    let key = keys(&given.identity)?;
    let chain = given.chain.as_deref().map(keys).transpose()?;
    Identity::from_pem(&key, chain.as_deref()).map_err(|source| {
        let path = given.identity.display();
        CliError::new(format_args!("{path} cannot be signed with: {source}")).left(UNSIGNED)
    })
}

fn keys(path: &Path) -> Result<Vec<u8>, CliError> {
    let mut bytes = vec![];
    open_file(path)
        .and_then(|file| file.take(MAX_KEYS + 1).read_to_end(&mut bytes))
        .map_err(|source| CliError::unread(path, &source).left(UNSIGNED))?;
    if bytes.len() as u64 > MAX_KEYS {
        let path = path.display();
        let says = format_args!("{path} is too large for a key or certificates");
        return Err(CliError::new(says).hint("Name the PEM file").left(UNSIGNED));
    }
    Ok(bytes)
}

/// Refuses a certificate that has run out or does not hold yet.
fn expect_valid(identity: &Identity, now: Timestamp) -> Result<(), CliError> {
    let (name, validity) = (identity.name(), identity.validity());
    let day = |moment: Timestamp| date_words(TimeZone::UTC.to_datetime(moment).date());
    if validity.holds_at(now) {
        return Ok(());
    }
    let (says, hint) = if now < validity.not_before {
        (
            format!("only holds from {} on", day(validity.not_before)),
            "Check the date of this computer, or sign on that day",
        )
    } else {
        (
            format!("expired on {}", day(validity.not_after)),
            "Get a new one from its issuer",
        )
    };
    let says = format_args!("the certificate of {name} {says}");
    Err(CliError::new(says).hint(hint).left(UNSIGNED))
}

/// A report that may be signed.
struct Sound {
    form: Form,
    is_draft: bool,
}

impl Sound {
    /// Verifies a report as `verify` does.
    fn of(path: &Path, report: &[u8]) -> Result<Self, CliError> {
        let failed = |source| CliError::report_again(path, &source);
        let taken = Taken::out_of(report).map_err(failed)?;
        let name = PathBuf::from(format!("{RECORD_FILE} in {}", path.display()));
        let loaded = read_bytes(taken.record.clone(), &name)?;
        let (matched, form) = taken.against_with_form(report, &loaded).map_err(failed)?;
        warn(&path.display().to_string(), &loaded.questionnaire);
        let not_sound = |why: &str| {
            let path = path.display();
            CliError::new(format_args!("{path} is not signed: {why}"))
                .hint(format!("See what is wrong with: mfa-assess verify {path}"))
        };
        match &matched {
            Match::Differs(_) => {
                return Err(not_sound("it is not the report that its record gives"));
            }
            Match::Added { more, .. } => {
                let more = counted(*more, "byte");
                let why = format!("{more} follow its end that are no signature of mfa-assess");
                return Err(not_sound(&why));
            }
            Match::Same | Match::Signed(_) if !matched.holds() => {
                return Err(not_sound("an earlier signature in it does not hold"));
            }
            Match::Same | Match::Signed(_) => {}
        }
        let form = form.ok_or_else(|| no_place(path, &FormError::NoPlaces))?;
        Ok(Self {
            form,
            is_draft: !loaded.state.is_signed(),
        })
    }
}

/// Takes what was added apart as `verify` will: it has to be one signature, and to hold.
fn expect_held(mut form: Form, signed: &[u8], before: usize) -> Result<(), CliError> {
    let taken = explain(&mut form, signed, before).map_err(|_| not_held())?;
    match taken {
        (signatures, end)
            if end == signed.len()
                && signatures.len() == 1
                && signatures.iter().all(|one| one.holds().is_some()) =>
        {
            Ok(())
        }
        _ => Err(not_held()),
    }
}
