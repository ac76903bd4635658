//! TOML as far as it can be read, with every mistake of its writing.

use toml::de::DeTable;

use crate::catalog::diagnostic::Message;
use crate::catalog::parse::sink::Sink;

/// Parses TOML that starts at `offset` of the sink's file; what can be read of a broken one is read.
/// Also tells whether it was whole.
pub(crate) fn parse_table<'t>(sink: &mut Sink<'_>, toml: &'t str, offset: usize) -> (DeTable<'t>, bool) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let whole = errors.is_empty();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let what = error.message();
        let message = Message::new(
            format!("TOMLの書き方が正しくありません{}。", detail(what)),
            format!("This is not TOML: {what}."),
        );
        let said = sink.error("K0102", span.start + offset..span.end + offset, message);
        if let Some((ja, en)) = advice(line_of(toml, span.start)) {
            said.help(ja, en);
        }
    }
    (table.into_inner(), whole)
}

/// What the parser says, in Japanese; nothing where it says nothing that an author knows.
fn detail(what: &str) -> &'static str {
    [
        ("duplicate key", "（同じ項目が2回あります）"),
        ("unclosed array", "（[ ] が閉じていません）"),
        ("unclosed inline table", "（{ } が閉じていません）"),
        ("unclosed", "（かっこが閉じていません）"),
        ("basic string", "（文字列の \" が閉じていません）"),
        (
            "string values must be quoted",
            "（文字列が \" で囲まれていません）",
        ),
        ("no value", "（= と値がありません）"),
        ("missing value", "（値がありません）"),
        ("extra", "（余分な文字があります）"),
        ("number", "（数の書き方が違います）"),
        ("date", "（日付の書き方が違います）"),
        ("key", "（項目の名前の書き方が違います）"),
    ]
    .iter()
    .find(|(english, _)| what.contains(english))
    .map_or("", |(_, japanese)| japanese)
}

/// The line around a byte.
fn line_of(toml: &str, at: usize) -> &str {
    let at = toml.floor_char_boundary(at.min(toml.len()));
    let start = toml[..at].rfind('\n').map_or(0, |end| end + 1);
    toml[start..].lines().next().unwrap_or_default()
}

/// What is most likely wrong with a line: what a Japanese keyboard or a word processor writes by itself.
fn advice(line: &str) -> Option<(&'static str, &'static str)> {
    let value = line.split_once('=').map(|(_, value)| value.trim());
    if line.contains(['“', '”', '＂', '„', '‘', '’']) {
        return Some((
            "全角や飾りの引用符があります。半角の \" で囲んでください。",
            "There is a curly or full-width quotation mark. Use the plain \".",
        ));
    }
    if line.contains(['＝', '［', '］', '｛', '｝', '，']) || value.is_some_and(|value| value.contains('、'))
    {
        return Some((
            "全角の記号があります。= [ ] { } , は半角で書いてください。",
            "There is a full-width sign. Write = [ ] { } , as ordinary ones.",
        ));
    }
    let value = value?;
    let digits = |letter: char| {
        letter.is_ascii_digit() || ('０'..='９').contains(&letter) || matches!(letter, '.' | '．')
    };
    if !value.is_empty() && value.chars().all(digits) && !value.is_ascii() {
        return Some((
            "数は半角で書いてください。",
            "Write numbers with ordinary digits.",
        ));
    }
    if value.chars().next().is_some_and(|first| first.is_alphabetic()) {
        return Some(("文字列は \" で囲んでください。", "Put texts between \"."));
    }
    if value.matches('"').count() % 2 == 1 {
        return Some((
            "引用符 \" が閉じていません。",
            "A quotation mark \" is not closed.",
        ));
    }
    None
}
