//! The middle floor of Kakehashi: the database, the services of each room, the HTTP endpoints that
//! are not pages, and the command line.
//!
//! A service function takes the acting person first and checks the permission itself; nothing
//! reaches the database except through a service.

pub mod backup;
pub mod care;
pub mod catalog;
pub mod classroom;
pub mod cli;
pub mod db;
pub mod demo;
pub mod forms;
pub mod home;
pub mod http;
pub mod identity;
pub mod learning;
pub mod limits;
pub mod matching;
pub mod notices;
pub mod outreach;
pub mod qr;
pub mod readiness;
pub mod telework;

mod above;
pub mod clock;
mod config;
pub mod cookies;
mod error;
mod keys;
mod services;

pub use above::Above;
pub use clock::Zone;
pub use config::{Config, SourceOptions};
pub use error::{Error, FieldError, Problems, Sentence, too_long};
pub use identity::Actor;
pub use keys::Keys;
pub use services::Services;

/// What a service gives, or why not.
pub type Result<T> = std::result::Result<T, Error>;
