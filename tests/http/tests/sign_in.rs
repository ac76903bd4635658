//! Signing in and out.

use domain::identity::Role;
use http_tests::{Classroom, Database, Person, on_both};

const PASSWORD: &str = "three words long";

async fn sato() -> Classroom {
    with_sato(Database::Sqlite).await
}

async fn with_sato(database: Database) -> Classroom {
    let classroom = Classroom::new(database).await;
    classroom
        .person_with_password("sato", PASSWORD, &[Role::Learner])
        .await;
    classroom
}

async fn signed_in(classroom: &Classroom, password: &str) -> Person {
    let person = classroom.visitor();
    person
        .post("/sign-in", &[("email", "sato"), ("password", password)])
        .await
        .expect(303);
    person
}

#[tokio::test]
async fn the_right_password_opens_the_door_however_the_name_is_cased() {
    on_both(async |database| {
        let classroom = with_sato(database).await;
        let person = classroom.visitor();
        person
            .post("/sign-in", &[("email", "  Sato "), ("password", PASSWORD)])
            .await
            .expect(303);
        person.get("/account").await.expect(200).shows("sato");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_keeps_the_typed_name_and_says_so_beside_the_field() {
    let classroom = sato().await;
    let person = classroom.visitor();
    let answer = person
        .post("/sign-in", &[("email", "sato"), ("password", "wrong password")])
        .await
        .expect(422);
    let field = answer
        .between("id=\"email\"", ">")
        .expect("the name's field")
        .to_owned();
    assert!(field.contains("value=\"sato\""), "{field}");
    let field = answer
        .between("id=\"password\"", ">")
        .expect("the password's field")
        .to_owned();
    assert!(
        field.contains("aria-invalid=\"true\"") && field.contains("aria-describedby=\"password-error\""),
        "{field}"
    );
    let answer = answer
        .shows("The name or the password is wrong")
        .hides("wrong password\"");
    assert!(answer.cookies().is_empty());
    // Nobody learns from the answer whether the name exists.
    person
        .post("/sign-in", &[("email", "nobody"), ("password", "wrong password")])
        .await
        .expect(422)
        .shows("The name or the password is wrong");
    person
        .reading("ja")
        .post("/sign-in", &[("email", "sato"), ("password", "wrong password")])
        .await
        .expect(422)
        .shows("名前かパスワードがちがいます");
}

#[tokio::test]
async fn an_empty_form_says_what_is_missing() {
    let classroom = sato().await;
    let answer = classroom.visitor().post("/sign-in", &[]).await.expect(422);
    answer
        .shows("id=\"email-error\"")
        .shows("id=\"password-error\"")
        .shows("Please fill this in.");
}

#[tokio::test]
async fn after_eight_wrong_passwords_the_right_one_must_wait_and_other_names_need_not() {
    let classroom = sato().await;
    classroom
        .person_with_password("ito", PASSWORD, &[Role::Learner])
        .await;
    let person = classroom.visitor();
    for _ in 0..8 {
        person
            .post("/sign-in", &[("email", "sato"), ("password", "wrong password")])
            .await
            .expect(422);
    }
    let form = [("email", "sato"), ("password", PASSWORD)];
    person
        .post("/sign-in", &form)
        .await
        .expect(429)
        .shows("Please wait")
        .shows("value=\"sato\"");
    person
        .post("/sign-in", &[("email", "SATO"), ("password", PASSWORD)])
        .await
        .expect(429);
    person
        .post("/sign-in", &[("email", "ito"), ("password", PASSWORD)])
        .await
        .expect(303);
}

#[tokio::test]
async fn a_sign_out_ends_this_sign_in_and_no_other() {
    on_both(async |database| {
        let classroom = with_sato(database).await;
        let (here, phone) = (
            signed_in(&classroom, PASSWORD).await,
            signed_in(&classroom, PASSWORD).await,
        );
        let token = here.cookie("sign_in").expect("signed in");
        here.get("/account").await.expect(200);
        here.post("/sign-out", &[]).await.expect(303);
        assert_eq!(here.cookie("sign_in"), None);
        // The old token is worth nothing, even to somebody who kept it.
        here.set_cookie("sign_in", &token);
        here.get("/account").await.expect(303);
        phone.get("/account").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_sign_out_everywhere_ends_every_sign_in() {
    on_both(async |database| {
        let classroom = with_sato(database).await;
        let (here, phone) = (
            signed_in(&classroom, PASSWORD).await,
            signed_in(&classroom, PASSWORD).await,
        );
        phone.get("/account").await.expect(200);
        here.post("/account", &[("do", "everywhere")]).await.expect(303);
        here.get("/account").await.expect(303);
        phone.get("/account").await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sign_ins_and_the_old_password() {
    on_both(async |database| {
        let classroom = with_sato(database).await;
        let (here, phone) = (
            signed_in(&classroom, PASSWORD).await,
            signed_in(&classroom, PASSWORD).await,
        );
        phone.get("/account").await.expect(200);
        let form = |old, new| [("do", "password"), ("old", old), ("new", new)];
        here.post("/account", &form("not it at all", "another three words"))
            .await
            .expect(422)
            .shows("id=\"old-error\"");
        here.post("/account", &form(PASSWORD, "short"))
            .await
            .expect(422)
            .shows("id=\"new-error\"");
        phone.get("/account").await.expect(200);
        here.post("/account", &form(PASSWORD, "another three words"))
            .await
            .expect(303);
        here.get("/account")
            .await
            .expect(200)
            .shows("Your password is changed.");
        phone.get("/account").await.expect(303);
        let old = [("email", "sato"), ("password", PASSWORD)];
        classroom.visitor().post("/sign-in", &old).await.expect(422);
        signed_in(&classroom, "another three words")
            .await
            .get("/account")
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn each_sign_in_has_a_new_token_and_a_planted_one_is_worth_nothing() {
    let classroom = sato().await;
    let person = classroom.visitor();
    person.set_cookie("sign_in", "planted");
    let form = [("email", "sato"), ("password", PASSWORD)];
    person.post("/sign-in", &form).await.expect(303);
    let first = person.cookie("sign_in").expect("signed in");
    person.post("/sign-in", &form).await.expect(303);
    let second = person.cookie("sign_in").expect("signed in");
    assert!(first.len() == 64 && first != second && first != "planted");
    person.set_cookie("sign_in", "planted");
    person.get("/account").await.expect(303);
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_the_sign_in() {
    let classroom = sato().await;
    let form = [("email", "sato"), ("password", PASSWORD)];
    for evil in [
        "//evil.example",
        "https:%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "evil",
    ] {
        let person = classroom.visitor();
        let answer = person
            .post(&format!("/sign-in?to={evil}"), &form)
            .await
            .expect(303);
        assert_eq!(answer.location(), "/", "{evil}");
        let answer = person.get(&format!("/sign-in?to={evil}")).await.expect(303);
        assert_eq!(answer.location(), "/", "{evil}, when signed in already");
    }
}
