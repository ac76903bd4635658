//! A page asks the database as often for thirty learners as for three.

use domain::{
    classroom::{MarkEntry, Method},
    identity::Role,
};
use http_tests::{Classroom, Database, Person};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use server::{Services, classroom::tables::attendance_mark, db::now, learning::attempts};
use uuid::Uuid;

/// How many statements a page sends after something was written, and when nothing was.
async fn statements(services: &Services, person: &Person, path: &str) -> (u64, u64) {
    // The first time may note that a page was opened.
    person.get(path).await.expect(200);
    // SQLite leaves a row alone that would stay as it is.
    let touch = "UPDATE sign_in SET user_agent = user_agent || '.'";
    services
        .db
        .write()
        .execute_unprepared(touch)
        .await
        .expect("a write");
    let count = async || {
        let before = services.db.statements();
        person.get(path).await.expect(200);
        services.db.statements() - before
    };
    let changed = count().await;
    (changed, count().await)
}

/// The main pages of a classroom with so many learners, and how many statements each sends.
async fn main_pages(learners: usize) -> Vec<(&'static str, (u64, u64))> {
    let classroom = Classroom::new(Database::Sqlite).await;
    let services = &classroom.services;
    let staff = classroom
        .person(
            "Mori",
            &[Role::Instructor, Role::Coordinator, Role::Administrator],
        )
        .await;
    let learners = classroom.learners(learners).await;
    let (cohort, session) = classroom.class(&staff, &learners).await;
    for learner in &learners {
        let actor = classroom.actor(learner).await;
        let attempt = attempts::start(&actor, services, "keys", "check")
            .await
            .expect("an attempt");
        attempts::submit(&actor, services, attempt)
            .await
            .expect("a result");
        let mark = attendance_mark::Model {
            id: Uuid::now_v7(),
            class_session_id: session,
            person_id: learner.id(),
            mark: MarkEntry::Present,
            previous: None,
            method: Method::RollCall,
            reason: String::new(),
            set_by: staff.id(),
            set_at: now(),
            arrived_at: None,
        };
        mark.into_active_model()
            .insert(services.db.write())
            .await
            .expect("a mark");
    }
    let learner = &learners[0];
    let roll_call = format!("/sessions/{session}");
    let wall = format!("/sessions/{session}/wall");
    let cohort = format!("/cohorts/{cohort}");
    let progress = format!("{cohort}/progress");
    let account = format!("/people/{}", learner.id());
    let learning = format!("{account}/learning");
    let evidence = format!("/readiness/{}", learner.id());
    let pages = [
        ("home", learner, "/"),
        ("lesson", learner, "/courses/keys/lessons/copy"),
        ("own readiness", learner, "/readiness"),
        ("own attendance", learner, "/attendance"),
        ("board", &staff, "/readiness/board"),
        ("evidence", &staff, &evidence),
        ("roll call", &staff, &roll_call),
        ("projector", &staff, &wall),
        ("cohorts", &staff, "/cohorts"),
        ("cohort", &staff, &cohort),
        ("cohort's progress", &staff, &progress),
        ("learner's progress", &staff, &learning),
        ("people", &staff, "/people"),
        ("account", &staff, &account),
        ("follow-ups", &staff, "/care"),
    ];
    let mut counts = Vec::new();
    for (name, person, path) in pages {
        counts.push((name, statements(services, person, path).await));
    }
    counts
}

#[tokio::test]
async fn thirty_learners_need_no_more_statements_than_three() {
    let (few, many) = (main_pages(3).await, main_pages(30).await);
    assert_eq!(many, few);
    for (page, (changed, again)) in &few {
        // Evidence also holds appeals, waivers and every decision.
        let most = if *page == "evidence" { 30 } else { 28 };
        assert!(*changed <= most, "{page} sends {changed}: {few:?}");
        match *page {
            // Kept until somebody writes something.
            "home" => assert!(*changed > 0 && *again == 0, "{few:?}"),
            // Its rows are kept, whatever else is written.
            "board" => assert!(*again <= *changed && *changed <= 12, "{few:?}"),
            "lesson" => assert_eq!(*again, 0, "{few:?}"),
            _ => {}
        }
    }
}
