//! Placements and follow-ups: after the first working day nobody is left alone.

pub mod contacts;
pub mod due_list;
pub mod follow_ups;
pub(crate) mod own_data;
pub mod placements;
pub mod tables;

pub use placements::placement_of;
