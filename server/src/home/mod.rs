//! What each person begins with: the start pages, what is to be done, and the bridge in numbers.
//! Stands above all other rooms and adds up what they know.

pub mod bridge;
pub mod learner;
pub mod search;
pub mod todo;

#[cfg(test)]
mod tests;
