//! The audit trail: every change of rights, marks, decisions and disclosures.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Query,
};
use uuid::Uuid;

use super::{
    Actor, people,
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

/// How many entries a page of the trail has.
pub const PAGE: u64 = 100;
/// How many entries a saved file has at most.
pub const FILE: u64 = 10_000;

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those about this person or thing.
    pub subject: Option<Uuid>,
    /// Those whose action, detail or people have these words.
    pub search: String,
    /// Those older than this entry.
    pub before: Option<Uuid>,
    /// So many at most; 0 is [`PAGE`].
    pub most: u64,
}

/// The newest entries first. For administrators; everybody may read the entries about oneself.
pub async fn list(actor: &Actor, services: &Services, wanted: Wanted) -> Result<Vec<Entry>> {
    if wanted.subject != Some(actor.id) {
        actor.require(&[Role::Administrator])?;
    }
    let most = if wanted.most == 0 { PAGE } else { wanted.most };
    let mut query = audit_entry::Entity::find()
        .order_by_desc(audit_entry::Column::Id)
        .limit(most);
    if let Some(subject) = wanted.subject {
        query = query.filter(audit_entry::Column::SubjectId.eq(subject));
    }
    if let Some(before) = wanted.before {
        query = query.filter(audit_entry::Column::Id.lt(before));
    }
    let search = wanted.search.trim();
    if !search.is_empty() {
        let people = || {
            Query::select()
                .column(person::Column::Id)
                .from(person::Entity)
                .and_where(person::Column::Name.contains(search))
                .take()
        };
        query = query.filter(
            Condition::any()
                .add(audit_entry::Column::Action.contains(search))
                .add(audit_entry::Column::Detail.contains(search))
                .add(audit_entry::Column::ActorId.in_subquery(people()))
                .add(audit_entry::Column::SubjectId.in_subquery(people())),
        );
    }
    let entries = query.all(services.db.read()).await?;
    let ids = entries.iter().flat_map(|e| [e.actor_id, e.subject_id]);
    let names = people::names(services, ids.flatten()).await?;
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
