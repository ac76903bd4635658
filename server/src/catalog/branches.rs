//! Looking at any branch of a source before it is live: courses as that commit has them, as a chosen
//! learner would find them at a chosen time. Nothing is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use chrono::{DateTime, Utc};
use dashmap::DashMap;
use domain::{
    Lang,
    catalog::{Course, SourceFiles as Files, parse_courses},
    learning::{Progress, progress},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    highlight,
    problem::Problem,
    publish::FOLDER,
    refresh::alone,
    sources::{self, TEACHING},
    tables::course_source,
    tree::{self, Commit},
};
use crate::{
    Actor, Error, Result, Services,
    identity::tables::person,
    learning::tables::{attempt, lesson_progress},
};

/// Branches that are kept in memory; beyond that all are forgotten and read again.
const MOST: usize = 8;

/// Commits that somebody looked at, by source's folder and commit.
static SEEN: LazyLock<DashMap<(Uuid, String, String), Arc<State>>> = LazyLock::new(DashMap::new);

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
struct State {
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
    state: Arc<State>,
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
    actor.require(TEACHING)?;
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
            let state = Arc::new(State {
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

/// Whose eyes a branch is looked at with, and when.
pub struct Eyes {
    /// The learner; none is a learner who has done nothing yet.
    pub person: Option<(Uuid, String)>,
    /// The learner's language.
    pub lang: Option<Lang>,
    /// The moment.
    pub at: DateTime<Utc>,
    /// Ids of lessons finished by then, and best percentages, by course.
    done: BTreeMap<String, (BTreeSet<String>, BTreeMap<String, f64>)>,
    /// How often each quiz (`course/quiz`) was taken by then.
    tries: BTreeMap<String, u32>,
}

impl Eyes {
    /// How far the learner would be in a course.
    pub fn progress(&self, course: &Course) -> Progress {
        let none = Default::default();
        let (lessons, best) = self.done.get(&course.id).unwrap_or(&none);
        progress(course, lessons, best)
    }

    /// How often the learner had taken a quiz.
    pub fn tries(&self, course: &str, quiz: &str) -> u32 {
        self.tries.get(&format!("{course}/{quiz}")).copied().unwrap_or(0)
    }

    /// Which of the courses to finish first were not finished; they are looked up in the branch, then
    /// among the live ones.
    pub fn unfinished(&self, services: &Services, branch: &Branch, course: &Course) -> Vec<String> {
        let finished = |id: &str| match branch.course(id) {
            Some((_, required)) => self.progress(required).is_finished(),
            None => services
                .catalog
                .course(id)
                .is_ok_and(|live| self.progress(&live.course).is_finished()),
        };
        course
            .requires
            .iter()
            .filter(|id| !finished(id))
            .cloned()
            .collect()
    }
}

/// The eyes of a learner at a moment. For authors: they see what a learner sees of courses, and how far
/// the learner was.
pub async fn eyes(
    actor: &Actor,
    services: &Services,
    learner: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Eyes> {
    actor.require(TEACHING)?;
    let mut eyes = Eyes {
        person: None,
        lang: None,
        at,
        done: BTreeMap::new(),
        tries: BTreeMap::new(),
    };
    let Some(learner) = learner else { return Ok(eyes) };
    let person = person::Entity::find_by_id(learner)
        .one(services.db.read())
        .await?
        .filter(|person| person.erased_at.is_none())
        .ok_or(Error::NotFound)?;
    eyes.lang = Lang::from_code(&person.lang);
    eyes.person = Some((learner, person.name));
    for row in lesson_progress::Entity::find()
        .filter(lesson_progress::Column::PersonId.eq(learner))
        .filter(lesson_progress::Column::DoneAt.lte(at))
        .all(services.db.read())
        .await?
    {
        eyes.done
            .entry(row.course_id)
            .or_default()
            .0
            .insert(row.lesson_id);
    }
    for row in attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(learner))
        .filter(attempt::Column::SubmittedAt.lte(at))
        .all(services.db.read())
        .await?
    {
        *eyes
            .tries
            .entry(format!("{}/{}", row.course_id, row.quiz_id))
            .or_default() += 1;
        let best = eyes
            .done
            .entry(row.course_id)
            .or_default()
            .1
            .entry(row.quiz_id)
            .or_default();
        *best = best.max(row.percent.unwrap_or_default());
    }
    Ok(eyes)
}

/// The learners whose eyes may be lent, by name.
pub async fn learners(actor: &Actor, services: &Services) -> Result<Vec<(Uuid, String)>> {
    actor.require(TEACHING)?;
    let mut learners: Vec<_> = crate::readiness::foresee::learners(services)
        .await?
        .into_iter()
        .collect();
    learners.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    Ok(learners)
}
