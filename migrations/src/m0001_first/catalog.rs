//! Courses, rules and the glossary in every published state, and where they come from.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // A published state of a course, kept for ever: its files by content hash.
    (
        "course_revision",
        &[
            Column::new("hash", Text).key(),
            Column::new("course_id", Text).indexed(),
            Column::new("bundle", Bytes),
            Column::new("published_at", Time),
        ],
        &[],
    ),
    // A published state of a readiness rule, kept for ever.
    (
        "rule_revision",
        &[
            Column::new("hash", Text).key(),
            Column::new("rule_id", Text).indexed(),
            Column::new("source", Text),
            Column::new("published_at", Time),
        ],
        &[],
    ),
    // A published state of the glossary, kept for ever.
    (
        "glossary_revision",
        &[
            Column::new("hash", Text).key(),
            Column::new("source", Text),
            Column::new("published_at", Time),
        ],
        &[],
    ),
    // Where courses come from: the folder beside the program, or a git address and branch.
    (
        "course_source",
        &[
            Column::new("id", Uuid).key(),
            Column::new("name", Text),
            Column::new("kind", Text).one_of(&["folder", "git"]),
            Column::new("url", Text),
            Column::new("branch", Text),
            // The folder of the courses within the repository; empty is its root.
            Column::new("folder", Text),
            Column::new("auth", Text).one_of(&["none", "ssh", "token"]),
            Column::new("auto_publish", Bool),
            // 0 never asks by itself.
            Column::new("poll_minutes", Int),
            // What the last look at it found.
            Column::new("head", Text).null(),
            Column::new("checked_at", Time).null(),
            Column::new("failure", Text).null(),
            Column::new("hooked_at", Time).null(),
            Column::new("created_by", Uuid).null().of("person"),
            Column::new("created_at", Time),
            Column::new("removed_at", Time).null(),
        ],
        &[],
    ),
    // A state of a source: a commit, or for a folder the hash of its files.
    (
        "source_revision",
        &[
            Column::new("id", Uuid).key(),
            Column::new("source_id", Uuid).of("course_source"),
            Column::new("commit_hash", Text),
            Column::new("branch", Text),
            Column::new("author", Text),
            Column::new("message", Text),
            Column::new("committed_at", Time),
            Column::new("found_at", Time),
        ],
        &[&["source_id", "commit_hash"]],
    ),
    // A course or rule of a revision, with its problems; `hash` names the kept content.
    (
        "revision_item",
        &[
            Column::new("revision_id", Uuid).key().of("source_revision"),
            Column::new("kind", Text)
                .key()
                .one_of(&["course", "rule", "glossary", "source"]),
            // The folder of the course, or the file of the rule.
            Column::new("name", Text).key(),
            Column::new("item_id", Text).null(),
            Column::new("hash", Text).indexed(),
            Column::new("errors", Int),
            Column::new("warnings", Int),
            Column::new("problems", Text),
        ],
        &[],
    ),
    // What learners see now. A pinned one stays until somebody publishes another on purpose.
    (
        "live_item",
        &[
            Column::new("kind", Text)
                .key()
                .one_of(&["course", "rule", "glossary"]),
            Column::new("item_id", Text).key(),
            Column::new("hash", Text),
            Column::new("source_id", Uuid).indexed().of("course_source"),
            Column::new("revision_id", Uuid).of("source_revision"),
            Column::new("pinned", Bool),
            Column::new("changed_at", Time),
        ],
        &[],
    ),
    // That a revision went live, how, and what it changed; append-only.
    (
        "publication",
        &[
            Column::new("id", Uuid).key(),
            Column::new("source_id", Uuid).indexed().of("course_source"),
            Column::new("revision_id", Uuid).of("source_revision"),
            Column::new("how", Text).one_of(&["folder", "push", "hand", "rollback"]),
            Column::new("by_person", Uuid).null().of("person"),
            Column::new("at", Time),
            Column::new("plan", Text),
        ],
        &[],
    ),
];
