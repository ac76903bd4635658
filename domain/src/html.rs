//! Text within HTML.

/// The text with the characters escaped that mean something in HTML, within an element as within an attribute.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_into(&mut html, text);
    html
}

/// Writes a text so that it stays text; see [`escape`].
pub fn escape_into(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            // HTML has no NUL; a parser would replace it, too.
            '\0' => html.push('\u{fffd}'),
            _ => html.push(letter),
        }
    }
}
