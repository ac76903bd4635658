//! Notices: what has happened reaches the person it is about, on the start page, in the menu and in a list;
//! and only there.

use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};

const MARK: &str = "class=\"news\"";

/// A learner, an instructor, and a question that was answered.
async fn answered(classroom: &Classroom) -> (Person, Person) {
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let teacher = classroom.person("Ito", &[Role::Instructor]).await;
    let form = [("do", "ask"), ("page", "/courses/keys/lessons/copy")];
    learner.post("/help", &form).await.expect(303);
    let list = teacher.get("/help/requests").await.expect(200);
    let id = list
        .between("name=\"request\" value=\"", "\"")
        .expect("a request")
        .to_owned();
    let answer = [
        ("do", "answer"),
        ("request", id.as_str()),
        ("answer", "The left one."),
    ];
    teacher.post("/help/requests", &answer).await.expect(303);
    (learner, teacher)
}

fn notice_in(page: &Answer) -> String {
    page.between("name=\"notice\" value=\"", "\"")
        .expect("a notice")
        .to_owned()
}

#[tokio::test]
async fn an_answer_is_news_until_it_is_seen_and_stays_in_the_list() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let (learner, teacher) = answered(&classroom).await;
        let home = learner
            .get("/")
            .await
            .expect(200)
            .shows("The instructor has answered your question")
            .shows(MARK);
        learner.get("/courses").await.expect(200).shows(MARK);
        // Nobody hears of what they did, nor of what others are told.
        teacher.get("/").await.expect(200).hides(MARK);
        teacher
            .get("/notices")
            .await
            .expect(200)
            .shows("There are no notices");
        let id = notice_in(&home);
        let read = [("do", "read"), ("notice", id.as_str())];
        teacher.post("/notices", &read).await.expect(404);
        // To look at a page reads nothing away; a press does, and leads there.
        learner.get("/notices").await.expect(200);
        learner.get("/").await.expect(200).shows(MARK);
        let there = learner.post("/notices", &read).await.expect(303);
        assert!(
            there.location().starts_with("/help#request-"),
            "{}",
            there.location()
        );
        learner
            .get("/")
            .await
            .expect(200)
            .hides(MARK)
            .hides("name=\"notice\"");
        learner
            .get("/notices")
            .await
            .expect(200)
            .shows("The instructor has answered your question")
            .hides(MARK);
        learner
            .get("/notices?show=new")
            .await
            .expect(200)
            .hides("The instructor has answered");
    })
    .await;
}

#[tokio::test]
async fn a_class_that_moves_or_is_cancelled_is_told_to_its_learners_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learners = classroom.learners(2).await;
        let stranger = classroom.person("Mori", &[Role::Learner]).await;
        let (_, session) = classroom.class(&instructor, &learners).await;
        let path = format!("/sessions/{session}/edit");
        let moved = |place: &'static str| {
            [
                ("do", "change"),
                ("date", "2031-04-07"),
                ("starts", "09:30"),
                ("ends", "11:00"),
                ("place", place),
                ("topic", "Windows"),
            ]
        };
        instructor.post(&path, &moved("Room 2")).await.expect(303);
        instructor.post(&path, &moved("Room 3")).await.expect(303);
        for learner in &learners {
            let page = learner
                .get("/notices")
                .await
                .expect(200)
                .shows("A class has moved")
                .shows("7 Apr 2031")
                .shows("Room 3");
            // What was not seen gives way to what is so now.
            assert_eq!(page.body.matches("name=\"notice\"").count(), 1, "{}", page.body);
        }
        // Only the words changed: that is no news.
        learners[0]
            .post("/notices", &[("do", "read-all")])
            .await
            .expect(303);
        let mut words = moved("Room 3");
        words[5].1 = "Files";
        instructor.post(&path, &words).await.expect(303);
        learners[0].get("/").await.expect(200).hides(MARK);
        let cancel = [("do", "cancel"), ("because", "Storm")];
        instructor.post(&path, &cancel).await.expect(303);
        learners[0]
            .get("/")
            .await
            .expect(200)
            .shows("is cancelled. Storm");
        stranger.get("/").await.expect(200).hides(MARK);
    })
    .await;
}

#[tokio::test]
async fn a_signed_decision_is_told_to_its_learner_and_no_page_of_anybody_changes_it_by_looking() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let signer = classroom.person("Kato", &[Role::Coordinator]).await;
        let sign = [
            ("do", "sign"),
            ("verdict", "not-yet"),
            ("reason", "More practice."),
        ];
        signer
            .post(&format!("/readiness/{}", learner.id()), &sign)
            .await
            .expect(303);
        let page = learner
            .get("/notices")
            .await
            .expect(200)
            .shows("The classroom has decided");
        let id = notice_in(&page);
        let there = learner
            .post("/notices", &[("do", "read"), ("notice", id.as_str())])
            .await
            .expect(303);
        assert!(there.location().starts_with("/readiness"));
        // Again is harmless.
        learner
            .post("/notices", &[("do", "read"), ("notice", id.as_str())])
            .await
            .expect(303);
    })
    .await;
}
