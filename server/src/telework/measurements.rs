//! What was measured at somebody's home: kept with its numbers and date, and told to the checklist of the
//! rules as evidence.

use domain::{
    identity::policy::Field,
    readiness::How,
    telework::{Limits, Measure, Problem, Value, browser},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::tables::measurement;
use crate::{
    Actor, Error, Result, Services,
    db::{self, lock},
    identity::{reading, tables::person},
    limits::MEASUREMENTS_PER_DAY,
    readiness::checklist,
};

/// The longest that is kept of what a browser says of itself, in letters.
const AGENT: usize = 300;

/// A measurement as pages show it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The numbers.
    pub value: Value,
    /// What is not in order.
    pub problems: Vec<Problem>,
    /// What the browser said of itself.
    pub agent: String,
    /// When it was measured.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// The item of a rule's checklist that a measure is evidence of.
fn item(measure: Measure) -> &'static str {
    match measure {
        Measure::Camera => "camera",
        Measure::Microphone => "microphone",
        Measure::Speaker => "speaker",
        Measure::Line => "line-speed",
        Measure::Browser => "browser",
        Measure::Screen => "screen",
        Measure::Secure => "https",
    }
}

/// Keeps what the person's own browser measured, under a key: sent twice, it is kept once. `value` is the
/// JSON of a [`Value`].
pub async fn record(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    value: &str,
    agent: &str,
) -> Result<Measured> {
    let value: Value = serde_json::from_str(value).map_err(|error| Error::Misread(error.to_string()))?;
    if !value.is_possible() {
        return Err(Error::Misread(format!("measured {value:?}")));
    }
    let agent: String = agent.chars().take(AGENT).collect();
    let problems = value.problems(&Limits::USUAL, &agent, services.config.today());
    let now = db::now();
    let measured = Measured {
        value,
        problems,
        agent,
        at: now,
    };
    let codes: Vec<&str> = measured.problems.iter().map(|problem| problem.code()).collect();
    let tx = services.db.begin().await?;
    // One at a time for a person, so that the limit of a day holds.
    lock::<person::Entity>(&tx, actor.id).await?;
    if measurement::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(measured);
    }
    let today = measurement::Entity::find()
        .filter(measurement::Column::PersonId.eq(actor.id))
        .filter(measurement::Column::At.gt(now - chrono::TimeDelta::days(1)))
        .count(&tx)
        .await?;
    if today >= MEASUREMENTS_PER_DAY {
        return Err(Error::RateLimited(3600));
    }
    let measure = measured.value.measure();
    let row = measurement::Model {
        id: key,
        person_id: actor.id,
        measure,
        value: serde_json::to_string(&measured.value)?,
        problems: codes.join(","),
        agent: measured.agent.clone(),
        at: now,
    };
    let note = row.value.clone();
    row.into_active_model().insert(&tx).await?;
    let day = services.config.today();
    let check = checklist::Measured {
        person: actor.id,
        item: item(measure),
        ok: &|requirement| {
            let limits = Limits::of(requirement.limits.as_ref());
            let problems = measured.value.problems(&limits, &measured.agent, day);
            problems.is_empty()
        },
        note: &note,
    };
    for rule in services.catalog.rules() {
        checklist::measured(&tx, actor, &rule.rule, &check, How::File).await?;
    }
    tx.commit().await?;
    Ok(measured)
}

/// The newest measurement of each kind. For whoever may read how ready the person is.
pub async fn newest(actor: &Actor, services: &Services, person: Uuid) -> Result<Vec<Measured>> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let mut newest = Vec::new();
    for measure in Measure::ALL {
        let row = measurement::Entity::find()
            .filter(measurement::Column::PersonId.eq(person))
            .filter(measurement::Column::Measure.eq(measure))
            .order_by_desc(measurement::Column::At)
            .order_by_desc(measurement::Column::Id)
            .one(services.db.read())
            .await?;
        if let Some(row) = row {
            newest.push(read(row)?);
        }
    }
    Ok(newest)
}

fn read(row: measurement::Model) -> Result<Measured> {
    let problems = row
        .problems
        .split(',')
        .filter(|code| !code.is_empty())
        .map(|code| code.parse().map_err(Error::unexpected))
        .collect::<Result<_>>()?;
    Ok(Measured {
        value: serde_json::from_str(&row.value)?,
        problems,
        agent: row.agent,
        at: row.at,
    })
}

/// What a browser is, as it says of itself; without any script.
pub fn browser(services: &Services, agent: &str) -> browser::Seen {
    browser::look(agent, services.config.today())
}
