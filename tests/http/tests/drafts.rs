//! What was typed is not lost: a form with a mistake is shown again by an address that may be loaded
//! again, and what was sent after the sign-in had ended waits for the same person.

use domain::identity::Role;
use http_tests::{Answer, Classroom, Database, Person, on_both};

const PASSWORD: &str = "three words long";

/// A learner's browser, signed in with a password.
async fn sato(classroom: &Classroom) -> Person {
    classroom
        .person_with_password("sato", PASSWORD, &[Role::Learner])
        .await;
    let person = classroom.visitor();
    sign_in(&person, "/sign-in", "sato").await.expect(303);
    person
}

async fn sign_in(person: &Person, way: &str, name: &str) -> Answer {
    person.post(way, &[("email", name), ("password", PASSWORD)]).await
}

/// Posts without going where the answer leads.
async fn post(person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    let headers = [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate")];
    person.send("POST", path, fields, &headers).await
}

/// The field of a page that tells whose it is.
fn owner(page: &Answer) -> String {
    page.between("name=\"owner\" value=\"", "\"")
        .expect("the page tells whose it is")
        .to_owned()
}

const NAMES: [(&str, &str); 4] = [
    ("do", "names"),
    ("name", "Sato <b>Hana</b>"),
    ("email", "with a space"),
    ("password", PASSWORD),
];

#[tokio::test]
async fn a_form_with_a_mistake_is_shown_again_by_an_address_that_may_be_loaded_again() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let sato = sato(&classroom).await;
        let answer = post(&sato, "/account", &NAMES).await.expect(303);
        let again = answer.location().to_owned();
        assert!(again.starts_with("/account?again="), "{again}");
        for _ in 0..2 {
            sato.get(&again)
                .await
                .expect(422)
                .shows("Sato &lt;b&gt;Hana&lt;/b&gt;")
                .shows("Spaces are not possible here")
                .hides(PASSWORD);
        }
        // The next mistake has an address of its own, and the one before is over.
        let second = post(&sato, &again, &NAMES).await.expect(303);
        let second = second.location().to_owned();
        assert!(
            second != again && second.matches("again=").count() == 1,
            "{second}"
        );
        sato.get(&again)
            .await
            .expect(200)
            .hides("Spaces are not possible");
        sato.get(&second)
            .await
            .expect(422)
            .shows("Spaces are not possible");
        let mut right = NAMES;
        right[2].1 = "hana";
        post(&sato, &second, &right).await.expect(303);
        // Back shows what is saved, and no mistake.
        sato.get(&second)
            .await
            .expect(200)
            .shows("value=\"hana\"")
            .hides("Spaces are not possible");
    })
    .await;
}

#[tokio::test]
async fn two_tabs_do_not_mix_and_nobody_else_sees_a_draft() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let sato = sato(&classroom).await;
    let mut other = NAMES;
    other[1].1 = "Sato Mitsu";
    let one = post(&sato, "/account", &NAMES).await.location().to_owned();
    let two = post(&sato, "/account", &other).await.location().to_owned();
    sato.get(&one).await.expect(422).shows("Hana").hides("Mitsu");
    sato.get(&two).await.expect(422).shows("Mitsu").hides("Hana");
    let ito = classroom.person("Ito", &[Role::Learner]).await;
    ito.get(&one).await.expect(200).hides("Hana");
    // A visitor's draft is of one browser.
    let visitor = classroom.visitor();
    let wrong = [("email", "somebody else"), ("password", "x")];
    let again = post(&visitor, "/sign-in", &wrong).await.location().to_owned();
    visitor
        .get(&again)
        .await
        .expect(422)
        .shows("value=\"somebody else\"");
    classroom
        .visitor()
        .get(&again)
        .await
        .expect(200)
        .hides("somebody else");
}

#[tokio::test]
async fn what_was_sent_after_the_sign_in_had_ended_waits_for_the_same_person() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let sato = sato(&classroom).await;
        let owner = owner(&sato.get("/account").await.expect(200));
        sato.set_cookie("sign_in", "");
        let mut form = NAMES.to_vec();
        form.push(("owner", &owner));
        let answer = post(&sato, "/account?from=poster", &form).await.expect(303);
        let way = answer.location().to_owned();
        assert!(
            way.starts_with("/sign-in?to=%2Faccount%3Ffrom%3Dposter%26again%3D"),
            "{way}"
        );
        sato.get(&way)
            .await
            .expect(200)
            .shows("What you typed is kept")
            .hides("Hana");
        let answer = sign_in(&sato, &way, "sato").await.expect(303);
        let back = answer.location().to_owned();
        assert!(back.starts_with("/account?from=poster&again="), "{back}");
        sato.get(&back)
            .await
            .expect(200)
            .shows("value=\"Sato &lt;b&gt;Hana&lt;/b&gt;\"")
            .shows("It is not saved yet")
            .hides(PASSWORD);
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_dropped_when_another_person_signs_in_on_that_computer() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let sato = sato(&classroom).await;
    classroom
        .person_with_password("ito", PASSWORD, &[Role::Learner])
        .await;
    let owner = owner(&sato.get("/account").await.expect(200));
    sato.set_cookie("sign_in", "");
    let mut form = NAMES.to_vec();
    form.push(("owner", &owner));
    let way = post(&sato, "/account", &form).await.location().to_owned();
    let back = sign_in(&sato, &way, "ito").await.location().to_owned();
    sato.get(&back)
        .await
        .expect(200)
        .shows("value=\"ito\"")
        .hides("Hana");
    // Not even the owner's, later.
    sign_in(&sato, "/sign-in", "sato").await;
    sato.get(&back).await.expect(200).hides("Hana");
}

#[tokio::test]
async fn a_page_of_somebody_else_is_never_taken_as_ones_own() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let sato = sato(&classroom).await;
        let owner = owner(&sato.get("/account").await.expect(200));
        classroom
            .person_with_password("ito", PASSWORD, &[Role::Learner])
            .await;
        sign_in(&sato, "/sign-in", "ito").await;
        let form = [
            ("do", "names"),
            ("name", "Sato Hana"),
            ("email", "hana"),
            ("password", PASSWORD),
            ("owner", &owner),
        ];
        post(&sato, "/account", &form)
            .await
            .expect(409)
            .shows("somebody else was signed in");
        sato.get("/account").await.expect(200).shows("value=\"ito\"");
    })
    .await;
}
