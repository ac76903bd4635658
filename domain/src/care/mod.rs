//! Follow-ups after a placement.

mod follow_up;

pub use follow_up::{Contact, FollowUpStatus, GRACE_DAYS, Outcome, PLAN, Visibility, due_dates, status};
