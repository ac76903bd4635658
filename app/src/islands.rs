//! The parts of pages that run in the browser.

pub mod save_answers;
