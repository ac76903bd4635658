//! Kits, and who has borrowed them.

use domain::telework::{Agreed, FIRST_VERSION, KitEvent, KitKind, KitState, LoanEnd, TextKind};
use uuid::Uuid;

use super::{
    classes::People,
    clock::{Clock, key},
    facts::Facts,
};
use crate::telework::tables::{kit, kit_event, kit_part, loan};

/// Number, kind, name, state when it is with nobody, and parts, of which those with `!` are missing.
type Thing = (
    &'static str,
    KitKind,
    &'static str,
    KitState,
    &'static [&'static str],
);

const THINGS: [Thing; 9] = [
    (
        "PC-01",
        KitKind::Computer,
        "ノートパソコン 14型",
        KitState::Here,
        &["電源コード", "マウス", "袋"],
    ),
    (
        "PC-02",
        KitKind::Computer,
        "ノートパソコン 14型",
        KitState::Here,
        &["電源コード", "マウス", "袋"],
    ),
    (
        "PC-03",
        KitKind::Computer,
        "ノートパソコン 15型",
        KitState::Here,
        &["電源コード", "!マウス"],
    ),
    (
        "PC-04",
        KitKind::Computer,
        "ノートパソコン 15型",
        KitState::Broken,
        &["電源コード", "マウス"],
    ),
    (
        "CAM-01",
        KitKind::Camera,
        "Webカメラ 1080p",
        KitState::Here,
        &["ケーブル"],
    ),
    (
        "CAM-02",
        KitKind::Camera,
        "Webカメラ 1080p",
        KitState::Here,
        &["ケーブル"],
    ),
    ("HS-01", KitKind::Headset, "USBヘッドセット", KitState::Here, &[]),
    ("HS-02", KitKind::Headset, "USBヘッドセット", KitState::Lost, &[]),
    (
        "RT-01",
        KitKind::Router,
        "モバイルルーター",
        KitState::Here,
        &["充電ケーブル", "SIMカード"],
    ),
];

/// Kit, borrower, days ago when lent, days ago of the last day, days ago when back, how agreed.
type Lent = (&'static str, &'static str, i64, i64, Option<i64>, Option<Agreed>);

const LOANS: [Lent; 6] = [
    ("PC-01", "sakura", 110, 20, Some(22), Some(Agreed::Paper)),
    ("PC-01", "hikaru", 18, -72, None, Some(Agreed::Here)),
    ("CAM-01", "hikaru", 18, -72, None, Some(Agreed::Own)),
    ("PC-02", "makoto", 40, -50, None, Some(Agreed::Here)),
    // Over its last day.
    ("RT-01", "hanako", 33, 3, None, Some(Agreed::Here)),
    // The learner has not read the terms yet.
    ("HS-01", "harue", 2, -88, None, None),
];

/// The kits, their loans, and what happened to them.
pub(super) fn kits(facts: &mut Facts, clock: &Clock, people: &People) {
    let added = clock.at(150, 10 * 60);
    let by = people.instructor;
    for (number, kind, name, state, parts) in THINGS {
        let id = key(added);
        facts.note(added, Some(by), "kit.added", id, format!("{number} {name}"));
        let mut events = vec![(added, KitEvent::Added, None, String::new())];
        for (place, part) in (0..).zip(parts) {
            let missing = part.strip_prefix('!');
            facts.kit_parts.push((
                added,
                kit_part::Model {
                    id: key(added),
                    kit_id: id,
                    place,
                    name: missing.unwrap_or(part).to_owned(),
                    missing_at: missing.map(|_| clock.at(30, 15 * 60)),
                },
            ));
            if let Some(part) = missing {
                events.push((
                    clock.at(30, 15 * 60),
                    KitEvent::PartMissing,
                    None,
                    part.to_owned(),
                ));
            }
        }
        let mut is = state;
        for lent in LOANS.iter().filter(|lent| lent.0 == number) {
            let running = lend(facts, clock, people, id, parts, lent, &mut events);
            if running {
                is = KitState::Lent;
            }
        }
        match is {
            KitState::Broken => events.push((
                clock.at(25, 16 * 60),
                KitEvent::Broken,
                None,
                "充電できない。".to_owned(),
            )),
            KitState::Lost => events.push((clock.at(14, 16 * 60), KitEvent::Lost, None, String::new())),
            KitState::Here | KitState::Lent | KitState::Retired => {
                events.push((clock.at(60, 17 * 60), KitEvent::Counted, None, String::new()));
            }
        }
        facts.kits.push(kit::Model {
            id,
            number: number.to_owned(),
            kind,
            name: name.to_owned(),
            state: is,
            note: String::new(),
            created_by: by,
            created_at: added,
            counted_at: (is != KitState::Lost).then(|| clock.at(60, 17 * 60)),
        });
        for (at, what, loan_id, note) in events {
            facts.kit_events.push(kit_event::Model {
                id: key(at),
                kit_id: id,
                at,
                by_person: by,
                what,
                loan_id,
                note,
            });
        }
    }
}

type Event = (chrono::DateTime<chrono::Utc>, KitEvent, Option<Uuid>, String);

/// One loan; whether it runs.
fn lend(
    facts: &mut Facts,
    clock: &Clock,
    people: &People,
    kit: Uuid,
    parts: &[&str],
    (number, who, ago, due, back, agreed): &Lent,
    events: &mut Vec<Event>,
) -> bool {
    let lent_at = clock.at(*ago, 15 * 60 + 30);
    let (id, person) = (key(lent_at), people.learner(who));
    let name = super::cast::LEARNERS
        .iter()
        .find(|learner| learner.sign_in == *who)
        .map_or("", |learner| learner.name);
    let due_on = clock.day(*due);
    facts.note(
        lent_at,
        Some(people.instructor),
        "kit.lent",
        person,
        format!("{number} {name} → {due_on}"),
    );
    events.push((lent_at, KitEvent::Lent, Some(id), name.to_owned()));
    if agreed.is_some() {
        events.push((lent_at, KitEvent::Agreed, Some(id), name.to_owned()));
    }
    let ended_at = back.map(|ago| clock.at(ago, 14 * 60));
    if let Some(at) = ended_at {
        facts.note(at, Some(people.instructor), "kit.back", person, *number);
        events.push((at, KitEvent::Back, Some(id), String::new()));
    }
    let parts: Vec<_> = parts
        .iter()
        .filter(|part| !part.starts_with('!'))
        .copied()
        .collect();
    facts.loans.push(loan::Model {
        id,
        kit_id: kit,
        person_id: person,
        lent_by: people.instructor,
        lent_at,
        due_on,
        condition_out: "よい".to_owned(),
        parts_out: parts.join("\n"),
        terms_version: FIRST_VERSION,
        terms: TextKind::Loan.first().0.to_owned(),
        agreed_how: *agreed,
        agreed_name: agreed.map(|_| name.to_owned()),
        agreed_at: agreed.map(|_| lent_at),
        ended_at,
        ended_by: ended_at.map(|_| people.instructor),
        ended_how: ended_at.map(|_| LoanEnd::Back),
        condition_back: String::new(),
    });
    ended_at.is_none()
}
