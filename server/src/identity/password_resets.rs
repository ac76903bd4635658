//! Links with which people who forgot their password choose a new one. The classroom hands them over:
//! many learners have no e-mail.

use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::{
    Actor, Token, accounts, audit, links, password, people, sign_in,
    tables::{password_reset, person},
};
use crate::{Error, Result, Services, db};

/// How long a link is good for, in days: until the next class.
pub const DAYS: i64 = 7;

/// A new link for a person under the form's key, as a path; older ones are good no more. For those who may help with the
/// account.
pub async fn link(actor: &Actor, services: &Services, person: Uuid, key: Uuid) -> Result<String> {
    let person = accounts::helped(actor, services, person).await?;
    if person.closed_at.is_some() {
        return Err(sign_in::closed());
    }
    insert(services, Some(actor.id), person.id, key).await
}

/// A new link for whoever signs in with this name: for the command line, where the operator stands for
/// it.
pub async fn link_by_operator(services: &Services, email: &str) -> Result<String> {
    let person = person::Entity::find()
        .filter(person::Column::Email.eq(domain::folding::sign_in_name(email)))
        .filter(people::here())
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    insert(services, None, person.id, Uuid::now_v7()).await
}

async fn insert(services: &Services, by: Option<Uuid>, person: Uuid, key: Uuid) -> Result<String> {
    let token = Token::new()?;
    let now = db::now();
    let tx = services.db.begin().await?;
    // One at a time for each person, so that of links made at once only the last is good.
    db::lock::<person::Entity>(&tx, person).await?;
    if password_reset::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Err(Error::refused(
            "このリンクは、もう渡すためにつくってあります。新しくつくると、前のものは使えなくなります。",
            "This link has been made already. A new one would make it worthless.",
        ));
    }
    links::void_for(&tx, person).await?;
    password_reset::Model {
        id: key,
        token_hash: token.hash(),
        person_id: person,
        created_by: by,
        created_at: now,
        expires_at: now + TimeDelta::days(DAYS),
        used_at: None,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    audit::record(&tx, by, "password.link_made", Some(person), "").await?;
    tx.commit().await?;
    Ok(format!("/password/{}", token.as_str()))
}

/// Whose link this is. Refused when it is used or past its date, or the account is closed.
pub async fn find(services: &Services, token: &str) -> Result<person::Model> {
    Ok(row(services, token).await?.1)
}

async fn row(services: &Services, token: &str) -> Result<(password_reset::Model, person::Model)> {
    let row = password_reset::Entity::find()
        .filter(password_reset::Column::TokenHash.eq(Token::hash_of(token)))
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if row.used_at.is_some() {
        return Err(used());
    }
    if row.expires_at <= db::now() {
        return Err(Error::refused(
            "このリンクの期限は切れました。教室の人に、新しいものを頼んでください。",
            "This link has expired. Please ask the people of your classroom for a new one.",
        ));
    }
    let person = person::Entity::find_by_id(row.person_id)
        .filter(person::Column::ErasedAt.is_null())
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if person.closed_at.is_some() {
        return Err(sign_in::closed());
    }
    Ok((row, person))
}

fn used() -> Error {
    Error::refused(
        "このリンクはもう使われました。新しいパスワードでサインインしてください。",
        "This link has been used already. Please sign in with the new password.",
    )
}

/// Sets the new password, ends every sign-in, and signs in here.
pub async fn choose(
    services: &Services,
    token: &str,
    new: &str,
    user_agent: &str,
    own: bool,
) -> Result<Token> {
    let (row, person) = row(services, token).await?;
    let hash = password::new_hash(new, &person).await?;
    let tx = services.db.begin().await?;
    // Asked again inside the transaction: of two who open the link at once, one wins.
    let first = password_reset::Entity::update_many()
        .set(password_reset::ActiveModel {
            used_at: Set(Some(db::now())),
            ..Default::default()
        })
        .filter(password_reset::Column::Id.eq(row.id))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(&tx)
        .await?;
    if first.rows_affected == 0 {
        return Err(used());
    }
    password::set(&tx, person.id, hash, None).await?;
    let names = people::names(services, row.created_by).await?;
    let maker = row.created_by.and_then(|id| names.get(&id).cloned());
    let maker = format!("link made by {}", maker.as_deref().unwrap_or("the operator"));
    audit::record(&tx, Some(person.id), "password.reset", Some(person.id), maker).await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    services
        .sign_ins
        .forgive(person.email.as_deref().unwrap_or_default());
    sign_in::open_on(services, person.id, user_agent, own).await
}
