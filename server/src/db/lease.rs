//! A job that only one program of several on the same database may do, once a day: a row is claimed by an
//! update that only one of them can make, for a time after which another may take over.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use uuid::Uuid;

use crate::Result;

/// How long a program may be at it before another takes over.
const LEASE: TimeDelta = TimeDelta::minutes(30);

const TABLE: &str = "job_lease";

/// A claim on a job for a day.
pub(crate) struct Lease {
    name: &'static str,
    day: NaiveDate,
    holder: Uuid,
}

impl Lease {
    /// Claims the job; none where it is done for the day, or another program is at it.
    pub(crate) async fn claim(
        db: &DatabaseConnection,
        name: &'static str,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Option<Lease>> {
        let insert = Query::insert()
            .into_table(TABLE)
            .columns(["name"])
            .values_panic([name.into()])
            .on_conflict(OnConflict::column("name").do_nothing().to_owned())
            .to_owned();
        db.execute(&insert).await?;
        let holder = Uuid::now_v7();
        let claim = Query::update()
            .table(TABLE)
            .value("holder", holder)
            .value("until", now + LEASE)
            .and_where(Expr::col("name").eq(name))
            .and_where(Expr::col("done_for").is_null().or(Expr::col("done_for").lt(day)))
            .and_where(Expr::col("until").is_null().or(Expr::col("until").lt(now)))
            .to_owned();
        let claimed = db.execute(&claim).await?.rows_affected() == 1;
        Ok(claimed.then_some(Lease { name, day, holder }))
    }

    /// The job is done for the day.
    pub(crate) async fn done(self, db: &DatabaseConnection) -> Result<()> {
        let done = Query::update()
            .table(TABLE)
            .value("done_for", self.day)
            .value("until", Option::<DateTime<Utc>>::None)
            .and_where(Expr::col("name").eq(self.name))
            .and_where(Expr::col("holder").eq(self.holder))
            .to_owned();
        db.execute(&done).await?;
        Ok(())
    }
}

/// Gives a job to one program for a time, or leaves it to the one that has it: says whether `holder` has it now.
/// The same holder goes on having it.
pub(crate) async fn hold(
    db: &DatabaseConnection,
    name: &'static str,
    holder: Uuid,
    now: DateTime<Utc>,
    time: TimeDelta,
) -> Result<bool> {
    let claim = Query::update()
        .table(TABLE)
        .value("holder", holder)
        .value("until", now + time)
        .and_where(Expr::col("name").eq(name))
        .and_where(
            Expr::col("until")
                .is_null()
                .or(Expr::col("until").lt(now))
                .or(Expr::col("holder").eq(holder)),
        )
        .to_owned();
    if db.execute(&claim).await?.rows_affected() == 1 {
        return Ok(true);
    }
    let insert = Query::insert()
        .into_table(TABLE)
        .columns(["name", "holder", "until"])
        .values_panic([name.into(), holder.into(), (now + time).into()])
        .on_conflict(OnConflict::column("name").do_nothing().to_owned())
        .to_owned();
    Ok(db.execute(&insert).await?.rows_affected() == 1)
}
