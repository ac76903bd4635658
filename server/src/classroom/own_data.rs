//! What this room's tables hold about people: attendance, make-ups.

use crate::identity::own_data::{
    keeping::{Goes, Keeping, Since},
    rules::{Free, PersonalTable, RoomData, Subject, Words, no_open_matters},
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: KEEPING,
    labels: &[],
    open_matters: no_open_matters,
};

const PERSON: Subject = Subject::Person("person_id");
const RATES: Words = ("出席の数", "the counts of attendance");

const TABLES: &[PersonalTable] = &[
    PersonalTable::new("attendance_mark", ("出席", "Attendance"), PERSON)
        .acts(&["set_by"])
        .codes(&["mark", "previous", "method"])
        .free(&[Free::text("reason")])
        .stays_for(RATES),
    PersonalTable::new("make_up", ("補講", "Make-ups"), PERSON)
        .acts(&["set_by", "removed_by"])
        .free(&[Free::text("note")])
        .stays_for(RATES),
    PersonalTable::new(
        "early_scan",
        ("早めに読んだコード", "Codes scanned early"),
        PERSON,
    )
    .stays_for(RATES),
];

const KEEPING: &[Keeping] = &[
    Keeping {
        kind: "absence-reason",
        title: (
            "休んだ理由（出席は残す）",
            "Reasons of absence (the attendance stays)",
        ),
        months: Some(24),
        at_least: 0,
        source: (
            "教室の決まり（理由には、健康のことがある）",
            "the classroom's own rule: reasons may tell about health",
        ),
        table: "attendance_mark",
        since: Since::Column("set_at"),
        goes: Goes::Texts(&[Free::text("reason")]),
    },
    Keeping {
        kind: "early-scan",
        title: ("早めに読んだコード", "Codes scanned early"),
        months: Some(1),
        at_least: 0,
        source: (
            "出席に変わったあとは要らない",
            "not needed once it has become a mark",
        ),
        table: "early_scan",
        since: Since::Column("settled_at"),
        goes: Goes::Rows,
    },
];
