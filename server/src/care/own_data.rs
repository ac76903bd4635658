//! What this room's tables hold about people: follow-ups and contacts.

use crate::identity::own_data::{
    keeping::{Goes, Keeping, Since},
    rules::{Free, HeldBack, PersonalTable, RoomData, Subject, Words, no_open_matters},
};

/// See the module. That a job goes on is an open matter of the matching room.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: KEEPING,
    labels: &[],
    open_matters: no_open_matters,
};

const CARE: Words = ("連絡の数", "the counts of contacts");

const TABLES: &[PersonalTable] = &[
    PersonalTable::new(
        "follow_up",
        ("連絡の予定", "Dates to ask how it goes"),
        Subject::Through("placement_id", "placement"),
    )
    .stays_for(CARE),
    PersonalTable::new(
        "contact",
        ("連絡の記録", "Contacts"),
        Subject::Through("follow_up_id", "follow_up"),
    )
    .acts(&["by_person"])
    .codes(&["outcome", "visibility"])
    .free(&[Free::text("note")])
    .held_back(HeldBack {
        column: "note",
        unless: "visibility",
        is: "shared",
    })
    .stays_for(CARE),
];

const KEEPING: &[Keeping] = &[Keeping {
    kind: "contact-note",
    title: (
        "連絡のメモ（連絡した日は残す）",
        "Notes of contacts (the days stay)",
    ),
    months: Some(36),
    at_least: 0,
    source: (
        "教室の決まり（要るあいだだけ）",
        "the classroom's own rule: as long as it is needed",
    ),
    table: "contact",
    since: Since::Column("at"),
    goes: Goes::Texts(&[Free::text("note")]),
}];
