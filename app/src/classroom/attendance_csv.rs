//! The attendance of a cohort as CSV.

use server::{Result, classroom::export};

use crate::web::{Reply, Req};

/// The file.
pub async fn show(req: &Req) -> Result<Reply> {
    let cohort = req.param("cohort")?;
    let (name, rows) = export::attendance(req.actor()?, &req.services, cohort, req.lang).await?;
    Reply::csv(name, rows)
}
