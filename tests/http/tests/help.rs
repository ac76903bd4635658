//! 先生に聞く: a learner asks with one press, an instructor answers, the learner reads it.

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use uuid::Uuid;

const LESSON: &str = "/courses/keys/lessons/copy";

#[tokio::test]
async fn a_learner_asks_with_one_press_and_reads_the_answer() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let teacher = classroom.person("Ito", &[Role::Instructor]).await;
        learner
            .get(LESSON)
            .await
            .expect(200)
            .shows("Ask the instructor")
            .shows(&format!("name=\"page\" value=\"{LESSON}\""));
        teacher.get(LESSON).await.expect(200).hides("action=\"/help\"");

        // The button sends the page alone; pressed twice it is one request.
        for _ in 0..2 {
            let form = [("do", "ask"), ("page", LESSON)];
            learner.post("/help", &form).await.expect(303);
        }
        let words = [
            ("do", "ask"),
            ("page", LESSON),
            ("message", "Which key is <Ctrl>?"),
        ];
        learner.post("/help", &words).await.expect(303);

        let list = teacher.get("/help/requests").await.expect(200);
        assert_eq!(list.body.matches("name=\"answer\"").count(), 1);
        let list = list
            .shows("Sato")
            .shows(&format!("href=\"{LESSON}\""))
            .shows("Which key is &lt;Ctrl&gt;?");
        let id = list
            .between("name=\"request\" value=\"", "\"")
            .expect("a request")
            .to_owned();
        teacher
            .post(
                "/help/requests",
                &[("do", "answer"), ("request", &id), ("answer", " ")],
            )
            .await
            .expect(422)
            .shows(&format!("id=\"answer-{id}-error\""));
        let answer = [
            ("do", "answer"),
            ("request", id.as_str()),
            ("answer", "The one at the lower left."),
        ];
        teacher.post("/help/requests", &answer).await.expect(303);
        learner
            .get("/help")
            .await
            .expect(200)
            .shows("The one at the lower left.")
            .shows("Answer by Ito");
        teacher
            .get("/help/requests")
            .await
            .expect(200)
            .shows("No question is waiting.");
        teacher
            .get("/help/requests?state=answered&q=sato")
            .await
            .expect(200)
            .shows("The one at the lower left.");
    })
    .await;
}

#[tokio::test]
async fn only_its_asker_and_staff_settle_a_request() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let other = classroom.person("Abe", &[Role::Learner]).await;
        let key = Uuid::now_v7().to_string();
        let form = [
            ("do", "ask"),
            ("page", "https://elsewhere.example/"),
            ("key", &key),
        ];
        learner.post("/help", &form).await.expect(303);
        // An address of another site is not kept.
        learner.get("/help").await.expect(200).hides("elsewhere.example");
        let close = [("do", "close"), ("request", key.as_str())];
        other.post("/help", &close).await.expect(403);
        learner.post("/help", &close).await.expect(303);
        learner.get("/help").await.expect(200).shows("Settled");
    })
    .await;
}
