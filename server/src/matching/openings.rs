//! The jobs that employers offer.

use domain::identity::Role;
use std::collections::HashMap;

use domain::matching::{Opening, WorkMode, at_work};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    list,
    tables::{employer, opening, placement},
    teaching,
};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{self, folded, list::contains},
    forms::{chosen, ticked},
    identity::audit,
};

/// Openings whose job or place has these words, however they are typed.
pub(crate) fn found(words: &str) -> Condition {
    let texts = [opening::Column::Title, opening::Column::Place];
    folded::found(words, opening::Entity).add(contains(words, texts.map(|text| text.into_expr())))
}

/// An opening with its employer and the seats that are taken.
#[derive(Clone, Debug)]
pub struct OpeningRow {
    /// As stored.
    pub opening: opening::Model,
    /// Who offers it.
    pub employer: employer::Model,
    /// How many of its seats are taken by people at work.
    pub filled: u32,
}

impl OpeningRow {
    /// As matching sees it.
    pub fn facts(&self) -> Result<Opening> {
        let row = &self.opening;
        let number = |value: i32| u32::try_from(value).unwrap_or(0);
        // Both at midnight: any time of the day will do.
        let any_time = row.from_minute == 0 && row.to_minute == 0;
        Ok(Opening {
            kind: row.kind.clone(),
            work_mode: row.work_mode,
            place: row.place.clone(),
            hours_per_week: number(row.hours_per_week),
            hours_from: (!any_time).then(|| number(row.from_minute)),
            hours_to: (!any_time).then(|| number(row.to_minute)),
            starts_on: row.starts_on,
            equipment_provided: row.equipment_provided,
            essential: list(&row.essential),
            desirable: list(&row.desirable),
            seats: number(row.seats),
            filled: self.filled,
            closes_on: Some(row.closes_on),
            rule_id: row.rule_id.clone(),
        })
    }

    /// Seats still free.
    pub fn free(&self) -> u32 {
        u32::try_from(self.opening.seats)
            .unwrap_or(0)
            .saturating_sub(self.filled)
    }

    /// Whether people can still be referred, given today's date.
    pub fn is_open(&self, today: chrono::NaiveDate) -> bool {
        self.opening.closed_at.is_none() && today <= self.opening.closes_on
    }
}

/// What a learner agrees to of a job, beside who offers it: where one of these changes, the learner is
/// asked again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The pay, as written.
    pub wage: String,
    /// Where the work is done.
    pub work_mode: WorkMode,
    /// The town.
    pub place: String,
    /// Hours a week.
    pub hours_per_week: i32,
    /// The working day's begin and end, in minutes after midnight.
    pub between: (i32, i32),
}

impl Terms {
    /// The terms of an opening as they are now, in their stored form.
    pub fn stored(opening: &opening::Model) -> Result<String> {
        Ok(serde_json::to_string(&Terms {
            wage: opening.wage.clone(),
            work_mode: opening.work_mode,
            place: opening.place.clone(),
            hours_per_week: opening.hours_per_week,
            between: (opening.from_minute, opening.to_minute),
        })?)
    }
}

/// Openings that are open today. For the services of this room.
pub(super) async fn open_now(services: &Services) -> Result<Vec<OpeningRow>> {
    let query = opening::Entity::find()
        .filter(opening::Column::ClosedAt.is_null())
        .filter(opening::Column::ClosesOn.gte(services.config.today()));
    load(services, query).await
}

/// One opening. Whoever is signed in may read it: learners choose among them.
pub async fn get(_actor: &Actor, services: &Services, id: Uuid) -> Result<OpeningRow> {
    find(services, id).await
}

/// One opening. For the services of this room.
pub(super) async fn find(services: &Services, id: Uuid) -> Result<OpeningRow> {
    load(services, opening::Entity::find_by_id(id))
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

/// Title and employer's name of openings. For services that show where somebody was referred.
pub(crate) async fn named(services: &Services, ids: Vec<Uuid>) -> Result<HashMap<Uuid, (String, String)>> {
    let rows = load(
        services,
        opening::Entity::find().filter(opening::Column::Id.is_in(ids)),
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.opening.id, (row.opening.title, row.employer.name)))
        .collect())
}

async fn load(services: &Services, query: sea_orm::Select<opening::Entity>) -> Result<Vec<OpeningRow>> {
    let rows = query
        .order_by_asc(opening::Column::ClosesOn)
        .order_by_asc(opening::Column::Id)
        .all(services.db.read())
        .await?;
    with_employers(services, rows).await
}

/// These openings with their employers and the seats that are taken, in the same order.
pub(super) async fn with_employers(
    services: &Services,
    rows: Vec<opening::Model>,
) -> Result<Vec<OpeningRow>> {
    let db = services.db.read();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let employers: HashMap<Uuid, employer::Model> = employer::Entity::find()
        .filter(employer::Column::Id.is_in(rows.iter().map(|row| row.employer_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let today = services.config.today();
    let mut filled: HashMap<Uuid, u32> = HashMap::new();
    let placements = placement::Entity::find()
        .filter(placement::Column::OpeningId.is_in(rows.iter().map(|row| row.id)))
        .all(db);
    for placed in placements.await? {
        if at_work(placed.ended_on, today) {
            *filled.entry(placed.opening_id).or_default() += 1;
        }
    }
    Ok(rows
        .into_iter()
        .filter_map(|opening| {
            let employer = employers.get(&opening.employer_id)?.clone();
            Some(OpeningRow {
                filled: filled.get(&opening.id).copied().unwrap_or(0),
                opening,
                employer,
            })
        })
        .collect())
}

/// What a form says about an opening.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpeningForm {
    /// Who offers it.
    #[serde(deserialize_with = "chosen")]
    pub employer: Option<Uuid>,
    /// What the job is called.
    pub title: String,
    /// The kind of work, a code of `words::KINDS`.
    pub kind: String,
    /// In a few sentences.
    pub description: String,
    /// Telework, on site or mixed.
    #[serde(deserialize_with = "chosen")]
    pub work_mode: Option<WorkMode>,
    /// The town of the workplace.
    pub place: String,
    /// The pay, as the employer writes it.
    pub wage: String,
    /// Hours a week.
    pub hours_per_week: String,
    /// Start of the working hours; empty with `to`: any time.
    pub from: String,
    /// End of the working hours.
    pub to: String,
    /// The first working day.
    pub starts_on: String,
    /// Whether the employer lends a computer.
    #[serde(deserialize_with = "ticked")]
    pub equipment_provided: bool,
    /// Competences it cannot do without.
    pub essential: Vec<String>,
    /// Competences that help.
    pub desirable: Vec<String>,
    /// How many people are wanted.
    pub seats: String,
    /// The readiness rule; empty: none.
    pub rule: String,
    /// The last day to refer somebody.
    pub closes_on: String,
}

/// Makes an opening under the key `id`, or changes the one that has it. A form sent twice makes one.
pub async fn save(actor: &Actor, services: &Services, id: Uuid, form: OpeningForm) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut row = checked(services, &form)?;
    row.id = Set(id);
    let title = form.title.trim().to_owned();
    let tx = services.db.begin().await?;
    if let Set(employer) = row.employer_id
        && employer::Entity::find_by_id(employer).one(&tx).await?.is_none()
    {
        return Err(Error::field(
            "employer",
            "会社を選んでください。",
            "Please choose a company.",
        ));
    }
    let action = if opening::Entity::find_by_id(id).one(&tx).await?.is_some() {
        row.update(&tx).await?;
        "opening.changed"
    } else {
        row.created_at = Set(db::now());
        row.insert(&tx).await?;
        "opening.created"
    };
    audit::record(&tx, Some(actor.id), action, Some(id), title).await?;
    Ok(tx.commit().await?)
}

fn checked(services: &Services, form: &OpeningForm) -> Result<opening::ActiveModel> {
    let mut problems = Problems::new();
    let employer = form.employer.unwrap_or_else(|| {
        problems.add("employer", "会社を選んでください。", "Please choose a company.");
        Uuid::nil()
    });
    let title = problems.required("title", &form.title);
    let kind = problems.required("kind", &form.kind);
    let mode = form.work_mode.unwrap_or_else(|| {
        problems.add(
            "work_mode",
            "働く場所を選んでください。",
            "Please choose where the work is done.",
        );
        WorkMode::Telework
    });
    let place = form.place.trim();
    if mode.commutes() && place.is_empty() {
        problems.add(
            "place",
            "通う町を入れてください。",
            "Please enter the town of the workplace.",
        );
    }
    let hours = problems.number("hours_per_week", &form.hours_per_week, 1, 60);
    let (from, to) = if form.from.trim().is_empty() && form.to.trim().is_empty() {
        (0, 0)
    } else {
        let (from, to) = (problems.time("from", &form.from), problems.time("to", &form.to));
        if from >= to && to != 0 {
            problems.add(
                "to",
                "終わりは始まりより後にしてください。",
                "The end must come after the start.",
            );
        }
        (from, to)
    };
    let starts_on = problems.date("starts_on", &form.starts_on);
    let seats = problems.number("seats", &form.seats, 1, 500);
    let closes_on = problems.date("closes_on", &form.closes_on);
    let rule = form.rule.trim();
    if !rule.is_empty() && services.catalog.rule(rule).is_err() {
        problems.add(
            "rule",
            "この準備のきまりはありません。",
            "There is no such readiness rule.",
        );
    }
    let known = teaching::competences(services);
    let tags = |tags: &[String]| -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for tag in tags.iter().map(|tag| tag.trim()) {
            // A tag that no course teaches any more stays; what it says about the job is still true.
            let plausible = known.contains(tag) || (!tag.is_empty() && !tag.contains(','));
            if plausible && !kept.iter().any(|it| it == tag) {
                kept.push(tag.to_owned());
            }
        }
        kept
    };
    let essential = tags(&form.essential);
    let desirable: Vec<String> = tags(&form.desirable)
        .into_iter()
        .filter(|tag| !essential.contains(tag))
        .collect();
    problems.done()?;
    Ok(opening::ActiveModel {
        employer_id: Set(employer),
        title: Set(title),
        kind: Set(kind),
        description: Set(form.description.trim().to_owned()),
        work_mode: Set(mode),
        place: Set(place.to_owned()),
        wage: Set(form.wage.trim().to_owned()),
        hours_per_week: Set(hours),
        from_minute: Set(from),
        to_minute: Set(to),
        starts_on: Set(starts_on),
        equipment_provided: Set(form.equipment_provided),
        essential: Set(essential.join(",")),
        desirable: Set(desirable.join(",")),
        seats: Set(seats),
        rule_id: Set((!rule.is_empty()).then(|| rule.to_owned())),
        closes_on: Set(closes_on),
        ..Default::default()
    })
}

/// Closes an opening, so that nobody is referred to it any more, or opens it again.
pub async fn set_closed(actor: &Actor, services: &Services, id: Uuid, closed: bool) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<opening::Entity>(&tx, id).await?;
    let title = row.title.clone();
    let mut row = row.into_active_model();
    row.closed_at = Set(closed.then(db::now));
    row.update(&tx).await?;
    let action = if closed {
        "opening.closed"
    } else {
        "opening.reopened"
    };
    audit::record(&tx, Some(actor.id), action, Some(id), title).await?;
    Ok(tx.commit().await?)
}
