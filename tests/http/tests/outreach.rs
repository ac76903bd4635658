//! Information sessions: made by coordinators, seen by everybody, registered for without an account; seats
//! and the waiting list; the reception desk.

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;
use domain::{
    Lang,
    identity::Role,
    ids::{InformationSessionId, ReceptionTapId, RegistrationId},
    outreach::{About, RegistrationEvent, RegistrationState, SessionState, Source},
};
use http_tests::{Answer, Classroom, Person, on_both};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use server::{
    Services,
    db::now,
    outreach::{
        changes, links,
        reception::{self, LookFor, SentTap},
        registrations::{self, RegistrationForm},
        removal, seats,
        tables::{information_session, registration, registration_event},
        visitors,
    },
};
use uuid::Uuid;

/// Texts that would run or break out of their place, were they not kept as text.
pub const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</textarea><script>alert(2)</script>",
    "</script><script>alert(3)</script>",
    "'-alert(4)-'{{7*7}}${7*7}",
];

/// A session that opens its reception in so many hours.
pub async fn session(services: &Services, by: &Person, capacity: i32, hours: i64) -> InformationSessionId {
    let id = InformationSessionId::new();
    let at = |minutes| now() + TimeDelta::hours(hours) + TimeDelta::minutes(minutes);
    let row = information_session::Model {
        id,
        about: About::Telework,
        title: "A first look".to_owned(),
        summary: "What it is".to_owned(),
        state: SessionState::Published,
        reception_at: at(0),
        starts_at: at(20),
        ends_at: at(110),
        closes_at: at(0),
        venue: "Room 1".to_owned(),
        address: String::new(),
        map_url: String::new(),
        meeting_url: "https://meet.example.jp/secret-room".to_owned(),
        capacity,
        confirm_hours: 48,
        contact: String::new(),
        speakers: String::new(),
        language: String::new(),
        helps: String::new(),
        help_note: String::new(),
        sequence: 0,
        moved_note: String::new(),
        cancelled_because: String::new(),
        series_id: None,
        created_by: by.id(),
        created_at: now(),
        changed_at: now(),
    };
    row.into_active_model()
        .insert(services.db.write())
        .await
        .expect("a session");
    id
}

fn form(services: &Services, name: &str, party: u32) -> RegistrationForm {
    RegistrationForm {
        name: name.to_owned(),
        phone: "090-1234-5678".to_owned(),
        party: party.to_string(),
        consent: Some("yes".to_owned()),
        shown: visitors::shown_before(services, 30).expect("a stamp"),
        ..Default::default()
    }
}

pub async fn register(
    services: &Services,
    session: InformationSessionId,
    name: &str,
    party: u32,
) -> RegistrationId {
    let key = RegistrationId::new();
    registrations::register(
        services,
        session,
        key,
        &form(services, name, party),
        Lang::En,
        name,
    )
    .await
    .expect("a registration")
    .id
}

async fn rows(services: &Services, session: InformationSessionId) -> Vec<registration::Model> {
    registration::Entity::find()
        .filter(registration::Column::SessionId.eq(session))
        .order_by_asc(registration::Column::Number)
        .all(services.db.read())
        .await
        .expect("registrations")
}

async fn events(services: &Services, id: RegistrationId) -> Vec<(RegistrationEvent, i32)> {
    registration_event::Entity::find()
        .filter(registration_event::Column::RegistrationId.eq(id))
        .order_by_asc(registration_event::Column::Id)
        .all(services.db.read())
        .await
        .expect("events")
        .into_iter()
        .map(|row| (row.event, row.seats))
        .collect()
}

/// The path of a registration's page for its person.
pub fn link(services: &Services, id: RegistrationId) -> String {
    links::path(services, id).expect("a link")
}

#[tokio::test]
async fn a_session_is_a_draft_until_it_is_published_and_nothing_in_it_runs() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let visitor = classroom.visitor();
        for hostile in HOSTILE {
            let key = Uuid::now_v7().to_string();
            let fields = [
                ("key", key.as_str()),
                ("about", "telework"),
                ("title", hostile),
                ("summary", hostile),
                ("date", "2099-12-05"),
                ("starts", "14:00"),
                ("ends", "15:30"),
                ("venue", hostile),
                ("address", hostile),
                ("map_url", "https://maps.example.jp/x"),
                ("capacity", "20"),
                ("contact", hostile),
                ("speakers", hostile),
                ("language", hostile),
                ("helps", "childcare"),
                ("helps", "step-free"),
                ("help_note", hostile),
            ];
            let path = format!("/outreach/{key}");
            let public = format!("/information-sessions/{key}");
            // Sent twice, it is one.
            for _ in 0..2 {
                let made = coordinator.post("/outreach/new", &fields).await.expect(303);
                assert_eq!(made.location(), path);
            }
            visitor.get(&public).await.expect(404);
            visitor.get("/information-sessions").await.hides(&public);
            coordinator.post(&path, &[("do", "publish")]).await.expect(303);
            visitor
                .get("/information-sessions")
                .await
                .expect(200)
                .shows(&public);
            for page in [
                visitor.get(&public).await,
                visitor.get(&format!("{public}/poster")).await,
                visitor.get(&format!("{public}/register")).await,
                coordinator.get(&path).await,
                coordinator.get(&format!("{path}/edit")).await,
                coordinator.get(&format!("{path}/add")).await,
                coordinator.get(&format!("{path}/reception")).await,
                coordinator.get("/outreach").await,
            ] {
                safe(&page.expect(200), hostile);
            }
            let calendar = visitor.get(&format!("{public}/session.ics")).await.expect(200);
            assert!(calendar.header("content-type").starts_with("text/calendar"));
            calendar
                .shows("BEGIN:VEVENT")
                .shows("SEQUENCE:0")
                .shows("DTSTART:20991205T050000Z");
        }
    })
    .await;
}

/// The page holds the text as text only.
#[track_caller]
pub fn safe(page: &Answer, hostile: &str) {
    let without_own = page
        .body
        .replace("<script src=\"/pkg/", "")
        .replace("<script type=\"application/ld+json\">", "");
    assert!(!without_own.contains("<script"), "{}", page.body);
    assert!(!page.body.contains("<img src=x"), "{}", page.body);
    if hostile.contains('<') {
        assert!(!page.body.contains(hostile), "{}", page.body);
    }
}

#[tokio::test]
async fn a_link_that_is_not_one_is_refused_and_a_series_is_made_with_one_press() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let fields = |map: &'static str| {
            [
                ("about", "telework"),
                ("title", "Saturdays"),
                ("date", "2099-12-05"),
                ("starts", "14:00"),
                ("ends", "15:30"),
                ("closes", "2099-12-03"),
                ("venue", "Room 1"),
                ("map_url", map),
                ("capacity", "20"),
                ("repeat", "monthly"),
                ("times", "3"),
            ]
        };
        coordinator
            .post("/outreach/new", &fields("javascript:alert(1)"))
            .await
            .expect(422)
            .shows("begins with https");
        coordinator
            .post("/outreach/new", &fields("https://maps.example.jp"))
            .await
            .expect(303);
        let made = information_session::Entity::find()
            .order_by_asc(information_session::Column::StartsAt)
            .all(classroom.services.db.read())
            .await
            .unwrap();
        let starts: Vec<String> = made.iter().map(|row| row.starts_at.to_rfc3339()).collect();
        assert_eq!(
            starts,
            [
                "2099-12-05T05:00:00+00:00",
                "2100-01-02T05:00:00+00:00",
                "2100-02-06T05:00:00+00:00"
            ]
        );
        // Two days before each.
        assert_eq!(made[1].closes_at.to_rfc3339(), "2099-12-31T15:00:00+00:00");
        assert!(
            made.iter()
                .all(|row| row.series_id == made[0].series_id && row.series_id.is_some())
        );
    })
    .await;
}

#[tokio::test]
async fn who_registers_needs_no_account_and_ten_copies_of_the_form_are_one() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let id = session(services, &coordinator, 20, 48).await;
        let visitor = classroom.visitor();
        let path = format!("/information-sessions/{id}/register");
        let key = Uuid::now_v7().to_string();
        let shown = visitors::shown_before(services, 30).unwrap();
        let fields = |name: &'static str, trap: &'static str| {
            vec![
                ("key", key.as_str()),
                ("name", name),
                ("mail", "hanako@example.jp"),
                ("party", "2"),
                ("question", HOSTILE[0]),
                ("needs", HOSTILE[1]),
                ("consent", "yes"),
                ("shown", shown.as_str()),
                ("website", trap),
            ]
        };
        // A robot fills in what nobody sees, or is too quick; a person presses once more.
        visitor.post(&path, &fields("Robot", "x")).await.expect(409);
        let quick = visitors::shown_now(services).unwrap();
        let mut too_quick = fields("Hanako", "");
        too_quick[7] = ("shown", &quick);
        visitor
            .post(&path, &too_quick)
            .await
            .expect(409)
            .shows("press the button once more")
            .shows("hanako@example.jp");
        assert_eq!(rows(services, id).await.len(), 0);
        let mut pages = BTreeSet::new();
        for _ in 0..10 {
            let answer = visitor
                .post(&path, &fields("<b>Hanako</b>", ""))
                .await
                .expect(303);
            pages.insert(answer.location().to_owned());
        }
        assert_eq!((rows(services, id).await.len(), pages.len()), (1, 1));
        let page = pages.into_iter().next().unwrap();
        let shown = visitor
            .get(&page)
            .await
            .expect(200)
            .shows("Has seats")
            .shows("001");
        safe(&shown, "<b>Hanako</b>");
        // Who has seats learns where to meet; the public page does not tell.
        shown.shows("secret-room");
        visitor
            .get(&format!("/information-sessions/{id}"))
            .await
            .expect(200)
            .hides("secret-room");
        let of_staff = coordinator
            .get(&format!("/outreach/{id}/registrations"))
            .await
            .expect(200)
            .shows("&lt;b&gt;Hanako");
        safe(&of_staff, "<b>Hanako</b>");
        let own = rows(services, id).await.remove(0);
        let party = coordinator
            .get(&format!("/outreach/registrations/{}", own.id))
            .await
            .expect(200);
        safe(&party, HOSTILE[0]);
        // A link with another signature is no link.
        let mut wrong = page.clone();
        let last = wrong.pop().unwrap();
        wrong.push(if last == '0' { '1' } else { '0' });
        visitor.get(&wrong).await.expect(404);
        visitor.post(&wrong, &[("do", "cancel")]).await.expect(404);
        assert_eq!(rows(services, id).await, [own]);
    })
    .await;
}

#[tokio::test]
async fn looking_at_a_link_changes_nothing_and_a_cancellation_moves_up_the_next_that_fits() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let id = session(services, &coordinator, 4, 100).await;
        let first = register(services, id, "First", 2).await;
        let second = register(services, id, "Second", 2).await;
        let three = register(services, id, "Three", 3).await;
        let two = register(services, id, "Two", 2).await;
        let visitor = classroom.visitor();
        for path in [first, second, three, two].map(|id| link(services, id)) {
            let before = (rows(services, id).await, events(services, three).await);
            for method in ["GET", "HEAD"] {
                for more in ["", "?do=cancel", "?do=confirm"] {
                    visitor
                        .send(method, &format!("{path}{more}"), &[], &[])
                        .await
                        .expect(200);
                }
            }
            assert_eq!(before, (rows(services, id).await, events(services, three).await));
        }
        visitor
            .post(&link(services, first), &[("do", "cancel")])
            .await
            .expect(303);
        let states: Vec<RegistrationState> = rows(services, id).await.iter().map(|row| row.state).collect();
        assert_eq!(
            states,
            [
                RegistrationState::Cancelled,
                RegistrationState::Registered,
                RegistrationState::Waiting,
                RegistrationState::Offered
            ]
        );
        // Who is passed over reads why, and keeps the place.
        assert_eq!(
            events(services, three).await,
            [(RegistrationEvent::Waits, 3), (RegistrationEvent::PassedOver, 2)]
        );
        visitor
            .get(&link(services, three))
            .await
            .expect(200)
            .shows("You keep your place")
            .shows("0 parties");
        // Somebody of the staff is to tell who moved up; the person confirms by a press.
        coordinator
            .get("/outreach/registrations")
            .await
            .expect(200)
            .shows("Two")
            .hides("Three");
        coordinator
            .get("/")
            .await
            .expect(200)
            .shows("People to tell about a session: 1");
        visitor
            .post(&link(services, two), &[("do", "confirm")])
            .await
            .expect(303);
        visitor
            .post(&link(services, two), &[("do", "confirm")])
            .await
            .expect(303);
        coordinator
            .get("/outreach/registrations")
            .await
            .expect(200)
            .hides("Two");
        // Nobody comes back from a cancellation by pressing again.
        visitor
            .post(&link(services, first), &[("do", "cancel")])
            .await
            .expect(303);
        visitor
            .post(&link(services, first), &[("do", "confirm")])
            .await
            .expect(409);
        assert_eq!(rows(services, id).await[0].state, RegistrationState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_confirms_in_time_goes_to_the_next() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let id = session(services, &coordinator, 1, 100).await;
        let first = register(services, id, "First", 1).await;
        let second = register(services, id, "Second", 1).await;
        let third = register(services, id, "Third", 1).await;
        changes::cancel_by_link(services, &link(services, first)["/registrations/".len()..])
            .await
            .unwrap();
        let row = rows(services, id).await.remove(1);
        assert!(row.offered_until.unwrap() > now() + TimeDelta::hours(47));
        let mut late = row.into_active_model();
        late.offered_until = sea_orm::ActiveValue::Set(Some(now() - TimeDelta::seconds(1)));
        late.update(services.db.write()).await.unwrap();
        seats::settle(services).await.unwrap();
        seats::settle(services).await.unwrap();
        let states: Vec<RegistrationState> = rows(services, id).await.iter().map(|row| row.state).collect();
        assert_eq!(
            states,
            [
                RegistrationState::Cancelled,
                RegistrationState::Lapsed,
                RegistrationState::Offered
            ]
        );
        assert_eq!(
            events(services, second).await.last(),
            Some(&(RegistrationEvent::Lapsed, 1))
        );
        assert_eq!(
            events(services, third).await.last(),
            Some(&(RegistrationEvent::MovedUp, 1))
        );
        let visitor = classroom.visitor();
        visitor
            .post(&link(services, second), &[("do", "confirm")])
            .await
            .expect(409)
            .shows("went to the next one");
    })
    .await;
}

/// What must hold of a session whatever happened at the same moment.
async fn law(services: &Services, session: InformationSessionId, capacity: i32) {
    let rows = rows(services, session).await;
    let taken: i32 = rows
        .iter()
        .filter(|row| row.state.is_seated())
        .map(|row| row.party)
        .sum();
    assert!(taken <= capacity, "{taken} people on {capacity} seats");
    let free = capacity - taken;
    for row in &rows {
        let waits = row.state == RegistrationState::Waiting;
        assert!(!waits || row.party > free, "{} fits and waits", row.number);
        let moved = events(services, row.id).await;
        let times = moved
            .iter()
            .filter(|(event, _)| *event == RegistrationEvent::MovedUp)
            .count();
        assert!(times <= 1, "{} moved up {times} times", row.number);
    }
    let numbers: Vec<i32> = rows.iter().map(|row| row.number).collect();
    let expected: Vec<i32> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn three_hundred_at_once_take_no_seat_twice() {
    on_both(async |database| {
        const PARTIES: u32 = 300;
        const SEATS: i32 = 120;
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let id = session(services, &coordinator, SEATS, 100).await;
        let register = |services: Arc<Services>, number: u32| async move {
            let key = RegistrationId::from(Uuid::from_u128(u128::from(number) + 1));
            let form = form(&services, &format!("Party {number}"), 1 + number % 4);
            let address = number.to_string();
            registrations::register(&services, id, key, &form, Lang::En, &address).await
        };
        // Each form comes twice at the same moment.
        let tasks: Vec<_> = (0..2 * PARTIES)
            .map(|number| tokio::spawn(register(services.clone(), number % PARTIES)))
            .collect();
        for task in tasks {
            task.await.unwrap().expect("a registration");
        }
        assert_eq!(rows(services, id).await.len(), PARTIES as usize);
        law(services, id, SEATS).await;
        // A third of all take it back at the same moment, from two tabs.
        let gone: Vec<RegistrationId> = rows(services, id)
            .await
            .iter()
            .step_by(3)
            .map(|row| row.id)
            .collect();
        let cancel = |services: Arc<Services>, id: RegistrationId| async move {
            let token = link(&services, id)["/registrations/".len()..].to_owned();
            changes::cancel_by_link(&services, &token).await
        };
        let tasks: Vec<_> = gone
            .iter()
            .chain(&gone)
            .map(|id| tokio::spawn(cancel(services.clone(), *id)))
            .collect();
        for task in tasks {
            task.await.unwrap().expect("taken back");
        }
        law(services, id, SEATS).await;
    })
    .await;
}

#[tokio::test]
async fn staff_enter_who_telephones_and_are_told_of_the_same_person() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let id = session(services, &coordinator, 20, 48).await;
        let path = format!("/outreach/{id}/add");
        // A name and one contact suffice.
        let hanako = [
            ("name", "ミナト はなこ"),
            ("contact", "０９０－１２３４－５６７８"),
        ];
        coordinator.post(&path, &hanako).await.expect(303);
        for again in [
            [("name", "みなとハナコ"), ("contact", "070-0000-0000")],
            [("name", "Somebody"), ("contact", "+81 90 1234 5678")],
        ] {
            let told = coordinator.post(&path, &again).await.expect(409);
            told.shows("ミナト はなこ").shows("number 1");
            let mut anyway = again.to_vec();
            anyway.push(("anyway", "yes"));
            coordinator.post(&path, &anyway).await.expect(303);
        }
        coordinator
            .post(&path, &[("name", "Nobody"), ("contact", "")])
            .await
            .expect(422);
        let found = rows(services, id).await;
        assert_eq!(found.len(), 3);
        assert!(
            found
                .iter()
                .all(|row| row.source == Source::Phone && row.entered_by.is_some())
        );
        coordinator
            .get(&format!("/outreach/{id}/registrations"))
            .await
            .expect(200)
            .shows("The same person? 002, 003");
    })
    .await;
}

#[tokio::test]
async fn a_session_that_moves_or_is_called_off_is_told_to_everybody_in_it() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let id = session(services, &coordinator, 3, 48).await;
        let one = register(services, id, "One", 2).await;
        register(services, id, "Two", 2).await;
        let path = format!("/outreach/{id}");
        let edit = |capacity: &'static str, venue: &'static str, note: &'static str| {
            [
                ("about", "telework"),
                ("title", "A first look"),
                ("date", "2099-12-05"),
                ("starts", "14:00"),
                ("ends", "15:30"),
                ("venue", venue),
                ("capacity", capacity),
                ("moved_note", note),
            ]
        };
        let edit_path = format!("{path}/edit");
        coordinator
            .post(&edit_path, &edit("1", "Room 2", "x"))
            .await
            .expect(422)
            .shows("2 seats are taken");
        coordinator
            .post(&edit_path, &edit("3", "Room 2", ""))
            .await
            .expect(422);
        // More seats move up who waits, and everybody is to be told.
        coordinator
            .post(&edit_path, &edit("4", "Room 2", "The pipe burst"))
            .await
            .expect(303);
        let found = rows(services, id).await;
        assert_eq!(found[1].state, RegistrationState::Offered);
        assert!(found.iter().all(|row| row.told_at.is_none()));
        let visitor = classroom.visitor();
        visitor
            .get(&link(services, one))
            .await
            .expect(200)
            .shows("The pipe burst");
        let calendar = format!("/information-sessions/{id}/session.ics");
        visitor.get(&calendar).await.expect(200).shows("SEQUENCE:1");
        let told = format!("/outreach/registrations/{one}");
        coordinator
            .get(&told)
            .await
            .expect(200)
            .shows("Please tell this person");
        coordinator.post(&told, &[("do", "told")]).await.expect(303);
        coordinator
            .get(&told)
            .await
            .expect(200)
            .hides("Please tell this person");
        coordinator
            .post(&path, &[("do", "cancel"), ("because", "The speaker is ill")])
            .await
            .expect(303);
        visitor
            .get(&calendar)
            .await
            .expect(200)
            .shows("[Cancelled] A first look")
            .shows("STATUS:CANCELLED")
            .shows("SEQUENCE:2");
        visitor
            .get(&format!("/information-sessions/{id}"))
            .await
            .expect(200)
            .shows("The speaker is ill");
        coordinator
            .get(&told)
            .await
            .expect(200)
            .shows("The speaker is ill");
        visitor
            .get(&format!("/information-sessions/{id}/register"))
            .await
            .expect(409);
    })
    .await;
}

#[tokio::test]
async fn the_desk_is_empty_until_somebody_is_looked_for_and_two_desks_make_one_attendance() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let coordinator = classroom.person("Mori", &[Role::Coordinator]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let id = session(services, &coordinator, 20, 1).await;
        let sato = register(services, id, "Sato Hanako", 2).await;
        register(services, id, "Suzuki", 1).await;
        let path = format!("/outreach/{id}/reception");
        let desk = instructor
            .get(&path)
            .await
            .expect(200)
            .hides("Sato")
            .hides("Suzuki");
        desk.shows("0 / 3 here");
        let token = link(services, sato);
        for text in ["sato", "1", "ＳＡＴＯ", &format!("http://classroom.test{token}")] {
            let query: String = serde_urlencoded::to_string([("q", text)]).unwrap();
            let found = instructor.get(&format!("{path}?{query}")).await.expect(200);
            found.shows("Sato Hanako").hides("Suzuki");
        }
        // What stands for anything in a search stands for nothing here.
        for text in ["%", "_", "%%"] {
            let query: String = serde_urlencoded::to_string([("q", text)]).unwrap();
            instructor
                .get(&format!("{path}?{query}"))
                .await
                .expect(200)
                .hides("Sato")
                .hides("Suzuki");
        }
        let registration = sato.to_string();
        let came = [
            ("do", "came"),
            ("registration", registration.as_str()),
            ("people", "2"),
        ];
        instructor.post(&path, &came).await.expect(303);
        coordinator.post(&path, &came).await.expect(303);
        let actor = classroom.actor(&instructor).await;
        let desk = reception::desk(&actor, services, id, LookFor::Party(sato))
            .await
            .unwrap();
        assert_eq!(
            (desk.count.parties, desk.count.people, desk.count.expected),
            (1, 2, 3)
        );
        // One desk's mistake does not undo the other's welcome.
        let tap = desk.found[0].last_tap.unwrap().to_string();
        let back = [
            ("do", "take-back"),
            ("registration", registration.as_str()),
            ("tap", tap.as_str()),
        ];
        coordinator.post(&path, &back).await.expect(303);
        instructor.get(&path).await.expect(200).shows("2 / 3 here");
        // A tap that waited on a desk without a line arrives twice, with its own time.
        let late = SentTap {
            key: ReceptionTapId::new(),
            registration: sato,
            people: 3,
            at: Some(now() - TimeDelta::minutes(30)),
        };
        for _ in 0..2 {
            reception::came(&actor, services, id, late).await.unwrap();
        }
        let desk = reception::desk(&actor, services, id, LookFor::Party(sato))
            .await
            .unwrap();
        let came = desk.found[0].came.unwrap();
        assert_eq!((desk.count.parties, came.people), (1, 2));
        assert!(came.at < now() - TimeDelta::minutes(29));
        // Who came unannounced, sent twice.
        let key = Uuid::now_v7().to_string();
        let walk_in = [
            ("key", key.as_str()),
            ("do", "walk-in"),
            ("name", "Tanaka"),
            ("party", "1"),
        ];
        for _ in 0..2 {
            instructor.post(&path, &walk_in).await.expect(303);
        }
        instructor.get(&path).await.expect(200).shows("3 / 4 here");
        instructor
            .get(&format!("/outreach/{id}/paper-list"))
            .await
            .expect(200)
            .shows("Tanaka")
            .shows("Suzuki");
    })
    .await;
}

#[tokio::test]
async fn names_of_those_who_never_came_are_removed_after_their_time_and_can_be_looked_at_before() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let administrator = classroom.person("Ueda", &[Role::Administrator]).await;
        let old = session(services, &administrator, 20, 1).await;
        let came = register(services, old, "Came", 1).await;
        let never = register(services, old, "Never", 1).await;
        let actor = classroom.actor(&administrator).await;
        let tap = SentTap {
            key: ReceptionTapId::new(),
            registration: came,
            people: 1,
            at: None,
        };
        reception::came(&actor, services, old, tap).await.unwrap();
        let young = session(services, &administrator, 20, 1).await;
        register(services, young, "Young", 1).await;
        for (id, days) in [(old, 181), (young, 179)] {
            let row = information_session::Entity::find_by_id(id)
                .one(services.db.read())
                .await
                .unwrap()
                .unwrap();
            let mut row = row.into_active_model();
            row.ends_at = sea_orm::ActiveValue::Set(now() - TimeDelta::days(days));
            row.update(services.db.write()).await.unwrap();
        }
        let due = removal::dry_run(&actor, services, 180).await.unwrap();
        assert_eq!((due.sessions.len(), due.sessions[0].registrations), (1, 1));
        let path = "/outreach/removal";
        administrator
            .get(path)
            .await
            .expect(200)
            .shows("1 registration")
            .hides("Never");
        administrator.get(&format!("{path}?days=30")).await.expect(200);
        assert_eq!(rows(services, old).await[1].name, "Never");
        let secret = link(services, never);
        administrator.post(path, &[("do", "remove")]).await.expect(303);
        let left = rows(services, old).await;
        assert_eq!((left[0].name.as_str(), left[1].name.as_str()), ("Came", ""));
        assert_eq!((left[1].phone.as_str(), left[1].phone_folded.as_str()), ("", ""));
        assert_eq!(rows(services, young).await[0].name, "Young");
        classroom.visitor().get(&secret).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn what_the_classroom_says_about_itself_is_for_administrators_to_write() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Ueda", &[Role::Administrator]).await;
        let hostile = HOSTILE[2];
        let form = |name: &'static str, map: &'static str| {
            [
                ("name", name),
                ("about", hostile),
                ("address", hostile),
                ("map_url", map),
                ("way", hostile),
                ("phone", "0120-000-000"),
                ("mail", "info@example.jp"),
                ("hours", hostile),
                ("first_lessons", "open"),
            ]
        };
        administrator.post("/settings", &form("", "")).await.expect(422);
        administrator
            .post("/settings", &form("Minato", "javascript:alert(1)"))
            .await
            .expect(422);
        administrator
            .post("/settings", &form("Minato", "https://maps.example.jp"))
            .await
            .expect(303);
        let page = administrator.get("/settings").await.expect(200).shows("Minato");
        safe(&page, hostile);
    })
    .await;
}
