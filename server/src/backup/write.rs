//! Writes a backup.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Manifest, POSTGRES, SECRETS, SOURCES, SQLITE, check, hash::hash, postgres, told};
use crate::{
    Config, Result,
    db::{self, Db},
};

/// Writes a backup of the classroom to a file that is not there yet, and reads it again. Gives how many
/// rows are in it. The server may go on: the database is read as it was at one moment.
pub async fn write(config: &Config, to: &Path) -> Result<i64> {
    if to.exists() {
        return Err(told(format!("{}: there is such a file already", to.display())));
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let work = tempfile::tempdir_in(folder.unwrap_or(Path::new(".")))?;
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    let rows = match &config.database {
        Some(url) => {
            let file = work.path().join(POSTGRES);
            let db = Db::connect(config).await?;
            let rows = check::rows(db.read()).await?;
            postgres::dump(url, &file).await?;
            postgres::list(&file).await?;
            files.push((POSTGRES.to_owned(), file));
            rows
        }
        None => {
            let from = config.data.join(SQLITE);
            if !from.exists() {
                return Err(told(format!("{}: no database here", from.display())));
            }
            let file = work.path().join(SQLITE);
            let db = Db::connect(config).await?;
            // A whole copy of one moment, without what was deleted; readers and writers go on.
            db.write()
                .execute_raw(Statement::from_sql_and_values(
                    DbBackend::Sqlite,
                    "VACUUM INTO ?",
                    [file.to_string_lossy().into_owned().into()],
                ))
                .await?;
            let rows = check::rows_of_file(&file).await?;
            files.push((SQLITE.to_owned(), file));
            rows
        }
    };
    files.extend(own_files(&config.data));

    let manifest = Manifest {
        version: 1,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        at: db::now(),
        rows,
        files: files
            .iter()
            .map(|(name, file)| Ok((name.clone(), hash(file)?)))
            .collect::<Result<BTreeMap<_, _>>>()?,
    };
    let part = work.path().join("backup");
    pack(&part, &manifest, &files)?;
    super::restore::verify(&part)?;
    std::fs::rename(&part, to)?;
    // The name, too, is on the disk.
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(manifest.rows.values().sum())
}

/// The program's keys and those of the course sources.
fn own_files(data: &Path) -> Vec<(String, PathBuf)> {
    let mut found = vec![("keys".to_owned(), data.join("keys"))];
    let sources = std::fs::read_dir(data.join(SOURCES))
        .into_iter()
        .flatten()
        .flatten();
    for source in sources {
        let name = source.file_name().to_string_lossy().into_owned();
        found
            .extend(SECRETS.map(|secret| (format!("{SOURCES}/{name}/{secret}"), source.path().join(secret))));
    }
    found.retain(|(_, file)| file.is_file());
    found.sort();
    found
}

fn pack(to: &Path, manifest: &Manifest, files: &[(String, PathBuf)]) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Names, answers and keys are in it.
        options.mode(0o600);
    }
    let mut zip = ZipWriter::new(options.open(to)?);
    let packed = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    zip.start_file("manifest.json", packed).map_err(told)?;
    zip.write_all(&serde_json::to_vec_pretty(manifest)?)?;
    for (name, file) in files {
        zip.start_file(name, packed).map_err(told)?;
        std::io::copy(&mut File::open(file)?, &mut zip)?;
    }
    Ok(zip.finish().map_err(told)?.sync_all()?)
}
