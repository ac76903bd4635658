//! No text is longer than its field takes: not what a browser sends, nor what a program sends.

use app::web::Takes;
use domain::identity::Role;
use http_tests::{Classroom, on_both};
use server::limits::TEXTS;

use crate::rules::RULES;

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

fn made_up(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if part.starts_with('{') { NOBODY } else { part })
        .collect();
    parts.join("/")
}

#[tokio::test]
async fn no_address_takes_a_text_of_900_kb_and_the_audit_trail_stays_small() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.person("Administrator", &[Role::Administrator]).await;
        let huge = "あ".repeat(300 * 1024);
        let long = "x".repeat(20_000);
        let mut wrong = Vec::new();
        for (who, method, path) in RULES {
            // What these take is no form: bytes that are counted and not kept, and messages with a limit of
            // their own (`telework`).
            let no_form = ["/hooks", "/line", "/calls/{call}/send"];
            if *method != "POST" || no_form.iter().any(|begin| path.starts_with(begin)) {
                continue;
            }
            let roles = [
                ('L', Role::Learner),
                ('I', Role::Instructor),
                ('C', Role::Coordinator),
                ('A', Role::Administrator),
            ];
            let role = roles.into_iter().find(|(letter, _)| who.contains(*letter));
            let role = role.map(|(_, role)| role).expect("somebody may");
            let address = made_up(path);
            // Long forms take long answers.
            let takes = app::routes::all().into_iter().find(|route| route.path == *path);
            let texts: &[&str] = match takes.map(|route| route.takes) {
                Some(Takes::Form) => &[&huge, &long],
                Some(Takes::LongForm | Takes::Files) | None => &[&huge],
            };
            for text in texts {
                let person = classroom.person("Sato", &[role]).await;
                // All at once where that is no burden: of the largest, one field is enough.
                let named = TEXTS.iter().filter(|_| text.len() < 100_000);
                let form: Vec<(&str, &str)> = named.map(|(name, _)| (*name, *text)).collect();
                let forms = [form.as_slice(), &[("name", *text)], &[("anything", *text)]];
                for form in forms.into_iter().filter(|form| !form.is_empty()) {
                    let same_site = [("sec-fetch-site", "same-origin")];
                    let answer = person.send("POST", &address, form, &same_site).await;
                    // Refused at once, or by the way to the page with what was typed.
                    let again = answer.status == 303 && answer.location().contains("again=");
                    if !again && ![409, 413, 422].contains(&answer.status) {
                        wrong.push(format!("{path} {} bytes: {}", text.len(), answer.status));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let administrator = classroom.person("Ono", &[Role::Administrator]).await;
        let page = administrator.get("/audit").await.expect(200);
        assert!(page.body.len() < 200_000, "{}", page.body.len());
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_too_long_is_told_beside_its_field_and_stays_there() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let name = "x".repeat(101);
        let form = [("name", name.as_str()), ("roles", "learner")];
        instructor
            .post("/people", &form)
            .await
            .expect(422)
            .shows("id=\"name-error\"")
            .shows("up to 100 letters, and it has 101")
            .shows(&name);
        instructor
            .post("/people", &[("name", &name[1..]), ("roles", "learner")])
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_mistyped_year_is_told_and_breaks_nothing() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        for (from, to) in [
            ("262142-12-31", "262142-12-31"),
            ("+262142-12-31", "+262142-12-31"),
            ("2026-01-01", "9999-12-31"),
            ("-262143-01-01", "2026-01-01"),
            ("0001-01-01", "2026-01-01"),
        ] {
            let form = [
                ("do", "create"),
                ("name", "Autumn"),
                ("place", "Room 1"),
                ("starts_on", from),
                ("ends_on", to),
                ("weekday", "1"),
                ("starts", "14:00"),
                ("ends", "16:00"),
                ("late_percent", "50"),
            ];
            instructor.post("/cohorts/new", &form).await.expect(422);
        }
    })
    .await;
}
