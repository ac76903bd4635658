//! Who may read what of whom: the policy's table, walked over the pages for each role and relation.

use domain::identity::{
    Role,
    policy::{Field, Relation, may_read},
};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::identity::tables::audit_entry;
use uuid::Uuid;

const CHECK: &str = "/courses/keys/quizzes/check";

/// A learner about whom something is known in every field, and the class.
struct Scene {
    classroom: Classroom,
    learner: Person,
    cohort: Uuid,
    session: Uuid,
    attempt: String,
}

impl Scene {
    /// In a cohort that this person teaches.
    async fn new(classroom: Classroom, teacher: &Person) -> Scene {
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let (cohort, session) = classroom.class(teacher, std::slice::from_ref(&learner)).await;
        let person = learner.id().to_string();
        let excused = [
            ("do", "mark"),
            ("person", person.as_str()),
            ("mark", "excused"),
            ("reason", "In hospital"),
        ];
        teacher
            .post(&format!("/sessions/{session}"), &excused)
            .await
            .expect(303);
        let attempt = learner.post(CHECK, &[]).await.expect(303).location().to_owned();
        let key = Uuid::now_v7().to_string();
        let form = [("question", "copy"), ("answer", "v"), ("key", &key)];
        learner
            .post(&format!("{attempt}/answers"), &form)
            .await
            .expect(200);
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        let signer = classroom.person("Kato", &[Role::Coordinator]).await;
        let path = format!("/readiness/{}", learner.id());
        let until = (chrono::Utc::now() + chrono::TimeDelta::days(20))
            .date_naive()
            .to_string();
        let waive = [
            ("do", "waive"),
            ("requirement", "attendance"),
            ("waiver_reason", "Cares for her mother"),
            ("waiver_until", until.as_str()),
        ];
        signer.post(&path, &waive).await.expect(303);
        let sign = [
            ("do", "sign"),
            ("verdict", "not-yet"),
            ("reason", "More practice first"),
        ];
        signer.post(&path, &sign).await.expect(303);
        Scene {
            classroom,
            learner,
            cohort,
            session,
            attempt,
        }
    }

    /// Where staff and where the learner read a field, and the words that are there for those who may.
    fn place(&self, field: Field) -> (String, String, &'static str) {
        let id = self.learner.id();
        let (of, readiness) = (format!("/people/{id}"), format!("/readiness/{id}"));
        let own = |path: &str| path.to_owned();
        match field {
            Field::Account => (of, own("/account"), "Sato"),
            Field::Attendance => (
                format!("/sessions/{}", self.session),
                own("/attendance"),
                "Excused",
            ),
            Field::AbsenceReason => (
                format!("/sessions/{}", self.session),
                own("/attendance"),
                "In hospital",
            ),
            Field::Progress => (format!("{of}/learning"), own("/courses/keys"), "A course on keys"),
            Field::HandedIn => (self.attempt.clone(), self.attempt.clone(), "Result"),
            Field::Readiness => (readiness, own("/readiness"), "Ready for work with keys"),
            Field::ReadinessBoard => (own("/readiness/board"), own("/readiness/board"), "Sato"),
            Field::DecisionReason => (readiness, own("/readiness"), "More practice first"),
            Field::WaiverReason => (readiness, own("/readiness"), "Cares for her mother"),
            Field::Matching => (own("/referrals"), own("/disclosures"), "<h1"),
        }
    }
}

#[tokio::test]
async fn every_field_is_read_by_those_whom_the_table_names_and_nobody_else() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Ito", &[Role::Instructor]).await;
        let scene = Scene::new(classroom, &teacher).await;
        let other = scene.classroom.person("Abe", &[Role::Instructor]).await;
        let coordinator = scene.classroom.person("Mori", &[Role::Coordinator]).await;
        let administrator = scene.classroom.person("Ono", &[Role::Administrator]).await;
        let stranger = scene.classroom.person("Hara", &[Role::Learner]).await;
        let readers = [
            (&scene.learner, Role::Learner, Relation::Own),
            (&stranger, Role::Learner, Relation::Other),
            (&teacher, Role::Instructor, Relation::Taught),
            (&other, Role::Instructor, Relation::Other),
            (&coordinator, Role::Coordinator, Relation::Other),
            (&administrator, Role::Administrator, Relation::Other),
        ];
        let mut wrong = Vec::new();
        for field in Field::ALL {
            let (of, own, words) = scene.place(field);
            for (reader, role, relation) in readers {
                let path = if relation == Relation::Own { &own } else { &of };
                let answer = reader.get(path).await;
                let reads = answer.status == 200 && answer.body.contains(words);
                if reads != may_read(&[role], relation, field) {
                    wrong.push(format!(
                        "{field:?} {role:?} {relation:?} {path}: {}",
                        answer.status
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_cohort_is_its_teachers_and_naming_them_is_in_the_audit_trail() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Ito", &[Role::Instructor]).await;
        let scene = Scene::new(classroom, &teacher).await;
        let other = scene.classroom.person("Abe", &[Role::Instructor]).await;
        let learning = format!("/people/{}/learning", scene.learner.id());
        let progress = format!("/cohorts/{}/progress", scene.cohort);
        other.get(&learning).await.expect(403);
        other.get(&progress).await.expect(403);
        other
            .get(&format!("/cohorts/{}", scene.cohort))
            .await
            .expect(200)
            .hides(&progress);
        let (from, to) = (
            chrono::Utc::now().date_naive().to_string(),
            other.id().to_string(),
        );
        let named = [
            ("name", "Tuesday"),
            ("place", "Room 1"),
            ("starts_on", from.as_str()),
            ("ends_on", from.as_str()),
            ("late_percent", "50"),
            ("teacher", to.as_str()),
        ];
        let edit = format!("/cohorts/{}/edit", scene.cohort);
        teacher.post(&edit, &named).await.expect(303);
        other.get(&learning).await.expect(200);
        other.get(&progress).await.expect(200);
        teacher.get(&learning).await.expect(403);
        teacher.get(&edit).await.expect(200).shows("Abe");
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq("cohort.teacher_named"))
            .all(scene.classroom.services.db.read())
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].actor_id, rows[0].subject_id),
            (Some(teacher.id()), Some(other.id()))
        );
        // Somebody who does not teach cannot be named.
        let learner = scene.learner.id().to_string();
        let mut wrong = named;
        wrong[5].1 = &learner;
        teacher.post(&edit, &wrong).await.expect(422);
    })
    .await;
}

#[tokio::test]
async fn people_see_who_read_about_them_and_reading_again_is_one_reading() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Ito", &[Role::Instructor]).await;
        let scene = Scene::new(classroom, &teacher).await;
        let coordinator = scene.classroom.person("Mori", &[Role::Coordinator]).await;
        scene.learner.get("/disclosures").await.expect(200).hides("Mori");
        let learning = format!("/people/{}/learning", scene.learner.id());
        coordinator.get(&learning).await.expect(200);
        coordinator.get(&learning).await.expect(200);
        coordinator
            .get(&format!("/sessions/{}", scene.session))
            .await
            .expect(200);
        let page = scene.learner.get("/disclosures").await.expect(200);
        let page = page.shows("Mori").shows("progress").shows("reason of an absence");
        assert_eq!(
            page.body.matches("<strong>Mori</strong>").count(),
            2,
            "{}",
            page.body
        );
        // One's own reading is none.
        scene.learner.get("/readiness").await.expect(200);
        scene
            .learner
            .get("/disclosures")
            .await
            .expect(200)
            .hides("<strong>Sato</strong>");
    })
    .await;
}

#[tokio::test]
async fn no_reason_of_an_absence_is_in_a_file_and_none_is_lost_unseen() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Ito", &[Role::Instructor]).await;
        let scene = Scene::new(classroom, &teacher).await;
        let csv = format!("/cohorts/{}/attendance.csv", scene.cohort);
        for role in [Role::Instructor, Role::Coordinator, Role::Administrator] {
            let reader = scene.classroom.person("Mori", &[role]).await;
            for reader in [&reader, &teacher] {
                reader.get(&csv).await.expect(200).shows("Sato").hides("hospital");
            }
        }
        let other = scene.classroom.person("Abe", &[Role::Instructor]).await;
        let person = scene.learner.id().to_string();
        let unseen = [
            ("do", "mark"),
            ("person", person.as_str()),
            ("mark", "excused"),
            ("reason", ""),
        ];
        let sheet = format!("/sessions/{}", scene.session);
        other.post(&sheet, &unseen).await.expect(303);
        teacher.get(&sheet).await.expect(200).shows("In hospital");
        teacher.post(&sheet, &unseen).await.expect(303);
        teacher.get(&sheet).await.expect(200).hides("In hospital");
    })
    .await;
}
