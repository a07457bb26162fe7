//! Signing and checking together, with keys and signatures that OpenSSL made (`fixtures/README.md`).

mod hostile;
mod reading;

use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

use super::pem::blocks;
use super::*;

const P256: &str = include_str!("../fixtures/p256.pem");
const P384: &str = include_str!("../fixtures/p384.pem");
const CHAIN: &str = include_str!("../fixtures/chain.pem");
const DOCUMENT: &[u8] = b"A report to sign.\n";

/// A key file, the name in its certificate, its algorithm, and a signature that OpenSSL made with it.
const SIGNERS: &[(&str, &str, &str, &str)] = &[
    (
        P256,
        "Rowan Achebe",
        "ECDSA P-256 with SHA-256",
        include_str!("../fixtures/openssl-p256.cms.pem"),
    ),
    (
        P384,
        "Imogen Sørby",
        "ECDSA P-384 with SHA-256",
        include_str!("../fixtures/openssl-p384.cms.pem"),
    ),
    #[cfg(feature = "rsa")]
    (
        include_str!("../fixtures/rsa.pem"),
        "Tobias Okafor",
        "RSA 2048 with SHA-256",
        include_str!("../fixtures/openssl-rsa.cms.pem"),
    ),
];

fn digest() -> [u8; 32] {
    Sha256::digest(DOCUMENT).into()
}

fn identity(key: &str) -> Identity {
    Identity::from_pem(key.as_bytes(), Some(CHAIN.as_bytes())).unwrap()
}

fn own_made(name: &str) -> Identity {
    let made = throwaway(name, [7; 32], date(2026, 11, 1), 365).unwrap();
    let file = format!("{}{}", *made.key_pem, made.certificate_pem);
    Identity::from_pem(file.as_bytes(), None).unwrap()
}

fn certificates(pem: &str) -> Vec<Certificate> {
    Certificate::all_from_pem(pem.as_bytes()).unwrap()
}

static SIGNED: LazyLock<Vec<u8>> =
    LazyLock::new(|| sign(&own_made("Rowan Achebe"), &digest()).unwrap());
#[test]
fn what_is_signed_is_accepted_with_its_signer_and_chain() {
    for (key, name, algorithm, _) in SIGNERS {
        let identity = identity(key);
        let cms = sign(&identity, &digest()).unwrap();
        let signer = check(&cms, &digest()).unwrap();
        assert_eq!(signer.name, *name);
        assert_eq!(signer.name, identity.name());
        assert_eq!(signer.algorithm, *algorithm);
        assert_eq!(signer.chain, ["Fernleigh Issuing", "Fernleigh Root"]);
        assert!(signer.chain_holds && signer.chain_complete);
        assert!(signer.key_usage_ok && !signer.self_signed);
        assert_eq!(signer.validity, identity.validity());
    }
}

#[test]
fn signatures_of_openssl_are_accepted() {
    for (_, name, algorithm, cms) in SIGNERS {
        let cms = blocks(cms)[0].bytes().unwrap();
        let signer = check(&cms, &digest()).unwrap();
        assert_eq!(
            (signer.name.as_str(), signer.algorithm.as_str()),
            (*name, *algorithm)
        );
        assert!(signer.chain_holds);
    }
}

#[test]
fn the_same_signer_and_document_give_the_same_bytes_within_the_bound() {
    for (key, ..) in SIGNERS {
        let identity = identity(key);
        let cms = sign(&identity, &digest()).unwrap();
        assert_eq!(cms, sign(&identity, &digest()).unwrap());
        assert!(cms.len() <= max_len(&identity), "{} bytes", cms.len());
        assert!(
            max_len(&identity) < cms.len() + 400,
            "the bound wastes room"
        );
    }
}

#[test]
fn a_name_of_any_letters_comes_back_from_a_throwaway_identity() {
    let identity = own_made("Rowan, Ärmel = #1 + \"x\\");
    let signer = check(&sign(&identity, &digest()).unwrap(), &digest()).unwrap();
    assert_eq!(signer.name, "Rowan, Ärmel = #1 + \"x\\");
    assert!(signer.self_signed && signer.key_usage_ok && signer.chain_holds);
    assert!(signer.chain.is_empty());
    let validity = identity.validity();
    assert!(validity.holds_at("2026-11-01T00:00:00Z".parse().unwrap()));
    assert!(!validity.holds_at("2026-10-31T23:59:59Z".parse().unwrap()));
    assert!(!validity.holds_at("2027-11-01T00:00:01Z".parse().unwrap()));
}

#[test]
fn a_signature_comes_out_of_its_room_only_when_zeros_follow() {
    let mut room = SIGNED.clone();
    room.resize(SIGNED.len() + 100, 0);
    assert_eq!(without_padding(&room), Some(SIGNED.as_slice()));
    room[SIGNED.len() + 50] = 1;
    assert_eq!(without_padding(&room), None);
    assert_eq!(without_padding(&SIGNED[..100]), None);
}

/// RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
#[test]
fn ecdsa_gives_the_signature_of_its_standard() {
    let scalar = hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let key = key::Key::P256(p256::ecdsa::SigningKey::from_slice(&scalar).unwrap());
    let r = hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716");
    let s = hex("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    let expected = [
        &[0x30, 0x46, 0x02, 0x21, 0],
        r.as_slice(),
        &[0x02, 0x21, 0],
        &s,
    ]
    .concat();
    assert_eq!(key.sign(b"sample").unwrap(), expected);
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn a_chain_without_its_root_holds_but_is_not_complete() {
    let without_root = CHAIN.split_inclusive("-----END CERTIFICATE-----\n").next();
    let identity = Identity::from_pem(P256.as_bytes(), without_root.map(str::as_bytes)).unwrap();
    let signer = check(&sign(&identity, &digest()).unwrap(), &digest()).unwrap();
    assert_eq!(signer.chain, ["Fernleigh Issuing"]);
    assert!(signer.chain_holds && !signer.chain_complete);
    let root = &certificates(CHAIN)[1..];
    assert!(signer.is_trusted_by(root, "2027-03-01T09:00:00Z".parse().unwrap()));
}

#[test]
fn trust_leads_to_a_certificate_that_the_user_names() {
    let signer = check(&sign(&identity(P256), &digest()).unwrap(), &digest()).unwrap();
    let chain = certificates(CHAIN);
    let now: Timestamp = "2027-03-01T09:00:00Z".parse().unwrap();
    for anchor in &chain {
        assert!(signer.is_trusted_by(std::slice::from_ref(anchor), now));
    }
    assert!(!signer.is_trusted_by(&[], now));
    let stranger: Vec<_> = own_made("Fernleigh Root").certificates().cloned().collect();
    assert!(!signer.is_trusted_by(&stranger, now));
    let expired = signer.validity.not_after + 1.second();
    assert!(!signer.is_trusted_by(&chain, expired));
}

#[test]
fn trust_is_in_certificates_that_are_for_signing() {
    let now: Timestamp = "2027-03-01T09:00:00Z".parse().unwrap();
    let authority = include_str!("../fixtures/authority.pem");
    let anchor = certificates(authority);
    let signed_with = |file: &str| {
        let identity = Identity::from_pem(file.as_bytes(), None).unwrap();
        check(&sign(&identity, &digest()).unwrap(), &digest()).unwrap()
    };
    let mail = signed_with(include_str!("../fixtures/for-mail.pem"));
    assert!(mail.key_usage_ok && mail.is_trusted_by(&anchor, now));
    // It signs as anybody may who signs for themselves; that others hang on its key makes it no signer.
    let own = signed_with(authority);
    assert!(own.self_signed && own.chain_holds);
    assert!(!own.is_trusted_by(&anchor, now));
}
