//! What is said of the signatures in a report.

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::report::pdf::signing::Signature;
use crate::signature::{Certificate, Signer};
use crate::text::{capitalised, counted, date_words, listed};

/// The certificates that the user trusts.
pub(super) struct Trust(Vec<Certificate>);

impl Trust {
    /// Reads them from a file.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let bytes = super::report::whole(path)?;
        let certificates = Certificate::all_from_pem(&bytes);
        let certificates = certificates.map_err(|source| {
            let path = path.display();
            CliError::new(format_args!("{path} cannot be used with --trust: {source}"))
        })?;
        Ok(Self(certificates))
    }

    fn covers(&self, signature: &Signature, signer: &Signer) -> bool {
        signer.is_trusted_by(&self.0, signature.stamp.at())
    }
}

/// How many signatures stand in the bytes of a file, whether they hold or not.
pub(super) fn marks(bytes: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, b"/ByteRange").count()
}

/// Whether there are signatures, and every one comes from an issuer that the user trusts, where any
/// was named. Those that were taken off leave no trace.
pub(super) fn all_trusted(signatures: &[Signature], trust: Option<&Trust>) -> bool {
    trust.is_none_or(|trust| {
        let mut signers = signatures.iter().map(|one| (one, one.holds()));
        !signatures.is_empty()
            && signers.all(|(one, signer)| signer.is_some_and(|signer| trust.covers(one, signer)))
    })
}

const NONE: &str = "It has NO signature by a certificate. One that was taken off again leaves the report as it was before.";

/// A paragraph for each signature, and what they prove.
pub(super) fn words(signatures: &[Signature], trust: Option<&Trust>) -> Vec<String> {
    if signatures.is_empty() {
        let none = trust.map(|_| NONE.to_owned());
        return none.into_iter().collect();
    }
    let mut lines = vec![];
    for (number, signature) in (1..).zip(signatures) {
        lines.push(String::new());
        lines.extend(one(number, signature, trust));
    }
    lines.push(String::new());
    if signatures.iter().all(|one| one.holds().is_some()) {
        lines.push(
            "Proven: what was signed has not changed since, and each signature was made with the key of its certificate."
                .to_owned(),
        );
        lines.push(
            "Not proven: who holds the key, as far as you do not know the issuer of the certificate; that the \
             certificate was not withdrawn; and the time, which is that of the signer's own clock, without a timestamp."
                .to_owned(),
        );
    }
    lines
}

fn one(number: usize, signature: &Signature, trust: Option<&Trust>) -> Vec<String> {
    let stamp = &signature.stamp;
    let place = format!("Signature {number}, in {}", signature.place);
    let place = match signature.signer.as_str() {
        "" => place,
        signer => format!("{place}, the place of {signer}"),
    };
    let signer = match problem(signature) {
        None => signature.holds(),
        Some(problem) => {
            return vec![
                format!("{place}: does NOT hold. {problem}."),
                format!("  It names {} and {}.", stamp.name(), stamp.at_words()),
            ];
        }
    };
    let Some(signer) = signer else {
        return vec![];
    };
    let role = stamp
        .role()
        .map(|role| format!(", as “{role}” in their own words"));
    let mut lines = vec![
        format!("{place}: holds."),
        format!(
            "  By {}{}, on {} by their own clock; no timestamp.",
            stamp.name(),
            role.unwrap_or_default(),
            stamp.at_words()
        ),
        format!("  {}", covers(signature.before)),
    ];
    lines.extend(certificate(signature, signer, trust).map(|line| format!("  {line}")));
    lines
}

/// What does not hold, if anything does not.
fn problem(signature: &Signature) -> Option<String> {
    match &signature.checked {
        Err(error) => Some(capitalised(&error.to_string())),
        Ok(signer) if signer.name != signature.stamp.name() => Some(format!(
            "It shows the name {}, and its certificate is that of {}",
            signature.stamp.name(),
            signer.name
        )),
        Ok(signer) => match validity(signature, signer) {
            Validity::Valid => None,
            Validity::NotYetValid => {
                Some("Its certificate was not valid yet at the time that it names".to_owned())
            }
            Validity::Expired => {
                Some("Its certificate had expired by the time that it names".to_owned())
            }
        },
    }
}

fn covers(before: usize) -> String {
    match before {
        0 => "It covers the whole report as it was written, and certifies it: only signatures may follow."
            .to_owned(),
        count => format!(
            "It covers the whole report with the {} before it, and approves it.",
            counted(count, "signature")
        ),
    }
}

/// What is said of the certificate of a signature that holds.
fn certificate(
    signature: &Signature,
    signer: &Signer,
    trust: Option<&Trust>,
) -> impl Iterator<Item = String> {
    let issued = if signer.self_signed {
        "issued by its own holder, so that nobody else vouches for the name: a seal against tampering".to_owned()
    } else {
        let chain = match signer.chain[..] {
            [] => "without the certificate of that issuer".to_owned(),
            _ if signer.chain_holds => format!("over {}", listed(&signer.chain)),
            _ => "with further certificates that do not lead to one another".to_owned(),
        };
        format!("issued by {}, {chain}", signer.issuer)
    };
    let (from, to) = (
        day(signer.validity.not_before),
        day(signer.validity.not_after),
    );
    let trusted = trust.map(|trust| {
        if trust.covers(signature, signer) {
            "It comes from an issuer that you trust.".to_owned()
        } else {
            "It does NOT come from an issuer that you trust.".to_owned()
        }
    });
    let usage = (!signer.key_usage_ok).then(|| "It is NOT meant for signing.".to_owned());
    [
        format!("Certificate: {issued}."),
        format!(
            "It is valid from {} to {}, and was at the time that the signature names. {}.",
            date_words(from),
            date_words(to),
            signer.algorithm
        ),
    ]
    .into_iter()
    .chain(usage)
    .chain(trusted)
}

fn day(moment: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(moment).date()
}

/// How a certificate stands at a moment.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Validity {
    Valid,
    NotYetValid,
    Expired,
}

/// How the certificate stood at the moment that the signature names.
fn validity(signature: &Signature, signer: &Signer) -> Validity {
    let (at, validity) = (signature.stamp.at(), signer.validity);
    if validity.holds_at(at) {
        Validity::Valid
    } else if at < validity.not_before {
        Validity::NotYetValid
    } else {
        Validity::Expired
    }
}

/// The same for programs.
pub(super) fn values(signatures: &[Signature], trust: Option<&Trust>) -> Vec<Value> {
    let values = signatures.iter().map(|signature| {
        let stamp = &signature.stamp;
        let certificate = signature.checked.as_ref().ok().map(|signer| {
            json!({
                "name": signer.name,
                "issuer": signer.issuer,
                "serial": signer.serial,
                "self_signed": signer.self_signed,
                "not_before": signer.validity.not_before,
                "not_after": signer.validity.not_after,
                "then": validity(signature, signer),
                "algorithm": signer.algorithm,
                "for_signing": signer.key_usage_ok,
                "chain": signer.chain,
                "chain_holds": signer.chain_holds,
                "trusted": trust.map(|trust| trust.covers(signature, signer)),
            })
        });
        json!({
            "field": signature.place,
            "signer": signature.signer,
            "name": stamp.name(),
            "role": stamp.role(),
            "claimed_at": stamp.at(),
            "timestamp": false,
            "kind": if signature.before == 0 { "certifying" } else { "approving" },
            "signatures_before": signature.before,
            "holds": signature.holds().is_some(),
            "problem": problem(signature),
            "certificate": certificate,
        })
    });
    values.collect()
}
