//! The question types of Moodle XML.

use super::cloze;
use super::text::{number, own_text, text};
use crate::catalog::Partial;
use crate::interchange::answers::{self, note_weights};
use crate::interchange::item::{Choice, Item, Kind, Pair};
use crate::interchange::rich::{Reading, format_nodes};
use crate::interchange::xml::Element;

/// Reads how a question is answered, and its text.
pub(crate) fn item(reading: &mut Reading<'_>, question: &Element) -> Option<Item> {
    let kind = question.attribute("type");
    let blocks = match kind {
        "multianswer" | "cloze" | "gapselect" | "ddwtos" => Vec::new(),
        _ => text(reading, question, "questiontext"),
    };
    let item = |kind: Kind| Item {
        blocks,
        kind,
        ..Item::default()
    };
    match kind {
        "multichoice" => {
            let (kind, partial) = multichoice(reading, question);
            Some(Item {
                partial,
                ..item(kind)
            })
        }
        "truefalse" => Some(item(true_false(reading, question))),
        "shortanswer" => Some(item(short(reading, question))),
        "numerical" => numerical(reading, question).map(item),
        "matching" | "match" => Some(Item {
            partial: Some(Partial::Proportional),
            ..item(matching(reading, question))
        }),
        "essay" => Some(item(essay(reading, question))),
        "ordering" => Some(Item {
            partial: Some(Partial::Proportional),
            ..item(ordering(reading, question))
        }),
        "multianswer" | "cloze" => cloze::multianswer(reading, question),
        "gapselect" | "ddwtos" => {
            answers::leave_out_word_bank(reading);
            None
        }
        "description" => {
            reading.leave_out(
                "説明文（description）は問題ではないので、入れていません。必要なら文に書き足してください。",
                "A description is no question; copy its text where it is needed.",
            );
            None
        }
        "calculated" | "calculatedsimple" | "calculatedmulti" => {
            reading.leave_out(
                "計算問題（数が毎回変わる問題）は入れられません。",
                "Calculated questions, whose numbers change, cannot be held.",
            );
            None
        }
        "random" | "randomsamatch" => {
            reading.leave_out(
                "ランダム問題は入れられません。tags と draw で、くじ引きの組を作れます。",
                "Random questions cannot be held; tags and draw make pools.",
            );
            None
        }
        other => {
            reading.leave_out(
                format!("問題の種類「{other}」は入れられません。"),
                format!("Questions of the type \"{other}\" cannot be held."),
            );
            None
        }
    }
}

fn fraction(answer: &Element) -> f64 {
    answer.attribute("fraction").trim().parse().unwrap_or(0.0)
}

fn multichoice(reading: &mut Reading<'_>, question: &Element) -> (Kind, Option<Partial>) {
    let many = matches!(question.text_of("single").as_deref(), Some("false" | "0"));
    let answers: Vec<&Element> = question.all("answer").collect();
    let weights: Vec<f64> = answers.iter().map(|answer| fraction(answer)).collect();
    let best = weights.iter().copied().fold(0.0, f64::max);
    let right: Vec<bool> = weights
        .iter()
        .map(|weight| *weight > 0.0 && (many || (*weight - best).abs() < 1e-6))
        .collect();
    if !many && best > 0.0 && best < 100.0 {
        reading.note(
            format!("満点の選択肢がないので、いちばん高い {best}% のものを正解にしました。"),
            format!("No choice is worth all points; the best one, {best}%, is right now."),
        );
    }
    note_weights(reading, many, &weights, &right);
    let choices = answers
        .iter()
        .zip(right)
        .map(|(answer, correct)| Choice {
            id: None,
            blocks: own_text(reading, answer),
            correct,
            feedback: text(reading, answer, "feedback"),
        })
        .collect();
    (
        Kind::Choices { many, choices },
        many.then_some(Partial::Proportional),
    )
}

fn true_false(reading: &mut Reading<'_>, question: &Element) -> Kind {
    let mut choices = Vec::new();
    for (word, ja, en) in [("true", "正しい", "True"), ("false", "正しくない", "False")] {
        let answer = question.all("answer").find(|answer| {
            answer
                .text_of("text")
                .is_some_and(|text| text.eq_ignore_ascii_case(word))
        });
        let correct = answer.is_some_and(|answer| fraction(answer) > 0.0);
        let mut choice = answers::plain_choice(reading.lang.t(ja, en), correct);
        choice.id = Some(word.to_owned());
        if let Some(answer) = answer {
            choice.feedback = text(reading, answer, "feedback");
        }
        choices.push(choice);
    }
    Kind::Choices { many: false, choices }
}

fn short(reading: &mut Reading<'_>, question: &Element) -> Kind {
    let exact = question.text_of("usecase").as_deref() == Some("1");
    let mut accepted = Vec::new();
    for answer in question.all("answer") {
        let written = answer.text_of("text").unwrap_or_default();
        let weight = fraction(answer);
        let said = !text(reading, answer, "feedback").is_empty();
        if weight < 100.0 {
            if weight > 0.0 {
                reading.note(
                    format!("一部だけ点になる答え「{written}」（{weight}%）は、外しました。"),
                    format!("The answer \"{written}\", worth {weight}%, was left out."),
                );
            } else {
                reading.note(
                    format!("不正解の「{written}」への返事は入れられません。"),
                    format!("Feedback to the wrong answer \"{written}\" cannot be held."),
                );
            }
            continue;
        }
        if said {
            reading.note(
                format!("答え「{written}」ごとの返事は入れられません。"),
                format!("The feedback to the answer \"{written}\" cannot be held."),
            );
        }
        if written.contains('*') && !written.contains("\\*") {
            reading.note(
                format!("「*」を含む答え「{written}」は、書いてあるとおりにだけ合います。"),
                format!("The answer \"{written}\" has a wildcard; now it fits only as it is written."),
            );
        }
        accepted.push(written.replace("\\*", "*"));
    }
    Kind::Text { accepted, exact }
}

fn numerical(reading: &mut Reading<'_>, question: &Element) -> Option<Kind> {
    let answers: Vec<&Element> = question.all("answer").collect();
    let best = answers
        .iter()
        .find(|answer| fraction(answer) >= 100.0)
        .or(answers.first());
    if answers.len() > 1 {
        reading.note(
            "数の答えは1つだけ使えます。満点の最初のものを残しました。",
            "A number has one answer; the first one worth all points was kept.",
        );
    }
    let said = answers
        .iter()
        .any(|answer| !text(reading, answer, "feedback").is_empty());
    if said {
        reading.note(
            "数の答えごとの返事は入れられません。",
            "Feedback to numbers cannot be held.",
        );
    }
    let value = best.and_then(|answer| answers::number(&answer.text_of("text").unwrap_or_default()));
    let (Some(best), Some(value)) = (best, value) else {
        reading.leave_out("答えが数ではありません。", "Its answer is not a number.");
        return None;
    };
    let units = question.first("units");
    let mut names = units
        .iter()
        .flat_map(|units| units.all("unit"))
        .filter_map(|unit| unit.text_of("unit_name"))
        .filter(|name| !name.is_empty());
    let unit = names.next();
    if names.next().is_some() {
        reading.note(
            "単位は1つだけ使えます。最初のものを残しました。",
            "A number has one unit; the first was kept.",
        );
    }
    Some(Kind::Number {
        value,
        tolerance: number(best, "tolerance").unwrap_or(0.0),
        unit,
    })
}

fn matching(reading: &mut Reading<'_>, question: &Element) -> Kind {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut extra = Vec::new();
    for sub in question.all("subquestion") {
        let written = sub.first("text").map(Element::inner_text).unwrap_or_default();
        let left = format_nodes(sub.get("format").unwrap_or("html"), &written);
        let left = reading.cell(&left);
        let right = sub.first("answer").and_then(|answer| answer.text_of("text"));
        let right = format_nodes("plain_text", &right.unwrap_or_default());
        let right = reading.cell(&right);
        if left.is_empty() && !right.is_empty() {
            extra.push(Choice {
                blocks: vec![right],
                ..Choice::default()
            });
        } else {
            pairs.push(Pair {
                id: None,
                left,
                right,
            });
        }
    }
    Kind::Match { pairs, extra }
}

fn ordering(reading: &mut Reading<'_>, question: &Element) -> Kind {
    let steps = question
        .all("answer")
        .map(|answer| Choice {
            blocks: own_text(reading, answer),
            ..Choice::default()
        })
        .collect();
    Kind::Order { steps }
}

fn essay(reading: &mut Reading<'_>, question: &Element) -> Kind {
    let rubric: Vec<Choice> = text(reading, question, "graderinfo")
        .into_iter()
        .map(|block| Choice {
            blocks: vec![block.replace('\n', " ").trim_start_matches("- ").to_owned()],
            ..Choice::default()
        })
        .collect();
    if !text(reading, question, "responsetemplate").is_empty() {
        reading.note(
            "答えのひな形（responsetemplate）は入れられません。",
            "The template for the answer cannot be held.",
        );
    }
    let attachments = number(question, "attachments").unwrap_or(0.0);
    if question.text_of("responseformat").as_deref() == Some("noinline") {
        let accept = question.text_of("filetypeslist").unwrap_or_default();
        let accept = accept
            .split([',', ' ', ';'])
            .map(|kind| kind.trim().trim_start_matches('.').to_ascii_lowercase())
            .filter(|kind| {
                !kind.is_empty() && kind.len() < 10 && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
            .collect();
        let max = number(question, "maxbytes").filter(|bytes| *bytes > 0.0);
        return Kind::Upload {
            rubric,
            accept,
            max_bytes: max.map(|bytes| bytes as u64),
        };
    }
    if attachments != 0.0 {
        reading.note(
            "文といっしょに出すファイルは入れられません。文だけの問題にしました。",
            "Files beside the text cannot be held; only the text is asked for.",
        );
    }
    Kind::Essay { rubric }
}
