//! Showing a session to everybody, and calling it off.

use domain::{
    ids::InformationSessionId,
    outreach::{RegistrationState, SessionState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{
    COORDINATING,
    tables::{information_session, registration},
};
use crate::{Actor, Error, Result, Services, db, identity::audit};

/// Shows a draft to everybody. Again is harmless.
pub async fn publish(actor: &Actor, services: &Services, id: InformationSessionId) -> Result<()> {
    actor.require(COORDINATING)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<information_session::Entity>(&tx, id).await?;
    match row.state {
        SessionState::Published => return Ok(()),
        SessionState::Cancelled => {
            return Err(Error::refused(
                "中止した説明会です。写しをつくってください。",
                "This session was cancelled. Please make a copy of it.",
            ));
        }
        SessionState::Draft => {}
    }
    let title = row.title.clone();
    let mut row = row.into_active_model();
    row.state = Set(SessionState::Published);
    row.changed_at = Set(db::now());
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "information_session.published",
        Some(id.uuid()),
        title,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Calls a session off, with a word to everybody; those who registered are to be told. Again is harmless.
pub async fn cancel(
    actor: &Actor,
    services: &Services,
    id: InformationSessionId,
    because: &str,
) -> Result<()> {
    actor.require(COORDINATING)?;
    let because = because.trim();
    if because.is_empty() {
        return Err(Error::field(
            "because",
            "中止のわけを書いてください。",
            "Please write why.",
        ));
    }
    let tx = services.db.begin().await?;
    let row = db::lock::<information_session::Entity>(&tx, id).await?;
    if row.state == SessionState::Cancelled {
        return Ok(());
    }
    let (title, sequence) = (row.title.clone(), row.sequence);
    let mut row = row.into_active_model();
    row.state = Set(SessionState::Cancelled);
    row.cancelled_because = Set(because.to_owned());
    row.sequence = Set(sequence + 1);
    row.changed_at = Set(db::now());
    row.update(&tx).await?;
    everybody_is_to_be_told(&tx, id).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "information_session.cancelled",
        Some(id.uuid()),
        title,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// From now on nobody who wants to come knows how the session stands, until somebody tells.
pub(super) async fn everybody_is_to_be_told(
    tx: &DatabaseTransaction,
    id: InformationSessionId,
) -> Result<()> {
    registration::Entity::update_many()
        .set(registration::ActiveModel {
            told_at: Set(None),
            told_by: Set(None),
            ..Default::default()
        })
        .filter(registration::Column::SessionId.eq(id))
        .filter(registration::Column::State.is_in([
            RegistrationState::Registered,
            RegistrationState::Offered,
            RegistrationState::Waiting,
        ]))
        .exec(tx)
        .await?;
    Ok(())
}
