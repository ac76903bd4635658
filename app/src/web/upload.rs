//! Forms with files (`multipart/form-data`).

use axum::body::Body;
use http::{HeaderMap, header};
use server::{Error, Result};

use super::req::{Pairs, PostedFile};

/// The largest form with files, in bytes: what a question may ask for, and a little.
const LARGEST: u64 = 51 * 1024 * 1024;

/// The boundary of the parts, where the request is a form with files.
pub(super) fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(kind).ok()
}

/// Reads the fields and files of a form. A file field left empty gives no file.
pub(super) async fn read(boundary: String, body: Body) -> Result<(Pairs, Vec<PostedFile>)> {
    let limits = multer::SizeLimit::new().whole_stream(LARGEST);
    let limits = multer::Constraints::new().size_limit(limits);
    let mut parts = multer::Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let content = part.bytes().await.map_err(refused)?;
        match name {
            Some(name) if !name.is_empty() => files.push(PostedFile {
                field,
                name,
                content: content.to_vec(),
            }),
            Some(_) => {}
            None => fields.push((field, String::from_utf8_lossy(&content).into_owned())),
        }
    }
    Ok((Pairs(fields), files))
}

fn refused(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => Error::refused(
            "ファイルが大きすぎます。50 MB までです。",
            "The file is too large. The limit is 50 MB.",
        ),
        error => {
            tracing::debug!(%error, "a form with files that could not be read");
            Error::refused(
                "ファイルを受け取れませんでした。もう一度送ってください。",
                "The file did not arrive. Please send it again.",
            )
        }
    }
}
