//! Employers and openings, wishes, consents, referrals, and the first working days.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    care::{Outcome, Visibility, due_dates},
    matching::{Answer, Wishes, WorkMode},
};
use uuid::Uuid;

use super::{
    classes::People,
    clock::{Clock, key},
    facts::Facts,
};
use crate::{
    Result,
    care::tables::{contact, follow_up, placement},
    identity::Token,
    matching::{
        openings::Terms,
        tables::{consent, employer, opening, wishes},
    },
};

/// An opening, as this file tells it.
struct Offer {
    employer: usize,
    title: &'static str,
    kind: &'static str,
    description: &'static str,
    mode: WorkMode,
    wage: &'static str,
    hours: i32,
    /// Working hours; 0 to 0: any time.
    between: (i32, i32),
    device: bool,
    essential: &'static str,
    desirable: &'static str,
    seats: i32,
    ruled: bool,
}

/// Name, contact, address of mail, note, address, representative.
const EMPLOYERS: [(&str, &str, &str, &str, &str, &str); 3] = [
    (
        "みなとデータ株式会社（架空）",
        "数見 あおい",
        "aoi@minato-data.example.jp",
        "在宅の人が多い会社。最初の月は毎日電話で様子を聞いてくれる。",
        "うみべ市港町1-2-3（架空）",
        "数見 いさむ",
    ),
    (
        "うみかぜ商店（架空）",
        "風間 そら",
        "sora@umikaze.example.jp",
        "みなと町のおみやげ屋。ネットの店も始めた。",
        "みなと町本通り45（架空）",
        "風間 そら",
    ),
    (
        "とうだい会計事務所（架空）",
        "明石 りく",
        "riku@todai.example.jp",
        "いそがしいのは毎月の終わり。",
        "みなと町岬6-7（架空）",
        "明石 りょう",
    ),
];

const OFFERS: [Offer; 6] = [
    Offer {
        employer: 0,
        title: "アンケートのデータ入力",
        kind: "data-entry",
        description: "紙のアンケートを見ながら、決まった画面に入力します。1日4時間から。",
        mode: WorkMode::Telework,
        wage: "時給 1,100円",
        hours: 20,
        between: (9 * 60, 15 * 60),
        device: true,
        essential: "digcomp:1.1,digcomp:4.2",
        desirable: "digcomp:1.3",
        seats: 3,
        ruled: true,
    },
    Offer {
        employer: 0,
        title: "メールでの問い合わせ対応",
        kind: "support",
        description: "お客さまからのメールに、決まった文を使って返事をします。",
        mode: WorkMode::Telework,
        wage: "時給 1,200円",
        hours: 25,
        between: (10 * 60, 16 * 60),
        device: true,
        essential: "digcomp:2.1,digcomp:4.2",
        desirable: "digcomp:2.5",
        seats: 1,
        ruled: true,
    },
    Offer {
        employer: 1,
        title: "ネットショップの商品登録",
        kind: "web",
        description: "商品の写真と説明をネットの店にのせます。月に2回だけ店に来ます。時間は自由です。",
        mode: WorkMode::Mixed,
        wage: "時給 1,080円",
        hours: 16,
        between: (0, 0),
        device: true,
        essential: "digcomp:1.3",
        desirable: "digcomp:3.1",
        seats: 2,
        ruled: true,
    },
    Offer {
        employer: 1,
        title: "店の事務（電話と伝票）",
        kind: "office",
        description: "店で電話を受け、伝票をパソコンに入れます。",
        mode: WorkMode::OnSite,
        wage: "時給 1,050円",
        hours: 30,
        between: (9 * 60 + 30, 16 * 60),
        device: true,
        essential: "digcomp:1.1",
        desirable: "",
        seats: 1,
        ruled: false,
    },
    Offer {
        employer: 2,
        title: "請求書の入力（夕方から）",
        kind: "accounting",
        description: "請求書を見て、金額を表に入れます。自分のパソコンを使います。",
        mode: WorkMode::Telework,
        wage: "1件 60円",
        hours: 12,
        between: (18 * 60, 21 * 60),
        device: false,
        essential: "digcomp:4.1,digcomp:4.2",
        desirable: "digcomp:3.1",
        seats: 2,
        ruled: true,
    },
    Offer {
        employer: 2,
        title: "経理の手伝い",
        kind: "accounting",
        description: "領収書をまとめ、表を作ります。週に2日は事務所に通います。",
        mode: WorkMode::Mixed,
        wage: "時給 1,150円",
        hours: 24,
        between: (9 * 60, 17 * 60),
        device: true,
        essential: "digcomp:3.1,digcomp:5.2",
        desirable: "digcomp:1.3",
        seats: 1,
        ruled: true,
    },
];

/// Employers and openings; gives the openings with their employers, in the order of [`OFFERS`].
pub(super) fn openings(facts: &mut Facts, clock: &Clock, people: &People, rule: &str) -> Vec<(Uuid, Uuid)> {
    let created_at = clock.at(130, 10 * 60);
    let by = Some(people.coordinator);
    let employers = EMPLOYERS.map(
        |(name, contact_name, contact_email, note, address, representative)| {
            let id = key(created_at);
            facts.note(created_at, by, "employer.created", id, name);
            facts.employers.push(employer::Model {
                id,
                name: name.to_owned(),
                contact_name: contact_name.to_owned(),
                contact_email: contact_email.to_owned(),
                note: note.to_owned(),
                created_at,
                address: Some(address.to_owned()),
                representative: Some(representative.to_owned()),
            });
            id
        },
    );
    let mut made = Vec::new();
    for (i, offer) in (0i64..).zip(OFFERS) {
        let id = key(created_at);
        let employer_id = employers.get(offer.employer).copied().unwrap_or_default();
        facts.note(created_at, by, "opening.created", id, offer.title);
        facts.openings.push(opening::Model {
            id,
            employer_id,
            title: offer.title.to_owned(),
            kind: offer.kind.to_owned(),
            description: offer.description.to_owned(),
            work_mode: offer.mode,
            place: "みなと町".to_owned(),
            wage: offer.wage.to_owned(),
            hours_per_week: offer.hours,
            from_minute: offer.between.0,
            to_minute: offer.between.1,
            starts_on: clock.day(-24 - 4 * i),
            equipment_provided: offer.device,
            essential: offer.essential.to_owned(),
            desirable: offer.desirable.to_owned(),
            seats: offer.seats,
            rule_id: offer.ruled.then(|| rule.to_owned()),
            closes_on: clock.day(-10 - 5 * i),
            created_at,
            closed_at: None,
        });
        made.push((id, employer_id));
    }
    made
}

/// Who, days ago, ways of working, most hours a week, free from and to (hours of the day), whether
/// there is a computer at home, and kinds of work.
type Wished = (
    &'static str,
    i64,
    &'static [WorkMode],
    u32,
    (u32, u32),
    bool,
    &'static [&'static str],
);

/// What people told about the work they look for.
pub(super) fn wishes(facts: &mut Facts, clock: &Clock, people: &People) -> Result<()> {
    use WorkMode::{Mixed, OnSite, Telework};
    let told: [Wished; 9] = [
        ("hanako", 10, &[Telework], 20, (9, 16), false, &["data-entry"]),
        (
            "harue",
            9,
            &[Telework, Mixed],
            20,
            (9, 17),
            true,
            &["data-entry", "web"],
        ),
        (
            "tadashi",
            13,
            &[Telework, OnSite],
            30,
            (9, 18),
            true,
            &["office", "data-entry"],
        ),
        (
            "megumi",
            17,
            &[Telework, Mixed],
            20,
            (9, 17),
            true,
            &["web", "data-entry"],
        ),
        (
            "ken",
            19,
            &[Telework, Mixed],
            25,
            (8, 22),
            true,
            &["accounting", "web"],
        ),
        ("hikaru", 45, &[Telework], 25, (9, 17), true, &["data-entry"]),
        ("sakura", 120, &[Mixed, Telework], 16, (8, 20), true, &["web"]),
        ("makoto", 11, &[Telework], 15, (17, 22), true, &["accounting"]),
        (
            "misaki",
            14,
            &[OnSite, Mixed],
            30,
            (9, 18),
            true,
            &["office", "accounting"],
        ),
    ];
    for (who, ago, modes, hours, (from, to), device, kinds) in told {
        let (at, person) = (clock.at(ago, 20 * 60), people.learner(who));
        let wished = Wishes {
            work_modes: modes.to_vec(),
            max_hours_per_week: Some(hours),
            available_from: Some(from * 60),
            available_to: Some(to * 60),
            earliest_start: Some(clock.day(-10)),
            has_device: Some(device),
            // Makoto waits for the line to be built.
            has_line: (who != "hanako").then_some(who != "makoto"),
            max_commute_places: vec!["みなと町".to_owned()],
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        };
        facts.note(at, Some(person), "wishes.changed", person, "");
        facts.wishes.push(wishes::Model {
            person_id: person,
            data: serde_json::to_string(&wished)?,
            updated_at: at,
        });
    }
    Ok(())
}

/// Permission to show data to an employer; withdrawn when a number of days says so.
pub(super) fn consent(
    facts: &mut Facts,
    clock: &Clock,
    person: Uuid,
    (opening, employer_id): (Uuid, Uuid),
    ago: i64,
    withdrawn: Option<i64>,
) -> Result<Uuid> {
    let offered = facts.openings.iter().find(|row| row.id == opening);
    let terms = offered.map(Terms::stored).transpose()?;
    let given_at = clock.at(ago, 20 * 60 + 15);
    let id = key(given_at);
    let fields = "name,reading,readiness,scores,attendance,competences,wishes";
    facts.note(
        given_at,
        Some(person),
        "consent.given",
        person,
        format!("{fields} (90 d)"),
    );
    let withdrawn_at = withdrawn.map(|ago| clock.at(ago, 8 * 60));
    if let Some(at) = withdrawn_at {
        facts.note(at, Some(person), "consent.withdrawn", person, id.to_string());
    }
    facts.consents.push(consent::Model {
        id,
        person_id: person,
        employer_id,
        fields: fields.to_owned(),
        purpose: "selection".to_owned(),
        given_at,
        expires_at: given_at + TimeDelta::days(90),
        withdrawn_at,
        opening_id: Some(opening),
        terms,
        awaits_second: None,
        confirmed_by: None,
        confirmed_at: None,
    });
    Ok(id)
}

/// A packet to be sent when its moment comes.
pub(super) struct Sending {
    pub(super) at: DateTime<Utc>,
    pub(super) id: Uuid,
    pub(super) person: Uuid,
    pub(super) opening: Uuid,
    pub(super) consent: Uuid,
    pub(super) token: Token,
    pub(super) opened_at: Option<DateTime<Utc>>,
    pub(super) answer: Option<(Answer, &'static str, DateTime<Utc>)>,
}

/// A try to reach somebody at work: plan's day, days ago, what was said when reached, note, who reads it.
pub(super) type Talk = (u32, i64, Option<Outcome>, &'static str, Visibility);

/// Somebody's first working day, and the follow-ups with what came of them.
pub(super) fn placement(
    facts: &mut Facts,
    clock: &Clock,
    by: Uuid,
    sent: &Sending,
    starts: i64,
    talks: &[Talk],
) {
    let created_at = clock.at(starts + 1, 15 * 60);
    let (id, starts_on) = (key(created_at), clock.day(starts));
    facts.note(
        created_at,
        Some(by),
        "placement.started",
        sent.person,
        starts_on.to_string(),
    );
    facts.placements.push(placement::Model {
        id,
        person_id: sent.person,
        opening_id: sent.opening,
        referral_id: Some(sent.id),
        starts_on,
        created_by: by,
        created_at,
        ended_on: None,
    });
    for (day, due_on) in due_dates(starts_on) {
        let follow_up = follow_up::Model {
            id: key(created_at),
            placement_id: id,
            day: i32::try_from(day).unwrap_or(i32::MAX),
            due_on,
        };
        for (_, ago, outcome, note, visibility) in talks.iter().filter(|talk| talk.0 == day) {
            let at = clock.at(*ago, 17 * 60);
            let word = if outcome.is_some() { "reached" } else { "tried" };
            facts.note(at, Some(by), "care.contact", sent.person, format!("{day} {word}"));
            facts.contacts.push(contact::Model {
                id: key(at),
                follow_up_id: follow_up.id,
                reached: outcome.is_some(),
                outcome: *outcome,
                note: (*note).to_owned(),
                visibility: *visibility,
                by_person: by,
                at,
            });
        }
        facts.follow_ups.push((created_at, follow_up));
    }
}
