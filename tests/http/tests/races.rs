//! What many do at the same moment: every limit that is read, decided and written under one lock holds. On
//! PostgreSQL these are real races, at READ COMMITTED as it comes and at SERIALIZABLE, where what was in each
//! other's way is tried again.

use chrono::TimeDelta;
use domain::identity::Role;
use futures::future::join_all;
use http_tests::{Classroom, Database, on_both};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use server::{
    db::now,
    identity::tables::password_reset,
    learning::tables::{help_request, sent_file},
};
use uuid::Uuid;

#[tokio::test]
async fn of_fifteen_questions_at_once_ten_wait() {
    on_both(questions).await;
}

async fn questions(database: Database) {
    let classroom = Classroom::new(database).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let asked = (0..15).map(|number| {
        let learner = &learner;
        async move {
            let page = format!("/courses/keys?from={number}");
            learner
                .post("/help", &[("do", "ask"), ("page", &page), ("message", "How?")])
                .await
                .status
        }
    });
    let statuses = join_all(asked).await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        5,
        "{statuses:?}"
    );
    let waiting = help_request::Entity::find()
        .count(classroom.services.db.read())
        .await
        .unwrap();
    assert_eq!(waiting, 10);
}

#[tokio::test]
async fn of_five_password_links_made_at_once_one_is_good() {
    on_both(links).await;
}

async fn links(database: Database) {
    let classroom = Classroom::new(database).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let path = format!("/people/{}", learner.id());
    let mut staff = Vec::new();
    for number in 0..5 {
        staff.push(
            classroom
                .person(&format!("Ito {number}"), &[Role::Instructor])
                .await,
        );
    }
    let made = staff.iter().map(|person| async {
        person.post(&path, &[("do", "password")]).await.expect(200);
    });
    join_all(made).await;
    let good = password_reset::Entity::find()
        .filter(password_reset::Column::ExpiresAt.gt(now() + TimeDelta::minutes(1)))
        .count(classroom.services.db.read())
        .await
        .unwrap();
    assert_eq!(good, 1);
}

#[tokio::test]
async fn of_twenty_files_at_once_five_are_kept() {
    on_both(files).await;
}

async fn files(database: Database) {
    let classroom = Classroom::new(database).await;
    classroom.add_course("kinds").await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let attempt = learner
        .post("/courses/kinds/quizzes/kinds", &[])
        .await
        .expect(303)
        .location()
        .to_owned();
    let fields = [("question", "file"), ("number", "5"), ("do", "send")];
    let sent = (0..20).map(|number| {
        let (learner, attempt) = (&learner, &attempt);
        async move {
            let name = format!("{number}.ods");
            learner.send_file(attempt, &fields, &name, b"table").await.status
        }
    });
    let statuses = join_all(sent).await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        5,
        "{statuses:?}"
    );
    let kept = sent_file::Entity::find()
        .count(classroom.services.db.read())
        .await
        .unwrap();
    assert_eq!(kept, 5);
}

#[tokio::test]
async fn of_two_who_grade_at_once_both_are_kept_and_one_score_counts() {
    on_both(grades).await;
}

async fn grades(database: Database) {
    let classroom = Classroom::new(database).await;
    classroom.add_course("kinds").await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let attempt = learner
        .post("/courses/kinds/quizzes/kinds", &[])
        .await
        .expect(303)
        .location()
        .to_owned();
    learner.post(&attempt, &[("do", "submit")]).await.expect(303);
    let graders = [
        classroom.person("Abe", &[Role::Instructor]).await,
        classroom.person("Ito", &[Role::Instructor]).await,
    ];
    let path = attempt.replace("/attempts/", "/grading/");
    // The form of one of them is sent twice.
    let keys = [Uuid::now_v7().to_string(), Uuid::now_v7().to_string()];
    let form = |key: usize| {
        [
            ("key", keys[key].as_str()),
            ("question", "file"),
            ("found-file", "opens"),
        ]
    };
    let graded = [(0, 0), (0, 0), (1, 1)].map(|(person, key): (usize, usize)| {
        let (grader, form, path) = (&graders[person], form(key), &path);
        async move { grader.post(path, &form).await.status }
    });
    assert_eq!(join_all(graded).await, [303, 303, 303]);
    let rows = server::learning::tables::hand_grade::Entity::find()
        .count(classroom.services.db.read())
        .await
        .unwrap();
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn the_same_holds_at_serializable() {
    on_both(async |database| {
        let Database::Postgres(url) = database else { return };
        let server = format!("{url}?options[default_transaction_isolation]=serializable");
        let database = Database::Postgres(server);
        // One after the other in one database: each makes its own people.
        questions(database.clone()).await;
        clear(&database).await;
        links(database.clone()).await;
        clear(&database).await;
        files(database.clone()).await;
        clear(&database).await;
        grades(database.clone()).await;
        clear(&database).await;
        crate::matching::one_seat(database).await;
    })
    .await;
}

/// Empties what the races count.
async fn clear(database: &Database) {
    let Database::Postgres(url) = database else { return };
    let db = sea_orm::Database::connect(url).await.unwrap();
    let level = Statement::from_string(DbBackend::Postgres, "SHOW transaction_isolation");
    let level = db.query_one_raw(level).await.unwrap().unwrap();
    assert_eq!(level.try_get_by_index::<String>(0).unwrap(), "serializable");
    for table in ["help_request", "password_reset", "sent_file", "hand_grade"] {
        db.execute_unprepared(&format!("DELETE FROM {table}"))
            .await
            .unwrap();
    }
    db.close().await.unwrap();
}
