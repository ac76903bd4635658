//! Sending a packet: it leaves only with a consent that holds, and only as it was previewed.

use chrono::TimeDelta;
use domain::identity::{Role, policy::Field};
use domain::matching::PacketField;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter,
};
use uuid::Uuid;

use super::{
    consents::{self, Agreement},
    openings::{self, OpeningRow},
    packet,
    referrals::{self, ReferralState},
    tables::{consent, opening, placement, referral},
};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{
        Token, audit,
        own_data::provisions::{self, Given, Recipient},
        people, reading,
    },
};

/// How long a link is good for, in days.
pub const DAYS: i64 = 14;

/// What would be sent.
#[derive(Clone, Debug)]
pub struct Preview {
    /// For which job.
    pub opening: OpeningRow,
    /// Whose packet.
    pub person: String,
    /// The learner's latest consent for the opening, and what it comes to; none where it has ended.
    pub consent: Option<(consent::Model, Agreement)>,
    /// The packet in its stored form; none without consent.
    pub packet: Option<String>,
    /// A referral that was sent already and is not over.
    pub sent: Option<(Uuid, ReferralState)>,
}

/// The packet as the employer would see it. For those who match.
pub async fn preview(actor: &Actor, services: &Services, opening: Uuid, person: Uuid) -> Result<Preview> {
    actor.require(&Role::COORDINATING)?;
    let name = people::name(actor, services, person).await?;
    reading::note(actor, services, &[person], &[Field::Matching]).await?;
    let opening = openings::find(services, opening).await?;
    let consent = consents::latest(services.db.read(), &opening.opening, &[person])
        .await?
        .remove(&person);
    let packet = match &consent {
        Some((consent, Agreement::Holds)) => Some(assemble(services, &opening, consent).await?),
        Some((_, Agreement::TermsChanged | Agreement::AwaitsSecond)) | None => None,
    };
    let sent = referrals::states(services, referral::Column::PersonId.eq(person))
        .await?
        .remove(&(person, opening.opening.id))
        .filter(|(_, state)| !state.is_over());
    Ok(Preview {
        opening,
        person: name,
        consent,
        packet,
        sent,
    })
}

async fn assemble(services: &Services, opening: &OpeningRow, consent: &consent::Model) -> Result<String> {
    let fields = PacketField::list(&consent.fields);
    packet::build(services, opening, consent.person_id, &fields, &consent.purpose)
        .await?
        .store()
}

/// Sends the packet whose fingerprint was previewed, under the form's key. Gives the path of the link
/// to hand over; it is shown once, for the database keeps only its hash.
pub async fn send(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    opening: Uuid,
    person: Uuid,
    fingerprint: &str,
) -> Result<String> {
    actor.require(&Role::COORDINATING)?;
    actor.require_other(person)?;
    let preview = preview(actor, services, opening, person).await?;
    let Some(((consent, _), packet)) = preview.consent.zip(preview.packet) else {
        return Err(no_consent());
    };
    if !preview.opening.is_open(services.config.today()) {
        return Err(Error::refused(
            "この求人は締め切られています。",
            "This opening is closed.",
        ));
    }
    if preview.opening.free() == 0 {
        return Err(Error::refused(
            "この求人の席は全部うまっています。",
            "Every seat of this opening is taken.",
        ));
    }
    if preview.sent.is_some() {
        return Err(sent_already());
    }
    if packet::fingerprint(&packet) != fingerprint {
        return Err(Error::refused(
            "送る内容が、確かめたときから変わりました。下の内容をもう一度確かめて、送ってください。まだ何も送っていません。",
            "What would be sent has changed since you checked it. Please check it again below. Nothing has been sent.",
        ));
    }
    let token = Token::new()?;
    let now = db::now();
    let row = referral::Model {
        id: key,
        opening_id: opening,
        person_id: person,
        consent_id: consent.id,
        packet,
        token_hash: token.hash(),
        created_by: actor.id,
        created_at: now,
        expires_at: now + TimeDelta::days(DAYS),
        opened_at: None,
        answer: None,
        answer_note: String::new(),
        answered_at: None,
    };
    let tx = services.db.begin().await?;
    // Asked again where it counts, with the opening held: the consent may have been withdrawn, the pay
    // changed, or a colleague have sent it while the page was open.
    let held = db::lock::<opening::Entity>(&tx, opening).await?;
    if !still_holds(&tx, consent.id, &held).await? {
        return Err(no_consent());
    }
    if referral::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Err(Error::refused(
            "もう送ってあります。",
            "This has been sent already.",
        ));
    }
    if is_under_way(&tx, opening, person).await? {
        return Err(sent_already());
    }
    let detail = format!(
        "{}: {} ({})",
        preview.opening.employer.name, preview.opening.opening.title, consent.fields
    );
    row.into_active_model().insert(&tx).await?;
    let employer = &preview.opening.employer;
    let given = Given {
        id: key,
        person,
        recipient: Recipient {
            name: employer.name.clone(),
            address: employer.address.clone().unwrap_or_default(),
            representative: employer.representative.clone().unwrap_or_default(),
        },
        items: consent.fields.clone(),
        purpose: consent.purpose.clone(),
        consent: consent.id,
        by: actor.id,
    };
    provisions::record(&tx, given).await?;
    audit::record(&tx, Some(actor.id), "referral.sent", Some(person), detail).await?;
    tx.commit().await?;
    Ok(path(&token))
}

/// Makes a new link for a referral whose link was lost or has run out; the old one stops working.
pub async fn renew(actor: &Actor, services: &Services, id: Uuid) -> Result<String> {
    actor.require(&Role::COORDINATING)?;
    let token = Token::new()?;
    let tx = services.db.begin().await?;
    let row = db::lock::<referral::Entity>(&tx, id).await?;
    actor.require_other(row.person_id)?;
    let opening = db::lock::<opening::Entity>(&tx, row.opening_id).await?;
    if !still_holds(&tx, row.consent_id, &opening).await? {
        return Err(no_consent());
    }
    let person = row.person_id;
    let mut row = row.into_active_model();
    row.token_hash = Set(token.hash());
    row.expires_at = Set(db::now() + TimeDelta::days(DAYS));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "referral.renewed",
        Some(person),
        id.to_string(),
    )
    .await?;
    tx.commit().await?;
    Ok(path(&token))
}

fn path(token: &Token) -> String {
    format!("/packet/{}", token.as_str())
}

async fn still_holds(tx: &DatabaseTransaction, consent: Uuid, opening: &opening::Model) -> Result<bool> {
    match db::lock_if_any::<consent::Entity>(tx, consent).await? {
        Some(row) => Ok(consents::agreement(&row, opening, db::now())? == Some(Agreement::Holds)),
        None => Ok(false),
    }
}

/// Whether a referral of the person to the opening is not over.
async fn is_under_way(tx: &DatabaseTransaction, opening: Uuid, person: Uuid) -> Result<bool> {
    let rows = referral::Entity::find()
        .filter(referral::Column::OpeningId.eq(opening))
        .filter(referral::Column::PersonId.eq(person))
        .all(tx)
        .await?;
    for row in rows {
        let consent = consent::Entity::find_by_id(row.consent_id).one(tx).await?;
        let placed = placement::Entity::find()
            .filter(placement::Column::ReferralId.eq(row.id))
            .one(tx)
            .await?
            .is_some();
        if !referrals::state(&row, consent.as_ref(), placed, db::now()).is_over() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn sent_already() -> Error {
    Error::refused(
        "この人は、この求人にもう紹介されています。",
        "This person has been referred to this opening already.",
    )
}

fn no_consent() -> Error {
    Error::refused(
        "この仕事について見せてよいという、いまの条件での本人の同意がありません。まだ何も送っていません。先に、本人に同意をお願いしてください。",
        "There is no consent of the learner for this job as it is now. Nothing has been sent. Please ask the learner first.",
    )
}
