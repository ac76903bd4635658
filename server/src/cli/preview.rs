//! `kakehashi preview`.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use axum::Router;

use super::serve::app;
use crate::{Config, Error, Result, Services, catalog::preview};

/// Serves the courses of a folder for their author. People and answers are in a folder of their own,
/// which is removed at the end.
pub(super) async fn preview(dir: PathBuf, listen: String, pages: fn(Arc<Services>) -> Router) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(&listen)
        .await
        .map_err(|e| Error::caused(format!("--listen (KAKEHASHI_PREVIEW_LISTEN): {listen}"), e))?;
    let listen = listener.local_addr().map_err(Error::unexpected)?.to_string();
    if !dir.is_dir() {
        return Err(Error::unexpected(format!(
            "{0}: フォルダーがありません。 / {0}: there is no such folder",
            dir.display()
        )));
    }
    let data = tempfile::Builder::new()
        .prefix("kakehashi-preview-")
        .tempdir()
        .map_err(Error::unexpected)?;
    let config = Config {
        public_url: format!("http://{listen}"),
        listen,
        database: None,
        data: data.path().to_path_buf(),
        courses: dir.clone(),
        zone: chrono_tz::Asia::Tokyo,
        trusted_proxies: Vec::new(),
        ice_servers: Vec::new(),
        turn_secret: None,
        sources: crate::SourceOptions::default(),
    };
    let url = config.public_url.clone();
    let services = Services::preview(config, preview::Preview::new(dir)).await?;
    let mut reading = tokio::spawn(preview::run(services.clone()));
    let preview = services.preview.clone();
    tokio::select! {
        () = async {
            if let Some(preview) = &preview {
                preview.read_once().await;
            }
        } => {}
        read = &mut reading => return read.map_err(Error::unexpected)?,
        () = stopped() => return Ok(()),
    }
    println!("下見 / Preview: {url}");
    let app = app(services, pages).into_make_service_with_connect_info::<SocketAddr>();
    tokio::select! {
        served = axum::serve(listener, app).into_future() => served.map_err(Error::unexpected)?,
        read = &mut reading => read.map_err(Error::unexpected)??,
        () = stopped() => {}
    }
    Ok(())
}

/// Waits for the signal to stop, so that the folder is removed.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} },
        Err(_) => {
            let _ = interrupted.await;
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
