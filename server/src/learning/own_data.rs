//! What this room's tables hold about people: lessons, attempts, answers, files, grading, calls for help.

use crate::identity::own_data::{
    keeping::{Goes, Keeping, Since},
    rules::{Free, PersonalTable, RoomData, Subject, Words, no_open_matters},
};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: KEEPING,
    labels: &[],
    open_matters: no_open_matters,
};

const PERSON: Subject = Subject::Person("person_id");
const ATTEMPT: Subject = Subject::Through("attempt_id", "attempt");

/// What was typed becomes an empty text; what was chosen is ids of the course, and counts on.
const ANSWER: Free = Free::text("answer")
    .becoming(r#"{"kind":"text","value":""}"#)
    .but_not(&[
        r#"{"kind":"choices""#,
        r#"{"kind":"pairs""#,
        r#"{"kind":"places""#,
    ]);

const RESULTS: Words = ("テストの結果の数", "the counts of test results");

const TABLES: &[PersonalTable] = &[
    PersonalTable::new(
        "lesson_progress",
        ("開いた・終えたレッスン", "Lessons opened and finished"),
        PERSON,
    )
    .codes(&["course_id", "lesson_id", "revision"])
    .stays_for((
        "レッスンを終えた人の数",
        "the number of people who finished a lesson",
    )),
    PersonalTable::new("attempt", ("テスト", "Tests"), PERSON)
        .codes(&["course_id", "quiz_id", "revision"])
        .stays_for(RESULTS),
    PersonalTable::new("response", ("テストの答え", "Answers in tests"), ATTEMPT)
        .codes(&["question_id", "based_on"])
        .free(&[ANSWER])
        .stays_for(RESULTS),
    PersonalTable::new("hint_taken", ("開いたヒント", "Hints opened"), ATTEMPT)
        .codes(&["question_id"])
        .stays_for(RESULTS),
    PersonalTable::new("sent_file", ("送ったファイル", "Files sent in"), ATTEMPT)
        .codes(&["question_id"])
        .free(&[Free::text("name")])
        .file("name", "content"),
    PersonalTable::new("hand_grade", ("先生の採点", "Grading by instructors"), ATTEMPT)
        .acts(&["grader_id"])
        .codes(&["question_id", "found"])
        .free(&[Free::text("comment")])
        .stays_for(RESULTS),
    PersonalTable::acted(
        "regrade",
        ("採点のやり直し", "Regrades"),
        &["by_person", "undone_by"],
    ),
    PersonalTable::new(
        "regrade_score",
        ("採点のやり直しの点", "Scores before and after regrades"),
        ATTEMPT,
    )
    .stays_for(RESULTS),
    PersonalTable::acted(
        "accepted_answer",
        ("あとから正解にした答え", "Answers accepted later"),
        &["by_person"],
    ),
    PersonalTable::new("practice_response", ("練習の答え", "Answers in practice"), PERSON)
        .codes(&["course_id", "lesson_id", "question_id"])
        .free(&[ANSWER])
        .stays_for(("練習の答えの数", "the counts of answers in practice")),
    PersonalTable::new("help_request", ("先生への質問", "Calls for help"), PERSON)
        .acts(&["answered_by"])
        .codes(&["page"])
        .free(&[Free::text("message"), Free::text("answer")])
        .ends(&["closed_at"])
        .stays_for(("質問の数", "the number of calls for help")),
    PersonalTable::new("allowance", ("追加の回数・時間", "More tries or time"), PERSON)
        .acts(&["granted_by"])
        .codes(&["course_id", "quiz_id"])
        .free(&[Free::text("reason")])
        .stays_for(RESULTS),
];

const OURS: Words = (
    "教室の決まり（要るあいだだけ）",
    "the classroom's own rule: as long as it is needed",
);

const KEEPING: &[Keeping] = &[
    Keeping {
        kind: "sent-file",
        title: ("送ったファイル", "Files sent in"),
        months: Some(36),
        at_least: 0,
        source: OURS,
        table: "sent_file",
        since: Since::Column("sent_at"),
        goes: Goes::Rows,
    },
    Keeping {
        kind: "help-request",
        title: (
            "終わった質問と答え",
            "Calls for help that are closed, with their answers",
        ),
        months: Some(24),
        at_least: 0,
        source: OURS,
        table: "help_request",
        since: Since::Column("closed_at"),
        goes: Goes::Rows,
    },
];
