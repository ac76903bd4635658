//! What a page says is so: near is near, until is the last day, and every page names the same next step.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use server::{db::now, learning::tables::attempt};
use uuid::Uuid;

fn day(classroom: &Classroom, days: i64) -> String {
    let today = classroom.services.config.today();
    (today + TimeDelta::days(days)).to_string()
}

/// A day in English, as pages show it.
fn shown(classroom: &Classroom, days: i64) -> String {
    let day = classroom.services.config.today() + TimeDelta::days(days);
    day.format("%-d %b %Y").to_string()
}

/// Where the one large button of the card "next" leads.
fn next_step(page: &Answer) -> String {
    let card = page
        .between("class=\"card next\"", "</section>")
        .expect("the next step");
    let link = card
        .split('<')
        .find(|tag| tag.starts_with("a ") && tag.contains("class=\"go\""))
        .expect("its button");
    let address = link.split_once("href=\"").expect("its address").1;
    address.split_once('"').unwrap().0.to_owned()
}

async fn scored(classroom: &Classroom, learner: &Person, percent: f64) {
    let revision = classroom.services.catalog.course("keys").unwrap();
    attempt::Model {
        id: Uuid::now_v7(),
        person_id: learner.id(),
        course_id: "keys".to_owned(),
        quiz_id: "check".to_owned(),
        revision: revision.hash.clone(),
        seed: 1,
        number: 1,
        class_session_id: None,
        started_at: now() - TimeDelta::hours(1),
        deadline: None,
        submitted_at: Some(now()),
        points: Some(percent),
        max_points: Some(100.0),
        percent: Some(percent),
        passed: Some(percent >= 60.0),
        waiting: 0,
    }
    .into_active_model()
    .insert(classroom.services.db.write())
    .await
    .unwrap();
}

#[tokio::test]
async fn a_score_below_the_limit_is_shown_below_it_everywhere() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        scored(&classroom, &learner, 59.7).await;
        let person = format!("/readiness/{}", learner.id());
        for (who, path) in [
            (&learner, "/readiness"),
            (&coordinator, person.as_str()),
            (&coordinator, "/readiness/board"),
            (&coordinator, "/readiness/board?as=csv"),
            (&coordinator, "/readiness/board?by=missing"),
            (&learner, "/courses/keys"),
        ] {
            who.get(path).await.expect(200).shows("59").hides("60 % (needs");
        }
    })
    .await;
}

#[tokio::test]
async fn until_names_the_last_day_that_counts_on_every_page() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let person = format!("/readiness/{}", learner.id());
        let until = day(&classroom, 20);
        let waive = [
            ("do", "waive"),
            ("requirement", "attendance"),
            ("waiver_reason", "In hospital"),
            ("waiver_until", &until),
        ];
        coordinator.post(&person, &waive).await.expect(303);
        let sign = [
            ("do", "sign"),
            ("verdict", "ready-by-override"),
            ("reason", "Works well."),
            ("until", &until),
        ];
        coordinator.post(&person, &sign).await.expect(303);
        let (last, after) = (shown(&classroom, 20), shown(&classroom, 21));
        for (who, path) in [
            (&learner, "/readiness"),
            (&coordinator, person.as_str()),
            (&coordinator, "/readiness/board"),
        ] {
            who.get(path).await.expect(200).shows(&last).hides(&after);
        }
        coordinator
            .get("/readiness/board?as=csv")
            .await
            .expect(200)
            .shows(&until)
            .hides(&day(&classroom, 21));
    })
    .await;
}

#[tokio::test]
async fn home_and_readiness_name_the_same_next_step_whatever_has_happened() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        classroom.class(&instructor, std::slice::from_ref(&learner)).await;
        let same = async || {
            let (home, readiness) = (learner.get("/").await, learner.get("/readiness").await);
            let (home, readiness) = (next_step(&home.expect(200)), next_step(&readiness.expect(200)));
            assert_eq!(home, readiness);
            home
        };
        assert_eq!(same().await, "/courses/keys/lessons/copy");
        learner
            .post("/courses/keys/lessons/copy", &[("do", "finish")])
            .await
            .expect(303);
        assert_eq!(same().await, "/courses/keys/quizzes/check");
        scored(&classroom, &learner, 90.0).await;
        // Attendance is all that the rule misses; the course holds one more test that it does not ask for.
        let step = same().await;
        assert_eq!(step, "/attendance");
        let waive = [
            ("do", "waive"),
            ("requirement", "attendance"),
            ("waiver_reason", "In hospital"),
            ("waiver_until", &day(&classroom, 20)),
        ];
        let person = format!("/readiness/{}", learner.id());
        coordinator.post(&person, &waive).await.expect(303);
        learner.get("/").await.expect(200).shows("Nothing is missing");
        let sign = [("do", "sign"), ("verdict", "ready"), ("reason", "")];
        coordinator.post(&person, &sign).await.expect(303);
        assert_eq!(same().await, "/work");
    })
    .await;
}

#[tokio::test]
async fn home_asks_for_no_code_after_check_in() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let (_, session) = classroom.class(&instructor, std::slice::from_ref(&learner)).await;
        learner
            .get("/")
            .await
            .expect(200)
            .shows("Enter the check-in code");
        let person = learner.id().to_string();
        let here = [("do", "mark"), ("person", person.as_str()), ("mark", "present")];
        instructor
            .post(&format!("/sessions/{session}"), &here)
            .await
            .expect(303);
        learner
            .get("/")
            .await
            .expect(200)
            .hides("Enter the check-in code")
            .shows("Checked in");
    })
    .await;
}

/// An opening under the rule of the tests' course; gives its page.
async fn opening(classroom: &Classroom, coordinator: &Person) -> String {
    let (employer, opening) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    let company = [
        ("key", employer.as_str()),
        ("name", "Fictional Ltd"),
        ("contact_email", "a@example.jp"),
    ];
    coordinator.post("/employers", &company).await.expect(303);
    let (starts, closes) = (day(classroom, 30), day(classroom, 20));
    let form = [
        ("key", opening.as_str()),
        ("employer", &employer),
        ("title", "Typing"),
        ("kind", "data-entry"),
        ("work_mode", "mixed"),
        ("place", "Port town"),
        ("hours_per_week", "20"),
        ("starts_on", &starts),
        ("closes_on", &closes),
        ("seats", "1"),
        ("rule", "keys-work"),
    ];
    coordinator.post("/openings/new", &form).await.expect(303);
    format!("/openings/{opening}")
}

#[tokio::test]
async fn only_the_signature_is_missing_is_said_of_those_of_whom_it_is_true() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let path = opening(&classroom, &coordinator).await;
        // Two criteria of the rule are missing: that is not one step away.
        coordinator
            .get(&path)
            .await
            .expect(200)
            .shows("Sato")
            .hides("One step away")
            .hides("only the signed readiness");
        learner.get("/work").await.expect(200).hides("One step away");
        // One is missing, and it is named.
        scored(&classroom, &learner, 90.0).await;
        coordinator
            .get(&path)
            .await
            .expect(200)
            .shows("One step away")
            .shows("“Attendance” and the signature are missing");
        // None is missing.
        let waive = [
            ("do", "waive"),
            ("requirement", "attendance"),
            ("waiver_reason", "In hospital"),
            ("waiver_until", &day(&classroom, 20)),
        ];
        coordinator
            .post(&format!("/readiness/{}", learner.id()), &waive)
            .await
            .expect(303);
        coordinator
            .get(&path)
            .await
            .expect(200)
            .shows("only the signed readiness is missing");
        learner
            .get("/work")
            .await
            .expect(200)
            .shows("only the signed readiness is missing");
    })
    .await;
}
