//! Signing in and out. A sign-in is a row; its token is only in the browser's cookie.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use dashmap::DashMap;
use domain::{Lang, folding, identity::Role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Actor, Token, audit, known_device,
    made_links::{self, MadeLink},
    password, people,
    rate_limit::RateLimit,
    tables::{person, person_role, sign_in},
};
use crate::{
    Error, Problems, Result, Services, db,
    limits::{TRIES_PER_ADDRESS, TRIES_PER_NAME, TRIES_SECONDS},
};

/// How long a sign-in lasts on a device of the person's own.
pub const DAYS: i64 = 30;

/// How long it lasts on a device that others use, too; and how long when nobody uses it.
const SHARED: TimeDelta = TimeDelta::hours(8);
const IDLE: TimeDelta = TimeDelta::minutes(30);

/// A use is noted when so much of [`IDLE`] has passed since the last one that was.
const NOTED: TimeDelta = TimeDelta::minutes(5);

/// How long a sign-in is believed without asking the database again. A sign-out or a changed role in
/// this process counts at once; one in another process (the command line) within this time.
const FRESH: Duration = Duration::from_secs(10);

/// Who is signed in, as lately seen, and how often passwords were tried.
pub struct SignIns {
    seen: DashMap<String, (Actor, Instant)>,
    tries: RateLimit,
    addresses: RateLimit,
}

impl Default for SignIns {
    fn default() -> Self {
        SignIns {
            seen: DashMap::new(),
            tries: RateLimit::new(TRIES_PER_NAME, Duration::from_secs(TRIES_SECONDS)),
            addresses: RateLimit::new(TRIES_PER_ADDRESS, Duration::from_secs(TRIES_SECONDS)),
        }
    }
}

impl SignIns {
    /// Makes the next request of everybody ask the database again; after a change of rights.
    pub fn forget_all(&self) {
        self.seen.clear();
    }

    /// Forgets the wrong passwords that were tried with this sign-in name.
    pub(super) fn forgive(&self, email: &str) {
        self.tries.forget(&tried(email));
    }
}

/// What wrong passwords with a sign-in name are counted under.
fn tried(email: &str) -> String {
    format!("name {email}")
}

/// Who holds this cookie, if anybody.
pub async fn actor(services: &Services, token: &str) -> Result<Option<Actor>> {
    let hash = Token::hash_of(token);
    if let Some(seen) = services.sign_ins.seen.get(&hash)
        && seen.1.elapsed() < FRESH
    {
        return Ok(Some(seen.0.clone()));
    }
    let found = sign_in::Entity::find()
        .filter(sign_in::Column::TokenHash.eq(&hash))
        .filter(sign_in::Column::ExpiresAt.gt(db::now()))
        .one(services.db.read())
        .await?;
    let in_use = |row: &sign_in::Model| row.idle_until.is_none_or(|until| until > db::now());
    let Some(row) = found.filter(in_use) else {
        services.sign_ins.seen.remove(&hash);
        return Ok(None);
    };
    note_use(services, &row).await?;
    let Some(person) = person::Entity::find_by_id(row.person_id)
        .filter(people::here())
        .one(services.db.read())
        .await?
    else {
        return Ok(None);
    };
    let actor = Actor {
        id: person.id,
        sign_in: row.id,
        roles: roles_of(services, person.id).await?,
        lang: person.lang,
        name: person.name,
        // On a device that others use, too, a sign-in ends when nobody uses it.
        own_device: row.idle_until.is_none(),
    };
    if services.sign_ins.seen.len() > 10_000 {
        services.sign_ins.seen.retain(|_, (_, at)| at.elapsed() < FRESH);
    }
    services
        .sign_ins
        .seen
        .insert(hash, (actor.clone(), Instant::now()));
    Ok(Some(actor))
}

/// Moves the end of a sign-in that is used on a shared device.
async fn note_use(services: &Services, row: &sign_in::Model) -> Result<()> {
    let Some(until) = row.idle_until else {
        return Ok(());
    };
    let next = db::now() + IDLE;
    if next - until < NOTED {
        return Ok(());
    }
    let change = sign_in::ActiveModel {
        idle_until: Set(Some(next)),
        ..Default::default()
    };
    sign_in::Entity::update_many()
        .set(change)
        .filter(sign_in::Column::Id.eq(row.id))
        .exec(services.db.write())
        .await?;
    Ok(())
}

/// Whose sign-in this cookie held, when it has ended.
pub async fn ended(services: &Services, token: &str) -> Result<Option<Uuid>> {
    let row = sign_in::Entity::find()
        .filter(sign_in::Column::TokenHash.eq(Token::hash_of(token)))
        .filter(
            Condition::any()
                .add(sign_in::Column::ExpiresAt.lte(db::now()))
                .add(sign_in::Column::IdleUntil.lte(db::now())),
        )
        .one(services.db.read())
        .await?;
    Ok(row.map(|row| row.person_id))
}

/// The roles of a person, in their order.
pub(super) async fn roles_of(services: &Services, person: Uuid) -> Result<Vec<Role>> {
    let mut roles: Vec<Role> = person_role::Entity::find()
        .filter(person_role::Column::PersonId.eq(person))
        .all(services.db.read())
        .await?
        .iter()
        .map(|row| row.role)
        .collect();
    roles.sort();
    Ok(roles)
}

/// What the sign-in form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Credentials {
    /// The e-mail address or sign-in name.
    pub email: String,
    /// The password.
    pub password: String,
    /// Ticked: this device is the person's own.
    pub own_device: Option<String>,
}

/// Where a sign-in comes from.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    /// The browser, for the list of sign-ins.
    pub user_agent: &'a str,
    /// Where the try came from, for the rate limit.
    pub address: &'a str,
    /// The cookie by which the device is known again (see `known_device`).
    pub device: &'a str,
    /// The token of who was signed in on this browser before.
    pub before: Option<&'a str>,
}

/// What a person who signed in gets.
pub struct SignedIn {
    /// For the cookie of the sign-in.
    pub token: Token,
    /// How many days the browser keeps that cookie; none: until it is closed.
    pub days: Option<i64>,
    /// For the cookie by which the device is known again.
    pub device: String,
    /// Links that others made lately, and with which a password was chosen.
    pub links: Vec<MadeLink>,
    /// How the person wants pages: language, larger text, furigana.
    pub preferences: (Lang, Option<bool>, Option<bool>),
}

/// Signs in with a password. Tries are counted before the password is looked at: by address, and by name or,
/// where the person has signed in on this device before, by device, so that nobody elsewhere can lock a
/// known name out (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
pub async fn sign_in(services: &Services, credentials: Credentials, client: Client<'_>) -> Result<SignedIn> {
    let mut problems = Problems::new();
    let email = folding::sign_in_name(&problems.required("email", &credentials.email));
    problems.required("password", &credentials.password);
    problems.done()?;

    let by_address = address_group(client.address);
    services.sign_ins.addresses.take(&by_address)?;
    let person = person::Entity::find()
        .filter(person::Column::Email.eq(&email))
        .filter(person::Column::ErasedAt.is_null())
        .one(services.db.read())
        .await?;
    let known = match &person {
        Some(person) => known_device::find(&services.keys, client.device, person.id)?,
        None => None,
    };
    let counted = known.map_or_else(|| tried(&email), |device| format!("device {device}"));
    services.sign_ins.tries.take(&counted)?;
    let hash = person.as_ref().and_then(|person| person.password_hash.clone());
    let right = password::verify(credentials.password, hash).await?;
    let Some(person) = person.filter(|_| right) else {
        tracing::info!(address = client.address, "a sign-in failed");
        return Err(Error::field(
            "password",
            "名前かパスワードがちがいます。もう一度入れてください。",
            "The name or the password is wrong. Please try again.",
        ));
    };
    services.sign_ins.tries.forget(&counted);
    services.sign_ins.addresses.give_back(&by_address);
    if person.closed_at.is_some() {
        return Err(closed());
    }
    if let Some(before) = client.before {
        end_token(services, before).await?;
    }
    let own = credentials.own_device.is_some();
    let mut links = made_links::of_person(services, person.id).await?;
    links.retain(MadeLink::is_recent);
    let whose = if own { "own device" } else { "shared device" };
    audit::record(
        services.db.write(),
        Some(person.id),
        "sign_in.begun",
        Some(person.id),
        whose,
    )
    .await?;
    let device = known_device::add(&services.keys, client.device, person.id)?;
    Ok(SignedIn {
        token: open(services, person.id, client.user_agent, own).await?,
        days: own.then_some(DAYS),
        links,
        device,
        preferences: (person.lang, person.large_text, person.furigana),
    })
}

/// Ends the sign-in that a browser held before another began in it.
async fn end_token(services: &Services, token: &str) -> Result<()> {
    let hash = Token::hash_of(token);
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::TokenHash.eq(&hash))
        .exec(services.db.write())
        .await?;
    services.sign_ins.seen.remove(&hash);
    Ok(())
}

/// What tries from an address are counted under: the address, of IPv6 the network that one line has.
fn address_group(address: &str) -> String {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => format!("{:x?}", &address.segments()[..4]),
        },
        Ok(std::net::IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// Opens a sign-in for a person who has proved to be that person, on a device that others use, too, unless it
/// is the person's `own`.
pub async fn open(services: &Services, person: Uuid, user_agent: &str, own: bool) -> Result<Token> {
    let token = Token::new()?;
    let now = db::now();
    sign_in::Model {
        id: Uuid::now_v7(),
        person_id: person,
        token_hash: token.hash(),
        user_agent: user_agent.chars().take(200).collect(),
        created_at: now,
        expires_at: now + if own { TimeDelta::days(DAYS) } else { SHARED },
        idle_until: (!own).then_some(now + IDLE),
    }
    .into_active_model()
    .insert(services.db.write())
    .await?;
    Ok(token)
}

/// Ends this sign-in.
pub async fn sign_out(actor: &Actor, services: &Services) -> Result<()> {
    sign_in::Entity::delete_by_id(actor.sign_in)
        .exec(services.db.write())
        .await?;
    services.sign_ins.forget_all();
    Ok(())
}

/// Ends one of one's own sign-ins: of a phone that is lost, say.
pub async fn end(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::Id.eq(id))
        .filter(sign_in::Column::PersonId.eq(actor.id))
        .exec(services.db.write())
        .await?;
    services.sign_ins.forget_all();
    Ok(())
}

/// Ends every sign-in of the person, this one too.
pub async fn sign_out_everywhere(actor: &Actor, services: &Services) -> Result<()> {
    end_all(actor, services, actor.id).await
}

/// Ends every sign-in of a person. The caller has asked who may.
pub(super) async fn end_all(actor: &Actor, services: &Services, person: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::PersonId.eq(person))
        .exec(&tx)
        .await?;
    audit::record(&tx, Some(actor.id), "sign_in.ended_everywhere", Some(person), "").await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(())
}

/// Whether this is the acting person's password. Refused after too many wrong ones.
pub(super) async fn prove(
    actor: &Actor,
    services: &Services,
    person: &person::Model,
    password: &str,
) -> Result<bool> {
    let key = format!("change {}", actor.id);
    services.sign_ins.tries.take(&key)?;
    let right = password::verify(password.to_owned(), person.password_hash.clone()).await?;
    if right {
        services.sign_ins.tries.give_back(&key);
    }
    Ok(right)
}

pub(super) fn closed() -> Error {
    Error::refused(
        "このアカウントは閉じられています。教室の人に聞いてください。",
        "This account is closed. Please ask the people of your classroom.",
    )
}

/// Changes the password and ends every other sign-in.
pub async fn change_password(actor: &Actor, services: &Services, old: &str, new: &str) -> Result<()> {
    let person = person::Entity::find_by_id(actor.id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if !prove(actor, services, &person, old).await? {
        return Err(Error::field(
            "old",
            "今のパスワードがちがいます。",
            "The current password is wrong.",
        ));
    }
    let hash = password::new_hash(new, &person).await?;
    let tx = services.db.begin().await?;
    password::set(&tx, actor.id, hash, Some(actor.sign_in)).await?;
    audit::record(&tx, Some(actor.id), "password.changed", Some(actor.id), "").await?;
    tx.commit().await?;
    services.sign_ins.forget_all();
    Ok(())
}

/// Remembers how a person wants pages: they look so wherever the person signs in.
pub async fn choose_preferences(
    actor: &Actor,
    services: &Services,
    lang: Lang,
    large_text: bool,
    furigana: bool,
) -> Result<()> {
    let change = person::ActiveModel {
        id: Set(actor.id),
        lang: Set(lang),
        large_text: Set(Some(large_text)),
        furigana: Set(Some(furigana)),
        ..Default::default()
    };
    change.update(services.db.write()).await?;
    services.sign_ins.forget_all();
    Ok(())
}
