//! The accounts of others, and one's own: names, sign-ins, closing. Staff help those who learn;
//! administrators help everybody.

use chrono::{DateTime, Utc};
use domain::{
    folding,
    identity::{Role, policy::Field},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::Expr,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Actor, audit,
    enrolment::running_at,
    links, reading, roles,
    sign_in::{self, roles_of},
    tables::{cohort, enrolment, person, sign_in as sign_ins},
};
use crate::{Error, Problems, Result, Services, db};

/// An account, as staff see it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person.
    pub id: Uuid,
    /// The name, as shown.
    pub name: String,
    /// The name's reading.
    pub kana: Option<String>,
    /// The address or name to sign in with.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The roles, in their order.
    pub roles: Vec<Role>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when nobody can sign in with it.
    pub closed_at: Option<DateTime<Utc>>,
    /// In how many browsers the person is signed in.
    pub sign_ins: u64,
    /// The cohorts that the person is in: id and name.
    pub cohorts: Vec<(Uuid, String)>,
    /// Whether the one who looks may change it.
    pub may_help: bool,
    /// Whether the one who looks may read how the person gets on.
    pub opens: bool,
}

/// Whether somebody may change an account with these roles.
fn may_help(actor: &Actor, roles: &[Role]) -> bool {
    actor.is(Role::Administrator) || (actor.is_staff() && roles == [Role::Learner])
}

async fn find(services: &Services, id: Uuid) -> Result<person::Model> {
    person::Entity::find_by_id(id)
        .filter(person::Column::ErasedAt.is_null())
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// The account of a person whom the acting person may help.
pub(super) async fn helped(actor: &Actor, services: &Services, id: Uuid) -> Result<person::Model> {
    actor.require(&Role::STAFF)?;
    let person = find(services, id).await?;
    if may_help(actor, &roles_of(services, id).await?) {
        Ok(person)
    } else {
        Err(Error::Forbidden)
    }
}

/// An account. For staff.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Account> {
    actor.require(&Role::STAFF)?;
    let person = find(services, id).await?;
    let roles = roles_of(services, id).await?;
    let db = services.db.read();
    let sign_ins = sign_ins::Entity::find()
        .filter(sign_ins::Column::PersonId.eq(id))
        .filter(sign_ins::Column::ExpiresAt.gt(db::now()))
        .count(db)
        .await?;
    let cohorts = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(id))
        .filter(running_at(db::now()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.cohort_id);
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(cohorts))
        .order_by_asc(cohort::Column::Name)
        .all(db)
        .await?
        .into_iter()
        .map(|cohort| (cohort.id, cohort.name))
        .collect();
    Ok(Account {
        id,
        name: person.name,
        kana: person.kana,
        email: person.email,
        phone: person.phone,
        may_help: may_help(actor, &roles),
        opens: reading::may(actor, services, id, Field::Readiness).await?,
        roles,
        created_at: person.created_at,
        closed_at: person.closed_at,
        sign_ins,
        cohorts,
    })
}

/// What may be changed of an account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// The name, as shown to others.
    pub name: String,
    /// The name's reading, for sorting; may be empty.
    pub kana: String,
    /// The e-mail address or a name to sign in with.
    pub email: String,
    /// The telephone number; as it was, where a form does not ask.
    pub phone: Option<String>,
}

/// What people change of their own account.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnDetails {
    /// As for [`Details`].
    pub name: String,
    /// As for [`Details`].
    pub kana: String,
    /// As for [`Details`].
    pub email: String,
    /// As for [`Details`].
    pub phone: Option<String>,
    /// The password as it is: a browser may have been left signed in.
    pub password: String,
}

/// Notes the field when the name to sign in with cannot be used; gives it as it is kept. `own` is the
/// person whose name it may be already.
pub(super) async fn sign_in_name(
    services: &Services,
    problems: &mut Problems,
    email: &str,
    own: Option<Uuid>,
) -> Result<String> {
    let email = folding::sign_in_name(&problems.required("email", email));
    if email.contains(char::is_whitespace) {
        problems.add("email", "空白は使えません。", "Spaces are not possible here.");
    }
    if email.is_empty() {
        return Ok(email);
    }
    let holder = person::Entity::find()
        .filter(person::Column::Email.eq(&email))
        .one(services.db.read())
        .await?;
    if holder.is_some_and(|holder| Some(holder.id) != own) {
        problems.add("email", EMAIL_TAKEN.0, EMAIL_TAKEN.1);
    }
    Ok(email)
}

const EMAIL_TAKEN: (&str, &str) = (
    "このメールアドレス（名前）は、もう使われています。",
    "This e-mail address or name is already in use.",
);

/// Two people asked for one sign-in name at the same moment: the slower one is told at the field.
pub(super) fn taken(error: sea_orm::DbErr) -> Error {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => {
            Error::field("email", EMAIL_TAKEN.0, EMAIL_TAKEN.1)
        }
        _ => error.into(),
    }
}

/// Changes names. For those who may help with the account.
pub async fn change(actor: &Actor, services: &Services, id: Uuid, details: Details) -> Result<()> {
    let person = helped(actor, services, id).await?;
    write(actor, services, person, details, Problems::new()).await
}

/// One's own account: the person, and the sign-ins, the newest first.
pub async fn own(actor: &Actor, services: &Services) -> Result<(person::Model, Vec<sign_ins::Model>)> {
    let person = find(services, actor.id).await?;
    let open = sign_ins::Entity::find()
        .filter(sign_ins::Column::PersonId.eq(actor.id))
        .filter(sign_ins::Column::ExpiresAt.gt(db::now()))
        .order_by_desc(sign_ins::Column::Id)
        .all(services.db.read())
        .await?;
    Ok((person, open))
}

/// Changes one's own names.
pub async fn change_own(actor: &Actor, services: &Services, own: OwnDetails) -> Result<()> {
    let person = find(services, actor.id).await?;
    let mut problems = Problems::new();
    let right = sign_in::prove(actor, services, &person, &own.password).await?;
    if !right {
        problems.add("password", "パスワードがちがいます。", "The password is wrong.");
    }
    let details = Details {
        name: own.name,
        kana: own.kana,
        email: own.email,
        phone: own.phone,
    };
    write(actor, services, person, details, problems).await
}

async fn write(
    actor: &Actor,
    services: &Services,
    person: person::Model,
    details: Details,
    mut problems: Problems,
) -> Result<()> {
    let name = problems.required("name", &details.name);
    let email = sign_in_name(services, &mut problems, &details.email, Some(person.id)).await?;
    problems.done()?;
    let kana = Some(folding::reading(&details.kana)).filter(|kana| !kana.is_empty());
    let phone = match details.phone {
        Some(phone) => Some(phone.trim().to_owned()).filter(|phone| !phone.is_empty()),
        None => person.phone.clone(),
    };
    let (id, email) = (person.id, Some(email));
    let changes: Vec<String> = [
        (Some(&person.name), Some(&name)),
        (person.kana.as_ref(), kana.as_ref()),
        (person.email.as_ref(), email.as_ref()),
        (person.phone.as_ref(), phone.as_ref()),
    ]
    .into_iter()
    .filter(|(old, new)| old != new)
    .map(|(old, new)| {
        let word = |text: Option<&String>| text.cloned().unwrap_or_else(|| "-".to_owned());
        format!("{} → {}", word(old), word(new))
    })
    .collect();
    if changes.is_empty() {
        return Ok(());
    }
    let tx = services.db.begin().await?;
    let mut person = person.into_active_model();
    person.name = Set(name);
    person.kana = Set(kana);
    person.email = Set(email);
    person.phone = Set(phone);
    person.update(&tx).await.map_err(taken)?;
    audit::record(
        &tx,
        Some(actor.id),
        "account.changed",
        Some(id),
        changes.join(", "),
    )
    .await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(())
}

/// Ends every sign-in of a person. For those who may help with the account.
pub async fn sign_out(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    helped(actor, services, id).await?;
    sign_in::end_all(actor, services, id).await
}

/// Closes an account: nobody can sign in with it, and the person leaves the lists of those who look for
/// work and the person's cohorts. What was learned and decided stays. For those who may help with it, but not for oneself.
pub async fn close(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let person = helped(actor, services, id).await?;
    if id == actor.id {
        return Err(Error::refused(
            "自分のアカウントは、ほかの管理者に閉じてもらってください。",
            "Please have another administrator close your own account.",
        ));
    }
    if person.closed_at.is_some() {
        return Ok(());
    }
    set_closed(actor, services, person, Some(db::now()), "account.closed").await
}

/// Opens a closed account again; the password stays as it was.
pub async fn reopen(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let person = helped(actor, services, id).await?;
    if person.closed_at.is_none() {
        return Ok(());
    }
    set_closed(actor, services, person, None, "account.reopened").await
}

async fn set_closed(
    actor: &Actor,
    services: &Services,
    person: person::Model,
    at: Option<DateTime<Utc>>,
    action: &str,
) -> Result<()> {
    let id = person.id;
    let administers = roles_of(services, id).await?.contains(&Role::Administrator);
    let tx = services.db.begin().await?;
    if administers {
        roles::administrators_wait(&tx).await?;
    }
    let mut person = db::lock::<person::Entity>(&tx, id).await?.into_active_model();
    person.closed_at = Set(at);
    person.update(&tx).await?;
    links::void_for(&tx, id).await?;
    if let Some(at) = at {
        links::void_by(&tx, id).await?;
        if administers {
            roles::somebody_administers(&tx).await?;
        }
        // Whoever has left is not called, and not absent, from now on.
        enrolment::Entity::update_many()
            .col_expr(enrolment::Column::EndedAt, Expr::value(at))
            .filter(enrolment::Column::PersonId.eq(id))
            .filter(running_at(at))
            .exec(&tx)
            .await?;
    }
    sign_ins::Entity::delete_many()
        .filter(sign_ins::Column::PersonId.eq(id))
        .exec(&tx)
        .await?;
    audit::record(&tx, Some(actor.id), action, Some(id), "").await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(())
}
