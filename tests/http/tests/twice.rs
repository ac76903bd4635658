//! A form sent twice makes one: every address that takes a post is sent its form twice at the same moment and
//! once more, and of nothing there is more than after the first time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};
use server::{db::now, matching::tables::placement};
use uuid::Uuid;

use crate::matching::Scene;

/// Addresses whose posts make no row: they change one, end something, or are settled by a link or a password
/// that works once.
const MAKES_NOTHING: &[&str] = &[
    "/preferences",
    "/previewing/as",
    "/preview/{source}",
    "/sign-in",
    "/sign-out",
    "/account",
    "/set-up/{token}",
    "/join/{token}",
    "/password/{token}",
    "/people/{person}/roles",
    "/cohorts/{cohort}/edit",
    "/sessions/{session}/edit",
    "/sources/{source}",
    "/sources/{source}/settings",
    "/sources/{source}/revisions/{revision}/publish",
    "/help/requests",
    "/employers/{employer}/edit",
    "/openings/{opening}/edit",
    "/consents/waiting",
    "/disclosures",
];

/// Addresses whose posts make rows under conditions that their own tests set up, each with a form sent twice:
/// `races`, `items`, `publishing`, `make_up` and `rounds`.
const ELSEWHERE: &[&str] = &[
    "/openings/{opening}/posting",
    "/grading/{attempt}",
    "/items/{course}/{quiz}/accept",
    "/regrades/{course}/{quiz}",
    "/sessions/{session}/make-up/{person}",
];

/// Addresses that make anew each time, on purpose: a sheet of cards shows links that are kept nowhere, so that
/// another sheet needs other links; those before are good no more (`people_import`).
const ANEW: &[&str] = &["/people/import/{import}/cards"];

/// How many rows each table has, but for the audit trail, which tells each time that a link is made anew, and for
/// the marks that something is to be computed anew, which are no record of anything.
async fn rows(classroom: &Classroom) -> BTreeMap<String, i64> {
    let db = classroom.services.db.read();
    let backend = db.get_database_backend();
    let tables = match backend {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'",
        _ => "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let names = db
        .query_all_raw(Statement::from_string(backend, tables))
        .await
        .unwrap();
    let mut counts = BTreeMap::new();
    for name in names {
        let name: String = name.try_get_by_index(0).unwrap();
        if name == "audit_entry" || name == "stale" {
            continue;
        }
        let count = format!("SELECT COUNT(*) FROM \"{name}\"");
        let row = db
            .query_one_raw(Statement::from_string(backend, count))
            .await
            .unwrap();
        counts.insert(name, row.unwrap().try_get_by_index(0).unwrap());
    }
    counts
}

/// What was sent twice, by the route that took it.
#[derive(Default)]
struct Sent(BTreeSet<&'static str>);

impl Sent {
    /// Sends a form twice at once and once more, under one key: of nothing there is more than one form makes.
    async fn twice(
        &mut self,
        classroom: &Classroom,
        route: &'static str,
        person: &Person,
        path: &str,
        form: &[(&str, &str)],
    ) {
        let key = Uuid::now_v7().to_string();
        let with_key: Vec<(&str, &str)> = form.iter().copied().chain([("key", key.as_str())]).collect();
        self.sends(classroom, route, async || person.post(path, &with_key).await)
            .await;
    }

    /// The same for whatever `send` sends.
    async fn sends(&mut self, classroom: &Classroom, route: &'static str, send: impl AsyncFn() -> Answer) {
        self.0.insert(route);
        let before = rows(classroom).await;
        let (first, second) = tokio::join!(send(), send());
        let statuses = [first.status, second.status];
        assert!(
            statuses.iter().any(|status| [200, 303].contains(status)),
            "{route}: {statuses:?} {}",
            first.body
        );
        assert!(
            statuses.iter().all(|status| *status < 500),
            "{route}: {statuses:?}"
        );
        let after = rows(classroom).await;
        send().await;
        let again = rows(classroom).await;
        assert_eq!(after, again, "{route}: a third time makes more");
        let made: Vec<(&String, i64)> = after
            .iter()
            .map(|(table, count)| (table, count - before.get(table).copied().unwrap_or_default()))
            .filter(|(_, more)| *more != 0)
            .collect();
        let most = made.iter().map(|(_, more)| *more).max().unwrap_or_default();
        assert!(most <= self.allowed(route), "{route}: {made:?}");
    }

    /// How many rows of one table a form makes by itself.
    fn allowed(&self, route: &str) -> i64 {
        match route {
            // A class each week of three.
            "/cohorts/new" => 3,
            // Follow-ups after 7, 30, 60, 90 and 180 days.
            "/referrals/{referral}" => 5,
            // A notice to the learner, and one to who has sent the packet.
            "/packet/{token}" => 2,
            _ => 1,
        }
    }
}

#[tokio::test]
async fn every_form_sent_twice_makes_one() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let classroom = &scene.classroom;
        let (learner, coordinator) = (&scene.learner, &scene.coordinator);
        let teacher = &classroom.person("Ito", &[Role::Instructor]).await;
        let administrator = &classroom.person("Ono", &[Role::Administrator]).await;
        let (cohort, session) = classroom.class(teacher, std::slice::from_ref(learner)).await;
        let id = learner.id().to_string();
        let day = |days| (now() + TimeDelta::days(days)).date_naive().to_string();
        let (today, later, soon) = (day(0), day(20), day(1));
        let mut sent = Sent::default();

        // learning
        let ask = [("do", "ask"), ("page", "/courses/keys"), ("message", "How?")];
        sent.twice(classroom, "/help", learner, "/help", &ask).await;
        let lesson = "/courses/keys/lessons/copy";
        let practice = [("do", "answer"), ("question", "which"), ("answer", "v")];
        sent.twice(
            classroom,
            "/courses/{course}/lessons/{lesson}",
            learner,
            lesson,
            &practice,
        )
        .await;
        let quiz = "/courses/keys/quizzes/check";
        sent.twice(classroom, "/courses/{course}/quizzes/{quiz}", learner, quiz, &[])
            .await;
        let attempt = learner.post(quiz, &[]).await.expect(303).location().to_owned();
        let answer = [("question", "copy"), ("answer", "v")];
        let save = format!("{attempt}/answers");
        sent.twice(classroom, "/attempts/{attempt}/answers", learner, &save, &answer)
            .await;
        let next = [
            ("question", "copy"),
            ("number", "1"),
            ("answer", "c"),
            ("do", "next"),
        ];
        sent.twice(classroom, "/attempts/{attempt}", learner, &attempt, &next)
            .await;
        let more = [
            ("do", "grant"),
            ("quiz", "keys/check"),
            ("tries", "1"),
            ("minutes", "0"),
            ("reason", "The line broke"),
        ];
        let path = format!("/people/{id}/allowances");
        sent.twice(classroom, "/people/{person}/allowances", teacher, &path, &more)
            .await;

        // identity
        let invite = [("name", "Mori"), ("roles", "learner")];
        sent.twice(classroom, "/people", teacher, "/people", &invite)
            .await;
        let path = format!("/people/{id}");
        sent.twice(
            classroom,
            "/people/{person}",
            teacher,
            &path,
            &[("do", "password")],
        )
        .await;

        let import = Uuid::now_v7().to_string();
        let key = [("key", import.as_str())];
        let file = b"name,phone\nTani,\n";
        sent.sends(classroom, "/people/import", async || {
            coordinator
                .send_file("/people/import", &key, "people.csv", file)
                .await
        })
        .await;
        let path = format!("/people/import/{import}");
        let confirm = [("do", "confirm"), ("make", "2"), ("cohort", "")];
        sent.twice(classroom, "/people/import/{import}", coordinator, &path, &confirm)
            .await;
        let one = classroom.person("Hayashi", &[Role::Learner]).await;
        let other = classroom.person("Hayashi", &[Role::Learner]).await;
        let other = other.id().to_string();
        let path = format!("/people/{}/merge", one.id());
        let merge = [("do", "merge"), ("other", other.as_str())];
        sent.twice(classroom, "/people/{person}/merge", coordinator, &path, &merge)
            .await;
        let path = format!("/people/{}/data", one.id());
        let enter = [("do", "enter"), ("kind", "stop"), ("wish", "No more calls")];
        sent.twice(classroom, "/people/{person}/data", coordinator, &path, &enter)
            .await;

        // catalog
        let source = [
            ("name", "Town"),
            ("url", "ssh://git@127.0.0.1:1/town.git"),
            ("branch", "main"),
            ("folder", ""),
            ("auth", "ssh"),
            ("token", ""),
            ("poll_minutes", "0"),
        ];
        sent.twice(classroom, "/sources/new", administrator, "/sources/new", &source)
            .await;

        // classroom
        let new = [
            ("do", "create"),
            ("name", "Autumn"),
            ("place", "Room 1"),
            ("starts_on", today.as_str()),
            ("ends_on", later.as_str()),
            ("weekday", "1"),
            ("starts", "14:00"),
            ("ends", "16:00"),
            ("late_percent", "50"),
        ];
        sent.twice(classroom, "/cohorts/new", teacher, "/cohorts/new", &new)
            .await;
        let path = format!("/cohorts/{cohort}");
        let add = [
            ("do", "session"),
            ("date", soon.as_str()),
            ("starts", "10:00"),
            ("ends", "12:00"),
            ("place", ""),
            ("topic", ""),
        ];
        sent.twice(classroom, "/cohorts/{cohort}", teacher, &path, &add)
            .await;
        let invite = [("do", "invite"), ("name", "Hara")];
        sent.twice(classroom, "/cohorts/{cohort}", teacher, &path, &invite)
            .await;
        let mark = [("do", "mark"), ("person", id.as_str()), ("mark", "absent")];
        let path = format!("/sessions/{session}");
        sent.twice(classroom, "/sessions/{session}", teacher, &path, &mark)
            .await;
        teacher
            .post(&path, &[("do", "mark"), ("person", &id), ("mark", "none")])
            .await
            .expect(303);
        let code = crate::check_in::digits(classroom, session).await;
        let code = [("code", code.as_str())];
        sent.twice(classroom, "/check-in", learner, "/check-in", &code)
            .await;
        let path = format!("/check-in/{session}");
        sent.twice(classroom, "/check-in/{session}", learner, &path, &code)
            .await;
        let page = learner.get("/attendance").await.expect(200);
        let coming = page
            .between("name=\"session\" value=\"", "\"")
            .unwrap()
            .to_owned();
        let tell = [
            ("do", "announce"),
            ("session", coming.as_str()),
            ("reason", "Ill"),
        ];
        sent.twice(classroom, "/attendance", learner, "/attendance", &tell)
            .await;

        // readiness
        let path = format!("/readiness/{id}");
        let sign = [("do", "sign"), ("verdict", "not-yet"), ("reason", "Practice")];
        sent.twice(classroom, "/readiness/{person}", coordinator, &path, &sign)
            .await;
        let waive = [
            ("do", "waive"),
            ("requirement", "attendance"),
            ("waiver_reason", "Ill"),
            ("waiver_until", later.as_str()),
        ];
        sent.twice(classroom, "/readiness/{person}", coordinator, &path, &waive)
            .await;
        let page = learner.get("/readiness").await.expect(200);
        let decision = page
            .between("name=\"decision\" value=\"", "\"")
            .unwrap()
            .to_owned();
        let appeal = [
            ("do", "appeal"),
            ("decision", decision.as_str()),
            ("appeal", "But I did"),
        ];
        sent.twice(classroom, "/readiness", learner, "/readiness", &appeal)
            .await;

        // matching and care
        let employer = [("name", "Fictional Mill Ltd"), ("contact_email", "b@example.jp")];
        sent.twice(classroom, "/employers", coordinator, "/employers", &employer)
            .await;
        let page = coordinator.get("/employers").await.expect(200);
        let employer = page.between("/employers/", "/edit").unwrap().to_owned();
        let opening = [
            ("employer", employer.as_str()),
            ("title", "Reading meters"),
            ("kind", "data-entry"),
            ("work_mode", "telework"),
            ("hours_per_week", "20"),
            ("starts_on", later.as_str()),
            ("closes_on", later.as_str()),
            ("seats", "1"),
        ];
        sent.twice(classroom, "/openings/new", coordinator, "/openings/new", &opening)
            .await;
        let pass = [("do", "pass"), ("person", id.as_str()), ("reason", "Later")];
        let path = format!("/openings/{}", scene.opening);
        sent.twice(classroom, "/openings/{opening}", coordinator, &path, &pass)
            .await;
        let back = [("do", "back"), ("person", id.as_str())];
        coordinator.post(&path, &back).await.expect(303);
        sent.twice(classroom, "/wishes", learner, "/wishes", &[("max_hours", "23")])
            .await;
        let give = [
            ("do", "give"),
            ("purpose", "selection"),
            ("days", "30"),
            ("fields", "name"),
        ];
        let path = format!("/openings/{}/consent", scene.opening);
        sent.twice(classroom, "/openings/{opening}/consent", learner, &path, &give)
            .await;
        let page = coordinator.get(&scene.refer()).await.expect(200);
        let fingerprint = page
            .between("name=\"fingerprint\" value=\"", "\"")
            .unwrap()
            .to_owned();
        let send = [("fingerprint", fingerprint.as_str())];
        sent.twice(
            classroom,
            "/openings/{opening}/refer/{person}",
            coordinator,
            &scene.refer(),
            &send,
        )
        .await;
        let referral = scene.referral().await;
        let renewed = coordinator.post(&referral, &[("do", "renew")]).await.expect(200);
        let token = renewed.between("http://classroom.test/packet/", "<").unwrap();
        let packet = format!("/packet/{token}");
        let company = classroom.visitor();
        let yes = [("answer", "yes"), ("note", "Welcome")];
        sent.twice(classroom, "/packet/{token}", &company, &packet, &yes)
            .await;
        let start = [("do", "start"), ("starts_on", today.as_str())];
        sent.twice(classroom, "/referrals/{referral}", coordinator, &referral, &start)
            .await;
        let placed = placement::Entity::find()
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .expect("a placement");
        let care = format!("/care/{}", placed.id);
        let page = coordinator.get(&care).await.expect(200);
        let follow_up = page.between("<option value=\"", "\"").unwrap().to_owned();
        let contact = [
            ("do", "record"),
            ("follow_up", follow_up.as_str()),
            ("contact", "tried"),
            ("note", "No answer"),
            ("visibility", "team"),
        ];
        sent.twice(classroom, "/care/{placement}", coordinator, &care, &contact)
            .await;

        // telework
        let line = r#"{"what":"line","down":25,"up":5,"latency":20,"jitter":3,"loss":0}"#;
        let check = "/environment/check";
        sent.twice(classroom, check, learner, check, &[("value", line)])
            .await;
        let place = [("do", "tell"), ("items", "desk"), ("note", "By the window")];
        let workplace = "/environment/workplace";
        sent.twice(classroom, workplace, learner, workplace, &place).await;
        let agree = [("version", "1"), ("name", "Sato")];
        sent.twice(classroom, "/pledge", learner, "/pledge", &agree).await;
        let text = [("from", "1"), ("ja", "約束"), ("en", "A pledge")];
        sent.twice(classroom, "/pledge/text", coordinator, "/pledge/text", &text)
            .await;
        let tell = [("kind", "injury"), ("what", "A finger")];
        sent.twice(classroom, "/incidents/new", learner, "/incidents/new", &tell)
            .await;
        let page = coordinator.get("/incidents").await.expect(200);
        let incident = page
            .between("<th scope=\"row\"><a href=\"/incidents/", "\"")
            .unwrap();
        let incident = format!("/incidents/{incident}");
        let note = [("do", "note"), ("note", "A plaster")];
        sent.twice(classroom, "/incidents/{incident}", coordinator, &incident, &note)
            .await;
        let path = format!("/environment/{id}");
        let invite = [("do", "invite")];
        sent.twice(classroom, "/environment/{person}", coordinator, &path, &invite)
            .await;
        let call = coordinator.post(&path, &invite).await.expect(303);
        let call = call.location().to_owned();
        sent.twice(classroom, "/calls/{call}", coordinator, &call, &[("do", "end")])
            .await;

        let known: BTreeSet<&str> = MAKES_NOTHING
            .iter()
            .chain(ELSEWHERE)
            .chain(ANEW)
            .copied()
            .chain(sent.0)
            .collect();
        let routes: BTreeSet<&str> = app::routes::all()
            .into_iter()
            .filter(|route| route.post.is_some())
            .map(|route| route.path)
            .collect();
        // A room with places of its own (kits, rounds …) sends its forms twice in its own tests.
        let place = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
        let places: BTreeSet<String> = known.iter().map(|path| place(path)).collect();
        let here = routes.iter().filter(|path| places.contains(&place(path)));
        let forgotten: Vec<_> = here.filter(|path| !known.contains(*path)).collect();
        assert!(forgotten.is_empty(), "send these twice, too: {forgotten:?}");
    })
    .await;
}
