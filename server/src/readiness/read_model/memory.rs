//! What a program remembers of the rows, and who waits for whom.

use std::collections::BTreeMap;

use dashmap::DashMap;
use tokio::sync::Mutex;

use crate::readiness::state::BoardState;

/// See the module.
#[derive(Default)]
pub struct Memory {
    /// One makes rows at a time; who waits finds it done.
    pub(super) turn: Mutex<()>,
    /// One signs at a time.
    pub(in crate::readiness) signing: Mutex<()>,
    /// How many people are in each state under a rule, with the basis and the version of the rows.
    pub(in crate::readiness) counts: DashMap<String, (String, i64, Counts)>,
}

/// How many people are in each state.
pub type Counts = BTreeMap<BoardState, u64>;
