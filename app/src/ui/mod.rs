//! Shared components: what many pages draw the same way.

mod forms;
mod list;
mod script;
mod time;
mod words;

pub use forms::{Check, Choices, Field, Select, TextArea, file_field, typed};
pub use list::{Column, List, Nothing};
pub use script::{PageScript, PrintButton};
pub use time::{clock, day, day_and_time, day_of, minutes_of_day, time_range, until};
pub use words::{Chip, Empty, Meter, Tone, crumbs, lang};
