//! Invitation links: who opens one chooses a name and a password, and is signed in. The first one is
//! the set-up link that the server prints when its database is empty.

use chrono::TimeDelta;
use domain::{Lang, folding, identity::Role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Actor, Token, accounts, audit, password, people, roles, sign_in,
    tables::{enrolment, invitation, person},
};
use crate::{Error, Problems, Result, Services, db};

/// How long a link is good for, in days.
pub const DAYS: i64 = 14;

/// When nobody exists yet: a new set-up link's path, replacing older ones. Else none.
pub async fn set_up_path(services: &Services) -> Result<Option<String>> {
    if person::Entity::find().count(services.db.read()).await? > 0 {
        return Ok(None);
    }
    invitation::Entity::delete_many()
        .exec(services.db.write())
        .await?;
    let first = Invited {
        roles: vec![Role::Administrator],
        ..Invited::default()
    };
    let token = insert(services, Uuid::now_v7(), None, "", &first, None)
        .await?
        .ok_or_else(|| Error::unexpected("a new key is in use"))?;
    Ok(Some(format!("/set-up/{}", token.as_str())))
}

/// Who is to be invited, and as what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Invited {
    /// The name, as a beginning; the person may correct it.
    pub name: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// The name's reading, where it is known.
    pub reading: String,
    /// A mail address, where it is known.
    pub mail: String,
}

/// Invites somebody; gives the path of the link to hand over. The same form (`key`) sent again gives the
/// invitation another link instead of making a second one. Administrators invite anybody, instructors and
/// coordinators invite learners.
pub async fn invite(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    invited: &Invited,
    cohort: Option<Uuid>,
) -> Result<String> {
    let roles = invited.roles.as_slice();
    actor.require(&Role::STAFF)?;
    if roles.iter().any(|role| *role != Role::Learner) {
        actor.require(&[Role::Administrator])?;
    }
    let mut problems = Problems::new();
    let name = problems.required("name", &invited.name);
    if roles.is_empty() {
        problems.add(
            "roles",
            "役割を 1 つ以上選んでください。",
            "Please choose at least one role.",
        );
    }
    problems.done()?;
    let token = match earlier(actor, services, key).await? {
        Some(row) => renew(actor, services, row).await?,
        None => match insert(services, key, Some(actor.id), &name, invited, cohort).await? {
            Some(token) => token,
            // The same form was sent twice at the same moment, and the other was first.
            None => {
                let row = earlier(actor, services, key).await?.ok_or(Error::NotFound)?;
                renew(actor, services, row).await?
            }
        },
    };
    let path = if roles == [Role::Learner] {
        "join"
    } else {
        "set-up"
    };
    Ok(format!("/{path}/{}", token.as_str()))
}

/// The actor's own invitation that this form made before, still open; its page was loaded again.
async fn earlier(actor: &Actor, services: &Services, key: Uuid) -> Result<Option<invitation::Model>> {
    let row = invitation::Entity::find_by_id(key)
        .one(services.db.read())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let open = row.used_at.is_none() && row.expires_at > db::now();
    if open && row.created_by == Some(actor.id) {
        Ok(Some(row))
    } else {
        Err(Error::refused(
            "この招待は、もう使われたか、取り消されました。",
            "This invitation has been used or withdrawn already.",
        ))
    }
}

/// Another link for an invitation; the one before is good no more.
async fn renew(actor: &Actor, services: &Services, row: invitation::Model) -> Result<Token> {
    let token = Token::new()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<invitation::Entity>(&tx, row.id).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "invitation.renewed",
        Some(row.id),
        row.name.clone(),
    )
    .await?;
    let mut row = row.into_active_model();
    row.token_hash = Set(token.hash());
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(token)
}

/// Makes an invitation; none where one of this key is there.
async fn insert(
    services: &Services,
    id: Uuid,
    by: Option<Uuid>,
    name: &str,
    invited: &Invited,
    cohort: Option<Uuid>,
) -> Result<Option<Token>> {
    let token = Token::new()?;
    let now = db::now();
    let codes: Vec<&str> = invited.roles.iter().map(|role| role.code()).collect();
    let row = invitation::Model {
        id,
        token_hash: token.hash(),
        name: name.to_owned(),
        roles: codes.join(","),
        cohort_id: cohort,
        created_by: by,
        created_at: now,
        expires_at: now + TimeDelta::days(DAYS),
        used_at: None,
        used_by: None,
        reading: known(&invited.reading),
        mail: known(&invited.mail),
        person_id: None,
    };
    let said = format!("{name} ({})", row.roles);
    let tx = services.db.begin().await?;
    if !db::insert_once(&tx, row.into_active_model(), invitation::Column::Id).await? {
        return Ok(None);
    }
    audit::record(&tx, by, "person.invited", Some(id), said).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// A text, where there is any.
fn known(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether somebody administers the classroom: then the link that makes the first administrator is dead.
async fn administered(services: &Services) -> Result<bool> {
    let found = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Administrator)))
        .filter(people::here())
        .count(services.db.read())
        .await?;
    Ok(found > 0)
}

/// The invitation behind a link. Refused when it is used or past its date, and where it is the set-up link of
/// a classroom that has an administrator.
pub async fn find(services: &Services, token: &str) -> Result<invitation::Model> {
    let row = invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(Token::hash_of(token)))
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if row.used_at.is_some() {
        return Err(Error::refused(
            "この招待はもう使われました。サインインしてください。",
            "This invitation has been used already. Please sign in.",
        ));
    }
    if row.expires_at <= db::now() {
        return Err(Error::refused(
            "この招待の期限は切れました。招待した人に、新しいものを頼んでください。",
            "This invitation has expired. Please ask the person who invited you for a new one.",
        ));
    }
    if row.created_by.is_none() && administered(services).await? {
        return Err(Error::refused(
            "この教室には、もう管理者がいます。このリンクは使えません。",
            "This classroom has an administrator already. This link can no longer be used.",
        ));
    }
    Ok(row)
}

/// Invitations that are still open, newest first.
pub async fn open_list(actor: &Actor, services: &Services) -> Result<Vec<invitation::Model>> {
    actor.require(&Role::STAFF)?;
    Ok(invitation::Entity::find()
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(db::now()))
        .order_by_desc(invitation::Column::Id)
        .all(services.db.read())
        .await?)
}

/// Takes an open invitation back: its link is good no more. Whoever could make it may.
pub async fn withdraw(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::STAFF)?;
    let invitation = invitation::Entity::find_by_id(id)
        .filter(invitation::Column::UsedAt.is_null())
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if roles(&invitation).any(|role| role != Role::Learner) {
        actor.require(&[Role::Administrator])?;
    }
    let tx = services.db.begin().await?;
    let open = invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            expires_at: Set(db::now()),
            ..Default::default()
        })
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::UsedAt.is_null())
        .exec(&tx)
        .await?;
    if open.rows_affected == 0 {
        return Err(Error::refused(
            "この招待は、もう使われました。",
            "This invitation has been used already.",
        ));
    }
    audit::record(
        &tx,
        Some(actor.id),
        "invitation.withdrawn",
        Some(id),
        invitation.name,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The roles that an invitation gives.
pub fn roles(invitation: &invitation::Model) -> impl Iterator<Item = Role> {
    invitation
        .roles
        .split(',')
        .filter_map(|word| word.parse::<Role>().ok())
}

/// What an invited person fills in.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewPerson {
    /// The name, as shown to others.
    pub name: String,
    /// The name's reading, for sorting; may be empty.
    pub kana: String,
    /// The e-mail address or a name to sign in with.
    pub email: String,
    /// The password.
    pub password: String,
    /// Ticked: this device is the person's own.
    pub own_device: Option<String>,
}

/// Makes the person, who reads this language in this browser; gives the roles and the place in the
/// cohort, and signs in.
pub async fn accept(
    services: &Services,
    token: &str,
    new: NewPerson,
    lang: Lang,
    user_agent: &str,
) -> Result<Token> {
    let own = new.own_device.is_some();
    let invitation = find(services, token).await?;
    let id = match invitation.person_id {
        Some(known) => join(services, &invitation, known, new, lang).await?,
        None => make(services, &invitation, new, lang).await?,
    };
    sign_in::open(services, id, user_agent, own).await
}

async fn make(
    services: &Services,
    invitation: &invitation::Model,
    new: NewPerson,
    lang: Lang,
) -> Result<Uuid> {
    let person = create(services, new, lang).await?;
    let (id, name) = (person.id, person.name.clone());
    let tx = services.db.begin().await?;
    person
        .into_active_model()
        .insert(&tx)
        .await
        .map_err(accounts::taken)?;
    use_up(&tx, invitation, id).await?;
    audit::record(&tx, Some(id), "invitation.accepted", Some(invitation.id), &name).await?;
    for role in roles(invitation) {
        roles::grant(&tx, id, role, invitation.created_by).await?;
    }
    if let Some(cohort_id) = invitation.cohort_id {
        let enrolment = enrolment::Model {
            cohort_id,
            person_id: id,
            enrolled_at: db::now(),
            ended_at: None,
        };
        enrolment.into_active_model().insert(&tx).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Somebody who is here already, brought in from a file, chooses a sign-in name and a password.
async fn join(
    services: &Services,
    invitation: &invitation::Model,
    id: Uuid,
    new: NewPerson,
    lang: Lang,
) -> Result<Uuid> {
    let mut problems = Problems::new();
    let name = problems.required("name", &new.name);
    let email = accounts::sign_in_name(services, &mut problems, &new.email, Some(id)).await?;
    password::check(&mut problems, "password", &new.password, &[&name, &email]);
    problems.done()?;
    let hash = password::hash(new.password).await?;
    let tx = services.db.begin().await?;
    let person = db::lock::<person::Entity>(&tx, id).await?;
    let gone = person.erased_at.is_some() || person.closed_at.is_some();
    if gone || person.password_hash.is_some() {
        return Err(not_any_more());
    }
    let kana = new.kana.trim().to_owned();
    let mut row = person.into_active_model();
    row.name = Set(name);
    if !kana.is_empty() {
        row.kana = Set(Some(kana));
    }
    row.email = Set(Some(email));
    row.password_hash = Set(Some(hash));
    row.lang = Set(lang);
    row.update(&tx).await.map_err(accounts::taken)?;
    use_up(&tx, invitation, id).await?;
    audit::record(
        &tx,
        Some(id),
        "invitation.accepted",
        Some(invitation.id),
        &invitation.name,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Asked again inside the transaction: of two who open the link at once, one wins.
async fn use_up(
    tx: &sea_orm::DatabaseTransaction,
    invitation: &invitation::Model,
    person: Uuid,
) -> Result<()> {
    let used = invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            used_at: Set(Some(db::now())),
            used_by: Set(Some(person)),
            ..Default::default()
        })
        .filter(invitation::Column::Id.eq(invitation.id))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(db::now()))
        .exec(tx)
        .await?;
    if used.rows_affected == 0 {
        return Err(not_any_more());
    }
    Ok(())
}

fn not_any_more() -> Error {
    Error::refused(
        "この招待は、もう使えません。招待した人に聞いてください。",
        "This invitation can no longer be used. Please ask the person who invited you.",
    )
}

/// Invites somebody who is here already, within a transaction; links from before are good no more. Gives
/// the path of the link. The caller has asked who may.
pub(super) async fn invite_known(
    tx: &sea_orm::DatabaseTransaction,
    by: Uuid,
    person: Uuid,
    name: &str,
) -> Result<String> {
    invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            expires_at: Set(db::now()),
            ..Default::default()
        })
        .filter(invitation::Column::PersonId.eq(person))
        .filter(invitation::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    let token = Token::new()?;
    let now = db::now();
    let row = invitation::Model {
        id: Uuid::now_v7(),
        token_hash: token.hash(),
        name: name.to_owned(),
        roles: Role::Learner.code().to_owned(),
        cohort_id: None,
        created_by: Some(by),
        created_at: now,
        expires_at: now + TimeDelta::days(DAYS),
        used_at: None,
        used_by: None,
        reading: None,
        mail: None,
        person_id: Some(person),
    };
    audit::record(
        tx,
        Some(by),
        "person.invited",
        Some(row.id),
        format!("{name} ({})", row.roles),
    )
    .await?;
    row.into_active_model().insert(tx).await?;
    Ok(format!("/join/{}", token.as_str()))
}

/// Makes a person without an invitation: for the command line, where the operator stands for it.
pub async fn create_by_operator(
    services: &Services,
    new: NewPerson,
    lang: Lang,
    roles: &[Role],
) -> Result<Uuid> {
    let person = create(services, new, lang).await?;
    let id = person.id;
    let tx = services.db.begin().await?;
    person
        .into_active_model()
        .insert(&tx)
        .await
        .map_err(accounts::taken)?;
    for role in roles {
        roles::grant(&tx, id, *role, None).await?;
    }
    tx.commit().await?;
    Ok(id)
}

async fn create(services: &Services, new: NewPerson, lang: Lang) -> Result<person::Model> {
    let mut problems = Problems::new();
    let name = problems.required("name", &new.name);
    let email = accounts::sign_in_name(services, &mut problems, &new.email, None).await?;
    let own = [name.as_str(), new.kana.as_str(), email.as_str()];
    password::check(&mut problems, "password", &new.password, &own);
    problems.done()?;
    let hash = password::hash(new.password).await?;
    let kana = folding::reading(&new.kana);
    Ok(person::Model {
        id: Uuid::now_v7(),
        name,
        kana: (!kana.is_empty()).then_some(kana),
        email: Some(email),
        password_hash: Some(hash),
        lang,
        created_at: db::now(),
        erased_at: None,
        closed_at: None,
        large_text: None,
        furigana: None,
        phone: None,
    })
}
