//! What each person begins with: the start page, the picture of the bridge, and a learner's page under
//! it; and what a learner's own device keeps of all rooms. Stands above all other rooms.

pub mod device;
pub mod manifest;
pub mod offline;
pub mod person;
pub mod put_off;
pub mod search;
pub mod start;
pub mod worker;

mod bridge;
mod front;
mod news;
mod picture;
mod staff;
mod today;
mod todo_words;
