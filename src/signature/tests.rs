//! Signing and checking together, with keys and signatures that OpenSSL made (`fixtures/README.md`).

use der::{Decode as _, Encode as _};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

use super::pem::blocks;
use super::*;

const P256: &str = include_str!("fixtures/p256.pem");
const P384: &str = include_str!("fixtures/p384.pem");
const CHAIN: &str = include_str!("fixtures/chain.pem");
const DOCUMENT: &[u8] = b"A report to sign.\n";

/// A key file, the name in its certificate, its algorithm, and a signature that OpenSSL made with it.
const SIGNERS: &[(&str, &str, &str, &str)] = &[
    (
        P256,
        "Rowan Achebe",
        "ECDSA P-256 with SHA-256",
        include_str!("fixtures/openssl-p256.cms.pem"),
    ),
    (
        P384,
        "Imogen Sørby",
        "ECDSA P-384 with SHA-256",
        include_str!("fixtures/openssl-p384.cms.pem"),
    ),
    #[cfg(feature = "rsa")]
    (
        include_str!("fixtures/rsa.pem"),
        "Tobias Okafor",
        "RSA 2048 with SHA-256",
        include_str!("fixtures/openssl-rsa.cms.pem"),
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

fn refusal(key: &str) -> IdentityError {
    Identity::from_pem(key.as_bytes(), None).unwrap_err()
}

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
fn an_identity_without_a_name_or_with_a_day_out_of_range_is_not_made() {
    assert!(throwaway(" \n", [7; 32], date(2026, 11, 1), 365).is_err());
    assert!(throwaway("Rowan Achebe", [7; 32], date(1969, 12, 31), 365).is_err());
    assert!(throwaway("Rowan Achebe", [7; 32], date(9999, 12, 31), 1).is_err());
}

#[test]
fn certificates_may_stand_in_any_order_and_file() {
    let straight = identity(P256);
    let from_pkcs12 = include_str!("fixtures/from-pkcs12.pem");
    let mut parts: Vec<String> = [P256, CHAIN].map(str::to_owned).to_vec();
    parts.reverse();
    for file in [from_pkcs12.to_owned(), parts.concat()] {
        let identity = Identity::from_pem(file.as_bytes(), None).unwrap();
        assert!(identity.certificates().eq(straight.certificates()));
    }
}

#[test]
fn certificates_without_a_part_in_the_chain_are_left_out() {
    let other = include_str!("fixtures/not-for-signing.pem");
    let file = format!("{P384}{CHAIN}{CHAIN}{other}").replacen(&key_block(other), "", 1);
    let read = Identity::from_pem(file.as_bytes(), None).unwrap();
    assert!(read.certificates().eq(identity(P384).certificates()));
}

fn key_block(file: &str) -> String {
    let end = "-----END PRIVATE KEY-----\n";
    file[..file.find(end).unwrap() + end.len()].to_owned()
}

#[test]
fn what_cannot_sign_is_refused_with_what_to_do() {
    let key = key_block(P256);
    let certificate = P384.replacen(&key_block(P384), "", 1);
    let cases = [
        (
            include_str!("fixtures/encrypted.pem").to_owned(),
            "password",
        ),
        (
            include_str!("fixtures/sec1.pem").to_owned(),
            "openssl pkcs8 -topk8",
        ),
        (include_str!("fixtures/ed25519.pem").to_owned(), "Ed25519"),
        (
            include_str!("fixtures/not-for-signing.pem").to_owned(),
            "key usage",
        ),
        (certificate.clone(), "no private key"),
        (key.clone(), "no certificate"),
        (format!("{key}{certificate}"), "Imogen Sørby"),
        (format!("{P256}{P384}"), "more than one private key"),
        (
            format!("{P256}{}", CHAIN.replace("MII", "MIJ")),
            "certificate 2",
        ),
        (format!("{P256}{}", CHAIN.repeat(16)), "more than 32"),
        ("PK\u{3}\u{4}".to_owned(), "openssl pkcs12 -nodes"),
    ];
    for (file, words) in cases {
        let error = refusal(&file).to_string();
        assert!(error.contains(words), "{error:?} should say {words:?}");
    }
    #[cfg(feature = "rsa")]
    assert_eq!(
        refusal(include_str!("fixtures/rsa-1024.pem")),
        IdentityError::KeyTooShort(1024)
    );
    let binary = Identity::from_pem(&[0x30, 0x82, 0xff, 0x00], None).unwrap_err();
    assert_eq!(binary, IdentityError::NotPem);
}

#[test]
fn a_file_without_certificates_is_told() {
    for file in [P256[..100].as_bytes(), &[0x30, 0x82, 0xff]] {
        let error = Certificate::all_from_pem(file).unwrap_err();
        assert_eq!(error, CertificatesError::Missing);
    }
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

#[test]
fn nothing_of_the_secret_is_told_by_debug() {
    let told = format!("{:?}", identity(P256));
    assert_eq!(
        told,
        r#"Identity { name: "Rowan Achebe", key: Key(secret), .. }"#
    );
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
fn another_document_is_told_as_changed() {
    let cms = sign(&identity(P256), &digest()).unwrap();
    let other = Sha256::digest(b"Another report").into();
    assert_eq!(check(&cms, &other), Err(CheckError::DocumentChanged));
}

#[test]
fn a_certificate_for_the_same_key_cannot_take_the_place_of_the_one_signed_with() {
    let read = |name| {
        let cms = sign(&own_made(name), &digest()).unwrap();
        cms::ContentInfo::from_der(&cms).unwrap()
    };
    let (mut mixed, other) = (read("Rowan Achebe"), read("Imogen Sorby"));
    mixed.content.certificates = other.content.certificates;
    let mut signers = mixed.content.signers.into_vec();
    signers[0].signer = other.content.signers.into_vec().remove(0).signer;
    mixed.content.signers = signers.try_into().unwrap();
    let checked = check(&mixed.to_der().unwrap(), &digest());
    assert_eq!(checked, Err(CheckError::CertificateMismatch));
}

#[test]
fn a_certificate_that_has_no_part_in_a_signature_is_told() {
    let mut mixed = cms::ContentInfo::from_der(&SIGNED).unwrap();
    let own = own_made("Rowan Achebe");
    let all = certificates(CHAIN)
        .iter()
        .chain(own.certificates())
        .map(|one| one.der().to_vec())
        .collect();
    mixed.content.certificates = cms::set_as_zero(all).unwrap();
    let checked = check(&mixed.to_der().unwrap(), &digest());
    assert_eq!(checked, Err(CheckError::StrayCertificate));
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

static SIGNED: LazyLock<Vec<u8>> =
    LazyLock::new(|| sign(&own_made("Rowan Achebe"), &digest()).unwrap());
static SIGNED_WITH_CHAIN: LazyLock<Vec<u8>> =
    LazyLock::new(|| sign(&identity(P256), &digest()).unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_flipped_bit_is_never_accepted(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut cms = SIGNED.clone();
        cms[at.index(SIGNED.len())] ^= 1 << bit;
        prop_assert!(check(&cms, &digest()).is_err());
    }

    #[test]
    fn a_flipped_bit_in_a_chain_breaks_the_signature_or_the_chain(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut cms = SIGNED_WITH_CHAIN.clone();
        cms[at.index(SIGNED_WITH_CHAIN.len())] ^= 1 << bit;
        prop_assert!(check(&cms, &digest()).map_or(true, |signer| !(signer.chain_holds && signer.chain_complete)));
    }

    #[test]
    fn rubbish_ends_in_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400), at in any::<prop::sample::Index>()) {
        prop_assert!(check(&bytes, &digest()).is_err());
        prop_assert!(Certificate::from_der(&bytes).is_none());
        let mut cms = SIGNED.clone();
        let start = at.index(cms.len());
        cms.splice(start..(start + bytes.len() / 4).min(cms.len()), bytes.iter().copied());
        prop_assert!(bytes.is_empty() || check(&cms, &digest()).is_err());
    }

    #[test]
    fn a_damaged_key_file_is_refused_or_read_as_it_was(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = P256.as_bytes().to_vec();
        file[at.index(P256.len())] = byte;
        if let Ok(identity) = Identity::from_pem(&file, None) {
            sign(&identity, &digest()).unwrap();
        }
    }
}
