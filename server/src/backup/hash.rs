//! The hash of what is in a backup.

use std::{fs::File, io::Read, path::Path};

use sha2::{Digest, Sha256};

use crate::Result;

/// The SHA-256 of a file, read in parts.
pub(super) fn hash(file: &Path) -> Result<String> {
    hash_of(File::open(file)?)
}

/// The SHA-256 of all that is read.
pub(super) fn hash_of(mut from: impl Read) -> Result<String> {
    let mut hash = Sha256::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut part)?;
        if read == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(part.get(..read).unwrap_or_default());
    }
}
