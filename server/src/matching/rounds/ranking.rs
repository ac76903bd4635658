//! What people and companies prefer. Each saying is kept; the latest counts.

use std::collections::BTreeMap;

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    super::tables::{placement_round, referral, round_opening, round_ranking},
    Round, is_open, load,
};
use crate::{Actor, Error, Result, Services, db, identity::audit};

/// The places that a form gives: `of` and `place` side by side; an empty place means "not this one".
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// The ids.
    #[serde(default)]
    pub of: Vec<Uuid>,
    /// Their places, 1 the most wanted.
    #[serde(default)]
    pub place: Vec<String>,
}

impl Places {
    /// The ids in their order; refused where a place is no number or given twice.
    fn ranked(&self, allowed: impl Fn(Uuid) -> bool) -> Result<Vec<Uuid>> {
        let mut ranked = BTreeMap::new();
        if self.of.len() != self.place.len() || !self.of.iter().all(|&id| allowed(id)) {
            return Err(Error::refused(
                "一覧が変わりました。もう一度選んでください。",
                "The list has changed. Please choose again.",
            ));
        }
        for (&id, place) in self.of.iter().zip(&self.place) {
            let place = place.trim();
            if place.is_empty() {
                continue;
            }
            let number: u16 = place
                .parse()
                .map_err(|_| Error::field("place", "順番を選んでください。", "Please choose a place."))?;
            if ranked.insert(number, id).is_some() {
                return Err(Error::field(
                    "place",
                    format!("{number} 番が二つあります。順番は一つずつ、別の番号にしてください。"),
                    format!("Place {number} is given twice. Please give each its own."),
                ));
            }
        }
        Ok(ranked.into_values().collect())
    }
}

/// Keeps what a person prefers: said by the person, or by staff for who told it at the counter or by phone.
pub async fn rank_openings(
    actor: &Actor,
    services: &Services,
    round: Uuid,
    person: Uuid,
    places: &Places,
) -> Result<()> {
    if actor.id != person {
        actor.require(&Role::COORDINATING)?;
    }
    let found = load(services, round).await?;
    if found.person(person).is_none() {
        return Err(Error::NotFound);
    }
    let mine: Vec<Uuid> = found.offers_of(person).map(|it| it.row.opening.id).collect();
    let ranked = places.ranked(|id| mine.contains(&id))?;
    keep(actor, services, &found, Some(person), None, &ranked).await
}

/// Keeps what a company prefers for an opening, as it told the staff.
pub async fn rank_people(
    actor: &Actor,
    services: &Services,
    round: Uuid,
    opening: Uuid,
    places: &Places,
) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let found = load(services, round).await?;
    let offer = found.offer(opening).ok_or(Error::NotFound)?;
    let ranked = places.ranked(|id| offer.referred.iter().any(|(person, _)| *person == id))?;
    keep(actor, services, &found, None, Some(opening), &ranked).await
}

async fn keep(
    actor: &Actor,
    services: &Services,
    round: &Round,
    person: Option<Uuid>,
    opening: Option<Uuid>,
    ranked: &[Uuid],
) -> Result<()> {
    let tx = services.db.begin().await?;
    open_for(services, &tx, round.round.id).await?;
    let text: Vec<String> = ranked.iter().map(Uuid::to_string).collect();
    let row = round_ranking::Model {
        id: Uuid::now_v7(),
        round_id: round.round.id,
        person_id: person,
        opening_id: opening,
        ranked: text.join(","),
        by_person: actor.id,
        at: db::now(),
    };
    row.into_active_model().insert(&tx).await?;
    let detail = round.round.title.clone();
    audit::record(&tx, Some(actor.id), "round.ranked", person.or(opening), detail).await?;
    Ok(tx.commit().await?)
}

/// Takes the round's lock; refused where it is decided or its last day is over.
async fn open_for(services: &Services, tx: &DatabaseTransaction, round: Uuid) -> Result<()> {
    let held = db::lock::<placement_round::Entity>(tx, round).await?;
    if is_open(&held, services.config.today()) {
        return Ok(());
    }
    Err(Error::refused(
        "この回の受付は終わりました。変えたいことがあれば、コーディネーターに話してください。",
        "This round takes no more answers. Please talk to the coordinator.",
    ))
}

/// A round as the person who takes part sees it: nobody else is in it.
pub async fn mine(actor: &Actor, services: &Services, round: Uuid) -> Result<Round> {
    actor.require(&[Role::Learner])?;
    let mut found = load(services, round).await?;
    if found.person(actor.id).is_none() && !found.results.contains_key(&actor.id) {
        return Err(Error::NotFound);
    }
    found.people.retain(|it| it.id == actor.id);
    found.results.retain(|person, _| *person == actor.id);
    let keep = found.results.get(&actor.id).copied();
    for offer in &mut found.offers {
        offer.referred.retain(|(person, _)| *person == actor.id);
        offer.ranked = None;
    }
    found
        .offers
        .retain(|it| !it.referred.is_empty() || Some(it.row.opening.id) == keep);
    Ok(found)
}

/// The rounds that wait for what a person prefers, by their last day.
pub async fn waiting(actor: &Actor, services: &Services) -> Result<Vec<placement_round::Model>> {
    let db = services.db.read();
    let today = services.config.today();
    let open = placement_round::Entity::find()
        .filter(placement_round::Column::DecidedAt.is_null())
        .filter(placement_round::Column::Until.gte(today))
        .all(db)
        .await?;
    if open.is_empty() {
        return Ok(open);
    }
    let referred: Vec<Uuid> = super::referrals::states(services, referral::Column::PersonId.eq(actor.id))
        .await?
        .into_iter()
        .filter(|(_, (_, state))| super::takes_part(*state))
        .map(|((_, opening), _)| opening)
        .collect();
    let with_mine: Vec<Uuid> = round_opening::Entity::find()
        .filter(round_opening::Column::OpeningId.is_in(referred))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.round_id)
        .collect();
    let said: Vec<Uuid> = round_ranking::Entity::find()
        .filter(round_ranking::Column::PersonId.eq(actor.id))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.round_id)
        .collect();
    let mut rounds: Vec<_> = open
        .into_iter()
        .filter(|round| with_mine.contains(&round.id) && !said.contains(&round.id))
        .collect();
    rounds.sort_by_key(|round| (round.until, round.id));
    Ok(rounds)
}
