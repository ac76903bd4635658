//! Changing what is planned already: a class session moves or is cancelled, a cohort gets other words,
//! dates, courses or rules.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    classroom::{MarkEntry, Method},
    events::{ClassFacts, Event},
    identity::Role,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    marks,
    new_cohort::{self, CohortFields},
    sessions::{self, NewSession},
    tables::{attendance_mark, class_session, cohort, cohort_course, early_scan, enrolment},
    teachers,
};
use crate::{
    Actor, Error, Result, Services,
    above::News,
    db,
    identity::{audit, enrolment::running_at},
};

/// Whether somebody has come to a class session.
async fn has_come(tx: &DatabaseTransaction, session: Uuid) -> Result<bool> {
    let rows = marks::latest_rows(tx, session).await?;
    Ok(rows
        .values()
        .filter_map(|row| row.mark.mark())
        .any(super::was_there))
}

/// Changes day, times, place and topic of a class session. A class that somebody came to is not moved
/// into the future; one that nobody came to is open again there. For staff.
pub async fn change_session(actor: &Actor, services: &Services, id: Uuid, new: NewSession) -> Result<()> {
    let (session, cohort) = sessions::get(actor, services, id).await?;
    let (from, to) = sessions::times(services, &new)?;
    let place = sessions::place(&new, &cohort).to_owned();
    let topic = new.topic.trim().to_owned();
    let tx = services.db.begin().await?;
    let session = db::lock::<class_session::Entity>(&tx, session.id).await?;
    if from > db::now() && from != session.starts_at && has_come(&tx, id).await? {
        return Err(Error::field(
            "date",
            "もう出席した人がいるので、これからの日には動かせません。",
            "Somebody has come to this class already, so it cannot be moved into the future.",
        ));
    }
    let moment = |at: DateTime<Utc>| {
        let local = at.with_timezone(&services.config.zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    let another_day = local_day(services, session.starts_at) != local_day(services, from);
    let changes: Vec<String> = [
        (moment(session.starts_at), moment(from)),
        (moment(session.ends_at), moment(to)),
        (session.place.clone(), place.clone()),
        (session.topic.clone(), topic.clone()),
    ]
    .into_iter()
    .filter(|(old, new)| old != new)
    .map(|(old, new)| format!("{old} → {new}"))
    .collect();
    if changes.is_empty() {
        return Ok(());
    }
    if from != session.starts_at {
        // A code that was shown for the old time does not count for the new one.
        early_scan::Entity::delete_many()
            .filter(early_scan::Column::ClassSessionId.eq(id))
            .filter(early_scan::Column::SettledAt.is_null())
            .exec(&tx)
            .await?;
    }
    if another_day {
        take_back_notices(&tx, actor, id).await?;
    }
    let moved = from != session.starts_at || to != session.ends_at || place != session.place;
    let told = Event::ClassMoved {
        session: id,
        learners: learners(&tx, session.cohort_id).await?,
        from: facts(&session),
        to: ClassFacts {
            starts_at: from,
            ends_at: to,
            place: place.clone(),
        },
    };
    // Only what is still to come, or was, is news: a correction of last week's class is none.
    let is_news = moved && session.cancelled_at.is_none() && session.ends_at.max(to) > db::now();
    let mut session = session.into_active_model();
    if from > db::now() {
        // A class that is still to come is not over.
        session.closed_at = Set(None);
    }
    session.starts_at = Set(from);
    session.ends_at = Set(to);
    session.place = Set(place);
    session.topic = Set(topic);
    session.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "class_session.changed",
        Some(id),
        changes.join(", "),
    )
    .await?;
    let news = match is_news {
        true => (services.above.notify)(&tx, Some(actor.id), &told).await?,
        false => News::default(),
    };
    tx.commit().await?;
    news.arrived(services);
    services.live.tell(id);
    Ok(())
}

/// Who belongs to a cohort now.
async fn learners(tx: &DatabaseTransaction, cohort: Uuid) -> Result<Vec<Uuid>> {
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(running_at(db::now()))
        .all(tx)
        .await?
        .into_iter()
        .map(|place| place.person_id)
        .collect())
}

fn facts(session: &class_session::Model) -> ClassFacts {
    ClassFacts {
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        place: session.place.clone(),
    }
}

fn local_day(services: &Services, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&services.config.zone).date_naive()
}

/// Whoever told in advance of not coming told it of another day: that counts no more.
async fn take_back_notices(tx: &DatabaseTransaction, actor: &Actor, session: Uuid) -> Result<()> {
    let rows = marks::latest_rows(tx, session).await?;
    let told = rows
        .into_values()
        .filter(|row| row.method == Method::Notice && row.mark != MarkEntry::TakenBack);
    for row in told {
        let back = attendance_mark::Model {
            id: Uuid::now_v7(),
            mark: MarkEntry::TakenBack,
            previous: row.mark.mark(),
            method: Method::RollCall,
            set_by: actor.id,
            set_at: db::now(),
            ..row
        };
        back.into_active_model().insert(tx).await?;
    }
    Ok(())
}

/// Notes that a class does not take place, and what learners are told. It counts for nobody's
/// attendance. Refused once somebody has come. For staff.
pub async fn cancel(actor: &Actor, services: &Services, id: Uuid, because: &str) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    let session = db::lock::<class_session::Entity>(&tx, id).await?;
    if session.cancelled_at.is_some() {
        return Ok(());
    }
    if has_come(&tx, id).await? {
        return Err(Error::refused(
            "もう出席した人がいるので、休講にできません。",
            "Somebody has come to this class already, so it cannot be cancelled.",
        ));
    }
    let because = because.trim().to_owned();
    let told = Event::ClassCancelled {
        session: id,
        learners: learners(&tx, session.cohort_id).await?,
        class: facts(&session),
        because: because.clone(),
    };
    let mut session = session.into_active_model();
    session.cancelled_at = Set(Some(db::now()));
    session.cancelled_because = Set(Some(because.clone()));
    session.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "class_session.cancelled", Some(id), because).await?;
    let news = (services.above.notify)(&tx, Some(actor.id), &told).await?;
    tx.commit().await?;
    news.arrived(services);
    services.live.tell(id);
    Ok(())
}

/// Takes a cancellation back: the class takes place. For staff.
pub async fn restore(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let tx = services.db.begin().await?;
    let session = db::lock::<class_session::Entity>(&tx, id).await?;
    if session.cancelled_at.is_none() {
        return Ok(());
    }
    let told = Event::ClassRestored {
        session: id,
        learners: learners(&tx, session.cohort_id).await?,
        class: facts(&session),
    };
    let mut session = session.into_active_model();
    session.cancelled_at = Set(None);
    session.cancelled_because = Set(None);
    session.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "class_session.restored", Some(id), "").await?;
    let news = (services.above.notify)(&tx, Some(actor.id), &told).await?;
    tx.commit().await?;
    news.arrived(services);
    services.live.tell(id);
    Ok(())
}

/// Changes a cohort. Its coming classes move to the new place where they were at the old one. For staff.
pub async fn change_cohort(
    actor: &Actor,
    services: &Services,
    id: Uuid,
    fields: &CohortFields,
) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let new = new_cohort::checked(services, fields)?;
    let tx = services.db.begin().await?;
    let cohort = db::lock::<cohort::Entity>(&tx, id).await?;
    if new.place != cohort.place {
        class_session::Entity::update_many()
            .col_expr(class_session::Column::Place, Expr::value(new.place.clone()))
            .filter(class_session::Column::CohortId.eq(id))
            .filter(class_session::Column::Place.eq(cohort.place.as_str()))
            .filter(class_session::Column::StartsAt.gt(db::now()))
            .exec(&tx)
            .await?;
    }
    let mut cohort = cohort.into_active_model();
    cohort.name = Set(new.name.clone());
    cohort.place = Set(new.place);
    cohort.starts_on = Set(new.starts_on);
    cohort.ends_on = Set(new.ends_on);
    cohort.late_weight = Set(new.late_weight);
    cohort.exclude_excused = Set(new.exclude_excused);
    cohort.update(&tx).await?;
    // A course that is not live at present could not be chosen; it stays the cohort's.
    let old = cohort_course::Entity::find()
        .filter(cohort_course::Column::CohortId.eq(id))
        .order_by_asc(cohort_course::Column::Position)
        .all(&tx)
        .await?;
    let away = old.into_iter().map(|row| row.course_id);
    let away = away.filter(|course| services.catalog.course(course).is_err());
    let courses = new.courses.into_iter().chain(away).collect();
    cohort_course::Entity::delete_many()
        .filter(cohort_course::Column::CohortId.eq(id))
        .exec(&tx)
        .await?;
    new_cohort::take_courses(&tx, id, courses).await?;
    teachers::set(&tx, actor, id, &new.teachers).await?;
    let detail = format!(
        "{}: {} – {}, late {}, excused {}",
        new.name,
        new.starts_on,
        new.ends_on,
        new.late_weight,
        if new.exclude_excused {
            "left out"
        } else {
            "counted"
        },
    );
    audit::record(&tx, Some(actor.id), "cohort.changed", Some(id), detail).await?;
    tx.commit().await?;
    Ok(())
}
