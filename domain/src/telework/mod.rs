//! Working from home: kits and their loans, and the texts that people agree to.

pub mod kit;

mod agreement;

pub use agreement::{Agreed, FIRST_VERSION, TextKind};
pub use kit::{KitEvent, KitKind, KitState, LoanEnd};
