//! Where things stand in a file.

use std::ops::Range;

use crate::catalog::parse::source::SourceFiles;

/// The text of a file.
pub(super) fn text<'f>(files: &'f SourceFiles, path: &str) -> Option<&'f str> {
    files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
}

/// Where `#id` stands in braces, from a byte on.
pub(super) fn id_at(text: &str, from: usize, id: &str) -> Option<Range<usize>> {
    let sign = format!("#{id}");
    let rest = text.get(from..)?;
    rest.match_indices(&sign).find_map(|(at, found)| {
        let (start, end) = (from + at, from + at + found.len());
        let whole =
            !text[end..].starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_'));
        let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        (whole && text[line..start].contains('{')).then_some(start..end)
    })
}
