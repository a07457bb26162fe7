//! The private key of a signer.

use std::fmt;

use der::asn1::ObjectIdentifier;
use der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ID_EC_PUBLIC_KEY, RSA_ENCRYPTION, SECP_256_R_1, SECP_384_R_1,
};
#[cfg(feature = "rsa")]
use der::{asn1::Null, oid::db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION};
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use p256::pkcs8::{DecodePrivateKey as _, EncodePublicKey as _, PrivateKeyInfoRef};
use sha2::{Digest as _, Sha256};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::algorithm::named;
use super::identity::IdentityError;

/// A key that can sign. Its secret is told by nothing, not even by `Debug`.
pub(super) enum Key {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    #[cfg(feature = "rsa")]
    Rsa(Box<rsa::PrivateKey>),
}

impl Key {
    /// Reads a PKCS#8 key in DER.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, IdentityError> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| IdentityError::KeyUnreadable)?;
        let curve = info.algorithm.parameters_oid().ok();
        match (info.algorithm.oid, curve) {
            (ID_EC_PUBLIC_KEY, Some(SECP_256_R_1)) => {
                p256::ecdsa::SigningKey::from_pkcs8_der(der).map(Self::P256)
            }
            (ID_EC_PUBLIC_KEY, Some(SECP_384_R_1)) => {
                p384::ecdsa::SigningKey::from_pkcs8_der(der).map(Self::P384)
            }
            (ID_EC_PUBLIC_KEY, Some(other)) => return Err(unsupported(&other)),
            #[cfg(feature = "rsa")]
            (RSA_ENCRYPTION, _) => {
                rsa::PrivateKey::from_pkcs8_der(der).map(|k| Self::Rsa(k.into()))
            }
            (other, _) => return Err(unsupported(&other)),
        }
        .map_err(|_| IdentityError::KeyUnreadable)?
        .long_enough()
    }

    #[cfg(feature = "rsa")]
    fn long_enough(self) -> Result<Self, IdentityError> {
        use rsa::traits::PublicKeyParts as _;
        if let Self::Rsa(key) = &self
            && key.n().bit_width() < super::algorithm::RSA_BITS
        {
            Err(IdentityError::KeyTooShort(key.n().bit_width()))
        } else {
            Ok(self)
        }
    }

    #[cfg(not(feature = "rsa"))]
    fn long_enough(self) -> Result<Self, IdentityError> {
        Ok(self)
    }

    /// Its public half as SubjectPublicKeyInfo in DER.
    pub(super) fn public_key_der(&self) -> Option<Vec<u8>> {
        let document = match self {
            Self::P256(key) => key.verifying_key().to_public_key_der(),
            Self::P384(key) => key.verifying_key().to_public_key_der(),
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.to_public_key().to_public_key_der(),
        };
        document.ok().map(|document| document.into_vec())
    }

    /// How its signatures are called in CMS. The hash is SHA-256 for every key: it is the hash of the document too.
    pub(super) fn algorithm(&self) -> AlgorithmIdentifierOwned {
        match self {
            Self::P256(_) | Self::P384(_) => AlgorithmIdentifierOwned {
                oid: ECDSA_WITH_SHA_256,
                parameters: None,
            },
            #[cfg(feature = "rsa")]
            Self::Rsa(_) => AlgorithmIdentifierOwned {
                oid: SHA_256_WITH_RSA_ENCRYPTION,
                parameters: Some(Null.into()),
            },
        }
    }

    /// The longest signature it makes, in bytes.
    pub(super) fn longest_signature(&self) -> usize {
        match self {
            // Two numbers of the field's size, each with a sign byte and its header, in a sequence.
            Self::P256(_) => 72,
            Self::P384(_) => 104,
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => {
                use rsa::traits::PublicKeyParts as _;
                key.size()
            }
        }
    }

    /// Signs a message. The same message gives the same bytes: RFC 6979 for curves, PKCS#1 v1.5 for RSA,
    /// where randomness only hides from others on the machine how long it takes.
    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let digest = Sha256::digest(message);
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::DerSignature = key.sign_prehash(&digest).ok()?;
                Some(signature.as_bytes().to_vec())
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::DerSignature = key.sign_prehash(&digest).ok()?;
                Some(signature.as_bytes().to_vec())
            }
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.pkcs1v15_sign_prehash::<Sha256>(&digest).ok(),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(secret)")
    }
}

fn unsupported(oid: &ObjectIdentifier) -> IdentityError {
    let kind = if *oid == RSA_ENCRYPTION {
        "RSA, which this program was built without".to_owned()
    } else {
        named(oid)
    };
    IdentityError::KeyUnsupported(kind)
}
