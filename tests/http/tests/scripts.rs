//! A script's request gets a script's answer: JSON at every address, whatever goes wrong.

use domain::identity::Role;
use http_tests::{Answer, Classroom, Database, Person, on_both};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use server::{
    db::now,
    http::{
        refusal::{Refusal, Why},
        routes::ENDPOINTS,
    },
    limits::{FORM_BYTES, LONG_FORM_BYTES},
};
use uuid::Uuid;

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
const JSON: [(&str, &str); 2] = [("sec-fetch-site", "same-origin"), ("accept", "application/json")];

/// Posts as the script does.
async fn post(person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    person.send("POST", path, fields, &JSON).await
}

/// What a script was told: nothing, or why not. Anything but JSON of these two kinds fails.
#[track_caller]
fn told(answer: &Answer) -> Result<(), Refusal> {
    assert!(
        answer.header("content-type").starts_with("application/json"),
        "{} {:?}\n{}",
        answer.status,
        answer.location(),
        answer.body
    );
    let value: Value = serde_json::from_str(&answer.body).expect("JSON");
    if answer.status == 200 {
        assert_eq!(value["saved"], true, "{value}");
        return Ok(());
    }
    let refusal: Refusal = serde_json::from_value(value["refused"].clone()).expect("a refusal");
    let status = answer.status;
    assert!(
        status == refusal.why.status().as_u16() || refusal.why == Why::NotTaken || refusal.why == Why::Fault
    );
    Err(refusal)
}

/// Every address to which something can be posted, with made-up names, and what it is.
fn addresses() -> Vec<(&'static str, String)> {
    let pages = app::routes::all()
        .into_iter()
        .filter(|route| route.post.is_some());
    let paths = pages.map(|route| route.path);
    let others = ENDPOINTS.iter().filter(|(method, ..)| *method == "POST");
    paths
        .chain(others.map(|(_, path, _)| *path))
        .map(|path| {
            let parts: Vec<&str> = path
                .split('/')
                .map(|part| if part.starts_with('{') { NOBODY } else { part })
                .collect();
            (path, parts.join("/"))
        })
        .collect()
}

#[tokio::test]
async fn no_address_answers_a_script_with_a_page_whoever_asks_and_whatever_is_sent() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.person("Administrator", &[Role::Administrator]).await;
        let long = "a".repeat(LONG_FORM_BYTES + 1);
        let mut seen = Vec::new();
        for (path, address) in addresses() {
            for role in [
                None,
                Some(Role::Learner),
                Some(Role::Instructor),
                Some(Role::Coordinator),
                Some(Role::Administrator),
            ] {
                // A new sign-in each time: "sign out" is among the addresses.
                let person = match role {
                    Some(role) => classroom.person(role.code(), &[role]).await,
                    None => classroom.visitor(),
                };
                for fields in [
                    &[][..],
                    &[("do", "nonsense"), ("x", "y")],
                    &[("note", long.as_str())],
                ] {
                    let answer = post(&person, &address, fields).await;
                    if let Err(refusal) = told(&answer) {
                        seen.push(refusal.why);
                        let visitor = role.is_none() && !matches!(path, "/look" | "/previewing/as");
                        assert!(
                            refusal.why != Why::Fault,
                            "{path}: a fault for {role:?}, {:?}",
                            fields.first()
                        );
                        if visitor && refusal.why == Why::Forbidden {
                            panic!("{path}: whoever is not signed in is told to sign in");
                        }
                    }
                }
            }
        }
        for why in [
            Why::SignIn,
            Why::Forbidden,
            Why::NotFound,
            Why::Misread,
            Why::TooLarge,
        ] {
            assert!(seen.contains(&why), "{why:?} was never told");
        }
    })
    .await;
}

#[tokio::test]
async fn what_fails_below_the_pages_is_told_in_json_too() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let why = |answer: &Answer| told(answer).unwrap_err().why;
    // From another site.
    let headers = [("sec-fetch-site", "cross-site"), ("accept", "application/json")];
    let answer = learner.send("POST", "/wishes", &[], &headers).await;
    assert_eq!((answer.status, why(&answer)), (403, Why::Forbidden));
    // An address that is none, a method that is not taken, a page.
    let answer = post(&learner, "/no-such-address", &[]).await;
    assert_eq!((answer.status, why(&answer)), (404, Why::NotFound));
    let answer = post(&learner, "/courses", &[]).await;
    assert_eq!((answer.status, why(&answer)), (405, Why::NotTaken));
    let answer = learner.send("GET", "/courses", &[], &JSON).await;
    assert_eq!(why(&answer), Why::NotTaken);
    let answer = classroom.visitor().send("GET", "/courses", &[], &JSON).await;
    assert_eq!((answer.status, why(&answer)), (401, Why::SignIn));
    // A form that is too large, and a rate limit.
    let large = "a".repeat(FORM_BYTES + 1);
    let answer = post(&learner, "/wishes", &[("note", &large)]).await;
    assert_eq!((answer.status, why(&answer)), (413, Why::TooLarge));
    let mut last = None;
    for _ in 0..12 {
        last = Some(
            post(
                &classroom.visitor(),
                "/sign-in",
                &[("email", "x"), ("password", "y")],
            )
            .await,
        );
    }
    let answer = last.unwrap();
    let refusal = told(&answer).unwrap_err();
    assert_eq!((answer.status, refusal.why), (429, Why::Wait));
    assert!(refusal.seconds.is_some());
}

#[tokio::test]
async fn a_fault_of_ours_is_told_in_json_and_keeps_what_was_sent() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let start = learner.post("/courses/keys/quizzes/check", &[]).await.expect(303);
    let path = format!("{}/answers", start.location());
    let broken = classroom
        .services
        .db
        .write()
        .execute_unprepared("DROP TABLE response");
    broken.await.expect("the table is gone");
    let fields = [("question", "copy"), ("answer", "c"), ("base", "")];
    let answer = post(&learner, &path, &fields).await;
    assert_eq!((answer.status, told(&answer).unwrap_err().why), (500, Why::Fault));
}

#[tokio::test]
async fn after_the_hand_in_on_another_device_the_script_reads_one_sentence() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let start = learner.post("/courses/keys/quizzes/check", &[]).await.expect(303);
        let attempt = start.location().to_owned();
        learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        let key = Uuid::now_v7().to_string();
        let fields = [("question", "copy"), ("answer", "c"), ("base", ""), ("key", &key)];
        let answer = post(&learner, &format!("{attempt}/answers"), &fields).await;
        let refusal = told(&answer).unwrap_err();
        assert_eq!((answer.status, refusal.why), (409, Why::Refused));
        assert!(
            refusal.say.contains("already been handed in") && !refusal.say.contains('<'),
            "{}",
            refusal.say
        );
    })
    .await;
}

#[tokio::test]
async fn what_one_person_entered_is_never_taken_as_anothers() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let (sato, mori) = (
            classroom.person("Sato", &[Role::Learner]).await,
            classroom.person("Mori", &[Role::Learner]).await,
        );
        let start = sato.post("/courses/keys/quizzes/check", &[]).await.expect(303);
        let path = format!("{}/answers", start.location());
        let owner = sato.id().to_string();
        let fields = [("question", "copy"), ("answer", "c"), ("owner", &owner)];
        // Somebody else has signed in on that computer meanwhile.
        let answer = post(&mori, &path, &fields).await;
        let refusal = told(&answer).unwrap_err();
        assert_eq!((answer.status, refusal.why), (401, Why::OtherPerson));
        // Nobody has.
        let answer = post(&classroom.visitor(), &path, &fields).await;
        let refusal = told(&answer).unwrap_err();
        assert_eq!((answer.status, refusal.why), (401, Why::SignIn));
        told(&post(&sato, &path, &fields).await).unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_mark_tells_when_it_was_tapped_and_that_it_came_too_late() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Mori", &[Role::Instructor]).await;
        let learners = classroom.learners(1).await;
        let (_, session) = classroom.class(&teacher, &learners).await;
        let (path, person) = (format!("/sessions/{session}"), learners[0].id().to_string());
        let mark = async |mark: &str, age: &str| {
            let key = Uuid::now_v7().to_string();
            let fields = [
                ("do", "mark"),
                ("person", &*person),
                ("mark", mark),
                ("key", &*key),
                ("age", age),
            ];
            post(&teacher, &path, &fields).await.expect(200).body
        };
        assert_eq!(mark("present", "0").await, "{\"saved\":true}");
        assert_eq!(mark("excused", "60000").await, "{\"saved\":true,\"late\":true}");
        teacher
            .get(&path)
            .await
            .expect(200)
            .shows("“Excused” of")
            .shows("arrived later. The newer mark stays.");
        let age = (now().timestamp_millis()).to_string();
        assert_eq!(
            mark("late", &age).await,
            "{\"saved\":true}",
            "an age of fifty years is none"
        );
    })
    .await;
}
