//! TOML as far as it can be read, with every mistake of its writing.

use toml::de::DeTable;

use super::diagnostic::{Message, Sink};

/// Parses TOML that starts at `offset` of the sink's file; what can be read of a broken one is read.
/// Also tells whether it was whole.
pub(super) fn parse_table<'t>(sink: &mut Sink<'_>, toml: &'t str, offset: usize) -> (DeTable<'t>, bool) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let whole = errors.is_empty();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let what = error.message();
        sink.error(
            "K0102",
            span.start + offset..span.end + offset,
            Message::new(
                format!("TOMLの書き方が正しくありません（{what}）。"),
                format!("This is not TOML: {what}."),
            ),
        );
    }
    (table.into_inner(), whole)
}
