//! Evidence, evaluation, checklists, decisions.

pub mod tables;
