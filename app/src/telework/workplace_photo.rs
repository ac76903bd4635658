//! `/workplaces/{workplace}/photo`: the picture of a desk, until somebody has answered.

use server::{Result, telework::workplaces};

use crate::web::{Reply, Req};

/// The picture.
pub async fn show(req: &Req) -> Result<Reply> {
    let id = req.param("workplace")?;
    let (kind, content) = workplaces::photo(req.actor()?, &req.services, id).await?;
    Ok(Reply::file("workplace", kind, content))
}
