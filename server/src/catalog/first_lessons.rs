//! The first lesson of each course, which visitors may read where the classroom lets them. Nothing else of
//! a course is theirs: no other lesson, no practice question, no quiz.

use std::sync::Arc;

use domain::catalog::{Course, Item, Lesson};

use super::{Revision, taught_in_order};
use crate::{
    Error, Result, Services,
    identity::classroom_settings::{self, FirstLessons},
};

/// The first lesson of a course.
pub struct FirstLesson {
    /// The course as it is live.
    pub revision: Arc<Revision>,
    id: String,
}

impl FirstLesson {
    fn of(revision: Arc<Revision>) -> Option<FirstLesson> {
        let id = first(&revision.course)?.to_owned();
        Some(FirstLesson { revision, id })
    }

    /// The lesson.
    pub fn lesson(&self) -> Option<&Lesson> {
        self.revision.course.lessons.get(&self.id)
    }
}

/// The id of the lesson that stands first in a course.
fn first(course: &Course) -> Option<&str> {
    course
        .units
        .iter()
        .flat_map(|unit| &unit.items)
        .find_map(|item| match item {
            Item::Lesson(id) => Some(id.as_str()),
            Item::Quiz(_) => None,
        })
}

async fn open(services: &Services) -> Result<bool> {
    Ok(classroom_settings::get(services).await?.first_lessons == FirstLessons::Open)
}

/// Those of every course, in the order in which they are taught; none where the classroom keeps them closed. For everybody.
pub async fn all(services: &Services) -> Result<Vec<FirstLesson>> {
    if !open(services).await? {
        return Ok(Vec::new());
    }
    let mut courses = services.catalog.courses();
    taught_in_order(&mut courses);
    Ok(courses.into_iter().filter_map(FirstLesson::of).collect())
}

/// That of one course. For everybody, where the classroom lets them.
pub async fn get(services: &Services, course: &str) -> Result<FirstLesson> {
    if !open(services).await? {
        return Err(Error::NotFound);
    }
    FirstLesson::of(services.catalog.course(course)?).ok_or(Error::NotFound)
}
