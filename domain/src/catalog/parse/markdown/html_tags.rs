//! The few HTML tags that authors may write. Everything else is shown as text, and reported.

use std::ops::Range;

/// The tags that may be written, without attributes.
pub(crate) const ALLOWED: [&str; 7] = ["kbd", "br", "sub", "sup", "mark", "details", "summary"];

/// A piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    /// An allowed tag.
    Open(&'static str),
    /// An allowed tag's end.
    Close(&'static str),
    /// A comment; authors may leave notes to each other.
    Comment,
    /// Anything else with angle brackets; the name is for the message.
    Foreign {
        name: String,
        closing: bool,
    },
}

/// Splits raw HTML into its pieces with their places.
pub(crate) fn pieces(html: &str) -> Vec<(Piece<'_>, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let Some(open) = rest.find('<') else {
            pieces.push((Piece::Text(rest), at..html.len()));
            break;
        };
        if open > 0 {
            pieces.push((Piece::Text(&rest[..open]), at..at + open));
            at += open;
            continue;
        }
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            pieces.push((Piece::Comment, at..at + end));
            at += end;
            continue;
        }
        let Some(end) = tag_end(rest) else {
            // A lone "<" is text.
            pieces.push((Piece::Text(&rest[..1]), at..at + 1));
            at += 1;
            continue;
        };
        pieces.push((tag(&rest[..end]), at..at + end));
        at += end;
    }
    pieces
}

/// Where the tag ends that `rest` starts with, quotes respected.
fn tag_end(rest: &str) -> Option<usize> {
    let second = rest[1..].chars().next()?;
    if !second.is_ascii_alphabetic() && !matches!(second, '/' | '!' | '?') {
        return None;
    }
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    // Quotes that never close do not hide the end.
    rest.find('>').map(|at| at + 1)
}

fn tag(written: &str) -> Piece<'static> {
    let inner = written.trim_start_matches('<').trim_end_matches('>');
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let inner = inner.trim_end().trim_end_matches('/').trim_end();
    let name_end = inner
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let name = inner[..name_end].to_lowercase();
    let plain = inner.len() == name_end;
    match ALLOWED.iter().find(|allowed| **allowed == name) {
        Some(name) if plain && closing => Piece::Close(name),
        Some(name) if plain => Piece::Open(name),
        _ => Piece::Foreign { name, closing },
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    fn only(html: &str) -> Vec<Piece<'_>> {
        pieces(html).into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn only_plain_tags_of_the_list_are_allowed() {
        assert_eq!(
            only("<kbd>A</KBD><br/>"),
            [
                Piece::Open("kbd"),
                Piece::Text("A"),
                Piece::Close("kbd"),
                Piece::Open("br")
            ]
        );
        let foreign = |name: &str| Piece::Foreign {
            name: name.into(),
            closing: false,
        };
        assert_eq!(only("<kbd onclick=\"a>b\">"), [foreign("kbd")]);
        assert_eq!(only("<script>"), [foreign("script")]);
        assert_eq!(
            only("a < b"),
            [Piece::Text("a "), Piece::Text("<"), Piece::Text(" b")]
        );
        assert_eq!(only("<!-- note"), [Piece::Comment]);
    }
}
