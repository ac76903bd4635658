//! Many connections, each asking again as soon as it is answered, for a time.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Result, client::Connection};

/// What was measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers came within so many milliseconds.
    pub p50: f64,
    /// 99 of 100 came within so many milliseconds.
    pub p99: f64,
    /// How many answers there were.
    pub answers: usize,
}

/// How to ask.
#[derive(Clone, Copy)]
pub struct Load {
    /// How many connections ask at the same time.
    pub connections: usize,
    /// For how long.
    pub time: Duration,
    /// The status of a right answer; another one ends the measurement.
    pub status: u16,
}

/// The next request of a connection: its number among the connections, and how many requests were
/// made before by all. None: there is nothing more to ask.
pub type Next = Arc<dyn Fn(usize, usize) -> Option<Vec<u8>> + Send + Sync>;

/// Asks and measures. A short warm-up goes before, which counts only for `next`.
pub async fn measure(address: SocketAddr, load: Load, next: Next) -> Result<Measured> {
    let asked = Arc::new(AtomicUsize::new(0));
    let warm = Load {
        time: load.time / 10,
        ..load
    };
    round(address, warm, &next, &asked).await?;
    let begun = Instant::now();
    let mut times = round(address, load, &next, &asked).await?;
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len() as f64 * share) as usize;
        f64::from(
            times
                .get(index.min(times.len().saturating_sub(1)))
                .copied()
                .unwrap_or(0),
        ) / 1000.0
    };
    Ok(Measured {
        per_second: times.len() as f64 / seconds,
        p50: at(0.5),
        p99: at(0.99),
        answers: times.len(),
    })
}

/// The time of each answer, in microseconds.
async fn round(address: SocketAddr, load: Load, next: &Next, asked: &Arc<AtomicUsize>) -> Result<Vec<u32>> {
    let mut open = Vec::new();
    for _ in 0..load.connections {
        open.push(Connection::open(address).await?);
    }
    let end = Instant::now() + load.time;
    let tasks: Vec<_> = open
        .into_iter()
        .enumerate()
        .map(|(number, mut connection)| {
            let (next, asked) = (next.clone(), asked.clone());
            tokio::spawn(async move {
                let mut times = Vec::with_capacity(16 * 1024);
                loop {
                    let before = Instant::now();
                    if before >= end {
                        return Ok(times);
                    }
                    let Some(request) = next(number, asked.fetch_add(1, Ordering::Relaxed)) else {
                        return Ok(times);
                    };
                    let status = connection.status(&request).await?;
                    if status != load.status {
                        return Err(wrong(&request, status, load.status));
                    }
                    times.push(u32::try_from(before.elapsed().as_micros()).unwrap_or(u32::MAX));
                }
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        let result: Result<Vec<u32>> = task.await?;
        times.extend(result?);
    }
    Ok(times)
}

fn wrong(request: &[u8], status: u16, wanted: u16) -> Box<dyn std::error::Error + Send + Sync> {
    let text = String::from_utf8_lossy(request);
    let line = text.lines().next().unwrap_or_default();
    format!("{line}: answered {status} instead of {wanted}").into()
}
