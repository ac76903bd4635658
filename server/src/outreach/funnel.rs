//! How far those who registered for a session came: to the session, to the first lesson, to readiness, to
//! work.

use std::collections::HashSet;

use domain::{
    ids::{InformationSessionId, RegistrationId},
    outreach::{Funnel, FunnelStep, RegistrationState},
    readiness::Verdict,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{COORDINATING, afterwards, tables::registration};
use crate::{
    Actor, Result, Services, identity::tables::invitation, matching::tables::placement,
    readiness::tables::decision,
};

/// The funnel of a session. For those who hold it.
pub async fn of_session(actor: &Actor, services: &Services, session: InformationSessionId) -> Result<Funnel> {
    actor.require(COORDINATING)?;
    let db = services.db.read();
    let rows: Vec<(RegistrationId, Option<Uuid>)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .column(registration::Column::InvitationId)
        .filter(registration::Column::SessionId.eq(session))
        .filter(registration::Column::State.is_in([
            RegistrationState::Registered,
            RegistrationState::Offered,
            RegistrationState::Waiting,
        ]))
        .into_tuple()
        .all(db)
        .await?;
    let came: HashSet<RegistrationId> = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::SessionId.eq(session))
        .filter(registration::Column::Id.in_subquery(afterwards::came()))
        .into_tuple::<RegistrationId>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let used: Vec<(Uuid, Option<Uuid>)> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .column(invitation::Column::UsedBy)
        .filter(invitation::Column::Id.is_in(rows.iter().filter_map(|(_, invitation)| *invitation)))
        .filter(invitation::Column::UsedBy.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let learners: Vec<Uuid> = used.iter().filter_map(|(_, person)| *person).collect();
    let ready: HashSet<Uuid> = decision::Entity::find()
        .select_only()
        .column(decision::Column::PersonId)
        .filter(decision::Column::PersonId.is_in(learners.iter().copied()))
        .filter(decision::Column::Verdict.is_in([Verdict::Ready.code(), Verdict::ReadyByOverride.code()]))
        .into_tuple::<Uuid>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let placed: HashSet<Uuid> = placement::Entity::find()
        .select_only()
        .column(placement::Column::PersonId)
        .filter(placement::Column::PersonId.is_in(learners.iter().copied()))
        .into_tuple::<Uuid>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let mut funnel = Funnel::default();
    for (id, invitation) in rows {
        let person = invitation.and_then(|invitation| {
            used.iter()
                .find(|(used, _)| *used == invitation)
                .and_then(|(_, person)| *person)
        });
        let reached = [
            (FunnelStep::Attended, came.contains(&id)),
            (FunnelStep::Enrolled, person.is_some()),
            (
                FunnelStep::Ready,
                person.is_some_and(|person| ready.contains(&person)),
            ),
            (
                FunnelStep::Placed,
                person.is_some_and(|person| placed.contains(&person)),
            ),
        ];
        let reached: Vec<FunnelStep> = reached
            .into_iter()
            .filter_map(|(step, has)| has.then_some(step))
            .collect();
        funnel.add(&reached);
    }
    Ok(funnel)
}
