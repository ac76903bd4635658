//! What this room's tables hold about people: what somebody put off or handed over.

use crate::identity::own_data::{
    keeping::{Goes, Keeping, Since},
    rules::{PersonalTable, RoomData, Subject, no_open_matters},
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: &[
        PersonalTable::new(
            "todo_snooze",
            ("あとでにした仕事", "Work that you put off"),
            Subject::Person("person_id"),
        )
        .codes(&["kind", "thing"]),
        PersonalTable::new(
            "todo_handover",
            ("わたした仕事・受けた仕事", "Work that was handed over"),
            Subject::Either("from_person", "to_person"),
        )
        .codes(&["kind", "thing"]),
    ],
    keeping: &[
        Keeping {
            kind: "todo-snooze",
            title: ("あとでにした仕事", "Work that was put off"),
            months: Some(6),
            at_least: 0,
            source: SOURCE,
            table: "todo_snooze",
            since: Since::Column("at"),
            goes: Goes::Rows,
        },
        Keeping {
            kind: "todo-handover",
            title: ("わたした仕事", "Work that was handed over"),
            months: Some(6),
            at_least: 0,
            source: SOURCE,
            table: "todo_handover",
            since: Since::Column("at"),
            goes: Goes::Rows,
        },
    ],
    labels: &[],
    open_matters: no_open_matters,
};

const SOURCE: (&str, &str) = (
    "教室の決まり（要るあいだだけ）",
    "the classroom's own rule: as long as it is needed",
);
