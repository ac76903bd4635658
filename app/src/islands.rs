//! The parts of pages that run in the browser.

#![allow(missing_docs, reason = "the island macro makes items that cannot carry docs")]

pub mod save_answers;
