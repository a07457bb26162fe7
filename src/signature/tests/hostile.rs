//! Signatures that were tampered with.

use der::{Decode as _, Encode as _};
use proptest::prelude::*;

use super::*;

static SIGNED_WITH_CHAIN: LazyLock<Vec<u8>> =
    LazyLock::new(|| sign(&identity(P256), &digest()).unwrap());

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

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
