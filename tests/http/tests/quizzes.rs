//! Attempts at quizzes: nothing is lost, nothing is told too early, the server's clock counts.

use chrono::TimeDelta;
use domain::{identity::Role, learning::Answer};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use server::{
    db::now,
    learning::tables::{attempt, response},
};
use uuid::Uuid;

const CHECK: &str = "/courses/keys/quizzes/check";
const TIMED: &str = "/courses/keys/quizzes/timed";
const RIGHT: [(&str, &str); 3] = [("copy", "c"), ("name", "accepted-name"), ("count", "2")];

async fn start(person: &Person, quiz: &str) -> String {
    let answer = person.post(quiz, &[]).await.expect(303);
    assert!(
        answer.location().starts_with("/attempts/"),
        "{}",
        answer.location()
    );
    answer.location().to_owned()
}

/// Saves as the island does, with the browser's key.
async fn save(person: &Person, attempt: &str, question: &str, answer: &str, key: Uuid) -> http_tests::Answer {
    let key = key.to_string();
    person
        .post(
            &format!("{attempt}/answers"),
            &[("question", question), ("answer", answer), ("key", &key)],
        )
        .await
}

async fn submit(person: &Person, attempt: &str) {
    person.post(attempt, &[("do", "submit")]).await.expect(303);
}

async fn history(classroom: &Classroom, attempt: &str) -> Vec<response::Model> {
    let id: Uuid = attempt.trim_start_matches("/attempts/").parse().unwrap();
    let query = response::Entity::find().filter(response::Column::AttemptId.eq(id));
    query.all(classroom.services.db.read()).await.unwrap()
}

async fn row(classroom: &Classroom, attempt: &str) -> attempt::Model {
    let id: Uuid = attempt.trim_start_matches("/attempts/").parse().unwrap();
    attempt::Entity::find_by_id(id)
        .one(classroom.services.db.read())
        .await
        .unwrap()
        .expect("the attempt is there")
}

async fn set_deadline(classroom: &Classroom, attempt: &str, seconds_from_now: i64) {
    let mut row = row(classroom, attempt).await.into_active_model();
    row.deadline = Set(Some(now() + TimeDelta::seconds(seconds_from_now)));
    row.update(classroom.services.db.write()).await.unwrap();
}

#[tokio::test]
async fn a_learner_fails_tries_again_passes_and_keeps_the_best_score() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        learner
            .get(CHECK)
            .await
            .expect(200)
            .shows("You have 3 tries left.");
        let first = start(&learner, CHECK).await;
        assert_eq!(start(&learner, CHECK).await, first, "an open attempt goes on");
        save(&learner, &first, "copy", "v", Uuid::now_v7())
            .await
            .expect(200)
            .shows("\"saved\":true");
        submit(&learner, &first).await;
        learner
            .get(&first)
            .await
            .expect(200)
            .shows("Not yet.")
            .shows("FEEDBACK-V")
            .shows("EXPLANATION-COPY");

        let second = start(&learner, CHECK).await;
        assert_ne!(second, first);
        for (question, answer) in RIGHT {
            save(&learner, &second, question, answer, Uuid::now_v7())
                .await
                .expect(200);
        }
        submit(&learner, &second).await;
        learner
            .get(&second)
            .await
            .expect(200)
            .shows("You passed.")
            .shows("100 %");

        let third = start(&learner, CHECK).await;
        submit(&learner, &third).await;
        learner
            .get(CHECK)
            .await
            .expect(200)
            .shows("✓ You passed")
            .shows("You have used all your tries.");
        learner
            .post(CHECK, &[])
            .await
            .expect(409)
            .shows("You have used all your tries.");
        learner.get("/courses/keys").await.expect(200).shows("100 %");
    })
    .await;
}

#[tokio::test]
async fn without_javascript_each_answer_is_saved_by_next_and_found_again() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        for number in 1..=3 {
            let page = learner.get(&format!("{attempt}?q={number}")).await.expect(200);
            let question = page
                .between("name=\"question\" value=\"", "\"")
                .expect("the question's id")
                .to_owned();
            let key = page
                .between("name=\"key\" value=\"", "\"")
                .expect("a key")
                .to_owned();
            let answer = RIGHT
                .iter()
                .find(|(id, _)| *id == question)
                .expect("a known question")
                .1;
            let number_text = number.to_string();
            let form = [
                ("question", &*question),
                ("number", &*number_text),
                ("key", &*key),
                ("answer", answer),
                ("do", "next"),
            ];
            let to = learner
                .post(&attempt, &form)
                .await
                .expect(303)
                .location()
                .to_owned();
            let next = if number == 3 {
                "end".to_owned()
            } else {
                (number + 1).to_string()
            };
            assert_eq!(to, format!("{attempt}?q={next}"));
            // A refresh that sends the form again writes nothing twice.
            learner.post(&attempt, &form).await.expect(303);
            let again = learner.get(&format!("{attempt}?q={number}")).await.expect(200);
            if answer == "c" {
                // The form names choices by their place in this paper: an id may tell the key.
                let again = again.hides("value=\"c\"").hides("value=\"v\"");
                let mut choices = again.body.split("<label class=\"choice\">").skip(1);
                let chosen = choices
                    .find(|choice| choice.contains(" checked"))
                    .expect("a choice");
                assert!(chosen.contains("Ctrl + C"), "{chosen}");
            } else {
                again.shows(answer);
            }
        }
        assert_eq!(history(&classroom, &attempt).await.len(), 3);
        learner
            .get(&format!("{attempt}?q=end"))
            .await
            .expect(200)
            .shows("You answered everything.");
        submit(&learner, &attempt).await;
        learner.get(&attempt).await.expect(200).shows("100 %");
    })
    .await;
}

#[tokio::test]
async fn an_answer_sent_twice_with_one_key_is_written_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        let key = Uuid::now_v7();
        let (first, second) = tokio::join!(
            save(&learner, &attempt, "copy", "c", key),
            save(&learner, &attempt, "copy", "c", key)
        );
        first.expect(200);
        second.expect(200);
        save(&learner, &attempt, "copy", "c", key).await.expect(200);
        assert_eq!(history(&classroom, &attempt).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_tabs_keep_both_histories_and_the_latest_answer_counts() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let tab = classroom.person("Sato", &[Role::Learner]).await;
        let phone = classroom.sign_in(tab.id()).await;
        let attempt = start(&tab, CHECK).await;
        assert_eq!(
            start(&phone, CHECK).await,
            attempt,
            "both are in the same attempt"
        );
        save(&tab, &attempt, "copy", "v", Uuid::now_v7())
            .await
            .expect(200);
        save(&phone, &attempt, "copy", "c", Uuid::now_v7())
            .await
            .expect(200);
        save(&tab, &attempt, "count", "2", Uuid::now_v7())
            .await
            .expect(200);
        let mut kept: Vec<_> = history(&classroom, &attempt)
            .await
            .into_iter()
            .map(|row| row.question_id)
            .collect();
        kept.sort();
        assert_eq!(kept, ["copy", "copy", "count"]);
        submit(&phone, &attempt).await;
        // Two of three: a figure is cut, never rounded up.
        tab.get(&attempt).await.expect(200).shows("66 %");
    })
    .await;
}

#[tokio::test]
async fn two_starts_at_once_make_one_attempt() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let tab = classroom.person("Sato", &[Role::Learner]).await;
        let phone = classroom.sign_in(tab.id()).await;
        let (first, second) = tokio::join!(start(&tab, CHECK), start(&phone, CHECK));
        assert_eq!(first, second);
        let all = attempt::Entity::find()
            .all(classroom.services.db.read())
            .await
            .unwrap();
        assert_eq!(all.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn after_the_hand_in_no_answer_is_taken_and_the_result_stays() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        save(&learner, &attempt, "copy", "c", Uuid::now_v7())
            .await
            .expect(200);
        submit(&learner, &attempt).await;
        let result = row(&classroom, &attempt).await;
        let late = save(&learner, &attempt, "count", "2", Uuid::now_v7()).await;
        late.expect(409).shows("This test has already been handed in.");
        let next = [
            ("question", "count"),
            ("answer", "2"),
            ("number", "3"),
            ("do", "next"),
        ];
        learner
            .post(&attempt, &next)
            .await
            .expect(409)
            .shows("already been handed in")
            .shows("33 %");
        submit(&learner, &attempt).await;
        assert_eq!(row(&classroom, &attempt).await, result);
        assert_eq!(history(&classroom, &attempt).await.len(), 1);
        let learner = learner.reading("ja");
        save(&learner, &attempt, "count", "2", Uuid::now_v7())
            .await
            .expect(409)
            .shows("もう提出されています");
    })
    .await;
}

#[tokio::test]
async fn an_attempt_stays_on_its_revision_when_the_course_changes() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        save(&learner, &attempt, "copy", "c", Uuid::now_v7())
            .await
            .expect(200);
        // The key of the question changes, and one question goes away.
        for lang in ["ja", "en"] {
            let path = format!("keys/check.quiz.{lang}.md");
            classroom.edit_course(&path, "= 2", "= 3").await;
            classroom
                .edit_course(&path, "ACCEPTED-NAME | ACCEPTED-OTHER", "CHANGED-NAME")
                .await;
        }
        let held_back = classroom
            .edit_course("keys/check.quiz.en.md", "How many keys", "How many fingers")
            .await;
        assert_eq!(held_back, 0);
        let number = {
            let mut found = 0;
            for number in 1..=3 {
                if learner
                    .get(&format!("{attempt}?q={number}"))
                    .await
                    .body
                    .contains("value=\"count\"")
                {
                    found = number;
                }
            }
            found
        };
        learner
            .get(&format!("{attempt}?q={number}"))
            .await
            .expect(200)
            .shows("How many keys")
            .hides("fingers");
        save(&learner, &attempt, "count", "2", Uuid::now_v7())
            .await
            .expect(200);
        save(&learner, &attempt, "name", "accepted-other", Uuid::now_v7())
            .await
            .expect(200);
        submit(&learner, &attempt).await;
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("100 %")
            .hides("fingers");

        let second = start(&learner, CHECK).await;
        assert_ne!(
            row(&classroom, &second).await.revision,
            row(&classroom, &attempt).await.revision
        );
        save(&learner, &second, "count", "3", Uuid::now_v7())
            .await
            .expect(200);
        submit(&learner, &second).await;
        learner
            .get(&second)
            .await
            .expect(200)
            .shows("33 %")
            .shows("fingers");
    })
    .await;
}

#[tokio::test]
async fn the_attempt_of_another_person_does_not_exist() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        let staff = [
            Role::Learner,
            Role::Instructor,
            Role::Coordinator,
            Role::Administrator,
        ];
        for role in staff {
            let other = classroom.person("Ono", &[role]).await;
            other.get(&attempt).await.expect(404);
            save(&other, &attempt, "copy", "c", Uuid::now_v7())
                .await
                .expect(404);
            other
                .post(&attempt, &[("question", "copy"), ("answer", "c"), ("do", "next")])
                .await
                .expect(404);
        }
        let other = classroom.person("Ono", &[Role::Learner]).await;
        other.post(&attempt, &[("do", "submit")]).await.expect(404);
        assert_eq!(row(&classroom, &attempt).await.submitted_at, None);
        submit(&learner, &attempt).await;
        other.get(&attempt).await.expect(404);
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        instructor.get(&attempt).await.expect(200).shows("Result");
    })
    .await;
}

#[tokio::test]
async fn what_a_browser_sends_for_a_choice_tells_nothing_and_is_understood() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        let page = learner.get(&format!("{attempt}?q=1")).await.expect(200);
        let values: Vec<(String, bool)> = page
            .body
            .split("<label class=\"choice\">")
            .skip(1)
            .map(|choice| {
                let value = choice
                    .split("value=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap();
                let label = choice.split("</label>").next().unwrap();
                (value.to_owned(), label.contains("Ctrl + C"))
            })
            .collect();
        let mut names: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["0", "1"]);
        let (right, _) = values.iter().find(|(_, right)| *right).unwrap();
        let form = [
            ("question", "copy"),
            ("number", "1"),
            ("answer", right),
            ("do", "next"),
        ];
        learner.post(&attempt, &form).await.expect(303);
        let kept = history(&classroom, &attempt).await;
        assert!(kept[0].answer.contains("\"c\""), "{}", kept[0].answer);
    })
    .await;
}

#[tokio::test]
async fn nobody_hands_in_the_running_attempt_of_another() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        for role in [Role::Instructor, Role::Coordinator, Role::Administrator] {
            let staff = classroom.person("Ito", &[role]).await;
            staff.post(&attempt, &[("do", "submit")]).await.expect(404);
        }
        assert_eq!(row(&classroom, &attempt).await.submitted_at, None);
    })
    .await;
}

#[tokio::test]
async fn a_slow_line_gets_some_seconds_of_grace() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, TIMED).await;
        learner.get(&attempt).await.expect(200).shows("10 min left");
        set_deadline(&classroom, &attempt, -5).await;
        save(&learner, &attempt, "paste", "v", Uuid::now_v7())
            .await
            .expect(200);
        submit(&learner, &attempt).await;
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("You passed.")
            .shows("100 %");
    })
    .await;
}

#[tokio::test]
async fn the_servers_clock_ends_a_test_with_the_answers_so_far() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, TIMED).await;
        let earlier = response::Model {
            id: Uuid::now_v7(),
            attempt_id: row(&classroom, &attempt).await.id,
            question_id: "paste".to_owned(),
            answer: serde_json::to_string(&Answer::Choices(vec!["v".to_owned()])).unwrap(),
            saved_at: now(),
            based_on: None,
            acted_at: None,
        };
        classroom.services.db.commit(earlier).await.unwrap();
        set_deadline(&classroom, &attempt, -60).await;
        let late = save(&learner, &attempt, "paste", "c", Uuid::now_v7()).await;
        late.expect(409)
            .shows("Time is up. Your test was handed in with the answers so far.");
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("You passed.")
            .shows("100 %");
        assert_eq!(history(&classroom, &attempt).await.len(), 1);
        save(&learner, &attempt, "paste", "c", Uuid::now_v7())
            .await
            .expect(409)
            .shows("already been handed in");
    })
    .await;
}

#[tokio::test]
async fn a_test_left_open_past_its_time_is_handed_in_when_it_is_next_seen() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, TIMED).await;
        set_deadline(&classroom, &attempt, -3600).await;
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("Result")
            .shows("Time was up")
            .shows("0 %");
        let kept = row(&classroom, &attempt).await;
        assert_eq!(
            kept.submitted_at, kept.deadline,
            "it counts as handed in when its time was over"
        );
        learner.post(TIMED, &[]).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn a_running_test_tells_nothing_of_its_answers() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let attempt = start(&learner, CHECK).await;
        let secrets = ["FEEDBACK", "EXPLANATION", "ACCEPTED", "correct"];
        for lang in ["en", "ja"] {
            learner.set_cookie("lang", lang);
            for page in ["1", "2", "3", "end", "nonsense", "99"] {
                let page = learner.get(&format!("{attempt}?q={page}")).await.expect(200);
                for secret in secrets {
                    assert!(!page.body.contains(secret), "{secret} in {}", page.body);
                }
            }
        }
        let saved = save(&learner, &attempt, "copy", "v", Uuid::now_v7())
            .await
            .expect(200);
        assert_eq!(saved.body, "{\"saved\":true}");
        learner
            .get(CHECK)
            .await
            .expect(200)
            .hides("FEEDBACK")
            .hides("EXPLANATION")
            .hides("ACCEPTED");
        // Handed in, this quiz shows them; so the words above are the right ones to look for.
        submit(&learner, &attempt).await;
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("FEEDBACK")
            .shows("EXPLANATION")
            .shows("ACCEPTED");
    })
    .await;
}

#[tokio::test]
async fn a_quiz_that_never_shows_its_answers_does_not_show_them_after_the_hand_in() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let attempt = start(&learner, TIMED).await;
    save(&learner, &attempt, "paste", "c", Uuid::now_v7())
        .await
        .expect(200);
    submit(&learner, &attempt).await;
    learner
        .get(&attempt)
        .await
        .expect(200)
        .shows("Ctrl + C")
        .hides("Right answer");
}

#[tokio::test]
async fn a_question_that_is_not_in_the_quiz_takes_no_answer() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let attempt = start(&learner, CHECK).await;
    save(&learner, &attempt, "paste", "v", Uuid::now_v7())
        .await
        .expect(404);
    assert!(history(&classroom, &attempt).await.is_empty());
}
