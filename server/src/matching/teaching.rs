//! Which lesson teaches a competence, so that what is missing always comes with the next step.

use std::collections::BTreeSet;

use domain::{Text, catalog::Item};

use crate::Services;

/// Where a competence is taught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    /// The address of the lesson, or of the course when no single lesson names the competence.
    pub path: String,
    /// The lesson's or the course's title.
    pub title: Text,
}

/// Every competence that a live course or lesson names.
pub fn competences(services: &Services) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    for revision in services.catalog.courses() {
        let course = &revision.course;
        tags.extend(course.competences.iter().cloned());
        tags.extend(
            course
                .lessons
                .values()
                .flat_map(|lesson| lesson.competences.iter().cloned()),
        );
    }
    tags
}

/// The first lesson, in the course's order, that names the competence; else the first course.
pub fn taught(services: &Services, tag: &str) -> Option<Taught> {
    let courses = services.catalog.courses();
    let has = |tags: &[String]| tags.iter().any(|it| it == tag);
    for revision in &courses {
        let course = &revision.course;
        for item in course.units.iter().flat_map(|unit| &unit.items) {
            let Item::Lesson(id) = item else { continue };
            let Some(lesson) = course.lessons.get(id).filter(|lesson| has(&lesson.competences)) else {
                continue;
            };
            let title = |lang| lesson.texts.get(&lang).map(|text| text.title.clone());
            return Some(Taught {
                path: format!("/courses/{}/lessons/{id}", course.id),
                title: Text {
                    ja: title(domain::Lang::Ja),
                    en: title(domain::Lang::En),
                },
            });
        }
    }
    courses
        .iter()
        .find(|revision| has(&revision.course.competences))
        .map(|revision| Taught {
            path: format!("/courses/{}", revision.course.id),
            title: revision.course.title.clone(),
        })
}
