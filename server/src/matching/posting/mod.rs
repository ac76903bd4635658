//! What an opening says beyond what matching needs: the items that the law asks of a job offer.
//!
//! Each saving is kept, so that it can be said what has changed since somebody read the offer.

mod items;
mod pay;

use chrono::{DateTime, Utc};
use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    openings::{self, OpeningRow},
    tables::{opening, opening_posting},
};
use crate::{Actor, Error, Result, Services, db, identity::audit};

pub use items::{Choice, Input, Item, Values, items};
pub use pay::{BelowMinimum, below_minimum, hourly, minimum, prefectures};

/// The most letters of one item.
const LETTERS: usize = 1_000;

/// An opening with what it says.
#[derive(Clone, Debug)]
pub struct Posting {
    /// The opening.
    pub opening: OpeningRow,
    /// What is said, by the ids of items.
    pub values: Values,
    /// When it was said last; none where nothing was said yet.
    pub at: Option<DateTime<Utc>>,
}

impl Posting {
    /// The items that have to be said and are not.
    pub fn missing(&self) -> Vec<&'static Item> {
        items()
            .iter()
            .filter(|item| item.is_missing(&self.values))
            .collect()
    }
}

/// What an opening says. Whoever is signed in may read it: learners choose among openings.
pub async fn get(_actor: &Actor, services: &Services, id: Uuid) -> Result<Posting> {
    let opening = openings::find(services, id).await?;
    let last = latest(services.db.read(), id).await?;
    Ok(Posting {
        opening,
        at: last.as_ref().map(|row| row.at),
        values: last.map(|row| read(&row)).transpose()?.unwrap_or_default(),
    })
}

/// What has changed since a moment: the item, what it said and what it says.
pub async fn changes_since(
    services: &Services,
    id: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<(&'static Item, Option<String>, Option<String>)>> {
    let rows = opening_posting::Entity::find()
        .filter(opening_posting::Column::OpeningId.eq(id))
        .order_by_asc(opening_posting::Column::At)
        .order_by_asc(opening_posting::Column::Id)
        .all(services.db.read())
        .await?;
    // Before the first saving nothing had been said that could have changed.
    let Some(before) = rows.iter().rfind(|row| row.at <= since).map(read).transpose()? else {
        return Ok(Vec::new());
    };
    let now = rows.last().map(read).transpose()?.unwrap_or_default();
    Ok(items()
        .iter()
        .map(|item| (item, before.get(&item.id).cloned(), now.get(&item.id).cloned()))
        .filter(|(_, before, now)| before != now)
        .collect())
}

async fn latest<C: ConnectionTrait>(db: &C, opening: Uuid) -> Result<Option<opening_posting::Model>> {
    Ok(opening_posting::Entity::find()
        .filter(opening_posting::Column::OpeningId.eq(opening))
        .order_by_desc(opening_posting::Column::At)
        .order_by_desc(opening_posting::Column::Id)
        .one(db)
        .await?)
}

fn read(row: &opening_posting::Model) -> Result<Values> {
    Ok(serde_json::from_str(&row.data)?)
}

/// Keeps what a form says. What is not asked for any more is left out. An offer may be saved with gaps: they are told on its page.
pub async fn save(actor: &Actor, services: &Services, id: Uuid, said: &Values) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let values = checked(said)?;
    let data = serde_json::to_string(&values)?;
    let tx = services.db.begin().await?;
    let held = db::lock::<opening::Entity>(&tx, id).await?;
    if latest(&tx, id).await?.is_some_and(|last| last.data == data) {
        return Ok(());
    }
    let row = opening_posting::Model {
        id: Uuid::now_v7(),
        opening_id: id,
        data,
        by_person: actor.id,
        at: db::now(),
    };
    row.into_active_model().insert(&tx).await?;
    audit::record(&tx, Some(actor.id), "opening.posting", Some(id), held.title).await?;
    Ok(tx.commit().await?)
}

fn checked(said: &Values) -> Result<Values> {
    let wrong = |name: &str, ja: &str, en: &str| {
        Error::field("items", format!("{name}: {ja}"), format!("{name}: {en}"))
    };
    let mut values = Values::new();
    // In the order of the list, so that what an item depends on is known.
    for item in items() {
        let Some(value) = said.get(&item.id) else {
            continue;
        };
        let value = value.trim();
        if value.is_empty() || !item.applies(&values) {
            continue;
        }
        let name = item.name(domain::Lang::Ja);
        let fits = match item.input {
            Input::Text => value.chars().count() <= LETTERS,
            Input::Number => value
                .parse::<f64>()
                .is_ok_and(|it| (0.0..10_000_000.0).contains(&it)),
            Input::YesNo => ["yes", "no"].contains(&value),
            Input::Choice => item.options.iter().any(|option| option.id == value),
            Input::Prefecture => prefectures().contains(&value),
        };
        if !fits {
            return Err(match item.input {
                Input::Text => wrong(name, "長すぎます。", "too long."),
                Input::Number => wrong(name, "数字を入れてください。", "please enter a number."),
                Input::YesNo | Input::Choice | Input::Prefecture => {
                    wrong(name, "選んでください。", "please choose.")
                }
            });
        }
        values.insert(item.id.clone(), value.to_owned());
    }
    let number = |id: &str| values.get(id).and_then(|it| it.parse::<f64>().ok());
    if let (Some(min), Some(max)) = (number("pay_min"), number("pay_max"))
        && max < min
    {
        return Err(Error::field(
            "items",
            "給料のいちばん高い額が、いちばん低い額より小さくなっています。",
            "The highest pay is lower than the lowest.",
        ));
    }
    Ok(values)
}

/// Who reads all of it with its gaps and warnings.
pub fn is_ours(actor: &Actor) -> bool {
    actor.require(&Role::COORDINATING).is_ok()
}
