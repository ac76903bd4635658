//! The courses on offer.

pub mod courses;
