//! What holds of the table of facts, whatever is said.

use proptest::prelude::*;
use proptest::sample::Index;

use super::at::At;
use super::change::Change;
use super::compared::{ChangedBy, Unlike};
use super::generated::{change, state};
use super::state::Assessment;
use crate::record::read;
use crate::record::sample::{KEPT, kept};

/// Who has changed what since this was said.
fn joined(was: &Assessment, ours: &Assessment, theirs: &Assessment) -> Vec<(At, ChangedBy)> {
    Assessment::join(vec![was], |_| vec![was], ours, theirs).collect()
}

/// Whether a place is one of these, by chance.
fn is_of(kept: &[Index], at: &At, state: &Assessment) -> bool {
    let places: Vec<At> = Assessment::places([state]).into_iter().collect();
    kept.iter().any(|index| index.get(&places) == at)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_set_is_what_one_gets(mut state in state(), change in change()) {
        let at = change.at();
        if state.set(change.clone()).is_ok() {
            prop_assert_eq!(Change::of(at.clone(), state.get(&at)), Some(change));
            prop_assert!(state.get(&at).is_none() || Assessment::places([&state]).contains(&at));
        }
    }

    #[test]
    fn what_differs_makes_one_the_other(one in state(), other in state()) {
        let mut became = one.clone();
        for Unlike { at, was, is } in one.diff(&other) {
            prop_assert_eq!(one.get(&at), was);
            prop_assert_eq!(other.get(&at), is);
            at.restore(&mut became, &other);
        }
        prop_assert_eq!(&became, &other);
        prop_assert_eq!(one.diff(&one).next(), None);
    }

    #[test]
    fn joining_is_the_same_for_either_but_for_who_is_asked(
        was in state(), ours in state(), theirs in state()
    ) {
        let turned = joined(&was, &theirs, &ours).into_iter().map(|(at, by)| {
            let by = match by {
                ChangedBy::Neither => ChangedBy::Neither,
                ChangedBy::Ours => ChangedBy::Theirs,
                ChangedBy::Theirs => ChangedBy::Ours,
                ChangedBy::Both => ChangedBy::Both,
            };
            (at, by)
        });
        prop_assert_eq!(joined(&was, &ours, &theirs), turned.collect::<Vec<_>>());
    }

    #[test]
    fn what_only_one_has_changed_is_taken(was in state(), theirs in state()) {
        let mut ours = was.clone();
        for (at, by) in joined(&was, &was, &theirs) {
            prop_assert!(matches!(by, ChangedBy::Neither | ChangedBy::Theirs));
            if by == ChangedBy::Theirs {
                at.restore(&mut ours, &theirs);
            }
        }
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn a_map_changes_nothing_that_its_rule_keeps(
        state in state(), kept in proptest::collection::vec(any::<Index>(), 1..9)
    ) {
        let same = state.clone().map(|at, said| Some((at, said)));
        prop_assert_eq!(&same, &state);
        let less = state.clone().map(|at, said| is_of(&kept, &at, &state).then_some((at, said)));
        for at in Assessment::places([&state]) {
            let begun = at.exemption().is_none_or(|id| less.exemptions.contains_key(&id));
            let should = state.get(&at).filter(|_| begun && is_of(&kept, &at, &state));
            prop_assert_eq!(less.get(&at), should, "{:?}", at);
        }
    }

    #[test]
    fn all_that_is_said_can_be_said_again(state in state()) {
        let mut again = Assessment::default();
        for change in state.changes() {
            again.set(change).unwrap();
        }
        prop_assert_eq!(again, state);
    }
}

#[test]
fn what_all_of_a_record_says_makes_the_same() {
    for name in KEPT {
        let state = read(&kept(name)).unwrap().state;
        let same = state.clone().map(|at, said| Some((at, said)));
        assert_eq!(same, state, "{name}");
        assert_eq!(state.diff(&same).next(), None, "{name}");
    }
}
