//! GIFT, the text format of Moodle.
//!
//! `::name:: [html]text { answers #### feedback }`; a backslash takes the meaning from `~ = # { } :`.
//! Comments carry `[id:…]` and `[tag:…]` as Moodle reads them, and `[kakehashi:…]` where we wrote them.

mod answers;
mod export;
mod notes;
pub(crate) mod text;

pub use export::gift;

use self::notes::Notes;
use self::text::{find, unescape, unescape_all};

use super::answers::category as category_tags;
use super::item::{Item, Quiz, title};
use super::rich::{GAP, Reading, format_nodes};
use crate::html::escape;

/// One question as it is written.
struct Part {
    notes: Notes,
    text: String,
}

pub(crate) fn read(reading: &mut Reading<'_>, text: &str, stem: &str) -> Vec<Quiz> {
    let mut quiz = Quiz {
        title: title("", stem),
        ..Quiz::default()
    };
    let mut category: Vec<String> = Vec::new();
    for part in parts(text, &mut quiz, reading) {
        let mut written = part.text.as_str();
        while let Some(rest) = written.strip_prefix("$CATEGORY:") {
            let (name, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            category = category_tags(&unescape(name.trim()));
            written = rest.trim_start();
        }
        if written.is_empty() {
            continue;
        }
        if let Some(mut item) = question(reading, written, part.notes) {
            item.tags.extend(category.iter().cloned());
            quiz.items.push(item);
        }
    }
    vec![quiz]
}

/// The questions of a text: parted by empty lines outside of braces.
fn parts(text: &str, quiz: &mut Quiz, reading: &mut Reading<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut notes = Notes::default();
    let mut current = String::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(comment) = line.trim_start().strip_prefix("//") {
            if !open {
                notes::read(comment.trim(), &mut notes, quiz, reading);
            }
            continue;
        }
        // A brace that nobody closed ends with its question, not with the file.
        let begins = line.starts_with("::") || line.starts_with("$CATEGORY:");
        if open && begins && current.ends_with("\n\n") {
            open = false;
            parts.push(Part {
                notes: std::mem::take(&mut notes),
                text: std::mem::take(&mut current).trim().to_owned(),
            });
        }
        if line.trim().is_empty() && !open {
            if !current.trim().is_empty() {
                parts.push(Part {
                    notes: std::mem::take(&mut notes),
                    text: std::mem::take(&mut current).trim().to_owned(),
                });
            }
            continue;
        }
        let mut escaped = false;
        for letter in line.chars() {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '{' => open = true,
                '}' => open = false,
                _ => {}
            }
        }
        current.push_str(line);
        current.push('\n');
    }
    if !current.trim().is_empty() {
        parts.push(Part {
            notes,
            text: current.trim().to_owned(),
        });
    }
    parts
}

fn question(reading: &mut Reading<'_>, written: &str, notes: Notes) -> Option<Item> {
    let (name, rest) = match written.strip_prefix("::").and_then(split_name) {
        Some((name, rest)) => (unescape(name), rest.trim_start()),
        None => (String::new(), written),
    };
    let (format, rest) = text::format(rest);
    let format = format.unwrap_or("moodle");
    let begin = if name.is_empty() {
        let plain = unescape(rest.split('{').next().unwrap_or_default());
        super::xml::inner_text(&super::xml::html::parse(&plain))
    } else {
        name.clone()
    };
    reading.begin(&begin);
    let Some((before, answers, after)) = split_answers(rest) else {
        reading.leave_out(
            "答えの { } がない文（説明文）は、問題として入れられません。",
            "A text without { } (a description) is no question.",
        );
        return None;
    };
    let (answers, general) = split_feedback(answers);
    let mut read = answers::read(reading, answers, format, &notes, !after.trim().is_empty())?;
    let nodes = if after.trim().is_empty() {
        format_nodes(format, &unescape(before))
    } else {
        let gap = match read.gap.take() {
            Some(answers) => {
                let attributes = answers
                    .iter()
                    .map(|answer| format!(" answer=\"{}\"", escape(answer)));
                format!("<{GAP}{}></{GAP}>", attributes.collect::<String>())
            }
            None => "_____".to_owned(),
        };
        let (before, after) = (unescape_all(before), unescape_all(after));
        match format {
            "plain" => format_nodes("moodle", &format!("{}{gap}{}", escape(&before), escape(&after))),
            _ => format_nodes(format, &format!("{before}{gap}{after}")),
        }
    };
    let explanation = general.map(|text| {
        let (own, text) = text::format(text.trim());
        reading.formatted(own.unwrap_or(format), &unescape(text))
    });
    let hints = notes.hints.iter().map(|hint| reading.html(hint)).collect();
    let own = |key: &str| notes.own.get(key).map(String::as_str);
    Some(Item {
        id: notes
            .id
            .clone()
            .or_else(|| (!name.is_empty()).then(|| name.clone())),
        name: reading.item.clone(),
        blocks: reading.nodes(&nodes),
        kind: read.kind,
        points: own("points")
            .and_then(|points| points.parse().ok())
            .unwrap_or(1.0),
        tags: notes.tags.clone(),
        shuffle: (own("shuffle") == Some("false")).then_some(false),
        partial: read.partial,
        hint_cost: own("hint_cost").and_then(|cost| cost.parse().ok()),
        hints,
        explanation: explanation.unwrap_or_default(),
    })
}

fn split_name(rest: &str) -> Option<(&str, &str)> {
    let at = find(rest, |rest| rest.starts_with("::"))?;
    Some((&rest[..at], &rest[at + 2..]))
}

fn split_answers(text: &str) -> Option<(&str, &str, &str)> {
    let open = find(text, |rest| rest.starts_with('{'))?;
    let inner = &text[open + 1..];
    let close = find(inner, |rest| rest.starts_with('}'))?;
    Some((&text[..open], &inner[..close], &inner[close + 1..]))
}

fn split_feedback(answers: &str) -> (&str, Option<&str>) {
    match find(answers, |rest| rest.starts_with("####")) {
        Some(at) => (&answers[..at], Some(&answers[at + 4..])),
        None => (answers, None),
    }
}
