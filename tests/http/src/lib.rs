//! A classroom for tests: the whole program with its guards, over a new database and its own courses
//! folder, without a socket. A test says who is there and asks for addresses as a browser does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

mod classroom;
mod database;
mod person;
mod publishing;
mod remotes;
mod repository;

pub use classroom::Classroom;
pub use database::{Database, on_both};
pub use person::{Answer, Person};
pub use publishing::sign;
pub use remotes::{HttpRemote, SshRemote};
pub use repository::Repository;
