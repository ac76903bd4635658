//! Placements and follow-ups.

pub mod tables;
