//! What brings a person a competence next, so that what is missing always comes with a step that is still
//! to be done.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    Lang, Text,
    catalog::{Course, Item},
    learning::ItemState,
};
use uuid::Uuid;

use crate::{
    Result, Services,
    learning::{own_courses, records::Records},
};

/// The next step towards a competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    /// The address of the lesson or quiz.
    pub path: String,
    /// The lesson's or the quiz's title.
    pub title: Text,
    /// Whether it is a quiz.
    pub quiz: bool,
    /// Whether it stands in a course that the person has.
    pub own: bool,
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

/// Where each of these competences is learnt by each person: for the lists that explain.
pub(super) struct Teaching<'a> {
    services: &'a Services,
    records: &'a Records,
    own: HashMap<Uuid, Vec<String>>,
}

impl<'a> Teaching<'a> {
    /// From records that were loaded already, of every live course.
    pub(super) async fn new(
        services: &'a Services,
        persons: &[Uuid],
        records: &'a Records,
    ) -> Result<Teaching<'a>> {
        Ok(Teaching {
            services,
            records,
            own: own_courses(services, persons).await?,
        })
    }

    /// For each competence, the next step of a person towards it; those that nothing teaches are left out.
    pub(super) fn of<'b>(
        &self,
        person: Uuid,
        tags: impl IntoIterator<Item = &'b String>,
    ) -> BTreeMap<String, Taught> {
        tags.into_iter()
            .filter_map(|tag| Some((tag.clone(), self.step(person, tag)?)))
            .collect()
    }

    /// First in the person's own courses, then in the others: a lesson on it that is not read yet, else the
    /// quiz that shows it, else what comes next in a course whose end shows it.
    fn step(&self, person: Uuid, tag: &str) -> Option<Taught> {
        let own = self.own.get(&person);
        let has = |course: &Course| own.is_none_or(|own| own.contains(&course.id));
        let courses = self.services.catalog.courses();
        let find = |of_own: bool| {
            courses
                .iter()
                .map(|revision| &revision.course)
                .filter(|course| has(course) == of_own)
                .find_map(|course| self.step_in(person, course, tag))
                .map(|step| Taught { own: of_own, ..step })
        };
        find(true).or_else(|| find(false))
    }

    fn step_in(&self, person: Uuid, course: &Course, tag: &str) -> Option<Taught> {
        let names = |tags: &[String]| tags.iter().any(|it| it == tag);
        let progress = self.records.progress(person, course);
        let open = || {
            let items = progress.items.iter();
            items
                .filter(|item| item.state != ItemState::Done)
                .map(|item| &item.item)
        };
        let lesson = open().find(|item| match item {
            Item::Lesson(id) => course.lessons.get(id).is_some_and(|it| names(&it.competences)),
            Item::Quiz(_) => false,
        });
        let quiz = || {
            open().find(|item| match item {
                Item::Lesson(_) => false,
                Item::Quiz(id) => course.quizzes.get(id).is_some_and(|it| names(&it.competences)),
            })
        };
        let end = || names(&course.competences).then(|| open().next()).flatten();
        Some(taught_by(course, lesson.or_else(quiz).or_else(end)?))
    }
}

fn taught_by(course: &Course, item: &Item) -> Taught {
    let title = |lang| match item {
        Item::Lesson(id) => Some(course.lessons.get(id)?.texts.get(&lang)?.title.clone()),
        Item::Quiz(id) => Some(course.quizzes.get(id)?.text(lang)?.title.clone()),
    };
    let (place, id) = match item {
        Item::Lesson(id) => ("lessons", id),
        Item::Quiz(id) => ("quizzes", id),
    };
    Taught {
        path: format!("/courses/{}/{place}/{id}", course.id),
        title: Text {
            ja: title(Lang::Ja),
            en: title(Lang::En),
        },
        quiz: !item.is_lesson(),
        own: true,
    }
}
