//! Markdown with furigana, alerts and attributes, as safe HTML.
//!
//! `document` finds the structure, `render` writes HTML. Both walk a flat list of events, never
//! recursing, so that no depth of nesting exhausts the stack.

pub(crate) mod alerts;
pub(crate) mod attributes;
pub(crate) mod document;
mod footnotes;
mod html_tags;
mod leftover;
mod links;
mod mapped;
pub(crate) mod page;
mod raw_html;
pub(crate) mod render;
pub(crate) mod skeleton;
pub(crate) mod tables;
mod video;
