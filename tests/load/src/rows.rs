//! Rows of the generated classroom, written straight into the tables: through the services they
//! would take minutes.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use server::{Services, db};

use crate::Result;

/// Rows that fit in one statement (SQLite allows 32,766 parameters).
const BATCH: usize = 1000;

/// Writes the rows in a few statements.
pub async fn insert<M, A>(tx: &DatabaseTransaction, rows: Vec<M>) -> Result<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    let mut rows: Vec<A> = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        <A::Entity as EntityTrait>::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        rows = rest;
    }
    Ok(())
}

/// A class session of two hours.
pub fn session(
    cohort: uuid::Uuid,
    starts_at: chrono::DateTime<chrono::Utc>,
    closed: bool,
) -> Result<server::classroom::tables::class_session::Model> {
    let ends_at = starts_at + chrono::TimeDelta::hours(2);
    Ok(server::classroom::tables::class_session::Model {
        id: uuid::Uuid::now_v7(),
        cohort_id: cohort,
        starts_at,
        ends_at,
        place: "公民館 2階".to_owned(),
        topic: "練習".to_owned(),
        secret: server::identity::Token::new()?.as_str().to_owned(),
        closed_at: closed.then_some(ends_at),
        cancelled_at: None,
        cancelled_because: None,
    })
}

/// A transaction on the services' database.
pub async fn begin(services: &Services) -> Result<DatabaseTransaction> {
    Ok(services.db.begin().await?)
}

/// So many days before now.
pub fn days_ago(days: i64) -> chrono::DateTime<chrono::Utc> {
    db::now() - chrono::TimeDelta::days(days)
}
