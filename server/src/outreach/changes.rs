//! What becomes of a registration: the person changes it, takes it back or confirms it by the secret link;
//! staff do the same for who telephones. Looking at it never changes anything.

use domain::{
    ids::{InformationSessionId, RegistrationId},
    outreach::{PARTY_MOST, RegistrationEvent, RegistrationState, SessionState, fold_name, fold_phone},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    COORDINATING, links,
    seats::{self, Held, note, people},
    sessions,
    tables::{information_session, registration, registration_event},
};
use crate::{Actor, Error, Problems, Result, Services, db};

/// A registration as its person and staff see it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// As stored.
    pub registration: registration::Model,
    /// Its session.
    pub session: information_session::Model,
    /// What happened to it, the newest last.
    pub events: Vec<registration_event::Model>,
    /// On the waiting list: how many parties stand before it.
    pub before: usize,
    /// The path of the person's page.
    pub path: String,
}

/// Who acts on a registration.
#[derive(Clone, Copy)]
enum By {
    Person,
    Staff(Uuid),
}

impl By {
    fn staff(self) -> Option<Uuid> {
        match self {
            By::Person => None,
            By::Staff(id) => Some(id),
        }
    }
}

/// The registration of a secret link.
pub async fn of_link(services: &Services, token: &str) -> Result<Shown> {
    let row = links::find(services, token).await?;
    shown(services, row).await
}

/// A registration. For those who hold sessions.
pub async fn get(actor: &Actor, services: &Services, id: RegistrationId) -> Result<Shown> {
    actor.require(COORDINATING)?;
    let row = registration::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    shown(services, row).await
}

async fn shown(services: &Services, row: registration::Model) -> Result<Shown> {
    let db = services.db.read();
    let session = sessions::find(services, row.session_id).await?;
    let events = registration_event::Entity::find()
        .filter(registration_event::Column::RegistrationId.eq(row.id))
        .order_by_asc(registration_event::Column::Id)
        .all(db)
        .await?;
    let before = if row.state == RegistrationState::Waiting {
        use sea_orm::PaginatorTrait;
        registration::Entity::find()
            .filter(registration::Column::SessionId.eq(row.session_id))
            .filter(registration::Column::State.eq(RegistrationState::Waiting))
            .filter(registration::Column::Number.lt(row.number))
            .count(db)
            .await?
    } else {
        0
    };
    Ok(Shown {
        path: links::path(services, row.id)?,
        before: usize::try_from(before).unwrap_or_default(),
        registration: row,
        session,
        events,
    })
}

/// What a person or staff change.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeForm {
    /// The name.
    pub name: String,
    /// Its reading.
    pub reading: String,
    /// A telephone number.
    pub phone: String,
    /// A mail address.
    pub mail: String,
    /// How many people.
    pub party: String,
    /// What somebody would like to ask.
    pub question: String,
    /// What somebody needs.
    pub needs: String,
}

/// Takes a registration back, by its link. Again is harmless.
pub async fn cancel_by_link(services: &Services, token: &str) -> Result<()> {
    let row = links::find(services, token).await?;
    cancel(services, row.session_id, row.id, By::Person).await
}

/// Takes a registration back for its person. For those who hold sessions.
pub async fn cancel_by_staff(actor: &Actor, services: &Services, id: RegistrationId) -> Result<()> {
    actor.require(COORDINATING)?;
    let session = session_of(services, id).await?;
    cancel(services, session, id, By::Staff(actor.id)).await
}

/// Keeps the seats that a party moved up to, by its link. Again is harmless.
pub async fn confirm_by_link(services: &Services, token: &str) -> Result<()> {
    let row = links::find(services, token).await?;
    confirm(services, row.session_id, row.id, By::Person).await
}

/// Keeps them for somebody who said so. For those who hold sessions.
pub async fn confirm_by_staff(actor: &Actor, services: &Services, id: RegistrationId) -> Result<()> {
    actor.require(COORDINATING)?;
    let session = session_of(services, id).await?;
    confirm(services, session, id, By::Staff(actor.id)).await
}

/// Changes a registration, by its link.
pub async fn change_by_link(services: &Services, token: &str, form: &ChangeForm) -> Result<()> {
    let row = links::find(services, token).await?;
    change(services, row.session_id, row.id, form, By::Person).await
}

/// Changes it for its person. For those who hold sessions.
pub async fn change_by_staff(
    actor: &Actor,
    services: &Services,
    id: RegistrationId,
    form: &ChangeForm,
) -> Result<()> {
    actor.require(COORDINATING)?;
    let session = session_of(services, id).await?;
    change(services, session, id, form, By::Staff(actor.id)).await
}

/// Writes down that somebody told the person how the registration stands. For those who hold sessions.
pub async fn told(actor: &Actor, services: &Services, id: RegistrationId) -> Result<()> {
    actor.require(COORDINATING)?;
    let session = session_of(services, id).await?;
    let tx = services.db.begin().await?;
    let held = seats::hold(&tx, session).await?;
    let row = row(&held, id).await?;
    if row.told_at.is_some() {
        return Ok(());
    }
    note(&tx, id, RegistrationEvent::Told, row.party, Some(actor.id)).await?;
    let mut row = row.into_active_model();
    row.told_at = Set(Some(held.now));
    row.told_by = Set(Some(actor.id));
    row.update(&tx).await?;
    Ok(tx.commit().await?)
}

async fn session_of(services: &Services, id: RegistrationId) -> Result<InformationSessionId> {
    Ok(registration::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?
        .session_id)
}

/// The registration as it is under the lock.
async fn row(held: &Held<'_>, id: RegistrationId) -> Result<registration::Model> {
    registration::Entity::find_by_id(id)
        .one(held.tx)
        .await?
        .filter(|row| row.session_id == held.session.id && row.removed_at.is_none())
        .ok_or(Error::NotFound)
}

async fn cancel(
    services: &Services,
    session: InformationSessionId,
    id: RegistrationId,
    by: By,
) -> Result<()> {
    let tx = services.db.begin().await?;
    let held = seats::hold(&tx, session).await?;
    let row = row(&held, id).await?;
    if !row.state.is_open() {
        return Ok(());
    }
    if held.now >= held.session.ends_at {
        return Err(over());
    }
    note(&tx, id, RegistrationEvent::Cancelled, row.party, by.staff()).await?;
    let mut row = row.into_active_model();
    row.state = Set(RegistrationState::Cancelled);
    row.offered_until = Set(None);
    row.told_at = Set(Some(held.now));
    row.changed_at = Set(held.now);
    row.update(&tx).await?;
    held.fill().await?;
    Ok(tx.commit().await?)
}

async fn confirm(
    services: &Services,
    session: InformationSessionId,
    id: RegistrationId,
    by: By,
) -> Result<()> {
    let tx = services.db.begin().await?;
    let held = seats::hold(&tx, session).await?;
    let row = row(&held, id).await?;
    match row.state {
        RegistrationState::Registered => return Ok(()),
        RegistrationState::Offered => {}
        RegistrationState::Waiting | RegistrationState::Cancelled | RegistrationState::Lapsed => {
            // What ran out a moment ago is given up for good.
            let refused = Error::refused(
                "確かめの期限が過ぎたので、席は次の人に回りました。もう一度申しこめます。",
                "The time to confirm has passed, and the seats went to the next one. You can register again.",
            );
            tx.commit().await?;
            return Err(refused);
        }
    }
    note(&tx, id, RegistrationEvent::Confirmed, row.party, by.staff()).await?;
    let mut row = row.into_active_model();
    row.state = Set(RegistrationState::Registered);
    row.offered_until = Set(None);
    row.told_at = Set(Some(held.now));
    row.told_by = Set(by.staff());
    row.changed_at = Set(held.now);
    row.update(&tx).await?;
    Ok(tx.commit().await?)
}

fn over() -> Error {
    Error::refused("この説明会は終わりました。", "This session is over.")
}

async fn change(
    services: &Services,
    session: InformationSessionId,
    id: RegistrationId,
    form: &ChangeForm,
    by: By,
) -> Result<()> {
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
    let (phone, mail) = (form.phone.trim(), form.mail.trim());
    if phone.is_empty() && mail.is_empty() && by.staff().is_none() {
        problems.add(
            "phone",
            "電話番号かメールアドレスの、どちらかを入れてください。",
            "Please enter a telephone number or an e-mail address; one is enough.",
        );
    }
    let party = problems.number("party", &form.party, 1, i32::try_from(PARTY_MOST).unwrap_or(1));
    for (field, text, most) in [
        ("name", &form.name, 100),
        ("reading", &form.reading, 100),
        ("phone", &form.phone, 100),
        ("mail", &form.mail, 100),
        ("question", &form.question, 1_000),
        ("needs", &form.needs, 1_000),
    ] {
        problems.at_most(field, text, most);
    }
    problems.done()?;
    let tx = services.db.begin().await?;
    let held = seats::hold(&tx, session).await?;
    let row = row(&held, id).await?;
    if !row.state.is_open() {
        return Err(Error::refused(
            "この申しこみは、もう取り消されています。",
            "This registration has been taken back.",
        ));
    }
    if held.now >= held.session.ends_at || held.session.state != SessionState::Published {
        return Err(over());
    }
    let said = (
        name.as_str(),
        form.reading.trim(),
        phone,
        mail,
        party,
        form.question.trim(),
        form.needs.trim(),
    );
    let known = (
        row.name.as_str(),
        row.reading.as_str(),
        row.phone.as_str(),
        row.mail.as_str(),
        row.party,
        row.question.as_str(),
        row.needs.as_str(),
    );
    // The same form sent again says nothing new.
    if said == known {
        return Ok(());
    }
    let more = people(party).saturating_sub(people(row.party));
    let free = held.free().await?;
    let fits = if row.state.is_seated() {
        more <= free
    } else {
        people(party) <= held.capacity()
    };
    if !fits {
        return Err(Error::field(
            "party",
            format!("あいている席は {free} です。"),
            format!("Free seats: {free}."),
        ));
    }
    if row.state.is_seated() && more > 0 {
        held.goes_past(free).await?;
    }
    note(&tx, id, RegistrationEvent::Changed, party, by.staff()).await?;
    let mut row = row.into_active_model();
    row.name_folded = Set(fold_name(&name));
    row.reading_folded = Set(fold_name(&form.reading));
    row.phone_folded = Set(fold_phone(phone));
    row.name = Set(name);
    row.reading = Set(form.reading.trim().to_owned());
    row.phone = Set(phone.to_owned());
    row.mail = Set(mail.to_owned());
    row.party = Set(party);
    row.question = Set(form.question.trim().to_owned());
    row.needs = Set(form.needs.trim().to_owned());
    row.changed_at = Set(db::now());
    row.update(&tx).await?;
    // Fewer people leave seats; a smaller party may fit now.
    held.fill().await?;
    Ok(tx.commit().await?)
}
