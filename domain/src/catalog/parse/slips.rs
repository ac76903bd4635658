//! Slips of the pen that markdown takes for ordinary words, so that learners would see them: marks of a
//! merge, full-width look-alikes of the format's signs, headings of questions at another level.

use std::ops::Range;

use crate::catalog::diagnostic::Message;
use crate::catalog::parse::sink::Sink;

/// What stands where the format's sign should: where in the line, and what to write.
type Slip = (Range<usize>, &'static str);

/// Looks at every line that is no code.
pub(crate) fn check(sink: &mut Sink<'_>, body: usize, quiz: bool) {
    let text = sink.text();
    let mut at = 0;
    let mut fence = None;
    let mut merging = false;
    let mut question = Question::default();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let trimmed = line.trim_start();
        let mark = trimmed.get(..3).filter(|mark| matches!(*mark, "```" | "~~~"));
        if start >= body && mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_none() { mark } else { None };
            continue;
        }
        if fence.is_some() {
            continue;
        }
        if is_merge_mark(line, merging) {
            merging = !line.starts_with(">>>>>>>");
            merge_mark(sink, start..start + line.len());
            continue;
        }
        if start < body {
            continue;
        }
        if let Some((span, right)) = look_alike(line, quiz) {
            tell(sink, start + span.start..start + span.end, right);
        } else if quiz && let Some(heading) = question.line(line, start) {
            deeper(sink, heading);
        }
    }
}

fn is_merge_mark(line: &str, merging: bool) -> bool {
    line.starts_with("<<<<<<< ")
        || line.starts_with(">>>>>>> ")
        || line.starts_with("||||||| ")
        || (merging && line == "=======")
}

fn merge_mark(sink: &mut Sink<'_>, span: Range<usize>) {
    sink.error(
        "K0112",
        span,
        Message::new(
            "gitが二つの版を合わせた時の印が、残っています。",
            "A mark that git left when it joined two versions.",
        ),
    )
    .help(
        "二つの版から正しい方を選び、<<<<<<< と ======= と >>>>>>> の行を消してください。",
        "Keep the version that is right, and delete the lines <<<<<<<, ======= and >>>>>>>.",
    );
}

fn tell(sink: &mut Sink<'_>, span: Range<usize>, right: &str) {
    let wrong = sink.text().get(span.clone()).unwrap_or_default().to_owned();
    if wrong.is_ascii() && right.ends_with(' ') {
        let message = Message::new(
            format!("「{wrong}」の後に空白がないので、書き方の記号になりません。"),
            format!("Without a space behind \"{wrong}\", this is not the sign that it looks like."),
        );
        sink.error("K0113", span, message).help(
            format!("「{wrong} 」と、後に半角の空白を1つ入れてください。"),
            format!("Put a space behind \"{wrong}\"."),
        );
        return;
    }
    let message = Message::new(
        format!("ここに「{wrong}」があるので、書き方の記号になりません。"),
        format!("With \"{wrong}\" here, this is not the sign that it looks like."),
    );
    sink.error("K0113", span, message).help(
        format!("半角で「{right}」と書いてください。"),
        format!("Write \"{right}\" with ordinary (half-width) characters."),
    );
}

fn deeper(sink: &mut Sink<'_>, span: Range<usize>) {
    sink.error(
        "K0429",
        span,
        Message::new(
            "この見出しでは、前の問題が終わりません。",
            "The question before does not end at this heading.",
        ),
    )
    .help(
        "テストの問題は「## 」で始めてください。",
        "A question of a quiz begins with \"## \".",
    );
}

/// Whether a deeper heading begins what looks like another question.
#[derive(Default)]
struct Question {
    /// Whether this question has answers already.
    answered: bool,
    /// A deeper heading below answers.
    below: Option<Range<usize>>,
}

impl Question {
    /// Reads one more line; gives the heading that should begin a question.
    fn line(&mut self, line: &str, start: usize) -> Option<Range<usize>> {
        if line.starts_with("## ") || line.starts_with("# ") {
            *self = Question::default();
            return None;
        }
        let span = start..start + line.len();
        if line.starts_with("###") {
            if line.contains("{#") || line.contains("{.question") {
                self.below = None;
                return Some(span);
            }
            self.below = self.answered.then_some(span);
            return None;
        }
        if line.starts_with("- [") || line.starts_with("= ") {
            self.answered = true;
            return self.below.take();
        }
        None
    }
}

/// A look-alike in a line, if there is one.
fn look_alike(line: &str, quiz: bool) -> Option<Slip> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[indent..];
    let found = heading(rest)
        .or_else(|| quote(rest, quiz))
        .or_else(|| choice(rest))
        .or_else(|| step(rest))
        .or_else(|| braces(rest));
    found.map(|(span, right)| (span.start + indent..span.end + indent, right))
}

/// `＃＃ `, or `##` without its space; attributes in full width.
fn heading(line: &str) -> Option<Slip> {
    let signs: usize = line
        .chars()
        .take_while(|sign| matches!(sign, '#' | '＃'))
        .map(char::len_utf8)
        .sum();
    if signs == 0 {
        return None;
    }
    let wide = line[..signs].find('＃');
    // A sentence may begin with the sign itself.
    if let Some(at) = wide.filter(|_| signs > '＃'.len_utf8() || line[signs..].starts_with([' ', '　'])) {
        return Some((at..at + '＃'.len_utf8(), "#"));
    }
    if wide.is_some() {
        return None;
    }
    let next = line[signs..].chars().next()?;
    if signs > 1 && signs < 7 && next != ' ' && next != '\t' {
        return Some((0..signs + if next == '　' { next.len_utf8() } else { 0 }, "## "));
    }
    // What stands in the braces at the end.
    let open = line.rfind(['{', '｛'])?;
    let inside = &line[open..];
    if inside.starts_with('｛') && inside.contains(['#', '＃', '.']) {
        return Some((open..open + '｛'.len_utf8(), "{"));
    }
    [('＃', "#"), ('“', "\""), ('”', "\""), ('＝', "="), ('｝', "}")]
        .into_iter()
        .filter_map(|(wrong, right)| {
            let at = open + inside.find(wrong)?;
            Some((at..at + wrong.len_utf8(), right))
        })
        .min_by_key(|(span, _)| span.start)
        .filter(|_| inside.contains(['#', '＃', '.', '＝', '=']) && !inside.contains('|'))
}

/// `＞ [!HINT]`, `> ［！HINT］`.
fn quote(line: &str, quiz: bool) -> Option<Slip> {
    let mut signs = line
        .char_indices()
        .filter(|(_, sign)| !matches!(sign, ' ' | '　'));
    let (at, mark) = signs.next()?;
    if !matches!(mark, '>' | '＞') {
        return None;
    }
    let wrong_mark = (mark == '＞').then_some((at..at + mark.len_utf8(), ">"));
    if quiz && wrong_mark.is_some() {
        return wrong_mark;
    }
    let (open_at, open) = signs.next()?;
    let (bang_at, bang) = signs.next()?;
    if !matches!(open, '[' | '［') || !matches!(bang, '!' | '！') {
        return None;
    }
    let close = signs.find(|(_, sign)| matches!(sign, ']' | '］'));
    wrong_mark
        .or_else(|| (open == '［').then_some((open_at..open_at + open.len_utf8(), "[")))
        .or_else(|| (bang == '！').then_some((bang_at..bang_at + bang.len_utf8(), "!")))
        .or_else(|| close.and_then(|(at, sign)| (sign == '］').then_some((at..at + sign.len_utf8(), "]"))))
}

/// `・[ ]`, `- ［ｘ］`.
fn choice(line: &str) -> Option<Slip> {
    let mut signs = line.char_indices().peekable();
    let spaces = |signs: &mut std::iter::Peekable<std::str::CharIndices<'_>>| {
        while signs.next_if(|(_, sign)| matches!(sign, ' ' | '　')).is_some() {}
    };
    let (bullet_at, bullet) = signs.next()?;
    if !matches!(bullet, '-' | '*' | '－' | '−' | 'ー' | '・' | '＊') {
        return None;
    }
    let joined = signs.peek().is_some_and(|(_, next)| !matches!(next, ' ' | '　'));
    spaces(&mut signs);
    let (open_at, open) = signs.next()?;
    if !matches!(open, '[' | '［') {
        return None;
    }
    let inner = signs.next_if(|(_, sign)| !matches!(sign, ']' | '］'));
    let (close_at, close) = signs.next()?;
    if !matches!(close, ']' | '］') {
        return None;
    }
    let empty = inner.is_none();
    let plain = matches!(inner, Some((_, 'x' | 'X' | ' ')) | None);
    let inner = match inner {
        Some((_, 'x' | 'X' | ' ')) | None => None,
        Some((at, '　')) => Some((at..at + '　'.len_utf8(), " ")),
        Some((at, sign @ ('ｘ' | 'Ｘ' | '✓' | '✔' | 'レ' | '○' | '◯'))) => {
            Some((at..at + sign.len_utf8(), "x"))
        }
        Some(_) => return None,
    };
    (!bullet.is_ascii())
        .then_some((bullet_at..bullet_at + bullet.len_utf8(), "-"))
        .or_else(|| (open == '［').then_some((open_at..open_at + open.len_utf8(), "[")))
        .or(inner)
        .or_else(|| (close == '］').then_some((close_at..close_at + close.len_utf8(), "]")))
        .or_else(|| {
            // What is a link or its definition is no box.
            let next = signs.peek().map(|(_, next)| *next);
            let link = matches!(next, Some('(' | '[' | ':' | '{'));
            if !plain || link || !matches!(bullet, '-' | '*') {
                None
            } else if empty {
                Some((open_at..close_at + 1, "[ ]"))
            } else if joined {
                Some((bullet_at..bullet_at + 1, "- "))
            } else if next.is_some_and(|next| !next.is_whitespace()) {
                Some((open_at..close_at + 1, "[ ] "))
            } else {
                None
            }
        })
}

/// `３．` before a step that has an id.
fn step(line: &str) -> Option<Slip> {
    let end = line.find(|sign: char| !matches!(sign, '0'..='9' | '０'..='９'))?;
    let dot = line[end..].chars().next()?;
    let wrong = end > 0
        && matches!(dot, '.' | '．')
        && line.contains("{#")
        && (dot == '．' || !line[..end].is_ascii() || !line[end + 1..].starts_with([' ', '\t']));
    wrong.then_some((0..end + dot.len_utf8(), "1. "))
}

/// `［［…］］`, `｛漢字｜かんじ｝`. Not in a line with code.
fn braces(line: &str) -> Option<Slip> {
    if line.contains('`') {
        return None;
    }
    if let Some(at) = line.find("［［") {
        return Some((at..at + "［［".len(), "[["));
    }
    let open = line.find('｛')?;
    let close = line[open..].find(['｝', '}'])?;
    let bar = line[open..open + close].contains(['｜', '|']);
    bar.then_some((open..open + '｛'.len_utf8(), "{"))
}
