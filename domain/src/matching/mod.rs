//! Matching people and openings: hard constraints first, then skills, then preferences.
//!
//! Every outcome keeps its reason, what is unknown is never held against anybody, and there is no
//! percentage: the lists are ordered by what they show.

mod constraint;
mod explain;
mod opening;
mod placement;
mod rank;
mod referral;
mod round;

pub use constraint::{Constraint, ConstraintKind, Detail, Outcome};
pub use explain::{Explanation, NearMiss, Preference, explain};
pub use opening::{Candidate, Opening, Wishes, WorkMode};
pub use placement::at_work;
pub use rank::rank;
pub use referral::{Answer, PacketField};
pub use round::{Missed, Placed, Seats, place};
