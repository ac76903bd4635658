//! What a round comes to: tried as often as one likes, decided once.

use domain::identity::Role;
use domain::matching::{Missed, Placed, Seats, place};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    super::tables::{placement_round, round_result},
    Round, load,
};
use crate::{Actor, Error, Result, Services, db, identity::audit};

/// What comes out for one person.
#[derive(Clone, Debug)]
pub struct PersonOutcome {
    /// The person.
    pub person: Uuid,
    /// The opening; none where the person stays without.
    pub opening: Option<Uuid>,
    /// Openings that the person likes better, and why it is not one of them.
    pub missed: Vec<(Uuid, Missed)>,
}

/// What a round comes to with what both sides have said so far.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// For each person of the round, in its order.
    pub people: Vec<PersonOutcome>,
    /// Stands for everything the outcome follows from: another one means that something has changed.
    pub fingerprint: String,
}

/// Works out what comes of it. It changes nothing.
pub fn outcome(round: &Round) -> Outcome {
    let opening = |id: &Uuid| round.offers.iter().position(|it| it.row.opening.id == *id);
    let person = |id: &Uuid| round.people.iter().position(|it| it.id == *id);
    let wishes: Vec<Vec<usize>> = round
        .people
        .iter()
        .map(|it| {
            let mine = |id: &&Uuid| round.offers_of(it.id).any(|offer| offer.row.opening.id == **id);
            it.ranked
                .iter()
                .flatten()
                .filter(mine)
                .filter_map(opening)
                .collect()
        })
        .collect();
    let seats: Vec<Seats> = round
        .offers
        .iter()
        .map(|it| {
            let referred = |id: &&Uuid| it.referred.iter().any(|(person, _)| person == *id);
            Seats {
                seats: it.row.free() as usize,
                ranked: it
                    .ranked
                    .iter()
                    .flatten()
                    .filter(referred)
                    .filter_map(person)
                    .collect(),
            }
        })
        .collect();
    let placed = place(&wishes, &seats);
    let id = |at: usize| round.offers[at].row.opening.id;
    let people: Vec<PersonOutcome> = round
        .people
        .iter()
        .zip(placed)
        .map(|(person, Placed { opening, missed })| PersonOutcome {
            person: person.id,
            opening: opening.map(id),
            missed: missed.into_iter().map(|(at, why)| (id(at), why)).collect(),
        })
        .collect();
    let mut hash = Sha256::new();
    for (person, wishes) in round.people.iter().zip(&wishes) {
        hash.update(format!("{}{wishes:?}", person.id));
    }
    for (offer, seats) in round.offers.iter().zip(&seats) {
        hash.update(format!("{}{seats:?}", offer.row.opening.id));
    }
    Outcome {
        people,
        fingerprint: hex::encode(hash.finalize()),
    }
}

/// Decides the round as it was shown: `fingerprint` is the outcome's. Nobody is placed by it yet: that is
/// done person by person, when the company has said yes.
pub async fn decide(actor: &Actor, services: &Services, id: Uuid, fingerprint: &str) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let tx = services.db.begin().await?;
    let held = db::lock::<placement_round::Entity>(&tx, id).await?;
    if held.decided_at.is_some() {
        return Ok(());
    }
    let round = load(services, id).await?;
    let outcome = outcome(&round);
    if outcome.fingerprint != fingerprint {
        return Err(Error::refused(
            "確かめたあとで、希望か席が変わりました。下の結果をもう一度確かめてください。まだ何も決まっていません。",
            "Preferences or seats have changed since you looked. Please check the result below again. Nothing has been decided.",
        ));
    }
    for it in &outcome.people {
        if let Some(opening_id) = it.opening {
            let row = round_result::Model {
                round_id: id,
                person_id: it.person,
                opening_id,
            };
            row.into_active_model().insert(&tx).await?;
        }
    }
    let title = held.title.clone();
    let mut row = held.into_active_model();
    row.decided_by = Set(Some(actor.id));
    row.decided_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "round.decided", Some(id), title).await?;
    Ok(tx.commit().await?)
}
