//! Information sessions of the demo: two that have been, one that is full, one to come and a draft; who
//! registered, who came, who was called, who began to learn; an enquiry that waits.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Lang,
    identity::Role,
    ids::{
        EnquiryId, InformationSessionId, ReceptionTapId, RegistrationCallId, RegistrationEventId,
        RegistrationId,
    },
    outreach::{
        About, AgeBand, CallOutcome, RegistrationEvent, RegistrationState, SessionState, Source, TapKind,
        fold_name, fold_phone,
    },
};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{
    classes::People,
    clock::{Clock, key},
    facts::insert,
};
use crate::{
    Result, Services,
    identity::{
        Token,
        tables::{classroom_setting, invitation},
    },
    outreach::tables::{
        enquiry, information_session, reception_tap, registration, registration_call, registration_event,
    },
};

const SETTINGS: [(&str, &str); 10] = [
    ("name", "みなと架け橋教室（架空）"),
    ("name_en", "Minato Bridge Classroom (made up)"),
    (
        "about",
        "港町みなとの、パソコンと在宅ワークの教室です。はじめてマウスにさわる人から、家で働きたい人まで、ゆっくり学べます。お金はかかりません。",
    ),
    (
        "about_en",
        "A classroom for computers and working from home in the port town of Minato. From the first touch of a mouse to work at home, at your own pace, free of charge.",
    ),
    ("address", "みなと町 1-2-3 みなと会館 2階"),
    (
        "way",
        "バス「みなと会館前」から歩いて 1 分。駐車場 10 台。入口は海の側です。エレベーターがあります。",
    ),
    ("phone", "0120-000-123"),
    ("mail", "info@minato-hashi.example.jp"),
    ("hours", "火曜から土曜 10:00〜18:00"),
    ("first_lessons", "open"),
];

/// Who registered: name, reading, telephone, people, and what became of it.
type Party = (&'static str, &'static str, &'static str, i32, End);

/// What became of a registration.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// Came, with so many people.
    Came(i32),
    /// Did not come.
    Absent,
    /// Did not come, and was called in vain.
    Called,
    /// Did not come, was called, and wants to come next time.
    NextTime,
    /// Took it back.
    Cancelled,
    /// Came, and learns under this sign-in name.
    Learns(&'static str),
}

const FIRST: [Party; 9] = [
    (
        "海原 ひかる",
        "うなばら ひかる",
        "090-0000-1101",
        1,
        End::Learns("hikaru"),
    ),
    ("波風 健", "なみかぜ けん", "090-0000-1102", 1, End::Learns("ken")),
    (
        "帆足 めぐみ",
        "ほあし めぐみ",
        "090-0000-1103",
        2,
        End::Learns("megumi"),
    ),
    (
        "港 花子",
        "みなと はなこ",
        "090-0000-1104",
        1,
        End::Learns("hanako"),
    ),
    ("磯部 とし子", "いそべ としこ", "0120-000-201", 1, End::Came(1)),
    ("松風 一郎", "まつかぜ いちろう", "090-0000-1106", 1, End::Came(1)),
    ("浦 みどり", "うら みどり", "090-0000-1107", 2, End::Came(1)),
    ("沖田 すすむ", "おきた すすむ", "090-0000-1108", 1, End::NextTime),
    ("浜口 あや", "はまぐち あや", "090-0000-1109", 1, End::Cancelled),
];

const SECOND: [Party; 6] = [
    (
        "浜辺 太郎",
        "はまべ たろう",
        "090-0000-1201",
        1,
        End::Learns("taro"),
    ),
    ("汐見 ゆき", "しおみ ゆき", "090-0000-1202", 2, End::Came(2)),
    ("灘 しげる", "なだ しげる", "0120-000-203", 1, End::Came(1)),
    ("瀬戸 かおり", "せと かおり", "090-0000-1204", 1, End::Called),
    ("入江 まさる", "いりえ まさる", "090-0000-1205", 1, End::Absent),
    ("岸 のぞみ", "きし のぞみ", "090-0000-1206", 1, End::Absent),
];

/// Of the session to come: name, reading, telephone, people, and where it stands.
const COMING: [(&str, &str, &str, i32, RegistrationState); 8] = [
    (
        "水無月 れい",
        "みなづき れい",
        "090-0000-1301",
        2,
        RegistrationState::Registered,
    ),
    (
        "千波 あおい",
        "せんば あおい",
        "090-0000-1302",
        1,
        RegistrationState::Registered,
    ),
    (
        "桟橋 つよし",
        "さんばし つよし",
        "090-0000-1303",
        2,
        RegistrationState::Registered,
    ),
    (
        "早瀬 みか",
        "はやせ みか",
        "090-0000-1304",
        1,
        RegistrationState::Cancelled,
    ),
    (
        "渡 よしお",
        "わたり よしお",
        "0120-000-305",
        1,
        RegistrationState::Registered,
    ),
    (
        "帆波 ちか",
        "ほなみ ちか",
        "090-0000-1306",
        3,
        RegistrationState::Waiting,
    ),
    (
        "岬 きよし",
        "みさき きよし",
        "0120-000-307",
        1,
        RegistrationState::Offered,
    ),
    (
        "湊 なおみ",
        "みなと なおみ",
        "090-0000-1308",
        1,
        RegistrationState::Waiting,
    ),
];

/// Writes all of it.
pub(super) async fn write(services: &Services, clock: &Clock, people: &People) -> Result<()> {
    let tx = services.db.begin().await?;
    for (name, value) in SETTINGS {
        let row = classroom_setting::Model {
            name: name.to_owned(),
            value: value.to_owned(),
            changed_by: people.coordinator,
            changed_at: clock.at(200, 600),
        };
        classroom_setting::Entity::insert(row.into_active_model())
            .exec_without_returning(&tx)
            .await?;
    }
    let mut desk = Desk {
        by: people.coordinator,
        rows: Rows::default(),
    };
    let first = session(
        clock,
        people,
        90,
        "はじめての在宅ワーク説明会",
        20,
        SessionState::Published,
    );
    desk.past(&first, &FIRST, people)?;
    let second = session(
        clock,
        people,
        6,
        "はじめての在宅ワーク説明会",
        20,
        SessionState::Published,
    );
    desk.past(&second, &SECOND, people)?;
    let coming = session(
        clock,
        people,
        -9,
        "はじめての在宅ワーク説明会",
        7,
        SessionState::Published,
    );
    desk.coming(&coming, clock.now);
    let company = information_session::Model {
        about: About::Company,
        speakers: "数見 あおい（みなとデータ株式会社）".to_owned(),
        meeting_url: "https://meet.example.jp/minato".to_owned(),
        ..session(
            clock,
            people,
            -23,
            "みなとデータの仕事の説明会",
            30,
            SessionState::Published,
        )
    };
    let draft = session(
        clock,
        people,
        -37,
        "パソコン入門コースの説明会",
        20,
        SessionState::Draft,
    );
    for row in [first, second, coming, company, draft] {
        information_session::Entity::insert(row.into_active_model())
            .exec_without_returning(&tx)
            .await?;
    }
    desk.rows.write(&tx).await?;
    let asked = clock.at(1, 20 * 60);
    let question = enquiry::Model {
        id: EnquiryId::from(key(asked)),
        name: "藤波 さと".to_owned(),
        contact: "090-0000-1401".to_owned(),
        message: "72歳です。パソコンにさわったことがありません。それでも大丈夫でしょうか。".to_owned(),
        lang: Lang::Ja,
        created_at: asked,
        answer_by: clock.day(-2),
        answered_at: None,
        answered_by: None,
        answer: String::new(),
        removed_at: None,
    };
    enquiry::Entity::insert(question.into_active_model())
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// A session so many days ago, on an afternoon.
fn session(
    clock: &Clock,
    people: &People,
    ago: i64,
    title: &str,
    capacity: i32,
    state: SessionState,
) -> information_session::Model {
    let made = clock.at(ago.max(0) + 30, 10 * 60 + 7);
    information_session::Model {
        id: InformationSessionId::from(key(made)),
        about: About::Telework,
        title: title.to_owned(),
        summary: "家で働くとはどういうことか、どんな仕事があるか、教室で何を学べるかをお話しします。働いている人の話も聞けます。".to_owned(),
        state,
        reception_at: clock.at(ago, 13 * 60 + 40),
        starts_at: clock.at(ago, 14 * 60),
        ends_at: clock.at(ago, 15 * 60 + 30),
        closes_at: clock.at(ago, 13 * 60 + 40),
        venue: "みなと会館 2階 大会議室".to_owned(),
        address: "みなと町 1-2-3".to_owned(),
        map_url: String::new(),
        meeting_url: String::new(),
        capacity,
        confirm_hours: 48,
        contact: "橋本（0120-000-123）".to_owned(),
        speakers: "橋本 ゆう子".to_owned(),
        language: "日本語".to_owned(),
        helps: "childcare,step-free,parking".to_owned(),
        help_note: String::new(),
        sequence: 0,
        moved_note: String::new(),
        cancelled_because: String::new(),
        series_id: None,
        created_by: people.coordinator,
        created_at: made,
        changed_at: made,
    }
}

/// Rows that wait to be written, in an order that lets each refer to earlier ones.
#[derive(Default)]
struct Rows {
    invitations: Vec<invitation::Model>,
    registrations: Vec<registration::Model>,
    events: Vec<registration_event::Model>,
    taps: Vec<reception_tap::Model>,
    calls: Vec<registration_call::Model>,
}

impl Rows {
    async fn write(self, tx: &DatabaseTransaction) -> Result<()> {
        insert::<invitation::Entity>(tx, self.invitations).await?;
        insert::<registration::Entity>(tx, self.registrations).await?;
        insert::<registration_event::Entity>(tx, self.events).await?;
        insert::<reception_tap::Entity>(tx, self.taps).await?;
        insert::<registration_call::Entity>(tx, self.calls).await?;
        Ok(())
    }
}

/// Writes down who registered and came.
struct Desk {
    by: Uuid,
    rows: Rows,
}

impl Desk {
    /// A registration with how it began; gives its id.
    fn register(
        &mut self,
        session: &information_session::Model,
        number: i32,
        (name, reading, phone, party): (&str, &str, &str, i32),
        state: RegistrationState,
        at: DateTime<Utc>,
    ) -> RegistrationId {
        let id = RegistrationId::from(key(at));
        // Every third telephoned.
        let by_phone = number % 3 == 0;
        let waited = matches!(state, RegistrationState::Waiting | RegistrationState::Offered);
        let row = registration::Model {
            id,
            session_id: session.id,
            number,
            state,
            name: name.to_owned(),
            reading: reading.to_owned(),
            phone: phone.to_owned(),
            mail: String::new(),
            name_folded: fold_name(name),
            reading_folded: fold_name(reading),
            phone_folded: fold_phone(phone),
            party,
            town: "みなと町".to_owned(),
            age_band: (!by_phone).then_some(AgeBand::FortiesFifties),
            question: String::new(),
            needs: String::new(),
            source: if by_phone { Source::Phone } else { Source::Web },
            lang: Lang::Ja,
            entered_by: by_phone.then_some(self.by),
            offered_until: None,
            told_at: Some(at),
            told_by: by_phone.then_some(self.by),
            consented_at: at,
            created_at: at,
            changed_at: at,
            invitation_id: None,
            removed_at: None,
        };
        let began = if waited {
            RegistrationEvent::Waits
        } else {
            RegistrationEvent::Registered
        };
        self.note(id, began, party, at);
        self.rows.registrations.push(row);
        id
    }

    fn note(&mut self, id: RegistrationId, event: RegistrationEvent, seats: i32, at: DateTime<Utc>) {
        self.rows.events.push(registration_event::Model {
            id: RegistrationEventId::from(key(at)),
            registration_id: id,
            event,
            seats,
            by_person: None,
            at,
        });
    }

    /// A session that has been.
    fn past(
        &mut self,
        session: &information_session::Model,
        parties: &[Party],
        people: &People,
    ) -> Result<()> {
        for (number, (name, reading, phone, party, end)) in (1..).zip(parties) {
            let at = session.starts_at - TimeDelta::days(12) + TimeDelta::hours(i64::from(number) * 5);
            let state = if *end == End::Cancelled {
                RegistrationState::Cancelled
            } else {
                RegistrationState::Registered
            };
            let id = self.register(session, number, (name, reading, phone, *party), state, at);
            let came = match end {
                End::Came(people) => Some(*people),
                End::Learns(_) => Some(*party),
                End::Absent | End::Called | End::NextTime => None,
                End::Cancelled => {
                    self.note(id, RegistrationEvent::Cancelled, *party, at + TimeDelta::days(3));
                    None
                }
            };
            let arrived = session.reception_at + TimeDelta::minutes(i64::from(number) * 2);
            self.rows.taps.extend(came.map(|people| reception_tap::Model {
                id: ReceptionTapId::from(key(arrived)),
                session_id: session.id,
                registration_id: id,
                kind: TapKind::Came,
                takes_back: None,
                people,
                by_person: self.by,
                at: arrived,
                received_at: arrived,
            }));
            let called = match end {
                End::Called => Some((CallOutcome::NoAnswer, "")),
                End::NextTime => Some((
                    CallOutcome::NextTime,
                    "孫の熱で来られなかった。次は来たいとのこと。",
                )),
                End::Came(_) | End::Absent | End::Cancelled | End::Learns(_) => None,
            };
            let later = session.ends_at + TimeDelta::hours(44);
            self.rows
                .calls
                .extend(called.map(|(outcome, note)| registration_call::Model {
                    id: RegistrationCallId::from(key(later)),
                    registration_id: id,
                    outcome,
                    note: note.to_owned(),
                    by_person: self.by,
                    at: later,
                }));
            if let End::Learns(sign_in) = end {
                self.learns(name, people.learner(sign_in), session.ends_at)?;
            }
        }
        Ok(())
    }

    /// That the registration written last led to an account.
    fn learns(&mut self, name: &str, person: Uuid, at: DateTime<Utc>) -> Result<()> {
        let invitation = Uuid::now_v7();
        self.rows.invitations.push(invitation::Model {
            id: invitation,
            token_hash: Token::new()?.hash(),
            name: name.to_owned(),
            roles: Role::Learner.code().to_owned(),
            cohort_id: None,
            created_by: Some(self.by),
            created_at: at,
            expires_at: at + TimeDelta::days(14),
            used_at: Some(at + TimeDelta::days(2)),
            used_by: Some(person),
            reading: None,
            mail: None,
            person_id: None,
        });
        if let Some(row) = self.rows.registrations.last_mut() {
            row.invitation_id = Some(invitation);
        }
        Ok(())
    }

    /// A session that is full: somebody moved up yesterday and is to be told, two wait.
    fn coming(&mut self, session: &information_session::Model, now: DateTime<Utc>) {
        for (number, (name, reading, phone, party, state)) in (1..).zip(COMING) {
            let at = now - TimeDelta::days(9) + TimeDelta::hours(i64::from(number) * 11);
            let id = self.register(session, number, (name, reading, phone, party), state, at);
            let moved = now - TimeDelta::hours(20);
            match state {
                RegistrationState::Cancelled => self.note(id, RegistrationEvent::Cancelled, party, moved),
                RegistrationState::Offered => {
                    self.note(id, RegistrationEvent::MovedUp, party, moved);
                    if let Some(row) = self.rows.registrations.last_mut() {
                        row.offered_until = Some(moved + TimeDelta::hours(48));
                        row.told_at = None;
                    }
                }
                RegistrationState::Waiting if party > 1 => {
                    self.note(id, RegistrationEvent::PassedOver, 1, moved);
                }
                RegistrationState::Waiting | RegistrationState::Registered | RegistrationState::Lapsed => {}
            }
        }
    }
}
