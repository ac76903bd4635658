//! A list of many rows: search, chips that narrow it, headings that sort it, its pages, and all of it as
//! CSV. Everything is in the address, so that a list can be sent to somebody, and the browser's way back
//! leads back. A page of the classroom describes its columns once ([`Column`]) and has all of this.

mod address;
mod asked;
mod column;
mod drawn;
mod file;
mod head;
mod nothing;
mod pages;
mod table;

pub use asked::List;
pub use column::Column;
pub use nothing::Nothing;
