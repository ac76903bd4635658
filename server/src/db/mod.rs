//! Connections to SQLite or PostgreSQL, one code path for both, and the group commit.
//!
//! SQLite has one writer connection (`BEGIN IMMEDIATE`) and a pool of readers, so that readers never
//! wait for a writer and writers never meet "database is locked". PostgreSQL uses one pool for both.

mod cache;
pub mod cell;
pub mod folded;
mod group_commit;
mod lease;
pub mod list;
mod lock;
mod once;
pub mod schema;
pub mod search;
mod write_ahead_log;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, SubsecRound, Utc};
use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::{Config, Error, Result};
pub use cache::Cache;
pub(crate) use group_commit::insert_new;
pub use group_commit::{Batched, GroupCommit};
pub(crate) use lease::Lease;
pub(crate) use lock::{lock, lock_if_any};
pub(crate) use once::insert_once;

/// The database of a classroom.
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    watch: DatabaseConnection,
    queue: GroupCommit,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Connects to the configured database; an embedded one is made when it is missing.
    pub async fn connect(config: &Config) -> Result<Db> {
        let statements = Arc::new(AtomicU64::new(0));
        let counted = |mut connection: DatabaseConnection| {
            let statements = statements.clone();
            connection.set_metric_callback(move |_| {
                statements.fetch_add(1, Ordering::Relaxed);
            });
            connection
        };
        make_data_folder(&config.data)?;
        let (write, read, watch) = match &config.database {
            Some(url) => {
                let mut options = ConnectOptions::new(url);
                options
                    .map_sqlx_postgres_opts(|options| options.application_name("kakehashi"))
                    .max_connections(16)
                    .acquire_timeout(Duration::from_secs(10))
                    .sqlx_logging(false);
                let pool = counted(Database::connect(options).await?);
                (pool.clone(), pool.clone(), pool)
            }
            None => {
                let file = config.data.join("kakehashi.sqlite");
                write_ahead_log::set_aside(&file)?;
                let url = format!("sqlite://{}?mode=rwc", file.display());
                // The writer comes first: it makes the file and turns on the write-ahead log.
                let write = counted(sqlite(&url, 1, false).await?);
                let read = counted(sqlite(&url, 4, true).await?);
                // Not counted: it is asked by every page that keeps something, and only for a number.
                (write, read, sqlite(&url, 1, true).await?)
            }
        };
        let queue = GroupCommit::start(write.clone());
        Ok(Db {
            write,
            read,
            watch,
            queue,
            statements,
        })
    }

    /// Closes the connections; whoever still asks is refused.
    pub async fn close(&self) -> Result<()> {
        for connection in [&self.write, &self.read, &self.watch] {
            connection.close_by_ref().await?;
        }
        Ok(())
    }

    /// Notes that this file and its write-ahead log belong together; when a server starts.
    pub async fn own(&self, config: &Config) -> Result<()> {
        match config.database {
            Some(_) => Ok(()),
            None => write_ahead_log::own(&config.data.join("kakehashi.sqlite"), &self.write).await,
        }
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<()> {
        Ok(Migrator::up(&self.write, None).await?)
    }

    /// Whether the database answers, and has the schema of this program.
    pub async fn is_current(&self) -> Result<bool> {
        Ok(Migrator::get_pending_migrations(&self.write).await?.is_empty())
    }

    /// For reading.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For one statement that writes. Use [`Db::begin`] for several that belong together.
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// A text that is another one after anything was written, by this process or another; for [`Cache`].
    pub async fn state(&self) -> Result<String> {
        let backend = self.watch.get_database_backend();
        // SQLite counts the commits of others for each connection: the one connection that asks is
        // never closed, and never writes. PostgreSQL tells which transactions can be seen.
        let ask = match backend {
            DbBackend::Sqlite => "PRAGMA data_version",
            _ => "SELECT pg_current_snapshot()::text",
        };
        let row = self
            .watch
            .query_one_raw(Statement::from_string(backend, ask))
            .await?
            .ok_or_else(|| Error::unexpected("the database does not say whether it has changed"))?;
        Ok(match backend {
            DbBackend::Sqlite => row.try_get_by_index::<i64>(0)?.to_string(),
            _ => row.try_get_by_index(0)?,
        })
    }

    /// How many statements were sent to the database so far. A page must not send one for each person
    /// it shows; a test counts them here.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Begins a transaction that writes; dropped without `commit`, it leaves no trace.
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.write.get_database_backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// After data was erased: nothing of it is left in the free space of the embedded database's files.
    /// (PostgreSQL's own autovacuum frees and reuses it.) Readers that are at work may delay it.
    pub async fn forget_what_was_removed(&self) -> Result<()> {
        if self.write.get_database_backend() != DbBackend::Sqlite {
            return Ok(());
        }
        self.write.execute_unprepared("VACUUM").await?;
        for _ in 0..20 {
            let done = self
                .write
                .query_one_raw(Statement::from_string(
                    DbBackend::Sqlite,
                    "PRAGMA wal_checkpoint(TRUNCATE)",
                ))
                .await?;
            let busy = done.map_or(Ok(1), |row| row.try_get_by_index::<i32>(0))?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        tracing::warn!("what was erased is still in the write-ahead log; it goes when no reader is at work");
        Ok(())
    }

    /// Writes one small row durably together with others that arrive at the same moment. When this
    /// returns, the row is on disk.
    pub async fn commit(&self, row: impl Batched) -> Result<()> {
        self.queue.commit(row).await
    }
}

/// Makes the data folder. It is for the server's user alone, also where it was made otherwise: names,
/// answers and keys are in it.
fn make_data_folder(folder: &Path) -> Result<()> {
    let told = |error: std::io::Error| {
        Error::caused(format!("--data (KAKEHASHI_DATA): {}", folder.display()), error)
    };
    std::fs::create_dir_all(folder).map_err(told)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder).map_err(told)?.permissions().mode();
        if mode & 0o077 != 0
            && let Err(error) = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
        {
            tracing::warn!(%error, folder = %folder.display(), "others may look into the data folder");
        }
    }
    Ok(())
}

/// This moment, in the precision that both databases keep (microseconds).
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

async fn sqlite(url: &str, connections: u32, read_only: bool) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        // A file does not hang up: asking before each statement whether the connection is there
        // doubled its cost.
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("journal_mode", "WAL")
                // A classroom may lose power at any moment: an acknowledged answer must be on the disk.
                .pragma("synchronous", "FULL")
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
        });
    Ok(Database::connect(options).await?)
}
