//! Who is in which cohort, and when: one meaning for every room.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition};

use super::tables::enrolment::{Column, Model};

/// The enrolments that have not ended at this moment.
pub fn running_at(at: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(Column::EndedAt.is_null())
        .add(Column::EndedAt.gt(at))
}

impl Model {
    /// As [`running_at`], of one.
    pub fn is_running_at(&self, at: DateTime<Utc>) -> bool {
        self.ended_at.is_none_or(|ended| ended > at)
    }

    /// Whether the person was in the cohort at some time of a class session.
    pub fn covers(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        self.enrolled_at < to && self.is_running_at(from)
    }
}
