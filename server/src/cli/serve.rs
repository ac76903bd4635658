//! `kakehashi serve`.

use std::{sync::Arc, time::Duration};

use axum::{Router, middleware};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate as _, predicate::NotForContentType},
};

use crate::{
    Config, Error, Result, Services,
    backup::DataLock,
    http::{connections, guard, routes},
    identity::invitations,
};

pub(super) async fn serve(config: Config, demo: bool, pages: fn(Arc<Services>) -> Router) -> Result<()> {
    let Some(_lock) = DataLock::shared(&config.data)? else {
        return Err(Error::unexpected(
            "a restore is under way on this data; wait until it is done",
        ));
    };
    let services = Services::start(config).await?;
    services.db.own(&services.config).await?;
    if demo {
        println!("{}", crate::demo::fill(&services).await?);
    }
    if let Some(path) = invitations::set_up_path(&services).await? {
        println!(
            "はじめての設定 / First set-up: {}{path}",
            services.config.public_url
        );
    }
    tokio::spawn(crate::catalog::watch(services.clone()));
    tokio::spawn(crate::catalog::poll::run(services.clone()));
    tokio::spawn(crate::classroom::early::run(services.clone()));
    tokio::spawn(crate::readiness::read_model::worker::run(services.clone()));
    tokio::spawn(crate::outreach::seats::run(services.clone()));
    tokio::spawn(crate::outreach::removal::run(services.clone()));
    tokio::spawn(crate::identity::own_data::times::run(services.clone()));
    let listener = tokio::net::TcpListener::bind(&services.config.listen)
        .await
        .map_err(|e| {
            Error::caused(
                format!("--listen (KAKEHASHI_LISTEN): {}", services.config.listen),
                e,
            )
        })?;
    println!("架け橋 Kakehashi: {}", services.config.public_url);
    connections::serve(listener, app(services, pages), stopped()).await;
    println!("Stopped.");
    Ok(())
}

/// Pages and endpoints with their guards.
pub fn app(services: Arc<Services>, pages: fn(Arc<Services>) -> Router) -> Router {
    let site = Arc::new(guard::Site::new(&services.config));
    routes::router()
        .with_state(services.clone())
        .merge(pages(services))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(site, guard::around))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(4))
                // A video is compressed already, and is played in parts.
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("video/"))),
        )
}

/// Waits for the signal to stop. Requests in flight are finished; open event streams are given five
/// seconds, since they would never end by themselves.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { _ = interrupted => {}, () = terminated => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
    eprintln!("Stopping; requests in flight are finished first.");
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        std::process::exit(0);
    });
}
