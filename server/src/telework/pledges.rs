//! The pledge: a text about handling information at home, agreed to version by version. A new version asks
//! everybody again.

use chrono::{DateTime, Utc};
use domain::{identity::policy::Field, telework::TextKind};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    lengths::{NAME, too_long},
    tables::pledge,
    texts::{self, Version},
};
use crate::{
    Actor, Error, Problems, Result, Services,
    db::{self, lock},
    identity::{audit, reading, tables::person},
};

/// Agreeing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PledgeForm {
    /// The version that was read.
    pub version: i32,
    /// The own name.
    #[serde(default)]
    pub name: String,
}

/// Where a person stands with the pledge.
#[derive(Clone, Debug)]
pub struct Pledge {
    /// The version that holds now.
    pub version: Version,
    /// What was agreed to last, if anything.
    pub agreed: Option<Agreed>,
}

/// What a person agreed to.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// The version.
    pub version: i32,
    /// The text as it was read.
    pub text: String,
    /// As the person wrote the own name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Pledge {
    /// Whether the person has agreed to what holds now.
    pub fn is_current(&self) -> bool {
        self.agreed
            .as_ref()
            .is_some_and(|agreed| agreed.version == self.version.number)
    }
}

/// Where a person stands. For whoever may read how ready the person is.
pub async fn of(actor: &Actor, services: &Services, person: Uuid) -> Result<Pledge> {
    reading::require(actor, services, person, Field::Readiness).await?;
    let agreed = pledge::Entity::find()
        .filter(pledge::Column::PersonId.eq(person))
        .order_by_desc(pledge::Column::Version)
        .one(services.db.read())
        .await?;
    Ok(Pledge {
        version: texts::current(services, TextKind::Pledge).await?,
        agreed: agreed.map(|row| Agreed {
            version: row.version,
            text: row.text,
            name: row.name,
            at: row.at,
        }),
    })
}

/// The person agrees, by writing the own name under the version that holds now. Refused where the text has
/// changed since it was read; sent twice, it counts once.
pub async fn agree(actor: &Actor, services: &Services, form: PledgeForm) -> Result<()> {
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
    too_long(&mut problems, "name", name.chars().count(), NAME);
    problems.done()?;
    let version = texts::current(services, TextKind::Pledge).await?;
    if version.number != form.version {
        return Err(Error::refused(
            "読んでいるあいだに、約束の文が新しくなりました。新しい文を読んでから、同意してください。",
            "The text has changed while you were reading. Please read the new one before you agree.",
        ));
    }
    let tx = services.db.begin().await?;
    lock::<person::Entity>(&tx, actor.id).await?;
    let known = pledge::Entity::find()
        .filter(pledge::Column::PersonId.eq(actor.id))
        .filter(pledge::Column::Version.eq(version.number))
        .one(&tx)
        .await?;
    if known.is_some() {
        return Ok(());
    }
    let row = pledge::Model {
        id: Uuid::now_v7(),
        person_id: actor.id,
        version: version.number,
        text: version.get(actor.lang).to_owned(),
        name,
        at: db::now(),
    };
    row.into_active_model().insert(&tx).await?;
    let detail = version.number.to_string();
    audit::record(&tx, Some(actor.id), "pledge.agreed", Some(actor.id), detail).await?;
    Ok(tx.commit().await?)
}
