//! The parts of pages that run in the browser.

#![cfg_attr(
    not(feature = "hydrate"),
    allow(
        dead_code,
        reason = "on the server an island is drawn once, in its first state"
    )
)]
#![allow(missing_docs, reason = "the island macro makes items that cannot carry docs")]

pub mod roll_call;
pub mod wall;
