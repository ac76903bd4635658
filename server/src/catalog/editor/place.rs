//! Places: bytes of a file, and lines and columns as the editor counts them.

use std::{ops::Range, path::Path, path::PathBuf, str::FromStr};

use lsp_types::{Position, Uri};

/// A text whose places are asked for.
#[derive(Clone, Copy)]
pub(super) struct Places<'t> {
    text: &'t str,
    /// Whether the editor counts bytes; else UTF-16 units.
    utf8: bool,
}

impl<'t> Places<'t> {
    pub fn new(text: &'t str, utf8: bool) -> Self {
        Places { text, utf8 }
    }

    /// The line and column of a byte.
    pub fn position(self, byte: usize) -> Position {
        let before = &self.text[..floor(self.text, byte)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = if self.utf8 {
            before.len() - start
        } else {
            before[start..].encode_utf16().count()
        };
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        Position::new(
            u32::try_from(line).unwrap_or(u32::MAX),
            u32::try_from(column).unwrap_or(u32::MAX),
        )
    }

    /// The range of some bytes.
    pub fn range(self, span: Range<usize>) -> lsp_types::Range {
        lsp_types::Range::new(self.position(span.start), self.position(span.end))
    }

    /// The byte of a line and column; past a line's end is its end.
    pub fn byte(self, position: Position) -> usize {
        let mut start = 0;
        for _ in 0..position.line {
            match self.text[start..].find('\n') {
                Some(newline) => start += newline + 1,
                None => return self.text.len(),
            }
        }
        let line = self.text[start..].split('\n').next().unwrap_or_default();
        let wanted = position.character as usize;
        if self.utf8 {
            return start + floor(line, wanted);
        }
        let mut units = 0;
        for (at, letter) in line.char_indices() {
            if units >= wanted {
                return start + at;
            }
            units += letter.len_utf16();
        }
        start + line.len()
    }
}

/// The nearest character boundary at or before a byte.
pub(super) fn floor(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte.min(text.len()))
}

/// The file of an address, when it is one.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let path = uri.as_str().strip_prefix("file://")?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(|_| *first == b'%')
        {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    Some(PathBuf::from(String::from_utf8(bytes).ok()?))
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let mut uri = "file://".to_owned();
    for byte in path.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri::from_str(&uri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_place_comes_back_from_the_editor_as_it_went(text in "[a-zあ𠮷\n ]{0,40}", at in 0usize..60, utf8: bool) {
            let at = floor(&text, at);
            let places = Places::new(&text, utf8);
            prop_assert_eq!(places.byte(places.position(at)), at);
        }

        #[test]
        fn a_path_comes_back_from_its_address(name in "[a-z あ%#?]{1,12}") {
            let path = PathBuf::from(format!("/courses/{name}"));
            prop_assert_eq!(path_of(&uri_of(&path).unwrap()), Some(path));
        }
    }
}
