//! What this room's table holds about people: what they were told.

use crate::identity::own_data::{
    keeping::{Goes, Keeping, Since},
    rules::{Free, PersonalTable, RoomData, Subject, no_open_matters},
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: &[
        PersonalTable::new("notice", ("お知らせ", "Notices"), Subject::Person("person_id"))
            .codes(&["kind", "link"])
            .free(&[Free::text("about")]),
    ],
    keeping: &[Keeping {
        kind: "notice",
        title: ("読んだお知らせ", "Notices that were read"),
        months: Some(12),
        at_least: 0,
        source: (
            "教室の決まり（要るあいだだけ）",
            "the classroom's own rule: as long as it is needed",
        ),
        table: "notice",
        since: Since::Column("read_at"),
        goes: Goes::Rows,
    }],
    labels: &[],
    open_matters: no_open_matters,
};
