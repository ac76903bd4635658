//! Publishing: a revision without errors goes live; one with errors is reported and the last good
//! one stays. One course's error holds back only that course.

use std::{
    path::Path,
    sync::{Arc, PoisonError},
};

use domain::catalog::{Severity, course_hash, parse_course, parse_rule};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict};
use sha2::{Digest, Sha256};

use super::{
    Catalog, Revision, RuleRevision, check,
    folder::{self, Files},
    highlight,
    tables::{course_revision, rule_revision},
};
use crate::{
    Error, Result,
    db::{self, Db},
};

impl Catalog {
    /// Publishes what is in the folder. Gives the number of courses and rules that were held back.
    pub async fn publish_folder(&self, db: &Db, root: &Path) -> Result<usize> {
        let folder = folder::read(root)?;
        let mut held_back = 0;
        for (name, files) in folder.courses {
            if !self.publish_course(db, &name, files).await? {
                held_back += 1;
            }
        }
        for (path, bytes) in folder.rules.0 {
            if !self.publish_rule(db, &path, &bytes).await? {
                held_back += 1;
            }
        }
        Ok(held_back)
    }

    async fn publish_course(&self, db: &Db, name: &str, files: Files) -> Result<bool> {
        let hash = course_hash(&files);
        if self.course(name).is_ok_and(|live| live.hash == hash) {
            return Ok(true);
        }
        let parsed = parse_course(&files);
        let errors = parsed
            .diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count();
        match parsed.course {
            Some(mut course) if errors == 0 => {
                highlight::course(&mut course);
                let row = course_revision::Model {
                    hash: hash.clone(),
                    course_id: course.id.clone(),
                    bundle: pack(&files),
                    published_at: db::now(),
                };
                course_revision::Entity::insert(row.into_active_model())
                    .on_conflict(
                        OnConflict::column(course_revision::Column::Hash)
                            .do_nothing()
                            .to_owned(),
                    )
                    .exec_without_returning(db.write())
                    .await?;
                tracing::info!(course = course.id, revision = &hash[..12], "published");
                self.set_live(Revision { hash, course });
                Ok(true)
            }
            _ => {
                tracing::error!(
                    course = name,
                    "held back, {errors} errors:\n{}",
                    check::human(name, &files, &parsed.diagnostics)
                );
                if self.course(name).is_err()
                    && let Some(row) = course_revision::Entity::find()
                        .filter(course_revision::Column::CourseId.eq(name))
                        .order_by_desc(course_revision::Column::PublishedAt)
                        .one(db.read())
                        .await?
                {
                    self.set_live(revive(&row)?);
                }
                Ok(false)
            }
        }
    }

    fn set_live(&self, revision: Revision) {
        let mut courses = self.courses.write().unwrap_or_else(PoisonError::into_inner);
        courses.insert(revision.course.id.clone(), Arc::new(revision));
    }

    async fn publish_rule(&self, db: &Db, path: &str, bytes: &[u8]) -> Result<bool> {
        let (rule, diagnostics) = parse_rule(path, bytes);
        let Some(rule) = rule.filter(|_| diagnostics.iter().all(|d| d.severity != Severity::Error)) else {
            let files = Files::from_iter([(path, bytes)]);
            tracing::error!(
                path,
                "held back:\n{}",
                check::human("readiness", &files, &diagnostics)
            );
            return Ok(false);
        };
        let hash: String = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let row = rule_revision::Model {
            hash: hash.clone(),
            rule_id: rule.id.clone(),
            source: String::from_utf8_lossy(bytes).into_owned(),
            published_at: db::now(),
        };
        rule_revision::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(rule_revision::Column::Hash)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(db.write())
            .await?;
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        rules.insert(rule.id.clone(), Arc::new(RuleRevision { hash, rule }));
        Ok(true)
    }
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
