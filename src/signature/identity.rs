//! Who signs: a private key with the certificate that belongs to it and the certificates above that.

use std::fmt;

use p256::elliptic_curve::zeroize::Zeroizing;
use thiserror::Error;

use super::certificate::{Certificate, Unfit, Validity};
use super::certificates::{CertificatesError, certificates_in};
use super::chain;
use super::key::Key;
use super::pem::{Block, blocks};

/// What is wrong with the files of a signer, told so that it can be put right.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum IdentityError {
    /// Binary or other text: DER, PKCS#12.
    #[error(
        "the file is not PEM text. A .p12 or .pfx file becomes PEM with: openssl pkcs12 -nodes -in FILE.p12 -out KEY.pem"
    )]
    NotPem,
    /// The key file holds certificates at most.
    #[error(
        "there is no private key in the file. It has to hold a block that begins with: -----BEGIN PRIVATE KEY-----"
    )]
    NoKey,
    /// It is not evident which one is meant.
    #[error("there is more than one private key in the file. Leave only the one to sign with")]
    ManyKeys,
    /// A password protects the key.
    #[error(
        "the private key has a password. Take it off in a copy that only you can read, and delete that copy after signing: openssl pkey -in KEY.pem -out OPEN.pem"
    )]
    KeyEncrypted,
    /// PKCS#1 or SEC1 instead of PKCS#8, with the label of the block.
    #[error(
        "the private key is in an older format ({0}). Write it anew with: openssl pkey -in KEY.pem -out NEW.pem"
    )]
    KeyOldFormat(String),
    /// Not the DER of PKCS#8, or numbers that are no key.
    #[error(
        "the private key cannot be read: the file is damaged or incomplete. Export it again from where it came"
    )]
    KeyUnreadable,
    /// The kind of key, such as Ed25519.
    #[error(
        "a key of the kind {0} cannot sign a PDF so that readers know it. Use ECDSA with P-256 or P-384, or RSA with 2,048 bits or more"
    )]
    KeyUnsupported(String),
    /// The length of the RSA key, in bits.
    #[error(
        "the RSA key has {0} bits, which no longer counts as safe. Use one with 2,048 bits or more"
    )]
    KeyTooShort(u32),
    /// There is a key alone.
    #[error(
        "there is no certificate for the key. Put it into the same file after the key, or give it as the chain: a block that begins with -----BEGIN CERTIFICATE-----"
    )]
    NoCertificate,
    /// The certificates beside the key cannot be read.
    #[error(transparent)]
    Certificates(#[from] CertificatesError),
    /// The second file cannot be read.
    #[error("in the file of the chain: {0}")]
    Chain(CertificatesError),
    /// The name in the first certificate.
    #[error(
        "no certificate in the files belongs to the private key; the first is for \"{0}\". Use the two that were issued together"
    )]
    NotForKey(String),
    /// The name in the certificate, and what it is for instead.
    #[error(
        "the certificate of \"{0}\" is not for signing: {1}. Ask its issuer for one to sign documents with"
    )]
    NotForSigning(String, Unfit),
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
        let text = text(key_pem)?;
        let key_file = blocks(&text);
        let key = private_key(&key_file)?;
        let mut given = certificates_in(&key_file)?;
        if let Some(file) = chain_pem {
            given.extend(Certificate::all_from_pem(file).map_err(IdentityError::Chain)?);
        }
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
        if let Some(unfit) = own.unfit() {
            return Err(IdentityError::NotForSigning(own.name(), unfit));
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

/// The file as text. What stands around the blocks can be in any encoding, such as a name that came out of
/// a .p12 file (RFC 7468, section 2).
fn text(file: &[u8]) -> Result<Zeroizing<String>, IdentityError> {
    let text = Zeroizing::new(String::from_utf8_lossy(file).into_owned());
    if text.contains("-----BEGIN ") {
        Ok(text)
    } else {
        Err(IdentityError::NotPem)
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
        "OPENSSH PRIVATE KEY" => Err(IdentityError::KeyUnsupported("OpenSSH".to_owned())),
        _ if block.says_encrypted() => Err(IdentityError::KeyEncrypted),
        older => Err(IdentityError::KeyOldFormat(older.to_owned())),
    }
}
