//! The structures of a signature: CMS (RFC 5652) with the ESS attribute that names the certificate (RFC 5035).
//! Only what a PAdES baseline signature has: detached, one signer, named by issuer and number.

use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::oid::db::rfc5912::ID_SHA_256;
use der::{
    Decode, Encode as _, Reader as _, Sequence, SliceReader, Tag, TagNumber, Tagged as _, ValueOrd,
};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

pub(super) use der::oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA,
};

/// RFC 5652, section 3.
#[derive(Sequence)]
pub(super) struct ContentInfo {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) content: SignedData,
}

/// RFC 5652, section 5.1, without lists of revoked certificates.
#[derive(Sequence)]
pub(super) struct SignedData {
    pub(super) version: u8,
    pub(super) digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    pub(super) content: Detached,
    /// `[0]` with a set of certificates, as its bytes: what is hashed is what was there.
    pub(super) certificates: Any,
    pub(super) signers: SetOfVec<SignerInfo>,
}

/// RFC 5652, section 5.2: what is signed stands elsewhere, in the document.
#[derive(Sequence)]
pub(super) struct Detached {
    pub(super) content_type: ObjectIdentifier,
}

/// RFC 5652, section 5.3, without unsigned attributes.
#[derive(Sequence, ValueOrd)]
pub(super) struct SignerInfo {
    pub(super) version: u8,
    pub(super) signer: IssuerAndSerial,
    pub(super) digest_algorithm: AlgorithmIdentifierOwned,
    /// `[0]` with a set of attributes, as its bytes: the signature is over them.
    pub(super) signed: Any,
    pub(super) signature_algorithm: AlgorithmIdentifierOwned,
    pub(super) signature: OctetString,
}

/// RFC 5652, section 10.2.4.
#[derive(Sequence, ValueOrd, PartialEq, Eq)]
pub(super) struct IssuerAndSerial {
    pub(super) issuer: Name,
    pub(super) serial: SerialNumber,
}

/// RFC 5035, section 3: which certificate was signed with, so that none can be put in its place.
#[derive(Sequence)]
pub(super) struct SigningCertificate {
    pub(super) certificates: Vec<CertificateHash>,
    pub(super) policies: Option<Any>,
}

/// RFC 5035, section 4.
#[derive(Sequence)]
pub(super) struct CertificateHash {
    /// SHA-256 where it is absent.
    pub(super) algorithm: Option<AlgorithmIdentifierOwned>,
    pub(super) hash: OctetString,
    pub(super) issuer: Option<Any>,
}

/// SHA-256 without parameters, as RFC 5754 (section 2) has it.
pub(super) fn sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: ID_SHA_256,
        parameters: None,
    }
}

/// The tag `[0]` in which CMS puts certificates and signed attributes.
const ZERO: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber(0),
};

/// A set as `[0] IMPLICIT`. DER orders it by the bytes of its members (X.690, section 11.6).
pub(super) fn set_as_zero(mut members: Vec<Vec<u8>>) -> der::Result<Any> {
    members.sort();
    Any::new(ZERO, members.concat())
}

/// The members of a set that stands as `[0] IMPLICIT`, each read.
pub(super) fn members<T: for<'a> Decode<'a, Error = der::Error>>(set: &Any) -> der::Result<Vec<T>> {
    set.tag().assert_eq(ZERO)?;
    let mut reader = SliceReader::new(set.value())?;
    let mut members = Vec::new();
    while !reader.is_finished() {
        members.push(T::decode(&mut reader)?);
    }
    Ok(members)
}

/// What a signature is over: the attributes with the tag of a set (RFC 5652, section 5.4).
pub(super) fn to_be_signed(attributes: &Any) -> der::Result<Vec<u8>> {
    Any::new(Tag::Set, attributes.value())?.to_der()
}
