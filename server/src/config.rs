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
    /// The classroom's clock: a place of the IANA time zone database, whose summer time counts.
    pub zone: chrono_tz::Tz,
    /// Proxies of ours, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Servers that help two browsers of a call through the net: `stun:…`, `turn:…`, `turns:…`.
    pub ice_servers: Vec<String>,
    /// The secret that a relay among them shares with us.
    pub turn_secret: Option<String>,
    /// What is allowed with repositories of courses.
    pub sources: SourceOptions,
}

impl Config {
    /// Whether people reach the server by https, so that cookies may be `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Limits of the work with other people's repositories, and what is allowed there.
#[derive(Clone, Debug)]
pub struct SourceOptions {
    /// Also plain `http://`, and repositories on this machine (`file://`).
    pub local: bool,
    /// The longest that a fetch may take.
    pub seconds: u64,
    /// The largest that a mirror may get, in megabytes.
    pub megabytes: u64,
}

impl Default for SourceOptions {
    fn default() -> Self {
        SourceOptions {
            local: false,
            seconds: 120,
            megabytes: 1024,
        }
    }
}
