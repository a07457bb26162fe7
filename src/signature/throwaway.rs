//! An identity to try signing with. Nobody vouches for it.

use der::pem::LineEnding;
use der::{DateTime, EncodePem as _};
use jiff::ToSpan as _;
use jiff::civil::Date;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::zeroize::Zeroizing;
use p256::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use x509_cert::TbsCertificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder as _, CertificateBuilder};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::Validity;

use crate::text::{clean_line, clipped};

/// The longest common name, in characters (RFC 5280, appendix A.1, ub-common-name).
const LONGEST_NAME: usize = 64;

/// A key and the certificate that its holder made for themselves.
pub struct Throwaway {
    /// The private key as PKCS#8 in PEM. For a file that only its owner can read.
    pub key_pem: Zeroizing<String>,
    pub certificate_pem: String,
}

/// Why no identity was made: the name is empty, or a day lies outside of what certificates can say.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("an identity needs a name, and days between 1970 and 9999. Give it those")]
pub struct ThrowawayError;

/// Makes a self-signed P-256 identity that holds from the start of a day, for a number of days. All of
/// it follows from what is given: the seed has to be random and is as secret as the key.
///
/// # Errors
/// If the name is empty or a day is out of range.
pub fn throwaway(
    name: &str,
    seed: [u8; 32],
    from: Date,
    days: u16,
) -> Result<Throwaway, ThrowawayError> {
    let name = clipped(&clean_line(name), LONGEST_NAME);
    if name.is_empty() {
        return Err(ThrowawayError);
    }
    let key = key(&seed).ok_or(ThrowawayError)?;
    let certificate_pem = certificate(&key, &name, from, days).ok_or(ThrowawayError)?;
    let key_pem = key
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|_| ThrowawayError)?;
    Ok(Throwaway {
        key_pem,
        certificate_pem,
    })
}

/// One number in 2^32 is not a key of this curve, so that the next one is tried.
fn key(seed: &[u8; 32]) -> Option<SigningKey> {
    (0..=u8::MAX).find_map(|attempt| {
        let scalar = Sha256::new().chain_update(seed).chain_update([attempt]);
        SigningKey::from_slice(&scalar.finalize()).ok()
    })
}

fn certificate(key: &SigningKey, name: &str, from: Date, days: u16) -> Option<String> {
    let public = key.verifying_key().to_public_key_der().ok()?;
    let number = Sha256::new()
        .chain_update(public.as_bytes())
        .chain_update(name)
        .finalize();
    let last = from.checked_add(i32::from(days).days()).ok()?;
    let holder = Holder(common_name(name)?);
    let validity = Validity::new(start_of(from)?.into(), start_of(last)?.into());
    let certificate = CertificateBuilder::new(
        holder,
        SerialNumber::new(number.get(..16)?).ok()?,
        validity,
        SubjectPublicKeyInfoOwned::from_key(key.verifying_key()).ok()?,
    )
    .and_then(|builder| builder.build::<_, DerSignature>(key))
    .ok()?;
    certificate.to_pem(LineEnding::LF).ok()
}

/// The name as one common name. Each byte is escaped (RFC 4514), so that none of them means more than itself.
fn common_name(name: &str) -> Option<Name> {
    let escaped: String = name.bytes().map(|byte| format!("\\{byte:02X}")).collect();
    format!("CN={escaped}").parse().ok()
}

fn start_of(day: Date) -> Option<DateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, day) = (
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    );
    DateTime::new(year, month, day, 0, 0, 0).ok()
}

/// The contents of a certificate that its holder issues to themselves, for signing alone.
struct Holder(Name);

impl BuilderProfile for Holder {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.0.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        fields: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        let no_issuer = BasicConstraints {
            ca: false,
            path_len_constraint: None,
        };
        let usage = KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation);
        Ok(vec![
            no_issuer.to_extension(fields.subject(), &[])?,
            usage.to_extension(fields.subject(), &[])?,
        ])
    }
}
