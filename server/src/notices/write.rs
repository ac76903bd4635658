//! Writing notices: in the transaction of what they tell, so that neither is there without the other.

use domain::{events::Event, notices::notices};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::tables::notice;
use crate::{Result, above::News, db};

/// Writes the notices of an event that `by` has done. An unread notice of the same kind about the same
/// thing gives way to the new one: whoever moved a class twice is read once.
pub(crate) async fn write(tx: &DatabaseTransaction, by: Option<Uuid>, event: &Event) -> Result<News> {
    let all = notices(event, by);
    let Some(first) = all.first() else {
        return Ok(News::default());
    };
    let people: Vec<Uuid> = all.iter().map(|notice| notice.person).collect();
    notice::Entity::delete_many()
        .filter(notice::Column::PersonId.is_in(people.iter().copied()))
        .filter(notice::Column::SubjectId.eq(first.subject))
        .filter(notice::Column::Kind.is_in(all.iter().map(|notice| notice.kind.code())))
        .filter(notice::Column::ReadAt.is_null())
        .exec(tx)
        .await?;
    let now = db::now();
    let mut rows = Vec::with_capacity(all.len());
    for it in all {
        let row = notice::Model {
            id: Uuid::now_v7(),
            person_id: it.person,
            kind: it.kind.code().to_owned(),
            subject_id: it.subject,
            link: it.link,
            about: serde_json::to_string(&it.about)?,
            created_at: now,
            read_at: None,
        };
        rows.push(row.into_active_model());
    }
    notice::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(News(people))
}
