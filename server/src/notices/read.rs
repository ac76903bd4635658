//! Reading: a notice that was read stays in the list and is no news any more.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};
use uuid::Uuid;

use super::tables::notice;
use crate::{Actor, Error, Result, Services, db};

/// Notes that the acting person has read a notice; gives where it leads. Again is harmless.
pub async fn read(actor: &Actor, services: &Services, id: Uuid) -> Result<String> {
    let tx = services.db.begin().await?;
    let row = notice::Entity::find_by_id(id)
        .filter(notice::Column::PersonId.eq(actor.id))
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let link = row.link.clone();
    if row.read_at.is_none() {
        let mut row = row.into_active_model();
        row.read_at = Set(Some(db::now()));
        row.update(&tx).await?;
    }
    tx.commit().await?;
    services.unread.forget(&[actor.id]);
    Ok(link)
}

/// Notes that the acting person has read all there are.
pub async fn read_all(actor: &Actor, services: &Services) -> Result<()> {
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::value(db::now()))
        .filter(notice::Column::PersonId.eq(actor.id))
        .filter(notice::Column::ReadAt.is_null())
        .exec(services.db.write())
        .await?;
    services.unread.forget(&[actor.id]);
    Ok(())
}
