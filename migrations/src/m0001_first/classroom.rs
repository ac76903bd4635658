//! Cohorts, class sessions, marks and make-ups.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // A group that learns together, and its timetable.
    (
        "cohort",
        &[
            Column::new("id", Uuid).key(),
            Column::new("name", Text),
            Column::new("place", Text),
            Column::new("starts_on", Date),
            Column::new("ends_on", Date),
            Column::new("weekday", Int).null(),
            Column::new("starts_minute", Int),
            Column::new("ends_minute", Int),
            Column::new("late_weight", Real),
            Column::new("exclude_excused", Bool),
            Column::new("created_by", Uuid).of("person"),
            Column::new("created_at", Time),
        ],
        &[],
    ),
    // A course that a cohort takes.
    (
        "cohort_course",
        &[
            Column::new("cohort_id", Uuid).key().of("cohort"),
            Column::new("course_id", Text).key(),
            Column::new("position", Int),
        ],
        &[],
    ),
    // A learner's place in a cohort.
    (
        "enrolment",
        &[
            Column::new("cohort_id", Uuid).key().of("cohort"),
            Column::new("person_id", Uuid).key().indexed().of("person"),
            Column::new("enrolled_at", Time),
            Column::new("ended_at", Time).null(),
        ],
        &[],
    ),
    // One meeting of a cohort.
    (
        "class_session",
        &[
            Column::new("id", Uuid).key(),
            Column::new("cohort_id", Uuid).indexed().of("cohort"),
            Column::new("starts_at", Time).indexed(),
            Column::new("ends_at", Time),
            Column::new("place", Text),
            Column::new("topic", Text),
            Column::new("secret", Text),
            Column::new("closed_at", Time).null(),
        ],
        &[],
    ),
    // A mark of a learner at a class session; append-only, the latest counts.
    (
        "attendance_mark",
        &[
            Column::new("id", Uuid).key(),
            Column::new("class_session_id", Uuid)
                .indexed()
                .of("class_session"),
            Column::new("person_id", Uuid).indexed().of("person"),
            // "none" takes the earlier mark back.
            Column::new("mark", Text).one_of(&["present", "late", "excused", "absent", "none"]),
            Column::new("previous", Text).null(),
            Column::new("method", Text).one_of(&["roll-call", "code", "card", "kiosk", "import", "notice"]),
            Column::new("reason", Text),
            Column::new("set_by", Uuid).of("person"),
            Column::new("set_at", Time),
        ],
        &[],
    ),
    // That a learner made an absence up: at a class session that the learner came to, or alone on a
    // day. Never changed but for being taken back.
    (
        "make_up",
        &[
            Column::new("id", Uuid).key(),
            Column::new("absence_id", Uuid).indexed().of("class_session"),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("made_up_id", Uuid).null().of("class_session"),
            Column::new("made_up_on", Date),
            Column::new("note", Text),
            Column::new("set_by", Uuid).of("person"),
            Column::new("set_at", Time),
            Column::new("removed_by", Uuid).null().of("person"),
            Column::new("removed_at", Time).null(),
        ],
        &[],
    ),
    // A right code that came before check-in opened; it becomes a mark when it opens.
    (
        "early_scan",
        &[
            Column::new("id", Uuid).key(),
            Column::new("class_session_id", Uuid).of("class_session"),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("scanned_at", Time),
            Column::new("settled_at", Time).null(),
        ],
        &[&["class_session_id", "person_id"]],
    ),
];
