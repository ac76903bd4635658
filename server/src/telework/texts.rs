//! The texts that people agree to. A new wording is a new version; whoever agreed, agreed to a version.

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    identity::Role,
    telework::{FIRST_VERSION, TextKind},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, SqlErr};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::agreed_text;
use crate::{Actor, Error, Problems, Result, Services, db, identity::audit};

/// The longest text, in letters.
const LONGEST: usize = 10_000;

/// A version of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from [`FIRST_VERSION`] on.
    pub number: i32,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
    /// Since when it holds; none for the one that comes with the program.
    pub made_at: Option<DateTime<Utc>>,
}

impl Version {
    /// The wording in a language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.t(&self.ja, &self.en)
    }
}

/// A new wording.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextForm {
    /// The version that was read before it was changed.
    pub from: i32,
    /// Japanese.
    #[serde(default)]
    pub ja: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

/// The version that holds now. For everybody: it says nothing about anybody.
pub async fn current(services: &Services, kind: TextKind) -> Result<Version> {
    Ok(versions(services, kind).await?.swap_remove(0))
}

/// Every version, the newest first; never empty.
pub async fn versions(services: &Services, kind: TextKind) -> Result<Vec<Version>> {
    let rows = agreed_text::Entity::find()
        .filter(agreed_text::Column::Kind.eq(kind))
        .order_by_desc(agreed_text::Column::Version)
        .all(services.db.read())
        .await?;
    let (ja, en) = kind.first();
    let first = Version {
        number: FIRST_VERSION,
        ja: ja.to_owned(),
        en: en.to_owned(),
        made_at: None,
    };
    let own = rows.into_iter().map(|row| Version {
        number: row.version,
        ja: row.ja,
        en: row.en,
        made_at: Some(row.made_at),
    });
    Ok(own.chain([first]).collect())
}

/// Makes a new version of a text. Refused where somebody else made one since the form was opened. For
/// those who decide what learners agree to.
pub async fn change(actor: &Actor, services: &Services, kind: TextKind, form: TextForm) -> Result<()> {
    actor.require(&Role::COORDINATING)?;
    let mut problems = Problems::new();
    let mut text = |field, words: &str| {
        if words.chars().count() > LONGEST {
            problems.add(
                field,
                format!("{LONGEST} 文字までで書いてください。"),
                format!("Please write at most {LONGEST} letters."),
            );
        }
        problems.required(field, words).replace("\r\n", "\n")
    };
    let (ja, en) = (text("ja", &form.ja), text("en", &form.en));
    problems.done()?;
    let now = current(services, kind).await?;
    if (now.ja.as_str(), now.en.as_str()) == (ja.as_str(), en.as_str()) {
        return Ok(());
    }
    let row = agreed_text::Model {
        id: Uuid::now_v7(),
        kind,
        version: form.from + 1,
        ja,
        en,
        made_by: actor.id,
        made_at: db::now(),
    };
    let (id, number) = (row.id, row.version);
    let tx = services.db.begin().await?;
    if now.number != form.from {
        return Err(changed());
    }
    // The number is taken once, also where two write at the same moment.
    match row.into_active_model().insert(&tx).await {
        Ok(_) => {}
        Err(error) => {
            return match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => Err(changed()),
                _ => Err(error.into()),
            };
        }
    }
    let detail = format!("{kind} {number}");
    audit::record(&tx, Some(actor.id), "agreed_text.changed", Some(id), detail).await?;
    Ok(tx.commit().await?)
}

fn changed() -> Error {
    Error::refused(
        "ほかの人が、先にこの文を変えました。新しい文を見てから、もう一度直してください。",
        "Somebody else has changed this text in the meantime. Please look at it and make your change again.",
    )
}
