//! The courses and readiness rules: read from a folder, checked, kept by content hash, and served
//! from memory. What a page shows is rendered once per revision, never per request.

pub mod branches;
pub mod check;
pub mod coverage;
pub mod editor;
pub mod files;
pub mod interchange;
pub mod plan;
pub mod poll;
pub mod preview;
pub mod refresh;
pub mod revisions;
pub mod sources;
pub mod tables;
pub mod webhook;

mod address;
pub(crate) mod folder;
mod git;
mod git_run;
mod git_words;
mod highlight;
mod judge;
mod kept;
mod keys;
mod live;
mod problem;
mod publish;
mod snapshot;
mod tree;
mod watch;

pub use git::{Auth, SourceOptions};
pub use poll::Queue;
pub use problem::{Place, Problem};
pub use publish::{FOLDER, How};
pub use watch::watch;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use dashmap::DashMap;
use domain::{
    catalog::{Course, SourceFiles, Term},
    readiness::Rule,
};
use sea_orm::EntityTrait;

use crate::{Error, Result, db::Db};
use tables::course_revision;

/// Older revisions that are kept in memory.
const MOST_OLDER: usize = 64;

/// A published state of a course.
pub struct Revision {
    /// The hash of its files; attempts and decisions name it.
    pub hash: String,
    /// The course, parsed and rendered.
    pub course: Course,
}

/// A published state of a readiness rule.
pub struct RuleRevision {
    /// The hash of its file.
    pub hash: String,
    /// The rule.
    pub rule: Rule,
}

/// The live revision of each course and rule, and older ones that attempts still use.
#[derive(Default)]
pub struct Catalog {
    courses: RwLock<BTreeMap<String, Arc<Revision>>>,
    rules: RwLock<BTreeMap<String, Arc<RuleRevision>>>,
    terms: RwLock<Arc<Vec<Term>>>,
    older: DashMap<String, Arc<Revision>>,
    /// One publication at a time.
    turn: tokio::sync::Mutex<()>,
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
    fn show(&self, revision: Revision) {
        let revision = Arc::new(revision);
        self.older.insert(revision.hash.clone(), revision.clone());
        let mut courses = self.courses.write().unwrap_or_else(PoisonError::into_inner);
        courses.insert(revision.course.id.clone(), revision);
    }

    /// Shows a rule in a preview.
    fn show_rule(&self, rule: RuleRevision) {
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        rules.insert(rule.rule.id.clone(), Arc::new(rule));
    }

    /// Shows the words of the glossary in a preview.
    fn show_terms(&self, terms: Vec<Term>) {
        *self.terms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(terms);
    }

    /// The source files of a revision; none when it was never kept, as in a preview.
    pub(crate) async fn source_files(&self, db: &Db, hash: &str) -> Result<Option<SourceFiles>> {
        kept::files_of_revision(db, hash).await
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
        let revision = Arc::new(kept::revive(&row)?);
        // They can always be read again.
        if self.older.len() >= MOST_OLDER {
            self.older.clear();
        }
        self.older.insert(hash.to_owned(), revision.clone());
        Ok(revision)
    }
}
