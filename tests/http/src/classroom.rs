//! The classroom of a test.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::Router;
use chrono::TimeDelta;
use domain::{Lang, identity::Role};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use server::{
    Actor, Config, Services, Zone,
    classroom::tables::{class_session, cohort, cohort_course, enrolment},
    db::now,
    identity::{
        invitations::{NewPerson, create_by_operator},
        sign_in,
        tables::{person, person_role},
    },
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Database, Person};

/// The whole program over a database of its own.
pub struct Classroom {
    /// What the program works with; for looking behind the pages.
    pub services: Arc<Services>,
    pub(crate) router: Router,
    folder: TempDir,
}

impl Classroom {
    /// A new classroom with the one course of `tests/http/courses`.
    pub async fn new(database: Database) -> Classroom {
        Classroom::set_up(database, |_| {}).await
    }

    /// The same with other settings.
    pub async fn set_up(database: Database, settings: impl FnOnce(&mut Config)) -> Classroom {
        // A failed test shows the causes that people never see.
        let log = tracing_subscriber::fmt()
            .with_test_writer()
            .with_max_level(tracing_subscriber::filter::LevelFilter::ERROR);
        let _ = log.try_init();
        let folder = tempfile::tempdir().expect("a folder can be made");
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("courses"),
            &folder.path().join("courses"),
        );
        let mut config = Config {
            listen: "127.0.0.1:0".to_owned(),
            database: match database {
                Database::Sqlite => None,
                Database::Postgres(url) => Some(url),
            },
            data: folder.path().join("data"),
            courses: folder.path().join("courses"),
            public_url: "http://classroom.test".to_owned(),
            zone: Zone::Asia__Tokyo,
            trusted_proxies: Vec::new(),
            ice_servers: Vec::new(),
            turn_secret: None,
            sources: server::SourceOptions {
                local: true,
                ..Default::default()
            },
        };
        settings(&mut config);
        let services = Services::start(config).await.expect("the program starts");
        let router = server::cli::app(services.clone(), app::routes::router);
        Classroom {
            services,
            router,
            folder,
        }
    }

    /// Ends the program, and leaves its folder for as long as the answer is held.
    pub async fn stop(self) -> TempDir {
        self.services
            .db
            .close()
            .await
            .expect("the connections are closed");
        self.folder
    }

    /// A file of the classroom's courses folder.
    pub fn course_file(&self, path: &str) -> PathBuf {
        self.folder.path().join("courses").join(path)
    }

    /// Replaces words in a course file, and publishes the folder. Gives how many courses were held back.
    pub async fn edit_course(&self, path: &str, from: &str, to: &str) -> usize {
        let file = self.course_file(path);
        let text = std::fs::read_to_string(&file).expect("the file is there");
        assert!(text.contains(from), "{path} has no {from:?}");
        std::fs::write(&file, text.replace(from, to)).expect("the file can be written");
        self.services
            .catalog
            .publish_folder(&self.services.db, &self.services.config.courses)
            .await
            .expect("the folder can be read")
    }

    /// Adds a course of `tests/fixtures`, and publishes the folder.
    pub async fn add_course(&self, name: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../fixtures")
            .join(name);
        copy(&from, &self.course_file(name));
        let term = "[[term]]\nid = \"screen\"\nword = { ja = \"画面\", en = \"screen\" }\nmeaning = { ja = \"見る所\", en = \"where you look\" }\n";
        std::fs::write(self.course_file("glossary.toml"), term).expect("the file can be written");
        let held_back = self
            .services
            .catalog
            .publish_folder(&self.services.db, &self.services.config.courses)
            .await
            .expect("the folder can be read");
        assert_eq!(held_back, 0, "a course is held back");
    }

    /// Adds the courses that come with the product, and publishes the folder.
    pub async fn add_curriculum(&self) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../courses");
        copy(&from, &self.course_file(""));
        let held_back = self
            .services
            .catalog
            .publish_folder(&self.services.db, &self.services.config.courses)
            .await
            .expect("the folder can be read");
        assert_eq!(held_back, 0, "a course is held back");
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Person {
        Person::new(self.router.clone(), None)
    }

    /// Somebody with these roles, signed in. There is no password: hashing one takes long.
    pub async fn person(&self, name: &str, roles: &[Role]) -> Person {
        let id = self.person_without_sign_in(name, roles).await;
        self.sign_in(id).await
    }

    /// Several signed-in learners.
    pub async fn learners(&self, count: usize) -> Vec<Person> {
        let mut learners = Vec::with_capacity(count);
        for number in 1..=count {
            learners.push(self.person(&format!("Learner {number}"), &[Role::Learner]).await);
        }
        learners
    }

    async fn person_without_sign_in(&self, name: &str, roles: &[Role]) -> Uuid {
        let id = Uuid::now_v7();
        let tx = self.services.db.begin().await.expect("a transaction");
        let row = person::Model {
            id,
            name: name.to_owned(),
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
        };
        row.into_active_model().insert(&tx).await.expect("a person");
        for role in roles {
            let row = person_role::Model {
                person_id: id,
                role: *role,
                granted_by: None,
                granted_at: now(),
            };
            row.into_active_model().insert(&tx).await.expect("a role");
        }
        tx.commit().await.expect("the person is kept");
        id
    }

    /// Somebody who can sign in with this name and password, and has not yet.
    pub async fn person_with_password(&self, email: &str, password: &str, roles: &[Role]) -> Uuid {
        let new = NewPerson {
            name: email.to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
            ..NewPerson::default()
        };
        create_by_operator(&self.services, new, Lang::En, roles)
            .await
            .expect("a person")
    }

    /// One more browser of a person, signed in, on a device that others use, too.
    pub async fn sign_in(&self, id: Uuid) -> Person {
        self.sign_in_on(id, false).await
    }

    /// One more browser of a person, signed in on a device of the person's own.
    pub async fn sign_in_at_home(&self, id: Uuid) -> Person {
        self.sign_in_on(id, true).await
    }

    async fn sign_in_on(&self, id: Uuid, own: bool) -> Person {
        let token = sign_in::open(&self.services, id, "test", own)
            .await
            .expect("a sign-in");
        let person = Person::new(self.router.clone(), Some(id));
        person.set_cookie("sign_in", token.as_str());
        person
    }

    /// A cohort that takes the course, whose class session runs now: cohort and session.
    pub async fn class(&self, by: &Person, learners: &[Person]) -> (Uuid, Uuid) {
        let (cohort_id, session_id) = (Uuid::now_v7(), Uuid::now_v7());
        let today = now().date_naive();
        let tx = self.services.db.begin().await.expect("a transaction");
        let cohort = cohort::Model {
            id: cohort_id,
            name: "Tuesday".to_owned(),
            place: "Room 1".to_owned(),
            starts_on: today - TimeDelta::days(7),
            ends_on: today + TimeDelta::days(7),
            weekday: None,
            starts_minute: 600,
            ends_minute: 720,
            late_weight: 0.5,
            exclude_excused: true,
            created_by: by.id(),
            created_at: now(),
        };
        cohort.into_active_model().insert(&tx).await.expect("a cohort");
        let course = cohort_course::Model {
            cohort_id,
            course_id: "keys".to_owned(),
            position: 0,
        };
        course
            .into_active_model()
            .insert(&tx)
            .await
            .expect("a course of the cohort");
        for learner in learners {
            let place = enrolment::Model {
                cohort_id,
                person_id: learner.id(),
                enrolled_at: now() - TimeDelta::days(7),
                ended_at: None,
            };
            place
                .into_active_model()
                .insert(&tx)
                .await
                .expect("a place in the cohort");
        }
        let session = class_session::Model {
            id: session_id,
            cohort_id,
            starts_at: now() - TimeDelta::minutes(5),
            ends_at: now() + TimeDelta::minutes(55),
            place: "Room 1".to_owned(),
            topic: String::new(),
            secret: "a secret of this session".to_owned(),
            closed_at: None,
            cancelled_at: None,
            cancelled_because: None,
        };
        session
            .into_active_model()
            .insert(&tx)
            .await
            .expect("a class session");
        tx.commit().await.expect("the class is kept");
        (cohort_id, session_id)
    }

    /// The person as services see it.
    pub async fn actor(&self, person: &Person) -> Actor {
        let token = person.cookie("sign_in").expect("somebody signed in");
        sign_in::actor(&self.services, &token)
            .await
            .expect("the database answers")
            .expect("the sign-in is good")
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}
