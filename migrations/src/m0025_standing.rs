//! Where each person stands under each rule, kept as a row: what the readiness board shows. And the marks that
//! tell whose rows are to be made anew.
//!
//! The marks are written by the database itself, in the transaction of whatever changes what a standing rests
//! on: no writer can forget it, neither an import nor a merge of two accounts. They are only ever added and
//! taken away, never changed, so that two transactions about one person do not wait for each other, and a mark
//! that is set while the row is being made anew outlives that.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::columns::{Column, Kind::*, create, drop, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// When a change of a row marks whose it is.
struct Mark {
    table: &'static str,
    /// An update of these columns; of any, where there are none.
    columns: &'static str,
    /// What must be so of the row before or after, with `ROW` for it.
    only: Option<&'static str>,
    /// Selects whom to mark, with `ROW` for the row.
    whom: &'static str,
    /// Whether a new row marks, too.
    insert: bool,
}

impl Mark {
    const fn of(table: &'static str) -> Mark {
        Mark {
            table,
            columns: "",
            only: None,
            whom: "SELECT ROW.person_id AS person_id",
            insert: true,
        }
    }
}

const IN_COHORT: &str = "SELECT person_id FROM enrolment WHERE cohort_id = ROW.id";
const IN_CLASS: &str = "SELECT person_id FROM enrolment WHERE cohort_id = ROW.cohort_id \
    UNION SELECT person_id FROM make_up WHERE made_up_id = ROW.id";

/// What a standing rests on. Answers are not among it: what counts of them is an attempt handed in.
const MARKS: [Mark; 12] = [
    Mark {
        only: Some("ROW.done_at IS NOT NULL"),
        ..Mark::of("lesson_progress")
    },
    Mark {
        only: Some("ROW.submitted_at IS NOT NULL"),
        ..Mark::of("attempt")
    },
    Mark::of("enrolment"),
    Mark::of("attendance_mark"),
    Mark::of("make_up"),
    Mark::of("checklist_entry"),
    Mark::of("waiver"),
    Mark::of("decision"),
    Mark::of("placement"),
    Mark::of("person_role"),
    Mark {
        columns: "name, kana, erased_at, closed_at",
        whom: "SELECT ROW.id AS person_id",
        insert: false,
        ..Mark::of("person")
    },
    Mark {
        columns: "cohort_id, starts_at, ends_at, closed_at, cancelled_at",
        whom: IN_CLASS,
        ..Mark::of("class_session")
    },
];

/// A new cohort has nobody yet.
const COHORT: Mark = Mark {
    columns: "late_weight, exclude_excused",
    whom: IN_COHORT,
    insert: false,
    ..Mark::of("cohort")
};

fn marks() -> impl Iterator<Item = Mark> {
    MARKS.into_iter().chain([COHORT])
}

impl Mark {
    /// The triggers: name, and when it fires with the rows that it looks at.
    fn triggers(&self) -> Vec<(String, String, &'static [&'static str])> {
        let table = self.table;
        let update = match self.columns {
            "" => "UPDATE".to_owned(),
            columns => format!("UPDATE OF {columns}"),
        };
        let mut all: Vec<(String, String, &[&str])> = vec![
            (format!("{table}_stale_update"), update, &["OLD", "NEW"]),
            (format!("{table}_stale_delete"), "DELETE".to_owned(), &["OLD"]),
        ];
        if self.insert {
            all.push((format!("{table}_stale_insert"), "INSERT".to_owned(), &["NEW"]));
        }
        all
    }

    /// That one of the rows is as it must be, in brackets.
    fn when(&self, rows: &[&str]) -> String {
        let Some(only) = self.only else {
            return String::new();
        };
        let each: Vec<String> = rows.iter().map(|row| only.replace("ROW", row)).collect();
        format!(" WHEN ({})", each.join(" OR "))
    }

    /// Whom the rows are about, each once.
    fn whom(&self, rows: &[&str]) -> String {
        let each: Vec<String> = rows.iter().map(|row| self.whom.replace("ROW", row)).collect();
        each.join(" UNION ")
    }

    async fn create(&self, db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
        let table = self.table;
        for (name, event, rows) in self.triggers() {
            let (when, whom) = (self.when(rows), self.whom(rows));
            match db.get_database_backend() {
                DbBackend::Sqlite => {
                    db.execute_unprepared(&format!(
                        "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{when} BEGIN \
                         INSERT INTO stale (id, person_id) \
                         SELECT randomblob(16), person_id FROM ({whom}); END"
                    ))
                    .await?;
                }
                _ => {
                    db.execute_unprepared(&format!(
                        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                         INSERT INTO stale (id, person_id) \
                         SELECT gen_random_uuid(), person_id FROM ({whom}) AS whom; \
                         RETURN NULL; END $$"
                    ))
                    .await?;
                    db.execute_unprepared(&format!(
                        "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{when} \
                         EXECUTE FUNCTION {name}()"
                    ))
                    .await?;
                }
            }
        }
        Ok(())
    }

    async fn drop(&self, db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
        for (name, ..) in self.triggers() {
            match db.get_database_backend() {
                DbBackend::Sqlite => {
                    db.execute_unprepared(&format!("DROP TRIGGER {name}")).await?;
                }
                _ => {
                    let table = self.table;
                    db.execute_unprepared(&format!("DROP TRIGGER {name} ON {table}"))
                        .await?;
                    db.execute_unprepared(&format!("DROP FUNCTION {name}()")).await?;
                }
            }
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            "standing",
            &[
                Column::new("person_id", Uuid).key().of("person"),
                Column::new("rule_id", Text).key(),
                // What it was made with: the rule's revision, and those of the courses that it names.
                Column::new("basis", Text).key(),
                Column::new("state", Text).one_of(&["expiring", "almost", "more", "ready", "at-work"]),
                // The place of the state and the name, as the board is sorted.
                Column::new("state_key", Text),
                Column::new("name_key", Text),
                // What was decided, as JSON, and whether the rule has changed since.
                Column::new("decided", Text),
                Column::new("signed_at", Time).null(),
                Column::new("signed_by", Uuid).null().of("person"),
                Column::new("recheck", Bool),
                // The criteria with their evidence, as JSON, without the words of reasons.
                Column::new("evaluation", Text),
                // The ids of the requirements that are missing, each with commas around.
                Column::new("missing", Text),
                // What happened last, as JSON, and when.
                Column::new("recent", Text),
                Column::new("recent_at", Time).null(),
            ],
            &[],
        )
        .await?;
        for order in ["state", "state_key", "name_key"] {
            index(
                manager,
                "standing",
                &["rule_id", "basis", order, "person_id"],
                false,
            )
            .await?;
        }
        // Of each person whose rows were made: how often, so that what was made from older evidence never
        // takes the place of what was made from newer; and when the clock alone will change them.
        create(
            manager,
            "standing_person",
            &[
                Column::new("person_id", Uuid).key().of("person"),
                Column::new("version", Big),
                Column::new("due_at", Time).null().indexed(),
            ],
            &[],
        )
        .await?;
        // Of each rule: what the rows that are shown were made with and the rule's revision (nothing, where none
        // are), what those are made with that are to be shown next, and how often any of this changed.
        create(
            manager,
            "standing_rule",
            &[
                Column::new("rule_id", Text).key(),
                Column::new("basis", Text),
                Column::new("rule_hash", Text),
                Column::new("making", Text).null(),
                Column::new("version", Big),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "stale",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed(),
            ],
            &[],
        )
        .await?;
        for mark in marks() {
            mark.create(manager.get_connection()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mark in marks() {
            mark.drop(manager.get_connection()).await?;
        }
        for table in ["stale", "standing_rule", "standing_person", "standing"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}
