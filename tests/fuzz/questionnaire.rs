//! Questionnaires: refused with a sentence, or taken and the same after being written again.

use std::sync::LazyLock;

use mfa_assess::lint::lint;
use mfa_assess::questionnaire::{Questionnaire, load};
use proptest::prelude::*;
use proptest::sample::Index;

use super::mutate::{mutated, mutations};
use super::{config, corpus};

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut files = corpus("corpus/questionnaire");
    let sound = [
        include_str!("../backups.json"),
        include_str!("../cyber-essentials.json"),
    ];
    files.extend(sound.map(|text| text.as_bytes().to_vec()));
    files
});

fn is_taken_whole(bytes: &[u8]) -> Result<Option<Questionnaire>, TestCaseError> {
    let asked = match load(bytes) {
        Ok(asked) => asked,
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            return Ok(None);
        }
    };
    let again = serde_json::to_vec(&asked).unwrap();
    prop_assert_eq!(&load(&again).unwrap(), &asked);
    Ok(Some(asked))
}

#[test]
fn the_corpus_is_refused_or_taken_whole() {
    let taken = CORPUS
        .iter()
        .filter(|b| is_taken_whole(b).unwrap().is_some());
    assert!(taken.count() >= 1, "else nothing below is ever read");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_was_changed_it_is_refused_or_taken_whole(
        which in any::<Index>(), changes in mutations(),
    ) {
        let bytes = mutated(which.get(&CORPUS).clone(), &changes);
        if let Some(asked) = is_taken_whole(&bytes)? {
            lint(&asked);
        }
    }
}
