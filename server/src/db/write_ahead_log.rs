//! A write-ahead log belongs to one database file. SQLite does not know that: when an operator copies an
//! old file over the database, it would replay the newer log beside it, and bring back what was to be
//! undone. Each start of the server therefore gives the file a new mark in its header (`user_version`), and
//! a small file beside it says which mark the log belongs to.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use chrono::Utc;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::{Error, Result};

/// Where SQLite keeps `user_version` in the file (file format, 1.3).
const PLACE: u64 = 60;

fn beside(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// The mark in the file itself, whatever its log says.
fn mark_of(database: &Path) -> Result<u32> {
    let mut file = File::open(database)?;
    let mut mark = [0; 4];
    file.seek(SeekFrom::Start(PLACE))?;
    file.read_exact(&mut mark)?;
    Ok(u32::from_be_bytes(mark))
}

/// Moves a log aside that belongs to another file than the one that stands there now. Before the database
/// is opened.
pub(super) fn set_aside(database: &Path) -> Result<()> {
    let log = beside(database, "-wal");
    let Ok(owners) = std::fs::read_to_string(beside(database, "-owner")) else {
        return Ok(());
    };
    if !database.exists() || !log.metadata().is_ok_and(|log| log.len() > 0) {
        return Ok(());
    }
    let mark = mark_of(database)?.to_string();
    if owners.lines().any(|owner| owner == mark) {
        return Ok(());
    }
    let aside = beside(
        database,
        &format!("-wal.of-another-file-{}", Utc::now().timestamp()),
    );
    tracing::warn!(
        database = %database.display(),
        log = %aside.display(),
        "the database file was replaced; the write-ahead log of the file before was moved aside"
    );
    std::fs::rename(log, aside)?;
    match std::fs::remove_file(beside(database, "-shm")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Gives the file a new mark, and notes that its log belongs to it. At each start of the server.
pub(super) async fn own(database: &Path, db: &DatabaseConnection) -> Result<()> {
    let ask = |sql: String| Statement::from_string(DbBackend::Sqlite, sql);
    let (old, new) = (mark_of(database)?, fresh_mark()?);
    let note = beside(database, "-owner");
    // Both, until the new one is in the file itself: a power cut in between loses neither.
    std::fs::write(&note, format!("{old}\n{new}\n"))?;
    File::open(&note)?.sync_all()?;
    db.execute_raw(ask(format!("PRAGMA user_version = {new}")))
        .await?;
    db.query_one_raw(ask("PRAGMA wal_checkpoint(TRUNCATE)".to_owned()))
        .await?;
    if mark_of(database)? == new {
        std::fs::write(&note, format!("{new}\n"))?;
    }
    Ok(())
}

fn fresh_mark() -> Result<u32> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).map_err(Error::unexpected)?;
    // SQLite takes it as a signed number.
    Ok(u32::from_be_bytes(bytes) >> 1)
}
