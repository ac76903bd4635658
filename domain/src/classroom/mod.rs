//! Cohorts, class sessions, attendance and check-in codes.

mod attendance;
pub mod check_in_code;
mod make_up;

pub use attendance::{Mark, Method, Rate, RateRule, rate};
pub use make_up::{Held, is_missed, rate_of, sum};
