//! Follow-ups after a placement.

mod follow_up;

pub use follow_up::{
    Contact, ContactRefusal, EARLY_DAYS, FollowUpStatus, GRACE_DAYS, Outcome, PLAN, Visibility,
    check_contact, due_dates, opens_on, status,
};
