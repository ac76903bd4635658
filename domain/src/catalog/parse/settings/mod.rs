//! TOML key by key: `course.toml`, rule files, the glossary, and the front matter of markdown files.

pub(crate) mod front_matter;
pub(crate) mod keys;
mod toml_file;
