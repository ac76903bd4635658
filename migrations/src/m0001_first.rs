//! The first schema: every table of the bridge, from the first sign-in to the last follow-up.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns, unique) in TABLES {
            create(manager, table, columns, unique).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, _) in TABLES.iter().rev() {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

/// Table, columns, and groups of columns that are unique together.
type Table = (
    &'static str,
    &'static [Column],
    &'static [&'static [&'static str]],
);

/// In an order that lets each table refer to earlier ones.
const TABLES: &[Table] = &[
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
            Column::new("makes_up_for", Uuid).null(),
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
