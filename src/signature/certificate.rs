//! A certificate (X.509, RFC 5280) as far as a signature needs it.

use std::fmt;

use der::asn1::{AnyRef, BitStringRef};
use der::oid::{AssociatedOid as _, ObjectIdentifier};
use der::{Decode as _, Encode as _, Sequence};
use jiff::Timestamp;
use x509_cert::TbsCertificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::algorithm::{PublicKey, Scheme};
use crate::text::clean_line;

/// The longest certificate that is read, in bytes; usual ones have one to three thousand.
const LONGEST: usize = 32 * 1024;

/// The extended key usages with which people sign documents: any, e-mail, documents (RFC 9336), and
/// those of Adobe and Microsoft for them.
const PURPOSES: [ObjectIdentifier; 5] = [
    ObjectIdentifier::new_unwrap("2.5.29.37.0"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
    ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
];

/// Why a certificate may not sign documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// What its key may do, where it says so.
    KeyUsage,
    /// What it is restricted to, where it is.
    Purposes,
    /// It is there to issue others.
    Authority,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyUsage => "its key usage names neither digitalSignature nor nonRepudiation",
            Self::Purposes => {
                "its extended key usage names other purposes, and neither documents nor e-mail"
            }
            Self::Authority => "it was made to issue other certificates",
        })
    }
}

/// From when to when a certificate says that it holds. Both moments belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub not_before: Timestamp,
    /// The last moment; the end of time as far as it can be told for certificates that do not expire.
    pub not_after: Timestamp,
}

impl Validity {
    /// Whether a moment lies in it.
    pub fn holds_at(&self, moment: Timestamp) -> bool {
        (self.not_before..=self.not_after).contains(&moment)
    }
}

/// A certificate that was read. Its bytes stay as they were: hashes and signatures are over them.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    /// The part that its issuer signed.
    signed: Vec<u8>,
    fields: TbsCertificate,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
}

/// The outer structure, with the signed part as its bytes (RFC 5280, section 4.1).
#[derive(Sequence)]
struct Outer<'a> {
    signed: AnyRef<'a>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitStringRef<'a>,
}

/// The extensions that are looked at here.
const KNOWN: [ObjectIdentifier; 3] = [BasicConstraints::OID, KeyUsage::OID, ExtendedKeyUsage::OID];

impl Certificate {
    /// Reads one certificate in DER. None if it is not one.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        if der.len() > LONGEST {
            return None;
        }
        let outer = Outer::from_der(der).ok()?;
        let signed = outer.signed.to_der().ok()?;
        let fields = TbsCertificate::from_der(&signed).ok()?;
        // RFC 5280, section 4.1.1.2: the algorithm stands twice, and alike.
        if *fields.signature() != outer.algorithm {
            return None;
        }
        Some(Self {
            der: der.to_vec(),
            signed,
            fields,
            algorithm: outer.algorithm,
            signature: outer.signature.as_bytes()?.to_vec(),
        })
    }

    /// Its bytes in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whom it is for: the common name, without one the organisation, without that the whole name.
    pub fn name(&self) -> String {
        words(self.fields.subject())
    }

    /// Who issued it, told as [`Self::name`].
    pub fn issuer(&self) -> String {
        words(self.fields.issuer())
    }

    /// Its number at its issuer, as hexadecimal pairs: "4A:01".
    pub fn serial(&self) -> String {
        let bytes = self.fields.serial_number().as_bytes();
        let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    /// From when to when it holds.
    pub fn validity(&self) -> Validity {
        let validity = self.fields.validity();
        Validity {
            not_before: moment(validity.not_before),
            not_after: moment(validity.not_after),
        }
    }

    /// Whether the holder issued it to themselves: nobody else vouches for the name.
    pub fn is_self_signed(&self) -> bool {
        self.fields.subject() == self.fields.issuer()
    }

    /// Whether it may sign documents.
    pub fn may_sign(&self) -> bool {
        self.unfit().is_none()
    }

    /// Why it may not sign documents, where it may not.
    pub(super) fn unfit(&self) -> Option<Unfit> {
        if !self.key_usage(|usage| usage.digital_signature() || usage.non_repudiation()) {
            Some(Unfit::KeyUsage)
        } else if !self.is_for_documents() {
            Some(Unfit::Purposes)
        } else if self.is_authority() && !self.is_self_signed() {
            Some(Unfit::Authority)
        } else {
            None
        }
    }

    /// Whether it is there to issue other certificates.
    pub(super) fn is_authority(&self) -> bool {
        let constraints = self.fields.get_extension::<BasicConstraints>();
        matches!(constraints, Ok(Some((_, given))) if given.ca)
    }

    /// Whether one of the purposes that it is restricted to is met by signing a document.
    fn is_for_documents(&self) -> bool {
        match self.fields.get_extension::<ExtendedKeyUsage>() {
            Ok(Some((_, purposes))) => purposes.0.iter().any(|one| PURPOSES.contains(one)),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    pub(super) fn subject_name(&self) -> &Name {
        self.fields.subject()
    }

    pub(super) fn issuer_name(&self) -> &Name {
        self.fields.issuer()
    }

    /// The length of the issuer's name in DER, in bytes.
    pub(super) fn issuer_len(&self) -> usize {
        self.issuer_name()
            .encoded_len()
            .ok()
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(self.der.len())
    }

    pub(super) fn serial_number(&self) -> &SerialNumber {
        self.fields.serial_number()
    }

    pub(super) fn public_key_der(&self) -> Option<Vec<u8>> {
        self.fields.subject_public_key_info().to_der().ok()
    }

    pub(super) fn public_key(&self) -> Option<PublicKey> {
        PublicKey::from_der(&self.public_key_der()?)
    }

    /// The name of the algorithm of its key, for messages.
    pub(super) fn key_algorithm(&self) -> String {
        super::algorithm::named(&self.fields.subject_public_key_info().algorithm.oid)
    }

    /// Whether the other one issued it: the names meet, the other one may issue, and its signature holds.
    pub(super) fn is_issued_by(&self, other: &Self) -> bool {
        self.issuer_name() == other.subject_name()
            && other.may_issue()
            && self.signature_holds(other)
    }

    /// Whether its own key signed it, as a root certificate does.
    pub(super) fn signed_itself(&self) -> bool {
        self.is_self_signed() && self.signature_holds(self)
    }

    /// Whether it marks nothing as critical that is not looked at here (RFC 5280, section 4.2).
    pub(super) fn is_understood(&self) -> bool {
        let extensions = self.fields.extensions().into_iter().flatten();
        extensions
            .filter(|extension| extension.critical)
            .all(|extension| KNOWN.contains(&extension.extn_id))
    }

    /// Whether it allows so many issuers between itself and the signer (RFC 5280, section 4.2.1.9).
    pub(super) fn allows_below(&self, issuers: usize) -> bool {
        match self.fields.get_extension::<BasicConstraints>() {
            Ok(Some((_, given))) => given
                .path_len_constraint
                .is_none_or(|most| issuers <= usize::from(most)),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    fn signature_holds(&self, issuer: &Self) -> bool {
        let Some(Scheme {
            family,
            hash: Some(hash),
        }) = Scheme::of(&self.algorithm)
        else {
            return false;
        };
        issuer
            .public_key()
            .is_some_and(|key| key.holds(family, hash, &self.signed, &self.signature))
    }

    /// Whether it may issue others (RFC 5280, sections 4.2.1.9 and 4.2.1.3).
    fn may_issue(&self) -> bool {
        self.is_authority() && self.key_usage(|usage| usage.key_cert_sign())
    }

    /// What its key usage says; all is allowed without one, nothing with one that cannot be read.
    fn key_usage(&self, allows: impl Fn(&KeyUsage) -> bool) -> bool {
        match self.fields.get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => allows(&usage),
            Ok(None) => true,
            Err(_) => false,
        }
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

fn words(name: &Name) -> String {
    let told = [name.common_name(), name.organization()];
    let first = told
        .into_iter()
        .filter_map(|part| part.ok().flatten())
        .map(|part| clean_line(&part.value()))
        .find(|part| !part.is_empty());
    first.unwrap_or_else(|| clean_line(&name.to_string()))
}

/// Certificates count to the end of the year 9999, some hours further than a timestamp can.
fn moment(time: Time) -> Timestamp {
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}
