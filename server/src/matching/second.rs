//! A consent that was given soon after staff made a link for the learner's password: whoever made the link
//! could have signed in and given it. A second person of the staff asks the learner, and confirms it.

use std::collections::HashMap;

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    consents, openings,
    tables::{consent, employer},
};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{audit, made_links, people},
};

/// A consent that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// As stored.
    pub consent: consent::Model,
    /// The learner.
    pub learner: String,
    /// The company.
    pub employer: String,
    /// The job.
    pub opening: String,
    /// Who made the links; an entry of none is whoever runs the server.
    pub makers: Vec<Option<String>>,
    /// Whether the acting person may confirm it.
    pub may: bool,
}

/// The consents that wait for a second person, the oldest first. For staff.
pub async fn waiting(actor: &Actor, services: &Services) -> Result<Vec<Waiting>> {
    actor.require(&Role::STAFF)?;
    let db = services.db.read();
    let rows = consent::Entity::find()
        .filter(consent::Column::AwaitsSecond.eq(true))
        .filter(consent::Column::ConfirmedAt.is_null())
        .filter(consent::Column::WithdrawnAt.is_null())
        .filter(consent::Column::ExpiresAt.gt(db::now()))
        .order_by_asc(consent::Column::GivenAt)
        .all(db)
        .await?;
    let employers: HashMap<Uuid, String> = employer::Entity::find()
        .filter(employer::Column::Id.is_in(rows.iter().map(|row| row.employer_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let jobs = rows.iter().filter_map(|row| row.opening_id).collect();
    let jobs = openings::named(services, jobs).await?;
    let given: Vec<(Uuid, _)> = rows.iter().map(|row| (row.person_id, row.given_at)).collect();
    let makers = made_links::makers_of_each(db, &given).await?;
    let people = makers.iter().flatten().flatten().copied();
    let names = people::names(services, people.chain(rows.iter().map(|row| row.person_id))).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let all = rows
        .into_iter()
        .zip(makers)
        .map(|(row, makers)| Waiting {
            learner: name(row.person_id),
            employer: employers.get(&row.employer_id).cloned().unwrap_or_default(),
            opening: row
                .opening_id
                .and_then(|id| jobs.get(&id).map(|(title, _)| title.clone()))
                .unwrap_or_default(),
            may: actor.id != row.person_id && !makers.contains(&Some(actor.id)),
            makers: makers.into_iter().map(|id| id.map(name)).collect(),
            consent: row,
        })
        .collect();
    Ok(all)
}

/// Confirms that the learner was asked and means it. For staff, but not for who made the link, nor for the
/// learner. Confirming twice changes nothing.
pub async fn confirm(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<consent::Entity>(&tx, id).await?;
    actor.require_other(row.person_id)?;
    let makers = made_links::makers(&tx, row.person_id, row.given_at).await?;
    if makers.contains(&Some(actor.id)) {
        return Err(Error::refused(
            "パスワードのリンクをつくった人は、確かめる人になれません。ほかの人に頼んでください。",
            "Whoever made the password link does not confirm the consent. Please ask a colleague.",
        ));
    }
    if !consents::awaits_second(&row) || row.withdrawn_at.is_some() {
        return Ok(());
    }
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.confirmed_by = Set(Some(actor.id));
    row.confirmed_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "consent.confirmed",
        Some(person),
        id.to_string(),
    )
    .await?;
    Ok(tx.commit().await?)
}
