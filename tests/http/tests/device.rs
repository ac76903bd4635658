//! What a learner's own device may keep for reading without a line: who is told so, of which pages, and that
//! nobody else's device keeps anything.

use std::collections::BTreeSet;

use domain::identity::Role;
use http_tests::{Classroom, Database, Person, on_both};
use sea_orm::EntityTrait;
use serde_json::Value;
use server::learning::tables::{lesson_progress, practice_response};

const COURSE: &str = "/courses/keys";
const LESSON: &str = "/courses/keys/lessons/copy";
const CHECK: &str = "/courses/keys/quizzes/check";
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// All that a device may ever keep. Staff have none of it to themselves, and no answer key is on any of it.
const KEPT: [&str; 9] = [
    "/",
    "/attempts/{attempt}",
    "/courses",
    "/courses/{course}",
    "/courses/{course}/lessons/{lesson}",
    "/device",
    "/glossary",
    "/offline",
    "/readiness",
];

fn made_up(path: &str) -> String {
    let part = |part: &str| match part {
        "{course}" => "keys".to_owned(),
        "{lesson}" => "copy".to_owned(),
        "{quiz}" => "check".to_owned(),
        part if part.starts_with('{') => NOBODY.to_owned(),
        part => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn at_home(classroom: &Classroom, name: &str, roles: &[Role]) -> Person {
    let person = classroom.person(name, roles).await;
    classroom.sign_in_at_home(person.id()).await
}

#[test]
fn what_a_device_may_keep_is_reviewed_here() {
    let kept: BTreeSet<_> = app::routes::all()
        .into_iter()
        .filter(|route| route.keeps)
        .map(|route| route.path)
        .collect();
    assert_eq!(kept, BTreeSet::from(KEPT));
}

#[tokio::test]
async fn only_a_learner_on_an_own_device_may_keep_pages_and_only_those() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = at_home(&classroom, "Sato", &[Role::Learner]).await;
        let mut others = vec![
            classroom.visitor(),
            classroom.person("Shared", &[Role::Learner]).await,
        ];
        for role in [Role::Instructor, Role::Coordinator, Role::Administrator] {
            others.push(at_home(&classroom, role.code(), &[role]).await);
        }
        for route in app::routes::all().into_iter().filter(|route| route.get.is_some()) {
            let path = made_up(route.path);
            let page = learner.get(&path).await;
            let is_page = page.header("content-type").starts_with("text/html");
            let may = is_page && page.status == 200 && KEPT.contains(&route.path);
            assert_eq!(page.header("may-keep"), if may { "yes" } else { "" }, "{path}");
            if is_page {
                assert_eq!(page.header("own-device-of"), learner.id().to_string(), "{path}");
            }
            for other in &others {
                let page = other.get(&path).await;
                assert_eq!(page.header("may-keep"), "", "{path}");
                if page.header("content-type").starts_with("text/html") {
                    assert_eq!(page.header("own-device-of"), "no", "{path}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_that_says_something_once_is_kept_as_it_is_the_next_time() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = at_home(&classroom, "Sato", &[Role::Learner]).await;
    let done = learner.post(LESSON, &[("do", "finish")]).await.expect(303);
    let next = done.location().to_owned();
    // The next thing after the lesson is a quiz's door, which is not kept.
    assert_eq!(learner.get(&next).await.expect(200).header("may-keep"), "");
    learner.post(LESSON, &[("do", "finish")]).await.expect(303);
    assert_eq!(learner.get(LESSON).await.expect(200).header("may-keep"), "again");
    assert_eq!(learner.get(LESSON).await.expect(200).header("may-keep"), "yes");
}

#[tokio::test]
async fn an_open_test_may_be_kept_and_its_result_may_not() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = at_home(&classroom, "Sato", &[Role::Learner]).await;
        let attempt = learner.post(CHECK, &[]).await.expect(303).location().to_owned();
        for page in ["?q=1", "?q=end"] {
            let page = learner.get(&format!("{attempt}{page}")).await.expect(200);
            assert_eq!(page.header("may-keep"), "yes");
        }
        let script = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
        let answer = learner
            .send("POST", &attempt, &[("do", "submit"), ("age", "60000")], &script)
            .await
            .expect(200);
        assert_eq!(answer.body, "{\"saved\":true}");
        for page in ["", "?q=1", "?q=end"] {
            let page = learner.get(&format!("{attempt}{page}")).await.expect(200);
            assert_eq!(page.header("may-keep"), "no");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_of_an_own_device_has_scripts_of_ours_and_a_shared_one_none() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = at_home(&classroom, "Sato", &[Role::Learner]).await;
    let page = learner.get(LESSON).await.expect(200);
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self';")
    );
    let scripts: Vec<&str> = page.body.split("<script").skip(1).collect();
    assert!(
        scripts.iter().all(|tag| tag.starts_with(" src=\"/pkg/")),
        "{scripts:?}"
    );
    let owner = format!("data-owner=\"{}\"", learner.id());
    page.shows("src=\"/pkg/device-")
        .shows("src=\"/pkg/aloud-")
        .shows(&owner);
    classroom
        .sign_in(learner.id())
        .await
        .get(LESSON)
        .await
        .expect(200)
        .hides("<script");
}

#[tokio::test]
async fn where_something_is_kept_every_page_of_somebody_else_ends_that() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let staff = at_home(&classroom, "Mori", &[Role::Instructor]).await;
    for (person, page) in [
        (classroom.visitor(), "/sign-in"),
        (classroom.person("Shared", &[Role::Learner]).await, "/courses"),
        (staff, "/courses"),
    ] {
        person.set_cookie("kept", NOBODY);
        let page = person.get(page).await.expect(200);
        assert!(
            page.header("content-security-policy")
                .contains("script-src 'self';")
        );
        // Without an owner, the script removes what there is.
        let tag = page
            .between("<script src=\"/pkg/device-", "</script>")
            .expect("the script");
        assert!(!tag.contains("data-owner"), "{tag}");
    }
}

#[tokio::test]
async fn the_worker_stands_at_the_root_and_knows_every_file_of_the_frame() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let visitor = classroom.visitor();
    let worker = visitor.get("/worker.js").await.expect(200);
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("cache-control"), "no-store");
    assert_eq!(
        worker.header("content-security-policy"),
        "default-src 'none'; connect-src 'self'"
    );
    let frame: Vec<String> = serde_json::from_str(worker.between("const FRAME = ", ";\n").unwrap()).unwrap();
    let page = visitor.get("/sign-in").await.expect(200);
    let style = page
        .between("rel=\"stylesheet\" href=\"", "\"")
        .expect("a style sheet");
    assert!(frame.iter().any(|url| url == style), "{frame:?}");
    for url in &frame {
        visitor.get(url).await.expect(200);
    }
    let manifest = visitor.get("/manifest.webmanifest?lang=ja").await.expect(200);
    let manifest: Value = serde_json::from_str(&manifest.body).unwrap();
    assert_eq!(
        (&manifest["lang"], &manifest["name"]),
        (&"ja".into(), &"架け橋".into())
    );
    for icon in manifest["icons"].as_array().unwrap() {
        let icon = icon["src"].as_str().unwrap();
        assert!(worker.body.contains(icon), "{icon}");
    }
}

#[tokio::test]
async fn a_course_is_taken_home_with_its_pages_and_nothing_is_opened_by_that() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = at_home(&classroom, "Sato", &[Role::Learner]).await;
        learner
            .get(COURSE)
            .await
            .expect(200)
            .shows("data-take-home=\"keys\"");
        let list = learner
            .send(
                "GET",
                &format!("{COURSE}/home"),
                &[],
                &[("accept", "application/json")],
            )
            .await
            .expect(200);
        let list: Value = serde_json::from_str(&list.body).unwrap();
        let pages: Vec<&str> = list["pages"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert!(pages.contains(&COURSE) && pages.contains(&LESSON), "{pages:?}");
        assert!(pages.iter().all(|page| !page.contains("quizzes")), "{pages:?}");
        assert!(list["bytes"].as_u64().unwrap() > 10_000);
        for page in pages {
            let page = learner
                .send("GET", page, &[], &[("taking-home", "yes")])
                .await
                .expect(200);
            assert_eq!(page.header("may-keep"), "yes");
        }
        let opened = || lesson_progress::Entity::find().all(classroom.services.db.read());
        assert!(opened().await.unwrap().is_empty());
        learner.get(LESSON).await.expect(200);
        assert_eq!(opened().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_practised_without_a_line_is_kept_once_and_said_to_be_right() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = at_home(&classroom, "Sato", &[Role::Learner]).await;
        let key = uuid::Uuid::now_v7().to_string();
        let script = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
        let form = |answer: &'static str| {
            [
                ("do", "answer"),
                ("question", "which"),
                ("answer", answer),
                ("age", "60000"),
            ]
        };
        for (answer, says) in [("c", "That is right"), ("v", "Not quite")] {
            let mut form = form(answer).to_vec();
            if answer == "c" {
                form.push(("key", &key));
            }
            for _ in 0..2 {
                let told = learner.send("POST", LESSON, &form, &script).await.expect(200);
                let told: Value = serde_json::from_str(&told.body).unwrap();
                assert_eq!(told["saved"], true);
                assert!(told["say"].as_str().unwrap().contains(says), "{told}");
            }
        }
        let kept = practice_response::Entity::find()
            .all(classroom.services.db.read())
            .await
            .unwrap();
        assert_eq!(kept.iter().filter(|row| row.correct).count(), 1);
        let done = learner
            .send("POST", LESSON, &[("do", "finish")], &script)
            .await
            .expect(200);
        assert_eq!(done.body, "{\"saved\":true}");
        learner.get(COURSE).await.expect(200).shows("item done");
    })
    .await;
}
