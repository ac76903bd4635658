//! What is posted is understood or refused: nothing is done by default.

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use server::http::Who;

/// Addresses that need no more than the press of a button. Those that are about something need it in the
/// address.
const BUTTONS: [&str; 1] = ["/sign-out"];

/// Addresses where saying nothing says something: whoever leaves all wishes open has taken them back.
const MAY_BE_EMPTY: [&str; 1] = ["/wishes"];

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

#[tokio::test]
async fn an_empty_form_does_nothing_anywhere() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.person("Administrator", &[Role::Administrator]).await;
        let mut done = Vec::new();
        for route in app::routes::all()
            .into_iter()
            .filter(|route| route.post.is_some())
        {
            let role = match route.who {
                Who::Anyone | Who::SignedIn => Role::Learner,
                Who::Any(roles) => roles[0],
            };
            let person = classroom.person("Sato", &[role]).await;
            let parts: Vec<&str> = route
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { NOBODY } else { part })
                .collect();
            let answer = person.send("POST", &parts.join("/"), &[], &[]).await;
            // Shown again with what is wrong, or refused outright.
            let refused =
                answer.location().contains("again=") || [400, 404, 409, 422].contains(&answer.status);
            let allowed = BUTTONS.contains(&route.path) || MAY_BE_EMPTY.contains(&route.path);
            if !refused && !allowed {
                done.push(format!("{}: {} {}", route.path, answer.status, answer.location()));
            }
        }
        assert!(done.is_empty(), "{done:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_no_page_sends_is_told_so_on_its_page() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Ito", &[Role::Instructor]).await;
        let form = [("do", "delete"), ("name", "Autumn")];
        teacher
            .post("/cohorts/new", &form)
            .await
            .expect(400)
            .shows("value=\"Autumn\"");
        teacher
            .post("/preferences", &[("set", "colour"), ("back", "/")])
            .await
            .expect(400);
    })
    .await;
}
