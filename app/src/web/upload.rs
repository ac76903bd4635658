//! Forms with files (`multipart/form-data`). Files go to the disk as they come, never into memory.

use std::{io::Write, path::Path, time::Duration};

use axum::body::Body;
use http::{HeaderMap, header};
use server::{
    Error, Result, Sentence,
    limits::{FILES_BYTES, LONG_FORM_BYTES, STILL_SECONDS},
};
use tempfile::NamedTempFile;

use super::{Pairs, Posted, PostedFile};

/// The boundary of the parts, where the request is a form with files.
pub(super) fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(kind).ok()
}

/// Reads the fields and files of a form; the files into `folder`, until the request is answered. A file
/// field left empty gives no file. Fails when the form stands still on its way.
pub(super) async fn read(boundary: String, body: Body, folder: &Path) -> Result<Posted> {
    let limits = multer::SizeLimit::new().whole_stream(FILES_BYTES);
    let limits = multer::Constraints::new().size_limit(limits);
    let mut parts = multer::Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    let mut letters = 0;
    while let Some(mut part) = moving(parts.next_field()).await?.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) if name.is_empty() => while moving(part.chunk()).await?.map_err(refused)?.is_some() {},
            Some(name) => {
                let mut file = NamedTempFile::new_in(folder)?;
                let mut size = 0;
                while let Some(chunk) = moving(part.chunk()).await?.map_err(refused)? {
                    size += chunk.len() as u64;
                    file.write_all(&chunk)?;
                }
                files.push(PostedFile {
                    field,
                    name,
                    size,
                    path: file.into_temp_path(),
                });
            }
            None => {
                let mut text = Vec::new();
                while let Some(chunk) = moving(part.chunk()).await?.map_err(refused)? {
                    letters += chunk.len();
                    if letters > LONG_FORM_BYTES {
                        return Err(too_large());
                    }
                    text.extend_from_slice(&chunk);
                }
                fields.push((field, String::from_utf8_lossy(&text).into_owned()));
            }
        }
    }
    Ok(Posted {
        fields: Pairs(fields),
        files,
    })
}

/// Waits for the next piece, but not for ever.
async fn moving<T>(next: impl Future<Output = T>) -> Result<T> {
    tokio::time::timeout(Duration::from_secs(STILL_SECONDS), next)
        .await
        .map_err(|_| not_arrived())
}

fn refused(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => too_large(),
        error => {
            tracing::debug!(%error, "a form with files that could not be read");
            not_arrived()
        }
    }
}

fn too_large() -> Error {
    Error::TooLarge(Sentence::new(
        "ファイルが大きすぎます。50 MB までです。",
        "The file is too large. The limit is 50 MB.",
    ))
}

fn not_arrived() -> Error {
    Error::NotArrived(Sentence::new(
        "ファイルを受け取れませんでした。もう一度送ってください。",
        "The file did not arrive. Please send it again.",
    ))
}
