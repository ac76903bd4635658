//! `/kits/{kit}/photo`: the picture of a kit.

use server::{Result, telework::kit_photo};

use crate::web::{Reply, Req};

/// The picture.
pub async fn show(req: &Req) -> Result<Reply> {
    let (kind, content) = kit_photo::get(req.actor()?, &req.services, req.param("kit")?).await?;
    Ok(Reply::file("kit", kind, content))
}
