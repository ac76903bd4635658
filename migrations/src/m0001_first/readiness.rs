//! Checks, waivers, signed decisions and appeals.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // That an item of a checklist was checked; append-only, the latest counts.
    (
        "checklist_entry",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("rule_id", Text),
            Column::new("requirement_id", Text),
            Column::new("item_id", Text),
            Column::new("ok", Bool),
            Column::new("how", Text).one_of(&["observed", "file", "self"]),
            Column::new("note", Text),
            Column::new("set_by", Uuid).of("person"),
            Column::new("set_at", Time),
        ],
        &[],
    ),
    // A requirement set aside for a person, for a time and a reason.
    (
        "waiver",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("rule_id", Text),
            Column::new("requirement_id", Text),
            Column::new("reason", Text),
            Column::new("until", Time),
            Column::new("granted_by", Uuid).of("person"),
            Column::new("granted_at", Time),
            Column::new("withdrawn_by", Uuid).null().of("person"),
            Column::new("withdrawn_at", Time).null(),
        ],
        &[],
    ),
    // A signed readiness decision, pinned to the rule's revision and the evidence.
    (
        "decision",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("rule_id", Text),
            Column::new("rule_hash", Text),
            Column::new("verdict", Text).one_of(&["ready", "not-yet", "ready-by-override"]),
            Column::new("reason", Text),
            Column::new("evidence", Text),
            // What the rule said about the evidence at that moment; evaluating again must give the same.
            Column::new("evaluation", Text),
            Column::new("signed_by", Uuid).of("person"),
            Column::new("signed_at", Time),
            Column::new("expires_at", Time).null(),
            // HMAC-SHA256 over the row, so that a change made outside the product shows.
            Column::new("signature", Text),
        ],
        &[],
    ),
    // A learner's objection to a decision, and its answer by somebody who did not sign it.
    (
        "appeal",
        &[
            Column::new("id", Uuid).key(),
            Column::new("decision_id", Uuid).indexed().of("decision"),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("message", Text),
            Column::new("created_at", Time),
            Column::new("answer", Text).null(),
            Column::new("answered_by", Uuid).null().of("person"),
            Column::new("answered_at", Time).null(),
        ],
        &[],
    ),
];
