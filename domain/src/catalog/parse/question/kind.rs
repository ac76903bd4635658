//! How a question is answered, from what its author declared and wrote.

use std::ops::Range;

use super::answer_lines;
use super::attributes::{Type, Written};
use super::choices::DraftChoice;
use super::number;
use super::pairs::DraftPart;
use super::parts::Parts;
use crate::catalog::diagnostic::Message;
use crate::catalog::model::{Choice, QuestionKind};
use crate::catalog::parse::markdown::page::Page;
use crate::catalog::parse::settings::keys::At;

/// How the question is answered.
pub(crate) fn kind(
    page: &mut Page<'_>,
    place: Range<usize>,
    written: &Written,
    parts: &Parts<'_>,
) -> Option<QuestionKind> {
    if written.strange_kind {
        return None;
    }
    let declared = written.kind.as_ref().map(|kind| kind.value);
    check_attributes(page, written, declared);
    match declared {
        Some(Type::Match) => return match_kind(page, place, &parts.parts),
        Some(Type::Order) => return order_kind(page, place, &parts.parts),
        Some(Type::Essay | Type::Upload) => return hand_kind(page, place, written, parts),
        Some(Type::Survey) => return survey_kind(page, written, parts),
        Some(Type::Single | Type::Multiple | Type::Text | Type::Number | Type::Blanks) | None => {}
    }
    if let Some(span) = &parts.rubric_at {
        let message = Message::new(
            "[!RUBRIC] は type=essay か type=upload の問題で使います。",
            "[!RUBRIC] belongs to questions of type=essay or type=upload.",
        );
        page.sink.error("K0416", span.clone(), message);
    }
    if let (false, Some(answer)) = (parts.choices.is_empty(), parts.lines.answers.first()) {
        let message = Message::new(
            "選択肢と「=」の行の両方があります。",
            "This question has both choices and a line with \"=\".",
        );
        page.sink.error("K0416", answer.span.clone(), message);
    }
    let wants_choices = matches!(declared, Some(Type::Single | Type::Multiple));
    let wants_line = matches!(declared, Some(Type::Text | Type::Number));
    if !wants_line && !parts.choices.is_empty() {
        return choice_kind(page, place, declared, &parts.choices);
    }
    if !wants_choices && !parts.lines.answers.is_empty() {
        return line_kind(page, written, declared, &parts.lines.answers);
    }
    if !parts.blanks.is_empty() && matches!(declared, Some(Type::Blanks) | None) {
        return Some(QuestionKind::Blanks {
            blanks: parts.blanks.clone(),
            exact: written.exact,
        });
    }
    page.sink
        .error(
            "K0413",
            place,
            Message::new("答え方がありません。", "There is no way to answer this question."),
        )
        .help(
            "選択肢（- [ ] … {#id}）か、答えの行（= …）か、空欄（[[…]]）を書いてください。",
            "Write choices (- [ ] … {#id}), a line with the answer (= …), or a gap ([[…]]).",
        );
    None
}

/// Reports attributes that belong to other types.
fn check_attributes(page: &mut Page<'_>, written: &Written, declared: Option<Type>) {
    let mut stray = |span: &Range<usize>, name: &str, of: &str| {
        let message = Message::new(
            format!("「{name}」は type={of} の問題で使います。"),
            format!("\"{name}\" belongs to questions of type={of}."),
        );
        page.sink.error("K0403", span.clone(), message);
    };
    if declared != Some(Type::Upload) {
        if let Some(accept) = &written.accept {
            stray(&accept.span, "accept", "upload");
        }
        if let Some(max) = &written.max {
            stray(&max.span, "max", "upload");
        }
    }
    if let (true, Some(many)) = (declared != Some(Type::Survey), &written.many) {
        stray(&many.span, "many", "survey");
    }
}

fn match_kind(page: &mut Page<'_>, place: Range<usize>, parts: &[DraftPart]) -> Option<QuestionKind> {
    let ids = |wanted: bool| {
        parts
            .iter()
            .filter(move |part| part.left.is_empty() != wanted)
            .map(|part| part.id.value.clone())
            .collect::<Vec<_>>()
    };
    let pairs = ids(true);
    if pairs.len() < 2 && page.sink.has(&["K0424"], place.start) {
        return None;
    }
    if pairs.len() < 2 {
        let message = Message::new(
            "組が2つ以上必要です。",
            "A question of pairs needs two pairs or more.",
        );
        page.sink.error("K0425", place, message).help(
            "2列の表で書きます。1行目は見出しで、2行目から組です: | 左 | 右 {#id} |",
            "Write a table of two columns: a row of headings, then a row for each pair: | left | right {#id} |",
        );
        return None;
    }
    Some(QuestionKind::Match {
        pairs,
        extra: ids(false),
    })
}

fn order_kind(page: &mut Page<'_>, place: Range<usize>, parts: &[DraftPart]) -> Option<QuestionKind> {
    if parts.len() < 2 {
        let message = Message::new(
            "手順が2つ以上必要です。",
            "A question of order needs two steps or more.",
        );
        page.sink.error("K0425", place, message).help(
            "番号つきのリストで、正しい順番に書きます: 1. … {#id}",
            "Write a numbered list in the right order: 1. … {#id}",
        );
        return None;
    }
    Some(QuestionKind::Order {
        steps: parts.iter().map(|part| part.id.value.clone()).collect(),
    })
}

/// What an upload takes at most when its author does not say: 10 MB.
const MAX_BYTES: u64 = 10 * 1024 * 1024;

fn hand_kind(
    page: &mut Page<'_>,
    place: Range<usize>,
    written: &Written,
    parts: &Parts<'_>,
) -> Option<QuestionKind> {
    if parts.rubric.is_empty() {
        let message = Message::new(
            "採点の項目（[!RUBRIC]）がありません。",
            "There is no rubric to grade by.",
        );
        page.sink
            .error("K0426", parts.rubric_at.clone().unwrap_or(place), message)
            .help(
                "> [!RUBRIC] の次の行から、> - [ ] … {#id} と書いてください。",
                "Write > [!RUBRIC], and below it a line for each point: > - [ ] … {#id}",
            );
        return None;
    }
    let rubric = parts.rubric.iter().map(|point| point.id.value.clone()).collect();
    Some(match &written.kind {
        Some(At {
            value: Type::Upload, ..
        }) => QuestionKind::Upload {
            rubric,
            accept: written
                .accept
                .as_ref()
                .map(|accept| accept.value.clone())
                .unwrap_or_default(),
            max_bytes: written.max.as_ref().map_or(MAX_BYTES, |max| max.value),
        },
        Some(_) | None => QuestionKind::Essay { rubric },
    })
}

fn survey_kind(page: &mut Page<'_>, written: &Written, parts: &Parts<'_>) -> Option<QuestionKind> {
    for choice in parts.choices.iter().filter(|choice| choice.correct) {
        let message = Message::new(
            "アンケートに正解はありません。[ ] と書いてください。",
            "A survey has no right answers. Write [ ].",
        );
        page.sink.error("K0427", choice.mark.clone(), message);
    }
    Some(QuestionKind::Survey {
        choices: parts
            .choices
            .iter()
            .map(|choice| choice.id.value.clone())
            .collect(),
        many: written.many.as_ref().is_some_and(|many| many.value),
    })
}

fn choice_kind(
    page: &mut Page<'_>,
    place: Range<usize>,
    declared: Option<Type>,
    drafts: &[DraftChoice],
) -> Option<QuestionKind> {
    let right = drafts.iter().filter(|choice| choice.correct).count();
    let sink = &mut page.sink;
    if (right == 0 || drafts.len() == 1) && sink.has(&["K0410"], place.start) {
        // The choice that has no box may be the one.
    } else if right == 0 {
        sink.error(
            "K0405",
            place,
            Message::new("正しい選択肢がありません。", "No choice is marked as right."),
        )
        .help(
            "正しいものを [x] にしてください。",
            "Mark the right one with [x].",
        );
    } else if drafts.len() == 1 {
        let message = Message::new("選択肢が1つしかありません。", "There is only one choice.");
        sink.error("K0417", place, message);
    } else if right == drafts.len() {
        let message = Message::new("すべての選択肢が正解です。", "All choices are right.");
        sink.warning("K0406", place, message);
    } else if declared == Some(Type::Single) && right > 1 {
        let second = drafts.iter().filter(|choice| choice.correct).nth(1);
        let span = second.map_or(place, |choice| choice.mark.clone());
        let message = Message::new(
            "type=single なのに正解が2つ以上あります。",
            "More than one choice is right, but type=single.",
        );
        sink.error("K0414", span, message);
    }
    let multiple = declared == Some(Type::Multiple) || (declared.is_none() && right > 1);
    let choices = drafts
        .iter()
        .map(|choice| Choice {
            id: choice.id.value.clone(),
            correct: choice.correct,
        })
        .collect();
    Some(if multiple {
        QuestionKind::Multiple { choices }
    } else {
        QuestionKind::Single { choices }
    })
}

fn line_kind(
    page: &mut Page<'_>,
    written: &Written,
    declared: Option<Type>,
    answers: &[At<String>],
) -> Option<QuestionKind> {
    let first = answers.first()?;
    let number = number::parse(&first.value);
    let number = match declared {
        Some(Type::Number) => Some(number),
        Some(_) => None,
        None => (answers.len() == 1)
            .then(|| number.filter(|number| number.plain))
            .flatten()
            .map(Some),
    };
    match number {
        Some(Some(number)) if answers.len() == 1 => Some(QuestionKind::Number {
            value: number.value,
            tolerance: number.tolerance,
            unit: number.unit,
        }),
        Some(_) => {
            let wrong = answers.get(1).unwrap_or(first);
            page.sink
                .error(
                    "K0415",
                    wrong.span.clone(),
                    Message::new(
                        "数の答えは1つの数でなければなりません。",
                        "The answer must be one number.",
                    ),
                )
                .help("例: = 42 ± 0.5 cm", "For example: = 42 ± 0.5 cm");
            None
        }
        None => {
            let answers = answers
                .iter()
                .flat_map(|answer| answer_lines::alternatives(&answer.value));
            let accepted: Vec<String> = answers.map(str::to_owned).collect();
            if accepted.is_empty() {
                let message = Message::new("答えが空です。", "The answer is empty.");
                page.sink.error("K0413", first.span.clone(), message);
                return None;
            }
            Some(QuestionKind::Text {
                accepted,
                exact: written.exact,
            })
        }
    }
}
