//! Placement rounds: who takes part, what each side prefers, and the one decision.

use chrono::TimeDelta;
use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};
use uuid::Uuid;

/// A coordinator, two openings with a seat each, and three learners who were referred to both.
struct Scene {
    classroom: Classroom,
    coordinator: Person,
    learners: Vec<Person>,
    openings: Vec<String>,
}

fn in_days(days: i64) -> String {
    let today = (chrono::Utc::now() + TimeDelta::hours(9)).date_naive();
    (today + TimeDelta::days(days)).to_string()
}

impl Scene {
    async fn new(database: http_tests::Database) -> Scene {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let employer = Uuid::now_v7().to_string();
        let form = [("key", employer.as_str()), ("name", "Fictional Harbour Ltd")];
        coordinator.post("/employers", &form).await.expect(303);
        let mut openings = Vec::new();
        for title in ["Typing forms", "Answering mail"] {
            let opening = Uuid::now_v7().to_string();
            let (starts, closes) = (in_days(30), in_days(20));
            let form = [
                ("key", opening.as_str()),
                ("employer", &employer),
                ("title", title),
                ("kind", "data-entry"),
                ("work_mode", "telework"),
                ("hours_per_week", "20"),
                ("starts_on", &starts),
                ("closes_on", &closes),
                ("seats", "1"),
                ("equipment_provided", "yes"),
            ];
            coordinator.post("/openings/new", &form).await.expect(303);
            openings.push(opening);
        }
        let mut learners = Vec::new();
        for name in ["Aoki", "Baba", "Chiba"] {
            learners.push(classroom.person(name, &[Role::Learner]).await);
        }
        let scene = Scene {
            classroom,
            coordinator,
            learners,
            openings,
        };
        for learner in &scene.learners {
            for opening in &scene.openings {
                scene.refers(learner, opening).await;
            }
        }
        scene
    }

    async fn refers(&self, learner: &Person, opening: &str) {
        let form = [
            ("do", "give"),
            ("purpose", "selection"),
            ("days", "30"),
            ("fields", "name"),
        ];
        let consent = format!("/openings/{opening}/consent");
        learner.post(&consent, &form).await.expect(303);
        let refer = format!("/openings/{opening}/refer/{}", learner.id());
        let preview = self.coordinator.get(&refer).await.expect(200);
        let fingerprint = preview
            .between("name=\"fingerprint\" value=\"", "\"")
            .expect("a fingerprint");
        self.coordinator
            .post(&refer, &[("fingerprint", fingerprint)])
            .await
            .expect(200);
    }

    async fn round(&self) -> String {
        let (key, until) = (Uuid::now_v7().to_string(), in_days(5));
        let mut form = vec![("key", key.as_str()), ("title", "January"), ("until", &until)];
        form.extend(self.openings.iter().map(|id| ("opening", id.as_str())));
        // Sent twice, it is one.
        for _ in 0..2 {
            let made = self.coordinator.post("/rounds", &form).await.expect(303);
            assert_eq!(made.location(), format!("/rounds/{key}"));
        }
        key
    }

    /// A company's order of people.
    async fn company(&self, round: &str, opening: usize, order: &[usize]) -> Answer {
        let ids: Vec<String> = order
            .iter()
            .map(|&at| self.learners[at].id().to_string())
            .collect();
        let path = format!("/rounds/{round}/openings/{}", self.openings[opening]);
        self.coordinator
            .post(&path, &pairs(&ids, &places(ids.len())))
            .await
    }

    /// A learner's order of jobs, sent by the learner.
    async fn wishes(&self, round: &str, learner: usize, order: &[usize]) -> Answer {
        let ids: Vec<String> = order.iter().map(|&at| self.openings[at].clone()).collect();
        let path = format!("/rounds/{round}/mine");
        self.learners[learner]
            .post(&path, &pairs(&ids, &places(ids.len())))
            .await
    }

    async fn fingerprint(&self, round: &str) -> String {
        let page = self
            .coordinator
            .get(&format!("/rounds/{round}"))
            .await
            .expect(200);
        let found = page.between("name=\"fingerprint\" value=\"", "\"");
        found.expect("a fingerprint").to_owned()
    }
}

fn places(count: usize) -> Vec<String> {
    (1..=count).map(|place| place.to_string()).collect()
}

fn pairs<'a>(ids: &'a [String], places: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let pairs = ids.iter().zip(places);
    pairs
        .flat_map(|(id, place)| [("of", id.as_str()), ("place", place.as_str())])
        .collect()
}

#[tokio::test]
async fn both_sides_are_asked_and_the_result_is_decided_once() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let round = scene.round().await;
        let path = format!("/rounds/{round}");
        scene.learners[0]
            .get("/work")
            .await
            .expect(200)
            .shows(&format!("{path}/mine"));
        // Aoki and Baba both want the first job; it wants Baba. The second takes Aoki before Chiba.
        scene.wishes(&round, 0, &[0, 1]).await.expect(303);
        scene.wishes(&round, 1, &[0, 1]).await.expect(303);
        scene.wishes(&round, 2, &[1]).await.expect(303);
        scene.company(&round, 0, &[1, 0]).await.expect(303);
        let early = scene.fingerprint(&round).await;
        scene.company(&round, 1, &[0, 2]).await.expect(303);
        scene.learners[0]
            .get("/work")
            .await
            .expect(200)
            .hides(&format!("{path}/mine"));
        scene
            .coordinator
            .get(&path)
            .await
            .expect(200)
            .shows("2 of 3 people have a seat");
        // What was looked at before the last word is not decided.
        scene
            .coordinator
            .post(&path, &[("fingerprint", &early)])
            .await
            .expect(409)
            .shows("Nothing has been decided");
        let fingerprint = scene.fingerprint(&round).await;
        for _ in 0..2 {
            scene
                .coordinator
                .post(&path, &[("fingerprint", &fingerprint)])
                .await
                .expect(303);
        }
        let mine = async |at: usize| scene.learners[at].get(&format!("{path}/mine")).await.expect(200);
        mine(0).await.shows("It is decided: Answering mail");
        mine(1).await.shows("It is decided: Typing forms");
        mine(2).await.shows("no seat for you this time").hides("Aoki");
        // It is over: nothing is taken any more.
        scene.wishes(&round, 2, &[0]).await.expect(409);
        scene.company(&round, 0, &[2]).await.expect(409);
        scene.classroom.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_place_given_twice_or_to_a_stranger_is_refused() {
    on_both(async |database| {
        let scene = Scene::new(database).await;
        let round = scene.round().await;
        let path = format!("/rounds/{round}/mine");
        let (one, other) = (scene.openings[0].as_str(), scene.openings[1].as_str());
        let twice = [("of", one), ("place", "1"), ("of", other), ("place", "1")];
        let refused = scene.learners[0].post(&path, &twice).await.expect(422);
        refused.shows("Place 1 is given twice");
        let stranger = scene.classroom.person("Doi", &[Role::Learner]).await;
        stranger.get(&path).await.expect(404);
        stranger.post(&path, &[]).await.expect(404);
        let elsewhere = Uuid::now_v7().to_string();
        let form = [("of", elsewhere.as_str()), ("place", "1")];
        scene.learners[0].post(&path, &form).await.expect(409);
        scene.classroom.stop().await;
    })
    .await;
}
