//! Tables that come in: refused with everything that is wrong, or taken so that taking them once more
//! changes nothing.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use mfa_assess::facts::{Assessment, Event};
use mfa_assess::questionnaire::{Questionnaire, built_in};
use mfa_assess::rules::AsAt;
use mfa_assess::table::{NotImported, Renames, Table};
use mfa_assess::text::{clean_json, is_clean};
use proptest::prelude::*;
use proptest::sample::Index;

use super::mutate::{mutated, mutations};
use super::{config, corpus};

const TODAY: Date = date(2026, 11, 24);
static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus("corpus/table"));
static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| built_in().unwrap());

/// Takes a table into an empty record, for systems or for actions. Whether it is taken.
fn is_taken_or_refused(bytes: &[u8], of_systems: bool) -> Result<bool, TestCaseError> {
    fn table(state: &Assessment, of_systems: bool) -> Table<'_> {
        let on = AsAt::unbegun(&ASKED, state, TODAY);
        if of_systems {
            Table::of_systems(on).unwrap()
        } else {
            Table::of_actions(on)
        }
    }
    let empty = Assessment::default();
    let mut taken = Assessment::default();
    let first = table(&empty, of_systems);
    match first.import(bytes, Renames::Taken) {
        Ok(import) => {
            for change in first.changes(&import) {
                let event = Event::Changed(change);
                let value = serde_json::to_value(&event).unwrap();
                let mut clean = value.clone();
                clean_json(&mut clean);
                prop_assert_eq!(clean, value);
                taken.apply(2, &event).unwrap();
            }
            let again = table(&taken, of_systems)
                .import(bytes, Renames::Taken)
                .unwrap();
            prop_assert_eq!(again.changes, []);
            Ok(true)
        }
        Err(NotImported::Problems(problems)) => {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| problem.row > 0));
            prop_assert!(
                problems
                    .iter()
                    .all(|problem| is_clean(&problem.to_string()))
            );
            Ok(false)
        }
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            Ok(false)
        }
    }
}

#[test]
fn the_corpus_is_taken_or_refused() {
    let taken = |of_systems| {
        let taken = CORPUS.iter();
        taken
            .filter(|bytes| is_taken_or_refused(bytes, of_systems).unwrap())
            .count()
    };
    assert_eq!((taken(true), taken(false)), (3, 1));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_was_changed_it_is_taken_or_refused(
        which in any::<Index>(),
        of_systems in any::<bool>(),
        changes in mutations(),
    ) {
        is_taken_or_refused(&mutated(which.get(&CORPUS[..]).clone(), &changes), of_systems)?;
    }
}
