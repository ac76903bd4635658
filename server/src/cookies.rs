//! The names of the site's cookies, and reading them. With https they bear the prefix `__Host-`, so that no
//! other host of the domain and no unencrypted page can plant one (RFC 6265bis, 4.1.3.2). Pages and what is
//! no page read them here, so that both know the same sign-in.

use axum::http::{HeaderMap, header};

use crate::Config;

/// Holds the token of a sign-in.
pub const SIGN_IN: &str = "sign_in";

/// What stands before the name of a cookie of the whole site.
pub fn prefix(config: &Config) -> &'static str {
    if config.is_https() { "__Host-" } else { "" }
}

/// A cookie of a request.
pub fn get<'a>(config: &Config, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    named(headers, prefix(config), name)
}

/// A cookie of a request with another prefix.
pub fn named<'a>(headers: &'a HeaderMap, prefix: &str, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| found.strip_prefix(prefix) == Some(name))
        .map(|(_, value)| value)
}
