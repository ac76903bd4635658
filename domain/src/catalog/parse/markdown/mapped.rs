//! Text put together from several events, each part knowing where it stands in the file.

use std::ops::Range;

/// Text with its origins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub text: String,
    /// Start in `text`, and where it comes from.
    parts: Vec<(usize, Range<usize>)>,
}

impl Mapped {
    pub fn push(&mut self, text: &str, from: Range<usize>) {
        self.parts.push((self.text.len(), from));
        self.text.push_str(text);
    }

    /// Whether text from `from` continues this one without a gap.
    pub fn continues(&self, from: &Range<usize>) -> bool {
        self.parts.last().is_none_or(|(_, last)| last.end == from.start)
    }

    /// Where the text stops, in the file.
    pub fn end(&self) -> usize {
        self.parts.last().map_or(0, |(_, last)| last.end)
    }

    /// Where a range of the text stands in the file.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source(range.start, false);
        let end = self.source(range.end, true);
        start..end.max(start)
    }

    fn source(&self, at: usize, is_end: bool) -> usize {
        let index = self
            .parts
            .partition_point(|(start, _)| if is_end { *start < at } else { *start <= at });
        let Some(index) = index.checked_sub(1) else {
            return self.parts.first().map_or(0, |(_, from)| from.start);
        };
        let (start, from) = &self.parts[index];
        let length = self
            .parts
            .get(index + 1)
            .map_or(self.text.len(), |(next, _)| *next)
            - start;
        if length == from.len() {
            from.start + (at - start)
        } else if is_end {
            // An entity or an escape: only the whole of it can be pointed at.
            from.end
        } else {
            from.start
        }
    }
}
