//! Publishing: a revision of a source is judged and kept; its courses and rules without errors can go
//! live. One with errors is held back, and the last good one of it stays.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, PoisonError},
};

use domain::catalog::{GLOSSARY, Message, SourceFiles as Files, parse_course, parse_glossary, parse_rule};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    Catalog, Revision, RuleRevision, folder, highlight,
    judge::{Judged, judge, snapshot_hash},
    snapshot::Snapshot,
    tables::{
        course_revision, course_source, glossary_revision, live_item, publication, revision_item,
        rule_revision, source_revision,
    },
    tree::Commit,
};
use crate::{
    Error, Result,
    db::{self, Db},
};

/// The source that every classroom has: the courses folder beside the program.
pub const FOLDER: Uuid = Uuid::nil();

/// How a revision went live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The courses folder changed.
    Folder,
    /// A push, seen by a webhook or by asking.
    Push,
    /// Somebody published it.
    Hand,
    /// Somebody went back to it; it stays until somebody publishes another on purpose.
    Rollback,
}

impl How {
    /// The word used in tables.
    pub fn code(self) -> &'static str {
        match self {
            How::Folder => "folder",
            How::Push => "push",
            How::Hand => "hand",
            How::Rollback => "rollback",
        }
    }

    fn on_purpose(self) -> bool {
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
        let revision = self.record(db, &source, snapshot, commit).await?;
        Ok((source, revision))
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

    /// Makes the good courses and rules of a revision live, except where another is pinned and nobody
    /// asked on purpose. Those that the source no longer has are withdrawn. Gives what went live.
    pub(super) async fn go_live(
        &self,
        db: &Db,
        source: &course_source::Model,
        revision: Uuid,
        how: How,
        by: Option<Uuid>,
        plan: &str,
    ) -> Result<Vec<(String, String)>> {
        let items = items(db, revision).await?;
        let live = live_rows(db).await?;
        let others = of_others(db, source.id).await?;
        let mut changed = Vec::new();
        let mut rows = Vec::new();
        for item in items.iter().filter(|item| item.errors == 0) {
            let Some(id) = &item.item_id else { continue };
            let now = live
                .iter()
                .find(|row| row.kind == item.kind && row.item_id == *id);
            let taken = now.is_some_and(|now| others.contains(now));
            let held = now.is_some_and(|now| now.pinned) && !how.on_purpose();
            let same = now.is_some_and(|now| {
                now.hash == item.hash && now.pinned == (how == How::Rollback) && now.source_id == source.id
            });
            if taken || held || same {
                continue;
            }
            if now.is_none_or(|now| now.hash != item.hash) {
                changed.push((item.kind.clone(), id.clone()));
            }
            rows.push(live_item::Model {
                kind: item.kind.clone(),
                item_id: id.clone(),
                hash: item.hash.clone(),
                source_id: source.id,
                revision_id: revision,
                pinned: how == How::Rollback,
                changed_at: db::now(),
            });
        }
        let gone = if how == How::Rollback {
            Vec::new()
        } else {
            gone(&items, &live, source.id, how)
        };
        if rows.is_empty() && gone.is_empty() {
            return Ok(changed);
        }
        let tx = db.begin().await?;
        for row in rows {
            live_item::Entity::insert(row.into_active_model())
                .on_conflict(
                    OnConflict::columns([live_item::Column::Kind, live_item::Column::ItemId])
                        .update_columns([
                            live_item::Column::Hash,
                            live_item::Column::SourceId,
                            live_item::Column::RevisionId,
                            live_item::Column::Pinned,
                            live_item::Column::ChangedAt,
                        ])
                        .to_owned(),
                )
                .exec_without_returning(&tx)
                .await?;
        }
        for row in gone {
            changed.push((row.kind.clone(), row.item_id.clone()));
            live_item::Entity::delete_by_id((row.kind, row.item_id))
                .exec(&tx)
                .await?;
        }
        let row = publication::Model {
            id: Uuid::now_v7(),
            source_id: source.id,
            revision_id: revision,
            how: how.code().to_owned(),
            by_person: by,
            at: db::now(),
            plan: plan.to_owned(),
        };
        row.into_active_model().insert(&tx).await?;
        if let Some(by) = by {
            let action = match how {
                How::Rollback => "source.rolled-back",
                How::Folder | How::Push | How::Hand => "source.published",
            };
            let names: Vec<_> = changed.iter().map(|(_, id)| id.as_str()).collect();
            let detail = format!("{}: {}", source.name, names.join(", "));
            crate::identity::audit::record(&tx, Some(by), action, Some(source.id), detail).await?;
        }
        tx.commit().await?;
        self.reload(db).await?;
        Ok(changed)
    }

    /// Brings what is in memory to what the database says is live; another process may have published.
    pub async fn reload(&self, db: &Db) -> Result<()> {
        let live = live_rows(db).await?;
        let (mut courses, mut rules, mut terms) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let glossaries = glossary_revision::Entity::find()
            .filter(
                glossary_revision::Column::Hash.is_in(
                    live.iter()
                        .filter(|row| row.kind == "glossary")
                        .map(|row| row.hash.as_str()),
                ),
            )
            .all(db.read())
            .await?;
        for glossary in glossaries {
            terms.extend(parse_glossary(GLOSSARY, glossary.source.as_bytes()).0);
        }
        for row in live.iter().filter(|row| row.kind == "course") {
            match self.revision(db, &row.item_id, &row.hash).await {
                Ok(revision) => {
                    courses.insert(row.item_id.clone(), revision);
                }
                Err(error) => tracing::error!(%error, id = row.item_id, "a live course could not be read"),
            }
        }
        for row in live.iter().filter(|row| row.kind == "rule") {
            match self.rule_revision(db, &row.item_id, &row.hash).await {
                Ok(rule) => {
                    rules.insert(row.item_id.clone(), rule);
                }
                Err(error) => tracing::error!(%error, id = row.item_id, "a live rule could not be read"),
            }
        }
        let mut now = self.courses.write().unwrap_or_else(PoisonError::into_inner);
        // What was live stays at hand: attempts may be under way on it.
        for (id, revision) in &*now {
            if courses
                .get(id)
                .is_none_or(|new: &Arc<Revision>| new.hash != revision.hash)
            {
                tracing::info!(course = id, "another revision is live");
                self.older.insert(revision.hash.clone(), revision.clone());
            }
        }
        *now = courses;
        drop(now);
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
        *self.terms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(terms);
        Ok(())
    }

    async fn rule_revision(&self, db: &Db, id: &str, hash: &str) -> Result<Arc<RuleRevision>> {
        if let Ok(live) = self.rule(id)
            && live.hash == hash
        {
            return Ok(live);
        }
        let row = rule_revision::Entity::find_by_id(hash)
            .one(db.read())
            .await?
            .ok_or(Error::NotFound)?;
        revive_rule(&row).map(Arc::new)
    }
}

/// The courses and rules of the source that this revision no longer has. A folder that cannot be read
/// as a course still is there, and a source without any course is a mistake, not a wish.
pub(super) fn gone(
    items: &[revision_item::Model],
    live: &[live_item::Model],
    source: Uuid,
    how: How,
) -> Vec<live_item::Model> {
    if items.iter().all(|item| item.kind == "source") {
        return Vec::new();
    }
    live.iter()
        .filter(|row| row.source_id == source && (!row.pinned || how.on_purpose()))
        .filter(|row| {
            !items.iter().filter(|item| item.kind == row.kind).any(|item| {
                item.item_id.as_ref() == Some(&row.item_id)
                    || item.name == row.item_id
                    || item.name.strip_suffix(".toml") == Some(row.item_id.as_str())
                    || (item.errors > 0 && item.item_id.is_none())
            })
        })
        .cloned()
        .collect()
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

/// Keeps the content of a good course or rule, by its hash.
async fn keep(tx: &impl ConnectionTrait, item: &Judged) -> Result<()> {
    let Some(id) = item.id.clone() else { return Ok(()) };
    if item.kind == "course" {
        let row = course_revision::Model {
            hash: item.hash.clone(),
            course_id: id,
            bundle: pack(&item.files),
            published_at: db::now(),
        };
        course_revision::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(course_revision::Column::Hash)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    } else if item.kind == "glossary" {
        let row = glossary_revision::Model {
            hash: item.hash.clone(),
            source: item
                .files
                .get(&item.name)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default(),
            published_at: db::now(),
        };
        glossary_revision::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(glossary_revision::Column::Hash)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    } else if let Some(bytes) = item.files.get(&item.name) {
        let row = rule_revision::Model {
            hash: item.hash.clone(),
            rule_id: id,
            source: String::from_utf8_lossy(bytes).into_owned(),
            published_at: db::now(),
        };
        rule_revision::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(rule_revision::Column::Hash)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
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

/// The newest revision of a source.
pub(super) async fn newest(db: &Db, source: Uuid) -> Result<Option<source_revision::Model>> {
    Ok(source_revision::Entity::find()
        .filter(source_revision::Column::SourceId.eq(source))
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
async fn of_others(db: &Db, source: Uuid) -> Result<Vec<live_item::Model>> {
    let mut theirs = Vec::new();
    let live = live_rows(db).await?;
    // There are a handful of sources at most.
    for other in course_source::Entity::find()
        .filter(course_source::Column::RemovedAt.is_null())
        .filter(course_source::Column::Id.ne(source))
        .all(db.read())
        .await?
    {
        let Some(newest) = newest(db, other.id).await? else {
            continue;
        };
        let has = items(db, newest.id).await?;
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

/// The files of live courses, by their ids.
async fn files_of(db: &Db, rows: &[live_item::Model]) -> Result<BTreeMap<String, Files>> {
    let hashes = rows
        .iter()
        .filter(|row| row.kind == "course")
        .map(|row| row.hash.as_str());
    let kept = course_revision::Entity::find()
        .filter(course_revision::Column::Hash.is_in(hashes))
        .all(db.read())
        .await?;
    Ok(kept
        .into_iter()
        .filter_map(|row| Some((row.course_id, unpack(&row.bundle)?)))
        .collect())
}

/// Everything that is live.
pub(super) async fn live_rows(db: &Db) -> Result<Vec<live_item::Model>> {
    Ok(live_item::Entity::find().all(db.read()).await?)
}

/// A kept rule, read again.
pub(super) fn revive_rule(row: &rule_revision::Model) -> Result<RuleRevision> {
    let (rule, _) = parse_rule(&format!("{}.toml", row.rule_id), row.source.as_bytes());
    Ok(RuleRevision {
        hash: row.hash.clone(),
        rule: rule.ok_or_else(|| Error::unexpected(format!("rule {} no longer parses", row.hash)))?,
    })
}

/// A kept revision, parsed again.
pub(super) fn revive(row: &course_revision::Model) -> Result<Revision> {
    let files =
        unpack(&row.bundle).ok_or_else(|| Error::unexpected(format!("damaged revision {}", row.hash)))?;
    let mut course = parse_course(&files)
        .course
        .ok_or_else(|| Error::unexpected(format!("revision {} no longer parses", row.hash)))?;
    highlight::course(&mut course);
    Ok(Revision {
        hash: row.hash.clone(),
        course,
    })
}

/// Files as one run of bytes: for each, path and content, both behind their lengths.
fn pack(files: &Files) -> Vec<u8> {
    let mut bundle = Vec::new();
    for (path, bytes) in &files.0 {
        for part in [path.as_bytes(), bytes] {
            bundle.extend((part.len() as u64).to_le_bytes());
            bundle.extend(part);
        }
    }
    bundle
}

fn unpack(mut bundle: &[u8]) -> Option<Files> {
    let mut part = || -> Option<Vec<u8>> {
        let (length, rest) = bundle.split_first_chunk::<8>()?;
        let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        bundle = rest;
        Some(part.to_vec())
    };
    let mut files = Files::default();
    while let Some(path) = part() {
        files.0.insert(String::from_utf8(path).ok()?, part()?);
    }
    bundle.is_empty().then_some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_revision_comes_back_as_it_was_and_a_cut_one_does_not() {
        let files = Files::from_iter([("a.md", b"one".to_vec()), ("images/b.svg", vec![])]);
        let bundle = pack(&files);
        assert_eq!(unpack(&bundle), Some(files));
        assert_eq!(unpack(&bundle[..bundle.len() - 1]), None);
    }
}
