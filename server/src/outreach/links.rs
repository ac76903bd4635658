//! The secret link of a registration: with it a person without an account looks at it, changes it and
//! takes it back. It is made of the registration's id and a signature over it, so that it can be printed
//! again and no copy of the database gives it away.

use domain::ids::RegistrationId;
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::tables::registration;
use crate::{Error, Result, Services};

const PURPOSE: &str = "registration";
/// Digits of the id in the link.
const ID: usize = 32;

/// The path of a registration's page for the person.
pub fn path(services: &Services, id: RegistrationId) -> Result<String> {
    Ok(format!("/registrations/{}", token(services, id)?))
}

fn token(services: &Services, id: RegistrationId) -> Result<String> {
    let tag = services.keys.tag(PURPOSE, &[id.uuid().as_bytes()])?;
    Ok(format!("{}{tag}", id.uuid().simple()))
}

/// The registration that a token is for; nothing for any other text.
pub fn id_of(services: &Services, token: &str) -> Result<Option<RegistrationId>> {
    let Some((id, tag)) = token.split_at_checked(ID) else {
        return Ok(None);
    };
    let Ok(id) = Uuid::try_parse(id) else {
        return Ok(None);
    };
    let good = services.keys.knows_tag(tag, PURPOSE, &[id.as_bytes()])?;
    Ok(good.then(|| id.into()))
}

/// The registration that a text is or holds the link of, as a scanner types it.
pub fn scanned(services: &Services, text: &str) -> Result<Option<RegistrationId>> {
    let token = text.trim().rsplit('/').next().unwrap_or_default();
    id_of(services, token)
}

/// The registration behind a token.
pub(super) async fn find(services: &Services, token: &str) -> Result<registration::Model> {
    let id = id_of(services, token)?.ok_or(Error::NotFound)?;
    registration::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .filter(|row| row.removed_at.is_none())
        .ok_or(Error::NotFound)
}
