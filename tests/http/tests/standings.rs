//! Where everybody stands is kept as rows: whatever happens, they are what the full computation gives.

use chrono::TimeDelta;
use domain::{
    Lang,
    classroom::{MarkEntry, Method},
    identity::Role,
    readiness::How,
};
use http_tests::{Classroom, Database, Person, on_both};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, sea_query::Expr,
};
use server::{
    classroom::tables::{attendance_mark, class_session, cohort, enrolment, make_up},
    db::now,
    identity::tables::{person, person_role},
    learning::tables::{attempt, lesson_progress},
    matching::tables::placement,
    readiness::{
        read_model::{self, worker},
        tables::{checklist_entry, stale, standing, standing_person, waiver},
    },
};
use uuid::Uuid;

use crate::matching;

const BOARD: &str = "/readiness/board";

/// The program that has the job.
const HOLDER: Uuid = Uuid::from_u128(1);

const RULE: &str = r#"
id = "keys-work"
title = { ja = "キーの仕事の準備", en = "Ready for work with keys" }
on_change = "recheck"
[sign_off]
role = "coordinator"
valid_days = 180
[[require]]
id = "keys-test"
kind = "quiz"
ref = "keys/check"
min_percent = 60
valid_days = 100
[[require]]
id = "keys-course"
kind = "course"
ref = "keys"
[[require]]
id = "attendance"
kind = "attendance"
min_percent = 50
excused = "exclude"
make_up = "count"
waiver = { role = "coordinator", max_days = 60 }
[[require]]
id = "home"
kind = "checklist"
items = ["lock", "call"]
evidence = ["observed", "self"]
valid_days = 60
"#;

async fn publish(classroom: &Classroom, rule: &str) {
    std::fs::write(classroom.course_file("readiness/keys-work.toml"), rule).unwrap();
    classroom
        .services
        .catalog
        .publish_folder(&classroom.services.db, &classroom.services.config.courses)
        .await
        .unwrap();
}

async fn insert<M, A>(classroom: &Classroom, row: M)
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + sea_orm::ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    row.into_active_model()
        .insert(classroom.services.db.write())
        .await
        .unwrap();
}

/// Many learners, without sign-ins.
async fn add_learners(classroom: &Classroom, numbers: std::ops::Range<usize>) {
    let ids: Vec<(usize, Uuid)> = numbers.map(|number| (number, Uuid::now_v7())).collect();
    let people = ids.iter().map(|(number, id)| {
        person::Model {
            id: *id,
            name: format!("P {number:05}"),
            kana: None,
            email: None,
            password_hash: None,
            lang: Lang::En,
            created_at: now(),
            erased_at: None,
            closed_at: None,
            large_text: None,
            furigana: None,
            phone: None,
        }
        .into_active_model()
    });
    let roles = ids.iter().map(|(_, id)| {
        person_role::Model {
            person_id: *id,
            role: Role::Learner,
            granted_by: None,
            granted_at: now(),
        }
        .into_active_model()
    });
    let db = classroom.services.db.write();
    person::Entity::insert_many(people)
        .exec_without_returning(db)
        .await
        .unwrap();
    person_role::Entity::insert_many(roles)
        .exec_without_returning(db)
        .await
        .unwrap();
}

/// Works until nothing is left to do; gives the number of batches.
async fn work(classroom: &Classroom) -> usize {
    let mut batches = 0;
    while worker::round(&classroom.services, HOLDER).await.unwrap() {
        batches += 1;
    }
    batches
}

/// The rows are what the full computation gives.
async fn is_right(classroom: &Classroom, after: &str) {
    let checked = read_model::check(&classroom.services, false).await.unwrap();
    assert_eq!(checked.different, Default::default(), "after {after}");
}

/// A classroom in which anything may happen.
struct Scene {
    classroom: Classroom,
    staff: Person,
    learners: Vec<Person>,
    cohort: Uuid,
    session: Uuid,
    opening: Uuid,
}

const ACTS: usize = 24;

impl Scene {
    async fn new(database: Database) -> Scene {
        let matching::Scene {
            classroom, opening, ..
        } = matching::Scene::new(database).await;
        publish(&classroom, RULE).await;
        let staff = classroom
            .person(
                "Mori",
                &[Role::Instructor, Role::Coordinator, Role::Administrator],
            )
            .await;
        let learners = classroom.learners(6).await;
        let (cohort, session) = classroom.class(&staff, &learners[..4]).await;
        Scene {
            classroom,
            staff,
            learners,
            cohort,
            session,
            opening: opening.parse().unwrap(),
        }
    }

    async fn session(&self, hours: i64, closed: bool) -> Uuid {
        let id = Uuid::now_v7();
        let ends_at = now() + TimeDelta::hours(hours);
        let row = class_session::Model {
            id,
            cohort_id: self.cohort,
            starts_at: ends_at - TimeDelta::hours(1),
            ends_at,
            place: "Room 1".to_owned(),
            topic: String::new(),
            secret: id.to_string(),
            closed_at: closed.then_some(ends_at),
            cancelled_at: None,
            cancelled_because: None,
        };
        insert(&self.classroom, row).await;
        id
    }

    async fn change(&self, sql: &str) {
        let db = self.classroom.services.db.write();
        db.execute_unprepared(sql).await.unwrap();
    }

    async fn post(&self, who: &Person, path: &str, fields: &[(&str, &str)]) {
        // What is refused changes nothing, and the rows must show that, too.
        let status = who.post(path, fields).await.status;
        assert!(status < 500, "{path} {fields:?}: {status}");
    }

    /// Something happens; gives what.
    #[expect(clippy::too_many_lines, reason = "one list of everything that can happen")]
    async fn act(&self, act: usize, who: usize, n: u32) -> String {
        let learner = &self.learners[who % self.learners.len()];
        let id = learner.id();
        let db = self.classroom.services.db.write();
        let path = format!("/readiness/{id}");
        let percent = f64::from(n % 101);
        match act % ACTS {
            0 => {
                let row = lesson_progress::Model {
                    person_id: id,
                    course_id: "keys".to_owned(),
                    lesson_id: "copy".to_owned(),
                    revision: String::new(),
                    opened_at: now(),
                    done_at: (n.is_multiple_of(2)).then(now),
                };
                let _ = row.into_active_model().insert(db).await;
                format!("a lesson of {who}")
            }
            1 => {
                lesson_progress::Entity::update_many()
                    .col_expr(lesson_progress::Column::DoneAt, Expr::val(now()))
                    .filter(lesson_progress::Column::PersonId.eq(id))
                    .exec(db)
                    .await
                    .unwrap();
                format!("a lesson done by {who}")
            }
            2 | 3 => {
                let row = attempt::Model {
                    id: Uuid::now_v7(),
                    person_id: id,
                    course_id: "keys".to_owned(),
                    quiz_id: "check".to_owned(),
                    revision: String::new(),
                    seed: 1,
                    number: i32::try_from(n % 1_000_000).unwrap(),
                    class_session_id: None,
                    started_at: now(),
                    deadline: None,
                    submitted_at: (act % ACTS == 2).then(|| now() - TimeDelta::days(i64::from(n % 120))),
                    points: Some(percent),
                    max_points: Some(100.0),
                    percent: (act % ACTS == 2).then_some(percent),
                    passed: None,
                    waiting: 0,
                };
                let _ = row.into_active_model().insert(db).await;
                format!("an attempt of {who}")
            }
            4 => {
                attempt::Entity::update_many()
                    .col_expr(attempt::Column::Percent, Expr::val(percent))
                    .filter(attempt::Column::PersonId.eq(id))
                    .exec(db)
                    .await
                    .unwrap();
                format!("another score of {who}")
            }
            5 => {
                attempt::Entity::update_many()
                    .col_expr(attempt::Column::SubmittedAt, Expr::val(now()))
                    .col_expr(attempt::Column::Percent, Expr::val(percent))
                    .filter(attempt::Column::PersonId.eq(id))
                    .filter(attempt::Column::SubmittedAt.is_null())
                    .exec(db)
                    .await
                    .unwrap();
                format!("{who} hands in")
            }
            6 | 7 => {
                let marks = [
                    MarkEntry::Present,
                    MarkEntry::Late,
                    MarkEntry::Absent,
                    MarkEntry::TakenBack,
                ];
                let row = attendance_mark::Model {
                    id: Uuid::now_v7(),
                    class_session_id: self.session,
                    person_id: id,
                    mark: marks[n as usize % marks.len()],
                    previous: None,
                    method: Method::RollCall,
                    reason: String::new(),
                    set_by: self.staff.id(),
                    set_at: now(),
                    arrived_at: None,
                };
                insert(&self.classroom, row).await;
                format!("a mark of {who}")
            }
            8 => {
                let session = self.session(i64::from(n % 5) - 3, n.is_multiple_of(3)).await;
                format!("a class session {session}")
            }
            9 => {
                let closed = if n.is_multiple_of(2) {
                    "closed_at"
                } else {
                    "cancelled_at"
                };
                let value = if n.is_multiple_of(3) { "NULL" } else { "starts_at" };
                self.change(&format!("UPDATE class_session SET {closed} = {value}"))
                    .await;
                format!("class sessions: {closed} = {value}")
            }
            10 => {
                let row = enrolment::Model {
                    cohort_id: self.cohort,
                    person_id: id,
                    enrolled_at: now() - TimeDelta::days(3),
                    ended_at: None,
                };
                let _ = row.into_active_model().insert(db).await;
                format!("{who} joins")
            }
            11 => {
                enrolment::Entity::update_many()
                    .col_expr(enrolment::Column::EndedAt, Expr::val(now()))
                    .filter(enrolment::Column::PersonId.eq(id))
                    .exec(db)
                    .await
                    .unwrap();
                format!("{who} leaves the cohort")
            }
            12 => {
                let row = make_up::Model {
                    id: Uuid::now_v7(),
                    absence_id: self.session,
                    person_id: id,
                    made_up_id: None,
                    made_up_on: now().date_naive(),
                    note: String::new(),
                    set_by: self.staff.id(),
                    set_at: now(),
                    removed_by: None,
                    removed_at: None,
                };
                let _ = row.into_active_model().insert(db).await;
                format!("{who} makes up")
            }
            13 => {
                self.change("UPDATE make_up SET removed_at = set_at").await;
                "make-ups are taken back".to_owned()
            }
            14 => {
                let row = checklist_entry::Model {
                    id: Uuid::now_v7(),
                    person_id: id,
                    rule_id: "keys-work".to_owned(),
                    requirement_id: "home".to_owned(),
                    item_id: if n.is_multiple_of(2) { "lock" } else { "call" }.to_owned(),
                    ok: !n.is_multiple_of(5),
                    how: How::Observed,
                    note: String::new(),
                    set_by: self.staff.id(),
                    set_at: now() - TimeDelta::days(i64::from(n % 70)),
                };
                insert(&self.classroom, row).await;
                format!("a check of {who}")
            }
            15 => {
                let until = (now() + TimeDelta::days(20)).date_naive().to_string();
                let waive = [
                    ("do", "waive"),
                    ("requirement", "attendance"),
                    ("waiver_reason", "In hospital"),
                    ("waiver_until", &until),
                ];
                self.post(&self.staff, &path, &waive).await;
                format!("a waiver for {who}")
            }
            16 => {
                waiver::Entity::update_many()
                    .col_expr(waiver::Column::WithdrawnAt, Expr::val(now()))
                    .filter(waiver::Column::PersonId.eq(id))
                    .exec(db)
                    .await
                    .unwrap();
                format!("no waiver for {who}")
            }
            17 => {
                let verdict = ["not-yet", "ready-by-override", "ready"][n as usize % 3];
                let sign = [("do", "sign"), ("verdict", verdict), ("reason", "As agreed")];
                self.post(&self.staff, &path, &sign).await;
                format!("{verdict} for {who}")
            }
            18 => {
                let row = placement::Model {
                    id: Uuid::now_v7(),
                    person_id: id,
                    opening_id: self.opening,
                    referral_id: None,
                    starts_on: now().date_naive(),
                    created_by: self.staff.id(),
                    created_at: now(),
                    ended_on: (n.is_multiple_of(2))
                        .then(|| now().date_naive() + TimeDelta::days(i64::from(n % 7) - 4)),
                };
                insert(&self.classroom, row).await;
                format!("a placement of {who}")
            }
            19 => {
                placement::Entity::update_many()
                    .col_expr(
                        placement::Column::EndedOn,
                        Expr::val(now().date_naive() - TimeDelta::days(3)),
                    )
                    .filter(placement::Column::PersonId.eq(id))
                    .exec(db)
                    .await
                    .unwrap();
                format!("work of {who} ends")
            }
            20 => {
                let closed = person::ActiveModel {
                    id: Set(id),
                    name: Set(format!("Learner {}", n % 50)),
                    closed_at: Set((n.is_multiple_of(3)).then(now)),
                    ..Default::default()
                };
                closed.update(db).await.unwrap();
                format!("{who} is renamed, and here: {}", !n.is_multiple_of(3))
            }
            21 => {
                let role = person_role::Entity::delete_by_id((id, Role::Learner));
                if role.exec(db).await.unwrap().rows_affected == 0 {
                    let row = person_role::Model {
                        person_id: id,
                        role: Role::Learner,
                        granted_by: None,
                        granted_at: now(),
                    };
                    insert(&self.classroom, row).await;
                }
                format!("{who} learns, or does not")
            }
            22 => {
                cohort::Entity::update_many()
                    .col_expr(cohort::Column::LateWeight, Expr::val(f64::from(n % 3) / 2.0))
                    .col_expr(cohort::Column::ExcludeExcused, Expr::val(n.is_multiple_of(2)))
                    .exec(db)
                    .await
                    .unwrap();
                "the cohort counts otherwise".to_owned()
            }
            23 => {
                let percent = ["60", "70", "80"][n as usize % 3];
                let rule = RULE.replace("min_percent = 60", &format!("min_percent = {percent}"));
                publish(&self.classroom, &rule).await;
                format!("the rule asks for {percent}")
            }
            other => unreachable!("{other} is no act"),
        }
    }
}

#[tokio::test]
async fn whatever_happens_the_rows_are_what_the_full_computation_gives() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let acts = prop::collection::vec((0..ACTS, 0..6_usize, any::<u32>()), 120);
        let mut runner = TestRunner::deterministic();
        let acts = acts.new_tree(&mut runner).unwrap().current();
        // Each kind once, whatever chance says.
        let all = (0..ACTS).map(|act| (act, act, 7)).chain(acts);
        let mut lately = Vec::new();
        for (number, (act, who, n)) in all.enumerate() {
            lately.push(scene.act(act, who, n).await);
            // After some acts the worker comes, after some a page, after some nobody for a while.
            if n % 3 == 0 {
                work(&scene.classroom).await;
            } else if n % 3 == 1 {
                scene.staff.get(BOARD).await.expect(200);
            }
            if number < ACTS || number % 5 == 0 {
                is_right(&scene.classroom, &lately.join(", then ")).await;
                lately.clear();
            }
        }
        let (staff, db) = (&scene.staff, scene.classroom.services.db.read());
        staff.get(BOARD).await.expect(200);
        assert_eq!(stale::Entity::find().count(db).await.unwrap(), 0);
        assert!(standing::Entity::find().count(db).await.unwrap() > 0);
    })
    .await;
}

#[tokio::test]
async fn several_at_once_never_leave_an_older_row() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        work(&scene.classroom).await;
        // Another program on the same database, which does not wait for the first one's turn.
        let config = scene.classroom.services.config.clone();
        let other = server::Services::open(config).await.unwrap();
        for n in 0..40_u32 {
            let acts = async {
                for act in [2, 6, 14] {
                    scene.act(act, n as usize, n * 13).await;
                }
            };
            let others = async {
                for _ in 0..3 {
                    // What it finds is of one moment, and it may be in the way of somebody.
                    let _ = read_model::check(&other, false).await;
                }
            };
            let worker = async {
                for _ in 0..3 {
                    worker::round(&scene.classroom.services, HOLDER).await.unwrap();
                }
            };
            let page = async {
                scene.staff.get(BOARD).await.expect(200);
            };
            futures::join!(acts, others, worker, page);
            is_right(&scene.classroom, "many at once").await;
        }
        other.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_mark_outlives_the_program_and_the_next_one_takes_it() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        work(&scene.classroom).await;
        scene.act(14, 0, 7).await;
        let Scene {
            classroom, learners, ..
        } = scene;
        let person = learners[0].id();
        let db = classroom.services.db.read();
        assert!(stale::Entity::find().count(db).await.unwrap() > 0);
        let version = async |services: &server::Services| {
            let row = standing_person::Entity::find_by_id(person);
            row.one(services.db.read()).await.unwrap().unwrap().version
        };
        let before = version(&classroom.services).await;
        let config = classroom.services.config.clone();
        let _folder = classroom.stop().await;
        let services = server::Services::open(config).await.unwrap();
        assert!(
            worker::round(&services, Uuid::now_v7()).await.unwrap() || {
                // The one before has the job for some seconds more.
                tokio::time::sleep(std::time::Duration::from_secs(6)).await;
                worker::round(&services, Uuid::now_v7()).await.unwrap()
            }
        );
        assert_eq!(version(&services).await, before + 1);
        assert_eq!(stale::Entity::find().count(services.db.read()).await.unwrap(), 0);
        services.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_the_clock_changes_is_changed_when_its_time_comes() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let person = scene.learners[0].id();
        let row = waiver::Model {
            id: Uuid::now_v7(),
            person_id: person,
            rule_id: "keys-work".to_owned(),
            requirement_id: "attendance".to_owned(),
            reason: "In hospital".to_owned(),
            until: now() + TimeDelta::milliseconds(1500),
            granted_by: scene.staff.id(),
            granted_at: now(),
            withdrawn_by: None,
            withdrawn_at: None,
        };
        insert(&scene.classroom, row).await;
        work(&scene.classroom).await;
        let waived = async || {
            let row = standing::Entity::find()
                .filter(standing::Column::PersonId.eq(person))
                .one(scene.classroom.services.db.read())
                .await
                .unwrap()
                .unwrap();
            // What somebody wrote is not written a second time.
            assert!(!row.evaluation.contains("hospital"), "{}", row.evaluation);
            !row.missing.contains(",attendance,")
        };
        assert!(waived().await);
        tokio::time::sleep(std::time::Duration::from_millis(1600)).await;
        assert!(work(&scene.classroom).await > 0);
        assert!(!waived().await);
    })
    .await;
}

#[tokio::test]
async fn a_new_rule_is_shown_when_it_is_there_for_everybody() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        publish(&classroom, RULE).await;
        let staff = classroom.person("Mori", &[Role::Coordinator]).await;
        add_learners(&classroom, 0..450).await;
        work(&classroom).await;
        let before = staff
            .get(BOARD)
            .await
            .expect(200)
            .hides("Being brought up to date");
        let stricter = RULE.replace("[\"lock\", \"call\"]", "[\"lock\", \"call\", \"line\"]");
        publish(&classroom, &stricter).await;
        let title = "Line is tried";
        let stricter = stricter.replace(
            "id = \"home\"",
            "id = \"home\"\ntitle = { ja = \"線\", en = \"Line is tried\" }",
        );
        publish(&classroom, &stricter).await;
        let mut done = 0;
        loop {
            let page = staff.get(BOARD).await.expect(200);
            let file = staff.get(&format!("{BOARD}?as=csv")).await.expect(200);
            assert_eq!(file.body.lines().count(), 451);
            let Some(told) = page.between("Being brought up to date: ", ".") else {
                assert!(file.body.contains(title), "the new rule is shown");
                break;
            };
            // The old standings as they were, with the old rule, and how far the new ones are.
            let (part, all) = told.split_once(" of ").unwrap();
            assert_eq!(all, "450");
            assert!(part.parse::<usize>().unwrap() >= done, "{told}");
            done = part.parse().unwrap();
            assert!(!file.body.contains(title), "not half visible");
            assert!(page.body.len() < before.body.len() + 1000);
            assert!(worker::round(&classroom.services, HOLDER).await.unwrap());
        }
        assert!(done >= 200, "{done}");
        is_right(&classroom, "a new rule").await;
        let db = classroom.services.db.read();
        assert_eq!(standing::Entity::find().count(db).await.unwrap(), 450);
    })
    .await;
}

#[tokio::test]
async fn the_board_of_thousands_is_a_page_of_fifty() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Mori", &[Role::Coordinator]).await;
        let paths = [
            BOARD,
            "/readiness/board?sort=-name",
            "/readiness/board?q=P+0",
            "/readiness/board?state=more",
            "/readiness/board?by=missing",
        ];
        let measure = async |path: &str| {
            staff.get(path).await.expect(200);
            let before = classroom.services.db.statements();
            let page = staff.get(path).await.expect(200);
            (classroom.services.db.statements() - before, page.body.len())
        };
        let all = async || {
            let mut measured = Vec::new();
            for path in paths {
                measured.push(measure(path).await);
            }
            measured
        };
        add_learners(&classroom, 0..120).await;
        work(&classroom).await;
        let few = all().await;
        add_learners(&classroom, 120..2_000).await;
        assert!(work(&classroom).await > 1);
        let many = all().await;
        for ((path, few), many) in paths.iter().zip(&few).zip(&many) {
            assert_eq!(few.0, many.0, "statements of {path}");
            assert!(few.0 <= 16, "{path} sends {}", few.0);
            assert!(
                many.1 < few.1 + few.1 / 20,
                "{path}: {} bytes, then {}",
                few.1,
                many.1
            );
        }
        let page = staff.get(BOARD).await.expect(200).shows("Everybody 2000");
        assert_eq!(page.body.matches("<th scope=\"row\">").count(), 50);
        let file = staff.get("/readiness/board?as=csv").await.expect(200);
        assert_eq!(file.body.lines().count(), 2_001);
        // Page by page everybody comes once.
        let mut seen = std::collections::BTreeSet::new();
        let mut path = BOARD.to_owned();
        loop {
            let page = staff.get(&path).await.expect(200);
            for name in page.body.split("<strong>").skip(1) {
                assert!(seen.insert(name.split('<').next().unwrap().to_owned()));
            }
            let Some(next) = crate::lists::next_page(&page) else {
                break;
            };
            path = next;
        }
        assert_eq!(seen.len(), 2_000);
    })
    .await;
}

#[tokio::test]
async fn the_doctor_finds_what_other_hands_changed_and_puts_it_right() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        work(&scene.classroom).await;
        let services = &scene.classroom.services;
        scene.change("UPDATE standing SET missing = ','").await;
        let found = read_model::check(services, true).await.unwrap();
        assert!(found.different.len() >= scene.learners.len(), "{found:?}");
        is_right(&scene.classroom, "the doctor").await;
        // Rows of somebody who learns no more go, too.
        scene
            .change("DELETE FROM person_role WHERE role = 'learner'")
            .await;
        scene.change("DELETE FROM stale").await;
        let found = read_model::check(services, true).await.unwrap();
        assert!(found.different.len() >= scene.learners.len(), "{found:?}");
        assert_eq!(
            standing::Entity::find().count(services.db.read()).await.unwrap(),
            0
        );
    })
    .await;
}
