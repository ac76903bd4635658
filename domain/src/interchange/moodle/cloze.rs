//! Moodle's questions with gaps in their text: `{1:SHORTANSWER:=a~%50%b}`, and `[[1]]` with choices.

use crate::html::escape;
use crate::interchange::answers;
use crate::interchange::gift::text::{find, unescape};
use crate::interchange::item::{Item, Kind};
use crate::interchange::rich::{GAP, Reading};
use crate::interchange::xml::{Element, html, inner_text};

fn source(question: &Element) -> (String, String) {
    let text = question.first("questiontext");
    let format = text.and_then(|text| text.get("format")).unwrap_or("html");
    let written = text.and_then(|text| text.first("text")).map(Element::inner_text);
    (format.to_owned(), written.unwrap_or_default())
}

/// The markup of a gap, for the HTML reader. Answers that cannot be written are noted.
fn gap(reading: &mut Reading<'_>, accepted: &[String]) -> String {
    let (kept, lost) = answers::gap(accepted);
    for answer in lost {
        reading.note(
            format!("空欄の答え「{answer}」は記号があって書けないので、外しました。"),
            format!("The answer \"{answer}\" of a gap cannot be written and was left out."),
        );
    }
    let attributes: String = kept
        .iter()
        .map(|answer| format!(" answer=\"{}\"", escape(answer)))
        .collect();
    format!("<{GAP}{attributes}></{GAP}>")
}

fn blanks(reading: &mut Reading<'_>, format: &str, html: &str, exact: bool) -> Item {
    Item {
        blocks: reading.formatted(format, html),
        kind: Kind::Blanks { exact },
        partial: Some(crate::catalog::Partial::Proportional),
        ..Item::default()
    }
}

/// A `multianswer` question.
pub(crate) fn multianswer(reading: &mut Reading<'_>, question: &Element) -> Option<Item> {
    let (format, text) = source(question);
    let mut out = String::new();
    let mut rest = text.as_str();
    let mut weights: Vec<u32> = Vec::new();
    let (mut some_exact, mut all_exact) = (false, true);
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let Some((weight, kind, body, length)) = part(after) else {
            out.push('{');
            rest = after;
            continue;
        };
        weights.push(weight);
        let exact = matches!(kind.as_str(), "SHORTANSWER_C" | "SAC" | "MWC");
        some_exact |= exact;
        all_exact &= exact;
        if ["MULTI", "MC", "MR", "MW"]
            .iter()
            .any(|start| kind.starts_with(start))
        {
            answers::leave_out_word_bank(reading);
            return None;
        }
        let accepted = accepted(reading, &kind, &body);
        out.push_str(&gap(reading, &accepted));
        rest = &after[length..];
    }
    out.push_str(rest);
    if weights.is_empty() {
        reading.leave_out("空欄がありません。", "It has no gaps.");
        return None;
    }
    if weights.iter().any(|weight| *weight != weights[0]) {
        reading.note(
            "空欄ごとの重みは、同じになりました。",
            "The weights of the gaps became equal.",
        );
    }
    if some_exact && !all_exact {
        reading.note(
            "大文字・小文字を区別する空欄としない空欄があります。どれも区別しないことにしました。",
            "Some gaps told capital letters from small ones; now none does.",
        );
    }
    Some(blanks(reading, &format, &out, all_exact))
}

/// The weight, type and answers of a part, and how long it is with its closing brace.
fn part(after: &str) -> Option<(u32, String, String, usize)> {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let rest = after[digits..].strip_prefix(':')?;
    let end = rest.find(|letter: char| !(letter.is_ascii_uppercase() || letter == '_'))?;
    let kind = &rest[..end];
    let body = rest[end..].strip_prefix(':')?;
    if kind.is_empty() {
        return None;
    }
    let close = find(body, |rest| rest.starts_with('}'))?;
    let length = after.len() - body.len() + close + 1;
    let weight = after[..digits].parse().unwrap_or(1);
    Some((weight, kind.to_owned(), body[..close].to_owned(), length))
}

fn accepted(reading: &mut Reading<'_>, kind: &str, body: &str) -> Vec<String> {
    let mut accepted = Vec::new();
    let mut wrong = false;
    let mut rest = body;
    loop {
        let end = find(rest, |rest| rest.starts_with('~')).unwrap_or(rest.len());
        let mut answer = &rest[..end];
        let mut weight = 0.0;
        if let Some(text) = answer.strip_prefix('=') {
            (weight, answer) = (100.0, text);
        } else if let Some((percent, text)) =
            answer.strip_prefix('%').and_then(|answer| answer.split_once('%'))
        {
            (weight, answer) = (percent.parse().unwrap_or(0.0), text);
        }
        let cut = find(answer, |rest| rest.starts_with('#'));
        if cut.is_some_and(|at| at + 1 < answer.len()) {
            reading.note(
                "空欄ごとの返事は入れられません。",
                "Feedback to gaps cannot be held.",
            );
        }
        let text = unescape(&answer[..cut.unwrap_or(answer.len())]);
        let text = inner_text(&html::parse(&text));
        if weight >= 100.0 {
            accepted.push(text);
        } else {
            wrong = true;
            if weight > 0.0 {
                reading.note(
                    format!("一部だけ点になる答え「{text}」は、外しました。"),
                    format!("The answer \"{text}\", worth a part of the points, was left out."),
                );
            }
        }
        match rest.get(end + 1..) {
            Some(after) => rest = after,
            None => break,
        }
    }
    if kind.starts_with("N") {
        for answer in &mut accepted {
            if let Some((value, tolerance)) = answer.clone().split_once(':') {
                if tolerance
                    .trim()
                    .parse::<f64>()
                    .is_ok_and(|tolerance| tolerance != 0.0)
                {
                    reading.note(
                        "空欄の数の許す幅（±）は入れられません。",
                        "The tolerance of a number in a gap cannot be held.",
                    );
                }
                *answer = value.to_owned();
            }
        }
    } else if wrong {
        reading.note(
            "空欄の不正解の例は入れられません。",
            "Examples of wrong answers to gaps cannot be held.",
        );
    }
    accepted
}
