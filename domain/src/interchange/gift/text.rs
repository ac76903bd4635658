//! The marks of GIFT: what a backslash takes the meaning from, and the format in brackets.

/// The format in square brackets that a text may begin with.
pub(crate) fn format(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start();
    for name in ["html", "moodle", "plain", "markdown"] {
        let rest = text.strip_prefix('[').and_then(|rest| rest.strip_prefix(name));
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(']')) {
            return (Some(name), rest);
        }
    }
    (None, text)
}

/// Where something begins that no backslash stands before.
pub(crate) fn find(text: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if fits(&text[at..]) {
            return Some(at);
        }
    }
    None
}

/// A text without the backslashes that take meanings away.
pub(crate) fn unescape(text: &str) -> String {
    unescape_all(text).trim().to_owned()
}

/// The same with the white space around it.
pub(crate) fn unescape_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('n')) => {
                letters.next();
                out.push('\n');
            }
            ('\\', Some('~' | '=' | '#' | '{' | '}' | ':' | '\\')) => out.extend(letters.next()),
            _ => out.push(letter),
        }
    }
    out
}
