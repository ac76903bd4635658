//! What the fields of a page that is shown again are told.

use server::FieldError;

use super::Pairs;

/// The form that was posted, when the page is shown again because of it.
#[derive(Clone)]
pub struct Form {
    /// What was typed.
    pub values: Pairs,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}
