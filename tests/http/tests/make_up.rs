//! Making an absence up: at another class session, alone on a day, and undoing it.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    classroom::{Mark, Method},
    identity::Role,
};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use server::{
    classroom::{
        rate_of,
        tables::{attendance_mark, class_session, cohort, enrolment, make_up},
    },
    db::now,
    identity::tables::audit_entry,
};
use uuid::Uuid;

/// A learner who missed the first of two classes and came to the second, and after both, as a guest, to
/// another cohort's class.
struct Missed {
    classroom: Classroom,
    teacher: Person,
    learner: Person,
    cohort: Uuid,
    absence: Uuid,
    second: Uuid,
    elsewhere: Uuid,
}

impl Missed {
    async fn new(database: http_tests::Database, mark: Mark) -> Missed {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Teacher", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let cohort = cohort(&classroom, &teacher, &learner, "Autumn basics").await;
        let guest_of = classroom.person("Suzuki", &[Role::Learner]).await;
        let other = self::cohort(&classroom, &teacher, &guest_of, "Saturday class").await;
        let absence = held(&classroom, cohort, 9, (&teacher, &learner), mark).await;
        let second = held(&classroom, cohort, 6, (&teacher, &learner), Mark::Present).await;
        let elsewhere = held(&classroom, other, 3, (&teacher, &learner), Mark::Late).await;
        Missed {
            classroom,
            teacher,
            learner,
            cohort,
            absence,
            second,
            elsewhere,
        }
    }

    fn path(&self) -> String {
        format!("/sessions/{}/make-up/{}", self.absence, self.learner.id())
    }

    /// The rate of the cohort without and with make-ups.
    async fn rates(&self) -> (Option<f64>, Option<f64>) {
        let rate = rate_of(&self.classroom.services, self.learner.id(), Some(self.cohort))
            .await
            .unwrap();
        (rate.percent, rate.with_make_ups().percent)
    }

    async fn stored(&self) -> Vec<make_up::Model> {
        let db = self.classroom.services.db.read();
        make_up::Entity::find().all(db).await.unwrap()
    }

    fn today(&self) -> NaiveDate {
        now()
            .with_timezone(&self.classroom.services.config.zone)
            .date_naive()
    }
}

async fn cohort(classroom: &Classroom, by: &Person, learner: &Person, name: &str) -> Uuid {
    let today = now().date_naive();
    let row = cohort::Model {
        id: Uuid::now_v7(),
        name: name.to_owned(),
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
    let row = enrolment::Model {
        cohort_id: id,
        person_id: learner.id(),
        enrolled_at: now() - TimeDelta::days(30),
        ended_at: None,
    };
    row.into_active_model().insert(db).await.unwrap();
    id
}

/// A closed class so many days ago, with the learner's mark.
async fn held(
    classroom: &Classroom,
    cohort_id: Uuid,
    days: i64,
    (by, learner): (&Person, &Person),
    mark: Mark,
) -> Uuid {
    let starts_at = now() - TimeDelta::days(days);
    let row = class_session::Model {
        id: Uuid::now_v7(),
        cohort_id,
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(120),
        place: "Hall".to_owned(),
        topic: "Keys".to_owned(),
        secret: "a secret of the session".to_owned(),
        closed_at: Some(starts_at + TimeDelta::minutes(120)),
        cancelled_at: None,
        cancelled_because: None,
    };
    let id = row.id;
    let db = classroom.services.db.write();
    row.into_active_model().insert(db).await.unwrap();
    self::mark(classroom, id, by, learner, mark).await;
    id
}

async fn mark(classroom: &Classroom, session: Uuid, by: &Person, learner: &Person, mark: Mark) {
    attendance_mark::Model {
        id: Uuid::now_v7(),
        class_session_id: session,
        person_id: learner.id(),
        mark: mark.into(),
        previous: None,
        method: Method::RollCall,
        reason: String::new(),
        set_by: by.id(),
        set_at: now(),
        arrived_at: None,
    }
    .into_active_model()
    .insert(classroom.services.db.write())
    .await
    .unwrap();
}

#[tokio::test]
async fn an_absence_is_made_up_with_a_class_of_another_cohort_and_that_can_be_undone() {
    on_both(async |database| {
        let it = Missed::new(database, Mark::Absent).await;
        let path = it.path();
        it.teacher
            .get(&format!("/sessions/{}", it.absence))
            .await
            .expect(200)
            .shows(&path)
            .shows("Make up");
        it.teacher
            .get(&format!("/cohorts/{}", it.cohort))
            .await
            .expect(200)
            .shows("1 missed")
            .shows(&path);
        it.teacher
            .get(&path)
            .await
            .expect(200)
            .shows("Sato")
            .shows("Saturday class")
            .hides(&it.second.to_string())
            .hides(&format!("value=\"{}\"", it.absence));
        assert_eq!(it.rates().await, (Some(50.0), Some(50.0)));

        it.teacher
            .post(&path, &[("do", "session"), ("made_up", "")])
            .await
            .expect(422)
            .shows("Please choose a class session.");
        let (id, key) = (it.elsewhere.to_string(), Uuid::now_v7().to_string());
        let form = [("do", "session"), ("made_up", id.as_str()), ("key", key.as_str())];
        it.teacher.post(&path, &form).await.expect(303);
        it.teacher.post(&path, &form).await.expect(303);
        assert_eq!(it.stored().await.len(), 1, "sent twice, written once");
        assert_eq!(it.rates().await, (Some(50.0), Some(100.0)));
        it.teacher
            .post(&path, &[("do", "session"), ("made_up", &it.second.to_string())])
            .await
            .expect(409)
            .shows("made up already");

        it.teacher
            .get(&path)
            .await
            .expect(200)
            .shows("Undo the make-up")
            .shows("Noted by Teacher");
        it.learner
            .get("/attendance")
            .await
            .expect(200)
            .shows("Absent")
            .shows("Made up ")
            .shows("with make-ups)");
        it.teacher
            .get(&format!("/cohorts/{}", it.cohort))
            .await
            .expect(200)
            .shows("50 % (100 % with make-ups)");
        let csv = format!("/cohorts/{}/attendance.csv", it.cohort);
        it.teacher
            .get(&csv)
            .await
            .expect(200)
            .shows("Rate with make-ups (%)")
            .shows(&format!(",50.0,{},100.0", it.stored().await[0].made_up_on));
        let japanese = it.learner.reading("ja");
        japanese.get("/attendance").await.expect(200).shows("補講ずみ");

        it.teacher.post(&path, &[("do", "remove")]).await.expect(303);
        let rows = make_up::Entity::find()
            .all(it.classroom.services.db.read())
            .await
            .unwrap();
        assert!(
            rows.len() == 1 && rows[0].removed_at.is_some(),
            "the row stays: {rows:?}"
        );
        assert_eq!(rows[0].removed_by, Some(it.teacher.id()));
        let actions: Vec<String> = audit_entry::Entity::find()
            .all(it.classroom.services.db.read())
            .await
            .unwrap()
            .into_iter()
            .filter(|entry| entry.subject_id == Some(japanese.id()))
            .map(|entry| entry.action)
            .collect();
        for action in ["attendance.made_up", "attendance.make_up_removed"] {
            assert!(actions.iter().any(|known| known == action), "{actions:?}");
        }
        japanese.get("/attendance").await.expect(200).hides("補講ずみ");
        // The form that wrote it may write it again.
        it.teacher.post(&path, &form).await.expect(303);
        japanese.get("/attendance").await.expect(200).shows("補講ずみ");
    })
    .await;
}

/// The form of an individual make-up.
fn form<'a>(date: &'a str, note: &'a str) -> [(&'a str, &'a str); 3] {
    [("do", "alone"), ("date", date), ("note", note)]
}

#[tokio::test]
async fn an_excused_absence_is_made_up_alone_on_a_day() {
    on_both(async |database| {
        let it = Missed::new(database, Mark::Excused).await;
        let path = it.path();
        let day = |days: i64| (it.today() + TimeDelta::days(days)).to_string();
        assert_eq!(it.rates().await, (Some(100.0), Some(100.0)));
        it.teacher
            .post(&path, &form("", ""))
            .await
            .expect(422)
            .shows("Please choose a date.")
            .shows("Please fill this in.");
        it.teacher
            .post(&path, &form(&day(1), "Read the lesson"))
            .await
            .expect(422)
            .shows("up to today")
            .shows("value=\"Read the lesson\"");
        it.teacher
            .post(&path, &form(&day(-20), "Read"))
            .await
            .expect(422)
            .shows("the day of the absence or a later one");
        it.teacher
            .post(&path, &form(&day(0), "Read the lesson"))
            .await
            .expect(303);
        it.teacher.get(&path).await.expect(200).shows("Read the lesson");
        let rate = rate_of(&it.classroom.services, it.learner.id(), Some(it.cohort))
            .await
            .unwrap();
        assert_eq!((rate.counted, rate.with_make_ups().counted), (1, 2));
        it.learner.get("/attendance").await.expect(200).shows("Made up ");
    })
    .await;
}

#[tokio::test]
async fn a_class_makes_up_for_one_absence_and_only_while_the_learner_came_to_it() {
    on_both(async |database| {
        let it = Missed::new(database, Mark::Absent).await;
        let both = (&it.teacher, &it.learner);
        let another = held(&it.classroom, it.cohort, 8, both, Mark::Absent).await;
        let chosen = it.elsewhere.to_string();
        let form = [("do", "session"), ("made_up", chosen.as_str())];
        it.teacher.post(&it.path(), &form).await.expect(303);
        let path = format!("/sessions/{another}/make-up/{}", it.learner.id());
        it.teacher.get(&path).await.expect(200).hides("Saturday class");
        it.teacher
            .post(&path, &form)
            .await
            .expect(422)
            .shows("Please choose a class session.");
        // An earlier class makes up for nothing.
        let early = held(&it.classroom, it.cohort, 20, both, Mark::Present)
            .await
            .to_string();
        it.teacher
            .post(&path, &[("do", "session"), ("made_up", &early)])
            .await
            .expect(422);

        it.learner.get("/attendance").await.expect(200).shows("Made up ");
        mark(
            &it.classroom,
            it.elsewhere,
            &it.teacher,
            &it.learner,
            Mark::Absent,
        )
        .await;
        it.learner.get("/attendance").await.expect(200).hides("Made up ");
        let (without, with) = it.rates().await;
        assert_eq!(without, with, "a make-up that did not happen counts for nothing");
    })
    .await;
}

#[tokio::test]
async fn a_class_that_counts_anyway_makes_up_for_nothing() {
    on_both(async |database| {
        let it = Missed::new(database, Mark::Absent).await;
        let before = it.rates().await;
        let second = it.second.to_string();
        it.teacher
            .post(&it.path(), &[("do", "session"), ("made_up", &second)])
            .await
            .expect(422)
            .shows("Please choose a class session.");
        // One that was noted before this was a rule counts for nothing, too.
        let row = make_up::Model {
            id: Uuid::now_v7(),
            absence_id: it.absence,
            person_id: it.learner.id(),
            made_up_id: Some(it.second),
            made_up_on: it.today(),
            note: String::new(),
            set_by: it.teacher.id(),
            set_at: now(),
            removed_by: None,
            removed_at: None,
        };
        row.into_active_model()
            .insert(it.classroom.services.db.write())
            .await
            .unwrap();
        assert_eq!(it.rates().await, before);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_teach_note_a_make_up_and_only_of_an_absence() {
    on_both(async |database| {
        let it = Missed::new(database, Mark::Absent).await;
        let coordinator = it.classroom.person("Coordinator", &[Role::Coordinator]).await;
        let stranger = it.classroom.person("Stranger", &[Role::Learner]).await;
        let chosen = it.elsewhere.to_string();
        let form = [("do", "session"), ("made_up", chosen.as_str())];
        for person in [&coordinator, &it.learner] {
            person.get(&it.path()).await.expect(403);
            person.post(&it.path(), &form).await.expect(403);
        }
        coordinator
            .get(&format!("/sessions/{}", it.absence))
            .await
            .expect(200)
            .hides("/make-up/");
        let of_stranger = format!("/sessions/{}/make-up/{}", it.absence, stranger.id());
        it.teacher.get(&of_stranger).await.expect(404);
        it.teacher.post(&of_stranger, &form).await.expect(404);
        let came = format!("/sessions/{}/make-up/{}", it.second, it.learner.id());
        it.teacher
            .get(&came)
            .await
            .expect(200)
            .shows("There is no absence");
        it.teacher.post(&came, &form).await.expect(409);
        assert!(it.stored().await.is_empty());
    })
    .await;
}
