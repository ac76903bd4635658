//! QTI 1.2, as Canvas and others export it.

use std::collections::BTreeMap;

use super::answers::number;

use super::item::{Choice, Item, Kind, Quiz, title};
use super::package::{self, Document};
mod kinds;
mod score;
mod source;

use self::score::Score;
use self::source::{Source, own_material};
use super::rich::Reading;
use super::xml::Element;

pub(crate) fn read(reading: &mut Reading<'_>, documents: &[Document], stem: &str) -> Vec<Quiz> {
    let mut quizzes = Vec::new();
    for document in documents {
        match document.root.name.as_str() {
            "questestinterop" => {}
            "manifest" | "quiz" => continue,
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
        reading.images.folder = document.folder();
        let mut assessments: Vec<&Element> = document.root.all("assessment").collect();
        if assessments.is_empty() {
            assessments.push(&document.root);
        }
        for assessment in assessments {
            let mut quiz = Quiz {
                title: title(assessment.attribute("title"), stem),
                ..Quiz::default()
            };
            let meta = documents
                .iter()
                .find(|other| other.root.name == "quiz" && other.folder() == document.folder());
            if let Some(meta) = meta {
                settings(reading, &meta.root, &mut quiz);
            }
            if assessment.find("selection_number").is_some() {
                reading.item.clone_from(&quiz.title);
                reading.note(
                    "問題のくじ引き（selection）は入れられません。どの問題も出ます（draw で書き直せます）。",
                    "Not kept: drawing items (selection). Every item is asked (draw can do it).",
                );
            }
            for item in assessment.every("item") {
                let name = item.get("title").unwrap_or_default();
                let ident = item.attribute("ident");
                reading.begin(if name.is_empty() || name == "Question" {
                    ident
                } else {
                    name
                });
                quiz.items.extend(self::item(reading, item));
            }
            quizzes.push(quiz);
        }
    }
    quizzes
}

/// Canvas keeps the settings of a quiz in a file beside it.
fn settings(reading: &mut Reading<'_>, meta: &Element, quiz: &mut Quiz) {
    if let Some(text) = meta.text_of("title").filter(|text| !text.is_empty()) {
        quiz.title = title(&text, &quiz.title);
    }
    reading.item = quiz.title.clone();
    quiz.intro = reading.html(&meta.text_of("description").unwrap_or_default());
    let kind = match meta.text_of("quiz_type").unwrap_or_default().as_str() {
        "assignment" => "test",
        "survey" | "graded_survey" => "survey",
        _ => "practice",
    };
    let mut front = format!("kind = \"{kind}\"\n");
    if let Some(attempts) = meta.text_of("allowed_attempts").and_then(|text| number(&text)) {
        front.push_str(&format!("attempts = {}\n", attempts.clamp(0.0, 1000.0)));
    }
    if let Some(minutes) = meta
        .text_of("time_limit")
        .and_then(|text| number(&text))
        .filter(|minutes| *minutes >= 1.0)
    {
        front.push_str(&format!("minutes = {}\n", minutes.min(600.0).round()));
    }
    quiz.front = Some(front);
}

/// What an item's metadata say.
fn metadata(item: &Element) -> BTreeMap<String, String> {
    let fields = item.every("qtimetadatafield").into_iter();
    fields
        .filter_map(|field| Some((field.text_of("fieldlabel")?, field.text_of("fieldentry")?)))
        .collect()
}

fn item(reading: &mut Reading<'_>, element: &Element) -> Option<Item> {
    let Some(presentation) = element.first("presentation") else {
        reading.leave_out("問題文（presentation）がありません。", "It has no presentation.");
        return None;
    };
    let meta = metadata(element);
    let mut responses = Vec::new();
    presentation.collect(
        &|element| element.name.starts_with("response_") && element.name != "response_label",
        &mut responses,
    );
    let source = Source {
        element,
        responses,
        score: Score::read(element),
    };
    let mut nodes = own_material(presentation);
    let kind = meta.get("question_type").map(String::as_str).unwrap_or_default();
    let (kind, partial) = source.kind(reading, kind, &mut nodes)?;
    let ident = element.attribute("ident");
    let points = meta
        .get("points_possible")
        .or(meta.get("qmd_weighting"))
        .and_then(|points| number(points));
    let mut item = Item {
        name: reading.item.clone(),
        id: (!ident.is_empty()).then(|| ident.to_owned()),
        blocks: reading.nodes(&nodes),
        kind,
        points: points.or_else(|| source.most()).unwrap_or(1.0),
        partial,
        ..Item::default()
    };
    let choices = item.choices_mut();
    let mut links = source.score.feedback.clone();
    for choice in choices {
        let id = choice.id.clone().unwrap_or_default();
        for link in links.remove(&id).unwrap_or_default() {
            choice.feedback.extend(source.feedback(reading, &link));
        }
    }
    for link in links.into_values().flatten() {
        let text = source.feedback(reading, &link);
        if link.contains("correct") || link.contains("incorrect") {
            if !text.is_empty() {
                let text = text.join(" ");
                reading.note(
                    format!("正解・不正解への返事「{text}」は入れられません。"),
                    format!("Feedback to right or wrong answers cannot be held: \"{text}\""),
                );
            }
        } else if !text.iter().all(|block| item.explanation.contains(block)) {
            item.explanation.extend(text);
        }
    }
    Some(item)
}

impl Item {
    /// The choices whose feedback can be held.
    fn choices_mut(&mut self) -> &mut [Choice] {
        match &mut self.kind {
            Kind::Choices { choices, .. } | Kind::Survey { choices, .. } => choices,
            Kind::Text { .. }
            | Kind::Number { .. }
            | Kind::Blanks { .. }
            | Kind::Match { .. }
            | Kind::Order { .. }
            | Kind::Essay { .. }
            | Kind::Upload { .. } => &mut [],
        }
    }
}
