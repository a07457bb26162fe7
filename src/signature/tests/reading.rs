//! Reading keys and certificates: what is accepted, and what is refused with what to do.

use crate::signature::certificates::CertificatesError;
use crate::signature::identity::IdentityError;
use jiff::civil::date;

use super::*;

fn refusal(key: &str) -> IdentityError {
    Identity::from_pem(key.as_bytes(), None).unwrap_err()
}

fn key_block(file: &str) -> String {
    let end = "-----END PRIVATE KEY-----\n";
    file[..file.find(end).unwrap() + end.len()].to_owned()
}

#[test]
fn certificates_may_stand_in_any_order_and_file() {
    let straight = identity(P256);
    let from_pkcs12 = include_str!("../fixtures/from-pkcs12.pem");
    let mut parts: Vec<String> = [P256, CHAIN].map(str::to_owned).to_vec();
    parts.reverse();
    for file in [from_pkcs12.to_owned(), parts.concat()] {
        let identity = Identity::from_pem(file.as_bytes(), None).unwrap();
        assert!(identity.certificates().eq(straight.certificates()));
    }
}

#[test]
fn words_around_the_blocks_may_be_in_any_encoding() {
    let from_pkcs12 = include_str!("../fixtures/from-pkcs12.pem");
    // As openssl writes "Siân's signing key" out of a .p12 file, and in UTF-8.
    for words in [
        &b"friendlyName: Si\xe2n's signing key\n"[..],
        "friendlyName: Siân\n".as_bytes(),
    ] {
        let file = [words, from_pkcs12.as_bytes(), words].concat();
        let identity = Identity::from_pem(&file, None).unwrap();
        assert!(
            identity
                .certificates()
                .eq(self::identity(P256).certificates())
        );
        assert!(Certificate::all_from_pem(&file).is_ok());
    }
    // Within a block it is damage.
    let key = from_pkcs12.find("-----BEGIN PRIVATE KEY-----").unwrap();
    let mut damaged = from_pkcs12.as_bytes().to_vec();
    damaged[key + 40] = 0xe2;
    assert_eq!(
        Identity::from_pem(&damaged, None).unwrap_err(),
        IdentityError::KeyUnreadable
    );
}

#[test]
fn certificates_without_a_part_in_the_chain_are_left_out() {
    let other = include_str!("../fixtures/not-for-signing.pem");
    let file = format!("{P384}{CHAIN}{CHAIN}{other}").replacen(&key_block(other), "", 1);
    let read = Identity::from_pem(file.as_bytes(), None).unwrap();
    assert!(read.certificates().eq(identity(P384).certificates()));
}

#[test]
fn an_identity_without_a_name_or_with_a_day_out_of_range_is_not_made() {
    assert!(throwaway(" \n", [7; 32], date(2026, 11, 1), 365).is_err());
    assert!(throwaway("Rowan Achebe", [7; 32], date(1969, 12, 31), 365).is_err());
    assert!(throwaway("Rowan Achebe", [7; 32], date(9999, 12, 31), 1).is_err());
}

#[test]
fn what_cannot_sign_is_refused_with_what_to_do() {
    let key = key_block(P256);
    let certificate = P384.replacen(&key_block(P384), "", 1);
    let cases = [
        (
            include_str!("../fixtures/encrypted.pem").to_owned(),
            "password",
        ),
        (
            include_str!("../fixtures/sec1.pem").to_owned(),
            "openssl pkey",
        ),
        (
            include_str!("../fixtures/ed25519.pem").to_owned(),
            "Ed25519",
        ),
        (
            include_str!("../fixtures/not-for-signing.pem").to_owned(),
            ": its key usage names neither digitalSignature nor nonRepudiation",
        ),
        (
            include_str!("../fixtures/for-servers.pem").to_owned(),
            ": its extended key usage names other purposes",
        ),
        (
            include_str!("../fixtures/issuing.pem").to_owned(),
            ": it was made to issue other certificates",
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
        refusal(include_str!("../fixtures/rsa-1024.pem")),
        IdentityError::KeyTooShort(1024)
    );
    let binary = [0x30, 0x82, 0xff, 0x00];
    let refused = |key: &[u8], chain| Identity::from_pem(key, chain).unwrap_err();
    assert_eq!(refused(&binary, None), IdentityError::NotPem);
    assert_eq!(
        refused(P256.as_bytes(), Some(&binary)),
        IdentityError::Chain(CertificatesError::Missing)
    );
}

#[test]
fn a_file_without_certificates_is_told() {
    for file in [&P256.as_bytes()[..100], &[0x30, 0x82, 0xff]] {
        let error = Certificate::all_from_pem(file).unwrap_err();
        assert_eq!(error, CertificatesError::Missing);
    }
}

#[test]
fn nothing_of_the_secret_is_told_by_debug() {
    let told = format!("{:?}", identity(P256));
    assert_eq!(
        told,
        r#"Identity { name: "Rowan Achebe", key: Key(secret), .. }"#
    );
}
