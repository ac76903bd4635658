use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Lang,
    identity::Role,
    readiness::{Recommendation, Standing, Verdict},
};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Statement};
use uuid::Uuid;

use super::{
    cast::{COORDINATOR, INSTRUCTOR},
    *,
};
use crate::{
    Actor, Config,
    care::due_list,
    classroom::{self, tables::class_session},
    db::list::ListQuery,
    identity::tables::audit_entry,
    learning::{
        attempts,
        tables::{attempt, practice_response, response},
    },
    matching::{
        explained, opening_list, openings, packet, referral_list, referrals::ReferralState, teaching,
    },
    readiness::{board, decisions, nearness},
};

/// A classroom on SQLite in a folder that is gone with the test, or on a database of its own.
async fn empty(database: Option<String>) -> (tempfile::TempDir, Arc<Services>) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        listen: "127.0.0.1:0".into(),
        database,
        data: folder.path().to_owned(),
        courses: concat!(env!("CARGO_MANIFEST_DIR"), "/../courses").into(),
        public_url: "http://127.0.0.1:3000".into(),
        zone: chrono_tz::Asia::Tokyo,
        trusted_proxies: Vec::new(),
        ice_servers: Vec::new(),
        turn_secret: None,
        sources: Default::default(),
    };
    let services = Services::start(config).await.unwrap();
    (folder, services)
}

async fn person_named(services: &Services, sign_in: &str, role: Role) -> Actor {
    let row = person::Entity::find()
        .filter(person::Column::Email.eq(sign_in))
        .one(services.db.read())
        .await
        .unwrap()
        .unwrap();
    Actor {
        id: row.id,
        sign_in: Uuid::nil(),
        name: row.name,
        roles: vec![role],
        lang: Lang::Ja,
        own_device: false,
    }
}

async fn counts(services: &Services) -> [u64; 4] {
    let db = services.db.read();
    [
        person::Entity::find().count(db).await.unwrap(),
        response::Entity::find().count(db).await.unwrap(),
        practice_response::Entity::find().count(db).await.unwrap(),
        audit_entry::Entity::find().count(db).await.unwrap(),
    ]
}

async fn tells_a_whole_story(services: &Services) {
    let before = std::time::Instant::now();
    let said = fill(services).await.unwrap();
    println!("filled in {:?}\n{said}", before.elapsed());
    for learner in &LEARNERS {
        assert!(said.contains(learner.sign_in) && said.contains(learner.state.1));
    }
    let yuko = person_named(services, COORDINATOR.sign_in, Role::Coordinator).await;
    readiness_is_real(services, &yuko).await;
    // What was handed in, instructors read, and no coordinator.
    let sensei = person_named(services, INSTRUCTOR.sign_in, Role::Instructor).await;
    scores_are_true(services, &sensei).await;
    classes_are_held(services).await;
    work_is_found(services, &yuko).await;

    let full = counts(services).await;
    let again = fill(services).await.unwrap();
    assert!(again.contains("Nothing was changed") && again.contains(PASSWORD));
    assert_eq!(counts(services).await, full);
}

async fn readiness_is_real(services: &Services, yuko: &Actor) {
    let of = |rule: &str| {
        ListQuery::new(board::Wanted {
            rule: rule.to_owned(),
            state: None,
        })
    };
    let board = board::board(yuko, services, &of(RULE)).await.unwrap();
    assert_eq!(board.found.rows.len(), LEARNERS.len());
    // Several rules: the board begins with the usual one, a person's page with the nearest.
    let usual = board::board(yuko, services, &of("")).await.unwrap();
    assert_eq!(usual.rule.rule.id, RULE);
    assert!(services.catalog.rules().len() > 1);
    for row in &usual.found.rows {
        let all = nearness::nearest(yuko, services, row.person).await.unwrap();
        let share = |near: &nearness::Near| near.criteria().0 as f64 / near.criteria().1 as f64;
        let first = all.first().unwrap();
        assert!(
            first.standing != Standing::Undecided || all.iter().all(|near| share(near) <= share(first)),
            "{}",
            row.name
        );
        let shown = nearness::shown(yuko, services, row.person, "").await.unwrap();
        assert_eq!(shown.rule.id, first.rule.rule.id);
        let asked = nearness::shown(yuko, services, row.person, "data-entry")
            .await
            .unwrap();
        assert_eq!(asked.rule.id, "data-entry");
    }
    for state in board::BoardState::ALL {
        assert!(
            board.counts.get(&state).is_some_and(|count| *count > 0),
            "nobody is {}",
            state.code()
        );
    }
    let standing = |wanted: fn(&Standing) -> bool| board.found.rows.iter().any(|row| wanted(&row.standing));
    assert!(standing(|it| matches!(it, Standing::Ready { .. })));
    assert!(standing(|it| matches!(it, Standing::Expired)));
    assert!(standing(|it| matches!(it, Standing::NotYet)));
    assert!(standing(|it| matches!(it, Standing::Undecided)));
    let mut verdicts = BTreeSet::new();
    for row in &board.found.rows {
        for shown in decisions::history(yuko, services, row.person, RULE)
            .await
            .unwrap()
        {
            assert!(shown.verified && shown.replayed, "{}", row.name);
            let kept: domain::readiness::Evaluation = serde_json::from_str(&shown.row.evaluation).unwrap();
            let complete = kept.recommendation == Recommendation::Ready;
            assert_eq!(
                complete,
                shown.verdict == Verdict::Ready,
                "{}: {kept:#?}",
                row.name
            );
            verdicts.insert(shown.verdict);
        }
    }
    assert_eq!(verdicts.len(), Verdict::ALL.len());
}

async fn scores_are_true(services: &Services, sensei: &Actor) {
    let rows = attempt::Entity::find().all(services.db.read()).await.unwrap();
    assert!(
        rows.iter().any(|row| row.passed == Some(false)) && rows.iter().any(|row| row.passed == Some(true))
    );
    let (mut graded_by_hand, mut all_waiting) = (0, 0);
    for row in rows {
        let sheet = attempts::sheet(sensei, services, row.id).await.unwrap();
        let quiz = sheet.quiz().unwrap();
        let mut waiting = 0;
        assert_eq!(sheet.given.answers.len(), sheet.paper.len(), "{}", row.quiz_id);
        let (points, most) = sheet
            .paper
            .iter()
            .map(|asked| {
                let question = quiz.question(&asked.id).unwrap();
                let answer = sheet.given.answers.get(&asked.id).unwrap();
                if !question.kind.is_graded_by_hand() {
                    let graded = domain::learning::grade(question, Some(answer));
                    return (graded.points, graded.max);
                }
                // Pieces to hand in are there, and are worth what the instructor has found in them.
                assert!(!answer.is_empty(), "{} {}", row.quiz_id, question.id);
                match sheet.given.by_hand.get(&question.id) {
                    Some(by_hand) => {
                        let found: Vec<String> = by_hand.found.split(' ').map(str::to_owned).collect();
                        let graded = domain::learning::grade_by_hand(question, &found);
                        graded_by_hand += 1;
                        (graded.points, graded.max)
                    }
                    None => {
                        waiting += 1;
                        (0.0, f64::from(question.points))
                    }
                }
            })
            .fold((0.0, 0.0), |sum, (points, max)| (sum.0 + points, sum.1 + max));
        all_waiting += waiting;
        assert_eq!(row.waiting, waiting, "{}", row.quiz_id);
        assert_eq!((row.points, row.max_points), (Some(points), Some(most)));
        assert_eq!(row.percent, Some(domain::learning::percent(points, most)));
    }
    assert!(graded_by_hand > 0, "the instructor has graded nothing");
    assert!(all_waiting > 0, "nothing waits for the instructor");
}

async fn classes_are_held(services: &Services) {
    let now = crate::db::now();
    let sessions = class_session::Entity::find()
        .all(services.db.read())
        .await
        .unwrap();
    assert_eq!(sessions.iter().filter(|row| row.closed_at.is_some()).count(), 16);
    assert_eq!(
        sessions
            .iter()
            .filter(|row| row.starts_at <= now && row.ends_at > now)
            .count(),
        1
    );
    let coming = || sessions.iter().filter(|row| row.starts_at > now);
    assert_eq!(coming().count(), 6);
    assert_eq!(coming().filter(|row| row.cancelled_at.is_some()).count(), 2);
    let taro = person_named(services, "taro", Role::Learner).await;
    assert!(
        classroom::next_session(services, taro.id)
            .await
            .unwrap()
            .is_some_and(|it| it.starts_at <= now)
    );
    let jiro = person_named(services, "jiro", Role::Learner).await;
    assert!(
        classroom::rate_of(services, jiro.id, None)
            .await
            .unwrap()
            .percent
            .unwrap()
            < 50.0
    );
}

async fn work_is_found(services: &Services, yuko: &Actor) {
    let every = ListQuery::new(referral_list::Step::All).for_file();
    let referred = referral_list::list(yuko, services, &every).await.unwrap().rows;
    let states: BTreeSet<&str> = referred.iter().map(|row| row.state.code()).collect();
    for state in ["sent", "opened", "yes", "talk", "no", "placed", "withdrawn"] {
        assert!(states.contains(state), "no referral is {state}");
    }
    for row in referred {
        let packet = packet::Packet::read(&row.referral.packet).unwrap();
        assert_eq!(packet.store().unwrap(), row.referral.packet);
        assert!(
            packet.readiness.is_some() && !packet.competences.is_empty(),
            "{}",
            row.person
        );
        assert!(row.state != ReferralState::Expired);
    }
    let taught = teaching::competences(services);
    let all = ListQuery::new(opening_list::OpeningState::All);
    let offers = opening_list::list(yuko, services, &all).await.unwrap().rows;
    assert_eq!(offers.len(), 6);
    let all_taught = |row: &openings::OpeningRow| {
        row.facts()
            .unwrap()
            .essential
            .iter()
            .all(|tag| taught.contains(tag))
    };
    assert!(offers.iter().any(all_taught));
    let mut fitting = 0;
    for offer in &offers {
        fitting += explained::people_for(yuko, services, offer.opening.id)
            .await
            .unwrap()
            .fitting
            .len();
    }
    assert!(fitting > 0, "nobody fits any opening");
    let mut due = BTreeSet::new();
    for part in due_list::Due::ALL {
        let part = ListQuery::new(Some(part));
        let found = due_list::list(yuko, services, &part).await.unwrap();
        due.extend(found.rows.iter().map(|row| row.status));
    }
    assert_eq!(due.len(), 4, "{due:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_whole_and_is_made_once() {
    let (_folder, services) = empty(None).await;
    tells_a_whole_story(&services).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_the_same_on_postgresql() {
    let Ok(url) = std::env::var("KAKEHASHI_TEST_POSTGRES") else {
        return;
    };
    let name = format!("demo_{}", Uuid::now_v7().simple());
    let server = sea_orm::Database::connect(&url).await.unwrap();
    let make = Statement::from_string(server.get_database_backend(), format!("CREATE DATABASE {name}"));
    server.execute_raw(make).await.unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    let (_folder, services) = empty(Some(format!("{base}/{name}"))).await;
    tells_a_whole_story(&services).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_with_people_stays_as_it_is() {
    let (_folder, services) = empty(None).await;
    let new = crate::identity::invitations::NewPerson {
        name: "山田".to_owned(),
        email: "yamada".to_owned(),
        password: "a long password".to_owned(),
        ..Default::default()
    };
    crate::identity::invitations::create_by_operator(&services, new, Lang::Ja, &[Role::Learner])
        .await
        .unwrap();
    let before = counts(&services).await;
    let said = fill(&services).await.unwrap();
    assert!(said.contains("Nothing was changed") && !said.contains(PASSWORD));
    assert_eq!(counts(&services).await, before);
}
