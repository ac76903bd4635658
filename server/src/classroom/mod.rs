//! Cohorts, class sessions, roll call, check-in, attendance.

pub mod tables;

mod live;

pub use live::Live;
