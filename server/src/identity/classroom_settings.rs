//! What the classroom says about itself: name, address, telephone, opening hours. Everybody may read it;
//! administrators write it.

use domain::{Lang, identity::Role};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

use super::{Actor, audit, tables::classroom_setting};
use crate::{Problems, Result, Services, db};

/// The longest that one of the texts may be, in letters.
const MOST: usize = 2_000;

/// After how many days names of those who never came are removed, where nothing else is set.
pub const REMOVAL_DAYS: i64 = 180;

domain::coded_enum! {
    /// Whether visitors may read the first lesson of each course.
    #[derive(Default)]
    pub enum FirstLessons {
        /// They may: it shows what learning here is like.
        #[default]
        Open = "open",
        /// Lessons are for those who learn here.
        Closed = "closed",
    }
}

/// What the classroom says about itself; what is not said is empty. Also the form of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClassroomSettings {
    /// The name.
    pub name: String,
    /// The name in English.
    pub name_en: String,
    /// Who we are, in a few sentences.
    pub about: String,
    /// The same in English.
    pub about_en: String,
    /// The postal address.
    pub address: String,
    /// Where the place is on a map, `https://…`.
    pub map_url: String,
    /// How to come: bus, car, the door.
    pub way: String,
    /// The telephone number.
    pub phone: String,
    /// The mail address.
    pub mail: String,
    /// When somebody is there.
    pub hours: String,
    /// Whether visitors may read first lessons.
    pub first_lessons: FirstLessons,
    /// After how many days names of those who never came are removed; empty: [`REMOVAL_DAYS`].
    pub removal_days: String,
}

impl ClassroomSettings {
    /// The name in a language; of the product, where the classroom has not said its own.
    pub fn name(&self, lang: Lang) -> &str {
        let ours = lang.t("架け橋", "Kakehashi");
        match lang {
            Lang::Ja => or(&self.name, ours),
            Lang::En => or(&self.name_en, or(&self.name, ours)),
        }
    }

    /// Who we are, in a language, where it is said.
    pub fn about(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.about,
            Lang::En => or(&self.about_en, &self.about),
        }
    }
}

impl ClassroomSettings {
    /// After how many days names of those who never came are removed.
    pub fn removal_days(&self) -> i64 {
        self.removal_days.trim().parse().unwrap_or(REMOVAL_DAYS)
    }
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// What the classroom says about itself. For everybody.
pub async fn get(services: &Services) -> Result<ClassroomSettings> {
    let rows = classroom_setting::Entity::find().all(services.db.read()).await?;
    let said: serde_json::Map<String, serde_json::Value> =
        rows.into_iter().map(|row| (row.name, row.value.into())).collect();
    // A name that a newer program wrote is left out.
    let known = serde_json::to_value(ClassroomSettings::default())?;
    let said = said
        .into_iter()
        .filter(|(name, _)| known.get(name).is_some())
        .collect();
    Ok(serde_json::from_value(serde_json::Value::Object(said))?)
}

/// Writes it. For administrators.
pub async fn save(actor: &Actor, services: &Services, form: ClassroomSettings) -> Result<()> {
    actor.require(&[Role::Administrator])?;
    let mut problems = Problems::new();
    problems.required("name", &form.name);
    problems.link("map_url", &form.map_url);
    if !form.removal_days.trim().is_empty() {
        problems.number("removal_days", &form.removal_days, 30, 3650);
    }
    let mail = form.mail.trim();
    if !mail.is_empty() && !mail.contains('@') {
        problems.add(
            "mail",
            "メールアドレスの形ではありません（例: info@example.jp）。",
            "This does not look like an e-mail address (such as info@example.jp).",
        );
    }
    for (field, text) in [
        ("name", &form.name),
        ("name_en", &form.name_en),
        ("about", &form.about),
        ("about_en", &form.about_en),
        ("address", &form.address),
        ("map_url", &form.map_url),
        ("way", &form.way),
        ("phone", &form.phone),
        ("mail", &form.mail),
        ("hours", &form.hours),
        ("removal_days", &form.removal_days),
    ] {
        problems.at_most(field, text, MOST);
    }
    problems.done()?;
    let serde_json::Value::Object(said) = serde_json::to_value(&form)? else {
        return Ok(());
    };
    let tx = services.db.begin().await?;
    for (name, value) in said {
        let row = classroom_setting::ActiveModel {
            name: Set(name),
            value: Set(value.as_str().unwrap_or_default().trim().to_owned()),
            changed_by: Set(actor.id),
            changed_at: Set(db::now()),
        };
        let again = OnConflict::column(classroom_setting::Column::Name)
            .update_columns([
                classroom_setting::Column::Value,
                classroom_setting::Column::ChangedBy,
                classroom_setting::Column::ChangedAt,
            ])
            .to_owned();
        classroom_setting::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(&tx)
            .await?;
    }
    audit::record(&tx, Some(actor.id), "classroom.described", None, form.name).await?;
    Ok(tx.commit().await?)
}
