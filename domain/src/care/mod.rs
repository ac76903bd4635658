//! Follow-ups after a placement.

mod follow_up;

pub use follow_up::{Contact, FollowUpStatus, GRACE_DAYS, Outcome, PLAN, due_dates, status};
