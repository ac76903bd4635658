//! Placement rounds: the seats of several openings are given out at once, by what people and companies
//! prefer (`domain::matching::place`).
//!
//! Who takes part follows from the referrals: whoever was referred to an opening of the round, and whose
//! referral still holds. Nothing is decided until a person of the staff says so.

mod list;
mod make;
mod outcome;
mod ranking;

use domain::identity::Role;
use std::collections::{BTreeSet, HashMap};

use domain::matching::Answer;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    openings::{self, OpeningRow},
    referrals::{self, ReferralState},
    tables::{opening, placement_round, referral, round_opening, round_ranking, round_result},
};
use crate::{Actor, Error, Result, Services, identity::tables::person};

pub use list::{RoundRow, RoundSort, list};
pub use make::{RoundForm, choices, make};
pub use outcome::{Outcome, decide, outcome};
pub use ranking::{Places, mine, rank_openings, rank_people, waiting};

/// Somebody who takes part.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The person.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// What the person prefers, as last said; none where nothing was said yet.
    pub ranked: Option<Vec<Uuid>>,
}

/// An opening that takes part.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The opening, with the seats that are taken.
    pub row: OpeningRow,
    /// Who was referred to it, with the referral; in the order of their names.
    pub referred: Vec<(Uuid, Uuid)>,
    /// What the company prefers, as last said; none where nothing was said yet.
    pub ranked: Option<Vec<Uuid>>,
}

/// A round with everything it holds.
#[derive(Clone, Debug)]
pub struct Round {
    /// As stored.
    pub round: placement_round::Model,
    /// The openings, in the order of their titles.
    pub offers: Vec<Offer>,
    /// The people, in the order of their names.
    pub people: Vec<Participant>,
    /// Who got what, where it is decided.
    pub results: HashMap<Uuid, Uuid>,
}

impl Round {
    /// A person of the round by id.
    pub fn person(&self, id: Uuid) -> Option<&Participant> {
        self.people.iter().find(|it| it.id == id)
    }

    /// An opening of the round by id.
    pub fn offer(&self, id: Uuid) -> Option<&Offer> {
        self.offers.iter().find(|it| it.row.opening.id == id)
    }

    /// The openings that a person was referred to.
    pub fn offers_of(&self, person: Uuid) -> impl Iterator<Item = &Offer> {
        self.offers
            .iter()
            .filter(move |offer| offer.referred.iter().any(|(id, _)| *id == person))
    }

    /// Whether preferences are still taken on a day.
    pub fn is_open(&self, today: chrono::NaiveDate) -> bool {
        is_open(&self.round, today)
    }
}

fn is_open(round: &placement_round::Model, today: chrono::NaiveDate) -> bool {
    round.decided_at.is_none() && today <= round.until
}

/// One round. For those who match.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Round> {
    actor.require(&Role::COORDINATING)?;
    load(services, id).await
}

async fn load(services: &Services, id: Uuid) -> Result<Round> {
    let db = services.db.read();
    let round = placement_round::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let openings: Vec<Uuid> = openings_of(db, id).await?;
    let referred: HashMap<(Uuid, Uuid), Uuid> = referrals::states(
        services,
        referral::Column::OpeningId.is_in(openings.iter().copied()),
    )
    .await?
    .into_iter()
    .filter(|(_, (_, state))| takes_part(*state))
    .map(|(key, (referral, _))| (key, referral))
    .collect();
    let ids: BTreeSet<Uuid> = referred.keys().map(|(person, _)| *person).collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(ids))
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .all(db)
        .await?;
    let (mut of_people, mut of_openings) = rankings(db, id).await?;
    let people: Vec<Participant> = people
        .into_iter()
        .map(|row| Participant {
            ranked: of_people.remove(&row.id),
            id: row.id,
            name: row.name,
        })
        .collect();
    let rows = opening::Entity::find()
        .filter(opening::Column::Id.is_in(openings))
        .order_by_asc(opening::Column::Title)
        .order_by_asc(opening::Column::Id)
        .all(db)
        .await?;
    let offers = openings::with_employers(services, rows)
        .await?
        .into_iter()
        .map(|row| Offer {
            referred: people
                .iter()
                .filter_map(|it| Some((it.id, *referred.get(&(it.id, row.opening.id))?)))
                .collect(),
            ranked: of_openings.remove(&row.opening.id),
            row,
        })
        .collect();
    let results = round_result::Entity::find()
        .filter(round_result::Column::RoundId.eq(id))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.person_id, row.opening_id))
        .collect();
    Ok(Round {
        round,
        offers,
        people,
        results,
    })
}

async fn openings_of<C: ConnectionTrait>(db: &C, round: Uuid) -> Result<Vec<Uuid>> {
    Ok(round_opening::Entity::find()
        .filter(round_opening::Column::RoundId.eq(round))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.opening_id)
        .collect())
}

/// Whose referral still holds: not refused by the company, not withdrawn, not run out, not placed.
fn takes_part(state: ReferralState) -> bool {
    match state {
        ReferralState::Sent | ReferralState::Opened | ReferralState::Answered(Answer::Yes | Answer::Talk) => {
            true
        }
        ReferralState::Answered(Answer::No)
        | ReferralState::Placed
        | ReferralState::Expired
        | ReferralState::Withdrawn => false,
    }
}

type Rankings = HashMap<Uuid, Vec<Uuid>>;

/// The latest ranking of each person and of each opening.
async fn rankings<C: ConnectionTrait>(db: &C, round: Uuid) -> Result<(Rankings, Rankings)> {
    let rows = round_ranking::Entity::find()
        .filter(round_ranking::Column::RoundId.eq(round))
        .order_by_asc(round_ranking::Column::At)
        .order_by_asc(round_ranking::Column::Id)
        .all(db)
        .await?;
    let (mut people, mut openings) = (Rankings::new(), Rankings::new());
    for row in rows {
        let ranked = super::list(&row.ranked)
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        match (row.person_id, row.opening_id) {
            (Some(person), _) => people.insert(person, ranked),
            (None, Some(opening)) => openings.insert(opening, ranked),
            (None, None) => None,
        };
    }
    Ok((people, openings))
}
