//! What people of the demo asked about their own data.

use chrono::TimeDelta;

use super::{
    classes::People,
    clock::{Clock, key},
    facts::Facts,
};
use crate::identity::{
    own_data::requests::{DAYS, Kind, Outcome},
    tables::data_request,
};

/// Who, days ago, what, in which words, and when and how it was answered.
type Asked = (&'static str, i64, Kind, &'static str, Option<(i64, &'static str)>);

/// Who asked what, how many days ago, and what was answered when.
const ASKED: [Asked; 4] = [
    (
        "hanako",
        20,
        Kind::Correction,
        "ふりがなが「みなど」になっています。「みなと」に直してください。",
        Some((19, "直しました。ご連絡ありがとうございました。")),
    ),
    ("harue", 9, Kind::Disclosure, "紙でもらえますか。", None),
    (
        "yoshiko",
        4,
        Kind::Stop,
        "電話の連絡はやめて、メールにしてください。",
        None,
    ),
    (
        "jiro",
        3,
        Kind::Erasure,
        "引っこすので、教室をやめます。記録を消してください。",
        None,
    ),
];

/// Writes the requests down; of the erasure, the coordinator has decided first.
pub(super) fn about_data(facts: &mut Facts, clock: &Clock, people: &People) {
    for (who, ago, kind, wish, answer) in ASKED {
        let (at, person) = (clock.at(ago, 10 * 60), people.learner(who));
        let first = (kind == Kind::Erasure).then(|| clock.at(ago - 1, 15 * 60));
        let answered = answer.map(|(ago, _)| clock.at(ago, 16 * 60));
        facts.note(at, Some(person), "data_request.made", person, kind.code());
        if let Some(at) = answered {
            let detail = format!("{kind} {}", Outcome::Done);
            facts.note(
                at,
                Some(people.coordinator),
                "data_request.answered",
                person,
                detail,
            );
        }
        if let Some(at) = first {
            facts.note(at, Some(people.coordinator), "erasure.agreed", person, "");
        }
        facts.data_requests.push(data_request::Model {
            id: key(at),
            person_id: person,
            kind: kind.code().to_owned(),
            wish: wish.to_owned(),
            entered_by: person,
            received_at: at,
            due_on: clock.day(ago) + TimeDelta::days(DAYS),
            outcome: answered.map(|_| Outcome::Done.code().to_owned()),
            answer: answer.map(|(_, text)| text.to_owned()).unwrap_or_default(),
            answered_by: answered.map(|_| people.coordinator),
            answered_at: answered,
            first_by: first.map(|_| people.coordinator),
            first_at: first,
            proof: None,
        });
    }
}
