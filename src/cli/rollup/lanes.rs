//! Work on many items at once, with the results in the order of the items.

use std::sync::mpsc::sync_channel;
use std::thread;

/// How many results of one worker wait at most to be taken.
const WAITING: usize = 32;

/// Works on the items on all cores, each with a helper of its own, and takes the results one by one
/// in order. Only so many are there at a time, however many items there are.
///
/// # Errors
/// The first of `take`, which ends the work.
pub(super) fn in_order<T: Sync, H: Default, R: Send, E>(
    items: &[T],
    work: impl Fn(&mut H, &T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let count = cores.min(items.len()).max(1);
    let work = &work;
    thread::scope(|scope| {
        let lanes: Vec<_> = (0..count)
            .map(|lane| {
                let (give, results) = sync_channel(WAITING);
                scope.spawn(move || {
                    let mut helper = H::default();
                    for item in items.iter().skip(lane).step_by(count) {
                        // Nobody takes any more.
                        if give.send(work(&mut helper, item)).is_err() {
                            return;
                        }
                    }
                });
                results
            })
            .collect();
        // One lane has the first item and the others those after it: so they are taken by turns.
        for results in lanes.iter().cycle().take(items.len()) {
            let Ok(result) = results.recv() else { break };
            take(result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [0, 1, 2, 5, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = vec![];
            let slowly = |(): &mut (), item: &usize| {
                thread::yield_now();
                *item
            };
            let done: Result<(), Infallible> = in_order(&items, slowly, |item| {
                taken.push(item);
                Ok(())
            });
            assert!(done.is_ok());
            assert_eq!(taken, items);
        }
    }

    #[test]
    fn what_waits_does_not_grow_and_a_failure_ends_the_work() {
        let items: Vec<usize> = (0..10_000).collect();
        let worked = AtomicUsize::new(0);
        let count = |(): &mut (), _: &usize| worked.fetch_add(1, Ordering::Relaxed);
        let mut taken = 0;
        let failed = in_order(&items, count, |_| {
            taken += 1;
            if taken < 100 { Ok(()) } else { Err(()) }
        });
        assert_eq!((failed, taken), (Err(()), 100));
        let lanes = thread::available_parallelism().map_or(1, usize::from);
        let most = 100 + lanes * (WAITING + 2);
        assert!(worked.into_inner() <= most);
    }
}
