//! Who people are: roles, sign-ins, invitations, and the trail of what they changed.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // A person: learner, instructor, coordinator or administrator.
    (
        "person",
        &[
            Column::new("id", Uuid).key(),
            Column::new("name", Text),
            Column::new("kana", Text).null(),
            Column::new("email", Text).null().unique(),
            Column::new("password_hash", Text).null(),
            Column::new("lang", Text).one_of(&["ja", "en"]),
            Column::new("created_at", Time),
            Column::new("erased_at", Time).null(),
        ],
        &[],
    ),
    // A role that a person has.
    (
        "person_role",
        &[
            Column::new("person_id", Uuid).key().of("person"),
            Column::new("role", Text).key().one_of(&[
                "learner",
                "instructor",
                "coordinator",
                "administrator",
            ]),
            Column::new("granted_by", Uuid).null().of("person"),
            Column::new("granted_at", Time),
        ],
        &[],
    ),
    // One signed-in browser; the token itself is only in its cookie.
    (
        "sign_in",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("token_hash", Text).unique(),
            Column::new("user_agent", Text),
            Column::new("created_at", Time),
            Column::new("expires_at", Time),
        ],
        &[],
    ),
    // A link that makes a person; the first one makes the first administrator.
    (
        "invitation",
        &[
            Column::new("id", Uuid).key(),
            Column::new("token_hash", Text).unique(),
            Column::new("name", Text),
            Column::new("roles", Text),
            Column::new("cohort_id", Uuid).null(),
            Column::new("created_by", Uuid).null().of("person"),
            Column::new("created_at", Time),
            Column::new("expires_at", Time),
            Column::new("used_at", Time).null(),
            Column::new("used_by", Uuid).null().of("person"),
        ],
        &[],
    ),
    // Who changed a right, mark, decision or disclosure, and when.
    (
        "audit_entry",
        &[
            Column::new("id", Uuid).key(),
            Column::new("at", Time).indexed(),
            Column::new("actor_id", Uuid).null(),
            Column::new("action", Text),
            Column::new("subject_id", Uuid).null().indexed(),
            Column::new("detail", Text),
        ],
        &[],
    ),
    // A key that this server made for itself once, by what it is for.
    (
        "secret",
        &[
            Column::new("name", Text).key(),
            Column::new("value", Text),
            Column::new("created_at", Time),
        ],
        &[],
    ),
];
