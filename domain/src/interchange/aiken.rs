//! Aiken: a question on a line, choices `A. …` or `A) …`, `ANSWER: A`.

use super::answers::plain_choice;

use super::item::{Item, Kind, Quiz, title};
use super::rich::Reading;

/// The choice of a line: its letter and its text.
fn choice(line: &str) -> Option<(char, &str)> {
    let mut letters = line.trim_start().chars();
    let letter = letters.next().filter(char::is_ascii_uppercase)?;
    let rest = letters.as_str().strip_prefix(['.', ')'])?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((letter, rest.trim()))
}

/// The letter of an answer line.
fn answer(line: &str) -> Option<char> {
    let line = line.trim();
    let rest = line
        .get(..7)
        .filter(|start| start.eq_ignore_ascii_case("answer:"))?;
    let letter = line[rest.len()..].trim().chars().next()?;
    letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase())
}

/// Whether a text looks like this format.
pub(crate) fn fits(text: &str) -> bool {
    text.lines().any(|line| answer(line).is_some()) && text.lines().any(|line| choice(line).is_some())
}

pub(crate) fn read(reading: &mut Reading<'_>, text: &str, stem: &str) -> Vec<Quiz> {
    let mut items = Vec::new();
    let mut question: Vec<&str> = Vec::new();
    let mut choices: Vec<(char, String)> = Vec::new();
    for line in text.lines() {
        if let Some(right) = answer(line) {
            items.extend(finish(reading, &question, &choices, Some(right)));
            question.clear();
            choices.clear();
        } else if let (Some((letter, text)), false) = (choice(line), question.is_empty()) {
            choices.push((letter, text.to_owned()));
        } else if line.trim().is_empty() {
            continue;
        } else if let Some((_, last)) = choices.last_mut() {
            // A choice that goes on.
            last.push(' ');
            last.push_str(line.trim());
        } else {
            question.push(line.trim());
        }
    }
    if !question.is_empty() || !choices.is_empty() {
        items.extend(finish(reading, &question, &choices, None));
    }
    vec![Quiz {
        title: title("", stem),
        items,
        ..Quiz::default()
    }]
}

fn finish(
    reading: &mut Reading<'_>,
    question: &[&str],
    choices: &[(char, String)],
    right: Option<char>,
) -> Option<Item> {
    reading.begin(&question.join(" "));
    if question.is_empty() {
        reading.leave_out("問題文がありません。", "It has no text.");
        return None;
    }
    let Some(right) = right else {
        reading.leave_out("ANSWER: の行がありません。", "It has no line ANSWER:.");
        return None;
    };
    if choices.iter().all(|(letter, _)| *letter != right) {
        reading.leave_out(
            format!("正解「{right}」の選択肢がありません。"),
            format!("The right answer, {right}, is not among its choices."),
        );
        return None;
    }
    let choices = choices
        .iter()
        .map(|(letter, text)| plain_choice(text, *letter == right))
        .collect();
    Some(Item {
        name: reading.item.clone(),
        blocks: reading.plain(&question.join("\n")),
        kind: Kind::Choices { many: false, choices },
        points: 1.0,
        ..Item::default()
    })
}
