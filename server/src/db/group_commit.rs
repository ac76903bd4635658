//! Many small durable writes as few commits: one task drains a queue, writes all that waits in one
//! transaction, and answers each caller only after the commit.
//!
//! A commit waits for the disk (about 0.5 ms); with 64 callers waiting, one commit serves them all.
//! Which rows there are, the rooms know: a row that may wait here is [`Batched`].

use std::any::{Any, TypeId};

use futures::future::BoxFuture;
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, SqliteTransactionMode,
    TransactionOptions, TransactionTrait, sea_query::OnConflict,
};
use tokio::sync::{mpsc, oneshot};

use crate::{Error, Result};

/// Rows that fit in one statement on both databases (SQLite allows 32,766 parameters).
const BATCH: usize = 512;

/// A small append-only row that is written together with others. Its id is made by the browser: a
/// replay writes nothing twice.
pub trait Batched: Send + Sync + Sized + 'static {
    /// Writes rows of this kind within a transaction; tells of each, in the same order, whether it was
    /// taken. An error undoes the rows of all kinds that were written together.
    fn write<'a>(tx: &'a DatabaseTransaction, rows: Vec<&'a Self>) -> BoxFuture<'a, Result<Vec<Result<()>>>>;
}

type Row = Box<dyn Any + Send + Sync>;
type WriteRows = for<'a> fn(
    &'a DatabaseTransaction,
    Vec<&'a (dyn Any + Send + Sync)>,
) -> BoxFuture<'a, Result<Vec<Result<()>>>>;

/// A row of some kind, with the way to write its kind.
struct Write {
    kind: TypeId,
    row: Row,
    write: WriteRows,
}

impl Write {
    fn new<R: Batched>(row: R) -> Write {
        Write {
            kind: TypeId::of::<R>(),
            row: Box::new(row),
            write: |tx, rows| {
                R::write(
                    tx,
                    rows.into_iter().filter_map(|row| row.downcast_ref()).collect(),
                )
            },
        }
    }
}

struct Waiting {
    write: Write,
    done: oneshot::Sender<Result<()>>,
}

/// The queue in front of the writer.
pub struct GroupCommit {
    queue: mpsc::Sender<Waiting>,
}

impl GroupCommit {
    /// Starts the writer task.
    pub fn start(connection: DatabaseConnection) -> Self {
        let (queue, mut waiting) = mpsc::channel::<Waiting>(4 * BATCH);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                write_batch(&connection, std::mem::take(&mut batch)).await;
            }
        });
        GroupCommit { queue }
    }

    /// Queues a row and waits until it is on disk.
    pub async fn commit<R: Batched>(&self, row: R) -> Result<()> {
        let (done, answer) = oneshot::channel();
        let write = Write::new(row);
        self.queue
            .send(Waiting { write, done })
            .await
            .map_err(|_| Error::unexpected("the writer has stopped"))?;
        answer
            .await
            .map_err(|_| Error::unexpected("the writer dropped a row"))?
    }
}

/// Writes the batch at once. When that fails because of one row, each row is tried by itself, so
/// that a bad one harms no other.
async fn write_batch(connection: &DatabaseConnection, batch: Vec<Waiting>) {
    let (writes, callers): (Vec<_>, Vec<_>) = batch.into_iter().map(|w| (w.write, w.done)).unzip();
    match write_rows(connection, &writes).await {
        Ok(answers) => {
            for (answer, caller) in answers.into_iter().zip(callers) {
                // A caller that went away does not need the answer; its row is written all the same.
                let _ = caller.send(answer);
            }
        }
        Err(error) if writes.len() == 1 => {
            if let Some(caller) = callers.into_iter().next() {
                let _ = caller.send(Err(error));
            }
        }
        Err(error) => {
            tracing::warn!(%error, rows = writes.len(), "a batch failed; writing its rows one by one");
            for (write, caller) in writes.into_iter().zip(callers) {
                let result = write_rows(connection, &[write]).await;
                let _ = caller.send(result.and_then(|answers| answers.into_iter().collect()));
            }
        }
    }
}

/// Writes rows in one transaction, kind by kind; tells of each whether it was taken.
async fn write_rows(connection: &DatabaseConnection, writes: &[Write]) -> Result<Vec<Result<()>>> {
    let options = TransactionOptions {
        sqlite_transaction_mode: (connection.get_database_backend() == DbBackend::Sqlite)
            .then_some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    let tx = connection.begin_with_options(options).await?;
    let mut answers: Vec<Result<()>> = writes.iter().map(|_| Ok(())).collect();
    let mut kinds: Vec<TypeId> = Vec::new();
    for write in writes {
        if kinds.contains(&write.kind) {
            continue;
        }
        kinds.push(write.kind);
        let places = || (0..).zip(writes).filter(|(_, other)| other.kind == write.kind);
        let rows = places().map(|(_, write)| &*write.row).collect();
        let taken = (write.write)(&tx, rows).await?;
        for ((place, _), taken) in places().zip(taken) {
            if let Some(answer) = answers.get_mut::<usize>(place) {
                *answer = taken;
            }
        }
    }
    tx.commit().await?;
    Ok(answers)
}

/// Inserts rows; one whose `id` is there already was written before and is left as it is.
pub(crate) async fn insert_new<A>(
    tx: &DatabaseTransaction,
    rows: Vec<A>,
    id: <A::Entity as EntityTrait>::Column,
) -> Result<()>
where
    A: ActiveModelTrait,
{
    if rows.is_empty() {
        return Ok(());
    }
    <A::Entity as EntityTrait>::insert_many(rows)
        .on_conflict(OnConflict::column(id).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
