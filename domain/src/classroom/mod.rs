//! Cohorts, class sessions, attendance and check-in codes.

mod attendance;
pub mod check_in_code;

pub use attendance::{Mark, Method, Rate, RateRule, rate};
