//! Item analysis, and answers that are accepted afterwards.

use domain::{identity::Role, learning::Answer};
use http_tests::{Classroom, Database, Person, on_both};
use sea_orm::EntityTrait;
use server::learning::{
    answering::{self, Answering},
    attempts, items,
    tables::{attempt, response},
};
use uuid::Uuid;

const CHECK: &str = "/items/keys/check";
const ACCEPT: &str = "/items/keys/check/accept?question=name&blank=&answer=Control";

/// Starts the quiz, answers, and hands it in.
async fn sit(classroom: &Classroom, learner: &Person, answers: &[(&str, Answer)]) -> Uuid {
    let actor = classroom.actor(learner).await;
    let services = &classroom.services;
    let id = attempts::start(&actor, services, "keys", "check")
        .await
        .expect("an attempt");
    for (question, answer) in answers {
        answering::save(
            &actor,
            services,
            id,
            Answering::now(question, answer.clone(), Uuid::now_v7()),
        )
        .await
        .expect("it is saved");
    }
    attempts::submit(&actor, services, id).await.expect("a result");
    id
}

fn choice(id: &str) -> Answer {
    Answer::Choices(vec![id.to_owned()])
}

fn text(typed: &str) -> Answer {
    Answer::Text(typed.to_owned())
}

async fn row(classroom: &Classroom, id: Uuid) -> attempt::Model {
    attempt::Entity::find_by_id(id)
        .one(classroom.services.db.read())
        .await
        .unwrap()
        .expect("the attempt")
}

/// Six learners: copy, name, count. Three write "Control", which the key does not have.
const CLASS: [(&str, &str, &str); 6] = [
    ("c", "control", "2"),
    ("c", "ＣＯＮＴＲＯＬ", "2"),
    ("v", "Control", "3"),
    ("c", "accepted-name", "2"),
    ("v", "shift", "3"),
    ("c", "accepted-other", "2"),
];

struct Class {
    classroom: Classroom,
    teacher: Person,
    learners: Vec<Person>,
    attempts: Vec<Uuid>,
}

async fn class(database: Database) -> Class {
    let classroom = Classroom::new(database).await;
    let teacher = classroom.person("Abe", &[Role::Instructor]).await;
    let learners = classroom.learners(CLASS.len()).await;
    let mut attempts = Vec::new();
    for (learner, (copy, name, count)) in learners.iter().zip(CLASS) {
        let answers = [
            ("copy", choice(copy)),
            ("name", text(name)),
            ("count", text(count)),
        ];
        attempts.push(sit(&classroom, learner, &answers).await);
    }
    Class {
        classroom,
        teacher,
        learners,
        attempts,
    }
}

#[tokio::test]
async fn an_instructor_sees_what_the_answers_say_about_each_question() {
    on_both(async |database| {
        let class = class(database).await;
        let actor = class.classroom.actor(&class.teacher).await;
        let services = &class.classroom.services;
        let analysis = items::of_quiz(&actor, services, "keys", "check", false)
            .await
            .unwrap();
        assert_eq!((analysis.attempts, analysis.waiting), (6, 0));
        let find = |id: &str| analysis.items.iter().find(|item| item.question.id == id).unwrap();
        // By hand: points 1 1 0 1 0 1 with rests 1 1 0 2 0 2; r = 2 ∕ √(4/3 · 4) = √3 ∕ 2.
        let copy = find("copy");
        assert_eq!(copy.n, 6);
        assert!((copy.difficulty.unwrap() - 4.0 / 6.0).abs() < 1e-9);
        assert!((copy.discrimination.unwrap() - 3f64.sqrt() / 2.0).abs() < 1e-9);
        // Thirds by 67 67 0 100 0 100 percent.
        assert_eq!(copy.thirds, (2, 2));
        let right = copy.choices.iter().find(|choice| choice.correct).unwrap();
        assert_eq!((right.all, right.upper, right.lower), (4, 2, 0));
        let name = find("name");
        let wrong: Vec<_> = name
            .wrong
            .iter()
            .map(|wrong| (wrong.answer.as_str(), wrong.count))
            .collect();
        assert_eq!(wrong, [("Control", 3), ("shift", 1)]);
        assert!(copy.seconds.is_some());

        class
            .teacher
            .get(CHECK)
            .await
            .expect(200)
            .shows("0.66 (66 %)")
            .shows("0.86 (too few yet)")
            .shows("Nine times in ten it lies between: easiness 0.")
            .shows("Accept this too")
            .shows("class=\"upper\"");
        class
            .teacher
            .get("/items")
            .await
            .expect(200)
            .shows("Test on keys")
            .shows(CHECK);
        class
            .teacher
            .get("/items?q=nothing-like-it")
            .await
            .expect(200)
            .shows("Nothing was found.");
        class
            .teacher
            .get("/courses/keys/quizzes/check")
            .await
            .expect(200)
            .shows("href=\"/items/keys/check\"");
        class.learners[0]
            .get("/courses/keys/quizzes/check")
            .await
            .expect(200)
            .hides("/items/");
        let csv = class.teacher.get(&format!("{CHECK}?as=csv")).await.expect(200);
        assert!(csv.header("content-type").starts_with("text/csv"));
        csv.shows("0.66,0.86");
        class
            .teacher
            .get(&format!("{CHECK}?as=answers"))
            .await
            .expect(200)
            .shows(",Control,no,3,");
        class
            .teacher
            .get("/items?as=csv")
            .await
            .expect(200)
            .shows("Test on keys,6,");
        class.teacher.get("/items/keys/nothing").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn only_first_tries_count_unless_all_are_asked_for() {
    on_both(async |database| {
        let class = class(database).await;
        sit(&class.classroom, &class.learners[2], &[("copy", choice("c"))]).await;
        let of = async |path: &str| class.teacher.get(path).await.expect(200);
        of(CHECK).await.shows("Attempts counted: 6.");
        of(&format!("{CHECK}?count=all"))
            .await
            .shows("Attempts counted: 7.");
        of("/items/keys/timed")
            .await
            .shows("Nobody has handed in this quiz yet.");
    })
    .await;
}

#[tokio::test]
async fn rewording_one_question_splits_its_numbers_and_no_others() {
    on_both(async |database| {
        let class = class(database).await;
        let classroom = &class.classroom;
        let held = classroom
            .edit_course(
                "keys/check.quiz.ja.md",
                "コピーはどれですか",
                "コピーに使うのはどれですか",
            )
            .await;
        assert_eq!(held, 0);
        let late = classroom.person("Late", &[Role::Learner]).await;
        sit(
            classroom,
            &late,
            &[("copy", choice("c")), ("name", text("shift"))],
        )
        .await;
        let actor = classroom.actor(&class.teacher).await;
        let analysis = items::of_quiz(&actor, &classroom.services, "keys", "check", false)
            .await
            .unwrap();
        let versions = |id: &str| -> Vec<(usize, bool)> {
            let of = analysis.items.iter().filter(|item| item.question.id == id);
            of.map(|item| (item.n, item.live)).collect()
        };
        assert_eq!(versions("copy"), [(1, true), (6, false)]);
        assert_eq!(versions("name"), [(7, true)]);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_accepted_afterwards_counts_for_all_and_can_be_taken_back() {
    on_both(async |database| {
        let class = class(database).await;
        let (teacher, classroom) = (&class.teacher, &class.classroom);
        let before: Vec<_> = {
            let mut rows = Vec::new();
            for id in &class.attempts {
                rows.push(row(classroom, *id).await);
            }
            rows
        };
        assert!(!before[2].passed.unwrap());
        teacher
            .get(ACCEPT)
            .await
            .expect(200)
            .shows("Scores that would rise: 3. Of them now passing: 0.")
            .shows("+= ACCEPTED-NAME | ACCEPTED-OTHER | Control");
        let patch = teacher.get(&format!("{ACCEPT}&as=patch")).await.expect(200);
        assert!(patch.header("content-disposition").contains("check-name.patch"));
        assert!(
            patch
                .body
                .starts_with("--- a/keys/check.quiz.ja.md\n+++ b/keys/check.quiz.ja.md\n@@ -")
        );
        teacher
            .post(ACCEPT, &[("do", "accept"), ("reason", " ")])
            .await
            .expect(422)
            .shows("Please write the reason.");
        teacher
            .post(ACCEPT, &[("do", "accept"), ("reason", "the same key")])
            .await
            .expect(303);
        for (id, old) in class.attempts.iter().zip(&before) {
            let new = row(classroom, *id).await;
            assert!(new.points >= old.points, "nobody loses a point");
        }
        assert_eq!(row(classroom, class.attempts[0]).await.percent, Some(100.0));
        assert_eq!(row(classroom, class.attempts[4]).await, before[4]);
        // The other spelling is the same answer, and accepted already.
        let again = ACCEPT.replace("Control", "ｃｏｎｔｒｏｌ");
        teacher
            .post(&again, &[("do", "accept"), ("reason", "again")])
            .await
            .expect(409)
            .shows("accepted already");
        // Who takes the test now has it right at once, and sees it so.
        let late = classroom.person("Late", &[Role::Learner]).await;
        let id = sit(
            classroom,
            &late,
            &[("name", text("control")), ("count", text("2"))],
        )
        .await;
        assert_eq!(row(classroom, id).await.passed, Some(true));
        late.get(&format!("/attempts/{id}"))
            .await
            .expect(200)
            .shows("66 %");
        teacher
            .get(CHECK)
            .await
            .expect(200)
            .shows("Answers accepted afterwards")
            .shows("the same key");
        teacher
            .get(ACCEPT)
            .await
            .expect(200)
            .shows("Scores that would go back: 4. Of them no longer passing: 1.");

        teacher.post(ACCEPT, &[("do", "take-back")]).await.expect(303);
        for (id, old) in class.attempts.iter().zip(&before) {
            assert_eq!(row(classroom, *id).await, *old);
        }
        assert_eq!(row(classroom, id).await.passed, Some(false));
        teacher.post(ACCEPT, &[("do", "take-back")]).await.expect(404);
        let administrator = classroom.person("Boss", &[Role::Administrator]).await;
        administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("answer.accepted")
            .shows("answer.taken-back")
            .shows("attempt.regraded")
            .shows("66 % → 100 %");
    })
    .await;
}

#[tokio::test]
async fn what_the_source_accepts_by_itself_is_said_to_be_in_the_source() {
    on_both(async |database| {
        let class = class(database).await;
        let (teacher, classroom) = (&class.teacher, &class.classroom);
        let reason = [("do", "accept"), ("reason", "the same key")];
        teacher.post(ACCEPT, &reason).await.expect(303);
        teacher.get(CHECK).await.expect(200).hides("in the source now");
        let held = classroom
            .edit_course(
                "keys/check.quiz.ja.md",
                "| ACCEPTED-OTHER",
                "| ACCEPTED-OTHER | Control",
            )
            .await;
        assert_eq!(held, 0);
        teacher.get(CHECK).await.expect(200).shows("in the source now");
        teacher
            .get(ACCEPT)
            .await
            .expect(200)
            .shows("in the source now")
            .hides("as=patch");
        teacher.get(&format!("{ACCEPT}&as=patch")).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn an_answer_in_a_gap_is_accepted_for_that_gap() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let teacher = classroom.person("Abe", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let actor = classroom.actor(&learner).await;
        let services = &classroom.services;
        let id = attempts::start(&actor, services, "kinds", "kinds").await.unwrap();
        let gaps = [("1", "strg"), ("2", "c")].map(|(gap, typed)| (gap.to_owned(), typed.to_owned()));
        let answer = Answer::Blanks(gaps.into_iter().collect());
        answering::save(
            &actor,
            services,
            id,
            Answering::now("gaps", answer, Uuid::now_v7()),
        )
        .await
        .unwrap();
        attempts::submit(&actor, services, id).await.unwrap();
        assert_eq!(row(&classroom, id).await.points, Some(1.0));
        teacher
            .get("/items/kinds/kinds")
            .await
            .expect(200)
            .shows("[1] ")
            .shows("strg");
        let accept = "/items/kinds/kinds/accept?question=gaps&blank=1&answer=strg";
        teacher
            .get(accept)
            .await
            .expect(200)
            .shows("+[[Ctrl|strg]] を押しながら [[C|シー]] を押します。");
        let reason = [("do", "accept"), ("reason", "the German name")];
        teacher.post(accept, &reason).await.expect(303);
        assert_eq!(row(&classroom, id).await.points, Some(2.0));
        // No such gap, no such question, and not a question in words.
        for other in [
            "question=gaps&blank=9&answer=x",
            "question=no&answer=x",
            "question=steps&answer=x",
            "question=gaps&blank=1&answer=",
        ] {
            teacher
                .get(&format!("/items/kinds/kinds/accept?{other}"))
                .await
                .expect(404);
        }
    })
    .await;
}

#[tokio::test]
async fn thirty_learners_need_no_more_statements_than_three() {
    let mut counts = Vec::new();
    for learners in [3, 30] {
        let classroom = Classroom::new(Database::Sqlite).await;
        let teacher = classroom.person("Abe", &[Role::Instructor]).await;
        for learner in classroom.learners(learners).await {
            sit(
                &classroom,
                &learner,
                &[("copy", choice("c")), ("name", text("Control"))],
            )
            .await;
        }
        let mut of = Vec::new();
        for path in ["/items", CHECK, ACCEPT] {
            teacher.get(path).await.expect(200);
            let before = classroom.services.db.statements();
            teacher.get(path).await.expect(200);
            of.push(classroom.services.db.statements() - before);
        }
        counts.push(of);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0].iter().all(|count| *count <= 16), "{counts:?}");
}

#[tokio::test]
async fn the_time_of_a_question_is_that_since_the_answer_before() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Abe", &[Role::Instructor]).await;
        for (number, learner) in (1i64..).zip(classroom.learners(3).await) {
            let actor = classroom.actor(&learner).await;
            let services = &classroom.services;
            let id = attempts::start(&actor, services, "keys", "check").await.unwrap();
            let start = row(&classroom, id).await.started_at;
            // 10, 20 or 30 seconds for the first question, then 60 for the next, and 5 to change the first.
            let answers = [
                ("copy", "v", number * 10),
                ("name", "x", number * 10 + 60),
                ("copy", "c", number * 10 + 65),
            ];
            for (question, answer, seconds) in answers {
                let answer = if question == "copy" {
                    choice(answer)
                } else {
                    text(answer)
                };
                let row = response::Model {
                    id: Uuid::now_v7(),
                    attempt_id: id,
                    question_id: question.to_owned(),
                    answer: serde_json::to_string(&answer).unwrap(),
                    saved_at: start + chrono::TimeDelta::seconds(seconds),
                    based_on: None,
                    acted_at: None,
                };
                services.db.commit(row).await.unwrap();
            }
            attempts::submit(&actor, services, id).await.unwrap();
        }
        let actor = classroom.actor(&teacher).await;
        let analysis = items::of_quiz(&actor, &classroom.services, "keys", "check", false)
            .await
            .unwrap();
        let seconds = |id: &str| {
            analysis
                .items
                .iter()
                .find(|item| item.question.id == id)
                .unwrap()
                .seconds
        };
        assert_eq!(seconds("copy"), Some(25.0));
        assert_eq!(seconds("name"), Some(60.0));
        assert_eq!(seconds("count"), None);
    })
    .await;
}
