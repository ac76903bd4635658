//! What lessons and attempts show: evidence and competences.

use domain::readiness::{Next, Status};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use uuid::Uuid;

use super::{Source, competence_sources, evaluate, tests::Office};
use crate::{
    db,
    learning::tables::{attempt, lesson_progress},
};

const COURSE: &str = r#"
id = "keys"
title = { ja = "キー", en = "Keys" }
summary = { ja = "小さなコース", en = "A small course" }
languages = ["ja"]
hours = 1
competences = ["digcomp:1.1"]
[[unit]]
id = "one"
title = { ja = "はじめに", en = "To begin" }
items = ["copy", "final"]
"#;

const LESSON: &str = "+++\ntitle = \"コピー\"\nminutes = 5\n+++\n\nコピーします。\n";

const QUIZ: &str = "+++\ntitle = \"テスト\"\nkind = \"test\"\npass_percent = 60\n+++\n\n\
## どれですか？ {#copy}\n\n- [ ] Ctrl + V {#v}\n- [x] Ctrl + C {#c}\n";

const RULE: &str = r#"
id = "keys-work"
title = { ja = "キーの仕事", en = "Work with keys" }
[sign_off]
role = "coordinator"
[[require]]
id = "test"
kind = "quiz"
ref = "keys/final"
min_percent = 80
[[require]]
id = "all"
kind = "course"
ref = "keys"
"#;

pub(crate) async fn office() -> Office {
    let office = Office::new().await;
    let keys = office.courses.join("keys");
    std::fs::create_dir_all(&keys).unwrap();
    std::fs::write(keys.join("course.toml"), COURSE).unwrap();
    std::fs::write(keys.join("copy.ja.md"), LESSON).unwrap();
    std::fs::write(keys.join("final.quiz.ja.md"), QUIZ).unwrap();
    std::fs::write(office.courses.join("readiness/keys-work.toml"), RULE).unwrap();
    let held_back = office
        .services
        .catalog
        .publish_folder(&office.services.db, &office.courses)
        .await
        .unwrap();
    assert_eq!(held_back, 0);
    office
}

impl Office {
    pub(crate) async fn reads(&self) {
        let row = lesson_progress::Model {
            person_id: self.learner.id,
            course_id: "keys".into(),
            lesson_id: "copy".into(),
            revision: "r".into(),
            opened_at: db::now(),
            done_at: Some(db::now()),
        };
        row.into_active_model()
            .insert(self.services.db.write())
            .await
            .unwrap();
    }

    pub(crate) async fn tries(&self, number: i32, percent: f64, submitted: bool) -> Uuid {
        let row = attempt::Model {
            id: Uuid::now_v7(),
            person_id: self.learner.id,
            course_id: "keys".into(),
            quiz_id: "final".into(),
            revision: "r".into(),
            seed: 1,
            number,
            class_session_id: None,
            started_at: db::now(),
            deadline: None,
            submitted_at: submitted.then(db::now),
            points: Some(percent),
            max_points: Some(100.0),
            percent: Some(percent),
            passed: Some(percent >= 60.0),
            waiting: 0,
        };
        let id = row.id;
        row.into_active_model()
            .insert(self.services.db.write())
            .await
            .unwrap();
        id
    }

    async fn criteria(&self) -> Vec<domain::readiness::Criterion> {
        let person = self.learner.id;
        let picture = evaluate::picture(&self.learner, &self.services, person, "keys-work")
            .await
            .unwrap();
        picture.evaluation.criteria
    }
}

#[tokio::test]
async fn who_has_done_nothing_is_led_to_the_first_lesson() {
    let office = office().await;
    let lesson = Next::Lesson {
        course: "keys".into(),
        lesson: "copy".into(),
    };
    let criteria = office.criteria().await;
    assert_eq!(criteria[0].status, Status::NoData);
    assert_eq!(criteria[0].next, Some(lesson));
}

#[tokio::test]
async fn the_best_attempt_handed_in_counts_and_an_open_one_does_not() {
    let office = office().await;
    let best = office.tries(1, 70.0, true).await;
    office.tries(2, 40.0, true).await;
    office.tries(3, 100.0, false).await;
    let criteria = office.criteria().await;
    assert_eq!(
        (criteria[0].status, criteria[0].have),
        (Status::NotMet, Some(70.0))
    );
    assert_eq!(criteria[0].attempt, Some(best));
}

#[tokio::test]
async fn a_finished_course_and_a_passed_quiz_show_what_somebody_can_do() {
    let office = office().await;
    let person = office.learner.id;
    office.tries(1, 90.0, true).await;
    let before = competence_sources(&office.services, &[person]).await.unwrap();
    assert!(
        before[&person].is_empty(),
        "a quiz alone does not finish the course"
    );
    office.reads().await;
    assert!(
        office
            .criteria()
            .await
            .iter()
            .all(|criterion| criterion.status == Status::Met)
    );
    let after = competence_sources(&office.services, &[person]).await.unwrap();
    assert!(after[&person]["digcomp:1.1"].contains(&Source::Course("keys".into())));
}
