//! Lessons and their practice questions.

use domain::identity::Role;
use http_tests::{Classroom, Database, on_both};
use sea_orm::EntityTrait;
use server::learning::tables::{lesson_progress, practice_response};
use uuid::Uuid;

const LESSON: &str = "/courses/keys/lessons/copy";

#[tokio::test]
async fn a_lesson_is_read_in_the_language_of_the_reader() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    learner
        .get(LESSON)
        .await
        .expect(200)
        .shows("To copy, press <kbd>Ctrl</kbd>")
        .shows("Which one copies?");
    learner
        .reading("ja")
        .get(LESSON)
        .await
        .expect(200)
        .shows("コピーはどれですか？")
        .shows("答えあわせ");
}

#[tokio::test]
async fn a_practice_answer_is_told_at_once_whether_it_is_right_and_kept_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        learner
            .get(LESSON)
            .await
            .expect(200)
            .hides("You copied it.")
            .hides("C stands for copy.");
        let key = Uuid::now_v7().to_string();
        let wrong = [
            ("do", "answer"),
            ("question", "which"),
            ("answer", "v"),
            ("key", key.as_str()),
        ];
        for _ in 0..2 {
            learner
                .post(LESSON, &wrong)
                .await
                .expect(200)
                .shows("Not quite.")
                .shows("That one pastes.")
                .hides("C stands for copy.");
        }
        learner
            .post(
                LESSON,
                &[("do", "answer"), ("question", "which"), ("answer", "c")],
            )
            .await
            .expect(200)
            .shows("That is right")
            .shows("You copied it.")
            .shows("C stands for copy.");
        let kept = practice_response::Entity::find()
            .all(classroom.services.db.read())
            .await
            .unwrap();
        let mut kept: Vec<_> = kept.iter().map(|row| row.correct).collect();
        kept.sort_unstable();
        assert_eq!(kept, [false, true]);
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_a_question_that_does_not_exist_is_not_found_and_an_empty_one_is_no_answer() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    learner
        .post(
            LESSON,
            &[("do", "answer"), ("question", "nothing"), ("answer", "c")],
        )
        .await
        .expect(404);
    learner
        .post(LESSON, &[("do", "answer"), ("question", "which")])
        .await
        .expect(200)
        .hides("Not quite.");
    let made_up = learner
        .post(
            LESSON,
            &[("do", "answer"), ("question", "which"), ("answer", "made-up")],
        )
        .await
        .expect(200);
    made_up.shows("Not quite.");
}

#[tokio::test]
async fn understood_leads_on_and_is_remembered() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        learner
            .get("/")
            .await
            .expect(200)
            .shows("href=\"/courses/keys/lessons/copy\"");
        learner.get(LESSON).await.expect(200).hides("✓ done");
        let mut finished = Vec::new();
        for _ in 0..2 {
            let answer = learner.post(LESSON, &[("do", "finish")]).await.expect(303);
            assert_eq!(answer.location(), "/courses/keys/quizzes/check");
            let row = lesson_progress::Entity::find()
                .one(classroom.services.db.read())
                .await
                .unwrap();
            finished.push(
                row.expect("the progress is kept")
                    .done_at
                    .expect("it is finished"),
            );
        }
        assert_eq!(finished[0], finished[1], "the first time counts");
        learner.get(LESSON).await.expect(200).shows("✓ done");
        learner.get("/courses/keys").await.expect(200).shows("1 / 3");
        learner
            .get("/")
            .await
            .expect(200)
            .shows("href=\"/courses/keys/quizzes/check\"");
    })
    .await;
}

#[tokio::test]
async fn staff_may_read_a_lesson_without_leaving_a_trace() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        instructor.get(LESSON).await.expect(200);
        let opened = lesson_progress::Entity::find()
            .all(classroom.services.db.read())
            .await;
        assert!(opened.unwrap().is_empty());
    })
    .await;
}
