//! Moodle XML, as Moodle's question bank exports it.

use super::rich::images;

use super::item::{Item, Quiz, title};
mod cloze;
mod kinds;
mod text;

use self::text::{number, own_text, text};
use super::answers;
use super::rich::Reading;
use super::xml::Element;

pub(crate) fn read(reading: &mut Reading<'_>, root: &Element, stem: &str) -> Vec<Quiz> {
    let mut quiz = Quiz {
        title: title("", stem),
        ..Quiz::default()
    };
    let mut category: Vec<String> = Vec::new();
    for question in root.all("question") {
        if question.attribute("type") == "category" {
            category = category_of(question);
            continue;
        }
        let name = question
            .first("name")
            .and_then(|name| name.text_of("text"))
            .unwrap_or_default();
        reading.begin(&name);
        collect_files(reading, question);
        if let Some(mut item) = item(reading, question, &name) {
            item.tags.extend(category.iter().cloned());
            quiz.items.push(item);
        }
    }
    vec![quiz]
}

/// The tags of a category.
fn category_of(question: &Element) -> Vec<String> {
    let path = question
        .first("category")
        .and_then(|category| category.text_of("text"));
    answers::category(&path.unwrap_or_default())
}

/// Every file of the question: their names are given beside the texts that show them.
fn collect_files(reading: &mut Reading<'_>, question: &Element) {
    let mut holders = Vec::new();
    question.collect(&|element| element.first("file").is_some(), &mut holders);
    for holder in holders {
        reading.images.attached.extend(images::attached(holder));
    }
}

fn item(reading: &mut Reading<'_>, question: &Element, name: &str) -> Option<Item> {
    let mut item = kinds::item(reading, question)?;
    let idnumber = question.text_of("idnumber").filter(|id| !id.is_empty());
    item.name.clone_from(&reading.item);
    item.id = idnumber.or_else(|| (!name.is_empty()).then(|| name.to_owned()));
    item.points = number(question, "defaultgrade").unwrap_or(1.0);
    item.explanation = text(reading, question, "generalfeedback");
    for hint in question.all("hint") {
        let hint = own_text(reading, hint);
        if !hint.is_empty() {
            item.hints.push(hint);
        }
    }
    if question
        .text_of("shuffleanswers")
        .is_some_and(|shuffle| shuffle == "false" || shuffle == "0")
    {
        item.shuffle = Some(false);
    }
    for tag in question.first("tags").iter().flat_map(|tags| tags.all("tag")) {
        item.tags.extend(tag.text_of("text"));
    }
    combined_feedback(reading, question);
    if number(question, "penalty")
        .is_some_and(|penalty| penalty > 0.0 && (penalty - 1.0 / 3.0).abs() > 0.01 && !item.hints.is_empty())
    {
        reading.note(
            "やり直すたびの減点（penalty）は入れられません。ヒントの代金は hint_cost で決めます。",
            "The penalty for each further try cannot be held; hint_cost sets what a hint costs.",
        );
    }
    Some(item)
}

/// Feedback for the whole answer, unless it is what Moodle writes by itself.
fn combined_feedback(reading: &mut Reading<'_>, question: &Element) {
    const USUAL: [&str; 8] = [
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
        "あなたの答えは正解です。",
        "あなたの答えは部分的に正解です。",
        "あなたの答えは正しくありません。",
        "あなたの答えは不正解です。",
        "答えは正解です。",
    ];
    for name in ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"] {
        let text = text(reading, question, name).join(" ");
        if !text.is_empty() && !USUAL.contains(&text.as_str()) {
            reading.note(
                format!("答え全体への返事「{text}」は入れられません。"),
                format!("Feedback to the whole answer cannot be held: \"{text}\""),
            );
        }
    }
}
