//! The first working day: a placement comes from a referral that was answered with yes, and brings
//! its follow-ups with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    care::due_dates,
    identity::Role,
    matching::{Answer, at_work},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::tables::{follow_up, placement};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, tables::person},
    matching::{
        consents,
        openings::{self, Terms},
        tables::{consent, opening, referral},
    },
};

/// The job a person has, or is about to begin: the placement, what the job is called, and who offers
/// it. For other services and for pages that have asked who may see it.
pub async fn placement_of(
    services: &Services,
    person: Uuid,
) -> Result<Option<(placement::Model, String, String)>> {
    let today = services.config.today();
    let rows = placement::Entity::find()
        .filter(placement::Column::PersonId.eq(person))
        .order_by_desc(placement::Column::StartsOn)
        .order_by_desc(placement::Column::Id)
        .all(services.db.read())
        .await?;
    let Some(row) = rows.into_iter().find(|row| at_work(row.ended_on, today)) else {
        return Ok(None);
    };
    let (title, employer) = openings::named(services, vec![row.opening_id])
        .await?
        .remove(&row.opening_id)
        .unwrap_or_default();
    Ok(Some((row, title, employer)))
}

/// Starts the work that a referral led to, on a day; gives the placement. For those who match.
pub async fn start(actor: &Actor, services: &Services, referral: Uuid, starts_on: &str) -> Result<Uuid> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let starts_on = problems.date("starts_on", starts_on);
    problems.done()?;
    let today = services.config.today();
    near(starts_on, today)?;
    let tx = services.db.begin().await?;
    let sent = db::lock::<referral::Entity>(&tx, referral).await?;
    actor.require_other(sent.person_id)?;
    if sent.answer != Some(Answer::Yes) {
        return Err(Error::refused(
            "会社が「お願いしたい」と答えてから始められます。",
            "Work can start once the company has answered yes.",
        ));
    }
    let consent = consent::Entity::find_by_id(sent.consent_id).one(&tx).await?;
    let Some(consent) = consent.filter(|consent| consent.withdrawn_at.is_none()) else {
        return Err(Error::refused(
            "本人が同意を取り消しています。先に、本人と話してください。",
            "The learner has withdrawn the consent. Please talk with the learner first.",
        ));
    };
    let opening = hold(&tx, sent.opening_id, sent.person_id).await?;
    let terms = Terms::stored(&opening)?;
    let changed = consent.terms.is_some_and(|agreed| agreed != terms);
    if changed
        && consents::holding(&tx, &opening, &[sent.person_id])
            .await?
            .is_empty()
    {
        return Err(Error::refused(
            "本人が同意したあとで、給料・場所・時間が変わりました。先に、新しい条件への同意を本人にお願いしてください。",
            "Pay, place or hours have changed since the learner agreed. Please ask the learner to agree to the new terms first.",
        ));
    }
    let known = placement::Entity::find()
        .filter(
            Condition::any()
                .add(placement::Column::OpeningId.eq(sent.opening_id))
                .add(placement::Column::PersonId.eq(sent.person_id)),
        )
        .all(&tx)
        .await?;
    if known.iter().any(|row| row.referral_id == Some(referral)) {
        return Err(Error::refused(
            "この仕事はもう始まっています。",
            "This work has been started already.",
        ));
    }
    has_room(&known, &opening, sent.person_id, starts_on)?;
    let row = placement::Model {
        id: Uuid::now_v7(),
        person_id: sent.person_id,
        opening_id: sent.opening_id,
        referral_id: Some(referral),
        starts_on,
        created_by: actor.id,
        created_at: db::now(),
        ended_on: None,
    };
    let id = row.id;
    row.into_active_model().insert(&tx).await?;
    insert_follow_ups(&tx, id, starts_on).await?;
    let detail = format!("{} {starts_on}", opening.title);
    audit::record(
        &tx,
        Some(actor.id),
        "placement.started",
        Some(sent.person_id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Holds an opening's seats and a person's time until the transaction ends: of two who place at once, the
/// second sees what the first did.
async fn hold(tx: &DatabaseTransaction, opening: Uuid, person: Uuid) -> Result<opening::Model> {
    let opening = db::lock::<opening::Entity>(tx, opening).await?;
    db::lock::<person::Entity>(tx, person).await?;
    Ok(opening)
}

/// A mistyped year is told at once.
fn near(starts_on: NaiveDate, today: NaiveDate) -> Result<()> {
    if (starts_on - today).num_days().abs() <= 366 {
        return Ok(());
    }
    Err(Error::field(
        "starts_on",
        "今日から前後 1 年のうちの日を選んでください。",
        "Please choose a day within a year of today.",
    ))
}

/// Refuses work from a day on for somebody who is at work elsewhere then, and where no seat is free.
/// `others` are the other placements of the person and of the opening.
fn has_room(
    others: &[placement::Model],
    opening: &opening::Model,
    person: Uuid,
    from: NaiveDate,
) -> Result<()> {
    let at_work = |row: &&placement::Model| at_work(row.ended_on, from);
    if others.iter().filter(at_work).any(|row| row.person_id == person) {
        return Err(Error::refused(
            "この人は、いま別の仕事をしています。先に、そちらを終わりにしてください。",
            "This person is at work elsewhere. Please end that placement first.",
        ));
    }
    let taken = others
        .iter()
        .filter(at_work)
        .filter(|row| row.opening_id == opening.id);
    if taken.count() >= usize::try_from(opening.seats).unwrap_or(0) {
        return Err(Error::refused(
            "この求人の席は全部うまっています。",
            "Every seat of this opening is taken.",
        ));
    }
    Ok(())
}

/// Corrects the first working day; the follow-ups move with it. For those who match.
pub async fn change_start(actor: &Actor, services: &Services, id: Uuid, starts_on: &str) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let starts_on = problems.date("starts_on", starts_on);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<placement::Entity>(&tx, id).await?;
    actor.require_other(row.person_id)?;
    near(starts_on, services.config.today()).or_else(|_| near(starts_on, row.starts_on))?;
    if row.ended_on.is_some_and(|ended| ended < starts_on) {
        return Err(Error::field(
            "starts_on",
            "終わりの日より前の日を選んでください。",
            "Please choose a day before the last working day.",
        ));
    }
    if row.starts_on == starts_on {
        return Ok(());
    }
    let due: BTreeMap<i32, NaiveDate> = due_dates(starts_on)
        .into_iter()
        .map(|(day, due_on)| (i32::try_from(day).unwrap_or(i32::MAX), due_on))
        .collect();
    for planned in follow_up::Entity::find()
        .filter(follow_up::Column::PlacementId.eq(id))
        .all(&tx)
        .await?
    {
        if let Some(due_on) = due.get(&planned.day) {
            let mut planned = planned.into_active_model();
            planned.due_on = Set(*due_on);
            planned.update(&tx).await?;
        }
    }
    let (person, detail) = (row.person_id, format!("{} → {starts_on}", row.starts_on));
    let mut row = row.into_active_model();
    row.starts_on = Set(starts_on);
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "placement.moved", Some(person), detail).await?;
    Ok(tx.commit().await?)
}

/// Takes the end of a placement back: the work goes on. Refused where the seat was given away or the
/// person has begun other work since. For those who match.
pub async fn resume(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<placement::Entity>(&tx, id).await?;
    actor.require_other(row.person_id)?;
    if row.ended_on.is_none() {
        return Ok(());
    }
    let opening = hold(&tx, row.opening_id, row.person_id).await?;
    let others = placement::Entity::find()
        .filter(placement::Column::Id.ne(id))
        .filter(
            Condition::any()
                .add(placement::Column::OpeningId.eq(row.opening_id))
                .add(placement::Column::PersonId.eq(row.person_id)),
        )
        .all(&tx)
        .await?;
    has_room(&others, &opening, row.person_id, services.config.today())?;
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.ended_on = Set(None);
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "placement.resumed",
        Some(person),
        opening.title,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Writes the plan's follow-ups of a placement.
pub(crate) async fn insert_follow_ups(
    tx: &sea_orm::DatabaseTransaction,
    placement: Uuid,
    starts_on: NaiveDate,
) -> Result<()> {
    let rows = due_dates(starts_on).into_iter().map(|(day, due_on)| {
        follow_up::Model {
            id: Uuid::now_v7(),
            placement_id: placement,
            day: i32::try_from(day).unwrap_or(i32::MAX),
            due_on,
        }
        .into_active_model()
    });
    follow_up::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Ends a placement on a day; its seat is free again, and later follow-ups fall away.
pub async fn end(actor: &Actor, services: &Services, id: Uuid, ended_on: &str) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let ended_on = problems.date("ended_on", ended_on);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<placement::Entity>(&tx, id).await?;
    actor.require_other(row.person_id)?;
    if ended_on < row.starts_on {
        return Err(Error::field(
            "ended_on",
            "始まりの日より後の日を選んでください。",
            "Please choose a day after the first working day.",
        ));
    }
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.ended_on = Set(Some(ended_on));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "placement.ended",
        Some(person),
        ended_on.to_string(),
    )
    .await?;
    Ok(tx.commit().await?)
}
