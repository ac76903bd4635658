//! From an opening to the first working day: consent, packet, answer, placement, follow-ups.

use chrono::{NaiveDate, TimeDelta};
use domain::identity::Role;
use http_tests::{Classroom, Person, on_both};
use sea_orm::{EntityTrait, PaginatorTrait};
use server::{care::tables::follow_up, identity::tables::audit_entry};
use uuid::Uuid;

/// A coordinator with an opening, and a learner.
pub(crate) struct Scene {
    pub(crate) classroom: Classroom,
    pub(crate) coordinator: Person,
    pub(crate) learner: Person,
    pub(crate) opening: String,
}

fn today() -> NaiveDate {
    (chrono::Utc::now() + chrono::TimeDelta::hours(9)).date_naive()
}

fn in_days(days: i64) -> String {
    (today() + TimeDelta::days(days)).to_string()
}

impl Scene {
    pub(crate) async fn new(database: http_tests::Database) -> Scene {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let learner = classroom.person("Sato Hanako", &[Role::Learner]).await;
        let employer = Uuid::now_v7().to_string();
        let form = [
            ("key", employer.as_str()),
            ("name", "Fictional Harbour Ltd"),
            ("contact_email", "a@example.jp"),
        ];
        coordinator.post("/employers", &form).await.expect(303);
        let opening = Uuid::now_v7().to_string();
        let (starts, closes) = (in_days(30), in_days(20));
        let form = [
            ("key", opening.as_str()),
            ("employer", &employer),
            ("title", "Typing forms"),
            ("kind", "data-entry"),
            ("work_mode", "telework"),
            ("hours_per_week", "20"),
            ("starts_on", &starts),
            ("closes_on", &closes),
            ("seats", "1"),
            ("equipment_provided", "yes"),
        ];
        coordinator.post("/openings/new", &form).await.expect(303);
        Scene {
            classroom,
            coordinator,
            learner,
            opening,
        }
    }

    pub(crate) async fn consents(&self, fields: &[&str]) {
        let mut form = vec![("do", "give"), ("purpose", "selection"), ("days", "30")];
        form.extend(fields.iter().map(|field| ("fields", *field)));
        self.learner
            .post(&format!("/openings/{}/consent", self.opening), &form)
            .await
            .expect(303);
    }

    pub(crate) fn refer(&self) -> String {
        format!("/openings/{}/refer/{}", self.opening, self.learner.id())
    }

    /// Sends what the preview shows: the packet's HTML and the path of the link.
    pub(crate) async fn sends(&self) -> (String, String) {
        let preview = self.coordinator.get(&self.refer()).await.expect(200);
        let packet = packet(&preview);
        let fingerprint = preview
            .between("name=\"fingerprint\" value=\"", "\"")
            .expect("a fingerprint")
            .to_owned();
        let form = [("fingerprint", fingerprint.as_str())];
        let sent = self.coordinator.post(&self.refer(), &form).await.expect(200);
        let token = sent
            .between("http://classroom.test/packet/", "<")
            .expect("a link");
        (packet, format!("/packet/{token}"))
    }

    pub(crate) async fn referral(&self) -> String {
        let list = self.coordinator.get("/referrals").await.expect(200);
        format!(
            "/referrals/{}",
            list.between("href=\"/referrals/", "\"").expect("a referral")
        )
    }
}

/// Presses the button that opens a packet; gives the page with the packet.
async fn opened(employer: &Person, link: &str) -> http_tests::Answer {
    let answer = employer.post(link, &[("do", "open")]).await.expect(303);
    assert_eq!(answer.location(), link);
    employer.get(link).await.expect(200)
}

fn packet(page: &http_tests::Answer) -> String {
    page.between("<article class=\"card packet\">", "</article>")
        .expect("a packet")
        .to_owned()
}

#[tokio::test]
async fn nothing_is_sent_without_consent() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene
            .coordinator
            .get(&scene.refer())
            .await
            .expect(200)
            .shows("has not agreed")
            .hides("card packet");
        let answer = scene
            .coordinator
            .post(&scene.refer(), &[("fingerprint", "x")])
            .await
            .expect(409);
        answer.shows("Nothing has been sent");
        scene
            .coordinator
            .get("/referrals")
            .await
            .expect(200)
            .hides("Sato Hanako");
    })
    .await;
}

#[tokio::test]
async fn the_employer_sees_byte_for_byte_what_the_learner_agreed_to_and_the_coordinator_previewed() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let form = [
            ("do", "preview"),
            ("purpose", "selection"),
            ("days", "30"),
            ("fields", "name"),
            ("fields", "wishes"),
        ];
        let path = format!("/openings/{}/consent", scene.opening);
        let agreed = packet(&scene.learner.post(&path, &form).await.expect(200));
        scene.consents(&["name", "wishes"]).await;
        let (previewed, link) = scene.sends().await;
        let employer = scene.classroom.visitor();
        let answer = opened(&employer, &link).await;
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow, noarchive");
        assert_eq!(packet(&answer), previewed);
        assert_eq!(previewed, agreed);
        assert!(
            previewed.contains("Sato Hanako") && !previewed.contains("Attendance"),
            "{previewed}"
        );
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_the_preview_is_not_sent() {
    let scene = Scene::new(http_tests::Database::Sqlite).await;
    scene.consents(&["name", "wishes"]).await;
    let preview = scene.coordinator.get(&scene.refer()).await.expect(200);
    let fingerprint = preview
        .between("name=\"fingerprint\" value=\"", "\"")
        .unwrap()
        .to_owned();
    scene
        .learner
        .post("/wishes", &[("max_hours", "25")])
        .await
        .expect(303);
    let form = [("fingerprint", fingerprint.as_str())];
    scene
        .coordinator
        .post(&scene.refer(), &form)
        .await
        .expect(409)
        .shows("has changed since you checked it");
    scene
        .coordinator
        .get("/referrals")
        .await
        .expect(200)
        .hides("Sato Hanako");
}

#[tokio::test]
async fn withdrawing_closes_the_link_at_once_and_the_learner_sees_every_opening() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene.consents(&["name"]).await;
        let (_, link) = scene.sends().await;
        let employer = scene.classroom.visitor();
        opened(&employer, &link).await;
        opened(&employer, &link).await;
        let mine = scene
            .learner
            .get("/disclosures")
            .await
            .expect(200)
            .shows("Opened, waiting");
        assert_eq!(mine.body.matches(" opened</li>").count(), 2, "{}", mine.body);
        let consent = mine
            .between("name=\"consent\" value=\"", "\"")
            .unwrap()
            .to_owned();
        // Nobody withdraws for somebody else.
        let other = scene.classroom.person("Suzuki", &[Role::Learner]).await;
        other
            .post("/disclosures", &[("consent", &consent)])
            .await
            .expect(404);
        scene
            .learner
            .post("/disclosures", &[("consent", &consent)])
            .await
            .expect(303);
        employer
            .get(&link)
            .await
            .expect(409)
            .shows("withdrawn permission")
            .hides("Sato");
        employer
            .post(&link, &[("answer", "yes")])
            .await
            .expect(409)
            .hides("Sato");
        scene
            .learner
            .get("/disclosures")
            .await
            .expect(200)
            .shows("Withdrawn");
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_wrong_or_replaced_says_so_in_both_languages() {
    let scene = Scene::new(http_tests::Database::Sqlite).await;
    scene.consents(&["name"]).await;
    let (_, link) = scene.sends().await;
    let referral = scene.referral().await;
    let renewed = scene
        .coordinator
        .post(&referral, &[("do", "renew")])
        .await
        .expect(200);
    let token = renewed
        .between("http://classroom.test/packet/", "<")
        .unwrap()
        .to_owned();
    let employer = scene.classroom.visitor();
    employer
        .get(&link)
        .await
        .expect(409)
        .shows("This link is not right");
    employer.get(&format!("/packet/{token}")).await.expect(200);
    employer
        .reading("ja")
        .get("/packet/abc")
        .await
        .expect(409)
        .shows("このリンクは正しくありません");
}

#[tokio::test]
async fn a_program_that_follows_the_link_sees_nothing_and_opens_nothing() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene.consents(&["name"]).await;
        let (_, link) = scene.sends().await;
        let written = async || {
            let read = scene.classroom.services.db.read();
            audit_entry::Entity::find().count(read).await.unwrap()
        };
        let before = written().await;
        for method in ["GET", "HEAD"] {
            let scanner = scene.classroom.visitor();
            let answer = scanner.send(method, &link, &[], &[]).await.expect(200);
            answer.hides("Sato").hides("card packet");
        }
        assert_eq!(written().await, before);
        let mine = scene.learner.get("/disclosures").await.expect(200);
        mine.shows("Not opened yet").hides(" opened</li>");
        // Another browser that guesses the cookie sees nothing either.
        let guesser = scene.classroom.visitor();
        guesser.set_cookie("packet", &"0".repeat(64));
        guesser.get(&link).await.expect(200).hides("Sato");
        let employer = scene.classroom.visitor();
        opened(&employer, &link).await.shows("Sato");
        // Seen again in the same browser, it is not opened again.
        employer.get(&link).await.expect(200).shows("Sato");
        let mine = scene.learner.get("/disclosures").await.expect(200);
        assert_eq!(mine.body.matches(" opened</li>").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_answer_stands_beside_the_first_for_everybody() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene.consents(&["name"]).await;
        let (_, link) = scene.sends().await;
        let referral = scene.referral().await;
        let first = [("answer", "yes"), ("note", "We would be glad")];
        scene.classroom.visitor().post(&link, &first).await.expect(303);
        // Who answers has opened it.
        scene
            .learner
            .get("/disclosures")
            .await
            .expect(200)
            .shows(" opened</li>");
        let forwarded = scene.classroom.visitor();
        let second = [("answer", "no"), ("note", "No seat after all")];
        forwarded.post(&link, &second).await.expect(303);
        let pages = [
            forwarded.get(&link).await.expect(200),
            scene.learner.get("/disclosures").await.expect(200),
            scene.coordinator.get(&referral).await.expect(200),
        ];
        for page in pages {
            let page = page.shows("We would be glad").shows("No seat after all");
            let newest = page.body.find("No seat after all");
            assert!(newest < page.body.find("We would be glad"), "{}", page.body);
        }
        // The newest counts.
        scene
            .coordinator
            .get("/referrals")
            .await
            .expect(200)
            .shows("Answer: not this time");
        // The same form sent twice is one answer.
        let key = Uuid::now_v7().to_string();
        let third = [("key", key.as_str()), ("answer", "talk"), ("note", "Once more")];
        forwarded.post(&link, &third).await.expect(303);
        forwarded.post(&link, &third).await.expect(303);
        let page = forwarded.get(&link).await.expect(200);
        assert_eq!(page.body.matches("Once more").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_yes_leads_to_a_placement_and_its_five_follow_ups() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        scene.consents(&["name", "email"]).await;
        let (_, link) = scene.sends().await;
        let referral = scene.referral().await;
        let employer = scene.classroom.visitor();
        // Work does not start before a yes.
        let start =
            [("do", "start"), ("starts_on", &in_days(0))].map(|(name, value)| (name, value.to_owned()));
        let start: Vec<(&str, &str)> = start
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        scene.coordinator.post(&referral, &start).await.expect(409);
        employer
            .post(&link, &[("answer", "")])
            .await
            .expect(422)
            .shows("Please choose an answer");
        employer.post(&link, &[("answer", "talk")]).await.expect(303);
        employer
            .post(&link, &[("answer", "yes"), ("note", "Welcome")])
            .await
            .expect(303);
        scene
            .learner
            .get("/disclosures")
            .await
            .expect(200)
            .shows("Welcome");
        let placed = scene.coordinator.post(&referral, &start).await.expect(303);
        let care = placed.location().to_owned();
        let page = scene.coordinator.get(&care).await.expect(200);
        for day in [7, 30, 60, 90, 180] {
            assert!(
                page.body.contains(&format!("day {day}")),
                "day {day}: {}",
                page.body
            );
        }
        employer
            .post(&link, &[("answer", "no")])
            .await
            .expect(409)
            .shows("can no longer be changed");
        scene
            .coordinator
            .get("/care?due=week")
            .await
            .expect(200)
            .shows("Sato Hanako");

        // What day 180 is for cannot be known on the first day; who has left has a last day; and what the form
        // does not have is done by nothing.
        let last = follow_up::Entity::find()
            .all(scene.classroom.services.db.read())
            .await
            .unwrap()
            .into_iter()
            .max_by_key(|row| row.day)
            .unwrap();
        let last = last.id.to_string();
        let record = |act, follow_up, outcome, last_day| {
            [
                ("do", act),
                ("follow_up", follow_up),
                ("contact", "reached"),
                ("outcome", outcome),
                ("visibility", "team"),
                ("last_day", last_day),
            ]
        };
        let first = page.between("<option value=\"", "\"").unwrap();
        assert!(
            !page.body.contains(&last),
            "the last follow-up is offered: {}",
            page.body
        );
        let (now, tomorrow) = (in_days(0), in_days(1));
        for (form, wrong) in [
            (record("record", &last, "left", &now), "follow_up"),
            (record("record", first, "left", ""), "last_day"),
            (record("record", first, "changed-job", &tomorrow), "last_day"),
        ] {
            let answer = scene.coordinator.post(&care, &form).await.expect(422);
            drop(answer.shows(&format!("id=\"{wrong}-error\"")));
        }
        let unknown = scene
            .coordinator
            .post(&care, &record("nonsense", first, "going-well", ""))
            .await;
        assert_ne!(unknown.status, 303);
        scene.coordinator.get(&care).await.expect(200).hides("✓ Reached");

        // An attempt is not a contact; a confidential note is for its author and administrators.
        let follow_up = page.between("<option value=\"", "\"").unwrap().to_owned();
        let note = |kind, text, visibility| {
            vec![
                ("do", "record"),
                ("follow_up", follow_up.as_str()),
                ("contact", kind),
                ("note", text),
                ("visibility", visibility),
            ]
        };
        scene
            .coordinator
            .post(&care, &note("tried", "No answer", "confidential"))
            .await
            .expect(303);
        scene
            .coordinator
            .get("/care?due=week")
            .await
            .expect(200)
            .shows("Sato Hanako");
        scene.coordinator.get(&care).await.expect(200).shows("No answer");
        let colleague = scene.classroom.person("Ito", &[Role::Coordinator]).await;
        colleague.get(&care).await.expect(200).hides("No answer");
        let administrator = scene.classroom.person("Mori", &[Role::Administrator]).await;
        administrator.get(&care).await.expect(200).shows("No answer");
        scene
            .coordinator
            .post(&care, &note("reached", "Happy there", "shared"))
            .await
            .expect(303);
        scene
            .coordinator
            .get("/care?due=week")
            .await
            .expect(200)
            .hides("Sato Hanako");
        scene
            .learner
            .get("/disclosures")
            .await
            .expect(200)
            .shows("Happy there")
            .hides("No answer");

        // The board tells who is at work from who is still looking.
        let at_work = "/readiness/board?state=at-work";
        scene
            .coordinator
            .get(at_work)
            .await
            .expect(200)
            .shows("<strong>Sato Hanako</strong>");

        // The seat is taken until the placement ends.
        let opening = format!("/openings/{}", scene.opening);
        scene
            .coordinator
            .get(&opening)
            .await
            .expect(200)
            .hides("Sato Hanako")
            .shows("Seats left: 0");
        // The last day is a working day still.
        scene
            .coordinator
            .post(&care, &[("do", "end"), ("ended_on", &in_days(0))])
            .await
            .expect(303);
        scene
            .coordinator
            .get(at_work)
            .await
            .expect(200)
            .shows("<strong>Sato Hanako</strong>");
        scene
            .coordinator
            .get(&opening)
            .await
            .expect(200)
            .shows("Seats left: 0");
        scene
            .coordinator
            .post(&care, &[("do", "move"), ("starts_on", &in_days(-3))])
            .await
            .expect(303);
        scene
            .coordinator
            .post(&care, &[("do", "end"), ("ended_on", &in_days(-1))])
            .await
            .expect(303);
        scene
            .coordinator
            .get(at_work)
            .await
            .expect(200)
            .hides("<strong>Sato Hanako</strong>");
        scene
            .coordinator
            .get(&opening)
            .await
            .expect(200)
            .shows("Sato Hanako")
            .shows("Seats left: 1");

        // The end was a mistake, and so was the first day: the follow-ups move with it.
        scene
            .coordinator
            .post(&care, &[("do", "resume")])
            .await
            .expect(303);
        scene
            .coordinator
            .get(&opening)
            .await
            .expect(200)
            .shows("Seats left: 0");
        let due = |page: &http_tests::Answer| page.body.matches("<h2>day ").count();
        let before = scene.coordinator.get(&care).await.expect(200);
        scene
            .coordinator
            .post(&care, &[("do", "move"), ("starts_on", "1999-01-01")])
            .await
            .expect(422)
            .shows("id=\"starts_on-error\"");
        scene
            .coordinator
            .post(&care, &[("do", "move"), ("starts_on", &in_days(-100))])
            .await
            .expect(303);
        let after = scene.coordinator.get(&care).await.expect(200);
        assert_eq!(due(&before), due(&after));
        let days = follow_up::Entity::find()
            .all(scene.classroom.services.db.read())
            .await
            .unwrap();
        for planned in days {
            assert_eq!(planned.due_on.to_string(), in_days(i64::from(planned.day) - 100));
        }
        scene.learner.post(&care, &[("do", "resume")]).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn two_who_place_two_people_on_one_seat_place_one() {
    on_both(one_seat).await;
}

pub(crate) async fn one_seat(database: http_tests::Database) {
    let mut scene = Scene::new(database).await;
    let mut referrals = Vec::new();
    for name in ["Abe", "Baba"] {
        scene.learner = scene.classroom.person(name, &[Role::Learner]).await;
        scene.consents(&["name"]).await;
        let (_, link) = scene.sends().await;
        scene
            .classroom
            .visitor()
            .post(&link, &[("answer", "yes")])
            .await
            .expect(303);
        referrals.push(scene.referral().await);
    }
    assert_ne!(referrals[0], referrals[1]);
    let colleague = scene.classroom.person("Ito", &[Role::Coordinator]).await;
    let day = in_days(0);
    let start = [("do", "start"), ("starts_on", day.as_str())];
    let (first, second) = tokio::join!(
        scene.coordinator.post(&referrals[0], &start),
        colleague.post(&referrals[1], &start),
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

#[tokio::test]
async fn whoever_is_passed_over_leaves_the_list_until_taken_back() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let path = format!("/openings/{}", scene.opening);
        let person = scene.learner.id().to_string();
        let pass = [
            ("do", "pass"),
            ("person", person.as_str()),
            ("reason", "Prefers to wait until spring"),
        ];
        scene.learner.post(&path, &pass).await.expect(403);
        // Twice is once.
        scene.coordinator.post(&path, &pass).await.expect(303);
        scene.coordinator.post(&path, &pass).await.expect(303);
        let page = scene.coordinator.get(&path).await.expect(200);
        let page = page
            .shows("Passed over this time (1)")
            .shows("Prefers to wait until spring")
            .hides("value=\"pass\"");
        drop(page);
        // The learner is not told, and may still consent.
        scene.learner.get("/work").await.expect(200).hides("spring");
        let back = [("do", "back"), ("person", person.as_str())];
        scene.coordinator.post(&path, &back).await.expect(303);
        scene
            .coordinator
            .get(&path)
            .await
            .expect(200)
            .hides("Passed over this time (")
            .shows("value=\"pass\"");
    })
    .await;
}
