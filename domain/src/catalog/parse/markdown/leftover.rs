//! Notation that markdown took for ordinary words: learners would read it as it is. Each is told where it
//! stands, with what was most likely meant.

use std::ops::Range;

use super::mapped::Mapped;
use crate::catalog::diagnostic::Message;
use crate::catalog::furigana;
use crate::catalog::parse::sink::Sink;

/// What is left over: where in the text, and what to say about it.
struct Leftover {
    at: Range<usize>,
    what: What,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Link,
    Image,
    OpenFurigana,
    OtherFurigana,
    Footnote,
    Braces,
    Strike,
    Code,
    Box,
    Alert,
    Table,
    Comment,
    Marks,
    Address,
}

impl What {
    fn say(self) -> (Message, Message) {
        let message = |(ja, en): (&str, &str)| Message::new(ja, en);
        let (what, help) = match self {
            What::Link => (
                (
                    "ここはリンクになりません。記号がそのまま見えます。",
                    "This makes no link; its signs are shown as they are.",
                ),
                (
                    "[言葉](ファイルか https://…) と、半角の記号で書きます。行き先に空白があるときは %20 と書きます。",
                    "Write [words](file or https://…) with ordinary signs; a space in the target is %20.",
                ),
            ),
            What::Image => (
                (
                    "ここは画像になりません。記号がそのまま見えます。",
                    "This shows no image; its signs are shown as they are.",
                ),
                (
                    "![説明](images/…) と、半角の記号で書きます。ファイル名に空白があるときは <images/画面 1.png> のように囲みます。",
                    "Write ![words](images/…) with ordinary signs; a file name with a space stands between < and >.",
                ),
            ),
            What::OpenFurigana => (
                (
                    "ふりがなの { } の片方がありません。",
                    "One of the braces of the furigana is missing.",
                ),
                ("{漢字|かんじ} と書きます。", "Write {漢字|かんじ}."),
            ),
            What::OtherFurigana => (
                ("《 》 はふりがなになりません。", "《 》 makes no furigana."),
                ("{漢字|かんじ} と書きます。", "Write {漢字|かんじ}."),
            ),
            What::Footnote => (
                ("この注の文がありません。", "This note has no text."),
                ("[^1]: 文 という段落を書きます。", "Write a paragraph [^1]: text."),
            ),
            What::Braces => (
                (
                    "この { } は働きません。記号がそのまま見えます。",
                    "These braces do nothing here; they are shown as they are.",
                ),
                (
                    "{#名前} を付けられるのは、見出しの終わりと、問題の選択肢・組・手順の終わりです。",
                    "{#id} stands at the end of a heading, or of a question's choice, pair or step.",
                ),
            ),
            What::Strike => (
                (
                    "この ~~ は取り消し線になりません。",
                    "This ~~ strikes nothing out.",
                ),
                (
                    "消す言葉の両側に ~~ を書きます。",
                    "Put ~~ on both sides of the words.",
                ),
            ),
            What::Code => (
                ("この ` は閉じていません。", "This ` is not closed."),
                ("両側に ` を書きます。", "Put ` on both sides."),
            ),
            What::Box => (
                ("この [ ] は選択肢になりません。", "This box makes no choice."),
                (
                    "「- [ ] 」の後に、空白と文を書きます。",
                    "Write \"- [ ] \" with a space and words behind it.",
                ),
            ),
            What::Alert => (
                ("ここは囲みになりません。", "This makes no box."),
                (
                    "行の先頭に > [!TIP] と書き、文は次の行に > を付けて書きます。",
                    "Write > [!TIP] at the start of a line, and the text below it behind >.",
                ),
            ),
            What::Table => (
                ("この行は表になりません。", "This line makes no table."),
                (
                    "見出しの行の下に | --- | --- | の行が必要です。",
                    "A line | --- | --- | belongs below the heading row.",
                ),
            ),
            What::Comment => (
                ("この <!-- は閉じていません。", "This <!-- is not closed."),
                ("終わりに --> を書きます。", "Write --> at its end."),
            ),
            What::Marks => (
                (
                    "この記号は、ここでは働きません。そのまま見えます。",
                    "These signs do nothing here; they are shown as they are.",
                ),
                (
                    "太字は **言葉**、囲みは > [!TIP] です。見せたい記号は ` ` で囲みます。",
                    "Bold is **words**, a box is > [!TIP]. Signs that are meant to be seen stand between ` `.",
                ),
            ),
            What::Address => (
                (
                    "この住所（URL）はリンクになりません。",
                    "This address makes no link.",
                ),
                (
                    "[言葉](https://…) か <https://…> と書きます。見せるだけなら ` ` で囲みます。",
                    "Write [words](https://…) or <https://…>; to only show it, put it between ` `.",
                ),
            ),
        };
        (message(what), message(help))
    }
}

/// Tells what is left over in a text that is shown. `linked`: the text is that of a link.
pub(crate) fn check(sink: &mut Sink<'_>, mapped: &Mapped, linked: bool) {
    let text = mapped.text.as_str();
    if !text.contains([
        '[', '［', ']', '{', '}', '《', '~', '`', '|', '<', '=', ':', '_', 'w',
    ]) {
        return;
    }
    let mut found: Vec<Leftover> = Vec::new();
    links(text, &mut found);
    braces(text, &mut found);
    signs(text, &mut found);
    if !linked {
        addresses(text, &mut found);
    }
    let mut told: Vec<What> = Vec::new();
    for Leftover { at, what } in found {
        let span = mapped.span(at.clone());
        // A sign with a backslash, or written as an entity, is meant.
        let written = sink.text().get(span.clone()).unwrap_or_default();
        let escaped = sink
            .text()
            .get(..span.start)
            .is_some_and(|before| before.ends_with('\\'));
        // A quote that begins with such a sign is told of as a box.
        if what == What::Alert && sink.told_at(&["K0310", "K0422"], span.start) {
            continue;
        }
        if escaped || Some(written) != text.get(at.clone()) || told.contains(&what) {
            continue;
        }
        told.push(what);
        let (message, help) = what.say();
        let code = if what == What::Address { "K0320" } else { "K0319" };
        sink.warning(code, span, message).help(help.ja, help.en);
    }
}

/// `](`, also in full width, with what stands before it.
fn links(text: &str, found: &mut Vec<Leftover>) {
    let mut from = 0;
    while let Some(close) = text[from..].find([']', '］']).map(|at| from + at) {
        let mark = text[close..].chars().next().map_or(1, char::len_utf8);
        from = close + mark;
        let Some(open_paren) = text[from..]
            .chars()
            .next()
            .filter(|next| matches!(next, '(' | '（'))
        else {
            continue;
        };
        let Some(open) = text[..close].rfind(['[', '［']) else {
            if text[close..].starts_with("](") {
                found.push(Leftover {
                    at: close..close + 2,
                    what: What::Link,
                });
            }
            continue;
        };
        let image = text[..open].ends_with(['!', '！']);
        let target = &text[from + open_paren.len_utf8()..];
        let target = &target[..target.find([')', '）']).unwrap_or(target.len())];
        let narrow = text[open..].starts_with('[') && text[close..].starts_with("](");
        // ［注］（1） is how people write; a path or an address is not.
        let path =
            target.contains('/') || target.contains(".md") || target.contains(':') || target.starts_with('#');
        if !(narrow || image || path) {
            continue;
        }
        let start = if image {
            open - text[..open].chars().next_back().map_or(0, char::len_utf8)
        } else {
            open
        };
        found.push(Leftover {
            at: start..from,
            what: if image { What::Image } else { What::Link },
        });
    }
    for (at, mark) in text.match_indices("![") {
        // With a bracket behind its words it is told of above.
        let behind = text[at..]
            .find([']', '］'])
            .and_then(|close| text[at + close..].chars().nth(1));
        if !matches!(behind, Some('(' | '（')) {
            found.push(Leftover {
                at: at..at + mark.len(),
                what: What::Image,
            });
        }
    }
}

/// Furigana that is not closed, not opened, or written as elsewhere; attributes that belong to nothing.
fn braces(text: &str, found: &mut Vec<Leftover>) {
    let mut offset = 0;
    for piece in furigana::pieces(text) {
        let plain = match piece {
            furigana::Piece::Plain(plain) => plain,
            furigana::Piece::Ruby { whole, .. } => {
                offset = whole.end;
                continue;
            }
        };
        let start = offset;
        offset += plain.len();
        let japanese = |part: &str| part.chars().any(|letter| u32::from(letter) >= 0x3041);
        if let Some(open) = plain.rfind('{')
            && let Some(bar) = plain[open..].find(['|', '｜'])
            && !plain[open..].contains('}')
            && japanese(&plain[open + 1..open + bar])
        {
            found.push(Leftover {
                at: start + open..start + open + 1,
                what: What::OpenFurigana,
            });
        }
        if let Some(close) = plain.find('}')
            && let Some(bar) = plain[..close].rfind(['|', '｜'])
            && !plain[..close].contains('{')
            && japanese(&plain[bar..close])
        {
            found.push(Leftover {
                at: start + close..start + close + 1,
                what: What::OpenFurigana,
            });
        }
        let attributes = ["{#", "{.", "{{", "{%"]
            .iter()
            .filter_map(|sign| plain.find(sign))
            .min();
        if let Some(at) = attributes
            && plain[at + 1..]
                .chars()
                .nth(1)
                .is_some_and(|next| !next.is_whitespace() && next != '.')
        {
            found.push(Leftover {
                at: start + at..start + at + 2,
                what: What::Braces,
            });
        }
    }
    let mut from = 0;
    while let Some(open) = text[from..].find('《').map(|at| from + at) {
        let inside = &text[open + '《'.len_utf8()..];
        from = open + '《'.len_utf8();
        let Some(close) = inside.find('》') else { continue };
        let reading = &inside[..close];
        let kana = !reading.is_empty()
            && reading
                .chars()
                .all(|letter| matches!(letter, '\u{3041}'..='\u{30ff}'));
        let base = text[..open]
            .chars()
            .next_back()
            .is_some_and(|letter| matches!(letter, '々' | '\u{3400}'..='\u{9fff}'));
        if kana && (base || text[..open].contains('｜')) {
            found.push(Leftover {
                at: open..open + '《'.len_utf8(),
                what: What::OtherFurigana,
            });
        }
    }
}

/// Single signs that stand in pairs or at the beginning of a line.
fn signs(text: &str, found: &mut Vec<Leftover>) {
    let mut push = |at: Range<usize>, what: What| found.push(Leftover { at, what });
    if let Some(at) = text.find("[^") {
        let end = text[at..].find(']').filter(|end| *end > 2);
        let label = &text[at + 2..at + end.unwrap_or(2)];
        if !label.contains(char::is_whitespace) {
            push(at..at + end.map_or(2, |end| end + 1), What::Footnote);
        }
    }
    if let Some(at) = text.find("[!") {
        push(at..at + 2, What::Alert);
    }
    if let Some(at) = text.find("~~") {
        push(at..at + 2, What::Strike);
    }
    if let Some(at) = text.find('`') {
        push(at..at + 1, What::Code);
    }
    if let Some(at) = text.find("<!--") {
        push(at..at + 4, What::Comment);
    }
    let boxed = ["[ ]", "[x]", "[X]"].iter().find(|sign| text.starts_with(**sign));
    if boxed.is_some() && !text[3..].starts_with(['(', '（', '[']) {
        push(0..3, What::Box);
    }
    let row = text.trim_end();
    if row.starts_with('|') && row.ends_with('|') && row.matches('|').count() > 2 {
        push(0..1, What::Table);
    }
    if text.starts_with(":::") {
        push(0..3, What::Marks);
    }
    for sign in ["__", "=="] {
        if let Some(at) = text.find(sign)
            && let Some(end) = text[at + 2..].find(sign)
            && text[at + 2..at + 2 + end]
                .chars()
                .any(|letter| u32::from(letter) >= 0x3041)
        {
            push(at..at + 2, What::Marks);
        }
    }
}

/// An address that is only text. Those that exist for examples are meant as such.
fn addresses(text: &str, found: &mut Vec<Leftover>) {
    for start in ["https://", "http://", "www."] {
        let mut from = 0;
        while let Some(at) = text[from..].find(start).map(|at| from + at) {
            let host = &text[at + start.len()..];
            let length = host
                .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')))
                .unwrap_or(host.len());
            from = at + start.len();
            let host = host[..length].trim_end_matches('.');
            let inside = text[..at].ends_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '/');
            // Names that stand for no site (RFC 2606).
            let reserved = [".example", ".test", ".invalid", ".localhost"];
            let example = host.starts_with("example.")
                || host.starts_with("www.example.")
                || host.contains(".example.")
                || reserved.iter().any(|end| host.ends_with(end));
            let dots = host.matches('.').count() + usize::from(start == "www.");
            let named = host
                .rsplit('.')
                .next()
                .is_some_and(|top| top.len() > 1 && !top.bytes().any(|byte| byte.is_ascii_digit()));
            if !inside && !example && dots > 0 && named && !host.is_empty() {
                found.push(Leftover {
                    at: at..at + start.len() + host.len(),
                    what: What::Address,
                });
            }
        }
    }
}
