//! Working from home: kits and their loans, texts that people agree to, what was measured at home, the workplace,
//! and incidents.

pub mod browser;
mod incident;
pub mod kit;
pub mod measure;
mod problem;
mod workplace;

mod agreement;

pub use agreement::{Agreed, FIRST_VERSION, TextKind};
pub use incident::IncidentKind;
pub use kit::{KitEvent, KitKind, KitState, LoanEnd};
pub use measure::{Limits, Line, Measure, Value};
pub use problem::Problem;
pub use workplace::{Decision, WorkItem};
