//! What this room's tables hold about people: wishes, consents, packets, placements.

use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::tables::placement;
use crate::{
    Result, Sentence, Services,
    identity::own_data::{
        keeping::{Goes, Keeping, Since},
        rules::{Free, OpenMatter, PersonalTable, RoomData, Subject, Words},
    },
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: KEEPING,
    labels: &[("opening", "title"), ("employer", "name")],
    open_matters,
};

const PERSON: Subject = Subject::Person("person_id");
const REFERRALS: Words = ("紹介と就職の数", "the counts of referrals and placements");

const TABLES: &[PersonalTable] = &[
    PersonalTable::new("wishes", ("仕事の希望", "Wishes for work"), PERSON).free(&[Free::text("data")]),
    PersonalTable::new("consent", ("見せることの同意", "Consents to show data"), PERSON)
        .acts(&["confirmed_by"])
        .codes(&["fields", "purpose", "terms"])
        .ends(&["withdrawn_at"])
        .stays_for(("同意があったことの証明", "the proof that there was a consent")),
    PersonalTable::new("referral", ("会社への紹介", "Referrals to companies"), PERSON)
        .acts(&["created_by"])
        .codes(&["answer"])
        .free(&[Free::text("packet"), Free::text("answer_note")])
        .secrets(&["token_hash"])
        .stays_for(REFERRALS),
    PersonalTable::new(
        "referral_answer",
        ("会社の返事", "Answers of companies"),
        Subject::Through("referral_id", "referral"),
    )
    .codes(&["answer"])
    .free(&[Free::text("note")])
    .stays_for(REFERRALS),
    PersonalTable::new(
        "passed_over",
        ("今回は見送った求人", "Openings that you were passed over for"),
        PERSON,
    )
    .acts(&["by_person"])
    .free(&[Free::text("reason")]),
    PersonalTable::acted(
        "placement_round",
        ("配属の回", "Placement rounds"),
        &["created_by", "decided_by"],
    ),
    PersonalTable::new("round_ranking", ("行きたい順", "Orders of preference"), PERSON)
        .acts(&["by_person"])
        .codes(&["ranked"]),
    PersonalTable::new(
        "round_result",
        ("配属の結果", "Results of placement rounds"),
        PERSON,
    )
    .stays_for(REFERRALS),
    PersonalTable::acted(
        "opening_posting",
        ("求人の表示", "What openings say"),
        &["by_person"],
    ),
    PersonalTable::new("placement", ("就職", "Placements"), PERSON)
        .acts(&["created_by"])
        .stays_for(REFERRALS),
];

const KEEPING: &[Keeping] = &[
    Keeping {
        kind: "packet",
        title: (
            "会社に送った書類の中身（渡した記録は残す）",
            "The content of packets that were sent (the record that they were sent stays)",
        ),
        months: Some(24),
        at_least: 0,
        source: (
            "職業紹介の帳簿の保存（2年）に合わせた教室の決まり",
            "the classroom's own rule, after the two years that ledgers of job placement are kept",
        ),
        table: "referral",
        since: Since::Column("expires_at"),
        goes: Goes::Texts(&[Free::text("packet"), Free::text("answer_note")]),
    },
    Keeping {
        kind: "company-answer",
        title: ("会社の返事のことば", "What companies wrote in their answers"),
        months: Some(24),
        at_least: 0,
        source: (
            "職業紹介の帳簿の保存（2年）に合わせた教室の決まり",
            "the classroom's own rule, after the two years that ledgers of job placement are kept",
        ),
        table: "referral_answer",
        since: Since::Column("at"),
        goes: Goes::Texts(&[Free::text("note")]),
    },
];

/// A job that has not ended.
fn open_matters(services: &Services, person: Uuid) -> BoxFuture<'_, Result<Vec<OpenMatter>>> {
    Box::pin(async move {
        let at_work = placement::Entity::find()
            .filter(placement::Column::PersonId.eq(person))
            .filter(placement::Column::EndedOn.is_null())
            .one(services.db.read())
            .await?;
        Ok(at_work
            .map(|_| OpenMatter {
                what: Sentence::new(
                    "いまの仕事と、そのあとの連絡（仕事の終わりを記録すると終わります）",
                    "the job and its follow-ups; it ends when the end of the job is recorded",
                ),
                tables: &["placement", "follow_up", "contact"],
            })
            .into_iter()
            .collect())
    })
}
