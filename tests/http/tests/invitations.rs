//! Set-up link, invitations and roles.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use server::{
    db::{list::ListQuery, now},
    identity::{
        audit::{self, Wanted},
        invitations,
        tables::invitation,
    },
};
use uuid::Uuid;

use crate::lists::next_page;

const FORM: [(&str, &str); 4] = [
    ("name", "Sato Hanako"),
    ("kana", "さとう はなこ"),
    ("email", "sato"),
    ("password", "three words long"),
];

/// The path of the link on the page that shows it once.
async fn invite(by: &Person, name: &str, role: &str) -> String {
    let page = by
        .post("/people", &[("name", name), ("roles", role)])
        .await
        .expect(200);
    let link = page
        .between("http://classroom.test", "<")
        .expect("the page shows the link");
    link.to_owned()
}

#[tokio::test]
async fn the_set_up_link_makes_the_first_administrator_and_exists_only_while_nobody_does() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let older = invitations::set_up_path(&classroom.services)
            .await
            .unwrap()
            .expect("a link");
        let path = invitations::set_up_path(&classroom.services)
            .await
            .unwrap()
            .expect("a link");
        let first = classroom.visitor();
        first.get(&older).await.expect(404);
        first
            .get(&path)
            .await
            .expect(200)
            .shows("You become the first administrator.");
        first.post(&path, &FORM).await.expect(303);
        first.get("/audit").await.expect(200).shows("role.granted");
        assert_eq!(invitations::set_up_path(&classroom.services).await.unwrap(), None);
        classroom
            .visitor()
            .get(&path)
            .await
            .expect(409)
            .shows("used already");
    })
    .await;
}

#[tokio::test]
async fn the_set_up_link_is_dead_once_somebody_administers() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let path = invitations::set_up_path(&classroom.services)
            .await
            .unwrap()
            .unwrap();
        let visitor = classroom.visitor();
        visitor.get(&path).await.expect(200);
        // On the command line, where no link is used.
        classroom
            .person_with_password("ono", "three words long", &[Role::Administrator])
            .await;
        visitor
            .get(&path)
            .await
            .expect(409)
            .shows("has an administrator already");
        visitor.post(&path, &FORM).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn a_page_loaded_again_shows_another_link_of_the_same_invitation() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let key = Uuid::now_v7().to_string();
        let form = [("name", "Sato"), ("roles", "learner"), ("key", &key)];
        let link = async || {
            let page = instructor.post("/people", &form).await.expect(200);
            page.between("http://classroom.test", "<").unwrap().to_owned()
        };
        let (first, second) = (link().await, link().await);
        assert_ne!(first, second);
        let visitor = classroom.visitor();
        visitor.get(&first).await.expect(404);
        visitor.get(&second).await.expect(200);
        let open = invitation::Entity::find().all(classroom.services.db.read()).await;
        assert_eq!(open.unwrap().len(), 1);
        // Nobody takes over the invitation of another.
        let other = classroom.person("Ono", &[Role::Coordinator]).await;
        other.post("/people", &form).await.expect(409);
        visitor.post(&second, &FORM).await.expect(303);
        instructor.post("/people", &form).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_makes_one_person_and_then_says_that_it_is_used() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let path = invite(&instructor, "Sato", "learner").await;
        let guest = classroom.visitor();
        guest.get(&path).await.expect(200).shows("value=\"Sato\"");
        guest.post(&path, &FORM).await.expect(303);
        guest
            .get("/account")
            .await
            .expect(200)
            .shows("Sato Hanako")
            .shows("Learner");
        classroom
            .visitor()
            .get(&path)
            .await
            .expect(409)
            .shows("This invitation has been used already.");
        classroom
            .visitor()
            .reading("ja")
            .get(&path)
            .await
            .expect(409)
            .shows("この招待はもう使われました");
        classroom
            .visitor()
            .post(
                &path,
                &[("name", "B"), ("email", "b"), ("password", "three words long")],
            )
            .await
            .expect(409);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_open_an_invitation_at_once_one_gets_in() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let path = invite(&instructor, "Sato", "learner").await;
        let (a, b) = (classroom.visitor(), classroom.visitor());
        let other = [("name", "B"), ("email", "b"), ("password", "three words long")];
        let (first, second) = tokio::join!(a.post(&path, &FORM), b.post(&path, &other));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
    })
    .await;
}

#[tokio::test]
async fn an_expired_invitation_says_so_in_both_languages() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let path = invite(&instructor, "Sato", "learner").await;
        let row = invitation::Entity::find()
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .expect("an invitation");
        let mut row = row.into_active_model();
        row.expires_at = Set(now() - TimeDelta::minutes(1));
        row.update(classroom.services.db.write()).await.unwrap();
        classroom
            .visitor()
            .get(&path)
            .await
            .expect(409)
            .shows("This invitation has expired.");
        classroom
            .visitor()
            .reading("ja")
            .get(&path)
            .await
            .expect(409)
            .shows("この招待の期限は切れました");
        classroom.visitor().post(&path, &FORM).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn a_form_with_errors_keeps_what_was_typed_and_the_invitation_stays_good() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom
            .person_with_password("taken", "three words long", &[Role::Learner])
            .await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let path = invite(&instructor, "Sato", "learner").await;
        let guest = classroom.visitor();
        guest
            .post(
                &path,
                &[("name", "Sato Hanako"), ("email", "Taken"), ("password", "short")],
            )
            .await
            .expect(422)
            .shows("value=\"Sato Hanako\"")
            .shows("value=\"Taken\"")
            .shows("id=\"email-error\"")
            .shows("id=\"password-error\"")
            .hides("value=\"short\"");
        guest.post(&path, &FORM).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn only_administrators_invite_people_who_work_here() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let instructor = classroom.person("Ito", &[Role::Instructor]).await;
    for role in ["instructor", "coordinator", "administrator"] {
        instructor
            .post("/people", &[("name", "Mori"), ("roles", role)])
            .await
            .expect(403);
    }
    let mixed = [("name", "Mori"), ("roles", "learner"), ("roles", "administrator")];
    instructor.post("/people", &mixed).await.expect(403);
    let administrator = classroom.person("Mori", &[Role::Administrator]).await;
    assert!(
        invite(&administrator, "Ono", "coordinator")
            .await
            .starts_with("/set-up/")
    );
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        let roles = format!("/people/{}/roles", administrator.id());
        administrator
            .post(&roles, &[("roles", "instructor")])
            .await
            .expect(409)
            .shows("Nobody would be administrator any more.");
        administrator.get("/audit").await.expect(200);
        let second = classroom.person("Ono", &[Role::Learner]).await;
        let grant = [("roles", "administrator")];
        administrator
            .post(&format!("/people/{}/roles", second.id()), &grant)
            .await
            .expect(303);
        administrator
            .post(&roles, &[("roles", "instructor")])
            .await
            .expect(303);
        // A right that is taken away is gone with the next request.
        administrator.get("/audit").await.expect(403);
        second.get("/audit").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn the_audit_trail_is_read_page_by_page_and_searched() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Kanri", &[Role::Administrator]).await;
        let other = classroom.person("Yamada", &[Role::Learner]).await;
        let db = classroom.services.db.write();
        for number in 0..150 {
            let about = (number == 3).then(|| other.id());
            audit::record(
                db,
                None,
                "care.contact",
                about,
                format!("entry {number} of the test"),
            )
            .await
            .unwrap();
        }
        let first = administrator.get("/audit").await.expect(200);
        first.shows("entry 149 of the test").hides("entry 3 of the test");
        let first = administrator.get("/audit").await;
        let older = next_page(&first).unwrap();
        let second = administrator.get(&older).await.expect(200);
        let oldest = next_page(&second).unwrap();
        administrator
            .get(&oldest)
            .await
            .expect(200)
            .shows("entry 3 of the test")
            .hides("entry 149 of the test")
            .shows("To the first");
        administrator
            .get("/audit?q=Yamada")
            .await
            .expect(200)
            .shows("entry 3 of the test")
            .hides("entry 4 of the test")
            .shows("recorded a contact");
        administrator
            .get("/audit?q=nothing-like-this")
            .await
            .expect(200)
            .shows("Nothing was found.");
        let file = administrator.get("/audit?as=csv").await.expect(200);
        assert_eq!(file.body.matches("of the test").count(), 150);
    })
    .await;
}

#[tokio::test]
async fn every_change_of_rights_is_in_the_audit_trail() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        let person = classroom.person("Ono", &[Role::Learner]).await;
        let path = format!("/people/{}/roles", person.id());
        administrator
            .post(&path, &[("roles", "instructor")])
            .await
            .expect(303);
        let actor = classroom.actor(&administrator).await;
        let trail = audit::list(
            &actor,
            &classroom.services,
            &ListQuery::new(Wanted {
                subject: Some(person.id()),
            }),
        )
        .await
        .unwrap();
        let told: Vec<_> = trail
            .rows
            .iter()
            .map(|entry| {
                (
                    entry.actor.as_deref().unwrap_or_default(),
                    entry.entry.action.as_str(),
                    entry.entry.detail.as_str(),
                )
            })
            .collect();
        assert!(told.contains(&("Mori", "role.granted", "instructor")), "{told:?}");
        assert!(told.contains(&("Mori", "role.withdrawn", "learner")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn roles_of_somebody_who_does_not_exist_are_not_found() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        let path = "/people/00000000-0000-7000-8000-000000000000/roles";
        administrator.get(path).await.expect(404);
        administrator
            .post(path, &[("roles", "learner")])
            .await
            .expect(404);
    })
    .await;
}
