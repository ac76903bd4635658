//! The rules of this room's own tables.

use super::{
    keeping::{Goes, Keeping, Since},
    rules::{Free, PersonalTable, RoomData, Subject, no_open_matters},
};

const PERSON: Subject = Subject::Person("person_id");

/// What this room holds about people.
pub const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: KEEPING,
    labels: &[("person", "name"), ("cohort", "name")],
    open_matters: no_open_matters,
};

const TABLES: &[PersonalTable] = &[
    PersonalTable::new("person", ("アカウント", "Account"), Subject::Person("id"))
        .codes(&["lang"])
        .free(&[
            Free::text("name").becoming(ERASED),
            Free::text("kana"),
            Free::text("email"),
            Free::text("phone"),
            Free::text("search_key"),
            Free::text("sort_key"),
        ])
        .secrets(&["password_hash"])
        .ends(&["closed_at"])
        .stays_for(("人数", "the number of people")),
    PersonalTable::new("person_role", ("役割", "Roles"), PERSON)
        .acts(&["granted_by"])
        .codes(&["role"]),
    PersonalTable::new(
        "sign_in",
        ("サインインしている機械", "Where you are signed in"),
        PERSON,
    )
    .codes(&["user_agent"])
    .secrets(&["token_hash"]),
    PersonalTable::new(
        "invitation",
        ("招待", "Invitation"),
        Subject::Either("used_by", "person_id"),
    )
    .acts(&["created_by"])
    .codes(&["roles"])
    .free(&[Free::text("name"), Free::text("reading"), Free::text("mail")])
    .secrets(&["token_hash"])
    .stays_for(("招待の数", "the number of invitations")),
    PersonalTable::new(
        "password_reset",
        ("パスワードのリンク", "Links for a password"),
        PERSON,
    )
    .acts(&["created_by"])
    .secrets(&["token_hash"]),
    PersonalTable::new(
        "audit_entry",
        (
            "あなたについての記録（だれが、いつ、何をしたか）",
            "The trail about you: who did what, and when",
        ),
        Subject::Person("subject_id"),
    )
    .acts(&["actor_id"])
    .codes(&["action"])
    .free(&[Free::text("detail")])
    .stays_for(("だれが何をしたかの記録", "the trail of who did what")),
    PersonalTable::acted("cohort", ("クラス", "Cohorts"), &["created_by"]),
    PersonalTable::new("enrolment", ("クラスの席", "Places in cohorts"), PERSON)
        .ends(&["ended_at"])
        .stays_for(("クラスの人数", "the numbers of cohorts")),
    PersonalTable::new(
        "cohort_instructor",
        ("受け持つクラス", "Cohorts that you teach"),
        PERSON,
    ),
    PersonalTable::new(
        "data_request",
        ("自分のデータについての請求", "Requests about your data"),
        PERSON,
    )
    .acts(&["entered_by", "answered_by", "first_by"])
    .codes(&["kind", "outcome", "proof"])
    .free(&[Free::text("wish"), Free::text("answer")])
    .stays_for(("請求に答えた記録", "the record that requests were answered")),
    PersonalTable::new(
        "provision",
        ("会社などに渡した記録", "What was given to companies and others"),
        PERSON,
    )
    .acts(&["given_by"])
    .codes(&[
        "recipient",
        "recipient_address",
        "recipient_representative",
        "items",
        "purpose",
        "basis",
    ])
    .free(&[Free::text("person_name")])
    .held_by_law((
        "個人情報保護法 29条・同規則 21条（渡した日から3年）",
        "Act on the Protection of Personal Information, article 29 (three years from the day)",
    )),
    PersonalTable::acted(
        "keeping_time",
        ("保存期間の設定", "Times that data is kept"),
        &["set_by"],
    ),
    // Whoever is named in a file that nobody confirmed is looked for by name when that person is erased.
    PersonalTable::acted(
        "people_import",
        ("取りこんだ名簿", "Files of people that were brought in"),
        &["created_by"],
    ),
    PersonalTable::new(
        "person_merge",
        ("まとめたアカウント", "Accounts that were put together"),
        Subject::Either("kept_id", "merged_id"),
    )
    .acts(&["by_person", "undone_by"])
    .codes(&["moved"]),
];

/// What stands in place of a name that was erased.
pub const ERASED: &str = "（消去済み erased）";

const OURS: (&str, &str) = (
    "教室の決まり（要るあいだだけ）",
    "the classroom's own rule: as long as it is needed",
);

const KEEPING: &[Keeping] = &[
    Keeping {
        kind: "sign-in",
        title: ("終わったサインイン", "Sign-ins that have ended"),
        months: Some(1),
        at_least: 0,
        source: OURS,
        table: "sign_in",
        since: Since::Column("expires_at"),
        goes: Goes::Rows,
    },
    Keeping {
        kind: "invitation",
        title: (
            "使われた・期限の切れた招待の名前",
            "Names in invitations that were used or have run out",
        ),
        months: Some(6),
        at_least: 0,
        source: OURS,
        table: "invitation",
        since: Since::Column("expires_at"),
        goes: Goes::Texts(&[Free::text("name"), Free::text("reading"), Free::text("mail")]),
    },
    Keeping {
        kind: "password-link",
        title: ("パスワードのリンク", "Links for a password"),
        months: Some(6),
        at_least: 0,
        source: OURS,
        table: "password_reset",
        since: Since::Column("expires_at"),
        goes: Goes::Rows,
    },
    Keeping {
        kind: "audit",
        title: ("だれが何をしたかの記録", "The trail of who did what"),
        months: Some(60),
        at_least: 12,
        source: (
            "不法行為の時効（民法724条の2、5年）に合わせた教室の決まり",
            "the classroom's own rule, after the limitation of claims (Civil Code 724-2, five years)",
        ),
        table: "audit_entry",
        since: Since::Column("at"),
        goes: Goes::Rows,
    },
    Keeping {
        kind: "provision",
        title: ("会社などに渡した記録", "What was given to companies and others"),
        months: Some(36),
        at_least: 36,
        source: (
            "個人情報保護法 29条・同規則 21条（3年）",
            "Act on the Protection of Personal Information, article 29, and its rules, article 21 (three years)",
        ),
        table: "provision",
        since: Since::Column("at"),
        goes: Goes::Rows,
    },
    Keeping {
        kind: "people-import",
        title: ("取りこんだ名簿", "Files of people that were brought in"),
        months: Some(1),
        at_least: 0,
        source: OURS,
        table: "people_import",
        since: Since::Column("created_at"),
        goes: Goes::Rows,
    },
    Keeping {
        kind: "data-request",
        title: (
            "答えた請求の、書かれたことば",
            "What was written in requests that were answered",
        ),
        months: Some(36),
        at_least: 0,
        source: OURS,
        table: "data_request",
        since: Since::Column("answered_at"),
        goes: Goes::Texts(&[Free::text("wish"), Free::text("answer")]),
    },
];
