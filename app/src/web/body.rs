//! Reads what was posted: a form, or with files where the address takes them.

use std::time::Duration;

use axum::body::Body;
use http::HeaderMap;
use server::{
    Error, Result, Sentence, Services,
    limits::{FORM_BYTES, FORM_SECONDS, LONG_FORM_BYTES},
};

use super::{Pairs, Posted, Takes, upload};

/// All that was posted, as much as the address takes.
pub(super) async fn read(
    takes: Takes,
    services: &Services,
    headers: &HeaderMap,
    body: Body,
) -> Result<Posted> {
    match (takes, upload::boundary(headers)) {
        (Takes::Files, Some(boundary)) => {
            let folder = services.config.data.join("uploads");
            std::fs::create_dir_all(&folder)?;
            upload::read(boundary, body, &folder).await
        }
        (Takes::Form | Takes::LongForm, Some(_)) => Err(Error::refused(
            "ここにファイルは送れません。",
            "This page takes no files.",
        )),
        (_, None) => fields(takes, body).await,
    }
}

/// The fields of a form without files.
pub(super) async fn fields(takes: Takes, body: Body) -> Result<Posted> {
    let largest = match takes {
        Takes::Form => FORM_BYTES,
        Takes::LongForm | Takes::Files => LONG_FORM_BYTES,
    };
    let whole = axum::body::to_bytes(body, largest);
    match tokio::time::timeout(Duration::from_secs(FORM_SECONDS), whole).await {
        Ok(Ok(body)) => Ok(Posted {
            fields: Pairs::decode(&body),
            files: Vec::new(),
        }),
        Ok(Err(_)) => Err(Error::TooLarge(Sentence::new(
            format!(
                "送った文が長すぎます。{} kB までです。短くして、もう一度送ってください。",
                largest / 1024
            ),
            format!(
                "What you sent is too long (the limit is {} kB). Please shorten it and send it again.",
                largest / 1024
            ),
        ))),
        Err(_) => Err(Error::NotArrived(Sentence::new(
            "送ったものが届きませんでした。もう一度送ってください。",
            "What you sent did not arrive. Please send it again.",
        ))),
    }
}
