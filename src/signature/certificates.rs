//! Certificates out of PEM files.

use thiserror::Error;

use super::certificate::Certificate;
use super::pem::{Block, blocks};

/// The most certificates that are read for one purpose.
const MOST: usize = 32;

/// What is wrong with a file of certificates.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum CertificatesError {
    /// The file holds none.
    #[error(
        "there is no certificate in the file. It has to hold a block that begins with: -----BEGIN CERTIFICATE-----. A binary file becomes one with: openssl x509 -inform DER -in FILE -out CERT.pem"
    )]
    Missing,
    /// One, counted from 1, is not a certificate.
    #[error(
        "certificate {0} in the file cannot be read: it is damaged or incomplete. Export it again from where it came"
    )]
    Unreadable(usize),
    /// More than are read.
    #[error(
        "there are more than {MOST} certificates in the file. Leave only those that are needed"
    )]
    Many,
}

impl Certificate {
    /// Reads the certificates of a PEM file, such as those that a user trusts.
    ///
    /// # Errors
    /// If there is none, one cannot be read, or there are too many.
    pub fn all_from_pem(file: &[u8]) -> Result<Vec<Self>, CertificatesError> {
        // What stands around the blocks can be in any encoding (RFC 7468, section 2).
        let text = String::from_utf8_lossy(file);
        let certificates = certificates_in(&blocks(&text))?;
        if certificates.is_empty() {
            return Err(CertificatesError::Missing);
        }
        Ok(certificates)
    }
}

/// The certificates among blocks of PEM; what is not one is passed over.
pub(super) fn certificates_in<'a>(
    blocks: impl IntoIterator<Item = &'a Block<'a>>,
) -> Result<Vec<Certificate>, CertificatesError> {
    let mut certificates = Vec::new();
    let of_certificates = blocks
        .into_iter()
        .filter(|block| block.label == "CERTIFICATE");
    for block in of_certificates {
        if certificates.len() == MOST {
            return Err(CertificatesError::Many);
        }
        let certificate = block.bytes().and_then(|der| Certificate::from_der(&der));
        let number = certificates.len() + 1;
        certificates.push(certificate.ok_or(CertificatesError::Unreadable(number))?);
    }
    Ok(certificates)
}
