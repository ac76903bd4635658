//! Writing notices: in the transaction of what they tell, so that neither is there without the other.

use std::collections::HashMap;

use domain::{
    events::Event,
    notices::{About, notices},
};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::tables::notice;
use crate::{Result, above::News, db};

/// Writes the notices of an event that `by` has done. Unread notices about the same thing that the new
/// one overtakes give way to it: whoever moved a class twice is read once, and the reader hears where it
/// was when they last knew.
pub(crate) async fn write(tx: &DatabaseTransaction, by: Option<Uuid>, event: &Event) -> Result<News> {
    let all = notices(event, by);
    let Some(first) = all.first() else {
        return Ok(News::default());
    };
    let people: Vec<Uuid> = all.iter().map(|notice| notice.person).collect();
    let unread = Condition::all()
        .add(notice::Column::PersonId.is_in(people.iter().copied()))
        .add(notice::Column::SubjectId.eq(first.subject))
        .add(
            notice::Column::Kind.is_in(
                all.iter()
                    .flat_map(|notice| notice.kind.overtakes())
                    .map(|kind| kind.code()),
            ),
        )
        .add(notice::Column::ReadAt.is_null());
    let mut before: HashMap<(Uuid, String), About> = HashMap::new();
    for row in notice::Entity::find().filter(unread.clone()).all(tx).await? {
        before.insert((row.person_id, row.kind), serde_json::from_str(&row.about)?);
    }
    notice::Entity::delete_many().filter(unread).exec(tx).await?;
    let now = db::now();
    let mut rows = Vec::with_capacity(all.len());
    for mut it in all {
        let known = before.remove(&(it.person, it.kind.code().to_owned()));
        if let Some(from) = known.and_then(|about| about.from) {
            it.about.from = Some(from);
        }
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
