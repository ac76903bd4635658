//! Takes connections, and lets none of them keep others out: a head that does not come in time ends its
//! connection, and when there are as many as there may be, the oldest one that has never asked for
//! anything makes room. `axum::serve` knows neither limit.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, task::AbortHandle};
use tower::ServiceExt;

use crate::limits::{CONNECTIONS, HEAD_BYTES, HEAD_SECONDS};

/// Serves until `stop` is ready, then finishes what is in flight.
pub async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let most = room_for(CONNECTIONS);
    let open = Arc::new(AtomicUsize::new(0));
    let silent = Silent::default();
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // No more files may be open, or the other side was gone before we came.
                    tracing::warn!(%error, "a connection was not taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        if open.load(Ordering::Relaxed) >= most && !silent.end_oldest() {
            // Everybody here has asked for something; whoever comes now is told at once by the closed
            // connection, and browsers try again.
            tracing::warn!(%from, most, "too many connections");
            continue;
        }
        let _ = stream.set_nodelay(true);
        let asked = Arc::new(AtomicBool::new(false));
        let service = {
            let (app, asked) = (app.clone(), asked.clone());
            service_fn(move |request: http::Request<Incoming>| {
                asked.store(true, Ordering::Relaxed);
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo::<SocketAddr>(from));
                app.clone().oneshot(request)
            })
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(HEAD_SECONDS))
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        let counted = Counted::new(&open);
        let task = tokio::spawn(async move {
            let _counted = counted;
            if let Err(error) = connection.await {
                tracing::debug!(%from, %error, "a connection ended early");
            }
        });
        silent.add(task.abort_handle(), asked);
    }
    drop(listener);
    graceful.shutdown().await;
}

/// As many connections as wanted, or as the system lets one program hold beside its own files.
fn room_for(wanted: usize) -> usize {
    /// For the database, courses, git and logs.
    const OWN: u64 = 256;
    let needed = wanted as u64 + OWN;
    match rlimit::increase_nofile_limit(needed) {
        Ok(may) => wanted.min(may.saturating_sub(OWN).max(OWN) as usize),
        Err(error) => {
            tracing::warn!(%error, "the number of open files could not be asked for");
            wanted.min(512)
        }
    }
}

/// One more connection for as long as this lives, also when its task is aborted.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(open: &Arc<AtomicUsize>) -> Counted {
        open.fetch_add(1, Ordering::Relaxed);
        Counted(open.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Connections that have not asked for anything yet, the oldest first.
#[derive(Default)]
struct Silent(Mutex<VecDeque<(AbortHandle, Arc<AtomicBool>)>>);

impl Silent {
    fn add(&self, task: AbortHandle, asked: Arc<AtomicBool>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push_back((task, asked));
        // Those that have asked or ended are looked at now and then, not at each connection.
        if waiting.len() > 2 * CONNECTIONS || waiting.len().is_multiple_of(256) {
            waiting.retain(|(task, asked)| !task.is_finished() && !asked.load(Ordering::Relaxed));
        }
    }

    /// Ends the connection that has been silent longest; says whether there was one.
    fn end_oldest(&self) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((task, asked)) = waiting.pop_front() {
            if !task.is_finished() && !asked.load(Ordering::Relaxed) {
                task.abort();
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    use super::*;

    async fn started() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(|| async { "here" }));
        tokio::spawn(serve(listener, app, std::future::pending()));
        address
    }

    async fn ask(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn whoever_asks_is_answered_while_more_than_may_be_say_nothing() {
        let address = started().await;
        let mut silent = Vec::new();
        for _ in 0..CONNECTIONS + 50 {
            let Ok(mut stream) = TcpStream::connect(address).await else {
                break;
            };
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost:").await;
            silent.push(stream);
        }
        assert!(ask(address).await.ends_with("here"));
    }
}
