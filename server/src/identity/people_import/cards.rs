//! A sheet of cards for people who were brought in and have not signed in yet: each with a link of its own.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::preview::{Content, INVITING, find};
use crate::{
    Error, Result, Services, db,
    identity::{
        Actor, invitations, people,
        tables::{people_import, person},
    },
};

/// Name and path of the link of each who has not signed in yet; links from before are good no more. For
/// those who invite.
pub async fn make(actor: &Actor, services: &Services, import: Uuid) -> Result<Vec<(String, String)>> {
    actor.require(INVITING)?;
    let Content::People(made) = Content::read(&find(services, import).await?)? else {
        return Err(Error::NotFound);
    };
    let tx = services.db.begin().await?;
    // Of two at the same moment, the second makes the links of the first worthless.
    db::lock::<people_import::Entity>(&tx, import).await?;
    let waiting = person::Entity::find()
        .filter(person::Column::Id.is_in(made))
        .filter(person::Column::PasswordHash.is_null())
        .filter(people::here())
        .order_by_asc(person::Column::Id)
        .all(&tx)
        .await?;
    let mut cards = Vec::with_capacity(waiting.len());
    for person in waiting {
        let path = invitations::invite_known(&tx, actor.id, person.id, &person.name).await?;
        cards.push((person.name, path));
    }
    tx.commit().await?;
    Ok(cards)
}
