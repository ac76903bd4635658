//! A picture or file of a branch.

use server::{Error, Result};

use super::look;
use crate::web::{Reply, Req};

/// The file. A browser saves it or shows it where a page asks for it; it never runs here.
pub async fn show(req: &Req) -> Result<Reply> {
    let look = look(req).await?;
    let path = req.param_text("path");
    let (found, _) = look
        .branch
        .course(req.param_text("course"))
        .ok_or(Error::NotFound)?;
    let bytes = found.file(path).ok_or(Error::NotFound)?.to_vec();
    let kind = match path
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase())
        .as_deref()
    {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        _ => "application/octet-stream",
    };
    // A name of plain letters: it stands in a header.
    let name: String = path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect();
    Ok(Reply::file(name, kind, bytes))
}
