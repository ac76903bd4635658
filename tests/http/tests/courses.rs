//! Courses that change, break and do not exist.

use domain::identity::Role;
use http_tests::{Classroom, Database, on_both};

#[tokio::test]
async fn a_course_or_lesson_that_does_not_exist_says_so_in_both_languages() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let paths = [
        "/courses/nothing",
        "/courses/nothing/lessons/copy",
        "/courses/keys/lessons/nothing",
        "/courses/keys/quizzes/nothing",
        "/attempts/not-an-id",
    ];
    for path in paths {
        learner.get(path).await.expect(404).shows("Page not found");
    }
    let learner = learner.reading("ja");
    for path in paths {
        learner
            .get(path)
            .await
            .expect(404)
            .shows("ページが見つかりません");
    }
    learner
        .post("/courses/keys/quizzes/nothing", &[])
        .await
        .expect(404);
    learner
        .get("/courses/keys/files/images/nothing.svg")
        .await
        .expect(404);
}

#[tokio::test]
async fn files_are_given_in_parts_and_not_twice() {
    let classroom = Classroom::new(Database::Sqlite).await;
    classroom.add_curriculum().await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let path = "/courses/it-basics/files/images/mouse.ja.svg";
    let whole = learner.get(path).await.expect(200);
    let tag = whole.header("etag").to_owned();
    let ask = async |headers: &[(&str, &str)]| learner.send("GET", path, &[], headers).await;
    ask(&[("if-none-match", &tag)]).await.expect(304);
    ask(&[("if-none-match", "\"another\"")]).await.expect(200);
    let part = ask(&[("range", "bytes=0-9")]).await.expect(206);
    assert_eq!(part.body, whole.body[..10]);
    assert_eq!(
        part.header("content-range"),
        format!("bytes 0-9/{}", whole.body.len())
    );
    // Who has a part of an older state gets the whole of the new one.
    let newer = [("range", "bytes=0-9"), ("if-range", "\"another\"")];
    assert_eq!(ask(&newer).await.expect(200).body, whole.body);
    ask(&[("range", "bytes=9999999-")]).await.expect(416);
}

#[tokio::test]
async fn a_good_change_is_live_at_once_and_a_broken_one_never() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let lesson = "/courses/keys/lessons/copy";
        let held_back = classroom
            .edit_course("keys/copy.en.md", "To copy, press", "Press, to copy,")
            .await;
        assert_eq!(held_back, 0);
        learner.get(lesson).await.expect(200).shows("Press, to copy,");
        // Two answers are right: which is meant?
        let held_back = classroom.edit_course("keys/copy.en.md", "{#v}", "{#c}").await;
        assert_eq!(held_back, 1);
        learner
            .get(lesson)
            .await
            .expect(200)
            .shows("Press, to copy,")
            .shows("value=\"v\"");
        // Not even text.
        std::fs::write(classroom.course_file("keys/copy.en.md"), [0xff, 0xfe, 0x00]).unwrap();
        let services = &classroom.services;
        let held_back = services
            .catalog
            .publish_folder(&services.db, &services.config.courses)
            .await
            .unwrap();
        assert_eq!(held_back, 1);
        learner.get(lesson).await.expect(200).shows("Press, to copy,");
    })
    .await;
}

#[tokio::test]
async fn after_a_restart_with_a_broken_course_the_last_good_one_is_back() {
    let classroom = Classroom::new(Database::Sqlite).await;
    classroom.edit_course("keys/copy.en.md", "{#v}", "{#c}").await;
    let services = server::Services::start(classroom.services.config.clone())
        .await
        .unwrap();
    let course = services.catalog.course("keys").expect("the course is there");
    assert_eq!(
        course.hash,
        classroom.services.catalog.course("keys").unwrap().hash
    );
}
