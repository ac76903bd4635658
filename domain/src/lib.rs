//! The ground floor of Kakehashi: the rules and types of the product, without any input or output.
//!
//! Everything here compiles for the server and for the browser. Each room (`catalog`, `learning`,
//! `classroom`, `readiness`, `telework`, `matching`, `care`, `outreach`, `identity`) has a twin of the same
//! name on the floors above.

pub mod care;
pub mod catalog;
pub mod classroom;
pub mod events;
pub mod folding;
pub mod home;
pub mod html;
pub mod identity;
pub mod ids;
#[cfg(feature = "interchange")]
pub mod interchange;
pub mod learning;
pub mod matching;
pub mod notices;
pub mod outreach;
pub mod readiness;
pub mod search;
pub mod shown;
pub mod telework;

mod coded;
mod lang;

pub use coded::UnknownWord;
pub use lang::{Lang, Text, is_one};
#[doc(hidden)]
pub use serde as __serde;
