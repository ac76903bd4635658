//! The guards around every answer: other sites, headers, cookies.

use domain::identity::Role;
use http_tests::{Classroom, Database};

#[tokio::test]
async fn a_post_from_another_site_is_refused() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let person = classroom.person("Sato", &[Role::Learner]).await;
    let fields = [("set", "text"), ("back", "/")];
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        // The newer header wins over one that a proxy may have changed.
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://classroom.test"),
        ],
    ] {
        let answer = person.send("POST", "/preferences", &fields, headers).await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("origin", "http://classroom.test")],
        // Not a browser: it sends no cookie unasked.
        &[],
    ] {
        let answer = person.send("POST", "/preferences", &fields, headers).await;
        assert_eq!(answer.status, 303, "{headers:?}");
    }
}

#[tokio::test]
async fn a_link_from_another_site_may_be_followed() {
    let classroom = Classroom::new(Database::Sqlite).await;
    classroom
        .visitor()
        .send("GET", "/", &[], &[("sec-fetch-site", "cross-site")])
        .await
        .expect(200);
}

#[tokio::test]
async fn every_answer_carries_the_guarding_headers() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let person = classroom.person("Sato", &[Role::Learner]).await;
    for path in ["/", "/sign-in", "/courses", "/no-such-page", "/audit", "/health"] {
        let answer = person.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        assert!(!answer.header("content-security-policy").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_reading_page_allows_no_script_and_has_none() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let person = classroom.person("Sato", &[Role::Learner]).await;
    for path in [
        "/",
        "/courses",
        "/courses/keys",
        "/courses/keys/lessons/copy",
        "/courses/keys/quizzes/check",
        "/disclosures",
    ] {
        let answer = person.get(path).await.expect(200);
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.contains("script-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("style-src 'self';"), "{path}: {policy}");
        answer
            .hides("<script")
            .hides(" style=\"")
            .hides("<style")
            .hides(" onclick")
            .hides("<link rel=\"modulepreload\"");
    }
}

#[tokio::test]
async fn a_page_to_fill_in_has_the_script_that_keeps_it_and_allows_no_other() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let person = classroom.person("Sato", &[Role::Learner]).await;
    for path in ["/account", "/wishes"] {
        let answer = person.get(path).await.expect(200);
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.contains("script-src 'self';"), "{path}: {policy}");
        let scripts: Vec<&str> = answer.body.split("<script").skip(1).collect();
        let ours = |tag: &&str| tag.starts_with(" src=\"/pkg/page-");
        assert!(
            scripts.len() == 1 && scripts.iter().all(ours),
            "{path}: {scripts:?}"
        );
        answer.hides(" style=\"").hides("<style").hides(" onclick");
    }
}

#[tokio::test]
async fn scripts_of_a_page_with_islands_carry_its_nonce_and_no_two_pages_share_one() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let teacher = classroom.person("Mori", &[Role::Instructor]).await;
    let learners = classroom.learners(1).await;
    let (_, session) = classroom.class(&teacher, &learners).await;
    let roll_call = format!("/sessions/{session}");
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = teacher.get(&roll_call).await.expect(200);
        let policy = page.header("content-security-policy").to_owned();
        let (_, rest) = policy.split_once("'nonce-").expect("the policy names a nonce");
        let nonce = rest.split_once('\'').expect("the nonce ends").0.to_owned();
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        // Where the browser part was not built there is no script at all.
        // Files of ours need no nonce.
        let inline = |tag: &str| !tag.contains(" src=\"/pkg/");
        for script in page.body.split("<script").skip(1).filter(|tag| inline(tag)) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
        }
        page.hides(" style=\"").hides("<style");
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn over_https_a_sign_in_counts_for_what_is_no_page_too() {
    let classroom = Classroom::set_up(Database::Sqlite, |config| {
        "https://classroom.test".clone_into(&mut config.public_url);
    })
    .await;
    classroom
        .person_with_password("ito", "three words long", &[Role::Instructor])
        .await;
    let person = classroom.visitor();
    let live = "/sessions/00000000-0000-7000-8000-000000000000/live";
    person.get(live).await.expect(401);
    let form = [("email", "ito"), ("password", "three words long")];
    let cookies = person.post("/sign-in", &form).await.expect(303);
    assert!(
        cookies
            .cookies()
            .iter()
            .any(|cookie| cookie.starts_with("__Host-sign_in="))
    );
    // Known, and such a class is not.
    person.get(live).await.expect(404);
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let classroom = Classroom::new(Database::Sqlite).await;
    classroom
        .person_with_password("sato", "three words long", &[Role::Learner])
        .await;
    let person = classroom.visitor();
    let form = [("email", "sato"), ("password", "three words long")];
    let answers = [
        person.post("/sign-in", &form).await.expect(303),
        person
            .post("/preferences", &[("set", "text"), ("back", "/")])
            .await
            .expect(303),
        person.post("/sign-out", &[]).await.expect(303),
    ];
    for answer in answers {
        assert!(!answer.cookies().is_empty());
        for cookie in answer.cookies() {
            assert!(
                cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"),
                "{cookie}"
            );
            assert!(cookie.contains("; Path=/"), "{cookie}");
        }
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so_in_both_languages() {
    let classroom = Classroom::new(Database::Sqlite).await;
    classroom
        .visitor()
        .get("/no-such-page")
        .await
        .expect(404)
        .shows("Page not found");
    classroom
        .visitor()
        .reading("ja")
        .get("/no-such-page")
        .await
        .expect(404)
        .shows("ページが見つかりません");
}

#[tokio::test]
async fn a_body_that_is_not_a_form_or_is_too_large_breaks_nothing() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let visitor = classroom.visitor();
    let large = "a".repeat(2 << 20);
    let answer = visitor
        .post("/sign-in", &[("email", &large), ("password", "x")])
        .await;
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    let answer = visitor
        .post(
            "/sign-in",
            &[("email", "<script>alert(1)</script>"), ("password", "")],
        )
        .await
        .expect(422);
    answer.hides("<script>alert").shows("&lt;script&gt;");
    for path in [
        "/%FF",
        "/courses/%00",
        "/courses/..%2F..%2Fetc%2Fpasswd",
        "/courses/keys/files/..%2Fcourse.toml",
    ] {
        let answer = visitor.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        answer.hides("languages =");
    }
}

#[tokio::test]
async fn text_size_furigana_and_language_are_remembered() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let person = classroom.visitor();
    person
        .post("/preferences", &[("set", "text"), ("back", "/sign-in")])
        .await
        .expect(303);
    person
        .post("/preferences", &[("set", "furigana"), ("back", "/sign-in")])
        .await
        .expect(303);
    let answer = person
        .post("/preferences", &[("set", "lang"), ("back", "/sign-in")])
        .await
        .expect(303);
    assert_eq!(answer.location(), "/sign-in");
    person
        .get("/sign-in")
        .await
        .expect(200)
        .shows("lang=\"ja\"")
        .shows("data-text=\"large\"")
        .shows("data-furigana=\"off\"");
}

#[tokio::test]
async fn after_a_switch_nobody_is_sent_to_another_site() {
    let classroom = Classroom::new(Database::Sqlite).await;
    for evil in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
    ] {
        let answer = classroom
            .visitor()
            .post("/preferences", &[("set", "text"), ("back", evil)])
            .await
            .expect(303);
        assert_eq!(answer.location(), "/", "{evil:?}");
    }
}

#[tokio::test]
async fn a_page_to_print_loads_one_small_script_of_ours_and_hides_its_button_without_it() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let staff = classroom.person("Mori", &[Role::Coordinator]).await;
    let learners = classroom.learners(1).await;
    let board = staff.get("/readiness/board").await.expect(200);
    let policy = board.header("content-security-policy").to_owned();
    assert!(policy.contains("script-src 'self';"), "{policy}");
    let board = board.shows("data-print=\"\" hidden");
    let script = board.between("<script src=\"", "\" defer>").expect("a script");
    let script = classroom.visitor().get(script).await.expect(200);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    script.shows("window.print()").shows("sessionStorage");
    learners[0].get("/").await.expect(200).hides("<script");
}
