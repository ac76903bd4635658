//! What is to be done in the demo: the administrator has handed one thing over to the coordinator, who has
//! put off another.

use chrono::Days;
use domain::{home::TodoKind, matching::Answer};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::{cast::ADMINISTRATOR, classes::People};
use crate::{
    Result, Services, db,
    home::todo::tables::{todo_handover, todo_snooze},
    identity::tables::person,
    matching::tables::referral,
};

/// Writes both.
pub(super) async fn write(services: &Services, people: &People) -> Result<()> {
    let (today, now) = (services.config.today(), db::now());
    let newest = async |answer: Answer| {
        referral::Entity::find()
            .filter(referral::Column::Answer.eq(answer))
            .order_by_desc(referral::Column::AnsweredAt)
            .one(services.db.read())
            .await
    };
    let administrator = person::Entity::find()
        .filter(person::Column::Email.eq(ADMINISTRATOR.sign_in))
        .one(services.db.read())
        .await?;
    if let (Some(wanted), Some(administrator)) = (newest(Answer::Yes).await?, administrator) {
        let row = todo_handover::Model {
            kind: TodoKind::Answer,
            thing: wanted.id.to_string(),
            from_person: administrator.id,
            to_person: people.coordinator,
            at: now,
        };
        row.into_active_model().insert(services.db.write()).await?;
    }
    if let Some(talk) = newest(Answer::Talk).await? {
        let row = todo_snooze::Model {
            person_id: people.coordinator,
            kind: TodoKind::Answer,
            thing: talk.id.to_string(),
            until: today.checked_add_days(Days::new(3)).unwrap_or(today),
            at: now,
        };
        row.into_active_model().insert(services.db.write()).await?;
    }
    Ok(())
}
