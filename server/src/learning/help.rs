//! 先生に聞く: a learner asks for help with one press, from the page that is hard; somebody who teaches
//! answers, and the learner reads it.

use domain::{events::Event, identity::Role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::tables::help_request;
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{people, tables::person},
};

/// How many requests of one learner may wait at the same time: enough, and not a flood.
const WAITING: u64 = 10;
/// How many lines a list shows.
const SHOWN: u64 = 200;

domain::coded_enum! {
    /// How far a request is.
    pub enum HelpState {
        /// Nobody has answered yet.
        Waiting = "waiting",
        /// There is an answer.
        Answered = "answered",
        /// Settled without an answer.
        Closed = "closed",
    }
}

impl HelpState {
    fn of(row: &help_request::Model) -> HelpState {
        if row.answered_at.is_some() {
            HelpState::Answered
        } else if row.closed_at.is_some() {
            HelpState::Closed
        } else {
            HelpState::Waiting
        }
    }
}

/// A request as pages show it.
#[derive(Clone, Debug)]
pub struct ShownRequest {
    /// As stored.
    pub row: help_request::Model,
    /// How far it is.
    pub state: HelpState,
    /// Who asked.
    pub asker: String,
    /// Who answered; empty while nobody has.
    pub answerer: String,
}

/// Asks for help from a page of this site; `message` may be empty. A request from the same page that
/// still waits is the same request, and gets the message. Gives its id.
pub async fn ask(actor: &Actor, services: &Services, page: &str, message: &str, key: Uuid) -> Result<Uuid> {
    actor.require(&[Role::Learner])?;
    let (page, message): (String, String) = (page.chars().take(300).collect(), message.trim().to_owned());
    let tx = services.db.begin().await?;
    // One at a time for each learner: of many at once, each sees those before it.
    db::lock::<person::Entity>(&tx, actor.id).await?;
    let mine = help_request::Entity::find()
        .filter(help_request::Column::PersonId.eq(actor.id))
        .filter(help_request::Column::AnsweredAt.is_null())
        .filter(help_request::Column::ClosedAt.is_null());
    let same = mine
        .clone()
        .filter(help_request::Column::Page.eq(page.as_str()))
        .one(&tx)
        .await?;
    if let Some(row) = same {
        let id = row.id;
        if !message.is_empty() {
            let mut row = row.into_active_model();
            row.message = Set(message);
            row.update(&tx).await?;
        }
        tx.commit().await?;
        return Ok(id);
    }
    if help_request::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(key);
    }
    if mine.count(&tx).await? >= WAITING {
        return Err(Error::refused(
            "質問がたくさん待っています。先生が見るまで、少しお待ちください。",
            "Many of your questions are waiting. Please wait until the instructor has seen them.",
        ));
    }
    help_request::Model {
        id: key,
        person_id: actor.id,
        page,
        message,
        created_at: db::now(),
        answer: None,
        answered_by: None,
        answered_at: None,
        closed_at: None,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    tx.commit().await?;
    Ok(key)
}

/// The acting person's requests, the newest first.
pub async fn mine(actor: &Actor, services: &Services) -> Result<Vec<ShownRequest>> {
    let rows = help_request::Entity::find()
        .filter(help_request::Column::PersonId.eq(actor.id))
        .order_by_desc(help_request::Column::CreatedAt)
        .limit(SHOWN)
        .all(services.db.read())
        .await?;
    shown(services, rows).await
}

pub(super) async fn shown(services: &Services, rows: Vec<help_request::Model>) -> Result<Vec<ShownRequest>> {
    let people = rows.iter().flat_map(|row| [Some(row.person_id), row.answered_by]);
    let names = people::names(services, people.flatten()).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| ShownRequest {
            state: HelpState::of(&row),
            asker: name(row.person_id),
            answerer: row.answered_by.map(name).unwrap_or_default(),
            row,
        })
        .collect())
}

/// Answers a request; a later answer replaces an earlier one. For those who teach, and coordinators.
pub async fn answer(actor: &Actor, services: &Services, id: Uuid, text: &str) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let mut problems = Problems::new();
    let text = problems.required("answer", text);
    problems.done()?;
    let tx = services.db.begin().await?;
    let row = find(&tx, id).await?;
    actor.require_other(row.person_id)?;
    let told = Event::HelpAnswered {
        request: id,
        asker: row.person_id,
    };
    let mut row = row.into_active_model();
    row.answer = Set(Some(text));
    row.answered_by = Set(Some(actor.id));
    row.answered_at = Set(Some(db::now()));
    row.update(&tx).await?;
    let news = (services.above.notify)(&tx, Some(actor.id), &told).await?;
    tx.commit().await?;
    news.arrived(services);
    Ok(())
}

/// Closes a request without an answer: it was settled by word of mouth. For its asker and staff.
pub async fn close(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = find(&tx, id).await?;
    actor.require_self_or(row.person_id, &Role::STAFF)?;
    if HelpState::of(&row) == HelpState::Waiting {
        let mut row = row.into_active_model();
        row.closed_at = Set(Some(db::now()));
        row.update(&tx).await?;
    }
    Ok(tx.commit().await?)
}

async fn find(tx: &sea_orm::DatabaseTransaction, id: Uuid) -> Result<help_request::Model> {
    db::lock::<help_request::Entity>(tx, id).await
}
