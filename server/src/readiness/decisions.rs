//! Decisions: a named person signs "ready", "not yet" or an exception. The row keeps the rule, the
//! evidence and the evaluation of that moment, so that anybody can follow it later.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use domain::{
    events::Event,
    identity::{Role, policy::Field},
    readiness::{self, Evidence, Refusal, Signer, Verdict},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{About, evaluate, evidence, replay, signature, standing, tables::decision};
use crate::{
    Actor, Error, Keys, Problems, Result, Services,
    catalog::{RuleRevision, tables::rule_revision},
    db,
    forms::chosen,
    identity::{audit, people, reading, tables::person},
};

/// A form that signs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignForm {
    /// The rule's hash that the page showed; empty: any.
    pub seen: String,
    /// What is decided.
    #[serde(deserialize_with = "chosen")]
    pub verdict: Option<Verdict>,
    /// Why.
    pub reason: String,
    /// The last day it holds, as `2026-12-31`; empty: as long as the rule says.
    pub until: String,
}

/// Signs a decision. The engine's recommendation binds only "ready": what is missing can be
/// overruled by an exception with a reason.
pub async fn sign(actor: &Actor, services: &Services, about: About<'_>, sign: SignForm) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let rule = evaluate::rule(services, about.rule_id)?;
    person::Entity::find_by_id(about.person)
        .one(services.db.read())
        .await?
        .filter(|person| person.erased_at.is_none())
        .ok_or(Error::NotFound)?;
    if !sign.seen.is_empty() && sign.seen != rule.hash {
        return Err(Error::refused(
            "このページを開いてから、規則が新しくなりました。新しい規則で見直してから署名してください。",
            "The rule has changed since this page was opened. Please look again before you sign.",
        ));
    }
    let Some(verdict) = sign.verdict else {
        return Err(Error::field(
            "verdict",
            "どれかを選んでください。",
            "Please choose one.",
        ));
    };
    // Each holds a connection and reads with another: never so many at once that none is left.
    let _turn = services.standings.signing.lock().await;
    // From here on nobody else checks, waives or signs about this person: what is read now is what the decision
    // rests on.
    let tx = services.db.begin().await?;
    db::lock::<person::Entity>(&tx, about.person).await?;
    let now = db::now();
    let pinned = pin(services, &rule, about.person, now).await?;
    readiness::check(
        &rule.rule.sign_off,
        verdict,
        pinned.evaluation.recommendation,
        &sign.reason,
        Signer {
            person: actor.id,
            roles: &actor.roles,
        },
        about.person,
        &readiness::assessors(&pinned.evidence),
    )
    .map_err(explain)?;
    let most = readiness::valid_until(verdict, now, &rule.rule.sign_off);
    let until = until(services, verdict, &sign.until, now, most)?;
    let kept = Draft {
        key: about.key,
        person: about.person,
        verdict,
        reason: &sign.reason,
        by: actor.id,
        at: now,
        until,
    };
    if !keep(&services.keys, &tx, &rule, kept, pinned).await? {
        return Ok(());
    }
    let told = Event::Decided {
        decision: about.key,
        person: about.person,
        rule: rule.rule.id.clone(),
    };
    let news = (services.above.notify)(&tx, Some(actor.id), &told).await?;
    tx.commit().await?;
    news.arrived(services);
    Ok(())
}

/// A decision about to be kept.
pub(crate) struct Draft<'a> {
    pub(crate) key: Uuid,
    pub(crate) person: Uuid,
    pub(crate) verdict: Verdict,
    pub(crate) reason: &'a str,
    pub(crate) by: Uuid,
    pub(crate) at: DateTime<Utc>,
    pub(crate) until: Option<DateTime<Utc>>,
}

/// What a decision rests on, in memory and as it is stored.
pub(crate) struct Pinned {
    evidence: Evidence,
    evidence_json: String,
    evaluation: readiness::Evaluation,
    evaluation_json: String,
}

/// The evidence and evaluation of a person at a moment.
pub(crate) async fn pin(
    services: &Services,
    rule: &RuleRevision,
    person: Uuid,
    at: DateTime<Utc>,
) -> Result<Pinned> {
    let evidence_json = serde_json::to_string(&evidence::of(services, &rule.rule, person).await?)?;
    // Read back what is stored, so that a replay starts from the very same numbers.
    let evidence: Evidence = serde_json::from_str(&evidence_json)?;
    let evaluation = readiness::evaluate(&rule.rule, &evidence, at);
    let evaluation_json = serde_json::to_string(&evaluation)?;
    Ok(Pinned {
        evidence,
        evidence_json,
        evaluation,
        evaluation_json,
    })
}

/// Writes a signed decision and its line in the audit trail; says whether it did. Does nothing when the key
/// is known.
pub(crate) async fn keep<C: ConnectionTrait>(
    keys: &Keys,
    tx: &C,
    rule: &RuleRevision,
    draft: Draft<'_>,
    pinned: Pinned,
) -> Result<bool> {
    if decision::Entity::find_by_id(draft.key).one(tx).await?.is_some() {
        return Ok(false);
    }
    let mut row = decision::Model {
        id: draft.key,
        person_id: draft.person,
        rule_id: rule.rule.id.clone(),
        rule_hash: rule.hash.clone(),
        verdict: draft.verdict,
        reason: draft.reason.trim().to_owned(),
        evidence: pinned.evidence_json,
        evaluation: pinned.evaluation_json,
        signed_by: draft.by,
        signed_at: draft.at,
        expires_at: draft.until,
        signature: String::new(),
    };
    row.signature = signature::sign(keys, &row)?;
    let detail = format!("{}: {} — {}", row.rule_id, row.verdict, row.reason);
    row.into_active_model().insert(tx).await?;
    audit::record(tx, Some(draft.by), "decision.signed", Some(draft.person), detail).await?;
    Ok(true)
}

/// The last moment it holds: the day asked for, within what the rule allows.
fn until(
    services: &Services,
    verdict: Verdict,
    asked: &str,
    now: DateTime<Utc>,
    most: Option<DateTime<Utc>>,
) -> Result<Option<DateTime<Utc>>> {
    if !verdict.makes_ready() || asked.trim().is_empty() {
        return Ok(most);
    }
    let mut problems = Problems::new();
    let end = services.config.end_of(problems.date("until", asked));
    problems.done()?;
    // The rule's last day counts up to the minute of the signature; its day may be asked for whole.
    let too_late = most.is_some_and(|most| end > most + chrono::TimeDelta::days(1));
    if end <= now || too_late {
        return Err(Error::field(
            "until",
            "きょうより後で、規則の期間の中の日を選んでください。",
            "Please choose a day after today and within the rule's period.",
        ));
    }
    Ok(Some(most.map_or(end, |most| most.min(end))))
}

fn explain(refusal: Refusal) -> Error {
    match refusal {
        Refusal::RoleNeeded(role) => Error::refused(
            format!("この規則に署名できるのは、役割「{}」の人です。", role_ja(role)),
            format!("This rule is signed by somebody with the role “{}”.", role.code()),
        ),
        Refusal::OwnCase => Error::refused(
            "自分のことには署名できません。ほかの人に頼んでください。",
            "Nobody signs for themselves. Please ask a colleague.",
        ),
        Refusal::AlsoAssessor => Error::refused(
            "自分で確認した項目があるので、「準備できた」は別の人が署名します。",
            "You observed some of the items yourself, so somebody else signs “ready”.",
        ),
        Refusal::ReasonNeeded => Error::field(
            "reason",
            "理由を書いてください。本人に見えます。",
            "Please write the reason. The learner sees it.",
        ),
        Refusal::CriteriaMissing => Error::field(
            "verdict",
            "まだ足りないものがあります。「まだ」か「例外として認める」を選んでください。",
            "Something is still missing. Please choose “Not yet” or “As an exception”.",
        ),
    }
}

fn role_ja(role: Role) -> &'static str {
    match role {
        Role::Learner => "学ぶ人",
        Role::Instructor => "教える人",
        Role::Coordinator => "コーディネーター",
        Role::Administrator => "管理者",
    }
}

/// A decision as pages show it.
pub struct ShownDecision {
    /// The stored row.
    pub row: decision::Model,
    /// What was signed.
    pub verdict: Verdict,
    /// Who signed.
    pub signer: String,
    /// Whether the signature fits the row.
    pub verified: bool,
    /// Whether evaluating the kept evidence with the kept rule gives what was signed.
    pub replayed: bool,
    /// Whether it was signed under the rule that is live now.
    pub current_rule: bool,
}

/// The decisions about a person under a rule, newest first; each verified and replayed. For whoever may
/// read it (`identity::policy`); without their reasons for those who may not read them.
pub async fn history(
    actor: &Actor,
    services: &Services,
    person: Uuid,
    rule_id: &str,
) -> Result<Vec<ShownDecision>> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let live = evaluate::rule(services, rule_id)?;
    let rows = decision::Entity::find()
        .filter(decision::Column::PersonId.eq(person))
        .filter(decision::Column::RuleId.eq(live.rule.id.as_str()))
        .order_by_desc(decision::Column::SignedAt)
        .order_by_desc(decision::Column::Id)
        .all(services.db.read())
        .await?;
    let mut all = shown(services, rows, &live).await?;
    if !reading::may(actor, services, person, Field::DecisionReason).await? {
        for shown in &mut all {
            shown.row.reason.clear();
        }
    }
    Ok(all)
}

async fn shown(
    services: &Services,
    rows: Vec<decision::Model>,
    live: &Arc<RuleRevision>,
) -> Result<Vec<ShownDecision>> {
    let names = people::names(services, rows.iter().map(|row| row.signed_by)).await?;
    let sources: HashMap<String, String> = rule_revision::Entity::find()
        .filter(rule_revision::Column::Hash.is_in(rows.iter().map(|row| row.rule_hash.as_str())))
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|row| (row.hash, row.source))
        .collect();
    rows.into_iter()
        .map(|row| {
            let source = sources.get(&row.rule_hash).map(String::as_str);
            Ok(ShownDecision {
                verdict: standing::summary(&row).verdict,
                signer: names.get(&row.signed_by).cloned().unwrap_or_default(),
                verified: standing::verified(services, &row)?,
                replayed: source.is_some_and(|source| replay::agrees(source, &row)),
                current_rule: row.rule_hash == live.hash,
                row,
            })
        })
        .collect()
}
