//! Cohorts, roll call, check-in and attendance.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    classroom::{Mark, MarkEntry, Method, check_in_code},
    identity::Role,
};
use http_tests::{Answer, Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use server::{
    Zone,
    classroom::{
        rate_of,
        tables::{attendance_mark, class_session, cohort, enrolment},
    },
    db::now,
};
use uuid::Uuid;

/// A cohort that has existed for a month, with these learners.
async fn cohort(classroom: &Classroom, by: &Person, learners: &[&Person]) -> Uuid {
    let today = now().date_naive();
    let row = cohort::Model {
        id: Uuid::now_v7(),
        name: "Autumn basics".to_owned(),
        place: "Hall".to_owned(),
        starts_on: today - TimeDelta::days(30),
        ends_on: today + TimeDelta::days(30),
        weekday: None,
        starts_minute: 840,
        ends_minute: 960,
        late_weight: 0.5,
        exclude_excused: true,
        created_by: by.id(),
        created_at: now(),
    };
    let id = row.id;
    let db = classroom.services.db.write();
    row.into_active_model().insert(db).await.unwrap();
    for learner in learners {
        let enrolled_at = now() - TimeDelta::days(30);
        let row = enrolment::Model {
            cohort_id: id,
            person_id: learner.id(),
            enrolled_at,
            ended_at: None,
        };
        row.into_active_model().insert(db).await.unwrap();
    }
    id
}

/// A class of two hours that starts so many minutes from now.
async fn class(classroom: &Classroom, cohort_id: Uuid, minutes: i64) -> class_session::Model {
    let starts_at = now() + TimeDelta::minutes(minutes);
    let row = class_session::Model {
        id: Uuid::now_v7(),
        cohort_id,
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(120),
        place: "Hall".to_owned(),
        topic: "Keys".to_owned(),
        secret: "a secret of the session".to_owned(),
        closed_at: None,
        cancelled_at: None,
        cancelled_because: None,
    };
    row.into_active_model()
        .insert(classroom.services.db.write())
        .await
        .unwrap()
}

fn code(session: &class_session::Model, at: DateTime<Utc>) -> String {
    check_in_code::code(session.secret.as_bytes(), session.id, check_in_code::step_at(at))
}

/// Six digits that are neither this step's code nor the one before.
fn wrong(session: &class_session::Model) -> String {
    let real = [
        code(session, now()),
        code(session, now() - TimeDelta::seconds(30)),
        code(session, now() + TimeDelta::seconds(30)),
    ];
    (0..)
        .map(|n| format!("{n:06}"))
        .find(|digits| !real.contains(digits))
        .unwrap()
}

async fn mark(by: &Person, session: Uuid, person: &Person, mark: &str, key: Uuid) -> Answer {
    let (id, key) = (person.id().to_string(), key.to_string());
    let fields = [("do", "mark"), ("person", &id), ("mark", mark), ("key", &key)];
    by.post(&format!("/sessions/{session}"), &fields).await
}

async fn marks(classroom: &Classroom, session: Uuid) -> Vec<attendance_mark::Model> {
    let query = attendance_mark::Entity::find().filter(attendance_mark::Column::ClassSessionId.eq(session));
    let mut rows = query.all(classroom.services.db.read()).await.unwrap();
    rows.sort_by_key(|row| (row.set_at, row.id));
    rows
}

#[tokio::test]
async fn a_cohort_with_a_weekday_gets_its_timetable() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        teacher.get("/cohorts").await.expect(200).shows("Make a cohort");
        let form = |action| {
            [
                ("do", action),
                ("name", "Spring"),
                ("place", "Hall"),
                ("starts_on", "2027-04-01"),
                ("ends_on", "2027-04-30"),
                ("weekday", "1"),
                ("starts", "14:00"),
                ("ends", "16:00"),
                ("course", "keys"),
                ("late_percent", "50"),
            ]
        };
        teacher
            .post("/cohorts/new", &form("preview"))
            .await
            .expect(200)
            .shows("4 class sessions will be made, the first on Tue 6 Apr 2027")
            .shows("value=\"Spring\"");
        // The 29th of April is a public holiday; no Tuesday of that month is.
        let thursdays =
            form("preview").map(|(name, value)| (name, if name == "weekday" { "3" } else { value }));
        teacher
            .post("/cohorts/new", &thursdays)
            .await
            .expect(200)
            .shows("There are classes on public holidays: Thu 29 Apr 2027");
        let page = teacher.post("/cohorts/new", &form("preview")).await.expect(200);
        page.hides("public holidays");
        let made = teacher.post("/cohorts/new", &form("create")).await.expect(303);
        let page = teacher.get(made.location()).await.expect(200);
        page.shows("Spring").shows("Tue 27 Apr 2027 14:00–16:00");
        teacher
            .get("/cohorts?q=nowhere")
            .await
            .expect(200)
            .shows("Nothing found.");
        teacher
            .post(
                "/cohorts/new",
                &[
                    ("do", "create"),
                    ("name", "Kept"),
                    ("place", ""),
                    ("starts_on", ""),
                    ("ends_on", ""),
                    ("weekday", ""),
                    ("ends", "09:00"),
                    ("starts", "10:00"),
                    ("late_percent", "50"),
                ],
            )
            .await
            .expect(422)
            .shows("value=\"Kept\"")
            .shows("Please choose a date.")
            .shows("The end must be after the start.");
    })
    .await;
}

#[tokio::test]
async fn a_weekly_class_keeps_its_time_of_day_when_summer_time_begins() {
    on_both(async |database| {
        let classroom = Classroom::set_up(database, |config| config.zone = Zone::Europe__Berlin).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let form = [
            ("do", "create"),
            ("name", "Spring"),
            ("place", "Hall"),
            ("starts_on", "2031-03-25"),
            ("ends_on", "2031-04-01"),
            ("weekday", "1"),
            ("starts", "14:00"),
            ("ends", "16:00"),
            ("late_percent", "50"),
        ];
        let made = teacher.post("/cohorts/new", &form).await.expect(303);
        teacher
            .get(made.location())
            .await
            .expect(200)
            .shows("Tue 25 Mar 2031 14:00–16:00")
            .shows("Tue 1 Apr 2031 14:00–16:00");
        let rows = class_session::Entity::find().all(classroom.services.db.read());
        let mut starts: Vec<String> = rows
            .await
            .unwrap()
            .iter()
            .map(|row| row.starts_at.to_rfc3339())
            .collect();
        starts.sort();
        assert_eq!(starts, ["2031-03-25T13:00:00+00:00", "2031-04-01T12:00:00+00:00"]);
    })
    .await;
}

#[tokio::test]
async fn an_invited_learner_belongs_to_the_cohort() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let cohort = cohort(&classroom, &teacher, &[]).await;
        let path = format!("/cohorts/{cohort}");
        let shown = teacher
            .post(&path, &[("do", "invite"), ("name", "Suzuki")])
            .await
            .expect(200);
        let link = shown.between("handed-link\">", "<").unwrap().to_owned();
        assert!(link.starts_with("http://classroom.test/join/"), "{link}");
        let join = link.trim_start_matches("http://classroom.test");
        let fields = [
            ("name", "Suzuki"),
            ("kana", ""),
            ("email", "suzuki"),
            ("password", "three words here"),
        ];
        classroom.visitor().post(join, &fields).await.expect(303);
        teacher
            .get(&path)
            .await
            .expect(200)
            .shows("Suzuki")
            .shows("1 learner<");
        let row = enrolment::Entity::find()
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .unwrap();
        let learner = row.person_id.to_string();
        teacher
            .post(&path, &[("do", "end"), ("learner", &learner)])
            .await
            .expect(303);
        teacher
            .get(&path)
            .await
            .expect(200)
            .shows("0 learners")
            .shows("Left");
        let nobody = [("do", "enrol"), ("person", "")];
        teacher
            .post(&path, &nobody)
            .await
            .expect(422)
            .shows("Please choose a learner.");
        teacher
            .post(&path, &[("do", "enrol"), ("person", &learner)])
            .await
            .expect(303);
        teacher.get(&path).await.expect(200).shows("1 learner<");
    })
    .await;
}

#[tokio::test]
async fn nobody_marks_themselves_present() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let both = classroom.person("Ito", &[Role::Learner, Role::Instructor]).await;
        let (_, session) = classroom.class(&both, std::slice::from_ref(&both)).await;
        mark(&both, session, &both, "present", Uuid::now_v7())
            .await
            .expect(409)
            .shows("Nobody decides about themselves");
        assert!(marks(&classroom, session).await.is_empty());
        let colleague = classroom.person("Mori", &[Role::Instructor]).await;
        mark(&colleague, session, &both, "present", Uuid::now_v7())
            .await
            .expect(303);
    })
    .await;
}

#[tokio::test]
async fn each_tap_of_the_roll_call_is_one_more_row_and_the_latest_counts() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let coordinator = classroom.person("Coordinator", &[Role::Coordinator]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let stranger = classroom.person("Stranger", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        let session = class(&classroom, cohort, -60).await;

        let key = Uuid::now_v7();
        mark(&teacher, session.id, &learner, "absent", key)
            .await
            .expect(303);
        mark(&teacher, session.id, &learner, "absent", key)
            .await
            .expect(303);
        assert_eq!(
            marks(&classroom, session.id).await.len(),
            1,
            "sent twice, written once"
        );
        mark(&teacher, session.id, &learner, "late", key)
            .await
            .expect(303);
        let rows = marks(&classroom, session.id).await;
        assert_eq!(rows.len(), 2, "an old key with another mark is a new mark");
        assert_eq!(
            (rows[1].mark, rows[1].previous),
            (MarkEntry::Late, Some(Mark::Absent))
        );

        mark(&teacher, session.id, &learner, "none", Uuid::now_v7())
            .await
            .expect(303);
        let rows = marks(&classroom, session.id).await;
        assert_eq!(
            (rows[2].mark, rows[2].previous),
            (MarkEntry::TakenBack, Some(Mark::Late)),
            "a mark is cleared by one more row"
        );
        teacher
            .get(&format!("/sessions/{}", session.id))
            .await
            .expect(200)
            .shows("value=\"none\"")
            .hides("value=\"late\" aria-pressed=\"true\"");

        mark(&teacher, session.id, &stranger, "present", Uuid::now_v7())
            .await
            .expect(404);
        mark(&coordinator, session.id, &learner, "present", Uuid::now_v7())
            .await
            .expect(403);
        coordinator
            .get(&format!("/sessions/{}", session.id))
            .await
            .expect(200)
            .shows("Sato")
            .hides("<button name=\"mark\"");
    })
    .await;
}

#[tokio::test]
async fn the_rest_is_marked_present_and_that_can_be_undone() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learners = classroom.learners(3).await;
        let cohort = cohort(&classroom, &teacher, &learners.iter().collect::<Vec<_>>()).await;
        let session = class(&classroom, cohort, -60).await;
        let path = format!("/sessions/{}", session.id);
        mark(&teacher, session.id, &learners[0], "absent", Uuid::now_v7())
            .await
            .expect(303);
        let marked = teacher
            .post(&path, &[("do", "rest")])
            .await
            .expect(303)
            .location()
            .to_owned();
        let page = teacher
            .get(marked.split('#').next().unwrap())
            .await
            .expect(200)
            .shows("Undo");
        let page = page.shows("Present 2").shows("Absent 1");
        let moment = page.between("name=\"moment\" value=\"", "\"").unwrap().to_owned();
        teacher
            .post(&path, &[("do", "undo"), ("moment", &moment)])
            .await
            .expect(303);
        teacher
            .get(&path)
            .await
            .expect(200)
            .shows("Present 0")
            .shows("Absent 1")
            .shows("Not yet 2");
    })
    .await;
}

#[tokio::test]
async fn unmarked_is_absent_only_once_the_class_is_closed() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        let first = class(&classroom, cohort, -3000).await;
        let second = class(&classroom, cohort, -1500).await;
        mark(&teacher, first.id, &learner, "present", Uuid::now_v7())
            .await
            .expect(303);
        let rate = rate_of(&classroom.services, learner.id(), None).await.unwrap();
        assert_eq!((rate.held, rate.percent), (1, Some(100.0)));
        let path = format!("/sessions/{}", second.id);
        teacher.post(&path, &[("do", "close")]).await.expect(303);
        let rate = rate_of(&classroom.services, learner.id(), Some(cohort))
            .await
            .unwrap();
        assert_eq!((rate.held, rate.unmarked, rate.percent), (2, 1, Some(50.0)));
        learner
            .get("/attendance")
            .await
            .expect(200)
            .shows("50 %")
            .shows("Absent");
        teacher.post(&path, &[("do", "reopen")]).await.expect(303);
        assert_eq!(
            rate_of(&classroom.services, learner.id(), None)
                .await
                .unwrap()
                .held,
            1
        );
        let csv = teacher
            .get(&format!("/cohorts/{cohort}/attendance.csv"))
            .await
            .expect(200);
        assert!(
            csv.header("content-disposition").contains("attendance-"),
            "{:?}",
            csv.headers
        );
        csv.shows("Sato").shows("Present").shows("Roll call");
    })
    .await;
}

#[tokio::test]
async fn a_learner_checks_in_by_the_code_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let stranger = classroom.person("Stranger", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        let session = class(&classroom, cohort, -5).await;
        let wall = teacher
            .get(&format!("/sessions/{}/wall", session.id))
            .await
            .expect(200);
        let digits: String = wall
            .between("class=\"digits\">", "</p>")
            .unwrap()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        assert_eq!(digits.len(), 6, "{digits}");
        wall.shows("0 of 1 are here");

        learner
            .get("/check-in")
            .await
            .expect(200)
            .shows("inputmode=\"numeric\"");
        learner
            .post("/check-in", &[("code", "")])
            .await
            .expect(422)
            .shows("six digits");
        let bad = wrong(&session);
        learner
            .post("/check-in", &[("code", &bad)])
            .await
            .expect(422)
            .shows("These digits are not right");
        let own = format!("/check-in/{}", session.id);
        stranger.get(&own).await.expect(409).shows("not a class of yours");
        stranger
            .post(&own, &[("code", &digits)])
            .await
            .expect(409)
            .shows("not a class of yours");

        let done = learner
            .post("/check-in", &[("code", &code(&session, now()))])
            .await
            .expect(303);
        assert_eq!(done.location(), own);
        learner.get(&own).await.expect(200).shows("You are checked in");
        learner.post(&own, &[("code", &bad)]).await.expect(303);
        let rows = marks(&classroom, session.id).await;
        assert_eq!(rows.len(), 1, "checked in already");
        assert_eq!((rows[0].mark, rows[0].method), (MarkEntry::Present, Method::Code));
        teacher
            .get(&format!("/sessions/{}/wall", session.id))
            .await
            .expect(200)
            .shows("1 of 1 are here");
        let here = server::classroom::in_session_now(&classroom.services, learner.id())
            .await
            .unwrap();
        assert_eq!(here, Some(session.id));
    })
    .await;
}

#[tokio::test]
async fn check_in_says_late_too_early_and_closed() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        learner
            .get("/check-in")
            .await
            .expect(200)
            .shows("No class is planned");
        let early = class(&classroom, cohort, 600).await;
        learner
            .get("/check-in")
            .await
            .expect(200)
            .shows("Check-in opens on");
        let path = format!("/check-in/{}", early.id);
        learner
            .post(&path, &[("code", "")])
            .await
            .expect(409)
            .shows("Check-in opens at");
        let late = class(&classroom, cohort, -30).await;
        learner
            .post("/check-in", &[("code", &code(&late, now()))])
            .await
            .expect(303);
        learner
            .get(&format!("/check-in/{}", late.id))
            .await
            .expect(200)
            .shows("as late");
        let over = class(&classroom, cohort, -300).await;
        let path = format!("/check-in/{}", over.id);
        learner
            .post(&path, &[("code", &code(&over, now()))])
            .await
            .expect(409)
            .shows("Check-in for this class has ended");
    })
    .await;
}

#[tokio::test]
async fn whoever_types_many_wrong_codes_waits() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        let session = class(&classroom, cohort, -5).await;
        let bad = wrong(&session);
        for _ in 0..10 {
            learner.post("/check-in", &[("code", &bad)]).await.expect(422);
        }
        let right = code(&session, now());
        learner
            .post("/check-in", &[("code", &right)])
            .await
            .expect(429)
            .shows("Please wait");
        assert!(marks(&classroom, session.id).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_absence_told_in_advance_is_excused_and_can_be_taken_back() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        let session = class(&classroom, cohort, 600).await;
        let id = session.id.to_string();
        let tell = |reason| [("do", "announce"), ("session", id.as_str()), ("reason", reason)];
        learner
            .post("/attendance", &tell(""))
            .await
            .expect(422)
            .shows("Please fill this in.");
        learner
            .post("/attendance", &tell("The dentist"))
            .await
            .expect(303);
        learner
            .get("/attendance")
            .await
            .expect(200)
            .shows("The dentist")
            .shows("I can come after all");
        let sheet = format!("/sessions/{id}");
        teacher
            .get(&sheet)
            .await
            .expect(200)
            .shows("The dentist")
            .shows("Told in advance");
        mark(&teacher, session.id, &learner, "present", Uuid::now_v7())
            .await
            .expect(409)
            .shows("has not begun");
        mark(&teacher, session.id, &learner, "excused", Uuid::now_v7())
            .await
            .expect(303);
        assert_eq!(
            marks(&classroom, session.id).await.len(),
            1,
            "the same mark keeps its reason"
        );
        learner
            .post("/attendance", &[("do", "come"), ("session", &id)])
            .await
            .expect(303);
        learner
            .get("/attendance")
            .await
            .expect(200)
            .hides("The dentist")
            .shows("I cannot come");
        let begun = class(&classroom, cohort, -5).await.id.to_string();
        let tell = [
            ("do", "announce"),
            ("session", begun.as_str()),
            ("reason", "Late"),
        ];
        learner
            .post("/attendance", &tell)
            .await
            .expect(409)
            .shows("has begun already");
    })
    .await;
}

#[tokio::test]
async fn the_live_view_is_for_those_who_teach() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &[&learner]).await;
        let session = class(&classroom, cohort, -5).await;
        let live = format!("/sessions/{}/live", session.id);
        let stream = teacher.get(&live).await.expect(200);
        assert_eq!(stream.header("content-type"), "text/event-stream");
        learner.get(&live).await.expect(403);
        classroom.visitor().get(&live).await.expect(401);
        teacher
            .get(&format!("/sessions/{}/live", Uuid::now_v7()))
            .await
            .expect(404);
    })
    .await;
}
