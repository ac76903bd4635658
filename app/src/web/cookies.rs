//! The cookies of the site: read and written in one place, for this site alone and out of scripts' reach.
//! With https they are `Secure` and bear the prefix `__Host-`, so that no other host of the domain and no
//! unencrypted page can plant one (RFC 6265bis, 4.1.3.2).

use axum::http::HeaderMap;
pub(super) use server::cookies::{SIGN_IN, get};
use server::{
    Config,
    cookies::{named, prefix},
};

/// By it a device is known where somebody has signed in before.
pub(super) const DEVICE: &str = "device";

/// Holds the proof that a packet was opened in this browser by a press.
pub const OPENED: &str = "packet";

/// How long a browser keeps a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// So many days.
    Days(i64),
    /// Until the browser is closed.
    Browser,
    /// It is taken away.
    Gone,
}

impl Life {
    fn attribute(self) -> String {
        match self {
            Life::Days(days) => format!("; Max-Age={}", days * 86_400),
            Life::Browser => String::new(),
            Life::Gone => "; Max-Age=0".to_owned(),
        }
    }
}

/// The line that sets a cookie for the whole site.
pub(super) fn line(config: &Config, name: &str, value: &str, life: Life) -> String {
    let secure = if config.is_https() { "; Secure" } else { "" };
    format!(
        "{}{name}={value}; Path=/{}; HttpOnly; SameSite=Lax{secure}",
        prefix(config),
        life.attribute()
    )
}

/// The line that sets a cookie which is sent to one path only.
pub(super) fn line_for(config: &Config, path: &str, name: &str, value: &str, life: Life) -> String {
    let (prefix, secure) = if config.is_https() {
        ("__Secure-", "; Secure")
    } else {
        ("", "")
    };
    format!(
        "{prefix}{name}={value}; Path={path}{}; HttpOnly; SameSite=Lax{secure}",
        life.attribute()
    )
}

/// The line that sets a cookie which a script of ours writes, too.
pub(super) fn line_for_scripts(config: &Config, name: &str, value: &str, life: Life) -> String {
    let secure = if config.is_https() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/{}; SameSite=Lax{secure}", life.attribute())
}

/// A cookie of a request that is sent to one path only.
pub(super) fn get_for<'a>(config: &Config, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    named(headers, if config.is_https() { "__Secure-" } else { "" }, name)
}

/// A cookie of a request that a script of ours has written.
pub(super) fn get_scripts<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    named(headers, "", name)
}
