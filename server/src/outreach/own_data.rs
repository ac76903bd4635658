//! What this room's tables hold about people: how somebody who learns here came to us. Whoever registered
//! and has no account is nobody's row; `removal` removes those.

use crate::identity::own_data::rules::{Free, PersonalTable, RoomData, Subject, Words, no_open_matters};

/// See the module.
pub(crate) const HELD: RoomData = RoomData {
    tables: TABLES,
    keeping: &[],
    labels: &[("information_session", "title")],
    open_matters: no_open_matters,
};

const SESSIONS: Words = (
    "説明会に来た人の数",
    "the counts of those who came to information sessions",
);
const REGISTRATION: Subject = Subject::Through("registration_id", "registration");

const TABLES: &[PersonalTable] = &[
    PersonalTable::acted(
        "classroom_setting",
        ("教室の設定", "What the classroom says about itself"),
        &["changed_by"],
    ),
    PersonalTable::acted(
        "information_session",
        ("説明会", "Information sessions"),
        &["created_by"],
    ),
    PersonalTable::new(
        "registration",
        ("説明会の申し込み", "Registrations for information sessions"),
        Subject::Through("invitation_id", "invitation"),
    )
    .acts(&["entered_by", "told_by"])
    .codes(&["state", "source", "lang", "age_band"])
    .free(&[
        Free::text("name"),
        Free::text("reading"),
        Free::text("phone"),
        Free::text("mail"),
        Free::text("name_folded"),
        Free::text("reading_folded"),
        Free::text("phone_folded"),
        Free::text("town"),
        Free::text("question"),
        Free::text("needs"),
    ])
    .ends(&["removed_at"])
    .stays_for(SESSIONS),
    PersonalTable::new(
        "registration_event",
        ("申し込みにあったこと", "What happened to registrations"),
        REGISTRATION,
    )
    .acts(&["by_person"])
    .codes(&["event"])
    .stays_for(SESSIONS),
    PersonalTable::new(
        "reception_tap",
        ("説明会の受付", "Reception at information sessions"),
        REGISTRATION,
    )
    .acts(&["by_person"])
    .codes(&["kind"])
    .stays_for(SESSIONS),
    PersonalTable::new(
        "registration_call",
        ("説明会のあとの電話", "Calls after information sessions"),
        REGISTRATION,
    )
    .acts(&["by_person"])
    .codes(&["outcome"])
    .free(&[Free::text("note")])
    .stays_for(SESSIONS),
    PersonalTable::acted("enquiry", ("お問い合わせ", "Enquiries"), &["answered_by"]),
];
