//! Cohorts, class sessions, attendance and check-in codes.

mod attendance;
pub mod check_in_code;
pub mod holiday;
mod make_up;
mod rate;

pub use attendance::{Mark, MarkEntry, Method, counting};
pub use make_up::{Held, holding, is_missed, rate, rate_of, sum};
pub use rate::{Rate, RateRule};
