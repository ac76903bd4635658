//! What happened to a kit, in the order of time; written with the change it tells of.

use domain::telework::KitEvent;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::tables::kit_event;
use crate::{Actor, Result, Services, db, identity::people};

/// How many events a page shows, the newest first.
const SHOWN: u64 = 200;

/// An event with the name of who did it.
pub struct EventRow {
    /// The event.
    pub event: kit_event::Model,
    /// Who did it.
    pub by: String,
}

/// Writes an event, in the transaction of the change.
pub(super) async fn record<C: ConnectionTrait>(
    tx: &C,
    actor: &Actor,
    kit: Uuid,
    what: KitEvent,
    loan: Option<Uuid>,
    note: &str,
) -> Result<()> {
    let row = kit_event::Model {
        id: Uuid::now_v7(),
        kit_id: kit,
        at: db::now(),
        by_person: actor.id,
        what,
        loan_id: loan,
        note: note.to_owned(),
    };
    row.into_active_model().insert(tx).await?;
    Ok(())
}

/// The newest events of a kit. For pages that have asked who may see it.
pub(super) async fn of_kit(services: &Services, kit: Uuid) -> Result<Vec<EventRow>> {
    let events = kit_event::Entity::find()
        .filter(kit_event::Column::KitId.eq(kit))
        .order_by_desc(kit_event::Column::At)
        .order_by_desc(kit_event::Column::Id)
        .limit(SHOWN)
        .all(services.db.read())
        .await?;
    let names = people::names(services, events.iter().map(|event| event.by_person)).await?;
    Ok(events
        .into_iter()
        .map(|event| EventRow {
            by: names.get(&event.by_person).cloned().unwrap_or_default(),
            event,
        })
        .collect())
}
