//! A file that a learner sent in, to save.

use server::{Result, learning::sent_files};

use crate::web::{Reply, Req};

/// The file. It is saved, never shown in the browser: it may be anything.
pub async fn show(req: &Req) -> Result<Reply> {
    let (name, content) = sent_files::read(req.actor()?, &req.services, req.param("file")?).await?;
    Ok(Reply::file(name, "application/octet-stream", content))
}
