//! A form as it came, and the struct or enum that a page reads from it.

use serde::{Deserialize, de::DeserializeOwned};
use server::Result;

use super::Pairs;

/// A file that came with a form. It lies on the disk until the request is answered.
pub struct PostedFile {
    /// The field's name.
    pub field: String,
    /// The file's name on the sender's device.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Where it lies.
    pub path: tempfile::TempPath,
}

/// A form as it came.
#[derive(Default)]
pub struct Posted {
    /// Names and values.
    pub fields: Pairs,
    /// The files that came with it.
    pub files: Vec<PostedFile>,
}

/// What a page's `submit` takes beside the request: a struct or enum that stands beside the page and
/// says what may come. Every type that serde reads is one.
pub trait FromPosted: Sized {
    /// The form; refused when anything in it is not understood.
    fn read(posted: Posted) -> Result<Self>;
}

impl<F: DeserializeOwned> FromPosted for F {
    fn read(posted: Posted) -> Result<F> {
        posted.fields.read()
    }
}

/// A form with nothing in it but its button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
