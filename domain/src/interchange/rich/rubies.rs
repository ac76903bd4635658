//! Furigana for systems whose HTML has none: a span that reads well and can be read back.

use crate::interchange::xml::{Element, Node};

/// The class of the span.
pub(crate) const CLASS: &str = "kakehashi-ruby";
const READING: &str = "kakehashi-rt";

/// A ruby as a span: 右（みぎ）.
pub(crate) fn span(base: &str, reading: &str) -> Element {
    let reading = Element::new("span")
        .with("class", READING)
        .text(format!("（{reading}）"));
    Element::new("span")
        .with("class", CLASS)
        .text(base)
        .child(reading)
}

/// The base and the reading of such a span.
pub(crate) fn parts(span: &Element) -> (String, String) {
    let mut base = String::new();
    let mut reading = String::new();
    for child in &span.children {
        match child {
            Node::Text(text) => base.push_str(text),
            Node::Element(inner) if inner.attribute("class") == READING => {
                let text = inner.inner_text();
                let text = text.trim().strip_prefix('（').unwrap_or(&text);
                reading.push_str(text.strip_suffix('）').unwrap_or(text));
            }
            Node::Element(inner) => base.push_str(&inner.inner_text()),
        }
    }
    (base, reading)
}
