//! What learners do: lessons, attempts, answers, grading, practice and calls for help.

use super::Table;
use crate::columns::{Column, Kind::*};

/// In an order that lets each table refer to earlier ones.
pub(super) const TABLES: &[Table] = &[
    // That a person opened a lesson, and finished it.
    (
        "lesson_progress",
        &[
            Column::new("person_id", Uuid).key().of("person"),
            Column::new("course_id", Text).key(),
            Column::new("lesson_id", Text).key(),
            Column::new("revision", Text),
            Column::new("opened_at", Time),
            Column::new("done_at", Time).null(),
        ],
        &[],
    ),
    // One try of a person at a quiz, pinned to the revision it began on.
    (
        "attempt",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).of("person"),
            Column::new("course_id", Text),
            Column::new("quiz_id", Text),
            Column::new("revision", Text),
            Column::new("seed", Big),
            Column::new("number", Int),
            Column::new("class_session_id", Uuid).null(),
            Column::new("started_at", Time),
            Column::new("deadline", Time).null(),
            Column::new("submitted_at", Time).null(),
            Column::new("points", Real).null(),
            Column::new("max_points", Real).null(),
            Column::new("percent", Real).null(),
            Column::new("passed", Bool).null(),
            // How many of its answers a person has still to grade.
            Column::new("waiting", Int),
        ],
        &[&["person_id", "course_id", "quiz_id", "number"]],
    ),
    // A hint that was opened in an attempt, where hints cost points.
    (
        "hint_taken",
        &[
            Column::new("attempt_id", Uuid).key().of("attempt"),
            Column::new("question_id", Text).key(),
            Column::new("number", Int).key(),
            Column::new("taken_at", Time),
        ],
        &[],
    ),
    // A file that a learner sent in as an answer.
    (
        "sent_file",
        &[
            Column::new("id", Uuid).key(),
            Column::new("attempt_id", Uuid).indexed().of("attempt"),
            Column::new("question_id", Text),
            Column::new("name", Text),
            Column::new("content", Bytes),
            Column::new("sent_at", Time),
        ],
        &[],
    ),
    // A person's grading of an answer by the rubric; append-only, the latest counts.
    (
        "hand_grade",
        &[
            Column::new("id", Uuid).key(),
            Column::new("attempt_id", Uuid).indexed().of("attempt"),
            Column::new("question_id", Text),
            // The ids of the rubric's points that were found, parted by spaces.
            Column::new("found", Text),
            Column::new("comment", Text),
            Column::new("grader_id", Uuid).of("person"),
            Column::new("graded_at", Time),
        ],
        &[],
    ),
    // An answer as it was given; append-only, its id made by the browser so that a replay writes nothing twice.
    (
        "response",
        &[
            Column::new("id", Uuid).key(),
            Column::new("attempt_id", Uuid).indexed().of("attempt"),
            Column::new("question_id", Text),
            Column::new("answer", Text),
            Column::new("saved_at", Time),
        ],
        &[],
    ),
    // That handed-in attempts at a quiz were graded again by the keys of another revision.
    (
        "regrade",
        &[
            Column::new("id", Uuid).key(),
            Column::new("course_id", Text).indexed(),
            Column::new("quiz_id", Text),
            Column::new("revision", Text),
            Column::new("only_up", Bool),
            Column::new("reason", Text),
            Column::new("by_person", Uuid).of("person"),
            Column::new("at", Time),
            Column::new("undone_by", Uuid).null().of("person"),
            Column::new("undone_at", Time).null(),
        ],
        &[],
    ),
    // The score of one attempt before and after a regrade; append-only.
    (
        "regrade_score",
        &[
            Column::new("regrade_id", Uuid).key().of("regrade"),
            Column::new("attempt_id", Uuid).key().indexed().of("attempt"),
            Column::new("points_before", Real),
            Column::new("max_before", Real),
            Column::new("percent_before", Real),
            Column::new("passed_before", Bool),
            Column::new("points", Real),
            Column::new("max_points", Real),
            Column::new("percent", Real),
            Column::new("passed", Bool),
        ],
        &[],
    ),
    // An answer that counts as right although the course's key does not have it; gone when taken back.
    (
        "accepted_answer",
        &[
            Column::new("id", Uuid).key(),
            Column::new("course_id", Text),
            Column::new("quiz_id", Text),
            Column::new("question_id", Text),
            // The gap, or empty.
            Column::new("blank", Text),
            Column::new("answer", Text),
            // What equal answers share: the answer folded, or as it is where the question is exact.
            Column::new("same", Text),
            Column::new("reason", Text),
            Column::new("by_person", Uuid).of("person"),
            Column::new("at", Time),
        ],
        &[&["course_id", "quiz_id", "question_id", "blank", "same"]],
    ),
    // An answer to a practice question in a lesson; append-only.
    (
        "practice_response",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("course_id", Text),
            Column::new("lesson_id", Text),
            Column::new("question_id", Text),
            Column::new("answer", Text),
            Column::new("correct", Bool),
            Column::new("saved_at", Time),
        ],
        &[],
    ),
    // A learner's call for help, and its answer.
    (
        "help_request",
        &[
            Column::new("id", Uuid).key(),
            Column::new("person_id", Uuid).indexed().of("person"),
            Column::new("page", Text),
            Column::new("message", Text),
            Column::new("created_at", Time),
            Column::new("answer", Text).null(),
            Column::new("answered_by", Uuid).null().of("person"),
            Column::new("answered_at", Time).null(),
            Column::new("closed_at", Time).null(),
        ],
        &[],
    ),
];
