//! Shelves come and go. A shelf that changes gets a new id, so that whoever searches at that moment finds the
//! old texts or the new ones, never the places of one in the other.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::{
    Packed,
    tables::{search_bucket, search_shelf, search_text},
};
use crate::{Result, db::insert_once};

/// How many texts one statement writes: a database takes some 32,000 values at once.
const TEXTS: usize = 500;

/// The versions of the shelves whose names begin so, by their names.
pub(crate) async fn versions(db: &impl ConnectionTrait, begins: &str) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> = search_shelf::Entity::find()
        .select_only()
        .column(search_shelf::Column::Name)
        .column(search_shelf::Column::Version)
        .filter(search_shelf::Column::Name.starts_with(begins))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Puts a shelf in the place of the one of its name. Of two programs that do so at once, one does.
pub(crate) async fn put(tx: &DatabaseTransaction, packed: &Packed) -> Result<()> {
    let shelf = &packed.shelf;
    let old = search_shelf::Entity::find()
        .filter(search_shelf::Column::Name.eq(shelf.name.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?;
    if let Some(old) = old {
        if old.version == shelf.version {
            return Ok(());
        }
        take_away(tx, old.id).await?;
    }
    let id = Uuid::now_v7();
    let row = search_shelf::Model {
        id,
        name: shelf.name.clone(),
        version: shelf.version.clone(),
        see: shelf.see.code().to_owned(),
        lang: shelf.lang.code().to_owned(),
        rank: shelf.rank,
        titles: packed.titles.clone(),
    };
    if !insert_once(tx, row.into_active_model(), search_shelf::Column::Name).await? {
        return Ok(());
    }
    let texts: Vec<search_text::ActiveModel> = (0..)
        .zip(&shelf.texts)
        .map(|(number, text)| {
            search_text::Model {
                shelf_id: id,
                number,
                kind: text.kind,
                link: text.link.clone(),
                anchor: text.anchor.clone(),
                title: text.title.clone(),
                heading: text.heading.clone(),
                body: text.body.clone(),
                place: text.place.clone(),
            }
            .into_active_model()
        })
        .collect();
    for some in texts.chunks(TEXTS) {
        search_text::Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    let buckets = packed.buckets.iter().map(|(bucket, pairs)| {
        search_bucket::Model {
            bucket: *bucket,
            shelf_id: id,
            pairs: pairs.clone(),
        }
        .into_active_model()
    });
    if !packed.buckets.is_empty() {
        search_bucket::Entity::insert_many(buckets)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Takes away the shelf of a name, where there is one.
pub(crate) async fn remove(tx: &DatabaseTransaction, name: &str) -> Result<()> {
    let old = search_shelf::Entity::find()
        .filter(search_shelf::Column::Name.eq(name))
        .lock_exclusive()
        .one(tx)
        .await?;
    match old {
        Some(old) => take_away(tx, old.id).await,
        None => Ok(()),
    }
}

async fn take_away(tx: &DatabaseTransaction, id: Uuid) -> Result<()> {
    search_bucket::Entity::delete_many()
        .filter(search_bucket::Column::ShelfId.eq(id))
        .exec(tx)
        .await?;
    search_text::Entity::delete_many()
        .filter(search_text::Column::ShelfId.eq(id))
        .exec(tx)
        .await?;
    search_shelf::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}
