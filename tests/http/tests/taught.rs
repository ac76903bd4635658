//! What a learner hears after an effort: praise after a lesson, the passage behind a missed question, and the place
//! of a self-check that was answered.

use domain::identity::Role;
use http_tests::{Classroom, on_both};

#[tokio::test]
async fn who_finishes_a_lesson_is_praised_on_the_next_page() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let lesson = "/courses/keys/lessons/copy";
        let done = learner.post(lesson, &[("do", "finish")]).await.expect(303);
        learner
            .get(done.location())
            .await
            .expect(200)
            .shows("Well done. You have finished “Copying”.");
        // Once.
        learner.get(done.location()).await.expect(200).hides("Well done.");
    })
    .await;
}

#[tokio::test]
async fn a_self_check_is_answered_where_it_stands() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    learner
        .get("/courses/keys/lessons/copy")
        .await
        .expect(200)
        .shows("action=\"#q-which\"")
        .shows("id=\"q-which\"");
}

#[tokio::test]
async fn a_missed_question_leads_to_the_passage_that_teaches_it() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom
            .edit_course(
                "keys/copy.en.md",
                "To copy, press",
                "## Cutting\n\nScissors cut paper.\n\n## Which key copies\n\nWhich one copies? To copy, press",
            )
            .await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let start = learner.post("/courses/keys/quizzes/check", &[]).await.expect(303);
        let attempt = start.location().to_owned();
        let page = learner.get(&format!("{attempt}?q=1")).await.expect(200);
        let wrong = page
            .body
            .split("class=\"choice\"")
            .find(|choice| choice.contains("Ctrl + V"))
            .and_then(|choice| choice.split("value=\"").nth(1)?.split('"').next())
            .expect("the choice")
            .to_owned();
        let form = [("question", "copy"), ("number", "1"), ("do", "next"), ("answer", wrong.as_str())];
        learner.post(&attempt, &form).await.expect(303);
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        let result = learner.get(&attempt).await.expect(200).shows("Read again:");
        let href = result
            .between("Read again: ", "</a>")
            .and_then(|link| link.split("href=\"").nth(1)?.split('"').next())
            .expect("a link")
            .to_owned();
        let (path, anchor) = href.split_once('#').expect("a place in the lesson");
        assert_eq!(path, "/courses/keys/lessons/copy");
        learner
            .get(path)
            .await
            .expect(200)
            .shows(&format!("id=\"{anchor}\""));
    })
    .await;
}
