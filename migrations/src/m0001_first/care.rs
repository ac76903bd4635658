//! People at work, and how they are doing.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // A person at work.
    (
        "placement",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("opening_id", Uuid).indexed().of("opening"),
            Column::new("referral_id", Uuid).null().of("referral"),
            Column::new("starts_on", Date),
            Column::new("created_by", Uuid).of("person"),
            Column::new("created_at", Time),
            Column::new("ended_on", Date).null(),
        ],
        // One referral leads to one placement.
        &[&["referral_id"]],
    ),
    // A date to ask how it goes.
    (
        "follow_up",
        &[
            Column::new("id", Uuid).key(),
            Column::new("placement_id", Uuid).indexed().of("placement"),
            Column::new("day", Int),
            Column::new("due_on", Date).indexed(),
        ],
        &[],
    ),
    // A try to reach the person, or a talk with them; append-only.
    (
        "contact",
        &[
            Column::new("id", Uuid).key(),
            Column::new("follow_up_id", Uuid).indexed().of("follow_up"),
            Column::new("reached", Bool),
            // What a person who was reached said.
            Column::new("outcome", Text)
                .null()
                .one_of(&["going-well", "needs-help", "changed-job", "left"]),
            Column::new("note", Text),
            Column::new("visibility", Text).one_of(&["shared", "team", "confidential"]),
            Column::new("by_person", Uuid).of("person"),
            Column::new("at", Time),
        ],
        &[],
    ),
];
