//! Checking in to a class session by the code on the projector.

use chrono::TimeDelta;
use domain::{
    classroom::{MarkEntry, Method, check_in_code},
    identity::Role,
};
use http_tests::{Classroom, on_both};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use server::{
    classroom::{
        early,
        tables::{attendance_mark, class_session},
    },
    db::now,
};
use uuid::Uuid;

async fn session(classroom: &Classroom, id: Uuid) -> class_session::Model {
    let found = class_session::Entity::find_by_id(id)
        .one(classroom.services.db.read())
        .await
        .unwrap();
    found.expect("the session is there")
}

/// The digits that the projector shows now.
pub(crate) async fn digits(classroom: &Classroom, id: Uuid) -> String {
    check_in_code::code(
        session(classroom, id).await.secret.as_bytes(),
        id,
        check_in_code::step_at(now()),
    )
}

async fn marks(classroom: &Classroom) -> Vec<(MarkEntry, Method)> {
    let rows = attendance_mark::Entity::find()
        .all(classroom.services.db.read())
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.mark, row.method)).collect()
}

#[tokio::test]
async fn the_digits_on_the_projector_check_a_learner_in_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learners = classroom.learners(1).await;
        let (_, id) = classroom.class(&instructor, &learners).await;
        let code = digits(&classroom, id).await;
        // A link alone checks nobody in: browsers fetch links unasked.
        learners[0]
            .get(&format!("/check-in/{id}?code={code}"))
            .await
            .expect(200);
        assert_eq!(marks(&classroom).await, []);
        for _ in 0..2 {
            let code = digits(&classroom, id).await;
            let answer = learners[0].post("/check-in", &[("code", &code)]).await;
            assert!(answer.status < 400, "{} {}", answer.status, answer.body);
        }
        assert_eq!(marks(&classroom).await, [(MarkEntry::Present, Method::Code)]);
        instructor
            .get(&format!("/sessions/{id}"))
            .await
            .expect(200)
            .shows("Learner 1");
    })
    .await;
}

#[tokio::test]
async fn a_mark_by_hand_wins_over_a_code_and_the_code_is_kept_and_shown() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learners = classroom.learners(1).await;
        let (cohort, id) = classroom.class(&instructor, &learners).await;
        let sheet = format!("/sessions/{id}");
        let person = learners[0].id().to_string();
        let by_hand = |mark: &'static str| [("do", "mark"), ("person", person.as_str()), ("mark", mark)];
        instructor.post(&sheet, &by_hand("absent")).await.expect(303);
        for _ in 0..2 {
            let code = digits(&classroom, id).await;
            learners[0]
                .post(&format!("/check-in/{id}"), &[("code", &code)])
                .await
                .expect(303);
        }
        assert_eq!(
            marks(&classroom).await,
            [
                (MarkEntry::Absent, Method::RollCall),
                (MarkEntry::Present, Method::Code)
            ]
        );
        instructor
            .get(&sheet)
            .await
            .expect(200)
            .shows("value=\"absent\" aria-pressed=\"true\"")
            .shows("Checked in by code at");
        learners[0]
            .get(&format!("/check-in/{id}"))
            .await
            .expect(200)
            .shows("The instructor has marked you “Absent”");
        instructor
            .get(&format!("/cohorts/{cohort}/attendance.csv"))
            .await
            .expect(200)
            .shows("Absent")
            .hides("Present");
        // Once the hand's mark is taken back, a check-in counts again.
        instructor.post(&sheet, &by_hand("none")).await.expect(303);
        let code = digits(&classroom, id).await;
        learners[0]
            .post(&format!("/check-in/{id}"), &[("code", &code)])
            .await
            .expect(303);
        learners[0]
            .get(&format!("/check-in/{id}"))
            .await
            .expect(200)
            .shows("You are checked in");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_says_so_beside_the_field_in_both_languages() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let mut learners = classroom.learners(1).await;
        let (_, id) = classroom.class(&instructor, &learners).await;
        let code = digits(&classroom, id).await;
        let wrong = if code == "123456" { "654321" } else { "123456" };
        let learner = learners.remove(0);
        let path = format!("/check-in/{id}");
        learner
            .post(&path, &[("code", wrong)])
            .await
            .expect(422)
            .shows("id=\"code-error\"")
            .shows("These digits are not right.");
        learner
            .post(&path, &[("code", "")])
            .await
            .expect(422)
            .shows("Please enter the six digits.");
        let learner = learner.reading("ja");
        learner
            .post(&path, &[("code", wrong)])
            .await
            .expect(422)
            .shows("数字がちがいます。");
        assert_eq!(marks(&classroom).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_closed_session_and_one_that_is_not_open_yet_have_their_sentences() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let mut learners = classroom.learners(1).await;
        let (_, id) = classroom.class(&instructor, &learners).await;
        let learner = learners.remove(0);
        let path = format!("/check-in/{id}");
        let mut row = session(&classroom, id).await.into_active_model();
        row.starts_at = Set(now() + TimeDelta::minutes(60));
        row.ends_at = Set(now() + TimeDelta::minutes(120));
        row.update(classroom.services.db.write()).await.unwrap();
        learner
            .post(&path, &[("code", "")])
            .await
            .expect(409)
            .shows("Check-in opens at");

        let mut row = session(&classroom, id).await.into_active_model();
        row.starts_at = Set(now() - TimeDelta::minutes(5));
        row.update(classroom.services.db.write()).await.unwrap();
        instructor
            .post(&format!("/sessions/{id}"), &[("do", "close")])
            .await
            .expect(303);
        let code = digits(&classroom, id).await;
        learner
            .post(&path, &[("code", &code)])
            .await
            .expect(409)
            .shows("Check-in for this class has ended.");
        let learner = learner.reading("ja");
        learner
            .post(&path, &[("code", &code)])
            .await
            .expect(409)
            .shows("この授業の受けつけは終わりました");
    })
    .await;
}

#[tokio::test]
async fn the_class_of_others_takes_no_check_in() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let (_, id) = classroom.class(&instructor, &[]).await;
        let stranger = classroom.person("Ono", &[Role::Learner]).await;
        let code = digits(&classroom, id).await;
        stranger
            .post(&format!("/check-in/{id}"), &[("code", &code)])
            .await
            .expect(409)
            .shows("This is not a class of yours.");
        stranger
            .post("/check-in", &[("code", &code)])
            .await
            .expect(409)
            .shows("You have no class now.");
        assert_eq!(marks(&classroom).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_code_that_comes_too_early_counts_when_check_in_opens() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learners = classroom.learners(2).await;
        let (_, id) = classroom.class(&instructor, &learners).await;
        let path = format!("/check-in/{id}");
        let mut row = session(&classroom, id).await.into_active_model();
        row.starts_at = Set(now() + TimeDelta::minutes(60));
        row.ends_at = Set(now() + TimeDelta::minutes(120));
        row.update(classroom.services.db.write()).await.unwrap();

        let code = digits(&classroom, id).await;
        let wrong = if code == "123456" { "654321" } else { "123456" };
        learners[1].post(&path, &[("code", wrong)]).await.expect(422);
        for _ in 0..2 {
            let code = digits(&classroom, id).await;
            learners[0].post(&path, &[("code", &code)]).await.expect(303);
        }
        learners[0]
            .get(&path)
            .await
            .expect(200)
            .shows("Your digits are remembered.");
        learners[1].get(&path).await.expect(200).hides("remembered.");
        early::settle(&classroom.services).await.unwrap();
        assert_eq!(marks(&classroom).await, [], "not before check-in opens");

        let mut row = session(&classroom, id).await.into_active_model();
        row.starts_at = Set(now() + TimeDelta::minutes(10));
        row.update(classroom.services.db.write()).await.unwrap();
        for _ in 0..2 {
            early::settle(&classroom.services).await.unwrap();
        }
        assert_eq!(marks(&classroom).await, [(MarkEntry::Present, Method::Code)]);
        learners[0]
            .get(&path)
            .await
            .expect(200)
            .shows("You are checked in");
    })
    .await;
}
