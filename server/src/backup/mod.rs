//! `kakehashi backup` and `kakehashi restore`: all that a classroom is, in one file: the database, the
//! program's keys, and the keys of the course sources. A backup is made while the server runs and opened
//! again before it is called one; a restore refuses a running server, checks first and moves the old aside.
//!
//! The file is a zip with `manifest.json` (what is in it, with lengths and hashes) as its first entry.

mod check;
mod hash;
mod postgres;
mod restore;
mod write;

use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

pub use restore::restore;
pub use write::write;

/// The embedded database, in the data folder and in a backup.
const SQLITE: &str = "kakehashi.sqlite";

/// A dump of PostgreSQL in its own format.
const POSTGRES: &str = "postgres.dump";

/// The folder of the course sources; of each, its secrets are kept, not its mirror.
const SOURCES: &str = "sources";

/// What belongs to a source beside its mirror.
const SECRETS: [&str; 5] = ["key", "key.pub", "token", "hook", "known_hosts"];

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// Of this format.
    version: u32,
    /// The program that wrote it.
    program: String,
    at: DateTime<Utc>,
    /// Rows of each table.
    rows: BTreeMap<String, i64>,
    /// Each file's SHA-256 in hexadecimal digits.
    files: BTreeMap<String, String>,
}

/// The lock that a running server holds on its data folder, and a restore takes. Dropped, it is free.
pub struct DataLock {
    _file: std::fs::File,
}

impl DataLock {
    /// Takes the lock, alone. None when another process has it.
    pub fn alone(data: &Path) -> Result<Option<DataLock>> {
        let file = DataLock::open(data)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(DataLock { _file: file })),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Takes the lock beside others that serve the same data. None while a restore is under way.
    pub fn shared(data: &Path) -> Result<Option<DataLock>> {
        let file = DataLock::open(data)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(DataLock { _file: file })),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn open(data: &Path) -> Result<std::fs::File> {
        std::fs::create_dir_all(data)?;
        Ok(std::fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(data.join("lock"))?)
    }
}

fn told(what: impl std::fmt::Display) -> Error {
    Error::unexpected(what)
}
