//! Withdrawing a course or rule whose source was removed: nothing else would ever take it away. What a source
//! still has is withdrawn there.

use domain::identity::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    plan::{self, Plan},
    publish::live_rows,
    tables::{course_source, live_item},
};
use crate::{Actor, Error, Result, Services, above, identity::audit};

/// What is live and has no source any more: kind (`course` or `rule`) and id. For those who teach.
pub async fn left(actor: &Actor, services: &Services) -> Result<Vec<(String, String)>> {
    actor.require(&Role::TEACHING)?;
    let removed = removed(services.db.read()).await?;
    let mut left: Vec<(String, String)> = live_rows(&services.db)
        .await?
        .into_iter()
        .filter(|row| row.kind != "glossary" && removed.contains(&row.source_id))
        .map(|row| (row.kind, row.item_id))
        .collect();
    left.sort();
    Ok(left)
}

/// What withdrawing it does, before it does. For those who teach.
pub async fn plan(actor: &Actor, services: &Services, kind: &str, id: &str) -> Result<Plan> {
    if !left(actor, services)
        .await?
        .iter()
        .any(|(k, i)| k == kind && i == id)
    {
        return Err(Error::NotFound);
    }
    let (mut courses, mut rules) = (above::Courses::new(), above::Rules::new());
    let mut found = Plan::default();
    if kind == "course" {
        let old = services.catalog.course(id).ok();
        found
            .courses
            .push(plan::course(services, id, old.as_deref(), None).await?);
        courses.insert(id.to_owned(), None);
    } else {
        found.rules.push(id.to_owned());
        rules.insert(id.to_owned(), None);
    }
    found.people = (services.above.people_changed)(services, &courses, &rules).await?;
    Ok(found)
}

/// Withdraws it: learners find it no more; attempts that are under way finish, and what was done stays. For
/// administrators. Refused where there is nothing to withdraw, as when it was done already.
pub async fn withdraw(actor: &Actor, services: &Services, kind: &str, id: &str) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let tx = services.db.begin().await?;
    let row = live_item::Entity::find_by_id((kind.to_owned(), id.to_owned()))
        .lock_exclusive()
        .one(&tx)
        .await?;
    let Some(row) = row else {
        return Err(Error::refused(
            "これは、公開されていません。",
            "This is not published.",
        ));
    };
    actor.require(&[Role::Administrator])?;
    if !removed(&tx).await?.contains(&row.source_id) {
        return Err(Error::refused(
            "これは、まだ教材の元にあります。元から消して、公開してください。",
            "Its source still has it. Remove it there, and publish.",
        ));
    }
    live_item::Entity::delete_by_id((row.kind, row.item_id))
        .exec(&tx)
        .await?;
    audit::record(
        &tx,
        Some(actor.id),
        "catalog.withdrawn",
        Some(row.source_id),
        format!("{kind} {id}"),
    )
    .await?;
    tx.commit().await?;
    services.catalog.reload(&services.db).await
}

/// The sources that were removed.
async fn removed(db: &impl sea_orm::ConnectionTrait) -> Result<Vec<Uuid>> {
    Ok(course_source::Entity::find()
        .filter(course_source::Column::RemovedAt.is_not_null())
        .all(db)
        .await?
        .into_iter()
        .map(|source| source.id)
        .collect())
}
