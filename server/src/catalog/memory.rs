//! The courses, rules and words that are live, in memory: what pages ask for first.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use dashmap::DashMap;
use domain::catalog::{SourceFiles, Term};
use sea_orm::EntityTrait;

use super::{store, tables::course_revision};
use crate::{Error, Result, db::Db};

pub use super::store::{Revision, RuleRevision};

/// Older revisions that are kept in memory.
const MOST_OLDER: usize = 64;

/// The live revision of each course and rule, and older ones that attempts still use.
#[derive(Default)]
pub struct Catalog {
    pub(super) courses: RwLock<BTreeMap<String, Arc<Revision>>>,
    pub(super) rules: RwLock<BTreeMap<String, Arc<RuleRevision>>>,
    pub(super) terms: RwLock<Arc<Vec<Term>>>,
    pub(super) older: DashMap<String, Arc<Revision>>,
    /// One publication at a time.
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl Catalog {
    /// Every live course, by id.
    pub fn courses(&self) -> Vec<Arc<Revision>> {
        self.courses
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect()
    }

    /// The live revision of a course.
    pub fn course(&self, id: &str) -> Result<Arc<Revision>> {
        let courses = self.courses.read().unwrap_or_else(PoisonError::into_inner);
        courses.get(id).cloned().ok_or(Error::NotFound)
    }

    /// Every live readiness rule, by id.
    pub fn rules(&self) -> Vec<Arc<RuleRevision>> {
        self.rules
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect()
    }

    /// The live revision of a rule.
    pub fn rule(&self, id: &str) -> Result<Arc<RuleRevision>> {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        rules.get(id).cloned().ok_or(Error::NotFound)
    }

    /// The words of the live glossaries.
    pub fn terms(&self) -> Arc<Vec<Term>> {
        self.terms.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows a course in a preview; what was shown before stays for attempts that began on it.
    pub(super) fn show(&self, revision: Revision) {
        let revision = Arc::new(revision);
        self.older.insert(revision.hash.clone(), revision.clone());
        let mut courses = self.courses.write().unwrap_or_else(PoisonError::into_inner);
        courses.insert(revision.course.id.clone(), revision);
    }

    /// Shows a rule in a preview.
    pub(super) fn show_rule(&self, rule: RuleRevision) {
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        rules.insert(rule.rule.id.clone(), Arc::new(rule));
    }

    /// Shows the words of the glossary in a preview.
    pub(super) fn show_terms(&self, terms: Vec<Term>) {
        *self.terms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(terms);
    }

    /// The source files of a revision; none when it was never kept, as in a preview.
    pub(crate) async fn source_files(&self, db: &Db, hash: &str) -> Result<Option<SourceFiles>> {
        store::files_of_revision(db, hash).await
    }

    /// A revision by its hash: the live one, or an older one that is still in use.
    pub async fn revision(&self, db: &Db, course: &str, hash: &str) -> Result<Arc<Revision>> {
        if let Ok(live) = self.course(course)
            && live.hash == hash
        {
            return Ok(live);
        }
        if let Some(older) = self.older.get(hash) {
            return Ok(older.clone());
        }
        let row = course_revision::Entity::find_by_id(hash)
            .one(db.read())
            .await?
            .ok_or(Error::NotFound)?;
        let revision = Arc::new(store::revive(&row)?);
        // They can always be read again.
        if self.older.len() >= MOST_OLDER {
            self.older.clear();
        }
        self.older.insert(hash.to_owned(), revision.clone());
        Ok(revision)
    }
}
