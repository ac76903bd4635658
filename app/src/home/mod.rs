//! What each person begins with: the start page, the picture of the bridge, and a learner's page under
//! it. Stands above all other rooms.

pub mod person;
pub mod put_off;
pub mod search;
pub mod start;

mod bridge;
mod front;
mod news;
mod picture;
mod staff;
mod today;
mod todo_words;
