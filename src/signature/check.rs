//! Checking a signature: whether it is over this document, and by whom. Whether that person can be
//! believed is another question: there are no built-in authorities here.

use der::asn1::{Any, AnyRef, OctetString};
use der::oid::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use jiff::Timestamp;
use thiserror::Error;
use x509_cert::attr::Attribute;

use super::algorithm::{Hash, Scheme, named};
use super::certificate::{Certificate, Validity};
use super::chain;
use super::cms::{
    ContentInfo, ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST,
    ID_SIGNED_DATA, IssuerAndSerial, SignerInfo, SigningCertificate, members, to_be_signed,
};

/// The longest signature that is read, in bytes; usual ones have two to ten thousand.
const LONGEST: usize = 256 * 1024;

/// The most certificates that a signature may carry.
const MOST_CERTIFICATES: usize = 16;

/// What does not hold in a signature.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum CheckError {
    /// It is not the DER of such a signature, or lacks a part that it has to have.
    #[error("the signature cannot be read: it is damaged, or not made as PAdES asks")]
    Unreadable,
    /// An algorithm that is not checked here.
    #[error("the signature uses {0}, which this program does not know; another reader may")]
    Unsupported(String),
    /// It is over another digest.
    #[error("the document was changed after it was signed")]
    DocumentChanged,
    /// No certificate in it is the one that its attributes name.
    #[error(
        "the signature does not carry the certificate that it was made with, or another one was put in its place"
    )]
    CertificateMismatch,
    /// A certificate in it is neither the signer's nor above that.
    #[error("the signature carries a certificate that has no part in it")]
    StrayCertificate,
    /// The key of the certificate did not make it.
    #[error("the signature does not hold with the key of its certificate")]
    SignatureWrong,
}

/// Who signed, as the certificate in the signature says. That the signature holds is proven; the name
/// is as true as its issuer is careful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The name in the certificate.
    pub name: String,
    /// The name of its issuer.
    pub issuer: String,
    /// Its number at the issuer, as hexadecimal pairs.
    pub serial: String,
    /// Whether nobody but the signer vouches for the name.
    pub self_signed: bool,
    /// From when to when the certificate holds.
    pub validity: Validity,
    /// Key and hash, for people: "ECDSA P-256 with SHA-256".
    pub algorithm: String,
    /// Whether the certificate is for signing documents.
    pub key_usage_ok: bool,
    /// The names of the certificates above the signer's, as far as the signature carries them.
    pub chain: Vec<String>,
    /// Whether each certificate was issued by the next one. False also where an algorithm is not supported.
    pub chain_holds: bool,
    /// Whether the last of them is a root, that is, signed itself; else its own issuer is not known here.
    pub chain_complete: bool,
    /// The signer's certificate and those above it.
    certificates: Vec<Certificate>,
}

impl Signer {
    /// Whether the chain leads to a certificate that the user trusts, with every certificate on the
    /// way holding at a moment, from one that is for signing documents. Revocation is not known here.
    pub fn is_trusted_by(&self, anchors: &[Certificate], at: Timestamp) -> bool {
        let own = self.certificates.first();
        let is_for_signing = own.is_some_and(|own| own.may_sign() && !own.is_authority());
        is_for_signing && chain::leads_to(&self.certificates, anchors, at)
    }
}

/// Checks a signature in DER against the SHA-256 digest of the document.
///
/// # Errors
/// The first thing that does not hold.
pub fn check(cms: &[u8], document_digest: &[u8; 32]) -> Result<Signer, CheckError> {
    let (info, mut given) = read(cms)?;
    let attributes: Vec<Attribute> = members(&info.signed).map_err(|_| CheckError::Unreadable)?;
    let content_type: ObjectIdentifier = only(&attributes, ID_CONTENT_TYPE)?;
    if content_type != ID_DATA {
        return Err(CheckError::Unreadable);
    }
    let hash =
        Hash::of(&info.digest_algorithm).ok_or_else(|| unsupported(&info.digest_algorithm.oid))?;
    // The digest of the document that is at hand is one of SHA-256.
    if hash != Hash::Sha256 {
        return Err(unsupported(&info.digest_algorithm.oid));
    }
    let digest: OctetString = only(&attributes, ID_MESSAGE_DIGEST)?;
    if digest.as_bytes() != document_digest {
        return Err(CheckError::DocumentChanged);
    }
    let own = given.remove(own_place(&info.signer, &attributes, &given)?);
    let key = own
        .public_key()
        .ok_or_else(|| CheckError::Unsupported(own.key_algorithm()))?;
    let scheme = Scheme::of(&info.signature_algorithm)
        .filter(|scheme| scheme.hash.is_none_or(|named| named == hash))
        .ok_or_else(|| unsupported(&info.signature_algorithm.oid))?;
    let message = to_be_signed(&info.signed).map_err(|_| CheckError::Unreadable)?;
    if !key.holds(scheme.family, hash, &message, info.signature.as_bytes()) {
        return Err(CheckError::SignatureWrong);
    }
    let (above, stray) = chain::above(&own, given);
    if !stray.is_empty() {
        return Err(CheckError::StrayCertificate);
    }
    Ok(signer(own, above, format!("{} with SHA-256", key.words())))
}

/// The signature at the start of the room that was left for it, without the zeros behind. None if
/// anything else stands there.
pub(crate) fn without_padding(room: &[u8]) -> Option<&[u8]> {
    let (_, rest) = AnyRef::from_der_partial(room).ok()?;
    let signature = room.get(..room.len() - rest.len())?;
    rest.iter().all(|byte| *byte == 0).then_some(signature)
}

/// The one signer of a signature and the certificates that it carries. What is read and written again
/// has to be the same bytes, so that nothing hides in another way of writing.
fn read(cms: &[u8]) -> Result<(SignerInfo, Vec<Certificate>), CheckError> {
    if cms.len() > LONGEST {
        return Err(CheckError::Unreadable);
    }
    let outer = ContentInfo::from_der(cms).map_err(|_| CheckError::Unreadable)?;
    let as_written = outer.to_der().is_ok_and(|again| again == cms);
    let data = outer.content;
    let mut signers = data.signers.into_vec();
    let algorithms = data.digest_algorithms.as_slice();
    let Some(info) = signers.pop().filter(|_| signers.is_empty()) else {
        return Err(CheckError::Unreadable);
    };
    let as_it_should = as_written
        && outer.content_type == ID_SIGNED_DATA
        && data.content.content_type == ID_DATA
        && data.version == 1
        && info.version == 1
        && algorithms == std::slice::from_ref(&info.digest_algorithm);
    if !as_it_should {
        return Err(CheckError::Unreadable);
    }
    let certificates: Vec<Any> = members(&data.certificates).map_err(|_| CheckError::Unreadable)?;
    if certificates.len() > MOST_CERTIFICATES {
        return Err(CheckError::Unreadable);
    }
    let read = certificates.iter().map(|certificate| {
        let der = certificate.to_der().ok()?;
        Certificate::from_der(&der)
    });
    let certificates = read.collect::<Option<Vec<_>>>();
    Ok((info, certificates.ok_or(CheckError::Unreadable)?))
}

/// Where the certificate stands that the signature was made with: named by issuer and number, and by its hash.
fn own_place(
    named: &IssuerAndSerial,
    attributes: &[Attribute],
    given: &[Certificate],
) -> Result<usize, CheckError> {
    let signing: SigningCertificate = only(attributes, ID_AA_SIGNING_CERTIFICATE_V_2)?;
    let first = signing.certificates.first().ok_or(CheckError::Unreadable)?;
    let hash = match &first.algorithm {
        None => Hash::Sha256,
        Some(named) => Hash::of(named).ok_or_else(|| unsupported(&named.oid))?,
    };
    let place = given.iter().position(|certificate| {
        *certificate.issuer_name() == named.issuer
            && *certificate.serial_number() == named.serial
            && hash.digest(certificate.der()) == first.hash.as_bytes()
    });
    place.ok_or(CheckError::CertificateMismatch)
}

/// The value of an attribute that has to stand once, with one value (RFC 5652, section 11).
fn only<T: for<'a> der::Decode<'a, Error = der::Error>>(
    attributes: &[Attribute],
    oid: ObjectIdentifier,
) -> Result<T, CheckError> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    match (found.next(), found.next()) {
        (Some(attribute), None) => match attribute.values.as_slice() {
            [value] => value
                .to_der()
                .and_then(|der| T::from_der(&der))
                .map_err(|_| CheckError::Unreadable),
            _ => Err(CheckError::Unreadable),
        },
        _ => Err(CheckError::Unreadable),
    }
}

fn signer(own: Certificate, above: Vec<Certificate>, algorithm: String) -> Signer {
    let names = above.iter().map(Certificate::name).collect();
    let mut certificates = vec![own.clone()];
    certificates.extend(above);
    Signer {
        name: own.name(),
        issuer: own.issuer(),
        serial: own.serial(),
        self_signed: own.is_self_signed(),
        validity: own.validity(),
        algorithm,
        key_usage_ok: own.may_sign(),
        chain: names,
        chain_holds: chain::holds(&certificates),
        chain_complete: certificates.last().is_some_and(Certificate::signed_itself),
        certificates,
    }
}

fn unsupported(oid: &ObjectIdentifier) -> CheckError {
    CheckError::Unsupported(named(oid))
}
