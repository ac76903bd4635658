//! What people decide about what waits: to see it later, or to hand it over to a colleague. What is put off is
//! looked at again on its day: if it waits no more, it is not in the list.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use domain::{
    Lang,
    home::TodoKind,
    identity::{Role, policy::Field},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    gather,
    tables::{todo_handover, todo_snooze},
    thing::Todo,
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{
        people, reading,
        tables::{person, person_role},
    },
};

/// A thing can be put off for so many days.
pub const MOST_DAYS: u64 = 60;

/// What is decided about things, by kind and thing.
#[derive(Default)]
pub(super) struct Decided {
    /// Until when.
    pub put_off: BTreeMap<(TodoKind, String), NaiveDate>,
    /// What the acting person handed over, and to whom.
    pub handed: BTreeMap<(TodoKind, String), String>,
    /// What was handed over to the acting person, and by whom.
    pub received: BTreeMap<(TodoKind, String), String>,
}

impl Decided {
    pub(super) async fn of(actor: &Actor, services: &Services) -> Result<Decided> {
        let db = services.db.read();
        let put_off = todo_snooze::Entity::find()
            .filter(todo_snooze::Column::PersonId.eq(actor.id))
            .filter(todo_snooze::Column::Until.gt(services.config.today()))
            .all(db)
            .await?
            .into_iter()
            .map(|row| ((row.kind, row.thing), row.until))
            .collect();
        let handovers = todo_handover::Entity::find()
            .filter(
                Condition::any()
                    .add(todo_handover::Column::ToPerson.eq(actor.id))
                    .add(todo_handover::Column::FromPerson.eq(actor.id)),
            )
            .all(db)
            .await?;
        // What was handed to somebody who is not here any more comes back.
        let others = handovers.iter().flat_map(|row| [row.to_person, row.from_person]);
        let names: HashMap<Uuid, String> = person::Entity::find()
            .filter(person::Column::Id.is_in(others))
            .filter(people::here())
            .all(db)
            .await?
            .into_iter()
            .map(|person| (person.id, person.name))
            .collect();
        let mut decided = Decided {
            put_off,
            ..Decided::default()
        };
        for row in handovers {
            let key = (row.kind, row.thing);
            // Handed on, it is not here any more.
            if row.to_person == actor.id {
                let from = names.get(&row.from_person).cloned().unwrap_or_default();
                decided.received.insert(key, from);
            } else if let Some(to) = names.get(&row.to_person) {
                decided.handed.insert(key, to.clone());
            }
        }
        Ok(decided)
    }
}

/// A thing that waits for the acting person, whatever was decided about it; not found where it waits no more.
pub async fn find(
    actor: &Actor,
    services: &Services,
    lang: Lang,
    kind: TodoKind,
    thing: &str,
) -> Result<Todo> {
    actor.require(kind.roles())?;
    gather::of_kind(actor, services, lang, kind)
        .await?
        .things
        .into_iter()
        .find(|it| it.thing == thing)
        .ok_or(Error::NotFound)
}

/// Shows a thing again on a day, and not before. From tomorrow on; putting off again changes the day.
pub async fn put_off(
    actor: &Actor,
    services: &Services,
    kind: TodoKind,
    thing: &str,
    until: &str,
) -> Result<()> {
    let mut problems = Problems::new();
    let until = problems.date("until", until);
    problems.done()?;
    let today = services.config.today();
    let last = today.checked_add_days(Days::new(MOST_DAYS)).unwrap_or(today);
    if until <= today || until > last {
        return Err(Error::field(
            "until",
            format!("あしたから {last} までの日を選んでください。"),
            format!("Please choose a day from tomorrow to {last}."),
        ));
    }
    find(actor, services, actor.lang, kind, thing).await?;
    let row = todo_snooze::Model {
        person_id: actor.id,
        kind,
        thing: thing.to_owned(),
        until,
        at: db::now(),
    };
    todo_snooze::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([
                todo_snooze::Column::PersonId,
                todo_snooze::Column::Kind,
                todo_snooze::Column::Thing,
            ])
            .update_columns([todo_snooze::Column::Until, todo_snooze::Column::At])
            .to_owned(),
        )
        .exec_without_returning(services.db.write())
        .await?;
    Ok(())
}

/// Takes back what the acting person decided about a thing: it waits for that person again. Again is harmless.
pub async fn take_back(actor: &Actor, services: &Services, kind: TodoKind, thing: &str) -> Result<()> {
    actor.require(kind.roles())?;
    let tx = services.db.begin().await?;
    todo_snooze::Entity::delete_by_id((actor.id, kind, thing.to_owned()))
        .exec(&tx)
        .await?;
    todo_handover::Entity::delete_many()
        .filter(todo_handover::Column::Kind.eq(kind))
        .filter(todo_handover::Column::Thing.eq(thing))
        .filter(todo_handover::Column::FromPerson.eq(actor.id))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// To whom the acting person can hand over a thing: colleagues whose it is, too.
pub async fn colleagues(actor: &Actor, services: &Services, todo: &Todo) -> Result<Vec<(Uuid, String)>> {
    actor.require(todo.kind.roles())?;
    let db = services.db.read();
    let roles = person_role::Entity::find()
        .filter(person_role::Column::Role.is_in(todo.kind.roles().iter().copied()))
        .filter(person_role::Column::PersonId.ne(actor.id))
        .all(db)
        .await?;
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(roles.iter().map(|row| row.person_id)))
        .filter(people::here())
        .order_by_asc(people::by_name())
        .all(db)
        .await?;
    let mut able = Vec::new();
    for it in people {
        if Some(it.id) == todo.person || todo.barred.contains(&it.id) {
            continue;
        }
        let held = roles.iter().filter(|row| row.person_id == it.id);
        if may(services, todo, it.id, held.map(|row| row.role).collect()).await? {
            able.push((it.id, it.name));
        }
    }
    Ok(able)
}

/// Whether somebody with these roles may look at what a thing is about. What instructors read of their own
/// learners alone is asked of the policy; all else follows from the roles.
async fn may(services: &Services, todo: &Todo, colleague: Uuid, roles: Vec<Role>) -> Result<bool> {
    let field = match todo.kind {
        TodoKind::Grading => Field::HandedIn,
        TodoKind::Stuck => Field::Progress,
        TodoKind::Incident
        | TodoKind::Help
        | TodoKind::Answer
        | TodoKind::Appeal
        | TodoKind::Call
        | TodoKind::Enquiry
        | TodoKind::Consent
        | TodoKind::FollowUp
        | TodoKind::DataRequest
        | TodoKind::Kit
        | TodoKind::CallBack
        | TodoKind::Signature
        | TodoKind::ConsentEnds
        | TodoKind::Opening => return Ok(true),
    };
    let Some(person) = todo.person else {
        return Ok(true);
    };
    let as_colleague = Actor {
        id: colleague,
        sign_in: Uuid::nil(),
        name: String::new(),
        roles,
        lang: Lang::default(),
    };
    reading::may(&as_colleague, services, person, field).await
}

/// Hands a thing over to a colleague, who sees from whom. Refused where the colleague could not do it.
pub async fn hand_over(
    actor: &Actor,
    services: &Services,
    kind: TodoKind,
    thing: &str,
    to: Uuid,
) -> Result<()> {
    let todo = find(actor, services, actor.lang, kind, thing).await?;
    let able = colleagues(actor, services, &todo).await?;
    if !able.iter().any(|(id, _)| *id == to) {
        return Err(Error::field(
            "colleague",
            "この人は、この仕事を見られません。ほかの人を選んでください。",
            "This person cannot see it. Please choose somebody else.",
        ));
    }
    let row = todo_handover::Model {
        kind,
        thing: thing.to_owned(),
        to_person: to,
        from_person: actor.id,
        at: db::now(),
    };
    let tx = services.db.begin().await?;
    // Both hold still: of two who hand the same thing to one another, the second finds it with the first.
    for id in [actor.id.min(to), actor.id.max(to)] {
        db::lock::<person::Entity>(&tx, id).await?;
    }
    // What comes back is not handed over any more, nor put off.
    todo_handover::Entity::delete_by_id((kind, thing.to_owned(), to))
        .exec(&tx)
        .await?;
    todo_snooze::Entity::delete_by_id((to, kind, thing.to_owned()))
        .exec(&tx)
        .await?;
    todo_handover::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([
                todo_handover::Column::Kind,
                todo_handover::Column::Thing,
                todo_handover::Column::FromPerson,
            ])
            .update_columns([todo_handover::Column::ToPerson, todo_handover::Column::At])
            .to_owned(),
        )
        .exec_without_returning(&tx)
        .await?;
    Ok(tx.commit().await?)
}
