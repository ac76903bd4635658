//! Employers, openings, wishes, consents and packets.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // A company that offers work.
    (
        "employer",
        &[
            Column::new("id", Uuid).key(),
            Column::new("name", Text),
            Column::new("contact_name", Text),
            Column::new("contact_email", Text),
            Column::new("note", Text),
            Column::new("created_at", Time),
        ],
        &[],
    ),
    // A job that an employer offers. `essential` and `desirable` hold competence tags, separated by
    // commas; working hours 0 to 0 mean that any time of the day will do.
    (
        "opening",
        &[
            Column::new("id", Uuid).key(),
            Column::new("employer_id", Uuid).indexed().of("employer"),
            Column::new("title", Text),
            Column::new("kind", Text),
            Column::new("description", Text),
            Column::new("work_mode", Text).one_of(&["telework", "on-site", "mixed"]),
            Column::new("place", Text),
            Column::new("wage", Text),
            Column::new("hours_per_week", Int),
            Column::new("from_minute", Int),
            Column::new("to_minute", Int),
            Column::new("starts_on", Date),
            Column::new("equipment_provided", Bool),
            Column::new("essential", Text),
            Column::new("desirable", Text),
            Column::new("seats", Int),
            Column::new("rule_id", Text).null(),
            Column::new("closes_on", Date),
            Column::new("created_at", Time),
            Column::new("closed_at", Time).null(),
        ],
        &[],
    ),
    // That a person is passed over for an opening this time; taken back by removing the row.
    (
        "passed_over",
        &[
            Column::new("opening_id", Uuid).key().of("opening"),
            Column::new("person_id", Uuid).key().indexed().of("person"),
            Column::new("reason", Text),
            Column::new("by_person", Uuid).of("person"),
            Column::new("at", Time),
        ],
        &[],
    ),
    // A person's wishes and limits for work, as JSON of `domain::matching::Wishes`.
    (
        "wishes",
        &[
            Column::new("person_id", Uuid).key().of("person"),
            Column::new("data", Text),
            Column::new("updated_at", Time),
        ],
        &[],
    ),
    // A learner's permission to show chosen fields to one employer. `fields` holds the words of
    // `server::matching::packet::Shown`, separated by commas; `purpose` a word of `PURPOSES`.
    (
        "consent",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("employer_id", Uuid).indexed().of("employer"),
            Column::new("fields", Text),
            Column::new("purpose", Text),
            Column::new("given_at", Time),
            Column::new("expires_at", Time),
            Column::new("withdrawn_at", Time).null(),
        ],
        &[],
    ),
    // A packet sent to an employer by an expiring link, and the answer (`yes`, `talk`, `no`). `packet`
    // is the JSON that the employer is shown.
    (
        "referral",
        &[
            Column::new("id", Uuid).key(),
            Column::new("opening_id", Uuid).indexed().of("opening"),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("consent_id", Uuid).indexed().of("consent"),
            Column::new("packet", Text),
            Column::new("token_hash", Text).unique(),
            Column::new("created_by", Uuid).of("person"),
            Column::new("created_at", Time),
            Column::new("expires_at", Time),
            Column::new("opened_at", Time).null(),
            Column::new("answer", Text).null(),
            Column::new("answer_note", Text),
            Column::new("answered_at", Time).null(),
        ],
        &[],
    ),
];
