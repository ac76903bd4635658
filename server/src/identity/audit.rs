//! The audit trail: every change of rights, marks, decisions and disclosures, every sign-in, every list that
//! was saved as a file, and the reading of what is sensitive (`reading`).

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Actor, people,
    tables::{audit_entry, person},
};
use crate::{
    Result, Services,
    db::{
        self,
        list::{self, ListPage, ListQuery, Order, Sort, SortKey},
    },
};

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

/// Notes that the acting person saved a list as a file; `address` says which, and what was searched for.
pub async fn exported(actor: &Actor, services: &Services, address: &str) -> Result<()> {
    let address: String = address.chars().take(ADDRESS).collect();
    record(services.db.write(), Some(actor.id), "export.taken", None, address).await
}

/// How many letters of an address are kept.
const ADDRESS: usize = 300;

/// An entry with the names of the people in it.
pub struct Entry {
    /// The entry as stored.
    pub entry: audit_entry::Model,
    /// Who acted; none for the system itself.
    pub actor: Option<String>,
    /// The person concerned, when it is one.
    pub subject: Option<String>,
}

/// Which entries are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those about this person or thing.
    pub subject: Option<Uuid>,
}

domain::coded_enum! {
    /// What the trail is sorted by.
    pub enum AuditSort {
        /// The time: ids are made in its order.
        Time = "time",
    }
}

impl Sort for AuditSort {
    const USUAL: Order<Self> = Order::down(AuditSort::Time);
}

impl SortKey for AuditSort {
    fn key(self) -> Expr {
        match self {
            AuditSort::Time => audit_entry::Column::Id.into_expr(),
        }
    }
}

/// The entries, searched by action, detail and the names of people. For administrators; everybody may
/// read the entries about oneself.
pub async fn list(
    actor: &Actor,
    services: &Services,
    query: &ListQuery<Wanted, AuditSort>,
) -> Result<ListPage<Entry>> {
    let subject = query.filter.subject;
    if subject != Some(actor.id) {
        actor.require(&[Role::Administrator])?;
    }
    let search = &query.search;
    let mut condition =
        Condition::all().add_option(subject.map(|subject| audit_entry::Column::SubjectId.eq(subject)));
    if !search.is_empty() {
        let people = || {
            Query::select()
                .column(person::Column::Id)
                .from(person::Entity)
                .cond_where(people::named(search))
                .take()
        };
        let texts = [audit_entry::Column::Action, audit_entry::Column::Detail];
        condition = condition.add(
            Condition::any()
                .add(list::contains(search, texts.map(|text| text.into_expr())))
                .add(audit_entry::Column::ActorId.in_subquery(people()))
                .add(audit_entry::Column::SubjectId.in_subquery(people())),
        );
    }
    let found = list::page(services.db.read(), audit_entry::Entity::find(), condition, query).await?;
    let ids = found.rows.iter().flat_map(|e| [e.actor_id, e.subject_id]);
    let names = people::names(services, ids.flatten()).await?;
    let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id).cloned());
    Ok(found.with(|entries| {
        entries
            .into_iter()
            .map(|entry| Entry {
                actor: name(entry.actor_id),
                subject: name(entry.subject_id),
                entry,
            })
            .collect()
    }))
}
