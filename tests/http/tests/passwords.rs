//! A forgotten password.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Classroom, Database, Person, on_both};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder};
use server::{db::now, identity::tables::password_reset};
use uuid::Uuid;

pub(crate) const OLD: &str = "three words long";
pub(crate) const NEW: &str = "another three words";

/// Whether this name and password open the door; gives the status.
pub(crate) async fn try_to_sign_in(classroom: &Classroom, email: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password)];
    classroom.visitor().post("/sign-in", &form).await.status
}

/// A classroom with the learner Sato, who has a password, and is signed in.
pub(crate) async fn with_sato(database: Database) -> (Classroom, Person) {
    let classroom = Classroom::new(database).await;
    classroom
        .person_with_password("sato", OLD, &[Role::Learner])
        .await;
    let sato = classroom.visitor();
    sato.post("/sign-in", &[("email", "sato"), ("password", OLD)])
        .await
        .expect(303);
    (classroom, sato)
}

/// The address of the account page of whoever has this sign-in name.
pub(crate) async fn account_of(staff: &Person, email: &str) -> String {
    let page = staff.get(&format!("/people?q={email}")).await.expect(200);
    // The list has links to other pages below `/people`, too.
    let id = page
        .body
        .split("href=\"/people/")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .find_map(|(id, _)| id.parse::<Uuid>().ok())
        .expect("an account");
    format!("/people/{id}")
}

/// A new password link, as a path.
pub(crate) async fn password_link(staff: &Person, account: &str) -> String {
    let page = staff.post(account, &[("do", "password")]).await.expect(200);
    page.between("http://classroom.test", "<").unwrap().to_owned()
}

#[tokio::test]
async fn whoever_forgot_the_password_chooses_a_new_one_and_keeps_everything() {
    on_both(async |database| {
        let (classroom, sato) = with_sato(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let account = account_of(&instructor, "sato").await;
        let link = password_link(&instructor, &account).await;
        let phone = classroom.visitor();
        phone.get(&link).await.expect(200).shows("sato");
        phone
            .post(&link, &[("new", "short")])
            .await
            .expect(422)
            .shows("id=\"new-error\"");
        // Nothing has changed so far.
        sato.get("/account").await.expect(200);
        phone.post(&link, &[("new", NEW)]).await.expect(303);
        phone.get("/account").await.expect(200).shows("value=\"sato\"");
        // Whoever was signed in is not any more, and the old password is worth nothing.
        sato.get("/account").await.expect(303);
        assert_eq!(try_to_sign_in(&classroom, "sato", OLD).await, 422);
        assert_eq!(try_to_sign_in(&classroom, "sato", NEW).await, 303);
        // The link worked once.
        classroom
            .visitor()
            .get(&link)
            .await
            .expect(409)
            .shows("used already");
        classroom
            .visitor()
            .post(&link, &[("new", "yet another three")])
            .await
            .expect(409);
        assert_eq!(try_to_sign_in(&classroom, "sato", NEW).await, 303);
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("password.link_made")
            .shows("password.reset");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_open_a_password_link_at_once_one_gets_in() {
    on_both(async |database| {
        let (classroom, _) = with_sato(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let account = account_of(&instructor, "sato").await;
        let link = password_link(&instructor, &account).await;
        let (a, b) = (classroom.visitor(), classroom.visitor());
        let (first, second) = tokio::join!(
            a.post(&link, &[("new", NEW)]),
            b.post(&link, &[("new", "somebody else's words")])
        );
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
    })
    .await;
}

#[tokio::test]
async fn a_newer_link_replaces_the_older_and_an_old_one_expires() {
    on_both(async |database| {
        let (classroom, _) = with_sato(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let account = account_of(&instructor, "sato").await;
        let first = password_link(&instructor, &account).await;
        let second = password_link(&instructor, &account).await;
        classroom.visitor().get(&first).await.expect(409);
        classroom.visitor().get(&second).await.expect(200);
        let row = password_reset::Entity::find()
            .order_by_desc(password_reset::Column::ExpiresAt)
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .expect("a link");
        let mut row = row.into_active_model();
        row.expires_at = Set(now() - TimeDelta::minutes(1));
        row.update(classroom.services.db.write()).await.unwrap();
        classroom
            .visitor()
            .reading("ja")
            .get(&second)
            .await
            .expect(409)
            .shows("このリンクの期限は切れました");
        classroom
            .visitor()
            .post(&second, &[("new", NEW)])
            .await
            .expect(409);
        assert_eq!(try_to_sign_in(&classroom, "sato", OLD).await, 303);
    })
    .await;
}

#[tokio::test]
async fn too_many_wrong_passwords_are_forgiven_by_a_new_one() {
    let (classroom, _) = with_sato(Database::Sqlite).await;
    for _ in 0..8 {
        try_to_sign_in(&classroom, "sato", "wrong password").await;
    }
    assert_eq!(try_to_sign_in(&classroom, "sato", OLD).await, 429);
    let instructor = classroom.person("Ito", &[Role::Instructor]).await;
    let account = account_of(&instructor, "sato").await;
    let link = password_link(&instructor, &account).await;
    classroom.visitor().post(&link, &[("new", NEW)]).await.expect(303);
    assert_eq!(try_to_sign_in(&classroom, "sato", NEW).await, 303);
}

#[tokio::test]
async fn a_link_is_worth_nothing_once_rights_or_the_password_have_changed() {
    on_both(async |database| {
        let (classroom, sato) = with_sato(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        let account = account_of(&instructor, "sato").await;
        let kept = password_link(&instructor, &account).await;
        let form = [("do", "password"), ("old", OLD), ("new", NEW)];
        sato.post("/account", &form).await.expect(303);
        classroom.visitor().get(&kept).await.expect(409);
        // Who could help a learner does not get the account of a coordinator.
        let kept = password_link(&instructor, &account).await;
        let roles = [("roles", "learner"), ("roles", "coordinator")];
        administrator
            .post(&format!("{account}/roles"), &roles)
            .await
            .expect(303);
        classroom.visitor().get(&kept).await.expect(409);
        classroom.visitor().post(&kept, &[("new", OLD)]).await.expect(409);
        assert_eq!(try_to_sign_in(&classroom, "sato", NEW).await, 303);
    })
    .await;
}

#[tokio::test]
async fn a_reload_does_not_make_the_link_worthless() {
    let (classroom, _) = with_sato(Database::Sqlite).await;
    let instructor = classroom.person("Ito", &[Role::Instructor]).await;
    let account = account_of(&instructor, "sato").await;
    let form = [
        ("do", "password"),
        ("key", "01890000-0000-7000-8000-000000000002"),
    ];
    let page = instructor.post(&account, &form).await.expect(200);
    let link = page.between("http://classroom.test", "<").unwrap().to_owned();
    instructor.post(&account, &form).await.expect(409);
    classroom.visitor().get(&link).await.expect(200);
}
