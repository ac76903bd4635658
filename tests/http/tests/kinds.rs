//! Every kind of question, answered as a browser without JavaScript answers it.

use domain::identity::Role;
use http_tests::{Classroom, Person, on_both};

const QUIZ: &str = "/courses/kinds/quizzes/kinds";

/// Answers a question of the attempt and goes on.
async fn answer(person: &Person, attempt: &str, question: &str, fields: &[(&str, &str)]) {
    let mut form = vec![("question", question), ("number", "1"), ("do", "next")];
    form.extend(fields);
    person.post(attempt, &form).await.expect(303);
}

/// The value of the option with these words in a list of the page.
fn option(page: &str, list: &str, words: &str) -> String {
    let (_, list) = page
        .split_once(&format!("name=\"{list}\""))
        .expect("the list is there");
    let list = list.split("</select>").next().unwrap();
    let option = list
        .split("<option")
        .find(|option| option.contains(words))
        .expect("the option is there");
    option
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

/// The name of the list beside the words of a step.
fn list_beside(page: &str, words: &str) -> String {
    let before = page.split(words).next().unwrap();
    let name = before.rsplit("name=\"").next().unwrap();
    name.split('"').next().unwrap().to_owned()
}

async fn start(person: &Person) -> String {
    person.post(QUIZ, &[]).await.expect(303).location().to_owned()
}

async fn answer_by_machine(person: &Person, attempt: &str) {
    answer(
        person,
        attempt,
        "gaps",
        &[("blank-1", "ｃｔｒｌ"), ("blank-2", "しー")],
    )
    .await;
    let page = person.get(&format!("{attempt}?q=2")).await.expect(200).body;
    let (sheet, letter) = (
        option(&page, "pair-0", "計算する"),
        option(&page, "pair-1", "手紙を書く"),
    );
    answer(
        person,
        attempt,
        "pairs",
        &[("pair-0", &sheet), ("pair-1", &letter)],
    )
    .await;
    let page = person.get(&format!("{attempt}?q=3")).await.expect(200).body;
    let steps = ["保存する", "閉じる", "電源を切る"].map(|words| list_beside(&page, words));
    answer(
        person,
        attempt,
        "steps",
        &[(&steps[0], "1"), (&steps[1], "2"), (&steps[2], "3")],
    )
    .await;
}

#[tokio::test]
async fn gaps_pairs_and_steps_are_answered_and_graded() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let attempt = start(&learner).await;
        answer_by_machine(&learner, &attempt).await;
        // What was given is in the fields again.
        learner
            .get(&format!("{attempt}?q=1"))
            .await
            .expect(200)
            .shows("value=\"しー\"");
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        // Six of ten points: an essay and files that are not there are worth nothing.
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("60 %")
            .shows("2点／2点")
            .shows("答えていません");
    })
    .await;
}

#[tokio::test]
async fn the_form_does_not_tell_which_side_belongs_where() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let attempt = start(&learner).await;
        for question in 1..=3 {
            let page = learner.get(&format!("{attempt}?q={question}")).await.expect(200);
            for key in ["sheet", "letter", "draw", "save", "close", "\"off\"", "シー"] {
                let card = page
                    .between("<form method=\"post\" id=\"answer-form\"", "</form>")
                    .unwrap();
                // The button that saves says so in its class and island.
                let card = card.replace("save-state", "").replace("SaveAnswers", "");
                assert!(
                    !card.contains(&format!("\"{key}")) && !card.contains(&format!("-{key}")),
                    "{key}: {card}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_hint_that_costs_points_is_shown_when_asked_for_and_is_paid_for() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let attempt = start(&learner).await;
        learner
            .get(&format!("{attempt}?q=1"))
            .await
            .expect(200)
            .hides("HINT-ONE")
            .shows("0.5点");
        let typed = [
            ("question", "gaps"),
            ("number", "1"),
            ("blank-1", "ctrl"),
            ("blank-2", "c"),
            ("hint", "0"),
        ];
        for _ in 0..2 {
            learner.post(&attempt, &typed).await.expect(303);
        }
        learner
            .get(&format!("{attempt}?q=1"))
            .await
            .expect(200)
            .shows("HINT-ONE")
            .hides("HINT-TWO")
            .shows("value=\"ctrl\"");
        let no_such_hint = [
            ("question", "gaps"),
            ("number", "1"),
            ("blank-1", "ctrl"),
            ("blank-2", "c"),
            ("hint", "7"),
        ];
        learner.post(&attempt, &no_such_hint).await.expect(404);
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        learner.get(&attempt).await.expect(200).shows("1.5点／2点");
        learner.post(&attempt, &typed).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn an_instructor_grades_an_essay_and_a_file_by_their_rubric() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let other = classroom.person("Ito", &[Role::Learner]).await.reading("ja");
        let teacher = classroom.person("Abe", &[Role::Instructor]).await.reading("ja");
        let attempt = start(&learner).await;
        answer_by_machine(&learner, &attempt).await;
        answer(
            &learner,
            &attempt,
            "letter",
            &[("answer", "拝啓 <b>お元気</b>ですか")],
        )
        .await;
        let fields = [("question", "file"), ("number", "5"), ("do", "send")];
        learner
            .send_file(&attempt, &fields, "表.exe", b"x")
            .await
            .expect(422)
            .shows("送れるのは ods, xlsx です");
        learner
            .send_file(&attempt, &fields, "表.ods", &[0; 1025])
            .await
            .expect(422)
            .shows("1 kB");
        learner
            .send_file(&attempt, &fields, "表.ods", b"table")
            .await
            .expect(303);
        let page = learner
            .get(&format!("{attempt}?q=5"))
            .await
            .expect(200)
            .shows("表.ods");
        let file = page.between("/sent-files/", "\"").unwrap().to_owned();
        let file = format!("/sent-files/{file}");
        let saved = learner.get(&file).await.expect(200);
        assert_eq!(saved.body, "table");
        assert!(
            saved
                .header("content-disposition")
                .contains("filename*=UTF-8''%E8%A1%A8.ods")
        );
        other.get(&file).await.expect(404);
        other.get(&attempt).await.expect(404);
        teacher.get("/grading").await.expect(200).hides("Sato");
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("先生が見ています")
            .shows("60 %");

        teacher
            .get("/grading")
            .await
            .expect(200)
            .shows("Sato")
            .shows("2問");
        let grading = attempt.replace("/attempts/", "/grading/");
        teacher
            .get(&grading)
            .await
            .expect(200)
            .shows("拝啓 &lt;b&gt;お元気&lt;/b&gt;ですか")
            .shows("表.ods");
        teacher.get(&file).await.expect(200);
        // An untouched form says nothing about the answer.
        teacher
            .post(&grading, &[("question", "file"), ("comment-file", "")])
            .await
            .expect(422)
            .shows("どれもできていない");
        teacher.get("/grading").await.expect(200).shows("2問");
        let letter = [
            ("question", "letter"),
            ("found-letter", "greeting"),
            ("comment-letter", "よく書けました。"),
        ];
        teacher.post(&grading, &letter).await.expect(303);
        teacher
            .get("/grading")
            .await
            .expect(200)
            .shows("Sato")
            .shows("1問");
        learner.get(&attempt).await.expect(200).shows("先生が見ています");
        let file_verdict = [
            ("question", "file"),
            ("found-file", "opens"),
            ("found-file", "sum"),
        ];
        teacher.post(&grading, &file_verdict).await.expect(303);
        teacher.get("/grading").await.expect(200).hides("Sato");
        teacher
            .get("/grading?state=graded")
            .await
            .expect(200)
            .shows("Sato");
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("90 %")
            .shows("よく書けました。")
            .hides("先生が見ています");
        // Grading again replaces what was found.
        teacher
            .post(
                &grading,
                &[
                    ("question", "letter"),
                    ("found-letter", "greeting"),
                    ("found-letter", "date"),
                ],
            )
            .await
            .expect(303);
        learner.get(&attempt).await.expect(200).shows("100 %");
    })
    .await;
}

#[tokio::test]
async fn a_file_can_be_taken_out_again_before_the_hand_in() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let attempt = start(&learner).await;
        let fields = [("question", "file"), ("number", "5"), ("do", "send")];
        learner
            .send_file(&attempt, &fields, "a.ods", b"a")
            .await
            .expect(303);
        let page = learner.get(&format!("{attempt}?q=5")).await.expect(200);
        let file = page.between("/sent-files/", "\"").unwrap().to_owned();
        learner
            .post(
                &attempt,
                &[("question", "file"), ("number", "5"), ("remove", &file)],
            )
            .await
            .expect(303);
        learner
            .get(&format!("{attempt}?q=5"))
            .await
            .expect(200)
            .hides("a.ods");
        learner
            .post(&attempt, &[("question", "file"), ("number", "5"), ("do", "send")])
            .await
            .expect(422);
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        learner
            .send_file(&attempt, &fields, "b.ods", b"b")
            .await
            .expect(409);
    })
    .await;
}

#[tokio::test]
async fn a_survey_takes_opinions_and_gives_no_score() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let survey = "/courses/kinds/quizzes/opinion";
        let attempt = learner.post(survey, &[]).await.expect(303).location().to_owned();
        answer(&learner, &attempt, "how", &[("answer", "hard")]).await;
        answer(&learner, &attempt, "word", &[("answer", "楽しかった")]).await;
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("ありがとうございます")
            .shows("楽しかった")
            .hides(" %");
    })
    .await;
}

#[tokio::test]
async fn steps_and_gaps_can_be_practised_in_a_lesson() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_course("kinds").await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let lesson = "/courses/kinds/lessons/practice";
        let page = learner
            .get(lesson)
            .await
            .expect(200)
            .shows("/glossary#screen")
            .shows("確かめた日")
            // Furigana in goals is markup, not text.
            .shows("<li><ruby>順番")
            .body;
        let steps = ["保存する", "閉じる", "電源を切る"].map(|words| list_beside(&page, words));
        let wrong = [
            ("do", "answer"),
            ("question", "steps"),
            (steps[0].as_str(), "2"),
            (steps[1].as_str(), "1"),
            (steps[2].as_str(), "3"),
        ];
        learner
            .post(lesson, &wrong)
            .await
            .expect(200)
            .hides("EXPLANATION-STEPS");
        let right = [
            ("do", "answer"),
            ("question", "steps"),
            (steps[0].as_str(), "1"),
            (steps[1].as_str(), "2"),
            (steps[2].as_str(), "3"),
        ];
        learner
            .post(lesson, &right)
            .await
            .expect(200)
            .shows("EXPLANATION-STEPS");
        let gaps = [
            ("do", "answer"),
            ("question", "gap"),
            ("blank-1", "ctrl"),
            ("blank-2", "x"),
        ];
        learner
            .post(lesson, &gaps)
            .await
            .expect(200)
            .shows("もう一度")
            .shows("value=\"x\"");
    })
    .await;
}
