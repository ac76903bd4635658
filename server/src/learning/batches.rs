//! Answers are written many at once; one in an attempt only while the attempt is open.

use std::collections::HashSet;

use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::tables::{attempt, practice_response, response};
use crate::{
    Error, Result,
    db::{Batched, insert_new},
};

impl Batched for response::Model {
    fn write<'a>(tx: &'a DatabaseTransaction, rows: Vec<&'a Self>) -> BoxFuture<'a, Result<Vec<Result<()>>>> {
        Box::pin(async move {
            let asked: HashSet<Uuid> = rows.iter().map(|row| row.attempt_id).collect();
            // The lock keeps a hand-in from grading while an answer that it would miss is written.
            let open: HashSet<Uuid> = attempt::Entity::find()
                .select_only()
                .column(attempt::Column::Id)
                .filter(attempt::Column::Id.is_in(asked))
                .filter(attempt::Column::SubmittedAt.is_null())
                .lock_shared()
                .into_tuple()
                .all(tx)
                .await?
                .into_iter()
                .collect();
            let is_open = |row: &&&Self| open.contains(&row.attempt_id);
            let taken = rows.iter().filter(is_open);
            let taken = taken.map(|row| (*row).clone().into_active_model()).collect();
            insert_new(tx, taken, response::Column::Id).await?;
            let answers = rows
                .iter()
                .map(|row| if is_open(&row) { Ok(()) } else { Err(handed_in()) });
            Ok(answers.collect())
        })
    }
}

fn handed_in() -> Error {
    Error::refused(
        "このテストはもう提出されています。前の答えは残っています。",
        "This test has already been handed in. Your earlier answers are kept.",
    )
}

impl Batched for practice_response::Model {
    fn write<'a>(tx: &'a DatabaseTransaction, rows: Vec<&'a Self>) -> BoxFuture<'a, Result<Vec<Result<()>>>> {
        Box::pin(async move {
            let new = rows
                .iter()
                .map(|row| (*row).clone().into_active_model())
                .collect();
            insert_new(tx, new, practice_response::Column::Id).await?;
            Ok(rows.iter().map(|_| Ok(())).collect())
        })
    }
}
