//! Files that learners send in as answers.

use std::path::Path;

use domain::{
    catalog::QuestionKind,
    identity::policy::Field,
    learning::{Answer, SentFile, attempt::is_late},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    answering::{self, Answering},
    attempts,
    tables::{attempt, sent_file},
};
use crate::{Actor, Error, Result, Services, db, identity::reading, limits::FILES_PER_PERSON};

/// How many files one answer may have.
const MOST_FILES: usize = 5;

/// A file from a form.
pub struct Posted<'a> {
    /// Its name on the learner's device.
    pub name: &'a str,
    /// Its size in bytes.
    pub size: u64,
    /// Where it lies.
    pub path: &'a Path,
}

/// Keeps a file as part of the answer to a question. Refused when it is too large, of another kind
/// than asked for, or one too many. `key` makes a repeat harmless.
pub async fn add(
    actor: &Actor,
    services: &Services,
    id: Uuid,
    question: &str,
    posted: Posted<'_>,
    key: Uuid,
) -> Result<()> {
    // One at a time, from counting the files to keeping one more: the limits hold, and no more than one
    // file is in memory while it goes into the database.
    let _turn = services.learning.one_file().await;
    let sheet = attempts::sheet(actor, services, id).await?;
    if sheet.attempt.person_id != actor.id {
        return Err(Error::NotFound);
    }
    let asked = sheet.quiz()?.question(question).ok_or(Error::NotFound)?;
    let QuestionKind::Upload {
        accept, max_bytes, ..
    } = &asked.kind
    else {
        return Err(Error::NotFound);
    };
    if sheet.attempt.submitted_at.is_some() || is_late(db::now(), sheet.attempt.deadline) {
        return Err(Error::refused(
            "このテストは、もう提出されています。",
            "This test has been handed in.",
        ));
    }
    let name = base_name(posted.name);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase());
    if !accept.is_empty() && !extension.is_some_and(|extension| accept.contains(&extension)) {
        let kinds = accept.join(", ");
        return Err(Error::field(
            "file",
            format!("この種類のファイルは送れません。送れるのは {kinds} です。"),
            format!("This kind of file is not taken here. Taken are: {kinds}."),
        ));
    }
    if posted.size == 0 {
        return Err(Error::field("file", "ファイルが空です。", "The file is empty."));
    }
    if posted.size > *max_bytes {
        let most = size_words(*max_bytes);
        return Err(Error::field(
            "file",
            format!("ファイルが大きすぎます。{most} までです。"),
            format!("The file is too large. The limit is {most}."),
        ));
    }
    let mut files = match sheet.given.answers.get(question) {
        Some(Answer::Files(files)) => files.clone(),
        Some(_) | None => Vec::new(),
    };
    if files.iter().any(|file| file.id == key) {
        return Ok(());
    }
    if files.len() >= MOST_FILES {
        return Err(Error::field(
            "file",
            format!("ファイルは {MOST_FILES} つまでです。先に1つ消してください。"),
            format!("At most {MOST_FILES} files. Please remove one first."),
        ));
    }
    if sent_bytes(services, actor.id).await? + posted.size as i64 > FILES_PER_PERSON {
        let most = size_words(FILES_PER_PERSON as u64);
        return Err(Error::field(
            "file",
            format!(
                "送ったファイルが、全部で {most} をこえます。いらないファイルを消してから送ってください。"
            ),
            format!(
                "All your files together would be more than {most}. Please remove files you no longer need first."
            ),
        ));
    }
    let row = sent_file::Model {
        id: key,
        attempt_id: id,
        question_id: question.to_owned(),
        name: name.clone(),
        content: tokio::fs::read(posted.path).await?,
        sent_at: db::now(),
    };
    row.into_active_model().insert(services.db.write()).await?;
    files.push(SentFile {
        id: key,
        name,
        bytes: posted.size,
    });
    let answering = Answering::now(question, Answer::Files(files), Uuid::now_v7());
    answering::save(actor, services, id, answering).await?;
    Ok(())
}

/// All that a person has sent, in bytes.
async fn sent_bytes(services: &Services, person: Uuid) -> Result<i64> {
    let sum: Option<Option<i64>> = sent_file::Entity::find()
        .select_only()
        .column_as(
            // Asks for the length alone; the content stays where it is.
            Expr::cust("CAST(SUM(OCTET_LENGTH(content)) AS BIGINT)"),
            "bytes",
        )
        .filter(
            sent_file::Column::AttemptId.in_subquery(
                attempt::Entity::find()
                    .select_only()
                    .column(attempt::Column::Id)
                    .filter(attempt::Column::PersonId.eq(person))
                    .into_query(),
            ),
        )
        .into_tuple()
        .one(services.db.read())
        .await?;
    Ok(sum.flatten().unwrap_or_default())
}

/// Takes a file out of the answer, and deletes it. The answer from before still tells that it was there.
pub async fn remove(actor: &Actor, services: &Services, id: Uuid, question: &str, file: Uuid) -> Result<()> {
    let sheet = attempts::sheet(actor, services, id).await?;
    if sheet.attempt.person_id != actor.id {
        return Err(Error::NotFound);
    }
    let Some(Answer::Files(files)) = sheet.given.answers.get(question) else {
        return Ok(());
    };
    let left = files.iter().filter(|kept| kept.id != file).cloned().collect();
    let answering = Answering::now(question, Answer::Files(left), Uuid::now_v7());
    answering::save(actor, services, id, answering).await?;
    sent_file::Entity::delete_many()
        .filter(sent_file::Column::Id.eq(file))
        .filter(sent_file::Column::AttemptId.eq(id))
        .exec(services.db.write())
        .await?;
    Ok(())
}

/// A sent file, for the one who sent it and for those who grade: its name and content.
pub async fn read(actor: &Actor, services: &Services, file: Uuid) -> Result<(String, Vec<u8>)> {
    // Whose it is, before the content is read.
    let attempt: Uuid = sent_file::Entity::find_by_id(file)
        .select_only()
        .column(sent_file::Column::AttemptId)
        .into_tuple()
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let attempt = attempt::Entity::find_by_id(attempt)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if attempt.person_id != actor.id {
        if !actor.is_staff() {
            return Err(Error::NotFound);
        }
        reading::require(actor, services, attempt.person_id, Field::HandedIn).await?;
        reading::note(actor, services, &[attempt.person_id], &[Field::HandedIn]).await?;
    }
    let row = sent_file::Entity::find_by_id(file)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.name, row.content))
}

/// The last part of a path, without what a file name cannot have.
fn base_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|letter| !letter.is_control() && !matches!(letter, '"' | '<' | '>'))
        .take(120)
        .collect();
    if name.trim().is_empty() {
        "file".to_owned()
    } else {
        name
    }
}

/// A size in words: `10 MB`, `500 kB`.
pub fn size_words(bytes: u64) -> String {
    if bytes >= 1024 * 1024 {
        format!("{} MB", bytes / (1024 * 1024))
    } else {
        format!("{} kB", bytes.div_ceil(1024))
    }
}
