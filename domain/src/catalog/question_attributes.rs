//! The attributes of a question's heading, checked.

use super::diagnostic::{Message, Sink};
use super::keys::At;
use super::markdown::attributes::Attributes;
use super::model::Partial;

/// The types of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Single,
    Multiple,
    Text,
    Number,
    /// A type of the format that this version does not read.
    Later,
}

const TYPES: [(&str, Type); 10] = [
    ("single", Type::Single),
    ("multiple", Type::Multiple),
    ("text", Type::Text),
    ("number", Type::Number),
    ("blanks", Type::Later),
    ("match", Type::Later),
    ("order", Type::Later),
    ("essay", Type::Later),
    ("upload", Type::Later),
    ("survey", Type::Later),
];

const PARTIAL: [(&str, Partial); 2] = [
    ("all-or-nothing", Partial::AllOrNothing),
    ("proportional", Partial::Proportional),
];

const KEYS: [&str; 9] = [
    "type",
    "points",
    "shuffle",
    "partial",
    "tags",
    "hint_cost",
    "exact",
    "accept",
    "max",
];

/// What the author wrote about a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Written {
    pub kind: Option<At<Type>>,
    pub points: Option<u32>,
    pub shuffle: Option<bool>,
    pub partial: Option<Partial>,
    pub tags: Vec<String>,
    pub hint_cost: Option<f32>,
    pub exact: bool,
}

/// Reads the attributes of a question.
pub(super) fn read(sink: &mut Sink<'_>, attributes: Option<&Attributes>) -> Written {
    let mut written = Written::default();
    let Some(attributes) = attributes else {
        return written;
    };
    for class in attributes
        .classes
        .iter()
        .filter(|class| class.value != "question")
    {
        let message = Message::new(
            format!("「.{}」は使えません。", class.value),
            format!("\".{}\" is not known.", class.value),
        );
        sink.error("K0403", class.span.clone(), message)
            .did_you_mean(&class.value, ["question"]);
    }
    for (key, value) in &attributes.pairs {
        match (key.value.as_str(), value) {
            ("type", Some(value)) => {
                written.kind = word(sink, value, &TYPES).map(|kind| At {
                    value: kind,
                    span: value.span.clone(),
                });
            }
            ("partial", Some(value)) => written.partial = word(sink, value, &PARTIAL),
            ("points", Some(value)) => {
                written.points = value
                    .value
                    .parse()
                    .ok()
                    .filter(|points| (1..=1000).contains(points));
                if written.points.is_none() {
                    wrong(
                        sink,
                        value,
                        ("1から1000までの整数", "a whole number from 1 to 1000"),
                    );
                }
            }
            ("hint_cost", Some(value)) => {
                let cost = value.value.parse::<f32>().ok();
                written.hint_cost = cost.filter(|cost| cost.is_finite() && *cost >= 0.0);
                if written.hint_cost.is_none() {
                    wrong(sink, value, ("0以上の数", "a number, 0 or more"));
                }
            }
            ("shuffle", value) => written.shuffle = flag(sink, value.as_ref()),
            ("exact", value) => written.exact = flag(sink, value.as_ref()).unwrap_or(true),
            ("tags", Some(value)) => {
                let tags = value.value.split([',', ' ']).filter(|tag| !tag.is_empty());
                written.tags = tags.map(str::to_owned).collect();
            }
            // They belong to types that this version does not read; the type is reported.
            ("accept" | "max", Some(_)) => {}
            (name, None) if KEYS.contains(&name) => {
                let message = Message::new(
                    format!("「{name}」には値が必要です。"),
                    format!("\"{name}\" needs a value."),
                );
                sink.error("K0403", key.span.clone(), message)
                    .help(format!("{name}=… と書きます。"), format!("Write {name}=…"));
            }
            (name, _) => {
                let message = Message::new(
                    format!("「{name}」という項目はありません。"),
                    format!("There is no attribute \"{name}\"."),
                );
                sink.error("K0403", key.span.clone(), message)
                    .did_you_mean(name, KEYS);
            }
        }
    }
    written
}

fn flag(sink: &mut Sink<'_>, value: Option<&At<String>>) -> Option<bool> {
    let Some(value) = value else { return Some(true) };
    word(sink, value, &[("true", true), ("false", false)])
}

fn word<T: Copy>(sink: &mut Sink<'_>, value: &At<String>, words: &[(&str, T)]) -> Option<T> {
    let meant = words.iter().find(|(word, _)| *word == value.value);
    if meant.is_none() {
        let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let message = Message::new(
            format!("値は次のどれかです: {list}。"),
            format!("The value is one of: {list}."),
        );
        sink.error("K0403", value.span.clone(), message)
            .did_you_mean(&value.value, words.iter().map(|(word, _)| *word));
    }
    meant.map(|(_, value)| *value)
}

fn wrong(sink: &mut Sink<'_>, value: &At<String>, expected: (&str, &str)) {
    let message = Message::new(
        format!("値は{}でなければなりません。", expected.0),
        format!("The value must be {}.", expected.1),
    );
    sink.error("K0403", value.span.clone(), message);
}

/// Whether an id may be used in forms and URLs: ASCII letters, digits, `-` and `_`.
pub(super) fn check_id(sink: &mut Sink<'_>, id: &At<String>) -> bool {
    let fine = !id.value.is_empty()
        && id.value.len() <= 64
        && id
            .value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !fine {
        sink.error(
            "K0110",
            id.span.clone(),
            Message::new(
                format!("「{}」はidに使えません。", id.value),
                format!("\"{}\" cannot be an id.", id.value),
            ),
        )
        .help(
            "半角の英数字とハイフンで、64文字までです。",
            "Use letters a–z, digits and hyphens, at most 64.",
        );
    }
    fine
}
