//! Cohorts, class sessions, roll call, check-in, attendance.

pub mod changes;
pub mod check_in;
pub mod cohorts;
pub mod early;
pub mod enrolments;
pub mod export;
pub mod make_ups;
pub mod mine;
pub mod new_cohort;
pub mod qr;
pub mod rates;
pub mod roll_call;
pub mod sessions;
pub mod tables;
pub mod wall;

mod live;
mod marks;
mod missed;

use domain::classroom::Mark;

pub use live::Live;
pub use missed::Missed;
pub use rates::{rate_of, rates};
pub use sessions::{Coming, coming, in_session_now, next_session};

/// Whether a mark says that the learner came.
pub fn was_there(mark: Mark) -> bool {
    match mark {
        Mark::Present | Mark::Late => true,
        Mark::Excused | Mark::Absent => false,
    }
}
