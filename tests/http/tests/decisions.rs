//! Appeals against decisions, and waivers that are taken back.

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use uuid::Uuid;

#[tokio::test]
async fn a_learner_appeals_and_somebody_who_did_not_sign_answers() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let signer = classroom.person("Kato", &[Role::Coordinator]).await;
        let second = classroom.person("Mori", &[Role::Coordinator]).await;
        let path = format!("/readiness/{}", learner.id());
        let sign = [
            ("do", "sign"),
            ("verdict", "not-yet"),
            ("reason", "More practice first."),
        ];
        signer.post(&path, &sign).await.expect(303);
        let page = learner.get("/readiness").await.expect(200);
        let decision = page
            .between("name=\"decision\" value=\"", "\"")
            .expect("a form to object")
            .to_owned();
        let object = |words: &'static str| {
            [
                ("do", "appeal"),
                ("decision", decision.clone().leak()),
                ("appeal", words),
            ]
        };
        learner
            .post("/readiness", &object(" "))
            .await
            .expect(422)
            .shows("id=\"appeal-error\"");
        learner
            .post("/readiness", &object("I did practise at home."))
            .await
            .expect(303);
        learner.post("/readiness", &object("Again.")).await.expect(409);
        second.post("/readiness", &object("Not mine.")).await.expect(404);

        signer
            .get("/readiness/board")
            .await
            .expect(200)
            .shows("Appeals wait for an answer");
        let shown = signer
            .get(&path)
            .await
            .expect(200)
            .shows("I did practise at home.");
        let shown = shown
            .shows("somebody else answers")
            .hides("name=\"appeal_answer\"");
        drop(shown);
        let page = second.get(&path).await.expect(200);
        let id = page
            .between("name=\"appeal_id\" value=\"", "\"")
            .expect("a form to answer")
            .to_owned();
        let answer = |words: &'static str| {
            [
                ("do", "answer-appeal"),
                ("appeal_id", id.clone().leak()),
                ("appeal_answer", words),
            ]
        };
        signer.post(&path, &answer("No.")).await.expect(409);
        second.post(&path, &answer("")).await.expect(422);
        second
            .post(&path, &answer("We look at it together on Monday."))
            .await
            .expect(303);
        learner
            .get("/readiness")
            .await
            .expect(200)
            .shows("We look at it together on Monday.")
            .shows("Answer by Mori");
        // A second answer stands beside the first.
        second.post(&path, &answer("Monday at ten.")).await.expect(303);
        learner
            .get("/readiness")
            .await
            .expect(200)
            .shows("We look at it together on Monday.")
            .shows("Monday at ten.");
        second
            .get("/readiness/board")
            .await
            .expect(200)
            .hides("Appeals wait for an answer");
    })
    .await;
}

#[tokio::test]
async fn a_waiver_that_is_withdrawn_counts_no_longer() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let path = format!("/readiness/{}", learner.id());
        let until = (chrono::Utc::now() + chrono::TimeDelta::days(20))
            .date_naive()
            .to_string();
        let key = Uuid::now_v7().to_string();
        let waive = [
            ("do", "waive"),
            ("key", &key),
            ("requirement", "attendance"),
            ("waiver_reason", "In hospital"),
            ("waiver_until", &until),
        ];
        coordinator.post(&path, &waive).await.expect(303);
        learner.get("/readiness").await.expect(200).shows("Waived");
        coordinator.get(&path).await.expect(200).shows("In hospital");
        let withdraw = [("do", "withdraw"), ("waiver", key.as_str())];
        instructor.post(&path, &withdraw).await.expect(403);
        coordinator.post(&path, &withdraw).await.expect(303);
        learner.get("/readiness").await.expect(200).hides("Waived");
        coordinator.get(&path).await.expect(200).hides("name=\"waiver\"");
    })
    .await;
}

#[tokio::test]
async fn a_learner_ticks_an_item_at_home_and_takes_it_back() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_curriculum().await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let path = "/readiness?rule=office-telework";
        let page = learner.get(path).await.expect(200).hides("Not yet, after all");
        let items = page.between("name=\"items\" value=\"", "\"").unwrap().to_owned();
        let say = |ok| [("items", items.as_str()), ("ok", ok)];
        learner.post(path, &say("yes")).await.expect(303);
        learner.get(path).await.expect(200).shows("Not yet, after all");
        // Only of the item that was ticked, and without having to write what is missing.
        learner.post(path, &say("no")).await.expect(303);
        learner.get(path).await.expect(200).hides("Not yet, after all");
        let other = classroom.person("Ito", &[Role::Learner]).await;
        other.get(path).await.expect(200).hides("Not yet, after all");
    })
    .await;
}
