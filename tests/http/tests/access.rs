//! Who may ask for what: every address of the program, for everybody.

use std::collections::BTreeSet;

use domain::identity::Role;
use http_tests::{Classroom, Person, on_both};
use server::http::{Who, routes::ENDPOINTS};

use crate::rules::RULES;

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// Every method and address of the program, and whom its own list lets in.
fn every_address() -> Vec<(&'static str, &'static str, Who)> {
    let pages = app::routes::all().into_iter().flat_map(|route| {
        let methods = [route.get.map(|_| "GET"), route.post.map(|_| "POST")];
        methods
            .into_iter()
            .flatten()
            .map(move |method| (method, route.path, route.who))
    });
    pages.chain(ENDPOINTS.iter().copied()).collect()
}

/// The letter of each role in the reviewed list.
const ROLES: [(char, Role); 4] = [
    ('L', Role::Learner),
    ('I', Role::Instructor),
    ('C', Role::Coordinator),
    ('A', Role::Administrator),
];

fn letters(who: Who) -> String {
    let all = ROLES.iter().map(|(letter, _)| *letter);
    match who {
        Who::Anyone => std::iter::once('V').chain(all).collect(),
        Who::SignedIn => all.collect(),
        Who::Any(roles) => ROLES
            .iter()
            .filter(|(_, role)| roles.contains(role))
            .map(|(letter, _)| *letter)
            .collect(),
    }
}

#[test]
fn every_address_has_a_reviewed_rule_and_every_rule_an_address() {
    let program: BTreeSet<(String, &str, &str)> = every_address()
        .into_iter()
        .map(|(method, path, who)| (letters(who), method, path))
        .collect();
    let reviewed: BTreeSet<(String, &str, &str)> = RULES
        .iter()
        .map(|(who, method, path)| ((*who).to_owned(), *method, *path))
        .collect();
    let unreviewed: Vec<_> = program.difference(&reviewed).collect();
    let gone: Vec<_> = reviewed.difference(&program).collect();
    assert!(
        unreviewed.is_empty() && gone.is_empty(),
        "Review these and note them in tests/http/tests/rules.rs.\nIn the program: {unreviewed:#?}\nIn the rules: {gone:#?}"
    );
}

/// The address with made-up names, so that nothing real is changed.
fn made_up(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if part.starts_with('{') { NOBODY } else { part })
        .collect();
    parts.join("/")
}

async fn ask(person: &Person, method: &str, path: &str) -> http_tests::Answer {
    match method {
        "POST" => person.post(path, &[]).await,
        _ => person.get(path).await,
    }
}

#[tokio::test]
async fn everybody_reaches_what_the_rules_allow_and_nothing_else() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        // Somebody must stay administrator, whatever is posted.
        classroom.person("Administrator", &[Role::Administrator]).await;
        let mut wrong = Vec::new();
        for (who, method, path) in RULES {
            let address = made_up(path);
            let answer = ask(&classroom.visitor(), method, &address).await;
            let sent_to_sign_in = answer.status == 303 && answer.location().starts_with("/sign-in?to=");
            let kept_out = sent_to_sign_in || answer.status == 401;
            if kept_out == who.contains('V') || answer.status >= 500 {
                wrong.push(format!(
                    "visitor {method} {path}: {} {}",
                    answer.status,
                    answer.location()
                ));
            }
            for (letter, role) in ROLES {
                // A new sign-in each time: "sign out" is among the addresses.
                let person = classroom.person(role.code(), &[role]).await;
                let answer = ask(&person, method, &address).await;
                let allowed = answer.status != 403 && !answer.location().starts_with("/sign-in?to=");
                if allowed != who.contains(letter) || answer.status >= 500 {
                    wrong.push(format!(
                        "{} {method} {path}: {} {}",
                        role.code(),
                        answer.status,
                        answer.location()
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_visitor_is_sent_to_sign_in_and_back_to_where_they_wanted_to_be() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom
            .person_with_password("sato", "three words long", &[Role::Learner])
            .await;
        let visitor = classroom.visitor();
        let answer = visitor.get("/courses/keys?from=poster").await.expect(303);
        assert_eq!(answer.location(), "/sign-in?to=%2Fcourses%2Fkeys%3Ffrom%3Dposter");
        let form = [("email", "sato"), ("password", "three words long")];
        let answer = visitor.post(answer.location(), &form).await.expect(303);
        assert_eq!(answer.location(), "/courses/keys?from=poster");
        visitor
            .get(answer.location())
            .await
            .expect(200)
            .shows("A course on keys");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_role_is_told_so_in_both_languages() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    learner
        .get("/audit")
        .await
        .expect(403)
        .shows("This page is not for you");
    learner
        .reading("ja")
        .get("/audit")
        .await
        .expect(403)
        .shows("このページは見られません");
}
