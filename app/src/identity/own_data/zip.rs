//! `…/data/files`: everything as one file, a zip.

use server::{Result, identity::own_data::save};
use uuid::Uuid;

use super::all::whose;
use crate::web::{Reply, Req};

/// The file.
pub async fn show(req: &Req) -> Result<Reply> {
    let actor = req.actor()?;
    let person: Uuid = whose(req)?;
    let file = save::zip(actor, &req.services, person, req.lang).await?;
    let day = req.services.config.today();
    Ok(Reply::file_on_disk(
        format!("my-data-{day}.zip"),
        "application/zip",
        file,
    ))
}
