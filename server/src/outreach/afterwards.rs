//! After a session: calling those who did not come, and letting those who want to begin to learn.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    identity::Role,
    ids::{RegistrationCallId, RegistrationId},
    outreach::{CallOutcome, TapKind},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    COORDINATING,
    tables::{reception_tap, registration, registration_call},
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{
        invitations::{self, Invited},
        people,
        tables::invitation,
    },
};

/// Selects the ids of registrations whose party came: by a tap that was not taken back.
pub(super) fn came() -> SelectStatement {
    let taken_back = reception_tap::Entity::find()
        .select_only()
        .column(reception_tap::Column::TakesBack)
        .filter(reception_tap::Column::TakesBack.is_not_null())
        .into_query();
    reception_tap::Entity::find()
        .select_only()
        .column(reception_tap::Column::RegistrationId)
        .filter(reception_tap::Column::Kind.eq(TapKind::Came))
        .filter(reception_tap::Column::Id.not_in_subquery(taken_back))
        .into_query()
}

/// Selects the ids of registrations about which somebody was spoken to.
pub(super) fn spoken_to() -> SelectStatement {
    registration_call::Entity::find()
        .select_only()
        .column(registration_call::Column::RegistrationId)
        .filter(registration_call::Column::Outcome.ne(CallOutcome::NoAnswer))
        .into_query()
}

/// How often somebody was called, and what came of the last call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// How often.
    pub count: u32,
    /// The last one.
    pub last: Option<(CallOutcome, DateTime<Utc>)>,
}

/// The calls about these registrations.
pub(super) async fn calls_of<C: ConnectionTrait>(
    db: &C,
    registrations: &[RegistrationId],
) -> Result<HashMap<RegistrationId, Calls>> {
    let rows = registration_call::Entity::find()
        .filter(registration_call::Column::RegistrationId.is_in(registrations.iter().copied()))
        .order_by_asc(registration_call::Column::At)
        .order_by_asc(registration_call::Column::Id)
        .all(db)
        .await?;
    let mut calls: HashMap<RegistrationId, Calls> = HashMap::new();
    for row in rows {
        let of = calls.entry(row.registration_id).or_default();
        of.count += 1;
        of.last = Some((row.outcome, row.at));
    }
    Ok(calls)
}

/// A call with the name of who made it.
#[derive(Clone, Debug)]
pub struct CallRow {
    /// As stored.
    pub call: registration_call::Model,
    /// Who called.
    pub by: String,
}

/// The calls about a registration, the newest first. For those who hold sessions.
pub async fn calls(actor: &Actor, services: &Services, id: RegistrationId) -> Result<Vec<CallRow>> {
    actor.require(COORDINATING)?;
    let rows = registration_call::Entity::find()
        .filter(registration_call::Column::RegistrationId.eq(id))
        .order_by_desc(registration_call::Column::Id)
        .all(services.db.read())
        .await?;
    let names = people::names(services, rows.iter().map(|row| row.by_person)).await?;
    Ok(rows
        .into_iter()
        .map(|call| CallRow {
            by: names.get(&call.by_person).cloned().unwrap_or_default(),
            call,
        })
        .collect())
}

/// What the form of a call sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallForm {
    /// What came of it.
    #[serde(deserialize_with = "crate::forms::chosen")]
    pub outcome: Option<CallOutcome>,
    /// What was said.
    pub note: String,
}

/// Writes down a call under the form's key: sent twice, it is written once. For those who hold sessions.
pub async fn record(
    actor: &Actor,
    services: &Services,
    key: RegistrationCallId,
    id: RegistrationId,
    form: &CallForm,
) -> Result<()> {
    actor.require(COORDINATING)?;
    let mut problems = Problems::new();
    if form.outcome.is_none() {
        problems.add(
            "outcome",
            "どうだったかを選んでください。",
            "Please choose what came of it.",
        );
    }
    problems.at_most("note", &form.note, 1_000);
    problems.done()?;
    let Some(outcome) = form.outcome else {
        return Ok(());
    };
    let tx = services.db.begin().await?;
    let known = db::lock::<registration::Entity>(&tx, id).await?;
    if known.removed_at.is_some() {
        return Err(Error::NotFound);
    }
    let row = registration_call::Model {
        id: key,
        registration_id: id,
        outcome,
        note: form.note.trim().to_owned(),
        by_person: actor.id,
        at: db::now(),
    };
    db::insert_new(&tx, vec![row.into_active_model()], registration_call::Column::Id).await?;
    Ok(tx.commit().await?)
}

/// "Begin to learn": makes an invitation with all that is known of a party's first person, and gives its
/// link. Pressed again, the person gets another link for the same invitation. For those who hold sessions.
pub async fn begin(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    id: RegistrationId,
) -> Result<(String, String)> {
    actor.require(COORDINATING)?;
    let row = registration::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .filter(|row| row.removed_at.is_none())
        .ok_or(Error::NotFound)?;
    let invited = Invited {
        name: row.name.clone(),
        roles: vec![Role::Learner],
        reading: row.reading.clone(),
        mail: row.mail.clone(),
    };
    let earlier = match row.invitation_id {
        Some(id) => invitation::Entity::find_by_id(id).one(services.db.read()).await?,
        None => None,
    };
    if earlier.as_ref().is_some_and(|earlier| earlier.used_at.is_some()) {
        return Err(Error::refused(
            "この人は、もう学びはじめています。",
            "This person has begun to learn already.",
        ));
    }
    // One's own open invitation gets another link; a colleague's, or one that ran out, a successor.
    let own = earlier.filter(|it| it.created_by == Some(actor.id) && it.expires_at > db::now());
    let invitation = own.map_or(key, |own| own.id);
    let path = invitations::invite(actor, services, invitation, &invited, None).await?;
    let tx = services.db.begin().await?;
    let locked = db::lock::<registration::Entity>(&tx, id).await?;
    if locked.invitation_id != row.invitation_id && locked.invitation_id != Some(invitation) {
        return Err(Error::refused(
            "ちょうど、ほかの人が招待をつくりました。ページを開きなおしてください。",
            "A colleague has just made the invitation. Please open the page anew.",
        ));
    }
    let mut locked = locked.into_active_model();
    locked.invitation_id = Set(Some(invitation));
    locked.update(&tx).await?;
    tx.commit().await?;
    Ok((invited.name, path))
}
