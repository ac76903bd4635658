//! The employer's side: who holds the link opens the packet and answers, without an account. The consent
//! is asked at every read. Opening is an act of a person on the page, and each one is written down for the
//! learner; a program that follows the link (a mail scanner, a preview) sees no packet and opens nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{events::Event, matching::Answer};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    consents,
    packet::Packet,
    tables::{consent, opening, placement, referral, referral_answer},
};
use crate::{
    Error, Result, Services, db,
    forms::chosen,
    identity::{Token, audit, people, tables::person},
};

/// The action of the audit entry for each opening of a packet; its detail begins with the referral's id.
pub const OPENED: &str = "packet.opened";

/// A packet, as its receiver sees it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The packet in its stored form.
    pub packet: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
    /// Every answer so far, the newest first.
    pub answers: Vec<Answered>,
    /// Placed: the answer no longer changes.
    pub placed: bool,
}

/// Who is asked to open the packet: what stands on the page before it is opened.
#[derive(Clone, Debug)]
pub struct Addressed {
    /// The company.
    pub employer: String,
    /// The job.
    pub opening: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

/// What purposes the proof of an opening is signed for.
const PROOF: &str = "packet opened 1";

/// To whom the packet behind a link goes. Nothing of it is shown, and nothing is written down.
pub async fn addressed(services: &Services, token: &str) -> Result<Addressed> {
    let row = find(services.db.read(), token).await?;
    let packet = Packet::read(&row.packet)?;
    Ok(Addressed {
        employer: packet.employer,
        opening: packet.opening,
        expires_at: row.expires_at,
    })
}

/// Opens the packet behind a link, and writes down that it was opened. Gives the proof with which
/// [`read`] shows it.
pub async fn open(services: &Services, token: &str) -> Result<String> {
    let tx = services.db.begin().await?;
    let row = find(&tx, token).await?;
    let row = db::lock::<referral::Entity>(&tx, row.id).await?;
    let proof = prove(services, &row)?;
    note_opened(&tx, row).await?;
    tx.commit().await?;
    Ok(proof)
}

async fn note_opened(tx: &DatabaseTransaction, row: referral::Model) -> Result<()> {
    let packet = Packet::read(&row.packet)?;
    let detail = format!("{} {}: {}", row.id, packet.employer, packet.opening);
    audit::record(tx, None, OPENED, Some(row.person_id), detail).await?;
    if row.opened_at.is_none() {
        let mut row = row.into_active_model();
        row.opened_at = Set(Some(db::now()));
        row.update(tx).await?;
    }
    Ok(())
}

fn prove(services: &Services, row: &referral::Model) -> Result<String> {
    let id = row.id.to_string();
    services
        .keys
        .sign(PROOF, &[id.as_bytes(), row.token_hash.as_bytes()])
}

/// The packet behind a link, for a browser that has opened it; none for any other.
pub async fn read(services: &Services, token: &str, proof: &str) -> Result<Option<Received>> {
    let db = services.db.read();
    let row = find(db, token).await?;
    let id = row.id.to_string();
    let parts = [id.as_bytes(), row.token_hash.as_bytes()];
    if proof.is_empty() || !services.keys.verifies(proof, PROOF, &parts)? {
        return Ok(None);
    }
    Ok(Some(Received {
        placed: placed(db, row.id).await?,
        answers: answers(db, &[row.id]).await?.remove(&row.id).unwrap_or_default(),
        packet: row.packet,
        expires_at: row.expires_at,
    }))
}

/// What an employer answered once.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// What was written with it.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every answer to referrals, by referral, the newest first.
pub(super) async fn answers<C: ConnectionTrait>(
    db: &C,
    referrals: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Answered>>> {
    let rows = referral_answer::Entity::find()
        .filter(referral_answer::Column::ReferralId.is_in(referrals.iter().copied()))
        .order_by_desc(referral_answer::Column::At)
        .order_by_desc(referral_answer::Column::Id)
        .all(db)
        .await?;
    let mut answers: HashMap<Uuid, Vec<Answered>> = HashMap::new();
    for row in rows {
        answers.entry(row.referral_id).or_default().push(Answered {
            answer: row.answer,
            note: row.note,
            at: row.at,
        });
    }
    Ok(answers)
}

/// What an employer answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerForm {
    /// The answer.
    #[serde(deserialize_with = "chosen")]
    pub answer: Option<Answer>,
    /// A few words with it.
    pub note: String,
}

/// Keeps the employer's answer beside the earlier ones, under the form's key: sent twice, it is kept once.
/// The latest counts, until the person is placed. Who answers has opened the packet. Gives the proof with
/// which [`read`] shows it.
pub async fn answer(services: &Services, token: &str, key: Uuid, form: AnswerForm) -> Result<String> {
    let tx = services.db.begin().await?;
    let row = find(&tx, token).await?;
    let row = db::lock::<referral::Entity>(&tx, row.id).await?;
    let proof = prove(services, &row)?;
    if placed(&tx, row.id).await? {
        return Err(Error::refused(
            "仕事が始まることに決まったので、答えはもう変えられません。変えたいことは、教室にご連絡ください。",
            "The work has been arranged, so the answer can no longer be changed here. Please contact the classroom.",
        ));
    }
    let Some(answer) = form.answer else {
        return Err(Error::field(
            "answer",
            "答えを選んでください。",
            "Please choose an answer.",
        ));
    };
    let note = form.note.trim();
    if note.chars().count() > 2000 {
        return Err(Error::field(
            "note",
            "2000 字までにしてください。",
            "Please keep to 2000 letters.",
        ));
    }
    if referral_answer::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(proof);
    }
    let now = db::now();
    let (id, person) = (row.id, row.person_id);
    let named = opening::Entity::find_by_id(row.opening_id).one(&tx).await?;
    let told = Event::CompanyAnswered {
        referral: id,
        person,
        sender: row.created_by,
        opening: named.map(|opening| opening.title).unwrap_or_default(),
        answer: answer.code().to_owned(),
    };
    if row.opened_at.is_none() {
        note_opened(&tx, row.clone()).await?;
    }
    referral_answer::Model {
        id: key,
        referral_id: id,
        answer,
        note: note.to_owned(),
        at: now,
    }
    .into_active_model()
    .insert(&tx)
    .await?;
    // The latest stands in the referral, too: lists ask for it.
    let mut row = row.into_active_model();
    row.answer = Set(Some(answer));
    row.answer_note = Set(note.to_owned());
    row.answered_at = Set(Some(now));
    row.update(&tx).await?;
    audit::record(
        &tx,
        None,
        "referral.answered",
        Some(person),
        format!("{id} {}", answer.code()),
    )
    .await?;
    let news = (services.above.notify)(&tx, None, &told).await?;
    tx.commit().await?;
    news.arrived(services);
    Ok(proof)
}

/// The referral behind a link, when its packet may be read at this moment.
async fn find<C: ConnectionTrait>(db: &C, token: &str) -> Result<referral::Model> {
    let row = referral::Entity::find()
        .filter(referral::Column::TokenHash.eq(Token::hash_of(token)))
        .one(db)
        .await?
        .ok_or_else(|| {
            Error::refused(
                "このリンクは正しくありません。届いたリンクの全部が入っているか、お確かめください。新しいリンクに替わったときは、前のリンクは使えません。",
                "This link is not right. Please check that you have all of it. A link that was replaced no longer works.",
            )
        })?;
    let consent = consent::Entity::find_by_id(row.consent_id).one(db).await?;
    if consent
        .as_ref()
        .is_none_or(|consent| consent.withdrawn_at.is_some())
    {
        return Err(Error::refused(
            "ご本人が公開を取りやめたため、この書類は見られません。くわしくは、教室にお問い合わせください。",
            "The person has withdrawn permission, so this document can no longer be seen. Please ask the classroom.",
        ));
    }
    let person = person::Entity::find_by_id(row.person_id).filter(people::here());
    if person.one(db).await?.is_none() {
        // Whoever cannot sign in could not withdraw the consent, either.
        return Err(Error::refused(
            "この書類は、いまは見られません。くわしくは、教室にお問い合わせください。",
            "This document cannot be seen at present. Please ask the classroom.",
        ));
    }
    let now = db::now();
    if now >= row.expires_at || !consent.is_some_and(|consent| consents::holds(&consent, now)) {
        return Err(Error::refused(
            "このリンクの期限は切れました。必要なときは、教室に新しいリンクをお頼みください。",
            "This link has expired. If you need it, please ask the classroom for a new one.",
        ));
    }
    Ok(row)
}

async fn placed<C: ConnectionTrait>(db: &C, referral: Uuid) -> Result<bool> {
    Ok(placement::Entity::find()
        .filter(placement::Column::ReferralId.eq(referral))
        .one(db)
        .await?
        .is_some())
}
