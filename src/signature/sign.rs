//! Making a signature: CMS as PAdES baseline B-B wants it (ETSI EN 319 142-1, section 6.3).

use der::asn1::{Any, OctetString, SetOfVec};
use der::oid::ObjectIdentifier;
use der::{Encode as _, EncodeValue, Tagged};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use x509_cert::attr::Attribute;

use super::cms::{
    CertificateHash, ContentInfo, Detached, ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE,
    ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA, IssuerAndSerial, SignedData, SignerInfo,
    SigningCertificate, set_as_zero, sha256, to_be_signed,
};
use super::identity::Identity;

/// Bytes of a signature beside certificates, issuer and the signature value: headers, identifiers, digests.
const FRAME: usize = 384;

/// Why no signature came about.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum SignError {
    /// The key gave no signature.
    #[error("the key did not sign: it may be damaged. Export it again from where it came")]
    Key,
    /// A part could not be written as DER.
    #[error(
        "the signature could not be put together from the certificate: {0}. Ask its issuer for another one"
    )]
    Structure(#[from] der::Error),
}

/// The longest signature that [`sign`] makes for a signer, in bytes: so much room a document has to leave.
pub fn max_len(identity: &Identity) -> usize {
    let certificates: usize = identity.certificates().map(|one| one.der().len()).sum();
    certificates + identity.own.issuer_len() + identity.key.longest_signature() + FRAME
}

/// Signs a document by its SHA-256 digest: a detached CMS signature in DER with the certificates of
/// the signer. It holds no time; the same signer and digest give the same bytes.
///
/// # Errors
/// If the key fails, or a certificate cannot be taken up.
pub fn sign(identity: &Identity, document_digest: &[u8; 32]) -> Result<Vec<u8>, SignError> {
    let own = &identity.own;
    let signing_certificate = SigningCertificate {
        certificates: vec![CertificateHash {
            algorithm: None,
            hash: OctetString::new(Sha256::digest(own.der()).to_vec())?,
            issuer: None,
        }],
        policies: None,
    };
    let signed = set_as_zero(vec![
        attribute(ID_CONTENT_TYPE, &ID_DATA)?,
        attribute(ID_MESSAGE_DIGEST, &OctetString::new(*document_digest)?)?,
        attribute(ID_AA_SIGNING_CERTIFICATE_V_2, &signing_certificate)?,
    ])?;
    let signature = identity
        .key
        .sign(&to_be_signed(&signed)?)
        .ok_or(SignError::Key)?;
    let signer = SignerInfo {
        version: 1,
        signer: IssuerAndSerial {
            issuer: own.issuer_name().clone(),
            serial: own.serial_number().clone(),
        },
        digest_algorithm: sha256(),
        signed,
        signature_algorithm: identity.key.algorithm(),
        signature: OctetString::new(signature)?,
    };
    let certificates = identity.certificates().map(|one| one.der().to_vec());
    let content = SignedData {
        version: 1,
        digest_algorithms: SetOfVec::try_from(vec![sha256()])?,
        content: Detached {
            content_type: ID_DATA,
        },
        certificates: set_as_zero(certificates.collect())?,
        signers: SetOfVec::try_from(vec![signer])?,
    };
    Ok(ContentInfo {
        content_type: ID_SIGNED_DATA,
        content,
    }
    .to_der()?)
}

/// An attribute with one value, in DER.
fn attribute<T: EncodeValue + Tagged>(
    oid: ObjectIdentifier,
    value: &T,
) -> Result<Vec<u8>, der::Error> {
    let values = SetOfVec::try_from(vec![Any::encode_from(value)?])?;
    Attribute { oid, values }.to_der()
}
