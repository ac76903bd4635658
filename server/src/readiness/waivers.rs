//! Waivers: a requirement let pass for a time, by the role that the rule names, for a written reason.

use chrono::TimeDelta;
use domain::identity::{Role, policy::Field};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{About, evaluate, tables::waiver};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, people, reading, tables::person},
};

/// A form that lets a requirement pass.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WaiverForm {
    /// The requirement's id.
    pub requirement: String,
    /// Why.
    pub waiver_reason: String,
    /// The last day, as `2026-12-31`.
    pub waiver_until: String,
}

/// Lets a requirement pass until the end of a day. Refused without the role that the rule names, for
/// oneself, and for longer than the rule allows.
pub async fn grant(actor: &Actor, services: &Services, about: About<'_>, form: WaiverForm) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    actor.require_other(about.person)?;
    let rule = evaluate::rule(services, about.rule_id)?;
    let mut problems = Problems::new();
    let allowed = rule
        .rule
        .requirement(&form.requirement)
        .and_then(|requirement| requirement.waiver.as_ref());
    if allowed.is_none() {
        problems.add(
            "requirement",
            "免除するものを選んでください。",
            "Please choose what to waive.",
        );
    }
    let reason = problems.required("waiver_reason", &form.waiver_reason);
    let until = services
        .config
        .end_of(problems.date("waiver_until", &form.waiver_until));
    let now = db::now();
    if let Some(allowed) = allowed {
        if !actor.is(allowed.role) {
            return Err(Error::Forbidden);
        }
        // A day more than the rule says, since the last day counts whole.
        let latest = now + TimeDelta::days(i64::from(allowed.max_days) + 1);
        if until <= now || until > latest {
            problems.add(
                "waiver_until",
                format!("きょうから {} 日以内の日を選んでください。", allowed.max_days),
                format!("Please choose a day within {} days from today.", allowed.max_days),
            );
        }
    }
    problems.done()?;

    let tx = services.db.begin().await?;
    // A decision about the person may be on its way.
    db::lock::<person::Entity>(&tx, about.person).await?;
    if waiver::Entity::find_by_id(about.key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let row = waiver::Model {
        id: about.key,
        person_id: about.person,
        rule_id: rule.rule.id.clone(),
        requirement_id: form.requirement.clone(),
        reason,
        until,
        granted_by: actor.id,
        granted_at: now,
        withdrawn_by: None,
        withdrawn_at: None,
    };
    let detail = format!(
        "{}/{} until {}: {}",
        row.rule_id, row.requirement_id, form.waiver_until, row.reason
    );
    row.into_active_model().insert(&tx).await?;
    audit::record(&tx, Some(actor.id), "waiver.granted", Some(about.person), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// The waivers of a person under a rule that hold now, the newest first, with who granted them. None for
/// those who may not read their reasons.
pub async fn holding(
    actor: &Actor,
    services: &Services,
    person: Uuid,
    rule_id: &str,
) -> Result<Vec<(waiver::Model, String)>> {
    if !reading::may(actor, services, person, Field::WaiverReason).await? {
        return Ok(Vec::new());
    }
    let rule = evaluate::rule(services, rule_id)?;
    let rows = waiver::Entity::find()
        .filter(waiver::Column::PersonId.eq(person))
        .filter(waiver::Column::RuleId.eq(rule.rule.id.as_str()))
        .filter(waiver::Column::WithdrawnAt.is_null())
        .filter(waiver::Column::Until.gt(db::now()))
        .order_by_desc(waiver::Column::GrantedAt)
        .all(services.db.read())
        .await?;
    let names = people::names(services, rows.iter().map(|row| row.granted_by)).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let name = names.get(&row.granted_by).cloned().unwrap_or_default();
            (row, name)
        })
        .collect())
}

/// Takes a waiver back, from now on. By the role that may grant it, not for oneself. Decisions that
/// were signed with it keep their evidence.
pub async fn withdraw(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<waiver::Entity>(&tx, id).await?;
    db::lock::<person::Entity>(&tx, row.person_id).await?;
    let needed = evaluate::rule(services, &row.rule_id).ok().and_then(|rule| {
        let requirement = rule.rule.requirement(&row.requirement_id)?;
        requirement.waiver.as_ref().map(|waiver| waiver.role)
    });
    // Where the rule no longer knows the requirement, whoever coordinates may tidy up.
    actor.require_other(row.person_id)?;
    if needed.is_some_and(|role| !actor.is(role)) {
        return Err(Error::Forbidden);
    }
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let (person, detail) = (row.person_id, format!("{}/{}", row.rule_id, row.requirement_id));
    let mut row = row.into_active_model();
    row.withdrawn_by = Set(Some(actor.id));
    row.withdrawn_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "waiver.withdrawn", Some(person), detail).await?;
    tx.commit().await?;
    Ok(())
}
