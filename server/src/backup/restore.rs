//! Puts a backup into the place of what is there.

use std::{
    fs::File,
    path::{Component, Path, PathBuf},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};
use zip::ZipArchive;

use super::{DataLock, Manifest, POSTGRES, SOURCES, SQLITE, check, hash::hash_of, postgres, told};
use crate::{Config, Result, db};

/// Puts a backup into the place of the classroom's data, which is moved aside into the folder that the
/// answer names (of PostgreSQL: a dump of it). Refused while a server runs on the data.
pub async fn restore(config: &Config, from: &Path) -> Result<PathBuf> {
    let Some(_lock) = DataLock::alone(&config.data)? else {
        return Err(told("a server runs on this data; stop it first"));
    };
    let manifest = verify(from)?;
    let work = tempfile::tempdir_in(&config.data)?;
    unpack(from, work.path())?;
    let aside = config
        .data
        .join(format!("before-restore-{}", db::now().format("%Y%m%dT%H%M%S%3f")));
    std::fs::create_dir(&aside)?;

    match &config.database {
        Some(url) => {
            let dump = work.path().join(POSTGRES);
            if !dump.exists() {
                return Err(told(
                    "this is a backup of an embedded database; leave --database out",
                ));
            }
            alone_on(url).await?;
            postgres::dump(url, &aside.join(POSTGRES)).await?;
            postgres::restore(url, &dump).await?;
            let db = Database::connect(ConnectOptions::new(url)).await?;
            same(&check::rows(&db).await?, &manifest)?;
        }
        None => {
            let new = work.path().join(SQLITE);
            if !new.exists() {
                return Err(told(
                    "this is a backup of PostgreSQL; give its address with --database",
                ));
            }
            same(&check::rows_of_file(&new).await?, &manifest)?;
            // The write-ahead log belongs to the old file: beside the new one it would bring the old back.
            for end in ["", "-wal", "-shm"] {
                aside_with(&config.data, &aside, &format!("{SQLITE}{end}"))?;
            }
            std::fs::rename(&new, config.data.join(SQLITE))?;
        }
    }
    for name in manifest
        .files
        .keys()
        .filter(|name| *name != SQLITE && *name != POSTGRES)
    {
        aside_with(&config.data, &aside, name)?;
        let place = config.data.join(name);
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)?;
            private(folder, 0o700)?;
        }
        std::fs::rename(work.path().join(name), &place)?;
        private(&place, 0o600)?;
    }
    File::open(&config.data)?.sync_all()?;
    Ok(aside)
}

/// Whether each file of a backup is there, as it was written.
pub(super) fn verify(file: &Path) -> Result<Manifest> {
    let mut zip = ZipArchive::new(File::open(file)?)
        .map_err(|error| crate::Error::caused(format!("{}: not a backup", file.display()), error))?;
    let manifest: Manifest = {
        let entry = zip
            .by_name("manifest.json")
            .map_err(|error| crate::Error::caused(format!("{}: not a backup", file.display()), error))?;
        serde_json::from_reader(entry)?
    };
    if manifest.version != 1 {
        return Err(told(
            "this backup was written by a newer kakehashi; upgrade first",
        ));
    }
    for (name, wanted) in &manifest.files {
        let plain = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let known =
            [SQLITE, POSTGRES, "keys"].contains(&name.as_str()) || name.starts_with(&format!("{SOURCES}/"));
        if !plain || !known {
            return Err(told(format!(
                "this backup holds a file that does not belong into one: {name:?}"
            )));
        }
        let entry = zip
            .by_name(name)
            .map_err(|error| crate::Error::caused(format!("{name} is missing from the backup"), error))?;
        if hash_of(entry)? != *wanted {
            return Err(told(format!("{name} in the backup is damaged")));
        }
    }
    Ok(manifest)
}

fn unpack(file: &Path, into: &Path) -> Result<()> {
    let manifest = verify(file)?;
    let mut zip = ZipArchive::new(File::open(file)?).map_err(told)?;
    for name in manifest.files.keys() {
        let place = into.join(name);
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut made = File::create(&place)?;
        std::io::copy(&mut zip.by_name(name).map_err(told)?, &mut made)?;
        made.sync_all()?;
    }
    Ok(())
}

fn same(found: &std::collections::BTreeMap<String, i64>, manifest: &Manifest) -> Result<()> {
    for (table, wanted) in &manifest.rows {
        let rows = found.get(table).copied().unwrap_or_default();
        // PostgreSQL is counted before it is dumped, and goes on in between.
        if rows < *wanted {
            return Err(told(format!(
                "table {table} has {rows} rows, and had {wanted} when the backup was made"
            )));
        }
    }
    Ok(())
}

/// Fails while anybody else works with the database.
async fn alone_on(url: &str) -> Result<()> {
    let db = Database::connect(ConnectOptions::new(url)).await?;
    let others = db
        .query_one_raw(Statement::from_string(
            DbBackend::Postgres,
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
             AND application_name = 'kakehashi'",
        ))
        .await?;
    let others: i64 = others.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    db.close().await?;
    if others > 0 {
        return Err(told("a server works with this database; stop it first"));
    }
    Ok(())
}

fn aside_with(data: &Path, aside: &Path, name: &str) -> Result<()> {
    let (from, to) = (data.join(name), aside.join(name));
    if !from.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::rename(from, to)?)
}

fn private(path: &Path, mode: u32) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}
