//! What two states say beside each other, and what became of what both said once.

use super::at::At;
use super::state::Assessment;
use super::value::Value;

/// A place of which two states do not say alike.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unlike {
    pub at: At,
    pub was: Option<Value>,
    pub is: Option<Value>,
}

/// Who has changed what was said in a place since two states said the same there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangedBy {
    /// Neither, or both to the same.
    Neither,
    Ours,
    Theirs,
    /// Each, and differently.
    Both,
}

impl ChangedBy {
    /// Several things were said before where nobody has chosen one of them.
    fn of<T: PartialEq>(was: &[T], ours: &T, theirs: &T) -> Self {
        if ours == theirs {
            return Self::Neither;
        }
        match (was.contains(ours), was.contains(theirs)) {
            (false, true) => Self::Ours,
            (true, false) => Self::Theirs,
            // Where both are what was before, each has taken what the other has given up.
            (true, true) | (false, false) => Self::Both,
        }
    }
}

impl Assessment {
    /// Where a later state says something else, in the order of the places.
    pub(crate) fn diff(&self, later: &Self) -> impl Iterator<Item = Unlike> {
        let places = Self::places([self, later]).into_iter();
        let beside = places.map(|at| Unlike {
            was: self.get(&at),
            is: later.get(&at),
            at,
        });
        beside.filter(|beside| beside.was != beside.is)
    }

    /// Where two states say something, or said it before, and who has changed it. `was` are the states of
    /// before that say what was said in a place.
    pub(crate) fn join<'a>(
        before: Vec<&'a Self>,
        was: impl Fn(&At) -> Vec<&'a Self>,
        ours: &'a Self,
        theirs: &'a Self,
    ) -> impl Iterator<Item = (At, ChangedBy)> {
        let states = before.into_iter().chain([ours, theirs]);
        let places = Self::places(states).into_iter();
        places.map(move |at| {
            let was: Vec<_> = was(&at).into_iter().map(|state| state.get(&at)).collect();
            let by = ChangedBy::of(&was, &ours.get(&at), &theirs.get(&at));
            (at, by)
        })
    }
}
