//! Content that is stored for ever, by its hash: into the database, and back.

use std::collections::BTreeMap;

use domain::catalog::{Course, Lesson, Quiz, Rule, SourceFiles as Files, parse_course, parse_rule};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};

use super::{
    highlight,
    judge::Judged,
    tables::{course_revision, glossary_revision, live_item, rule_revision},
};
use crate::{
    Error, Result,
    db::{self, Db},
};

/// A published state of a course.
pub struct Revision {
    /// The hash of its files; attempts and decisions name it.
    pub hash: String,
    /// The course, parsed and rendered.
    pub course: Course,
}

impl Revision {
    /// A quiz of the course; one that it does not have is not found.
    pub fn quiz(&self, id: &str) -> Result<&Quiz> {
        self.course.quizzes.get(id).ok_or(Error::NotFound)
    }

    /// A lesson of the course; one that it does not have is not found.
    pub fn lesson(&self, id: &str) -> Result<&Lesson> {
        self.course.lessons.get(id).ok_or(Error::NotFound)
    }
}

/// A published state of a readiness rule.
pub struct RuleRevision {
    /// The hash of its file.
    pub hash: String,
    /// The rule.
    pub rule: Rule,
}

/// Keeps the content of a good course or rule, by its hash.
pub(super) async fn keep(tx: &impl ConnectionTrait, item: &Judged) -> Result<()> {
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

/// The files of live courses, by their ids.
pub(super) async fn files_of(db: &Db, rows: &[live_item::Model]) -> Result<BTreeMap<String, Files>> {
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

/// The files of a kept revision; none when it was never kept, as in a preview.
pub(super) async fn files_of_revision(db: &Db, hash: &str) -> Result<Option<Files>> {
    let kept = course_revision::Entity::find_by_id(hash).one(db.read()).await?;
    Ok(kept.and_then(|row| unpack(&row.bundle)))
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
        files.add(&String::from_utf8(path).ok()?, part()?);
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
