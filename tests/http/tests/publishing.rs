//! Publishing from git: an author writes, pushes, errs, repairs; learners never meet a mistake.

use domain::identity::Role;
use http_tests::{Classroom, Database, Person, Repository, on_both, sign};
use sea_orm::EntityTrait;
use server::{catalog::refresh, learning::tables::attempt};
use uuid::Uuid;

const QUIZ: &str = "/courses/town/quizzes/check";

struct Town {
    classroom: Classroom,
    repository: Repository,
    administrator: Person,
    instructor: Person,
    learner: Person,
    source: Uuid,
}

/// A classroom whose course `town` comes from a git repository.
async fn town(database: Database, more: &[(&str, &str)]) -> Town {
    let classroom = Classroom::new(database).await;
    let repository = Repository::new();
    let administrator = classroom.person("Administrator", &[Role::Administrator]).await;
    let instructor = classroom.person("Instructor", &[Role::Instructor]).await;
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    let source = classroom
        .add_source(&administrator, &repository.url(), more)
        .await;
    Town {
        classroom,
        repository,
        administrator,
        instructor,
        learner,
        source,
    }
}

impl Town {
    /// Looks at the source now; gives the revision.
    async fn look(&self) -> Uuid {
        let actor = self.classroom.actor(&self.administrator).await;
        refresh::now(&actor, &self.classroom.services, self.source)
            .await
            .expect("the repository can be read")
            .revision
    }

    fn page(&self) -> String {
        format!("/sources/{}", self.source)
    }

    fn revision(&self, id: Uuid) -> String {
        format!("/sources/{}/revisions/{id}", self.source)
    }

    async fn start(&self, learner: &Person) -> String {
        learner.post(QUIZ, &[]).await.expect(303).location().to_owned()
    }

    async fn answer(&self, learner: &Person, attempt: &str, question: &str, answer: &str) {
        let key = Uuid::now_v7().to_string();
        let fields = [("question", question), ("answer", answer), ("key", &key)];
        learner
            .post(&format!("{attempt}/answers"), &fields)
            .await
            .expect(200);
    }

    async fn percent(&self, attempt: &str) -> f64 {
        let id: Uuid = attempt.trim_start_matches("/attempts/").parse().unwrap();
        let row = attempt::Entity::find_by_id(id)
            .one(self.classroom.services.db.read())
            .await
            .unwrap();
        row.expect("the attempt").percent.expect("a score").round()
    }
}

/// The story of an author: write, err, be told where, repair; and of a learner who notices nothing.
#[tokio::test]
async fn a_wrong_push_is_refused_with_its_place_and_the_repaired_one_is_live_while_a_quiz_goes_on() {
    on_both(async |database| {
        let town = town(database, &[]).await;
        town.classroom.watch_sources();
        let (repository, classroom) = (&town.repository, &town.classroom);
        classroom
            .until(&town.learner, "/courses", "The town course")
            .await;
        let secret = classroom.hook_secret(&town.administrator, town.source).await;

        // A learner begins the quiz.
        let attempt = town.start(&town.learner).await;
        town.answer(&town.learner, &attempt, "copy", "c").await;

        // The author errs: two choices of one name. The push is told by a webhook.
        repository.edit("town/check.quiz.en.md", "FEEDBACK-C", "FEEDBACK-C, better said");
        repository.edit("town/check.quiz.ja.md", "{#v}", "{#c}");
        let wrong = repository.push("Say it better");
        assert_eq!(classroom.signed_hook(town.source, &secret, "{}").await, 202);
        let page = classroom
            .until(&town.instructor, &town.page(), "✕ held back")
            .await;
        let short: String = wrong.chars().take(10).collect();
        assert!(
            page.body.contains(&short) && page.body.contains("山田 花子"),
            "{}",
            page.body
        );

        // The page of the revision shows the author's own line with a caret.
        let (_, rest) = page
            .body
            .split_once(&format!("{}/revisions/", town.page()))
            .unwrap();
        let revision = format!("{}/revisions/{}", town.page(), rest.split('"').next().unwrap());
        town.instructor
            .get(&revision)
            .await
            .expect(200)
            .shows("Say it better")
            .shows("town/check.quiz.ja.md:")
            .shows("<mark>")
            .shows("^");
        // Learners still have the last good one.
        town.learner.get(&attempt).await.expect(200).hides("better said");

        // Repaired, pushed, live.
        let text = std::fs::read_to_string(repository.work().join("town/check.quiz.ja.md")).unwrap();
        repository.write("town/check.quiz.ja.md", text.replacen("{#c}", "{#v}", 1));
        repository.edit(
            "town/check.quiz.en.md",
            "Which one copies?",
            "Which two keys copy?",
        );
        repository.push("Name each choice once");
        assert_eq!(classroom.signed_hook(town.source, &secret, "{}").await, 202);
        classroom
            .until(&town.instructor, &town.page(), "superseded")
            .await;
        let other = classroom.person("Suzuki", &[Role::Learner]).await;
        let theirs = town.start(&other).await;
        other.get(&theirs).await.expect(200).shows("Which two keys copy?");

        // The learner finishes on the old revision.
        let page = format!("{attempt}?q=1");
        town.learner
            .get(&page)
            .await
            .expect(200)
            .hides("Which two keys copy?");
        town.answer(&town.learner, &attempt, "name", "accepted-name")
            .await;
        town.answer(&town.learner, &attempt, "count", "2").await;
        town.learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        assert_eq!(town.percent(&attempt).await, 100.0);
        town.learner
            .get(&attempt)
            .await
            .expect(200)
            .shows("Which one copies?");
    })
    .await;
}

#[tokio::test]
async fn webhooks_of_every_host_are_heard_when_they_are_signed_and_only_then() {
    let town = town(Database::Sqlite, &[]).await;
    let classroom = &town.classroom;
    let source = town.source;
    // Before anybody asked for the secret there is none, and nobody can have signed with it.
    assert_eq!(classroom.hook(source, "{}", &[("x-gitlab-token", "")]).await, 401);
    let secret = classroom.hook_secret(&town.administrator, source).await;
    let body = "{\"ref\":\"refs/heads/main\"}";
    let good = sign(&secret, body);
    let prefixed = format!("sha256={good}");
    for (header, value) in [
        ("x-hub-signature-256", prefixed.as_str()),
        ("x-gitea-signature", &good),
        ("x-forgejo-signature", &good),
        ("x-gitlab-token", &secret),
    ] {
        assert_eq!(
            classroom.hook(source, body, &[(header, value)]).await,
            202,
            "{header}"
        );
        // The same again is harmless.
        assert_eq!(
            classroom.hook(source, body, &[(header, value)]).await,
            202,
            "{header}"
        );
        assert_eq!(
            classroom.hook(source, body, &[(header, "0000")]).await,
            401,
            "{header}"
        );
    }
    assert_eq!(
        classroom
            .hook(source, "{ }", &[("x-gitea-signature", &good)])
            .await,
        401
    );
    assert_eq!(classroom.hook(source, body, &[]).await, 401);
    assert_eq!(
        classroom
            .hook(Uuid::now_v7(), body, &[("x-gitlab-token", &secret)])
            .await,
        404
    );
}

#[tokio::test]
async fn one_bad_course_holds_back_only_itself() {
    on_both(async |database| {
        let town = town(database, &[]).await;
        town.look().await;
        let repository = &town.repository;
        repository.edit("town/copy.en.md", "To copy, press", "Press, to copy,");
        for name in ["copy.ja.md", "copy.en.md"] {
            let text = std::fs::read_to_string(repository.work().join("town").join(name)).unwrap();
            repository.write(&format!("bad/{name}"), text.replace("{#v}", "{#c}"));
        }
        let manifest = std::fs::read_to_string(repository.work().join("town/course.toml")).unwrap();
        let manifest = manifest
            .replace("\"town\"", "\"bad\"")
            .replace(", \"check\", \"timed\"", "");
        repository.write("bad/course.toml", manifest);
        repository.push("Another course");
        let revision = town.look().await;
        town.instructor
            .get(&town.revision(revision))
            .await
            .expect(200)
            .shows("✕ held back")
            .shows("bad/copy.en.md:")
            .shows("✓ live");
        town.learner
            .get("/courses/town/lessons/copy")
            .await
            .expect(200)
            .shows("Press, to copy,");
        town.learner.get("/courses/bad").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn going_back_stays_until_somebody_publishes_on_purpose() {
    on_both(async |database| {
        let town = town(database, &[]).await;
        let lesson = "/courses/town/lessons/copy";
        let first = town.look().await;
        town.repository
            .edit("town/copy.en.md", "To copy, press", "Second:");
        town.repository.push("Second");
        town.look().await;
        town.learner.get(lesson).await.expect(200).shows("Second:");

        // Back to the first, after a look at what that changes.
        let publish = format!("{}/publish", town.revision(first));
        town.instructor
            .get(&publish)
            .await
            .expect(200)
            .shows("Roll back")
            .shows("town");
        town.instructor.post(&publish, &[]).await.expect(303);
        town.learner.get(lesson).await.expect(200).shows("To copy, press");
        town.administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("source.rolled-back");

        // A push does not undo it, nor does a restart.
        town.repository.edit("town/copy.en.md", "Second:", "Third:");
        town.repository.push("Third");
        let third = town.look().await;
        town.learner.get(lesson).await.expect(200).shows("To copy, press");
        town.instructor
            .get(&town.page())
            .await
            .expect(200)
            .shows("rolled back")
            .shows("… waiting");
        let again = server::Services::start(town.classroom.services.config.clone())
            .await
            .unwrap();
        assert_eq!(
            again.catalog.course("town").unwrap().hash,
            town.classroom.services.catalog.course("town").unwrap().hash
        );

        // Published on purpose.
        let publish = format!("{}/publish", town.revision(third));
        town.instructor.post(&publish, &[]).await.expect(303);
        town.learner.get(lesson).await.expect(200).shows("Third:");
        town.repository.edit("town/copy.en.md", "Third:", "Fourth:");
        town.repository.push("Fourth");
        town.look().await;
        town.learner.get(lesson).await.expect(200).shows("Fourth:");
    })
    .await;
}

#[tokio::test]
async fn a_source_that_does_not_publish_by_itself_waits_and_tells_the_plan() {
    on_both(async |database| {
        let town = town(database, &[("auto_publish", "-")]).await;
        let first = town.look().await;
        town.learner.get("/courses/town").await.expect(404);
        let publish = format!("{}/publish", town.revision(first));
        town.instructor
            .get(&publish)
            .await
            .expect(200)
            .shows("new course");
        town.instructor.post(&publish, &[]).await.expect(303);

        let open = town.start(&town.learner).await;
        town.repository.edit("town/check.quiz.en.md", "= 2", "= 3");
        town.repository.edit("town/check.quiz.ja.md", "= 2", "= 3");
        town.repository.push("It takes three");
        let second = town.look().await;
        let plan = format!("{}/publish", town.revision(second));
        town.instructor
            .get(&plan)
            .await
            .expect(200)
            .shows("check#count")
            .hides("check#name")
            .shows("check: 1 under way");
        // Nothing has changed for the learner yet.
        town.learner.get(&open).await.expect(200);
        let live = town
            .classroom
            .services
            .catalog
            .course("town")
            .unwrap()
            .hash
            .clone();
        town.instructor.post(&plan, &[]).await.expect(303);
        assert_ne!(town.classroom.services.catalog.course("town").unwrap().hash, live);
    })
    .await;
}

#[tokio::test]
async fn handed_in_attempts_are_graded_again_when_somebody_asks_and_can_be_given_back() {
    on_both(async |database| {
        let town = town(database, &[]).await;
        town.look().await;
        // One answers as the new key will have it, one as the old.
        let other = town.classroom.person("Suzuki", &[Role::Learner]).await;
        let mut attempts = Vec::new();
        for (learner, count) in [(&town.learner, "3"), (&other, "2")] {
            let attempt = town.start(learner).await;
            town.answer(learner, &attempt, "copy", "c").await;
            town.answer(learner, &attempt, "count", count).await;
            learner.post(&attempt, &[("do", "submit")]).await.expect(303);
            attempts.push(attempt);
        }
        assert_eq!(
            (town.percent(&attempts[0]).await, town.percent(&attempts[1]).await),
            (33.0, 67.0)
        );
        town.repository.edit("town/check.quiz.en.md", "= 2", "= 3");
        town.repository.edit("town/check.quiz.ja.md", "= 2", "= 3");
        town.repository.push("It takes three");
        town.look().await;
        // Publishing alone changes no score.
        assert_eq!(town.percent(&attempts[0]).await, 33.0);

        let page = "/regrades/town/check";
        town.instructor
            .get(page)
            .await
            .expect(200)
            .shows("Sato")
            .shows("now passes")
            .hides("Suzuki");
        town.instructor
            .get("/regrades/town/check?all=yes")
            .await
            .expect(200)
            .shows("Suzuki");
        let form = [("do", "apply"), ("only_up", "yes"), ("reason", "")];
        town.instructor
            .post(page, &form)
            .await
            .expect(422)
            .shows("Please write the reason.");
        let form = [
            ("do", "apply"),
            ("only_up", "yes"),
            ("reason", "The key was wrong"),
        ];
        town.instructor.post(page, &form).await.expect(303);
        assert_eq!(
            (town.percent(&attempts[0]).await, town.percent(&attempts[1]).await),
            (67.0, 67.0)
        );
        // Whose score changed is told; whose did not, is not.
        let told = "was graded again (33 % → 66 %). The key was wrong";
        town.learner.get("/").await.expect(200).shows(told);
        other.get("/").await.expect(200).hides("was graded again");
        town.administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("quiz.regraded")
            .shows("The key was wrong");

        let page_now = town
            .instructor
            .get(page)
            .await
            .expect(200)
            .shows("1 score changed");
        let id = page_now
            .between("name=\"regrade\" value=\"", "\"")
            .unwrap()
            .to_owned();
        town.instructor
            .post(page, &[("do", "undo"), ("regrade", &id)])
            .await
            .expect(303);
        assert_eq!(
            (town.percent(&attempts[0]).await, town.percent(&attempts[1]).await),
            (33.0, 67.0)
        );
        town.instructor
            .post(page, &[("do", "undo"), ("regrade", &id)])
            .await
            .expect(409);
    })
    .await;
}

/// What a person graded is counted by the newest keys, and so is the page of the result.
#[tokio::test]
async fn grading_by_hand_after_a_regrade_keeps_the_new_keys() {
    on_both(async |database| {
        let town = town(database, &[]).await;
        for (lang, title) in [("en", "A letter"), ("ja", "手紙")] {
            let essay =
                format!("\n## {title} {{#letter type=essay}}\n\n> [!RUBRIC]\n> - [ ] {title} {{#whole}}\n");
            town.repository
                .append(&format!("town/check.quiz.{lang}.md"), &essay);
        }
        town.repository.push("Ask for a letter");
        town.look().await;
        let attempt = town.start(&town.learner).await;
        town.answer(&town.learner, &attempt, "copy", "c").await;
        town.answer(&town.learner, &attempt, "count", "3").await;
        town.answer(&town.learner, &attempt, "letter", "Dear all").await;
        town.learner.post(&attempt, &[("do", "submit")]).await.expect(303);
        let grading = attempt.replace("/attempts/", "/grading/");
        town.instructor
            .post(&grading, &[("question", "letter"), ("nothing-letter", "yes")])
            .await
            .expect(303);
        assert_eq!(town.percent(&attempt).await, 25.0);

        town.repository.edit("town/check.quiz.en.md", "= 2", "= 3");
        town.repository.edit("town/check.quiz.ja.md", "= 2", "= 3");
        town.repository.push("It takes three");
        town.look().await;
        let before = town.learner.get(&attempt).await.expect(200);
        let form = [
            ("do", "apply"),
            ("only_up", "yes"),
            ("reason", "The key was wrong"),
        ];
        let page = "/regrades/town/check";
        town.instructor.post(page, &form).await.expect(303);
        assert_eq!(town.percent(&attempt).await, 50.0);
        let right = |page: &str| page.matches("◯").count();
        let after = town.learner.get(&attempt).await.expect(200);
        assert_eq!(right(&after.body), right(&before.body) + 1);

        let verdict = [("question", "letter"), ("found-letter", "whole")];
        town.instructor.post(&grading, &verdict).await.expect(303);
        assert_eq!(town.percent(&attempt).await, 75.0);
    })
    .await;
}

#[tokio::test]
async fn authors_see_a_branch_with_a_learners_eyes_and_nobody_else_does() {
    let town = town(Database::Sqlite, &[]).await;
    town.look().await;
    town.learner
        .post("/courses/town/lessons/copy", &[("do", "finish")])
        .await
        .expect(303);
    town.repository.git(&["switch", "-q", "-c", "lesson/better"]);
    town.repository
        .edit("town/copy.en.md", "To copy, press", "On the branch, press");
    town.repository.edit("town/check.quiz.en.md", "{#v}", "{#c}");
    town.repository.push("Try another wording");
    town.instructor
        .post(&format!("/preview/{}", town.source), &[])
        .await
        .expect(303);
    let index = format!("/preview/{}", town.source);
    town.instructor
        .get(&index)
        .await
        .expect(200)
        .shows("lesson/better")
        .shows("Sato");

    let eyes = format!("?as={}&at=2999-01-01T10%3A00", town.learner.id());
    let base = format!("/preview/{}/lesson%2Fbetter", town.source);
    town.instructor
        .get(&format!("{base}{eyes}"))
        .await
        .expect(200)
        .shows("town/check.quiz.en.md:")
        .shows("Preview");
    town.instructor
        .get(&format!("{base}/town{eyes}"))
        .await
        .expect(200)
        .shows("as Sato")
        .shows("1 / 3");
    // Before the learner had read anything.
    let before = format!("?as={}&at=2001-01-01T10%3A00", town.learner.id());
    town.instructor
        .get(&format!("{base}/town{before}"))
        .await
        .expect(200)
        .shows("0 / 3");
    town.instructor
        .get(&format!("{base}/town/lessons/copy{eyes}"))
        .await
        .expect(200)
        .shows("On the branch, press")
        .shows("disabled");
    town.instructor
        .get(&format!("{base}/town/quizzes/check{eyes}"))
        .await
        .expect(200)
        .shows("3 tries left")
        .shows("Which one copies?");
    town.instructor
        .get(&format!("{base}/town/lessons/nothing"))
        .await
        .expect(404);
    town.instructor
        .get(&format!("/preview/{}/nothing", town.source))
        .await
        .expect(404);
    // Learners see nothing of it.
    town.learner
        .get(&format!("{base}/town/lessons/copy"))
        .await
        .expect(403);
    town.learner
        .get("/courses/town/lessons/copy")
        .await
        .expect(200)
        .hides("On the branch");
}

#[tokio::test]
async fn a_course_of_another_source_is_not_taken_over() {
    let town = town(Database::Sqlite, &[]).await;
    town.repository
        .edit("town/course.toml", "id = \"town\"", "id = \"keys\"");
    town.repository.git(&["mv", "town", "keys"]);
    town.repository.push("Call it keys");
    let revision = town.look().await;
    town.instructor
        .get(&town.revision(revision))
        .await
        .expect(200)
        .shows("K0708")
        .shows("already published from another source");
    town.learner
        .get("/courses/keys")
        .await
        .expect(200)
        .shows("A course on keys");
    // The folder lets it go.
    let keys = town.classroom.course_file("keys");
    std::fs::remove_dir_all(keys).unwrap();
    let services = &town.classroom.services;
    services
        .catalog
        .publish_folder(&services.db, &services.config.courses)
        .await
        .unwrap();
    town.look().await;
    town.learner
        .get("/courses/keys")
        .await
        .expect(200)
        .shows("The town course");
}

#[tokio::test]
async fn a_wrong_form_says_what_is_wrong_beside_its_fields() {
    let town = town(Database::Sqlite, &[]).await;
    let form = [
        ("name", ""),
        ("url", "ext::sh -c evil"),
        ("branch", "--upload-pack=x"),
        ("folder", ""),
        ("auth", "ssh"),
        ("token", ""),
        ("poll_minutes", "-1"),
    ];
    let page = town.administrator.post("/sources/new", &form).await.expect(422);
    page.shows("Please fill this in.")
        .shows("This is not an address of a repository.")
        .shows("This is not the name of a branch.")
        .shows("whole number");
    let form = [
        ("name", "Town"),
        ("url", "https://me:secret@git.example.jp/x.git"),
        ("branch", "main"),
        ("folder", ""),
        ("auth", "token"),
        ("token", ""),
        ("poll_minutes", "10"),
    ];
    town.administrator
        .post("/sources/new", &form)
        .await
        .expect(422)
        .shows("Leave the password out of the address");
    // Removing wants to be sure.
    let settings = format!("{}/settings", town.page());
    town.administrator
        .post(&settings, &[("do", "remove")])
        .await
        .expect(409);
    town.administrator
        .post(&settings, &[("do", "remove"), ("sure", "yes")])
        .await
        .expect(303);
    town.administrator.get(&town.page()).await.expect(404);
    town.administrator.get("/sources").await.expect(200).hides("Town");
}

#[tokio::test]
async fn the_plan_shows_changed_words_beside_each_other_and_ids_that_would_stand_for_others() {
    on_both(async |database| {
        let town = town(database, &[("auto_publish", "-")]).await;
        let first = town.look().await;
        let publish = |revision| format!("{}/publish", town.revision(revision));
        town.instructor.post(&publish(first), &[]).await.expect(303);
        town.repository
            .edit("town/copy.en.md", "To copy, press", "To make a copy, press");
        town.repository
            .edit("town/check.quiz.en.md", "Ctrl + V", "The key with the bicycle");
        town.repository.push("Other words");
        let second = town.look().await;
        town.instructor
            .get(&publish(second))
            .await
            .expect(200)
            .shows("Changed words")
            .shows("To copy, press")
            .shows("To make a copy, press")
            .shows("Ctrl + V")
            .shows("The key with the bicycle")
            .shows("The same id would stand for quite other words")
            .shows("check#copy#v (en)");
    })
    .await;
}

#[tokio::test]
async fn a_course_whose_source_was_removed_is_withdrawn_by_an_administrator_who_was_told_what_that_does() {
    on_both(async |database| {
        let town = town(database, &[]).await;
        town.look().await;
        let withdraw = "/withdraw/course/town";
        // While its source has it, there is nothing to withdraw here.
        town.administrator.get(withdraw).await.expect(404);
        town.administrator.post(withdraw, &[]).await.expect(404);
        let open = town.start(&town.learner).await;
        let sure = [("do", "remove"), ("sure", "yes")];
        let settings = format!("{}/settings", town.page());
        town.administrator.post(&settings, &sure).await.expect(303);
        town.learner.get("/courses/town").await.expect(200);

        town.administrator
            .get("/sources")
            .await
            .expect(200)
            .shows(withdraw);
        town.instructor
            .get(withdraw)
            .await
            .expect(200)
            .shows("check: 1 under way")
            .hides("Yes, withdraw it");
        town.instructor.post(withdraw, &[]).await.expect(403);
        town.administrator
            .get(withdraw)
            .await
            .expect(200)
            .shows("Yes, withdraw it");
        town.administrator.post(withdraw, &[]).await.expect(303);
        town.learner.get("/courses/town").await.expect(404);
        town.administrator.post(withdraw, &[]).await.expect(404);
        town.administrator
            .get("/sources")
            .await
            .expect(200)
            .hides(withdraw);
        // What is under way is finished.
        town.learner.post(&open, &[("do", "submit")]).await.expect(303);
        town.learner.get(&open).await.expect(200);
    })
    .await;
}
