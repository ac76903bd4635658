//! Changing what is planned: class sessions that move or are cancelled, cohorts that change.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Classroom, Person, on_both};
use sea_orm::EntityTrait;
use server::{
    classroom::tables::{class_session, cohort},
    db::now,
};
use uuid::Uuid;

const CHANGED: [(&str, &str); 6] = [
    ("do", "change"),
    ("date", "2031-04-07"),
    ("starts", "09:30"),
    ("ends", "11:00"),
    ("place", "Room 2"),
    ("topic", "Windows"),
];

/// A class that begins in ten minutes, seen by its learner and an instructor.
struct Scene {
    classroom: Classroom,
    instructor: Person,
    learner: Person,
    cohort: Uuid,
    session: Uuid,
}

impl Scene {
    async fn new(database: http_tests::Database) -> Scene {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let (cohort, session) = classroom.class(&instructor, std::slice::from_ref(&learner)).await;
        Scene {
            classroom,
            instructor,
            learner,
            cohort,
            session,
        }
    }

    fn path(&self) -> String {
        format!("/sessions/{}/edit", self.session)
    }

    async fn row(&self) -> class_session::Model {
        class_session::Entity::find_by_id(self.session)
            .one(self.classroom.services.db.read())
            .await
            .unwrap()
            .unwrap()
    }

    async fn mark(&self, mark: &str) -> u16 {
        let person = self.learner.id().to_string();
        let form = [("do", "mark"), ("person", person.as_str()), ("mark", mark)];
        let path = format!("/sessions/{}", self.session);
        self.instructor.post(&path, &form).await.status
    }
}

#[tokio::test]
async fn an_absence_told_for_the_old_day_does_not_count_on_the_new_one() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        // The day before the one it moves to, at the same time of the day.
        let mut day_before = CHANGED;
        day_before[1].1 = "2031-04-06";
        let change = async |form: &[(&str, &str)]| {
            scene.instructor.post(&scene.path(), form).await.expect(303);
        };
        change(&day_before).await;
        let id = scene.session.to_string();
        let tell = [("do", "announce"), ("session", &id), ("reason", "The dentist")];
        scene.learner.post("/attendance", &tell).await.expect(303);
        let page = async || scene.learner.get("/attendance").await.expect(200);
        // Another room or hour changes nothing about it.
        day_before[2].1 = "09:00";
        day_before[4].1 = "Room 3";
        change(&day_before).await;
        page().await.shows("The dentist").shows("I can come after all");
        change(&CHANGED).await;
        page().await.hides("The dentist").shows("I cannot come");
    })
    .await;
}

#[tokio::test]
async fn a_class_moves_and_a_wrong_time_is_told_beside_its_field() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let path = scene.path();
        scene
            .instructor
            .get(&path)
            .await
            .expect(200)
            .shows("value=\"Room 1\"");
        let mut wrong = CHANGED;
        wrong[3] = ("ends", "09:00");
        scene
            .instructor
            .post(&path, &wrong)
            .await
            .expect(422)
            .shows("id=\"ends-error\"")
            .shows("value=\"Windows\"");
        scene.instructor.post(&path, &CHANGED).await.expect(303);
        let row = scene.row().await;
        // The classroom's clock is nine hours ahead of UTC.
        assert_eq!(row.starts_at.to_rfc3339(), "2031-04-07T00:30:00+00:00");
        assert_eq!(row.ends_at - row.starts_at, TimeDelta::minutes(90));
        assert_eq!((row.place.as_str(), row.topic.as_str()), ("Room 2", "Windows"));
        scene.learner.get("/").await.expect(200).shows("Room 2");
        scene.learner.get(&path).await.expect(403);
        scene.learner.post(&path, &CHANGED).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn a_class_that_somebody_came_to_is_neither_moved_ahead_nor_cancelled() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        assert_eq!(scene.mark("present").await, 303);
        scene
            .instructor
            .post(&scene.path(), &CHANGED)
            .await
            .expect(422)
            .shows("id=\"date-error\"");
        let cancel = [("do", "cancel"), ("because", "Snow")];
        scene
            .instructor
            .post(&scene.path(), &cancel)
            .await
            .expect(409)
            .shows("Somebody has come to this class already");
        // The mark taken back, it can.
        assert_eq!(scene.mark("none").await, 303);
        scene.instructor.post(&scene.path(), &cancel).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn a_closed_class_that_nobody_came_to_is_open_again_where_it_moves() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let roll = format!("/sessions/{}", scene.session);
        scene.instructor.post(&roll, &[("do", "close")]).await.expect(303);
        scene.learner.get("/attendance").await.expect(200).shows("Absent");
        scene.instructor.post(&scene.path(), &CHANGED).await.expect(303);
        assert!(scene.row().await.closed_at.is_none());
        scene.learner.get("/attendance").await.expect(200).hides("Absent");
        scene.learner.get("/").await.expect(200).shows("Room 2");
    })
    .await;
}

#[tokio::test]
async fn a_class_that_was_closed_and_then_cancelled_counts_for_nobody() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let roll = format!("/sessions/{}", scene.session);
        scene.instructor.post(&roll, &[("do", "close")]).await.expect(303);
        scene.learner.get("/attendance").await.expect(200).shows("0 %");
        scene
            .instructor
            .post(&scene.path(), &[("do", "cancel")])
            .await
            .expect(303);
        scene.learner.get("/attendance").await.expect(200).hides("0 %");
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_class_is_told_takes_no_marks_and_counts_for_nobody() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let cancel = [("do", "cancel"), ("because", "Snow")];
        scene.instructor.post(&scene.path(), &cancel).await.expect(303);
        for path in ["/", "/attendance"] {
            scene
                .learner
                .get(path)
                .await
                .expect(200)
                .shows("ancelled")
                .shows("Snow");
        }
        scene
            .learner
            .get(&format!("/check-in/{}", scene.session))
            .await
            .expect(200)
            .shows("This class is cancelled.");
        let code = [("code", "123456")];
        let check_in = format!("/check-in/{}", scene.session);
        scene
            .learner
            .post(&check_in, &code)
            .await
            .expect(409)
            .shows("This class is cancelled.");
        let session = scene.session.to_string();
        let announce = [
            ("do", "announce"),
            ("session", session.as_str()),
            ("reason", "Ill"),
        ];
        scene.learner.post("/attendance", &announce).await.expect(409);
        let roll = format!("/sessions/{}", scene.session);
        assert_eq!(scene.mark("present").await, 409);
        scene.instructor.post(&roll, &[("do", "rest")]).await.expect(409);
        scene.instructor.post(&roll, &[("do", "close")]).await.expect(409);
        scene
            .instructor
            .get(&format!("/cohorts/{}/attendance.csv", scene.cohort))
            .await
            .expect(200)
            .hides("Sato");
        scene.instructor.get("/").await.expect(200).hides("Room 1");

        scene
            .instructor
            .post(&scene.path(), &[("do", "restore")])
            .await
            .expect(303);
        assert_eq!(scene.mark("present").await, 303);
        scene.learner.get("/").await.expect(200).hides("is cancelled");
        let administrator = scene.classroom.person("Mori", &[Role::Administrator]).await;
        administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("class_session.cancelled")
            .shows("class_session.restored");
    })
    .await;
}

#[tokio::test]
async fn a_cohort_changes_and_its_coming_classes_move_with_it() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene
            .instructor
            .post(&scene.path(), &{
                let mut later = CHANGED;
                later[4] = ("place", "");
                later
            })
            .await
            .expect(303);
        let path = format!("/cohorts/{}/edit", scene.cohort);
        let page = scene.instructor.get(&path).await.expect(200);
        let old = page.between("id=\"place\"", ">").unwrap().to_owned();
        assert!(old.contains("value=\"Room 1\""), "{old}");
        let mut form = vec![
            ("name", "Autumn"),
            ("place", "Library"),
            ("starts_on", "2026-10-01"),
            ("ends_on", "2026-09-01"),
            ("late_percent", "101"),
            ("course", "keys"),
        ];
        scene
            .instructor
            .post(&path, &form)
            .await
            .expect(422)
            .shows("id=\"ends_on-error\"")
            .shows("id=\"late_percent-error\"")
            .shows("value=\"Library\"");
        form[3] = ("ends_on", "2031-12-01");
        form[4] = ("late_percent", "80");
        scene.instructor.post(&path, &form).await.expect(303);
        let row = cohort::Entity::find_by_id(scene.cohort)
            .one(scene.classroom.services.db.read())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.name.as_str(), row.late_weight), ("Autumn", 0.8));
        assert!(!row.exclude_excused);
        assert!(scene.row().await.starts_at > now());
        assert_eq!(scene.row().await.place, "Library");
        scene.learner.get(&path).await.expect(403);
        scene
            .instructor
            .get("/cohorts?q=library")
            .await
            .expect(200)
            .shows("Autumn");
        scene
            .instructor
            .get("/cohorts?show=past")
            .await
            .expect(200)
            .hides("Autumn");
        let file = scene.instructor.get("/cohorts?as=csv").await.expect(200);
        assert!(
            file.body.contains("Autumn,Library,2026-10-01,2031-12-01,1,1"),
            "{}",
            file.body
        );
    })
    .await;
}
