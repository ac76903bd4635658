//! What a publication would change, before it does: attempts that are open, questions whose key is
//! another, people whose readiness would change.

use domain::identity::Role;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::catalog::{Course, Question, WordsChange, words_changed};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Revision,
    publish::{items, live_rows},
    sources::find,
    store::revive_rule,
    tables::{rule_revision, source_revision},
};
use crate::{Actor, Error, Result, Services, above};

/// What a publication changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Courses that change, by id.
    pub courses: Vec<CoursePlan>,
    /// Rules that are new, changed or gone, by id.
    pub rules: Vec<String>,
    /// Whether the glossary changes.
    pub glossary: bool,
    /// People whom a rule would recommend otherwise.
    pub people: Vec<PersonPlan>,
}

impl Plan {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.courses.is_empty() && self.rules.is_empty() && !self.glossary
    }
}

/// What changes in a course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoursePlan {
    /// The course.
    pub id: String,
    /// The revision learners see now; none for a new course.
    pub from: Option<String>,
    /// The revision they would see; none when the course is withdrawn.
    pub to: Option<String>,
    /// Attempts under way on other revisions, by quiz. They finish where they began.
    pub open_attempts: BTreeMap<String, u64>,
    /// Attempts handed in on other revisions, by quiz: those a regrade could touch.
    pub handed_in: BTreeMap<String, u64>,
    /// Lessons and quizzes that come.
    pub added: Vec<String>,
    /// Lessons and quizzes that go.
    pub removed: Vec<String>,
    /// Questions of quizzes (`quiz#question`) that come.
    pub questions_added: Vec<String>,
    /// Questions that go.
    pub questions_removed: Vec<String>,
    /// Questions whose key, points or way of counting is another.
    pub keys_changed: Vec<String>,
    /// Words that are others, beside each other. A plan that was carried out is kept without them: both
    /// revisions are.
    #[serde(skip)]
    pub words: Vec<WordsChange>,
}

/// Attempts by quiz.
#[derive(Clone, Debug, Default)]
pub struct CourseAttempts {
    /// Those under way.
    pub open: BTreeMap<String, u64>,
    /// Those handed in.
    pub handed_in: BTreeMap<String, u64>,
}

/// How a rule would change about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPlan {
    /// The person.
    pub person: Uuid,
    /// The rule.
    pub rule: String,
    /// How many criteria are missing now; none when the rule is new.
    pub missing_before: Option<u32>,
    /// How many would be missing; none when the rule goes.
    pub missing_after: Option<u32>,
}

/// The plan of a revision. For those who teach.
pub async fn of(actor: &Actor, services: &Services, source: Uuid, revision: Uuid) -> Result<Plan> {
    actor.require(&Role::TEACHING)?;
    super::sources::find_revision(services, source, revision).await?;
    compute(services, revision).await
}

pub(crate) async fn compute(services: &Services, revision: Uuid) -> Result<Plan> {
    let row = source_revision::Entity::find_by_id(revision)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let source = find(services, row.source_id).await?;
    let items = items(&services.db, revision).await?;
    let live = live_rows(&services.db).await?;
    let mut plan = Plan::default();
    let mut courses = above::Courses::new();
    let mut rules = above::Rules::new();
    for item in items.iter().filter(|item| item.errors == 0) {
        let Some(id) = &item.item_id else { continue };
        if live
            .iter()
            .any(|now| now.kind == item.kind && now.item_id == *id && now.hash == item.hash)
        {
            continue;
        }
        if item.kind == "course" {
            courses.insert(
                id.clone(),
                Some(services.catalog.revision(&services.db, id, &item.hash).await?),
            );
        } else if item.kind == "rule" {
            let row = rule_revision::Entity::find_by_id(item.hash.as_str())
                .one(services.db.read())
                .await?
                .ok_or(Error::NotFound)?;
            rules.insert(id.clone(), Some(Arc::new(revive_rule(&row)?)));
        } else {
            plan.glossary = true;
        }
    }
    let now = super::publish::current(&services.db, &source).await?;
    if now.is_some_and(|now| now.id == revision) {
        for row in super::live::gone(&items, &live, source.id, super::How::Hand) {
            if row.kind == "course" {
                courses.insert(row.item_id, None);
            } else if row.kind == "rule" {
                rules.insert(row.item_id, None);
            }
        }
    }
    for (id, new) in &courses {
        let old = services.catalog.course(id).ok();
        plan.courses
            .push(course(services, id, old.as_deref(), new.as_deref()).await?);
    }
    plan.courses.sort_by(|a, b| a.id.cmp(&b.id));
    plan.rules = rules.keys().cloned().collect();
    plan.people = (services.above.people_changed)(services, &courses, &rules).await?;
    Ok(plan)
}

pub(super) async fn course(
    services: &Services,
    id: &str,
    old: Option<&Revision>,
    new: Option<&Revision>,
) -> Result<CoursePlan> {
    let attempts =
        (services.above.attempts_elsewhere)(services, id, new.map(|new| new.hash.as_str())).await?;
    let mut plan = CoursePlan {
        id: id.to_owned(),
        from: old.map(|old| old.hash.clone()),
        to: new.map(|new| new.hash.clone()),
        open_attempts: attempts.open,
        handed_in: attempts.handed_in,
        ..CoursePlan::default()
    };
    compare(&mut plan, old.map(|old| &old.course), new.map(|new| &new.course));
    Ok(plan)
}

/// Fills in what differs between two states of a course.
fn compare(plan: &mut CoursePlan, old: Option<&Course>, new: Option<&Course>) {
    let of = |course: Option<&Course>| -> BTreeSet<String> {
        course
            .map(|course| {
                course
                    .lessons
                    .keys()
                    .chain(course.quizzes.keys())
                    .cloned()
                    .collect()
            })
            .unwrap_or_default()
    };
    let (before, after) = (of(old), of(new));
    plan.added = after.difference(&before).cloned().collect();
    plan.removed = before.difference(&after).cloned().collect();
    if let (Some(old), Some(new)) = (old, new) {
        plan.words = words_changed(old, new);
    }
    let (before, after) = (questions(old), questions(new));
    for (place, question) in &before {
        match after.get(place) {
            None => plan.questions_removed.push(place.clone()),
            Some(other) if key(question) != key(other) => plan.keys_changed.push(place.clone()),
            Some(_) => {}
        }
    }
    plan.questions_added = after
        .keys()
        .filter(|place| !before.contains_key(*place))
        .cloned()
        .collect();
}

fn questions(course: Option<&Course>) -> BTreeMap<String, &Question> {
    let quizzes = course.into_iter().flat_map(|course| &course.quizzes);
    quizzes
        .flat_map(|(id, quiz)| {
            quiz.questions
                .iter()
                .map(move |question| (format!("{id}#{}", question.id), question))
        })
        .collect()
}

/// What a score depends on. Choices and pairs go by their ids, so their order does not matter; the
/// order of steps is the answer itself.
pub(crate) fn key(question: &Question) -> serde_json::Value {
    let mut kind = serde_json::to_value(&question.kind).unwrap_or_default();
    let ordered = kind.get("type").and_then(|kind| kind.as_str()) == Some("order");
    if let (false, Some(fields)) = (ordered, kind.as_object_mut()) {
        for field in fields.values_mut() {
            if let Some(list) = field.as_array_mut()
                && list.iter().all(|entry| entry.get("id").is_some())
            {
                list.sort_by_key(|entry| entry.get("id").map(ToString::to_string));
            }
        }
    }
    serde_json::json!([
        kind,
        question.points,
        question.partial,
        f64::from(question.hint_cost)
    ])
}
