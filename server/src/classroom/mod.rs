//! Cohorts, class sessions, roll call, check-in, attendance.

pub mod rates;
pub mod sessions;
pub mod tables;

mod live;
mod marks;

pub use live::Live;
pub use rates::{rate_of, rates};
pub use sessions::{in_session_now, next_session};
