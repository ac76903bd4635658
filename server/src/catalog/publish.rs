//! Publishing: a revision of a source is judged and kept; its courses and rules without errors can go
//! live. One with errors is held back, and the last good one of it stays.

use std::path::Path;

use domain::catalog::Message;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    Catalog, folder,
    judge::{Judged, judge, snapshot_hash},
    snapshot::Snapshot,
    store::{files_of, keep},
    tables::{course_source, live_item, revision_item, source_revision},
    tree::Commit,
};
use crate::{
    Error, Result,
    db::{self, Db},
};

/// The source that every classroom has: the courses folder beside the program.
pub const FOLDER: Uuid = Uuid::nil();

domain::coded_enum! {
    /// How a revision went live.
    pub enum How {
        /// The courses folder changed.
        Folder = "folder",
        /// A push, seen by a webhook or by asking.
        Push = "push",
        /// Somebody published it.
        Hand = "hand",
        /// Somebody went back to it; it stays until somebody publishes another on purpose.
        Rollback = "rollback",
    }
}

impl How {
    pub(super) fn on_purpose(self) -> bool {
        match self {
            How::Folder | How::Push => false,
            How::Hand | How::Rollback => true,
        }
    }
}

impl Catalog {
    /// Publishes what is in the folder. Gives the number of courses and rules that were held back.
    pub async fn publish_folder(&self, db: &Db, root: &Path) -> Result<usize> {
        let _turn = self.turn.lock().await;
        let (source, revision) = self.record_folder(db, root).await?;
        let items = items(db, revision).await?;
        self.go_live(db, &source, revision, How::Folder, None, "").await?;
        let held_back: Vec<_> = items.iter().filter(|item| item.errors > 0).collect();
        for item in &held_back {
            tracing::error!(
                kind = item.kind,
                name = item.name,
                errors = item.errors,
                "held back; `kakehashi check` tells why"
            );
        }
        Ok(held_back.len())
    }

    /// Judges what is in the folder, and keeps it. The caller holds the turn.
    pub(super) async fn record_folder(&self, db: &Db, root: &Path) -> Result<(course_source::Model, Uuid)> {
        let source = folder_source(db, root).await?;
        let snapshot = folder::read(root)?;
        let commit = Commit {
            hash: snapshot_hash(&snapshot)?,
            author: String::new(),
            message: String::new(),
            at: db::now(),
        };
        let head = Some(commit.hash.clone());
        let revision = self.record(db, &source, snapshot, commit).await?;
        if source.head == head {
            return Ok((source, revision));
        }
        let mut row = source.into_active_model();
        row.head = Set(head);
        row.checked_at = Set(Some(db::now()));
        Ok((row.update(db.write()).await?, revision))
    }

    /// Judges a state of a source and keeps it with its problems. One that is kept already is given as
    /// it is. The caller holds the turn.
    pub(super) async fn record(
        &self,
        db: &Db,
        source: &course_source::Model,
        snapshot: Snapshot,
        commit: Commit,
    ) -> Result<Uuid> {
        let known = source_revision::Entity::find()
            .filter(source_revision::Column::SourceId.eq(source.id))
            .filter(source_revision::Column::CommitHash.eq(commit.hash.as_str()))
            .one(db.read())
            .await?;
        // What had errors is judged again: another version of the program, or another course, may have
        // made them good.
        if let Some(known) = &known
            && items(db, known.id).await?.iter().all(|item| item.errors == 0)
        {
            return Ok(known.id);
        }
        let others = of_others(db, source.id).await?;
        let theirs = files_of(db, &others).await?;
        let today = db::now().date_naive();
        let mut judged = tokio::task::spawn_blocking(move || judge(snapshot, theirs, Some(today)))
            .await
            .map_err(Error::unexpected)?;
        for item in judged.iter_mut().filter(|item| item.kind == "glossary") {
            // Each source may have one.
            item.id = Some(source.id.to_string());
        }
        refuse_taken(&mut judged, &others);

        let id = known.as_ref().map_or_else(Uuid::now_v7, |known| known.id);
        let tx = db.begin().await?;
        if known.is_none() {
            let row = source_revision::Model {
                id,
                source_id: source.id,
                commit_hash: commit.hash,
                branch: source.branch.clone(),
                author: commit.author,
                message: commit.message,
                committed_at: commit.at,
                found_at: db::now(),
            };
            row.into_active_model().insert(&tx).await?;
        } else {
            revision_item::Entity::delete_many()
                .filter(revision_item::Column::RevisionId.eq(id))
                .exec(&tx)
                .await?;
        }
        for item in &judged {
            item.row(id)?.into_active_model().insert(&tx).await?;
            if item.errors() == 0 {
                keep(&tx, item).await?;
            }
        }
        tx.commit().await?;
        Ok(id)
    }
}

/// The first source that teaches a course keeps it.
fn refuse_taken(judged: &mut [Judged], others: &[live_item::Model]) {
    for item in judged {
        let Some(id) = item.id.clone() else { continue };
        if others
            .iter()
            .any(|row| row.kind == item.kind && row.item_id == id)
        {
            let message = Message::new(
                format!("「{id}」は、ほかの元からもう公開されています。"),
                format!("\"{id}\" is already published from another source."),
            );
            item.refuse(
                "K0708",
                message,
                "id を変えるか、もう一つの元から外してください。",
                "Change the id, or remove it from the other source.",
            );
        }
    }
}

/// The row of the courses folder; made at the first start.
async fn folder_source(db: &Db, root: &Path) -> Result<course_source::Model> {
    let url = root.display().to_string();
    match course_source::Entity::find_by_id(FOLDER).one(db.read()).await? {
        Some(row) if row.url == url => Ok(row),
        Some(row) => {
            let mut row = row.into_active_model();
            row.url = Set(url);
            Ok(row.update(db.write()).await?)
        }
        None => {
            let row = course_source::Model {
                id: FOLDER,
                name: "courses".to_owned(),
                kind: "folder".to_owned(),
                url,
                branch: String::new(),
                folder: String::new(),
                auth: "none".to_owned(),
                auto_publish: true,
                poll_minutes: 0,
                head: None,
                checked_at: None,
                failure: None,
                hooked_at: None,
                created_by: None,
                created_at: db::now(),
                removed_at: None,
            };
            Ok(row.into_active_model().insert(db.write()).await?)
        }
    }
}

/// The revision that a source is at: where its branch points, else the newest one that was found.
pub(super) async fn current(
    db: &Db,
    source: &course_source::Model,
) -> Result<Option<source_revision::Model>> {
    let of_source = source_revision::Entity::find().filter(source_revision::Column::SourceId.eq(source.id));
    if let Some(head) = &source.head
        && let Some(found) = of_source
            .clone()
            .filter(source_revision::Column::CommitHash.eq(head.as_str()))
            .one(db.read())
            .await?
    {
        return Ok(Some(found));
    }
    Ok(of_source
        .order_by_desc(source_revision::Column::Id)
        .one(db.read())
        .await?)
}

/// The courses and rules of a revision, by name.
pub(super) async fn items(db: &Db, revision: Uuid) -> Result<Vec<revision_item::Model>> {
    Ok(revision_item::Entity::find()
        .filter(revision_item::Column::RevisionId.eq(revision))
        .order_by_asc(revision_item::Column::Kind)
        .order_by_asc(revision_item::Column::Name)
        .all(db.read())
        .await?)
}

/// What is live from other sources, and still theirs: the courses of a source that was removed, and
/// those that a source's newest state no longer has, are free.
pub(super) async fn of_others(db: &Db, source: Uuid) -> Result<Vec<live_item::Model>> {
    let mut theirs = Vec::new();
    let live = live_rows(db).await?;
    // There are a handful of sources at most.
    for other in course_source::Entity::find()
        .filter(course_source::Column::RemovedAt.is_null())
        .filter(course_source::Column::Id.ne(source))
        .all(db.read())
        .await?
    {
        let Some(now) = current(db, &other).await? else {
            continue;
        };
        let has = items(db, now.id).await?;
        theirs.extend(
            live.iter()
                .filter(|row| row.source_id == other.id)
                .filter(|row| {
                    has.iter().any(|item| {
                        item.kind == row.kind
                            && (item.item_id.as_ref() == Some(&row.item_id) || item.name == row.item_id)
                    })
                })
                .cloned(),
        );
    }
    Ok(theirs)
}

/// Everything that is live.
pub(super) async fn live_rows(db: &Db) -> Result<Vec<live_item::Model>> {
    Ok(live_item::Entity::find().all(db.read()).await?)
}
