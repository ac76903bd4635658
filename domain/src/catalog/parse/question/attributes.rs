//! The attributes of a question's heading, checked.

use crate::catalog::diagnostic::Message;
use crate::catalog::model::Partial;
use crate::catalog::parse::competence;
use crate::catalog::parse::markdown::attributes::Attributes;
use crate::catalog::parse::settings::keys::At;
use crate::catalog::parse::sink::Sink;

/// The types of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Single,
    Multiple,
    Text,
    Number,
    Blanks,
    Match,
    Order,
    Essay,
    Upload,
    Survey,
}

const TYPES: [(&str, Type); 10] = [
    ("single", Type::Single),
    ("multiple", Type::Multiple),
    ("text", Type::Text),
    ("number", Type::Number),
    ("blanks", Type::Blanks),
    ("match", Type::Match),
    ("order", Type::Order),
    ("essay", Type::Essay),
    ("upload", Type::Upload),
    ("survey", Type::Survey),
];

const PARTIAL: [(&str, Partial); 2] = [
    ("all-or-nothing", Partial::AllOrNothing),
    ("proportional", Partial::Proportional),
];

const KEYS: [&str; 10] = [
    "type",
    "points",
    "shuffle",
    "partial",
    "tags",
    "hint_cost",
    "exact",
    "accept",
    "max",
    "many",
];

/// What the author wrote about a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Written {
    pub kind: Option<At<Type>>,
    /// Whether it says a type that there is not; what would follow from that is not reported.
    pub strange_kind: bool,
    pub points: Option<u32>,
    pub shuffle: Option<bool>,
    pub partial: Option<Partial>,
    pub tags: Vec<String>,
    pub hint_cost: Option<f32>,
    pub exact: bool,
    /// File name extensions that an upload takes, in lower case without the dot.
    pub accept: Option<At<Vec<String>>>,
    /// The largest file that an upload takes, in bytes.
    pub max: Option<At<u64>>,
    /// Whether several choices of a survey may be chosen.
    pub many: Option<At<bool>>,
}

/// The smallest `max`: a file with less than 1 kB holds nothing.
const LEAST_BYTES: u64 = 1024;

/// The largest `max` there is: 50 MB.
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// Reads the attributes of a question.
pub(crate) fn read(sink: &mut Sink<'_>, attributes: Option<&Attributes>) -> Written {
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
                let known = word(sink, value, &TYPES);
                written.strange_kind = known.is_none();
                written.kind = known.map(|kind| At {
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
                for tag in &written.tags {
                    let span = value.span.clone();
                    let at = sink
                        .text()
                        .get(span.clone())
                        .and_then(|all| all.find(tag.as_str()));
                    let span = at.map_or(span.clone(), |at| span.start + at..span.start + at + tag.len());
                    competence::check(sink, tag, span);
                }
            }
            ("accept", Some(value)) => {
                let extensions = value.value.split([',', ' ']).filter(|word| !word.is_empty());
                let extensions: Vec<String> = extensions
                    .map(|word| word.trim_start_matches(['.', '*']).to_lowercase())
                    .collect();
                for word in &extensions {
                    check_extension(sink, value, word);
                }
                written.accept = Some(At {
                    value: extensions,
                    span: value.span.clone(),
                });
            }
            ("max", Some(value)) => match bytes(&value.value) {
                Some(bytes) => {
                    written.max = Some(At {
                        value: bytes,
                        span: value.span.clone(),
                    });
                }
                None => wrong(
                    sink,
                    value,
                    (
                        "10MB や 500kB（1kB から 50MB まで）",
                        "a size such as 10MB or 500kB, from 1kB to 50MB",
                    ),
                ),
            },
            ("many", value) => {
                written.many = flag(sink, value.as_ref()).map(|many| At {
                    value: many,
                    span: key.span.clone(),
                });
            }
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

/// A size: `10MB`, `500kB`, `2000` (bytes); nothing if it is none or too large.
fn bytes(written: &str) -> Option<u64> {
    let lower = written.to_lowercase();
    let (digits, factor) = if let Some(digits) = lower.strip_suffix("mb") {
        (digits, 1024 * 1024)
    } else if let Some(digits) = lower.strip_suffix("kb") {
        (digits, 1024)
    } else {
        (lower.as_str(), 1)
    };
    let bytes = digits.trim().parse::<u64>().ok()?.checked_mul(factor)?;
    (LEAST_BYTES..=MOST_BYTES).contains(&bytes).then_some(bytes)
}

/// What people write for the ends of file names, and the ends that are meant.
const PROGRAMS: [(&str, &str); 14] = [
    ("word", "docx"),
    ("ワード", "docx"),
    ("excel", "xlsx"),
    ("エクセル", "xlsx"),
    ("powerpoint", "pptx"),
    ("パワーポイント", "pptx"),
    ("text", "txt"),
    ("テキスト", "txt"),
    ("image", "png,jpg"),
    ("画像", "png,jpg"),
    ("写真", "jpg"),
    ("photo", "jpg"),
    ("zipファイル", "zip"),
    ("jpeg画像", "jpg"),
];

/// An extension that no file has could never be handed in.
fn check_extension(sink: &mut Sink<'_>, value: &At<String>, word: &str) {
    let ordinary = (1..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let meant = PROGRAMS.iter().find(|(program, _)| *program == word);
    if ordinary && meant.is_none() {
        return;
    }
    let message = Message::new(
        format!("「{word}」で終わる名前のファイルはありません。"),
        format!("No file's name ends in \".{word}\"."),
    );
    let (meant, _) = meant.map_or(("docx,pdf", ""), |(_, meant)| (*meant, ""));
    sink.error("K0403", value.span.clone(), message).help(
        format!("名前の終わりを書きます。例: accept=\"{meant}\""),
        format!("Write the ends of file names, such as accept=\"{meant}\"."),
    );
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
