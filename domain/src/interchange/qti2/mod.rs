//! QTI 2.1 and 2.2, and 3.0 in their names: packages of items and tests, or single items.

use std::collections::BTreeMap;

use super::item::{Item, Quiz, title};
use super::package::{self, Document};
mod answers;
mod body;
mod export;
mod identifier;
mod kinds;
mod pairs;

pub use export::{QtiVersion, qti};

use self::identifier::own_id;
use super::answers::number;
use super::rich::Reading;
use super::rich::images;
use super::xml::{Element, Node};
use crate::catalog::Partial;

pub(crate) fn read(reading: &mut Reading<'_>, documents: &[Document], stem: &str) -> Vec<Quiz> {
    let mut items: Vec<&Document> = documents
        .iter()
        .filter(|document| document.root.name == "assessmentItem")
        .collect();
    let keywords = keywords(documents, &mut items);
    let mut quizzes = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for document in documents {
        match document.root.name.as_str() {
            "assessmentTest" | "assessmentSection" => {}
            "assessmentItem" | "manifest" | "kakehashi" => continue,
            name => {
                package::unread(
                    &mut reading.losses,
                    &document.path,
                    &format!("このファイル（{name}）は読みません。"),
                    &format!("This file ({name}) is not read."),
                );
                continue;
            }
        }
        let test = &document.root;
        let mut quiz = Quiz {
            title: title(test.attribute("title"), stem),
            ..Quiz::default()
        };
        reading.item = quiz.title.clone();
        note_rules(reading, test);
        let seconds = test
            .first("timeLimits")
            .and_then(|limits| number(limits.attribute("maxTime")));
        if let Some(seconds) = seconds {
            let minutes = (seconds / 60.0).ceil().clamp(1.0, 600.0);
            quiz.front = Some(format!("kind = \"test\"\nminutes = {minutes}\n"));
        }
        if test.attribute("toolName") == "Kakehashi" {
            quiz.id = Some(own_id(test.attribute("identifier")).to_owned());
            if let Some(settings) = documents.iter().find(|other| other.root.name == "kakehashi") {
                own_settings(reading, &settings.root, &mut quiz);
            }
        }
        for reference in test.every("assessmentItemRef") {
            let href = images::percent_decode(reference.attribute("href"));
            let path = images::resolve(&document.folder(), &href).unwrap_or_default();
            let Some(found) = items.iter().find(|item| item.path == path) else {
                reading.begin(reference.attribute("identifier"));
                reading.leave_out(
                    format!("問題のファイル「{href}」がありません。"),
                    format!("Its file \"{href}\" is missing."),
                );
                continue;
            };
            used.push(&found.path);
            let weight = reference
                .first("weight")
                .and_then(|weight| number(weight.attribute("value")));
            if let Some(mut item) = item(reading, found, &keywords) {
                item.points *= weight.filter(|weight| *weight > 0.0).unwrap_or(1.0);
                quiz.items.push(item);
            }
        }
        if !quiz.items.is_empty() {
            quizzes.push(quiz);
        }
    }
    let rest: Vec<Item> = items
        .iter()
        .filter(|document| !used.contains(&document.path.as_str()))
        .filter_map(|document| item(reading, document, &keywords))
        .collect();
    if !rest.is_empty() {
        quizzes.push(Quiz {
            title: stem.to_owned(),
            items: rest,
            ..Quiz::default()
        });
    }
    quizzes
}

/// The keywords of each item's file by the manifest, which also orders the items.
fn keywords(documents: &[Document], items: &mut [&Document]) -> BTreeMap<String, Vec<String>> {
    let mut keywords = BTreeMap::new();
    let mut order = Vec::new();
    for manifest in documents
        .iter()
        .filter(|document| document.root.name == "manifest")
    {
        for resource in manifest.root.every("resource") {
            let href = images::percent_decode(resource.attribute("href"));
            let path = images::resolve(&manifest.folder(), &href).unwrap_or_default();
            let words = resource.every("keyword").into_iter();
            let words: Vec<String> = words.map(|word| word.inner_text().trim().to_owned()).collect();
            order.push(path.clone());
            keywords.insert(path, words);
        }
    }
    items.sort_by_key(|item| {
        order
            .iter()
            .position(|path| *path == item.path)
            .unwrap_or(usize::MAX)
    });
    keywords
}

fn own_settings(reading: &mut Reading<'_>, settings: &Element, quiz: &mut Quiz) {
    let front: String = settings
        .all("front")
        .map(|line| format!("{}\n", line.inner_text()))
        .collect();
    quiz.front = Some(front);
    if let Some(intro) = settings.first("intro") {
        reading.images.folder = String::new();
        quiz.intro = reading.nodes(&intro.children);
    }
}

/// What a test says about the order and choice of its items.
fn note_rules(reading: &mut Reading<'_>, test: &Element) {
    let ours = test.attribute("toolName") == "Kakehashi";
    for (name, ja, en) in [
        ("branchRule", "問題の枝分かれ", "branching"),
        ("preCondition", "問題を出す条件", "conditions for showing items"),
        (
            "selection",
            "問題のくじ引き（draw で書き直せます）",
            "drawing items (draw can do it)",
        ),
        ("ordering", "問題の並べかえ", "shuffling the items"),
        (
            "outcomeProcessing",
            "テスト全体の採点の式",
            "the test's own scoring",
        ),
        ("testFeedback", "テスト全体への返事", "feedback to the whole test"),
        (
            "itemSessionControl",
            "問題ごとの回数などの決まり",
            "rules for tries of single items",
        ),
    ] {
        if !ours && test.find(name).is_some() {
            reading.note(
                format!("{ja}（{name}）は入れられません。"),
                format!("Not kept: {en} ({name})."),
            );
        }
    }
}

/// Our notes in an item's label: `kakehashi type=single partial=proportional`.
pub(crate) fn own_notes(item: &Element) -> BTreeMap<&str, &str> {
    if item.attribute("toolName") != "Kakehashi" {
        return BTreeMap::new();
    }
    let label = item
        .attribute("label")
        .strip_prefix("kakehashi ")
        .unwrap_or_default();
    label.split(' ').filter_map(|word| word.split_once('=')).collect()
}

fn item(
    reading: &mut Reading<'_>,
    document: &Document,
    keywords: &BTreeMap<String, Vec<String>>,
) -> Option<Item> {
    let element = &document.root;
    let own = own_notes(element);
    let ours = !own.is_empty();
    let identifier = element.attribute("identifier");
    let name = element
        .get("title")
        .filter(|title| !title.trim().is_empty())
        .unwrap_or(identifier);
    reading.begin(name);
    reading.images.folder = document.folder();
    if element.first("templateDeclaration").is_some() {
        reading.leave_out(
            "数や言葉が毎回変わる問題（template）は入れられません。",
            "Items whose numbers or words change (templates) cannot be held.",
        );
        return None;
    }
    let Some(body) = element.first("itemBody") else {
        reading.leave_out("問題文（itemBody）がありません。", "It has no itemBody.");
        return None;
    };
    let read = kinds::read(reading, element, body, &own)?;
    let mut item = Item {
        name: reading.item.clone(),
        id: Some(if ours { own_id(identifier) } else { identifier }.to_owned()),
        blocks: read.blocks,
        kind: read.kind,
        points: answers::points(element).unwrap_or(1.0),
        tags: keywords.get(&document.path).cloned().unwrap_or_default(),
        shuffle: read.shuffle,
        partial: read.partial,
        ..Item::default()
    };
    if ours {
        item.partial = (own.get("partial") == Some(&"proportional")).then_some(Partial::Proportional);
        item.hint_cost = own.get("hint_cost").and_then(|cost| cost.parse().ok());
    }
    feedback(reading, element, &mut item);
    Some(item)
}

/// Feedback shown after answering: hints and the explanation are ours; what depends on the answer cannot
/// be held.
fn feedback(reading: &mut Reading<'_>, element: &Element, item: &mut Item) {
    for modal in element.all("modalFeedback") {
        let children: &[Node] = &modal.children;
        let blocks = reading.nodes(children);
        if blocks.is_empty() {
            continue;
        }
        let outcome = modal.attribute("outcomeIdentifier");
        let id = modal.attribute("identifier").to_ascii_lowercase();
        let general = ["general", "explanation", "solution", "feedback"]
            .iter()
            .any(|word| id.contains(word));
        match outcome {
            "HINT" => item.hints.push(blocks),
            "EXPLANATION" | "SOLUTION" => item.explanation.extend(blocks),
            _ if general && !id.contains("correct") => item.explanation.extend(blocks),
            _ => {
                if let Some(choice) = choice_of(item, modal.attribute("identifier")) {
                    choice.feedback.extend(blocks);
                } else {
                    let text = blocks.join(" ");
                    reading.note(
                        format!("答えによって変わる返事「{text}」は入れられません。"),
                        format!("Feedback that depends on the answer cannot be held: \"{text}\""),
                    );
                }
            }
        }
    }
}

/// The choice that a feedback names.
fn choice_of<'i>(item: &'i mut Item, id: &str) -> Option<&'i mut super::item::Choice> {
    match &mut item.kind {
        super::item::Kind::Choices { choices, .. } => {
            choices.iter_mut().find(|choice| choice.id.as_deref() == Some(id))
        }
        _ => None,
    }
}
