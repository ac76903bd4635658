//! A file of people before it is brought in: what is in its cells, what is wrong with them, and who may be
//! here already. Nothing but the file's rows is kept until somebody confirms.

use std::collections::HashMap;

use domain::identity::{Role, alike_name, alike_phone, is_kana};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sheet;
use crate::{
    Error, Result, Sentence, Services, db,
    identity::{
        Actor, people,
        tables::{cohort, people_import, person},
    },
};

/// Those who may bring people in.
pub(super) const INVITING: &[Role] = &[Role::Coordinator, Role::Administrator];

/// The largest file, in bytes.
const LARGEST: usize = 2 * 1024 * 1024;
/// The most letters of a cell.
const LETTERS: usize = 100;

domain::coded_enum! {
    /// What a column holds.
    pub enum Field {
        /// The name.
        Name = "name",
        /// Its reading.
        Kana = "kana",
        /// The telephone number.
        Phone = "phone",
        /// The sign-in name or mail address.
        Email = "email",
    }
}

/// What a column's heading says that it holds; none for columns that are not brought in.
fn field(heading: &str) -> Option<Field> {
    let heading = alike_name(heading);
    let is = |words: &[&str]| words.iter().any(|word| alike_name(word) == heading);
    if is(&["氏名", "名前", "お名前", "name", "full name"]) {
        Some(Field::Name)
    } else if is(&["ふりがな", "フリガナ", "よみ", "よみがな", "kana", "reading"]) {
        Some(Field::Kana)
    } else if is(&["電話", "電話番号", "携帯", "携帯電話", "tel", "phone"]) {
        Some(Field::Phone)
    } else if is(&[
        "メール",
        "メールアドレス",
        "サインインの名前",
        "e-mail",
        "email",
        "mail",
    ]) {
        Some(Field::Email)
    } else {
        None
    }
}

/// A person of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The line in the file, from 1.
    pub line: usize,
    /// The name.
    pub name: String,
    /// Its reading; may be empty.
    pub kana: String,
    /// The telephone number; may be empty.
    pub phone: String,
    /// The sign-in name or mail address; may be empty.
    pub email: String,
}

impl Row {
    /// What is in a cell.
    pub fn cell(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Kana => &self.kana,
            Field::Phone => &self.phone,
            Field::Email => &self.email,
        }
    }
}

/// What is kept of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Content {
    /// Its rows, until they are confirmed.
    Rows(Vec<Row>),
    /// The people who were made.
    People(Vec<Uuid>),
}

impl Content {
    pub(super) fn read(row: &people_import::Model) -> Result<Content> {
        Ok(serde_json::from_str(&row.content)?)
    }
}

/// A row with what is known about it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The row.
    pub row: Row,
    /// What is wrong, at its cells. Such a row cannot be brought in.
    pub problems: Vec<(Field, Sentence)>,
    /// Somebody who is here already, or stands earlier in the file, and may be the same person.
    pub same: Option<Same>,
}

/// Who may be the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Same {
    /// Somebody who is here, by id.
    Here(Uuid, String),
    /// An earlier line of the file.
    Line(usize),
}

/// A file, as it is looked at.
pub struct Preview {
    /// As stored.
    pub import: people_import::Model,
    /// Its rows; none once they are brought in.
    pub rows: Vec<Checked>,
    /// The people who were made, by name.
    pub made: Vec<(Uuid, String)>,
    /// Cohorts that they may be put into.
    pub cohorts: Vec<(Uuid, String)>,
}

/// Keeps a file's rows for a look at them, under the form's key. For those who invite.
pub async fn upload(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    file_name: &str,
    bytes: &[u8],
) -> Result<()> {
    actor.require(INVITING)?;
    if bytes.len() > LARGEST {
        return Err(Error::field(
            "file",
            "ファイルが大きすぎます。2 MB までです。",
            "The file is too large. The limit is 2 MB.",
        ));
    }
    let rows = people_of(sheet::rows(bytes)?)?;
    let row = people_import::Model {
        id: key,
        file_name: file_name.chars().take(LETTERS).collect(),
        content: serde_json::to_string(&Content::Rows(rows))?,
        created_by: actor.id,
        created_at: db::now(),
        done_at: None,
    };
    db::insert_once(
        services.db.write(),
        row.into_active_model(),
        people_import::Column::Id,
    )
    .await?;
    Ok(())
}

/// The people of a file, by its headings; empty lines are left out.
fn people_of(rows: Vec<Vec<String>>) -> Result<Vec<Row>> {
    let mut rows = (1..)
        .zip(rows)
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let heads: Vec<Option<Field>> = rows
        .next()
        .map(|(_, cells)| cells.iter().map(|cell| field(cell)).collect())
        .unwrap_or_default();
    if !heads.contains(&Some(Field::Name)) {
        return Err(Error::field(
            "file",
            "1行目に「氏名」という見出しが見つかりません。見出しは、氏名・ふりがな・電話・メール です。",
            "No heading \"name\" in the first line. The headings are name, kana, phone and email.",
        ));
    }
    let people: Vec<Row> = rows
        .map(|(line, cells)| {
            let mut row = Row {
                line,
                ..Row::default()
            };
            for (head, cell) in heads.iter().zip(&cells) {
                let cell = cell.trim().to_owned();
                match head {
                    Some(Field::Name) => row.name = cell,
                    Some(Field::Kana) => row.kana = cell,
                    Some(Field::Phone) => row.phone = with_zero(cell),
                    Some(Field::Email) => row.email = cell.to_lowercase(),
                    None => {}
                }
            }
            row
        })
        .collect();
    if people.is_empty() {
        return Err(Error::field(
            "file",
            "人の行がありません。",
            "There is no person in it.",
        ));
    }
    Ok(people)
}

/// Spreadsheet programs take a telephone number for a number, and drop the zero that each begins with.
fn with_zero(phone: String) -> String {
    let bare = phone.len() == 9 || phone.len() == 10;
    if bare && !phone.starts_with('0') && phone.chars().all(|digit| digit.is_ascii_digit()) {
        format!("0{phone}")
    } else {
        phone
    }
}

pub(super) async fn find(services: &Services, id: Uuid) -> Result<people_import::Model> {
    people_import::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// A file with what is wrong in it. For those who invite.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<Preview> {
    actor.require(INVITING)?;
    let import = find(services, id).await?;
    let (rows, made) = match Content::read(&import)? {
        Content::Rows(rows) => (check(services, rows).await?, Vec::new()),
        Content::People(people) => {
            let mut made: Vec<(Uuid, String)> = people::names(services, people).await?.into_iter().collect();
            made.sort();
            (Vec::new(), made)
        }
    };
    Ok(Preview {
        import,
        rows,
        made,
        cohorts: cohorts(services).await?,
    })
}

/// Cohorts that have not ended.
async fn cohorts(services: &Services) -> Result<Vec<(Uuid, String)>> {
    let rows = cohort::Entity::find()
        .filter(cohort::Column::EndsOn.gte(services.config.today()))
        .order_by_asc(cohort::Column::Name)
        .all(services.db.read())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What is wrong with each row, and who may be the same person.
pub(super) async fn check(services: &Services, rows: Vec<Row>) -> Result<Vec<Checked>> {
    let here = person::Entity::find()
        .filter(person::Column::ErasedAt.is_null())
        .all(services.db.read())
        .await?;
    let mut by_name: HashMap<String, Vec<(Uuid, &str, String)>> = HashMap::new();
    let mut emails: HashMap<&str, Uuid> = HashMap::new();
    for person in &here {
        let phone = alike_phone(person.phone.as_deref().unwrap_or_default());
        by_name
            .entry(alike_name(&person.name))
            .or_default()
            .push((person.id, &person.name, phone));
        if let Some(email) = &person.email {
            emails.insert(email, person.id);
        }
    }
    let mut earlier: HashMap<String, Vec<(usize, String)>> = HashMap::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut checked = Vec::with_capacity(rows.len());
    for row in rows {
        let (name, phone) = (alike_name(&row.name), alike_phone(&row.phone));
        // One of two numbers that is not known tells nothing.
        let is_same = |other: &str| other.is_empty() || phone.is_empty() || other == phone;
        let here = by_name.get(&name).into_iter().flatten();
        let same = here
            .filter(|(.., other)| is_same(other))
            .map(|(id, name, _)| Same::Here(*id, (*name).to_owned()))
            .next()
            .or_else(|| {
                let lines = earlier.get(&name).into_iter().flatten();
                lines
                    .filter(|(_, other)| is_same(other))
                    .map(|(line, _)| Same::Line(*line))
                    .next()
            });
        let mut problems = problems(&row);
        if !row.email.is_empty() {
            let line = taken.get(&row.email).copied();
            if emails.contains_key(row.email.as_str()) || line.is_some() {
                problems.push((
                    Field::Email,
                    Sentence::new("もう使われています", "is in use already"),
                ));
            }
            taken.entry(row.email.clone()).or_insert(row.line);
        }
        earlier.entry(name).or_default().push((row.line, phone));
        checked.push(Checked { row, problems, same });
    }
    Ok(checked)
}

fn problems(row: &Row) -> Vec<(Field, Sentence)> {
    let mut problems = Vec::new();
    let mut add = |field, ja: &str, en: &str| problems.push((field, Sentence::new(ja, en)));
    if row.name.is_empty() {
        add(Field::Name, "名前がありません", "there is no name");
    }
    for field in Field::ALL {
        if row.cell(field).chars().count() > LETTERS {
            add(field, "長すぎます（100字まで）", "is too long (100 letters)");
        }
    }
    if !is_kana(&row.kana) {
        add(Field::Kana, "かなで書いてください", "is not in kana");
    }
    let digits = alike_phone(&row.phone).len();
    if !row.phone.is_empty() && !(9..=11).contains(&digits) {
        add(
            Field::Phone,
            "電話番号の形ではありません",
            "does not look like a telephone number",
        );
    }
    if row.email.contains(char::is_whitespace) {
        add(Field::Email, "空白は使えません", "spaces are not possible");
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_either_language_are_known_and_lost_zeros_come_back() {
        let rows = |text: &[&[&str]]| {
            text.iter()
                .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                .collect()
        };
        let read = people_of(rows(&[
            &["No", "氏　名", "フリガナ", "携帯電話"],
            &[],
            &["1", "港 花子", "ミナト ハナコ", "9012345678"],
        ]))
        .unwrap();
        let wanted = Row {
            line: 3,
            name: "港 花子".to_owned(),
            kana: "ミナト ハナコ".to_owned(),
            phone: "09012345678".to_owned(),
            email: String::new(),
        };
        assert_eq!(read, [wanted]);
        assert!(people_of(rows(&[&["a", "b"], &["c", "d"]])).is_err());
        assert!(people_of(rows(&[&["name"]])).is_err());
    }

    #[test]
    fn what_is_wrong_is_told_at_its_cell() {
        let row = Row {
            line: 2,
            name: String::new(),
            kana: "港".to_owned(),
            phone: "12".to_owned(),
            email: "a b".to_owned(),
        };
        let found: Vec<Field> = problems(&row).into_iter().map(|(field, _)| field).collect();
        assert_eq!(found, [Field::Name, Field::Kana, Field::Phone, Field::Email]);
    }
}
