//! Information sessions with their registrations, the reception desk, calls afterwards, enquiries, and what
//! the classroom says about itself.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, create, drop, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

type Table = (
    &'static str,
    &'static [Column],
    &'static [&'static [&'static str]],
);

/// In an order that lets each table refer to earlier ones.
const TABLES: &[Table] = &[
    // What the classroom says about itself; a name that is not there is empty.
    (
        "classroom_setting",
        &[
            Column::new("name", Text).key(),
            Column::new("value", Text),
            Column::new("changed_by", Uuid).of("person"),
            Column::new("changed_at", Time),
        ],
        &[],
    ),
    // A meeting at which people hear what the classroom is.
    (
        "information_session",
        &[
            Column::new("id", Uuid).key(),
            Column::new("about", Text).one_of(&["telework", "company", "course", "classroom"]),
            Column::new("title", Text),
            Column::new("summary", Text),
            Column::new("state", Text)
                .one_of(&["draft", "published", "cancelled"])
                .indexed(),
            Column::new("reception_at", Time),
            Column::new("starts_at", Time).indexed(),
            Column::new("ends_at", Time),
            // Until then one can register.
            Column::new("closes_at", Time),
            // Where; both empty where it is online only.
            Column::new("venue", Text),
            Column::new("address", Text),
            Column::new("map_url", Text),
            // Told to those who registered, never on the public page.
            Column::new("meeting_url", Text),
            Column::new("capacity", Int),
            // How long who moved up has to confirm.
            Column::new("confirm_hours", Int),
            Column::new("contact", Text),
            Column::new("speakers", Text),
            Column::new("language", Text),
            // Codes of `domain::outreach::Help`, separated by commas.
            Column::new("helps", Text),
            Column::new("help_note", Text),
            // Raised with each change that a calendar is to take over.
            Column::new("sequence", Int),
            // What was said when it was moved; empty: it was not.
            Column::new("moved_note", Text),
            Column::new("cancelled_because", Text),
            // Those of one series share it.
            Column::new("series_id", Uuid).null().indexed(),
            Column::new("created_by", Uuid).of("person"),
            Column::new("created_at", Time),
            Column::new("changed_at", Time),
        ],
        &[],
    ),
    // A party that wants to come. Personal fields are emptied when they are removed.
    (
        "registration",
        &[
            Column::new("id", Uuid).key(),
            Column::new("session_id", Uuid).of("information_session"),
            // Counted within the session; also the order of the waiting list.
            Column::new("number", Int),
            Column::new("state", Text).one_of(&["registered", "waiting", "offered", "cancelled", "lapsed"]),
            Column::new("name", Text),
            Column::new("reading", Text),
            Column::new("phone", Text),
            Column::new("mail", Text),
            // The name and the reading, the number and the address as they are compared.
            Column::new("name_folded", Text),
            Column::new("reading_folded", Text),
            Column::new("phone_folded", Text).indexed(),
            Column::new("party", Int),
            Column::new("town", Text),
            Column::new("age_band", Text).null(),
            Column::new("question", Text),
            Column::new("needs", Text),
            Column::new("source", Text).one_of(&["web", "phone", "counter", "mail", "walk-in"]),
            Column::new("lang", Text),
            // Who entered it, where it was not the person.
            Column::new("entered_by", Uuid).null().of("person"),
            // Until then seats that somebody moved up to are held.
            Column::new("offered_until", Time).null(),
            // When somebody was told that the party moved up, and by whom of the staff.
            Column::new("told_at", Time).null(),
            Column::new("told_by", Uuid).null().of("person"),
            // When the words about personal data were agreed to.
            Column::new("consented_at", Time),
            Column::new("created_at", Time),
            Column::new("changed_at", Time),
            // "Begin to learn" made this.
            Column::new("invitation_id", Uuid)
                .null()
                .indexed()
                .of("invitation"),
            // When name and contact were removed.
            Column::new("removed_at", Time).null(),
        ],
        &[&["session_id", "number"]],
    ),
    // What happened to a registration; append-only.
    (
        "registration_event",
        &[
            Column::new("id", Uuid).key(),
            Column::new("registration_id", Uuid).indexed().of("registration"),
            Column::new("event", Text),
            // A number that the event tells: seats that were free, people of the party.
            Column::new("seats", Int),
            Column::new("by_person", Uuid).null().of("person"),
            Column::new("at", Time),
        ],
        &[],
    ),
    // A tap at a reception desk; append-only.
    (
        "reception_tap",
        &[
            Column::new("id", Uuid).key(),
            Column::new("session_id", Uuid)
                .indexed()
                .of("information_session"),
            Column::new("registration_id", Uuid).indexed().of("registration"),
            Column::new("kind", Text).one_of(&["came", "taken-back"]),
            Column::new("takes_back", Uuid).null(),
            Column::new("people", Int),
            Column::new("by_person", Uuid).of("person"),
            Column::new("at", Time),
            Column::new("received_at", Time),
        ],
        &[],
    ),
    // A call made after a session; append-only.
    (
        "registration_call",
        &[
            Column::new("id", Uuid).key(),
            Column::new("registration_id", Uuid).indexed().of("registration"),
            Column::new("outcome", Text).one_of(&[
                "no-answer",
                "next-time",
                "begins",
                "thinking",
                "no-thanks",
            ]),
            Column::new("note", Text),
            Column::new("by_person", Uuid).of("person"),
            Column::new("at", Time),
        ],
        &[],
    ),
    // A question from the public page.
    (
        "enquiry",
        &[
            Column::new("id", Uuid).key(),
            Column::new("name", Text),
            Column::new("contact", Text),
            Column::new("message", Text),
            Column::new("lang", Text),
            Column::new("created_at", Time).indexed(),
            // The last day on which it is to be answered.
            Column::new("answer_by", Date),
            Column::new("answered_at", Time).null(),
            Column::new("answered_by", Uuid).null().of("person"),
            Column::new("answer", Text),
            Column::new("removed_at", Time).null(),
        ],
        &[],
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns, unique) in TABLES {
            create(manager, table, columns, unique).await?;
        }
        // What is known of somebody who begins to learn, so that it is not typed again.
        add(manager, "invitation", Column::new("reading", Text).null()).await?;
        add(manager, "invitation", Column::new("mail", Text).null()).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove(manager, "invitation", "mail").await?;
        remove(manager, "invitation", "reading").await?;
        for (table, ..) in TABLES.iter().rev() {
            drop(manager, table).await?;
        }
        Ok(())
    }
}
