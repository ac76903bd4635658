//! Read, decide, write under one lock: the row that a decision hangs on is read for this transaction alone.
//!
//! SQLite has one writer, so a transaction that writes is alone anyway. PostgreSQL (at READ COMMITTED, as
//! it comes) lets two of them read the same state and both decide; each therefore takes its row first.

use sea_orm::{DatabaseTransaction, EntityTrait, PrimaryKeyTrait, QuerySelect};

use crate::{Error, Result};

/// The row of this key, for this transaction alone until it ends; others who want it wait.
pub(crate) async fn lock<E: EntityTrait>(
    tx: &DatabaseTransaction,
    key: impl Into<<E::PrimaryKey as PrimaryKeyTrait>::ValueType>,
) -> Result<E::Model> {
    lock_if_any::<E>(tx, key).await?.ok_or(Error::NotFound)
}

/// As [`lock`], where there may be no such row.
pub(crate) async fn lock_if_any<E: EntityTrait>(
    tx: &DatabaseTransaction,
    key: impl Into<<E::PrimaryKey as PrimaryKeyTrait>::ValueType>,
) -> Result<Option<E::Model>> {
    Ok(E::find_by_id(key).lock_exclusive().one(tx).await?)
}
