//! What is to be done today: one list over all rooms of what waits for the acting person. It is put together
//! from the state of things each time: what is finished is not in it any more, and nobody ticks anything off.
//!
//! What is kept is what people decide about it: until when somebody does not want to see a thing (`put_off`),
//! and to whom it was handed over.

pub mod put_off;
pub mod tables;

mod gather;
mod list;
pub(crate) mod own_data;
mod thing;

pub use list::{KindCount, Today, today};
pub use thing::Todo;
