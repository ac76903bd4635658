//! Accounts: names, sign-ins, closing, invitations taken back, the list of people.

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::{
    db::now,
    identity::{accounts, tables::person},
};

use crate::passwords::{NEW, OLD, account_of, password_link, try_to_sign_in, with_sato};

#[tokio::test]
async fn staff_help_learners_and_only_administrators_help_staff() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let names = [
            ("do", "names"),
            ("name", "Other"),
            ("kana", ""),
            ("email", "other"),
        ];
        for (helper, helped, status) in [
            (Role::Instructor, &[Role::Learner][..], true),
            (Role::Coordinator, &[Role::Learner], true),
            (Role::Administrator, &[Role::Learner], true),
            (Role::Instructor, &[Role::Instructor], false),
            (Role::Instructor, &[Role::Learner, Role::Coordinator], false),
            (Role::Coordinator, &[Role::Administrator], false),
            (Role::Administrator, &[Role::Administrator], true),
        ] {
            let staff = classroom.person("Helper", &[helper]).await;
            let person = classroom.person("Helped", helped).await;
            let account = format!("/people/{}", person.id());
            staff.get(&account).await.expect(200).shows("Helped");
            let ways: [&[(&str, &str)]; 5] = [
                &[("do", "password")],
                &[("do", "sign-out")],
                &names,
                &[("do", "close")],
                &[("do", "reopen")],
            ];
            for way in ways {
                let answer = staff.post(&account, way).await;
                let helped = answer.status == 200 || answer.status == 303;
                assert_eq!(helped, status, "{helper:?} {helped:?} {way:?} {}", answer.status);
                assert!(helped || answer.status == 403);
            }
            // The names are taken only once.
            let back = [
                ("do", "names"),
                ("name", "Helped"),
                ("kana", ""),
                ("email", &account[8..]),
            ];
            staff.post(&account, &back).await;
            // One may not help oneself, either, except as everybody may.
            let learner = classroom.person("Learner", &[Role::Learner]).await;
            learner.get(&account).await.expect(403);
            learner.post(&account, &[("do", "password")]).await.expect(403);
        }
    })
    .await;
}

#[tokio::test]
async fn two_administrators_cannot_close_each_other_at_once() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        for _ in 0..5 {
            let one = classroom.person("Kanri", &[Role::Administrator]).await;
            let other = classroom.person("Kancho", &[Role::Administrator]).await;
            // Those of the round before are closed: the two are the last.
            let (first, second) = (classroom.actor(&one).await, classroom.actor(&other).await);
            let (a, b) = tokio::join!(
                accounts::close(&first, services, other.id()),
                accounts::close(&second, services, one.id()),
            );
            assert!(a.is_ok() != b.is_ok());
            let open = person::Entity::find()
                .filter(person::Column::Id.is_in([one.id(), other.id()]))
                .filter(person::Column::ClosedAt.is_null())
                .all(classroom.services.db.read())
                .await
                .unwrap();
            assert_eq!(open.len(), 1);
            // The next two shall be the last again.
            person::Entity::update_many()
                .col_expr(person::Column::ClosedAt, now().into())
                .exec(classroom.services.db.write())
                .await
                .unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_lets_nobody_in_leaves_the_lists_and_opens_again() {
    on_both(async |database| {
        let (classroom, sato) = with_sato(database).await;
        let coordinator = classroom.person("Ono", &[Role::Coordinator]).await;
        let account = account_of(&coordinator, "sato").await;
        let link = password_link(&coordinator, &account).await;
        coordinator
            .get("/readiness/board")
            .await
            .expect(200)
            .shows("<strong>sato</strong>");
        coordinator.post(&account, &[("do", "close")]).await.expect(303);
        sato.get("/account").await.expect(303);
        classroom
            .visitor()
            .post("/sign-in", &[("email", "sato"), ("password", OLD)])
            .await
            .expect(409)
            .shows("This account is closed.");
        // A wrong password does not tell that there is an account.
        assert_eq!(try_to_sign_in(&classroom, "sato", "wrong password").await, 422);
        classroom
            .visitor()
            .get(&link)
            .await
            .expect(409)
            .shows("has expired");
        classroom.visitor().post(&link, &[("new", NEW)]).await.expect(409);
        coordinator
            .post(&account, &[("do", "password")])
            .await
            .expect(409);
        coordinator.get("/people").await.expect(200).hides(">sato<");
        coordinator
            .get("/people?show=closed")
            .await
            .expect(200)
            .shows(">sato<");
        coordinator
            .get("/readiness/board")
            .await
            .expect(200)
            .hides("<strong>sato</strong>");
        coordinator.post(&account, &[("do", "reopen")]).await.expect(303);
        // The link of before does not come back to life.
        classroom.visitor().get(&link).await.expect(409);
        assert_eq!(try_to_sign_in(&classroom, "sato", OLD).await, 303);
        coordinator
            .get("/readiness/board")
            .await
            .expect(200)
            .shows("<strong>sato</strong>");
    })
    .await;
}

#[tokio::test]
async fn what_an_administrator_handed_out_ends_with_the_account() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let leaving = classroom.person("Ono", &[Role::Administrator]).await;
        let staying = classroom.person("Mori", &[Role::Administrator]).await;
        let invite = [("name", "Friend"), ("roles", "administrator")];
        let page = leaving.post("/people", &invite).await.expect(200);
        let door = page.between("http://classroom.test", "<").unwrap().to_owned();
        let link = password_link(&leaving, &format!("/people/{}", staying.id())).await;
        classroom.visitor().get(&door).await.expect(200);
        staying
            .post(&format!("/people/{}", leaving.id()), &[("do", "close")])
            .await
            .expect(303);
        classroom
            .visitor()
            .get(&door)
            .await
            .expect(409)
            .shows("has expired");
        classroom.visitor().get(&link).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn nobody_closes_the_own_account_and_a_closed_administrator_does_not_count() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let first = classroom.person("Mori", &[Role::Administrator]).await;
        let second = classroom.person("Ono", &[Role::Administrator]).await;
        let (mine, theirs) = (
            format!("/people/{}", first.id()),
            format!("/people/{}", second.id()),
        );
        first
            .post(&mine, &[("do", "close")])
            .await
            .expect(409)
            .shows("have another administrator close");
        first.post(&theirs, &[("do", "close")]).await.expect(303);
        // The only administrator who can sign in stays one.
        first
            .post(&format!("{mine}/roles"), &[("roles", "learner")])
            .await
            .expect(409)
            .shows("Nobody would be administrator any more.");
    })
    .await;
}

#[tokio::test]
async fn names_are_corrected_and_a_taken_one_is_told_beside_the_field() {
    on_both(async |database| {
        let (classroom, sato) = with_sato(database).await;
        classroom.person_with_password("ito", OLD, &[Role::Learner]).await;
        let instructor = classroom.person("Mori", &[Role::Instructor]).await;
        let account = account_of(&instructor, "sato").await;
        let change = |name, email| {
            [
                ("do", "names"),
                ("name", name),
                ("kana", "さとう"),
                ("email", email),
            ]
        };
        instructor
            .post(&account, &change("Sato Hanako", "ITO"))
            .await
            .expect(422)
            .shows("id=\"email-error\"")
            .shows("value=\"Sato Hanako\"");
        instructor
            .post(&account, &change("", "sato hanako"))
            .await
            .expect(422)
            .shows("id=\"name-error\"")
            .shows("Spaces are not possible here.");
        instructor
            .post(&account, &change("Sato Hanako", "Hanako"))
            .await
            .expect(303);
        // The person stays signed in, under the new name at once.
        sato.get("/account").await.expect(200).shows("Sato Hanako");
        assert_eq!(try_to_sign_in(&classroom, "sato", OLD).await, 422);
        assert_eq!(try_to_sign_in(&classroom, "hanako", OLD).await, 303);

        // Oneself, with the password.
        let own = |password| {
            [
                ("do", "names"),
                ("name", "Hanako"),
                ("kana", ""),
                ("email", "hana"),
                ("password", password),
            ]
        };
        sato.post("/account", &own("wrong password"))
            .await
            .expect(422)
            .shows("id=\"password-error\"")
            .shows("value=\"hana\"");
        sato.post("/account", &own(OLD)).await.expect(303);
        assert_eq!(try_to_sign_in(&classroom, "hana", OLD).await, 303);
    })
    .await;
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_ends_the_lost_phone() {
    on_both(async |database| {
        let (classroom, sato) = with_sato(database).await;
        let phone = classroom.visitor();
        phone
            .post("/sign-in", &[("email", "sato"), ("password", OLD)])
            .await
            .expect(303);
        let page = sato.get("/account").await.expect(200).shows("This one");
        let other = page
            .between("name=\"sign-in\" value=\"", "\"")
            .unwrap()
            .to_owned();
        // Somebody else's sign-in is not ended by knowing its id.
        let ito = classroom.person("Ito", &[Role::Learner]).await;
        ito.post("/account", &[("do", "end"), ("sign-in", &other)])
            .await
            .expect(303);
        phone.get("/account").await.expect(200);
        sato.post("/account", &[("do", "end"), ("sign-in", &other)])
            .await
            .expect(303);
        phone.get("/account").await.expect(303);
        sato.get("/account").await.expect(200).hides("name=\"sign-in\"");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_taken_back() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        for (role, may) in [("learner", true), ("coordinator", false)] {
            let page = administrator
                .post("/people", &[("name", "Sato"), ("roles", role)])
                .await
                .expect(200);
            let link = page.between("http://classroom.test", "<").unwrap().to_owned();
            let id = page
                .between("name=\"invitation\" value=\"", "\"")
                .unwrap()
                .to_owned();
            let withdraw = [("do", "withdraw"), ("invitation", id.as_str())];
            let answer = instructor.post("/people", &withdraw).await;
            if may {
                answer.expect(303);
            } else {
                answer.expect(403);
                classroom.visitor().get(&link).await.expect(200);
                administrator.post("/people", &withdraw).await.expect(303);
            }
            classroom
                .visitor()
                .get(&link)
                .await
                .expect(409)
                .shows("has expired");
        }
        administrator
            .get("/people")
            .await
            .expect(200)
            .hides("Invitations not used yet");
    })
    .await;
}

#[tokio::test]
async fn people_are_listed_by_role_and_saved_as_csv() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Ono", &[Role::Coordinator]).await;
        classroom.person("=Sato", &[Role::Learner]).await;
        coordinator
            .get("/people?show=learner")
            .await
            .expect(200)
            .shows("=Sato</a>")
            .hides("Ono</a>");
        let file = coordinator.get("/people?show=learner&as=csv").await.expect(200);
        assert_eq!(
            file.body.trim_start_matches('\u{feff}'),
            "Name,Reading,Roles,Sign-in name\n'=Sato,,Learner,\n"
        );
    })
    .await;
}
