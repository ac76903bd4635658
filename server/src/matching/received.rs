//! The employer's side: who holds the link sees the packet and answers, without an account. The
//! consent is asked at every read; each opening of the packet is written down for the learner.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};
use uuid::Uuid;

use super::{
    consents,
    packet::Packet,
    referrals::Answer,
    tables::{consent, placement, referral},
};
use crate::{
    Error, Result, Services, db,
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
    /// The answer so far.
    pub answer: Option<Answer>,
    /// What was written with it.
    pub answer_note: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Placed: the answer no longer changes.
    pub placed: bool,
}

/// Opens the packet behind a link, and writes down that it was opened.
pub async fn open(services: &Services, token: &str) -> Result<Received> {
    let tx = services.db.begin().await?;
    let row = find(&tx, token).await?;
    let placed = placed(&tx, row.id).await?;
    let packet = Packet::read(&row.packet)?;
    let detail = format!("{} {}: {}", row.id, packet.employer, packet.opening);
    audit::record(&tx, None, OPENED, Some(row.person_id), detail).await?;
    let received = Received {
        packet: row.packet.clone(),
        expires_at: row.expires_at,
        answer: row.answer.as_deref().and_then(|word| word.parse::<Answer>().ok()),
        answer_note: row.answer_note.clone(),
        answered_at: row.answered_at,
        placed,
    };
    if row.opened_at.is_none() {
        let mut row = row.into_active_model();
        row.opened_at = Set(Some(db::now()));
        row.update(&tx).await?;
    }
    tx.commit().await?;
    Ok(received)
}

/// Keeps the employer's answer. It may be changed until the person is placed.
pub async fn answer(services: &Services, token: &str, answer: &str, note: &str) -> Result<()> {
    let tx = services.db.begin().await?;
    let row = find(&tx, token).await?;
    if placed(&tx, row.id).await? {
        return Err(Error::refused(
            "仕事が始まることに決まったので、答えはもう変えられません。変えたいことは、教室にご連絡ください。",
            "The work has been arranged, so the answer can no longer be changed here. Please contact the classroom.",
        ));
    }
    let Ok(answer) = answer.parse::<Answer>() else {
        return Err(Error::field(
            "answer",
            "答えを選んでください。",
            "Please choose an answer.",
        ));
    };
    let note = note.trim();
    if note.chars().count() > 2000 {
        return Err(Error::field(
            "note",
            "2000 字までにしてください。",
            "Please keep to 2000 letters.",
        ));
    }
    let (id, person) = (row.id, row.person_id);
    let mut row = row.into_active_model();
    row.answer = Set(Some(answer.code().to_owned()));
    row.answer_note = Set(note.to_owned());
    row.answered_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(
        &tx,
        None,
        "referral.answered",
        Some(person),
        format!("{id} {}", answer.code()),
    )
    .await?;
    Ok(tx.commit().await?)
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
