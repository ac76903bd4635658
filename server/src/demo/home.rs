//! What people measured at home, what they agreed to, their places of work, and what happened.

use domain::telework::{Decision, FIRST_VERSION, IncidentKind, Limits, Line, TextKind, Value, WorkItem};

use super::{
    cast::LEARNERS,
    classes::People,
    clock::{Clock, key},
    facts::Facts,
};
use crate::{
    Result,
    telework::tables::{incident, incident_note, measurement, pledge, workplace},
};

/// What browsers of the time say of themselves.
const AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";

/// Who, days ago, and the line: down, up, latency, jitter, loss.
const LINES: [(&str, i64, [f64; 5]); 6] = [
    ("hikaru", 46, [82.4, 41.0, 18.0, 2.1, 0.0]),
    ("ken", 22, [34.9, 12.6, 31.0, 6.0, 0.0]),
    ("megumi", 20, [15.2, 4.8, 44.0, 9.3, 0.0]),
    ("tadashi", 14, [61.7, 20.1, 22.0, 3.4, 0.0]),
    // Waits for the line to be built.
    ("makoto", 8, [3.1, 0.7, 96.0, 48.0, 5.0]),
    ("harue", 4, [21.3, 6.4, 39.0, 8.0, 0.0]),
];

/// Measurements, pledges and places of work.
pub(super) fn homes(facts: &mut Facts, clock: &Clock, people: &People) -> Result<()> {
    for (who, ago, [down, up, latency, jitter, loss]) in LINES {
        let person = people.learner(who);
        let line = Value::Line(Line {
            down,
            up,
            latency,
            jitter,
            loss,
        });
        let camera = Value::Camera {
            width: 1280,
            height: 720,
            brightness: if who == "harue" { 28.0 } else { 118.0 },
        };
        let voice = Value::Microphone {
            peak: 0.24,
            heard: true,
        };
        let values = [
            camera,
            voice,
            Value::Speaker { heard: true },
            line,
            Value::Browser {},
        ];
        for (minute, value) in (0..).zip(values) {
            let at = clock.at(ago, 19 * 60 + minute);
            let problems: Vec<_> = value
                .problems(&Limits::USUAL, AGENT, clock.day(ago))
                .into_iter()
                .map(|problem| problem.code())
                .collect();
            facts.measurements.push(measurement::Model {
                id: key(at),
                person_id: person,
                measure: value.measure(),
                value: serde_json::to_string(&value)?,
                problems: problems.join(","),
                agent: AGENT.to_owned(),
                at,
            });
        }
        let at = clock.at(ago, 19 * 60 + 20);
        let name = LEARNERS
            .iter()
            .find(|learner| learner.sign_in == who)
            .map_or("", |learner| learner.name);
        // Harue has still to read it.
        if who != "harue" {
            facts.note(
                at,
                Some(person),
                "pledge.agreed",
                person,
                FIRST_VERSION.to_string(),
            );
            facts.pledges.push(pledge::Model {
                id: key(at),
                person_id: person,
                version: FIRST_VERSION,
                text: TextKind::Pledge.first().0.to_owned(),
                name: name.to_owned(),
                at,
            });
        }
        place(facts, clock, people, who, ago);
    }
    Ok(())
}

fn place(facts: &mut Facts, clock: &Clock, people: &People, who: &str, ago: i64) {
    let (at, person) = (clock.at(ago, 19 * 60 + 30), people.learner(who));
    let open = match who {
        "harue" => Some(WorkItem::Light),
        "megumi" => Some(WorkItem::Papers),
        _ => None,
    };
    let items: Vec<_> = WorkItem::ALL
        .into_iter()
        .filter(|item| Some(*item) != open)
        .map(WorkItem::code)
        .collect();
    let decided_at = (who != "harue").then(|| clock.at(ago - 1, 11 * 60));
    facts.note(at, Some(person), "workplace.told", person, "");
    if let Some(at) = decided_at {
        facts.note(at, Some(people.instructor), "workplace.decided", person, "fine");
    }
    facts.workplaces.push(workplace::Model {
        id: key(at),
        person_id: person,
        items: items.join(","),
        note: match who {
            "harue" => "窓を背にして座っています。夕方は暗いです。".to_owned(),
            _ => String::new(),
        },
        at,
        decision: decided_at.map(|_| Decision::Fine),
        decided_by: decided_at.map(|_| people.instructor),
        decided_at,
        reason: match open {
            Some(WorkItem::Papers) => "紙は使わない仕事なので、だいじょうぶです。".to_owned(),
            _ => String::new(),
        },
    });
}

/// One incident that is closed, and one that is looked after.
pub(super) fn incidents(facts: &mut Facts, clock: &Clock, people: &People) {
    let told = [
        (
            "sakura",
            31,
            IncidentKind::WrongRecipient,
            "写真を、前の担当の方に送ってしまいました。",
            "会社の担当の方に電話し、消してもらった。",
            Some("あて先は、送る前に声に出して読む。よく使う相手は、名前を付けて登録した。"),
        ),
        (
            "hikaru",
            1,
            IncidentKind::SuspiciousMail,
            "荷物の不在の知らせが来ました。リンクは開いていません。",
            "知らせをもらって、メールを見た。にせものなので、みんなにも知らせる。",
            None,
        ),
    ];
    for (who, ago, kind, what, note, learnt) in told {
        let (at, person) = (clock.at(ago, 10 * 60 + 5), people.learner(who));
        let id = key(at);
        let closed_at = learnt.map(|_| clock.at(ago - 1, 15 * 60));
        facts.note(at, Some(person), "incident.told", person, kind.code());
        if let Some(at) = closed_at {
            facts.note(at, Some(people.coordinator), "incident.closed", person, "");
        }
        facts.incidents.push(incident::Model {
            id,
            person_id: person,
            kind,
            what: what.to_owned(),
            at,
            closed_at,
            closed_by: closed_at.map(|_| people.coordinator),
            learnt: learnt.unwrap_or_default().to_owned(),
        });
        let at = clock.at(ago, 10 * 60 + 40);
        facts.incident_notes.push(incident_note::Model {
            id: key(at),
            incident_id: id,
            by_person: people.coordinator,
            at,
            note: note.to_owned(),
        });
    }
}
