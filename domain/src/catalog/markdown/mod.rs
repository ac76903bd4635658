//! Markdown with furigana, alerts and attributes, as safe HTML.
//!
//! `document` finds the structure, `render` writes HTML. Both walk a flat list of events, never
//! recursing, so that no depth of nesting exhausts the stack.

pub(super) mod attributes;
pub(super) mod document;
mod footnotes;
mod html_tags;
mod links;
mod mapped;
pub(super) mod page;
mod raw_html;
pub(super) mod render;
pub(super) mod skeleton;
pub(crate) mod tables;
mod video;
