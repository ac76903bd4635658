//! What leaves with a packet: the fields that were ticked, for the job that was read, and nothing else.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{identity::Role, matching::PacketField};
use http_tests::{Answer, Classroom, Database, Person, on_both};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use server::{
    db::now,
    identity::tables::person,
    learning::tables::attempt,
    matching::consents::{self, ConsentForm},
};
use uuid::Uuid;

/// A coordinator with two openings of one company, and a learner about whom everything is known.
struct Scene {
    classroom: Classroom,
    coordinator: Person,
    learner: Person,
    openings: [Uuid; 2],
    employer: Uuid,
}

impl Scene {
    async fn new(database: Database) -> Scene {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let learner = classroom.person("Sato Hanako", &[Role::Learner]).await;
        let employer = Uuid::now_v7();
        let key = employer.to_string();
        let form = [
            ("key", key.as_str()),
            ("name", "Fictional Harbour Ltd"),
            ("contact_email", "a@example.jp"),
        ];
        coordinator.post("/employers", &form).await.expect(303);
        let scene = Scene {
            classroom,
            coordinator,
            learner,
            openings: [Uuid::now_v7(), Uuid::now_v7()],
            employer,
        };
        for (opening, title) in scene.openings.iter().zip(["Typing forms", "Reading meters"]) {
            scene
                .saves("/openings/new", *opening, title, "1200 yen", "Port town")
                .await
                .expect(303);
        }
        scene
    }

    async fn saves(&self, path: &str, opening: Uuid, title: &str, wage: &str, place: &str) -> Answer {
        let day = |days| (now() + TimeDelta::days(days)).date_naive().to_string();
        let (key, employer, starts, closes) =
            (opening.to_string(), self.employer.to_string(), day(30), day(20));
        let form = [
            ("key", key.as_str()),
            ("employer", &employer),
            ("title", title),
            ("kind", "data-entry"),
            ("work_mode", "mixed"),
            ("place", place),
            ("wage", wage),
            ("hours_per_week", "20"),
            ("starts_on", &starts),
            ("closes_on", &closes),
            ("seats", "1"),
            ("rule", "keys-work"),
        ];
        self.coordinator.post(path, &form).await
    }

    /// Everything there is to show has a mark that stands nowhere else.
    async fn is_known(&self) {
        let services = &self.classroom.services;
        let change = person::ActiveModel {
            id: Set(self.learner.id()),
            kana: Set(Some("さとうはなこ".to_owned())),
            email: Set(Some("hanako@sato.example".to_owned())),
            ..Default::default()
        };
        change.update(services.db.write()).await.unwrap();
        let instructor = self.classroom.person("Ito", &[Role::Instructor]).await;
        let learners = std::slice::from_ref(&self.learner);
        let (_, session) = self.classroom.class(&instructor, learners).await;
        let revision = services.catalog.course("keys").unwrap();
        // The course is finished, so that its competences are shown.
        for (quiz, percent) in [("check", 87.6), ("timed", 100.0)] {
            attempt::Model {
                id: Uuid::now_v7(),
                person_id: self.learner.id(),
                course_id: "keys".to_owned(),
                quiz_id: quiz.to_owned(),
                revision: revision.hash.clone(),
                seed: 1,
                number: 1,
                class_session_id: Some(session),
                started_at: now() - TimeDelta::hours(1),
                deadline: None,
                submitted_at: Some(now()),
                points: Some(percent * 0.07),
                max_points: Some(7.0),
                percent: Some(percent),
                passed: Some(true),
                waiting: 0,
            }
            .into_active_model()
            .insert(services.db.write())
            .await
            .unwrap();
        }
        self.learner
            .post("/courses/keys/lessons/copy", &[("do", "finish")])
            .await
            .expect(303);
        // Once late of one class that was held: a rate of 50 %, which is the least that the rule asks for.
        let person = self.learner.id().to_string();
        let late = [("do", "mark"), ("person", person.as_str()), ("mark", "late")];
        instructor
            .post(&format!("/sessions/{session}"), &late)
            .await
            .expect(303);
        instructor
            .post(&format!("/sessions/{session}"), &[("do", "close")])
            .await
            .expect(303);
        self.learner
            .post("/wishes", &[("max_hours", "23")])
            .await
            .expect(303);
        let path = format!("/readiness/{person}");
        let sign = [
            ("do", "sign"),
            ("verdict", "ready-by-override"),
            ("reason", "A reason for nobody else."),
        ];
        self.coordinator.post(&path, &sign).await.expect(303);
    }

    fn consent(&self, opening: usize) -> String {
        format!("/openings/{}/consent", self.openings[opening])
    }

    fn refer(&self, opening: usize) -> String {
        format!("/openings/{}/refer/{}", self.openings[opening], self.learner.id())
    }

    async fn agrees(&self, opening: usize) {
        let form = [
            ("do", "give"),
            ("purpose", "selection"),
            ("days", "30"),
            ("fields", "name"),
        ];
        self.learner.post(&self.consent(opening), &form).await.expect(303);
    }
}

/// What tells each field: words that stand in no other, in JSON and on the page.
fn marks(field: PacketField) -> (&'static [&'static str], &'static [&'static str]) {
    match field {
        PacketField::Name => (&["Sato Hanako"], &["Sato Hanako"]),
        PacketField::Reading => (&["さとうはなこ"], &["さとうはなこ"]),
        PacketField::Email => (&["hanako@sato"], &["hanako@sato"]),
        PacketField::Readiness => (&["signed_on"], &["Signed on", "Ready for work with keys"]),
        PacketField::Scores => (&["87.6"], &["87.6"]),
        PacketField::Attendance => (&["\"attendance\":50"], &["50 %", "Attendance"]),
        PacketField::Competences => (&["digcomp:1.1"], &["Finding information"]),
        PacketField::Wishes => (&["max_hours_per_week"], &["Hours a week"]),
    }
}

#[tokio::test]
async fn of_every_choice_of_fields_these_and_no_others_are_in_the_packet() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene.is_known().await;
        let services = &scene.classroom.services;
        let actor = scene.classroom.actor(&scene.learner).await;
        let all: Vec<PacketField> = PacketField::ALL.into_iter().collect();
        for choice in 1..1u32 << all.len() {
            let chosen: BTreeSet<PacketField> = (0..)
                .zip(&all)
                .filter(|(bit, _)| choice >> bit & 1 == 1)
                .map(|(_, field)| *field)
                .collect();
            let form = ConsentForm {
                fields: chosen.iter().copied().collect(),
                purpose: "selection".to_owned(),
                days: Some(30),
                terms: String::new(),
            };
            let packet = consents::preview(&actor, services, scene.openings[0], &form)
                .await
                .unwrap();
            let json = packet.store().unwrap();
            let mut form = vec![("do", "preview"), ("purpose", "selection"), ("days", "30")];
            form.extend(chosen.iter().map(|field| ("fields", field.code())));
            let page = scene.learner.post(&scene.consent(0), &form).await.expect(200);
            let html = page
                .between("<article class=\"card packet\">", "</article>")
                .expect("a packet");
            for field in &all {
                let (in_json, on_page) = marks(*field);
                for (marks, text) in [(in_json, json.as_str()), (on_page, html)] {
                    for mark in marks {
                        assert_eq!(
                            text.contains(mark),
                            chosen.contains(field),
                            "{chosen:?}, {mark}: {text}"
                        );
                    }
                }
            }
            assert!(!json.contains("A reason") && !html.contains("A reason"));
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_is_ticked_beforehand() {
    let scene = Scene::new(Database::Sqlite).await;
    scene
        .learner
        .get(&scene.consent(0))
        .await
        .expect(200)
        .hides(" checked");
    let nothing = [("do", "give")];
    let answer = scene.learner.post(&scene.consent(0), &nothing).await.expect(422);
    for field in ["fields", "purpose", "days"] {
        assert!(
            answer.body.contains(&format!("id=\"{field}-error\"")),
            "{field}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn consent_for_one_job_serves_no_other_of_the_same_company() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene.agrees(0).await;
        scene
            .coordinator
            .get(&scene.refer(0))
            .await
            .expect(200)
            .shows("card packet");
        let other = scene.coordinator.get(&scene.refer(1)).await.expect(200);
        let other = other.shows("has not agreed").hides("card packet");
        drop(other);
        let send = [("fingerprint", "x")];
        scene.coordinator.post(&scene.refer(1), &send).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn another_pay_or_place_after_consent_asks_again() {
    on_both(async |database| {
        for (wage, place) in [("900 yen", "Port town"), ("1200 yen", "Far town")] {
            let scene = Scene::new(database.clone()).await;
            let path = format!("/openings/{}/edit", scene.openings[0]);
            scene.agrees(0).await;
            let before = scene.coordinator.get(&scene.refer(0)).await.expect(200);
            let fingerprint = before
                .between("name=\"fingerprint\" value=\"", "\"")
                .unwrap()
                .to_owned();
            // Another title is the same job.
            scene
                .saves(
                    &path,
                    scene.openings[0],
                    "Typing of forms",
                    "1200 yen",
                    "Port town",
                )
                .await
                .expect(303);
            scene
                .coordinator
                .get(&scene.refer(0))
                .await
                .expect(200)
                .shows("card packet");
            scene
                .saves(&path, scene.openings[0], "Typing forms", wage, place)
                .await
                .expect(303);
            let asked = scene.coordinator.get(&scene.refer(0)).await.expect(200);
            let asked = asked
                .shows("have changed since the person agreed")
                .hides("card packet");
            drop(asked);
            let send = [("fingerprint", fingerprint.as_str())];
            scene
                .coordinator
                .post(&scene.refer(0), &send)
                .await
                .expect(409)
                .shows("Nothing has been sent");
            // A page that showed the old terms agrees to nothing.
            let page = scene
                .learner
                .get(&scene.consent(0))
                .await
                .expect(200)
                .shows("changed since you agreed");
            let stale = [
                ("do", "give"),
                ("purpose", "selection"),
                ("days", "30"),
                ("fields", "name"),
                ("terms", "{}"),
            ];
            drop(page);
            scene.learner.post(&scene.consent(0), &stale).await.expect(409);
            scene.agrees(0).await;
            scene
                .coordinator
                .get(&scene.refer(0))
                .await
                .expect(200)
                .shows("card packet");
        }
    })
    .await;
}

#[tokio::test]
async fn the_latest_choice_counts_also_when_it_is_withdrawn() {
    let scene = Scene::new(Database::Sqlite).await;
    scene.agrees(0).await;
    scene.agrees(0).await;
    let page = scene.learner.get("/disclosures").await.expect(200);
    let latest = page
        .between("name=\"consent\" value=\"", "\"")
        .unwrap()
        .to_owned();
    scene
        .learner
        .post("/disclosures", &[("consent", &latest)])
        .await
        .expect(303);
    scene
        .coordinator
        .get(&scene.refer(0))
        .await
        .expect(200)
        .hides("card packet");
}
