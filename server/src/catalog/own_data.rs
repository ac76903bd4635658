//! What this room's tables hold about people: who added a source, who published.

use crate::identity::own_data::rules::{PersonalTable, RoomData, no_open_matters};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: &[
        PersonalTable::acted("course_source", ("教材の元", "Course sources"), &["created_by"]),
        PersonalTable::acted(
            "publication",
            ("教材の公開", "Publications of courses"),
            &["by_person"],
        ),
    ],
    keeping: &[],
    labels: &[],
    open_matters: no_open_matters,
};
