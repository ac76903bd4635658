//! The audit trail: every change of rights, marks, decisions and disclosures.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{
    Actor,
    tables::{audit_entry, person},
};
use crate::{Result, Services, db};

/// Writes an entry, in the same transaction as the change it tells of. `action` is a short stable
/// word such as `role.granted`; `subject` the person or thing changed; `detail` a few plain words.
pub async fn record<C: ConnectionTrait>(
    db: &C,
    actor: Option<Uuid>,
    action: &str,
    subject: Option<Uuid>,
    detail: impl Into<String>,
) -> Result<()> {
    let entry = audit_entry::Model {
        id: Uuid::now_v7(),
        at: db::now(),
        actor_id: actor,
        action: action.to_owned(),
        subject_id: subject,
        detail: detail.into(),
    };
    entry.into_active_model().insert(db).await?;
    Ok(())
}

/// An entry with the names of the people in it.
pub struct Entry {
    /// The entry as stored.
    pub entry: audit_entry::Model,
    /// Who acted; none for the system itself.
    pub actor: Option<String>,
    /// The person concerned, when it is one.
    pub subject: Option<String>,
}

/// The newest entries first, at most 500; of one person when `subject` is given. For administrators;
/// everybody may read the entries about oneself.
pub async fn list(actor: &Actor, services: &Services, subject: Option<Uuid>) -> Result<Vec<Entry>> {
    if subject != Some(actor.id) {
        actor.require(&[Role::Administrator])?;
    }
    let mut query = audit_entry::Entity::find()
        .order_by_desc(audit_entry::Column::Id)
        .limit(500);
    if let Some(subject) = subject {
        query = query.filter(audit_entry::Column::SubjectId.eq(subject));
    }
    let entries = query.all(services.db.read()).await?;
    let ids = entries.iter().flat_map(|e| [e.actor_id, e.subject_id]).flatten();
    let names: std::collections::HashMap<Uuid, String> = person::Entity::find()
        .filter(person::Column::Id.is_in(ids))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id).cloned());
    Ok(entries
        .into_iter()
        .map(|entry| Entry {
            actor: name(entry.actor_id),
            subject: name(entry.subject_id),
            entry,
        })
        .collect())
}
