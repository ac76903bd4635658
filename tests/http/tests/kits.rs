//! Kits: lent to one person at a time, agreed to, back again, and what is missing.

use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};
use uuid::Uuid;

fn day(ahead: i64) -> String {
    // Japan's clock, as the classroom's.
    (chrono::Utc::now() + chrono::TimeDelta::hours(9) + chrono::TimeDelta::days(ahead))
        .date_naive()
        .to_string()
}

async fn add(staff: &Person, number: &str) -> String {
    let key = Uuid::now_v7().to_string();
    let form = [
        ("key", key.as_str()),
        ("number", number),
        ("kind", "computer"),
        ("name", "Model A"),
        ("parts", "Power cord\nMouse"),
    ];
    let answer = staff.post("/kits/new", &form).await.expect(303);
    assert_eq!(answer.location(), format!("/kits/{key}"));
    answer.location().to_owned()
}

async fn lend(staff: &Person, kit: &str, to: &Person, key: Uuid) -> Answer {
    let (key, id, due) = (key.to_string(), to.id().to_string(), day(30));
    let form = [
        ("do", "lend"),
        ("key", &key),
        ("person", &id),
        ("due_on", &due),
        ("condition", "A scratch"),
    ];
    staff.post(kit, &form).await
}

#[tokio::test]
async fn a_kit_goes_out_is_agreed_to_and_comes_back() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ito", &[Role::Instructor]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let other = classroom.person("Abe", &[Role::Learner]).await;
        let kit = add(&staff, "PC-01").await;
        // The same number twice is told at its field.
        let again = [("number", "PC-01"), ("kind", "computer"), ("name", "Model B")];
        staff
            .post("/kits/new", &again)
            .await
            .expect(422)
            .shows("id=\"number-error\"")
            .shows("Model B");

        // Sent twice, it goes out once.
        let key = Uuid::now_v7();
        let path = format!("/loans/{key}");
        for _ in 0..2 {
            assert_eq!(
                lend(&staff, &kit, &learner, key).await.expect(303).location(),
                path
            );
        }
        lend(&staff, &kit, &other, Uuid::now_v7())
            .await
            .expect(409)
            .shows("cannot be lent now");

        learner
            .get("/environment")
            .await
            .expect(200)
            .shows("PC-01")
            .shows("Please read and agree");
        learner
            .get(&path)
            .await
            .expect(200)
            .shows("Power cord")
            .shows("A scratch")
            .shows("I have read this and agree");
        other.get(&path).await.expect(404);
        other.post(&path, &[]).await.expect(404);
        learner.post(&path, &[]).await.expect(303);
        staff.get(&path).await.expect(200).shows("Sato agreed on");
        staff
            .get(&format!("/environment/{}", learner.id()))
            .await
            .expect(200)
            .shows("PC-01");

        staff.post(&kit, &[("do", "back")]).await.expect(303);
        staff.post(&kit, &[("do", "back")]).await.expect(303);
        let page = staff.get(&kit).await.expect(200);
        assert_eq!(page.body.matches("Came back").count(), 1);
        lend(&staff, &kit, &other, Uuid::now_v7()).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_lend_a_kit_at_once_one_does() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ito", &[Role::Instructor]).await;
        let kit = add(&staff, "PC-01").await;
        let learners = classroom.learners(8).await;
        let lent = futures::future::join_all(
            learners
                .iter()
                .map(|learner| lend(&staff, &kit, learner, Uuid::now_v7())),
        )
        .await;
        let statuses: Vec<u16> = lent.iter().map(|answer| answer.status).collect();
        let out = lent
            .iter()
            .filter(|answer| answer.location().starts_with("/loans/"))
            .count();
        assert_eq!(out, 1, "{statuses:?}");
        staff.get("/kits?show=lent").await.expect(200).shows("In all: 1");
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_lost_or_late_is_on_the_lists() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ito", &[Role::Coordinator]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let kit = add(&staff, "PC-01").await;
        let page = staff.get(&kit).await.expect(200);
        let part = page.between("name=\"part\" value=\"", "\"").unwrap().to_owned();
        let missing = [("do", "missing"), ("part", part.as_str())];
        staff.post(&kit, &missing).await.expect(303);
        staff
            .get("/kits?show=incomplete")
            .await
            .expect(200)
            .shows("lacks Power cord");
        let found = [("do", "found"), ("part", part.as_str())];
        staff.post(&kit, &found).await.expect(303);
        staff
            .get("/kits?show=incomplete")
            .await
            .expect(200)
            .hides("lacks Power cord");

        let key = Uuid::now_v7();
        lend(&staff, &kit, &learner, key).await.expect(303);
        staff.get("/").await.expect(200).hides("Kits that should be back");
        let loan = key.to_string();
        let yesterday = day(-1);
        let extend = [("do", "extend"), ("loan", &loan), ("due_on", &yesterday)];
        staff
            .post(&kit, &extend)
            .await
            .expect(422)
            .shows("id=\"due_on-error\"");
        // Time passes.
        use sea_orm::{ActiveModelTrait, ActiveValue::Set};
        let late = server::telework::tables::loan::ActiveModel {
            id: Set(key),
            due_on: Set(yesterday.parse().unwrap()),
            ..Default::default()
        };
        late.update(classroom.services.db.write()).await.unwrap();
        staff.get("/").await.expect(200).shows("Kits that should be back");
        staff
            .get("/kits?show=overdue")
            .await
            .expect(200)
            .shows("1 day over");
        learner.get("/environment").await.expect(200).shows("1 day over");

        // What is lost while it is lent is lent no longer.
        let lost = [("do", "become"), ("state", "lost"), ("note", "In the bus")];
        staff.post(&kit, &lost).await.expect(303);
        staff.get("/").await.expect(200).hides("Kits that should be back");
        staff.get("/kits?show=gone").await.expect(200).shows("PC-01");
        let lent = [("do", "become"), ("state", "lent")];
        staff.post(&kit, &lent).await.expect(400);
        staff.post(&kit, &[("do", "count")]).await.expect(303);
        staff.get("/kits?show=here").await.expect(200).shows("PC-01");
    })
    .await;
}

#[tokio::test]
async fn the_list_goes_out_as_a_table_and_comes_in_again() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ito", &[Role::Instructor]).await;
        add(&staff, "PC-01").await;
        let csv = staff.get("/kits?as=csv").await.expect(200).body;
        let edited = csv.replace("Model A", "Model C") + "PC-02,Computer,Model D,Bag,,,,,,\n";
        staff
            .send_file("/kits/import", &[], "kits.csv", edited.as_bytes())
            .await
            .expect(303);
        let list = staff.get("/kits").await.expect(200);
        list.shows("Model C")
            .shows("Model D")
            .shows("In all: 2")
            .hides("Model A");
        // A row that is wrong is told, and nothing of the file is taken.
        let wrong = csv.replace("Model A", "Model E") + "PC-03,Toaster,Model F,,,,,,,\n";
        staff
            .send_file("/kits/import", &[], "kits.csv", wrong.as_bytes())
            .await
            .expect(422)
            .shows("line 3");
        staff.get("/kits").await.expect(200).hides("Model E");
        staff
            .get("/kits/labels")
            .await
            .expect(200)
            .shows("PC-02")
            .shows("<svg");
    })
    .await;
}

#[tokio::test]
async fn what_was_agreed_to_stays_when_the_terms_change() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Kato", &[Role::Coordinator]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let kit = add(&staff, "PC-01").await;
        let key = Uuid::now_v7();
        lend(&staff, &kit, &learner, key).await.expect(303);
        let path = format!("/loans/{key}");
        learner.post(&path, &[]).await.expect(303);
        let new = [("from", "1"), ("ja", "新しい約束"), ("en", "New terms")];
        staff.post("/kits/terms", &new).await.expect(303);
        let late = [("from", "1"), ("ja", "別の約束"), ("en", "Other terms")];
        staff.post("/kits/terms", &late).await.expect(409);
        learner
            .get(&path)
            .await
            .expect(200)
            .shows("version 1")
            .hides("New terms");
        staff.post(&kit, &[("do", "back")]).await.expect(303);
        let key = Uuid::now_v7();
        lend(&staff, &kit, &learner, key).await.expect(303);
        learner
            .get(&format!("/loans/{key}"))
            .await
            .expect(200)
            .shows("version 2")
            .shows("New terms");
    })
    .await;
}
