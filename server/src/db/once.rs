//! A form sent twice makes one row: the row's key is the form's.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use crate::Result;

/// Writes a row unless one of this key is there; tells whether it was written. Of two at the same moment, the
/// second waits for the first and is told.
pub(crate) async fn insert_once<A>(
    db: &impl ConnectionTrait,
    row: A,
    id: <A::Entity as EntityTrait>::Column,
) -> Result<bool>
where
    A: ActiveModelTrait,
{
    let written = <A::Entity as EntityTrait>::insert_many([row])
        .on_conflict(OnConflict::column(id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(written > 0)
}
