//! The server's side of HTTP: who may ask for what, the guards around every request, and the
//! endpoints that are not pages.

pub mod access;
pub mod compress;
pub mod connections;
pub mod guard;
pub mod health;
pub mod refusal;
pub mod request_id;
pub mod routes;

mod client;

pub use access::Who;
pub use client::address_of;
pub use health::Health;
pub use request_id::RequestId;
