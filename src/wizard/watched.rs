//! Values that tell when they may have changed.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells one state of one value from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision(u64);

impl Revision {
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A value with its revision. To reach for it in order to change it is what counts as a change: so
/// what was made from it may be made anew without need, and is never out of date.
#[derive(Debug, Clone)]
pub struct Watched<T> {
    value: T,
    revision: Revision,
}

impl<T> Watched<T> {
    /// Differs once the value may have changed.
    pub const fn revision(&self) -> Revision {
        self.revision
    }
}

impl<T> From<T> for Watched<T> {
    fn from(value: T) -> Self {
        Self {
            value,
            revision: Revision::next(),
        }
    }
}

impl<T> Deref for Watched<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Watched<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.revision = Revision::next();
        &mut self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_only_looks_leaves_the_revision_and_who_may_change_makes_another() {
        let mut watched = Watched::from(vec![1]);
        let before = watched.revision();
        assert_eq!(watched.first(), Some(&1));
        assert_eq!(watched.clone().revision(), before);
        assert_eq!(watched.revision(), before);
        watched.clear();
        assert_ne!(watched.revision(), before);
        assert_ne!(Watched::from(1).revision(), Watched::from(1).revision());
    }
}
