//! Searching in texts: what is looked for ([`wanted`]), where its letters stand ([`index`]), and the passage
//! that shows it ([`passage`]). Texts carry their readings ([`annotated`]); a page of a course falls into the
//! sections below its headings ([`sections`]).
//!
//! Japanese has no spaces between words, so what is typed is found wherever it stands: as the database's `LIKE`
//! would find it in the folded text, only quicker.

pub mod annotated;
pub mod index;
pub mod passage;
pub mod sections;
pub mod wanted;

#[cfg(test)]
mod tests;

crate::coded_enum! {
    /// What a thing that is found is.
    pub enum Kind {
        /// A course.
        Course = "course",
        /// A lesson, or a section of one.
        Lesson = "lesson",
        /// A test or a practice.
        Quiz = "quiz",
        /// A word of the glossary.
        Term = "term",
    }
}
