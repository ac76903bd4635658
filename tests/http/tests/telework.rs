//! Working from home: the self-test and its evidence, the pledge, the workplace, incidents and calls; and who
//! sees what of whom.

use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use server::readiness::tables::checklist_entry;
use uuid::Uuid;

async fn measured(person: &Person, value: &str) -> Answer {
    person.post("/environment/check", &[("value", value)]).await
}

const LINE: &str = r#"{"what":"line","down":25.04,"up":5,"latency":20,"jitter":3,"loss":0}"#;

#[tokio::test]
async fn what_was_measured_at_home_is_evidence_with_its_numbers() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_curriculum().await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let staff = classroom.person("Ito", &[Role::Instructor]).await;
        let page = learner.get("/environment/check").await.expect(200);
        let page = page.shows("Measure the line").shows("<noscript>");
        assert!(
            page.header("permissions-policy")
                .contains("display-capture=(self)")
        );
        assert!(
            page.header("content-security-policy")
                .contains("script-src 'self'")
        );

        let answer = measured(&learner, LINE).await.expect(200);
        answer.shows("\"ok\":true").shows("receives 25 Mbit/s");
        let slow = r#"{"what":"line","down":9.99,"up":5,"latency":20,"jitter":3,"loss":0}"#;
        let answer = measured(&learner, slow).await.expect(200);
        // A number below its limit is not shown as one that reaches it.
        answer
            .shows("\"ok\":false")
            .shows("slow-down")
            .shows("receives 9.9 Mbit/s");
        let failed = r#"{"what":"failed","measure":"camera","problem":"denied"}"#;
        measured(&learner, failed).await.expect(200).shows("denied");
        learner
            .get("/environment")
            .await
            .expect(200)
            .shows("receives 9.9 Mbit/s")
            .shows("Press the sign left of the address");
        staff
            .get(&format!("/environment/{}", learner.id()))
            .await
            .expect(200)
            .shows("receives 9.9 Mbit/s");
        measured(&learner, LINE).await.expect(200);
        let checks = checklist_entry::Entity::find()
            .filter(checklist_entry::Column::PersonId.eq(learner.id()))
            .filter(checklist_entry::Column::RuleId.eq("office-telework"))
            .filter(checklist_entry::Column::ItemId.eq("line-speed"))
            .order_by_asc(checklist_entry::Column::Id)
            .all(classroom.services.db.read())
            .await
            .unwrap();
        let fine: Vec<bool> = checks.iter().map(|check| check.ok).collect();
        assert_eq!(fine, [true, false, true]);

        for wrong in [
            "{}",
            r#"{"what":"line","down":-1,"up":5,"latency":20,"jitter":3,"loss":0}"#,
            r#"{"what":"line","down":1e9,"up":5,"latency":20,"jitter":3,"loss":0}"#,
            r#"{"what":"toaster"}"#,
        ] {
            measured(&learner, wrong).await.expect(400);
        }
    })
    .await;
}

#[tokio::test]
async fn a_line_is_measured_by_whoever_began_and_within_its_limits() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let other = classroom.person("Abe", &[Role::Learner]).await;
    let begun = learner.post("/line", &[]).await.expect(200);
    let run = begun.between("\"run\":\"", "\"").unwrap().to_owned();
    let ping = format!("/line/{run}/ping");
    learner.get(&ping).await.expect(200);
    other.get(&ping).await.expect(404);
    classroom.visitor().get(&ping).await.expect(401);
    let up = format!("/line/{run}/up");
    let sent = learner
        .post(&up, &[("noise", &"x".repeat(5000))])
        .await
        .expect(200);
    assert!(sent.body.contains("\"b\":5006"), "{}", sent.body);
    learner.get(&up).await.expect(200).shows("\"b\":5006");
    learner.post(&format!("/line/{run}/end"), &[]).await.expect(200);
    learner.get(&ping).await.expect(404);
    for _ in 1..server::limits::LINES_PER_HOUR {
        learner.post("/line", &[]).await.expect(200);
    }
    learner.post("/line", &[]).await.expect(429);
}

#[tokio::test]
async fn the_pledge_is_asked_again_when_it_changes() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        learner
            .post("/pledge", &[("version", "1"), ("name", " ")])
            .await
            .expect(422)
            .shows("id=\"name-error\"");
        let agree = |version: &'static str| [("version", version), ("name", "Sato Hana")];
        for _ in 0..2 {
            learner.post("/pledge", &agree("1")).await.expect(303);
        }
        learner
            .get("/pledge")
            .await
            .expect(200)
            .shows("Sato Hana agreed on");
        let page = format!("/environment/{}", learner.id());
        coordinator.get(&page).await.expect(200).shows("✓ Agreed");
        let new = [("from", "1"), ("ja", "新しい約束"), ("en", "A new pledge")];
        coordinator.post("/pledge/text", &new).await.expect(303);
        coordinator
            .get(&page)
            .await
            .expect(200)
            .shows("Not to the present version");
        learner
            .get("/pledge")
            .await
            .expect(200)
            .shows("The text has changed since you agreed")
            .shows("A new pledge");
        learner.post("/pledge", &agree("1")).await.expect(409);
        learner.post("/pledge", &agree("2")).await.expect(303);
        learner.get("/environment").await.expect(200).shows("✓ Agreed");
    })
    .await;
}

#[tokio::test]
async fn the_picture_of_a_desk_goes_with_the_answer() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let other = classroom.person("Abe", &[Role::Learner]).await;
        let staff = classroom.person("Ito", &[Role::Instructor]).await;
        let form = [
            ("do", "tell"),
            ("items", "desk"),
            ("items", "light"),
            ("note", "By the window"),
        ];
        let picture = b"\xFF\xD8\xFF\xE0 a desk";
        learner
            .send_picture("/environment/workplace", &form, "photo", "desk.jpg", picture)
            .await
            .expect(303);
        let page = format!("/environment/{}", learner.id());
        let shown = staff
            .get(&page)
            .await
            .expect(200)
            .shows("By the window")
            .shows("There is nothing on the floor to trip over");
        let photo = shown.between("src=\"/workplaces/", "\"").unwrap().to_owned();
        let photo = format!("/workplaces/{photo}");
        staff.get(&photo).await.expect(200);
        other.get(&photo).await.expect(404);
        let id = shown
            .between("name=\"workplace\" value=\"", "\"")
            .unwrap()
            .to_owned();
        let decide = |word: &'static str, reason: &'static str| {
            [
                ("do", "decide"),
                ("workplace", id.clone().leak()),
                ("decision", word),
                ("reason", reason),
            ]
        };
        staff
            .post(&page, &decide("not-yet", ""))
            .await
            .expect(422)
            .shows("id=\"reason-error\"");
        staff
            .post(&page, &decide("not-yet", "A lamp first."))
            .await
            .expect(303);
        staff.get(&photo).await.expect(404);
        staff.post(&page, &decide("fine", "")).await.expect(409);
        learner
            .get("/environment")
            .await
            .expect(200)
            .shows("A lamp first.");
        let text = b"no picture at all";
        learner
            .send_picture("/environment/workplace", &form, "photo", "desk.jpg", text)
            .await
            .expect(422)
            .shows("id=\"photo-error\"");
    })
    .await;
}

#[tokio::test]
async fn an_incident_is_told_with_one_press_and_closed_with_what_was_learnt() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let other = classroom.person("Abe", &[Role::Learner]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let key = Uuid::now_v7().to_string();
        let tell = [("key", key.as_str()), ("kind", "lost-device"), ("what", "")];
        let path = format!("/incidents/{key}");
        for _ in 0..2 {
            let answer = learner.post("/incidents/new", &tell).await.expect(303);
            assert_eq!(answer.location(), path);
        }
        learner
            .get(&path)
            .await
            .expect(200)
            .shows("What to do now")
            .shows("Told to: Kato");
        for stranger in [&other, &instructor] {
            stranger.get(&path).await.expect(404);
            let note = [("do", "note"), ("note", "Seen.")];
            stranger.post(&path, &note).await.expect(404);
        }
        coordinator.get("/").await.expect(200).shows("Open incidents");
        let note = [("do", "note"), ("note", "The phone company blocked it.")];
        coordinator.post(&path, &note).await.expect(303);
        learner.get(&path).await.expect(200).shows("blocked it");
        let close = |words: &'static str| [("do", "close"), ("learnt", words)];
        learner.post(&path, &close("Nothing.")).await.expect(403);
        coordinator.post(&path, &close(" ")).await.expect(422);
        coordinator
            .post(&path, &close("Phones get a lock from the first day on."))
            .await
            .expect(303);
        coordinator.get("/").await.expect(200).hides("Open incidents");
        learner
            .get(&path)
            .await
            .expect(200)
            .shows("lock from the first day");
        coordinator
            .get("/incidents?state=closed")
            .await
            .expect(200)
            .shows("Sato");
    })
    .await;
}

#[tokio::test]
async fn a_call_is_for_two_and_what_was_seen_in_it_is_evidence() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_curriculum().await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let other = classroom.person("Abe", &[Role::Learner]).await;
        let host = classroom.person("Ito", &[Role::Instructor]).await;
        let second = classroom.person("Kato", &[Role::Coordinator]).await;
        let page = format!("/environment/{}", learner.id());
        let call = host.post(&page, &[("do", "invite")]).await.expect(303);
        let call = call.location().to_owned();
        // One call stands between two.
        let again = host.post(&page, &[("do", "invite")]).await.expect(303);
        assert_eq!(again.location(), call);
        learner
            .get("/")
            .await
            .expect(200)
            .shows("Ito invites you to a call");
        learner
            .get("/environment")
            .await
            .expect(200)
            .shows("Ito invites you to a call");
        for stranger in [&other, &second] {
            stranger.get(&call).await.expect(404);
            stranger.get(&format!("{call}/events")).await.expect(404);
            stranger
                .send(
                    "POST",
                    &format!("{call}/send"),
                    &[],
                    &[("sec-fetch-site", "same-origin")],
                )
                .await
                .expect(404);
        }
        let long = "x".repeat(server::limits::CALL_BYTES);
        learner
            .post(&format!("{call}/send"), &[("message", &long)])
            .await
            .expect(413);
        learner.get(&call).await.expect(200).shows("Enter the call");
        learner
            .get(&format!("{call}/servers"))
            .await
            .expect(200)
            .shows("iceServers");
        host.post(&call, &[("do", "fine")]).await.expect(409);
        // Whoever listens has come.
        learner.get(&format!("{call}/events")).await.expect(200);
        learner.post(&call, &[("do", "fine")]).await.expect(403);
        host.post(&call, &[("do", "fine")]).await.expect(303);
        let evidence = format!("/readiness/{}?rule=office-telework", learner.id());
        host.get(&evidence).await.expect(200).shows("Ito");
        learner.post(&call, &[("do", "end")]).await.expect(303);
        learner.get("/").await.expect(200).hides("invites you to a call");
        host.get(&call).await.expect(200).shows("This call is over");
        host.get(&format!("{call}/events")).await.expect(404);
    })
    .await;
}
