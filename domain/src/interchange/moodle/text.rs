//! The texts and numbers of Moodle's elements.

use crate::interchange::answers;
use crate::interchange::rich::Reading;
use crate::interchange::xml::Element;

/// The text of a child such as `<questiontext format="html"><text>…`.
pub(crate) fn text(reading: &mut Reading<'_>, parent: &Element, name: &str) -> Vec<String> {
    match parent.first(name) {
        Some(child) => own_text(reading, child),
        None => Vec::new(),
    }
}

/// The text of an element that has `format` and `<text>`.
pub(crate) fn own_text(reading: &mut Reading<'_>, element: &Element) -> Vec<String> {
    let written = element.first("text").map(Element::inner_text).unwrap_or_default();
    reading.formatted(element.get("format").unwrap_or("html"), &written)
}

/// A number in a child.
pub(crate) fn number(parent: &Element, name: &str) -> Option<f64> {
    answers::number(&parent.text_of(name)?)
}
