//! Algorithms: what hashes, what verifies.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ECDSA_WITH_SHA_512, ID_SHA_256, ID_SHA_384, ID_SHA_512,
    RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION, SHA_384_WITH_RSA_ENCRYPTION,
    SHA_512_WITH_RSA_ENCRYPTION,
};
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::pkcs8::DecodePublicKey as _;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use x509_cert::spki::AlgorithmIdentifierOwned;

/// The shortest RSA key that counts, in bits (NIST SP 800-131A; readers refuse shorter ones).
#[cfg(feature = "rsa")]
pub(super) const RSA_BITS: u32 = 2048;

/// A hash function of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hash function that an identifier names; none for others, such as SHA-1.
    pub(super) fn of(algorithm: &AlgorithmIdentifierOwned) -> Option<Self> {
        if !has_no_parameters(algorithm) {
            return None;
        }
        match algorithm.oid {
            ID_SHA_256 => Some(Self::Sha256),
            ID_SHA_384 => Some(Self::Sha384),
            ID_SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub(super) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// The kind of mathematics of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Ecdsa,
    RsaPkcs1,
}

/// How a signature was made. The hash is open where the identifier says RSA alone, as CMS allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scheme {
    pub(super) family: Family,
    pub(super) hash: Option<Hash>,
}

impl Scheme {
    /// The scheme that an identifier names; none if it is not among those supported.
    pub(super) fn of(algorithm: &AlgorithmIdentifierOwned) -> Option<Self> {
        let (family, hash) = match algorithm.oid {
            ECDSA_WITH_SHA_256 => (Family::Ecdsa, Some(Hash::Sha256)),
            ECDSA_WITH_SHA_384 => (Family::Ecdsa, Some(Hash::Sha384)),
            ECDSA_WITH_SHA_512 => (Family::Ecdsa, Some(Hash::Sha512)),
            RSA_ENCRYPTION => (Family::RsaPkcs1, None),
            SHA_256_WITH_RSA_ENCRYPTION => (Family::RsaPkcs1, Some(Hash::Sha256)),
            SHA_384_WITH_RSA_ENCRYPTION => (Family::RsaPkcs1, Some(Hash::Sha384)),
            SHA_512_WITH_RSA_ENCRYPTION => (Family::RsaPkcs1, Some(Hash::Sha512)),
            _ => return None,
        };
        let as_it_should = match family {
            // RFC 5758, section 3.2: the parameters are absent.
            Family::Ecdsa => algorithm.parameters.is_none(),
            Family::RsaPkcs1 => has_no_parameters(algorithm),
        };
        as_it_should.then_some(Self { family, hash })
    }
}

/// Whether the parameters are absent or NULL: both are found for hashes and RSA (RFC 5754, section 2).
fn has_no_parameters(algorithm: &AlgorithmIdentifierOwned) -> bool {
    let parameters = algorithm.parameters.as_ref();
    parameters.is_none_or(|given| AnyRef::from(given) == AnyRef::NULL)
}

/// A public key that signatures can be verified with.
pub(super) enum PublicKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    #[cfg(feature = "rsa")]
    Rsa(Box<rsa::PublicKey>),
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo in DER; none if its kind or size is not supported.
    pub(super) fn from_der(der: &[u8]) -> Option<Self> {
        if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Some(Self::P256(key));
        }
        if let Ok(key) = p384::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Some(Self::P384(key));
        }
        #[cfg(feature = "rsa")]
        if let Ok(key) = rsa::PublicKey::from_public_key_der(der) {
            use rsa::traits::PublicKeyParts as _;
            return (key.n().bit_width() >= RSA_BITS).then(|| Self::Rsa(Box::new(key)));
        }
        None
    }

    /// Whether a signature over a message holds with this key.
    pub(super) fn holds(
        &self,
        family: Family,
        hash: Hash,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let digest = hash.digest(message);
        match (self, family) {
            (Self::P256(key), Family::Ecdsa) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            (Self::P384(key), Family::Ecdsa) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            #[cfg(feature = "rsa")]
            (Self::Rsa(key), Family::RsaPkcs1) => {
                let padding = match hash {
                    Hash::Sha256 => rsa::Pkcs1v15Sign::new::<Sha256>(),
                    Hash::Sha384 => rsa::Pkcs1v15Sign::new::<Sha384>(),
                    Hash::Sha512 => rsa::Pkcs1v15Sign::new::<Sha512>(),
                };
                key.verify(padding, &digest, signature).is_ok()
            }
            _ => false,
        }
    }

    /// The kind of the key as people call it: "ECDSA P-256", "RSA 2048".
    pub(super) fn words(&self) -> String {
        match self {
            Self::P256(_) => "ECDSA P-256".to_owned(),
            Self::P384(_) => "ECDSA P-384".to_owned(),
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => {
                use rsa::traits::PublicKeyParts as _;
                format!("RSA {}", key.n().bit_width())
            }
        }
    }
}

/// The name of an algorithm for messages; its number if it has none.
pub(super) fn named(oid: &ObjectIdentifier) -> String {
    match der::oid::db::DB.by_oid(oid) {
        Some(name) => name.trim_start_matches("id-").to_owned(),
        None => oid.to_string(),
    }
}
