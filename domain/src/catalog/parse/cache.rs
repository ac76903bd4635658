//! What files came to, kept while they do not change: an author saves one file of a thousand, and waits.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::source::SourceFiles;

/// For how many readings of a folder a file that is not asked for is kept.
const ROUNDS: u64 = 3;

/// What a file depends on, as a hash: of one author's own files, so it need not withstand anybody, and it is made of
/// every file at each save.
pub(crate) type Key = [u64; 2];

/// Two hashes side by side: that two different files have both alike does not happen.
struct Keyed([DefaultHasher; 2]);

impl Keyed {
    fn new() -> Keyed {
        let mut both = [DefaultHasher::new(), DefaultHasher::new()];
        both[1].write_u8(1);
        Keyed(both)
    }

    /// With its length, so that nothing moves from one part to the next.
    fn part(&mut self, bytes: &[u8]) {
        for hash in &mut self.0 {
            hash.write_usize(bytes.len());
            hash.write(bytes);
        }
    }

    fn key(&self) -> Key {
        [self.0[0].finish(), self.0[1].finish()]
    }
}

/// What was read before, by what it depends on.
#[derive(Debug)]
pub(crate) struct Cache<T> {
    files: Mutex<HashMap<Key, (u64, Arc<T>)>>,
    round: AtomicU64,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Cache {
            files: Mutex::default(),
            round: AtomicU64::default(),
        }
    }
}

impl<T> Cache<T> {
    /// A folder is read again: forgets what was not asked for lately.
    pub(crate) fn next_round(&self) {
        let round = self.round.fetch_add(1, Ordering::Relaxed) + 1;
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|_, (used, _)| *used + ROUNDS > round);
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Arc<T>> {
        let round = self.round.load(Ordering::Relaxed);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let (used, kept) = files.get_mut(key)?;
        *used = round;
        Some(kept.clone())
    }

    pub(crate) fn keep(&self, key: Key, file: Arc<T>) {
        let round = self.round.load(Ordering::Relaxed);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(key, (round, file));
    }
}

/// What every file of a course depends on besides itself: its id, which files there are, and what images hold
/// as far as it is looked at.
pub(crate) fn around(files: &SourceFiles, id: &str) -> Key {
    let mut hash = Keyed::new();
    let mut part = |bytes: &[u8]| hash.part(bytes);
    part(id.as_bytes());
    for (path, bytes) in &files.0 {
        part(path.as_bytes());
        if !path.ends_with(".md") && path != "course.toml" {
            part(&bytes[..bytes.len().min(4096)]);
        }
    }
    hash.key()
}

/// The key of one file.
pub(crate) fn key(around: &Key, path: &str, text: &str) -> Key {
    let mut hash = Keyed::new();
    for half in around {
        hash.part(&half.to_le_bytes());
    }
    hash.part(path.as_bytes());
    hash.part(text.as_bytes());
    hash.key()
}
