//! Watches the courses folder: a saved file is checked and, without errors, live at once.

use std::{sync::Arc, time::Duration};

use notify::{RecursiveMode, Watcher};
use tokio::sync::mpsc;

use crate::Services;

/// Publishes the courses folder again whenever something in it changes. Never ends.
pub async fn watch(services: Arc<Services>) {
    let (changed, mut changes) = mpsc::channel::<()>(1);
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // A change that waits already stands for this one too.
            let _ = changed.try_send(());
        }
    });
    let mut watcher = match watcher {
        Ok(watcher) => watcher,
        Err(error) => return tracing::warn!(%error, "courses are not watched; restart to publish changes"),
    };
    if let Err(error) = watcher.watch(&services.config.courses, RecursiveMode::Recursive) {
        return tracing::warn!(%error, "courses are not watched; restart to publish changes");
    }
    while changes.recv().await.is_some() {
        // An editor saves in several steps; wait until it is done.
        tokio::time::sleep(Duration::from_millis(150)).await;
        while changes.try_recv().is_ok() {}
        if let Err(error) = services
            .catalog
            .publish_folder(&services.db, &services.config.courses)
            .await
        {
            tracing::error!(%error, "the courses folder could not be published");
        }
    }
}
