//! A picture of a kit. Nobody need take one.

use domain::identity::Role;
use std::path::Path;

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::tables::{kit, kit_photo};
use crate::{
    Actor, Error, Result, Services,
    db::{self, lock},
};

/// The largest picture, in bytes.
const MOST: u64 = 5 * 1024 * 1024;

/// What kind of picture this is, by its first bytes; none for what browsers do not show everywhere.
pub(super) fn kind_of(content: &[u8]) -> Option<&'static str> {
    match content {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Reads a picture that came with a form; refused when it is too large, or no picture.
pub(super) async fn read(field: &'static str, path: &Path, size: u64) -> Result<(&'static str, Vec<u8>)> {
    if size > MOST {
        return Err(Error::field(
            field,
            "写真が大きすぎます。5 MB までです。",
            "The picture is too large. The limit is 5 MB.",
        ));
    }
    let content = tokio::fs::read(path).await?;
    let kind = kind_of(&content).ok_or_else(|| {
        Error::field(
            field,
            "写真（JPEG、PNG、WebP）を選んでください。",
            "Please choose a picture (JPEG, PNG or WebP).",
        )
    })?;
    Ok((kind, content))
}

/// Keeps a picture of a kit; the one before goes. For those who lend.
pub async fn put(actor: &Actor, services: &Services, kit: Uuid, path: &Path, size: u64) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let (kind, content) = read("photo", path, size).await?;
    let tx = services.db.begin().await?;
    lock::<kit::Entity>(&tx, kit).await?;
    kit_photo::Entity::delete_by_id(kit).exec(&tx).await?;
    let row = kit_photo::Model {
        kit_id: kit,
        kind: kind.to_owned(),
        content,
        at: db::now(),
    };
    row.into_active_model().insert(&tx).await?;
    Ok(tx.commit().await?)
}

/// The picture and its kind. For those who lend.
pub async fn get(actor: &Actor, services: &Services, kit: Uuid) -> Result<(&'static str, Vec<u8>)> {
    actor.require(&Role::STAFF)?;
    let row = kit_photo::Entity::find_by_id(kit)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let kind = kind_of(&row.content).ok_or(Error::NotFound)?;
    Ok((kind, row.content))
}

/// Whether there is a picture. For pages that have asked who may see it.
pub(super) async fn is_there(services: &Services, kit: Uuid) -> Result<bool> {
    let count = kit_photo::Entity::find()
        .filter(kit_photo::Column::KitId.eq(kit))
        .count(services.db.read())
        .await?;
    Ok(count > 0)
}
