//! How learners get on, as their instructors see it, and more tries where they are needed.

use chrono::TimeDelta;
use domain::{identity::Role, learning::attempt::GRACE_SECONDS};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use server::{
    db::now,
    learning::tables::{allowance, attempt},
};
use uuid::Uuid;

const CHECK: &str = "/courses/keys/quizzes/check";
const TIMED: &str = "/courses/keys/quizzes/timed";

/// Takes a quiz with these answers; gives the attempt's address.
async fn take(person: &Person, quiz: &str, answers: &[(&str, &str)]) -> String {
    let answer = person.post(quiz, &[]).await.expect(303);
    let path = answer.location().to_owned();
    for (question, answer) in answers {
        let key = Uuid::now_v7().to_string();
        let form = [("question", *question), ("answer", *answer), ("key", &key)];
        person.post(&format!("{path}/answers"), &form).await.expect(200);
    }
    person.post(&path, &[("do", "submit")]).await.expect(303);
    path
}

#[tokio::test]
async fn the_class_is_seen_at_once_with_who_is_stuck() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let stuck = classroom.person("Sato", &[Role::Learner]).await;
        let passed = classroom.person("Mori", &[Role::Learner]).await;
        let both = [stuck, passed];
        let (cohort, _) = classroom.class(&instructor, &both).await;
        let [stuck, passed] = both;
        let path = format!("/cohorts/{cohort}/progress");
        // Nobody has been here for two weeks: nobody is said to be quiet.
        instructor
            .get(&format!("{path}?show=concern"))
            .await
            .expect(200)
            .shows("Nobody is listed here.");
        let long_ago = (now() - TimeDelta::days(20)).to_rfc3339();
        let quiet = [
            "UPDATE cohort SET starts_on = '2026-01-01'".to_owned(),
            format!("UPDATE enrolment SET enrolled_at = '{long_ago}'"),
        ];
        for change in quiet {
            let db = classroom.services.db.write();
            db.execute_unprepared(&change).await.unwrap();
        }
        instructor
            .get(&format!("{path}?show=concern"))
            .await
            .expect(200)
            .shows("Sato")
            .shows("nothing for two weeks");
        let first = take(&stuck, CHECK, &[("copy", "v")]).await;
        instructor.get(&path).await.expect(200).hides("stuck at");
        take(&stuck, CHECK, &[]).await;
        take(
            &passed,
            CHECK,
            &[("copy", "c"), ("name", "accepted-name"), ("count", "2")],
        )
        .await;
        instructor
            .get(&format!("{path}?show=concern"))
            .await
            .expect(200)
            .shows("Sato")
            .shows("stuck at")
            .hides("nothing for two weeks")
            .hides(">Mori<");
        let file = instructor.get(&format!("{path}?as=csv")).await.expect(200);
        let lines: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        let of = |name: &str| lines.iter().find(|line| line.starts_with(name)).copied();
        assert!(
            of("Mori").is_some_and(|line| line.contains(",1,3,") && line.ends_with(",,100 %,")),
            "{lines:?}"
        );
        assert!(of("Sato").is_some_and(|line| line.contains(",0,3,")), "{lines:?}");

        // Each try can be looked at.
        let learning = format!("/people/{}/learning", stuck.id());
        instructor
            .get(&learning)
            .await
            .expect(200)
            .shows(&format!("href=\"{first}\""));
        instructor
            .get(&first)
            .await
            .expect(200)
            .hides("Your answer")
            .hides("Try again")
            .shows(&learning);
        instructor
            .get("/cohorts/00000000-0000-7000-8000-000000000000/progress")
            .await
            .expect(404);
        instructor
            .get(&format!("{path}?course=elsewhere"))
            .await
            .expect(404);
        stuck.get(&path).await.expect(403);
        stuck.get(&learning).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn more_tries_and_minutes_count_from_the_next_try_and_are_taken_back() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let other = classroom.person("Mori", &[Role::Learner]).await;
        classroom.class(&instructor, std::slice::from_ref(&learner)).await;
        let path = format!("/people/{}/allowances", learner.id());
        let first = take(&learner, TIMED, &[]).await;
        learner
            .get(&first)
            .await
            .expect(200)
            .shows("Please talk to your instructor")
            .hides("Try again");
        learner.post(TIMED, &[]).await.expect(409);

        let grant = |quiz, tries, minutes, reason| {
            [
                ("do", "grant"),
                ("quiz", quiz),
                ("tries", tries),
                ("minutes", minutes),
                ("reason", reason),
                ("key", "01890000-0000-7000-8000-000000000001"),
            ]
        };
        instructor
            .post(&path, &grant("keys/nothing", "9", "x", " "))
            .await
            .expect(422)
            .shows("id=\"quiz-error\"")
            .shows("id=\"tries-error\"")
            .shows("id=\"minutes-error\"")
            .shows("id=\"reason-error\"");
        instructor
            .post(&path, &grant("keys/timed", "0", "0", "Nothing"))
            .await
            .expect(422);
        for person in [&learner, &classroom.person("Ono", &[Role::Coordinator]).await] {
            person
                .post(&path, &grant("keys/timed", "1", "5", "Please"))
                .await
                .expect(403);
        }
        // Sent twice, it allows once.
        for _ in 0..2 {
            instructor
                .post(&path, &grant("keys/timed", "1", "5", "The line broke"))
                .await
                .expect(303);
        }
        let rows = allowance::Entity::find()
            .all(classroom.services.db.read())
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        learner
            .get(TIMED)
            .await
            .expect(200)
            .shows("You have 1 try left.")
            .shows("You have 15 minutes.");
        // It is for one learner only.
        other.get(TIMED).await.expect(200).shows("You have 10 minutes.");
        take(&learner, TIMED, &[]).await;
        let second = attempt::Entity::find()
            .filter(attempt::Column::PersonId.eq(learner.id()))
            .filter(attempt::Column::Number.eq(2))
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            second.deadline.unwrap() - second.started_at,
            TimeDelta::minutes(15)
        );
        learner.post(TIMED, &[]).await.expect(409);

        let id = rows[0].id.to_string();
        instructor.get(&path).await.expect(200).shows("The line broke");
        instructor
            .post(&path, &[("do", "withdraw"), ("allowance", &id)])
            .await
            .expect(303);
        instructor.get(&path).await.expect(200).hides("The line broke");
        let administrator = classroom.person("Kanri", &[Role::Administrator]).await;
        administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("quiz.allowed_more")
            .shows("quiz.allowance_withdrawn");
    })
    .await;
}

#[tokio::test]
async fn a_test_that_is_open_gets_the_minutes_at_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        classroom.class(&instructor, std::slice::from_ref(&learner)).await;
        let path = learner.post(TIMED, &[]).await.expect(303).location().to_owned();
        let id: Uuid = path.trim_start_matches("/attempts/").parse().unwrap();
        // One second more, and the answer is late.
        let ends = now() - TimeDelta::seconds(GRACE_SECONDS - 1);
        attempt::Entity::update_many()
            .col_expr(attempt::Column::Deadline, ends.into())
            .filter(attempt::Column::Id.eq(id))
            .exec(classroom.services.db.write())
            .await
            .unwrap();
        let save = async |answer| {
            let key = Uuid::now_v7().to_string();
            let form = [("question", "paste"), ("answer", answer), ("key", &key)];
            learner.post(&format!("{path}/answers"), &form).await
        };
        save("c").await.expect(200);
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        let key = Uuid::now_v7().to_string();
        let grant = [
            ("do", "grant"),
            ("quiz", "keys/timed"),
            ("tries", "0"),
            ("minutes", "5"),
            ("reason", "The line broke"),
            ("key", &key),
        ];
        instructor
            .post(&format!("/people/{}/allowances", learner.id()), &grant)
            .await
            .expect(303);
        save("v").await.expect(200);
        learner.get(&path).await.expect(200).shows("5 min left");
        learner.post(&path, &[("do", "submit")]).await.expect(303);
        learner.get(&path).await.expect(200).shows("You passed.");
        // What is handed in stays so.
        let kept = async || {
            let row = attempt::Entity::find_by_id(id);
            row.one(classroom.services.db.read()).await.unwrap().unwrap()
        };
        let before = kept().await.deadline;
        let key = Uuid::now_v7().to_string();
        let mut again = grant;
        again[5].1 = &key;
        instructor
            .post(&format!("/people/{}/allowances", learner.id()), &again)
            .await
            .expect(303);
        assert_eq!(kept().await.deadline, before);
    })
    .await;
}
