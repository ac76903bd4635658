//! What an opening says of what the law asks.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Classroom, Person, on_both};
use sea_orm::{EntityTrait, PaginatorTrait};
use server::matching::tables::opening_posting;
use uuid::Uuid;

async fn an_opening(coordinator: &Person) -> String {
    let today = (chrono::Utc::now() + TimeDelta::hours(9)).date_naive();
    let in_days = |days| (today + TimeDelta::days(days)).to_string();
    let (employer, opening) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    let form = [("key", employer.as_str()), ("name", "Fictional Harbour Ltd")];
    coordinator.post("/employers", &form).await.expect(303);
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
    ];
    coordinator.post("/openings/new", &form).await.expect(303);
    opening
}

#[tokio::test]
async fn gaps_are_told_pay_is_compared_with_the_law_and_learners_read_the_sheet() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let opening = an_opening(&coordinator).await;
        let (form, sheet) = (
            format!("/openings/{opening}/posting"),
            format!("/openings/{opening}/sheet"),
        );
        let said = [
            ("duties", "Typing what is on paper"),
            ("term", "fixed"),
            ("prefecture", "東京都"),
            ("pay_unit", "hour"),
            ("pay_min", "1100"),
            // Asked for only where a contract may be renewed.
            ("renewal_limit", "three times"),
        ];
        // The same again is not a new version.
        for _ in 0..2 {
            coordinator.post(&form, &said).await.expect(303);
        }
        let count = opening_posting::Entity::find().count(classroom.services.db.read());
        assert_eq!(count.await.unwrap(), 1);
        coordinator
            .get(&form)
            .await
            .expect(200)
            .shows("items are still to be said")
            .shows("1100 yen an hour")
            .hides("three times");
        learner
            .get(&sheet)
            .await
            .expect(200)
            .shows("Typing what is on paper")
            .shows("not said yet; please ask the company")
            .shows("fixed term")
            .hides("minimum wage of");
        // What cannot be is refused, and what was typed stays.
        let wrong = [("duties", "Typing it all"), ("pay_min", "a lot")];
        coordinator
            .post(&form, &wrong)
            .await
            .expect(422)
            .shows("please enter a number")
            .shows("Typing it all");
        let wrong = [("pay_unit", "hour"), ("pay_min", "1300"), ("pay_max", "1200")];
        coordinator
            .post(&form, &wrong)
            .await
            .expect(422)
            .shows("lower than the lowest");
        classroom.stop().await;
    })
    .await;
}
