//! The bare axum handler to compare with: it sends bytes that it was given, and does nothing else.

use std::{net::SocketAddr, path::Path};

use axum::{
    Router,
    body::Bytes,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    Result,
    client::Answer,
    program::{Child, spawn_bare},
};

/// Keeps an answer for [`serve`]: status, content type and encoding in a line each, then the body.
pub fn keep(answer: &Answer, file: &Path) -> Result<()> {
    let header = |name| answer.header(name).unwrap_or_default().to_owned();
    let head = format!(
        "{}\n{}\n{}\n",
        answer.status,
        header("content-type"),
        header("content-encoding")
    );
    Ok(std::fs::write(
        file,
        [head.into_bytes(), answer.body.clone()].concat(),
    )?)
}

/// Starts the bare handler in a process of its own, as the program is.
pub async fn start(file: &Path) -> Result<(Child, SocketAddr)> {
    spawn_bare(file).await
}

/// `load bare FILE`: prints its address, then answers every request.
pub fn serve(file: &Path) -> Result<()> {
    let kept = std::fs::read(file)?;
    let mut parts = kept.splitn(4, |byte| *byte == b'\n');
    let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let (status, kind, encoding) = (StatusCode::from_bytes(text().as_bytes())?, text(), text());
    let body = Bytes::copy_from_slice(parts.next().unwrap_or_default());
    // As many workers as the program has.
    let workers = std::thread::available_parallelism().map_or(4, |n| n.get().max(4));
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build()?
        .block_on(async {
            let handler = move |sent: Bytes| {
                let _ = sent;
                let (kind, encoding, body) = (kind.clone(), encoding.clone(), body.clone());
                async move { answer(status, kind, encoding, body) }
            };
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            println!("{}", listener.local_addr()?);
            axum::serve(listener, Router::new().fallback(handler)).await?;
            Ok(())
        })
}

fn answer(status: StatusCode, kind: String, encoding: String, body: Bytes) -> Response {
    let mut response = (status, body).into_response();
    for (name, value) in [(header::CONTENT_TYPE, kind), (header::CONTENT_ENCODING, encoding)] {
        if let (false, Ok(value)) = (value.is_empty(), value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
