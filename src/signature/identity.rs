//! Who signs: a private key with the certificate that belongs to it and the certificates above that.

use std::fmt;

use p256::elliptic_curve::zeroize::Zeroizing;
use thiserror::Error;

use super::certificate::{Certificate, Validity};
use super::certificates::{CertificatesError, certificates_in};
use super::chain;
use super::key::Key;
use super::pem::{Block, blocks};

/// What is wrong with the files of a signer, told so that it can be put right.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is its message")]
pub enum IdentityError {
    #[error(
        "the file is not PEM text. A .p12 or .pfx file becomes PEM with: openssl pkcs12 -nodes -in FILE.p12 -out KEY.pem"
    )]
    NotPem,
    #[error(
        "there is no private key in the file. It has to hold a block that begins with: -----BEGIN PRIVATE KEY-----"
    )]
    NoKey,
    #[error("there is more than one private key in the file. Leave only the one to sign with")]
    ManyKeys,
    #[error(
        "the private key has a password. Take it off in a copy that only you can read, and delete that copy after signing: openssl pkcs8 -in KEY.pem -out OPEN.pem"
    )]
    KeyEncrypted,
    #[error(
        "the private key is in an older format ({0}). Write it anew with: openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out NEW.pem"
    )]
    KeyOldFormat(String),
    #[error(
        "the private key cannot be read: the file is damaged or incomplete. Export it again from where it came"
    )]
    KeyUnreadable,
    #[error(
        "a key of the kind {0} cannot sign a PDF so that readers know it. Use ECDSA with P-256 or P-384, or RSA with 2,048 bits or more"
    )]
    KeyUnsupported(String),
    #[error(
        "the RSA key has {0} bits, which no longer counts as safe. Use one with 2,048 bits or more"
    )]
    KeyTooShort(u32),
    #[error(
        "there is no certificate for the key. Put it into the same file after the key, or give it as the chain: a block that begins with -----BEGIN CERTIFICATE-----"
    )]
    NoCertificate,
    #[error(transparent)]
    Certificates(#[from] CertificatesError),
    #[error(
        "no certificate in the files belongs to the private key; the first is for \"{0}\". Use the two that were issued together"
    )]
    NotForKey(String),
    #[error(
        "the certificate of \"{0}\" is not for signing: its key usage names neither digitalSignature nor nonRepudiation. Ask its issuer for one that does"
    )]
    NotForSigning(String),
}

/// A signer: the key, its certificate and the chain above it as far as it was given.
pub struct Identity {
    pub(super) key: Key,
    /// The signer's certificate.
    pub(super) own: Certificate,
    /// The one above it, the one above that, and so on.
    above: Vec<Certificate>,
}

impl Identity {
    /// Reads a signer from PEM: the key as PKCS#8, the certificates in the same file or in a second
    /// one, in any order. Certificates that have no part in the chain of the signer are left out.
    ///
    /// # Errors
    /// What is missing or does not fit, and what to do about it.
    pub fn from_pem(key_pem: &[u8], chain_pem: Option<&[u8]>) -> Result<Self, IdentityError> {
        let key_file = text(key_pem)?;
        let chain_file = chain_pem.map(text).transpose()?.unwrap_or_default();
        let in_key_file = blocks(key_file);
        let key = private_key(&in_key_file)?;
        let in_chain_file = blocks(chain_file);
        let mut given = certificates_in(in_key_file.iter().chain(&in_chain_file))?;
        let Some(first) = given.first() else {
            return Err(IdentityError::NoCertificate);
        };
        let public_key = key.public_key_der();
        let Some(index) = given
            .iter()
            .position(|certificate| certificate.public_key_der() == public_key)
        else {
            return Err(IdentityError::NotForKey(first.name()));
        };
        let own = given.remove(index);
        if !own.may_sign() {
            return Err(IdentityError::NotForSigning(own.name()));
        }
        let (above, _) = chain::above(&own, given);
        Ok(Self { key, own, above })
    }

    /// The name of the signer as the certificate has it.
    pub fn name(&self) -> String {
        self.own.name()
    }

    /// From when to when the signer's certificate holds.
    pub fn validity(&self) -> Validity {
        self.own.validity()
    }

    /// Whether nobody but the signer vouches for the name.
    pub fn is_self_signed(&self) -> bool {
        self.own.is_self_signed()
    }

    /// The signer's certificate, then the one above it, and so on.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.own).chain(&self.above)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Identity")
            .field("name", &self.name())
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

fn text(file: &[u8]) -> Result<&str, IdentityError> {
    match std::str::from_utf8(file) {
        Ok(text) if text.contains("-----BEGIN ") => Ok(text),
        _ => Err(IdentityError::NotPem),
    }
}

fn private_key(blocks: &[Block<'_>]) -> Result<Key, IdentityError> {
    let mut keys = blocks
        .iter()
        .filter(|block| block.label.ends_with("PRIVATE KEY"));
    let Some(block) = keys.next() else {
        return Err(IdentityError::NoKey);
    };
    if keys.next().is_some() {
        return Err(IdentityError::ManyKeys);
    }
    match block.label {
        "PRIVATE KEY" => {
            let der = Zeroizing::new(block.bytes().ok_or(IdentityError::KeyUnreadable)?);
            Key::from_pkcs8(&der)
        }
        "ENCRYPTED PRIVATE KEY" => Err(IdentityError::KeyEncrypted),
        _ if block.says_encrypted() => Err(IdentityError::KeyEncrypted),
        older => Err(IdentityError::KeyOldFormat(older.to_owned())),
    }
}
