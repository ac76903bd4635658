//! A person's own data: requests about it, what was given to others, how long it is kept, and the lease by
//! which one program of several does what is due once a night.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, create, drop, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that older rows do not have.
const COLUMNS: &[(&str, Column)] = &[
    // What the law wants recorded of whoever receives a person's data, beside the name.
    ("employer", Column::new("address", Text).null()),
    ("employer", Column::new("representative", Text).null()),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            add(manager, table, *column).await?;
        }
        // What a person asked for about the person's own data, and what came of it.
        create(
            manager,
            "data_request",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("kind", Text).one_of(&["disclosure", "correction", "stop", "erasure"]),
                // In the person's own words.
                Column::new("wish", Text),
                // The person, or whoever of the staff wrote it down.
                Column::new("entered_by", Uuid).of("person"),
                Column::new("received_at", Time).indexed(),
                // The day by which an answer is promised.
                Column::new("due_on", Date),
                Column::new("outcome", Text)
                    .null()
                    .one_of(&["done", "partly", "refused", "withdrawn"]),
                Column::new("answer", Text),
                Column::new("answered_by", Uuid).null().of("person"),
                Column::new("answered_at", Time).null(),
                // Of an erasure: who of the staff decided first.
                Column::new("first_by", Uuid).null().of("person"),
                Column::new("first_at", Time).null(),
                // Of an erasure: what was done, as numbers of rows and without the data (JSON).
                Column::new("proof", Text).null(),
            ],
            &[],
        )
        .await?;
        // That data of a person was given to a third party, with the items that the law names.
        create(
            manager,
            "provision",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                // As it was when the data was given.
                Column::new("person_name", Text),
                Column::new("at", Time).indexed(),
                Column::new("recipient", Text),
                Column::new("recipient_address", Text),
                Column::new("recipient_representative", Text),
                // The words of the fields, with commas between.
                Column::new("items", Text),
                Column::new("purpose", Text),
                Column::new("basis", Text).one_of(&["consent"]),
                Column::new("consent_id", Uuid).null(),
                Column::new("given_by", Uuid).null().of("person"),
            ],
            &[],
        )
        .await?;
        // How long a kind of data is kept, where somebody chose another time than the usual one.
        create(
            manager,
            "keeping_time",
            &[
                Column::new("kind", Text).key(),
                // Empty: for ever.
                Column::new("months", Int).null(),
                Column::new("set_by", Uuid).of("person"),
                Column::new("set_at", Time),
            ],
            &[],
        )
        .await?;
        // Who does a job that only one program of several may do, until when, and for which day it is done.
        create(
            manager,
            "job_lease",
            &[
                Column::new("name", Text).key(),
                Column::new("holder", Uuid).null(),
                Column::new("until", Time).null(),
                Column::new("done_for", Date).null(),
            ],
            &[],
        )
        .await?;
        // What was given before is recorded as far as it is known.
        let db = manager.get_connection();
        db.execute_unprepared(
            "INSERT INTO provision (id, person_id, person_name, at, recipient, recipient_address, \
             recipient_representative, items, purpose, basis, consent_id, given_by) \
             SELECT r.id, r.person_id, p.name, r.created_at, e.name, '', '', c.fields, c.purpose, 'consent', \
             c.id, r.created_by FROM referral r JOIN person p ON p.id = r.person_id \
             JOIN consent c ON c.id = r.consent_id JOIN employer e ON e.id = c.employer_id",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["job_lease", "keeping_time", "provision", "data_request"] {
            drop(manager, table).await?;
        }
        for (table, column) in COLUMNS {
            remove(manager, table, column.name()).await?;
        }
        Ok(())
    }
}
