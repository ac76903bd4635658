//! After an information session, and around it: calls, beginning to learn, the funnel, enquiries, the front
//! page and the first lessons.

use chrono::TimeDelta;
use domain::{
    identity::Role,
    ids::{InformationSessionId, ReceptionTapId, RegistrationId},
    outreach::{FunnelStep, RegistrationState},
};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use server::{
    Services,
    classroom::tables::enrolment,
    db::now,
    outreach::{
        funnel,
        reception::{self, SentTap},
        tables::{enquiry, information_session, registration, registration_call},
        visitors,
    },
};
use uuid::Uuid;

use crate::outreach::{HOSTILE, link, register, safe, session};

/// A session that has been, with one party that came and two that did not.
async fn past_session(
    classroom: &Classroom,
    by: &Person,
) -> (InformationSessionId, RegistrationId, RegistrationId) {
    let services = &classroom.services;
    let id = session(services, by, 20, 1).await;
    let came = register(services, id, "Kato", 1).await;
    let absent = register(services, id, "Abe", 1).await;
    let gone = register(services, id, "Goto", 1).await;
    let visitor = classroom.visitor();
    visitor
        .post(&link(services, gone), &[("do", "cancel")])
        .await
        .expect(303);
    let actor = classroom.actor(by).await;
    let tap = SentTap {
        key: ReceptionTapId::new(),
        registration: came,
        people: 1,
        at: None,
    };
    reception::came(&actor, services, id, tap).await.expect("a tap");
    let row = information_session::Entity::find_by_id(id)
        .one(services.db.read())
        .await
        .expect("the database answers")
        .expect("the session");
    let mut row = row.into_active_model();
    row.starts_at = Set(now() - TimeDelta::hours(3));
    row.ends_at = Set(now() - TimeDelta::hours(1));
    row.update(services.db.write()).await.expect("it has been");
    (id, came, absent)
}

#[tokio::test]
async fn who_did_not_come_is_called_until_somebody_speaks_to_them() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let (id, _, absent) = past_session(&classroom, &coordinator).await;
        let list = format!("/outreach/{id}/registrations?part=to-call");
        coordinator
            .get(&list)
            .await
            .expect(200)
            .shows("Abe")
            .hides("Kato")
            .hides("Goto");
        coordinator
            .get("/")
            .await
            .expect(200)
            .shows("Calls to those who missed a session: 1");
        let path = format!("/outreach/registrations/{absent}");
        let key = Uuid::now_v7().to_string();
        let call = |outcome: &'static str, key: &'static str| {
            [
                ("key", key),
                ("do", "call"),
                ("outcome", outcome),
                ("note", HOSTILE[0]),
            ]
        };
        let key: &'static str = key.leak();
        // A try is not a talk; the same form twice is one call.
        for _ in 0..2 {
            coordinator.post(&path, &call("no-answer", key)).await.expect(303);
        }
        let calls = registration_call::Entity::find()
            .count(classroom.services.db.read())
            .await
            .unwrap();
        assert_eq!(calls, 1);
        safe(&coordinator.get(&path).await.expect(200), HOSTILE[0]);
        coordinator.get(&list).await.expect(200).shows("Abe");
        coordinator
            .post(&path, &[("do", "call"), ("outcome", "next-time"), ("note", "")])
            .await
            .expect(303);
        coordinator.get(&list).await.expect(200).hides("Abe");
        coordinator
            .get(&format!("/outreach/{id}/registrations?part=came"))
            .await
            .expect(200)
            .shows("Kato")
            .hides("Abe");
    })
    .await;
}

#[tokio::test]
async fn who_begins_to_learn_is_invited_with_what_is_known_and_counted() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let (id, came, _) = past_session(&classroom, &coordinator).await;
        let row = registration::Entity::find_by_id(came)
            .one(services.db.read())
            .await
            .unwrap()
            .unwrap();
        let mut row = row.into_active_model();
        row.reading = Set("きむ はな".to_owned());
        row.mail = Set("hana@example.jp".to_owned());
        row.update(services.db.write()).await.unwrap();
        let actor = classroom.actor(&coordinator).await;
        let counts = async || {
            let funnel = funnel::of_session(&actor, services, id).await.unwrap();
            funnel.steps().map(|(_, count)| count).collect::<Vec<_>>()
        };
        // Of three, one took it back.
        assert_eq!(counts().await, [2, 1, 0, 0, 0]);
        let path = format!("/outreach/registrations/{came}");
        let page = coordinator.post(&path, &[("do", "begin")]).await.expect(200);
        let join = page
            .between("http://classroom.test", "<")
            .expect("a link")
            .to_owned();
        let visitor = classroom.visitor();
        visitor
            .get(&join)
            .await
            .expect(200)
            .shows("value=\"Kato\"")
            .shows("きむ はな")
            .shows("hana@example.jp");
        // Pressed again, there is one invitation, with another link.
        coordinator.post(&path, &[("do", "begin")]).await.expect(200);
        visitor.get(&join).await.expect(404);
        let page = coordinator.post(&path, &[("do", "begin")]).await.expect(200);
        let join = page
            .between("http://classroom.test", "<")
            .expect("a link")
            .to_owned();
        let form = [
            ("name", "Hana Kim"),
            ("email", "hana@example.jp"),
            ("password", "three words long"),
        ];
        visitor.post(&join, &form).await.expect(303);
        assert_eq!(counts().await, [2, 1, 1, 0, 0]);
        coordinator.post(&path, &[("do", "begin")]).await.expect(409);
        let shown = coordinator
            .get(&format!("/outreach/{id}/funnel"))
            .await
            .expect(200);
        shown.shows("<svg").shows("Began to learn");
        assert_eq!(
            enrolment::Entity::find().count(services.db.read()).await.unwrap(),
            0
        );
        assert_eq!(FunnelStep::ALL.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_question_from_the_public_page_is_answered_once_and_robots_are_kept_out() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services: &Services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let visitor = classroom.visitor();
        let shown = visitors::shown_before(services, 30).unwrap();
        let key = Uuid::now_v7().to_string();
        let form = |key: &str, trap: &str| {
            [
                ("key", key.to_owned()),
                ("name", "<b>Sato</b>".to_owned()),
                ("contact", "090-1234-5678".to_owned()),
                ("message", HOSTILE[2].to_owned()),
                ("shown", shown.clone()),
                ("website", trap.to_owned()),
            ]
        };
        let post = async |key: &str, trap: &str| {
            let form = form(key, trap);
            let fields: Vec<(&str, &str)> =
                form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            visitor.post("/contact", &fields).await
        };
        post(&key, "buy now").await.expect(409);
        for _ in 0..3 {
            post(&key, "").await.expect(303);
        }
        let asked = enquiry::Entity::find().all(services.db.read()).await.unwrap();
        assert_eq!(asked.len(), 1);
        // From one address come only so many.
        for _ in 0..2 {
            post(&Uuid::now_v7().to_string(), "").await.expect(303);
        }
        post(&Uuid::now_v7().to_string(), "")
            .await
            .expect(429)
            .shows("&lt;b&gt;Sato");
        let path = format!("/enquiries/{}", asked[0].id);
        for page in ["/enquiries", &path, "/"] {
            safe(&coordinator.get(page).await.expect(200), "<b>Sato</b>");
        }
        coordinator
            .get("/")
            .await
            .shows("Enquiries waiting for an answer: 3");
        coordinator.post(&path, &[("answer", "")]).await.expect(422);
        coordinator
            .post(&path, &[("answer", HOSTILE[3])])
            .await
            .expect(303);
        coordinator
            .post(&path, &[("answer", "Another")])
            .await
            .expect(409);
        let answered = coordinator.get(&path).await.expect(200).shows("Mori");
        safe(&answered, HOSTILE[3]);
        coordinator
            .get("/")
            .await
            .shows("Enquiries waiting for an answer: 2");
    })
    .await;
}

#[tokio::test]
async fn the_front_page_says_who_we_are_and_is_found() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let administrator = classroom.person("Ueda", &[Role::Administrator]).await;
        let visitor = classroom.visitor();
        visitor
            .get("/")
            .await
            .expect(200)
            .shows("href=\"/sign-in\"")
            .shows("Ask us");
        for hostile in HOSTILE {
            let form = [
                ("name", hostile),
                ("name_en", hostile),
                ("about", hostile),
                ("about_en", hostile),
                ("address", hostile),
                ("way", hostile),
                ("phone", hostile),
                ("mail", "info@example.jp"),
                ("hours", hostile),
                ("first_lessons", "open"),
            ];
            administrator.post("/settings", &form).await.expect(303);
            for path in ["/", "/contact", "/information-sessions"] {
                safe(&visitor.get(path).await.expect(200), hostile);
            }
        }
        let id = session(services, &administrator, 20, 48).await;
        let page = visitor.get("/").await.expect(200);
        page.shows("A first look")
            .shows(&format!("/information-sessions/{id}/register"))
            .shows("<meta name=\"description\"")
            .shows("EducationalOrganization")
            .shows("/first-lessons/keys")
            .shows("/contact");
        let map = visitor.get("/sitemap.xml").await.expect(200);
        assert!(map.header("content-type").starts_with("application/xml"));
        map.shows("<loc>http://classroom.test/</loc>")
            .shows(&format!(
                "<loc>http://classroom.test/information-sessions/{id}</loc>"
            ))
            .shows("<loc>http://classroom.test/first-lessons/keys</loc>");
        visitor
            .get("/robots.txt")
            .await
            .expect(200)
            .shows("Disallow: /registrations/")
            .shows("Sitemap: http://classroom.test/sitemap.xml");
        // Every page of the map is for everybody.
        let map = visitor.get("/sitemap.xml").await.body;
        for line in map.lines().filter(|line| line.contains("<loc>")) {
            let path = line
                .split("classroom.test")
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap();
            visitor.get(path).await.expect(200);
        }
        let party = register(services, id, "Hanako", 1).await;
        let own = visitor.get(&link(services, party)).await.expect(200);
        assert!(own.header("x-robots-tag").contains("noindex"));
        // Nothing about people is on a page for everybody.
        for path in [
            "/",
            "/information-sessions",
            &format!("/information-sessions/{id}"),
        ] {
            visitor.get(path).await.expect(200).hides("Hanako");
        }
        assert_eq!(
            registration::Entity::find_by_id(party)
                .one(services.db.read())
                .await
                .unwrap()
                .unwrap()
                .state,
            RegistrationState::Registered
        );
    })
    .await;
}

#[tokio::test]
async fn visitors_read_the_first_lesson_of_a_course_and_nothing_else_of_it() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let visitor = classroom.visitor();
        let page = visitor.get("/first-lessons/keys").await.expect(200);
        // Practice questions are not shown, so that no answer is.
        page.shows("Go on in the classroom")
            .hides("class=\"card question\"")
            .hides("<form method=\"post\" action=\"#q-");
        visitor.get("/first-lessons/nothing").await.expect(404);
        for path in [
            "/courses/keys",
            "/courses/keys/lessons/copy",
            "/courses/keys/quizzes/check",
        ] {
            let answer = visitor.get(path).await.expect(303);
            assert!(answer.location().starts_with("/sign-in?to="), "{path}");
        }
        // Where the classroom keeps them closed, they are closed.
        let administrator = classroom.person("Ueda", &[Role::Administrator]).await;
        let form = [("name", "Minato"), ("first_lessons", "closed")];
        administrator.post("/settings", &form).await.expect(303);
        visitor.get("/first-lessons/keys").await.expect(404);
        visitor.get("/").await.expect(200).hides("/first-lessons/");
        visitor
            .get("/sitemap.xml")
            .await
            .expect(200)
            .hides("/first-lessons/");
    })
    .await;
}
