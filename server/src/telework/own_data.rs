//! What this room's tables hold about people: loans of kits, measurements, pledges, places of work,
//! incidents, calls.

use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::tables::loan;
use crate::{
    Result, Sentence, Services,
    identity::own_data::rules::{Free, OpenMatter, PersonalTable, RoomData, Subject, Words},
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: &[],
    labels: &[("kit", "name")],
    open_matters,
};

const PERSON: Subject = Subject::Person("person_id");
const INCIDENTS: Words = ("できごとの数", "the counts of incidents");
const KITS: Words = (
    "貸し出しの数と、機器の記録",
    "the counts of loans, and the history of kits",
);

const TABLES: &[PersonalTable] = &[
    PersonalTable::acted("kit", ("貸し出す機器", "Kits"), &["created_by"]),
    PersonalTable::new(
        "loan",
        ("借りた機器", "Loans of kits"),
        Subject::Person("person_id"),
    )
    .acts(&["lent_by", "ended_by"])
    .codes(&["terms", "agreed_how", "ended_how", "parts_out"])
    .free(&[
        Free::text("condition_out"),
        Free::text("agreed_name"),
        Free::text("condition_back"),
    ])
    .stays_for(KITS),
    PersonalTable::new(
        "kit_event",
        (
            "借りた機器にあったこと",
            "What happened to kits that you borrowed",
        ),
        Subject::Through("loan_id", "loan"),
    )
    .acts(&["by_person"])
    .codes(&["what"])
    .free(&[Free::text("note")])
    .stays_for(KITS),
    PersonalTable::new(
        "measurement",
        ("機械と回線のテスト", "Measurements of device and line"),
        PERSON,
    )
    .codes(&["measure", "value", "problems", "agent"]),
    PersonalTable::new("pledge", ("約束への同意", "Pledges"), PERSON)
        .codes(&["text"])
        .free(&[Free::text("name")]),
    PersonalTable::new("workplace", ("働く場所", "The place where you work"), PERSON)
        .acts(&["decided_by"])
        .codes(&["items", "decision"])
        .free(&[Free::text("note"), Free::text("reason")]),
    PersonalTable::new(
        "workplace_photo",
        ("働く場所の写真", "Pictures of the place where you work"),
        Subject::Through("workplace_id", "workplace"),
    )
    .file("", "content"),
    PersonalTable::new("incident", ("できごと", "Incidents"), PERSON)
        .acts(&["closed_by"])
        .codes(&["kind"])
        .free(&[Free::text("what"), Free::text("learnt")])
        .ends(&["closed_at"])
        .stays_for(INCIDENTS),
    PersonalTable::new(
        "incident_note",
        ("できごとへの対応", "What was done about incidents"),
        Subject::Through("incident_id", "incident"),
    )
    .acts(&["by_person"])
    .free(&[Free::text("note")])
    .stays_for(INCIDENTS),
    PersonalTable::new("call", ("ビデオ通話の記録（いつ）", "Calls: when"), PERSON).acts(&["host_id"]),
    PersonalTable::acted(
        "agreed_text",
        ("同意してもらう文", "Texts that people agree to"),
        &["made_by"],
    ),
];

/// A kit that is not back.
fn open_matters(services: &Services, person: Uuid) -> BoxFuture<'_, Result<Vec<OpenMatter>>> {
    Box::pin(async move {
        let lent = loan::Entity::find()
            .filter(loan::Column::PersonId.eq(person))
            .filter(loan::Column::EndedAt.is_null())
            .one(services.db.read())
            .await?;
        Ok(lent
            .map(|_| OpenMatter {
                what: Sentence::new(
                    "まだ返していない機器（戻ったと記録すると終わります）",
                    "a kit that is not back; it ends when the kit is taken back",
                ),
                tables: &["loan", "kit_event"],
            })
            .into_iter()
            .collect())
    })
}
