//! The settings of a running server.

use std::path::PathBuf;

/// Where the server listens, and where its data and courses are.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on, as `127.0.0.1:3000`.
    pub listen: String,
    /// The database: `postgres://…`, or none for `kakehashi.sqlite` in the data folder.
    pub database: Option<String>,
    /// The folder of the embedded database.
    pub data: PathBuf,
    /// The folder of the courses.
    pub courses: PathBuf,
    /// The address that people use, as `https://learn.example.jp`; links and QR codes begin with it.
    pub public_url: String,
    /// Minutes that the classroom's clock is ahead of UTC (Japan: 540).
    pub utc_offset_minutes: i32,
    /// Proxies of ours, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// What is allowed with repositories of courses.
    pub sources: crate::catalog::SourceOptions,
}

impl Config {
    /// The classroom's offset from UTC.
    pub fn offset(&self) -> chrono::FixedOffset {
        chrono::FixedOffset::east_opt(self.utc_offset_minutes * 60)
            .unwrap_or(chrono::Offset::fix(&chrono::Utc))
    }

    /// Whether people reach the server by https, so that cookies may be `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
