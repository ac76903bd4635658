//! Whoever makes a password link could sign in as the learner: the learner is told who made it, and a consent
//! given soon afterwards needs a second person.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::on_both;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use server::{
    db::now,
    identity::tables::{audit_entry, password_reset},
    matching::tables::consent,
};

use crate::{
    matching::Scene,
    passwords::{NEW, account_of, password_link, with_sato},
};

#[tokio::test]
async fn people_are_told_who_made_a_link_for_their_password() {
    on_both(async |database| {
        let (classroom, sato) = with_sato(database).await;
        sato.get("/").await.expect(200).hides("with a link that");
        sato.get("/account")
            .await
            .expect(200)
            .hides("Links that were made");
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let account = account_of(&instructor, "sato").await;
        let link = password_link(&instructor, &account).await;
        sato.get("/account")
            .await
            .expect(200)
            .shows("<strong>Ito</strong>")
            .shows("not used");
        classroom.visitor().post(&link, &[("new", NEW)]).await.expect(303);
        // At the next sign-in, on whatever page it leads to.
        let back = classroom.visitor();
        let form = [("email", "sato"), ("password", NEW)];
        let answer = back.post("/sign-in?to=%2Fcourses", &form).await.expect(303);
        back.get(answer.location())
            .await
            .expect(200)
            .shows("with a link that Ito made on");
        back.get("/")
            .await
            .expect(200)
            .shows("with a link that Ito made on");
        back.get("/account")
            .await
            .expect(200)
            .shows("<strong>Ito</strong>")
            .shows("used on");
        let entry = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq("password.reset"))
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .expect("an entry");
        assert_eq!(entry.detail, "link made by Ito");
        // After a week it is history: told among one's own settings alone.
        password_reset::Entity::update_many()
            .col_expr(
                password_reset::Column::UsedAt,
                Expr::value(now() - TimeDelta::days(8)),
            )
            .exec(classroom.services.db.write())
            .await
            .unwrap();
        back.get("/").await.expect(200).hides("with a link that");
        back.get("/account")
            .await
            .expect(200)
            .shows("<strong>Ito</strong>");
    })
    .await;
}

#[tokio::test]
async fn a_consent_soon_after_such_a_link_needs_a_second_person() {
    on_both(async |database| {
        let mut scene = Scene::new(database).await;
        let learner = scene.learner.id();
        let maker = scene.classroom.person("Ito", &[Role::Instructor]).await;
        let link = password_link(&maker, &format!("/people/{learner}")).await;
        scene
            .classroom
            .visitor()
            .post(&link, &[("new", NEW)])
            .await
            .expect(303);
        // This may be the instructor, too.
        scene.learner = scene.classroom.sign_in(learner).await;
        scene.consents(&["name"]).await;
        scene
            .learner
            .get(&format!("/openings/{}/consent", scene.opening))
            .await
            .expect(200)
            .shows("another person of the staff asks you in person");
        scene
            .coordinator
            .get(&scene.refer())
            .await
            .expect(200)
            .hides("card packet")
            .shows("/consents/waiting");
        scene
            .coordinator
            .post(&scene.refer(), &[("fingerprint", "x")])
            .await
            .expect(409);
        maker.get("/").await.expect(200).shows("Consents to be confirmed");
        let page = maker.get("/consents/waiting").await.expect(200);
        let page = page.shows("Sato Hanako").shows("Somebody else confirms it.");
        drop(page.hides("name=\"consent\""));
        let row = consent::Entity::find()
            .one(scene.classroom.services.db.read())
            .await
            .unwrap()
            .unwrap();
        let id = row.id.to_string();
        let confirm = [("consent", id.as_str())];
        maker.post("/consents/waiting", &confirm).await.expect(409);
        scene
            .learner
            .post("/consents/waiting", &confirm)
            .await
            .expect(403);
        let colleague = scene.classroom.person("Abe", &[Role::Instructor]).await;
        colleague
            .get("/consents/waiting")
            .await
            .expect(200)
            .shows("name=\"consent\"");
        colleague.post("/consents/waiting", &confirm).await.expect(303);
        scene.sends().await;
        let entry = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq("consent.confirmed"))
            .one(scene.classroom.services.db.read())
            .await
            .unwrap()
            .expect("an entry");
        assert_eq!(
            (entry.actor_id, entry.subject_id),
            (Some(colleague.id()), Some(learner))
        );
    })
    .await;
}

#[tokio::test]
async fn an_earlier_link_or_one_that_nobody_used_needs_no_second_person() {
    on_both(async |database| {
        let mut scene = Scene::new(database).await;
        let learner = scene.learner.id();
        let maker = scene.classroom.person("Ito", &[Role::Instructor]).await;
        let account = format!("/people/{learner}");
        let link = password_link(&maker, &account).await;
        scene
            .classroom
            .visitor()
            .post(&link, &[("new", NEW)])
            .await
            .expect(303);
        password_reset::Entity::update_many()
            .col_expr(
                password_reset::Column::UsedAt,
                Expr::value(now() - TimeDelta::days(8)),
            )
            .exec(scene.classroom.services.db.write())
            .await
            .unwrap();
        password_link(&maker, &account).await;
        scene.learner = scene.classroom.sign_in(learner).await;
        scene.consents(&["name"]).await;
        scene.sends().await;
    })
    .await;
}
