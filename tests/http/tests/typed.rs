//! Japanese as people type it: in every width and script, a name is found, opens its door, and what is nothing is
//! no name.

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use server::identity::invitations::{NewPerson, create_by_operator};
use uuid::Uuid;

const PASSWORD: &str = "three words long";

fn query(path: &str, words: &str) -> String {
    format!("{path}?{}", serde_urlencoded::to_string([("q", words)]).unwrap())
}

#[tokio::test]
async fn a_sign_in_name_is_the_same_in_every_width() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom
            .person_with_password("taro", PASSWORD, &[Role::Learner])
            .await;
        for typed in ["ｔａｒｏ", " ＴＡＲＯ　", "taro\u{200b}", "Taro"] {
            let person = classroom.visitor();
            let form = [("email", typed), ("password", PASSWORD)];
            person.post("/sign-in", &form).await.expect(303);
            person.get("/account").await.expect(200).shows("taro");
        }
    })
    .await;
}

#[tokio::test]
async fn people_and_companies_are_found_however_they_are_typed() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom
            .person("Ono", &[Role::Administrator, Role::Coordinator])
            .await;
        for (name, kana, email) in [
            ("浜辺　太郎", "ハマベ タロウ", "hamabe"),
            ("葛\u{e0100}城 花", "かつらぎ はな", "hana"),
        ] {
            let new = NewPerson {
                name: name.to_owned(),
                kana: kana.to_owned(),
                email: email.to_owned(),
                password: PASSWORD.to_owned(),
                ..NewPerson::default()
            };
            create_by_operator(&classroom.services, new, domain::Lang::Ja, &[Role::Learner])
                .await
                .unwrap();
        }
        for typed in ["浜辺太郎", "浜辺 太郎", "ハマベ", "ﾊﾏﾍﾞ", "はまべたろう", "濱邊"]
        {
            staff
                .get(&query("/people", typed))
                .await
                .expect(200)
                .shows("浜辺")
                .hides("かつらぎ");
        }
        for typed in ["葛城", "葛\u{e0100}城", "カツラギ"] {
            staff
                .get(&query("/people", typed))
                .await
                .expect(200)
                .shows("かつらぎ")
                .hides("浜辺");
        }
        let key = Uuid::now_v7().to_string();
        let company = [
            ("key", key.as_str()),
            ("name", "データーセンター北"),
            ("contact_email", "sato@example.jp"),
        ];
        staff.post("/employers", &company).await.expect(303);
        for typed in ["ﾃﾞｰﾀｰｾﾝﾀｰ", "データーセンタ－", "でーたーせんたー 北"]
        {
            staff
                .get(&query("/employers", typed))
                .await
                .expect(200)
                .shows("データーセンター北");
        }
    })
    .await;
}

#[tokio::test]
async fn what_nobody_sees_is_no_name_and_the_year_26_is_none() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom
            .person("Ono", &[Role::Administrator, Role::Coordinator])
            .await;
        for nothing in ["\u{200b}", "　", "\u{3164}\u{feff}"] {
            let form = [("name", nothing), ("roles", "learner")];
            staff
                .post("/people", &form)
                .await
                .expect(422)
                .shows("id=\"name-error\"");
        }
        let form = [
            ("do", "create"),
            ("name", "Autumn"),
            ("place", "Room 1"),
            ("starts_on", "0026-04-01"),
            ("ends_on", "0026-05-01"),
            ("weekday", "1"),
            ("starts", "14:00"),
            ("ends", "16:00"),
            ("late_percent", "50"),
        ];
        staff.post("/cohorts/new", &form).await.expect(422);
    })
    .await;
}

#[tokio::test]
async fn a_field_for_a_number_says_when_it_holds_none() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let start = learner.post("/courses/keys/quizzes/check", &[]).await.expect(303);
        let attempt = start.location().to_owned();
        let form = [
            ("question", "count"),
            ("number", "3"),
            ("do", "next"),
            ("answer", "よんじゅうに"),
        ];
        // Told before it goes on; what was typed is there again.
        learner.post(&attempt, &form).await;
        let page = learner.get(&format!("{attempt}?q=3")).await.expect(200);
        let page = page.shows("数字として読めません").shows("よんじゅうに");
        assert!(
            !page.body.contains("inputmode"),
            "an iPhone's keyboard of digits has no minus"
        );
        let form = [
            ("question", "count"),
            ("number", "3"),
            ("do", "next"),
            ("answer", "２"),
        ];
        learner.post(&attempt, &form).await;
        learner
            .get(&format!("{attempt}?q=3"))
            .await
            .expect(200)
            .hides("数字として読めません");
    })
    .await;
}
