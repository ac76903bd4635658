//! Making a round.

use domain::identity::Role;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde::Deserialize;
use uuid::Uuid;

use super::super::{
    openings::{self, OpeningRow},
    tables::{placement_round, round_opening},
};
use crate::{Actor, Error, Problems, Result, Services, db, identity::audit};

/// A round as a form tells it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundForm {
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// The last day on which preferences are taken.
    #[serde(default)]
    pub until: String,
    /// The openings that take part.
    #[serde(default)]
    pub opening: Vec<Uuid>,
}

/// The openings that a round can be made of: those that are open and have a free seat. For those who match.
pub async fn choices(actor: &Actor, services: &Services) -> Result<Vec<OpeningRow>> {
    actor.require(&Role::COORDINATING)?;
    let mut rows = openings::open_now(services).await?;
    rows.retain(|row| row.free() > 0);
    Ok(rows)
}

/// Makes a round under the key `id`. A form sent twice makes one.
pub async fn make(actor: &Actor, services: &Services, id: Uuid, form: RoundForm) -> Result<()> {
    let open: BTreeSet<Uuid> = choices(actor, services)
        .await?
        .into_iter()
        .map(|row| row.opening.id)
        .collect();
    let mut problems = Problems::new();
    let title = problems.required("title", &form.title);
    let until = problems.date("until", &form.until);
    // A day that cannot be read has been named already.
    if !form.until.trim().is_empty() && until < services.config.today() && until != NaiveDate::default() {
        problems.add(
            "until",
            "今日より後の日を選んでください。",
            "Please choose a day that is not over.",
        );
    }
    let openings: BTreeSet<Uuid> = form.opening.into_iter().collect();
    if openings.is_empty() || !openings.is_subset(&open) {
        problems.add(
            "opening",
            "募集中の求人を、一つ以上選んでください。",
            "Please choose at least one opening that is open.",
        );
    }
    problems.done()?;
    let tx = services.db.begin().await?;
    if placement_round::Entity::find_by_id(id).one(&tx).await?.is_some() {
        return Ok(());
    }
    let row = placement_round::Model {
        id,
        title: title.clone(),
        until,
        created_by: actor.id,
        created_at: db::now(),
        decided_by: None,
        decided_at: None,
    };
    row.into_active_model().insert(&tx).await?;
    for opening_id in openings {
        let row = round_opening::Model {
            round_id: id,
            opening_id,
        };
        row.into_active_model().insert(&tx).await?;
    }
    audit::record(&tx, Some(actor.id), "round.created", Some(id), title).await?;
    tx.commit().await.map_err(Error::from)
}
