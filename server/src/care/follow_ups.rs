//! One placement with its follow-ups and what was tried.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    care::{Contact, FollowUpStatus, Outcome, Visibility, status},
    identity::{Role, policy::Field},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::tables::{contact, follow_up, placement};
use crate::{
    Actor, Error, Result, Services,
    identity::{people, reading},
    matching::openings,
};

fn falls_away(placement: &placement::Model, follow_up: &follow_up::Model) -> bool {
    placement.ended_on.is_some_and(|ended| follow_up.due_on > ended)
}

pub(super) fn kinds(contacts: &[contact::Model]) -> Vec<Contact> {
    contacts
        .iter()
        .map(|it| {
            if it.reached {
                Contact::Reached
            } else {
                Contact::Tried
            }
        })
        .collect()
}

/// A contact, as the acting person may see it.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the person was reached.
    pub reached: bool,
    /// What the person said.
    pub outcome: Option<Outcome>,
    /// Who wrote it.
    pub by: String,
    /// Who may read the note.
    pub visibility: Visibility,
    /// The note; none when it is not for the acting person.
    pub note: Option<String>,
}

/// A follow-up with its contacts, oldest first.
#[derive(Clone, Debug)]
pub struct FollowUpRow {
    /// The follow-up.
    pub follow_up: follow_up::Model,
    /// Where it stands.
    pub status: FollowUpStatus,
    /// Whether the job ended before its day.
    pub falls_away: bool,
    /// What was tried.
    pub contacts: Vec<ContactRow>,
}

/// One placement with its follow-ups.
#[derive(Clone, Debug)]
pub struct PlacementPage {
    /// The placement.
    pub placement: placement::Model,
    /// The person's name.
    pub person: String,
    /// What the job is called.
    pub opening: String,
    /// Who offers it.
    pub employer: String,
    /// In the order of their dates.
    pub follow_ups: Vec<FollowUpRow>,
}

/// One placement with everything that the acting person may read. For those who follow up, and for
/// the placed person, who sees the shared notes only.
pub async fn of_placement(actor: &Actor, services: &Services, id: Uuid) -> Result<PlacementPage> {
    let db = services.db.read();
    let placement = placement::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    actor.require_self_or(placement.person_id, &Role::COORDINATING)?;
    reading::note(actor, services, &[placement.person_id], &[Field::Matching]).await?;
    let follow_ups = follow_up::Entity::find()
        .filter(follow_up::Column::PlacementId.eq(id))
        .order_by_asc(follow_up::Column::DueOn)
        .all(db)
        .await?;
    let mut contacts: HashMap<Uuid, Vec<contact::Model>> = HashMap::new();
    let made = contact::Entity::find()
        .filter(contact::Column::FollowUpId.is_in(follow_ups.iter().map(|row| row.id)))
        .order_by_asc(contact::Column::At)
        .order_by_asc(contact::Column::Id)
        .all(db)
        .await?;
    let mut people: Vec<Uuid> = made.iter().map(|row| row.by_person).collect();
    people.push(placement.person_id);
    let names = people::names(services, people).await?;
    for row in made {
        contacts.entry(row.follow_up_id).or_default().push(row);
    }
    let (opening, employer) = openings::named(services, vec![placement.opening_id])
        .await?
        .remove(&placement.opening_id)
        .unwrap_or_default();
    let today = services.config.today();
    let follow_ups = follow_ups
        .into_iter()
        .map(|row| {
            let made = contacts.remove(&row.id).unwrap_or_default();
            FollowUpRow {
                status: status(row.due_on, &kinds(&made), today),
                falls_away: made.is_empty() && falls_away(&placement, &row),
                contacts: made
                    .into_iter()
                    .filter_map(|it| shown(actor, &placement, it, &names))
                    .collect(),
                follow_up: row,
            }
        })
        .collect();
    let person = names.get(&placement.person_id).cloned().unwrap_or_default();
    Ok(PlacementPage {
        placement,
        person,
        opening,
        employer,
        follow_ups,
    })
}

/// The contact as the actor may see it; none when even that it happened is for others only.
fn shown(
    actor: &Actor,
    placement: &placement::Model,
    contact: contact::Model,
    names: &HashMap<Uuid, String>,
) -> Option<ContactRow> {
    let own_case = actor.id == placement.person_id;
    let team = !own_case && Role::COORDINATING.iter().any(|role| actor.is(*role));
    let reads = match contact.visibility {
        Visibility::Shared => true,
        Visibility::Team => team,
        Visibility::Confidential => {
            contact.by_person == actor.id || (!own_case && actor.is(Role::Administrator))
        }
    };
    (reads || team).then(|| ContactRow {
        at: contact.at,
        reached: contact.reached,
        outcome: contact.outcome.filter(|_| reads),
        by: names.get(&contact.by_person).cloned().unwrap_or_default(),
        visibility: contact.visibility,
        note: reads.then_some(contact.note),
    })
}
