//! PostgreSQL's own `pg_dump` and `pg_restore`, which must be installed beside the program. The password
//! goes to them in the environment: arguments can be read by everybody on a machine.

use std::{path::Path, process::Stdio};

use tokio::process::Command;
use url::Url;

use super::told;
use crate::Result;

/// Writes a dump of the database to a file.
pub(super) async fn dump(url: &str, file: &Path) -> Result<()> {
    let mut command = client("pg_dump", url)?;
    command
        .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
        .arg(file);
    run(command).await
}

/// Puts a dump into the place of what is in the database, all or nothing.
pub(super) async fn restore(url: &str, file: &Path) -> Result<()> {
    let mut command = client("pg_restore", url)?;
    command
        .args([
            "--clean",
            "--if-exists",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--dbname",
        ])
        .arg(database(&Url::parse(url).map_err(told)?))
        .arg(file);
    run(command).await
}

/// Whether a dump can be read to its end.
pub(super) async fn list(file: &Path) -> Result<()> {
    let mut command = Command::new("pg_restore");
    // Without a database, the statements of the whole dump are written to the standard output.
    command.args(["--file", "/dev/null"]).arg(file);
    run(command).await
}

fn client(program: &str, url: &str) -> Result<Command> {
    let url = Url::parse(url).map_err(|error| crate::Error::caused("--database", error))?;
    let text = |text: &str| percent(text);
    let mut command = Command::new(program);
    command
        .env(
            "PGHOST",
            url.host_str().map_or_else(|| "localhost".to_owned(), text),
        )
        .env("PGPORT", url.port().unwrap_or(5432).to_string())
        .env("PGDATABASE", database(&url));
    if !url.username().is_empty() {
        command.env("PGUSER", text(url.username()));
    }
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", text(password));
    }
    for (name, value) in url.query_pairs() {
        match &*name {
            "sslmode" => command.env("PGSSLMODE", &*value),
            "host" => command.env("PGHOST", &*value),
            _ => &mut command,
        };
    }
    Ok(command)
}

fn database(url: &Url) -> String {
    percent(url.path().trim_start_matches('/'))
}

fn percent(text: &str) -> String {
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(format!("x={}", text.replace('+', "%2B")).as_bytes())
            .into_owned()
            .collect();
    pairs
        .into_iter()
        .next()
        .map(|(_, value)| value)
        .unwrap_or_default()
}

async fn run(mut command: Command) -> Result<()> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    let done = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .await
        .map_err(|error| {
            told(format!(
                "{program} could not be started ({error}): install PostgreSQL's client programs beside kakehashi"
            ))
        })?;
    if done.status.success() {
        Ok(())
    } else {
        Err(told(format!(
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr).trim()
        )))
    }
}
