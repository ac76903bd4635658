//! Looking at any branch of a source before it is live: courses as that commit has them. Nothing is
//! written.

use domain::identity::Role;
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use dashmap::DashMap;
use domain::catalog::{Course, SourceFiles as Files, parse_courses};
use uuid::Uuid;

use super::{
    highlight,
    problem::Problem,
    publish::FOLDER,
    refresh::alone,
    sources,
    tables::course_source,
    tree::{self, Commit},
};
use crate::{Actor, Error, Result, Services};

/// Branches that are kept in memory; beyond that all are forgotten and read again.
const MOST: usize = 8;

/// Commits that somebody looked at, by source's folder and commit.
static SEEN: LazyLock<DashMap<(Uuid, String, String), Arc<BranchState>>> = LazyLock::new(DashMap::new);

/// A course of a branch, with its problems.
pub struct BranchCourse {
    /// The course; none when it could not be read.
    pub course: Option<Course>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    files: Files,
}

impl BranchCourse {
    /// A file of the course.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path)
    }
}

/// The courses of a commit by their folders' names.
struct BranchState {
    commit: Commit,
    courses: BTreeMap<String, BranchCourse>,
}

/// A branch as it was last fetched.
pub struct Branch {
    /// The source.
    pub source: course_source::Model,
    /// Its name.
    pub name: String,
    /// The commit it points at.
    pub commit: String,
    /// Who made the commit.
    pub author: String,
    /// What they say it is for.
    pub message: String,
    state: Arc<BranchState>,
}

impl Branch {
    /// The courses by their folders' names.
    pub fn courses(&self) -> &BTreeMap<String, BranchCourse> {
        &self.state.courses
    }

    /// The course of an id.
    pub fn course(&self, id: &str) -> Option<(&BranchCourse, &Course)> {
        self.state.courses.values().find_map(|found| {
            found
                .course
                .as_ref()
                .filter(|course| course.id == id)
                .map(|course| (found, course))
        })
    }
}

/// The branches of a git source with their commits, the newest first. For authors.
pub async fn list(
    actor: &Actor,
    services: &Services,
    source: Uuid,
) -> Result<(course_source::Model, Vec<(String, String)>)> {
    let source = git_source(actor, services, source).await?;
    let branches = sources::git(services, &source).branches().await?;
    Ok((source, branches))
}

async fn git_source(actor: &Actor, services: &Services, source: Uuid) -> Result<course_source::Model> {
    let source = sources::get(actor, services, source).await?;
    if source.id == FOLDER {
        return Err(Error::NotFound);
    }
    Ok(source)
}

/// Fetches the branches; publishes nothing.
pub async fn fetch(actor: &Actor, services: &Services, source: Uuid) -> Result<()> {
    let source = git_source(actor, services, source).await?;
    let _turn = services.sources.turn(source.id).await;
    sources::git(services, &source).fetch().await
}

/// A branch with its courses. For authors.
pub async fn open(actor: &Actor, services: &Services, source: Uuid, branch: &str) -> Result<Branch> {
    actor.require(&Role::TEACHING)?;
    let source = git_source(actor, services, source).await?;
    let git = sources::git(services, &source);
    let commit = git.head(branch).await?.ok_or(Error::NotFound)?;
    let place = (source.id, source.folder.clone(), commit.clone());
    let seen = SEEN.get(&place).map(|seen| seen.clone());
    let state = match seen {
        Some(state) => state,
        None => {
            let about = tree::commit(&git, &commit).await?;
            let snapshot = tree::read(&git, &commit, &source.folder, &alone(&source.url)).await?;
            let courses = tokio::task::spawn_blocking(move || read(snapshot))
                .await
                .map_err(Error::unexpected)?;
            let state = Arc::new(BranchState {
                commit: about,
                courses,
            });
            if SEEN.len() >= MOST {
                SEEN.clear();
            }
            SEEN.insert(place, state.clone());
            state
        }
    };
    Ok(Branch {
        name: branch.to_owned(),
        commit,
        author: state.commit.author.clone(),
        message: state.commit.message.clone(),
        source,
        state,
    })
}

fn read(mut snapshot: super::snapshot::Snapshot) -> BTreeMap<String, BranchCourse> {
    let mut parsed = parse_courses(&snapshot.folder(), None);
    let mut courses = BTreeMap::new();
    for (name, files) in std::mem::take(&mut snapshot.courses) {
        let mut problems = snapshot.odd.remove(&name).unwrap_or_default();
        let mut course = None;
        if let Some(found) = parsed.courses.remove(&name) {
            problems.extend(Problem::all_of(&found.diagnostics, &name, |path| files.get(path)));
            course = found.course;
        }
        if let Some(course) = &mut course {
            highlight::course(course);
        }
        courses.insert(
            name,
            BranchCourse {
                course,
                problems,
                files,
            },
        );
    }
    courses
}
