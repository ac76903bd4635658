//! Cohorts, class sessions, roll call, check-in, attendance.

pub mod changes;
pub mod check_in;
pub mod cohort_list;
pub mod cohorts;
pub mod early;
pub mod enrolments;
pub mod export;
pub mod make_ups;
pub mod mine;
pub mod new_cohort;
pub(crate) mod own_data;
pub mod rates;
pub mod roll_call;
pub mod sessions;
pub mod tables;
pub mod teachers;
pub mod wall;

mod counting;
mod live;
mod made_up;
mod marks;
mod missed;
mod next_change;

pub use live::Live;
pub use marks::was_there;
pub use missed::Missed;
pub(crate) use next_change::next_change;
pub use rates::{rate_of, rates};
pub use sessions::{Coming, coming, in_session_now, left, next_session};
