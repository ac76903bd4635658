//! What this room's tables hold about people: checks, waivers, decisions, appeals, and what is computed from
//! all of it.

use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::tables::appeal;
use crate::{
    Result, Sentence, Services,
    identity::own_data::rules::{Free, OpenMatter, PersonalTable, RoomData, Subject, Words},
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: &[],
    labels: &[],
    open_matters,
};

const PERSON: Subject = Subject::Person("person_id");
const DECISIONS: Words = ("準備の決定の数", "the counts of decisions");

const TABLES: &[PersonalTable] = &[
    PersonalTable::new("checklist_entry", ("確認したこと", "Checks"), PERSON)
        .acts(&["set_by"])
        .codes(&["rule_id", "requirement_id", "item_id", "how"])
        .free(&[Free::text("note")])
        .stays_for(DECISIONS),
    PersonalTable::new("waiver", ("条件の免除", "Waivers"), PERSON)
        .acts(&["granted_by", "withdrawn_by"])
        .codes(&["rule_id", "requirement_id"])
        .free(&[Free::text("reason")])
        .stays_for(DECISIONS),
    PersonalTable::new("decision", ("準備の決定", "Decisions on readiness"), PERSON)
        .acts(&["signed_by"])
        .codes(&["rule_id", "rule_hash", "verdict"])
        .free(&[
            Free::text("reason"),
            Free::text("evidence"),
            Free::text("evaluation"),
        ])
        .secrets(&["signature"])
        .stays_for(DECISIONS),
    PersonalTable::new("appeal", ("申し立て", "Appeals"), PERSON)
        .acts(&["answered_by"])
        .free(&[Free::text("message"), Free::text("answer")])
        .stays_for(DECISIONS),
    PersonalTable::new(
        "appeal_answer",
        ("申し立ての答え", "Answers to appeals"),
        Subject::Through("appeal_id", "appeal"),
    )
    .acts(&["by_person"])
    .free(&[Free::text("answer")])
    .stays_for(DECISIONS),
    PersonalTable::new(
        "standing",
        (
            "準備のようす（記録から計算したもの）",
            "Readiness, computed from the records",
        ),
        PERSON,
    )
    .acts(&["signed_by"])
    .codes(&["rule_id", "basis", "state", "decided", "missing", "recent"])
    .free(&[
        Free::text("evaluation"),
        Free::text("name_key"),
        Free::text("state_key"),
    ])
    .computed(),
    PersonalTable::new(
        "standing_person",
        ("準備のようすを計算した回数", "How often readiness was computed"),
        PERSON,
    )
    .computed(),
    PersonalTable::new(
        "stale",
        (
            "準備のようすを計算しなおす印",
            "Marks that readiness is to be computed anew",
        ),
        PERSON,
    )
    .computed(),
];

/// An appeal that nobody has answered.
fn open_matters(services: &Services, person: Uuid) -> BoxFuture<'_, Result<Vec<OpenMatter>>> {
    Box::pin(async move {
        let waiting = appeal::Entity::find()
            .filter(appeal::Column::PersonId.eq(person))
            .filter(appeal::Column::AnsweredAt.is_null())
            .one(services.db.read())
            .await?;
        Ok(waiting
            .map(|_| OpenMatter {
                what: Sentence::new(
                    "まだ答えていない申し立て（答えると終わります）",
                    "an appeal that nobody has answered yet; it ends with the answer",
                ),
                tables: &["appeal", "appeal_answer", "decision"],
            })
            .into_iter()
            .collect())
    })
}
