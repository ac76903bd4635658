//! What is live: a revision takes its place in the database first, then in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use domain::catalog::{GLOSSARY, parse_glossary};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    Catalog, Revision, RuleRevision,
    publish::{FOLDER, How, items, live_rows, of_others},
    store::revive_rule,
    tables::{course_source, glossary_revision, live_item, publication, revision_item, rule_revision},
};
use crate::{
    Error, Result,
    db::{self, Db},
};

impl Catalog {
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
        // What the courses folder does is its keeper's doing, and is in its revisions.
        if how != How::Folder {
            let action = match how {
                How::Rollback => "source.rolled-back",
                How::Folder | How::Push | How::Hand => "source.published",
            };
            let names: Vec<_> = changed.iter().map(|(_, id)| id.as_str()).collect();
            let detail = format!("{}: {}", source.name, names.join(", "));
            crate::identity::audit::record(&tx, by, action, Some(source.id), detail).await?;
        }
        tx.commit().await?;
        self.reload(db).await?;
        Ok(changed)
    }

    /// Brings what is in memory to what the database says is live; another process may have published.
    pub async fn reload(&self, db: &Db) -> Result<()> {
        if self.read_live(db).await? {
            // What pages keep holds as long as nothing is written. A page drawn after the publication was
            // written, and before it was in memory, must not be kept: so something is written now.
            course_source::Entity::update_many()
                .col_expr(course_source::Column::CheckedAt, Expr::value(db::now()))
                .filter(course_source::Column::Id.eq(FOLDER))
                .exec(db.write())
                .await?;
        }
        // What was published is live, found or not; the next time makes up for it.
        if let Err(error) = self.renew_search(db, true).await {
            tracing::error!(%error, "the index for searching could not be written");
        }
        Ok(())
    }

    /// Gives whether anything in memory changed.
    async fn read_live(&self, db: &Db) -> Result<bool> {
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
        let mut changed = now.len() != courses.len()
            || courses
                .iter()
                .any(|(id, new)| now.get(id).is_none_or(|old| old.hash != new.hash));
        *now = courses;
        drop(now);
        let mut now = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        changed |= now.len() != rules.len()
            || rules
                .iter()
                .any(|(id, new)| now.get(id).is_none_or(|old| old.hash != new.hash));
        *now = rules;
        drop(now);
        let mut now = self.terms.write().unwrap_or_else(PoisonError::into_inner);
        changed |= **now != terms;
        *now = Arc::new(terms);
        Ok(changed)
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
