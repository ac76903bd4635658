//! Links that were handed out, for passwords and invitations: when what they rest on has changed, they
//! are worth nothing.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::tables::{invitation, password_reset};
use crate::{Result, db};

/// Makes every link for a person's password worthless: rights, password or account have changed since.
pub(super) async fn void_for(tx: &sea_orm::DatabaseTransaction, person: Uuid) -> Result<()> {
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::ExpiresAt, Expr::value(db::now()))
        .filter(password_reset::Column::PersonId.eq(person))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes every open link that a person handed out worthless: passwords and invitations.
pub(super) async fn void_by(tx: &sea_orm::DatabaseTransaction, person: Uuid) -> Result<()> {
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::ExpiresAt, Expr::value(db::now()))
        .filter(password_reset::Column::CreatedBy.eq(person))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    invitation::Entity::update_many()
        .col_expr(invitation::Column::ExpiresAt, Expr::value(db::now()))
        .filter(invitation::Column::CreatedBy.eq(person))
        .filter(invitation::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
