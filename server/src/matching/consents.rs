//! The learner's permission: one opening under the terms that were read, chosen fields, one purpose, an
//! end. Withdrawn at any time, and then every packet sent under it is closed at once.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{identity::Role, matching::PacketField};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    openings::{self, OpeningRow, Terms},
    packet::{self, Packet},
    tables::{consent, opening},
    words,
};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, made_links},
};

/// Whether a consent holds at a moment. What it is for, see [`agreement`].
pub fn holds(consent: &consent::Model, now: DateTime<Utc>) -> bool {
    consent.withdrawn_at.is_none() && consent.given_at <= now && now < consent.expires_at
}

/// Whether a consent waits for a second person of the staff.
pub fn awaits_second(consent: &consent::Model) -> bool {
    consent.awaits_second == Some(true) && consent.confirmed_at.is_none()
}

/// What a learner's latest consent for an opening comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The packet may be sent.
    Holds,
    /// Pay, place or hours have changed since: the learner is asked again.
    TermsChanged,
    /// It was given soon after the password was chosen with a link that staff made: a second person of the
    /// staff asks the learner first (`second`).
    AwaitsSecond,
}

/// What a consent that has not ended comes to for an opening as it is now; none where it is for another
/// opening or has ended.
pub(crate) fn agreement(
    consent: &consent::Model,
    opening: &opening::Model,
    now: DateTime<Utc>,
) -> Result<Option<Agreement>> {
    if !holds(consent, now) || consent.opening_id != Some(opening.id) {
        return Ok(None);
    }
    let same = consent.employer_id == opening.employer_id && consent.terms == Some(Terms::stored(opening)?);
    Ok(Some(match (same, awaits_second(consent)) {
        (false, _) => Agreement::TermsChanged,
        (true, true) => Agreement::AwaitsSecond,
        (true, false) => Agreement::Holds,
    }))
}

/// What the learner chose.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsentForm {
    /// What may be seen.
    pub fields: Vec<PacketField>,
    /// A code of `words::PURPOSES`.
    pub purpose: String,
    /// How many days it holds; one of `words::CONSENT_DAYS`.
    pub days: Option<i64>,
    /// The opening's terms as the form showed them; empty where it was made elsewhere.
    pub terms: String,
}

impl ConsentForm {
    fn checked(&self) -> Result<(BTreeSet<PacketField>, String, i64)> {
        let mut problems = Problems::new();
        let fields: BTreeSet<PacketField> = self.fields.iter().copied().collect();
        if fields.is_empty() {
            problems.add(
                "fields",
                "見せるものを 1 つ以上選んでください。",
                "Please choose at least one thing to show.",
            );
        }
        if !words::PURPOSES.iter().any(|(code, ..)| *code == self.purpose) {
            problems.add("purpose", "目的を選んでください。", "Please choose the purpose.");
        }
        let days = self
            .days
            .filter(|days| words::CONSENT_DAYS.contains(days))
            .unwrap_or_else(|| {
                problems.add(
                    "days",
                    "いつまでかを選んでください。",
                    "Please choose until when.",
                );
                0
            });
        problems.done()?;
        Ok((fields, self.purpose.clone(), days))
    }
}

/// Exactly what the employer would see if the learner agreed so.
pub async fn preview(
    actor: &Actor,
    services: &Services,
    opening: Uuid,
    form: &ConsentForm,
) -> Result<Packet> {
    actor.require(&[Role::Learner])?;
    let (fields, purpose, _) = form.checked()?;
    let opening = openings::find(services, opening).await?;
    packet::build(services, &opening, actor.id, &fields, &purpose).await
}

/// Everything that could be shown, for the learner to choose from.
pub async fn everything(actor: &Actor, services: &Services, opening: Uuid) -> Result<Packet> {
    actor.require(&[Role::Learner])?;
    let opening = openings::find(services, opening).await?;
    packet::build(
        services,
        &opening,
        actor.id,
        &PacketField::ALL.into_iter().collect(),
        "",
    )
    .await
}

/// Gives consent for an opening, under the form's key: sent twice, it is given once. Refused where the
/// opening's terms are no longer the ones that the form showed.
pub async fn give(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    opening: Uuid,
    form: &ConsentForm,
) -> Result<()> {
    actor.require(&[Role::Learner])?;
    let (fields, purpose, days) = form.checked()?;
    let tx = services.db.begin().await?;
    // The opening's terms stay as they are until the consent is written.
    let opening = db::lock::<opening::Entity>(&tx, opening).await?;
    if consent::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let terms = Terms::stored(&opening)?;
    if !form.terms.is_empty() && form.terms != terms {
        return Err(Error::refused(
            "この仕事の給料・場所・時間が、いま変わりました。下の新しい内容を読んで、もう一度選んでください。まだ何も見せていません。",
            "The pay, place or hours of this job have just changed. Please read them again below, and choose again. Nothing has been shown.",
        ));
    }
    let makers = made_links::makers(&tx, actor.id, db::now()).await?;
    let row = consent::Model {
        id: key,
        person_id: actor.id,
        employer_id: opening.employer_id,
        fields: PacketField::store(&fields),
        purpose,
        given_at: db::now(),
        expires_at: services
            .config
            .end_of(services.config.today() + TimeDelta::days(days)),
        withdrawn_at: None,
        opening_id: Some(opening.id),
        terms: Some(terms),
        awaits_second: (!makers.is_empty()).then_some(true),
        confirmed_by: None,
        confirmed_at: None,
    };
    let detail = format!("{}: {} ({days} d)", opening.title, row.fields);
    row.into_active_model().insert(&tx).await?;
    audit::record(&tx, Some(actor.id), "consent.given", Some(actor.id), detail).await?;
    Ok(tx.commit().await?)
}

/// Withdraws a consent of the acting person. Packets sent under it are closed from this moment.
pub async fn withdraw(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = db::lock::<consent::Entity>(&tx, id).await?;
    if row.person_id != actor.id {
        return Err(Error::NotFound);
    }
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let mut row = row.into_active_model();
    row.withdrawn_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "consent.withdrawn",
        Some(actor.id),
        id.to_string(),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// The latest consent of each person for an opening, with what it comes to now. An earlier one counts no
/// more, also where the latest was withdrawn.
pub(super) async fn latest<C: ConnectionTrait>(
    db: &C,
    opening: &opening::Model,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, (consent::Model, Agreement)>> {
    let now = db::now();
    let rows = consent::Entity::find()
        .filter(consent::Column::OpeningId.eq(opening.id))
        .filter(consent::Column::PersonId.is_in(persons.iter().copied()))
        .order_by_asc(consent::Column::GivenAt)
        .order_by_asc(consent::Column::Id)
        .all(db)
        .await?;
    let newest: HashMap<Uuid, consent::Model> = rows.into_iter().map(|row| (row.person_id, row)).collect();
    let mut agreed = HashMap::new();
    for (person, row) in newest {
        if let Some(agreement) = agreement(&row, opening, now)? {
            agreed.insert(person, (row, agreement));
        }
    }
    Ok(agreed)
}

/// The consent of each person under which a packet may be sent for an opening.
pub(crate) async fn holding<C: ConnectionTrait>(
    db: &C,
    opening: &opening::Model,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, consent::Model>> {
    Ok(latest(db, opening, persons)
        .await?
        .into_iter()
        .filter(|(_, (_, agreement))| *agreement == Agreement::Holds)
        .map(|(person, (row, _))| (person, row))
        .collect())
}

/// Of these openings, the ones for which a person's consent holds now.
pub(super) async fn openings_of(
    services: &Services,
    person: Uuid,
    openings: &[OpeningRow],
) -> Result<BTreeSet<Uuid>> {
    let now = db::now();
    let rows = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .filter(consent::Column::OpeningId.is_in(openings.iter().map(|row| row.opening.id)))
        .order_by_asc(consent::Column::GivenAt)
        .order_by_asc(consent::Column::Id)
        .all(services.db.read())
        .await?;
    let newest: HashMap<Option<Uuid>, consent::Model> =
        rows.into_iter().map(|row| (row.opening_id, row)).collect();
    let mut agreed = BTreeSet::new();
    for row in openings {
        if let Some(consent) = newest.get(&Some(row.opening.id))
            && agreement(consent, &row.opening, now)? == Some(Agreement::Holds)
        {
            agreed.insert(row.opening.id);
        }
    }
    Ok(agreed)
}

/// The latest consent of the acting person for an opening that has not ended, and what it comes to.
pub async fn mine(
    actor: &Actor,
    services: &Services,
    opening: &OpeningRow,
) -> Result<Option<(consent::Model, Agreement)>> {
    Ok(latest(services.db.read(), &opening.opening, &[actor.id])
        .await?
        .remove(&actor.id))
}
