//! What is to be done today: derived from the state of things, put off and handed over by people.

use chrono::{Days, TimeDelta};
use domain::identity::Role;
use http_tests::{Classroom, Database, Person, on_both};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, sea_query::Expr};
use server::{
    db::now,
    learning::{attempts, tables::help_request},
    matching::tables::{consent, opening},
    readiness::tables::decision,
};
use uuid::Uuid;

use crate::matching::Scene;

/// A learner asks for help; gives the address where the question is put off or handed over.
async fn asks(learner: &Person, staff: &Person) -> String {
    let form = [("do", "ask"), ("page", "/courses/keys/lessons/copy")];
    learner.post("/help", &form).await.expect(303);
    let home = staff.get("/").await.expect(200);
    let at = home.between("action=\"/today/help", "\"").expect("a question");
    format!("/today/help{}", at.replace("&amp;", "&"))
}

#[tokio::test]
async fn what_is_put_off_comes_back_on_its_day_if_it_still_waits() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let staff = classroom.person("Ito", &[Role::Instructor]).await;
        staff.get("/").await.expect(200).shows("Nothing waits for you");
        let thing = asks(&learner, &staff).await;
        let label = "Questions waiting for an answer: 1";
        staff
            .get("/")
            .await
            .expect(200)
            .shows(label)
            .shows("Sato asks for help");
        let today = classroom.services.config.today();
        for wrong in [today, today.checked_add_days(Days::new(61)).unwrap()] {
            let form = [("do", "put-off"), ("until", &*wrong.to_string())];
            staff
                .post(&thing, &form)
                .await
                .expect(422)
                .shows("id=\"until-error\"");
        }
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap().to_string();
        let later = [("do", "put-off"), ("until", tomorrow.as_str())];
        staff.post(&thing, &later).await.expect(303);
        // A double click puts off once.
        staff.post(&thing, &later).await.expect(303);
        staff
            .get("/")
            .await
            .expect(200)
            .hides(label)
            .shows("Put off or handed over (1)");
        // A colleague sees it still.
        let colleague = classroom.person("Abe", &[Role::Instructor]).await;
        colleague.get("/").await.expect(200).shows(label);
        // The day comes.
        let wake = format!("UPDATE todo_snooze SET until = '{today}'");
        classroom
            .services
            .db
            .write()
            .execute_unprepared(&wake)
            .await
            .unwrap();
        staff
            .get("/")
            .await
            .expect(200)
            .shows(label)
            .hides("Put off or handed");
        staff.post(&thing, &later).await.expect(303);
        staff.post(&thing, &[("do", "take-back")]).await.expect(303);
        staff.get("/").await.expect(200).shows(label);
        // What is done leaves without a tick, also where it was put off.
        staff.post(&thing, &later).await.expect(303);
        let id = thing.split("thing=").nth(1).unwrap().to_owned();
        let answer = [
            ("do", "answer"),
            ("request", id.as_str()),
            ("answer", "The left one."),
        ];
        colleague.post("/help/requests", &answer).await.expect(303);
        staff
            .get("/")
            .await
            .expect(200)
            .hides(label)
            .hides("Put off or handed");
        assert_eq!(staff.get(&thing).await.expect(303).location(), "/");
        staff.post(&thing, &later).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_over_is_with_the_colleague_who_sees_from_whom() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let ito = classroom.person("Ito", &[Role::Instructor]).await;
        let abe = classroom.person("Abe", &[Role::Instructor]).await;
        let thing = asks(&learner, &ito).await;
        let to = |person: &Person| person.id().to_string();
        ito.get(&thing)
            .await
            .expect(200)
            .shows(&to(&abe))
            .hides(&to(&learner));
        let form = |id: &str| {
            [
                ("do".to_owned(), "hand-over".to_owned()),
                ("colleague".to_owned(), id.to_owned()),
            ]
        };
        let hand = async |from: &Person, id: &str| {
            let form = form(id);
            let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            from.post(&thing, &form).await
        };
        // Neither a learner nor oneself.
        for nobody in [to(&learner), to(&ito), Uuid::now_v7().to_string()] {
            hand(&ito, &nobody).await.expect(422).shows("colleague-error");
        }
        hand(&ito, &to(&abe)).await.expect(303);
        ito.get("/")
            .await
            .expect(200)
            .hides("action=\"/today/help?thing=x\"")
            .hides("Questions waiting for an answer: 1")
            .shows("with Abe");
        abe.get("/").await.expect(200).shows("from Ito");
        // Back again: it is with the first one.
        hand(&abe, &to(&ito)).await.expect(303);
        ito.get("/").await.expect(200).shows("from Abe").hides("with Abe");
        abe.get("/").await.expect(200).shows("with Ito");
        // Both at once hand it to one another: one of them has it.
        abe.post(&thing, &[("do", "take-back")]).await.expect(303);
        let (ito_id, abe_id) = (to(&ito), to(&abe));
        let (one, other) = tokio::join!(hand(&ito, &abe_id), hand(&abe, &ito_id));
        one.expect(303);
        other.expect(303);
        let has = async |person: &Person| {
            let page = person.get("/").await.expect(200).body;
            page.contains("Questions waiting for an answer: 1")
        };
        assert_ne!(has(&ito).await, has(&abe).await);
        // Whoever is not here any more has nothing.
        let close = format!(
            "UPDATE person SET closed_at = '2026-01-01 00:00:00+00:00' WHERE id = {}",
            sql_id(&classroom, if has(&ito).await { ito.id() } else { abe.id() })
        );
        let left = if has(&ito).await { &abe } else { &ito };
        classroom
            .services
            .db
            .write()
            .execute_unprepared(&close)
            .await
            .unwrap();
        left.get("/")
            .await
            .expect(200)
            .shows("Questions waiting for an answer: 1");
    })
    .await;
}

/// An id as the database writes it.
fn sql_id(classroom: &Classroom, id: Uuid) -> String {
    match classroom.services.db.write().get_database_backend() {
        sea_orm::DbBackend::Sqlite => format!("x'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}

#[tokio::test]
async fn each_sees_what_is_theirs_to_do() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let learners = classroom.learners(2).await;
        classroom.class(&instructor, &learners[..1]).await;
        // Two tries at a test, not passed.
        for _ in 0..2 {
            let actor = classroom.actor(&learners[0]).await;
            let attempt = attempts::start(&actor, &classroom.services, "keys", "check")
                .await
                .unwrap();
            attempts::submit(&actor, &classroom.services, attempt)
                .await
                .unwrap();
        }
        for staff in [&instructor, &coordinator] {
            staff
                .get("/")
                .await
                .expect(200)
                .shows("People stuck at a test: 1")
                .shows("Learner 1 is stuck at");
        }
        // Somebody else's learner is not for another instructor.
        let other = classroom.person("Abe", &[Role::Instructor]).await;
        let home = other.get("/").await.expect(200);
        assert!(!home.body.contains("Learner 1 is stuck at"), "{}", home.body);
        let thing = instructor.get("/").await.expect(200);
        let thing = thing.between("action=\"/today/stuck", "\"").unwrap();
        let thing = format!("/today/stuck{}", thing.replace("&amp;", "&"));
        instructor
            .get(&thing)
            .await
            .expect(200)
            .hides(&other.id().to_string())
            .shows(&coordinator.id().to_string());
        assert_eq!(other.get(&thing).await.expect(303).location(), "/");
        // Whose work it is not may not even ask.
        instructor.get("/today/appeal?thing=x").await.expect(403);
        instructor.get("/today/nothing?thing=x").await.expect(404);
        learners[0].get(&thing).await.expect(403);
        // That somebody read who is stuck is noted.
        learners[0].get("/disclosures").await.expect(200).shows("Kato");
    })
    .await;
}

/// How many statements the start page of somebody with every role sends where so many ask.
async fn statements(learners: usize) -> u64 {
    let classroom = Classroom::new(Database::Sqlite).await;
    let roles = [Role::Instructor, Role::Coordinator, Role::Administrator];
    let staff = classroom.person("Mori", &roles).await;
    let people = classroom.learners(learners).await;
    classroom.class(&staff, &people).await;
    for learner in &people {
        let actor = classroom.actor(learner).await;
        for _ in 0..2 {
            let attempt = attempts::start(&actor, &classroom.services, "keys", "check")
                .await
                .unwrap();
            attempts::submit(&actor, &classroom.services, attempt)
                .await
                .unwrap();
        }
        for at in 0..3 {
            let row = help_request::Model {
                id: Uuid::now_v7(),
                person_id: learner.id(),
                page: "/courses/keys/lessons/copy".to_owned(),
                message: format!("Question {at}"),
                created_at: now() - TimeDelta::hours(at),
                answer: None,
                answered_by: None,
                answered_at: None,
                closed_at: None,
            };
            row.into_active_model()
                .insert(classroom.services.db.write())
                .await
                .unwrap();
        }
    }
    staff.get("/").await.expect(200);
    let before = classroom.services.db.statements();
    let page = staff.get("/").await.expect(200);
    let sent = classroom.services.db.statements() - before;
    let items = page.body.matches("action=\"/today/").count();
    assert!(items <= 50, "{items}");
    if learners == 30 {
        page.shows("Questions waiting for an answer: 90")
            .shows("more: Questions waiting for an answer");
    }
    sent
}

#[tokio::test]
async fn a_large_classroom_costs_no_more_statements_and_no_longer_page() {
    let (few, many) = (statements(3).await, statements(30).await);
    assert_eq!(few, many);
    assert!(many <= 80, "{many}");
}

#[tokio::test]
async fn an_ending_consent_a_signature_and_an_opening_that_closes_are_told_in_time() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let home = async || scene.coordinator.get("/").await.expect(200);
        home().await.shows("Nothing waits for you");
        scene.consents(&["name"]).await;
        home().await.hides("Consents that end soon");
        let services = &scene.classroom.services;
        let write = services.db.write();
        consent::Entity::update_many()
            .col_expr(
                consent::Column::ExpiresAt,
                Expr::value(now() + TimeDelta::days(6)),
            )
            .exec(write)
            .await
            .unwrap();
        home()
            .await
            .shows("Consents that end soon: 1")
            .hides("Openings that close soon");
        let closes = services.config.today().checked_add_days(Days::new(7)).unwrap();
        opening::Entity::update_many()
            .col_expr(opening::Column::ClosesOn, Expr::value(closes))
            .exec(write)
            .await
            .unwrap();
        home().await.shows("Openings that close soon: 1");
        consent::Entity::update_many()
            .col_expr(consent::Column::WithdrawnAt, Expr::value(now()))
            .exec(write)
            .await
            .unwrap();
        home().await.hides("Consents that end soon");
        // A signature that ends, until the next one.
        let path = format!("/readiness/{}", scene.learner.id());
        let sign =
            |verdict: &'static str| [("do", "sign"), ("verdict", verdict), ("reason", "Seen at work.")];
        let ready = sign("ready-by-override");
        scene.coordinator.post(&path, &ready).await.expect(303);
        home().await.hides("Signatures that end soon");
        decision::Entity::update_many()
            .col_expr(
                decision::Column::ExpiresAt,
                Expr::value(now() + TimeDelta::days(20)),
            )
            .exec(write)
            .await
            .unwrap();
        home()
            .await
            .shows("Signatures that end soon: 1")
            .shows("The signature about Sato Hanako ends");
        scene.coordinator.post(&path, &sign("not-yet")).await.expect(303);
        home().await.hides("Signatures that end soon");
    })
    .await;
}
