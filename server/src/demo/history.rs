//! Writes the story in the order of its time, so that each decision and each packet rests on what was
//! there at its moment, and on nothing that came later.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Lang, identity::Role, matching::PacketField, readiness};
use uuid::Uuid;

use super::{cast::COORDINATOR, clock::key, facts::Facts, ready::Signing, work::Sending};
use crate::{
    Actor, Result, Services,
    catalog::RuleRevision,
    identity::tables::provision,
    matching::{
        openings, packet, received,
        sending::DAYS,
        tables::{referral, referral_answer},
    },
    readiness::decisions::{Draft, keep, pin},
};

/// Writes everything; one transaction for each moment at which something is signed or sent.
pub(super) async fn write(
    services: &Services,
    mut facts: Facts,
    rule: &RuleRevision,
    coordinator: Uuid,
    signings: &[Signing],
    sendings: &[Sending],
) -> Result<()> {
    let actor = Actor {
        id: coordinator,
        sign_in: Uuid::nil(),
        name: COORDINATOR.name.to_owned(),
        roles: vec![Role::Coordinator],
        lang: Lang::Ja,
        own_device: false,
    };
    let moments: BTreeSet<DateTime<Utc>> = signings
        .iter()
        .map(|it| it.at)
        .chain(sendings.iter().map(|it| it.at))
        .collect();
    let mut pinned = Vec::new();
    for at in moments {
        let tx = services.db.begin().await?;
        facts.write_until(&tx, at).await?;
        for (draft, pinned) in pinned.drain(..) {
            keep(&services.keys, &tx, rule, draft, pinned).await?;
        }
        tx.commit().await?;
        for signing in signings.iter().filter(|it| it.at == at) {
            let draft = Draft {
                key: key(at),
                person: signing.person,
                verdict: signing.verdict,
                reason: signing.reason,
                by: coordinator,
                at,
                until: signing
                    .until
                    .or_else(|| readiness::valid_until(signing.verdict, at, &rule.rule.sign_off)),
            };
            pinned.push((draft, pin(services, rule, signing.person, at).await?));
        }
        for sending in sendings.iter().filter(|it| it.at == at) {
            send(services, &mut facts, &actor, sending).await?;
        }
    }
    let tx = services.db.begin().await?;
    facts.write_until(&tx, DateTime::<Utc>::MAX_UTC).await?;
    for (draft, pinned) in pinned {
        keep(&services.keys, &tx, rule, draft, pinned).await?;
    }
    tx.commit().await.map_err(Into::into)
}

/// The referral with the packet of that day, and what the employer did with it.
async fn send(services: &Services, facts: &mut Facts, actor: &Actor, sending: &Sending) -> Result<()> {
    let opening = openings::get(actor, services, sending.opening).await?;
    let fields: BTreeSet<PacketField> = PacketField::ALL
        .into_iter()
        .filter(|field| *field != PacketField::Email)
        .collect();
    let mut packet = packet::build(services, &opening, sending.person, &fields, "selection").await?;
    packet.made_on = sending.at.with_timezone(&services.config.zone).date_naive();
    let (person, by) = (sending.person, Some(actor.id));
    let job = format!("{}: {}", packet.employer, packet.opening);
    facts.note(
        sending.at,
        by,
        "referral.sent",
        person,
        format!("{job} ({})", PacketField::store(&fields)),
    );
    if let Some(at) = sending.opened_at {
        facts.note(
            at,
            None,
            received::OPENED,
            person,
            format!("{} {job}", sending.id),
        );
    }
    if let Some((answer, _, at)) = sending.answer {
        facts.note(
            at,
            None,
            "referral.answered",
            person,
            format!("{} {answer}", sending.id),
        );
    }
    if let Some((answer, note, at)) = sending.answer {
        facts.answers.push(referral_answer::Model {
            id: key(at),
            referral_id: sending.id,
            answer,
            note: note.to_owned(),
            at,
        });
    }
    let employer = &opening.employer;
    facts.provisions.push(provision::Model {
        id: sending.id,
        person_id: person,
        person_name: packet.name.clone().unwrap_or_default(),
        at: sending.at,
        recipient: employer.name.clone(),
        recipient_address: employer.address.clone().unwrap_or_default(),
        recipient_representative: employer.representative.clone().unwrap_or_default(),
        items: PacketField::store(&fields),
        purpose: packet.purpose.clone(),
        basis: "consent".to_owned(),
        consent_id: Some(sending.consent),
        given_by: by,
    });
    facts.referrals.push(referral::Model {
        id: sending.id,
        opening_id: sending.opening,
        person_id: person,
        consent_id: sending.consent,
        packet: packet.store()?,
        token_hash: sending.token.hash(),
        created_by: actor.id,
        created_at: sending.at,
        expires_at: sending.at + TimeDelta::days(DAYS),
        opened_at: sending.opened_at,
        answer: sending.answer.map(|(answer, ..)| answer),
        answer_note: sending
            .answer
            .map(|(_, note, _)| note.to_owned())
            .unwrap_or_default(),
        answered_at: sending.answer.map(|(.., at)| at),
    });
    Ok(())
}
