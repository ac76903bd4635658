//! The same work for many things, by all processors.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does `work` for every entry of a map.
pub(crate) fn map<V: Sync, R: Send>(
    all: &BTreeMap<String, V>,
    work: impl Fn(&str, &V) -> R + Sync,
) -> BTreeMap<String, R> {
    let entries: Vec<(&String, &V)> = all.iter().collect();
    let done = each(&entries, |(name, value)| work(name, value));
    all.keys().cloned().zip(done).collect()
}

/// Does `work` for every one, and gives the results in the same order.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(all.len());
    if threads <= 1 || all.len() < 2 {
        return all.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(all.len()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut mine = Vec::new();
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(one) = all.get(at)
                {
                    mine.push((at, work(one)));
                }
                done.lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .append(&mut mine);
            });
        }
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
