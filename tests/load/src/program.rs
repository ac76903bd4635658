//! The processes that are measured: started, watched and ended here.

use std::{
    net::SocketAddr,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::{
    Result,
    client::{Connection, get},
};

/// A started process; it ends when this is dropped.
pub struct Child(tokio::process::Child);

impl Child {
    /// Its memory in use now and at most so far, in MB (10^6 bytes); none where the system does not
    /// tell (`/proc`).
    pub fn memory(&self) -> Option<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()?)).ok()?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? * 1024.0 / 1e6)
        };
        Some((field("VmRSS:")?, field("VmHWM:")?))
    }

    /// Ends it and waits until it is gone.
    pub async fn stop(mut self) -> Result<()> {
        Ok(self.0.kill().await?)
    }
}

/// Starts the program on a free port; gives it, its address, and the time to its first answer.
pub async fn spawn(program: &Path, data: &Path, courses: &Path) -> Result<(Child, SocketAddr, Duration)> {
    // The port is free at this moment; nobody else is likely to take it in the next.
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let begun = Instant::now();
    let child = Command::new(program)
        .arg("serve")
        .args(["--listen", &address.to_string()])
        .arg("--data")
        .arg(data)
        .arg("--courses")
        .arg(courses)
        .env("KAKEHASHI_LOG", "warn")
        .env_remove("KAKEHASHI_DATABASE")
        .env_remove("KAKEHASHI_PUBLIC_URL")
        .env_remove("KAKEHASHI_DEMO")
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let mut child = Child(child);
    while begun.elapsed() < Duration::from_secs(30) {
        if let Some(status) = child.0.try_wait()? {
            return Err(format!("the program ended at its start: {status}").into());
        }
        if let Ok(mut connection) = Connection::open(address).await
            && connection.status(&get("/health", "", false)).await? == 200
        {
            return Ok((child, address, begun.elapsed()));
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Err("the program did not answer within 30 s".into())
}

/// Starts the bare handler of this same program.
pub async fn spawn_bare(file: &Path) -> Result<(Child, SocketAddr)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("bare")
        .arg(file)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let out = child.stdout.take().ok_or("the bare handler has no output")?;
    let line = BufReader::new(out)
        .lines()
        .next_line()
        .await?
        .ok_or("the bare handler ended at its start")?;
    Ok((Child(child), line.parse()?))
}
